//! What the bot reads of an update: few fields, each missing where Telegram sends something else.
//!
//! Nothing here fails: a field of a new shape is as good as none, and takes no other with it. What a
//! field means is not decided here.

use serde_json::Value;
use teloxide::types::{ChatId, MessageId, ThreadId};

/// A message, as far as the bot looks at it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a>(pub &'a Value);

/// A kind of chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChatKind {
    Private,
    Group,
    Channel,
}

/// A chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chat {
    pub id: ChatId,
    pub kind: ChatKind,
    /// Whether it has topics.
    pub forum: bool,
}

/// A stretch of a text that means something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entity<'a> {
    pub kind: &'a str,
    /// In UTF-16 units, as is the length.
    pub offset: usize,
    pub length: usize,
    /// Whom a mention without a username means.
    pub user: Option<i64>,
    /// Where a link leads.
    pub url: Option<&'a str>,
}

impl<'a> Message<'a> {
    pub(super) fn number(self) -> Option<i64> {
        self.0["message_id"].as_i64()
    }

    pub(super) fn chat(self) -> Option<Chat> {
        chat(&self.0["chat"])
    }

    /// The topic of a forum in which it stands. In other groups the same number names a thread of
    /// replies, to which nothing can be sent.
    pub(super) fn topic(self) -> Option<ThreadId> {
        let topic = self.0["message_thread_id"].as_i64().filter(|_| self.is("is_topic_message"))?;
        Some(ThreadId(MessageId(i32::try_from(topic).ok()?)))
    }

    /// When it was sent, in Unix milliseconds, or changed.
    pub(super) fn time(self) -> Option<i64> {
        let seconds = self.0["edit_date"].as_i64().or(self.0["date"].as_i64()).filter(|seconds| *seconds > 0)?;
        seconds.checked_mul(1000)
    }

    pub(super) fn text(self) -> Option<&'a str> {
        self.0["text"].as_str()
    }

    pub(super) fn caption(self) -> Option<&'a str> {
        self.0["caption"].as_str()
    }

    /// The entities of its text, or of its caption.
    pub(super) fn entities(self) -> Vec<Entity<'a>> {
        let field = if self.text().is_some() { "entities" } else { "caption_entities" };
        self.0[field].as_array().into_iter().flatten().filter_map(entity).collect()
    }

    /// The message to which this one replies.
    pub(super) fn replied_to(self) -> Option<Message<'a>> {
        self.0.get("reply_to_message").filter(|message| message.is_object()).map(Message)
    }

    pub(super) fn has(self, field: &str) -> bool {
        self.0.get(field).is_some_and(|value| !value.is_null())
    }

    pub(super) fn is(self, field: &str) -> bool {
        self.0[field].as_bool().unwrap_or_default()
    }

    /// The number of a user or chat that stands in a field.
    pub(super) fn id_of(self, field: &str) -> Option<i64> {
        self.0[field]["id"].as_i64()
    }
}

/// A chat, where its number and kind can be read.
pub(super) fn chat(value: &Value) -> Option<Chat> {
    let kind = match value["type"].as_str()? {
        "private" => ChatKind::Private,
        "group" | "supergroup" => ChatKind::Group,
        "channel" => ChatKind::Channel,
        _ => return None,
    };
    let forum = value["is_forum"].as_bool().unwrap_or_default();
    Some(Chat { id: ChatId(value["id"].as_i64()?), kind, forum })
}

fn entity(value: &Value) -> Option<Entity<'_>> {
    let number = |field: &str| value[field].as_u64().and_then(|number| usize::try_from(number).ok());
    Some(Entity {
        kind: value["type"].as_str()?,
        offset: number("offset")?,
        length: number("length")?,
        user: value["user"]["id"].as_i64(),
        url: value["url"].as_str(),
    })
}
