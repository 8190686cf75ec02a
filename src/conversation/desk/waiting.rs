//! Who waits: one message in the general topic, always up to date.

use super::ticket::{State, Ticket};
use crate::conversation::owner::hours::{LocalTime, Zone};
use crate::conversation::page::{Part, Saying, Value, Words, line as sentence};

/// So many tickets stand in the list.
pub const LISTED: i64 = 20;

/// Messages that are later than this are said to be late, in milliseconds.
pub const LATE_MS: i64 = 30 * 1000;

/// The list: the tickets whose customers wait, oldest first, how many there are in all, and by how much messages are
/// late at present.
pub fn parts(tickets: &[Ticket], all: usize, late_ms: i64, zone: Zone) -> Vec<Part> {
    let mut parts = Vec::new();
    if late_ms >= LATE_MS {
        parts.push(Part::Words(Words::new(Saying::DeskLate).with("span", Value::Span(late_ms.max(60_000)))));
    }
    if tickets.is_empty() {
        parts.insert(0, sentence(Saying::DeskNobodyWaits));
        return parts;
    }
    parts.insert(0, Part::Words(Words::new(Saying::DeskWaiting).with("count", Value::Number(all))));
    parts.push(Part::Numbered(tickets.iter().map(|ticket| line(ticket, zone)).collect()));
    parts
}

fn line(ticket: &Ticket, zone: Zone) -> Words {
    let saying = if ticket.state == State::Taken { Saying::DeskWaitingTaken } else { Saying::DeskWaitingLine };
    let agent = ticket.holder.as_ref().map(|holder| holder.name.clone()).unwrap_or_default();
    let since = ticket.waiting_since.unwrap_or(ticket.opened_at);
    Words::new(saying)
        .with("number", Value::Text(ticket.number.to_string()))
        .with("name", Value::Text(ticket.name.clone()))
        .with("language", Value::Language(ticket.language))
        .with("at", Value::Moment(LocalTime::of(since, zone)))
        .with("agent", Value::Text(agent))
}
