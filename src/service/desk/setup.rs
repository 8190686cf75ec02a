//! What the merchant has set about the desk, for the service.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::civil::Time;

use crate::conversation::Hours;
use crate::conversation::desk::DeskRules;
use crate::conversation::desk::deadlines::Deadlines;
use crate::voice::Message;

/// So many messages of one customer go to their topic at once.
const BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// After that one in so long: what else they write is joined to it, so that a flood leaves room for others.
const FLOOD_PERIOD: Duration = Duration::from_secs(6);

/// What was let through is forgotten once there is so much of it.
const MOST_LET_THROUGH: usize = 4096;

/// How much one customer may write to staff.
pub struct Flood {
    limiter: DefaultKeyedRateLimiter<String>,
    /// The entry that was let through last, of each destination: it may have to wait for other reasons, and is not
    /// counted again then.
    let_through: Mutex<HashMap<String, i64>>,
}

impl Flood {
    /// Lets an entry of a destination through.
    ///
    /// # Errors
    /// With the time to wait where the customer writes too much.
    pub fn check(&self, destination: &str, position: i64) -> Result<(), Duration> {
        let mut let_through = self.let_through.lock().unwrap_or_else(PoisonError::into_inner);
        if let_through.get(destination) == Some(&position) {
            return Ok(());
        }
        let destination = destination.to_owned();
        self.limiter.check_key(&destination).map_err(|spent| spent.wait_time_from(DefaultClock::default().now()))?;
        if let_through.len() >= MOST_LET_THROUGH {
            let_through.clear();
            self.limiter.retain_recent();
        }
        let_through.insert(destination, position);
        Ok(())
    }
}

/// What is set about the desk.
pub struct SupportDesk {
    /// What a turn needs of it.
    pub rules: DeskRules,
    /// When staff are reminded, and when a ticket ends by itself.
    pub deadlines: Deadlines,
    /// When staff answer, as long as the owner has not said so in Telegram.
    pub hours: Option<Hours>,
    /// When the daily digest comes, by the clocks of the zone of the hours; `None` for never.
    pub digest: Option<Time>,
    /// How much one customer may write to staff.
    pub flood: Flood,
    /// What the cards and the list show, hashed, as far as this process has shown it: what is shown already is not
    /// shown again.
    shown: Mutex<HashMap<String, u64>>,
}

/// Of more messages than these it is not remembered what they show.
const MOST_SHOWN: usize = 4096;

impl SupportDesk {
    /// A desk of these settings.
    pub fn new(rules: DeskRules, deadlines: Deadlines, hours: Option<Hours>, digest: Option<Time>) -> SupportDesk {
        let quota = Quota::with_period(FLOOD_PERIOD).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(BURST);
        let flood = Flood { limiter: RateLimiter::keyed(quota), let_through: Mutex::default() };
        SupportDesk { rules, deadlines, hours, digest, flood, shown: Mutex::default() }
    }

    /// Whether a message shows this already.
    pub(super) fn shows(&self, what: &str, message: &Message) -> bool {
        self.all_shown().get(what) == Some(&print(message))
    }

    /// Notes what a message shows now.
    pub(super) fn note_shown(&self, what: &str, message: &Message) {
        let mut shown = self.all_shown();
        if shown.len() >= MOST_SHOWN {
            shown.clear();
        }
        shown.insert(what.to_owned(), print(message));
    }

    fn all_shown(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for SupportDesk {
    fn default() -> SupportDesk {
        SupportDesk::new(DeskRules::default(), Deadlines::default(), None, None)
    }
}

fn print(message: &Message) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(message).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_has_to_wait_is_counted_once() {
        let flood = SupportDesk::default().flood;
        assert!((0..100).all(|_| flood.check("desk:a", 1).is_ok()));
        assert!((2..=10).all(|position| flood.check("desk:a", position).is_ok()));
        assert!(flood.check("desk:a", 11).is_err(), "too much");
        assert_eq!(flood.check("desk:a", 10), Ok(()));
        assert_eq!(flood.check("desk:b", 1), Ok(()), "another customer is not slowed");
    }
}
