//! The SQLite driver: one thread that owns the connection and commits what waits together.
//!
//! A commit has to reach the disk, which takes a hundred times longer than the work before it. So
//! the jobs that wait at the same time share one: each runs in a savepoint of its own, a job that
//! fails or panics is undone alone, and all hear of the common commit, or of why there was none.
//!
//! What is absent here: any knowledge of what is stored, and any retry. `connection` is the only
//! file that knows `rusqlite`.

mod connection;
mod faults;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::clock::Clock;
use super::migrations;
use super::sql::{Driver, Heard, Hears, Job, StoreError};
use super::turns::{Failures, Turn};
pub(crate) use connection::Connection;

/// At most so many jobs share a commit, so that the first does not wait for ever.
const MOST_TOGETHER: usize = 256;

/// What the file is called that is no file.
pub(crate) const IN_MEMORY: &str = ":memory:";

/// A job, and who wants to hear of it.
struct Queued {
    job: Job,
    waits: Waits,
}

/// Who wants to hear of a job, and whose turn it is.
struct Waits {
    turn: Option<Turn>,
    heard: Heard,
}

/// An open database with its thread. Dropping it does the jobs that are queued and closes it.
pub(crate) struct Sqlite {
    jobs: Option<Sender<Queued>>,
    thread: Option<JoinHandle<()>>,
}

impl Sqlite {
    /// Opens a file, or a database in memory, and brings its tables up to date.
    pub(crate) fn open(path: &str, clock: Clock) -> Result<Sqlite, StoreError> {
        let mut connection = match path {
            IN_MEMORY => Connection::in_memory(clock)?,
            file => Connection::of_file(file, clock, connection::PATIENCE)?,
        };
        connection.migrate(migrations::apply)?;
        Sqlite::run(connection)
    }

    fn run(connection: Connection) -> Result<Sqlite, StoreError> {
        let (jobs, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || work(connection, &waiting))
            .map_err(|error| StoreError::Unavailable(format!("no thread could be started: {error}")))?;
        Ok(Sqlite { jobs: Some(jobs), thread: Some(thread) })
    }
}

impl Driver for Sqlite {
    /// All run in the order given, whatever their keys: there is one connection.
    fn submit(&self, turn: Option<Turn>, job: Job) -> Hears {
        let (heard, hears) = oneshot::channel();
        if let Some(jobs) = &self.jobs {
            // A closed channel drops the sender of the answer, which the receiver hears.
            drop(jobs.send(Queued { job, waits: Waits { turn, heard } }));
        }
        hears
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        drop(self.jobs.take());
        let Some(thread) = self.thread.take() else { return };
        // The last owner may be a job on that very thread, which then ends by itself.
        if thread.thread().id() != std::thread::current().id() {
            drop(thread.join());
        }
    }
}

fn work(mut connection: Connection, waiting: &Receiver<Queued>) {
    let failures = Failures::default();
    while let Ok(first) = waiting.recv() {
        let batch = std::iter::once(first).chain(waiting.try_iter()).take(MOST_TOGETHER).collect();
        commit_together(&mut connection, batch, &failures);
    }
}

/// Runs jobs in one transaction. A job that fails hears it at once; the others hear of the commit.
/// When the database ends the transaction early, they hear what made it do so.
fn commit_together(connection: &mut Connection, batch: Vec<Queued>, failures: &Failures) {
    if let Err(error) = connection.begin() {
        return tell(batch.into_iter().map(|queued| queued.waits), &Err(error), failures);
    }
    let mut batch = batch.into_iter();
    let mut done = Vec::new();
    let mut lost = None;
    while lost.is_none()
        && let Some(Queued { job, waits }) = batch.next()
    {
        match failures.before(waits.turn.as_ref()).and_then(|()| connection.alone(job)) {
            Ok(()) => done.push(waits),
            Err(error) => {
                tell([waits], &Err(error.clone()), failures);
                lost = (!connection.in_transaction()).then_some(error);
            }
        }
    }
    let committed = lost.map_or_else(|| connection.commit(), Err);
    tell(done, &committed, failures);
    tell(batch.map(|queued| queued.waits), &committed, failures);
}

fn tell(all: impl IntoIterator<Item = Waits>, answer: &Result<(), StoreError>, failures: &Failures) {
    for Waits { turn, heard } in all {
        failures.note(turn.as_ref(), answer);
        // Whoever does not listen any more does not mind.
        drop(heard.send(answer.clone()));
    }
}

#[cfg(test)]
mod tests;
