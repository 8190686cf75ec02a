//! The integration tests, in one binary: the bot from outside, against a fake Bot API server.
//!
//! Nothing sleeps, and nothing leaves the machine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../fake_bot_api/mod.rs"]
mod fake_bot_api;

mod commands;
mod courier;
mod init;
mod kill;
mod knowledge;
mod polling;
mod program;
mod scenarios;
mod serve;
mod shipped;
mod stop;
mod suggest;
mod support;
