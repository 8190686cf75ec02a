//! One connection to a PostgreSQL server, with a small runtime of its own: the work of a transaction is synchronous.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, SimpleQueryMessage, Statement};

use super::dialect::{Parameter, translated};
use super::faults::{self, Fault};
use super::target::Target;
use crate::store::clock::Clock;
use crate::store::sql::{Job, Row, Sql, StoreError, Value};

/// A statement that has not been answered after so long never will be: the server itself ends it much earlier, unless
/// it is told otherwise, and a server that hangs ends nothing.
const PATIENCE: Duration = Duration::from_secs(75);

/// So many prepared statements are kept; the program has fewer.
const STATEMENTS: usize = 512;

/// The time by the server's clock, in milliseconds.
const CLOCK: &str = "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";

/// A connection.
pub(crate) struct Connection {
    client: Client,
    runtime: Runtime,
    clock: Option<Clock>,
    statements: HashMap<String, Statement>,
    transaction: Transaction,
    sound: bool,
    patience: Option<Duration>,
}

/// What is known of the transaction that is open.
struct Transaction {
    /// When it began, by this machine's clock that only goes forward, and by the server's.
    begun: (Instant, i64),
    /// The locks that it holds.
    locks: HashSet<String>,
    /// The first statement that failed: PostgreSQL takes no other after it.
    failed: Option<StoreError>,
}

impl Connection {
    /// Connects.
    pub(super) fn open(target: &Target, clock: Option<Clock>) -> Result<Connection, StoreError> {
        Connection::connected(target, clock)?.map_err(|error| faults::away(&error))
    }

    /// Connects for the first time: what stands in the way is said with what to do about it, and the database is
    /// looked at.
    pub(super) fn open_first(target: &Target, clock: Option<Clock>) -> Result<Connection, StoreError> {
        let connected = Connection::connected(target, clock)?;
        let mut connection = connected.map_err(|error| faults::refusal(target, &error))?;
        connection.look_at(target)?;
        Ok(connection)
    }

    /// Connects and begins a transaction that sees the database as it is now, however long it takes, and changes
    /// nothing.
    pub(super) fn snapshot(target: &Target) -> Result<Connection, StoreError> {
        let connected = Connection::connected(target, None)?;
        let mut connection = connected.map_err(|error| faults::refusal(target, &error))?;
        connection.patience = None;
        connection.simple(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;
             SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
        )?;
        connection.transaction.begun = (Instant::now(), connection.time()?);
        Ok(connection)
    }

    fn connected(target: &Target, clock: Option<Clock>) -> Result<Result<Connection, Fault>, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| StoreError::Unavailable(format!("no runtime could be started: {error}")))?;
        let connected = runtime.block_on(target.connect());
        Ok(connected.map(|client| Connection {
            client,
            runtime,
            clock,
            statements: HashMap::new(),
            transaction: Transaction { begun: (Instant::now(), 0), locks: HashSet::new(), failed: None },
            sound: true,
            patience: Some(PATIENCE),
        }))
    }

    /// Refuses a database in which nothing, or not every text, could be kept.
    fn look_at(&mut self, target: &Target) -> Result<(), StoreError> {
        let rows = self.query(
            "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only'),
                 current_setting('server_encoding'), current_setting('synchronous_commit')",
            &[],
        )?;
        let row = rows.first().ok_or_else(|| StoreError::Shape("the server says nothing of itself".to_owned()))?;
        if row.int(0)? != 0 || row.text(1)? == "on" {
            return Err(faults::read_only(target));
        }
        if row.text(2)? != "UTF8" {
            return Err(faults::not_unicode(target, row.text(2)?));
        }
        if row.text(3)? == "off" {
            tracing::warn!("synchronous_commit is off: what the server has confirmed may be lost when it stops");
        }
        Ok(())
    }

    /// Whether it can be used again.
    pub(super) fn is_sound(&self) -> bool {
        self.sound && !self.client.is_closed()
    }

    /// Runs the migrations in a transaction of their own, however long they take.
    pub(crate) fn migrate(
        &mut self,
        apply: impl FnOnce(&mut dyn Sql) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.begin()?;
        self.patience = None;
        let unlimited = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0";
        let applied = self.simple(unlimited).and_then(|_| apply(self));
        let ended = match applied {
            Ok(()) => self.commit(),
            Err(error) => Err(self.undo(error)),
        };
        self.patience = Some(PATIENCE);
        ended
    }

    /// Begins a transaction, and asks what time it is.
    pub(crate) fn begin(&mut self) -> Result<(), StoreError> {
        let answers = self.simple(&format!("BEGIN ISOLATION LEVEL READ COMMITTED; {CLOCK}"))?;
        let told = answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
            _ => None,
        });
        let now = told.ok_or_else(|| StoreError::Shape("the server does not tell the time".to_owned()))?;
        self.transaction = Transaction { begun: (Instant::now(), now), locks: HashSet::new(), failed: None };
        Ok(())
    }

    /// Runs a job in the transaction that has begun, and commits; where it fails or panics, all of it is undone.
    pub(super) fn finish(&mut self, job: Job) -> Result<(), StoreError> {
        match catch_unwind(AssertUnwindSafe(|| job(self))).unwrap_or(Err(StoreError::Panicked)) {
            Ok(()) => self.commit(),
            Err(error) => Err(self.undo(error)),
        }
    }

    /// What time it is by the server's clock.
    fn time(&mut self) -> Result<i64, StoreError> {
        let rows = self.query(CLOCK, &[])?;
        rows.first().ok_or_else(|| StoreError::Shape("the server does not tell the time".to_owned()))?.int(0)
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if let Some(error) = self.transaction.failed.take() {
            return Err(self.undo(error));
        }
        match self.simple("COMMIT") {
            Ok(_) => Ok(()),
            Err(error) if self.is_sound() => Err(error),
            Err(error) => {
                let unknown = "the connection was lost while it committed, so that it is not known whether it did";
                Err(StoreError::Unavailable(format!("{unknown} ({error})")))
            }
        }
    }

    /// Undoes a transaction; where even that fails the connection is given up, and the server undoes it.
    fn undo(&mut self, why: StoreError) -> StoreError {
        if self.is_sound() && self.simple("ROLLBACK").is_err() {
            self.sound = false;
        }
        why
    }

    fn simple(&mut self, statements: &str) -> Result<Vec<SimpleQueryMessage>, StoreError> {
        let (patience, client) = (self.patience, &self.client);
        let answered = self.runtime.block_on(in_time(patience, client.simple_query(statements)));
        self.judged(answered)
    }

    /// What was answered; an answer that shows that the connection is of no more use is remembered.
    fn judged<T>(&mut self, answered: Result<T, Fault>) -> Result<T, StoreError> {
        answered.map_err(|fault| {
            self.sound &= !fault.ends_connection();
            let error = fault.in_words();
            self.transaction.failed.get_or_insert_with(|| error.clone());
            error
        })
    }

    /// The prepared form of a statement.
    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let (translated, patience, client) = (translated(sql), self.patience, &self.client);
        let prepared = self.runtime.block_on(in_time(patience, client.prepare(&translated)));
        let statement = self.judged(prepared)?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// An answer of the server, unless it never comes.
async fn in_time<T>(
    patience: Option<Duration>,
    answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Fault> {
    match patience {
        None => answer.await.map_err(Fault::Said),
        Some(patience) => match tokio::time::timeout(patience, answer).await {
            Ok(answered) => answered.map_err(Fault::Said),
            Err(_) => Err(Fault::Silence(patience)),
        },
    }
}

fn parameters<'a>(values: &'a [Parameter<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Sql for Connection {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let (statement, patience) = (self.prepared(sql)?, self.patience);
        let values: Vec<Parameter<'_>> = values.iter().map(Parameter).collect();
        let parameters = parameters(&values);
        let client = &self.client;
        let changed = self.runtime.block_on(in_time(patience, client.execute(&statement, &parameters)));
        self.judged(changed)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let (statement, patience) = (self.prepared(sql)?, self.patience);
        let values: Vec<Parameter<'_>> = values.iter().map(Parameter).collect();
        let parameters = parameters(&values);
        let client = &self.client;
        let found = self.runtime.block_on(in_time(patience, client.query(&statement, &parameters)));
        let found = self.judged(found)?;
        let row = |row: &tokio_postgres::Row| (0..row.len()).map(|column| row.try_get(column)).collect();
        let rows: Result<Vec<Vec<Value>>, tokio_postgres::Error> = found.iter().map(row).collect();
        self.judged(rows.map_err(Fault::Said)).map(|rows| rows.into_iter().map(Row).collect())
    }

    fn lock(&mut self, conversation: &str) -> Result<(), StoreError> {
        if self.transaction.locks.contains(conversation) {
            return Ok(());
        }
        self.query("SELECT pg_advisory_xact_lock(?1)", &[Value::Int(number_of(conversation))])?;
        self.transaction.locks.insert(conversation.to_owned());
        Ok(())
    }

    fn skipping_locked(&self) -> &'static str {
        "FOR UPDATE SKIP LOCKED"
    }

    fn now(&mut self) -> Result<i64, StoreError> {
        if let Some(clock) = &self.clock {
            return Ok(clock());
        }
        let (since, then) = self.transaction.begun;
        let passed = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
        Ok(then.saturating_add(passed))
    }
}

/// The number of a lock: 64 bits of a hash, the same in every version. Two names with the same number would wait for
/// each other for nothing, and that is all.
fn number_of(lock: &str) -> i64 {
    let hash = Sha256::digest(lock.as_bytes());
    hash.iter().take(8).fold(0, |number, byte| (number << 8) | i64::from(*byte))
}

#[cfg(test)]
impl Connection {
    /// A connection to the database of a URL, whatever stands in it.
    pub(crate) fn for_tests(url: &str, clock: Clock) -> Result<Connection, StoreError> {
        Connection::open_first(&Target::of(url)?, Some(clock))
    }

    /// Does something in a savepoint of its own, in a transaction that has begun.
    pub(crate) fn alone<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.simple("SAVEPOINT tested")?;
        let worked = work(self);
        let end = if worked.is_ok() { "RELEASE tested" } else { "ROLLBACK TO tested; RELEASE tested" };
        self.transaction.failed = None;
        self.simple(end)?;
        worked
    }

    /// Ends a transaction as if it had never been.
    pub(crate) fn forget(&mut self) -> Result<(), StoreError> {
        self.simple("ROLLBACK").map(drop)
    }
}
