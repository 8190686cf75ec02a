//! Chats as conversations and back: `telegram:<chat id>`, and `telegram:<chat id>/<topic>` in a forum.

use teloxide::types::{ChatId, MessageId, ThreadId};

use crate::service::ConversationId;

const PREFIX: &str = "telegram:";

/// The conversation of a chat, or of one topic of a forum.
pub fn conversation(chat: ChatId, topic: Option<ThreadId>) -> ConversationId {
    ConversationId(match topic {
        Some(ThreadId(MessageId(topic))) => format!("{PREFIX}{chat}/{topic}"),
        None => format!("{PREFIX}{chat}"),
    })
}

/// The conversation of a group, by Telegram's number.
pub fn group(number: i64) -> ConversationId {
    conversation(ChatId(number), None)
}

/// The chat of a conversation, and its topic where it has one; `None` when it is another transport's.
pub fn chat(conversation: &ConversationId) -> Option<(ChatId, Option<ThreadId>)> {
    let place = conversation.0.strip_prefix(PREFIX)?;
    match place.split_once('/') {
        Some((chat, topic)) => Some((ChatId(chat.parse().ok()?), Some(ThreadId(MessageId(topic.parse().ok()?))))),
        None => Some((ChatId(place.parse().ok()?), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_found_again_by_its_conversation() {
        for id in [1, 7_000_000_001, -1_001_234_567_890] {
            for topic in [None, Some(ThreadId(MessageId(15)))] {
                assert_eq!(chat(&conversation(ChatId(id), topic)), Some((ChatId(id), topic)));
            }
        }
        for other in ["terminal:1", "telegram:", "telegram:x", "1", "telegram:1/", "telegram:1/x", "telegram:/1"] {
            assert_eq!(chat(&ConversationId(other.to_owned())), None, "{other}");
        }
    }
}
