//! What people wrote, as it can be passed on to somebody else, and who wrote it. Pure.
//!
//! Whether it is passed on is not decided here. A field of a new shape is as good as missing: what cannot be
//! told apart is passed on as it is.

use serde_json::Value;
use teloxide::types::ChatId;

use super::chat::conversation;
use super::me::Me;
use super::shapes::{Chat, ChatKind, Entity, Message};
use crate::conversation::desk::post::{Author, Body, FileKind, Mark, Marked, Post, Thing};
use crate::service::text::is_visible;

/// The longest name, in characters.
const NAME_CHARS: usize = 64;

/// The fields that hold a file, the more telling first: a film without sound is a document as well.
const FILES: [(&str, FileKind); 7] = [
    ("photo", FileKind::Photo),
    ("live_photo", FileKind::Photo),
    ("voice", FileKind::Voice),
    ("audio", FileKind::Audio),
    ("video", FileKind::Video),
    ("animation", FileKind::Animation),
    ("document", FileKind::Document),
];

/// The fields that hold something else, as far as it has a name here.
const THINGS: [(&str, Thing); 7] = [
    ("sticker", Thing::Sticker),
    ("video_note", Thing::RoundVideo),
    ("dice", Thing::Dice),
    ("contact", Thing::Contact),
    ("location", Thing::Place),
    ("venue", Thing::Place),
    ("poll", Thing::Poll),
];

/// The stretches that mean more than their kind and a link tell: whoever is named, which picture, which time.
/// Their words are passed on without.
const UNTOLD: [&str; 3] = ["text_mention", "custom_emoji", "date_time"];

/// Who wrote a message. An admin who stays anonymous writes in the name of the group, and may be called by a
/// title.
pub(super) fn author_of(message: Message<'_>, chat: Chat) -> Option<Author> {
    if message.id_of("sender_chat") == Some(chat.id.0) {
        let title = message.0["author_signature"].as_str().unwrap_or_default();
        return Some(Author { id: conversation(chat.id, None).0, name: name(&[title]) });
    }
    author(&message.0["from"], chat)
}

/// A user of Telegram. In a private chat, the chat tells who it is as well.
pub(super) fn author(user: &Value, chat: Chat) -> Option<Author> {
    let own = (chat.kind == ChatKind::Private).then_some(chat.id);
    let id = user["id"].as_i64().map(ChatId).or(own)?;
    let word = |field: &str| user[field].as_str().unwrap_or_default();
    Some(Author { id: conversation(id, None).0, name: name(&[word("first_name"), word("last_name")]) })
}

/// A name in one line, without signs that nobody sees or that turn the line around.
fn name(parts: &[&str]) -> String {
    let spaced: String =
        parts.join(" ").chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
    let seen: String = spaced.chars().filter(|letter| is_visible(*letter)).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(NAME_CHARS).collect();
    cut.trim_end().to_owned()
}

/// A message that is no service message.
pub(super) fn post(message: Message<'_>, chat: Chat) -> Option<Post> {
    Some(Post {
        chat: conversation(chat.id, None).0,
        message: message.number()?,
        body: body(message),
        reply_to: reply_to(message),
        written_at: message.time().unwrap_or_default(),
    })
}

/// The message that this one answers. Every message in a topic is said to answer the one that opened the topic,
/// unless it answers another.
fn reply_to(message: Message<'_>) -> Option<i64> {
    let before = message.replied_to().filter(|before| !before.has("forum_topic_created"))?;
    let topic = message.topic().map(|topic| i64::from(topic.0.0));
    before.number().filter(|number| Some(*number) != topic)
}

/// The name that the bot opened a topic under. A message tells it only where it answers none in the topic.
pub(super) fn topic_name(message: Message<'_>, me: &Me) -> Option<String> {
    let opening = message.replied_to().filter(|before| before.id_of("from") == Some(me.id))?;
    opening.0["forum_topic_created"]["name"].as_str().map(str::to_owned)
}

/// Whether whoever wrote a message can change what it says.
pub(super) fn is_changed_by_hand(message: Message<'_>) -> bool {
    !matches!(body(message), Body::Thing(_))
}

fn body(message: Message<'_>) -> Body {
    if let Some(text) = message.text() {
        return Body::Words(marked(text, message));
    }
    let file = FILES.iter().find(|(field, _)| message.has(field));
    let thing = THINGS.iter().find(|(field, _)| message.has(field)).map_or(Thing::Other, |(_, thing)| *thing);
    let found = file.and_then(|(field, kind)| Some((*kind, file_id(&message.0[*field])?)));
    found.map_or(Body::Thing(thing), |(kind, id)| Body::File {
        kind,
        id,
        caption: message.caption().map(|words| marked(words, message)).unwrap_or_default(),
        album: message.0["media_group_id"].as_str().map(str::to_owned),
    })
}

/// What Telegram calls a file: of a photo, which comes in several sizes, the largest. A photo that moves holds a
/// photo that does not (<https://core.telegram.org/bots/api#livephoto>).
fn file_id(file: &Value) -> Option<String> {
    let sizes = file.as_array().or(file["photo"].as_array());
    let largest = sizes.into_iter().flatten().max_by_key(|size| area(size)).unwrap_or(file);
    largest["file_id"].as_str().map(str::to_owned)
}

fn area(size: &Value) -> i64 {
    let side = |field: &str| size[field].as_i64().unwrap_or_default();
    side("width").saturating_mul(side("height"))
}

fn marked(words: &str, message: Message<'_>) -> Marked {
    let units = words.encode_utf16().count();
    let fits = |entity: &Entity<'_>| entity.length > 0 && entity.offset.saturating_add(entity.length) <= units;
    let told = message.entities().into_iter().filter(|entity| fits(entity) && !UNTOLD.contains(&entity.kind));
    let mut marks: Vec<Mark> = told.map(mark).collect();
    marks.sort_by_key(|mark| mark.offset);
    Marked { text: words.to_owned(), marks }
}

fn mark(entity: Entity<'_>) -> Mark {
    let Entity { kind, offset, length, url, .. } = entity;
    Mark { kind: kind.to_owned(), offset, length, url: url.map(str::to_owned) }
}

#[cfg(test)]
mod tests;
