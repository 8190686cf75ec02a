//! Working time: whether somebody answers at a moment, when somebody will, and how much working time lies between
//! two moments. Times are Unix milliseconds.
//!
//! A shop that has set no openings answers always. On a holiday nobody answers, from midnight to midnight by the
//! clocks of the zone. What is absent here: how people type hours, which is
//! [`owner::hours`](crate::conversation::owner::hours)'s business, and the present time.

use jiff::civil::Date;

use crate::conversation::owner::hours::{DAY, Hours, LocalTime, Opening};

/// A week, in days: an opening comes back after so many.
const WEEK: usize = 7;

/// A stretch of working time: its first moment, and the first after it.
type Window = (i64, i64);

impl Hours {
    /// Whether somebody answers at a moment.
    pub fn is_open(&self, at_ms: i64) -> bool {
        self.always() || self.windows_of(self.day(at_ms)).iter().any(|(from, to)| (*from..*to).contains(&at_ms))
    }

    /// The first moment from this one on at which somebody answers; `None` where nobody ever does.
    pub fn next_opening(&self, at_ms: i64) -> Option<i64> {
        if self.always() {
            return Some(at_ms);
        }
        let (from, _) = self.windows_from(self.day(at_ms)).find(|(_, to)| *to > at_ms)?;
        Some(from.max(at_ms))
    }

    /// How much working time lies between two moments, in milliseconds; none where the second is not the later one.
    pub fn working_ms_between(&self, from_ms: i64, to_ms: i64) -> i64 {
        if self.always() {
            return to_ms.saturating_sub(from_ms).max(0);
        }
        let windows = self.windows_from(self.day(from_ms)).take_while(|(from, _)| *from < to_ms);
        windows.map(|(from, to)| to.min(to_ms).saturating_sub(from.max(from_ms)).max(0)).sum()
    }

    /// The first moment at which so much working time has passed since another; `None` where so much never passes.
    pub fn after_working(&self, from_ms: i64, working_ms: i64) -> Option<i64> {
        if working_ms <= 0 {
            return Some(from_ms);
        }
        if self.always() {
            return Some(from_ms.saturating_add(working_ms));
        }
        let mut left = working_ms;
        self.windows_from(self.day(from_ms)).find_map(|(from, to)| {
            let from = from.max(from_ms);
            let end = from.saturating_add(left);
            if end <= to {
                return Some(end);
            }
            left -= to.saturating_sub(from).max(0);
            None
        })
    }

    fn always(&self) -> bool {
        self.openings.is_empty()
    }

    fn day(&self, at_ms: i64) -> Date {
        LocalTime::of(at_ms, self.zone).at.date()
    }

    /// The working time from a day on, in order. It ends where no opening is left: a week without one is the doing
    /// of a holiday each, so that there is none after so many weeks.
    fn windows_from(&self, day: Date) -> impl Iterator<Item = Window> + '_ {
        let longest_pause = WEEK * (self.holidays.len() + 2);
        let days = std::iter::successors(Some(day), |day| day.tomorrow().ok());
        let mut empty = 0;
        let all = days.map_while(move |day| {
            let windows = self.windows_of(day);
            empty = if windows.is_empty() { empty + 1 } else { 0 };
            (empty <= longest_pause).then_some(windows)
        });
        all.flatten()
    }

    /// The working time of a day, in order; what overlaps or meets is one.
    fn windows_of(&self, day: Date) -> Vec<Window> {
        if self.holidays.contains(&day) {
            return Vec::new();
        }
        let (today, yesterday) = (weekday(day), weekday(day.yesterday().unwrap_or(day)));
        let mut minutes: Vec<(u16, u16)> =
            self.openings.iter().flat_map(|one| minutes(one, today, yesterday)).collect();
        minutes.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::with_capacity(minutes.len());
        for (from, to) in minutes {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined.into_iter().map(|(from, to)| (self.moment(day, from), self.moment(day, to))).collect()
    }

    /// A minute of a day; the one after the last is midnight.
    fn moment(&self, day: Date, minute: u16) -> i64 {
        if minute >= DAY {
            return self.zone.end_of(day);
        }
        let (hour, minute) = ((minute / 60) as i8, (minute % 60) as i8);
        self.zone.milliseconds(day.at(hour, minute, 0, 0))
    }
}

/// 0 is Monday.
fn weekday(day: Date) -> i8 {
    day.weekday().to_monday_zero_offset()
}

/// The minutes of a day that an opening covers. One that ends before it begins goes on over midnight.
fn minutes(opening: &Opening, today: i8, yesterday: i8) -> Vec<(u16, u16)> {
    let on = |weekday: i8| opening.days.0 & 1 << weekday != 0;
    let (from, to) = (opening.from.min(DAY), opening.to.min(DAY));
    let mut minutes = Vec::new();
    if on(today) && from != to {
        minutes.push((from, if to < from { DAY } else { to }));
    }
    if on(yesterday) && to < from && to > 0 {
        minutes.push((0, to));
    }
    minutes.retain(|(from, to)| from < to);
    minutes
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::conversation::owner::hours::{Days, Zone, openings};

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    fn hours(text: &str) -> Hours {
        Hours { openings: openings(text).unwrap_or_default(), ..Hours::default() }
    }

    /// A moment of November 2026 by the clocks of Jakarta; the 16th is a Monday.
    fn november(day: i8, hour: i8, minute: i8) -> i64 {
        Zone::Jakarta.milliseconds(date(2026, 11, day).at(hour, minute, 0, 0))
    }

    #[test]
    fn a_shop_without_openings_answers_always() {
        let hours = Hours { holidays: vec![date(2026, 11, 16)], ..Hours::default() };
        let at = november(16, 3, 0);
        assert!(hours.is_open(at));
        assert_eq!(hours.next_opening(at), Some(at));
        assert_eq!(hours.working_ms_between(at, at + HOUR), HOUR);
        assert_eq!(hours.working_ms_between(at, at - HOUR), 0);
        assert_eq!(hours.after_working(at, HOUR), Some(at + HOUR));
    }

    #[test]
    fn a_week_has_its_hours_its_breaks_and_its_holidays() {
        let mut hours = hours("Mon-Fri 9-12, 13-17, Sat 9-12");
        hours.holidays = vec![date(2026, 11, 17)];
        for (day, hour, open, next) in [
            (16, 8, false, Some((16, 9))),
            (16, 9, true, None),
            (16, 12, false, Some((16, 13))),
            (16, 17, false, Some((18, 9))),
            (17, 10, false, Some((18, 9))),
            (21, 11, true, None),
            (21, 12, false, Some((23, 9))),
        ] {
            let at = november(day, hour, 0);
            let next = next.map_or(at, |(day, hour)| november(day, hour, 0));
            assert_eq!((hours.is_open(at), hours.next_opening(at)), (open, Some(next)), "{day} {hour}");
        }
        assert!(!hours.is_open(november(16, 17, 0)) && hours.is_open(november(16, 17, 0) - 1));
        assert_eq!(hours.working_ms_between(november(16, 11, 30), november(18, 9, 30)), 5 * HOUR);
        assert_eq!(hours.after_working(november(16, 11, 30), 30 * MINUTE), Some(november(16, 12, 0)));
        assert_eq!(hours.after_working(november(16, 11, 30), 5 * HOUR), Some(november(18, 9, 30)));
        assert_eq!(hours.after_working(november(15, 3, 0), 0), Some(november(15, 3, 0)));
    }

    #[test]
    fn what_goes_on_over_midnight_ends_the_next_day_and_stops_for_a_holiday() {
        let friday = Opening { days: Days(0b001_0000), from: 22 * 60, to: 2 * 60 };
        let mut hours = Hours { openings: vec![friday], ..Hours::default() };
        let eve = november(20, 22, 0);
        assert_eq!(hours.working_ms_between(november(16, 0, 0), november(23, 0, 0)), 4 * HOUR);
        assert_eq!(hours.after_working(eve, 4 * HOUR), Some(november(21, 2, 0)));
        assert!(hours.is_open(november(21, 1, 59)) && !hours.is_open(november(21, 2, 0)));
        hours.holidays = vec![date(2026, 11, 21)];
        assert!(hours.is_open(november(20, 23, 59)) && !hours.is_open(november(21, 0, 0)));
        assert_eq!(hours.next_opening(november(21, 0, 0)), Some(november(27, 22, 0)));
    }

    #[test]
    fn openings_that_open_nothing_never_open() {
        let none = Opening { days: Days(0), from: 0, to: DAY };
        let empty = Opening { days: Days::ALL, from: 60, to: 60 };
        for opening in [none, empty] {
            let hours = Hours { openings: vec![opening], ..Hours::default() };
            let at = november(16, 10, 0);
            assert!(!hours.is_open(at));
            assert_eq!((hours.next_opening(at), hours.after_working(at, 1)), (None, None));
            assert_eq!(hours.working_ms_between(at, at + 1000 * HOUR), 0);
        }
    }

    #[test]
    fn a_long_row_of_holidays_is_waited_for_and_the_end_of_time_is_reached() {
        let mut hours = hours("Mon 9-10");
        let mondays =
            (0..60).filter_map(|week: i32| date(2026, 11, 16).checked_add(jiff::Span::new().weeks(week)).ok());
        hours.holidays = mondays.collect();
        let first = hours.holidays.last().and_then(|last| last.checked_add(jiff::Span::new().weeks(1)).ok());
        let first = first.map(|day| Zone::Jakarta.milliseconds(day.at(9, 0, 0, 0)));
        assert!(first.is_some());
        assert_eq!(hours.next_opening(november(16, 0, 0)), first);
        assert_eq!(hours.next_opening(i64::MAX), None);
    }

    /// The definition: open in this minute?
    fn walks_open(hours: &Hours, at: i64) -> bool {
        let local = LocalTime::of(at, hours.zone).at;
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        let today = local.date().weekday().to_monday_zero_offset();
        let yesterday = (today + 6) % 7;
        let covers = |one: &Opening| {
            let on = |weekday: i8| one.days.0 >> weekday & 1 == 1;
            if one.from <= one.to {
                on(today) && (one.from..one.to).contains(&minute)
            } else {
                on(today) && minute >= one.from || on(yesterday) && minute < one.to
            }
        };
        let holiday = hours.holidays.contains(&local.date());
        hours.openings.is_empty() || !holiday && hours.openings.iter().any(covers)
    }

    fn any_hours() -> impl Strategy<Value = Hours> {
        let time = prop_oneof![0..=24_u16, 0..=24_u16].prop_map(|hour| hour * 60);
        let time = prop_oneof![3 => time, 1 => 0..=DAY];
        let opening =
            (0..=127_u8, time.clone(), time).prop_map(|(days, from, to)| Opening { days: Days(days), from, to });
        let holidays = prop::collection::vec((14..=30_i8).prop_map(|day| date(2026, 11, day)), 0..4);
        (prop::sample::select(&Zone::ALL[..]), prop::collection::vec(opening, 0..4), holidays)
            .prop_map(|(zone, openings, holidays)| Hours { zone, openings, holidays })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn it_is_what_a_walk_from_minute_to_minute_finds(
            hours in any_hours(), start in 0..10_080_i64, length in 0..10_080_i64, working in 1..3000_i64,
        ) {
            let from = november(16, 0, 0) + start * MINUTE;
            let minutes = || (0..21 * 24 * 60).map(|step| from + step * MINUTE);
            prop_assert_eq!(hours.is_open(from), walks_open(&hours, from));
            prop_assert_eq!(hours.is_open(from + MINUTE - 1), walks_open(&hours, from));
            let first = minutes().find(|at| walks_open(&hours, *at));
            let next = hours.next_opening(from);
            match first {
                Some(first) => prop_assert_eq!(next, Some(first)),
                None => prop_assert!(next.is_none_or(|next| next >= from + 21 * 24 * HOUR)),
            }
            let to = from + length * MINUTE;
            let walked = minutes().take_while(|at| *at < to).filter(|at| walks_open(&hours, *at)).count() as i64 * MINUTE;
            prop_assert_eq!(hours.working_ms_between(from, to), walked);
            let after = minutes().filter(|at| walks_open(&hours, *at)).nth(working as usize - 1).map(|at| at + MINUTE);
            let found = hours.after_working(from, working * MINUTE);
            match after {
                Some(after) => prop_assert_eq!(found, Some(after)),
                None => prop_assert!(found.is_none_or(|found| found > from + 21 * 24 * HOUR)),
            }
        }
    }
}
