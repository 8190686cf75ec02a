//! The memory of each conversation, one JSON text per bot and conversation, and beside it what is forgotten
//! sooner: the last question and what the talk is about, an order that is being proven, a file that was sent; and the story of the last day.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::sql::{Sql, StoreError};
use crate::conversation::desk::story::REMEMBERED_MS;
use crate::conversation::orders::proving::Claim;
use crate::conversation::session::FORGOTTEN_AFTER_MS;
use crate::conversation::{OrderFile, Question, Session, Thread};

/// The session of a conversation; an empty one where there is none. One that cannot be read, which
/// only another version of the program can have written, is begun anew rather than kept in the way.
///
/// # Errors
/// What the database says.
pub fn load(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Session, StoreError> {
    let rows = sql.query(
        "SELECT session, question, story FROM sessions WHERE bot = ?1 AND conversation = ?2",
        &[bot.into(), conversation.into()],
    )?;
    let Some(row) = rows.first() else { return Ok(Session::default()) };
    let mut session: Session = readable(row.text(0)?).unwrap_or_default();
    if let Some(recent) = row.text_or_null(1)?.and_then(readable::<Recent>) {
        (session.question, session.thread) = (recent.question, recent.thread);
        (session.claim, session.file) = (recent.claim, recent.file);
    }
    session.story = row.text_or_null(2)?.and_then(readable).unwrap_or_default();
    Ok(session)
}

/// What is forgotten soon. An earlier version wrote the question alone, in the same shape.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Recent {
    #[serde(flatten)]
    question: Option<Question>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread: Option<Thread>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<Claim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<OrderFile>,
}

impl Recent {
    /// When the newest of it began, in Unix milliseconds.
    fn begun(&self) -> Option<i64> {
        let question = self.question.as_ref().map(|question| question.begun);
        let thread = self.thread.as_ref().map(|thread| thread.at);
        let claim = self.claim.as_ref().map(|claim| claim.at);
        let file = self.file.as_ref().map(|file| file.sent_at);
        question.into_iter().chain(thread).chain(claim).chain(file).max()
    }
}

fn readable<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json)
        .inspect_err(|error| {
            let (line, column) = (error.line(), error.column());
            tracing::warn!(line, column, "a session could not be read and was begun anew");
        })
        .ok()
}

/// Keeps the session of a conversation.
///
/// # Errors
/// What the database says.
pub fn save(sql: &mut dyn Sql, bot: &str, conversation: &str, session: &Session) -> Result<(), StoreError> {
    let shape = |error: serde_json::Error| StoreError::Shape(error.to_string());
    let json = serde_json::to_string(session).map_err(shape)?;
    let recent = Recent {
        question: session.question.clone(),
        thread: session.thread.clone(),
        claim: session.claim.clone(),
        file: session.file.clone(),
    };
    let question_at = recent.begun();
    let question = question_at.map(|_| serde_json::to_string(&recent)).transpose().map_err(shape)?;
    let story_at = session.story.iter().map(|exchange| exchange.at).max();
    let story = story_at.map(|_| serde_json::to_string(&session.story)).transpose().map_err(shape)?;
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO sessions (bot, conversation, session, question, question_at, story, story_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (bot, conversation) DO UPDATE SET session = excluded.session, question = excluded.question,
             question_at = excluded.question_at, story = excluded.story, story_at = excluded.story_at,
             updated_at = excluded.updated_at",
        &[
            bot.into(),
            conversation.into(),
            json.into(),
            question.into(),
            question_at.into(),
            story.into(),
            story_at.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Forgets the last questions that nothing can be added to any more; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget_questions(sql: &mut dyn Sql) -> Result<u64, StoreError> {
    let before = sql.now()?.saturating_sub(FORGOTTEN_AFTER_MS);
    sql.execute("UPDATE sessions SET question = NULL, question_at = NULL WHERE question_at < ?1", &[before.into()])
}

/// Forgets what was asked and answered more than a day ago; returns how many stories. The older part of one that still
/// goes on is dropped when it goes on.
///
/// # Errors
/// What the database says.
pub fn forget_stories(sql: &mut dyn Sql) -> Result<u64, StoreError> {
    let before = sql.now()?.saturating_sub(REMEMBERED_MS);
    sql.execute("UPDATE sessions SET story = NULL, story_at = NULL WHERE story_at < ?1", &[before.into()])
}

/// Forgets sessions that were not touched since a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM sessions WHERE (bot, conversation) IN (
             SELECT bot, conversation FROM sessions WHERE updated_at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::desk::story::Exchange;
    use crate::conversation::{Became, Question};
    use crate::language::Language;
    use crate::store::tested::Connection;

    type Tested = Result<(), StoreError>;

    #[test]
    fn what_is_saved_is_loaded_per_bot_and_conversation() -> Tested {
        let mut store = Connection::for_tests(5)?;
        let session = Session { chosen_language: Some(Language::Chinese), misses: 1, ..Session::default() };
        save(&mut store, "bot", "telegram:1", &Session::default())?;
        save(&mut store, "bot", "telegram:1", &session)?;
        assert_eq!(load(&mut store, "bot", "telegram:1")?, session);
        assert_eq!(load(&mut store, "bot", "telegram:2")?, Session::default());
        assert_eq!(load(&mut store, "other", "telegram:1")?, Session::default());
        Ok(())
    }

    #[test]
    fn the_last_question_is_forgotten_and_the_rest_stays() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let question = Question {
            text: "gmn cara".to_owned(),
            begun: 0,
            at: 0,
            became: Became::Missed,
            answer: None,
            held: false,
        };
        let thread = Some(Thread::begun("gmn cara", &[], 0));
        let session = Session { misses: 1, question: Some(question), thread, ..Session::default() };
        save(&mut store, "bot", "telegram:1", &session)?;
        assert_eq!(load(&mut store, "bot", "telegram:1")?, session);
        store.set_time(FORGOTTEN_AFTER_MS);
        assert_eq!(forget_questions(&mut store)?, 0);
        store.set_time(FORGOTTEN_AFTER_MS + 1);
        assert_eq!(forget_questions(&mut store)?, 1);
        assert_eq!(load(&mut store, "bot", "telegram:1")?, Session { question: None, thread: None, ..session });
        Ok(())
    }

    #[test]
    fn what_the_talk_is_about_lives_on_without_a_question() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let session = Session { thread: Some(Thread::begun("", &[], 10)), ..Session::default() };
        save(&mut store, "bot", "telegram:1", &session)?;
        assert_eq!(load(&mut store, "bot", "telegram:1")?, session);
        store.set_time(FORGOTTEN_AFTER_MS + 11);
        assert_eq!(forget_questions(&mut store)?, 1);
        assert_eq!(load(&mut store, "bot", "telegram:1")?, Session::default());
        Ok(())
    }

    #[test]
    fn the_story_is_forgotten_a_day_after_its_last_exchange() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let exchange = |at| Exchange { at, asked: "gmn".to_owned(), article: None, outcome: "nothing".to_owned() };
        let told = Session { misses: 1, story: vec![exchange(0), exchange(10)], ..Session::default() };
        save(&mut store, "bot", "telegram:1", &told)?;
        assert_eq!(load(&mut store, "bot", "telegram:1")?, told);
        let kept = format!("{:?}", store.query("SELECT session FROM sessions", &[])?);
        assert!(!kept.contains("gmn"), "{kept}");
        store.set_time(10 + REMEMBERED_MS);
        assert_eq!(forget_stories(&mut store)?, 0);
        store.set_time(11 + REMEMBERED_MS);
        assert_eq!((forget_stories(&mut store)?, forget_stories(&mut store)?), (1, 0));
        let silent = Session { story: Vec::new(), ..told.clone() };
        assert_eq!(load(&mut store, "bot", "telegram:1")?, silent);
        save(&mut store, "bot", "telegram:1", &told)?;
        save(&mut store, "bot", "telegram:1", &silent)?;
        assert_eq!(forget_stories(&mut store)?, 0, "what is not there is not forgotten");
        Ok(())
    }

    #[test]
    fn an_unreadable_session_is_begun_anew() -> Tested {
        let mut store = Connection::for_tests(5)?;
        save(&mut store, "bot", "telegram:1", &Session { misses: 1, ..Session::default() })?;
        store.execute("UPDATE sessions SET session = ?1", &["{\"misses\":\"many\"}".into()])?;
        assert_eq!(load(&mut store, "bot", "telegram:1")?, Session::default());
        Ok(())
    }
}
