//! What keeps a bot in order beside its conversations: who may manage it, from the command line
//! ([`access`]), which sources of orders are asked ([`orders`]) and what a platform tells of them by itself
//! ([`order_webhook`]), and what is forgotten when ([`retention`]).
//!
//! What is absent here: anything that a customer sees.

pub mod access;
pub mod order_webhook;
pub mod orders;
pub mod retention;
