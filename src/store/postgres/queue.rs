//! Who waits for a connection: jobs in the order given, of each key one at a time.
//!
//! A job whose key is at work waits behind it, not in the line for connections, so that a conversation that floods
//! takes up one connection and no more.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::store::sql::{Heard, Job};
use crate::store::turns::Turn;

/// A job, whose turn it is, and who wants to hear of it.
pub(super) struct Queued {
    pub(super) turn: Option<Turn>,
    pub(super) job: Job,
    pub(super) heard: Heard,
}

/// The jobs that nobody has taken yet.
#[derive(Default)]
pub(super) struct Queue {
    lines: Mutex<Lines>,
    grew: Condvar,
}

#[derive(Default)]
struct Lines {
    /// Those that may be taken.
    ready: VecDeque<Queued>,
    /// Those that wait for one of the same key. A key stands here while one of it is ready or at work.
    behind: HashMap<String, VecDeque<Queued>>,
    closed: bool,
}

impl Queue {
    /// Adds a job.
    pub(super) fn put(&self, turn: Option<Turn>, job: Job, heard: Heard) {
        let queued = Queued { turn, job, heard };
        let mut lines = self.lines();
        if let Some(Turn { key, .. }) = &queued.turn {
            if let Some(behind) = lines.behind.get_mut(key) {
                return behind.push_back(queued);
            }
            lines.behind.insert(key.clone(), VecDeque::new());
        }
        lines.ready.push_back(queued);
        self.grew.notify_one();
    }

    /// Takes the next job, once there is one; nothing when the queue is closed and empty.
    pub(super) fn take(&self) -> Option<Queued> {
        let mut lines = self.lines();
        loop {
            if let Some(queued) = lines.ready.pop_front() {
                return Some(queued);
            }
            if lines.closed && lines.behind.is_empty() {
                return None;
            }
            lines = self.grew.wait(lines).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A job that was taken is done: the next one of its key gets in line, behind those of others.
    pub(super) fn done(&self, turn: Option<Turn>) {
        let Some(Turn { key, .. }) = turn else { return };
        let mut lines = self.lines();
        match lines.behind.get_mut(&key).and_then(VecDeque::pop_front) {
            Some(next) => {
                lines.ready.push_back(next);
                self.grew.notify_one();
            }
            None => {
                lines.behind.remove(&key);
                if lines.closed {
                    self.grew.notify_all();
                }
            }
        }
    }

    /// What is in it is still to be done, and nothing more comes.
    pub(super) fn close(&self) {
        self.lines().closed = true;
        self.grew.notify_all();
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(queue: &Queue, key: &str) {
        let (heard, _) = tokio::sync::oneshot::channel();
        queue.put(turn(key), Box::new(|_| Ok(())), heard);
    }

    fn turn(key: &str) -> Option<Turn> {
        (!key.is_empty()).then(|| Turn::new(key.to_owned()).0)
    }

    /// The keys of the jobs that can be taken now.
    fn takeable(queue: &Queue) -> Vec<String> {
        let ready = queue.lines().ready.len();
        (0..ready)
            .filter_map(|_| queue.take())
            .map(|queued| queued.turn.map(|turn| turn.key).unwrap_or_default())
            .collect()
    }

    #[test]
    fn of_each_key_one_is_taken_at_a_time_and_none_keeps_others_waiting() {
        let queue = Queue::default();
        for key in ["a", "a", "a", "b", "", ""] {
            put(&queue, key);
        }
        assert_eq!(takeable(&queue), ["a", "b", "", ""]);
        put(&queue, "b");
        assert_eq!(takeable(&queue), Vec::<String>::new());
        queue.done(turn("a"));
        queue.done(None);
        assert_eq!(takeable(&queue), ["a"]);
        queue.done(turn("b"));
        queue.done(turn("a"));
        assert_eq!(takeable(&queue), ["b", "a"]);
    }

    #[test]
    fn a_closed_queue_is_emptied_first() {
        let queue = Queue::default();
        put(&queue, "a");
        put(&queue, "a");
        queue.close();
        for _ in 0..2 {
            let taken = queue.take().and_then(|queued| queued.turn);
            assert_eq!(taken.as_ref().map(|turn| turn.key.as_str()), Some("a"));
            queue.done(taken);
        }
        assert!(queue.take().is_none());
    }
}
