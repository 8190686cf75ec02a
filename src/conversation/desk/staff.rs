//! The side of staff: what they write in a customer's topic goes to the customer. `//` and commands do not; the
//! commands and buttons are in [`super::tools`].

use super::change::Change;
use super::event::{AtDesk, Did, Seat};
use super::post::{Body, Post};
use super::ticket::{Agent, State, Ticket};
use super::{connecting, tools};
use crate::conversation::effect::Effect;
use crate::conversation::page::{self, Part, Saying, Value, Words};
use crate::conversation::reply::{Phrase, Placement, Toast};
use crate::conversation::turn::{Note, Start, Turn};

/// What begins a note among staff.
const NOTE: &str = "//";

/// A text of fewer letters is no ground to speak of its language.
const TELLS_LANGUAGE: usize = 12;

/// Takes a turn at the desk.
pub fn take(turn: Start<'_>, at: AtDesk) -> Turn {
    let turn = Start { language: turn.context.desk.language, ..turn };
    let AtDesk { agent, seat, did } = at;
    match (seat, did) {
        (_, Did::Inspected(inspection)) => connecting::inspected(turn, &inspection),
        (seat, Did::Wrote(post)) if connecting::is_asked(&post) => connecting::asked(turn, &post, seat),
        (Seat::Customer, did) => match turn.context.situation.desk.ticket.clone() {
            Some(ticket) => of_customer(turn, agent, ticket, did),
            None => turn.silent("unheard"),
        },
        (Seat::Orphan(topic), Did::Wrote(_) | Did::Picked(_)) => orphan(turn, topic),
        (Seat::Former, Did::Wrote(_) | Did::Picked(_)) => said(turn, Words::new(Saying::DeskNoLonger), "desk_former"),
        (Seat::Elsewhere, Did::Wrote(post)) if tools::command(post.words()).is_some() => {
            said(turn, Words::new(Saying::DeskNoCustomer), "desk_elsewhere")
        }
        (Seat::List, Did::Wrote(_)) => said(turn, Words::new(Saying::DeskNotHere), "desk_elsewhere"),
        (_, Did::Pressed(_)) => turn.toast(Phrase::ToastUnknown, "unknown_button"),
        _ => turn.silent("unheard"),
    }
}

/// Something was done in the topic of a customer.
fn of_customer(turn: Start<'_>, agent: Option<Agent>, ticket: Ticket, did: Did) -> Turn {
    let agent = agent.unwrap_or_else(|| Agent { id: String::new(), name: String::new() });
    match did {
        Did::Wrote(post) => wrote(turn, agent, ticket, &post),
        Did::Edited(post) if is_for_the_customer(post.words()) => passed_on(turn, &ticket, &agent),
        // What has become a note is the customer's no more.
        Did::Edited(post) => tools::taken_back(turn, post.message, true),
        Did::Picked(post) => tools::picked(turn, agent, ticket, post.words()),
        Did::Pressed(Some(act)) => tools::pressed(turn, agent, ticket, act),
        Did::Pressed(None) => turn.toast(Phrase::ToastUnknown, "unknown_button"),
        Did::Found(findings) => tools::found(turn, &findings),
        Did::Inspected(_) | Did::Nothing => turn.silent("unheard"),
    }
}

fn wrote(turn: Start<'_>, agent: Agent, ticket: Ticket, post: &Post) -> Turn {
    let words = post.words();
    if let Some(note) = words.trim_start().strip_prefix(NOTE) {
        return noted(turn, note.trim());
    }
    match tools::command(words) {
        Some((command, argument)) => tools::commanded(turn, agent, ticket, command, argument, post.reply_to),
        None if tools::looks_like_a_command(words) => {
            said(turn, Words::new(Saying::DeskUnknownCommand), "desk_unknown_command")
        }
        None => written(turn, agent, ticket, words),
    }
}

/// A note among staff: it never leaves the topic.
pub fn noted(turn: Start<'_>, note: &str) -> Turn {
    let mut ended = turn.silent("desk_note");
    ended.effects.push(Effect::Desk(Change::Note(note.to_owned())));
    ended
}

/// Whether words of staff are for the customer.
pub fn is_for_the_customer(words: &str) -> bool {
    !words.trim_start().starts_with(NOTE) && !tools::looks_like_a_command(words)
}

/// Words for the customer. They take a ticket that nobody has, and open one again that has ended.
fn written(turn: Start<'_>, agent: Agent, ticket: Ticket, words: &str) -> Turn {
    let now = turn.moment.now;
    let other = !ticket.language_told && is_other_language(&turn, &ticket, words);
    let language = ticket.language;
    let after = Ticket { language_told: ticket.language_told || other, ..answered(ticket, &agent, now) };
    let mut ended = passed_on(turn, &after, &agent);
    if other {
        let words = Words::new(Saying::DeskOtherLanguage).with("language", Value::Language(language));
        let group = ended.language;
        ended.reply = Some(page::reply(group, Placement::New, vec![Part::Words(words)], vec![]));
    }
    ended.effects.push(Effect::Desk(Change::Save(Box::new(after))));
    ended
}

fn passed_on(turn: Start<'_>, ticket: &Ticket, agent: &Agent) -> Turn {
    let name = Some(agent.name.clone()).filter(|name| turn.context.desk.shows_names && !name.is_empty());
    let mut ended = turn.end(None, Note { outcome: "to_customer", ..Note::default() });
    ended.effects.push(Effect::Desk(Change::PassToCustomer { language: ticket.language, name }));
    ended
}

/// A ticket to which staff have said something just now.
pub fn answered(ticket: Ticket, agent: &Agent, now: i64) -> Ticket {
    let taken = if ticket.state == State::Taken { ticket } else { taken(ticket, agent, now) };
    Ticket {
        waiting_since: None,
        reminded: 0,
        answered_at: Some(now),
        first_reply_at: taken.first_reply_at.or(Some(now)),
        ..taken
    }
}

/// A ticket that somebody takes.
pub fn taken(ticket: Ticket, agent: &Agent, now: i64) -> Ticket {
    Ticket { state: State::Taken, holder: Some(agent.clone()), taken_at: Some(now), ended: None, ..ticket }
}

/// Whether words are surely in another language than the customer's.
fn is_other_language(turn: &Start<'_>, ticket: &Ticket, words: &str) -> bool {
    let units: usize = words.chars().map(|letter| if letter.is_ascii() { 1 } else { 3 }).sum();
    if units < TELLS_LANGUAGE {
        return false;
    }
    let understood = turn.context.understanding.understand(words);
    understood.language_certain && understood.language.is_some_and(|language| language != ticket.language)
}

/// Somebody writes in a topic that the bot opened and that belongs to nobody: it is closed.
fn orphan(turn: Start<'_>, topic: i64) -> Turn {
    let mut ended = said(turn, Words::new(Saying::DeskOrphan), "desk_orphan");
    ended.effects.push(Effect::Desk(Change::CloseTopic(topic)));
    ended
}

/// Says something to staff, in a message of its own.
pub fn said(turn: Start<'_>, words: Words, outcome: &'static str) -> Turn {
    page::show(turn, Placement::New, vec![Part::Words(words)], vec![], outcome)
}

/// Says something to staff: over the button that was pressed, else in a message.
pub fn told(turn: Start<'_>, words: Words, outcome: &'static str) -> Turn {
    if turn.moment.pressed_message.is_none() {
        return said(turn, words, outcome);
    }
    let mut ended = turn.silent(outcome);
    ended.toast = Some(Toast::Words(words));
    ended
}

impl Post {
    /// Its words, or those under it.
    pub fn words(&self) -> &str {
        match &self.body {
            Body::Words(words) => &words.text,
            Body::File { caption, .. } => &caption.text,
            Body::Thing(_) => "",
        }
    }

    /// What the messages of its album have in common, where it is of one.
    pub fn album(&self) -> Option<&str> {
        match &self.body {
            Body::File { album, .. } => album.as_deref(),
            Body::Words(_) | Body::Thing(_) => None,
        }
    }
}
