//! Days, times and opening hours in the reader's language, by the rules of ICU (CLDR); the words
//! around them come from the locale files.
//!
//! What is absent here: the present time and any arithmetic with times.

use icu_datetime::fieldsets::{T, YMD};
use icu_datetime::input::{Date, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::locale;

use super::wording::Voice;
use crate::conversation::{Hours, LocalTime, Opening, Zone};
use crate::language::{Language, Locale};

impl Voice {
    /// A day: *19 Nov 2026*, 2026年11月19日.
    pub fn day(&self, locale: Locale, day: jiff::civil::Date) -> String {
        let year_month_day = (i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs());
        let (year, month, date) = year_month_day;
        let formatter = FixedCalendarDateTimeFormatter::try_new(icu_locale(locale).into(), YMD::medium());
        let worded = formatter.ok().zip(Date::try_new_gregorian(year, month, date).ok());
        // Both are sure to be there: the data is part of the program, and the day is one.
        worded.map_or_else(|| day.to_string(), |(formatter, day)| formatter.format(&day).to_string())
    }

    /// Several days.
    pub fn days(&self, locale: Locale, days: &[jiff::civil::Date]) -> String {
        let each: Vec<String> = days.iter().map(|day| self.day(locale, *day)).collect();
        each.join(&self.separator(locale))
    }

    /// Minutes after midnight: *09.00* in Indonesian, *09:00* elsewhere. The end of a day is 24:00.
    pub fn clock(&self, locale: Locale, minutes: u16) -> String {
        let (hour, minute) = ((minutes / 60 % 24) as u8, (minutes % 60) as u8);
        let formatter = NoCalendarFormatter::try_new(icu_locale(locale).into(), T::hm());
        let worded = formatter.ok().zip(Time::try_new(hour, minute, 0, 0).ok());
        let worded = worded.map(|(formatter, time)| formatter.format(&time).to_string());
        let worded = worded.unwrap_or_else(|| format!("{hour:02}:{minute:02}"));
        if minutes == 24 * 60 { worded.replacen("00", "24", 1) } else { worded }
    }

    /// The short name of a zone: *WIB*, 雅加达时间, *Jakarta time*.
    pub fn zone(&self, locale: Locale, zone: Zone) -> String {
        let key = match zone {
            Zone::Jakarta => "zone-jakarta",
            Zone::Makassar => "zone-makassar",
            Zone::Jayapura => "zone-jayapura",
            Zone::Shanghai => "zone-shanghai",
            Zone::Singapore => "zone-singapore",
        };
        self.label(locale, key)
    }

    /// The end of something: the day alone where it lasts for all of it, else *19 Nov 2026 pukul 14.30
    /// WIB*, 2026年11月19日 14:30（雅加达时间）, *19 Nov 2026, 14:30 (Jakarta time)*.
    pub fn until(&self, locale: Locale, until: &LocalTime) -> String {
        match until.day_that_ends() {
            Some(day) => self.day(locale, day),
            None => self.moment(locale, until),
        }
    }

    /// A day and a time.
    pub fn moment(&self, locale: Locale, moment: &LocalTime) -> String {
        let minutes = u16::from(moment.at.hour().unsigned_abs()) * 60 + u16::from(moment.at.minute().unsigned_abs());
        let (day, time) = (self.day(locale, moment.at.date()), self.clock(locale, minutes));
        let zone = self.zone(locale, moment.zone);
        self.plain(locale, "time-moment", &[("day", &day), ("time", &time), ("zone", &zone)])
    }

    /// Days and hours of the week with the zone: *Senin–Jumat 09.00–17.00 WIB*.
    pub fn hours(&self, locale: Locale, hours: &Hours) -> String {
        let each: Vec<String> = hours.openings.iter().map(|one| self.opening(locale, one)).collect();
        let zone = self.zone(locale, hours.zone);
        self.plain(locale, "hours-in-zone", &[("hours", &each.join(&self.separator(locale))), ("zone", &zone)])
    }

    /// Days and hours without the zone.
    pub fn opening(&self, locale: Locale, opening: &Opening) -> String {
        let (from, to) = (self.clock(locale, opening.from), self.clock(locale, opening.to));
        let days = match opening.days.runs().as_slice() {
            [(1, 7)] => self.label(locale, "every-day"),
            runs => {
                let each: Vec<String> = runs.iter().map(|run| self.run(locale, *run)).collect();
                each.join(&self.separator(locale))
            }
        };
        self.plain(locale, "hours-opening", &[("days", &days), ("from", &from), ("to", &to)])
    }

    fn run(&self, locale: Locale, (first, last): (u8, u8)) -> String {
        let weekday = |day: u8| self.label(locale, WEEKDAYS[usize::from(day.clamp(1, 7)) - 1]);
        let (from, to) = (weekday(first), weekday(last));
        if first == last { from } else { self.plain(locale, "days-range", &[("from", &from), ("to", &to)]) }
    }

    pub(super) fn separator(&self, locale: Locale) -> String {
        // Fluent strips spaces at the end of a message.
        match self.label(locale, "list-separator") {
            sign if sign == "," => ", ".to_owned(),
            sign => sign,
        }
    }

    /// Words with values in them, as plain text.
    pub(super) fn plain(&self, locale: Locale, key: &str, values: &[(&str, &str)]) -> String {
        self.word(locale, key, values).replace('\\', "")
    }
}

const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

/// What the locale files must hold for this file.
pub(super) const LABELS: &[&str] = &[
    "zone-jakarta",
    "zone-makassar",
    "zone-jayapura",
    "zone-shanghai",
    "zone-singapore",
    "time-moment",
    "hours-in-zone",
    "hours-opening",
    "every-day",
    "days-range",
    "list-separator",
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
    "weekday-7",
];

/// The locale of ICU. Its words and digits for both scripts of Chinese are taken to be the same: those of traditional
/// characters differ in the clock (下午2:30), and the clock is the same for everybody here.
pub(super) fn icu_locale(locale: Locale) -> icu_locale_core::Locale {
    match locale.language() {
        Language::Indonesian => locale!("id"),
        Language::Chinese => locale!("zh-Hans"),
        Language::English => locale!("en-GB"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::conversation::owner::admin;
    use crate::conversation::owner::hours::openings;
    use crate::knowledge::Files;

    fn each(worded: impl Fn(&Voice, Locale) -> String) -> Vec<String> {
        let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko");
        Language::ALL.into_iter().map(|language| worded(&voice, Locale::as_kept(language))).collect()
    }

    #[test]
    fn moments_follow_the_language() {
        let moment = LocalTime { at: date(2026, 11, 19).at(14, 30, 0, 0), zone: Zone::Jakarta };
        assert_eq!(
            each(|voice, locale| voice.moment(locale, &moment)),
            ["19 Nov 2026 pukul 14.30 WIB", "2026年11月19日 14:30（雅加达时间）", "19 Nov 2026, 14:30 (Jakarta time)"]
        );
    }

    #[test]
    fn what_ends_at_midnight_lasts_for_the_day_before() {
        let midnight = LocalTime { at: date(2026, 12, 1).at(0, 0, 0, 0), zone: Zone::Jakarta };
        assert_eq!(
            each(|voice, locale| voice.until(locale, &midnight)),
            ["30 Nov 2026", "2026年11月30日", "30 Nov 2026"]
        );
    }

    #[test]
    fn hours_follow_the_language() {
        let openings = openings("Mon-Fri 9-17, Sat, Sun 0-24").unwrap_or_default();
        let hours = Hours { openings, ..Hours::default() };
        assert_eq!(
            each(|voice, locale| voice.hours(locale, &hours)),
            [
                "Senin–Jumat 09.00–17.00, Sabtu–Minggu 00.00–24.00 WIB",
                "周一至周五 09:00–17:00、周六至周日 00:00–24:00（雅加达时间）",
                "Monday–Friday 09:00–17:00, Saturday–Sunday 00:00–24:00 (Jakarta time)"
            ]
        );
        let openings = admin::preset(2).into_iter().collect();
        let always = Hours { openings, zone: Zone::Shanghai, ..Hours::default() };
        assert_eq!(each(|voice, locale| voice.hours(locale, &always))[0], "setiap hari 08.00–20.00 waktu Beijing");
    }
}
