//! The topic of each customer in the support group, and what it shows.
//!
//! What is absent here: opening, changing and closing topics. A row says what was done, so that nothing is done
//! twice.

use super::copies;
use super::sql::{Row, Sql, StoreError, Value};

/// The topic of a customer. `Debug` does not show its name: that of the customer is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Topic {
    /// Whose it is.
    pub conversation: String,
    /// The group in which it is, as a conversation: `telegram:-100123`.
    pub desk: String,
    /// The transport's number of it; `None` where the group has no topics, or it has yet to be opened (again).
    pub topic: Option<i64>,
    /// The name that it shows.
    pub name: String,
    /// The icon that it shows, as a word of whoever sets it.
    pub icon: String,
    /// The message that says how things stand.
    pub card: Option<i64>,
    /// Whether it is closed.
    pub closed: bool,
}

impl std::fmt::Debug for Topic {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Topic { topic, icon, card, closed, .. } = self;
        let mut shown = formatter.debug_struct("Topic");
        shown.field("topic", topic).field("icon", icon).field("card", card).field("closed", closed);
        shown.finish_non_exhaustive()
    }
}

/// The topic of a customer.
///
/// # Errors
/// What the database says.
pub fn get(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Option<Topic>, StoreError> {
    Ok(those(sql, "conversation = ?2", &[bot.into(), conversation.into()])?.pop())
}

/// The topic with a number in a group.
///
/// # Errors
/// What the database says.
pub fn of_topic(sql: &mut dyn Sql, bot: &str, desk: &str, topic: i64) -> Result<Option<Topic>, StoreError> {
    Ok(those(sql, OF_TOPIC, &[bot.into(), desk.into(), topic.into()])?.pop())
}

const OF_TOPIC: &str = "desk = ?2 AND topic = ?3";

/// All topics in a group.
///
/// # Errors
/// What the database says.
pub fn all_of(sql: &mut dyn Sql, bot: &str, desk: &str) -> Result<Vec<Topic>, StoreError> {
    those(sql, "desk = ?2 ORDER BY conversation", &[bot.into(), desk.into()])
}

/// The topics of customers who have no open ticket, and none that ended at a time in Unix milliseconds or later; at
/// most so many.
///
/// # Errors
/// What the database says.
pub fn unused_since(sql: &mut dyn Sql, bot: &str, before: i64, most: i64) -> Result<Vec<Topic>, StoreError> {
    those(sql, UNUSED, &[bot.into(), before.into(), most.into()])
}

const UNUSED: &str = "NOT EXISTS (
        SELECT 1 FROM tickets WHERE tickets.bot = desk_topics.bot AND tickets.conversation = desk_topics.conversation
            AND (tickets.state <> 'ended' OR tickets.ended_at >= ?2))
    ORDER BY conversation LIMIT ?3";

/// The topics of a bot that fit, in an order.
fn those(sql: &mut dyn Sql, fitting: &str, values: &[Value]) -> Result<Vec<Topic>, StoreError> {
    sql.query(&format!("{SELECT} {fitting}"), values)?.iter().map(topic).collect()
}

const SELECT: &str = "SELECT conversation, desk, topic, name, icon, card, closed FROM desk_topics WHERE bot = ?1 AND";

fn topic(row: &Row) -> Result<Topic, StoreError> {
    Ok(Topic {
        conversation: row.text(0)?.to_owned(),
        desk: row.text(1)?.to_owned(),
        topic: row.int_or_null(2)?,
        name: row.text(3)?.to_owned(),
        icon: row.text(4)?.to_owned(),
        card: row.int_or_null(5)?,
        closed: row.int(6)? != 0,
    })
}

/// Keeps the topic of a customer as it is now.
///
/// # Errors
/// What the database says.
pub fn save(sql: &mut dyn Sql, bot: &str, topic: &Topic) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO desk_topics (bot, conversation, desk, topic, name, icon, card, closed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (bot, conversation) DO UPDATE SET desk = excluded.desk, topic = excluded.topic,
             name = excluded.name, icon = excluded.icon, card = excluded.card, closed = excluded.closed",
        &[
            bot.into(),
            topic.conversation.as_str().into(),
            topic.desk.as_str().into(),
            topic.topic.into(),
            topic.name.as_str().into(),
            topic.icon.as_str().into(),
            topic.card.into(),
            i64::from(topic.closed).into(),
        ],
    )?;
    Ok(())
}

/// Forgets the topic of a customer.
///
/// # Errors
/// What the database says.
pub fn remove(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM desk_topics WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])?;
    Ok(())
}

/// A group has become another, under another number: no topic is there yet, and no message has the number that it
/// had.
///
/// # Errors
/// What the database says.
pub fn moved(sql: &mut dyn Sql, bot: &str, from: &str, to: &str) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE desk_topics SET desk = ?3, topic = NULL, card = NULL, closed = 0 WHERE bot = ?1 AND desk = ?2",
        &[bot.into(), from.into(), to.into()],
    )?;
    copies::moved(sql, bot, from, to)
}

#[cfg(test)]
mod tests;
