//! What stands around what people write: who speaks, how late it is, the notes of the bot under it, and the way back.

use crate::conversation::desk::card::role;
use crate::conversation::desk::post::{Body, Marked, Post};
use crate::conversation::desk::waiting::LATE_MS;
use crate::conversation::desk::{Act, Ticket};
use crate::conversation::owner::hours::LocalTime;
use crate::conversation::page::{Saying, Value, Words};
use crate::conversation::{Button, Zone};
use crate::knowledge::ArticleId;
use crate::language::Locale;
use crate::service::letter::{Content, Leaf, Letter};
use crate::service::receive::Service;
use crate::voice::MessageButton;

/// A post of a customer's in the outbox.
pub(super) struct Written {
    pub post: Post,
    pub gloss: Option<ArticleId>,
    pub answered: Option<ArticleId>,
}

/// The name of a ticket's topic: `#12 Budi · Indonesian · buyer`.
pub(super) fn topic_name(service: &Service, ticket: &Ticket) -> String {
    let words = Words::new(Saying::DeskTopicName)
        .with("number", Value::Text(ticket.number.to_string()))
        .with("name", Value::Text(ticket.name.clone()))
        .with("language", Value::Language(ticket.language))
        .with("role", Value::Words(Box::new(Words::new(role(ticket.role)))));
    line(service, &words, super::locale(service))
}

/// What customers wrote, as one letter to their topic. `topics`: the group has topics, so that nobody asks whose words
/// these are.
pub(super) fn to_desk(
    service: &Service,
    ticket: &Ticket,
    written: &[Written],
    topics: bool,
    zone: Zone,
) -> Option<Letter> {
    let now = (service.clock)();
    let first = written.first()?;
    let name = Value::Text(ticket.name.clone());
    let label = match topics {
        true => Words::new(Saying::DeskLabelCustomer).with("name", name),
        false => Words::new(Saying::DeskLabelTicket)
            .with("number", Value::Text(ticket.number.to_string()))
            .with("name", name),
    };
    let late = now.saturating_sub(first.post.written_at) > LATE_MS;
    let label = match late {
        true => Words::new(Saying::DeskLabelLate)
            .with("label", Value::Words(Box::new(label)))
            .with("at", Value::Moment(LocalTime::of(first.post.written_at, zone))),
        false => label,
    };
    let label = line(service, &label, super::locale(service));
    let posts: Vec<&Post> = written.iter().map(|one| &one.post).collect();
    let under = written.iter().flat_map(|one| notes(service, one)).collect();
    let buttons = match &first.post.body {
        // Nothing can be written over it: whose it is stands on a button, where it has to be said.
        Body::Thing(_) if !topics => vec![vec![MessageButton::data(label.clone(), Button::Desk(Act::More).encode())]],
        _ => Vec::new(),
    };
    Some(Letter { label: Some(label), body: content(&posts)?, under, reply_to: None, buttons })
}

/// The notes of the bot under what a customer wrote.
fn notes(service: &Service, written: &Written) -> Vec<String> {
    let note = |saying, id: &ArticleId| Words::new(saying).with("title", Value::Title(id.clone()));
    let gloss = written.gloss.as_ref().map(|id| note(Saying::DeskGloss, id));
    let answered = written.answered.as_ref().map(|id| note(Saying::DeskAnswered, id));
    let locale = super::locale(service);
    gloss.into_iter().chain(answered).map(|words| line(service, &words, locale)).collect()
}

/// What staff wrote, as a letter to the customer.
pub(super) fn to_customer(service: &Service, posts: &[&Post], locale: Locale, name: Option<&str>) -> Option<Letter> {
    let label = match name {
        Some(name) => Words::new(Saying::DeskLabelStaffNamed).with("name", Value::Text(name.to_owned())),
        None => Words::new(Saying::DeskLabelStaff),
    };
    let label = line(service, &label, locale);
    let mut buttons = service.voice.keyboard(&service.library, &[vec![Button::BackToBot]], locale);
    if let (Some(Body::Thing(_)), Some(button)) =
        (posts.first().map(|post| &post.body), buttons.iter_mut().flatten().next())
    {
        button.label = format!("{label} · {}", button.label);
    }
    Some(Letter { label: Some(label), body: content(posts)?, under: Vec::new(), reply_to: None, buttons })
}

/// The label over something that was changed and could not be changed in its place.
pub(super) fn changed(service: &Service, letter: Letter, locale: Locale) -> Letter {
    let label = Value::Text(letter.label.clone().unwrap_or_default());
    let words = Words::new(Saying::DeskLabelChanged).with("label", label);
    Letter { label: Some(line(service, &words, locale)), ..letter }
}

/// One post, several in words, or an album.
fn content(posts: &[&Post]) -> Option<Content> {
    let first = posts.first()?;
    Some(match &first.body {
        Body::Words(_) => Content::Words(posts.iter().filter_map(|post| words(post)).collect()),
        Body::Thing(thing) => Content::Thing { chat: first.chat.clone(), message: first.message, thing: *thing },
        Body::File { .. } if posts.len() > 1 => Content::Album(posts.iter().filter_map(|post| leaf(post)).collect()),
        Body::File { kind, caption, .. } => {
            Content::File { chat: first.chat.clone(), message: first.message, kind: *kind, caption: caption.clone() }
        }
    })
}

fn words(post: &Post) -> Option<Marked> {
    match &post.body {
        Body::Words(words) => Some(words.clone()),
        _ => None,
    }
}

fn leaf(post: &Post) -> Option<Leaf> {
    match &post.body {
        Body::File { kind, id, caption, .. } => Some(Leaf { kind: *kind, id: id.clone(), caption: caption.clone() }),
        _ => None,
    }
}

fn line(service: &Service, words: &Words, locale: Locale) -> String {
    service.voice.line_of(&service.library, words, locale)
}
