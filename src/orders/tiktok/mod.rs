//! TikTok Shop, which also serves the Tokopedia orders of merged shops.
//!
//! In reading order: [`sign`] (the signature of a request), [`tokens`] (who may ask, renewed in time),
//! [`client`] (one question, one answer or one of a few kinds of failure), [`order`] (what an answer says of an
//! order), [`source`] (the source of orders that all this makes), [`notification`] (what the platform sends by
//! itself).
//!
//! What is absent here: the store, the server that receives notifications, and every request that would change
//! something at the platform.

pub mod client;
pub mod notification;
pub mod order;
pub mod sign;
pub mod source;
pub mod tokens;

pub use client::Client;
pub use source::TikTokSource;
pub use tokens::{Authority, Claim, TokenStore, Tokens};
