//! The seam between the program and a database: a few methods, one SQL dialect.
//!
//! The SQL that the program writes is portable: `?1`, `?2` parameters, BIGINT and TEXT columns,
//! times in Unix milliseconds, ids made by the program. A driver hands a [`Sql`] to a synchronous
//! closure and commits when the closure succeeds.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::clock::{Clock, system_clock};
use super::sqlite::{IN_MEMORY, Sqlite};

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

/// What a transaction can do.
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

/// Work to be done in one transaction, with its result kept aside until the commit.
pub(crate) type Job = Box<dyn FnOnce(&mut dyn Sql) -> Result<(), StoreError> + Send>;

/// A database: takes jobs in the order given, runs each in a transaction of its own, and says when
/// it is committed.
pub(crate) trait Driver: Send + Sync {
    /// Queues a job. The receiver hears of the commit, or of the reason why there was none.
    fn submit(&self, job: Job) -> tokio::sync::oneshot::Receiver<Result<(), StoreError>>;
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

    /// Opens the store of a URL (`sqlite:tanya.db`, `sqlite::memory:`) and brings its tables up to
    /// date.
    ///
    /// # Errors
    /// When the URL names no driver, or the database cannot be opened, locked or written: one
    /// sentence that says what to do.
    pub fn open(url: &str) -> Result<Store, StoreError> {
        Store::open_with_clock(url, system_clock())
    }

    /// As [`Store::open`], with a clock of one's own: what [`Sql::now`] tells.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with_clock(url: &str, clock: Clock) -> Result<Store, StoreError> {
        let refused = match path_of(url) {
            Some("") => "store.url names no file: set it to sqlite:FILE, such as sqlite:tanya.db".to_owned(),
            Some(path) => return Ok(Store::of(Arc::new(Sqlite::open(path, clock)?))),
            None => {
                // What follows the colon may hold a password.
                let kind = url.split(':').next().unwrap_or_default();
                format!(
                    "store.url names no store that this version knows (\"{kind}\"): set it to sqlite:FILE or \
                     sqlite::memory:"
                )
            }
        };
        Err(StoreError::Refused(refused))
    }

    /// Runs work in one transaction. The work is queued at once, in the order of the calls; the
    /// future only waits for the commit. Dropping the future does not undo the work.
    pub fn transaction<T, W>(&self, work: W) -> Pending<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    {
        let slot = Arc::new(std::sync::Mutex::new(None));
        let inside = Arc::clone(&slot);
        let committed = self.driver.submit(Box::new(move |sql| {
            let result = work(sql)?;
            *inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(result);
            Ok(())
        }));
        Pending { slot, committed }
    }
}

/// The result of a transaction that is on its way.
pub struct Pending<T> {
    slot: Arc<std::sync::Mutex<Option<T>>>,
    committed: tokio::sync::oneshot::Receiver<Result<(), StoreError>>,
}

impl<T> Future for Pending<T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let gone = || StoreError::Unavailable("the store was closed".to_owned());
        Pin::new(&mut self.committed).poll(context).map(|heard| {
            heard.map_err(|_| gone())??;
            let mut slot = self.slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            slot.take().ok_or_else(gone)
        })
    }
}
