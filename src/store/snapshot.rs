//! A store as it is at one moment, to be read and not changed, while others go on writing to it.
//!
//! On SQLite this is one transaction that reads; on PostgreSQL one at REPEATABLE READ. Nothing is brought up to date.
//! It is synchronous and must not be used on a thread of an async runtime.

use super::clock::system_clock;
use super::migrations;
use super::postgres::{self, Postgres};
use super::sql::{Row, Sql, StoreError, file_of};
use super::sqlite;

/// A store at one moment.
pub struct Snapshot(Reading);

enum Reading {
    Sqlite(Box<sqlite::Connection>),
    Postgres(Box<postgres::Connection>),
}

impl Snapshot {
    /// Looks at the store of a URL, which has to be there.
    ///
    /// # Errors
    /// One sentence when there is no such store, or it cannot be read.
    pub fn open(url: &str) -> Result<Snapshot, StoreError> {
        if Postgres::is_named_by(url) {
            return Ok(Snapshot(Reading::Postgres(Box::new(Postgres::snapshot(url)?))));
        }
        let Some(path) = file_of(url) else {
            return Err(StoreError::Refused(
                "this names no store that is kept: give sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE"
                    .to_owned(),
            ));
        };
        Ok(Snapshot(Reading::Sqlite(Box::new(sqlite::Connection::reading(path, system_clock())?))))
    }

    /// The transaction that reads.
    pub fn sql(&mut self) -> &mut dyn Sql {
        match &mut self.0 {
            Reading::Sqlite(connection) => connection.as_mut(),
            Reading::Postgres(connection) => connection.as_mut(),
        }
    }

    /// How many files of migrations were applied to it, and how many this version has.
    ///
    /// # Errors
    /// What the database says.
    pub fn versions(&mut self) -> Result<(usize, usize), StoreError> {
        Ok((migrations::applied(self.sql())?, migrations::FILES.len()))
    }

    /// The other processes of this program that are connected to a database server, as `number@machine`; of a file nobody
    /// knows that here.
    ///
    /// # Errors
    /// What the database says.
    pub fn others(&mut self) -> Result<Vec<String>, StoreError> {
        if let Reading::Sqlite(_) = self.0 {
            return Ok(Vec::new());
        }
        let rows = self.sql().query(
            "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()
             AND application_name LIKE 'tanya %' AND application_name <> current_setting('application_name')
             ORDER BY application_name",
            &[],
        )?;
        let name = |row: &Row| row.text(0).map(|name| name.trim_start_matches("tanya ").to_owned());
        rows.iter().map(name).collect()
    }
}
