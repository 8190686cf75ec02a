//! Staff's short replies: a few sentences that a person sends to a customer with one tap, in the customer's language,
//! with the customer's name and order filled in. Plain values; reading them is [`mod@super::load`]'s work.
//!
//! ```text
//! knowledge/
//!   replies/<reply>/{id,zh,en}.md   `title` (what stands on the button) between +++ lines, then the body
//!   replies/<reply>/reply.toml      only to leave a reply of a layer below out: hidden = true
//! ```
//!
//! A body is written as an article's is. `{name}`, `{order}` and `{shop}` stand for what differs from customer to
//! customer. A name or an order may be unknown: a clause in square brackets, such as `Halo[ {name}]`, is left out as a
//! whole where a placeholder in it has no value, and otherwise loses only its brackets. There is no other use of these
//! brackets and braces.
//!
//! What is absent here: the bot never sends a reply by itself, finds none for a question, and learns from none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::article::id_text;
use super::markdown::{Block, Span};
use crate::language::Language;

/// The stable name of a short reply, such as `closing`; also its folder's name. No article has the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReplyId(pub String);
id_text!(ReplyId);

/// A short reply, and its text per language; a language may be missing.
#[derive(Debug, Clone)]
pub struct StaffReply {
    /// Its id.
    pub id: ReplyId,
    /// The texts.
    pub texts: BTreeMap<Language, ReplyText>,
}

/// A short reply in one language.
#[derive(Debug, Clone)]
pub struct ReplyText {
    /// What stands on the button that staff press; at most 40 characters.
    pub title: String,
    /// The body, its placeholders and clauses as they were written.
    pub body: Vec<Block>,
}

/// What is known of the customer whom a reply goes to. Nothing in it is read as markup.
#[derive(Clone, Copy)]
pub struct Fillings<'a> {
    /// How the customer is called.
    pub name: Option<&'a str>,
    /// The customer's order, its number masked.
    pub order: Option<&'a str>,
    /// How the shop is called.
    pub shop: &'a str,
}

impl std::fmt::Debug for Fillings<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Fillings")
    }
}

/// What a reply may leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Name,
    Order,
    Shop,
}

impl Placeholder {
    fn of(word: &str) -> Option<Placeholder> {
        match word {
            "name" => Some(Placeholder::Name),
            "order" => Some(Placeholder::Order),
            "shop" => Some(Placeholder::Shop),
            _ => None,
        }
    }

    fn value<'a>(self, fillings: &Fillings<'a>) -> Option<&'a str> {
        let value = match self {
            Placeholder::Name => fillings.name,
            Placeholder::Order => fillings.order,
            Placeholder::Shop => Some(fillings.shop),
        };
        value.map(str::trim).filter(|value| !value.is_empty())
    }
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Words(Span),
    /// A placeholder, in a span that shows how its value is to look.
    Open(Placeholder, Span),
    Clause(Vec<Piece>),
}

impl StaffReply {
    /// What is said in a language; `None` where the reply is not in that language.
    pub fn filled(&self, language: Language, fillings: &Fillings<'_>) -> Option<Vec<Block>> {
        self.texts.get(&language).map(|text| text.filled(fillings))
    }
}

impl ReplyText {
    /// The body with its values.
    pub fn filled(&self, fillings: &Fillings<'_>) -> Vec<Block> {
        self.body.iter().filter_map(|block| filled_block(block, fillings)).collect()
    }

    /// What is wrong with the placeholders and brackets of the body, a sentence each.
    pub fn faults(&self) -> Vec<String> {
        self.body.iter().flat_map(Block::lines).flat_map(|line| read(line).1).collect()
    }
}

/// A block with its values; `None` when nothing of it is left.
fn filled_block(block: &Block, fillings: &Fillings<'_>) -> Option<Block> {
    let line = |spans: &Vec<Span>| Some(filled_line(spans, fillings)).filter(|spans| !spans.is_empty());
    let items = |items: &Vec<Vec<Span>>| items.iter().filter_map(line).collect::<Vec<_>>();
    Some(match block {
        Block::Heading(spans) => Block::Heading(line(spans)?),
        Block::Paragraph(spans) => Block::Paragraph(line(spans)?),
        Block::Steps { first, items: steps } => {
            Some(items(steps)).filter(|items| !items.is_empty()).map(|items| Block::Steps { first: *first, items })?
        }
        Block::Bullets(bullets) => Some(items(bullets)).filter(|items| !items.is_empty()).map(Block::Bullets)?,
    })
}

fn filled_line(spans: &[Span], fillings: &Fillings<'_>) -> Vec<Span> {
    let mut line = Vec::new();
    for piece in read(spans).0 {
        match piece {
            Piece::Clause(pieces) if pieces.iter().any(|piece| lacks_value(piece, fillings)) => {}
            Piece::Clause(pieces) => pieces.iter().for_each(|piece| say(piece, fillings, &mut line)),
            piece => say(&piece, fillings, &mut line),
        }
    }
    trimmed(line)
}

fn lacks_value(piece: &Piece, fillings: &Fillings<'_>) -> bool {
    matches!(piece, Piece::Open(placeholder, _) if placeholder.value(fillings).is_none())
}

/// Says words or a value. A value that is missing where it should not be is left out.
fn say(piece: &Piece, fillings: &Fillings<'_>, line: &mut Vec<Span>) {
    let (text, look) = match piece {
        Piece::Words(span) => (span.text.as_str(), span),
        Piece::Open(placeholder, look) => (placeholder.value(fillings).unwrap_or_default(), look),
        Piece::Clause(_) => return,
    };
    match line.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if (last.bold, last.code) == (look.bold, look.code) => last.text.push_str(text),
        _ => line.push(Span { text: text.to_owned(), ..look.clone() }),
    }
}

/// A line without the spaces at its ends that a clause has left behind.
fn trimmed(mut line: Vec<Span>) -> Vec<Span> {
    if let Some(first) = line.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    line.retain(|span| !span.text.is_empty());
    line
}

/// The pieces of a line, and what is wrong with them.
fn read(line: &[Span]) -> (Vec<Piece>, Vec<String>) {
    let mut reader = Reader::default();
    for span in line {
        reader.span(span);
    }
    if let Some(unclosed) = reader.clause.take() {
        reader.faults.push("a square bracket is opened and not closed".to_owned());
        reader.pieces.extend(unclosed);
    }
    (reader.pieces, reader.faults)
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    /// The clause that has begun.
    clause: Option<Vec<Piece>>,
    faults: Vec<String>,
}

impl Reader {
    fn span(&mut self, span: &Span) {
        let mut rest = span.text.as_str();
        while let Some(at) = rest.find(['{', '}', '[', ']']) {
            let (words, sign) = rest.split_at(at);
            self.words(words, span);
            rest = match &sign[..1] {
                "{" => self.placeholder(&sign[1..], span),
                "[" => self.open(&sign[1..]),
                "]" => self.close(&sign[1..]),
                _ => {
                    self.faults.push("a brace is closed that was not opened".to_owned());
                    &sign[1..]
                }
            };
        }
        self.words(rest, span);
    }

    fn words(&mut self, words: &str, look: &Span) {
        if !words.is_empty() {
            self.push(Piece::Words(Span { text: words.to_owned(), ..look.clone() }));
        }
    }

    fn placeholder<'a>(&mut self, after: &'a str, look: &Span) -> &'a str {
        let Some((word, rest)) = after.split_once('}') else {
            self.faults.push("a brace is opened and not closed".to_owned());
            return after;
        };
        match Placeholder::of(word) {
            Some(placeholder) => {
                if placeholder != Placeholder::Shop && self.clause.is_none() {
                    let message = format!(
                        "{{{word}}} may have no value: put it, with the words that need it, in square brackets, such \
                         as [, {{{word}}}]"
                    );
                    self.faults.push(message);
                }
                self.push(Piece::Open(placeholder, look.clone()));
            }
            None => self.faults.push(format!("there is no {{{word}}}; there are {{name}}, {{order}} and {{shop}}")),
        }
        rest
    }

    fn open<'a>(&mut self, after: &'a str) -> &'a str {
        if let Some(outer) = self.clause.replace(Vec::new()) {
            self.faults.push("a square bracket stands inside another".to_owned());
            self.pieces.extend(outer);
        }
        after
    }

    fn close<'a>(&mut self, after: &'a str) -> &'a str {
        let Some(clause) = self.clause.take() else {
            self.faults.push("a square bracket is closed that was not opened".to_owned());
            return after;
        };
        let may_lack = |piece: &Piece| matches!(piece, Piece::Open(Placeholder::Name | Placeholder::Order, _));
        if !clause.iter().any(may_lack) {
            self.faults.push("square brackets are for words that {name} or {order} stands among".to_owned());
        }
        self.pieces.push(Piece::Clause(clause));
        after
    }

    fn push(&mut self, piece: Piece) {
        self.clause.as_mut().unwrap_or(&mut self.pieces).push(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::markdown;

    const NOBODY: Fillings<'_> = Fillings { name: None, order: None, shop: "Toko Melati" };

    fn reply(body: &str) -> StaffReply {
        let text = ReplyText { title: "Title".to_owned(), body: parsed(body) };
        StaffReply { id: ReplyId::from("a"), texts: [(Language::English, text)].into() }
    }

    fn parsed(body: &str) -> Vec<Block> {
        markdown::parse(&markdown::with_plain_brackets(body)).0
    }

    fn said(body: &str, fillings: &Fillings<'_>) -> String {
        let blocks = reply(body).filled(Language::English, fillings).unwrap_or_default();
        let lines = blocks.iter().flat_map(Block::lines).map(markdown::plain_text);
        lines.collect::<Vec<_>>().join(" / ")
    }

    fn faults(body: &str) -> String {
        reply(body).texts[&Language::English].faults().join(" / ")
    }

    #[test]
    fn values_are_filled_in_and_a_clause_without_its_value_is_left_out() {
        let body = "Hello[, {name}], this is {shop}.\n\n[Your order **{order}**: see below.]\n\n- A\n- [{order}]";
        let known = Fillings { name: Some("Sari"), order: Some("…0008"), ..NOBODY };
        assert_eq!(faults(body), "");
        let full = "Hello, Sari, this is Toko Melati. / Your order …0008: see below. / A / …0008";
        assert_eq!(said(body, &known), full);
        assert_eq!(said(body, &NOBODY), "Hello, this is Toko Melati. / A");
        assert_eq!(said(body, &Fillings { name: Some(" "), ..NOBODY }), "Hello, this is Toko Melati. / A");
        assert_eq!(said("[{name}: hello]", &known), "Sari: hello");
        assert_eq!(said("[{name} and {order}.] Yes.", &Fillings { order: None, ..known }), "Yes.");
        assert_eq!(said("- [{name}]\n- [{order}]", &NOBODY), "");
    }

    #[test]
    fn a_clause_may_look_different_in_parts_and_keeps_its_look() {
        let known = Fillings { order: Some("…0008"), ..NOBODY };
        let blocks = reply("Order[ **no. {order}** of `{shop}`].").filled(Language::English, &known);
        let spans = vec![
            Span::plain("Order "),
            Span::bold("no. …0008"),
            Span::plain(" of "),
            Span::code("Toko Melati"),
            Span::plain("."),
        ];
        assert_eq!(blocks, Some(vec![Block::Paragraph(spans)]));
    }

    #[test]
    fn a_value_is_never_read_as_markup_or_as_a_placeholder() {
        let name = "**{order}** [x](https://example.org) <b>\\*";
        let known = Fillings { name: Some(name), order: Some("…0008"), ..NOBODY };
        let blocks = reply("Hello[ {name}]").filled(Language::English, &known);
        assert_eq!(blocks, Some(vec![Block::Paragraph(vec![Span::plain(format!("Hello {name}"))])]));
    }

    #[test]
    fn a_language_that_is_missing_says_nothing() {
        assert_eq!(reply("Hello").filled(Language::Chinese, &NOBODY), None);
    }

    #[test]
    fn what_is_wrong_is_said_and_still_leaves_a_text() {
        for (body, fault) in [
            ("Hi {nama}", "there is no {nama}"),
            ("Hi {name}", "{name} may have no value"),
            ("Hi [ {shop}]", "for words that {name} or {order} stands among"),
            ("Hi [ {name}", "opened and not closed"),
            ("Hi {name", "a brace is opened"),
            ("Hi name}", "a brace is closed"),
            ("Hi ]", "a square bracket is closed"),
            ("Hi [a [{name}]]", "inside another"),
            ("Hi [see](https://example.org)", "for words that {name} or {order} stands among"),
        ] {
            assert!(faults(body).contains(fault), "{body}: {}", faults(body));
            assert!(said(body, &NOBODY).starts_with("Hi"), "{body}: {}", said(body, &NOBODY));
        }
    }
}
