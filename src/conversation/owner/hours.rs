//! When the shop answers: days, hours, time zone and holidays, and how people type them.
//!
//! What is absent here: the present time, and how any of it is worded.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The most openings that one text may set.
const MOST_OPENINGS: usize = 14;

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// The time zones of shops and of those who run them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Zone {
    /// Western Indonesia, WIB.
    #[default]
    #[serde(rename = "Asia/Jakarta")]
    Jakarta,
    /// Central Indonesia, WITA.
    #[serde(rename = "Asia/Makassar")]
    Makassar,
    /// Eastern Indonesia, WIT.
    #[serde(rename = "Asia/Jayapura")]
    Jayapura,
    /// China.
    #[serde(rename = "Asia/Shanghai")]
    Shanghai,
    /// Singapore.
    #[serde(rename = "Asia/Singapore")]
    Singapore,
}

impl Zone {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Zone; 5] = [Zone::Jakarta, Zone::Makassar, Zone::Jayapura, Zone::Shanghai, Zone::Singapore];

    /// Its name in the IANA database.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Jakarta => "Asia/Jakarta",
            Zone::Makassar => "Asia/Makassar",
            Zone::Jayapura => "Asia/Jayapura",
            Zone::Shanghai => "Asia/Shanghai",
            Zone::Singapore => "Asia/Singapore",
        }
    }

    /// Its rules. The database is part of the program; a test finds every zone in it.
    fn rules(self) -> TimeZone {
        TimeZone::get(self.name()).unwrap_or(TimeZone::UTC)
    }

    /// A local time as Unix milliseconds; one that a clock skips is the moment after it.
    pub fn milliseconds(self, local: DateTime) -> i64 {
        let zoned = self.rules().to_ambiguous_zoned(local).compatible();
        zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond())
    }

    /// The end of a day: the first moment of the next, in Unix milliseconds.
    pub fn end_of(self, day: Date) -> i64 {
        day.tomorrow().map_or(i64::MAX, |next| self.milliseconds(next.at(0, 0, 0, 0)))
    }
}

/// What the clocks of a zone show at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Day and time.
    pub at: DateTime,
    /// Where.
    pub zone: Zone,
}

impl LocalTime {
    /// What the clocks of a zone show at a moment in Unix milliseconds.
    pub fn of(milliseconds: i64, zone: Zone) -> LocalTime {
        let moment = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX);
        LocalTime { at: zone.rules().to_datetime(moment), zone }
    }

    /// The last day that ends at this time, where it is midnight; nothing else.
    pub fn day_that_ends(&self) -> Option<Date> {
        let midnight = self.at.hour() == 0 && self.at.minute() == 0;
        midnight.then(|| self.at.date().yesterday().unwrap_or(self.at.date()))
    }
}

/// When the shop answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// The zone of all of it.
    pub zone: Zone,
    /// The week; empty as long as only the zone or holidays were set.
    pub openings: Vec<Opening>,
    /// Days on which nobody answers, in order.
    pub holidays: Vec<Date>,
}

/// From when to when on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The days.
    pub days: Days,
    /// The first minute of the day, counted from midnight.
    pub from: u16,
    /// The minute after the last, up to 24 × 60.
    pub to: u16,
}

/// Days of the week: bit 0 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Days(pub u8);

impl Days {
    /// Every day.
    pub const ALL: Days = Days(0b111_1111);

    /// Days from one to another, over the end of the week where need be. 1 is Monday, 7 Sunday.
    fn between(from: u8, to: u8) -> Days {
        let length = (to + 7 - from) % 7;
        (0..=length).fold(Days(0), |days, step| days.and((from - 1 + step) % 7 + 1))
    }

    fn and(self, day: u8) -> Days {
        Days(self.0 | 1 << (day - 1))
    }

    /// Runs of days in a row, each by its first and last; 1 is Monday.
    pub fn runs(self) -> Vec<(u8, u8)> {
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for day in (1..=7).filter(|day| self.0 & 1 << (day - 1) != 0) {
            match runs.last_mut() {
                Some(run) if run.1 + 1 == day => run.1 = day,
                _ => runs.push((day, day)),
            }
        }
        runs
    }
}

impl Hours {
    /// Adds holidays, and forgets those before today.
    pub fn add_holidays(&mut self, days: &[Date], today: Date) {
        self.holidays.extend_from_slice(days);
        self.holidays.retain(|day| *day >= today);
        self.holidays.sort_unstable();
        self.holidays.dedup();
    }
}

/// The openings in a text such as *Sen-Jum 09.00-17.00, Sab 9-12*, 周一至周五 9:00-18:00 or *Mon-Sat
/// 9am-5pm*; `None` when it is not all of that kind.
pub fn openings(text: &str) -> Option<Vec<Opening>> {
    let mut week = Week::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (token, after) = token(rest)?;
        week.take(token)?;
        rest = after;
    }
    week.finish()
}

/// A piece of a text about hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Day(u8),
    EveryDay,
    To,
    /// Minutes after midnight.
    Time(u16),
    /// The times after it lie after noon.
    Afternoon,
    Filler,
}

#[derive(Default)]
struct Week {
    openings: Vec<Opening>,
    days: Days,
    /// Whether the days belong to an opening already: the next day begins anew.
    used: bool,
    before: Option<Token>,
    range: bool,
    from: Option<u16>,
    afternoon: bool,
}

impl Week {
    fn take(&mut self, token: Token) -> Option<()> {
        match token {
            Token::Filler => return Some(()),
            Token::To => {
                self.range = true;
                return Some(());
            }
            Token::Afternoon => {
                self.afternoon = true;
                return Some(());
            }
            Token::Day(day) => self.day(day),
            Token::EveryDay => {
                self.fresh();
                self.days = Days::ALL;
            }
            Token::Time(minute) => self.time(minute)?,
        }
        self.before = Some(token);
        self.range = false;
        self.afternoon = false;
        Some(())
    }

    fn fresh(&mut self) {
        if std::mem::take(&mut self.used) {
            self.days = Days::default();
        }
    }

    fn day(&mut self, day: u8) {
        self.fresh();
        self.days = match self.before {
            Some(Token::Day(first)) if self.range => Days(self.days.0 | Days::between(first, day).0),
            _ => self.days.and(day),
        };
    }

    fn time(&mut self, minute: u16) -> Option<()> {
        let minute = if self.afternoon && minute < DAY / 2 { minute + DAY / 2 } else { minute };
        let Some(from) = self.from.take() else {
            self.from = Some(minute);
            return (self.days.0 != 0).then_some(());
        };
        let fits = self.range && from < minute && self.openings.len() < MOST_OPENINGS;
        self.openings.push(Opening { days: self.days, from, to: minute });
        self.used = true;
        fits.then_some(())
    }

    fn finish(self) -> Option<Vec<Opening>> {
        (self.used && self.from.is_none()).then_some(self.openings)
    }
}

/// The first token of a text, and the rest.
fn token(text: &str) -> Option<(Token, &str)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return time(text);
    }
    if first.is_ascii_alphabetic() {
        let end = text.find(|letter: char| !letter.is_ascii_alphabetic() && letter != '\'').unwrap_or(text.len());
        return Some((word(&text[..end].to_ascii_lowercase())?, &text[end..]));
    }
    let known = HAN.iter().find(|(sign, _)| text.starts_with(sign));
    if let Some((sign, token)) = known {
        return Some((*token, &text[sign.len()..]));
    }
    let token = match first {
        '-' | '–' | '—' | '~' | '～' | '至' | '到' => Token::To,
        ' ' | '\n' | ',' | '，' | ';' | '；' | '、' | '.' | '。' | '&' | '/' | '(' | ')' | ':' | '：' | '和' => {
            Token::Filler
        }
        _ => return None,
    };
    Some((token, &text[first.len_utf8()..]))
}

/// A time of day: `9`, `09.00`, `9:30`, `5pm`, `9点半`.
fn time(text: &str) -> Option<(Token, &str)> {
    let (hour, rest) = number(text)?;
    let (minute, rest) = match rest.chars().next() {
        Some(':' | '.' | '：') if rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit()) => {
            number(rest.trim_start_matches([':', '.', '：']))?
        }
        _ => (0, rest),
    };
    let (minute, rest) = match rest.strip_prefix("点半") {
        Some(rest) => (30, rest),
        None => (minute, rest.strip_prefix(['点', '时']).unwrap_or(rest)),
    };
    let lower = rest.trim_start().to_ascii_lowercase();
    let (hour, rest) = if lower.starts_with("am") || lower.starts_with("pm") {
        let noon = u16::from(lower.starts_with("pm")) * 12;
        (if (1..=12).contains(&hour) { hour % 12 + noon } else { DAY }, &rest.trim_start()[2..])
    } else {
        (hour, rest)
    };
    let minutes = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && minutes <= DAY).then_some((Token::Time(minutes), rest))
}

/// A number of at most two digits at the beginning of a text.
fn number(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (end <= 2).then(|| text[..end].parse().ok()).flatten().map(|number| (number, &text[end..]))
}

const HAN: &[(&str, Token)] = &[
    ("每天", Token::EveryDay),
    ("每日", Token::EveryDay),
    ("工作日", Token::Filler),
    ("上午", Token::Filler),
    ("早上", Token::Filler),
    ("下午", Token::Afternoon),
    ("晚上", Token::Afternoon),
    ("星期", Token::Filler),
    ("礼拜", Token::Filler),
    ("周", Token::Filler),
    ("一", Token::Day(1)),
    ("二", Token::Day(2)),
    ("三", Token::Day(3)),
    ("四", Token::Day(4)),
    ("五", Token::Day(5)),
    ("六", Token::Day(6)),
    ("日", Token::Day(7)),
    ("天", Token::Day(7)),
];

fn word(word: &str) -> Option<Token> {
    Some(match word {
        "senin" | "sen" | "sn" | "monday" | "mon" => Token::Day(1),
        "selasa" | "sel" | "tuesday" | "tue" | "tues" => Token::Day(2),
        "rabu" | "rab" | "rb" | "wednesday" | "wed" => Token::Day(3),
        "kamis" | "kam" | "thursday" | "thu" | "thur" | "thurs" => Token::Day(4),
        "jumat" | "jum'at" | "jum" | "friday" | "fri" => Token::Day(5),
        "sabtu" | "sab" | "saturday" | "sat" => Token::Day(6),
        "minggu" | "min" | "mgg" | "ahad" | "sunday" | "sun" => Token::Day(7),
        "daily" | "everyday" | "every" | "setiap" | "tiap" => Token::EveryDay,
        "to" | "until" | "till" | "s" | "sd" | "sampai" | "hingga" => Token::To,
        "d" | "day" | "hari" | "jam" | "pukul" | "from" | "dari" | "at" | "and" | "dan" | "buka" | "open" => {
            Token::Filler
        }
        _ => return None,
    })
}

/// The day after so many days.
pub fn days_after(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(openings) = openings(text) else { return "-".to_owned() };
        let one = |one: &Opening| format!("{:?} {}-{}", one.days.runs(), one.from, one.to);
        openings.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn hours_are_understood_as_people_type_them() {
        let table = [
            ("Sen-Jum 09.00-17.00", "[(1, 5)] 540-1020"),
            ("senin s/d jumat jam 9 sampai 17", "[(1, 5)] 540-1020"),
            ("周一至周五 9:00-18:00", "[(1, 5)] 540-1080"),
            ("星期一到星期六，上午9点到下午5点半", "[(1, 6)] 540-1050"),
            ("每天 8：30-24:00", "[(1, 7)] 510-1440"),
            ("Mon-Sat 9-17", "[(1, 6)] 540-1020"),
            ("Mon–Fri 9am – 5 pm, Sat 10am-12pm", "[(1, 5)] 540-1020; [(6, 6)] 600-720"),
            ("Mon, Wed, Fri 9-12, 13-17", "[(1, 1), (3, 3), (5, 5)] 540-720; [(1, 1), (3, 3), (5, 5)] 780-1020"),
            ("every day 0-24", "[(1, 7)] 0-1440"),
            ("setiap hari 8-20", "[(1, 7)] 480-1200"),
            ("Sab-Sen 9-17", "[(1, 1), (6, 7)] 540-1020"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_table_is_refused() {
        let no = ["", "9-17", "Mon-Fri", "Mon 17-9", "Mon 9-25", "Mon 9:60-10", "Mon 9 17", "besok", "Mon 9-", "周"];
        for text in no.into_iter().chain(["Mon 13pm-14", "<b>Mon</b> 9-17", "Mon 100-200", "gmn cara bayar"]) {
            assert_eq!(shown(text), "-", "{text}");
        }
    }

    #[test]
    fn every_zone_is_in_the_database_of_the_program() {
        let noon = jiff::civil::date(2026, 11, 19).at(12, 0, 0, 0);
        let hours: Vec<i64> = Zone::ALL.iter().map(|zone| zone.milliseconds(noon) / 3_600_000 % 24).collect();
        assert_eq!(hours, [5, 4, 3, 4, 4]);
    }

    #[test]
    fn midnight_ends_the_day_before() {
        let day = jiff::civil::date(2026, 12, 31);
        let end = Zone::Jakarta.end_of(day);
        assert_eq!(LocalTime::of(end, Zone::Jakarta).day_that_ends(), Some(day));
        assert_eq!(LocalTime::of(end - 60_000, Zone::Jakarta).day_that_ends(), None);
    }

    #[test]
    fn holidays_are_kept_in_order_once_and_not_for_ever() {
        let day = |day| jiff::civil::date(2026, 12, day);
        let mut hours = Hours { holidays: vec![day(1), day(25)], ..Hours::default() };
        hours.add_holidays(&[day(24), day(25)], day(2));
        assert_eq!(hours.holidays, [day(24), day(25)]);
    }
}
