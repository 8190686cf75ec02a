//! From an update of Telegram to what a customer did: [`read`], a pure function.
//!
//! An update is never a reason to fail: what is of a new shape is as good as missing, and what nobody can read is
//! named. Channel posts, messages of other bots and most service messages come to nothing. What people in a group
//! say to each other is overheard; whether it is the group of the staff is not known here.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;
use teloxide::types::{CallbackQueryId, ChatId, InlineQueryId, ThreadId};

use super::me::Me;
use super::shapes::{self, Chat, ChatKind, Message};
use super::{addressed, chat, membership, post};
use crate::conversation::{FileReference, Medium, Place};
use crate::language::{Language, Script};
use crate::service::{Asker, Incoming, SharedContact, Shown, What};

/// What an update comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Its number; `None` when it has none.
    pub update: Option<i64>,
    /// What a customer did, where a customer did something.
    pub incoming: Option<Incoming>,
    /// The press of a button, which waits for an answer whatever becomes of it.
    pub callback: Option<CallbackQueryId>,
    /// What somebody types in another chat, which waits for suggestions.
    pub inline: Option<InlineQuery>,
    /// Telegram's name for the kind of update, where it could not be read.
    pub unknown: Option<String>,
}

/// What somebody types after the bot's name in another chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineQuery {
    /// Its id, for the answer.
    pub id: InlineQueryId,
    /// The text: up to 256 characters, perhaps none.
    pub text: String,
    /// Whether it asks for more after a first portion; the bot answers with one portion only.
    pub more: bool,
    /// Who types, and whether in a group; Telegram does not tell which.
    pub asker: Asker,
}

/// The kinds of updates that Telegram has and that say nothing to this bot: passed over in silence.
const OF_NO_USE: [&str; 20] = [
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
    "guest_message",
    "managed_bot",
    "message_reaction",
    "message_reaction_count",
    "poll",
    "poll_answer",
    "pre_checkout_query",
    "purchased_paid_media",
    "removed_chat_boost",
    "shipping_query",
];

/// Reads one update as Telegram sent it to this bot.
pub fn read(raw: &RawValue, me: &Me) -> Reading {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
    let update = fields.get("update_id").and_then(|number| number.get().parse().ok());
    let named = fields.into_iter().find(|(key, _)| key != "update_id");
    let (kind, body) = named.map(|(kind, body)| (kind, Some(body))).unwrap_or_default();
    let silent = update.is_some() && OF_NO_USE.contains(&kind.as_str());
    // Null, where it is no JSON that can be held: nested without end, or half a character.
    let body: Value = body.and_then(|body| serde_json::from_str(body.get()).ok()).unwrap_or_default();
    let read =
        if silent { Some(Reading::default()) } else { update.and_then(|number| of_use(number, &kind, &body, me)) };
    let unknown = || Reading { unknown: Some(kind.clone()), ..Reading::default() };
    Reading { update, ..read.unwrap_or_else(unknown) }
}

/// Reads an update of a kind that is of use here; `None` when it cannot be read.
fn of_use(update: i64, kind: &str, body: &Value, me: &Me) -> Option<Reading> {
    let message = Message(body);
    match kind {
        "message" => sent(update, message, me),
        "edited_message" => edited(update, message, me),
        "my_chat_member" => membership(update, body),
        "callback_query" => pressed(update, body),
        "inline_query" => inline_query(body),
        _ => None,
    }
}

fn sent(update: i64, message: Message<'_>, me: &Me) -> Option<Reading> {
    let chat = message.chat()?;
    let incoming = match what(message) {
        Some(what) => written(update, message, chat, Some(what), Some(overheard(message, false, me)), me),
        None => happened(update, message, chat),
    };
    Some(Reading { incoming, ..Reading::default() })
}

/// Where there are no words, the bot would not answer otherwise than before. What is neither words nor a file
/// nobody changes by hand: a place that moves comes again every few seconds.
fn edited(update: i64, message: Message<'_>, me: &Me) -> Option<Reading> {
    let chat = message.chat()?;
    let words = message.text().or(message.caption()).filter(|words| !words.is_empty());
    let meant = words.map(|words| What::Edited(words.to_owned()));
    let overheard = post::is_changed_by_hand(message).then(|| overheard(message, true, me));
    Some(Reading { incoming: written(update, message, chat, meant, overheard, me), ..Reading::default() })
}

/// What a person wrote: what they did where they mean the bot, or else that it was overheard in a group. What the
/// bot itself offered, and somebody passed on, does not mean the bot.
fn written(
    update: i64,
    message: Message<'_>,
    chat: Chat,
    meant: Option<What>,
    overheard: Option<What>,
    me: &Me,
) -> Option<Incoming> {
    if !is_of_a_person(message, chat) {
        return None;
    }
    let meant = meant.filter(|_| !is_suggested(message, me)).and_then(|what| meant_for_us(what, message, chat, me));
    let what = meant.or(overheard.filter(|_| chat.kind == ChatKind::Group))?;
    let incoming = incoming(update, chat, message.topic(), &message.0["from"], what);
    Some(Incoming {
        message: message.number(),
        sent_at: message.time(),
        author: post::author_of(message, chat),
        post: post::post(message, chat).map(Box::new),
        ..incoming
    })
}

fn overheard(message: Message<'_>, edited: bool, me: &Me) -> What {
    What::Overheard { edited, suggested: is_suggested(message, me), topic_name: post::topic_name(message, me) }
}

/// Whether somebody picked a message from what the bot suggests in other chats.
fn is_suggested(message: Message<'_>, me: &Me) -> bool {
    message.id_of("via_bot") == Some(me.id)
}

/// What Telegram tells of a group by itself. Topics that the bot closes or opens are no news to it.
fn happened(update: i64, message: Message<'_>, chat: Chat) -> Option<Incoming> {
    if chat.kind != ChatKind::Group {
        return None;
    }
    if let Some((old, new)) = moved(message, chat) {
        let what = What::Moved(chat::conversation(new, None));
        let moved = Incoming::new(update, chat::conversation(old, None), what);
        return Some(Incoming { place: Place::Group, sent_at: message.time(), ..moved });
    }
    let what = match () {
        () if message.has("forum_topic_closed") => What::TopicClosed,
        () if message.has("forum_topic_reopened") => What::TopicReopened,
        () => return None,
    };
    let incoming = incoming(update, chat, message.topic(), &message.0["from"], what);
    is_of_a_person(message, chat).then(|| Incoming {
        message: message.number(),
        sent_at: message.time(),
        author: post::author_of(message, chat),
        ..incoming
    })
}

/// The old group and the new, where a group has become another. Both tell of it, the new one even where the bot
/// does not hear the old one any more.
fn moved(message: Message<'_>, chat: Chat) -> Option<(ChatId, ChatId)> {
    let other = |field: &str| message.0[field].as_i64().map(ChatId);
    let from_here = other("migrate_to_chat_id").map(|new| (chat.id, new));
    from_here.or_else(|| other("migrate_from_chat_id").map(|old| (old, chat.id)))
}

/// Whether a person wrote a message. An anonymous admin is one, who writes in the name of the group; a channel is
/// none.
fn is_of_a_person(message: Message<'_>, chat: Chat) -> bool {
    if message.is("is_automatic_forward") {
        return false;
    }
    match message.id_of("sender_chat") {
        Some(sender) => sender == chat.id.0,
        None => !message.0["from"]["is_bot"].as_bool().unwrap_or_default(),
    }
}

/// What was done, in the words that are meant for the bot.
fn meant_for_us(what: What, message: Message<'_>, chat: Chat, me: &Me) -> Option<What> {
    let words = match chat.kind {
        ChatKind::Private => addressed::in_private(message.text().or(message.caption()).unwrap_or_default(), me)?,
        ChatKind::Group => addressed::in_group(message, me)?,
        ChatKind::Channel => return None,
    };
    Some(match what {
        What::Text(_) => What::Text(words),
        What::Edited(_) => What::Edited(words),
        What::Showed(shown) => What::Showed(Shown { caption: (!words.is_empty()).then_some(words), ..shown }),
        other => other,
    })
}

/// The bot's own standing in a chat has changed. In a private chat it says nothing: what cannot be sent there is
/// noticed when it is sent.
fn membership(update: i64, body: &Value) -> Option<Reading> {
    let chat = shapes::chat(&body["chat"])?;
    let what = membership::changed(&body["old_chat_member"], &body["new_chat_member"]);
    let incoming = what
        .filter(|_| chat.kind == ChatKind::Group)
        .map(|what| Incoming { sent_at: Message(body).time(), ..incoming(update, chat, None, &body["from"], what) });
    Some(Reading { incoming, ..Reading::default() })
}

fn pressed(update: i64, query: &Value) -> Option<Reading> {
    let callback = Some(CallbackQueryId(query["id"].as_str()?.to_owned()));
    Some(Reading { incoming: press(update, query), callback, ..Reading::default() })
}

/// A press under a message of a chat; one under a message sent inline belongs to no chat that the bot
/// knows.
fn press(update: i64, query: &Value) -> Option<Incoming> {
    let message = Message(&query["message"]);
    let chat = message.chat().filter(|chat| chat.kind != ChatKind::Channel)?;
    let what = What::Pressed(query["data"].as_str()?.to_owned());
    let pressed_message = message.number();
    Some(Incoming { pressed_message, ..incoming(update, chat, message.topic(), &query["from"], what) })
}

fn inline_query(query: &Value) -> Option<Reading> {
    let inline = InlineQuery {
        id: InlineQueryId(query["id"].as_str()?.to_owned()),
        text: query["query"].as_str().unwrap_or_default().to_owned(),
        more: query["offset"].as_str().is_some_and(|offset| !offset.is_empty()),
        asker: Asker {
            conversation: query["from"]["id"].as_i64().map(|id| chat::conversation(ChatId(id), None).0),
            language_hint: language(&query["from"]),
            script_hint: script(&query["from"]),
            in_group: matches!(query["chat_type"].as_str(), Some("group" | "supergroup")),
        },
    };
    Some(Reading { inline: Some(inline), ..Reading::default() })
}

/// Topics are looked at in groups only: a private chat is one conversation.
fn incoming(update: i64, chat: Chat, topic: Option<ThreadId>, from: &Value, what: What) -> Incoming {
    let (place, topic) = match chat.kind {
        ChatKind::Group => (Place::Group, topic),
        _ => (Place::Private, None),
    };
    Incoming {
        place,
        language_hint: language(from),
        script_hint: script(from),
        author: post::author(from, chat),
        topics: (place == Place::Group).then_some(chat.forum || topic.is_some()),
        ..Incoming::new(update, chat::conversation(chat.id, topic), what)
    }
}

fn language(user: &Value) -> Option<Language> {
    user["language_code"].as_str().and_then(Language::from_tag)
}

fn script(user: &Value) -> Option<Script> {
    user["language_code"].as_str().and_then(Script::from_tag)
}

/// The fields that hold something sent, the more telling first: a film without sound is a document as
/// well. A message with none of them, and without words, is a service message.
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
    ("giveaway", Medium::Other),
    ("giveaway_winners", Medium::Other),
    ("invoice", Medium::Other),
    ("location", Medium::Other),
    ("paid_media", Medium::Other),
    ("poll", Medium::Other),
    ("story", Medium::Other),
];

/// What was sent with a message; `None` for service messages.
fn what(message: Message<'_>) -> Option<What> {
    if let Some(text) = message.text() {
        return Some(What::Text(text.to_owned()));
    }
    if let Some(contact) = contact(message) {
        return Some(What::Contact(contact));
    }
    let caption = message.caption().map(str::to_owned);
    let known = FIELDS.iter().find(|(field, _)| message.has(field)).map(|(_, medium)| *medium);
    let medium = known.or(caption.is_some().then_some(Medium::Other))?;
    let medium = if medium == Medium::Document { file(&message.0["document"]) } else { medium };
    let album = message.0["media_group_id"].as_str().map(str::to_owned);
    let file = (medium == Medium::Document).then(|| reference(&message.0["document"])).flatten();
    Some(What::Showed(Shown { medium, caption, album, file }))
}

/// A contact in a private chat; before others nobody is asked for one. It is the sender's own where Telegram
/// says whose it is (<https://core.telegram.org/bots/api#contact>) and they sent it themselves: anybody may
/// forward the contact of somebody who once shared theirs, and other bots may make up messages.
fn contact(message: Message<'_>) -> Option<SharedContact> {
    message.chat().filter(|chat| chat.kind == ChatKind::Private)?;
    let contact = &message.0["contact"];
    let phone = contact["phone_number"].as_str().filter(|phone| !phone.is_empty())?.to_owned();
    let second_hand = ["forward_origin", "forward_date", "via_bot"].iter().any(|field| message.has(field));
    let sender = message.id_of("from");
    let own = sender.is_some() && contact["user_id"].as_i64() == sender && !second_hand;
    Some(SharedContact { phone, own })
}

/// How a document is found again.
fn reference(document: &Value) -> Option<FileReference> {
    let word = |field: &str| document[field].as_str().map(str::to_owned);
    let size = document["file_size"].as_i64();
    Some(FileReference { id: word("file_id")?, name: word("file_name"), size, mime: word("mime_type") })
}

/// A picture, voice or video sent as a file is what it shows.
fn file(document: &Value) -> Medium {
    let mime = document["mime_type"].as_str().unwrap_or_default();
    match mime.split('/').next() {
        Some("image") => Medium::Picture,
        Some("audio") => Medium::Voice,
        Some("video") => Medium::Video,
        _ => Medium::Document,
    }
}

#[cfg(test)]
mod tests;
