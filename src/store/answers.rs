//! Which message of the bot answers which message of a customer: the reason why a question that is
//! changed changes its answer.

use super::sql::{Sql, StoreError};

/// So long an answer is remembered: two days in milliseconds, for which Telegram lets people change
/// their messages (<https://core.telegram.org/bots/api#updating-messages>).
pub const REMEMBERED_MS: i64 = 2 * 24 * 60 * 60 * 1000;

/// Notes that a message answers another; a later answer to the same question takes its place.
///
/// # Errors
/// What the database says.
pub fn note(sql: &mut dyn Sql, bot: &str, conversation: &str, question: i64, answer: i64) -> Result<(), StoreError> {
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO answers (bot, conversation, question, answer, at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (bot, conversation, question) DO UPDATE SET answer = excluded.answer, at = excluded.at",
        &[bot.into(), conversation.into(), question.into(), answer.into(), now.into()],
    )?;
    Ok(())
}

/// The message that answers another.
///
/// # Errors
/// What the database says.
pub fn find(sql: &mut dyn Sql, bot: &str, conversation: &str, question: i64) -> Result<Option<i64>, StoreError> {
    let rows = sql.query(
        "SELECT answer FROM answers WHERE bot = ?1 AND conversation = ?2 AND question = ?3",
        &[bot.into(), conversation.into(), question.into()],
    )?;
    rows.first().map(|row| row.int(0)).transpose()
}

/// Erases what is kept of a conversation.
///
/// # Errors
/// What the database says.
pub fn erase(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<u64, StoreError> {
    sql.execute("DELETE FROM answers WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])
}

/// Forgets the answers of more than [`REMEMBERED_MS`] ago; returns how many.
///
/// # Errors
/// What the database says.
pub fn prune(sql: &mut dyn Sql) -> Result<u64, StoreError> {
    let before = sql.now()?.saturating_sub(REMEMBERED_MS);
    sql.execute("DELETE FROM answers WHERE at < ?1", &[before.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    #[test]
    fn the_last_answer_to_a_question_is_found_until_it_is_forgotten() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        note(&mut store, "bot", "telegram:1", 5, 6)?;
        note(&mut store, "bot", "telegram:1", 5, 9)?;
        assert_eq!(find(&mut store, "bot", "telegram:1", 5)?, Some(9));
        for (bot, conversation, question) in
            [("other", "telegram:1", 5), ("bot", "telegram:2", 5), ("bot", "telegram:1", 6)]
        {
            assert_eq!(find(&mut store, bot, conversation, question)?, None);
        }
        store.set_time(REMEMBERED_MS + 1);
        assert_eq!(prune(&mut store)?, 1);
        assert_eq!(find(&mut store, "bot", "telegram:1", 5)?, None);
        Ok(())
    }
}
