//! The desk: what customers and staff write goes to the other side, and staff see how things stand.
//!
//! In reading order: [`setup`] (what the merchant has set), `arriving` (is it something of staff?), `moving` (what
//! becomes of the group itself), `changes` (what a turn changes), `carrying` (an entry of the outbox when it is its
//! turn), `envelope` (what stands around what people write), `topic` (the topic that it goes to), `tasks` (what is no
//! message: the card, the list, what is due), [`knowledge`] (changed articles that cannot be used).
//!
//! Everything for one customer's topic is a destination of its own in the outbox, named after the customer
//! ([`destination`]), so that it stays in order and survives a topic that is deleted, a group that moves, and a group
//! that is replaced. What an entry becomes is made when it is its turn.

pub(super) mod arriving;
pub(super) mod carrying;
pub(super) mod changes;
mod envelope;
pub mod knowledge;
pub(super) mod moving;
pub mod setup;
pub(super) mod situation;
pub mod tasks;
mod topic;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::incoming::group_of;
use super::receive::Service;
use crate::conversation::Hours;
use crate::conversation::desk::post::Post;
use crate::knowledge::ArticleId;
use crate::language::{Language, Locale, Script};
use crate::store::{Sql, StoreError, options};
use crate::voice::Message;
pub(super) use changes::refresh_list;
pub use setup::SupportDesk;

/// Since when the group is out of reach, in Unix milliseconds; the name of an option.
const LOST: &str = "desk_lost";

/// That the group has no topics; the name of an option.
const PLAIN: &str = "desk_plain";

/// The message with the list of those who wait; the name of an option.
const LIST: &str = "desk_list";

/// An entry of the outbox that is made into a message when it is its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskEntry {
    /// What a customer wrote, to their topic.
    ToDesk {
        /// The message.
        post: Post,
        /// Whether it changes an earlier one.
        #[serde(default)]
        edited: bool,
        /// The article that comes nearest, where staff may not read the language.
        #[serde(default)]
        gloss: Option<ArticleId>,
        /// The article with which the bot has answered it.
        #[serde(default)]
        answered: Option<ArticleId>,
    },
    /// What staff wrote, to the customer.
    ToCustomer {
        /// The message.
        post: Post,
        /// Whether it changes an earlier one.
        #[serde(default)]
        edited: bool,
        /// The customer's language.
        language: Language,
        /// The script that the customer reads.
        #[serde(default, skip_serializing_if = "is_as_kept")]
        script: Script,
        /// The name that the customer may see.
        #[serde(default)]
        name: Option<String>,
    },
    /// What the bot says in a topic.
    Say {
        /// What it says.
        message: Message,
        /// The message of staff that it answers.
        #[serde(default)]
        reply_to: Option<i64>,
    },
    /// The copies of a message of staff are taken back at the customer's side.
    TakeBack {
        /// The message of staff.
        message: i64,
        /// Whether nothing is said where there is none.
        #[serde(default)]
        quietly: bool,
    },
    /// There is to be a topic, and a card in it.
    Open,
}

fn is_as_kept(script: &Script) -> bool {
    *script == Script::default()
}

/// Where everything for a customer's topic goes.
pub fn destination(customer: &str) -> String {
    format!("{PREFIX}{customer}")
}

/// How the destinations begin that lead to topics.
const PREFIX: &str = "desk:";

/// Whose topic a destination is.
pub fn customer_of(destination: &str) -> Option<&str> {
    destination.strip_prefix(PREFIX)
}

/// While no group is connected or the group is out of reach, it is looked again so often.
const WITHOUT_GROUP: Duration = Duration::from_secs(60);

/// The group of the desk.
pub(super) fn group(sql: &mut dyn Sql, bot: &str) -> Result<Option<String>, StoreError> {
    options::get(sql, bot, options::SUPPORT_GROUP)
}

/// A group is the desk from now on. Where it was so before, nothing changes.
///
/// # Errors
/// What the database says.
pub fn connect(sql: &mut dyn Sql, bot: &str, desk: &str) -> Result<(), StoreError> {
    sql.lock(&lock(bot))?;
    if group(sql, bot)?.as_deref() == Some(desk) {
        return Ok(());
    }
    changes::become_desk(sql, bot, desk)?;
    tasks::look_round(sql, bot, desk)
}

/// What is locked by whatever changes which group is the desk, or whether it is in reach.
fn lock(bot: &str) -> String {
    format!("{bot} desk")
}

/// What the bot says to staff is worded for this: their side is not converted.
fn locale(service: &Service) -> Locale {
    Locale::as_kept(service.desk.rules.language)
}

/// Whether a conversation takes place in the group of the desk.
fn is_here(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<bool, StoreError> {
    Ok(group(sql, bot)?.as_deref() == Some(group_of(conversation)))
}

/// Whether there is a group that is in reach, by what is set.
pub(super) fn is_connected(set: &BTreeMap<String, String>) -> bool {
    set.contains_key(options::SUPPORT_GROUP) && !set.contains_key(LOST)
}

/// Whether the group is out of reach.
fn is_lost(sql: &mut dyn Sql, bot: &str) -> Result<bool, StoreError> {
    Ok(options::get(sql, bot, LOST)?.is_some())
}

/// When staff answer: as the owner has set it, else as the file says.
fn hours(service: &Service, sql: &mut dyn Sql) -> Result<Hours, StoreError> {
    let set = options::get(sql, &service.bot, options::HOURS)?;
    let set = set.and_then(|json| serde_json::from_str::<Hours>(&json).ok());
    Ok(set.or_else(|| service.desk.hours.clone()).unwrap_or_default())
}
