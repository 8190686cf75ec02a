//! What a customer asked and what the bot answered, for the person who takes over.

use serde::{Deserialize, Serialize};

use crate::knowledge::ArticleId;

/// So many exchanges are remembered.
pub const REMEMBERED: usize = 5;

/// For so long, in milliseconds: a day.
pub const REMEMBERED_MS: i64 = 24 * 60 * 60 * 1000;

/// The longest text of one question that is remembered, in characters.
pub const LONGEST: usize = 400;

/// One question and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// When, in Unix milliseconds.
    pub at: i64,
    /// What was asked, with secrets masked.
    pub asked: String,
    /// The article that answered it; `None` where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// What came of it, in the journal's word: `sure`, `unsure`, `nothing`, `order` …
    pub outcome: String,
}

/// One line of what was said at the desk. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// When, in Unix milliseconds.
    pub at: i64,
    /// Who.
    pub speaker: Speaker,
    /// The words, with secrets masked; of a message without words what it was, in the transport's word, in brackets.
    pub text: String,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Line").field("speaker", &self.speaker).finish_non_exhaustive()
    }
}

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The customer.
    Customer,
    /// Staff.
    Staff,
    /// The bot, by itself or because staff sent an article.
    Bot,
    /// Staff among themselves: it never leaves the topic.
    Note,
}

impl Speaker {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Speaker::Customer => "customer",
            Speaker::Staff => "staff",
            Speaker::Bot => "bot",
            Speaker::Note => "note",
        }
    }

    /// The speaker of a word.
    pub fn of(word: &str) -> Option<Speaker> {
        [Speaker::Customer, Speaker::Staff, Speaker::Bot, Speaker::Note].into_iter().find(|one| one.word() == word)
    }
}
