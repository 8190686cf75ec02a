//! Small things that must outlive the program, by name: the polling offset and the like.

use super::sql::{Sql, StoreError};

/// What is kept under a name.
///
/// # Errors
/// What the database says.
pub fn get(sql: &mut dyn Sql, name: &str) -> Result<Option<String>, StoreError> {
    let rows = sql.query("SELECT value FROM keep WHERE name = ?1", &[name.into()])?;
    rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Keeps a value under a name, in place of the one before.
///
/// # Errors
/// What the database says.
pub fn put(sql: &mut dyn Sql, name: &str, value: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO keep (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[name.into(), value.into()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Connection;

    #[test]
    fn the_last_value_stays() -> Result<(), StoreError> {
        let mut store = Connection::for_tests(0)?;
        assert_eq!(get(&mut store, "offset")?, None);
        put(&mut store, "offset", "17")?;
        put(&mut store, "offset", "18")?;
        assert_eq!(get(&mut store, "offset")?.as_deref(), Some("18"));
        Ok(())
    }
}
