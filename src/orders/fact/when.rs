//! Dates and times of day as people type them, and how the two come together.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::words;

/// A part of a time that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A date.
    Day(Date),
    /// An hour and a minute, of twelve hours or of twenty-four.
    Clock(i8, i8),
    /// Which part of the day an hour is meant in.
    Half(Half),
    /// A date and a part of it: last night.
    DayAndHalf(Date, Half),
}

/// Parts of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// From midnight to noon.
    Morning,
    /// About noon: from ten in the morning to four.
    Noon,
    /// From noon to midnight.
    Afternoon,
    /// From five in the afternoon over midnight.
    Night,
}

/// The names of the months and their short forms, in Indonesian and English.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "pebruari", "february", "feb"],
    &["maret", "march", "mar", "mrt"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agust", "agu", "agt", "ags", "aug"],
    &["september", "sept", "sep"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "december", "des", "dec"],
];
/// Words for parts of the day.
const HALVES: &[(&str, Half)] = &[
    ("a.m.", Half::Morning),
    ("a.m", Half::Morning),
    ("am", Half::Morning),
    ("pagi", Half::Morning),
    ("morning", Half::Morning),
    ("上午", Half::Morning),
    ("早上", Half::Morning),
    ("凌晨", Half::Morning),
    ("siang", Half::Noon),
    ("中午", Half::Noon),
    ("p.m.", Half::Afternoon),
    ("p.m", Half::Afternoon),
    ("pm", Half::Afternoon),
    ("sore", Half::Afternoon),
    ("afternoon", Half::Afternoon),
    ("evening", Half::Afternoon),
    ("下午", Half::Afternoon),
    ("傍晚", Half::Afternoon),
    ("malam", Half::Night),
    ("malem", Half::Night),
    ("晚上", Half::Night),
];
/// Words for days by how many days ago they were. The longer before those they begin with.
const DAYS: &[(&str, i64, Option<Half>)] = &[
    ("tadi malam", 1, Some(Half::Night)),
    ("tadi malem", 1, Some(Half::Night)),
    ("semalam", 1, Some(Half::Night)),
    ("semalem", 1, Some(Half::Night)),
    ("last night", 1, Some(Half::Night)),
    ("昨晚", 1, Some(Half::Night)),
    ("今早", 0, Some(Half::Morning)),
    ("今晚", 0, Some(Half::Night)),
    ("hari ini", 0, None),
    ("today", 0, None),
    ("tadi", 0, None),
    ("今天", 0, None),
    ("今日", 0, None),
    ("kemarin", 1, None),
    ("kemaren", 1, None),
    ("kmrn", 1, None),
    ("kmarin", 1, None),
    ("yesterday", 1, None),
    ("昨天", 1, None),
    ("昨日", 1, None),
    ("前天", 2, None),
];
/// What stands after a number of days that have passed.
const DAYS_AGO: &[&str] =
    &["hari yang lalu", "hari yg lalu", "hari lalu", "hr lalu", "days ago", "day ago", "天前", "日前"];

/// The parts of a time that were read so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct When {
    day: Option<Date>,
    clock: Option<(i8, i8)>,
    half: Option<Half>,
}

impl When {
    /// Adds a part, and gives the time that was complete before it, if the part begins another. `None` if it fits
    /// neither way.
    pub(super) fn add(&mut self, part: Part) -> Option<Option<DateTime>> {
        let (day, clock, half) = match part {
            Part::Day(day) => (Some(day), None, None),
            Part::Clock(hour, minute) => (None, Some((hour, minute)), None),
            Part::Half(half) => (None, None, Some(half)),
            Part::DayAndHalf(day, half) => (Some(day), None, Some(half)),
        };
        let again = self.day.is_some() && day.is_some()
            || self.clock.is_some() && clock.is_some()
            || self.half.is_some() && half.is_some();
        let finished = if again { Some(std::mem::take(self).finish()??) } else { None };
        self.day = self.day.or(day);
        self.clock = self.clock.or(clock);
        self.half = self.half.or(half);
        Some(finished)
    }

    /// The time that the parts come to; `None` if some of it is missing, `Some(None)` where nothing was read.
    pub(super) fn finish(self) -> Option<Option<DateTime>> {
        match (self.day, self.clock, self.half) {
            (None, None, None) => Some(None),
            (Some(day), Some((hour, minute)), half) => {
                let hour = half.map_or(hour, |half| half.hour(hour));
                Some(Some(day.to_datetime(Time::new(hour, minute, 0, 0).ok()?)))
            }
            _ => None,
        }
    }
}

impl Half {
    /// An hour of this part of the day, of twenty-four. One that was of twenty-four stays.
    fn hour(self, hour: i8) -> i8 {
        match (self, hour) {
            (Half::Morning | Half::Night, 12) => 0,
            (Half::Noon, 1..=4) | (Half::Afternoon, 1..=11) | (Half::Night, 5..=11) => hour + 12,
            _ => hour,
        }
    }
}

/// The part of a time that a text in small letters begins with, and the rest of the text. `announced`: a word
/// such as *jam* stands before it, so that a number alone is an hour.
pub(super) fn at_start(text: &str, today: Date, announced: bool) -> Option<(Part, &str)> {
    day_at_start(text, today)
        .or_else(|| clock(text, announced))
        .or_else(|| half(text).map(|(half, rest)| (Part::Half(half), rest)))
}

/// As [`at_start`], for dates alone.
pub(super) fn day_at_start(text: &str, today: Date) -> Option<(Part, &str)> {
    let date = |(day, rest)| (Part::Day(day), rest);
    relative(text, today)
        .or_else(|| year_first(text).or_else(|| day_first(text, today)).or_else(|| month_first(text, today)).map(date))
}

fn relative(text: &str, today: Date) -> Option<(Part, &str)> {
    let ago = |days: i64| today.checked_sub(days.days()).ok();
    for (name, days, half) in DAYS {
        if let Some(rest) = word(text, name) {
            let day = ago(*days)?;
            return Some((half.map_or(Part::Day(day), |half| Part::DayAndHalf(day, half)), rest));
        }
    }
    let (days, rest) = number(text, 1..=2)?;
    let rest = rest.trim_start_matches(' ');
    let rest = DAYS_AGO.iter().find_map(|name| word(rest, name))?;
    Some((Part::Day(ago(days.into())?), rest))
}

/// 2026-11-19, 2026年11月19日.
fn year_first(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(text, 4..=4)?;
    let (month, rest) = number(rest.strip_prefix(['-', '/', '.', '年'])?, 1..=2)?;
    let (day, rest) = number(rest.strip_prefix(['-', '/', '.', '月'])?, 1..=2)?;
    let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
    // Between date and time a machine writes a T.
    let rest = rest.strip_prefix('t').filter(|time| words::digits(time).is_some()).unwrap_or(rest);
    Some((date(year, month, day)?, rest))
}

/// 19/11/2026, 19-11-26, 19/11, 19 November 2026, 11月19日.
fn day_first(text: &str, today: Date) -> Option<(Date, &str)> {
    let (first, rest) = number(text, 1..=2)?;
    if let Some(rest) = rest.strip_prefix('月') {
        let (day, rest) = number(rest, 1..=2)?;
        let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
        return Some((latest(first, day, today)?, rest));
    }
    let name = ["st", "nd", "rd", "th"].iter().find_map(|ordinal| rest.strip_prefix(ordinal)).unwrap_or(rest);
    if let Some((month, rest)) = month_name(name.trim_start_matches([' ', '-', '/', '.'])) {
        return with_year(month, first, rest, today);
    }
    let sign = rest.chars().next().filter(|sign| matches!(sign, '/' | '-' | '.' | ' '))?;
    let (second, rest) = number(&rest[1..], 1..=2)?;
    // A month beyond twelve is a day, as Americans write it.
    let (day, month) = if second > 12 && first <= 12 { (second, first) } else { (first, second) };
    if let Some((year, rest)) = rest.strip_prefix(sign).and_then(|rest| year(rest, sign != ' ')) {
        return Some((date(year, month, day)?, rest));
    }
    let alone = matches!(sign, '/' | '-') && !words::goes_on(rest);
    alone.then_some((latest(month, day, today)?, rest))
}

/// Nov 19, 2026.
fn month_first(text: &str, today: Date) -> Option<(Date, &str)> {
    let (month, rest) = month_name(text)?;
    let (day, rest) = number(rest.trim_start_matches([' ', '.', '-']), 1..=2)?;
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|ordinal| rest.strip_prefix(ordinal)).unwrap_or(rest);
    // 14.30 after a month is a time.
    if words::goes_on(rest) && !rest.starts_with('-') { None } else { with_year(month, day, rest, today) }
}

/// A date whose year follows in the text, or is not written.
fn with_year(month: i16, day: i16, rest: &str, today: Date) -> Option<(Date, &str)> {
    let written = rest.trim_start_matches([' ', ',', '.', '\'', '-', '/']);
    let gap = &rest[..rest.len() - written.len()];
    // Two digits after a blank could be an hour, unless there are not so many hours.
    let short = gap.contains(['\'', '-', '/']) || number(written, 2..=2).is_some_and(|(year, _)| year >= 24);
    match year(written, short) {
        Some((year, rest)) if !gap.is_empty() => Some((date(year, month, day)?, rest)),
        _ => Some((latest(month, day, today)?, rest)),
    }
}

/// A year of this century: four digits, or two where `short` ones are understood.
fn year(text: &str, short: bool) -> Option<(i16, &str)> {
    let long = number(text, 4..=4).filter(|(year, _)| (2000..2100).contains(year));
    let two =
        || number(text, 2..=2).filter(|(_, rest)| short && !is_clock(rest)).map(|(year, rest)| (2000 + year, rest));
    long.or_else(two)
}

/// Whether what stands before was an hour.
fn is_clock(rest: &str) -> bool {
    rest.strip_prefix([':', '.']).is_some_and(|minutes| words::digits(minutes).is_some())
}

fn month_name(text: &str) -> Option<(i16, &str)> {
    let length = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(length);
    let month = MONTHS.iter().position(|names| names.contains(&name))?;
    Some((i16::try_from(month).ok()? + 1, rest))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The latest such date that is not after tomorrow.
fn latest(month: i16, day: i16, today: Date) -> Option<Date> {
    let tomorrow = today.tomorrow().ok()?;
    // The 29th of February may be eight years ago.
    (0..9).filter_map(|ago| date(tomorrow.year() - ago, month, day)).find(|date| *date <= tomorrow)
}

/// 14:30, 14.30.59, 2点半, 14点30分; or an hour alone, where it is announced or a part of the day follows.
fn clock(text: &str, announced: bool) -> Option<(Part, &str)> {
    let (written, rest) = words::digits(text)?;
    let (hour, minute, rest) = match (written.len(), rest.chars().next()) {
        (1 | 2, Some('点' | '點' | '时' | '時')) => chinese_minutes(written, &rest['点'.len_utf8()..])?,
        (1 | 2, Some(':' | '.')) if is_clock(rest) => {
            let (minute, rest) = number(&rest[1..], 2..=2)?;
            (written.parse().ok()?, minute, seconds(rest))
        }
        (1 | 2, _) if announced || half(rest.trim_start_matches(' ')).is_some() => (written.parse().ok()?, 0, rest),
        (4, _) if announced => (written[..2].parse().ok()?, written[2..].parse().ok()?, rest),
        _ => return None,
    };
    let part = Part::Clock(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute) && ends(rest)).then_some((part, rest))
}

fn chinese_minutes<'a>(hour: &str, rest: &'a str) -> Option<(i16, i16, &'a str)> {
    let hour = hour.parse().ok()?;
    if let Some(rest) = rest.strip_prefix('半') {
        return Some((hour, 30, rest));
    }
    let rest = rest.strip_prefix(['钟', '鐘', '整']).unwrap_or(rest);
    let Some((minute, rest)) = number(rest, 1..=2) else { return Some((hour, 0, rest)) };
    let Some(rest) = rest.strip_prefix('分') else { return Some((hour, minute, rest)) };
    let after = number(rest, 1..=2).and_then(|(_, rest)| rest.strip_prefix('秒'));
    Some((hour, minute, after.unwrap_or(rest)))
}

/// The rest of a text after seconds, if it begins with them.
fn seconds(rest: &str) -> &str {
    let after = rest.strip_prefix([':', '.']).and_then(|rest| number(rest, 2..=2));
    after.map_or(rest, |(_, rest)| rest)
}

/// Whether a time of day ends here. Only a part of the day or a zone may touch it.
fn ends(rest: &str) -> bool {
    let zone = ["wib", "wita", "wit"].iter().any(|zone| word(rest, zone).is_some());
    zone || half(rest).is_some() || !words::goes_on(rest)
}

fn half(text: &str) -> Option<(Half, &str)> {
    HALVES.iter().find_map(|(name, half)| Some((*half, word(text, name)?)))
}

/// The rest of a text after a word, where the word ends there.
fn word<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let spaced = name.is_ascii();
    text.strip_prefix(name).filter(|rest| !spaced || !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()))
}

/// The number of so many digits that a text begins with, and the rest of the text.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<(i16, &str)> {
    let (digits, rest) = words::digits(text)?;
    lengths.contains(&digits.len()).then_some((digits.parse().ok()?, rest))
}
