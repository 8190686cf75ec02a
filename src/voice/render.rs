//! From a reply to a message: the words of its article or phrase, the labels of its buttons. What is read from the library
//! is read at the end of this file alone.

use std::collections::BTreeMap;

use super::message::{Message, MessageButton, Press};
use super::wording::Voice;
use crate::conversation::orders::{Act, Linked};
use crate::conversation::{Button, Content, Part, Phrase, Reply, Toast, Words, desk};
use crate::knowledge::{ArticleId, Audience, Block, Fillings, Library, ReplyId, ReplyText, Span, TopicId, markdown};
use crate::language::{Language, Locale, Script};
use crate::orders::Status;

impl Voice {
    /// Words a reply for a reader of this script.
    pub fn render(&self, library: &Library, reply: &Reply, script: Script) -> Message {
        let locale = Locale::new(reply.language, script);
        let blocks = match &reply.content {
            Content::Article(id) => article(library, id, locale),
            Content::Phrase(phrase) => self.phrase(*phrase, locale),
            Content::Page(parts) => self.page(library, parts, locale),
            Content::ShortReply { reply: id, name, order } => {
                self.short_reply(library, id, name.as_deref(), order.as_deref(), locale)
            }
            Content::Counter(id) => {
                counter(library, id, locale).into_iter().map(|words| Block::Heading(vec![Span::plain(words)])).collect()
            }
            Content::Topic(id) => {
                let title = topic_title(library, id, locale);
                markdown::parse(&self.word(locale, "topic-heading", &[("topic", &title)])).0
            }
        };
        let (mut above, below) = self.asides(&reply.asides, locale);
        above.extend(blocks);
        above.extend(below);
        let blocks = above;
        let buttons = self.keyboard(library, &reply.buttons, locale);
        Message { blocks, buttons, ..Message::default() }
    }

    /// A short reply with its values.
    fn short_reply(
        &self,
        library: &Library,
        id: &ReplyId,
        name: Option<&str>,
        order: Option<&str>,
        locale: Locale,
    ) -> Vec<Block> {
        let fillings = Fillings { name, order, shop: self.shop() };
        let kept = library.replies.get(id).and_then(|reply| reply.texts.get(&locale.language()));
        let text = kept.map(|text| ReplyText { title: String::new(), body: written(&text.body, locale) });
        text.map(|text| text.filled(&fillings)).unwrap_or_default()
    }

    /// Rows of buttons.
    pub fn keyboard(&self, library: &Library, rows: &[Vec<Button>], locale: Locale) -> Vec<Vec<MessageButton>> {
        let worded = |button: &Button| self.button(library, button, locale);
        rows.iter().map(|row| row.iter().map(worded).collect()).collect()
    }

    /// The title of an article or of a short reply.
    pub fn title(&self, library: &Library, id: &ArticleId, locale: Locale) -> String {
        sendable_title(library, id, locale)
    }

    /// A message of sentences, without buttons.
    pub fn message(&self, library: &Library, words: Vec<Words>, locale: Locale) -> Message {
        let parts: Vec<Part> = words.into_iter().map(Part::Words).collect();
        Message { blocks: self.page(library, &parts, locale), ..Message::default() }
    }

    /// The words of a pop-up.
    pub fn toast(&self, library: &Library, toast: &Toast, locale: Locale) -> String {
        match toast {
            Toast::Phrase(phrase) => self.label(locale, phrase.key()),
            Toast::Counter(id) => counter(library, id, locale).unwrap_or_default(),
            Toast::Words(words) => self.line_of(library, words, locale),
        }
    }

    fn button(&self, library: &Library, button: &Button, locale: Locale) -> MessageButton {
        let linked = |id: &ArticleId| format!("a_{id}");
        let press = match button {
            Button::Private(id) => Press::Private { private: id.as_ref().map(linked).unwrap_or_default() },
            Button::Share(id) => Press::Share { share: linked(id), text: article_title(library, id, locale) },
            Button::Invitation(payload) => return self.invitation_button(payload, locale),
            Button::AddToGroup(payload) => return self.group_button(payload, locale),
            Button::ShareContact => Press::Contact { contact: true },
            button => Press::Data { data: button.encode() },
        };
        MessageButton { label: self.button_label(library, button, locale), press }
    }

    /// The blocks of a phrase.
    pub fn phrase(&self, phrase: Phrase, locale: Locale) -> Vec<Block> {
        let own_name = self.label(locale, &format!("language-{}", locale.language()));
        markdown::parse(&self.word(locale, phrase.key(), &[("language", &own_name)])).0
    }

    fn button_label(&self, library: &Library, button: &Button, locale: Locale) -> String {
        let key = match button {
            Button::Topics(Audience::Buyer) => "button-topics-buyer",
            Button::Topics(Audience::Seller) => "button-topics-seller",
            Button::BackToTopics(_) => return self.back(locale, &self.label(locale, "button-topics")),
            Button::BackToTopic(id) => return self.back(locale, &topic_title(library, id, locale)),
            Button::Topic(id) => return topic_title(library, id, locale),
            Button::TopicPage(_, page) => {
                let page = (u16::from(*page) + 1).to_string();
                return self.word(locale, "button-page", &[("page", &page)]).replace('\\', "");
            }
            Button::AskForget => "button-ask-forget",
            Button::Forget => "button-forget",
            Button::Export => "button-export",
            Button::ShowThis(_) => "button-show-this",
            Button::Private(_) => "button-private",
            Button::Share(_) => "button-share",
            Button::Article(id) | Button::InGroup(_, id) => return article_title(library, id, locale),
            Button::ArticleIn(other, _) | Button::Speak(other) => {
                return self.label(locale.in_language(*other), &format!("language-{other}"));
            }
            Button::NoneOfThese => "button-none-of-these",
            Button::Helped(_) => "button-helped",
            Button::NotHelped(_) => "button-not-helped",
            Button::Languages => "button-languages",
            Button::Person => "button-person",
            Button::CallPerson => "button-call-person",
            Button::BackToPerson => "button-back-to-person",
            Button::BackToBot => "button-back-to-bot",
            Button::Rate(_, true) => "button-rate-good",
            Button::Rate(_, false) => "button-rate-bad",
            Button::Desk(desk::Act::Send(id)) => return sendable_title(library, id, locale),
            Button::Desk(act) => desk_key(act),
            Button::Owner(act) => return self.act_label(library, act, locale),
            Button::Invitation(_) => "button-send-link",
            Button::AddToGroup(_) => "button-add-to-group",
            Button::ShareContact => "button-share-contact",
            Button::Order(act) => order_key(act),
            Button::LinkedOrder(linked) => return self.linked_order(linked, locale),
            Button::FileForShop(shop) => return shop.clone(),
        };
        self.label(locale, key)
    }

    /// An order in the list of the reader's: *…5752: on its way*.
    fn linked_order(&self, linked: &Linked, locale: Locale) -> String {
        let status = self.label(locale, status_key(linked.status.unwrap_or_default()));
        self.plain(locale, "button-linked-order", &[("end", linked.link.number.end()), ("status", &status)])
    }

    fn back(&self, locale: Locale, to: &str) -> String {
        self.word(locale, "button-back", &[("to", to)]).replace('\\', "")
    }
}

fn desk_key(act: &desk::Act) -> &'static str {
    use desk::Act;
    match act {
        Act::Take => "button-desk-take",
        Act::Release => "button-desk-release",
        Act::Resolve => "button-desk-resolve",
        // The title of an article takes the place of its label.
        Act::Suggest | Act::Send(_) => "button-desk-suggest",
        Act::Replies => "button-desk-replies",
        Act::More => "button-desk-more",
        Act::Less => "button-desk-less",
        Act::Note => "button-desk-note",
        Act::History => "button-desk-history",
        Act::Order => "button-desk-order",
        Act::Code => "button-desk-code",
        Act::Undo => "button-desk-undo",
        Act::Ban => "button-desk-ban",
        Act::Unban => "button-desk-unban",
        Act::MakeArticle => "button-desk-make-article",
    }
}

fn order_key(act: &Act) -> &'static str {
    match act {
        Act::Refresh(_) => "button-order-refresh",
        Act::Show(_) => "button-order-show",
        Act::Watch(_) => "button-order-watch",
        Act::Unwatch(_) => "button-order-unwatch",
        Act::Unlink(_) => "button-order-unlink",
        Act::List => "button-orders",
        Act::Retry(_) => "button-order-retry",
        Act::Check(_) | Act::CheckAll => "button-order-check",
        Act::MakeCode(_) => "button-order-code",
        Act::FileFor(_) => "button-order-show",
        Act::JustExported(_) => "button-just-exported",
    }
}

/// The short name of a status.
pub(super) fn status_key(status: Status) -> &'static str {
    match status {
        Status::Unpaid => "status-unpaid",
        Status::PaidOnHold => "status-paid-on-hold",
        Status::ToShip => "status-to-ship",
        Status::AwaitingCollection => "status-awaiting-collection",
        Status::InTransit => "status-in-transit",
        Status::Delivered => "status-delivered",
        Status::Completed => "status-completed",
        Status::CancelRequested => "status-cancel-requested",
        Status::Cancelled => "status-cancelled",
        Status::Returning => "status-returning",
        Status::Refunded => "status-refunded",
        Status::Unknown => "status-unknown",
    }
}

/// What the locale files must hold for the buttons about orders and of the desk, beside the phrases.
pub(super) const LABELS: &[&str] = &[
    "button-order-refresh",
    "button-order-show",
    "button-order-watch",
    "button-order-unwatch",
    "button-order-unlink",
    "button-orders",
    "button-order-retry",
    "button-order-check",
    "button-order-code",
    "button-just-exported",
    "button-linked-order",
    "status-unpaid",
    "status-paid-on-hold",
    "status-to-ship",
    "status-awaiting-collection",
    "status-in-transit",
    "status-delivered",
    "status-completed",
    "status-cancel-requested",
    "status-cancelled",
    "status-returning",
    "status-refunded",
    "status-unknown",
    "button-export",
    "button-call-person",
    "button-back-to-person",
    "button-back-to-bot",
    "button-rate-good",
    "button-rate-bad",
    "button-desk-take",
    "button-desk-release",
    "button-desk-resolve",
    "button-desk-suggest",
    "button-desk-replies",
    "button-desk-more",
    "button-desk-less",
    "button-desk-note",
    "button-desk-history",
    "button-desk-order",
    "button-desk-code",
    "button-desk-undo",
    "button-desk-ban",
    "button-desk-unban",
    "button-desk-make-article",
];

// Everything below reads the library: no other place does, so that all of it comes in the reader's script.

fn article(library: &Library, id: &ArticleId, locale: Locale) -> Vec<Block> {
    let Some(text) = library.text(id, locale.language()) else { return Vec::new() };
    let mut blocks = vec![Block::Heading(vec![Span::plain(locale.written(&text.title))])];
    blocks.extend(written(&text.body, locale));
    blocks
}

fn counter(library: &Library, id: &ArticleId, locale: Locale) -> Option<String> {
    let sentence = library.articles.get(id)?.counter.get(&locale.language())?;
    Some(locale.written(sentence).into_owned())
}

pub(super) fn article_title(library: &Library, id: &ArticleId, locale: Locale) -> String {
    let text = library.articles.get(id).and_then(|article| readable(&article.texts, locale.language()));
    text.map(|text| locale.written(&text.title).into_owned()).unwrap_or_default()
}

/// The title of an article or of a short reply.
pub(super) fn sendable_title(library: &Library, id: &ArticleId, locale: Locale) -> String {
    let reply = library.replies.iter().find(|(reply, _)| reply.as_str() == id.as_str());
    match reply.and_then(|(_, reply)| readable(&reply.texts, locale.language())) {
        Some(text) => locale.written(&text.title).into_owned(),
        None => article_title(library, id, locale),
    }
}

pub(super) fn topic_title(library: &Library, id: &TopicId, locale: Locale) -> String {
    let title = library.topic(id).and_then(|topic| readable(&topic.titles, locale.language()));
    title.map(|title| locale.written(title).into_owned()).unwrap_or_default()
}

/// The text in a language, else in any other: a title in a foreign language says more than an id.
fn readable<T>(texts: &BTreeMap<Language, T>, language: Language) -> Option<&T> {
    texts.get(&language).or_else(|| texts.values().next())
}

/// A body as the reader reads it.
fn written(body: &[Block], locale: Locale) -> Vec<Block> {
    let mut body = body.to_vec();
    if locale.is_converted() {
        let spans = body.iter_mut().flat_map(Block::lines_mut).flatten();
        spans.for_each(|span| span.text = locale.written(&span.text).into_owned());
    }
    body
}
