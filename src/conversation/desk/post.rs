//! What a person wrote, in a form in which it can be passed on to the other side.
//!
//! A transport makes a [`Post`] of a message that it received. Whether it goes on, and in what envelope, is decided
//! without knowing the transport.

use serde::{Deserialize, Serialize};

/// A person who writes in a chat. `Debug` shows no name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Whose private conversation it would be (`telegram:777`); of an admin who stays anonymous, the group.
    pub id: String,
    /// First and last name as the transport gives them, at most 64 characters without line breaks or invisible
    /// signs; empty where there is none.
    pub name: String,
}

impl std::fmt::Debug for Author {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Author")
    }
}

/// A message of a person. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The chat in which it stands, without its topic: `telegram:777`, `telegram:-100123`.
    pub chat: String,
    /// The transport's number for it.
    pub message: i64,
    /// What it says.
    pub body: Body,
    /// The message in the same chat that it answers. In a forum, never the one that opened the topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i64>,
    /// When it was written, in Unix milliseconds.
    pub written_at: i64,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Post").field("message", &self.message).finish_non_exhaustive()
    }
}

/// What a message of a person says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Words.
    Words(Marked),
    /// A file, which may have words under it.
    File {
        /// Its kind.
        kind: FileKind,
        /// What the transport calls it.
        id: String,
        /// The words under it; mostly none.
        #[serde(default)]
        caption: Marked,
        /// What the messages of one album have in common.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        album: Option<String>,
    },
    /// Anything else that can only be passed on as it is: a sticker, a round video, a place, a contact.
    Thing(Thing),
}

/// Words with the stretches that look different or lead somewhere.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The words.
    pub text: String,
    /// The stretches, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

impl Marked {
    /// Words that look like nothing special.
    pub fn plain(text: impl Into<String>) -> Marked {
        Marked { text: text.into(), marks: Vec::new() }
    }
}

/// A stretch of words: bold, a link, and so on, in the transport's word for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The transport's word: `bold`, `text_link`.
    pub kind: String,
    /// Where it begins, in UTF-16 units.
    pub offset: usize,
    /// How long it is, in UTF-16 units.
    pub length: usize,
    /// Where a link leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A kind of file that may have words under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FileKind {
    Photo,
    Video,
    Animation,
    Document,
    Audio,
    Voice,
}

/// A kind of message that is passed on as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Thing {
    Sticker,
    RoundVideo,
    Place,
    Contact,
    Dice,
    Poll,
    Other,
}
