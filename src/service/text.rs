//! What of a text can be seen: the rest is stripped before anybody tries to understand it.

/// The longest text that is read, in characters: Telegram's own limit
/// (<https://core.telegram.org/bots/api#message>).
pub const LONGEST: usize = 4096;

/// The visible part of a text, at most [`LONGEST`] characters; `None` when no letter or digit is
/// among them, as in a text of emoji, dots or nothing.
pub fn visible(text: &str) -> Option<String> {
    let seen: String = text.chars().map(as_space).filter(|letter| is_visible(*letter)).take(LONGEST).collect();
    let seen = seen.trim();
    seen.chars().any(char::is_alphanumeric).then(|| seen.to_owned())
}

/// Tabs and the ends of lines of other systems are spaces and ends of lines.
fn as_space(letter: char) -> char {
    match letter {
        '\t' => ' ',
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        other => other,
    }
}

fn is_visible(letter: char) -> bool {
    match letter {
        '\n' => true,
        letter if letter.is_control() => false,
        // Soft hyphen, grapheme joiner, Mongolian separators.
        '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180f}' => false,
        // Marks that change the direction of writing.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        // Zero width.
        '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' => false,
        // Fillers of Hangul, which count as letters.
        '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' => false,
        // Variation selectors and tags.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_gone() {
        let table = [
            ("  gmn cara byr  ", Some("gmn cara byr")),
            ("re\u{0}fu\u{200b}nd", Some("refund")),
            ("\u{202e}dnufer\u{202c} \u{2066}x\u{2069}", Some("dnufer x")),
            ("a\tb\r\nc", Some("a b\n\nc")),
            ("<b>*hi*</b>", Some("<b>*hi*</b>")),
            ("怎么\u{feff}取消", Some("怎么取消")),
            ("7", Some("7")),
            ("", None),
            (" \n\t ", None),
            ("👍🏽❤\u{fe0f}", None),
            ("???", None),
            ("\u{0}\u{200d}\u{3164}\u{e0041}", None),
        ];
        for (text, expected) in table {
            assert_eq!(visible(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_cut_at_the_longest_that_is_read() {
        let long = "字".repeat(LONGEST + 1);
        assert_eq!(visible(&long).map(|text| text.chars().count()), Some(LONGEST));
        let hidden = format!("{}a", "\u{200b}".repeat(LONGEST));
        assert_eq!(visible(&hidden).as_deref(), Some("a"));
    }
}
