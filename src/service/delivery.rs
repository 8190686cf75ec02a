//! What goes out: the payload of an outbox entry, and what becomes of carrying it.

use std::future::Future;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::desk::DeskEntry;
use super::events::TicketEvent;
use super::incoming::ConversationId;
use super::letter::{Letter, Managed, Obstacle, Standing, TopicAct};
use super::orders::Errand;
use crate::conversation::FileReference;
use crate::store::StoreError;
use crate::voice::{Message, MessageButton};

/// Something to be carried to a conversation. Stored as JSON in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// A new message.
    Send(Message),
    /// A new message that answers one of the customer's. Its number is kept, so that a changed
    /// question can change its answer.
    Answer {
        /// The transport's number of the customer's message.
        to: i64,
        /// Whether it is shown as a reply to that message: in a group, where others talk as well.
        quoting: bool,
        /// What it says.
        message: Message,
    },
    /// The answer to a message of the customer's is changed, once that has an answer; otherwise the
    /// message is answered. The worker finds out which: a courier never sees this.
    AnswerAgain {
        /// The transport's number of the customer's message.
        to: i64,
        /// As in [`Delivery::Answer`].
        quoting: bool,
        /// What the answer becomes.
        message: Message,
    },
    /// A message of the bot is changed; where that is not possible any more, it is sent anew.
    Edit {
        /// The transport's number of the message.
        message: i64,
        /// What it becomes.
        to: Message,
    },
    /// Something to be done that is no message. The worker does it: a courier never sees this.
    Errand(Box<Errand>),
    /// Only the buttons of a message of the bot are changed; where that is not possible, nothing is.
    EditButtons {
        /// The transport's number of the message.
        message: i64,
        /// Its new buttons.
        buttons: Vec<Vec<MessageButton>>,
    },
    /// What a person wrote, to the other side. One of several messages that had to stop in the middle goes on there
    /// when it comes again, as long as it reads the same.
    Letter(Box<Letter>),
    /// A letter has changed: its copy, the first of them where it went out as several, is changed. Only words and
    /// captions can be.
    EditLetter {
        /// The transport's number of the copy.
        message: i64,
        /// What it becomes.
        to: Box<Letter>,
    },
    /// A message of the bot is taken back.
    Unsend {
        /// The transport's number of the message.
        message: i64,
    },
    /// A sign is put under a message of a person; where that is not possible, it is sent as an answer to it.
    React {
        /// The transport's number of the message.
        message: i64,
        /// The sign: one emoji.
        sign: String,
    },
    /// A text as a file, with a message under it.
    File {
        /// What the file is called.
        name: String,
        /// What is in it.
        text: String,
        /// What stands under it.
        message: Message,
    },
    /// Something of the desk that is made into one of the others when it is its turn. The worker does it: a courier
    /// never sees this.
    Desk(Box<DeskEntry>),
    /// What an outside system is told. It is queued under a name of its own, so that whoever carries messages never
    /// sees it.
    Event(Box<TicketEvent>),
}

/// What became of carrying a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// It arrived, or nothing is left to do.
    Done,
    /// A new message arrived; this is the transport's number for it.
    Sent(i64),
    /// A letter arrived as several new messages. Those of an album's files come first, a number per file in their
    /// order; 0 stands for one that could not be carried, or whose number is not known.
    SentAll(Vec<i64>),
    /// It cannot arrive as things stand; why, for the log, without a word of a person.
    Hindered(Obstacle, String),
    /// Not before this much time has passed: the limits of the transport, or its own word (429).
    NotBefore(Duration),
    /// It failed in a way that may pass: the worker tries again, later each time.
    Failed(String),
    /// It can never arrive: the customer blocked the bot, the chat is gone.
    Undeliverable(String),
}

/// The store may be in order again the next time.
impl From<StoreError> for Carried {
    fn from(error: StoreError) -> Carried {
        Carried::Failed(error.to_string())
    }
}

/// What became of fetching a file.
#[derive(Clone, PartialEq, Eq)]
pub enum Fetched {
    /// What is in it.
    Bytes(Vec<u8>),
    /// It is larger than was asked for, or than the transport hands out.
    TooLarge,
    /// It could not be fetched now, which may pass; for the log, without what names the file or opens it.
    Later(String),
    /// It cannot be fetched any more, or never could; likewise.
    Gone(String),
}

impl std::fmt::Debug for Fetched {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // It may hold the names and numbers of customers.
            Fetched::Bytes(bytes) => write!(formatter, "Bytes({} of them)", bytes.len()),
            Fetched::TooLarge => formatter.write_str("TooLarge"),
            Fetched::Later(why) => formatter.debug_tuple("Later").field(why).finish(),
            Fetched::Gone(why) => formatter.debug_tuple("Gone").field(why).finish(),
        }
    }
}

/// Whoever carries deliveries: Telegram, the terminal, or a fake in tests.
pub trait Courier: Send + Sync + 'static {
    /// Carries one delivery. Deliveries of one conversation are carried one at a time, in order.
    fn carry(&self, to: &ConversationId, delivery: &Delivery) -> impl Future<Output = Carried> + Send;

    /// Fetches a file that a customer sent, of at most so many bytes. It takes less than a minute.
    fn fetch(&self, file: &FileReference, most: u64) -> impl Future<Output = Fetched> + Send;

    /// Does something to the topics of a group. A transport without topics has none to manage.
    fn manage(&self, _group: &ConversationId, _act: &TopicAct) -> impl Future<Output = Managed> + Send {
        async { Managed::Not(Carried::Hindered(Obstacle::NoTopics, "this transport has no topics".to_owned())) }
    }

    /// A link to a topic or, where there is none, to a message of a group; `None` where the transport has none.
    fn link(&self, _group: &ConversationId, _topic: Option<i64>, _message: Option<i64>) -> Option<String> {
        None
    }

    /// Asks how the bot stands in a group, and whether somebody (`telegram:777`, or the group itself for an admin who
    /// stays anonymous) is an administrator there.
    fn inspect(
        &self,
        _group: &ConversationId,
        _asker: Option<&str>,
    ) -> impl Future<Output = Result<Standing, Carried>> + Send {
        async { Err(Carried::Undeliverable("this transport has no groups".to_owned())) }
    }
}
