//! Text as people type it, brought to plain ASCII where only numbers and signs are looked for.
//!
//! Letters of other scripts stay as they are; what is no digit, dash, blank or full-width letter is not touched.

/// A character of a text in its plain form, and where it stands there, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// Its plain form.
    pub plain: char,
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// The characters of a text in their plain form; marks that cannot be seen are left out.
pub(super) fn letters(text: &str) -> impl Iterator<Item = Letter> + '_ {
    let seen = text.char_indices().filter(|(_, letter)| !is_invisible(*letter));
    seen.map(|(from, letter)| Letter { plain: plain_letter(letter), from, to: from + letter.len_utf8() })
}

/// A text in its plain form.
pub(super) fn plain(text: &str) -> String {
    letters(text).map(|letter| letter.plain).collect()
}

/// Marks without a form of their own: joiners, directions, soft hyphens, what makes a digit a key cap.
fn is_invisible(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x00AD | 0x034F | 0x061C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0x20E3
            | 0xFE00..=0xFE0F | 0xFEFF
    )
}

fn plain_letter(letter: char) -> char {
    if let Some(value) = digit(letter) {
        return char::from_digit(value, 10).unwrap_or(letter);
    }
    match letter {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\r' | '\t' => ' ',
        // Full-width letters and signs stand as far above ASCII as the full-width digits.
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        '·' | '•' | '‧' | '・' => '.',
        _ if letter.is_whitespace() => ' ',
        _ => letter,
    }
}

/// The value of a decimal digit of the scripts that phones type: ASCII, full-width, Arabic, Indic, Thai, and the
/// digits of mathematics that decorate names.
fn digit(letter: char) -> Option<u32> {
    const ZEROS: [u32; 7] = ['0' as u32, '０' as u32, '٠' as u32, '۰' as u32, '०' as u32, '๐' as u32, '০' as u32];
    let code = u32::from(letter);
    if (0x1D7CE..=0x1D7FF).contains(&code) {
        return Some((code - 0x1D7CE) % 10);
    }
    ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_plain() {
        for (typed, expected) in [
            ("５７６４　６１－４１", "5764 61-41"),
            ("٥٧٦ ۱۲ १२ ๑๒ 𝟏𝟐", "576 12 12 12 12"),
            ("5\u{200b}7\u{feff}6\u{ad}4", "5764"),
            ("5\u{fe0f}\u{20e3}7\u{fe0f}\u{20e3}", "57"),
            ("57–64\u{a0}61\t41\r\n30", "57-64 61 41 \n30"),
            ("ＡＢ订单 Ünï", "AB订单 Ünï"),
        ] {
            assert_eq!(plain(typed), expected);
        }
    }

    #[test]
    fn letters_know_where_they_stand() {
        let text = "é\u{200b}７a";
        let spans: Vec<_> = letters(text).map(|letter| &text[letter.from..letter.to]).collect();
        assert_eq!(spans, ["é", "７", "a"]);
    }
}
