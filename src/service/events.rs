//! What an outside system is told of tickets: a [`TicketEvent`] each, queued in the transaction in which it happens.
//!
//! Events are entries of the outbox under a name of their own ([`outbox::events_of`]), a destination per ticket: they
//! are carried by a worker of their own, in order, and hold up no message. What is absent here: how they are sent and
//! signed, which is [`operate::events`](crate::operate::events)'s business.

use serde::{Deserialize, Serialize};

use super::delivery::Delivery;
use super::masking::masked;
use super::receive::Service;
use super::transact::payloads;
use crate::conversation::desk::story::Speaker;
use crate::conversation::desk::ticket::{Ended, Ticket};
use crate::knowledge::Audience;
use crate::language::Language;
use crate::store::ids::new_id;
use crate::store::{Sql, StoreError, outbox};

/// Something that happened to a ticket, as an outside system is told: this, as JSON. What is `None` is left out.
/// `Debug` shows no words and no names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketEvent {
    /// Its id: the same however often it is sent.
    pub id: String,
    /// What happened.
    pub kind: Kind,
    /// When, in Unix milliseconds.
    pub at: i64,
    /// The ticket's number.
    pub ticket: i64,
    /// The language of the customer.
    pub language: Language,
    /// What the customer is.
    pub role: Audience,
    /// How the customer is called, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who said something: of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
    /// The words of a message. Whatever they were, they are queued with secrets masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who of the staff did it, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What the customer said of the help: of a rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// How the ticket ended: of an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<Ended>,
}

/// What happened to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// It was opened, or opened again.
    #[serde(rename = "ticket.opened")]
    Opened,
    /// Somebody said something.
    #[serde(rename = "ticket.message")]
    Message,
    /// Somebody of the staff took it.
    #[serde(rename = "ticket.taken")]
    Taken,
    /// It ended, however it did.
    #[serde(rename = "ticket.resolved")]
    Resolved,
    /// The customer rated the help.
    #[serde(rename = "ticket.rated")]
    Rated,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] = [Kind::Opened, Kind::Message, Kind::Taken, Kind::Resolved, Kind::Rated];

    /// Its name outside.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Opened => "ticket.opened",
            Kind::Message => "ticket.message",
            Kind::Taken => "ticket.taken",
            Kind::Resolved => "ticket.resolved",
            Kind::Rated => "ticket.rated",
        }
    }
}

/// What a customer said of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// 👍
    Good,
    /// 👎
    Bad,
}

impl From<bool> for Rating {
    fn from(good: bool) -> Rating {
        if good { Rating::Good } else { Rating::Bad }
    }
}

impl std::fmt::Debug for TicketEvent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("TicketEvent");
        shown.field("kind", &self.kind).field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

impl TicketEvent {
    /// Something that happened to a ticket at a time, of which no more is to be said.
    pub fn new(kind: Kind, ticket: &Ticket, at: i64) -> TicketEvent {
        TicketEvent {
            id: new_id(at),
            kind,
            at,
            ticket: ticket.number,
            language: ticket.language,
            role: ticket.role,
            name: Some(ticket.name.clone()).filter(|name| !name.is_empty()),
            speaker: None,
            text: None,
            by: None,
            rating: None,
            ended_by: None,
        }
    }
}

/// Queues an event for the outside system. Where there is none, it does nothing, and so it does with what staff say
/// among themselves: that never leaves the topic.
///
/// # Errors
/// What the database says.
pub fn queue(service: &Service, sql: &mut dyn Sql, event: TicketEvent) -> Result<(), StoreError> {
    if service.events.is_none() || event.speaker == Some(Speaker::Note) {
        return Ok(());
    }
    let event = TicketEvent { text: event.text.as_deref().map(masked), ..event };
    let (bot, destination) = (outbox::events_of(&service.bot), destination(event.ticket));
    outbox::append(sql, &bot, &destination, &payloads(&[Delivery::Event(Box::new(event))])?, None)
}

/// Forgets what the outside system has not been told of a ticket yet: its customer is forgotten.
///
/// # Errors
/// What the database says.
pub fn forget(service: &Service, sql: &mut dyn Sql, ticket: i64) -> Result<(), StoreError> {
    outbox::drop_all(sql, &outbox::events_of(&service.bot), &destination(ticket))
}

fn destination(ticket: i64) -> String {
    format!("ticket:{ticket}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::service::fakes::service_in_memory;

    type Tested = Result<(), Box<dyn std::error::Error>>;

    fn ticket(name: &str) -> Ticket {
        Ticket {
            number: 17,
            conversation: "telegram:777".to_owned(),
            name: name.to_owned(),
            ..Ticket::opened(Language::Chinese, Audience::Seller, 5)
        }
    }

    fn without_id(event: &TicketEvent) -> Result<Value, serde_json::Error> {
        let mut value = serde_json::to_value(event)?;
        let id = value.as_object_mut().and_then(|fields| fields.remove("id"));
        assert!(id.is_some_and(|id| id.as_str().is_some_and(|id| id.len() == 28)));
        Ok(value)
    }

    #[test]
    fn outside_it_is_the_documented_json() -> Tested {
        let opened = TicketEvent::new(Kind::Opened, &ticket(""), 5);
        let plain = json!({"kind": "ticket.opened", "at": 5, "ticket": 17, "language": "zh", "role": "seller"});
        assert_eq!(without_id(&opened)?, plain);
        let full = TicketEvent {
            speaker: Some(Speaker::Staff),
            text: Some("halo".to_owned()),
            by: Some("Sari".to_owned()),
            rating: Some(Rating::from(false)),
            ended_by: Some(Ended::Silence),
            ..TicketEvent::new(Kind::Rated, &ticket("Ani"), 6)
        };
        let expected = json!({
            "kind": "ticket.rated", "at": 6, "ticket": 17, "language": "zh", "role": "seller", "name": "Ani",
            "speaker": "staff", "text": "halo", "by": "Sari", "rating": "bad", "ended_by": "silence"
        });
        assert_eq!(without_id(&full)?, expected);
        assert_eq!(serde_json::from_str::<TicketEvent>(&serde_json::to_string(&full)?)?, full);
        assert_eq!(format!("{full:?}"), "TicketEvent { kind: Rated, ticket: 17, .. }");
        Ok(())
    }

    #[test]
    fn every_word_is_the_one_of_the_store() -> Tested {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind)?, kind.word());
        }
        for ended in Ended::ALL {
            assert_eq!(serde_json::to_value(ended)?, ended.word());
        }
        for speaker in [Speaker::Customer, Speaker::Staff, Speaker::Bot, Speaker::Note] {
            assert_eq!(serde_json::to_value(speaker)?, speaker.word());
        }
        Ok(())
    }

    /// The payloads that wait for the outside system after one event.
    async fn queued(service: &Service, text: &str) -> Result<Vec<String>, StoreError> {
        let event = TicketEvent { text: Some(text.to_owned()), ..TicketEvent::new(Kind::Message, &ticket(""), 5) };
        let inside = service.clone();
        let work = service.store.transaction(move |sql| {
            queue(&inside, sql, event)?;
            let rows = sql.query("SELECT payload FROM outbox WHERE bot = 'bot events'", &[])?;
            rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
        });
        work.await
    }

    #[tokio::test]
    async fn it_is_queued_with_secrets_masked_where_somebody_listens() -> Tested {
        let (service, _) = service_in_memory()?;
        assert_eq!(queued(&service, "nobody listens").await?, Vec::<String>::new());
        let service = Service { events: Some(std::sync::Arc::default()), ..service };
        let payloads = queued(&service, "my card is 4111 1111 1111 1111").await?;
        assert!(payloads.len() == 1 && payloads[0].contains("••••") && !payloads[0].contains("4111"), "{payloads:?}");
        let note = TicketEvent { speaker: Some(Speaker::Note), ..TicketEvent::new(Kind::Message, &ticket(""), 5) };
        let inside = service.clone();
        service.store.transaction(move |sql| queue(&inside, sql, note)).await?;
        let inside = service.clone();
        let depth = service.store.transaction(move |sql| outbox::depth(sql, &outbox::events_of(&inside.bot))).await?;
        assert_eq!(depth, 1, "a note stays inside");
        let inside = service.clone();
        service.store.transaction(move |sql| forget(&inside, sql, 17)).await?;
        assert_eq!(queued(&service, "anew").await?.len(), 1, "what was queued before is forgotten");
        Ok(())
    }
}
