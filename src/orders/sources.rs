//! The sources of orders together, as everybody asks them: what was answered is kept for a minute, and who
//! asks for the same number at the same time shares one asking.
//!
//! What is absent here: how one source is asked, and what is shown to whom.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::asking::{Asked, Limits, ask};
use super::order::{OrderNumber, UnixMs};
use super::source::{OrderSource, TABLE};

/// For so long an answer is kept, in milliseconds.
const KEPT_MS: i64 = 60 * 1000;

/// At most so many answers are kept.
const MOST_KEPT: usize = 1024;

/// Tells the time in Unix milliseconds.
pub type Now = Arc<dyn Fn() -> UnixMs + Send + Sync>;

/// All sources, cheap to clone.
#[derive(Clone)]
pub struct Sources {
    inner: Arc<Inner>,
}

struct Inner {
    sources: Vec<Arc<dyn OrderSource>>,
    limits: Limits,
    now: Now,
    kept: Mutex<Kept>,
}

/// A number, and whether every source is to be asked whatever the first ones say.
type Question = (OrderNumber, bool);

/// What is on its way or was answered.
type Kept = HashMap<Question, Arc<Slot>>;

/// An asking that is on its way or done, since a time in Unix milliseconds.
struct Slot {
    question: Question,
    since: UnixMs,
    asked: OnceCell<Asked>,
}

impl Slot {
    /// A clock that was set back makes everything old.
    fn is_fresh(&self, now: UnixMs) -> bool {
        !self.asked.initialized() || (0..KEPT_MS).contains(&now.saturating_sub(self.since))
    }
}

impl Sources {
    /// The sources in the order in which they are asked.
    pub fn new(sources: Vec<Arc<dyn OrderSource>>, limits: Limits, now: Now) -> Sources {
        Sources { inner: Arc::new(Inner { sources, limits, now, kept: Mutex::default() }) }
    }

    /// Whether nobody but the table in the store is asked, so that an answer takes no time.
    pub fn is_local(&self) -> bool {
        self.inner.sources.iter().all(|source| source.name() == TABLE)
    }

    /// So long asking all of them takes at the longest.
    pub fn longest(&self) -> Duration {
        let remote = self.inner.sources.iter().filter(|source| source.name() != TABLE).count();
        self.inner.limits.timeout.saturating_mul(u32::try_from(remote).unwrap_or(u32::MAX))
    }

    /// What the sources say of a number. An asking for somebody who has not proven the order has to be
    /// `thorough`: all sources are asked to the end, whatever the earlier ones say, so that an order which
    /// exists and one which does not take the same path and time.
    pub async fn ask(&self, number: &OrderNumber, thorough: bool) -> Asked {
        let question = (number.clone(), thorough);
        if self.is_local() {
            // What is kept here would be older than the table, and no sooner at hand.
            return self.asked_now(&question).await;
        }
        self.answer(&self.slot(question)).await
    }

    /// What the sources say now: every one of them is asked, whatever is kept from before. The answer is
    /// kept for the others.
    pub async fn refresh(&self, number: &OrderNumber) -> Asked {
        if self.is_local() {
            return self.ask(number, true).await;
        }
        let slot = {
            let mut kept = self.kept();
            kept.remove(&(number.clone(), false));
            self.new_slot(&mut kept, (number.clone(), true))
        };
        self.answer(&slot).await
    }

    /// Forgets what is kept of a number, since something has changed.
    pub fn forget(&self, number: &OrderNumber) {
        let mut kept = self.kept();
        for thorough in [false, true] {
            kept.remove(&(number.clone(), thorough));
        }
    }

    /// Waits for an asking, and does it when nobody does: not even when whoever began it has gone away.
    async fn answer(&self, slot: &Arc<Slot>) -> Asked {
        let asked = slot.asked.get_or_init(|| self.asked_now(&slot.question)).await.clone();
        if !asked.complete {
            let mut kept = self.kept();
            if kept.get(&slot.question).is_some_and(|other| Arc::ptr_eq(other, slot)) {
                kept.remove(&slot.question);
            }
        }
        asked
    }

    async fn asked_now(&self, (number, thorough): &Question) -> Asked {
        let Inner { sources, limits, now, .. } = &*self.inner;
        ask(sources, *limits, number, *thorough, now.as_ref()).await
    }

    /// The slot of a question: one that is on its way or fresh, else a new one. What every source was asked
    /// for also answers whoever wants less.
    fn slot(&self, question: Question) -> Arc<Slot> {
        let now = (self.inner.now)();
        let mut kept = self.kept();
        let thorough = (question.0.clone(), true);
        let found = [&question, &thorough].into_iter().filter_map(|question| kept.get(question));
        let found = found.filter(|slot| slot.is_fresh(now)).map(Arc::clone).next();
        found.unwrap_or_else(|| self.new_slot(&mut kept, question))
    }

    fn new_slot(&self, kept: &mut Kept, question: Question) -> Arc<Slot> {
        let now = (self.inner.now)();
        if kept.len() >= MOST_KEPT {
            make_room(kept, now);
        }
        let slot = Arc::new(Slot { question: question.clone(), since: now, asked: OnceCell::new() });
        kept.insert(question, Arc::clone(&slot));
        slot
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.inner.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops what is too old, and the oldest when nothing is. Who waits for a dropped asking still gets it.
fn make_room(kept: &mut Kept, now: UnixMs) {
    kept.retain(|_, slot| slot.is_fresh(now));
    if kept.len() >= MOST_KEPT
        && let Some(oldest) = kept.iter().min_by_key(|(_, slot)| slot.since).map(|(question, _)| question.clone())
    {
        kept.remove(&oldest);
    }
}

#[cfg(test)]
mod tests;
