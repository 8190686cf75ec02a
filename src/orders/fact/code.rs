//! One-time codes: how one is made of chance, and how one is recognised when it is typed.

/// The letters of codes: consonants, so that no word comes about; no letter that looks like a digit.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
/// The digits of codes: no 0 and 1, which look like letters.
const DIGITS: &[u8] = b"23456789";
/// Letters and digits of a code, without its hyphen.
const LENGTH: usize = 10;
/// Hexadecimal digits of chance for each of them.
const CHANCE: usize = 4;

/// A one-time code of 40 hexadecimal digits of chance, written `XXXXX-XXXXX`: 45 bits. It begins with a letter and
/// ends with a digit, so that it is neither a word nor a number. Digits that are missing count as 0.
pub fn code_of(secret_hex: &str) -> String {
    let chance: Vec<usize> = secret_hex.chars().filter_map(|digit| Some(digit.to_digit(16)? as usize)).collect();
    let mut code = String::with_capacity(LENGTH + 1);
    for place in 0..LENGTH {
        if place == LENGTH / 2 {
            code.push('-');
        }
        let own = chance.iter().skip(place * CHANCE).take(CHANCE);
        let value = own.fold(0, |value, digit| value * 16 + digit);
        code.push(letter_at(place, value));
    }
    code
}

fn letter_at(place: usize, value: usize) -> char {
    let any = || LETTERS.iter().chain(DIGITS).nth(value % (LETTERS.len() + DIGITS.len()));
    let letter = match place {
        0 => LETTERS.get(value % LETTERS.len()),
        _ if place == LENGTH - 1 => DIGITS.get(value % DIGITS.len()),
        _ => any(),
    };
    letter.map_or('X', |letter| char::from(*letter))
}

/// The code that a text in small letters begins with, in its written form, and the rest of the text. Between its
/// halves may be a hyphen, a blank or nothing.
pub(super) fn at_start(text: &str) -> Option<(String, &str)> {
    let (first, rest) = half(text)?;
    let rest = rest.trim_start_matches(' ');
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches(' ');
    let (second, rest) = half(rest)?;
    let whole = format!("{first}-{second}");
    let begins = whole.starts_with(|letter: char| letter.is_ascii_uppercase());
    let ends = whole.ends_with(|letter: char| letter.is_ascii_digit());
    let is_over = !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    (begins && ends && is_over).then_some((whole, rest))
}

fn half(text: &str) -> Option<(String, &str)> {
    let (half, rest) = text.split_at_checked(LENGTH / 2)?;
    let half = half.to_ascii_uppercase();
    half.bytes().all(|byte| LETTERS.contains(&byte) || DIGITS.contains(&byte)).then_some((half, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_made_of_chance() {
        assert_eq!(code_of(&"0".repeat(40)), "BBBBB-BBBB2");
        assert_ne!(code_of("0001000200030004000500060007000800090001"), code_of(&"0".repeat(40)));
        assert_eq!(code_of("0001000200030004000500060007000800090001"), "CDFGH-JKLM3");
        assert_eq!(code_of("").len(), 11);
    }

    proptest! {
        #[test]
        fn every_code_has_its_shape_and_is_recognised(secret in "[0-9a-f]{40}") {
            let code = code_of(&secret);
            prop_assert_eq!(code.len(), 11);
            prop_assert!(code.bytes().any(|byte| byte.is_ascii_uppercase()));
            prop_assert!(code.bytes().any(|byte| byte.is_ascii_digit()));
            prop_assert!(!code.contains(['I', 'O', '0', '1', 'A', 'E', 'U']));
            for typed in [code.to_lowercase(), code.to_lowercase().replace('-', ""), code.to_lowercase().replace('-', " ")] {
                prop_assert_eq!(at_start(&typed), Some((code.clone(), "")));
            }
        }
    }
}
