//! When the shop answers: days, hours, time zone and holidays, and how people type them.
//!
//! What is absent here: the present time, and how any of it is worded.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::language::simplified;

/// The most openings that one text may set.
const MOST_OPENINGS: usize = 14;

/// The most holidays that are kept.
pub const MOST_HOLIDAYS: usize = 60;

/// The minutes of a day.
pub(in crate::conversation) const DAY: u16 = 24 * 60;

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
    /// Adds holidays, and forgets those before today and more than a year away. Of too many, the
    /// [`MOST_HOLIDAYS`] that come first are kept.
    pub fn add_holidays(&mut self, days: &[Date], today: Date) {
        self.holidays.extend_from_slice(days);
        self.holidays.retain(|day| (today..=year_after(today)).contains(day));
        self.holidays.sort_unstable();
        self.holidays.dedup();
        self.holidays.truncate(MOST_HOLIDAYS);
    }
}

/// The openings in a text such as *Sen-Jum 09.00-17.00, Sab 9-12*, 工作日 上午9点到下午6点, *every day
/// 9am-9pm* or *24 jam*; `None` when it is not all of that kind. A zone may stand in it, as the bot
/// writes one; it sets nothing, for the zone is chosen apart.
pub fn openings(text: &str) -> Option<Vec<Opening>> {
    let mut week = Week::default();
    let text = simplified(text);
    let mut rest = text.as_str();
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
    Days(Days),
    To,
    /// Minutes after midnight.
    Time(u16),
    /// From midnight to midnight.
    AllDay,
    /// The time after it lies there.
    Part(PartOfDay),
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
    part: Option<PartOfDay>,
}

impl Week {
    fn take(&mut self, token: Token) -> Option<()> {
        match token {
            Token::Filler => return Some(()),
            Token::To => {
                self.range = true;
                return Some(());
            }
            Token::Part(part) => {
                self.part = Some(part);
                return Some(());
            }
            Token::Day(day) => self.day(day)?,
            Token::Days(days) => self.several(days)?,
            Token::AllDay => self.all_day()?,
            Token::Time(minute) => self.time(minute)?,
        }
        self.before = Some(token);
        self.range = false;
        // A part of the day that no time followed says something that is not understood.
        self.part.is_none().then_some(())
    }

    fn fresh(&mut self) {
        if std::mem::take(&mut self.used) {
            self.days = Days::default();
        }
    }

    fn day(&mut self, day: u8) -> Option<()> {
        self.fresh();
        self.days = match self.before {
            Some(Token::Day(first)) if self.range => Days(self.days.0 | Days::between(first, day).0),
            _ if self.range => return None,
            // Every Monday.
            Some(Token::Days(Days::ALL)) => Days::default().and(day),
            _ => self.days.and(day),
        };
        Some(())
    }

    fn several(&mut self, days: Days) -> Option<()> {
        self.fresh();
        self.days = Days(self.days.0 | days.0);
        (!self.range).then_some(())
    }

    fn time(&mut self, minute: u16) -> Option<()> {
        let minute = self.part.take().map_or(Some(minute), |part| part.minutes(minute))?;
        let Some(from) = self.from.take() else {
            self.from = Some(minute);
            return (self.days.0 != 0 && !self.range).then_some(());
        };
        // What closes at 00:00 closes at the end of the day.
        let to = if minute == 0 { DAY } else { minute };
        (self.range && from < to).then(|| self.open(from, to)).flatten()
    }

    fn all_day(&mut self) -> Option<()> {
        if self.before.is_none() {
            self.days = Days::ALL;
        }
        (self.days.0 != 0 && self.from.is_none() && !self.range).then(|| self.open(0, DAY)).flatten()
    }

    fn open(&mut self, from: u16, to: u16) -> Option<()> {
        self.openings.push(Opening { days: self.days, from, to });
        self.used = true;
        (self.openings.len() <= MOST_OPENINGS).then_some(())
    }

    fn finish(self) -> Option<Vec<Opening>> {
        let complete = self.used && self.from.is_none() && !self.range && self.part.is_none();
        complete.then_some(self.openings)
    }
}

/// The first token of a text, and the rest.
fn token(text: &str) -> Option<(Token, &str)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return all_day(text).or_else(|| time(text).map(|time| (Token::Time(time.minutes), time.rest)));
    }
    if first.is_ascii_alphabetic() {
        let (word, rest) = split_word(text);
        return Some((token_of(&word)?, rest));
    }
    let known = HAN.iter().find(|(sign, _)| text.starts_with(sign));
    if let Some((sign, token)) = known {
        return Some((*token, &text[sign.len()..]));
    }
    if let Some((part, rest)) = PartOfDay::in_chinese(text) {
        return Some((Token::Part(part), rest));
    }
    if let Some((_, rest)) = Zone::in_chinese(text) {
        return Some((Token::Filler, rest));
    }
    let token = match first {
        '-' | '–' | '—' | '~' | '～' | '至' | '到' => Token::To,
        _ if first.is_whitespace() => Token::Filler,
        ',' | '，' | ';' | '；' | '、' | '.' | '。' | '&' | '/' | '(' | ')' | '（' | '）' | ':' | '：' | '和' => {
            Token::Filler
        }
        _ => return None,
    };
    Some((token, &text[first.len_utf8()..]))
}

/// *24 jam*, *24 hours*, 24小时, 24/7.
fn all_day(text: &str) -> Option<(Token, &str)> {
    let after = text.strip_prefix("24")?;
    if let Some(rest) = after.strip_prefix("/7").or_else(|| after.trim_start().strip_prefix("小时")) {
        return Some((Token::AllDay, rest));
    }
    let (word, rest) = split_word(after.trim_start());
    matches!(word.as_str(), "jam" | "hour" | "hours" | "h").then_some((Token::AllDay, rest))
}

/// A time of day at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypedTime<'a> {
    /// Minutes after midnight, up to 24 × 60.
    pub(super) minutes: u16,
    /// How it was written.
    pub(super) form: TimeForm,
    /// What follows.
    pub(super) rest: &'a str,
}

/// How a time of day was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeForm {
    /// A number alone.
    Bare,
    /// Two numbers and a dot, as a day may be written too.
    Dotted,
    /// As nothing else is written.
    Certain,
}

/// A time of day: `9`, `09.00`, `9:30`, `5pm`, `5 sore`, `9点半`, `18点30分`.
pub(super) fn time(text: &str) -> Option<TypedTime<'_>> {
    let (hour, rest) = number(text)?;
    let (minute, form, rest) = minute(rest)?;
    let (word, after) = split_word(rest.trim_start());
    let shown = hour.checked_mul(60)?.checked_add(minute)?;
    let half = |noon: u16| (1..=12).contains(&hour).then_some(hour % 12 * 60 + minute + noon);
    let (minutes, form, rest) = match word.as_str() {
        "am" => (half(0)?, TimeForm::Certain, after),
        "pm" => (half(DAY / 2)?, TimeForm::Certain, after),
        word => match PartOfDay::in_indonesian(word) {
            Some(part) => (part.minutes(shown)?, TimeForm::Certain, after),
            None => (shown, form, rest),
        },
    };
    (minute < 60 && minutes <= DAY).then_some(TypedTime { minutes, form, rest })
}

/// The minutes after an hour, none perhaps.
fn minute(text: &str) -> Option<(u16, TimeForm, &str)> {
    let followed = |rest: &str| rest.starts_with(|next: char| next.is_ascii_digit());
    if let Some(rest) = text.strip_prefix([':', '：']).filter(|rest| followed(rest)) {
        return two_digits(rest).map(|(minute, rest)| (minute, TimeForm::Certain, rest));
    }
    if let Some(rest) = text.strip_prefix('.').filter(|rest| followed(rest)) {
        return two_digits(rest).map(|(minute, rest)| (minute, TimeForm::Dotted, rest));
    }
    let Some(rest) = ["点钟", "点整", "点", "时"].iter().find_map(|sign| text.strip_prefix(sign)) else {
        return Some((0, TimeForm::Bare, text));
    };
    let (minute, rest) = chinese_minute(rest);
    Some((minute, TimeForm::Certain, rest))
}

/// The minutes after 点: 半, 30分, 30.
fn chinese_minute(text: &str) -> (u16, &str) {
    if let Some(rest) = text.strip_prefix('半') {
        return (30, rest);
    }
    let Some((minute, rest)) = number(text) else { return (0, text) };
    match rest.strip_prefix('分') {
        Some(rest) => (minute, rest),
        None if two_digits(text).is_some() && !rest.starts_with(['点', '时', '月', '日', '号']) => (minute, rest),
        None => (0, text),
    }
}

fn two_digits(text: &str) -> Option<(u16, &str)> {
    number(text).filter(|(_, rest)| text.len() - rest.len() == 2)
}

/// A number of at most two digits at the beginning of a text.
fn number(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (end <= 2).then(|| text[..end].parse().ok()).flatten().map(|number| (number, &text[end..]))
}

/// The Latin word at the beginning of a text in small letters, empty where there is none, and the rest.
pub(super) fn split_word(text: &str) -> (String, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_alphabetic() && !matches!(letter, '\'' | '’'));
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    (word.to_ascii_lowercase().replace('’', "'"), rest)
}

/// A part of the day, as it stands beside the hour that it makes certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartOfDay {
    /// Between midnight and dawn.
    SmallHours,
    /// Before noon.
    Morning,
    /// Around noon.
    Midday,
    /// After noon.
    Afternoon,
    /// After dark, until midnight.
    Evening,
}

impl PartOfDay {
    /// The minutes after midnight that are meant where a clock of twelve or of 24 hours shows so many;
    /// `None` for an hour that this part has not.
    pub(super) fn minutes(self, shown: u16) -> Option<u16> {
        const HOUR: u16 = 60;
        const NOON: u16 = 12 * HOUR;
        let later = if shown < NOON { shown + NOON } else { shown };
        let (minutes, from, to) = match self {
            PartOfDay::SmallHours => (if shown >= NOON { shown - NOON } else { shown }, 0, 6 * HOUR),
            PartOfDay::Morning => (shown, 3 * HOUR, NOON),
            PartOfDay::Midday => (if shown < 10 * HOUR { later } else { shown }, 10 * HOUR, 16 * HOUR),
            PartOfDay::Afternoon => (later, NOON, 20 * HOUR),
            PartOfDay::Evening => (if shown == NOON { DAY } else { later }, 17 * HOUR, DAY),
        };
        (from..=to).contains(&minutes).then_some(minutes)
    }

    /// The part that a Chinese text begins with, and the rest.
    pub(super) fn in_chinese(text: &str) -> Option<(PartOfDay, &str)> {
        let names = [
            ("凌晨", PartOfDay::SmallHours),
            ("早上", PartOfDay::Morning),
            ("上午", PartOfDay::Morning),
            ("早", PartOfDay::Morning),
            ("中午", PartOfDay::Midday),
            ("下午", PartOfDay::Afternoon),
            ("傍晚", PartOfDay::Afternoon),
            ("晚上", PartOfDay::Evening),
            ("晚", PartOfDay::Evening),
        ];
        names.into_iter().find_map(|(name, part)| Some((part, text.strip_prefix(name)?)))
    }

    /// The part that an Indonesian word names; it follows its hour.
    pub(super) fn in_indonesian(word: &str) -> Option<PartOfDay> {
        match word {
            "pagi" => Some(PartOfDay::Morning),
            "siang" => Some(PartOfDay::Midday),
            "sore" => Some(PartOfDay::Afternoon),
            "malam" => Some(PartOfDay::Evening),
            _ => None,
        }
    }
}

impl Zone {
    /// The zone that a Chinese text begins with, and the rest.
    pub(super) fn in_chinese(text: &str) -> Option<(Zone, &str)> {
        let names = [
            ("雅加达时间", Zone::Jakarta),
            ("望加锡时间", Zone::Makassar),
            ("查亚普拉时间", Zone::Jayapura),
            ("北京时间", Zone::Shanghai),
            ("新加坡时间", Zone::Singapore),
        ];
        names.into_iter().find_map(|(name, zone)| Some((zone, text.strip_prefix(name)?)))
    }

    /// The zone that a word names: *WIB*, *Jakarta*.
    pub(super) fn of_word(word: &str) -> Option<Zone> {
        match word {
            "wib" | "jakarta" => Some(Zone::Jakarta),
            "wita" | "makassar" => Some(Zone::Makassar),
            "wit" | "jayapura" => Some(Zone::Jayapura),
            "beijing" | "shanghai" => Some(Zone::Shanghai),
            "singapore" | "singapura" => Some(Zone::Singapore),
            _ => None,
        }
    }
}

const WORKING_DAYS: Days = Days(0b001_1111);
const WEEKEND: Days = Days(0b110_0000);

const HAN: &[(&str, Token)] = &[
    ("每天", Token::Days(Days::ALL)),
    ("每日", Token::Days(Days::ALL)),
    ("工作日", Token::Days(WORKING_DAYS)),
    ("周末", Token::Days(WEEKEND)),
    ("全天", Token::AllDay),
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

/// The day of the week that a word names; 1 is Monday.
pub(super) fn weekday(word: &str) -> Option<u8> {
    Some(match word {
        "senin" | "sen" | "sn" | "monday" | "mon" => 1,
        "selasa" | "sel" | "tuesday" | "tue" | "tues" => 2,
        "rabu" | "rab" | "rb" | "wednesday" | "wed" => 3,
        "kamis" | "kam" | "thursday" | "thu" | "thur" | "thurs" => 4,
        "jumat" | "jum'at" | "jum" | "friday" | "fri" => 5,
        "sabtu" | "sab" | "saturday" | "sat" => 6,
        "minggu" | "min" | "mgg" | "ahad" | "sunday" | "sun" => 7,
        _ => return None,
    })
}

fn token_of(word: &str) -> Option<Token> {
    if let Some(day) = weekday(word) {
        return Some(Token::Day(day));
    }
    if Zone::of_word(word).is_some() {
        return Some(Token::Filler);
    }
    Some(match word {
        "daily" | "everyday" | "every" | "setiap" | "tiap" => Token::Days(Days::ALL),
        "weekday" | "weekdays" | "kerja" => Token::Days(WORKING_DAYS),
        "weekend" | "weekends" | "pekan" => Token::Days(WEEKEND),
        "to" | "until" | "till" | "s" | "sd" | "sampai" | "hingga" => Token::To,
        "d" | "day" | "hari" | "akhir" | "jam" | "pukul" | "from" | "dari" | "at" | "and" | "dan" | "buka" | "open"
        | "on" | "time" | "waktu" => Token::Filler,
        _ => return None,
    })
}

/// The day after so many days.
pub fn days_after(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// The last day that is no more than a year away.
pub(super) fn year_after(day: Date) -> Date {
    day.checked_add(1.year()).unwrap_or(day)
}

#[cfg(test)]
mod tests;
