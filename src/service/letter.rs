//! What people wrote, ready to be carried to the other side: a [`Letter`], and what is done to the topics of a
//! support group.

use serde::{Deserialize, Serialize};

use crate::conversation::desk::post::{FileKind, Marked, Thing};
use crate::voice::MessageButton;

/// One or more posts of one person with what the bot puts around them. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Who speaks: a line above the words, shown bold. A thing that takes no words is sent without it, and without
    /// the lines under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What they say.
    pub body: Content,
    /// Lines of the bot under the words, shown in italics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<String>,
    /// The message of the receiving chat that it answers; sent all the same where that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i64>,
    /// Buttons, row by row, under the last message. An album has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<MessageButton>>,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Letter").finish_non_exhaustive()
    }
}

/// What a letter says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// One message after the other, an empty line between them. Longer than one message of the transport, it goes
    /// out as several; no mark is cut in two without standing in both.
    Words(Vec<Marked>),
    /// A copy of a file that stands in another chat, under these words.
    File {
        /// The chat.
        chat: String,
        /// The message.
        message: i64,
        /// What it is.
        kind: FileKind,
        /// The words under it. Where they are too long together with the label, they follow as a message.
        caption: Marked,
    },
    /// A copy of something that takes no words.
    Thing {
        /// The chat.
        chat: String,
        /// The message.
        message: i64,
        /// What it is.
        thing: Thing,
    },
    /// Files that stand together, as many as can. The label goes over the first caption, and the lines of the bot
    /// under it. Words that do not fit under a file answer it.
    Album(Vec<Leaf>),
}

/// One file of an album.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// What it is: photos and videos go together, documents with documents, audio with audio.
    pub kind: FileKind,
    /// What the transport calls the file.
    pub id: String,
    /// The words under it.
    pub caption: Marked,
}

/// What is done to the topics of a support group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopicAct {
    /// A topic is opened.
    Open {
        /// Its name; the transport may shorten it.
        name: String,
        /// Its icon.
        icon: Icon,
    },
    /// Its name or icon changes; what is `None` stays.
    Change {
        /// Which.
        topic: i64,
        /// The new name.
        name: Option<String>,
        /// The new icon.
        icon: Option<Icon>,
    },
    /// It is closed.
    Close(i64),
    /// It is opened again.
    Reopen(i64),
    /// It goes with all its messages.
    Delete(i64),
    /// A message is pinned, without a sound.
    Pin(i64),
}

/// What the icon of a topic shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    /// Somebody waits for staff.
    WaitsForUs,
    /// Staff wait for the customer.
    WaitsForCustomer,
    /// Nobody waits.
    Done,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Managed {
    /// It is done, or was so already.
    Done,
    /// The topic is open, under this number.
    Opened(i64),
    /// It was not; never [`super::Carried::Done`] or a number. After [`super::Carried::Failed`] a topic may have been
    /// opened all the same, whose number nobody knows.
    Not(super::Carried),
}

/// What keeps a message from being carried, where whoever sent it, or the desk, can do something about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The topic is no more; Telegram says the same where topics were switched off, and opening one tells which.
    TopicGone,
    /// The topic is closed.
    TopicClosed,
    /// The group has no topics (any more), or the bot may open none in it: it goes on as a plain group. Where another
    /// right is missing (to close a topic, to pin), the act is [`super::Carried::Undeliverable`], and nothing else is
    /// wrong.
    NoTopics,
    /// The bot is not in the chat any more, or may not write there.
    ShutOut,
    /// The group has become another, which has its own messages and no topic of the old one's, of this number, as a conversation: `telegram:-100123`.
    Moved(String),
    /// The customer has blocked the bot, or is gone.
    Blocked,
    /// The message is gone, or cannot be changed or taken back any more.
    MessageGone,
    /// The transport carries no such thing, or not one so large, or not to this chat; or what was to be copied is gone.
    NotCarried,
}

/// How the bot stands in a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The group's title.
    pub title: String,
    /// Whether it can have topics: a supergroup.
    pub supergroup: bool,
    /// Whether topics are switched on.
    pub topics: bool,
    /// Whether anybody can find it, and press its buttons without being a member.
    pub public: bool,
    /// Whether the bot is an administrator.
    pub administrator: bool,
    /// Whether it may open, change and close topics.
    pub manages_topics: bool,
    /// Whether it may pin messages.
    pub pins: bool,
    /// Whether it may delete messages.
    pub deletes: bool,
    /// Whether the person who was asked about is an administrator or the owner of the group.
    pub asker_is_administrator: bool,
}
