//! One connection to an SQLite database, set up so that a commit is on the disk when it returns.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, params_from_iter};

use super::faults::{fault, refusal};
use crate::store::clock::Clock;
use crate::store::sql::{Job, Row, Sql, StoreError, Value};

/// So long a transaction waits for another program that writes to the same file.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Stands in the header of every store of this program: "tnya". See
/// <https://sqlite.org/pragma.html#pragma_application_id>.
const APPLICATION: i64 = 0x746e_7961;

/// So many prepared statements are kept; the program has fewer.
const STATEMENTS: usize = 64;

/// A connection, and the clock that stands for that of a database server.
pub(crate) struct Connection {
    inner: rusqlite::Connection,
    clock: Clock,
    /// What the clock said when the job began: it is the same time for all of a job, whatever the clock does meanwhile.
    begun: Option<i64>,
    /// The first statement of the job that failed: what the job does after that is not kept.
    failed: Option<StoreError>,
}

impl Connection {
    /// A database in memory, gone when it is dropped.
    pub(crate) fn in_memory(clock: Clock) -> Result<Connection, StoreError> {
        let inner = rusqlite::Connection::open_in_memory().map_err(fault)?;
        Connection::set_up(inner, clock).map_err(fault)
    }

    /// A database in a file, which is created where there is none.
    pub(crate) fn of_file(path: &str, clock: Clock, patience: Duration) -> Result<Connection, StoreError> {
        let open = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            let inner = rusqlite::Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            inner.busy_timeout(patience)?;
            let ours = mark(&inner)? == APPLICATION || is_empty(&inner)?;
            Ok((inner, ours))
        };
        keep_private(Path::new(path));
        let (inner, ours) = open().map_err(|error| refusal(path, &error))?;
        if !ours {
            return Err(StoreError::Refused(format!(
                "{path} is the database of another program: name another file in store.url"
            )));
        }
        let connection = Connection::set_up(inner, clock).map_err(|error| refusal(path, &error))?;
        let written = connection.inner.execute_batch("BEGIN IMMEDIATE; ROLLBACK");
        written.map(|()| connection).map_err(|error| refusal(path, &error))
    }

    /// A database in a file that is there, to be read as it is now.
    pub(crate) fn reading(path: &str, clock: Clock) -> Result<Connection, StoreError> {
        let inner = Connection::looked_at(path)?;
        let pinned = inner.execute_batch("BEGIN; SELECT COUNT(*) FROM sqlite_schema");
        pinned.map_err(|error| refusal(path, &error))?;
        Ok(Connection { inner, clock, begun: None, failed: None })
    }

    /// A store of this program that is there, opened so that nothing can be changed in it.
    fn looked_at(path: &str) -> Result<rusqlite::Connection, StoreError> {
        if !Path::new(path).is_file() {
            return Err(StoreError::Refused(format!("there is no store {path}: name a file that is there")));
        }
        let open = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let inner = rusqlite::Connection::open_with_flags(path, flags)?;
            inner.busy_timeout(PATIENCE)?;
            let ours = mark(&inner)? == APPLICATION;
            Ok((inner, ours))
        };
        let (inner, ours) = open().map_err(|error| refusal(path, &error))?;
        if !ours {
            return Err(StoreError::Refused(format!("{path} is not a store of tanya: name another file")));
        }
        Ok(inner)
    }

    /// Writes a consistent copy of a store into a new file that only its owner can read, while others go on writing to
    /// the store.
    pub(crate) fn copy_into(path: &str, copy: &str) -> Result<(), StoreError> {
        let inner = Connection::looked_at(path)?;
        keep_private(Path::new(copy));
        inner.execute("VACUUM INTO ?1", [copy]).map(drop).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => {
                StoreError::Refused(format!("{copy} cannot be written, for the disk is full: make room"))
            }
            _ => fault(error),
        })
    }

    /// Makes one file of a store that nobody has open, and looks whether it is whole.
    pub(crate) fn settle(path: &str) -> Result<(), StoreError> {
        let look = || {
            let inner = rusqlite::Connection::open(path)?;
            inner.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
            inner.pragma_query_value(None, "quick_check", |row| row.get::<_, String>(0))
        };
        match look().map_err(|error| refusal(path, &error))?.as_str() {
            "ok" => Ok(()),
            _ => Err(StoreError::Refused(format!("{path} is damaged: take another copy"))),
        }
    }

    fn set_up(inner: rusqlite::Connection, clock: Clock) -> rusqlite::Result<Connection> {
        if mark(&inner)? != APPLICATION {
            inner.pragma_update(None, "application_id", APPLICATION)?;
        }
        inner.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        inner.pragma_update(None, "synchronous", "FULL")?;
        inner.pragma_update(None, "foreign_keys", true)?;
        // What a job may have to undo is kept in memory: by default it is written to a file of its own, several times as
        // often as the database.
        inner.pragma_update(None, "temp_store", "MEMORY")?;
        // Otherwise many statements are prepared anew whenever their values change: the plan might be another one.
        inner.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        inner.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Connection { inner, clock, begun: None, failed: None })
    }

    /// Runs the migrations in a transaction of their own.
    pub(crate) fn migrate(
        &mut self,
        apply: impl FnOnce(&mut dyn Sql) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.begin()?;
        let applied = apply(self);
        if applied.is_err() {
            self.roll_back();
            return applied;
        }
        self.commit()
    }

    /// Begins a transaction that may write.
    pub(super) fn begin(&mut self) -> Result<(), StoreError> {
        self.run("BEGIN IMMEDIATE")
    }

    /// Commits; when that fails, everything since the beginning is undone.
    pub(super) fn commit(&mut self) -> Result<(), StoreError> {
        let committed = self.run("COMMIT");
        if committed.is_err() {
            self.roll_back();
        }
        committed
    }

    /// Whether a transaction is open. Some errors, such as a full disk, make SQLite end it by itself.
    pub(super) fn in_transaction(&self) -> bool {
        !self.inner.is_autocommit()
    }

    /// Runs a job in a savepoint of its own, and undoes it alone when it fails or panics. When no
    /// transaction is open after that, the jobs before it are undone too.
    pub(super) fn alone(&mut self, job: Job) -> Result<(), StoreError> {
        self.run("SAVEPOINT job")?;
        self.failed = None;
        self.begun = Some((self.clock)());
        let caught = catch_unwind(AssertUnwindSafe(|| job(self)));
        self.begun = None;
        let result = caught.unwrap_or(Err(StoreError::Panicked));
        let result = result.and(self.failed.take().map_or(Ok(()), Err));
        let ended = match &result {
            _ if !self.in_transaction() => Err(StoreError::Unavailable("the database undid a transaction".to_owned())),
            Ok(()) => self.run("RELEASE job"),
            Err(_) => self.run("ROLLBACK TO job").and_then(|()| self.run("RELEASE job")),
        };
        if ended.is_err() {
            self.roll_back();
        }
        result.and(ended)
    }

    fn roll_back(&mut self) {
        if self.in_transaction()
            && let Err(error) = self.run("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be undone");
        }
    }

    fn run(&mut self, statement: &str) -> Result<(), StoreError> {
        self.execute(statement, &[]).map(|_| ())
    }

    fn found(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.inner.prepare_cached(sql).map_err(fault)?;
        let width = statement.column_count();
        let mut rows = statement.query(params_from_iter(values)).map_err(fault)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            found.push(Row((0..width).map(|column| value(row, column)).collect::<Result<_, _>>()?));
        }
        Ok(found)
    }

    fn note_failure(&mut self, error: &StoreError) {
        self.failed.get_or_insert_with(|| error.clone());
    }
}

/// Whose database it is, by its header.
fn mark(inner: &rusqlite::Connection) -> rusqlite::Result<i64> {
    inner.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// Whether nothing was ever stored in the file.
fn is_empty(inner: &rusqlite::Connection) -> rusqlite::Result<bool> {
    inner.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0)).map(|version| version == 0)
}

/// Creates a new file so that nobody else can read it. A failure is met again, and named, when the
/// file is opened.
fn keep_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}

impl Sql for Connection {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let run = || self.inner.prepare_cached(sql)?.execute(params_from_iter(values));
        let changed = run().map_err(fault);
        changed.map(|changed| changed as u64).inspect_err(|error| self.note_failure(error))
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.found(sql, values).inspect_err(|error| self.note_failure(error))
    }

    fn lock(&mut self, _conversation: &str) -> Result<(), StoreError> {
        Ok(())
    }

    fn now(&mut self) -> Result<i64, StoreError> {
        Ok(self.begun.unwrap_or_else(|| (self.clock)()))
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Null => ValueRef::Null,
        }))
    }
}

fn value(row: &rusqlite::Row<'_>, column: usize) -> Result<Value, StoreError> {
    match row.get_ref(column).map_err(fault)? {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(bytes) => Ok(Value::Text(String::from_utf8_lossy(bytes).into_owned())),
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            Err(StoreError::Shape(format!("column {column} holds neither a whole number nor a text")))
        }
    }
}

#[cfg(test)]
impl Connection {
    /// An empty store in memory at a time in Unix milliseconds.
    pub(crate) fn for_tests(now: i64) -> Result<Connection, StoreError> {
        let mut connection = Connection::in_memory(std::sync::Arc::new(move || now))?;
        connection.migrate(crate::store::migrations::apply)?;
        Ok(connection)
    }

    /// Sets the clock, in Unix milliseconds.
    pub(crate) fn set_time(&mut self, now: i64) {
        self.clock = std::sync::Arc::new(move || now);
    }
}
