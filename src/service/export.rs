//! What is kept about somebody, as a file for them: `/privacy` promises it.
//!
//! What others have said about them among themselves is not part of it; everything that they said and were told is.

use serde_json::{Value, json};

use super::delivery::Delivery;
use super::receive::Service;
use super::transact::{Arrival, payloads};
use crate::conversation::desk::story::Speaker;
use crate::conversation::desk::{Ended, Ticket};
use crate::conversation::page::{Saying, Words};
use crate::conversation::standing_language;
use crate::language::Locale;
use crate::store::{Sql, StoreError, journal, lines, links, outbox, sessions, tickets, watches};

/// So many lines of talk with staff are given.
const LINES: i64 = 5_000;

/// Queues the file for whoever asks.
pub(super) fn queue(service: &Service, sql: &mut dyn Sql, arrival: &Arrival) -> Result<(), StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    let session = sessions::load(sql, bot, conversation)?;
    let language = standing_language(&session, arrival.moment, service.default_language);
    let kept = all(sql, bot, conversation)?;
    let text = serde_json::to_string_pretty(&kept).map_err(|error| StoreError::Shape(error.to_string()))?;
    let locale = Locale::new(language, session.reads_in());
    let message = service.voice.message(&service.library, vec![Words::new(Saying::ExportMade)], locale);
    let file = Delivery::File { name: "tanya.json".to_owned(), text, message };
    outbox::append(sql, bot, conversation, &payloads(&[file])?, None)
}

/// Everything that is kept about a conversation.
///
/// # Errors
/// What the database says.
pub fn all(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<Value, StoreError> {
    let session = sessions::load(sql, bot, conversation)?;
    let said = lines::of(sql, bot, conversation, None, LINES)?;
    let said = said.into_iter().filter(|line| line.speaker != Speaker::Note);
    let said: Vec<Value> =
        said.map(|line| json!({"at": line.at, "speaker": line.speaker.word(), "text": line.text})).collect();
    let tickets: Vec<Value> = tickets::of(sql, bot, conversation)?.iter().map(ticket).collect();
    let linked = links::with_status(sql, bot, conversation)?;
    let orders: Vec<Value> =
        linked.iter().map(|(link, _)| json!({"number": link.number.as_str(), "shop": link.shop})).collect();
    let watched: Vec<String> =
        watches::of(sql, bot, conversation)?.iter().map(|number| number.as_str().to_owned()).collect();
    Ok(json!({
        "conversation": conversation,
        "session": session,
        "last_question": session.question,
        "last_topic": session.thread,
        "story": session.story,
        "answers": journal::of(sql, bot, conversation)?,
        "orders": orders,
        "watched_orders": watched,
        "tickets": tickets,
        "said_with_staff": said,
    }))
}

fn ticket(ticket: &Ticket) -> Value {
    json!({
        "number": ticket.number,
        "name": ticket.name,
        "language": ticket.language,
        "opened_at": ticket.opened_at,
        "ended_at": ticket.ended.map(|(at, _)| at),
        "ended_by": ticket.ended.map(|(_, how): (i64, Ended)| how.word()),
        "rating": ticket.rating,
    })
}
