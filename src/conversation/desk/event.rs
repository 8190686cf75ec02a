//! What happens at the desk: staff write, press, or do something to a topic.

use super::act::Act;
use super::post::Post;
use super::ticket::Agent;
use crate::conversation::Findings;

/// Something that happened in the group of the staff, or that it was asked to become one.
#[derive(Debug, Clone)]
pub struct AtDesk {
    /// Who did it; nobody where it happened by itself.
    pub agent: Option<Agent>,
    /// Where.
    pub seat: Seat,
    /// What.
    pub did: Did,
}

/// A place at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// The topic of a customer or, in a group without topics, a message that answers one of theirs. Whose it is
    /// stands in [`super::DeskSituation`].
    Customer,
    /// A topic that the bot opened and that belongs to nobody (any more).
    Orphan(i64),
    /// The message that lists those who wait, which somebody answers.
    List,
    /// Anywhere else in the group.
    Elsewhere,
    /// The topic of a customer in a group that was the desk before.
    Former,
    /// A group that is not the desk.
    Strange,
}

/// What was done.
#[derive(Debug, Clone)]
pub enum Did {
    /// A message was written.
    Wrote(Post),
    /// A message was changed.
    Edited(Post),
    /// An article was picked from the bot's suggestions: this message is what it reads.
    Picked(Post),
    /// A button was pressed; nothing where this version knows none such.
    Pressed(Option<Act>),
    /// A look-up of orders has come back.
    Found(Box<Findings>),
    /// The bot has asked how it stands in the group.
    Inspected(Inspection),
    /// Something that concerns nobody.
    Nothing,
}

/// How the bot stands in the group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The code with which the group is to become the desk.
    pub code: Option<String>,
    /// Whether that code is valid; only where there is one.
    pub code_is_valid: bool,
    /// Whether the group could be asked at all.
    pub reached: bool,
    /// Whether it is a group that can have topics.
    pub supergroup: bool,
    /// Whether it has topics.
    pub topics: bool,
    /// Whether anybody can find the group, and press its buttons without being a member.
    pub public: bool,
    /// Whether the bot may open, change and close topics.
    pub manages_topics: bool,
    /// Whether it may pin messages.
    pub pins: bool,
    /// Whether it may delete messages.
    pub deletes: bool,
    /// Whether whoever asked is an administrator.
    pub asker_is_administrator: bool,
}
