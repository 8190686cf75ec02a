//! What stands at the top of a customer's topic: how things stand, and what staff can do.

use super::act::Act;
use super::story::{Line, Speaker};
use super::ticket::{Ended, State, Ticket};
use crate::conversation::Button;
use crate::conversation::owner::hours::{LocalTime, Zone};
use crate::conversation::page::{Part, Saying, Value, Words, line as sentence};
use crate::knowledge::Audience;
use crate::orders::{Link, Status};

/// So many of the last lines stand on the card.
pub const LINES: usize = 8;

/// The longest text of a line on the card, in characters.
const LONGEST_LINE: usize = 200;

/// What the card is made of.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The ticket.
    pub ticket: &'a Ticket,
    /// What was said lately, oldest first.
    pub lines: &'a [Line],
    /// The orders that the customer has proven, with the status that is known.
    pub orders: &'a [(Link, Option<Status>)],
    /// Whether staff do not want to hear of the customer.
    pub banned: bool,
    /// Whether the group has topics: what is written there goes to the customer, else only replies do.
    pub topics: bool,
    /// The zone of the times on it.
    pub zone: Zone,
}

/// The words of the card.
pub fn parts(facts: &Facts<'_>) -> Vec<Part> {
    let ticket = facts.ticket;
    let mut parts = vec![Part::Words(heading(ticket))];
    parts.extend(state(ticket, facts.zone).into_iter().map(Part::Words));
    let orders = facts.orders.iter().map(|(link, status)| {
        Words::new(Saying::DeskCardOrder)
            .with("end", Value::Text(link.number.end().to_owned()))
            .with("status", Value::Status(status.unwrap_or_default()))
    });
    parts.push(Part::Bullets(orders.collect()));
    if facts.banned {
        parts.push(sentence(Saying::DeskCardBanned));
    }
    if !facts.lines.is_empty() {
        let shown = facts.lines.len().saturating_sub(LINES);
        parts.push(sentence(Saying::DeskCardStory));
        parts.push(Part::Bullets(facts.lines[shown..].iter().map(short).collect()));
    }
    let hint = if facts.topics { Saying::DeskCardHint } else { Saying::DeskCardHintReply };
    parts.push(sentence(hint));
    parts
}

fn heading(ticket: &Ticket) -> Words {
    Words::new(Saying::DeskCardHeading)
        .with("number", Value::Text(ticket.number.to_string()))
        .with("name", Value::Text(ticket.name.clone()))
        .with("language", Value::Language(ticket.language))
        .with("role", Value::Words(Box::new(Words::new(role(ticket.role)))))
}

/// What the customer is.
pub fn role(role: Audience) -> Saying {
    match role {
        Audience::Buyer => Saying::DeskBuyer,
        Audience::Seller => Saying::DeskSeller,
    }
}

fn state(ticket: &Ticket, zone: Zone) -> Vec<Words> {
    let at = |at: i64| Value::Moment(LocalTime::of(at, zone));
    let mut lines = Vec::new();
    match (ticket.state, &ticket.holder, ticket.ended) {
        (State::Ended, _, Some((when, how))) => lines.push(Words::new(ended(how)).with("at", at(when))),
        (State::Taken, Some(holder), _) => lines.push(
            Words::new(Saying::DeskCardTaken)
                .with("agent", Value::Text(holder.name.clone()))
                .with("at", at(ticket.taken_at.unwrap_or(ticket.opened_at))),
        ),
        _ => lines.push(Words::new(Saying::DeskCardWaiting)),
    }
    if ticket.is_open() {
        lines.push(match ticket.waiting_since {
            Some(since) => Words::new(Saying::DeskCardCustomerWaits).with("at", at(since)),
            None => Words::new(Saying::DeskCardWeWait).with("at", at(ticket.answered_at.unwrap_or(ticket.opened_at))),
        });
    }
    lines.extend(
        ticket.rating.map(|good| Words::new(if good { Saying::DeskCardRatedGood } else { Saying::DeskCardRatedBad })),
    );
    lines
}

fn ended(how: Ended) -> Saying {
    match how {
        Ended::Resolved => Saying::DeskCardResolved,
        Ended::Left => Saying::DeskCardLeft,
        Ended::Silence => Saying::DeskCardSilence,
        Ended::Banned | Ended::Erased => Saying::DeskCardEnded,
    }
}

fn short(one: &Line) -> Words {
    let mut text: String = one.text.chars().take(LONGEST_LINE).collect();
    if text.len() < one.text.len() {
        text.push('…');
    }
    line(&Line { text, ..one.clone() })
}

/// One line of what was said, by who said it.
pub fn line(line: &Line) -> Words {
    let saying = match line.speaker {
        Speaker::Customer => Saying::DeskLineCustomer,
        Speaker::Staff => Saying::DeskLineStaff,
        Speaker::Bot => Saying::DeskLineBot,
        Speaker::Note => Saying::DeskLineNote,
    };
    Words::new(saying).with("text", Value::Text(line.text.clone()))
}

/// The buttons under the card.
pub fn buttons(ticket: &Ticket) -> Vec<Vec<Button>> {
    let act = Button::Desk;
    let second = vec![act(Act::Suggest), act(Act::More)];
    match ticket.state {
        State::Waiting => vec![vec![act(Act::Take), act(Act::Resolve)], second],
        State::Taken => vec![vec![act(Act::Release), act(Act::Resolve)], second],
        State::Ended => vec![vec![act(Act::Take), act(Act::More)]],
    }
}

/// The rarer tools.
pub fn more_buttons(banned: bool) -> Vec<Vec<Button>> {
    let act = Button::Desk;
    let ban = if banned { Act::Unban } else { Act::Ban };
    vec![
        vec![act(Act::History), act(Act::Order), act(Act::Code)],
        vec![act(Act::Note), act(Act::Undo), act(ban)],
        vec![act(Act::Less)],
    ]
}
