//! Tickets: numbered per bot, kept until some time after they ended.
//!
//! What is absent here: what a ticket does. A number that was given once is never given again.

use super::sql::{Row, Sql, StoreError, Value};
use super::{desk, options};
use crate::conversation::desk::ticket::{Agent, Ended, State, Ticket};
use crate::knowledge::Audience;

/// Opens a ticket under the next number of the bot, which is returned; the one that it carries is ignored.
///
/// # Errors
/// What the database says.
pub fn open(sql: &mut dyn Sql, bot: &str, ticket: &Ticket) -> Result<i64, StoreError> {
    sql.lock(&format!("{bot} tickets"))?;
    let number = highest(sql, bot)? + 1;
    options::set(sql, bot, options::TICKET_NUMBER, Some(&number.to_string()))?;
    sql.execute(
        "INSERT INTO tickets (bot, number, conversation, name, language, role, state, holder, holder_name, opened_at,
             waiting_since, answered_at, first_reply_at, taken_at, ended_at, ended_by, rating, rating_asked, reminded,
             language_told)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        &values(bot, number, ticket),
    )?;
    Ok(number)
}

/// The highest number that was ever given; also after its ticket was erased.
fn highest(sql: &mut dyn Sql, bot: &str) -> Result<i64, StoreError> {
    let kept = options::get(sql, bot, options::TICKET_NUMBER)?.and_then(|number| number.parse().ok());
    let rows = sql.query("SELECT MAX(number) FROM tickets WHERE bot = ?1", &[bot.into()])?;
    let standing = rows.first().map(|row| row.int_or_null(0)).transpose()?.flatten();
    Ok(kept.into_iter().chain(standing).max().unwrap_or(0))
}

/// Keeps a ticket as it is now, under its number. One that was erased stays so.
///
/// # Errors
/// What the database says.
pub fn save(sql: &mut dyn Sql, bot: &str, ticket: &Ticket) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE tickets SET conversation = ?3, name = ?4, language = ?5, role = ?6, state = ?7, holder = ?8,
             holder_name = ?9, opened_at = ?10, waiting_since = ?11, answered_at = ?12, first_reply_at = ?13,
             taken_at = ?14, ended_at = ?15, ended_by = ?16, rating = ?17, rating_asked = ?18, reminded = ?19,
             language_told = ?20
         WHERE bot = ?1 AND number = ?2",
        &values(bot, ticket.number, ticket),
    )?;
    Ok(())
}

/// What stands in the columns, in the order in which [`open`] names them.
fn values(bot: &str, number: i64, ticket: &Ticket) -> [Value; 20] {
    let holder = ticket.holder.as_ref();
    [
        bot.into(),
        number.into(),
        ticket.conversation.as_str().into(),
        ticket.name.as_str().into(),
        ticket.language.code().into(),
        role_word(ticket.role).into(),
        ticket.state.word().into(),
        holder.map(|agent| agent.id.as_str()).into(),
        holder.map(|agent| agent.name.as_str()).into(),
        ticket.opened_at.into(),
        ticket.waiting_since.into(),
        ticket.answered_at.into(),
        ticket.first_reply_at.into(),
        ticket.taken_at.into(),
        ticket.ended.map(|(at, _)| at).into(),
        ticket.ended.map(|(_, ended)| ended.word()).into(),
        ticket.rating.map(i64::from).into(),
        i64::from(ticket.rating_asked).into(),
        i64::from(ticket.reminded).into(),
        i64::from(ticket.language_told).into(),
    ]
}

/// The columns as [`ticket`] reads them.
const COLUMNS: &str = "number, conversation, name, language, role, state, holder, holder_name, opened_at,
    waiting_since, answered_at, first_reply_at, taken_at, ended_at, ended_by, rating, rating_asked, reminded,
    language_told";

fn ticket(row: &Row) -> Result<Ticket, StoreError> {
    let holder = row.text_or_null(6)?.zip(row.text_or_null(7)?);
    let ended = row.int_or_null(13)?.zip(row.text_or_null(14)?);
    Ok(Ticket {
        number: row.int(0)?,
        conversation: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        language: row.text(3)?.parse().map_err(|_| unknown("language"))?,
        role: role(row.text(4)?).ok_or_else(|| unknown("role"))?,
        state: State::of(row.text(5)?).ok_or_else(|| unknown("state"))?,
        holder: holder.map(|(id, name)| Agent { id: id.to_owned(), name: name.to_owned() }),
        opened_at: row.int(8)?,
        waiting_since: row.int_or_null(9)?,
        answered_at: row.int_or_null(10)?,
        first_reply_at: row.int_or_null(11)?,
        taken_at: row.int_or_null(12)?,
        ended: ended
            .map(|(at, word)| Ended::of(word).map(|how| (at, how)).ok_or_else(|| unknown("end")))
            .transpose()?,
        rating: row.int_or_null(15)?.map(|rating| rating != 0),
        rating_asked: row.int(16)? != 0,
        reminded: u32::try_from(row.int(17)?).unwrap_or_default(),
        language_told: row.int(18)? != 0,
    })
}

fn unknown(what: &str) -> StoreError {
    StoreError::Shape(format!("a ticket has an unknown {what}"))
}

fn role_word(role: Audience) -> &'static str {
    match role {
        Audience::Buyer => "buyer",
        Audience::Seller => "seller",
    }
}

fn role(word: &str) -> Option<Audience> {
    [Audience::Buyer, Audience::Seller].into_iter().find(|role| role_word(*role) == word)
}

/// The tickets of a bot that fit, in an order.
fn those(sql: &mut dyn Sql, fitting: &str, values: &[Value]) -> Result<Vec<Ticket>, StoreError> {
    let rows = sql.query(&format!("SELECT {COLUMNS} FROM tickets WHERE bot = ?1 AND {fitting}"), values)?;
    rows.iter().map(ticket).collect()
}

/// The ticket of a number.
///
/// # Errors
/// What the database says.
pub fn get(sql: &mut dyn Sql, bot: &str, number: i64) -> Result<Option<Ticket>, StoreError> {
    Ok(those(sql, "number = ?2", &[bot.into(), number.into()])?.pop())
}

/// The newest ticket of a customer, open or not.
///
/// # Errors
/// What the database says.
pub fn latest(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Option<Ticket>, StoreError> {
    Ok(those(sql, LATEST, &[bot.into(), conversation.into()])?.pop())
}

const LATEST: &str = "conversation = ?2 ORDER BY number DESC LIMIT 1";

/// All tickets of a conversation, oldest first.
///
/// # Errors
/// What the database says.
pub fn of(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Vec<Ticket>, StoreError> {
    those(sql, "conversation = ?2 ORDER BY number", &[bot.into(), conversation.into()])
}

/// The tickets that have not ended, oldest first.
///
/// # Errors
/// What the database says.
pub fn open_tickets(sql: &mut dyn Sql, bot: &str) -> Result<Vec<Ticket>, StoreError> {
    those(sql, OPEN, &[bot.into()])
}

const OPEN: &str = "state <> 'ended' ORDER BY opened_at, number";

/// The open tickets whose customer waits for staff, since longest first, at most so many; and how many they are in
/// all.
///
/// # Errors
/// What the database says.
pub fn waiting(sql: &mut dyn Sql, bot: &str, most: i64) -> Result<(Vec<Ticket>, i64), StoreError> {
    let first = those(
        sql,
        &format!("{WAITING} ORDER BY COALESCE(waiting_since, opened_at), number LIMIT ?2"),
        &[bot.into(), most.into()],
    )?;
    let rows = sql.query(&format!("SELECT COUNT(*) FROM tickets WHERE bot = ?1 AND {WAITING}"), &[bot.into()])?;
    let all = rows.first().map_or(Ok(0), |row| row.int(0))?;
    Ok((first, all))
}

/// How many open tickets wait for staff, how many for their customers, and for how many milliseconds the first of those
/// who wait for staff has waited.
///
/// # Errors
/// What the database says.
pub fn standing(sql: &mut dyn Sql, bot: &str, now: i64) -> Result<(i64, i64, i64), StoreError> {
    let count = |sql: &mut dyn Sql, fitting: &str, what: &str| {
        let rows = sql.query(&format!("SELECT {what} FROM tickets WHERE bot = ?1 AND {fitting}"), &[bot.into()])?;
        Ok::<_, StoreError>(rows.first().map(|row| row.int_or_null(0)).transpose()?.flatten())
    };
    let all = count(sql, "state <> 'ended'", "COUNT(*)")?.unwrap_or_default();
    let staff = count(sql, WAITING, "COUNT(*)")?.unwrap_or_default();
    let since = count(sql, WAITING, "MIN(COALESCE(waiting_since, opened_at))")?;
    Ok((staff, all - staff, since.map_or(0, |since| now.saturating_sub(since).max(0))))
}

const WAITING: &str = "state <> 'ended' AND (state = 'waiting' OR waiting_since IS NOT NULL)";

/// The tickets that were opened or ended from one time until before another, in the order of their numbers. Reads all
/// of the bot: for what is told once a day.
///
/// # Errors
/// What the database says.
pub fn between(sql: &mut dyn Sql, bot: &str, from: i64, to: i64) -> Result<Vec<Ticket>, StoreError> {
    those(
        sql,
        "((opened_at >= ?2 AND opened_at < ?3) OR (ended_at >= ?2 AND ended_at < ?3)) ORDER BY number",
        &[bot.into(), from.into(), to.into()],
    )
}

/// Erases the tickets of a customer, and the questions of theirs that wait to become articles. Their numbers are not
/// given again.
///
/// # Errors
/// What the database says.
pub fn erase(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    desk::erase_gaps(sql, bot, conversation)?;
    sql.execute("DELETE FROM tickets WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])?;
    Ok(())
}

/// Forgets tickets that ended before a time in Unix milliseconds, at most so many; returns how many. An open one is
/// kept, however old it is.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM tickets WHERE (bot, number) IN (SELECT bot, number FROM tickets WHERE ended_at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests;
