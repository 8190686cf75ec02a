//! What only one replica does at a time: who does it, and until when. Time is the database's.
//!
//! What is absent here: what is done, and when a lease is renewed.

use super::sql::{Sql, StoreError};

/// Takes or renews a lease for so many milliseconds; false while somebody else has it.
///
/// # Errors
/// What the database says.
pub fn take(sql: &mut dyn Sql, bot: &str, name: &str, owner: &str, for_ms: i64) -> Result<bool, StoreError> {
    let now = sql.now()?;
    let changed = sql.execute(
        "INSERT INTO leases (bot, name, owner, until) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (bot, name) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE leases.owner = excluded.owner OR leases.until <= ?5",
        &[bot.into(), name.into(), owner.into(), now.saturating_add(for_ms).into(), now.into()],
    )?;
    Ok(changed > 0)
}

/// Gives a lease back, where it is still its owner's.
///
/// # Errors
/// What the database says.
pub fn give_back(sql: &mut dyn Sql, bot: &str, name: &str, owner: &str) -> Result<(), StoreError> {
    sql.execute(
        "DELETE FROM leases WHERE bot = ?1 AND name = ?2 AND owner = ?3",
        &[bot.into(), name.into(), owner.into()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    #[test]
    fn a_lease_is_one_owners_until_it_ends_or_is_given_back() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        let take_in = |store: &mut Connection, bot, owner| take(store, bot, "polling", owner, 10);
        assert!(take_in(&mut store, "bot", "one")?);
        assert!(!take_in(&mut store, "bot", "two")?);
        assert!(take_in(&mut store, "other", "two")?, "each bot has its own");
        store.set_time(9);
        assert!(take_in(&mut store, "bot", "one")?, "renewed until 19");
        store.set_time(18);
        assert!(!take_in(&mut store, "bot", "two")?);
        store.set_time(19);
        assert!(take_in(&mut store, "bot", "two")?);
        assert!(!take_in(&mut store, "bot", "one")?);
        give_back(&mut store, "bot", "polling", "one")?;
        assert!(!take_in(&mut store, "bot", "one")?, "it was no longer theirs to give back");
        give_back(&mut store, "bot", "polling", "two")?;
        assert!(take_in(&mut store, "bot", "one")?);
        Ok(())
    }
}
