//! Notices: kept until some time after they ended.

use super::secrets::new_short_id;
use super::sql::{Row, Sql, StoreError, Value};
use crate::conversation::Notice;

/// The notices of a bot that have not ended at a time in Unix milliseconds, oldest first. One that
/// cannot be read, which only another version of the program can have written, is left out.
///
/// # Errors
/// What the database says.
pub fn active(sql: &mut dyn Sql, bot: &str, at: i64) -> Result<Vec<Notice>, StoreError> {
    let rows = sql.query(
        "SELECT id, texts, concern, until FROM notices WHERE bot = ?1 AND until > ?2 ORDER BY created_at, id",
        &[bot.into(), Value::Int(at)],
    )?;
    let notices: Vec<Option<Notice>> = rows.iter().map(notice).collect::<Result<_, _>>()?;
    Ok(notices.into_iter().flatten().collect())
}

fn notice(row: &Row) -> Result<Option<Notice>, StoreError> {
    let (texts, concern) = (serde_json::from_str(row.text(1)?), serde_json::from_str(row.text(2)?));
    let (id, until) = (row.text(0)?.to_owned(), row.int(3)?);
    Ok(texts.ok().zip(concern.ok()).map(|(texts, concern)| Notice { id, texts, concern, until }))
}

/// Keeps a new notice under a name of the store's own; returns that.
///
/// # Errors
/// What the database says.
pub fn add(sql: &mut dyn Sql, bot: &str, notice: &Notice, by: &str) -> Result<String, StoreError> {
    let shape = |error: serde_json::Error| StoreError::Shape(error.to_string());
    let (id, now) = (new_short_id()?, sql.now()?);
    sql.execute(
        "INSERT INTO notices (id, bot, texts, concern, until, created_at, created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            id.as_str().into(),
            bot.into(),
            serde_json::to_string(&notice.texts).map_err(shape)?.into(),
            serde_json::to_string(&notice.concern).map_err(shape)?.into(),
            Value::Int(notice.until),
            Value::Int(now),
            by.into(),
        ],
    )?;
    Ok(id)
}

/// Takes a notice back.
///
/// # Errors
/// What the database says.
pub fn remove(sql: &mut dyn Sql, bot: &str, id: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM notices WHERE bot = ?1 AND id = ?2", &[bot.into(), id.into()])?;
    Ok(())
}

/// Forgets notices that ended before a time in Unix milliseconds, at most so many; returns how many.
///
/// # Errors
/// What the database says.
pub fn forget(sql: &mut dyn Sql, before: i64, most: i64) -> Result<u64, StoreError> {
    sql.execute(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE until < ?1 LIMIT ?2)",
        &[before.into(), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Concern;
    use crate::knowledge::ArticleId;
    use crate::language::Language;
    use crate::store::tested::Connection;

    #[test]
    fn a_notice_is_there_until_it_ends_or_is_taken_back() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5)?;
        let mut notice = Notice {
            id: String::new(),
            texts: [(Language::Chinese, "<b>今天</b> 停用".to_owned())].into(),
            concern: Concern::Article(ArticleId::from("pay-by-gopay")),
            until: 100,
        };
        notice.id = add(&mut store, "bot", &notice, "telegram:1")?;
        assert_eq!(active(&mut store, "bot", 99)?, [notice.clone()]);
        assert_eq!(active(&mut store, "bot", 100)?, []);
        assert_eq!(active(&mut store, "other", 99)?, []);
        remove(&mut store, "other", &notice.id)?;
        assert_eq!(active(&mut store, "bot", 99)?.len(), 1);
        remove(&mut store, "bot", &notice.id)?;
        assert_eq!(active(&mut store, "bot", 99)?, []);
        Ok(())
    }
}
