//! Brings the tables of a store up to date: numbered files of portable SQL, each applied once.
//!
//! A file is never edited once it has landed; what it did wrong is put right by the next one. A
//! statement ends with a semicolon at the end of a line.
//!
//! # Expand, then contract
//!
//! While replicas are brought to a new version one by one, the first of them brings the tables up to date under the
//! older ones, which go on working; and one of these may have to start again. So a version may only *expand*: it adds
//! tables, columns that may be empty or have a default, and indexes, and whatever it writes older versions can read or
//! leave alone. What nobody uses any more, a later version takes away (*contracts*), once no version runs that needs it.
//!
//! Each file says in its first line which versions may go on working once it is applied:
//!
//! ```text
//! -- reads: 6
//! ```
//!
//! A version is known by how many of these files it has: this line says that versions with six or more of them work. A
//! file that expands names the oldest version for which that is true; one that contracts names the first version that
//! does without what is taken away. Without the line only versions that have the file itself work. The store remembers
//! what the files say, so that an older version can tell: it starts on a store that was brought further, or refuses it in
//! one sentence.
//!
//! Of several replicas that start at once one brings the tables up to date, and the others wait for it.

use super::sql::{Row, Sql, StoreError, Value};

/// The files, in order; the first is number 1.
pub(super) const FILES: &[&str] = &[
    include_str!("migrations/0001_begin.sql"),
    include_str!("migrations/0002_answers.sql"),
    include_str!("migrations/0003_owner.sql"),
    include_str!("migrations/0004_orders.sql"),
    include_str!("migrations/0005_desk.sql"),
    include_str!("migrations/0006_replicas.sql"),
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    number BIGINT NOT NULL PRIMARY KEY,
    applied_at BIGINT NOT NULL
)";

/// What files say of those who may read what they leave behind. It is no file of its own, since it is asked before any.
const READERS: &str = "CREATE TABLE IF NOT EXISTS migration_readers (
    number BIGINT NOT NULL PRIMARY KEY,
    reads BIGINT NOT NULL
)";

/// Applies what has not been applied yet. To be called inside a transaction.
///
/// # Errors
/// When the store was written by a newer version of the program that this one cannot go on beside, or the database
/// refuses.
pub fn apply(sql: &mut dyn Sql) -> Result<(), StoreError> {
    apply_those(sql, FILES)
}

fn apply_those(sql: &mut dyn Sql, files: &[&str]) -> Result<(), StoreError> {
    sql.lock("migrations")?;
    sql.execute(TABLE, &[])?;
    sql.execute(READERS, &[])?;
    let applied = newest(sql)?;
    if applied > files.len() && !may_read(sql, files.len(), applied)? {
        return Err(StoreError::Refused(format!(
            "the store was written by a newer version of tanya (its tables are at number {applied}, this version \
             knows {}): use that version or a later one",
            files.len()
        )));
    }
    for (number, file) in (1..).zip(files).skip(applied) {
        run(sql, number, file)?;
    }
    Ok(())
}

/// How many files were applied to a store that is only looked at.
///
/// # Errors
/// When there are no such tables in it.
pub(super) fn applied(sql: &mut dyn Sql) -> Result<usize, StoreError> {
    newest(sql)
}

fn newest(sql: &mut dyn Sql) -> Result<usize, StoreError> {
    let rows = sql.query("SELECT number FROM migrations ORDER BY number DESC LIMIT 1", &[])?;
    let number = rows.first().map_or(Ok(0), |row| row.int(0))?;
    usize::try_from(number).map_err(|_| StoreError::Shape(format!("there is no migration {number}")))
}

/// Whether a version with so many files may work on a store to which more were applied.
fn may_read(sql: &mut dyn Sql, known: usize, applied: usize) -> Result<bool, StoreError> {
    let values = [Value::Int(known as i64), Value::Int(known as i64)];
    let rows = sql.query("SELECT COUNT(*) FROM migration_readers WHERE number > ?1 AND reads <= ?2", &values)?;
    let readable = rows.first().map(|row: &Row| row.int(0)).transpose()?.unwrap_or(0);
    Ok(readable == applied as i64 - known as i64)
}

fn run(sql: &mut dyn Sql, number: i64, file: &str) -> Result<(), StoreError> {
    for statement in file.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        sql.execute(statement, &[])?;
    }
    let now = sql.now()?;
    sql.execute("INSERT INTO migrations (number, applied_at) VALUES (?1, ?2)", &[Value::Int(number), Value::Int(now)])?;
    sql.execute(
        "INSERT INTO migration_readers (number, reads) VALUES (?1, ?2)",
        &[Value::Int(number), Value::Int(readers(file).unwrap_or(number))],
    )?;
    Ok(())
}

/// The oldest version that may go on working, as the first line of a file says.
fn readers(file: &str) -> Option<i64> {
    file.lines().next()?.strip_prefix("-- reads: ")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tested::Connection;

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

    /// The files of a version, and some of its successors'.
    fn with(further: &[&'static str]) -> Vec<&'static str> {
        FILES.iter().chain(further).copied().collect()
    }

    fn refusal(applied: Result<(), StoreError>) -> String {
        applied.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_store_of_a_newer_version_is_refused_in_one_sentence() -> Tested {
        let mut store = Connection::for_tests(0)?;
        store.execute("INSERT INTO migrations (number, applied_at) VALUES (99, 0)", &[])?;
        let refusal = refusal(apply(&mut store));
        assert!(refusal.starts_with("the store was written by a newer version of tanya"), "{refusal}");
        Ok(())
    }

    #[test]
    fn an_older_version_starts_on_a_store_that_was_expanded_and_not_on_one_that_was_contracted() -> Tested {
        let (expands, works) = ("-- reads: 6\nALTER TABLE answers ADD COLUMN more TEXT;\n", FILES.len() == 6);
        assert!(works, "say in this test how many files there are");
        let contracts = "-- reads: 8\nDROP TABLE answers;\n";
        let mut store = Connection::for_tests(0)?;
        apply_those(&mut store, &with(&[expands]))?;
        apply(&mut store)?;
        super::super::answers::note(&mut store, "bot", "telegram:1", 1, 2)?;
        apply_those(&mut store, &with(&[expands, contracts]))?;
        for older in [with(&[]), with(&[expands])] {
            let refusal = refusal(apply_those(&mut store, &older));
            assert!(refusal.contains("(its tables are at number 8, this version knows "), "{refusal}");
        }
        apply_those(&mut store, &with(&[expands, contracts]))
    }

    #[test]
    fn a_file_that_does_not_say_who_may_read_is_for_those_who_have_it() -> Tested {
        let mut store = Connection::for_tests(0)?;
        apply_those(&mut store, &with(&["CREATE TABLE more (one BIGINT);\n"]))?;
        assert!(refusal(apply(&mut store)).starts_with("the store was written by a newer version"));
        Ok(())
    }

    #[test]
    fn what_a_file_says_of_readers_is_in_its_first_line() {
        let table = [("-- reads: 5\nx", Some(5)), ("-- reads: five", None), ("x\n-- reads: 5", None), ("", None)];
        for (file, expected) in table {
            assert_eq!(readers(file), expected, "{file}");
        }
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
