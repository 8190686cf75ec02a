//! Which notifications of a platform were received: the reason why one that is sent twice changes nothing.

use super::sql::{Sql, StoreError, Value};

/// So long a notification is remembered: seven days in milliseconds. A platform gives up sending one again
/// after about a day.
pub const REMEMBERED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Marks a notification as received; false when it had been before. To be called in the transaction of its
/// effect, so that both or neither are stored.
///
/// # Errors
/// What the database says.
pub fn insert(sql: &mut dyn Sql, platform: &str, id: &str) -> Result<bool, StoreError> {
    let now = sql.now()?;
    let new = sql.execute(
        "INSERT INTO platform_notifications (platform, id, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (platform, id) DO NOTHING",
        &[platform.into(), id.into(), Value::Int(now)],
    )?;
    Ok(new > 0)
}

/// Forgets the notifications of more than [`REMEMBERED_MS`] ago; returns how many. Once a day is enough.
///
/// # Errors
/// What the database says.
pub fn prune(sql: &mut dyn Sql) -> Result<u64, StoreError> {
    let before = sql.now()?.saturating_sub(REMEMBERED_MS);
    sql.execute("DELETE FROM platform_notifications WHERE at < ?1", &[Value::Int(before)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    #[test]
    fn a_notification_is_new_once_until_it_is_forgotten() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        assert!(insert(&mut store, "tiktok", "7")?);
        assert!(!insert(&mut store, "tiktok", "7")?);
        assert!(insert(&mut store, "other", "7")?);
        store.set_time(REMEMBERED_MS);
        assert_eq!(prune(&mut store)?, 0);
        store.set_time(REMEMBERED_MS + 1);
        assert_eq!(prune(&mut store)?, 2);
        assert!(insert(&mut store, "tiktok", "7")?);
        Ok(())
    }
}
