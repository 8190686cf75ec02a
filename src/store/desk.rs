//! Who is who at the desk, and what it could not find in the articles: banned customers, staff, and questions whose
//! answer may become an article.
//!
//! What is absent here: tickets ([`super::tickets`]), and who may ban.

use super::journal::masked;
use super::secrets::hash;
use super::sql::{Row, Sql, StoreError, Value};
use crate::language::Language;

/// Bans a customer: their messages go to staff no more. A second ban changes nothing.
///
/// # Errors
/// What the database says.
pub fn ban(sql: &mut dyn Sql, bot: &str, conversation: &str, by: &str) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO desk_bans (bot, conversation, at, banned_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (bot, conversation) DO NOTHING",
        &[bot.into(), conversation.into(), Value::Int(now), by.into()],
    )?;
    Ok(())
}

/// Lifts the ban of a customer.
///
/// # Errors
/// What the database says.
pub fn unban(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM desk_bans WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])?;
    Ok(())
}

/// Whether a customer is banned.
///
/// # Errors
/// What the database says.
pub fn is_banned(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<bool, StoreError> {
    let rows =
        sql.query("SELECT 1 FROM desk_bans WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])?;
    Ok(!rows.is_empty())
}

/// Notes that somebody has written in the support group.
///
/// # Errors
/// What the database says.
pub fn saw_agent(sql: &mut dyn Sql, bot: &str, agent: &str) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO desk_agents (bot, agent, seen_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (bot, agent) DO UPDATE SET seen_at = excluded.seen_at",
        &[bot.into(), agent.into(), Value::Int(now)],
    )?;
    Ok(())
}

/// Whether somebody is staff: has written in the support group, and that is not forgotten.
///
/// # Errors
/// What the database says.
pub fn is_agent(sql: &mut dyn Sql, bot: &str, agent: &str) -> Result<bool, StoreError> {
    let rows = sql.query("SELECT 1 FROM desk_agents WHERE bot = ?1 AND agent = ?2", &[bot.into(), agent.into()])?;
    Ok(!rows.is_empty())
}

/// Forgets staff who did not write since a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget_agents(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM desk_agents WHERE (bot, agent) IN (
             SELECT bot, agent FROM desk_agents WHERE seen_at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

/// A question of a customer with the answer of staff. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq)]
pub struct Gap {
    /// The number of the ticket.
    pub ticket: i64,
    /// When it was noted, in Unix milliseconds.
    pub at: i64,
    /// The language of the customer.
    pub language: Language,
    /// What was asked; [`note_gap`] masks its digits.
    pub question: String,
    /// What staff answered; likewise.
    pub answer: String,
}

impl std::fmt::Debug for Gap {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Gap").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

/// Notes a question that may become an article, every digit masked. A later answer to the same question of the same
/// ticket takes the place of the earlier one.
///
/// # Errors
/// What the database says.
pub fn note_gap(sql: &mut dyn Sql, bot: &str, gap: &Gap) -> Result<(), StoreError> {
    let question = masked(&gap.question);
    sql.execute(
        "INSERT INTO desk_gaps (id, bot, ticket, at, language, question, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at, language = excluded.language, answer = excluded.answer",
        &[
            hash(&format!("{bot} {} {question}", gap.ticket)).into(),
            bot.into(),
            gap.ticket.into(),
            gap.at.into(),
            gap.language.code().into(),
            question.into(),
            masked(&gap.answer).into(),
        ],
    )?;
    Ok(())
}

/// What was noted since a time in Unix milliseconds, oldest first; of one bot, or of all bots on the store.
///
/// # Errors
/// What the database says.
pub fn gaps(sql: &mut dyn Sql, bot: Option<&str>, since: i64) -> Result<Vec<Gap>, StoreError> {
    let rows = sql.query(
        "SELECT ticket, at, language, question, answer FROM desk_gaps
         WHERE at >= ?2 AND (bot = ?1 OR ?1 = '') ORDER BY at, ticket, id",
        &[bot.unwrap_or_default().into(), since.into()],
    )?;
    rows.iter().map(gap).collect()
}

fn gap(row: &Row) -> Result<Gap, StoreError> {
    Ok(Gap {
        ticket: row.int(0)?,
        at: row.int(1)?,
        language: row.text(2)?.parse().map_err(|_| StoreError::Shape("a gap has an unknown language".to_owned()))?,
        question: row.text(3)?.to_owned(),
        answer: row.text(4)?.to_owned(),
    })
}

/// Erases what was noted of a customer's tickets, while these are still there to tell which they are.
pub(super) fn erase_gaps(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM desk_gaps WHERE bot = ?1
         AND ticket IN (SELECT number FROM tickets WHERE bot = ?1 AND conversation = ?2)",
        &[bot.into(), conversation.into()],
    )?;
    Ok(())
}

/// Forgets what was noted before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget_gaps(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM desk_gaps WHERE id IN (SELECT id FROM desk_gaps WHERE at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    type Tested = Result<(), StoreError>;

    #[test]
    fn a_ban_holds_for_one_customer_of_one_bot_until_it_is_lifted() -> Tested {
        let mut store = Connection::for_tests(5)?;
        ban(&mut store, "bot", "telegram:1", "telegram:9")?;
        ban(&mut store, "bot", "telegram:1", "telegram:8")?;
        assert!(is_banned(&mut store, "bot", "telegram:1")?);
        assert!(!is_banned(&mut store, "bot", "telegram:2")?);
        assert!(!is_banned(&mut store, "other", "telegram:1")?);
        let by = store.query("SELECT banned_by FROM desk_bans", &[])?;
        assert_eq!(by[0].text(0)?, "telegram:9");
        unban(&mut store, "bot", "telegram:1")?;
        assert!(!is_banned(&mut store, "bot", "telegram:1")?);
        Ok(())
    }

    #[test]
    fn whoever_writes_at_the_desk_is_staff_until_they_do_so_no_more() -> Tested {
        let mut store = Connection::for_tests(5)?;
        saw_agent(&mut store, "bot", "telegram:9")?;
        saw_agent(&mut store, "bot", "telegram:8")?;
        store.set_time(6);
        saw_agent(&mut store, "bot", "telegram:9")?;
        assert_eq!((forget_agents(&mut store, 5, 9)?, forget_agents(&mut store, 6, 9)?), (0, 1));
        assert!(is_agent(&mut store, "bot", "telegram:9")?);
        assert!(!is_agent(&mut store, "bot", "telegram:8")?);
        assert!(!is_agent(&mut store, "other", "telegram:9")?);
        assert_eq!((forget_agents(&mut store, 7, 0)?, forget_agents(&mut store, 7, 9)?), (0, 1));
        Ok(())
    }

    fn gap(ticket: i64, at: i64, question: &str, answer: &str) -> Gap {
        Gap { ticket, at, language: Language::English, question: question.to_owned(), answer: answer.to_owned() }
    }

    #[test]
    fn gaps_are_found_with_every_digit_masked() -> Tested {
        let mut store = Connection::for_tests(5)?;
        note_gap(&mut store, "bot", &gap(1, 20, "where is 0812-٣4?", "at 5 o'clock"))?;
        note_gap(&mut store, "other", &gap(1, 10, "where is it?", "here"))?;
        let masked = gap(1, 20, "where is ####-##?", "at # o'clock");
        let other = gap(1, 10, "where is it?", "here");
        assert_eq!(gaps(&mut store, None, 10)?, [other, masked.clone()]);
        assert_eq!(gaps(&mut store, Some("bot"), 20)?, [masked]);
        assert_eq!(gaps(&mut store, Some("bot"), 21)?, []);
        Ok(())
    }

    #[test]
    fn the_last_answer_to_a_question_of_a_ticket_stands() -> Tested {
        let mut store = Connection::for_tests(5)?;
        for (ticket, at, question, answer) in [
            (1, 10, "order 77?", "no"),
            (1, 11, "order 78?", "yes"),
            (1, 12, "and then?", "nothing"),
            (2, 13, "order 7?", "a"),
        ] {
            note_gap(&mut store, "bot", &gap(ticket, at, question, answer))?;
        }
        let answers: Vec<String> = gaps(&mut store, Some("bot"), 0)?.into_iter().map(|gap| gap.answer).collect();
        assert_eq!(answers, ["yes", "nothing", "a"]);
        assert_eq!((forget_gaps(&mut store, 12, 9)?, forget_gaps(&mut store, 99, 1)?), (1, 1));
        assert_eq!(gaps(&mut store, None, 0)?.len(), 1);
        Ok(())
    }
}
