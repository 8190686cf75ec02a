//! What keeps a bot in order beside its conversations: who may manage it, from the command line
//! ([`access`]), which sources of orders are asked ([`orders`]) and what a platform tells of them by itself
//! ([`order_webhook`]), what an outside system is told of tickets ([`events`]), what is forgotten when ([`retention`]),
//! what is wrong with it ([`doctor`]), what came of the messages ([`mod@report`], and as a [`page`]), what the bot does
//! not know yet ([`gaps`]), how the bot is ([`health`], told by [`watch`] with what is counted; [`sampling`] reads some
//! of that from the store), and articles that change while it runs ([`reload`]).
//!
//! What is absent here: anything that a customer sees.

pub mod access;
pub mod doctor;
pub mod events;
pub mod gaps;
pub mod health;
pub mod order_webhook;
pub mod orders;
pub mod page;
pub mod reload;
pub mod report;
pub mod retention;
pub mod sampling;
pub mod watch;
