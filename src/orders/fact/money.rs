//! Amounts of money as people type them: `105rb`, `Rp105.000`, `105,000.00`, `1,2jt`, `十万五千`.

use super::words;

/// What stands before an amount. The longer before those they begin with.
const BEFORE: &[&str] = &[
    "rp.", "rp", "idr", "us$", "usd", "s$", "sgd", "nt$", "twd", "rm", "myr", "cny", "rmb", "thb", "vnd", "php", "jpy",
    "eur", "$", "¥", "￥", "€", "£", "฿", "₫", "₱",
];
/// What stands after an amount.
const AFTER: &[&str] = &["rupiah", "perak", "元", "块钱", "块", "塊", "盾", "印尼盾", "idr", "usd", "rmb"];
/// What multiplies an amount. `true`: three digits after a point are a fraction still, as in `1.234jt`.
const TIMES: &[(&str, i64, bool)] = &[
    ("ribuan", 1000, false),
    ("ribu", 1000, false),
    ("rebu", 1000, false),
    ("rb", 1000, false),
    ("k", 1000, false),
    ("千", 1000, true),
    ("juta", 1_000_000, true),
    ("jt", 1_000_000, true),
    ("mio", 1_000_000, true),
    ("万", 10_000, true),
    ("萬", 10_000, true),
    ("w", 10_000, true),
];
/// Digits of a number that is an amount without any sign of it. Four are the end of a telephone number.
const BARE: std::ops::RangeInclusive<usize> = 5..=9;
/// Digits of the longest amount.
const LONGEST: usize = 12;

/// The amount that a text in small letters begins with, in hundredths, and the rest of the text.
///
/// Without a word or sign of money a number counts that is grouped in threes, or has five to nine digits; after a
/// label that announces an amount, any number.
pub(super) fn at_start(text: &str, announced: bool) -> Option<(i64, &str)> {
    let number = BEFORE.iter().find_map(|sign| text.strip_prefix(sign));
    let marked = number.is_some();
    let number = number.unwrap_or(text).trim_start_matches(' ');
    let (hundredths, rest, named) = in_digits(number).or_else(|| in_chinese(number))?;
    let (after, rest) = strip(rest, AFTER);
    let rest = rest.strip_prefix(",-").unwrap_or(rest);
    let is_money = announced || marked || named || after;
    (is_money && hundredths > 0 && !words::goes_on(rest)).then_some((hundredths, rest))
}

/// An amount in digits: its hundredths, the rest, and whether it is written as nothing but an amount is.
fn in_digits(text: &str) -> Option<(i64, &str, bool)> {
    let length = text.find(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '.' | ',')).unwrap_or(text.len());
    let written = text[..length].trim_end_matches(['.', ',']);
    let rest = &text[written.len()..];
    let (times, whole_rest) = multiplier(rest);
    let (factor, is_fine) = times.unwrap_or((1, false));
    let hundredths = hundredths(written, factor, is_fine)?;
    let grouped = is_grouped(written);
    let bare = BARE.contains(&written.len()) && !written.starts_with('0') && !written.contains(['.', ',']);
    Some((hundredths, whole_rest, times.is_some() || grouped || bare))
}

fn multiplier(rest: &str) -> (Option<(i64, bool)>, &str) {
    let word = rest.strip_prefix(' ').unwrap_or(rest);
    for (name, factor, is_fine) in TIMES {
        if let Some(after) = word.strip_prefix(name)
            && !after.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        {
            return (Some((*factor, *is_fine)), after);
        }
    }
    (None, rest)
}

fn strip<'a>(text: &'a str, words: &[&str]) -> (bool, &'a str) {
    let word = text.trim_start_matches(' ');
    words.iter().find_map(|known| word.strip_prefix(known)).map_or((false, text), |rest| (true, rest))
}

/// The hundredths of a number of thousands, millions or ones. Points and commas group by threes; the last of them,
/// before one or two digits, or before up to six where `is_fine`, begins the fraction.
fn hundredths(written: &str, factor: i64, is_fine: bool) -> Option<i64> {
    let (whole, fraction) = match written.rfind(['.', ',']) {
        Some(at) if is_fraction(written, at, is_fine) => (&written[..at], &written[at + 1..]),
        _ => (written, ""),
    };
    let digits = ungrouped(whole)?;
    let unit = factor.checked_mul(100)?;
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts = if fraction.is_empty() { 0 } else { fraction.parse::<i64>().ok()?.checked_mul(unit)? };
    // What is finer than a hundredth is no amount.
    (parts % scale == 0).then_some(digits.checked_mul(unit)?.checked_add(parts / scale)?)
}

/// A number whose digits may be grouped by threes, with the same sign throughout.
fn ungrouped(whole: &str) -> Option<i64> {
    let signs: Vec<&str> = whole.matches(['.', ',']).collect();
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let [first, others @ ..] = groups.as_slice() else { return None };
    let alike = signs.iter().all(|sign| Some(sign) == signs.first());
    let by_threes = others.is_empty() || first.len() <= 3 && others.iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    (alike && by_threes && digits.len() <= LONGEST).then(|| digits.parse().ok())?
}

fn is_fraction(written: &str, at: usize, is_fine: bool) -> bool {
    let after = written.len() - at - 1;
    let sign = &written[at..=at];
    let single = written.matches(['.', ',']).count() == 1;
    // 105.000,00: one sign groups, another begins the fraction.
    let another = written[..at].contains(['.', ',']) && !written[..at].contains(sign);
    (1..=2).contains(&after) && (single || another) || is_fine && single && after <= 6
}

/// Whether a number is written in groups of three.
fn is_grouped(written: &str) -> bool {
    let first = written.find(['.', ',']).unwrap_or(written.len());
    let after = written[first..].trim_start_matches(['.', ',']);
    words::digits(after).is_some_and(|(group, _)| group.len() == 3)
}

/// An amount in Chinese numerals with a unit, such as 十万五千.
fn in_chinese(text: &str) -> Option<(i64, &str, bool)> {
    let length = text.find(|sign: char| value(sign).is_none()).unwrap_or(text.len());
    let (numerals, rest) = text.split_at(length);
    let (mut whole, mut myriad, mut digit) = (0_i64, 0_i64, 0_i64);
    for sign in numerals.chars() {
        match value(sign)? {
            10_000 => {
                whole = whole.checked_add(myriad.checked_add(digit)?.checked_mul(10_000)?)?;
                (myriad, digit) = (0, 0);
            }
            unit @ (10 | 100 | 1000) => {
                myriad = myriad.checked_add(unit * digit.max(1))?;
                digit = 0;
            }
            single => digit = single,
        }
    }
    let total = whole.checked_add(myriad)?.checked_add(digit)?;
    let is_amount = numerals.chars().count() >= 2 && total >= 100;
    is_amount.then_some((total.checked_mul(100)?, rest, true))
}

fn value(numeral: char) -> Option<i64> {
    Some(match numeral {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        _ => return None,
    })
}
