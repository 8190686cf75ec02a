//! Turns of one conversation keep their order also where one of them fails.
//!
//! A turn that could not be stored is handed in again. Until whoever did so has heard that it failed, the turns behind it
//! fail as well: they are handed in again after it. Otherwise a later message would be answered before an earlier one.
//!
//! What is absent here: which turn runs when. That is the driver's.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::sql::StoreError;

/// A turn on its way into the store.
pub(crate) struct Turn {
    /// What it is queued by: its conversation.
    pub(crate) key: String,
    heard: Arc<AtomicBool>,
}

/// In the hands of whoever waits for a turn. Once it is dropped, what became of the turn is known, or nobody minds.
pub(crate) struct Listener(Arc<AtomicBool>);

impl Turn {
    /// A turn, and what its listener holds.
    pub(crate) fn new(key: String) -> (Turn, Listener) {
        let heard = Arc::new(AtomicBool::new(false));
        (Turn { key, heard: Arc::clone(&heard) }, Listener(heard))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// The turns that failed and of which that is not known yet, by their keys.
#[derive(Default)]
pub(crate) struct Failures(Mutex<HashMap<String, Vec<Arc<AtomicBool>>>>);

impl Failures {
    /// Whether a turn may be taken.
    ///
    /// # Errors
    /// When an earlier one failed.
    pub(crate) fn before(&self, turn: Option<&Turn>) -> Result<(), StoreError> {
        let Some(turn) = turn else { return Ok(()) };
        let failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unheard = |all: &Vec<Arc<AtomicBool>>| all.iter().any(|heard| !heard.load(Ordering::Acquire));
        if failed.get(&turn.key).is_some_and(unheard) {
            let why = "an earlier turn of the conversation could not be stored: it is tried again first";
            return Err(StoreError::Unavailable(why.to_owned()));
        }
        Ok(())
    }

    /// Notes what became of a turn, before anybody hears of it. Only what may be tried again holds up others.
    pub(crate) fn note(&self, turn: Option<&Turn>, result: &Result<(), StoreError>) {
        let (Some(turn), Err(StoreError::Unavailable(_))) = (turn, result) else { return };
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, all| {
            all.retain(|heard| !heard.load(Ordering::Acquire));
            !all.is_empty()
        });
        failed.entry(turn.key.clone()).or_default().push(Arc::clone(&turn.heard));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unavailable() -> Result<(), StoreError> {
        Err(StoreError::Unavailable("away".to_owned()))
    }

    #[test]
    fn turns_behind_one_that_failed_fail_until_that_is_heard() {
        let failures = Failures::default();
        let (first, listener) = Turn::new("a".to_owned());
        let ((second, _second), (other, _other)) = (Turn::new("a".to_owned()), Turn::new("b".to_owned()));
        for harmless in [Ok(()), Err(StoreError::Panicked), Err(StoreError::Shape(String::new()))] {
            failures.note(Some(&first), &harmless);
            assert_eq!(failures.before(Some(&second)), Ok(()));
        }
        failures.note(Some(&first), &unavailable());
        assert!(failures.before(Some(&second)).is_err());
        assert_eq!((failures.before(Some(&other)), failures.before(None)), (Ok(()), Ok(())));
        drop(listener);
        assert_eq!(failures.before(Some(&second)), Ok(()));
    }
}
