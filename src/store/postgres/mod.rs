//! The PostgreSQL driver: some connections, each with a thread of its own, that take jobs from one queue.
//!
//! In reading order: `target` (what a URL says), `tls` (what a certificate is asked), `queue` (who waits for whom),
//! `connection` (one transaction), `dialect` (the SQL and the values of this program as PostgreSQL takes them),
//! `faults` (what the server says, in the words of this program).
//!
//! A connection that died is noticed when the next job begins a transaction on it, and that job begins again on a
//! fresh one. A job that was under way fails instead: nobody but the server knows how far it came. Where the server is
//! away, jobs hear that at once rather than each waiting for it in turn.
//!
//! What is absent here: any knowledge of what is stored, and any retry of work that has begun. This folder is the only
//! one that knows `tokio_postgres` and, for it, `rustls`.

mod connection;
mod dialect;
mod faults;
mod queue;
mod target;
mod tls;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::clock::Clock;
use super::migrations;
use super::sql::{Driver, Hears, Job, StoreError};
use super::turns::{Failures, Turn};
pub(crate) use connection::Connection;
use queue::Queue;
use target::Target;
pub(crate) use target::shown;

/// After the server could not be reached, jobs are refused for so long without asking it again.
const PAUSE: Duration = Duration::from_millis(300);

/// What all connections of a store have in common.
struct Server {
    target: Target,
    clock: Option<Clock>,
    /// Since when it cannot be reached, and why.
    away: Mutex<Option<(Instant, StoreError)>>,
    failures: Failures,
}

impl Server {
    /// A fresh connection. While the server is away, what was heard a moment ago is said again.
    fn connect(&self) -> Result<Connection, StoreError> {
        let away = self.away.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, why)) = away.filter(|(since, _)| since.elapsed() < PAUSE) {
            return Err(why);
        }
        let connected = Connection::open(&self.target, self.clock.clone());
        let why = connected.as_ref().err().map(|error| (Instant::now(), error.clone()));
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = why;
        connected
    }
}

/// A database server with its threads. Dropping it does the jobs that are queued and closes the connections.
pub(crate) struct Postgres {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

impl Postgres {
    /// Whether a URL names a database server.
    pub(crate) fn is_named_by(url: &str) -> bool {
        target::scheme(url).is_some()
    }

    /// Connects, and brings the tables up to date. Further connections are made when there is work for them.
    pub(crate) fn open(url: &str, connections: u32, clock: Option<Clock>) -> Result<Postgres, StoreError> {
        let server =
            Arc::new(Server { target: Target::of(url)?, clock, away: Mutex::default(), failures: Failures::default() });
        let inside = Arc::clone(&server);
        // A thread of its own: whoever opens a store may be on one that must not be blocked in this way.
        let opening = std::thread::spawn(move || -> Result<Connection, StoreError> {
            let mut first = Connection::open_first(&inside.target, inside.clock.clone())?;
            first.migrate(migrations::apply).map_err(|error| faults::tables_refused(&inside.target, error))?;
            Ok(first)
        });
        let mut first = Some(opening.join().map_err(|_| StoreError::Panicked)??);
        let queue = Arc::new(Queue::default());
        let mut postgres = Postgres { queue, threads: Vec::new() };
        for number in 1..=connections.max(1) {
            let seat = Seat { server: Arc::clone(&server), connection: first.take() };
            let queue = Arc::clone(&postgres.queue);
            let thread = std::thread::Builder::new()
                .name(format!("store-{number}"))
                .spawn(move || work(seat, &queue))
                .map_err(|error| StoreError::Unavailable(format!("no thread could be started: {error}")))?;
            postgres.threads.push(thread);
        }
        Ok(postgres)
    }

    /// A connection that sees the database as it is now, and changes nothing.
    pub(crate) fn snapshot(url: &str) -> Result<Connection, StoreError> {
        Connection::snapshot(&Target::of(url)?)
    }
}

impl Driver for Postgres {
    fn submit(&self, turn: Option<Turn>, job: Job) -> Hears {
        let (heard, hears) = oneshot::channel();
        self.queue.put(turn, job, heard);
        hears
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            // The last owner may be a job on one of them, which then ends by itself.
            if thread.thread().id() != std::thread::current().id() {
                drop(thread.join());
            }
        }
    }
}

/// The place of one connection, which may be empty.
struct Seat {
    server: Arc<Server>,
    connection: Option<Connection>,
}

impl Seat {
    /// Runs a job in a transaction. A connection that died meanwhile is not used again.
    fn run(&mut self, job: Job) -> Result<(), StoreError> {
        let mut connection = self.begun()?;
        let result = connection.finish(job);
        self.connection = connection.is_sound().then_some(connection);
        result
    }

    /// A connection on which a transaction has begun: the one that is there or, where that is dead, a fresh one.
    fn begun(&mut self) -> Result<Connection, StoreError> {
        if let Some(mut kept) = self.connection.take() {
            match kept.begin() {
                Ok(()) => return Ok(kept),
                Err(error) if kept.is_sound() => {
                    self.connection = Some(kept);
                    return Err(error);
                }
                Err(error) => tracing::warn!(%error, "a connection to the database was lost; another is made"),
            }
        }
        let mut fresh = self.server.connect()?;
        fresh.begin().map(|()| fresh)
    }
}

fn work(mut seat: Seat, queue: &Queue) {
    while let Some(taken) = queue.take() {
        let result = seat.server.failures.before(taken.turn.as_ref()).and_then(|()| seat.run(taken.job));
        seat.server.failures.note(taken.turn.as_ref(), &result);
        // The next one of the same key may begin before anybody has heard of this one: it is committed.
        queue.done(taken.turn);
        // Whoever does not listen any more does not mind.
        drop(taken.heard.send(result));
    }
}
