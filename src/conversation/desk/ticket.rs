//! A ticket: one conversation that a person is wanted for, from the wish to its end.

use serde::{Deserialize, Serialize};

use crate::knowledge::Audience;
use crate::language::Language;

/// A ticket. Times are Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Its number: 1, 2, 3 … per bot.
    pub number: i64,
    /// Whose it is.
    pub conversation: String,
    /// How the customer is called; empty where the transport does not tell.
    pub name: String,
    /// The language of the customer.
    pub language: Language,
    /// What the customer is.
    pub role: Audience,
    /// How it stands.
    pub state: State,
    /// Who has it.
    pub holder: Option<Agent>,
    /// When it was opened, or opened again.
    pub opened_at: i64,
    /// Since when the customer waits for a word of staff; `None` while staff wait for the customer.
    pub waiting_since: Option<i64>,
    /// When staff wrote last.
    pub answered_at: Option<i64>,
    /// When staff wrote first.
    pub first_reply_at: Option<i64>,
    /// When it was taken last.
    pub taken_at: Option<i64>,
    /// When it ended, and how.
    pub ended: Option<(i64, Ended)>,
    /// What the customer said of the help: good or bad.
    pub rating: Option<bool>,
    /// Whether the customer was asked that.
    pub rating_asked: bool,
    /// So many reminders were given since [`Ticket::waiting_since`].
    pub reminded: u32,
    /// Whether an agent was told that the customer writes another language.
    pub language_told: bool,
}

/// How a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has it yet.
    Waiting,
    /// A person has it: the bot is quiet.
    Taken,
    /// It has ended.
    Ended,
}

impl State {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Taken => "taken",
            State::Ended => "ended",
        }
    }

    /// The state of a word.
    pub fn of(word: &str) -> Option<State> {
        [State::Waiting, State::Taken, State::Ended].into_iter().find(|state| state.word() == word)
    }
}

/// How a ticket ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Staff resolved it.
    Resolved,
    /// The customer went back to the bot.
    Left,
    /// The customer did not answer staff.
    Silence,
    /// The customer was banned.
    Banned,
    /// What is kept about the customer was erased.
    Erased,
}

impl Ended {
    /// All of them.
    pub const ALL: [Ended; 5] = [Ended::Resolved, Ended::Left, Ended::Silence, Ended::Banned, Ended::Erased];

    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Ended::Resolved => "resolved",
            Ended::Left => "left",
            Ended::Silence => "silence",
            Ended::Banned => "banned",
            Ended::Erased => "erased",
        }
    }

    /// The end of a word.
    pub fn of(word: &str) -> Option<Ended> {
        Ended::ALL.into_iter().find(|ended| ended.word() == word)
    }
}

/// Somebody of the staff. `Debug` shows no name.
#[derive(Clone, PartialEq, Eq)]
pub struct Agent {
    /// As [`super::post::Author::id`].
    pub id: String,
    /// As [`super::post::Author::name`].
    pub name: String,
}

impl std::fmt::Debug for Agent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Agent")
    }
}

impl Ticket {
    /// A ticket that is opened now and that nobody has yet. Its number is the store's to give; whose it is and how they
    /// are called is still to be said.
    pub fn opened(language: Language, role: Audience, now: i64) -> Ticket {
        Ticket {
            number: 0,
            conversation: String::new(),
            name: String::new(),
            language,
            role,
            state: State::Waiting,
            holder: None,
            opened_at: now,
            waiting_since: Some(now),
            answered_at: None,
            first_reply_at: None,
            taken_at: None,
            ended: None,
            rating: None,
            rating_asked: false,
            reminded: 0,
            language_told: false,
        }
    }

    /// Whether it has not ended.
    pub fn is_open(&self) -> bool {
        self.state != State::Ended
    }
}
