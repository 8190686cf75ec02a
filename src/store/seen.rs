//! Which updates were received: the reason why an update that arrives twice changes nothing.
//!
//! Never a high-water mark: a transport may restart its numbers, and replicas receive out of order.

use super::sql::{Sql, StoreError, Value};

/// So long an update is remembered: seven days in milliseconds. Telegram forgets after one
/// (<https://core.telegram.org/bots/api#getting-updates>).
pub const REMEMBERED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Marks an update as received; false when it had been before. To be called in the transaction of
/// the turn, so that both or neither are stored.
///
/// # Errors
/// What the database says.
pub fn insert(sql: &mut dyn Sql, bot: &str, update: i64) -> Result<bool, StoreError> {
    let now = sql.now()?;
    let new = sql.execute(
        "INSERT INTO seen (bot, update_id, at) VALUES (?1, ?2, ?3) ON CONFLICT (bot, update_id) DO NOTHING",
        &[bot.into(), Value::Int(update), Value::Int(now)],
    )?;
    Ok(new > 0)
}

/// Whether an update was received.
///
/// # Errors
/// What the database says.
pub fn contains(sql: &mut dyn Sql, bot: &str, update: i64) -> Result<bool, StoreError> {
    let rows = sql.query("SELECT 1 FROM seen WHERE bot = ?1 AND update_id = ?2", &[bot.into(), Value::Int(update)])?;
    Ok(!rows.is_empty())
}

/// Forgets the updates of more than [`REMEMBERED_MS`] ago; returns how many. Once a day is enough.
///
/// # Errors
/// What the database says.
pub fn prune(sql: &mut dyn Sql) -> Result<u64, StoreError> {
    let before = sql.now()?.saturating_sub(REMEMBERED_MS);
    sql.execute("DELETE FROM seen WHERE at < ?1", &[Value::Int(before)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    #[test]
    fn an_update_is_new_once_per_bot_until_it_is_forgotten() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        assert!(insert(&mut store, "one", 7)?);
        assert!(!insert(&mut store, "one", 7)?);
        assert!(contains(&mut store, "one", 7)? && !contains(&mut store, "two", 7)?);
        assert!(insert(&mut store, "two", 7)?);
        store.set_time(REMEMBERED_MS);
        assert!(insert(&mut store, "one", 8)?);
        assert_eq!(prune(&mut store)?, 0);
        store.set_time(REMEMBERED_MS + 1);
        assert_eq!(prune(&mut store)?, 2);
        assert!(!insert(&mut store, "one", 8)?);
        Ok(())
    }
}
