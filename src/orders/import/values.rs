//! Amounts, times and words as the exports write them: `Rp38.824`, `19/11/2026 14:30:00`, a trailing TAB.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::orders::{Actor, Currency, Money, UnixMs};

/// So many characters of a text are kept.
const LONGEST: usize = 500;

/// A cell without what surrounds a value: blanks, the TAB after ids, the quotes and the equals sign that keep a
/// spreadsheet from taking an id for a number, invisible marks.
pub fn bare(cell: &str) -> &str {
    let around = |letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}' | '\0');
    cell.trim_matches(around)
}

/// An order number without what a spreadsheet puts around it.
pub fn bare_number(cell: &str) -> &str {
    bare(bare(cell).trim_start_matches('=').trim_matches(['"', '\'']))
}

/// A text that is worth keeping; hyphens stand for nothing.
pub fn text(cell: &str) -> Option<String> {
    let text = bare(cell);
    let empty = text.is_empty() || text.chars().all(|letter| letter == '-');
    (!empty).then(|| text.chars().take(LONGEST).collect())
}

/// An amount of money; rupiah where no currency is named, none where the currency is a sign that several
/// countries use.
///
/// # Errors
/// When it is no amount.
pub fn money(text: &str) -> Result<Option<Money>, NotAnAmount> {
    let start = text.find(|letter: char| letter.is_ascii_digit()).ok_or(NotAnAmount)?;
    let (sign, digits) = text.split_at(start);
    let sign = sign.trim().trim_end_matches('.');
    let currency = match sign.to_ascii_uppercase().as_str() {
        "" | "RP" => Some(Currency::IDR),
        "-" => return Err(NotAnAmount),
        code => Currency::new(code),
    };
    let decimal = decimal(digits.trim()).ok_or(NotAnAmount)?;
    match currency {
        None => Ok(None),
        Some(currency) => Money::of_decimal(&decimal, currency).map(Some).ok_or(NotAnAmount),
    }
}

/// A cell that should hold an amount holds something else.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAnAmount;

/// An amount without the dots or commas between groups of three digits. A single dot or comma before three digits
/// stands between groups: nobody writes thousandths of money.
fn decimal(text: &str) -> Option<String> {
    let is_mark = |letter: char| letter == '.' || letter == ',';
    if !text.chars().all(|letter| letter.is_ascii_digit() || is_mark(letter)) {
        return None;
    }
    let last = text.rfind(is_mark);
    let (whole, fraction) = match last {
        Some(at) if text.len() - at - 1 != 3 => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    if whole.contains(is_mark) {
        let mut groups = whole.split(is_mark);
        let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
        if !first || !groups.all(|group| group.len() == 3) {
            return None;
        }
    }
    let whole: String = whole.chars().filter(|letter| !is_mark(*letter)).collect();
    Some(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") })
}

/// A time, local to a zone: `19/11/2026 14:30:00` (the day first), `11/19/2026 02:30:00 PM` (the month first where
/// the half of the day is told), `2026-11-19 14:30`.
pub fn time(text: &str, zone: &TimeZone) -> Option<UnixMs> {
    let mut parts = text.split([' ', 'T']).filter(|part| !part.is_empty());
    let (date, time, half, rest) = (parts.next()?, parts.next()?, parts.next(), parts.next());
    let afternoon = match half.map(str::to_ascii_uppercase).as_deref() {
        None => None,
        Some("AM") => Some(false),
        Some("PM") => Some(true),
        Some(_) => return None,
    };
    if rest.is_some() {
        return None;
    }
    let local = DateTime::from_parts(day(date, afternoon.is_some())?, hour(time, afternoon)?);
    local.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().as_millisecond())
}

fn day(text: &str, month_first: bool) -> Option<Date> {
    let mut parts = text.split(['/', '-', '.']);
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = match (one.len(), month_first) {
        (4, _) => (one, two, three),
        (_, true) => (three, one, two),
        (_, false) => (three, two, one),
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(number(year)?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?).ok()
}

fn hour(text: &str, afternoon: Option<bool>) -> Option<Time> {
    let mut parts = text.split([':', '.']);
    let (hour, minute, second) = (number(parts.next()?)?, number(parts.next()?)?, parts.next());
    let second = second.map_or(Some(0), number)?;
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}

fn number(digits: &str) -> Option<i16> {
    let sound = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| digits.parse().ok())?
}

/// Whether a payment method is cash on delivery.
pub fn is_cash_on_delivery(method: &str) -> bool {
    let method = method.to_lowercase();
    let word = method.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "cod");
    word || ["cash on delivery", "bayar di tempat", "货到付款"].iter().any(|name| method.contains(name))
}

/// Who cancelled. Other words say that somebody did, not who.
pub fn actor(word: &str) -> Option<Actor> {
    match bare(word).to_lowercase().as_str() {
        "buyer" | "user" | "customer" | "pembeli" => Some(Actor::Buyer),
        "seller" | "penjual" => Some(Actor::Seller),
        "system" | "sistem" | "operator" | "platform" => Some(Actor::Platform),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        let minor = |text| money(text).map(|money| money.map(|money| money.minor));
        for (text, expected) in [
            ("Rp38.824", 3_882_400),
            ("Rp 38.824,50", 3_882_450),
            ("Rp. 1.050.000", 105_000_000),
            ("IDR 105,000.00", 10_500_000),
            ("105000", 10_500_000),
            ("38.824", 3_882_400),
            ("105000.00", 10_500_000),
            ("0", 0),
            ("rp7", 700),
        ] {
            assert_eq!(minor(text), Ok(Some(expected)), "{text}");
        }
        assert_eq!(minor("$12.50"), Ok(None));
        assert_eq!(money("SGD 12.50").map(|money| money.map(|money| money.minor)), Ok(Some(1250)));
        for wrong in
            ["", "Rp", "-5", "Rp1.05.000", "1.2345", "<b>5</b>", "5; DROP TABLE orders", "99999999999999999999"]
        {
            assert_eq!(minor(wrong), Err(NotAnAmount), "{wrong}");
        }
    }

    #[test]
    fn times_are_local_to_the_zone() -> Result<(), jiff::Error> {
        let zone = TimeZone::get("Asia/Jakarta")?;
        let expected = Some("2026-11-19T07:30:00Z".parse::<jiff::Timestamp>()?.as_millisecond());
        for text in [
            "19/11/2026 14:30:00",
            "19/11/2026 14:30",
            "11/19/2026 02:30:00 PM",
            "11/19/2026 2:30:00 pm",
            "2026-11-19 14:30",
            "2026-11-19T14:30:00",
        ] {
            assert_eq!(time(text, &zone), expected, "{text}");
        }
        assert_eq!(time("11/19/2026 12:00:00 AM", &zone), time("19/11/2026 00:00:00", &zone));
        let eastern = time("19/11/2026 14:30:00", &TimeZone::get("Asia/Jayapura")?);
        assert_eq!(eastern, expected.map(|at| at - 2 * 60 * 60 * 1000));
        for wrong in
            ["", "19/11/2026", "14:30", "31/02/2026 10:00:00", "13/13/2026 10:00:00", "19/11/26 10:00", "a b c d"]
        {
            assert_eq!(time(wrong, &zone), None, "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn ids_lose_what_stands_around_them() {
        for text in ["576461413038785752\t", " 576461413038785752 ", "'576461413038785752", "=\"576461413038785752\""] {
            assert_eq!(bare_number(text), "576461413038785752", "{text:?}");
        }
        assert_eq!((text(" - "), text("\t"), text(" a ")), (None, None, Some("a".to_owned())));
    }

    #[test]
    fn cash_on_delivery_is_a_word_and_not_a_part_of_one() {
        for method in ["COD", "Cash on Delivery", "Bayar di Tempat (COD)", "货到付款"] {
            assert!(is_cash_on_delivery(method), "{method}");
        }
        for method in ["", "Encoded wallet", "GoPay", "Codashop"] {
            assert!(!is_cash_on_delivery(method), "{method}");
        }
    }
}
