//! What the owner has set from Telegram, and what the bot has learnt of itself: a value per name.

use std::collections::BTreeMap;

use super::sql::{Sql, StoreError, Value};

/// The bot's username, without `@`: links need it.
pub const USERNAME: &str = "username";

/// The working hours, as JSON.
pub const HOURS: &str = "hours";

/// The conversation that is the support group.
pub const SUPPORT_GROUP: &str = "support_group";

/// The highest number that a ticket was given.
pub const TICKET_NUMBER: &str = "ticket_number";

/// What was last set of the webhook, as a fingerprint: Telegram does not tell its secret.
pub const WEBHOOK: &str = "webhook";

/// The secret of the keyed hashes, under the name of no bot: all bots on a store share their orders.
pub const HASH_KEY: &str = "hash_key";

/// All values of a bot by their names.
///
/// # Errors
/// What the database says.
pub fn all(sql: &mut dyn Sql, bot: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let rows = sql.query("SELECT name, value FROM options WHERE bot = ?1", &[bot.into()])?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

/// The value of a name.
///
/// # Errors
/// What the database says.
pub fn get(sql: &mut dyn Sql, bot: &str, name: &str) -> Result<Option<String>, StoreError> {
    let rows = sql.query("SELECT value FROM options WHERE bot = ?1 AND name = ?2", &[bot.into(), name.into()])?;
    rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// The value of a name when all bots on the store that have one agree.
///
/// # Errors
/// What the database says.
pub fn get_of_any(sql: &mut dyn Sql, name: &str) -> Result<Option<String>, StoreError> {
    let rows = sql.query("SELECT DISTINCT value FROM options WHERE name = ?1", &[name.into()])?;
    if let [row] = rows.as_slice() { row.text(0).map(|value| Some(value.to_owned())) } else { Ok(None) }
}

/// Sets a value, or forgets it.
///
/// # Errors
/// What the database says.
pub fn set(sql: &mut dyn Sql, bot: &str, name: &str, value: Option<&str>) -> Result<(), StoreError> {
    let Some(value) = value else {
        sql.execute("DELETE FROM options WHERE bot = ?1 AND name = ?2", &[bot.into(), name.into()])?;
        return Ok(());
    };
    let now = sql.now()?;
    sql.execute(
        "INSERT INTO options (bot, name, value, changed_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (bot, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
        &[bot.into(), name.into(), value.into(), Value::Int(now)],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

    #[test]
    fn values_are_kept_per_bot_and_forgotten() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(5)?;
        assert_eq!(get_of_any(&mut store, USERNAME)?, None);
        set(&mut store, "one", USERNAME, Some("a"))?;
        set(&mut store, "one", USERNAME, Some("b"))?;
        let value = |store: &mut Connection, bot| all(store, bot).map(|mut all| all.remove(USERNAME));
        assert_eq!(value(&mut store, "one")?.as_deref(), Some("b"));
        assert_eq!(get(&mut store, "one", USERNAME)?.as_deref(), Some("b"));
        assert_eq!((get(&mut store, "one", HOURS)?, get(&mut store, "two", USERNAME)?), (None, None));
        assert_eq!(value(&mut store, "two")?, None);
        assert_eq!(get_of_any(&mut store, USERNAME)?.as_deref(), Some("b"));
        set(&mut store, "two", USERNAME, Some("c"))?;
        assert_eq!(get_of_any(&mut store, USERNAME)?, None);
        set(&mut store, "one", USERNAME, None)?;
        assert_eq!(value(&mut store, "one")?, None);
        Ok(())
    }
}
