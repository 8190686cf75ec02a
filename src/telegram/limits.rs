//! What the bot allows itself to send, so that Telegram need not answer 429.
//!
//! One message a second in a private chat with bursts of five, 20 in any minute in a group, 30 a second in all
//! (the latter two are settings). An edit takes nothing from a chat's budget. What Telegram itself says, a 429, is for
//! the one delivery that it answers; here all others of the same group are held back with it ([`Limiter::hold`]).

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use teloxide::types::{ChatId, ThreadId};

use super::queues::Queues;
use crate::settings::{GroupBudget, Limits};

type PerChat<C> = RateLimiter<ChatId, DashMapStateStore<ChatId>, C, NoOpMiddleware<<C as Clock>::Instant>>;
type Overall<C> = RateLimiter<NotKeyed, InMemoryState, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// One message in a private chat in so long, and so many at once after a pause.
pub(super) const PRIVATE_PERIOD: Duration = Duration::from_secs(1);
pub(super) const PRIVATE_BURST: u32 = 5;

/// Chats that have been quiet are forgotten after this many messages.
const SWEEP_AFTER: u32 = 4096;

/// Counts what is sent; shared by all who send.
pub struct Limiter<C: Clock = DefaultClock> {
    /// `None` when the limits are off.
    budgets: Option<Budgets<C>>,
}

struct Budgets<C: Clock> {
    private: PerChat<C>,
    groups: Queues<C>,
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
        let budgets = match limits {
            Limits::Off => None,
            Limits::Standard(budgets) => Some(Budgets {
                private: RateLimiter::dashmap_with_clock(every(PRIVATE_PERIOD, PRIVATE_BURST), clock.clone()),
                groups: of_groups(budgets.group, clock.clone()),
                overall: RateLimiter::direct_with_clock(
                    every(Duration::from_secs(1) / budgets.per_second.max(1), 1),
                    clock.clone(),
                ),
                clock,
                messages: AtomicU32::new(0),
            }),
        };
        Limiter { budgets }
    }

    /// Takes one new message from a chat's budget, and in a group a place in its queue; as [`Limiter::messages`].
    ///
    /// # Errors
    /// With the time to wait.
    pub fn message(&self, chat: ChatId, topic: Option<ThreadId>) -> Result<(), Duration> {
        self.messages(chat, topic, 1).map_err(|(_, wait)| wait)
    }

    /// Takes so many new messages from the chat's budget. In a group all of them are taken at once, and whoever must
    /// wait has a place in the queue of the group, one for each topic: who came first goes first.
    ///
    /// # Errors
    /// With how many were taken all the same, and the time to wait for the others when the budget is spent.
    pub fn messages(&self, chat: ChatId, topic: Option<ThreadId>, count: usize) -> Result<(), (usize, Duration)> {
        let Some(budgets) = &self.budgets else { return Ok(()) };
        // The sign tells groups from people; `ChatId::is_user` panics on ids that it does not expect.
        if chat.0 < 0 {
            let place = (chat.0, topic.map(|topic| topic.0.0));
            return budgets.groups.take(place, count).map_err(|wait| (0, wait));
        }
        if budgets.messages.fetch_add(1, Ordering::Relaxed) % SWEEP_AFTER == SWEEP_AFTER - 1 {
            budgets.private.retain_recent();
        }
        let wait = |taken| {
            budgets.private.check_key(&chat).map_err(|spent| (taken, spent.wait_time_from(budgets.clock.now())))
        };
        (0..count).try_for_each(wait)
    }

    /// Telegram wants a pause in a chat. In a group it concerns everybody who writes there; a private chat is one
    /// destination, which waits as a whole anyway.
    pub fn hold(&self, chat: ChatId, wait: Duration) {
        if let Some(budgets) = self.budgets.as_ref().filter(|_| chat.0 < 0) {
            budgets.groups.hold(chat.0, wait);
        }
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

/// A quarter at once and the rest evenly: five and one every four seconds are 20 in any minute.
pub(super) fn of_group(group: GroupBudget) -> (Duration, u32) {
    let burst = (group.messages / 4).max(1);
    (group.window / group.messages.saturating_sub(burst).max(1), burst)
}

fn of_groups<C: Clock>(group: GroupBudget, clock: C) -> Queues<C> {
    let (period, burst) = of_group(group);
    Queues::new(period, burst, clock)
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
    use crate::settings;

    const PERSON: ChatId = ChatId(7);
    const GROUP: ChatId = ChatId(-1007);
    const STANDARD: Limits = Limits::Standard(settings::Budgets::TELEGRAM);

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
        let (limiter, clock) = limiter(STANDARD);
        assert!((0..5).all(|_| limiter.message(PERSON, None).is_ok()));
        assert_eq!(limiter.message(PERSON, None), Err(Duration::from_secs(1)));
        assert_eq!(limiter.message(ChatId(8), None), Ok(()), "another chat is not delayed");
        clock.advance(Duration::from_secs(1));
        assert_eq!(limiter.message(PERSON, None), Ok(()));
        assert!(limiter.message(PERSON, None).is_err());
    }

    #[test]
    fn a_group_has_twenty_in_any_minute() {
        let (limiter, clock) = limiter(STANDARD);
        let moments = successes(&clock, 180, || limiter.message(GROUP, None));
        assert!((18..=20).contains(&most_within(&moments, 60_000)), "{moments:?}");
        assert_eq!(limiter.message(PERSON, None), Ok(()), "a private chat is not delayed");
    }

    #[test]
    fn the_budget_of_a_group_is_a_setting() {
        for (messages, window, most) in [(20, 500, 20), (1, 1000, 2), (3, 900, 3), (8, 2000, 8)] {
            let group = GroupBudget { messages, window: Duration::from_millis(window) };
            let budget = settings::Budgets { group, ..settings::Budgets::TELEGRAM };
            let (limiter, clock) = limiter(Limits::Standard(budget));
            let moments = successes(&clock, 20, || limiter.message(GROUP, None));
            let within = most_within(&moments, window);
            assert!((most / 2..=most).contains(&within), "{budget:?}: {within}");
        }
    }

    #[test]
    fn all_chats_together_have_thirty_in_any_second() {
        let (limiter, clock) = limiter(STANDARD);
        let moments = successes(&clock, 10, || limiter.overall());
        assert!((25..=30).contains(&most_within(&moments, 1000)), "{moments:?}");
    }

    #[test]
    fn without_limits_nothing_waits() {
        let (limiter, _) = limiter(Limits::Off);
        assert!((0..1000).all(|_| limiter.message(PERSON, None).is_ok() && limiter.overall().is_ok()));
    }
}
