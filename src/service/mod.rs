//! The service: a turn in one transaction, and the worker that carries the outbox.
//!
//! In reading order: [`incoming`] (what a transport hands in), [`text`] (what of a text can be seen),
//! [`masking`] (what of it may be kept), `reading` (from there to an event), [`receive`] (from there to a
//! committed turn), `transact` (what happens inside the transaction), `situation` (what the store tells a
//! turn), [`changes`] (what a turn changes in the store), [`suggest`] (what is typed in other chats),
//! [`delivery`] (what goes out, and what a [`Courier`] says of it),
//! [`worker`] (who carries it, when, and what happens if it cannot be carried), [`orders`] (looking orders up),
//! `errand` and `import` (what the worker does that is no message), [`watching`] (news of orders), [`desk`]
//! and [`letter`] (people take over), [`events`] (what an outside system is told), [`export`] (what is kept about
//! somebody, for them), [`replica`] (one process among several), [`known`] (knowledge that changes while the bot runs).
//!
//! What is absent here: any transport. Telegram and the terminal both hand in [`Incoming`] and are
//! handed [`Delivery`].

pub mod changes;
pub mod delivery;
pub mod desk;
mod errand;
pub mod events;
pub mod export;
#[cfg(test)]
mod fakes;
pub mod import;
pub mod incoming;
pub mod known;
pub mod letter;
pub mod masking;
pub mod orders;
mod reading;
pub mod receive;
pub mod replica;
mod situation;
pub mod suggest;
pub mod text;
mod transact;
pub mod watching;
pub mod worker;

pub use delivery::{Carried, Courier, Delivery, Fetched};
pub use desk::SupportDesk;
pub use incoming::{ConversationId, Incoming, SharedContact, Shown, What};
pub use known::{Known, Renewed};
pub use letter::{Icon, Leaf, Letter, Managed, Obstacle, Standing, TopicAct};
pub use orders::OrderDesk;
pub use receive::{Received, Service};
pub use replica::Replica;
pub use suggest::{Asker, Suggestion, Suggestions};
pub use worker::Worker;
