//! The seam between the program and a database: a few methods, one SQL dialect.
//!
//! The SQL that the program writes is portable: `?1`, `?2` parameters, BIGINT and TEXT columns,
//! times in Unix milliseconds, ids made by the program. Texts are compared by their bytes, in whatever language
//! the database was created. A driver hands a [`Sql`] to a synchronous closure and commits when the closure
//! succeeds.
//!
//! # Several at once
//!
//! On SQLite transactions run one after another. On PostgreSQL they run side by side, those of other replicas
//! too, at READ COMMITTED: each statement sees what is committed when it begins. Whatever reads first and then
//! writes what follows from it therefore does one of these:
//!
//! - it takes a lock first, [`Sql::lock`], and reads afterwards: what belongs to a conversation, numbers of
//!   tickets, orders of a shop, links and codes that are good for once;
//! - it changes a row first, which keeps others from that row until the end: destinations of the outbox;
//! - it writes on a condition and looks whether that changed anything: what is told once, what is seen once.
//!
//! Locks are taken in the same order everywhere: a group's conversation, then that of one customer (several in an
//! order that all share), then the rest: "desk", "tickets", "invitation/…", "code/…", "tries/…", "owners", "orders of a
//! shop" (several by their names). Rows of destinations come after all of them: a customer's own before that of their
//! topic, and those that customers share last. Where that cannot be, the database ends one of two that wait for each
//! other, which is [`StoreError::Unavailable`] and tried again like any trouble that passes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::clock::{Clock, system_clock};
use super::postgres::Postgres;
use super::sqlite::{IN_MEMORY, Sqlite};
use super::turns::{Listener, Turn};

/// A value that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A 64-bit number, also a time in Unix milliseconds.
    Int(i64),
    /// A text without NUL characters (PostgreSQL refuses them; [`Value::from`] strips them).
    Text(String),
    /// Nothing.
    Null,
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.replace('\0', ""))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::from(text.as_str())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The number in a column.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(*number),
            other => Err(unexpected(column, other, "a number")),
        }
    }

    /// The number in a column that may hold nothing.
    ///
    /// # Errors
    /// When the column holds a text.
    pub fn int_or_null(&self, column: usize) -> Result<Option<i64>, StoreError> {
        if self.0.get(column) == Some(&Value::Null) { Ok(None) } else { self.int(column).map(Some) }
    }

    /// The text in a column.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(unexpected(column, other, "a text")),
        }
    }

    /// The text in a column that may hold nothing.
    ///
    /// # Errors
    /// When the column holds a number.
    pub fn text_or_null(&self, column: usize) -> Result<Option<&str>, StoreError> {
        if self.0.get(column) == Some(&Value::Null) { Ok(None) } else { self.text(column).map(Some) }
    }
}

/// Names the kind of what was found, never the value: it may be a customer's words.
fn unexpected(column: usize, found: Option<&Value>, wanted: &str) -> StoreError {
    let found = match found {
        Some(Value::Int(_)) => "a number",
        Some(Value::Text(_)) => "a text",
        Some(Value::Null) => "nothing",
        None => "no value",
    };
    StoreError::Shape(format!("column {column} holds {found}, not {wanted}"))
}

/// What a transaction can do. A statement that fails spoils it: what the work does after that is undone, even where it
/// says that it succeeded.
pub trait Sql {
    /// Runs a statement; returns how many rows it changed.
    ///
    /// # Errors
    /// What the database says.
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError>;

    /// Runs a query.
    ///
    /// # Errors
    /// What the database says.
    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// Makes other transactions on the same conversation wait until this one ends. SQLite has one
    /// writer, so that there is nothing to do there.
    ///
    /// # Errors
    /// What the database says.
    fn lock(&mut self, conversation: &str) -> Result<(), StoreError>;

    /// What a query ends with that takes rows to change them, and leaves out those that somebody else is changing
    /// right now: nothing where nobody else can be.
    fn skipping_locked(&self) -> &'static str {
        ""
    }

    /// The database's clock, in Unix milliseconds: leases are judged by it.
    ///
    /// # Errors
    /// What the database says.
    fn now(&mut self) -> Result<i64, StoreError>;
}

/// What the store could not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The store cannot be opened: one sentence that says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// The database refused or could not be reached; trying again later may help.
    #[error("the store does not work right now: {0}")]
    Unavailable(String),
    /// A statement or a row was not as expected: a fault of this program, and trying again is no use.
    #[error("the store holds something unexpected: {0}")]
    Shape(String),
    /// The work inside a transaction panicked; the transaction was undone. What it said is left out,
    /// since the message of a panic may quote a customer's words.
    #[error("the work of a transaction panicked and was undone")]
    Panicked,
}

impl StoreError {
    /// The word for it in metrics.
    fn word(&self) -> &'static str {
        match self {
            StoreError::Refused(_) => "refused",
            StoreError::Unavailable(_) => "unavailable",
            StoreError::Shape(_) => "unexpected",
            StoreError::Panicked => "panicked",
        }
    }
}

/// Work to be done in one transaction, with its result kept aside until the commit.
pub(crate) type Job = Box<dyn FnOnce(&mut dyn Sql) -> Result<(), StoreError> + Send>;

/// What a job says who wants to hear of it.
pub(crate) type Heard = tokio::sync::oneshot::Sender<Result<(), StoreError>>;

/// Hears of the commit of a job, or of the reason why there was none.
pub(crate) type Hears = tokio::sync::oneshot::Receiver<Result<(), StoreError>>;

/// A database: runs each job in a transaction of its own, and says when it is committed.
pub(crate) trait Driver: Send + Sync {
    /// Queues a job. Turns with the same key run one after another, in the order given, and none before an earlier one
    /// has succeeded, or is known to have failed; others may run side by side.
    fn submit(&self, turn: Option<Turn>, job: Job) -> Hears;
}

/// So many connections a store of a database server has where nothing is said.
pub const CONNECTIONS: u32 = 8;

/// Whether others may work on the store of a URL at the same time: on that of a database server, but not on a file,
/// which is for one serving process.
pub fn is_shared(url: &str) -> bool {
    Postgres::is_named_by(url)
}

/// A URL as it may be shown: without what may be a password.
pub fn shown(url: &str) -> String {
    if path_of(url).is_some() { url.to_owned() } else { super::postgres::shown(url) }
}

/// The file that a URL names, the same for `sqlite:a.db` and `sqlite://a.db`; `None` for a store that
/// is in no file, and for a URL that [`Store::open`] refuses.
pub fn file_of(url: &str) -> Option<&str> {
    path_of(url).filter(|path| !path.is_empty() && *path != IN_MEMORY)
}

/// What an SQLite URL names. The only place that takes one apart.
fn path_of(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path))
}

/// A store, cheap to clone.
#[derive(Clone)]
pub struct Store {
    driver: Arc<dyn Driver>,
}

impl Store {
    pub(crate) fn of(driver: Arc<dyn Driver>) -> Store {
        Store { driver }
    }

    /// Opens the store of a URL (`sqlite:tanya.db`, `sqlite::memory:`, `postgres://USER:PASSWORD@HOST/DATABASE`) and
    /// brings its tables up to date.
    ///
    /// # Errors
    /// When the URL names no driver, or the database cannot be opened, locked, reached or written: one
    /// sentence that says what to do.
    pub fn open(url: &str) -> Result<Store, StoreError> {
        Store::opened(url, CONNECTIONS, None)
    }

    /// As [`Store::open`], with so many connections to a database server.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with_connections(url: &str, connections: u32) -> Result<Store, StoreError> {
        Store::opened(url, connections, None)
    }

    /// As [`Store::open`], with a clock of one's own: what [`Sql::now`] tells.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with_clock(url: &str, clock: Clock) -> Result<Store, StoreError> {
        Store::opened(url, CONNECTIONS, Some(clock))
    }

    fn opened(url: &str, connections: u32, clock: Option<Clock>) -> Result<Store, StoreError> {
        if Postgres::is_named_by(url) {
            return Ok(Store::of(Arc::new(Postgres::open(url, connections, clock)?)));
        }
        let refused = match path_of(url) {
            Some("") => "store.url names no file: set it to sqlite:FILE, such as sqlite:tanya.db".to_owned(),
            Some(path) => return Ok(Store::of(Arc::new(Sqlite::open(path, clock.unwrap_or_else(system_clock))?))),
            None => {
                // What follows the colon may hold a password.
                let kind = url.split(':').next().unwrap_or_default();
                format!(
                    "store.url names no store that this version knows (\"{kind}\"): set it to sqlite:FILE, \
                     sqlite::memory: or postgres://USER:PASSWORD@HOST/DATABASE"
                )
            }
        };
        Err(StoreError::Refused(refused))
    }

    /// Runs work in one transaction, which begins as soon as a connection is free, at once with others. The future
    /// only waits for the commit. Dropping the future does not undo the work.
    pub fn transaction<T, W>(&self, work: W) -> Pending<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    {
        self.submit(None, work)
    }

    /// As [`Store::transaction`], for a turn of a conversation: those of one conversation run one after another, in
    /// the order of the calls, and wait before they take a connection, so that a chat that floods keeps no other
    /// waiting. When one fails and may be tried again, those behind it fail as well until that is known. Turns that other replicas take are kept apart by [`Sql::lock`].
    pub fn turn<T, W>(&self, conversation: &str, work: W) -> Pending<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    {
        self.submit(Some(conversation.to_owned()), work)
    }

    fn submit<T, W>(&self, key: Option<String>, work: W) -> Pending<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    {
        let slot = Arc::new(std::sync::Mutex::new(None));
        let inside = Arc::clone(&slot);
        let job: Job = Box::new(move |sql| {
            let result = work(sql)?;
            *inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(result);
            Ok(())
        });
        let (turn, listener) = key.map(Turn::new).unzip();
        Pending { slot, committed: self.driver.submit(turn, job), _listener: listener }
    }
}

/// The result of a transaction that is on its way.
pub struct Pending<T> {
    slot: Arc<std::sync::Mutex<Option<T>>>,
    committed: Hears,
    _listener: Option<Listener>,
}

impl<T> Future for Pending<T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let gone = || StoreError::Unavailable("the store was closed".to_owned());
        Pin::new(&mut self.committed).poll(context).map(|heard| {
            heard.map_err(|_| gone())?.inspect_err(|error| crate::measures::store_error(error.word()))?;
            let mut slot = self.slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            slot.take().ok_or_else(gone)
        })
    }
}
