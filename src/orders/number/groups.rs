//! Numbers written in groups of digits: which groups are one number.
//!
//! Groups with nothing but a sign between them make a chain. A chain is cut into stretches so that they make the
//! most sense together: orders, payment codes, telephone numbers, dates, times and amounts cost little, groups
//! that are left over and stretches of uneven groups cost more. A stretch has a bounded number of groups.

use std::ops::Range;

use super::super::plain::Letter;
use super::shapes::{Shapes, is_number_word};
use super::{Find, Meaning};

/// The most groups of one number. More are one only where they are the whole chain, up to the second bound.
const MOST_GROUPS: usize = 9;
const MOST_GROUPS_ALONE: usize = 20;
/// A group of so many digits is a number by itself.
const WHOLE: usize = 16;
/// The most characters between two groups of one number, and the most digits of one that is looked at.
const WIDEST_GAP: usize = 4;
const MOST_DIGITS: usize = 24;

/// What stands between a group and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Something that ends a number.
    End,
    /// Blanks, or a sign with blanks around it.
    Blank,
    /// One of the signs `. - _`, without blanks.
    Sign(char),
    /// A line break.
    Line,
}

/// Digits without anything between them.
#[derive(Debug)]
struct Group {
    /// Where they stand, by letters.
    at: Range<usize>,
    digits: String,
    gap: Gap,
    /// A plus stands before them.
    plus: bool,
    /// A sign of money stands before them.
    money: bool,
}

/// What is found in the digits of a text, other than in the stretches that are `taken`.
pub(super) fn finds(letters: &[Letter], taken: &[Find], shapes: &Shapes) -> Vec<Find> {
    let groups = groups(letters, taken);
    let mut finds = Vec::new();
    let mut from = 0;
    while from < groups.len() {
        let after = groups[from + 1..].iter().position(|group| group.gap == Gap::End);
        let end = after.map_or(groups.len(), |after| from + 1 + after);
        finds.extend(cut(&groups[from..end], shapes));
        from = end;
    }
    finds
}

/// The groups of digits of a text that could belong to numbers: not those in words.
fn groups(letters: &[Letter], taken: &[Find]) -> Vec<Group> {
    let mut taken = taken.iter().map(|(at, _)| at).peekable();
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if let Some(find) = taken.next_if(|find| find.start <= at) {
            at = find.end.max(at);
            continue;
        }
        if !letters[at].plain.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let length = letters[at..].iter().position(|letter| !letter.plain.is_ascii_alphanumeric());
        let end = length.map_or(letters.len(), |length| at + length);
        if let Some(digits) = digits_of_word(letters, at..end) {
            let before = groups.last().filter(|last| !is_end_of_time(letters, last));
            let gap = before.map_or(Gap::End, |last| gap(&letters[last.at.end..digits.start]));
            groups.push(group(letters, digits, gap));
        }
        at = end;
    }
    groups
}

/// The digits of a word: all of it; or after a word for *number*, or before small letters, as in `no576…ya`.
fn digits_of_word(letters: &[Letter], word: Range<usize>) -> Option<Range<usize>> {
    let is_digit = |letter: &Letter| letter.plain.is_ascii_digit();
    let first = word.start + letters[word.clone()].iter().position(is_digit)?;
    let length = letters[first..word.end].iter().position(|letter| !is_digit(letter));
    let end = length.map_or(word.end, |length| first + length);
    let before: String = letters[word.start..first].iter().map(|letter| letter.plain).collect();
    let money = before.eq_ignore_ascii_case("rp") || before.eq_ignore_ascii_case("idr");
    let named = before.is_empty() || money || is_number_word(&before);
    let after = &letters[end..word.end];
    let plain_after = after.len() <= 12 && after.iter().all(|letter| letter.plain.is_ascii_lowercase());
    (named && plain_after).then_some(first..end)
}

fn group(letters: &[Letter], at: Range<usize>, gap: Gap) -> Group {
    let before: String = letters[at.start.saturating_sub(5)..at.start].iter().map(|letter| letter.plain).collect();
    let word = before.trim_end_matches([' ', '.']).rsplit(|letter: char| !letter.is_alphabetic()).next();
    Group {
        digits: letters[at.clone()].iter().map(|letter| letter.plain).collect(),
        gap,
        plus: before.trim_end_matches([' ', '(']).ends_with('+'),
        money: word.is_some_and(|word| word.eq_ignore_ascii_case("rp") || word.eq_ignore_ascii_case("idr")),
        at,
    }
}

/// Whether a group is the end of a time or a date, as in 14:30 and 19/11/2026: no number goes on after it.
fn is_end_of_time(letters: &[Letter], group: &Group) -> bool {
    let [.., before, sign] = &letters[..group.at.start] else { return false };
    let joined = before.plain.is_ascii_digit() && matches!(sign.plain, ':' | '/');
    let year = group.digits.len() == 4 && group.digits.starts_with("20");
    joined && (group.digits.len() <= 2 || year)
}

fn gap(between: &[Letter]) -> Gap {
    let signs: Vec<char> = between.iter().map(|letter| letter.plain).take(WIDEST_GAP + 1).collect();
    let blank = |signs: &[char]| signs.iter().all(|sign| *sign == ' ');
    match signs.as_slice() {
        [] => Gap::End,
        [sign @ ('.' | '-' | '_')] => Gap::Sign(*sign),
        signs if signs.len() > WIDEST_GAP => Gap::End,
        signs if blank(signs) => Gap::Blank,
        signs if signs.iter().all(|sign| matches!(sign, ' ' | '\n')) => Gap::Line,
        // A dot before a blank ends a sentence, or the number of a line in a list.
        [' ', inner @ .., ' '] if inner == ['-'] || inner == ['.'] => Gap::Blank,
        _ => Gap::End,
    }
}

/// A way of cutting a chain up to some group.
#[derive(Debug, Clone, Copy)]
struct Way {
    cost: u32,
    /// Where the last stretch begins.
    from: usize,
    /// The last stretch is a number by itself, beside which a small one may stand: 2 pieces, say.
    whole: bool,
}

/// The finds of a chain: the cheapest way of cutting it.
fn cut(chain: &[Group], shapes: &Shapes) -> Vec<Find> {
    let start = Way { cost: 0, from: 0, whole: false };
    let mut ways: Vec<Way> = vec![start];
    for end in 1..=chain.len() {
        let most = if chain.len() <= MOST_GROUPS_ALONE { MOST_GROUPS_ALONE } else { MOST_GROUPS };
        let begins = (end.saturating_sub(most)..end)
            .filter(|from| end - from <= MOST_GROUPS || *from == 0 && end == chain.len());
        let best = begins.filter_map(|from| way(chain, from..end, ways[from], shapes)).min_by_key(|way| way.cost);
        // One group can always be left over.
        ways.push(best.unwrap_or(start));
    }
    let mut finds = Vec::new();
    let mut end = chain.len();
    while end > 0 {
        let from = ways[end].from.min(end - 1);
        finds.extend(meaning(&chain[from..end], shapes).map(|meaning| (span(&chain[from..end]), meaning)));
        end = from;
    }
    finds.reverse();
    finds
}

fn span(stretch: &[Group]) -> Range<usize> {
    stretch.first().map_or(0, |group| group.at.start)..stretch.last().map_or(0, |group| group.at.end)
}

/// The way that ends with a stretch, after the best way up to it.
fn way(chain: &[Group], at: Range<usize>, before: Way, shapes: &Shapes) -> Option<Way> {
    let stretch = &chain[at.clone()];
    let (cost, whole) = if let Some(meaning) = meaning(stretch, shapes) {
        (likelihood(&meaning, stretch) + unevenness(stretch), true)
    } else if is_telephone(stretch) || is_date(stretch) || is_time(stretch) {
        (1, true)
    } else if is_amount(stretch) {
        (if stretch[0].money { 0 } else { 2 }, true)
    } else if let [single] = stretch {
        (if before.whole && single.digits.len() <= 2 { 1 } else { 4 }, false)
    } else {
        return None;
    };
    Some(Way { cost: before.cost.saturating_add(cost), from: at.start, whole })
}

/// What a number costs. One of a wrong length costs more, unless it begins as the order numbers of our day do.
fn likelihood(meaning: &Meaning, stretch: &[Group]) -> u32 {
    let begins = stretch[0].digits.starts_with("57") || stretch[0].digits.starts_with("58");
    if *meaning == Meaning::Misshapen && !begins { 3 } else { 1 }
}

/// What groups are as one number.
fn meaning(stretch: &[Group], shapes: &Shapes) -> Option<Meaning> {
    let [first, others @ ..] = stretch else { return None };
    if first.plus || first.money && others.is_empty() && first.digits.len() < WHOLE {
        return None;
    }
    if others.is_empty() {
        return if first.digits.len() >= WHOLE { shapes.of_digits(&first.digits) } else { None };
    }
    let count: usize = stretch.iter().map(|group| group.digits.len()).sum();
    let apart = |group: &Group| group.digits.len() >= WHOLE || group.plus || is_telephone(std::slice::from_ref(group));
    if !(WHOLE..=MOST_DIGITS).contains(&count) || first.money || stretch.iter().any(apart) {
        return None;
    }
    let meaning = shapes.of_digits(&digits(stretch))?;
    let card = meaning != Meaning::Sixteen && begins_with_card(stretch);
    (!card).then_some(meaning)
}

fn digits(stretch: &[Group]) -> String {
    stretch.iter().map(|group| group.digits.as_str()).collect()
}

/// How little groups look like one number: of different lengths, with different signs, over several lines.
fn unevenness(stretch: &[Group]) -> u32 {
    let lengths: Vec<usize> = stretch.iter().map(|group| group.digits.len()).collect();
    let Some((last, leading)) = lengths.split_last() else { return 0 };
    let Some(first) = leading.first() else { return 0 };
    let even = leading.iter().all(|length| length == first) && last <= first && (*first <= 6 || last == first);
    let gaps: Vec<Gap> = stretch.iter().skip(1).map(|group| group.gap).collect();
    let signs: Vec<&Gap> = gaps.iter().filter(|gap| **gap != Gap::Line).collect();
    let mixed = signs.iter().any(|gap| *gap != signs[0]);
    let lines = gaps.contains(&Gap::Line);
    u32::from(!even) * 3 + u32::from(mixed) * 2 + u32::from(lines) * 2
}

/// Whether the first four groups are a card number (ISO/IEC 7812) with something behind it. Cards do not begin with
/// 57 or 58, as order numbers do.
fn begins_with_card(stretch: &[Group]) -> bool {
    let Some(card) = stretch.get(..4).filter(|card| card.iter().all(|group| group.digits.len() == 4)) else {
        return false;
    };
    let digits = digits(card);
    let issued =
        digits.starts_with(['2', '3', '4', '5', '6']) && !digits.starts_with("57") && !digits.starts_with("58");
    issued && passes_luhn(&digits)
}

fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte.wrapping_sub(b'0')))
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    sum.is_multiple_of(10)
}

/// A telephone number: with a plus, or as they begin in Indonesia.
fn is_telephone(stretch: &[Group]) -> bool {
    let Some(first) = stretch.first() else { return false };
    let count: usize = stretch.iter().map(|group| group.digits.len()).sum();
    if !(9..=14).contains(&count) || stretch.len() > 6 {
        return false;
    }
    let digits = digits(stretch);
    first.plus || digits.starts_with("08") || digits.starts_with("628")
}

/// A date with signs: 19-11-2026, 2026.11.19.
fn is_date(stretch: &[Group]) -> bool {
    let [first, second, third] = stretch else { return false };
    let signs = matches!((second.gap, third.gap), (Gap::Sign(one), Gap::Sign(other)) if one == other);
    let (day, year) = if first.digits.len() == 4 { (third, first) } else { (first, third) };
    let at_most = |group: &Group, most: u32| {
        group.digits.len() <= 2 && group.digits.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value))
    };
    signs && at_most(day, 31) && at_most(second, 12) && matches!(year.digits.len(), 2 | 4)
}

/// A time of day with a dot: 14.30.
fn is_time(stretch: &[Group]) -> bool {
    let [hour, minute] = stretch else { return false };
    let in_range = hour.digits.parse::<u32>().is_ok_and(|hour| hour < 24)
        && minute.digits.parse::<u32>().is_ok_and(|minute| minute < 60);
    minute.gap == Gap::Sign('.') && hour.digits.len() <= 2 && minute.digits.len() == 2 && in_range
}

/// An amount: groups of three after a sign of money, or with dots; or a number after a sign of money.
fn is_amount(stretch: &[Group]) -> bool {
    let [first, others @ ..] = stretch else { return false };
    let threes = others.iter().all(|group| group.digits.len() == 3 && group.gap == Gap::Sign('.'));
    let count: usize = stretch.iter().map(|group| group.digits.len()).sum();
    count <= 12 && threes && (first.money || !others.is_empty() && first.digits.len() <= 3)
}
