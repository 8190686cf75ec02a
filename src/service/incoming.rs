//! What a transport hands in: one thing that one customer did, not yet understood.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use crate::conversation::desk::post::{Author, Post};
use crate::conversation::{FileReference, Medium, Place};
use crate::language::{Language, Script};

/// Without a key, whoever reads a log could try all numbers of chats until one fits.
static LOG_KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// A conversation, and the destination of its replies: `telegram:12345`, `terminal:1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConversationId(pub String);

impl ConversationId {
    /// What stands for the conversation in logs, from which no name or number of a person can be
    /// found: the same for the same conversation as long as the program runs, and another after the
    /// next start.
    pub fn opaque(&self) -> String {
        format!("{:016x}", LOG_KEY.hash_one(&self.0))
    }
}

/// The group that a conversation takes place in: a topic of a group is a conversation of its own, named
/// after a stroke.
pub(super) fn group_of(conversation: &str) -> &str {
    conversation.split('/').next().unwrap_or(conversation)
}

impl std::fmt::Display for ConversationId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A contact that somebody sent.
pub use crate::conversation::Contact as SharedContact;

/// One update of a transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The transport's number for it: the same number is taken once only.
    pub update: i64,
    /// Whose conversation it belongs to.
    pub conversation: ConversationId,
    /// What was done.
    pub what: What,
    /// The transport's number of the customer's message, where there is one: what an answer answers.
    pub message: Option<i64>,
    /// The message whose button was pressed: what is changed in place.
    pub pressed_message: Option<i64>,
    /// When it was done, as the transport tells, in Unix milliseconds; `None` where it does not tell.
    pub sent_at: Option<i64>,
    /// Where it was done.
    pub place: Place,
    /// The language of the sender's app, when it is one of ours.
    pub language_hint: Option<Language>,
    /// The script of the sender's app, where its language is a Chinese that tells it.
    pub script_hint: Option<Script>,
    /// Who did it, where the transport tells.
    pub author: Option<Author>,
    /// The whole message, as it can be passed on to somebody else; also of an edited message.
    pub post: Option<Box<Post>>,
    /// Whether the group has topics, where it was done in one and the transport tells.
    pub topics: Option<bool>,
}

impl Incoming {
    /// Something done in a private conversation, of which nothing more is known.
    pub fn new(update: i64, conversation: ConversationId, what: What) -> Incoming {
        Incoming {
            update,
            conversation,
            what,
            message: None,
            pressed_message: None,
            sent_at: None,
            place: Place::Private,
            language_hint: None,
            script_hint: None,
            author: None,
            post: None,
            topics: None,
        }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Words were sent; they may be a command.
    Text(String),
    /// The words of an earlier message were changed into these.
    Edited(String),
    /// A message without words was sent.
    Showed(Shown),
    /// A contact was sent in a private chat.
    Contact(SharedContact),
    /// A button with this data was pressed.
    Pressed(String),
    /// The bot was added to the group.
    Joined,
    /// The bot was put out of the group, or may not write there any more.
    PutOut,
    /// What the bot may do in the group has changed.
    RightsChanged,
    /// Something was written in a group, in the words of `post`, that was not meant for the bot; it concerns the bot
    /// only where the group is that of its staff.
    Overheard {
        /// Whether it changes an earlier message.
        edited: bool,
        /// Whether it was passed on from the bot's own suggestions: [`super::suggest`].
        suggested: bool,
        /// Where it stands in a topic that the bot opened: the name that the topic was opened under, as far as the
        /// transport tells.
        topic_name: Option<String>,
    },
    /// The topic was closed by a person.
    TopicClosed,
    /// The topic was opened again by a person.
    TopicReopened,
    /// The group has become another one: this conversation.
    Moved(ConversationId),
}

impl What {
    /// The word for it in metrics.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            What::Text(_) => "text",
            What::Edited(_) => "edit",
            What::Showed(_) => "media",
            What::Contact(_) => "contact",
            What::Pressed(_) => "button",
            What::Overheard { .. } => "group_message",
            What::Joined | What::PutOut | What::RightsChanged | What::Moved(_) => "membership",
            What::TopicClosed | What::TopicReopened => "topic",
        }
    }
}

/// A message without words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its kind.
    pub medium: Medium,
    /// The words under it.
    pub caption: Option<String>,
    /// What the messages of one album have in common.
    pub album: Option<String>,
    /// The file, where it is a document.
    pub file: Option<FileReference>,
}

impl From<Medium> for Shown {
    fn from(medium: Medium) -> Shown {
        Shown { medium, caption: None, album: None, file: None }
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasherDefault, DefaultHasher};

    use super::*;

    #[test]
    fn what_stands_in_logs_is_the_same_for_the_same_conversation_only() {
        let opaque = |id: &str| ConversationId(id.to_owned()).opaque();
        assert_eq!(opaque("telegram:1"), opaque("telegram:1"));
        assert_ne!(opaque("telegram:1"), opaque("telegram:2"));
        // A key that anybody knows would give this.
        let unkeyed = BuildHasherDefault::<DefaultHasher>::default().hash_one("telegram:1");
        assert_ne!(opaque("telegram:1"), format!("{unkeyed:016x}"));
    }
}
