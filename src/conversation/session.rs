//! What the bot remembers of a conversation from one message to the next.

use serde::{Deserialize, Serialize};

use super::desk::story::{Exchange, LONGEST, REMEMBERED, REMEMBERED_MS};
use super::orders::OrderFile;
use super::orders::proving::{Claim, PHONE_PROVES_MS, SharedPhone};
use super::owner::dialogue::Draft;
use super::thread::Thread;
use crate::knowledge::{ArticleId, Audience};
use crate::language::{Language, Script};
use crate::orders::OrderNumber;

/// The memory of one conversation. Stored as JSON, so that a field can be added at any time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The language that the customer chose; it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_language: Option<Language>,
    /// The language of the last reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_language: Option<Language>,
    /// The script that the customer wrote Chinese in last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
    /// The script of the sender's app when it last told one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_script: Option<Script>,
    /// The script that they asked for; it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_script: Option<Script>,
    /// Whom the topics are shown for: as the customer said or chose, else as the last article tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Audience>,
    /// What the customer said of being a buyer or a seller, in words or by choosing the topics of the other role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_role: Option<Audience>,
    /// Messages in a row that were not understood.
    #[serde(skip_serializing_if = "is_zero")]
    pub misses: u8,
    /// The last question: the next words may belong to it. Kept apart from the rest, because it is
    /// forgotten much sooner.
    #[serde(skip)]
    pub question: Option<Question>,
    /// What the talk is about: what a follow-up is read against. Kept apart like the question.
    #[serde(skip)]
    pub thread: Option<Thread>,
    /// The article that answered the last question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<ArticleId>,
    /// Other articles that fitted that question, best first: offered when the answer did not help.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<ArticleId>,
    /// The album whose first picture was answered: the others are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// The language of the sender's app when they last did something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_language: Option<Language>,
    /// The button that was pressed last: a second tap at once is the same press.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pressed: Option<Press>,
    /// What an owner is asked to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// The order that the customer says is theirs. Kept apart like the question.
    #[serde(skip)]
    pub claim: Option<Claim>,
    /// The customer's own telephone number, hashed, once they have shared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<SharedPhone>,
    /// The orders that a seller has checked last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<OrderNumber>,
    /// The file of orders that a seller has sent last. Kept apart like the question.
    #[serde(skip)]
    pub file: Option<OrderFile>,
    /// What was asked lately and what was answered, oldest first, for the person who may take over. Kept apart, because
    /// it is forgotten after a day.
    #[serde(skip)]
    pub story: Vec<Exchange>,
}

/// A button that was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// What it means, as [`super::Button::encode`] writes it.
    pub button: String,
    /// The message that it stands on, in the transport's numbers.
    pub message: Option<i64>,
    /// When it was pressed, in Unix milliseconds.
    pub at: i64,
}

/// A second press of the same button within this time is an impatient finger, in milliseconds.
const SAME_PRESS_MS: i64 = 2_000;

/// What was asked, in one message or in several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its words, one message a line.
    pub text: String,
    /// When its first message was taken in, in Unix milliseconds.
    pub begun: i64,
    /// When its last message was sent, in Unix milliseconds.
    pub at: i64,
    /// What became of it.
    pub became: Became,
    /// What it was answered with, as [`super::joining::answer`] says.
    #[serde(default)]
    pub answer: Option<String>,
    /// Whether what is held back answers it, and not a courtesy after it.
    #[serde(default)]
    pub held: bool,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It was no question yet, but a courtesy.
    Returned,
    /// It was answered.
    Answered,
    /// Choices were offered.
    Offered,
    /// It was not understood.
    Missed,
}

impl Question {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        matches!(self.became, Became::Offered | Became::Missed)
    }
}

/// A question and the misses before it are forgotten after half an hour, in milliseconds.
pub const FORGOTTEN_AFTER_MS: i64 = 30 * 60 * 1000;

impl Session {
    /// The session as it is at a time: what was asked long ago has nothing to do with what comes now.
    pub fn at(mut self, now: i64) -> Session {
        if self.question.as_ref().is_some_and(|last| now.saturating_sub(last.at) > FORGOTTEN_AFTER_MS) {
            self.settled();
        }
        self.thread = self.thread.filter(|thread| now.saturating_sub(thread.at) <= FORGOTTEN_AFTER_MS);
        self.draft = self.draft.filter(|draft| now.saturating_sub(draft.at) <= FORGOTTEN_AFTER_MS);
        self.phone = self.phone.filter(|phone| now.saturating_sub(phone.at) <= PHONE_PROVES_MS);
        self.file = self.file.filter(|file| now.saturating_sub(file.sent_at) <= FORGOTTEN_AFTER_MS);
        self.claim = self.claim.filter(|claim| now.saturating_sub(claim.at) <= FORGOTTEN_AFTER_MS);
        self.story.retain(|exchange| now.saturating_sub(exchange.at) <= REMEMBERED_MS);
        self
    }

    /// The last question is settled: nothing is open, and no miss counts any more.
    pub fn settled(&mut self) {
        self.question = None;
        self.misses = 0;
    }

    /// Remembers what was asked and what became of it, at most [`LONGEST`] characters of the question; of more than
    /// [`REMEMBERED`] exchanges the oldest are forgotten.
    pub fn remember(&mut self, mut exchange: Exchange) {
        if let Some((end, _)) = exchange.asked.char_indices().nth(LONGEST) {
            exchange.asked.truncate(end);
        }
        self.story.push(exchange);
        let surplus = self.story.len().saturating_sub(REMEMBERED);
        self.story.drain(..surplus);
    }

    /// Notes the language of the sender's app. When it has changed, it counts for more than the language
    /// of earlier talk.
    pub fn note_app(&mut self, language: Option<Language>) {
        if self.app_language.is_some() && language.is_some() && self.app_language != language {
            self.last_language = None;
        }
        self.app_language = language.or(self.app_language);
    }

    /// Notes that a button is pressed; whether it is not the same press once more.
    pub fn presses(&mut self, press: Press) -> bool {
        let same = self.pressed.as_ref().is_some_and(|last| {
            let at_once = press.at.saturating_sub(last.at) < SAME_PRESS_MS;
            at_once && last.button == press.button && last.message == press.message
        });
        self.pressed = Some(press);
        !same
    }

    /// Whether a question waits for an answer.
    pub fn is_asked(&self) -> bool {
        self.question.as_ref().is_some_and(Question::is_open)
    }
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(at: i64, asked: &str) -> Exchange {
        Exchange { at, asked: asked.to_owned(), article: None, outcome: "nothing".to_owned() }
    }

    fn times(session: &Session) -> Vec<i64> {
        session.story.iter().map(|exchange| exchange.at).collect()
    }

    #[test]
    fn the_last_exchanges_of_a_day_are_remembered() {
        let mut session = Session::default();
        for at in 0..7 {
            session.remember(exchange(at, "gmn"));
        }
        assert_eq!(times(&session), [2, 3, 4, 5, 6]);
        assert_eq!(times(&session.clone().at(2 + REMEMBERED_MS)), [2, 3, 4, 5, 6]);
        assert_eq!(times(&session.at(5 + REMEMBERED_MS)), [5, 6]);
    }

    #[test]
    fn a_long_question_is_cut_between_characters() {
        let mut session = Session::default();
        for (length, kept) in [(LONGEST - 1, LONGEST - 1), (LONGEST, LONGEST), (LONGEST + 1, LONGEST)] {
            session.remember(exchange(0, &"订".repeat(length)));
            let asked = session.story.last().map(|exchange| exchange.asked.chars().count());
            assert_eq!(asked, Some(kept));
        }
    }
}
