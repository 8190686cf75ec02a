//! Pages for owners and sellers, and what stands beside an answer: sentences of the locale files with
//! their values in the reader's language.

use fluent::FluentValue;

use super::message::{Message, MessageButton, Press};
use super::render::{article_title, sendable_title, status_key, topic_title};
use super::wording::{Voice, escape};
use crate::conversation::owner::admin::{Act, preset};
use crate::conversation::{Aside, Concern, Grant, Part, Saying, Value, Words};
use crate::knowledge::{Block, Library, Span, markdown};
use crate::language::{Language, Locale};

impl Voice {
    /// The blocks of a page.
    pub(super) fn page(&self, library: &Library, parts: &[Part], locale: Locale) -> Vec<Block> {
        parts.iter().flat_map(|part| self.part(library, part, locale)).collect()
    }

    fn part(&self, library: &Library, part: &Part, locale: Locale) -> Vec<Block> {
        let items = |all: &[Words]| -> Vec<Vec<Span>> {
            all.iter().map(|one| spans(self.sentences(library, one, locale))).collect()
        };
        match part {
            Part::Words(words) => self.sentences(library, words, locale),
            Part::Bullets(all) if !all.is_empty() => vec![Block::Bullets(items(all))],
            Part::Numbered(all) if !all.is_empty() => vec![Block::Steps { first: 1, items: items(all) }],
            Part::Bullets(_) | Part::Numbered(_) => Vec::new(),
            Part::Literal(text) => vec![Block::Paragraph(vec![Span::plain(text.clone())])],
            Part::Aside(language, aside) => self.aside(aside, locale.in_language(*language)),
        }
    }

    fn sentences(&self, library: &Library, words: &Words, locale: Locale) -> Vec<Block> {
        let mut blocks = markdown::parse(&self.markup(library, words, locale)).0;
        blocks.iter_mut().for_each(set_copies);
        blocks
    }

    /// A sentence in one line, without markup.
    pub fn line_of(&self, library: &Library, words: &Words, locale: Locale) -> String {
        Message { blocks: self.sentences(library, words, locale), ..Message::default() }.flat().text
    }

    /// A sentence with its values. One that is set into another keeps what is bold in it.
    fn markup(&self, library: &Library, words: &Words, locale: Locale) -> String {
        let values = words.values.iter().map(|(name, value)| {
            let value = match value {
                Value::Number(number) => FluentValue::from(*number),
                value => FluentValue::from(self.value(library, value, locale)),
            };
            (*name, value)
        });
        self.word_of_values(locale, words.saying.key(), values)
    }

    fn value(&self, library: &Library, value: &Value, locale: Locale) -> String {
        escape(&match value {
            Value::List(texts) => texts.join(&self.separator(locale)),
            Value::Words(words) => return self.markup(library, words, locale),
            Value::Text(text) => text.replace([COPY_BEGINS, COPY_ENDS], ""),
            Value::Number(number) => number.to_string(),
            Value::Day(day) => self.day(locale, *day),
            Value::Days(days) => self.days(locale, days),
            Value::Until(until) => self.until(locale, until),
            Value::Language(other) => self.label(locale, in_language(*other)),
            Value::Zone(zone) => self.zone(locale, *zone),
            Value::Hours(hours) => self.hours(locale, hours),
            Value::Moment(moment) => self.moment(locale, moment),
            Value::Span(milliseconds) => self.span(locale, *milliseconds),
            Value::Status(status) => self.label(locale, status_key(*status)),
            Value::Money(money) => self.money(locale, *money),
            Value::Copy(text) => format!("{COPY_BEGINS}{text}{COPY_ENDS}"),
            Value::Title(id) => sendable_title(library, id, locale),
            Value::Concern(Concern::Everything) => self.label(locale, "concern-everything"),
            Value::Concern(Concern::Topic(topic)) => topic_title(library, topic, locale),
            Value::Concern(Concern::Article(article)) => article_title(library, article, locale),
        })
    }

    /// What stands above a message, and what stands below it.
    pub(super) fn asides(&self, asides: &[Aside], locale: Locale) -> (Vec<Block>, Vec<Block>) {
        let (below, above): (Vec<&Aside>, Vec<&Aside>) =
            asides.iter().partition(|aside| matches!(aside, Aside::Hours { .. }));
        let blocks = |all: Vec<&Aside>| all.into_iter().flat_map(|one| self.aside(one, locale)).collect();
        (blocks(above), blocks(below))
    }

    fn aside(&self, aside: &Aside, locale: Locale) -> Vec<Block> {
        match aside {
            Aside::Saying(saying) => markdown::parse(&self.word(locale, saying.key(), &[])).0,
            Aside::Notice { text, until } => {
                let until = self.until(locale, until);
                let heading = self.plain(locale, Saying::NoticeAbove.key(), &[("until", &until)]);
                vec![Block::Paragraph(vec![Span::bold(heading), Span::plain(format!("\n{}", locale.written(text)))])]
            }
            Aside::Hours { hours, closed } => {
                let shown = self.hours(locale, hours);
                let mut blocks = markdown::parse(&self.word(locale, Saying::ShopAnswers.key(), &[("hours", &shown)])).0;
                if !closed.is_empty() {
                    let days = self.days(locale, closed);
                    let words = self.word(locale, Saying::ShopAnswersClosed.key(), &[("days", &days)]);
                    blocks.extend(markdown::parse(&words).0);
                }
                blocks
            }
        }
    }

    /// A button that sends a link that grants something to somebody.
    pub(super) fn invitation_button(&self, payload: &str, locale: Locale) -> MessageButton {
        let seller = payload.starts_with(Grant::Role(crate::conversation::Role::Seller(String::new())).prefix());
        let key = if seller { "share-seller-text" } else { "share-owner-text" };
        let press = Press::Share { share: payload.to_owned(), text: self.label(locale, key) };
        MessageButton { label: self.label(locale, "button-send-link"), press }
    }

    /// A button that adds the bot to a group.
    pub(super) fn group_button(&self, payload: &str, locale: Locale) -> MessageButton {
        let press = Press::AddToGroup { group: payload.to_owned() };
        MessageButton { label: self.label(locale, "button-add-to-group"), press }
    }

    /// What stands on a button of an owner's page.
    pub(super) fn act_label(&self, library: &Library, act: &Act, locale: Locale) -> String {
        let numbered = |key, number: &u8| self.plain(locale, key, &[("number", &number.to_string())]);
        match act {
            Act::AskRemove(number, _) | Act::AskWithdraw(number, _) => numbered("button-remove-number", number),
            Act::Preset(number) => preset(*number).map(|one| self.opening(locale, &one)).unwrap_or_default(),
            Act::Zone(zone) => self.zone(locale, *zone),
            Act::NoticeIn(other) => self.label(locale, in_language(*other)),
            Act::ConcernTopic(topic) => topic_title(library, topic, locale),
            Act::ConcernArticle(article) => article_title(library, article, locale),
            Act::Until(0) => self.label(locale, "button-until-today"),
            Act::Until(1) => self.label(locale, "button-until-tomorrow"),
            Act::Until(7) => self.label(locale, "button-until-week"),
            Act::Until(number) => numbered("button-until-days", number),
            act => self.label(locale, key(act)),
        }
    }
}

/// The label of a button that has nothing of its own to say.
fn key(act: &Act) -> &'static str {
    match act {
        Act::Sellers => "button-admin-sellers",
        Act::Owners => "button-admin-owners",
        Act::Notices => "button-admin-notices",
        Act::Hours => "button-admin-hours",
        Act::Group => "button-admin-group",
        Act::InviteSeller => "button-invite-seller",
        Act::InviteOwner => "button-invite-owner",
        Act::Remove(_) => "button-remove",
        Act::NewNotice => "button-new-notice",
        Act::Withdraw(_) => "button-withdraw",
        Act::Zones => "button-zones",
        Act::Holidays => "button-holidays",
        Act::NoHolidays => "button-no-holidays",
        Act::NoHours => "button-no-hours",
        Act::ConnectGroup => "button-connect-group",
        Act::DisconnectGroup => "button-disconnect-group",
        Act::Skip(_) => "button-skip",
        Act::ConcernAll => "button-concern-all",
        Act::Publish => "button-publish",
        Act::Cancel => "button-cancel",
        _ => "button-admin-home",
    }
}

/// What the locale files must hold for this file, beside the sayings.
pub(super) const LABELS: &[&str] = &[
    "button-admin-home",
    "button-admin-sellers",
    "button-admin-owners",
    "button-admin-notices",
    "button-admin-hours",
    "button-admin-group",
    "button-invite-seller",
    "button-invite-owner",
    "button-remove",
    "button-remove-number",
    "button-new-notice",
    "button-withdraw",
    "button-zones",
    "button-holidays",
    "button-no-holidays",
    "button-no-hours",
    "button-connect-group",
    "button-disconnect-group",
    "button-add-to-group",
    "button-send-link",
    "button-skip",
    "button-concern-all",
    "button-publish",
    "button-cancel",
    "button-until-today",
    "button-until-tomorrow",
    "button-until-days",
    "button-until-week",
    "share-seller-text",
    "share-owner-text",
    "concern-everything",
    "in-language-id",
    "in-language-zh",
    "in-language-en",
];

/// A language as the reader calls it.
fn in_language(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "in-language-id",
        Language::Chinese => "in-language-zh",
        Language::English => "in-language-en",
    }
}

/// Around what is to be copied, on its way through a sentence: no text of a customer or a file holds them, since
/// they are taken out of every value (private use, Unicode 15 chapter 23.5).
const COPY_BEGINS: char = '\u{e000}';
const COPY_ENDS: char = '\u{e001}';

/// Makes spans of their own of what is to be copied.
fn set_copies(block: &mut Block) {
    for spans in block.lines_mut() {
        *spans = std::mem::take(spans).into_iter().flat_map(copies_apart).collect();
    }
}

fn copies_apart(span: Span) -> Vec<Span> {
    let mut apart = Vec::new();
    let mut rest = span.text.as_str();
    while let Some((before, copied, after)) = copied(rest) {
        apart.extend((!before.is_empty()).then(|| Span { text: before.to_owned(), ..span.clone() }));
        apart.push(Span::code(copied));
        rest = after;
    }
    apart.extend((!rest.is_empty()).then(|| Span { text: rest.to_owned(), ..span.clone() }));
    apart
}

/// What stands before, in and after the first pair of marks.
fn copied(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(COPY_BEGINS)?;
    let (copied, after) = rest.split_once(COPY_ENDS)?;
    Some((before, copied, after))
}

/// The spans of a sentence, as an item of a list holds them.
fn spans(blocks: Vec<Block>) -> Vec<Span> {
    let of_block = |block| match block {
        Block::Paragraph(spans) | Block::Heading(spans) => spans,
        Block::Steps { items, .. } | Block::Bullets(items) => items.into_iter().flatten().collect(),
    };
    blocks.into_iter().flat_map(of_block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Files;

    #[test]
    fn a_sentence_in_a_sentence_keeps_what_is_bold_in_it_and_nobodys_asterisks() {
        let voice = Voice::load(&Files::shipped_locales(), "Melati").0;
        let library = crate::knowledge::load::load(&[]).library;
        let verdict = Value::Words(Box::new(Words::new(Saying::VerdictShip)));
        let heading = Words::new(Saying::VerdictOfNothing).with("verdict", verdict);
        for language in Language::ALL {
            let words = heading.clone().with("end", Value::Text("**1**".to_owned()));
            let blocks = voice.page(&library, &[Part::Words(words)], Locale::as_kept(language));
            let [Block::Paragraph(spans)] = blocks.as_slice() else { panic!("{blocks:?}") };
            let bold: Vec<&Span> = spans.iter().filter(|span| span.bold).collect();
            assert!(bold.iter().all(|span| !span.text.contains('*')) && bold.len() == 1, "{spans:?}");
            assert!(spans.iter().any(|span| span.text.contains("**1**")), "{spans:?}");
        }
    }
}
