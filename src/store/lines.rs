//! What was said while a ticket was open, on both sides and among staff: the transcript.
//!
//! What is absent here: masking. Whoever writes a line has masked its secrets.

use super::ids::new_id;
use super::sql::{Row, Sql, StoreError};
use crate::conversation::desk::story::{Line, Speaker};

/// Writes a line of a ticket. Lines of the same millisecond stay in the order in which they were written.
///
/// # Errors
/// What the database says.
pub fn write(sql: &mut dyn Sql, bot: &str, conversation: &str, ticket: i64, line: &Line) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO desk_lines (id, bot, conversation, ticket, at, speaker, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            new_id(line.at).into(),
            bot.into(),
            conversation.into(),
            ticket.into(),
            line.at.into(),
            line.speaker.word().into(),
            line.text.as_str().into(),
        ],
    )?;
    Ok(())
}

/// The newest lines of a customer, at most so many, oldest first; of one ticket, or of all.
///
/// # Errors
/// What the database says.
pub fn of(
    sql: &mut dyn Sql,
    bot: &str,
    conversation: &str,
    ticket: Option<i64>,
    most: i64,
) -> Result<Vec<Line>, StoreError> {
    let rows = sql.query(NEWEST, &[bot.into(), conversation.into(), ticket.into(), most.into()])?;
    rows.iter().rev().map(line).collect()
}

const NEWEST: &str = "SELECT at, speaker, text FROM desk_lines
    WHERE bot = ?1 AND conversation = ?2 AND (ticket = ?3 OR ?3 IS NULL) ORDER BY at DESC, id DESC LIMIT ?4";

fn line(row: &Row) -> Result<Line, StoreError> {
    let speaker = Speaker::of(row.text(1)?);
    Ok(Line {
        at: row.int(0)?,
        speaker: speaker.ok_or_else(|| StoreError::Shape("a line has an unknown speaker".to_owned()))?,
        text: row.text(2)?.to_owned(),
    })
}

/// Erases the lines of a customer.
///
/// # Errors
/// What the database says.
pub fn erase(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM desk_lines WHERE bot = ?1 AND conversation = ?2", &[bot.into(), conversation.into()])?;
    Ok(())
}

/// Forgets lines from before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM desk_lines WHERE id IN (SELECT id FROM desk_lines WHERE at < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    type Tested = Result<(), StoreError>;

    fn said(store: &mut Connection, conversation: &str, ticket: i64, at: i64, speaker: Speaker, text: &str) -> Tested {
        write(store, "bot", conversation, ticket, &Line { at, speaker, text: text.to_owned() })
    }

    fn shown(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| format!("{} {}: {}", line.at, line.speaker.word(), line.text)).collect()
    }

    fn filled() -> Result<Connection, StoreError> {
        let mut store = Connection::for_tests(0)?;
        said(&mut store, "telegram:1", 1, 10, Speaker::Customer, "a")?;
        said(&mut store, "telegram:1", 1, 20, Speaker::Note, "b")?;
        said(&mut store, "telegram:1", 2, 30, Speaker::Staff, "c")?;
        said(&mut store, "telegram:1", 2, 30, Speaker::Bot, "d")?;
        said(&mut store, "telegram:2", 3, 40, Speaker::Customer, "e")?;
        Ok(store)
    }

    #[test]
    fn the_newest_lines_come_oldest_first() -> Tested {
        let mut store = filled()?;
        let table: [(Option<i64>, i64, &[&str]); 4] = [
            (None, 9, &["10 customer: a", "20 note: b", "30 staff: c", "30 bot: d"]),
            (None, 3, &["20 note: b", "30 staff: c", "30 bot: d"]),
            (Some(1), 9, &["10 customer: a", "20 note: b"]),
            (Some(2), 1, &["30 bot: d"]),
        ];
        for (ticket, most, expected) in table {
            assert_eq!(shown(&of(&mut store, "bot", "telegram:1", ticket, most)?), expected);
        }
        assert_eq!(of(&mut store, "other", "telegram:1", None, 9)?, []);
        Ok(())
    }

    #[test]
    fn lines_of_one_millisecond_stay_in_order() -> Tested {
        let mut store = Connection::for_tests(0)?;
        let words: Vec<String> = (0..50).map(|number| format!("5 staff: {number}")).collect();
        for number in 0..50 {
            said(&mut store, "telegram:1", 1, 5, Speaker::Staff, &number.to_string())?;
        }
        assert_eq!(shown(&of(&mut store, "bot", "telegram:1", None, 99)?), words);
        Ok(())
    }

    #[test]
    fn lines_are_erased_per_customer_and_forgotten_in_their_time() -> Tested {
        let mut store = filled()?;
        assert_eq!((forget(&mut store, 10, 9)?, forget(&mut store, 31, 1)?, forget(&mut store, 20, 9)?), (0, 1, 0));
        erase(&mut store, "bot", "telegram:1")?;
        assert_eq!(of(&mut store, "bot", "telegram:1", None, 9)?, []);
        assert_eq!(of(&mut store, "bot", "telegram:2", None, 9)?.len(), 1);
        Ok(())
    }

    #[test]
    fn the_newest_are_found_without_sorting() -> Tested {
        let mut store = filled()?;
        let values = ["bot".into(), "telegram:1".into(), None::<i64>.into(), 9.into()];
        let plan = store.query(&format!("EXPLAIN QUERY PLAN {NEWEST}"), &values)?;
        let plan: Vec<&str> = plan.iter().map(|row| row.text(3)).collect::<Result<_, _>>()?;
        assert_eq!(plan, ["SEARCH desk_lines USING INDEX desk_lines_conversation (bot=? AND conversation=?)"]);
        Ok(())
    }
}
