//! The promises of the outbox, one by one and then in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::store::Value;
use crate::store::tested::Connection;

const BOT: &str = "bot";
const LEASE: i64 = 1000;

type Tested = Result<(), StoreError>;

fn store() -> Result<Connection, StoreError> {
    Connection::for_tests(0)
}

fn add(store: &mut Connection, destination: &str, payload: &str) -> Tested {
    append(store, BOT, destination, &[payload.to_owned()], None)
}

fn take(store: &mut Connection, owner: &str) -> Result<Vec<Claim>, StoreError> {
    claim(store, BOT, owner, 100, LEASE)
}

fn payloads(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.payload.as_str()).collect()
}

#[test]
fn each_destination_gives_its_oldest_entry_only() -> Tested {
    let mut store = store()?;
    append(&mut store, BOT, "a", &["a1".to_owned(), "a2".to_owned()], None)?;
    store.set_time(1);
    add(&mut store, "b", "b1")?;
    add(&mut store, "a", "a3")?;
    assert_eq!(payloads(&take(&mut store, "me")?), ["a1", "b1"]);
    assert_eq!(take(&mut store, "other")?, []);
    assert_eq!(depth(&mut store, BOT)?, 4);
    Ok(())
}

#[test]
fn the_destination_that_has_waited_longest_comes_first() -> Tested {
    let mut store = store()?;
    for (time, destination) in ["late", "early", "between"].iter().enumerate() {
        store.set_time(10 - time as i64);
        add(&mut store, destination, destination)?;
    }
    store.set_time(20);
    assert_eq!(payloads(&claim(&mut store, BOT, "me", 2, LEASE)?), ["between", "early"]);
    Ok(())
}

#[test]
fn another_bots_entries_are_left_alone() -> Tested {
    let mut store = store()?;
    add(&mut store, "a", "mine")?;
    append(&mut store, "other", "a", &["theirs".to_owned()], None)?;
    assert_eq!(payloads(&claim(&mut store, "other", "me", 9, LEASE)?), ["theirs"]);
    Ok(())
}

#[test]
fn settling_hands_over_the_next_entry_with_the_lease() -> Tested {
    let mut store = store()?;
    append(&mut store, BOT, "a", &["a1".to_owned(), "a2".to_owned()], None)?;
    let first = take(&mut store, "me")?.remove(0);
    store.set_time(LEASE - 1);
    let Settled::Next(second) = settle_done(&mut store, &first, Some(LEASE))? else {
        panic!("the second entry is not handed over");
    };
    assert_eq!(second.payload, "a2");
    store.set_time(LEASE + 1);
    assert_eq!(take(&mut store, "other")?, []);
    assert_eq!(settle_done(&mut store, &second, Some(LEASE))?, Settled::Released);
    assert_eq!((depth(&mut store, BOT)?, next_due_in(&mut store, BOT)?), (0, None));
    Ok(())
}

#[test]
fn without_going_on_the_rest_is_due_at_once() -> Tested {
    let mut store = store()?;
    append(&mut store, BOT, "a", &["a1".to_owned(), "a2".to_owned()], None)?;
    let first = take(&mut store, "me")?.remove(0);
    assert_eq!(settle_done(&mut store, &first, None)?, Settled::Released);
    assert_eq!(payloads(&take(&mut store, "other")?), ["a2"]);
    Ok(())
}

#[test]
fn one_destinations_wait_delays_no_other() -> Tested {
    let mut store = store()?;
    add(&mut store, "a", "a1")?;
    let first = take(&mut store, "me")?.remove(0);
    settle_later(&mut store, &first, 500, Some("5xx"))?;
    add(&mut store, "a", "a2")?;
    add(&mut store, "b", "b1")?;
    assert_eq!(payloads(&take(&mut store, "me")?), ["b1"]);
    assert_eq!(next_due_in(&mut store, BOT)?, Some(500));
    store.set_time(500);
    let again = take(&mut store, "me")?.remove(0);
    assert_eq!((again.payload.as_str(), again.attempts, again.failing_ms), ("a1", 1, 500));
    Ok(())
}

#[test]
fn waiting_without_an_error_is_no_attempt() -> Tested {
    let mut store = store()?;
    add(&mut store, "a", "a1")?;
    let first = take(&mut store, "me")?.remove(0);
    settle_later(&mut store, &first, 500, None)?;
    store.set_time(500);
    let again = take(&mut store, "me")?.remove(0);
    assert_eq!((again.attempts, again.failing_ms), (0, 0));
    Ok(())
}

#[test]
fn a_lost_lease_settles_nothing() -> Tested {
    let mut store = store()?;
    add(&mut store, "a", "a1")?;
    let late = take(&mut store, "me")?.remove(0);
    store.set_time(LEASE);
    let present = take(&mut store, "me")?.remove(0);
    assert_eq!(settle_done(&mut store, &late, None)?, Settled::Lost);
    assert_eq!(settle_later(&mut store, &late, 5, Some("late"))?, Settled::Lost);
    assert_eq!((depth(&mut store, BOT)?, take(&mut store, "other")?.len()), (1, 0));
    assert_eq!(settle_done(&mut store, &present, None)?, Settled::Released);
    assert_eq!(settle_done(&mut store, &present, None)?, Settled::Lost);
    Ok(())
}

#[test]
fn a_lease_that_ran_out_untaken_still_settles() -> Tested {
    let mut store = store()?;
    add(&mut store, "a", "a1")?;
    let mine = take(&mut store, "me")?.remove(0);
    store.set_time(LEASE * 2);
    assert_eq!(settle_done(&mut store, &mine, None)?, Settled::Released);
    assert_eq!(take(&mut store, "other")?, []);
    Ok(())
}

#[test]
fn a_start_gives_back_what_was_leased_and_nothing_else() -> Tested {
    let mut store = store()?;
    for destination in ["leased", "waiting"] {
        add(&mut store, destination, destination)?;
    }
    let claims = take(&mut store, "before the crash")?;
    settle_later(&mut store, &claims[1], 500, Some("5xx"))?;
    assert_eq!(release_all_leases(&mut store, BOT)?, 1);
    assert_eq!(payloads(&take(&mut store, "after it")?), ["leased"]);
    assert_eq!(settle_done(&mut store, &claims[0], None)?, Settled::Lost);
    Ok(())
}

#[test]
fn a_clock_that_jumps_ends_no_lease_and_makes_nobody_wait() -> Tested {
    let mut store = store()?;
    for destination in ["leased", "failed"] {
        add(&mut store, destination, destination)?;
    }
    let claims = take(&mut store, "me")?;
    assert_eq!(payloads(&claims), ["leased", "failed"]);
    settle_later(&mut store, &claims[1], 500, Some("5xx"))?;
    store.set_time(100_000);
    clock_jumped(&mut store, BOT, 100_000, LEASE)?;
    assert_eq!(payloads(&take(&mut store, "me")?), ["failed"], "what is being carried is not carried again");
    store.set_time(100_000 + LEASE);
    assert_eq!(payloads(&take(&mut store, "me")?), ["leased", "failed"], "a lease lasts no longer");
    append(&mut store, BOT, "held", &["held".to_owned()], Some(500))?;
    store.set_time(0);
    clock_jumped(&mut store, BOT, -100_000 - LEASE, LEASE)?;
    assert_eq!(take(&mut store, "me")?, []);
    store.set_time(500);
    assert_eq!(payloads(&take(&mut store, "me")?), ["held"], "it is held no longer than before");
    Ok(())
}

#[test]
fn what_is_settled_between_a_jump_and_the_notice_of_it_is_not_carried_twice() -> Tested {
    for jump in [-100_000, 100_000] {
        let mut store = store()?;
        store.set_time(200_000);
        append(&mut store, BOT, "a", &["a1".to_owned(), "a2".to_owned()], None)?;
        let first = take(&mut store, "me")?.remove(0);
        store.set_time(200_000 + jump);
        let Settled::Next(second) = settle_done(&mut store, &first, Some(LEASE))? else { panic!("there is a second") };
        assert_eq!(second.payload, "a2");
        clock_jumped(&mut store, BOT, jump, LEASE)?;
        assert_eq!(take(&mut store, "me")?, []);
        store.set_time(200_000 + jump + LEASE);
        assert_eq!(payloads(&take(&mut store, "me")?), ["a2"], "if it is never settled, it is carried again");
    }
    Ok(())
}

/// What keeps claiming quick with a hundred thousand destinations: the index alone finds those that
/// are due, in order.
#[test]
fn the_due_are_found_by_the_index() -> Tested {
    let mut store = store()?;
    let plan = store.query(&format!("EXPLAIN QUERY PLAN {DUE}"), &[BOT.into(), 0.into(), 1.into()])?;
    let plan: Vec<&str> = plan.iter().map(|row| row.text(3)).collect::<Result<_, _>>()?;
    assert_eq!(plan, ["SEARCH destinations USING INDEX destinations_due (bot=? AND due_at<?)"]);
    let table: [(&str, &[Value], &str); 2] = [
        (OLDEST, &[BOT.into(), "a".into(), "b".into()], "(bot=? AND destination>? AND destination<?)"),
        (FOLLOWING, &[BOT.into(), "a".into(), 0.into(), 9.into()], "(bot=? AND destination=? AND position>?)"),
    ];
    for (query, values, range) in table {
        let plan = store.query(&format!("EXPLAIN QUERY PLAN {query}"), values)?;
        let plan: Vec<&str> = plan.iter().map(|row| row.text(3)).collect::<Result<_, _>>()?;
        assert_eq!(plan, [format!("SEARCH outbox USING INDEX sqlite_autoindex_outbox_1 {range}")]);
    }
    Ok(())
}

#[test]
fn what_follows_a_claim_can_be_settled_with_it() -> Tested {
    let mut store = store()?;
    for (time, payload) in ["a1", "a2", "a3"].iter().enumerate() {
        store.set_time(time as i64);
        add(&mut store, "a", payload)?;
    }
    append(&mut store, BOT, "a", &["held".to_owned()], Some(50))?;
    add(&mut store, "a", "behind what is held")?;
    let first = take(&mut store, "me")?.remove(0);
    assert_eq!(first.created_at, 0);
    let all = [(1, "a2".to_owned(), 1), (2, "a3".to_owned(), 2)];
    assert_eq!(following(&mut store, &first, 9)?, all);
    assert_eq!(following(&mut store, &first, 1)?, all[..1]);
    let Settled::Next(next) = settle_done_up_to(&mut store, &first, 1, Some(LEASE))? else {
        panic!("the rest is not handed over");
    };
    assert_eq!((next.payload.as_str(), next.position, next.created_at), ("a3", 2, 2));
    assert_eq!(settle_done_up_to(&mut store, &next, 2, Some(LEASE))?, Settled::Released);
    store.set_time(60);
    let held = take(&mut store, "me")?.remove(0);
    assert_eq!(following(&mut store, &held, 9)?.len(), 1);
    store.set_time(60 + LEASE);
    take(&mut store, "other")?;
    assert_eq!(settle_done_up_to(&mut store, &held, 4, None)?, Settled::Lost);
    assert_eq!(depth(&mut store, BOT)?, 2);
    Ok(())
}

fn once(store: &mut Connection, payload: &str, hold_ms: i64) -> Tested {
    append_once(store, BOT, "a", payload, hold_ms)
}

#[test]
fn what_is_to_be_done_once_waits_once_for_the_shortest_of_the_times() -> Tested {
    let mut store = store()?;
    once(&mut store, "first", 500)?;
    once(&mut store, "second", 900)?;
    assert_eq!((depth(&mut store, BOT)?, next_due_in(&mut store, BOT)?), (1, Some(500)));
    store.set_time(100);
    once(&mut store, "third", 50)?;
    assert_eq!((depth(&mut store, BOT)?, next_due_in(&mut store, BOT)?), (1, Some(50)));
    assert_eq!(take(&mut store, "me")?, []);
    store.set_time(150);
    assert_eq!(payloads(&take(&mut store, "me")?), ["first"]);
    Ok(())
}

#[test]
fn what_is_being_carried_is_to_be_done_once_more() -> Tested {
    let mut store = store()?;
    once(&mut store, "first", 0)?;
    let first = take(&mut store, "me")?.remove(0);
    once(&mut store, "second", 500)?;
    once(&mut store, "third", 300)?;
    once(&mut store, "fourth", 400)?;
    assert_eq!(depth(&mut store, BOT)?, 2);
    assert_eq!(settle_done(&mut store, &first, Some(LEASE))?, Settled::Released);
    assert_eq!(next_due_in(&mut store, BOT)?, Some(300));
    store.set_time(300);
    assert_eq!(payloads(&take(&mut store, "me")?), ["second"]);

    // Whoever leased it may have been stopped in the middle: the entry may have been carried before the reason.
    store.set_time(300 + 2 * LEASE);
    once(&mut store, "fifth", 0)?;
    assert_eq!(depth(&mut store, BOT)?, 2);
    Ok(())
}

#[test]
fn what_waits_for_another_reason_is_not_hurried() -> Tested {
    let mut store = store()?;
    once(&mut store, "first", 0)?;
    let first = take(&mut store, "me")?.remove(0);
    settle_later(&mut store, &first, 700, None)?;
    once(&mut store, "second", 10)?;
    assert_eq!((depth(&mut store, BOT)?, next_due_in(&mut store, BOT)?), (1, Some(700)));
    Ok(())
}

#[test]
fn the_first_of_all_is_numbered_as_ever() -> Tested {
    let mut store = store()?;
    once(&mut store, "once", 0)?;
    add(&mut store, "a", "then")?;
    let first = take(&mut store, "me")?.remove(0);
    assert_eq!((first.position, following(&mut store, &first, 9)?[0].0), (0, 1));
    Ok(())
}

#[test]
fn the_oldest_of_all_destinations_of_a_kind_is_found() -> Tested {
    let mut store = store()?;
    for (time, destination) in ["desk", "dest", "desk:%", "desk:", "desl", "card:1"].iter().enumerate() {
        store.set_time(time as i64);
        add(&mut store, destination, "x")?;
    }
    append(&mut store, "other", "desk:1", &["x".to_owned()], None)?;
    let table =
        [("desk:", Some(2)), ("desk", Some(0)), ("desk:%", Some(2)), ("desk:_", None), ("d", Some(0)), ("", Some(0))];
    for (prefix, expected) in table {
        assert_eq!(oldest_waiting(&mut store, BOT, prefix)?, expected, "{prefix}");
    }
    Ok(())
}

/// One thing that happens to the outbox.
#[derive(Debug, Clone)]
enum Step {
    Append(u8, u8),
    Claim(u8),
    Done(usize, bool),
    Later(usize, i64, bool),
    Pass(i64),
    Crash,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..4u8, 1..4u8).prop_map(|(destination, count)| Step::Append(destination, count)),
        (1..4u8).prop_map(Step::Claim),
        (any::<usize>(), any::<bool>()).prop_map(|(which, go_on)| Step::Done(which, go_on)),
        (any::<usize>(), 0..2000i64, any::<bool>())
            .prop_map(|(which, after, failed)| Step::Later(which, after, failed)),
        (1..1500i64).prop_map(Step::Pass),
        Just(Step::Crash),
    ];
    proptest::collection::vec(step, 0..60)
}

/// What the outbox must have done so far.
#[derive(Default)]
struct Model {
    now: i64,
    appended: BTreeMap<String, i64>,
    settled: BTreeMap<String, Vec<i64>>,
    /// Claims that nobody has settled, the lost ones among them.
    held: Vec<Claim>,
}

impl Model {
    fn append(&mut self, store: &mut Connection, destination: u8, count: u8) -> Tested {
        let destination = format!("d{destination}");
        let next = self.appended.entry(destination.clone()).or_default();
        let payloads: Vec<String> = (0..i64::from(count)).map(|offset| (*next + offset).to_string()).collect();
        *next += i64::from(count);
        append(store, BOT, &destination, &payloads, None)
    }

    /// Every claim is for the oldest entry that is not settled.
    fn hold(&mut self, claim: Claim) {
        let settled = self.settled.entry(claim.destination.clone()).or_default();
        assert_eq!(claim.payload, settled.len().to_string(), "out of order in {}", claim.destination);
        self.held.push(claim);
    }

    fn claim(&mut self, store: &mut Connection, most: usize) -> Result<usize, StoreError> {
        let claims = claim(store, BOT, "me", most, LEASE)?;
        let count = claims.len();
        claims.into_iter().for_each(|claim| self.hold(claim));
        Ok(count)
    }

    fn done(&mut self, store: &mut Connection, which: usize, go_on: bool) -> Tested {
        let Some(claim) = self.pick(which) else { return Ok(()) };
        let settled = settle_done(store, &claim, go_on.then_some(LEASE))?;
        if settled != Settled::Lost {
            self.settled.entry(claim.destination.clone()).or_default().push(claim.position);
        }
        if let Settled::Next(next) = settled {
            self.hold(*next);
        }
        Ok(())
    }

    fn pick(&mut self, which: usize) -> Option<Claim> {
        (!self.held.is_empty()).then(|| self.held.swap_remove(which % self.held.len()))
    }

    fn take(&mut self, store: &mut Connection, step: Step) -> Tested {
        match step {
            Step::Append(destination, count) => self.append(store, destination, count)?,
            Step::Claim(most) => drop(self.claim(store, usize::from(most))?),
            Step::Done(which, go_on) => self.done(store, which, go_on)?,
            Step::Later(which, after, failed) => {
                if let Some(claim) = self.pick(which) {
                    settle_later(store, &claim, after, failed.then_some("failed"))?;
                }
            }
            Step::Pass(time) => {
                self.now += time;
                store.set_time(self.now);
            }
            Step::Crash => drop(release_all_leases(store, BOT)?),
        }
        Ok(())
    }

    /// Whatever happened before, everything can still be delivered.
    fn drain(&mut self, store: &mut Connection) -> Tested {
        while depth(store, BOT)? > 0 {
            self.now += next_due_in(store, BOT)?.unwrap_or_default();
            store.set_time(self.now);
            let fresh = self.claim(store, 10)?;
            assert!(fresh > 0, "entries wait, but none can be claimed");
            for _ in 0..fresh {
                self.done(store, self.held.len() - 1, false)?;
            }
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn in_any_order_of_events_each_entry_is_delivered_in_order_and_settled_once(steps in steps()) {
        let mut store = store().map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut model = Model::default();
        let ran = steps.into_iter().try_for_each(|step| model.take(&mut store, step));
        let drained = ran.and_then(|()| model.drain(&mut store));
        prop_assert_eq!(drained, Ok(()));
        for (destination, count) in &model.appended {
            let expected: Vec<i64> = (0..*count).collect();
            prop_assert_eq!(model.settled.get(destination), Some(&expected));
        }
    }
}

fn held_now(store: &mut Connection) -> Result<bool, StoreError> {
    let now = store.now()?;
    holds(store, BOT, "a", now)
}

fn withdraw_now(store: &mut Connection) -> Tested {
    let now = store.now()?;
    withdraw(store, BOT, "a", now)
}

fn let_go_now(store: &mut Connection) -> Tested {
    let now = store.now()?;
    let_go(store, BOT, "a", now)
}

#[test]
fn what_is_held_back_is_carried_after_its_time_and_may_be_withdrawn_before() -> Tested {
    let mut store = store()?;
    let hold = |store: &mut Connection, payload: &str| append(store, BOT, "a", &[payload.to_owned()], Some(50));
    hold(&mut store, "first")?;
    assert!(held_now(&mut store)?);
    assert_eq!(take(&mut store, "me")?, []);
    assert_eq!(next_due_in(&mut store, BOT)?, Some(50));
    withdraw_now(&mut store)?;
    assert_eq!((held_now(&mut store)?, depth(&mut store, BOT)?), (false, 0));
    add(&mut store, "a", "second")?;
    let claims = take(&mut store, "me")?;
    assert_eq!(payloads(&claims), ["second"]);

    // Behind an entry that is being carried, the hold is kept too.
    hold(&mut store, "third")?;
    assert_eq!(settle_done(&mut store, &claims[0], Some(LEASE))?, Settled::Released);
    assert_eq!(take(&mut store, "me")?, []);
    store.set_time(50);
    withdraw_now(&mut store)?;
    assert_eq!(payloads(&take(&mut store, "me")?), ["third"], "nothing is withdrawn after its time");
    Ok(())
}

#[test]
fn what_is_let_go_is_carried_at_once_and_a_wait_of_another_kind_stays() -> Tested {
    let mut store = store()?;
    append(&mut store, BOT, "a", &["held".to_owned()], Some(50))?;
    let_go_now(&mut store)?;
    add(&mut store, "a", "next")?;
    let claims = take(&mut store, "me")?;
    assert_eq!(payloads(&claims), ["held"]);

    // Telegram asked to wait: nothing that happens to the entries behind changes that.
    settle_later(&mut store, &claims[0], 500, None)?;
    append(&mut store, BOT, "a", &["later".to_owned()], Some(50))?;
    let_go_now(&mut store)?;
    withdraw_now(&mut store)?;
    assert_eq!(take(&mut store, "me")?, []);
    assert_eq!((next_due_in(&mut store, BOT)?, depth(&mut store, BOT)?), (Some(500), 3));
    Ok(())
}

#[test]
fn what_waits_is_hastened_by_the_beginning_of_its_name() -> Result<(), StoreError> {
    let mut store = Connection::for_tests(0)?;
    for destination in ["desk:a", "desk:b", "other"] {
        append(&mut store, "bot", destination, &["x".to_owned()], Some(1000))?;
    }
    assert_eq!(claim(&mut store, "bot", "me", 10, 60)?.len(), 0);
    assert_eq!(hasten(&mut store, "bot", "desk:")?, 2);
    // A hold is a hold: they are looked at, and wait on.
    assert_eq!(claim(&mut store, "bot", "me", 10, 60)?.len(), 0);
    append(&mut store, "bot", "desk:c", &["x".to_owned()], None)?;
    let [taken] = claim(&mut store, "bot", "me", 10, 60)?.try_into().unwrap_or_else(|_| panic!("one is due"));
    settle_later(&mut store, &taken, 1000, None)?;
    assert_eq!(hasten(&mut store, "bot", "desk:")?, 3);
    assert_eq!(claim(&mut store, "bot", "me", 10, 60)?.len(), 1);
    Ok(())
}
