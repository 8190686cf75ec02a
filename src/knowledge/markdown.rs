//! The small subset of Markdown that an article may use, parsed into [`Block`]s.
//!
//! Allowed: paragraphs, `##` headings, numbered and bulleted lists without nesting, `**bold**`, and
//! `` `text to be copied` ``, in which, other than in Markdown, a backslash before a sign is left out as anywhere.
//! Everything else is reported with its line and left out of the result, so that no link, image or
//! raw HTML can reach a customer.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

/// A run of text: plain, bold, or to be copied.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Span {
    /// The words, with no markup of any kind.
    #[serde(rename = "t")]
    pub text: String,
    /// Whether it is shown bold.
    #[serde(rename = "b", default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// Whether it is there to be copied, such as a tracking number: a tap does so where the transport can.
    #[serde(rename = "c", default, skip_serializing_if = "std::ops::Not::not")]
    pub code: bool,
}

impl Span {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Span {
        Span { text: text.into(), ..Span::default() }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Span {
        Span { text: text.into(), bold: true, ..Span::default() }
    }

    /// Text to be copied.
    pub fn code(text: impl Into<String>) -> Span {
        Span { text: text.into(), code: true, ..Span::default() }
    }
}

/// A piece of a message that is shown apart from the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading inside an article.
    Heading(Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// Numbered steps, the first of which bears the number `first`.
    Steps {
        /// The number of the first step.
        first: u64,
        /// The steps.
        items: Vec<Vec<Span>>,
    },
    /// A bulleted list.
    Bullets(Vec<Vec<Span>>),
}

/// Something that an article may not use, with the line of the body (from 1) where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disallowed {
    /// Line in the Markdown, from 1.
    pub line: usize,
    /// What was met, in words.
    pub what: &'static str,
}

/// Parses an article's body. The blocks hold what is allowed, the list what is not.
pub fn parse(markdown: &str) -> (Vec<Block>, Vec<Disallowed>) {
    let mut builder = Builder::default();
    for (event, range) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
        let line = 1 + markdown[..range.start].matches('\n').count();
        builder.event(event, line);
    }
    (builder.blocks, builder.disallowed)
}

/// A text in whose Markdown square brackets are signs like any other: they make no link and no image.
pub fn with_plain_brackets(markdown: &str) -> String {
    markdown.replace('[', "\\[").replace(']', "\\]")
}

/// The words of spans, without markup.
pub fn plain_text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

impl Block {
    /// The runs of text of the block, one list per line or item.
    pub fn lines(&self) -> Vec<&[Span]> {
        match self {
            Block::Heading(spans) | Block::Paragraph(spans) => vec![spans],
            Block::Steps { items, .. } | Block::Bullets(items) => items.iter().map(Vec::as_slice).collect(),
        }
    }

    /// The same, to be changed.
    pub fn lines_mut(&mut self) -> Vec<&mut Vec<Span>> {
        match self {
            Block::Heading(spans) | Block::Paragraph(spans) => vec![spans],
            Block::Steps { items, .. } | Block::Bullets(items) => items.iter_mut().collect(),
        }
    }
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    disallowed: Vec<Disallowed>,
    spans: Vec<Span>,
    items: Vec<Vec<Span>>,
    list: Option<Option<u64>>,
    depth: usize,
    bold: bool,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(tag) => self.start(&tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::Code(text) => self.spans.push(Span::code(unescaped(&text))),
            Event::Html(_) | Event::InlineHtml(_) => self.disallow(line, "HTML"),
            Event::Rule => self.disallow(line, "a horizontal rule"),
            _ => self.disallow(line, "markup that articles do not use"),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, line: usize) {
        match tag {
            Tag::Paragraph if self.list.is_some() && !self.spans.is_empty() => {
                self.disallow(line, "a second paragraph in a list item");
                self.push(" ");
            }
            Tag::Heading { .. } if self.list.is_some() => self.disallow(line, "a heading in a list item"),
            Tag::Paragraph | Tag::Item => {}
            Tag::Strong => self.bold = true,
            Tag::Heading { level: HeadingLevel::H2, .. } => {}
            Tag::Heading { .. } => self.disallow(line, "a heading that is not ##"),
            Tag::List(first) => {
                self.depth += 1;
                if self.depth > 1 {
                    self.disallow(line, "a list inside a list");
                } else {
                    self.list = Some(*first);
                }
            }
            Tag::Link { .. } => self.disallow(line, "a link"),
            Tag::Image { .. } => self.disallow(line, "an image"),
            Tag::Emphasis => self.disallow(line, "italics"),
            Tag::BlockQuote(_) => self.disallow(line, "a quotation"),
            Tag::CodeBlock(_) => self.disallow(line, "a code block"),
            Tag::HtmlBlock => {}
            _ => self.disallow(line, "markup that articles do not use"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.bold = false,
            TagEnd::Heading(_) if self.list.is_none() => {
                let spans = std::mem::take(&mut self.spans);
                self.blocks.push(Block::Heading(spans));
            }
            TagEnd::Paragraph if self.list.is_none() && !self.spans.is_empty() => {
                let spans = std::mem::take(&mut self.spans);
                self.blocks.push(Block::Paragraph(spans));
            }
            TagEnd::Item => {
                let spans = std::mem::take(&mut self.spans);
                self.items.push(spans);
            }
            TagEnd::List(_) => self.end_list(),
            _ => {}
        }
    }

    fn end_list(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return;
        }
        let items = std::mem::take(&mut self.items);
        match self.list.take().flatten() {
            Some(first) => self.blocks.push(Block::Steps { first, items }),
            None => self.blocks.push(Block::Bullets(items)),
        }
    }

    fn push(&mut self, text: &str) {
        match self.spans.last_mut() {
            Some(span) if span.bold == self.bold && !span.code => span.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), bold: self.bold, code: false }),
        }
    }

    fn disallow(&mut self, line: usize, what: &'static str) {
        self.disallowed.push(Disallowed { line, what });
    }
}

/// A text without the backslashes that keep signs from being markup: values are set into phrases with them.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { letters.next() } else { Some(letter) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_headings_lists_and_bold_become_blocks() {
        let (blocks, disallowed) = parse("Open **Shop > Orders** now.\n\n1. One\n2. Two\n\n## Else\n\n- A\n- B\n");
        assert_eq!(disallowed, []);
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![Span::plain("Open "), Span::bold("Shop > Orders"), Span::plain(" now."),]),
                Block::Steps { first: 1, items: vec![vec![Span::plain("One")], vec![Span::plain("Two")]] },
                Block::Heading(vec![Span::plain("Else")]),
                Block::Bullets(vec![vec![Span::plain("A")], vec![Span::plain("B")]]),
            ]
        );
    }

    #[test]
    fn what_is_to_be_copied_is_a_span_of_its_own() {
        let (blocks, disallowed) = parse("Number: **no. `JX\\-1\\_2`**.\n\n- `a\\b` `C:\\\\x`\n");
        assert_eq!(disallowed, []);
        let number = vec![Span::plain("Number: "), Span::bold("no. "), Span::code("JX-1_2"), Span::plain(".")];
        let items = vec![vec![Span::code("a\\b"), Span::plain(" "), Span::code("C:\\x")]];
        assert_eq!(blocks, [Block::Paragraph(number), Block::Bullets(items)]);
    }

    #[test]
    fn a_span_is_stored_in_few_letters() -> Result<(), serde_json::Error> {
        for (span, json) in [
            (Span::plain("x"), r#"{"t":"x"}"#),
            (Span::bold("x"), r#"{"t":"x","b":true}"#),
            (Span::code("x"), r#"{"t":"x","c":true}"#),
        ] {
            assert_eq!(serde_json::to_string(&span)?, json);
            assert_eq!(serde_json::from_str::<Span>(json)?, span);
        }
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named_with_its_line() {
        let (_, disallowed) = parse("Fine.\n\nSee [this](https://example.org) *x*\n\n# Big\n\n<b>no</b>\n");
        let found: Vec<_> = disallowed.iter().map(|one| (one.line, one.what)).collect();
        let (blocks, in_steps) = parse("1. One\n\n   Two\n2. ## Three\n3. Four\n");
        assert_eq!(in_steps.len(), 2, "{in_steps:?}");
        assert_eq!(blocks.len(), 1, "{blocks:?}");
        assert!(found.contains(&(3, "a link")), "{found:?}");
        assert!(found.contains(&(3, "italics")), "{found:?}");
        assert!(found.contains(&(5, "a heading that is not ##")), "{found:?}");
        assert!(found.iter().any(|(_, what)| *what == "HTML"), "{found:?}");
    }
}
