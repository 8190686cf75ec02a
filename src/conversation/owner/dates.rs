//! Days and times as an owner types them: `2026-11-30`, `30/11 18.00`, *30 Nov*, 11月30日 下午3点, *besok*,
//! *Jumat depan*, and as the bot itself writes them.
//!
//! Day before month, as in Indonesia. A day without a year is the next one of that name. What could
//! mean two things, as `10.11` alone, is not guessed.

use jiff::civil::Date;

use super::hours::{DAY, MOST_HOLIDAYS, PartOfDay, TimeForm, Zone, days_after, split_word, time, weekday, year_after};
use crate::language::simplified;

/// Why a typed end is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no day.
    Unreadable,
    /// It is over.
    Past,
    /// It is more than a year away.
    Far,
}

/// The moment at which something typed ends, in Unix milliseconds: at the time that it names, else at
/// the end of its day; by the zone that it names, else by `zone`.
///
/// # Errors
/// Why it is not taken.
pub fn end(text: &str, now: i64, today: Date, zone: Zone) -> Result<i64, Refusal> {
    let typed = typed(text, today).ok_or(Refusal::Unreadable)?;
    let zone = typed.zone.unwrap_or(zone);
    let end = match typed.minutes {
        Some(minutes) if minutes < DAY => {
            zone.milliseconds(typed.day.at((minutes / 60) as i8, (minutes % 60) as i8, 0, 0))
        }
        _ => zone.end_of(typed.day),
    };
    if end <= now {
        return Err(Refusal::Past);
    }
    if end > zone.end_of(year_after(today)) { Err(Refusal::Far) } else { Ok(end) }
}

/// Several days of the year to come, apart by commas or line ends; `None` when one of them is no day,
/// or more than a year away, or when they are more than [`MOST_HOLIDAYS`].
pub fn days(text: &str, today: Date) -> Option<Vec<Date>> {
    let each = text.split([',', '，', '、', ';', '；', '\n']).map(str::trim).filter(|one| !one.is_empty());
    let days: Vec<Date> = each.map(|one| day_alone(one, today)).collect::<Option<_>>()?;
    (1..=MOST_HOLIDAYS).contains(&days.len()).then_some(days)
}

/// A day of a list. The bare name of a weekday may belong to the day after the comma: it is none.
fn day_alone(text: &str, today: Date) -> Option<Date> {
    let pieces = pieces(text);
    if matches!(pieces.as_slice(), [Piece::Weekday(_)]) {
        return None;
    }
    let typed = resolve(&pieces, today)?;
    (typed.minutes.is_none() && typed.zone.is_none() && typed.day <= year_after(today)).then_some(typed.day)
}

/// What was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Typed {
    day: Date,
    /// Minutes after midnight, up to 24 × 60.
    minutes: Option<u16>,
    zone: Option<Zone>,
}

fn typed(text: &str, today: Date) -> Option<Typed> {
    resolve(&pieces(text), today)
}

/// A piece of a typed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Number(i16),
    Month(i8),
    /// So many days from today.
    Away(i32),
    /// 1 is Monday.
    Weekday(u8),
    /// *Ini*, *this*, 本.
    This,
    /// *Depan*, *next*, 下.
    Next,
    /// Minutes after midnight.
    Clock(u16),
    /// Minutes after midnight, or a day and a month: `10.11`.
    Dotted(u16),
    /// An hour follows.
    At,
    Part(PartOfDay),
    Zone(Zone),
    Other,
}

/// The pieces of a text; what only joins them is left out.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let lower = simplified(&text.to_lowercase());
    let mut rest = lower.as_str();
    while let Some(first) = rest.chars().next() {
        let (piece, after) = if first.is_ascii_digit() { digits(rest) } else { letters(rest, first) };
        pieces.extend_from_slice(piece.as_slice());
        rest = after;
    }
    pieces
}

fn digits(text: &str) -> (Vec<Piece>, &str) {
    let (first, rest) = text.split_at(text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len()));
    if let Some(after) = rest.strip_prefix('月') {
        let month = first.parse().ok().filter(|month| (1..=12).contains(month));
        return (vec![month.map_or(Piece::Other, Piece::Month)], after);
    }
    let number = first.parse().map_or(Piece::Other, Piece::Number);
    match time(text) {
        Some(time) if time.form == TimeForm::Certain => (vec![Piece::Clock(time.minutes)], time.rest),
        Some(time) if time.form == TimeForm::Dotted && !continues(time.rest) => {
            (vec![Piece::Dotted(time.minutes)], time.rest)
        }
        _ => (vec![number], rest),
    }
}

/// Whether another number follows a dot: 30.11.2026.
fn continues(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|after| after.starts_with(|next: char| next.is_ascii_digit()))
}

fn letters(text: &str, first: char) -> (Vec<Piece>, &str) {
    if first.is_ascii_alphabetic() {
        let phrase = PHRASES.iter().find_map(|(phrase, piece)| Some((*piece, text.strip_prefix(phrase)?)));
        if let Some((piece, rest)) = phrase {
            return (vec![piece], rest);
        }
        let (name, rest) = split_word(text);
        return (word(&name), rest);
    }
    if let Some((piece, rest)) = chinese(text) {
        return (vec![piece], rest);
    }
    let known = HAN.iter().find(|(word, _)| text.starts_with(word));
    if let Some((word, pieces)) = known {
        return (pieces.to_vec(), &text[word.len()..]);
    }
    let joins = first.is_whitespace() || matches!(first, '-' | '/' | '.' | ',' | '，' | '(' | ')' | '（' | '）');
    (if joins { Vec::new() } else { vec![Piece::Other] }, &text[first.len_utf8()..])
}

/// A part of the day, a zone or a day of the week.
fn chinese(text: &str) -> Option<(Piece, &str)> {
    if let Some((part, rest)) = PartOfDay::in_chinese(text) {
        return Some((Piece::Part(part), rest));
    }
    if let Some((zone, rest)) = Zone::in_chinese(text) {
        return Some((Piece::Zone(zone), rest));
    }
    let rest = ["周", "星期", "礼拜"].iter().find_map(|week| text.strip_prefix(week))?;
    let names = ["一", "二", "三", "四", "五", "六", "日", "天"];
    let (day, after) = (1..).zip(names).find_map(|(day, name)| Some((day, rest.strip_prefix(name)?)))?;
    Some((Piece::Weekday(if day == 8 { 7 } else { day }), after))
}

const HAN: &[(&str, &[Piece])] = &[
    ("今天", &[Piece::Away(0)]),
    ("明天", &[Piece::Away(1)]),
    ("后天", &[Piece::Away(2)]),
    ("今日", &[Piece::Away(0)]),
    ("明日", &[Piece::Away(1)]),
    // 今晚, 明早: the part of the day comes next.
    ("今", &[Piece::Away(0)]),
    ("明", &[Piece::Away(1)]),
    ("大后天", &[Piece::Away(3)]),
    ("下个", &[Piece::Next]),
    ("下", &[Piece::Next]),
    ("这个", &[Piece::This]),
    ("本", &[Piece::This]),
    ("这", &[Piece::This]),
    ("年", &[]),
    ("日", &[]),
    ("号", &[]),
    ("到", &[]),
    ("至", &[]),
];

/// What means something else than its words.
const PHRASES: &[(&str, Piece)] = &[
    ("day after tomorrow", Piece::Away(2)),
    // "Minggu" is Sunday and a week: which of them is meant cannot be told.
    ("minggu depan", Piece::Other),
    ("minggu ini", Piece::Other),
];

/// The names of the months in Indonesian and English; three letters are enough.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january"],
    &["februari", "february", "pebruari"],
    &["maret", "march"],
    &["april"],
    &["may", "mei"],
    &["juni", "june"],
    &["juli", "july"],
    &["agustus", "august", "agt", "ags"],
    &["september", "sept"],
    &["october", "oktober"],
    &["november", "nopember"],
    &["december", "desember"],
];

fn word(word: &str) -> Vec<Piece> {
    match word {
        "today" | "nanti" => vec![Piece::Away(0)],
        "tonight" => vec![Piece::Away(0), Piece::Part(PartOfDay::Evening)],
        "tomorrow" | "besok" => vec![Piece::Away(1)],
        "lusa" => vec![Piece::Away(2)],
        "ini" | "this" => vec![Piece::This],
        "depan" | "next" => vec![Piece::Next],
        "jam" | "pukul" | "at" => vec![Piece::At],
        "hari" | "until" | "sampai" | "tanggal" | "tgl" | "on" | "th" | "st" | "nd" | "rd" | "waktu" | "time" => vec![],
        _ => vec![named(word).unwrap_or(Piece::Other)],
    }
}

fn named(word: &str) -> Option<Piece> {
    let is_month = |names: &&[&str]| word.len() >= 3 && names.iter().any(|name| name.starts_with(word));
    let month = || MONTHS.iter().position(is_month).map(|month| Piece::Month(month as i8 + 1));
    let part = || PartOfDay::in_indonesian(word).map(Piece::Part);
    let zone = || Zone::of_word(word).map(Piece::Zone);
    weekday(word).map(Piece::Weekday).or_else(month).or_else(part).or_else(zone)
}

/// The pieces of a text by their kind: each but the day comes once at most.
#[derive(Default)]
struct Sorted {
    clock: Option<u16>,
    part: Option<PartOfDay>,
    zone: Option<Zone>,
    weekday: Option<u8>,
    /// Everything that the day is made of.
    day: Vec<Piece>,
}

impl Sorted {
    fn of(pieces: &[Piece]) -> Option<Sorted> {
        let mut sorted = Sorted::default();
        let mut after_at = false;
        for piece in pieces {
            let once = match *piece {
                Piece::Number(hour @ 0..=24) if after_at => sorted.clock.replace(hour.unsigned_abs() * 60).is_none(),
                Piece::Dotted(minutes) if after_at => sorted.clock.replace(minutes).is_none(),
                Piece::Clock(minutes) => sorted.clock.replace(minutes).is_none(),
                Piece::Part(part) => sorted.part.replace(part).is_none(),
                Piece::Zone(zone) => sorted.zone.replace(zone).is_none(),
                Piece::Weekday(day) => sorted.weekday.replace(day).is_none(),
                Piece::At => true,
                other => {
                    sorted.day.push(other);
                    true
                }
            };
            after_at = *piece == Piece::At;
            once.then_some(())?;
        }
        Some(sorted)
    }

    /// The day that some pieces make, together with the weekday that is named beside them.
    fn day(&self, pieces: &[Piece], today: Date) -> Option<Date> {
        let Some(weekday) = self.weekday else { return day(pieces, today) };
        let monday = days_after(today, -i32::from(today.weekday().to_monday_zero_offset()));
        let this_week = days_after(monday, i32::from(weekday) - 1);
        match pieces {
            [] if this_week >= today => Some(this_week),
            [] | [Piece::Next] => Some(days_after(this_week, 7)),
            [Piece::This] => Some(this_week),
            _ => day(pieces, today).filter(|day| day.weekday().to_monday_one_offset().unsigned_abs() == weekday),
        }
    }

    /// The day, and the time in minutes after midnight.
    fn day_and_minutes(&self, today: Date) -> Option<(Date, Option<u16>)> {
        let nothing_else = self.day.is_empty() && self.weekday.is_none();
        if let Some(minutes) = self.clock {
            let day = if nothing_else { Some(today) } else { self.day(&self.day, today) };
            return Some((day?, Some(minutes)));
        }
        let alone = self.day(&self.day, today);
        let mut with_dot = (0..self.day.len()).rev().filter_map(|at| self.dotted(at, today));
        match (alone, with_dot.next()) {
            (Some(day), None) => Some((day, None)),
            (None, Some((day, minutes))) => Some((day, Some(minutes))),
            _ => None,
        }
    }

    /// The piece at a place read as a time, the others as the day.
    fn dotted(&self, at: usize, today: Date) -> Option<(Date, u16)> {
        let Piece::Dotted(minutes) = self.day[at] else { return None };
        let others: Vec<Piece> = [&self.day[..at], &self.day[at + 1..]].concat();
        let alone = others.is_empty() && self.weekday.is_none();
        let day = if alone { Some(today) } else { self.day(&others, today) };
        day.map(|day| (day, minutes))
    }
}

fn resolve(pieces: &[Piece], today: Date) -> Option<Typed> {
    let sorted = Sorted::of(pieces)?;
    let (day, minutes) = sorted.day_and_minutes(today)?;
    let minutes = match (sorted.part, minutes) {
        (Some(part), Some(minutes)) => Some(part.minutes(minutes)?),
        // Tonight ends with the day; when a morning ends nobody can tell.
        (Some(part), None) if part != PartOfDay::Evening => return None,
        (_, minutes) => minutes,
    };
    Some(Typed { day, minutes, zone: sorted.zone })
}

fn day(pieces: &[Piece], today: Date) -> Option<Date> {
    let day_of = |day: i16| i8::try_from(day).ok();
    match *pieces {
        [Piece::Away(days)] => Some(days_after(today, days)),
        [Piece::This] => Some(today),
        [Piece::Number(year @ 2000..), Piece::Number(month), Piece::Number(day)]
        | [Piece::Number(day), Piece::Number(month), Piece::Number(year @ 2000..)] => {
            Date::new(year, day_of(month)?, day_of(day)?).ok()
        }
        // Two digits are a year where they are no hour.
        [Piece::Number(day), Piece::Number(month), Piece::Number(year @ 25..=99)] => {
            Date::new(2000 + year, day_of(month)?, day_of(day)?).ok()
        }
        [Piece::Number(day), Piece::Month(month), Piece::Number(year @ 2000..)]
        | [Piece::Month(month), Piece::Number(day), Piece::Number(year @ 2000..)]
        | [Piece::Number(year @ 2000..), Piece::Month(month), Piece::Number(day)] => {
            Date::new(year, month, day_of(day)?).ok()
        }
        [Piece::Number(day), Piece::Month(month)] | [Piece::Month(month), Piece::Number(day)] => {
            next(month, day_of(day)?, today)
        }
        [Piece::Number(day), Piece::Number(month)] => next(day_of(month)?, day_of(day)?, today),
        [Piece::Dotted(both)] => next((both % 60) as i8, (both / 60) as i8, today),
        _ => None,
    }
}

/// The next day of that name, today included. The 29th of February may be years away.
fn next(month: i8, day: i8, today: Date) -> Option<Date> {
    let years = today.year()..=today.year() + 8;
    years.filter_map(|year| Date::new(year, month, day).ok()).find(|day| *day >= today)
}

#[cfg(test)]
mod tests;
