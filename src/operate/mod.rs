//! What keeps a bot in order beside its conversations: who may manage it, from the command line
//! ([`access`]), and what is forgotten when ([`retention`]).
//!
//! What is absent here: anything that a customer sees.

pub mod access;
pub mod retention;
