//! What goes out: the payload of an outbox entry, and what becomes of carrying it.

use std::future::Future;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::incoming::ConversationId;
use super::orders::Errand;
use crate::conversation::FileReference;
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
}

/// What became of carrying a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// It arrived, or nothing is left to do.
    Done,
    /// A new message arrived; this is the transport's number for it.
    Sent(i64),
    /// Not before this much time has passed: the limits of the transport, or its own word (429).
    NotBefore(Duration),
    /// It failed in a way that may pass: the worker tries again, later each time.
    Failed(String),
    /// It can never arrive: the customer blocked the bot, the chat is gone.
    Undeliverable(String),
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
}
