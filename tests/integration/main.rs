//! The integration tests, in one binary: the bot from outside, against a fake Bot API server.
//!
//! Nothing sleeps, and nothing leaves the machine. `kill.rs`, the crash test, is added here as soon as
//! `tanya serve` keeps what it receives.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../fake_bot_api/mod.rs"]
mod fake_bot_api;

mod courier;
mod polling;
mod serve;
mod support;
