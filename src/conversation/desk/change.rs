//! What a turn changes at the desk. The service does it in the transaction of the turn.

use super::story::Exchange;
use super::ticket::Ticket;
use crate::knowledge::ArticleId;
use crate::language::Language;

/// Something that changes at the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A ticket is opened (its number is given by the store), with what was asked before.
    Open(Box<Ticket>, Vec<Exchange>),
    /// A ticket has become this.
    Save(Box<Ticket>),
    /// What was asked of the bot while the ticket was closed, for whoever takes it now.
    Story(Vec<Exchange>),
    /// The message of this turn goes to the customer's topic.
    PassToDesk {
        /// The article that comes nearest, where staff may not read the language.
        gloss: Option<ArticleId>,
        /// The article with which the bot has answered it.
        answered: Option<ArticleId>,
    },
    /// The message of this turn goes to the customer.
    PassToCustomer {
        /// The customer's language.
        language: Language,
        /// The name that the customer may see.
        name: Option<String>,
    },
    /// The message of this turn is a note among staff.
    Note(String),
    /// The bot said something to the customer that staff should know of: this, in the language of the group.
    BotSaid(String),
    /// The copy of a message of staff is taken back at the customer's side.
    TakeBack {
        /// The message of staff.
        message: i64,
        /// Whether nothing is said where there is no copy.
        quietly: bool,
    },
    /// Staff do not want to hear of the customer any more.
    Ban,
    /// They do again.
    Unban,
    /// A topic is closed that belongs to nobody.
    CloseTopic(i64),
    /// A question and its answer may become an article.
    NoteGap {
        /// What the customer asked.
        question: String,
        /// What staff answered.
        answer: String,
    },
    /// It is to be asked how the bot stands in this group; with a code, in order to become the desk.
    Inspect(Option<String>),
    /// This group becomes the desk, by this code.
    Connect(String),
    /// What staff see of the customer is brought up to date.
    Refresh,
}
