//! What of a text can be seen: the rest is stripped before anybody tries to understand it.

/// The longest text that is read, in characters: Telegram's own limit
/// (<https://core.telegram.org/bots/api#message>).
pub const LONGEST: usize = 4096;

/// What of a text can be seen.
#[derive(Debug, PartialEq, Eq)]
pub enum Visible {
    /// The visible part, at most [`LONGEST`] characters, with a letter or digit among them.
    Words(String),
    /// Emoji, with other signs perhaps: a gesture.
    Emoji,
    /// Signs alone, such as `???`: something is meant, but it is not said.
    Signs,
    /// Nothing.
    Nothing,
}

/// What of a text can be seen.
pub fn visible(text: &str) -> Visible {
    let seen: String = text.chars().map(as_space).filter(|letter| is_visible(*letter)).take(LONGEST).collect();
    let seen = seen.trim();
    if seen.chars().any(char::is_alphanumeric) {
        Visible::Words(seen.to_owned())
    } else if seen.chars().any(is_emoji) {
        Visible::Emoji
    } else if seen.is_empty() {
        Visible::Nothing
    } else {
        Visible::Signs
    }
}

/// Whether a character is a picture, by the blocks in which emoji lie
/// (<https://www.unicode.org/charts/#symbols>). Question and exclamation marks among them are signs.
fn is_emoji(letter: char) -> bool {
    match letter {
        '\u{2753}'..='\u{2755}' | '\u{2757}' => false,
        // Clocks and buttons; symbols and dingbats; stars and squares.
        '\u{231a}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' => true,
        letter => ('\u{1f000}'..='\u{1faff}').contains(&letter),
    }
}

/// Tabs and the ends of lines of other systems are spaces and ends of lines.
fn as_space(letter: char) -> char {
    match letter {
        '\t' => ' ',
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        other => other,
    }
}

/// Whether a character can be seen, or ends a line.
pub(crate) fn is_visible(letter: char) -> bool {
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
            ("  gmn cara byr  ", "gmn cara byr"),
            ("re\u{0}fu\u{200b}nd", "refund"),
            ("\u{202e}dnufer\u{202c} \u{2066}x\u{2069}", "dnufer x"),
            ("a\tb\r\nc", "a b\n\nc"),
            ("<b>*hi*</b>", "<b>*hi*</b>"),
            ("怎么\u{feff}取消", "怎么取消"),
            ("7", "7"),
            ("1\u{fe0f}\u{20e3}", "1\u{20e3}"),
        ];
        for (text, expected) in table {
            assert_eq!(visible(text), Visible::Words(expected.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_text_without_words_is_a_gesture_or_signs_or_nothing() {
        for text in ["👍🏽❤\u{fe0f}", "🙏🙏", "🇮🇩", "👨\u{200d}👩\u{200d}👧", "☺", "👍!!!", "⭐⭐⭐", "⏰"]
        {
            assert_eq!(visible(text), Visible::Emoji, "{text:?}");
        }
        for text in ["???", "？", "...", "!", "،", "。。。", "❓❓", "‼\u{fe0f}", "→", "©", "\u{20ac}"] {
            assert_eq!(visible(text), Visible::Signs, "{text:?}");
        }
        for text in ["", " \n\t ", "\u{0}\u{200d}\u{3164}\u{e0041}"] {
            assert_eq!(visible(text), Visible::Nothing, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_cut_at_the_longest_that_is_read() {
        let long = "字".repeat(LONGEST + 1);
        assert_eq!(visible(&long), Visible::Words("字".repeat(LONGEST)));
        let hidden = format!("{}a", "\u{200b}".repeat(LONGEST));
        assert_eq!(visible(&hidden), Visible::Words("a".to_owned()));
    }
}
