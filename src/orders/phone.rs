//! Telephone numbers, brought to one form so that 08…, 62… and +62… are one.
//!
//! Whether a number exists is not checked, only that it could be one (ITU-T E.164: 15 digits at most).

use super::plain::plain;

/// The country that a number without a country's prefix belongs to: Indonesia.
const COUNTRY: &str = "62";
/// Digits of an Indonesian number after the country's prefix, land lines included.
const NATIONAL: std::ops::RangeInclusive<usize> = 8..=12;
/// Digits of a whole number of any country, with its prefix (E.164).
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 7..=15;

/// A telephone number in its one form: its digits with the country's prefix, without a plus: `6281234567890`.
///
/// 08…, 8… (a spreadsheet drops the zero), 62…, 0062… and +62… are one; numbers of other countries are read with
/// a plus or 00 alone. `None` for anything else: for a masked number above all, which is not the whole of one.
pub fn normal(text: &str) -> Option<String> {
    let text = plain(text);
    let text = text.trim().trim_start_matches(['\'', '(']);
    let (plus, number) = text.strip_prefix('+').map_or((false, text), |number| (true, number));
    if !number.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, ' ' | '-' | '.' | '(' | ')' | '/')) {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if plus {
        return international(&digits);
    }
    if let Some(digits) = digits.strip_prefix("00") {
        return international(digits);
    }
    // An Indonesian mobile number has 9 to 12 digits from its 8 on.
    let without_zero = digits.starts_with('8') && (9..=12).contains(&digits.len());
    match digits.strip_prefix('0').or(without_zero.then_some(digits.as_str())) {
        Some(national) => indonesian(national),
        None => digits.strip_prefix(COUNTRY).and_then(indonesian),
    }
}

/// The number of a contact that Telegram shared, in the form of [`normal`]. Telegram writes the country's prefix
/// and often leaves out the plus (Bot API, `Contact.phone_number`).
pub fn of_contact(text: &str) -> Option<String> {
    let bare = plain(text);
    let bare = bare.trim();
    if bare.starts_with(['0', '+']) { normal(bare) } else { normal(&format!("+{bare}")) }
}

/// The last four digits of a telephone number, masked or not: `None` unless the last four characters, signs
/// between groups aside, are digits.
pub fn end(text: &str) -> Option<String> {
    let shown: Vec<char> =
        plain(text).chars().filter(|sign| !matches!(sign, ' ' | '\n' | '-' | '.' | '(' | ')')).collect();
    let end = shown.get(shown.len().checked_sub(4)?..)?;
    end.iter().all(char::is_ascii_digit).then(|| end.iter().collect())
}

fn international(digits: &str) -> Option<String> {
    match digits.strip_prefix(COUNTRY) {
        // +62 (0)812… is written too.
        Some(national) => indonesian(national.strip_prefix('0').unwrap_or(national)),
        None => (INTERNATIONAL.contains(&digits.len()) && !digits.starts_with('0')).then(|| digits.to_owned()),
    }
}

fn indonesian(national: &str) -> Option<String> {
    let sound = NATIONAL.contains(&national.len()) && !national.starts_with('0');
    sound.then(|| format!("{COUNTRY}{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_number_is_one() {
        for text in [
            "081234567890",
            "0812-3456-7890",
            "0812 3456 7890",
            "0812.3456.7890",
            "81234567890",
            "6281234567890",
            "62 812 3456 7890",
            "+6281234567890",
            "+62 812-3456-7890",
            "(+62)81234567890",
            "(+62) 812 3456 7890",
            "+62 (0)812 3456 7890",
            "006281234567890",
            "(0812) 34567890",
            "０８１２３４５６７８９０",
            " +６２ ８１２ ３４５６ ７８９０ ",
            "'+6281234567890",
            "0812\u{200b}34567890",
            "\u{202a}+62 812‑3456‑7890\u{202c}",
        ] {
            assert_eq!(normal(text).as_deref(), Some("6281234567890"), "{text}");
        }
    }

    #[test]
    fn other_countries_are_kept_and_land_lines_too() {
        assert_eq!(normal("+65 9123 4567").as_deref(), Some("6591234567"));
        assert_eq!(normal("0086 138 1234 5678").as_deref(), Some("8613812345678"));
        assert_eq!(normal("(021) 555-1234").as_deref(), Some("62215551234"));
        assert_eq!(of_contact("6591234567").as_deref(), Some("6591234567"));
        assert_eq!(of_contact("6281234567890").as_deref(), Some("6281234567890"));
        assert_eq!(of_contact("+6281234567890").as_deref(), Some("6281234567890"));
        assert_eq!(of_contact("819012345678").as_deref(), Some("819012345678"));
    }

    #[test]
    fn what_is_no_whole_number_is_none() {
        for text in [
            "",
            "+",
            "08",
            "4821",
            "+62 812****1234",
            "(+62)812***1234",
            "08xx-xxxx-1234",
            "0812••••1234",
            "6591234567",
            "576461413038785752",
            "081234567890123456",
            "00",
            "+0812345678",
            "081234567890 / 089876543210",
            "0812 atau 0813",
            "+62+81234567890",
        ] {
            assert_eq!(normal(text), None, "{text}");
        }
    }

    #[test]
    fn the_end_is_read_of_masked_numbers_too() {
        for (text, expected) in [
            ("+62 812****1234", Some("1234")),
            ("(+62)812***1234", Some("1234")),
            ("0812-3456-7890", Some("7890")),
            ("0812 **** 12 34", Some("1234")),
            ("4821", Some("4821")),
            ("****４８２１", Some("4821")),
            ("(+62)812****", None),
            ("***234", None),
            ("(+62)812***12**", None),
            ("821", None),
            ("", None),
        ] {
            assert_eq!(end(text).as_deref(), expected, "{text}");
        }
    }
}
