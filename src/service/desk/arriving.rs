//! Whether something that arrived happened at the desk, and what it was there: asked in the transaction of its turn.
//!
//! The desk is one group. What people say in other groups, and not to the bot, is none of its business and leaves no
//! trace.

use super::{is_here, moving};
use crate::conversation::desk::post::Author;
use crate::conversation::desk::{Act, Agent, AtDesk, Did, Seat};
use crate::conversation::{Button, Event, Place};
use crate::service::incoming::{Incoming, What, group_of};
use crate::service::receive::Service;
use crate::service::transact::Arrival;
use crate::store::{Sql, StoreError, copies, desk, options, seen, tickets, topics};

/// What an arrival is to the desk.
pub(in crate::service) enum Arrived {
    /// Nothing: it is for the bot.
    ForBot,
    /// Nothing to anybody.
    ForNobody,
    /// Something that needs no turn, and is done.
    Done(&'static str),
    /// Something that staff did, perhaps with the conversation of the customer it is about.
    AtDesk(Box<AtDesk>, Option<String>),
}

/// Sorts an arrival in. Only groups can be the desk.
pub(in crate::service) fn sort(service: &Service, sql: &mut dyn Sql, arrival: &Arrival) -> Result<Arrived, StoreError> {
    if arrival.moment.place != Place::Group {
        return Ok(Arrived::ForBot);
    }
    let bot = &*service.bot;
    let here = is_here(sql, bot, &arrival.conversation.0)?;
    let Some(incoming) = &arrival.incoming else { return came_back(sql, bot, arrival, here) };
    if asks_for_desk(incoming) {
        let (seat, customer) = if here { seat(sql, bot, arrival, incoming)? } else { (Seat::Strange, None) };
        return Ok(at_desk(incoming, seat, did(incoming), customer));
    }
    if !here {
        let overheard = is_overheard(&incoming.what);
        if overheard && is_former(sql, bot, &arrival.conversation.0)? {
            return Ok(at_desk(incoming, Seat::Former, did(incoming), None));
        }
        return Ok(if overheard { Arrived::ForNobody } else { Arrived::ForBot });
    }
    if let Some(outcome) = moving::of_group(service, sql, arrival, &incoming.what)? {
        return Ok(Arrived::Done(outcome));
    }
    if let Some(author) = incoming.author.as_ref().filter(|_| incoming.post.is_some()) {
        desk::saw_agent(sql, bot, &author.id)?;
    }
    note_topics(sql, bot, incoming)?;
    let (seat, customer) = seat(sql, bot, arrival, incoming)?;
    let did = did(incoming);
    if matches!(&did, Did::Pressed(Some(Act::Send(_)))) && is_used(sql, bot, arrival)? {
        return Ok(Arrived::ForNobody);
    }
    match (&seat, &did) {
        // In a general or a foreign topic the bot is a bot like in other groups.
        (Seat::Elsewhere, _) if !is_overheard(&incoming.what) && !is_tool(incoming) => Ok(Arrived::ForBot),
        (_, Did::Nothing) => Ok(Arrived::ForNobody),
        _ => Ok(at_desk(incoming, seat, did, customer)),
    }
}

fn at_desk(incoming: &Incoming, seat: Seat, did: Did, customer: Option<String>) -> Arrived {
    let agent = incoming.author.as_ref().map(agent);
    Arrived::AtDesk(Box::new(AtDesk { agent, seat, did }), customer)
}

fn agent(author: &Author) -> Agent {
    Agent { id: author.id.clone(), name: author.name.clone() }
}

/// A look-up for staff comes back to the topic that it was asked in.
fn came_back(sql: &mut dyn Sql, bot: &str, arrival: &Arrival, here: bool) -> Result<Arrived, StoreError> {
    match &arrival.event {
        Ok(Event::Found(findings)) if here => {
            let customer = match topic_of(&arrival.conversation.0) {
                Some(topic) => topics::of_topic(sql, bot, group_of(&arrival.conversation.0), topic)?,
                None => None,
            };
            let customer = match customer {
                Some(topic) => Some(topic.conversation),
                None => match arrival.pressed_message.or(arrival.message) {
                    Some(message) => copies::whose(sql, bot, group_of(&arrival.conversation.0), message)?,
                    None => None,
                },
            };
            let seat = if customer.is_some() { Seat::Customer } else { Seat::Elsewhere };
            let at = AtDesk { agent: None, seat, did: Did::Found(findings.clone()) };
            Ok(Arrived::AtDesk(Box::new(at), customer))
        }
        Ok(Event::AtDesk(at)) => Ok(Arrived::AtDesk(at.clone(), None)),
        _ => Ok(Arrived::ForBot),
    }
}

fn is_overheard(what: &What) -> bool {
    matches!(
        what,
        What::Overheard { .. }
            | What::TopicClosed
            | What::TopicReopened
            | What::Moved(_)
            | What::PutOut
            | What::RightsChanged
    )
}

fn asks_for_desk(incoming: &Incoming) -> bool {
    let edited = matches!(incoming.what, What::Edited(_) | What::Overheard { edited: true, .. });
    !edited && incoming.post.as_deref().is_some_and(crate::conversation::desk::connecting::is_asked)
}

fn is_tool(incoming: &Incoming) -> bool {
    let pressed = match &incoming.what {
        What::Pressed(data) => matches!(Button::decode(data), Some(Button::Desk(_))),
        _ => false,
    };
    pressed
        || incoming.post.as_ref().is_some_and(|post| crate::conversation::desk::tools::command(post.words()).is_some())
}

/// What was done, as staff do it.
fn did(incoming: &Incoming) -> Did {
    let post = || incoming.post.as_deref().cloned();
    let did = match &incoming.what {
        What::Pressed(data) => match Button::decode(data) {
            Some(Button::Desk(act)) => Some(Did::Pressed(Some(act))),
            _ => Some(Did::Pressed(None)),
        },
        What::Overheard { suggested: true, .. } => post().map(Did::Picked),
        What::Edited(_) | What::Overheard { edited: true, .. } => post().map(Did::Edited),
        What::Text(_) | What::Showed(_) | What::Contact(_) | What::Overheard { .. } => post().map(Did::Wrote),
        _ => None,
    };
    did.unwrap_or(Did::Nothing)
}

/// Where in the group something was done, and whose place that is.
fn seat(
    sql: &mut dyn Sql,
    bot: &str,
    arrival: &Arrival,
    incoming: &Incoming,
) -> Result<(Seat, Option<String>), StoreError> {
    let (conversation, desk) = (arrival.conversation.0.as_str(), group_of(&arrival.conversation.0));
    if let Some(topic) = topic_of(conversation) {
        if let Some(known) = topics::of_topic(sql, bot, desk, topic)? {
            return Ok((Seat::Customer, Some(known.conversation)));
        }
        let What::Overheard { topic_name: Some(name), .. } = &incoming.what else { return Ok((Seat::Elsewhere, None)) };
        let Some(ticket) = ticket_of(name) else { return Ok((Seat::Elsewhere, None)) };
        return match adopted(sql, bot, desk, topic, (name, ticket))? {
            Some(customer) => Ok((Seat::Customer, Some(customer))),
            None => Ok((Seat::Orphan(topic), None)),
        };
    }
    let about = arrival.pressed_message.or(incoming.post.as_ref().and_then(|post| post.reply_to));
    let customer = match about {
        Some(message) => copies::whose(sql, bot, desk, message)?,
        None => None,
    };
    if customer.is_none() && about.is_some() && about == list(sql, bot)? {
        return Ok((Seat::List, None));
    }
    Ok((if customer.is_some() { Seat::Customer } else { Seat::Elsewhere }, customer))
}

/// The number of the ticket in the name of a topic that the bot has opened.
fn ticket_of(name: &str) -> Option<i64> {
    let digits: String = name.strip_prefix('#')?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The message that lists those who wait.
fn list(sql: &mut dyn Sql, bot: &str) -> Result<Option<i64>, StoreError> {
    Ok(options::get(sql, bot, super::LIST)?.and_then(|number| number.parse().ok()))
}

/// A topic that the bot opened and did not live to note becomes the one of its ticket's customer, where they have
/// none yet.
fn adopted(
    sql: &mut dyn Sql,
    bot: &str,
    desk: &str,
    number: i64,
    (name, ticket): (&str, i64),
) -> Result<Option<String>, StoreError> {
    let Some(ticket) = tickets::get(sql, bot, ticket)? else { return Ok(None) };
    let known = topics::get(sql, bot, &ticket.conversation)?;
    if known.as_ref().is_some_and(|known| known.desk == desk && known.topic.is_some()) {
        return Ok(None);
    }
    let topic = topics::Topic {
        conversation: ticket.conversation.clone(),
        desk: desk.to_owned(),
        topic: Some(number),
        name: name.to_owned(),
        icon: String::new(),
        card: None,
        closed: false,
    };
    topics::save(sql, bot, &topic)?;
    Ok(Some(ticket.conversation))
}

/// Notes whether the group has topics, as the transport tells with every message.
fn note_topics(sql: &mut dyn Sql, bot: &str, incoming: &Incoming) -> Result<(), StoreError> {
    let Some(topics) = incoming.topics else { return Ok(()) };
    let plain = options::get(sql, bot, super::PLAIN)?.is_some();
    if plain == topics {
        options::set(sql, bot, super::PLAIN, (!topics).then_some("1"))?;
    }
    Ok(())
}

/// Whether something was sent already from the suggestions that a button stands on: they are good for once.
fn is_used(sql: &mut dyn Sql, bot: &str, arrival: &Arrival) -> Result<bool, StoreError> {
    let Some(message) = arrival.pressed_message else { return Ok(false) };
    seen::contains(sql, &used_in(bot, arrival), message)
}

/// Notes that something was sent from the suggestions that a button stands on.
pub(super) fn use_up(sql: &mut dyn Sql, bot: &str, arrival: &Arrival) -> Result<(), StoreError> {
    let Some(message) = arrival.pressed_message else { return Ok(()) };
    seen::insert(sql, &used_in(bot, arrival), message).map(drop)
}

/// Under this name it is remembered which suggestions are used up.
fn used_in(bot: &str, arrival: &Arrival) -> String {
    format!("{bot} suggestions in {}", group_of(&arrival.conversation.0))
}

/// Whether a conversation is the topic of a customer in a group that was the desk before.
fn is_former(sql: &mut dyn Sql, bot: &str, conversation: &str) -> Result<bool, StoreError> {
    match topic_of(conversation) {
        Some(topic) => Ok(topics::of_topic(sql, bot, group_of(conversation), topic)?.is_some()),
        None => Ok(false),
    }
}

/// The number of the topic that a conversation is.
fn topic_of(conversation: &str) -> Option<i64> {
    conversation.split_once('/').and_then(|(_, topic)| topic.parse().ok())
}
