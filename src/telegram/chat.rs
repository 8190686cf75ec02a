//! Chats as conversations: `telegram:<chat id>` and back.

use teloxide::types::ChatId;

use crate::service::ConversationId;

const PREFIX: &str = "telegram:";

/// The conversation of a chat.
pub fn conversation(chat: ChatId) -> ConversationId {
    ConversationId(format!("{PREFIX}{chat}"))
}

/// The chat of a conversation; `None` when it is another transport's.
pub fn chat(conversation: &ConversationId) -> Option<ChatId> {
    conversation.0.strip_prefix(PREFIX)?.parse().ok().map(ChatId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_found_again_by_its_conversation() {
        for id in [1, 7_000_000_001, -1_001_234_567_890] {
            assert_eq!(chat(&conversation(ChatId(id))), Some(ChatId(id)));
        }
        for other in ["terminal:1", "telegram:", "telegram:x", "1"] {
            assert_eq!(chat(&ConversationId(other.to_owned())), None, "{other}");
        }
    }
}
