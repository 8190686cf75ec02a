//! Orders: what an order is, what its status allows, who may see it, and where it comes from.
//!
//! In reading order: [`order`] (an order, as any platform tells it), [`key`] (what is kept of personal
//! data: keyed hashes), [`rules`] (what the merchant has set), [`source`] (where orders come from).
//!
//! What is absent here: the conversation about an order, the store, and every customer-visible word.

pub mod key;
pub mod number;
pub mod order;
pub mod rules;
pub mod source;

pub use key::{Digest, HashKey};
pub use order::{
    Actor, Cancellation, Currency, Item, Kind, Link, Money, Order, OrderNumber, Return, Shipment, Status, UnixMs,
    Watcher,
};
pub use rules::{FactKind, Rules};
pub use source::{Found, OrderSource, Unreachable};
