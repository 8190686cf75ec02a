//! One form for what looks alike: full-width and half-width, capitals, traditional and simplified
//! characters, invisible marks; and the cut into runs of Latin letters, Han characters and digits.

use unicode_normalization::UnicodeNormalization;

use crate::language::{is_han, simplified};

/// Folds texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Folder;

impl Folder {
    /// One is like another: what it looks characters up in is read once for all.
    pub fn new() -> Folder {
        Folder
    }

    /// The folded text: compatibility forms composed, lower case, simplified, invisible marks gone.
    pub fn fold(&self, text: &str) -> String {
        let visible = text.chars().filter(|letter| !is_invisible(*letter));
        let folded: String = visible.nfkc().flat_map(char::to_lowercase).collect();
        if has_han(&folded) { simplified(&folded).replace('著', "着") } else { folded }
    }
}

/// A stretch of a text that is treated alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run<'a> {
    /// Letters of an alphabet, with digits inside or after: `j&t`, `don't`, `barang2`.
    Latin(&'a str),
    /// Han characters.
    Han(&'a str),
    /// Digits alone, also grouped by single spaces, dots or dashes as people copy long numbers.
    Digits(&'a str),
}

/// The runs of a folded text; punctuation and emoji are left out.
pub fn runs(folded: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let first = rest.chars().next()?;
        let (length, make): (usize, fn(&str) -> Run<'_>) = if is_han(first) {
            (length_while(rest, is_han), |run| Run::Han(run))
        } else if first.is_ascii_digit() && !letters_follow(rest) {
            (digits_length(rest), |run| Run::Digits(run))
        } else {
            (latin_length(rest), |run| Run::Latin(run))
        };
        let (run, tail) = rest.split_at(length);
        rest = tail;
        Some(make(run))
    })
}

/// Whether a text has any Han character.
pub fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

/// Marks that are not seen: zero-width characters, direction marks, soft hyphens, controls.
pub fn is_invisible(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x00..=0x08 | 0x0B..=0x0C | 0x0E..=0x1F | 0x7F | 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
    )
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// The length of the digits at the beginning; with the groups after them where people broke a long
/// number up, as in `5770 1234 5678 9012 34`.
fn digits_length(text: &str) -> usize {
    let run = |text: &str| length_while(text, |letter| letter.is_ascii_digit());
    let alone = run(text);
    let (mut end, mut digits, mut whole) = (alone, alone, None);
    while let Some(next) = text[end..].strip_prefix([' ', '.', '-']) {
        let group = run(next);
        if !(2..=6).contains(&alone) || !(1..=6).contains(&group) || digits > 19 {
            break;
        }
        end += 1 + group;
        digits += group;
        if matches!(digits, 16 | 18 | 19) {
            whole = Some(end);
        }
    }
    whole.unwrap_or(alone)
}

/// Whether letters follow the digits at the beginning directly: `2x`, `16digit`.
fn letters_follow(text: &str) -> bool {
    let after = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    after.starts_with(|letter: char| letter.is_alphabetic() && !is_han(letter))
}

fn latin_length(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    let mut end = 0;
    while let Some((at, letter)) = letters.next() {
        let joins = matches!(letter, '\'' | '’' | '&')
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic() && !is_han(*next));
        if !joins && (!letter.is_alphanumeric() || is_han(letter)) {
            break;
        }
        end = at + letter.len_utf8();
    }
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        let folder = Folder::new();
        assert_eq!(folder.fold("ＣＯＤ 取消訂單\u{200b}"), "cod 取消订单");
        assert_eq!(folder.fold("著急"), "着急");
    }

    #[test]
    fn scripts_and_digits_are_cut_apart() {
        let found: Vec<Run<'_>> = runs("cod可以吗? j&t 577012345678901234 barang2!").collect();
        let expected = [
            Run::Latin("cod"),
            Run::Han("可以吗"),
            Run::Latin("j&t"),
            Run::Digits("577012345678901234"),
            Run::Latin("barang2"),
        ];
        assert_eq!(found, expected);
        let grouped: Vec<Run<'_>> = runs("5770 1234 5678 9012 34 mana, 8-9 hari").collect();
        let expected = [
            Run::Digits("5770 1234 5678 9012 34"),
            Run::Latin("mana"),
            Run::Digits("8"),
            Run::Digits("9"),
            Run::Latin("hari"),
        ];
        assert_eq!(grouped, expected);
    }

    #[test]
    fn any_text_is_cut_without_panic_and_ends() {
        for text in ["", "'", "&&&", "１", "\u{0}", "🙂a🙂", "a'", "𠮷野家", "ß'ß", "٣"] {
            assert!(runs(text).count() <= text.chars().count());
        }
    }
}
