//! What came of each turn, for reports and for finding what the bot does not know yet.
//!
//! No question is kept that was answered; of the others every digit is masked, so that no order
//! number, phone number or code stays.

use super::ids::new_id;
use super::sql::{Row, Sql, StoreError, Value};
use crate::language::Language;

/// The outcome of a row about a change that an owner made.
pub const CHANGE: &str = "change";

/// One row: what came of one turn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// The bot.
    pub bot: String,
    /// The conversation; nothing when an update could not be read so far.
    pub conversation: Option<String>,
    /// When it happened, in Unix milliseconds.
    pub at: i64,
    /// What came of it, in one word.
    pub outcome: String,
    /// The language of the reply.
    pub language: Option<Language>,
    /// The article that was shown.
    pub article: Option<String>,
    /// The confidence of the best hit, from 0 to 1.
    pub confidence: Option<f32>,
    /// The question that was not answered, as it was typed: [`write()`] masks its digits.
    pub unanswered: Option<String>,
    /// What an operator should know of a turn that failed.
    pub note: Option<String>,
}

/// Writes a row.
///
/// # Errors
/// What the database says.
pub fn write(sql: &mut dyn Sql, entry: Entry) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO journal (id, bot, conversation, at, outcome, language, article, confidence, question, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        &[
            new_id(entry.at).into(),
            entry.bot.into(),
            entry.conversation.into(),
            entry.at.into(),
            entry.outcome.into(),
            entry.language.map(Language::code).into(),
            entry.article.into(),
            entry.confidence.map(per_mille).into(),
            entry.unanswered.map(|question| masked(&question)).into(),
            entry.note.into(),
        ],
    )?;
    Ok(())
}

/// A question that the bot could not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// When it was asked, in Unix milliseconds.
    pub at: i64,
    /// The language of the reply.
    pub language: Option<Language>,
    /// What came of it: `unsure` or `nothing`.
    pub outcome: String,
    /// The question, its digits masked.
    pub question: String,
}

/// The unanswered questions of a bot since a time in Unix milliseconds, oldest first. An empty `bot` is all bots on the
/// store.
///
/// # Errors
/// What the database says.
pub fn unanswered_since(sql: &mut dyn Sql, bot: &str, since: i64) -> Result<Vec<Unanswered>, StoreError> {
    let rows = sql.query(
        "SELECT at, language, outcome, question FROM journal
         WHERE (?1 = '' OR bot = ?1) AND at >= ?2 AND question IS NOT NULL ORDER BY at, id",
        &[bot.into(), Value::Int(since)],
    )?;
    rows.iter().map(unanswered).collect()
}

fn unanswered(row: &Row) -> Result<Unanswered, StoreError> {
    Ok(Unanswered {
        at: row.int(0)?,
        language: row.text_or_null(1)?.and_then(|code| code.parse().ok()),
        outcome: row.text(2)?.to_owned(),
        question: row.text(3)?.to_owned(),
    })
}

/// How many turns came to the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The language of the reply.
    pub language: Option<Language>,
    /// What came of it, in one word.
    pub outcome: String,
    /// The article that was shown.
    pub article: Option<String>,
    /// How many.
    pub count: i64,
}

/// What came of the turns of a bot since a time in Unix milliseconds, changes that an owner made excepted. An empty
/// `bot` is all bots on the store.
///
/// # Errors
/// What the database says.
pub fn tallies_since(sql: &mut dyn Sql, bot: &str, since: i64) -> Result<Vec<Tally>, StoreError> {
    let rows = sql.query(
        "SELECT language, outcome, article, COUNT(*) FROM journal
         WHERE (?1 = '' OR bot = ?1) AND at >= ?2 AND outcome <> ?3
         GROUP BY language, outcome, article ORDER BY COALESCE(language, ''), outcome, COALESCE(article, '')",
        &[bot.into(), Value::Int(since), CHANGE.into()],
    )?;
    rows.iter().map(tally).collect()
}

fn tally(row: &Row) -> Result<Tally, StoreError> {
    Ok(Tally {
        language: row.text_or_null(0)?.and_then(|code| code.parse().ok()),
        outcome: row.text(1)?.to_owned(),
        article: row.text_or_null(2)?.map(str::to_owned),
        count: row.int(3)?,
    })
}

fn per_mille(confidence: f32) -> i64 {
    (f64::from(confidence.clamp(0.0, 1.0)) * 1000.0).round() as i64
}

/// A text with every digit masked, in whatever script it stands.
pub(super) fn masked(question: &str) -> String {
    question.chars().map(|letter| if letter.is_numeric() { '#' } else { letter }).collect()
}

/// The last turn of a conversation got no answer of its own, because more words followed: its question
/// is part of a longer one and does not wait by itself.
///
/// # Errors
/// What the database says.
pub fn supersede(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE journal SET question = NULL WHERE id =
             (SELECT id FROM journal WHERE bot = ?1 AND conversation = ?2 ORDER BY at DESC, id DESC LIMIT 1)",
        &[bot.into(), conversation.into()],
    )?;
    Ok(())
}

/// What is kept of the answers of a conversation, oldest first: when, what came of it, which article, and the question
/// where it was not answered.
///
/// # Errors
/// What the database says.
pub fn of(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Vec<Answered>, StoreError> {
    let rows = sql.query(
        "SELECT at, outcome, article, question FROM journal WHERE bot = ?1 AND conversation = ?2 ORDER BY at, id",
        &[bot.into(), conversation.into()],
    )?;
    let owned = |row: &Row, place| row.text_or_null(place).map(|text| text.map(str::to_owned));
    rows.iter()
        .map(|row| {
            Ok(Answered {
                at: row.int(0)?,
                outcome: row.text(1)?.to_owned(),
                article: owned(row, 2)?,
                question: owned(row, 3)?,
            })
        })
        .collect()
}

/// What is kept of one answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Answered {
    /// When, in Unix milliseconds.
    pub at: i64,
    /// What came of it.
    pub outcome: String,
    /// The article that was shown.
    pub article: Option<String>,
    /// The question, where it was not answered.
    pub question: Option<String>,
}

/// Erases the rows of a conversation, changes that an owner made excepted.
///
/// # Errors
/// What the database says.
pub fn erase(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM journal WHERE bot = ?1 AND conversation = ?2 AND outcome <> ?3",
        &[bot.into(), conversation.into(), CHANGE.into()],
    )
}

/// Forgets rows older than a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    fn entry(at: i64, unanswered: Option<&str>) -> Entry {
        Entry {
            bot: "bot".to_owned(),
            conversation: Some("telegram:1".to_owned()),
            at,
            outcome: "nothing".to_owned(),
            language: Some(Language::English),
            confidence: Some(0.1234),
            unanswered: unanswered.map(str::to_owned),
            ..Entry::default()
        }
    }

    #[test]
    fn unanswered_questions_are_found_with_every_digit_masked() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        write(&mut store, entry(1, Some("too old")))?;
        write(&mut store, entry(2, Some("call me 0812-٣４½ 三 please")))?;
        write(&mut store, entry(3, None))?;
        write(&mut store, Entry { bot: "other".to_owned(), ..entry(3, Some("another bot's")) })?;
        let found = unanswered_since(&mut store, "bot", 2)?;
        let questions: Vec<&str> = found.iter().map(|one| one.question.as_str()).collect();
        assert_eq!(questions, ["call me ####-### 三 please"]);
        assert_eq!((found[0].at, found[0].language), (2, Some(Language::English)));
        Ok(())
    }

    #[test]
    fn confidence_is_kept_in_per_mille() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        write(&mut store, entry(1, None))?;
        write(&mut store, Entry { confidence: Some(f32::NAN), at: 2, ..entry(2, None) })?;
        let rows = store.query("SELECT confidence FROM journal ORDER BY at", &[])?;
        assert_eq!((rows[0].int(0)?, rows[1].int(0)?), (123, 0));
        Ok(())
    }
}
