//! From what a transport hands in to a committed turn: [`Service::receive`].

use std::sync::Arc;

use super::incoming::Incoming;
use crate::conversation::Context;
use crate::knowledge::Library;
use crate::language::Language;
use crate::store::{Store, StoreError};
use crate::understanding::Understand;
use crate::voice::Voice;

/// What happened to one update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The pop-up for a pressed button, worded in the customer's language.
    pub toast: Option<String>,
    /// It had been received before, and changed nothing.
    pub duplicate: bool,
}

/// Everything that a turn needs; cheap to clone.
#[derive(Clone)]
pub struct Service {
    /// The bot that receives, as the store knows it: two bots may share a store.
    pub bot: Arc<str>,
    /// Where everything is kept.
    pub store: Store,
    /// What the bot knows.
    pub library: Arc<Library>,
    /// What understands.
    pub understanding: Arc<dyn Understand>,
    /// What words replies.
    pub voice: Arc<Voice>,
    /// The language where nothing tells another.
    pub default_language: Language,
    /// The longest text of one message, in UTF-16 units.
    pub message_units: usize,
    /// Told after every commit that there may be something to carry.
    pub outbox_grew: Arc<tokio::sync::Notify>,
}
