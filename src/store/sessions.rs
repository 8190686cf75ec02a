//! The memory of each conversation, one JSON text per bot and conversation.

use super::sql::{Sql, StoreError, Value};
use crate::conversation::Session;

/// The session of a conversation; an empty one where there is none. One that cannot be read, which
/// only another version of the program can have written, is begun anew rather than kept in the way.
///
/// # Errors
/// What the database says.
pub fn load(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Session, StoreError> {
    let rows = sql.query(
        "SELECT session FROM sessions WHERE bot = ?1 AND conversation = ?2",
        &[bot.into(), conversation.into()],
    )?;
    let Some(row) = rows.first() else { return Ok(Session::default()) };
    Ok(serde_json::from_str(row.text(0)?).unwrap_or_else(|error| {
        tracing::warn!(line = error.line(), column = error.column(), "a session could not be read and was begun anew");
        Session::default()
    }))
}

/// Keeps the session of a conversation.
///
/// # Errors
/// What the database says.
pub fn save(sql: &mut dyn Sql, bot: &str, conversation: &str, session: &Session) -> Result<(), StoreError> {
    let json = serde_json::to_string(session).map_err(|error| StoreError::Shape(error.to_string()))?;
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO sessions (bot, conversation, session, updated_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (bot, conversation) DO UPDATE SET session = excluded.session, updated_at = excluded.updated_at",
        &[bot.into(), conversation.into(), json.into(), Value::Int(now)],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::store::sqlite::Connection;

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
    fn an_unreadable_session_is_begun_anew() -> Tested {
        let mut store = Connection::for_tests(5)?;
        save(&mut store, "bot", "telegram:1", &Session { misses: 1, ..Session::default() })?;
        store.execute("UPDATE sessions SET session = ?1", &["{\"misses\":\"many\"}".into()])?;
        assert_eq!(load(&mut store, "bot", "telegram:1")?, Session::default());
        Ok(())
    }
}
