//! From a letter to texts as Telegram takes them: the label, the words with their marks, the lines under them, cut
//! where they are too long. Pure; nothing is sent here, and no button is known.
//!
//! Everything counts UTF-16 units, as Telegram does. A mark that is cut stands in both parts.

use reqwest::Url;
use teloxide::types::{MessageEntity, MessageEntityKind};

use crate::conversation::desk::post::{Mark, Marked};
use crate::service::Letter;
use crate::voice::{Flat, cut_at};

/// The longest words under a file, in UTF-16 units (<https://core.telegram.org/bots/api#copymessage>).
pub(super) const CAPTION_UNITS: usize = 1024;

/// Telegram forgets what is marked after so many marks (<https://core.telegram.org/api/config#client-configuration>).
const MOST_MARKS: usize = 100;

/// A text with its entities.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text {
    pub text: String,
    pub entities: Vec<MessageEntity>,
}

/// One message, or one caption: the label, words with an empty line between them, and the lines under them.
pub(super) fn compose(letter: &Letter, words: &[&Marked]) -> Text {
    let mut text = Text::default();
    let label = letter.label.as_deref().map(str::trim).filter(|label| !label.is_empty());
    if let Some(label) = label {
        text.push_marked(&marked_whole("bold", label));
    }
    let worded = words.iter().filter(|words| !words.text.trim().is_empty());
    for (place, words) in worded.enumerate() {
        text.part(if place == 0 { "\n" } else { "\n\n" });
        text.push_marked(words);
    }
    if !letter.under.is_empty() {
        text.part("\n\n");
        text.push_marked(&marked_whole("italic", &letter.under.join("\n")));
    }
    text
}

fn marked_whole(kind: &str, text: &str) -> Marked {
    let mark = Mark { kind: kind.to_owned(), offset: 0, length: units(text), url: None };
    Marked { text: text.to_owned(), marks: vec![mark] }
}

/// The length of a text in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

impl From<Flat> for Text {
    fn from(flat: Flat) -> Text {
        Text { entities: super::markup::entities(&flat), text: flat.text }
    }
}

impl Text {
    /// Whether there is nothing in it that Telegram would show.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// A gap, where something stands before it.
    fn part(&mut self, gap: &str) {
        if !self.text.is_empty() {
            self.text.push_str(gap);
        }
    }

    fn push_marked(&mut self, words: &Marked) {
        let before = units(&self.text);
        let borders = borders(&words.text);
        let entities = words.marks.iter().filter_map(|mark| {
            let end = mark.offset.checked_add(mark.length)?;
            let fits = mark.length > 0 && borders.contains(&mark.offset) && borders.contains(&end);
            fits.then(|| Some(MessageEntity::new(kind(mark)?, before + mark.offset, mark.length)))?
        });
        self.entities.extend(entities);
        self.text.push_str(&words.text);
    }

    /// Parts of which the first has so many units at the most and the others so many. Telegram shows no white space
    /// at the ends of a message: it goes where a part ends.
    pub(super) fn split(self, first: usize, others: usize) -> Vec<Text> {
        let mut parts = Vec::new();
        let mut from = 0;
        loop {
            let rest = &self.text[from..];
            let limit = if parts.is_empty() { first } else { others };
            let cut = cut_at(rest, limit);
            // No letter fits into no room at all.
            let cut = if cut == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { whole_sign(rest, cut) };
            parts.push(self.slice(from, from + cut));
            let after = rest[cut..].trim_start();
            if after.is_empty() {
                break;
            }
            from = self.text.len() - after.len();
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// The text, with an ellipsis at the end where it is longer than so many units.
    pub(super) fn cut(self, limit: usize) -> Text {
        if units(&self.text) <= limit {
            return Text { entities: self.entities.into_iter().take(MOST_MARKS).collect(), ..self };
        }
        let mut head = self.split(limit - 1, limit).into_iter().next().unwrap_or_default();
        head.text.push('…');
        head
    }

    /// The part between two places, in bytes, with what of its entities lies in it.
    fn slice(&self, from: usize, to: usize) -> Text {
        let text = self.text[from..to].trim_end();
        let (begin, length) = (units(&self.text[..from]), units(text));
        let inside = |entity: &MessageEntity| {
            let start = entity.offset.max(begin);
            let end = (entity.offset + entity.length).min(begin + length);
            (start < end).then(|| MessageEntity::new(entity.kind.clone(), start - begin, end - start))
        };
        let entities = self.entities.iter().filter_map(inside).take(MOST_MARKS).collect();
        Text { text: text.to_owned(), entities }
    }
}

/// A cut that does not fall into a joined sign (an emoji of several, a letter with its accent), where there is such a
/// place near before it.
fn whole_sign(text: &str, cut: usize) -> usize {
    let joins = |letter: char| matches!(letter, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{300}'..='\u{36f}' | '\u{1f3fb}'..='\u{1f3ff}');
    let mut at = cut;
    while let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) {
        if !joins(after) && before != '\u{200d}' {
            return at;
        }
        at -= before.len_utf8();
    }
    cut
}

/// The places between letters, in UTF-16 units.
fn borders(text: &str) -> Vec<usize> {
    let ends = text.chars().scan(0, |units, letter| {
        *units += letter.len_utf16();
        Some(*units)
    });
    std::iter::once(0).chain(ends).collect()
}

/// What a mark is in a message of a bot; `None` for what a bot cannot send (custom emoji, mentions of people without a
/// username) and for what Telegram finds by itself (links, hashtags, commands).
fn kind(mark: &Mark) -> Option<MessageEntityKind> {
    Some(match mark.kind.as_str() {
        "bold" => MessageEntityKind::Bold,
        "italic" => MessageEntityKind::Italic,
        "underline" => MessageEntityKind::Underline,
        "strikethrough" => MessageEntityKind::Strikethrough,
        "spoiler" => MessageEntityKind::Spoiler,
        "blockquote" => MessageEntityKind::Blockquote,
        "expandable_blockquote" => MessageEntityKind::ExpandableBlockquote,
        "code" => MessageEntityKind::Code,
        "pre" => MessageEntityKind::Pre { language: None },
        "text_link" => MessageEntityKind::TextLink { url: link(mark.url.as_deref()?)? },
        _ => return None,
    })
}

/// A link that leads to the web. One of Telegram's own (`tg://user?id=…`) would be a mention.
fn link(url: &str) -> Option<Url> {
    Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::service::letter::Content;

    fn letter(label: Option<&str>, under: &[&str]) -> Letter {
        Letter {
            label: label.map(str::to_owned),
            body: Content::Words(Vec::new()),
            under: under.iter().map(|line| (*line).to_owned()).collect(),
            reply_to: None,
            buttons: Vec::new(),
        }
    }

    fn marked(text: &str, marks: &[(&str, usize, usize)]) -> Marked {
        let mark = |(kind, offset, length): &(&str, usize, usize)| Mark {
            kind: (*kind).to_owned(),
            offset: *offset,
            length: *length,
            url: Some("https://example.org/".to_owned()),
        };
        Marked { text: text.to_owned(), marks: marks.iter().map(mark).collect() }
    }

    /// The words that an entity covers.
    fn covered(text: &Text) -> Vec<String> {
        let units: Vec<u16> = text.text.encode_utf16().collect();
        let words = |entity: &MessageEntity| units[entity.offset..entity.offset + entity.length].to_vec();
        text.entities.iter().map(|entity| String::from_utf16_lossy(&words(entity))).collect()
    }

    #[test]
    fn label_words_and_lines_stand_above_each_other() {
        let words = [&marked("halo 😀 dunia", &[("italic", 5, 2)]), &Marked::plain(" "), &Marked::plain("lagi")];
        let text = compose(&letter(Some("Siti 🌸"), &["a", "b"]), &words);
        assert_eq!(text.text, "Siti 🌸\nhalo 😀 dunia\n\nlagi\n\na\nb");
        assert_eq!(covered(&text), ["Siti 🌸", "😀", "a\nb"]);
        assert_eq!(compose(&letter(None, &[]), &[&Marked::plain("x")]).text, "x");
        assert_eq!(compose(&letter(Some("A"), &[]), &[]).text, "A");
        assert!(compose(&letter(Some(" "), &[]), &[&Marked::plain("")]).is_empty());
    }

    #[test]
    fn a_mark_that_a_bot_cannot_send_or_that_fits_nowhere_is_dropped() {
        let words = marked(
            "😀abc",
            &[
                ("bold", 0, 2),
                ("custom_emoji", 0, 2),
                ("text_mention", 2, 3),
                ("mention", 2, 3),
                ("bold", 1, 2),
                ("bold", 2, 0),
                ("bold", 4, 9),
                ("bold", usize::MAX, 2),
                ("text_link", 2, 3),
            ],
        );
        assert_eq!(covered(&compose(&letter(None, &[]), &[&words])), ["😀", "abc"]);
        let mut user = marked("abc", &[("text_link", 0, 3)]);
        user.marks[0].url = Some("tg://user?id=7".to_owned());
        assert_eq!(compose(&letter(None, &[]), &[&user]).entities, []);
    }

    #[test]
    fn a_long_text_is_cut_between_sentences_and_its_marks_go_on() {
        let words = marked(&format!("{}. {}", "a".repeat(50), "b".repeat(40)), &[("bold", 10, 60)]);
        let parts = compose(&letter(None, &[]), &[&words]).split(64, 64);
        assert_eq!(parts.iter().map(|part| units(&part.text)).collect::<Vec<_>>(), [51, 40]);
        let bold: Vec<_> = parts.iter().map(|part| (part.entities[0].offset, part.entities[0].length)).collect();
        assert_eq!(bold, [(10, 41), (0, 18)]);
    }

    #[test]
    fn an_ellipsis_says_that_there_was_more() {
        let text = |length| compose(&letter(None, &[]), &[&Marked::plain("😀".repeat(length))]);
        assert_eq!(text(5).cut(10).text, "😀".repeat(5));
        assert_eq!(text(6).cut(10).text, format!("{}…", "😀".repeat(4)));
    }

    #[test]
    fn a_joined_emoji_is_not_torn() {
        let family = "👩\u{200d}👩\u{200d}👧";
        let text = Text { text: format!("xxxx{family}yyyy"), entities: Vec::new() };
        let parts: Vec<_> = text.split(9, 20).into_iter().map(|part| part.text).collect();
        assert_eq!(parts, ["xxxx".to_owned(), format!("{family}yyyy")]);
    }

    proptest! {
        #[test]
        fn parts_fit_and_together_they_are_the_text(text in "[ab😀退\u{301}\u{200d} .\n]{0,200}", offset in 0usize..50,
            length in 1usize..90, first in 2usize..40, others in 2usize..40) {
            let words = marked(&text, &[("bold", offset, length), ("italic", 0, 3)]);
            let whole = compose(&letter(Some("Siti"), &["x"]), &[&words]);
            let spaceless = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            let parts = whole.clone().split(first, others);
            let together: String = parts.iter().map(|part| spaceless(&part.text)).collect();
            prop_assert_eq!(together, spaceless(&whole.text));
            let marked: String = parts.iter().flat_map(covered).map(|words| spaceless(&words)).collect();
            let mut both: Vec<char> = marked.chars().collect();
            let mut before: Vec<char> = covered(&whole).iter().flat_map(|words| spaceless(words).chars().collect::<Vec<_>>()).collect();
            both.sort_unstable();
            before.sort_unstable();
            prop_assert_eq!(both, before);
            for (place, part) in parts.iter().enumerate() {
                let limit = [first, others][place.min(1)];
                prop_assert!(units(&part.text) <= limit);
                prop_assert!(!part.is_empty() && part.text.trim_end() == part.text);
            }
        }
    }
}
