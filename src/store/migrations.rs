//! Brings the tables of a store up to date: numbered files of portable SQL, each applied once.
//!
//! A file is never edited once it has landed; what it did wrong is put right by the next one. A
//! statement ends with a semicolon at the end of a line.

use super::sql::{Sql, StoreError, Value};

/// The files, in order; the first is number 1.
const FILES: &[&str] = &[
    include_str!("migrations/0001_begin.sql"),
    include_str!("migrations/0002_answers.sql"),
    include_str!("migrations/0003_owner.sql"),
    include_str!("migrations/0004_orders.sql"),
    include_str!("migrations/0005_desk.sql"),
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    number BIGINT NOT NULL PRIMARY KEY,
    applied_at BIGINT NOT NULL
)";

/// Applies what has not been applied yet. To be called inside a transaction.
///
/// # Errors
/// When the store was written by a newer version of the program, or the database refuses.
pub fn apply(sql: &mut dyn Sql) -> Result<(), StoreError> {
    sql.lock("migrations")?;
    sql.execute(TABLE, &[])?;
    let applied = newest(sql)?;
    if applied > FILES.len() {
        return Err(StoreError::Refused(format!(
            "the store was written by a newer version of tanya (its tables are at number {applied}, this version \
             knows {}): use that version or a later one",
            FILES.len()
        )));
    }
    for (number, file) in (1..).zip(FILES).skip(applied) {
        run(sql, number, file)?;
    }
    Ok(())
}

fn newest(sql: &mut dyn Sql) -> Result<usize, StoreError> {
    let rows = sql.query("SELECT number FROM migrations ORDER BY number DESC LIMIT 1", &[])?;
    let number = rows.first().map_or(Ok(0), |row| row.int(0))?;
    usize::try_from(number).map_err(|_| StoreError::Shape(format!("there is no migration {number}")))
}

fn run(sql: &mut dyn Sql, number: i64, file: &str) -> Result<(), StoreError> {
    for statement in file.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        sql.execute(statement, &[])?;
    }
    let now = sql.now()?;
    sql.execute("INSERT INTO migrations (number, applied_at) VALUES (?1, ?2)", &[Value::Int(number), Value::Int(now)])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Connection;

    type Tested = Result<(), StoreError>;

    #[test]
    fn a_second_start_applies_nothing() -> Tested {
        let mut store = Connection::for_tests(0)?;
        apply(&mut store)?;
        apply(&mut store)?;
        let rows = store.query("SELECT number FROM migrations", &[])?;
        assert_eq!(rows.len(), FILES.len());
        Ok(())
    }

    #[test]
    fn a_store_of_a_newer_version_is_refused_in_one_sentence() -> Tested {
        let mut store = Connection::for_tests(0)?;
        store.execute("INSERT INTO migrations (number, applied_at) VALUES (99, 0)", &[])?;
        let refusal = apply(&mut store).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refusal.starts_with("the store was written by a newer version of tanya"), "{refusal}");
        Ok(())
    }

    /// Fingerprints of the files that have landed. A test that fails here says: write a new file.
    #[test]
    fn landed_files_are_never_edited() {
        const LANDED: &[(usize, u64)] = &[
            (2082, 1_881_593_511_105_392_523),
            (866, 3_516_345_827_091_083_003),
            (1798, 16_343_288_643_905_229_160),
            (4207, 3_151_341_587_661_299_285),
            (4098, 9_000_823_683_125_613_710),
        ];
        let landed = FILES.iter().take(LANDED.len());
        let prints: Vec<(usize, u64)> = landed.map(|file| (file.len(), fingerprint(file))).collect();
        assert_eq!(prints, LANDED);
    }

    fn fingerprint(text: &str) -> u64 {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
    }
}
