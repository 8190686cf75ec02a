//! The topic that an entry goes to: opened, opened again or opened anew where need be, before anything is carried
//! there.
//!
//! Between a topic that the transport has opened and the note of its number the program may die. The topic is then an
//! orphan, and another one is opened; see `arriving` for what becomes of the orphan.

use super::envelope;
use super::tasks::card;
use super::{PLAIN, PREFIX, group, is_lost};
use crate::conversation::desk::{State, Ticket};
use crate::service::delivery::{Carried, Courier, Delivery};
use crate::service::incoming::ConversationId;
use crate::service::letter::{Icon, Managed, Obstacle, TopicAct};
use crate::service::receive::Service;
use crate::service::transact::lock_of;
use crate::store::copies::Writer;
use crate::store::topics::{self, Topic};
use crate::store::{StoreError, copies, options, outbox, tickets};

/// Where a customer's entries go.
pub(super) struct Place {
    /// The group.
    pub desk: String,
    /// Whether the group has topics.
    pub topics: bool,
    /// The topic, as far as there is one.
    pub topic: Option<Topic>,
    /// The customer's newest ticket.
    pub ticket: Ticket,
    /// Whether the group was out of reach before.
    pub lost: bool,
}

impl Place {
    /// The conversation that the transport carries to.
    pub fn conversation(&self) -> ConversationId {
        let number = self.topic.as_ref().and_then(|topic| topic.topic).filter(|_| self.topics);
        ConversationId(match number {
            Some(number) => format!("{}/{number}", self.desk),
            None => self.desk.clone(),
        })
    }

    /// The topic as it is kept; a fresh one where there is none in this group.
    fn kept(&self) -> Topic {
        self.topic.clone().unwrap_or_else(|| Topic {
            conversation: self.ticket.conversation.clone(),
            desk: self.desk.clone(),
            topic: None,
            name: String::new(),
            icon: String::new(),
            card: None,
            closed: false,
        })
    }
}

/// Finds the place; nothing where no group is connected or nothing is known of the customer.
pub(super) async fn find(service: &Service, customer: &str) -> Result<Option<Place>, StoreError> {
    let (bot, customer) = (service.bot.clone(), customer.to_owned());
    let found = service.store.transaction(move |sql| {
        let Some(desk) = group(sql, &bot)? else { return Ok(None) };
        let Some(ticket) = tickets::latest(sql, &bot, &customer)? else { return Ok(None) };
        let topic = topics::get(sql, &bot, &customer)?.filter(|topic| topic.desk == desk);
        let topics = options::get(sql, &bot, PLAIN)?.is_none();
        Ok(Some(Place { topics, topic, ticket, lost: is_lost(sql, &bot)?, desk }))
    });
    found.await
}

/// Makes sure that there is a topic with a card. `relays`: what goes there is of a customer, so that a closed topic is
/// opened again.
pub(super) async fn prepare<C: Courier>(
    service: &Service,
    courier: &C,
    place: &mut Place,
    relays: bool,
) -> Result<(), Carried> {
    if place.topics && place.topic.as_ref().is_none_or(|topic| topic.topic.is_none()) {
        open(service, courier, place).await?;
    }
    if let Some(topic) = place.topic.clone().filter(|topic| topic.closed && relays && place.topics) {
        reopen(service, courier, place, topic).await?;
    }
    if place.topic.as_ref().is_none_or(|topic| topic.card.is_none()) {
        // While many wait, what customers write goes first: the card comes once there is room.
        if relays && is_crowded(service).await? {
            return later(service, place).await;
        }
        show_card(service, courier, place).await?;
    }
    Ok(())
}

/// Customers' messages that wait for so long show that the group's budget is used up, in milliseconds.
const CROWDED_MS: i64 = 3_000;

async fn is_crowded(service: &Service) -> Result<bool, Carried> {
    let bot = service.bot.clone();
    let waits = service.store.transaction(move |sql| {
        let now = sql.now()?;
        let oldest = outbox::oldest_waiting(sql, &bot, PREFIX)?;
        Ok(oldest.is_some_and(|since| now.saturating_sub(since) > CROWDED_MS))
    });
    Ok(waits.await?)
}

/// Has the card shown later.
async fn later(service: &Service, place: &Place) -> Result<(), Carried> {
    let (bot, customer) = (service.bot.clone(), place.ticket.conversation.clone());
    let queued = service.store.transaction(move |sql| super::changes::refresh_card(sql, &bot, &customer));
    Ok(queued.await?)
}

async fn open<C: Courier>(service: &Service, courier: &C, place: &mut Place) -> Result<(), Carried> {
    let name = envelope::topic_name(service, &place.ticket);
    let icon = icon(&place.ticket);
    let group = ConversationId(place.desk.clone());
    let number = match courier.manage(&group, &TopicAct::Open { name: name.clone(), icon }).await {
        Managed::Opened(number) => number,
        Managed::Done => return Err(Carried::Failed("a topic was opened without a number".to_owned())),
        Managed::Not(why) => return Err(why),
    };
    let icon = icon_word(icon).to_owned();
    let topic = Topic { topic: Some(number), name, icon, card: None, closed: false, ..place.kept() };
    keep(service, place, topic).await
}

pub(super) async fn reopen<C: Courier>(
    service: &Service,
    courier: &C,
    place: &mut Place,
    topic: Topic,
) -> Result<(), Carried> {
    let Some(number) = topic.topic else { return Ok(()) };
    match courier.manage(&ConversationId(place.desk.clone()), &TopicAct::Reopen(number)).await {
        Managed::Not(why) => Err(why),
        _ => keep(service, place, Topic { closed: false, ..topic }).await,
    }
}

/// Sends the card and pins it. That it cannot be pinned is no reason to stop.
pub(super) async fn show_card<C: Courier>(service: &Service, courier: &C, place: &mut Place) -> Result<(), Carried> {
    let message = card(service, place).await?;
    let shown = message.clone();
    let card = match courier.carry(&place.conversation(), &Delivery::Send(message)).await {
        Carried::Sent(number) => Some(number),
        Carried::SentAll(numbers) => numbers.first().copied(),
        Carried::Done => return Ok(()),
        other => return Err(other),
    };
    service.desk.note_shown(&place.ticket.conversation, &shown);
    keep(service, place, Topic { card, ..place.kept() }).await?;
    if let Some(card) = card {
        note_of_bot(service, place, card).await?;
        if place.topics {
            pin(courier, place, card).await;
        }
    }
    Ok(())
}

async fn pin<C: Courier>(courier: &C, place: &Place, card: i64) {
    if let Managed::Not(why) = courier.manage(&place.conversation(), &TopicAct::Pin(card)).await {
        tracing::warn!(?why, "the card of a topic could not be pinned");
    }
}

/// Notes a message of the bot's in the group, so that an answer to it is known to be about the customer.
pub(super) async fn note_of_bot(service: &Service, place: &Place, number: i64) -> Result<(), StoreError> {
    let (bot, customer, desk) = (service.bot.clone(), place.ticket.conversation.clone(), place.desk.clone());
    let noted =
        service.store.transaction(move |sql| copies::note(sql, &bot, &customer, &desk, Writer::Bot, &[], &[number]));
    noted.await
}

/// Keeps what is known of the topic.
pub(super) async fn keep(service: &Service, place: &mut Place, topic: Topic) -> Result<(), Carried> {
    let (bot, kept) = (service.bot.clone(), topic.clone());
    let saved = service.store.transaction(move |sql| {
        sql.lock(&lock_of(&bot, &kept.conversation))?;
        topics::save(sql, &bot, &kept)
    });
    saved.await?;
    place.topic = Some(topic);
    Ok(())
}

/// Does what can be done about an obstacle; true where it is worth trying again at once.
pub(super) async fn overcome<C: Courier>(
    service: &Service,
    courier: &C,
    place: &mut Place,
    obstacle: &Obstacle,
) -> Result<bool, Carried> {
    match obstacle {
        Obstacle::TopicGone => {
            let topic = Topic { topic: None, card: None, closed: false, ..place.kept() };
            keep(service, place, topic).await?;
            Ok(true)
        }
        Obstacle::TopicClosed => match place.topic.clone() {
            Some(topic) => reopen(service, courier, place, topic).await.map(|()| true),
            None => Ok(false),
        },
        Obstacle::NoTopics => {
            let bot = service.bot.clone();
            service.store.transaction(move |sql| options::set(sql, &bot, PLAIN, Some("1"))).await?;
            place.topics = false;
            let topic = Topic { topic: None, card: None, closed: false, ..place.kept() };
            keep(service, place, topic).await?;
            Ok(true)
        }
        Obstacle::Moved(to) => {
            let (bot, from, to) = (service.bot.clone(), place.desk.clone(), to.clone());
            let moved = service.store.transaction(move |sql| super::moving::moved(sql, &bot, &from, &to));
            moved.await?;
            // The place is another one now: it is found anew.
            Err(Carried::NotBefore(std::time::Duration::ZERO))
        }
        Obstacle::ShutOut => {
            let lost = service.clone();
            service.store.transaction(move |sql| super::moving::lost(&lost, sql)).await?;
            Ok(false)
        }
        Obstacle::Blocked | Obstacle::MessageGone | Obstacle::NotCarried => Ok(false),
    }
}

/// What the icon of a ticket's topic shows.
pub(super) fn icon(ticket: &Ticket) -> Icon {
    match (ticket.state, ticket.waiting_since) {
        (State::Ended, _) => Icon::Done,
        (State::Taken, None) => Icon::WaitsForCustomer,
        _ => Icon::WaitsForUs,
    }
}

/// The word for an icon in the store.
pub(super) fn icon_word(icon: Icon) -> &'static str {
    match icon {
        Icon::WaitsForUs => "waits_for_us",
        Icon::WaitsForCustomer => "waits_for_customer",
        Icon::Done => "done",
    }
}
