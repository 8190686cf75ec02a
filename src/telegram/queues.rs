//! The queue before the budget of a group: who came first goes first, one place per topic.
//!
//! The messages of all topics go to one group, whose budget is small. Whoever finds it spent is told when it is their
//! turn, and that moment is theirs: nobody who comes later can take it, and nobody has to try again in vain. A place
//! that its owner does not come back for in time is lost; it was counted, so that the group never gets too much.
//!
//! What is absent here: waiting, and what is sent.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, Reference};

/// A place is kept at least so long for an owner who is late.
const KEPT: Duration = Duration::from_secs(5);

/// Places are looked through for lost ones once there are so many.
const MANY: usize = 1024;

/// A group, and one of its topics.
type Place = (i64, Option<i32>);

/// The queues of all groups.
pub struct Queues<C: Clock> {
    /// One message in so long …
    period: Duration,
    /// … and so many at once after a pause.
    burst: u32,
    clock: C,
    begun: C::Instant,
    all: Mutex<State>,
}

/// Times are counted from the beginning.
#[derive(Default)]
struct State {
    /// When the budget of each group is whole again.
    whole_at: HashMap<i64, Duration>,
    /// Who waits, for how many messages, and when it is their turn.
    waiting: HashMap<Place, (usize, Duration)>,
}

impl<C: Clock> Queues<C> {
    /// Queues for groups that get one message in a period, and a burst after a pause.
    pub fn new(period: Duration, burst: u32, clock: C) -> Queues<C> {
        Queues { period, burst, begun: clock.now(), clock, all: Mutex::default() }
    }

    /// Takes so many messages from the budget of a group.
    ///
    /// # Errors
    /// With the time until it is the turn of this topic.
    pub fn take(&self, place: Place, count: usize) -> Result<(), Duration> {
        let now: Duration = self.clock.now().duration_since(self.begun).into();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.forget(now, self.kept());
        let kept =
            all.waiting.get(&place).copied().filter(|(taken, turn)| *taken >= count && *turn + self.kept() >= now);
        let turn = match kept {
            Some((_, turn)) => turn,
            None => self.queue(&mut all, place.0, count, now),
        };
        if turn > now {
            all.waiting.insert(place, (count, turn));
            return Err(turn - now);
        }
        all.waiting.remove(&place);
        Ok(())
    }

    /// A group gets nothing for so long, because Telegram says so: everybody's turn comes so much later.
    pub fn hold(&self, group: i64, wait: Duration) {
        let now: Duration = self.clock.now().duration_since(self.begun).into();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let nothing_before = now + wait;
        let first = all.waiting.iter().filter(|((other, _), _)| *other == group).map(|(_, (_, turn))| *turn).min();
        let whole_at = all.whole_at.entry(group).or_default();
        let first = first.unwrap_or_else(|| whole_at.saturating_sub(self.period * self.burst)).max(now);
        let later = nothing_before.saturating_sub(first);
        *whole_at = (*whole_at + later).max(nothing_before + self.period * self.burst.saturating_sub(1));
        let of_group = all.waiting.iter_mut().filter(|((other, _), _)| *other == group);
        of_group.for_each(|(_, (_, turn))| *turn = (*turn).max(now) + later);
    }

    /// Takes the next places of a group's queue; says when it is the turn of the last.
    fn queue(&self, all: &mut State, group: i64, count: usize, now: Duration) -> Duration {
        let whole_at = all.whole_at.entry(group).or_default();
        *whole_at = (*whole_at).max(now) + self.period * u32::try_from(count).unwrap_or(u32::MAX);
        whole_at.saturating_sub(self.period * self.burst)
    }

    fn kept(&self) -> Duration {
        KEPT.max(self.period * 2)
    }
}

impl State {
    /// Forgets places whose owners did not come, where there are many.
    fn forget(&mut self, now: Duration, kept: Duration) {
        if self.waiting.len() >= MANY {
            self.waiting.retain(|_, (_, turn)| *turn + kept >= now);
            self.whole_at.retain(|_, whole_at| *whole_at > now);
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn queues() -> (Queues<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Queues::new(SECOND, 2, clock.clone()), clock)
    }

    #[test]
    fn who_came_first_goes_first_and_nobody_tries_in_vain() {
        let (queues, clock) = queues();
        let topic = |topic| (-7, Some(topic));
        assert!((1..=2).all(|number| queues.take(topic(number), 1).is_ok()), "a burst of two");
        for number in 3..=5 {
            let turn = SECOND * u32::try_from(number - 2).unwrap_or_default();
            assert_eq!(queues.take(topic(number), 1), Err(turn));
            assert_eq!(queues.take(topic(number), 1), Err(turn), "asking again costs nothing");
        }
        clock.advance(SECOND);
        assert_eq!(queues.take(topic(6), 1), Err(SECOND * 3), "whoever comes later waits behind the others");
        assert_eq!(queues.take(topic(3), 1), Ok(()));
        assert_eq!(queues.take(topic(3), 1), Err(SECOND * 4), "and so does whoever was served");
        assert_eq!(queues.take((-8, None), 1), Ok(()), "another group is not delayed");
    }

    #[test]
    fn an_album_waits_for_room_for_all_of_it_and_is_never_too_large() {
        let (queues, clock) = queues();
        assert_eq!(queues.take((-7, Some(1)), 10), Err(SECOND * 8));
        clock.advance(SECOND * 8);
        assert_eq!(queues.take((-7, Some(1)), 10), Ok(()));
        assert_eq!(queues.take((-7, Some(1)), 1), Err(SECOND));
    }

    #[test]
    fn where_telegram_wants_a_pause_everybody_of_the_group_waits_and_keeps_their_place() {
        let (queues, clock) = queues();
        assert!((0..2).all(|_| queues.take((-7, None), 1).is_ok()));
        assert_eq!(queues.take((-7, Some(1)), 1), Err(SECOND));
        assert_eq!(queues.take((-7, Some(2)), 1), Err(SECOND * 2));
        queues.hold(-7, SECOND * 10);
        queues.hold(-7, SECOND * 10);
        assert_eq!(queues.take((-7, Some(2)), 1), Err(SECOND * 11));
        assert_eq!(queues.take((-7, Some(1)), 1), Err(SECOND * 10));
        assert_eq!(queues.take((-7, Some(3)), 1), Err(SECOND * 12));
        assert_eq!(queues.take((-8, None), 1), Ok(()), "another group does not wait");
        clock.advance(SECOND * 10);
        assert_eq!(queues.take((-7, Some(1)), 1), Ok(()));
        queues.hold(-9, SECOND * 10);
        assert_eq!(queues.take((-9, None), 1), Err(SECOND * 10), "also where nobody waited");
    }

    #[test]
    fn a_place_is_lost_to_whoever_comes_far_too_late() {
        let (queues, clock) = queues();
        assert!((0..2).all(|_| queues.take((-7, None), 1).is_ok()));
        assert_eq!(queues.take((-7, Some(1)), 1), Err(SECOND));
        clock.advance(SECOND * 60);
        assert!((0..2).all(|_| queues.take((-7, Some(1)), 1).is_ok()));
        assert!(queues.take((-7, Some(1)), 1).is_err(), "it counts anew");
    }
}
