//! What kind of number a number is: of an order, a code, an amount of money, or a count. Which one it is tells
//! what a message is about; its digits tell nothing.

/// Digits alone, perhaps grouped: 18 or 19 are an order number, 16 a payment code or a card.
pub fn of_digits(digits: &str) -> &'static str {
    match digits.bytes().filter(u8::is_ascii_digit).count() {
        18 | 19 => "#order",
        16 => "#code",
        4.. => "#digits",
        _ if digits == "16" => "16",
        _ => "#count",
    }
}

/// A word that begins with digits or a currency: the kind of its number, and what remains of it. `150rb`,
/// `rp50` and `2jt` are money, `3hari` is a count and *hari*, `2x` stays as it is.
pub fn of_word(word: &str) -> (Option<&'static str>, &str) {
    let after = CURRENCIES.iter().find_map(|currency| word.strip_prefix(currency)).filter(|rest| starts(rest));
    let digits = after.unwrap_or(word);
    if !starts(digits) {
        return (None, word);
    }
    let unit = digits.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    if THOUSANDS.contains(&unit) || (after.is_some() && unit.is_empty()) {
        return (Some("#money"), "");
    }
    let plain = unit.len() >= 3 && unit.bytes().all(|letter| letter.is_ascii_lowercase());
    if plain { (Some("#count"), unit) } else { (None, word) }
}

const CURRENCIES: [&str; 4] = ["rp", "idr", "usd", "rmb"];
const THOUSANDS: [&str; 8] = ["rb", "ribu", "k", "jt", "juta", "rupiah", "perak", "usd"];

fn starts(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_by_its_kind() {
        for (word, kind, rest) in [
            ("150rb", Some("#money"), ""),
            ("rp50", Some("#money"), ""),
            ("2jt", Some("#money"), ""),
            ("3hari", Some("#count"), "hari"),
            ("2x", None, "2x"),
            ("rpp", None, "rpp"),
            ("barang2", None, "barang2"),
        ] {
            assert_eq!(of_word(word), (kind, rest), "{word}");
        }
        for (digits, kind) in
            [("577012345678901234", "#order"), ("5770 1234 5678 9012", "#code"), ("16", "16"), ("7", "#count")]
        {
            assert_eq!(of_digits(digits), kind, "{digits}");
        }
    }
}
