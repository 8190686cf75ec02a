//! Days and times as an owner types them: `2026-11-30`, `30/11/2026 18:00`, *30 Nov*, 11月30日, *besok*.
//!
//! Day before month, as in Indonesia. A day without a year is the next one of that name.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::hours::{Zone, days_after};

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
/// the end of its day.
///
/// # Errors
/// Why it is not taken.
pub fn end(text: &str, now: i64, today: Date, zone: Zone) -> Result<i64, Refusal> {
    let (day, time) = day_and_time(text, today).ok_or(Refusal::Unreadable)?;
    let end = time.map_or_else(|| zone.end_of(day), |time| zone.milliseconds(day.to_datetime(time)));
    if end <= now {
        return Err(Refusal::Past);
    }
    if end > zone.end_of(today.checked_add(1.year()).unwrap_or(today)) { Err(Refusal::Far) } else { Ok(end) }
}

/// Several days, apart by commas or line ends; `None` when one of them is no day.
pub fn days(text: &str, today: Date) -> Option<Vec<Date>> {
    let each = text.split([',', '，', '、', ';', '；', '\n']).map(str::trim).filter(|one| !one.is_empty());
    let days: Vec<Date> = each.map(|one| day(&pieces(one), today)).collect::<Option<_>>()?;
    (!days.is_empty()).then_some(days)
}

fn day_and_time(text: &str, today: Date) -> Option<(Date, Option<Time>)> {
    let pieces = pieces(text);
    let clock = pieces.iter().position(|piece| matches!(piece, Piece::Clock(_)));
    let Some(at) = clock else { return Some((day(&pieces, today)?, None)) };
    let Piece::Clock(time) = pieces[at] else { return None };
    let rest: Vec<Piece> = pieces.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, one)| *one).collect();
    let day = if rest.is_empty() { today } else { day(&rest, today)? };
    Some((day, Some(time)))
}

/// A piece of a typed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Number(i16),
    Month(i8),
    /// So many days from today.
    Away(i32),
    Clock(Time),
    Other,
}

/// The pieces of a text; what only joins them is left out.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let lower = text.to_lowercase().replace('：', ":");
    let mut rest = lower.as_str();
    while let Some(first) = rest.chars().next() {
        let (piece, after) = if first.is_ascii_digit() { digits(rest) } else { letters(rest, first) };
        pieces.extend(piece);
        rest = after;
    }
    pieces
}

fn digits(text: &str) -> (Option<Piece>, &str) {
    let run = |text: &str| text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (first, rest) = text.split_at(run(text));
    let number = first.parse().map_or(Piece::Other, Piece::Number);
    let minutes = rest.strip_prefix(':').map(|after| after.split_at(run(after)));
    if let Some((minutes, after)) = minutes.filter(|(minutes, _)| minutes.len() == 2) {
        let clock = |hour: &str| Time::new(hour.parse().ok()?, minutes.parse().ok()?, 0, 0).ok();
        return (Some(clock(first).map_or(Piece::Other, Piece::Clock)), after);
    }
    if let Some(after) = rest.strip_prefix('月') {
        let month = first.parse().ok().filter(|month| (1..=12).contains(month));
        return (Some(month.map_or(Piece::Other, Piece::Month)), after);
    }
    if let Some(after) = rest.strip_prefix('点') {
        let clock = first.parse().ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok());
        return (Some(clock.map_or(Piece::Other, Piece::Clock)), after);
    }
    (Some(number), rest)
}

fn letters(text: &str, first: char) -> (Option<Piece>, &str) {
    let known = HAN.iter().find(|(word, _)| text.starts_with(word));
    if let Some((word, piece)) = known {
        return (*piece, &text[word.len()..]);
    }
    if first.is_ascii_alphabetic() {
        let end = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
        return (word(&text[..end]), &text[end..]);
    }
    let joins = matches!(first, ' ' | '-' | '/' | '.' | ',');
    ((!joins).then_some(Piece::Other), &text[first.len_utf8()..])
}

const HAN: &[(&str, Option<Piece>)] = &[
    ("今天", Some(Piece::Away(0))),
    ("明天", Some(Piece::Away(1))),
    ("后天", Some(Piece::Away(2))),
    ("年", None),
    ("日", None),
    ("号", None),
];

/// The names of the months by their first three letters, in Indonesian and English.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["may", "mei"],
    &["jun"],
    &["jul"],
    &["aug", "agu", "ags"],
    &["sep"],
    &["oct", "okt"],
    &["nov", "nop"],
    &["dec", "des"],
];

fn word(word: &str) -> Option<Piece> {
    match word {
        "today" => return Some(Piece::Away(0)),
        "tomorrow" | "besok" => return Some(Piece::Away(1)),
        "lusa" => return Some(Piece::Away(2)),
        // "Hari ini" is today; the rest only joins.
        "ini" => return Some(Piece::Away(0)),
        "hari" | "jam" | "pukul" | "at" | "until" | "sampai" | "tanggal" | "tgl" | "on" | "th" | "st" | "nd" | "rd" => {
            return None;
        }
        _ => {}
    }
    let month = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)));
    Some(month.map_or(Piece::Other, |month| Piece::Month(month as i8 + 1)))
}

fn day(pieces: &[Piece], today: Date) -> Option<Date> {
    let day_of = |day: i16| i8::try_from(day).ok();
    match *pieces {
        [Piece::Away(days)] => Some(days_after(today, days)),
        [Piece::Number(year @ 2000..), Piece::Number(month), Piece::Number(day)]
        | [Piece::Number(day), Piece::Number(month), Piece::Number(year @ 2000..)] => {
            Date::new(year, day_of(month)?, day_of(day)?).ok()
        }
        [Piece::Number(day), Piece::Month(month), Piece::Number(year @ 2000..)]
        | [Piece::Month(month), Piece::Number(day), Piece::Number(year @ 2000..)]
        | [Piece::Number(year @ 2000..), Piece::Month(month), Piece::Number(day)] => {
            Date::new(year, month, day_of(day)?).ok()
        }
        [Piece::Number(day), Piece::Month(month)] | [Piece::Month(month), Piece::Number(day)] => {
            next(month, day_of(day)?, today)
        }
        _ => None,
    }
}

/// The next day of that name, today included.
fn next(month: i8, day: i8, today: Date) -> Option<Date> {
    let this_year = Date::new(today.year(), month, day).ok().filter(|day| *day >= today);
    this_year.or_else(|| Date::new(today.year() + 1, month, day).ok())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    fn shown(text: &str) -> String {
        match day_and_time(text, TODAY) {
            Some((day, Some(time))) => format!("{day} {:02}:{:02}", time.hour(), time.minute()),
            Some((day, None)) => day.to_string(),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn days_are_understood_as_people_type_them() {
        let table = [
            ("2026-11-30", "2026-11-30"),
            ("30/11/2026 18:00", "2026-11-30 18:00"),
            ("30.11.2026", "2026-11-30"),
            ("30 Nov", "2026-11-30"),
            ("Nov 30", "2026-11-30"),
            ("1 Desember 2026 pukul 9:30", "2026-12-01 09:30"),
            ("3 jan", "2027-01-03"),
            ("21 nov", "2026-11-21"),
            ("2026年12月1日 18点", "2026-12-01 18:00"),
            ("12月1日", "2026-12-01"),
            ("besok", "2026-11-22"),
            ("hari ini 23:59", "2026-11-21 23:59"),
            ("明天", "2026-11-22"),
            ("18:00", "2026-11-21 18:00"),
            ("30/02/2027", "-"),
            ("30 Nov 25:00", "-"),
            ("soon", "-"),
            ("30", "-"),
            ("", "-"),
            ("99999999999", "-"),
            ("<b>30 Nov</b>", "-"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_over_or_far_away_is_refused() {
        let now = Zone::Jakarta.milliseconds(TODAY.at(12, 0, 0, 0));
        let at = |text| end(text, now, TODAY, Zone::Jakarta);
        assert_eq!(at("today"), Ok(Zone::Jakarta.end_of(TODAY)));
        assert_eq!(at("11:59"), Err(Refusal::Past));
        assert_eq!(at("12:00"), Err(Refusal::Past));
        assert_eq!(at("12:01"), Ok(now + 60_000));
        assert_eq!(at("2026-11-20"), Err(Refusal::Past));
        assert_eq!(at("2027-11-21"), Ok(Zone::Jakarta.end_of(date(2027, 11, 21))));
        assert_eq!(at("2027-11-22"), Err(Refusal::Far));
        assert_eq!(at("whenever"), Err(Refusal::Unreadable));
    }

    #[test]
    fn holidays_come_as_a_list() {
        assert_eq!(days("25 Dec, 1 Jan\n2027-02-06", TODAY).map(|days| days.len()), Some(3));
        assert_eq!(days("25 Dec, soon", TODAY), None);
        assert_eq!(days(" , ", TODAY), None);
    }
}
