//! The service: a turn in one transaction, and the worker that carries the outbox.
//!
//! In reading order: [`incoming`] (what a transport hands in), [`text`] (what of a text can be seen),
//! [`masking`] (what of it may be kept), `reading` (from there to an event), [`receive`] (from there to a committed turn), `transact` (what
//! happens inside the transaction), [`delivery`] (what goes out, and what a [`Courier`] says of it),
//! [`worker`] (who carries it, when, and what happens if it cannot be carried).
//!
//! What is absent here: any transport. Telegram and the terminal both hand in [`Incoming`] and are
//! handed [`Delivery`].

pub mod delivery;
#[cfg(test)]
mod fakes;
pub mod incoming;
pub mod masking;
mod reading;
pub mod receive;
pub mod text;
mod transact;
pub mod worker;

pub use delivery::{Carried, Courier, Delivery};
pub use incoming::{ConversationId, Incoming, What};
pub use receive::{Received, Service};
pub use worker::Worker;
