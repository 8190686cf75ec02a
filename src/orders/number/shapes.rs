//! What order numbers look like, and those of them that are written with letters.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::super::order::OrderNumber;
use super::super::plain::Letter;
use super::{Find, Meaning};

/// Characters of a Shopee order number: a date (year, month, day) and eight capital letters or digits.
const SHOPEE: usize = 14;
/// Digits of the date it begins with.
const SHOPEE_DATE: usize = 6;
/// The most memory that the merchant's own expression may take, in bytes.
const EXPRESSION_LIMIT: usize = 1 << 20;
/// Words that say only that a number is an order's, and whose. They are read, never shown.
const NUMBER_WORDS: &[&str] = &[
    "no",
    "nomor",
    "nomer",
    "nmr",
    "number",
    "num",
    "nr",
    "id",
    "order",
    "orders",
    "orderid",
    "orderan",
    "orderanku",
    "ordernya",
    "noorder",
    "pesanan",
    "pesananku",
    "pesanannya",
    "nopesanan",
    "invoice",
    "inv",
    "ini",
    "itu",
    "saya",
    "sy",
    "aku",
    "my",
    "is",
    "the",
    "this",
    "adalah",
    "nya",
    "kak",
    "min",
    "ya",
    "dan",
    "and",
    "halo",
    "hai",
    "hi",
    "hello",
    "订单",
    "订单号",
    "订单编号",
    "訂單",
    "訂單號",
    "訂單編號",
    "单号",
    "單號",
    "编号",
    "號",
    "号",
    "我的",
    "我的订单",
    "我的订单号",
    "我的訂單",
    "我的訂單號",
    "订单号是",
    "訂單號是",
    "是",
    "你好",
];

/// What order numbers look like.
#[derive(Debug, Clone)]
pub struct Shapes {
    /// 18 or 19 digits.
    pub(super) tiktok: bool,
    /// A date of six digits and eight capital letters or digits.
    shopee: bool,
    /// The merchant's own.
    own: Vec<Regex>,
}

impl Default for Shapes {
    fn default() -> Shapes {
        Shapes { tiktok: true, shopee: false, own: Vec::new() }
    }
}

impl Shapes {
    /// The shapes of the setting `orders.numbers`: `tiktok`, `shopee`, or regular expressions of the merchant's own.
    /// An expression must match the whole of a number, which is written in ASCII letters, digits and hyphens
    /// without blanks; letters are tried as they are typed and as capitals.
    ///
    /// # Errors
    ///
    /// A sentence that names the shape that cannot be used; also if there is none at all.
    pub fn new(names: &[String]) -> Result<Shapes, String> {
        let mut shapes = Shapes { tiktok: false, shopee: false, own: Vec::new() };
        for name in names {
            match name.trim() {
                "tiktok" => shapes.tiktok = true,
                "shopee" => shapes.shopee = true,
                "" => return Err("A shape of order numbers is empty.".to_owned()),
                own => shapes.own.push(expression(own)?),
            }
        }
        if names.is_empty() { Err("No shape of order numbers is given.".to_owned()) } else { Ok(shapes) }
    }

    /// The meaning of so many digits without a gap, or in groups that belong together.
    pub(super) fn of_digits(&self, digits: &str) -> Option<Meaning> {
        match digits.len() {
            16 => Some(Meaning::Sixteen),
            18 | 19 if digits.starts_with('0') => Some(Meaning::Misshapen),
            18 | 19 if self.tiktok => OrderNumber::new(digits).map(Meaning::Order),
            18 | 19 => Some(Meaning::Foreign),
            17 | 20.. => Some(Meaning::Misshapen),
            _ => None,
        }
    }

    fn own(&self, word: &str) -> Option<OrderNumber> {
        let capitals = word.to_ascii_uppercase();
        let sixteen = word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_digit());
        let fits = self.own.iter().any(|shape| shape.is_match(word) || shape.is_match(&capitals));
        if fits && !sixteen { OrderNumber::new(word) } else { None }
    }

    fn shopee(&self, number: &str) -> Meaning {
        let own = self.shopee.then(|| OrderNumber::new(number)).flatten();
        own.map_or(Meaning::Foreign, Meaning::Order)
    }
}

fn expression(own: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(&format!("^(?:{own})$")).size_limit(EXPRESSION_LIMIT).build();
    let shape = built.map_err(|_| {
        format!("The shape of order numbers `{own}` is neither `tiktok` nor `shopee` nor a regular expression that can be used.")
    })?;
    if shape.is_match("") {
        return Err(format!("The shape of order numbers `{own}` fits a text without any character."));
    }
    Ok(shape)
}

/// The numbers of a text that are written with letters or hyphens, or in a shape of the merchant's own.
pub(super) fn words(letters: &[Letter], shapes: &Shapes) -> Vec<Find> {
    let mut finds = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let end = end_of(letters, at, is_of_word);
        if let Some(find) = own(letters, at..end, shapes) {
            finds.push(find);
            at = end;
        }
        while at < end {
            at = platforms(letters, at, shapes, &mut finds);
        }
        at = at.max(end + 1);
    }
    finds
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

/// A number of the merchant's own: the whole of a word without the hyphens around it.
fn own(letters: &[Letter], word: Range<usize>, shapes: &Shapes) -> Option<Find> {
    if shapes.own.is_empty() || word.len() > 64 {
        return None;
    }
    let text = written(letters, word.clone());
    let inner = text.trim_matches('-');
    let before = text.len() - text.trim_start_matches('-').len();
    let number = shapes.own(inner)?;
    let from = word.start + before;
    Some((from..from + inner.len(), Meaning::Order(number)))
}

/// Adds the number of a platform that the word at a place is, if any, and tells where to go on.
fn platforms(letters: &[Letter], at: usize, shapes: &Shapes, finds: &mut Vec<Find>) -> usize {
    if !letters[at].plain.is_ascii_alphanumeric() {
        return at + 1;
    }
    let end = end_of(letters, at, |letter| letter.is_ascii_alphanumeric());
    if let Some((end, number)) = shopee(letters, at..end) {
        finds.push((at..end, shapes.shopee(&number)));
        return end;
    }
    if let Some(end) = rounded(letters, at..end) {
        finds.push((at..end, Meaning::Misshapen));
        return end;
    }
    if let Some(end) = invoice(letters, at..end) {
        finds.push((at..end, Meaning::Foreign));
        return end;
    }
    end
}

/// A Shopee number: one word, or its date and its letters with a sign between them.
fn shopee(letters: &[Letter], word: Range<usize>) -> Option<(usize, String)> {
    if word.len() == SHOPEE {
        let number = written(letters, word.clone());
        return is_shopee(&number).then_some((word.end, number));
    }
    let gap = letters.get(word.end)?.plain;
    if word.len() != SHOPEE_DATE || !matches!(gap, ' ' | '-' | '.' | '\n') {
        return None;
    }
    let end = end_of(letters, word.end + 1, |letter| letter.is_ascii_alphanumeric());
    let letters_of = written(letters, word.end + 1..end);
    // In parts it must look like one beyond doubt: "220810 pengiriman" does not.
    let mixed = letters_of.bytes().any(|byte| byte.is_ascii_digit())
        && !letters_of.bytes().any(|byte| byte.is_ascii_lowercase());
    let number = written(letters, word) + &letters_of;
    (mixed && is_shopee(&number)).then_some((end, number))
}

/// Whether a word begins with a date and has letters after it: digits alone are something else.
fn is_shopee(number: &str) -> bool {
    let two = |from: usize| number.get(from..from + 2).and_then(|digits| digits.parse::<u8>().ok());
    let dated = number.bytes().take(SHOPEE_DATE).all(|byte| byte.is_ascii_digit());
    let day =
        two(2).is_some_and(|month| (1..=12).contains(&month)) && two(4).is_some_and(|day| (1..=31).contains(&day));
    number.len() == SHOPEE && dated && day && number.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// A number that a spreadsheet has rounded: 5.76461E+17.
fn rounded(letters: &[Letter], word: Range<usize>) -> Option<usize> {
    let end = (word.start + 24).min(letters.len());
    let text = written(letters, word.start..end);
    let (digit, rest) = text.split_at_checked(1)?;
    let rest = rest.strip_prefix(['.', ','])?;
    let fraction = rest.find(|sign: char| !sign.is_ascii_digit())?;
    let power = rest[fraction..].strip_prefix(['e', 'E'])?;
    let power = power.strip_prefix('+').unwrap_or(power);
    let large = power.starts_with("17") || power.starts_with("18");
    let length = text.len() - power.len() + 2;
    (digit.bytes().all(|byte| byte.is_ascii_digit()) && fraction > 0 && large).then_some(word.start + length)
}

/// A Tokopedia invoice: INV/20260101/MPL/1234567890.
fn invoice(letters: &[Letter], word: Range<usize>) -> Option<usize> {
    let text = written(letters, word.start..(word.start + 40).min(letters.len())).to_ascii_uppercase();
    let rest = text.strip_prefix("INV/")?;
    let (date, rest) = rest.split_once('/')?;
    let (kind, rest) = rest.split_once('/')?;
    let number = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
    let dated = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    let named = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic());
    (dated && named && number >= 6).then_some(word.start + 4 + date.len() + 1 + kind.len() + 1 + number)
}

fn end_of(letters: &[Letter], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let after = letters.get(from..).unwrap_or_default();
    from + after.iter().position(|letter| !belongs(letter.plain)).unwrap_or(after.len())
}

/// The plain form of a stretch. Where it is not ASCII, a question mark stands, so that letters and bytes agree.
fn written(letters: &[Letter], range: Range<usize>) -> String {
    letters[range].iter().map(|letter| if letter.plain.is_ascii() { letter.plain } else { '?' }).collect()
}

/// Whether a word says only that a number is an order's.
pub(super) fn is_number_word(word: &str) -> bool {
    NUMBER_WORDS.contains(&word.to_lowercase().as_str())
}

/// Whether a text consists of such words and of signs.
pub(super) fn says_only_what_it_is(text: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| is_number_word(word) || is_of_number_words(word))
}

/// Whether a word is made of Chinese ones of these, which are not spaced.
fn is_of_number_words(word: &str) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let known = NUMBER_WORDS.iter().filter(|known| !known.is_ascii() && rest.starts_with(**known));
        let Some(longest) = known.map(|known| known.len()).max() else { return false };
        rest = &rest[longest..];
    }
    true
}
