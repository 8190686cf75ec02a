//! A store for the tests of this room: everything is done on SQLite and on PostgreSQL, and whatever they answer must be
//! the same. So every test of a function is one of both drivers.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::clock::Clock;
use super::migrations;
use super::postgres::Connection as OfPostgres;
use super::postgres_server::{self, Server};
use super::sql::{Row, Sql, StoreError, Value};
use super::sqlite::Connection as OfSqlite;

/// Connections to PostgreSQL that no test uses right now, each with a schema of its own that is empty.
static IDLE: Mutex<Vec<OfPostgres>> = Mutex::new(Vec::new());

/// What a query ends with on PostgreSQL that takes rows nobody else is changing.
const SKIPPING: &str = "FOR UPDATE SKIP LOCKED";

/// An empty store on both.
pub(crate) struct Connection {
    sqlite: OfSqlite,
    postgres: Option<OfPostgres>,
    time: Arc<AtomicI64>,
}

impl Connection {
    /// An empty store at a time in Unix milliseconds.
    pub(crate) fn for_tests(now: i64) -> Result<Connection, StoreError> {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut postgres = idle.map_or_else(fresh, Ok)?;
        postgres.begin()?;
        Ok(Connection {
            sqlite: OfSqlite::for_tests(now)?,
            postgres: Some(postgres),
            time: Arc::new(AtomicI64::new(now)),
        })
    }

    /// Sets the clock, in Unix milliseconds.
    pub(crate) fn set_time(&mut self, now: i64) {
        self.time.store(now, Ordering::SeqCst);
        self.sqlite.set_time(now);
    }

    /// Does the same on both; each failure on PostgreSQL is undone alone, as SQLite does it.
    fn both<T: std::fmt::Debug>(
        &mut self,
        sql: &str,
        same: impl FnOnce(&T, &T) -> bool,
        mut work: impl FnMut(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let on_sqlite = work(&mut self.sqlite);
        let Some(postgres) = &mut self.postgres else { return on_sqlite };
        let on_postgres = postgres.alone(work);
        match (&on_sqlite, &on_postgres) {
            (Ok(one), Ok(other)) => {
                assert!(same(one, other), "at {sql}\nSQLite says     {one:?}\nPostgreSQL says {other:?}");
            }
            (Err(StoreError::Unavailable(_)), Err(StoreError::Unavailable(_))) => {}
            (Err(StoreError::Shape(_)), Err(StoreError::Shape(_))) => {}
            _ => panic!("SQLite: {on_sqlite:?}; PostgreSQL: {on_postgres:?} at {sql}"),
        }
        on_sqlite
    }
}

impl Sql for Connection {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        // How many rows a statement changes that makes tables is nowhere said.
        let counts = ["INSERT", "UPDATE", "DELETE"].iter().any(|verb| sql.starts_with(verb));
        let same = |one: &u64, other: &u64| !counts || one == other;
        self.both(sql, same, |store| store.execute(sql, values))
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        // How SQLite does something is asked of SQLite.
        if sql.starts_with("EXPLAIN QUERY PLAN") || sql.starts_with("PRAGMA") {
            return self.sqlite.query(sql, values);
        }
        // Which of those that are due at the same time come first is nowhere said.
        let ties = sql.contains("ORDER BY due_at");
        let same = |one: &Vec<Row>, other: &Vec<Row>| if ties { one.len() == other.len() } else { one == other };
        let plain = sql.strip_suffix(SKIPPING);
        self.both(sql, same, |store| {
            let skips = !store.skipping_locked().is_empty();
            store.query(plain.filter(|_| !skips).unwrap_or(sql), values)
        })
    }

    fn lock(&mut self, conversation: &str) -> Result<(), StoreError> {
        self.both("a lock", |(), ()| true, |store| store.lock(conversation))
    }

    fn skipping_locked(&self) -> &'static str {
        SKIPPING
    }

    fn now(&mut self) -> Result<i64, StoreError> {
        Ok(self.time.load(Ordering::SeqCst))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(mut postgres) = self.postgres.take()
            && postgres.forget().is_ok()
        {
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(postgres);
        }
    }
}

/// A connection with a schema of its own.
fn fresh() -> Result<OfPostgres, StoreError> {
    static MADE: AtomicI64 = AtomicI64::new(0);
    let server: &Server = postgres_server::shared();
    let schema = format!("s{}", MADE.fetch_add(1, Ordering::SeqCst));
    server.psql("postgres", &format!("CREATE SCHEMA {schema}"));
    let url = format!("{}?options=-csearch_path%3D{schema}", server.url("postgres"));
    let clock: Clock = Arc::new(|| 0);
    let mut connection = OfPostgres::for_tests(&url, clock)?;
    connection.migrate(migrations::apply)?;
    Ok(connection)
}
