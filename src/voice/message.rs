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
}

impl MessageButton {
    /// A button that sends data back.
    pub fn data(label: impl Into<String>, data: impl Into<String>) -> MessageButton {
        MessageButton { label: label.into(), press: Press::Data { data: data.into() } }
    }

    /// The data that pressing it sends back; `None` when it does something else.
    pub fn callback(&self) -> Option<&str> {
        match &self.press {
            Press::Data { data } => Some(data),
            _ => None,
        }
    }
}

/// A text with the stretches that are bold, as most transports want it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flat {
    /// The whole text: blocks apart by an empty line, list items numbered or bulleted.
    pub text: String,
    /// Bold stretches as (offset, length), both in UTF-16 code units.
    pub bold: Vec<(usize, usize)>,
}

impl Message {
    /// The text and its bold stretches. Headings are bold.
    pub fn flat(&self) -> Flat {
        let mut writer = Writer::default();
        for (place, block) in self.blocks.iter().enumerate() {
            if place > 0 {
                writer.push("\n\n", false);
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
        }
        parts
    }
}

fn split_block(block: Block, limit: usize) -> Vec<Block> {
    let length = |block: &Block| Message { blocks: vec![block.clone()], buttons: vec![] }.length();
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
    for span in spans {
        let mut rest = span.text.as_str();
        while !rest.is_empty() {
            let cut = cut_at(rest, room);
            if cut > 0 {
                let (head, tail) = rest.split_at(cut);
                room -= head.encode_utf16().count();
                if let Some(portion) = portions.last_mut() {
                    portion.push(Span { text: head.to_owned(), bold: span.bold });
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
fn cut_at(text: &str, room: usize) -> usize {
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
                    self.push(&span.text, true);
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
            self.push("\n", false);
        }
        self.push(mark, false);
        self.spans(spans);
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            self.push(&span.text, span.bold);
        }
    }

    fn push(&mut self, text: &str, bold: bool) {
        let length = text.encode_utf16().count();
        if bold && length > 0 {
            self.flat.bold.push((self.units, length));
        }
        self.flat.text.push_str(text);
        self.units += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(blocks: Vec<Block>) -> Message {
        Message { blocks, buttons: vec![] }
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
