//! From an update of Telegram to what a customer did: [`read`], a pure function.
//!
//! Only private chats are read; groups, edits, service messages and messages of bots come to
//! nothing. An update is never a reason to fail: a message that teloxide cannot read, or reads as
//! empty (a new kind of entity or media is enough), is looked at once more for its words alone, and
//! what nobody can read is named.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use teloxide::types::{
    CallbackQuery, CallbackQueryId, ChatId, Document, MediaKind, Message, MessageKind, Update, UpdateKind,
};

use super::chat;
use crate::conversation::Medium;
use crate::language::Language;
use crate::service::{Incoming, Shown, What};

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
    let Some(number) = update else { return Reading { unknown: Some(kind), ..Reading::default() } };
    if OF_NO_USE.contains(&kind.as_str()) {
        return Reading { update, ..Reading::default() };
    }
    match readable(raw) {
        Some(UpdateKind::Message(message)) => {
            Reading { update, incoming: said(number, &message, raw), ..Reading::default() }
        }
        Some(UpdateKind::CallbackQuery(query)) => {
            Reading { update, incoming: pressed(number, &query), callback: Some(query.id), unknown: None }
        }
        None | Some(UpdateKind::Error(_)) => {
            let incoming = bare(number, raw);
            let unknown = incoming.is_none().then_some(kind);
            Reading { update, incoming, callback: None, unknown }
        }
        _ => Reading { update, ..Reading::default() },
    }
}

/// An update of a kind that is of use here, as teloxide reads it; `None` where it cannot. It panics
/// on some updates that Telegram allows.
fn readable(raw: &RawValue) -> Option<UpdateKind> {
    let read = std::panic::catch_unwind(|| serde_json::from_str::<Update>(raw.get()).ok());
    read.ok().flatten().map(|update| update.kind)
}

/// The kinds of updates that Telegram has and that say nothing to this bot: passed over in silence.
const OF_NO_USE: [&str; 21] = [
    "business_connection",
    "business_message",
    "channel_post",
    "chat_boost",
    "chat_join_request",
    "chat_member",
    "chosen_inline_result",
    "deleted_business_messages",
    "edited_business_message",
    "edited_channel_post",
    "edited_message",
    "inline_query",
    "message_reaction",
    "message_reaction_count",
    "my_chat_member",
    "poll",
    "poll_answer",
    "pre_checkout_query",
    "purchased_paid_media",
    "removed_chat_boost",
    "shipping_query",
];

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

fn said(update: i64, message: &Message, raw: &RawValue) -> Option<Incoming> {
    if matches!(message.kind, MessageKind::Empty {}) {
        return bare(update, raw);
    }
    let sender = message.from.as_ref();
    if !message.chat.is_private() || sender.is_some_and(|user| user.is_bot) {
        return None;
    }
    let tag = sender.and_then(|user| user.language_code.as_deref());
    Some(incoming(update, message.chat.id, tag, what(&message.kind)?, None))
}

fn pressed(update: i64, query: &CallbackQuery) -> Option<Incoming> {
    let message = query.message.as_ref().filter(|message| message.chat().is_private())?;
    let what = What::Pressed(query.data.clone()?);
    let pressed_message = Some(i64::from(message.id().0));
    Some(incoming(update, message.chat().id, query.from.language_code.as_deref(), what, pressed_message))
}

fn incoming(update: i64, chat: ChatId, tag: Option<&str>, what: What, pressed_message: Option<i64>) -> Incoming {
    let language_hint = tag.and_then(Language::from_tag);
    Incoming { pressed_message, language_hint, ..Incoming::new(update, chat::conversation(chat), what) }
}

/// What was sent with a message; `None` for service messages.
fn what(kind: &MessageKind) -> Option<What> {
    match kind {
        MessageKind::Common(common) => media(&common.media_kind),
        MessageKind::Dice(_) => Some(What::Showed(Medium::Gesture.into())),
        MessageKind::Invoice(_) | MessageKind::Giveaway(_) | MessageKind::GiveawayWinners(_) => {
            Some(What::Showed(Medium::Other.into()))
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
    Some(What::Showed(Shown { medium, caption, album: None }))
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

/// A private message by its words, or the kind of its medium, whatever else it may hold.
fn bare(update: i64, raw: &RawValue) -> Option<Incoming> {
    let BareUpdate { message } = serde_json::from_str(raw.get()).ok()?;
    if message.chat.kind != "private" || message.from.is_bot {
        return None;
    }
    let known = FIELDS.iter().find(|(field, _)| message.fields.contains_key(*field));
    let medium = known.map(|(_, medium)| *medium).or(message.caption.is_some().then_some(Medium::Other));
    let what = match message.text {
        Some(text) => What::Text(text),
        None => What::Showed(Shown { medium: medium?, caption: message.caption, album: None }),
    };
    Some(incoming(update, ChatId(message.chat.id), message.from.language_code.as_deref(), what, None))
}

#[derive(Deserialize)]
struct BareUpdate {
    message: BareMessage,
}

#[derive(Deserialize)]
struct BareMessage {
    chat: BareChat,
    #[serde(default)]
    from: BareUser,
    text: Option<String>,
    caption: Option<String>,
    #[serde(flatten)]
    fields: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct BareChat {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize, Default)]
struct BareUser {
    #[serde(default)]
    is_bot: bool,
    language_code: Option<String>,
}

#[cfg(test)]
mod tests;
