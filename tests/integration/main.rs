//! The integration tests, in one binary: the bot from outside, against a fake Bot API server.
//!
//! Nothing sleeps where it can wait for what it expects, and nothing leaves the machine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../fake_bot_api/mod.rs"]
mod fake_bot_api;
#[path = "../postgres_server/mod.rs"]
#[expect(dead_code, reason = "benches need more of it")]
mod postgres_server;

mod bot;
mod care;
mod commands;
mod contact_and_files;
mod courier;
mod desk;
mod desk_storm;
mod every_message;
mod fake_forum;
mod faults;
mod follow_ups;
mod groups;
mod init;
mod inline;
mod knowledge;
mod letters;
mod not_that;
mod order_attack;
mod order_log;
mod order_server;
mod order_sources;
mod order_stage;
mod order_transcripts;
mod order_webhook;
mod orders_import;
mod owner;
mod polling;
mod postgres;
mod private;
mod program;
mod random;
mod scenarios;
mod serve;
mod shipped;
mod stop;
mod store_contract;
mod store_copies;
mod suggest;
mod support;
mod ticket_events;
mod topics;
mod traditional;
mod watch;
mod webhook;
