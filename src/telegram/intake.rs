//! Whether updates are taken: [`Intake`], shared by whoever takes them in and whoever tells how the bot is.
//!
//! What is absent here: what is done about it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Why updates are not taken, and since when; nothing where they are.
#[derive(Debug, Clone, Default)]
pub struct Intake(Arc<Mutex<Option<(Instant, String)>>>);

impl Intake {
    /// Updates are not taken, for this reason.
    pub fn note(&self, reason: &str) {
        let mut trouble = self.trouble_now();
        let since = trouble.as_ref().map_or_else(Instant::now, |(since, _)| *since);
        *trouble = Some((since, reason.to_owned()));
    }

    /// Updates are taken.
    pub fn over(&self) {
        *self.trouble_now() = None;
    }

    /// Why updates are not taken, where that is so for longer than a time.
    pub fn trouble(&self, longer_than: Duration) -> Option<String> {
        let trouble = self.trouble_now();
        trouble.as_ref().filter(|(since, _)| since.elapsed() > longer_than).map(|(_, reason)| reason.clone())
    }

    fn trouble_now(&self) -> MutexGuard<'_, Option<(Instant, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
