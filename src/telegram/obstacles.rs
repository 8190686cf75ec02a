//! What a failure means for a delivery: pure, and in one place, because a desk that takes one for another opens topics
//! that there are already, or gives up a group that is still there.
//!
//! Telegram has no codes for most of it, only words; they are those of its own server
//! (<https://github.com/tdlib/telegram-bot-api>, <https://github.com/tdlib/td>) and, in capitals, of what lies behind
//! it (<https://core.telegram.org/method/messages.sendMessage#possible-errors>). What is not known here is no obstacle:
//! the delivery is dropped, and the log says why.

use teloxide::types::ChatId;

use super::chat;
use super::client::ApiFailure;
use crate::service::{Carried, Obstacle};

/// What a delivery was about to do when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Sending something of the bot's own, or words.
    Sending,
    /// Copying a message, or sending a file by what Telegram calls it: what fails may be the source. It stands in a
    /// group or not.
    Copying {
        /// Whether the source is a group.
        from_group: bool,
    },
    /// Changing a message.
    Changing,
    /// Taking a message back.
    TakingBack,
    /// Doing something with a topic.
    Managing,
}

/// What Telegram says of a topic that is no more. It says the same of every topic once topics are switched off.
const TOPIC_GONE: &[&str] = &[
    "message thread not found",
    "topic_id_invalid",
    "topic_deleted",
    "topic not found",
    "invalid message thread identifier",
    "invalid forum topic identifier",
];

/// Of a group without topics.
const NO_TOPICS: &[&str] = &["the chat is not a forum", "channel_forum_missing", "not enough rights to create a topic"];

/// Of a chat that is no more, or that the bot cannot see.
const UNKNOWN_CHAT: &[&str] = &["chat not found", "peer_id_invalid", "channel_private", "channel_invalid"];

/// Of a group in which the bot may not write at all, or that is no more.
const SHUT_OUT: &[&str] = &[
    "group chat was deactivated",
    "group chat was deleted",
    "bot was kicked",
    "bot is not a member",
    "have no rights to send a message",
    "have no write access",
    "not enough rights to send text messages",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "user_banned_in_channel",
];

/// Of a person who cannot be written to.
const BLOCKED: &[&str] = &[
    "bot was blocked by the user",
    "user is deactivated",
    "user not found",
    "bot can't initiate conversation",
    "bot can't send messages to",
    "user_is_blocked",
    "input_user_deactivated",
    "have no write access",
];

/// Of a message that is gone, or cannot be changed or taken back any more.
const MESSAGE_GONE: &[&str] = &[
    "message to edit not found",
    "message to pin not found",
    "message to react not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
    "message_edit_time_expired",
    "message_author_required",
    "message_delete_forbidden",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
];

/// Of something that cannot be carried, while other things can.
const NOT_CARRIED: &[&str] = &[
    "message to copy not found",
    "messages to copy not found",
    "no messages to copy",
    "can't be copied",
    "can't copy",
    "message_id_invalid",
    "chat_forwards_restricted",
    "file is too big",
    "request entity too large",
    "wrong file identifier",
    "wrong remote file",
    "wrong type of the",
    "invalid file_id",
    "can't use file of type",
    "can't use the media",
    "failed to get http url content",
    "file_reference",
    "file_parts_invalid",
    "media_empty",
    "media_invalid",
    "media_caption_too_long",
    "photo_invalid",
    "photo_ext_invalid",
    "voice_messages_forbidden",
    "video_messages_forbidden",
    "quiz_correct_answer",
];

/// A person's word about themselves: of a source, where the receiver is a group.
const OF_A_PERSON: &[&str] = &["blocked by the user", "user is deactivated", "initiate conversation"];

/// A word about a group: of a source, where the receiver is a person.
const OF_A_GROUP: &[&str] = &["kicked", "not a member", "group chat", "channel"];

/// What a failure means for a delivery to a chat, or to a topic of it.
pub(super) fn meaning(failure: &ApiFailure, to: ChatId, in_topic: bool, doing: Doing) -> Carried {
    let why = || failure.to_string();
    match failure {
        ApiFailure::RetryAfter(wait) => Carried::NotBefore(*wait),
        ApiFailure::Server(_)
        | ApiFailure::Network(_)
        | ApiFailure::Conflict(_)
        | ApiFailure::Unauthorized
        | ApiFailure::Unreadable(_)
        | ApiFailure::Refused { code: 404, .. } => Carried::Failed(why()),
        ApiFailure::MigratedTo(supergroup) => match doing {
            // Which of two groups it was is not said.
            Doing::Copying { from_group: true } => Carried::Hindered(Obstacle::NotCarried, why()),
            _ => Carried::Hindered(Obstacle::Moved(chat::conversation(ChatId(*supergroup), None).0), why()),
        },
        ApiFailure::Refused { code, description } => {
            let said = description.to_ascii_lowercase();
            let obstacle = if to.0 < 0 {
                of_group(*code, &said, in_topic || doing == Doing::Managing, doing)
            } else {
                of_person(*code, &said, doing)
            };
            obstacle.map_or_else(|| unknown(*code, description, why()), |obstacle| Carried::Hindered(obstacle, why()))
        }
    }
}

fn unknown(code: u16, description: &str, why: String) -> Carried {
    tracing::error!(code, description, "Telegram refused a delivery for good");
    Carried::Undeliverable(why)
}

fn says(said: &str, words: &[&str]) -> bool {
    words.iter().any(|word| said.contains(word))
}

fn is_copying(doing: Doing) -> bool {
    matches!(doing, Doing::Copying { .. })
}

/// What hinders a delivery to a group.
fn of_group(code: u16, said: &str, in_topic: bool, doing: Doing) -> Option<Obstacle> {
    let from_group = doing == Doing::Copying { from_group: true };
    let of_source = is_copying(doing) && says(said, OF_A_PERSON);
    match () {
        () if in_topic && says(said, TOPIC_GONE) => Some(Obstacle::TopicGone),
        () if in_topic && says(said, &["topic_closed"]) => Some(Obstacle::TopicClosed),
        () if says(said, NO_TOPICS) => Some(Obstacle::NoTopics),
        () if of_source || of_content(code, said, doing) => Some(Obstacle::NotCarried),
        () if of_message(said, doing) => Some(Obstacle::MessageGone),
        () if from_group && says(said, UNKNOWN_CHAT) => Some(Obstacle::NotCarried),
        () if code == 403 || says(said, SHUT_OUT) => Some(Obstacle::ShutOut),
        // Where something is copied, it may be the person's chat that is not found.
        () if says(said, UNKNOWN_CHAT) && is_copying(doing) => Some(Obstacle::NotCarried),
        () if says(said, UNKNOWN_CHAT) => Some(Obstacle::ShutOut),
        () => None,
    }
}

/// What hinders a delivery to a person.
fn of_person(code: u16, said: &str, doing: Doing) -> Option<Obstacle> {
    let of_source = is_copying(doing) && (says(said, OF_A_GROUP) || says(said, UNKNOWN_CHAT));
    match () {
        () if of_source || of_content(code, said, doing) => Some(Obstacle::NotCarried),
        () if of_message(said, doing) => Some(Obstacle::MessageGone),
        () if code == 403 || says(said, BLOCKED) || says(said, UNKNOWN_CHAT) => Some(Obstacle::Blocked),
        () => None,
    }
}

/// Whether it is what was to be carried that hinders: too large, gone, or of a kind that is not wanted there.
fn of_content(code: u16, said: &str, doing: Doing) -> bool {
    // Words are sent with other rights than photos and stickers.
    let kind = said.contains("not enough rights to send ") && !said.contains("rights to send text messages");
    let forbidden = said.contains("chat_send_") && !said.contains("chat_send_plain");
    let carries = is_copying(doing) || doing == Doing::Sending;
    code == 413 || (carries && (kind || forbidden || says(said, NOT_CARRIED)))
}

fn of_message(said: &str, doing: Doing) -> bool {
    matches!(doing, Doing::Changing | Doing::TakingBack | Doing::Managing) && says(said, MESSAGE_GONE)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const COPYING: Doing = Doing::Copying { from_group: false };
    const FROM_GROUP: Doing = Doing::Copying { from_group: true };

    fn obstacle(code: u16, description: &str, to: i64, in_topic: bool, doing: Doing) -> Option<Obstacle> {
        let failure = ApiFailure::Refused { code, description: description.to_owned() };
        match meaning(&failure, ChatId(to), in_topic, doing) {
            Carried::Hindered(obstacle, _) => Some(obstacle),
            Carried::Undeliverable(_) => None,
            other => panic!("{description}: {other:?}"),
        }
    }

    #[test]
    fn what_telegram_says_of_a_group_is_told_apart() {
        let cases = [
            (400, "Bad Request: message thread not found", Doing::Sending, Some(Obstacle::TopicGone)),
            (400, "Bad Request: TOPIC_DELETED", COPYING, Some(Obstacle::TopicGone)),
            (400, "Bad Request: TOPIC_ID_INVALID", Doing::Managing, Some(Obstacle::TopicGone)),
            (400, "Bad Request: TOPIC_CLOSED", Doing::Sending, Some(Obstacle::TopicClosed)),
            (400, "Bad Request: the chat is not a forum", Doing::Managing, Some(Obstacle::NoTopics)),
            (400, "Bad Request: not enough rights to create a topic", Doing::Managing, Some(Obstacle::NoTopics)),
            (400, "Bad Request: not enough rights to edit the topic", Doing::Managing, None),
            (403, "Forbidden: bot was kicked from the supergroup chat", Doing::Sending, Some(Obstacle::ShutOut)),
            (403, "Forbidden: bot is not a member of the supergroup chat", Doing::Changing, Some(Obstacle::ShutOut)),
            (403, "Forbidden: the group chat was deleted", Doing::Managing, Some(Obstacle::ShutOut)),
            (400, "Bad Request: chat not found", Doing::Sending, Some(Obstacle::ShutOut)),
            (400, "Bad Request: chat not found", COPYING, Some(Obstacle::NotCarried)),
            (
                400,
                "Bad Request: not enough rights to send text messages to the chat",
                Doing::Sending,
                Some(Obstacle::ShutOut),
            ),
            (400, "Bad Request: not enough rights to send photos to the chat", COPYING, Some(Obstacle::NotCarried)),
            (400, "Bad Request: CHAT_SEND_STICKERS_FORBIDDEN", COPYING, Some(Obstacle::NotCarried)),
            (400, "Bad Request: message to copy not found", COPYING, Some(Obstacle::NotCarried)),
            (400, "Bad Request: the message can't be copied", COPYING, Some(Obstacle::NotCarried)),
            (413, "Request Entity Too Large", Doing::Sending, Some(Obstacle::NotCarried)),
            (403, "Forbidden: bot was blocked by the user", COPYING, Some(Obstacle::NotCarried)),
            (400, "Bad Request: message to edit not found", Doing::Changing, Some(Obstacle::MessageGone)),
            (400, "Bad Request: message can't be deleted for everyone", Doing::TakingBack, Some(Obstacle::MessageGone)),
            (400, "Bad Request: message text is empty", Doing::Sending, None),
            (400, "Bad Request: group chat was upgraded to a supergroup chat", Doing::Sending, None),
        ];
        for (code, description, doing, expected) in cases {
            assert_eq!(obstacle(code, description, -1_007, true, doing), expected, "{description}");
        }
    }

    #[test]
    fn a_topic_is_gone_or_closed_only_where_one_was_meant() {
        for description in ["Bad Request: message thread not found", "Bad Request: TOPIC_CLOSED"] {
            assert_eq!(obstacle(400, description, -1_007, false, Doing::Sending), None, "{description}");
        }
    }

    #[test]
    fn what_telegram_says_of_a_person_is_told_apart() {
        let cases = [
            (403, "Forbidden: bot was blocked by the user", Doing::Sending, Some(Obstacle::Blocked)),
            (403, "Forbidden: user is deactivated", FROM_GROUP, Some(Obstacle::Blocked)),
            (403, "Forbidden: bot can't initiate conversation with a user", FROM_GROUP, Some(Obstacle::Blocked)),
            (400, "Bad Request: chat not found", Doing::Sending, Some(Obstacle::Blocked)),
            (400, "Bad Request: chat not found", FROM_GROUP, Some(Obstacle::NotCarried)),
            (403, "Forbidden: bot was kicked from the supergroup chat", FROM_GROUP, Some(Obstacle::NotCarried)),
            (403, "Forbidden: bot is not a member of the supergroup chat", FROM_GROUP, Some(Obstacle::NotCarried)),
            (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", FROM_GROUP, Some(Obstacle::NotCarried)),
            (400, "Bad Request: message to edit not found", Doing::Changing, Some(Obstacle::MessageGone)),
            (400, "Bad Request: BUTTON_DATA_INVALID", Doing::Sending, None),
        ];
        for (code, description, doing, expected) in cases {
            assert_eq!(obstacle(code, description, 7, false, doing), expected, "{description}");
        }
    }

    #[test]
    fn a_group_that_moved_says_where_to_unless_it_may_be_the_source() {
        let moved = |to: i64, doing| meaning(&ApiFailure::MigratedTo(-1_009), ChatId(to), true, doing);
        assert!(matches!(moved(-5, COPYING), Carried::Hindered(Obstacle::Moved(new), _) if new == "telegram:-1009"));
        assert!(matches!(moved(7, FROM_GROUP), Carried::Hindered(Obstacle::NotCarried, _)));
    }

    #[test]
    fn what_passes_is_no_obstacle() {
        let of = |failure: ApiFailure| meaning(&failure, ChatId(-1), true, Doing::Sending);
        let wait = Duration::from_secs(3);
        assert_eq!(of(ApiFailure::RetryAfter(wait)), Carried::NotBefore(wait));
        for failure in [ApiFailure::Server(502), ApiFailure::Unauthorized, ApiFailure::Network("x".to_owned())] {
            assert!(matches!(of(failure), Carried::Failed(_)));
        }
    }
}
