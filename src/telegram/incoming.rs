//! From an update of Telegram to what a customer did: [`read`], a pure function.
//!
//! Only private chats are read; groups, edits, service messages and messages of bots come to
//! nothing. An update is never a reason to fail: what teloxide cannot read is named, and a message
//! that it reads as empty (a new kind of entity or media is enough) is looked at once more for its
//! words alone.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use teloxide::types::{
    CallbackQuery, CallbackQueryId, Chat, Document, MediaKind, Message, MessageKind, Update, UpdateKind, User,
};

use super::chat;
use crate::conversation::Medium;
use crate::language::Language;
use crate::service::{Incoming, What};

/// What an update comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Its number; `None` when it has none.
    pub update: Option<i64>,
    /// What a customer did, where a customer did something.
    pub incoming: Option<Incoming>,
    /// The press of a button, which waits for an answer whatever becomes of it.
    pub callback: Option<CallbackQueryId>,
    /// Telegram's name for the kind of update, where it could not be read.
    pub unknown: Option<String>,
}

/// Reads one update as Telegram sent it.
pub fn read(raw: &RawValue) -> Reading {
    let keys: BTreeMap<String, IgnoredAny> = serde_json::from_str(raw.get()).unwrap_or_default();
    let kind = keys.into_keys().find(|key| key != "update_id").unwrap_or_default();
    let update = serde_json::from_str::<Numbered>(raw.get()).ok().map(|numbered| numbered.update_id);
    let readable = serde_json::from_str::<Update>(raw.get()).ok();
    match (update, readable.map(|update| update.kind)) {
        (None, _) | (_, None | Some(UpdateKind::Error(_))) => {
            Reading { update, unknown: Some(kind), ..Reading::default() }
        }
        (Some(number), Some(UpdateKind::Message(message))) => {
            Reading { update, incoming: said(number, &message, raw), ..Reading::default() }
        }
        (Some(number), Some(UpdateKind::CallbackQuery(query))) => {
            Reading { update, incoming: pressed(number, &query), callback: Some(query.id), unknown: None }
        }
        _ => Reading { update, ..Reading::default() },
    }
}

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

fn said(update: i64, message: &Message, raw: &RawValue) -> Option<Incoming> {
    let sender = message.from.as_ref();
    if sender.is_some_and(|user| user.is_bot) {
        return None;
    }
    let what = match &message.kind {
        MessageKind::Empty {} => bare(raw),
        kind => what(kind),
    };
    incoming(update, &message.chat, sender, what?, None)
}

fn pressed(update: i64, query: &CallbackQuery) -> Option<Incoming> {
    let message = query.message.as_ref()?;
    let what = What::Pressed(query.data.clone()?);
    incoming(update, message.chat(), Some(&query.from), what, Some(i64::from(message.id().0)))
}

fn incoming(
    update: i64,
    chat: &Chat,
    sender: Option<&User>,
    what: What,
    pressed_message: Option<i64>,
) -> Option<Incoming> {
    if !chat.is_private() {
        return None;
    }
    let tag = sender.and_then(|user| user.language_code.as_deref());
    let language_hint = tag.and_then(Language::from_tag);
    Some(Incoming { update, conversation: chat::conversation(chat.id), what, pressed_message, language_hint })
}

/// What was sent with a message; `None` for service messages.
fn what(kind: &MessageKind) -> Option<What> {
    match kind {
        MessageKind::Common(common) => media(&common.media_kind),
        MessageKind::Dice(_) => Some(What::Showed(Medium::Gesture, None)),
        MessageKind::Invoice(_) | MessageKind::Giveaway(_) | MessageKind::GiveawayWinners(_) => {
            Some(What::Showed(Medium::Other, None))
        }
        _ => None,
    }
}

fn media(kind: &MediaKind) -> Option<What> {
    let (medium, caption) = match kind {
        MediaKind::Text(text) => return Some(What::Text(text.text.clone())),
        MediaKind::Migration(_) => return None,
        MediaKind::Photo(photo) => (Medium::Picture, photo.caption.clone()),
        MediaKind::Voice(voice) => (Medium::Voice, voice.caption.clone()),
        MediaKind::Audio(audio) => (Medium::Voice, audio.caption.clone()),
        MediaKind::VideoNote(_) => (Medium::Voice, None),
        MediaKind::Video(video) => (Medium::Video, video.caption.clone()),
        MediaKind::Document(document) => (file(&document.document), document.caption.clone()),
        MediaKind::Animation(animation) => (Medium::Gesture, animation.caption.clone()),
        MediaKind::Sticker(_) => (Medium::Gesture, None),
        MediaKind::Contact(_)
        | MediaKind::PaidMedia(_)
        | MediaKind::Game(_)
        | MediaKind::Venue(_)
        | MediaKind::Location(_)
        | MediaKind::Poll(_)
        | MediaKind::Checklist(_)
        | MediaKind::Story(_) => (Medium::Other, None),
    };
    Some(What::Showed(medium, caption))
}

/// A picture, voice or video sent as a file is what it shows.
fn file(document: &Document) -> Medium {
    let kind = document.mime_type.as_ref().map(|mime| mime.type_().as_str().to_owned());
    match kind.as_deref() {
        Some("image") => Medium::Picture,
        Some("audio") => Medium::Voice,
        Some("video") => Medium::Video,
        _ => Medium::Document,
    }
}

/// The fields that hold something sent, for a message whose content teloxide cannot read.
const FIELDS: &[(&str, Medium)] = &[
    ("photo", Medium::Picture),
    ("live_photo", Medium::Picture),
    ("voice", Medium::Voice),
    ("video_note", Medium::Voice),
    ("audio", Medium::Voice),
    ("video", Medium::Video),
    ("animation", Medium::Gesture),
    ("sticker", Medium::Gesture),
    ("dice", Medium::Gesture),
    ("document", Medium::Document),
    ("rich_message", Medium::Other),
    ("checklist", Medium::Other),
    ("contact", Medium::Other),
    ("game", Medium::Other),
    ("location", Medium::Other),
    ("paid_media", Medium::Other),
    ("poll", Medium::Other),
    ("story", Medium::Other),
];

/// The words of a message, or the kind of its medium, whatever else it may hold.
fn bare(raw: &RawValue) -> Option<What> {
    let BareUpdate { message } = serde_json::from_str(raw.get()).ok()?;
    if let Some(text) = message.text {
        return Some(What::Text(text));
    }
    let known = FIELDS.iter().find(|(field, _)| message.fields.contains_key(*field));
    let medium = known.map(|(_, medium)| *medium).or(message.caption.is_some().then_some(Medium::Other))?;
    Some(What::Showed(medium, message.caption))
}

#[derive(Deserialize)]
struct BareUpdate {
    message: BareMessage,
}

#[derive(Deserialize)]
struct BareMessage {
    text: Option<String>,
    caption: Option<String>,
    #[serde(flatten)]
    fields: BTreeMap<String, IgnoredAny>,
}

#[cfg(test)]
mod tests;
