//! What the bot allows itself to send, so that Telegram need not answer 429.
//!
//! One message a second in a private chat with bursts of five, 20 in any minute in a group, 30 a
//! second in all. Telegram's own word, a 429, is not handled here: see [`super::outgoing`].

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use teloxide::types::ChatId;

use crate::settings::Limits;

type PerChat<C> = RateLimiter<ChatId, DashMapStateStore<ChatId>, C, NoOpMiddleware<<C as Clock>::Instant>>;
type Overall<C> = RateLimiter<NotKeyed, InMemoryState, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Chats that have been quiet are forgotten after this many messages.
const SWEEP_AFTER: u32 = 4096;

/// Counts what is sent; shared by all who send.
pub struct Limiter<C: Clock = DefaultClock> {
    /// `None` when the limits are off.
    budgets: Option<Budgets<C>>,
}

struct Budgets<C: Clock> {
    private: PerChat<C>,
    group: PerChat<C>,
    overall: Overall<C>,
    clock: C,
    messages: AtomicU32,
}

impl Limiter {
    /// A limiter with these limits; nothing has been sent yet.
    pub fn new(limits: Limits) -> Limiter {
        Limiter::with_clock(limits, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Limiter<C> {
    fn with_clock(limits: Limits, clock: C) -> Limiter<C> {
        let budgets = (limits == Limits::Standard).then(|| Budgets {
            private: RateLimiter::dashmap_with_clock(every(Duration::from_secs(1), 5), clock.clone()),
            // Five at once and one every four seconds are 20 in any minute.
            group: RateLimiter::dashmap_with_clock(every(Duration::from_secs(4), 5), clock.clone()),
            overall: RateLimiter::direct_with_clock(every(Duration::from_secs(1) / 30, 1), clock.clone()),
            clock,
            messages: AtomicU32::new(0),
        });
        Limiter { budgets }
    }

    /// Takes a new message to a chat from the chat's budget.
    ///
    /// # Errors
    /// With the time to wait when the budget is spent; nothing was taken then.
    pub fn message(&self, chat: ChatId) -> Result<(), Duration> {
        let Some(budgets) = &self.budgets else { return Ok(()) };
        // The sign tells groups from people; `ChatId::is_user` panics on ids that it does not expect.
        let budget = if chat.0 < 0 { &budgets.group } else { &budgets.private };
        if budgets.messages.fetch_add(1, Ordering::Relaxed) % SWEEP_AFTER == SWEEP_AFTER - 1 {
            budgets.private.retain_recent();
            budgets.group.retain_recent();
        }
        budget.check_key(&chat).map_err(|spent| spent.wait_time_from(budgets.clock.now()))
    }

    /// Waits for a turn in the budget of the whole bot: mostly not at all, else for moments.
    pub async fn turn(&self) {
        while let Err(wait) = self.overall() {
            tokio::time::sleep(wait).await;
        }
    }

    fn overall(&self) -> Result<(), Duration> {
        let Some(budgets) = &self.budgets else { return Ok(()) };
        budgets.overall.check().map_err(|spent| spent.wait_time_from(budgets.clock.now()))
    }
}

/// One in every period, with bursts. A period of zero, which would be no limit, does not occur.
fn every(period: Duration, burst: u32) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(burst)
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const PERSON: ChatId = ChatId(7);
    const GROUP: ChatId = ChatId(-1007);

    fn limiter(limits: Limits) -> (Limiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Limiter::with_clock(limits, clock.clone()), clock)
    }

    /// The moments, in milliseconds, at which an attempt succeeds when one is made every 10 ms.
    fn successes(clock: &FakeRelativeClock, seconds: u64, attempt: impl Fn() -> Result<(), Duration>) -> Vec<u64> {
        let attempts = (0..seconds * 100).filter(|_| {
            clock.advance(Duration::from_millis(10));
            attempt().is_ok()
        });
        attempts.map(|number| number * 10).collect()
    }

    /// The most that fall into any stretch of time of this length.
    fn most_within(moments: &[u64], milliseconds: u64) -> usize {
        let within = |from: &u64| moments.iter().filter(|moment| (*from..from + milliseconds).contains(moment)).count();
        moments.iter().map(within).max().unwrap_or_default()
    }

    #[test]
    fn a_private_chat_has_a_burst_of_five_and_then_one_a_second() {
        let (limiter, clock) = limiter(Limits::Standard);
        assert!((0..5).all(|_| limiter.message(PERSON).is_ok()));
        assert_eq!(limiter.message(PERSON), Err(Duration::from_secs(1)));
        assert_eq!(limiter.message(ChatId(8)), Ok(()), "another chat is not delayed");
        clock.advance(Duration::from_secs(1));
        assert_eq!(limiter.message(PERSON), Ok(()));
        assert!(limiter.message(PERSON).is_err());
    }

    #[test]
    fn a_group_has_twenty_in_any_minute() {
        let (limiter, clock) = limiter(Limits::Standard);
        let moments = successes(&clock, 180, || limiter.message(GROUP));
        assert!((18..=20).contains(&most_within(&moments, 60_000)), "{moments:?}");
        assert_eq!(limiter.message(PERSON), Ok(()), "a private chat is not delayed");
    }

    #[test]
    fn all_chats_together_have_thirty_in_any_second() {
        let (limiter, clock) = limiter(Limits::Standard);
        let moments = successes(&clock, 10, || limiter.overall());
        assert!((25..=30).contains(&most_within(&moments, 1000)), "{moments:?}");
    }

    #[test]
    fn without_limits_nothing_waits() {
        let (limiter, _) = limiter(Limits::Off);
        assert!((0..1000).all(|_| limiter.message(PERSON).is_ok() && limiter.overall().is_ok()));
    }
}
