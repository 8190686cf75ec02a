//! Which message at the customer's side is which message at the desk's, in both directions.
//!
//! Several may be one: a long text goes out as several messages, and several that waited go out as one. What is
//! absent here: what the messages say.

use super::sql::{Row, Sql, StoreError, Value};

/// Who wrote what was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// The customer: it was copied to the desk.
    Customer,
    /// Staff: it was copied to the customer.
    Staff,
    /// The bot, at either side or at both.
    Bot,
}

impl Writer {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Writer::Customer => "customer",
            Writer::Staff => "staff",
            Writer::Bot => "bot",
        }
    }

    /// The writer of a word.
    pub fn of(word: &str) -> Option<Writer> {
        [Writer::Customer, Writer::Staff, Writer::Bot].into_iter().find(|writer| writer.word() == word)
    }
}

/// One message and its copy, in the transport's numbers. Where one is `None` it stands at the other side alone, or
/// its number means nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Who wrote it.
    pub writer: Writer,
    /// The message in the customer's chat.
    pub customer_message: Option<i64>,
    /// The message at the desk.
    pub desk_message: Option<i64>,
}

/// Notes which messages of a customer's chat are which at a desk. As many at one side as at the other are pairs in
/// their order, as in an album; otherwise each goes with each; where a side has none, the others stand alone. What was
/// noted before is not noted again.
///
/// # Errors
/// What the database says.
pub fn note(
    sql: &mut dyn Sql,
    bot: &str,
    conversation: &str,
    desk: &str,
    writer: Writer,
    customer: &[i64],
    desk_messages: &[i64],
) -> Result<(), StoreError> {
    let now = sql.now()?;
    for (customer_message, desk_message) in pairs(customer, desk_messages) {
        sql.execute(
            "INSERT INTO desk_copies (id, bot, conversation, writer, customer_message, desk, desk_message, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING",
            &[
                id(bot, conversation, desk, customer_message, desk_message).into(),
                bot.into(),
                conversation.into(),
                writer.word().into(),
                customer_message.into(),
                desk.into(),
                desk_message.into(),
                Value::Int(now),
            ],
        )?;
    }
    Ok(())
}

/// A message of the customer's chat and one at the desk.
type Pair = (Option<i64>, Option<i64>);

fn pairs(customer: &[i64], desk: &[i64]) -> Vec<Pair> {
    match (customer, desk) {
        (customer, []) => customer.iter().map(|message| (Some(*message), None)).collect(),
        ([], desk) => desk.iter().map(|message| (None, Some(*message))).collect(),
        (customer, desk) if customer.len() == desk.len() => {
            customer.iter().zip(desk).map(|(customer, desk)| (Some(*customer), Some(*desk))).collect()
        }
        (customer, desk) => {
            customer.iter().flat_map(|one| desk.iter().map(|other| (Some(*one), Some(*other)))).collect()
        }
    }
}

/// The same pair has the same id, so that it is stored once however many note it at the same time.
fn id(bot: &str, conversation: &str, desk: &str, customer_message: Option<i64>, desk_message: Option<i64>) -> String {
    let shown = |message: Option<i64>| message.map_or_else(|| "-".to_owned(), |message| message.to_string());
    format!("{bot} {conversation} {} {desk} {}", shown(customer_message), shown(desk_message))
}

/// All that was noted of a customer, in the order of the numbers at their side, for whoever exports it.
///
/// # Errors
/// What the database says.
pub fn of(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Vec<Copy>, StoreError> {
    let rows = sql.query(
        "SELECT writer, customer_message, desk_message FROM desk_copies WHERE bot = ?1 AND conversation = ?2
         ORDER BY COALESCE(customer_message, 0), COALESCE(desk_message, 0)",
        &[bot.into(), conversation.into()],
    )?;
    rows.iter().map(copy).collect()
}

fn copy(row: &Row) -> Result<Copy, StoreError> {
    let writer = Writer::of(row.text(0)?);
    Ok(Copy {
        writer: writer.ok_or_else(|| StoreError::Shape("a copy has an unknown writer".to_owned()))?,
        customer_message: row.int_or_null(1)?,
        desk_message: row.int_or_null(2)?,
    })
}

/// The messages at the desk that a message of the customer's chat is, in order. Where the customer has a topic, only
/// those in its group: after another group was connected, the numbers of the former would name other messages.
///
/// # Errors
/// What the database says.
pub fn at_desk(
    sql: &mut dyn Sql,
    bot: &str,
    conversation: &str,
    customer_message: i64,
) -> Result<Vec<i64>, StoreError> {
    let rows = sql.query(AT_DESK, &[bot.into(), conversation.into(), customer_message.into()])?;
    rows.iter().map(|row| row.int(0)).collect()
}

const AT_DESK: &str = "SELECT desk_message FROM desk_copies
    WHERE bot = ?1 AND conversation = ?2 AND customer_message = ?3 AND desk_message IS NOT NULL
        AND desk = COALESCE((SELECT desk FROM desk_topics WHERE bot = ?1 AND conversation = ?2), desk)
    ORDER BY desk_message";

/// The messages of the customer's chat that a message at a desk is, in order.
///
/// # Errors
/// What the database says.
pub fn at_customer(sql: &mut dyn Sql, bot: &str, desk: &str, desk_message: i64) -> Result<Vec<i64>, StoreError> {
    let rows = sql.query(AT_CUSTOMER, &[bot.into(), desk.into(), desk_message.into()])?;
    rows.iter().map(|row| row.int(0)).collect()
}

const AT_CUSTOMER: &str = "SELECT customer_message FROM desk_copies
    WHERE bot = ?1 AND desk = ?2 AND desk_message = ?3 AND customer_message IS NOT NULL ORDER BY customer_message";

/// Those of them that staff wrote: what a customer wrote is theirs, and nobody takes it back.
///
/// # Errors
/// What the database says.
pub fn of_staff_at_customer(
    sql: &mut dyn Sql,
    bot: &str,
    desk: &str,
    desk_message: i64,
) -> Result<Vec<i64>, StoreError> {
    let rows = sql.query(
        "SELECT customer_message FROM desk_copies
         WHERE bot = ?1 AND desk = ?2 AND desk_message = ?3 AND customer_message IS NOT NULL AND writer = ?4
         ORDER BY customer_message",
        &[bot.into(), desk.into(), desk_message.into(), Writer::Staff.word().into()],
    )?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Whose conversation a message at a desk belongs to.
///
/// # Errors
/// What the database says.
pub fn whose(sql: &mut dyn Sql, bot: &str, desk: &str, desk_message: i64) -> Result<Option<String>, StoreError> {
    let rows = sql.query(
        "SELECT conversation FROM desk_copies WHERE bot = ?1 AND desk = ?2 AND desk_message = ?3
         ORDER BY at DESC, id LIMIT 1",
        &[bot.into(), desk.into(), desk_message.into()],
    )?;
    rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Whether several messages of the customer's chat stand in one message at a desk.
///
/// # Errors
/// What the database says.
pub fn is_joined(sql: &mut dyn Sql, bot: &str, conversation: &str, desk_message: i64) -> Result<bool, StoreError> {
    let rows = sql.query(
        "SELECT desk FROM desk_copies
         WHERE bot = ?1 AND conversation = ?2 AND desk_message = ?3
             AND desk = COALESCE((SELECT desk FROM desk_topics WHERE bot = ?1 AND conversation = ?2), desk)
         GROUP BY desk HAVING COUNT(DISTINCT customer_message) > 1",
        &[bot.into(), conversation.into(), desk_message.into()],
    )?;
    Ok(!rows.is_empty())
}

/// A desk has become another in which no message has the number that it had. What stood at that desk alone is
/// forgotten.
pub(super) fn moved(sql: &mut dyn Sql, bot: &str, from: &str, to: &str) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM desk_copies WHERE bot = ?1 AND desk = ?2 AND customer_message IS NULL",
        &[bot.into(), from.into()],
    )?;
    sql.execute(
        "UPDATE desk_copies SET desk = ?3, desk_message = NULL WHERE bot = ?1 AND desk = ?2",
        &[bot.into(), from.into(), to.into()],
    )?;
    Ok(())
}

/// Erases what was noted of a customer.
///
/// # Errors
/// What the database says.
pub fn erase(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM desk_copies WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])?;
    Ok(())
}

/// Forgets the copies of a message of staff.
///
/// # Errors
/// What the database says.
pub fn remove(sql: &mut dyn Sql, bot: &str, desk: &str, desk_message: i64) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM desk_copies WHERE bot = ?1 AND desk = ?2 AND desk_message = ?3 AND writer = ?4",
        &[bot.into(), desk.into(), desk_message.into(), Writer::Staff.word().into()],
    )?;
    Ok(())
}

/// Forgets what was noted before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM desk_copies WHERE id IN (SELECT id FROM desk_copies WHERE at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests;
