//! What a transport hands in: one thing that one customer did, not yet understood.

use crate::conversation::Medium;
use crate::language::Language;

/// A conversation, and the destination of its replies: `telegram:12345`, `terminal:1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConversationId(pub String);

impl ConversationId {
    /// What stands for the conversation in logs: the same for the same conversation, and no name or
    /// number of a person.
    pub fn opaque(&self) -> String {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = self.0.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        format!("{hash:016x}")
    }
}

impl std::fmt::Display for ConversationId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One update of a transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The transport's number for it: the same number is taken once only.
    pub update: i64,
    /// Whose conversation it belongs to.
    pub conversation: ConversationId,
    /// What was done.
    pub what: What,
    /// The message whose button was pressed: what is changed in place.
    pub pressed_message: Option<i64>,
    /// The language of the sender's app, when it is one of ours.
    pub language_hint: Option<Language>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Words were sent; they may be a command.
    Text(String),
    /// A message without words was sent, with a caption perhaps.
    Showed(Medium, Option<String>),
    /// A button with this data was pressed.
    Pressed(String),
}
