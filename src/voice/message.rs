//! A message as it is shown, for any transport: blocks of text and rows of buttons.

use serde::{Deserialize, Serialize};

use crate::knowledge::{Block, Span};

/// A message, ready to be sent by any transport.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Message {
    /// The text.
    pub blocks: Vec<Block>,
    /// The buttons, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<MessageButton>>,
    /// Whether buttons that were offered in the place of the keyboard, for [`Press::Contact`], are to go. Telegram
    /// can do that only with a message that has no buttons of its own; with one that has any, they stay.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hides_keyboard: bool,
}

/// A button: what stands on it, and what pressing it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageButton {
    /// What stands on it.
    pub label: String,
    /// What pressing it does.
    #[serde(flatten)]
    pub press: Press,
}

/// What pressing a button does. How a link to the bot looks is the transport's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Press {
    /// At most 64 bytes come back; see [`crate::conversation::Button`].
    Data {
        /// The bytes.
        data: String,
    },
    /// The private chat with the bot opens, with this payload of `/start`: at most 64 characters of
    /// `A-Z a-z 0-9 _ -`; empty for none.
    Private {
        /// The payload.
        private: String,
    },
    /// The reader picks a chat to which a link to the bot, with this payload, is sent.
    Share {
        /// The payload of `/start`.
        share: String,
        /// What stands beside the link.
        text: String,
    },
    /// The reader picks a group to which the bot is added, with this payload of `/start`.
    AddToGroup {
        /// The payload.
        group: String,
    },
    /// A page or place opens.
    Link {
        /// Its address.
        link: String,
    },
    /// The reader's own telephone number is shared with the bot, after their app has asked them. In private chats
    /// only. A message with such a button offers its buttons in the place of the keyboard where the transport
    /// knows nothing else, and pressing another of them sends its label back, as if it had been typed.
    Contact {
        /// Always true: what tells it from the others in what is stored.
        contact: bool,
    },
}

impl MessageButton {
    /// A button that sends data back.
    pub fn data(label: impl Into<String>, data: impl Into<String>) -> MessageButton {
        MessageButton { label: label.into(), press: Press::Data { data: data.into() } }
    }

    /// A button that shares the reader's own telephone number.
    pub fn contact(label: impl Into<String>) -> MessageButton {
        MessageButton { label: label.into(), press: Press::Contact { contact: true } }
    }

    /// The data that pressing it sends back; `None` when it does something else.
    pub fn callback(&self) -> Option<&str> {
        match &self.press {
            Press::Data { data } => Some(data),
            _ => None,
        }
    }
}

/// A text with the stretches that are bold or to be copied, as most transports want it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flat {
    /// The whole text: blocks apart by an empty line, list items numbered or bulleted.
    pub text: String,
    /// Bold stretches as (offset, length), both in UTF-16 code units.
    pub bold: Vec<(usize, usize)>,
    /// Stretches to be copied, likewise. None of them is bold: Telegram takes no entity inside of code.
    pub code: Vec<(usize, usize)>,
}

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Bold,
    Code,
}

impl Look {
    fn of(span: &Span) -> Look {
        match span {
            Span { code: true, .. } => Look::Code,
            Span { bold: true, .. } => Look::Bold,
            _ => Look::Plain,
        }
    }
}

impl Message {
    /// Whether one of its buttons shares the reader's telephone number.
    pub fn asks_for_contact(&self) -> bool {
        self.buttons.iter().flatten().any(|button| matches!(button.press, Press::Contact { .. }))
    }

    /// The text with its bold stretches and those to be copied. Headings are bold.
    pub fn flat(&self) -> Flat {
        let mut writer = Writer::default();
        for (place, block) in self.blocks.iter().enumerate() {
            if place > 0 {
                writer.push("\n\n", Look::Plain);
            }
            writer.block(block);
        }
        writer.flat
    }

    /// The length of the text in UTF-16 code units, the unit of Telegram's limits.
    pub fn length(&self) -> usize {
        self.flat().text.encode_utf16().count()
    }

    /// Splits a message whose text is longer than `limit` UTF-16 units: between blocks, else between
    /// steps, else between sentences, else anywhere. The buttons stay with the last part.
    pub fn split(self, limit: usize) -> Vec<Message> {
        if self.length() <= limit {
            return vec![self];
        }
        let pieces = self.blocks.into_iter().flat_map(|block| split_block(block, limit));
        let mut parts = vec![Message::default()];
        for piece in pieces {
            let fits = parts.last().is_some_and(|part| {
                let mut longer = part.clone();
                longer.blocks.push(piece.clone());
                part.blocks.is_empty() || longer.length() <= limit
            });
            if !fits {
                parts.push(Message::default());
            }
            if let Some(part) = parts.last_mut() {
                part.blocks.push(piece);
            }
        }
        if let Some(last) = parts.last_mut() {
            last.buttons = self.buttons;
            last.hides_keyboard = self.hides_keyboard;
        }
        parts
    }
}

fn split_block(block: Block, limit: usize) -> Vec<Block> {
    let length = |block: &Block| Message { blocks: vec![block.clone()], ..Message::default() }.length();
    if length(&block) <= limit {
        return vec![block];
    }
    match block {
        Block::Steps { first, items } => (first..)
            .zip(items)
            .flat_map(|(number, item)| {
                let room = limit.saturating_sub(8).max(1);
                split_spans(item, room).into_iter().map(move |item| Block::Steps { first: number, items: vec![item] })
            })
            .collect(),
        Block::Bullets(items) => items
            .into_iter()
            .flat_map(|item| split_spans(item, limit.saturating_sub(4).max(1)))
            .map(|item| Block::Bullets(vec![item]))
            .collect(),
        Block::Heading(spans) => split_spans(spans, limit).into_iter().map(Block::Heading).collect(),
        Block::Paragraph(spans) => split_spans(spans, limit).into_iter().map(Block::Paragraph).collect(),
    }
}

/// Cuts runs of text into portions of at most `limit` UTF-16 units, after a sentence or a space
/// where there is one in the second half.
fn split_spans(spans: Vec<Span>, limit: usize) -> Vec<Vec<Span>> {
    let mut portions = vec![Vec::new()];
    let mut room = limit;
    for mut span in spans {
        let text = std::mem::take(&mut span.text);
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let cut = cut_at(rest, room);
            if cut > 0 {
                let (head, tail) = rest.split_at(cut);
                room -= head.encode_utf16().count();
                if let Some(portion) = portions.last_mut() {
                    portion.push(Span { text: head.to_owned(), ..span.clone() });
                }
                rest = tail;
            }
            if !rest.is_empty() {
                portions.push(Vec::new());
                room = limit;
                rest = rest.trim_start();
            }
        }
    }
    portions.retain(|portion| !portion.is_empty());
    portions
}

/// The byte offset of the best cut within `room` UTF-16 units; the whole length when it fits.
pub fn cut_at(text: &str, room: usize) -> usize {
    let mut used = 0;
    let (mut hard, mut space, mut sentence) = (0, 0, 0);
    for (at, letter) in text.char_indices() {
        used += letter.len_utf16();
        if used > room {
            let half = hard / 2;
            return [sentence, space].into_iter().find(|cut| *cut > half).unwrap_or(hard);
        }
        hard = at + letter.len_utf8();
        match letter {
            '.' | '!' | '?' | '。' | '！' | '？' | '\n' => sentence = hard,
            ' ' => space = hard,
            _ => {}
        }
    }
    text.len()
}

#[derive(Default)]
struct Writer {
    flat: Flat,
    units: usize,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(spans) => {
                for span in spans {
                    self.push(&span.text, if span.code { Look::Code } else { Look::Bold });
                }
            }
            Block::Paragraph(spans) => self.spans(spans),
            Block::Steps { first, items } => {
                for (place, (number, item)) in (*first..).zip(items).enumerate() {
                    self.item(place, &format!("{number}. "), item);
                }
            }
            Block::Bullets(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.item(place, "• ", item);
                }
            }
        }
    }

    fn item(&mut self, place: usize, mark: &str, spans: &[Span]) {
        if place > 0 {
            self.push("\n", Look::Plain);
        }
        self.push(mark, Look::Plain);
        self.spans(spans);
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            self.push(&span.text, Look::of(span));
        }
    }

    fn push(&mut self, text: &str, look: Look) {
        let length = text.encode_utf16().count();
        let stretch = (length > 0).then_some((self.units, length));
        match look {
            Look::Plain => {}
            Look::Bold => self.flat.bold.extend(stretch),
            Look::Code => self.flat.code.extend(stretch),
        }
        self.flat.text.push_str(text);
        self.units += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(blocks: Vec<Block>) -> Message {
        Message { blocks, ..Message::default() }
    }

    #[test]
    fn lists_are_numbered_and_bold_is_counted_in_utf16() {
        let flat = message(vec![
            Block::Heading(vec![Span::plain("𠮷 Title")]),
            Block::Steps { first: 2, items: vec![vec![Span::plain("Tap "), Span::bold("OK")]] },
        ])
        .flat();
        assert_eq!(flat.text, "𠮷 Title\n\n2. Tap OK");
        assert_eq!(flat.bold, [(0, 8), (17, 2)]);
    }

    #[test]
    fn what_is_to_be_copied_is_never_bold() {
        let heading =
            Block::Heading(vec![Span::plain("No. "), Span::code("JX1"), Span { code: true, ..Span::bold("2") }]);
        let flat = message(vec![heading]).flat();
        assert_eq!((flat.bold, flat.code), (vec![(0, 4)], vec![(4, 3), (7, 1)]));
    }

    #[test]
    fn every_kind_of_button_is_stored_and_found_again() -> Result<(), serde_json::Error> {
        let press = [
            Press::Data { data: "p".to_owned() },
            Press::Private { private: String::new() },
            Press::Share { share: "a_x".to_owned(), text: "x".to_owned() },
            Press::AddToGroup { group: String::new() },
            Press::Contact { contact: true },
        ];
        for press in press {
            let button = MessageButton { label: "L".to_owned(), press };
            assert_eq!(serde_json::from_str::<MessageButton>(&serde_json::to_string(&button)?)?, button);
        }
        Ok(())
    }

    #[test]
    fn what_is_stored_of_a_message_is_as_short_as_before() -> Result<(), serde_json::Error> {
        let said = message(vec![Block::Paragraph(vec![Span::plain("x")])]);
        assert_eq!(serde_json::to_string(&said)?, r#"{"blocks":[{"paragraph":[{"t":"x"}]}]}"#);
        let hiding = Message { hides_keyboard: true, ..said };
        assert_eq!(serde_json::from_str::<Message>(&serde_json::to_string(&hiding)?)?, hiding);
        Ok(())
    }

    #[test]
    fn of_several_parts_the_last_has_the_buttons_and_lets_the_keyboard_go() {
        let words = Block::Paragraph(vec![Span::code("12345 ".repeat(30))]);
        let buttons = vec![vec![MessageButton::contact("L")]];
        let parts = Message { blocks: vec![words], buttons, hides_keyboard: true }.split(100);
        let last: Vec<bool> = parts.iter().map(|part| part.hides_keyboard && part.asks_for_contact()).collect();
        assert_eq!(last, [false, true]);
        assert!(parts.iter().all(|part| part.flat().code.len() == 1));
    }

    #[test]
    fn long_texts_are_split_between_steps_and_keep_their_numbers() {
        let steps = (0..10).map(|_| vec![Span::plain("word ".repeat(10))]).collect();
        let parts = message(vec![Block::Steps { first: 1, items: steps }]).split(120);
        assert!(parts.iter().all(|part| part.length() <= 120));
        assert!(parts[1].flat().text.starts_with("3. "), "{}", parts[1].flat().text);
    }

    #[test]
    fn text_without_any_space_is_split_and_nothing_is_lost() {
        let text = "字".repeat(10_000);
        let parts = message(vec![Block::Paragraph(vec![Span::plain(text.clone())])]).split(4096);
        assert!(parts.iter().all(|part| part.length() <= 4096));
        assert_eq!(parts.iter().map(|part| part.flat().text).collect::<String>(), text);
    }
}
