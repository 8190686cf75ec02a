//! What is due on a ticket: staff are reminded of a customer who waits, and a ticket whose customer has fallen silent
//! ends.
//!
//! A ticket whose customer waits never ends by itself. What is absent here: the present time, which comes in as a
//! value, and doing what is due.

use crate::conversation::Hours;

use super::ticket::{State, Ticket};

/// When what is due, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    /// After so much working time staff are reminded of a customer who waits; ascending.
    pub remind_ms: Vec<i64>,
    /// After so much time of any kind a ticket ends whose customer does not answer staff.
    pub silence_ms: i64,
}

/// Reminders after ten minutes and after thirty, and a day of silence.
impl Default for Deadlines {
    fn default() -> Deadlines {
        const MINUTE_MS: i64 = 60 * 1000;
        Deadlines { remind_ms: vec![10 * MINUTE_MS, 30 * MINUTE_MS], silence_ms: 24 * 60 * MINUTE_MS }
    }
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Staff are reminded, for this time: the first is 1. Of several that are overdue it is the last; those before it
    /// count as given ([`Ticket::reminded`] becomes this number).
    Remind(u32),
    /// The ticket ends, because the customer has not answered.
    ResolveBySilence,
}

/// What is due at some moment, and when something can be due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// What is to be done now.
    pub act: Option<Act>,
    /// The moment, in Unix milliseconds, when there is something to do again as long as the ticket stays as it is, once
    /// `act` is done; `None` where there never is.
    pub next: Option<i64>,
}

impl Due {
    const NOTHING: Due = Due { act: None, next: None };
}

/// What is due on a ticket.
pub fn due(ticket: &Ticket, rules: &Deadlines, hours: &Hours, now: i64) -> Due {
    match (ticket.state, ticket.waiting_since, ticket.answered_at) {
        (State::Ended, ..) => Due::NOTHING,
        (_, Some(since), _) => reminder(since, ticket.reminded, rules, hours, now),
        (State::Taken, None, Some(answered_at)) => silence(answered_at.saturating_add(rules.silence_ms), now),
        (State::Waiting | State::Taken, None, _) => Due::NOTHING,
    }
}

fn reminder(since: i64, reminded: u32, rules: &Deadlines, hours: &Hours, now: i64) -> Due {
    let waited = hours.working_ms_between(since, now);
    let overdue = rules.remind_ms.iter().take_while(|after| **after <= waited).count();
    let overdue = u32::try_from(overdue).unwrap_or(u32::MAX);
    let given = overdue.max(reminded);
    let next = rules.remind_ms.get(usize::try_from(given).unwrap_or(usize::MAX));
    Due {
        act: (overdue > reminded).then_some(Act::Remind(overdue)),
        next: next.and_then(|after| hours.after_working(since, *after)),
    }
}

fn silence(ends_at: i64, now: i64) -> Due {
    match ends_at <= now {
        true => Due { act: Some(Act::ResolveBySilence), next: None },
        false => Due { act: None, next: Some(ends_at) },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::ticket::Ended;
    use super::*;
    use crate::conversation::Zone;
    use crate::conversation::owner::hours::openings;
    use crate::knowledge::Audience;
    use crate::language::Language;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    fn rules() -> Deadlines {
        Deadlines { remind_ms: vec![10 * MINUTE, 30 * MINUTE], silence_ms: 24 * HOUR }
    }

    fn ticket(state: State, waiting_since: Option<i64>, answered_at: Option<i64>, reminded: u32) -> Ticket {
        Ticket {
            number: 1,
            conversation: "telegram:1".to_owned(),
            name: String::new(),
            language: Language::English,
            role: Audience::Buyer,
            state,
            holder: None,
            opened_at: 0,
            waiting_since,
            answered_at,
            first_reply_at: answered_at,
            taken_at: None,
            ended: (state == State::Ended).then_some((0, Ended::Left)),
            rating: None,
            rating_asked: false,
            reminded,
            language_told: false,
        }
    }

    /// What is due on a ticket after so many minutes, where somebody always answers; times in minutes.
    fn after(minutes: i64, ticket: &Ticket) -> (Option<Act>, Option<i64>) {
        let due = due(ticket, &rules(), &Hours::default(), minutes * MINUTE);
        (due.act, due.next.map(|next| next / MINUTE))
    }

    #[test]
    fn staff_are_reminded_of_whoever_waits() {
        for state in [State::Waiting, State::Taken] {
            // Minutes after the customer began to wait, reminders given; what is due, and when to look again.
            for (minutes, reminded, act, next) in [
                (0, 0, None, Some(10)),
                (9, 0, None, Some(10)),
                (10, 0, Some(1), Some(30)),
                (29, 0, Some(1), Some(30)),
                (10, 1, None, Some(30)),
                (30, 1, Some(2), None),
                (45, 0, Some(2), None),
                (45, 2, None, None),
                (5, 1, None, Some(30)),
                (45, 7, None, None),
            ] {
                let ticket = ticket(state, Some(0), Some(-100 * HOUR), reminded);
                assert_eq!(after(minutes, &ticket), (act.map(Act::Remind), next), "{minutes} {reminded}");
            }
        }
    }

    #[test]
    fn only_working_time_counts_for_a_reminder() {
        let hours = Hours { openings: openings("Mon-Fri 9-17").unwrap_or_default(), ..Hours::default() };
        let friday = |hour, minute| Zone::Jakarta.milliseconds(date(2026, 11, 20).at(hour, minute, 0, 0));
        let monday = |hour, minute| Zone::Jakarta.milliseconds(date(2026, 11, 23).at(hour, minute, 0, 0));
        let ticket = ticket(State::Waiting, Some(friday(16, 55)), None, 0);
        let at = |now| due(&ticket, &rules(), &hours, now);
        assert_eq!(at(friday(16, 55)), Due { act: None, next: Some(monday(9, 5)) });
        assert_eq!(at(monday(9, 4)), Due { act: None, next: Some(monday(9, 5)) });
        assert_eq!(at(monday(9, 5)), Due { act: Some(Act::Remind(1)), next: Some(monday(9, 25)) });
    }

    #[test]
    fn a_customer_who_falls_silent_ends_the_ticket_and_one_who_waits_never_does() {
        let day = 24 * 60;
        for (ticket, minutes, act, next) in [
            (ticket(State::Taken, None, Some(0), 0), day - 1, None, Some(day)),
            (ticket(State::Taken, None, Some(0), 2), day, Some(Act::ResolveBySilence), None),
            (ticket(State::Taken, None, Some(0), 0), 9 * day, Some(Act::ResolveBySilence), None),
            (ticket(State::Taken, Some(MINUTE), Some(0), 2), 900 * day, None, None),
            (ticket(State::Waiting, Some(0), Some(0), 2), 900 * day, None, None),
            (ticket(State::Waiting, None, Some(0), 0), 900 * day, None, None),
            (ticket(State::Taken, None, None, 0), 900 * day, None, None),
            (ticket(State::Ended, Some(0), Some(0), 0), 900 * day, None, None),
            (ticket(State::Ended, None, Some(0), 0), 900 * day, None, None),
        ] {
            assert_eq!(after(minutes, &ticket), (act, next), "{ticket:?}");
        }
    }

    /// Does what is due at a moment; when to look again.
    fn step(
        ticket: &mut Ticket,
        rules: &Deadlines,
        hours: &Hours,
        now: i64,
        done: &mut Vec<(i64, Act)>,
    ) -> Option<i64> {
        let due = due(ticket, rules, hours, now);
        done.extend(due.act.map(|act| (now, act)));
        match due.act {
            Some(Act::Remind(which)) => ticket.reminded = which,
            Some(Act::ResolveBySilence) => ticket.state = State::Ended,
            None => {}
        }
        due.next
    }

    fn any_rules() -> impl Strategy<Value = Deadlines> {
        (prop::collection::btree_set(1..600_i64, 0..4), 1..72_i64).prop_map(|(minutes, silence)| Deadlines {
            remind_ms: minutes.into_iter().map(|minute| minute * MINUTE).collect(),
            silence_ms: silence * HOUR,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn looking_when_told_to_finds_what_looking_every_minute_finds(
            rules in any_rules(), taken: bool, waits in prop::option::of(0..2000_i64),
            answered in prop::option::of(0..2000_i64), reminded in 0..4_u32, first_look in 0..3000_i64,
            open in prop::sample::select(vec!["", "Mon-Fri 9-17", "every day 9-12, 13-14", "Sat 10-11"]),
        ) {
            let start = Zone::Jakarta.milliseconds(date(2026, 11, 19).at(8, 0, 0, 0));
            let at = |minute: i64| start + minute * MINUTE;
            let state = if taken { State::Taken } else { State::Waiting };
            let ticket = ticket(state, waits.map(at), answered.map(at), reminded);
            let hours = Hours { openings: openings(open).unwrap_or_default(), ..Hours::default() };
            let (first, last) = (at(first_look), at(first_look + 8 * 24 * 60));

            let (mut watched, mut every_minute) = (ticket.clone(), Vec::new());
            for now in (first..=last).step_by(MINUTE as usize) {
                step(&mut watched, &rules, &hours, now, &mut every_minute);
            }
            let (mut left_alone, mut when_told, mut look) = (ticket, Vec::new(), Some(first));
            while let Some(now) = look.filter(|now| *now <= last) {
                look = step(&mut left_alone, &rules, &hours, now, &mut when_told);
                prop_assert!(look.is_none_or(|next| next > now));
            }
            prop_assert_eq!(when_told, every_minute);
        }
    }
}
