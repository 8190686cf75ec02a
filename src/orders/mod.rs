//! Orders: what an order is, what its status allows, who may see it, and where it comes from.
//!
//! In reading order: [`order`] (an order, as any platform tells it), [`status`] (the platforms' words), [`key`]
//! (what is kept of personal data: keyed hashes), [`rules`] (what the merchant has set); [`number`], [`phone`] and
//! [`fact`] (what people write), [`proof`] (whose order it is); [`cancelling`] (what a status
//! allows a buyer), [`verdict`] (whether a seller may ship).
//! Where orders come from: [`source`], [`asking`] and [`sources`] (asking all of them), [`http`] and [`tiktok`] (two
//! of them, over [`web`]), [`json`] (an order as JSON), [`mod@import`] (orders out of an exported file), [`merge`]
//! (two accounts of one order made into one), [`demo`] (orders to try the bot with).
//!
//! What is absent here: the conversation about an order, the store, and every customer-visible word.

pub mod asking;
pub mod cancelling;
pub mod demo;
pub mod fact;
pub mod http;
pub mod import;
pub mod json;
pub mod key;
pub mod merge;
pub mod number;
pub mod order;
pub mod phone;
mod plain;
pub mod proof;
pub mod rules;
pub mod source;
pub mod sources;
pub mod status;
pub mod tiktok;
pub mod verdict;
pub mod web;

pub use key::{Digest, HashKey};
pub use order::{
    Actor, Cancellation, Currency, Item, Kind, Link, Money, Order, OrderNumber, Return, Shipment, Status, UnixMs,
    Watcher,
};
pub use rules::{FactKind, Rules};
pub use source::{OrderSource, Unreachable};
pub use sources::Sources;
