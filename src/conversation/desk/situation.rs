//! What a turn is told of the desk: what the merchant has set, and what the store knows.

use super::story::Line;
use super::ticket::Ticket;
use crate::language::Language;
use crate::orders::Link;

/// What the merchant has set about the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRules {
    /// The language of the group.
    pub language: Language,
    /// The languages that its staff read.
    pub reads: Vec<Language>,
    /// Whether customers see the names of staff.
    pub shows_names: bool,
    /// Within so many minutes somebody answers, as a rule.
    pub reply_minutes: u32,
    /// For so long after the end of a ticket the way back to it is offered, in milliseconds.
    pub return_ms: i64,
}

/// The usual rules: a group that reads Indonesian.
impl Default for DeskRules {
    fn default() -> DeskRules {
        DeskRules {
            language: Language::Indonesian,
            reads: vec![Language::Indonesian],
            shows_names: false,
            reply_minutes: 15,
            return_ms: 48 * 60 * 60 * 1000,
        }
    }
}

/// What the store knows of the desk and of one customer: of the sender or, in a topic, of whose topic it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskSituation {
    /// Whether a group is connected in which the bot may write.
    pub connected: bool,
    /// The customer's newest ticket.
    pub ticket: Option<Ticket>,
    /// Whether staff do not want to hear of the customer.
    pub banned: bool,
    /// What was said while the newest ticket was open, oldest first. Told in a topic only.
    pub lines: Vec<Line>,
    /// What was said at the desk lately, of whatever ticket, oldest first. Told in a topic only.
    pub earlier: Vec<Line>,
    /// The orders that the customer has proven. Told in a topic only.
    pub linked: Vec<Link>,
}

impl DeskSituation {
    /// The customer's ticket, while it has not ended.
    pub fn open_ticket(&self) -> Option<&Ticket> {
        self.ticket.as_ref().filter(|ticket| ticket.is_open())
    }
}
