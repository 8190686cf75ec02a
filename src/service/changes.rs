//! What a turn changes in the store beyond its session: done in its transaction, and journalled.
//!
//! A journal row says who changed what. No secret stands in it, and no word of a customer.

use super::delivery::Delivery;
use super::orders::{Errand, Task};
use super::receive::Service;
use super::situation::grant_payload;
use super::transact::{Arrival, lock_of, payloads};
use super::{desk, export};
use crate::conversation::{Concern, Effect, Grant, Moment, Notice, Reply, Role, Session, standing_language};
use crate::orders::Watcher;
use crate::store::watches::Watch;
use crate::store::{
    Sql, StoreError, answers, invitations, journal, links, notices, options, outbox, people, sessions, watches,
};

/// Makes the changes of a turn, in order; `customer` is whose topic it is in, where it is in one.
pub(super) fn make(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    customer: Option<&str>,
    effects: Vec<Effect>,
) -> Result<(), StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    for effect in effects {
        if let Effect::Tell(to, reply) = effect {
            tell(service, sql, &to, *reply)?;
        } else if let Effect::Desk(change) = effect {
            desk::changes::make(service, sql, arrival, customer.unwrap_or(conversation), change)?;
        } else if let Effect::Export = effect {
            export::queue(service, sql, arrival)?;
        } else if let Effect::Forget = effect {
            desk::changes::erase(service, sql, conversation)?;
            forget(sql, bot, conversation, arrival.moment.now)?;
        } else if let Some(effect) = about_orders(service, sql, arrival, effect)?
            && let Some(what) = make_one(service, sql, arrival, effect)?
        {
            note(sql, bot, Some(conversation), arrival.moment.now, what)?;
        }
    }
    Ok(())
}

/// Journals a change by a conversation, or by somebody at the command line.
///
/// # Errors
/// What the database says.
pub fn note(sql: &mut dyn Sql, bot: &str, conversation: Option<&str>, at: i64, what: String) -> Result<(), StoreError> {
    let entry = journal::Entry {
        bot: bot.to_owned(),
        conversation: conversation.map(str::to_owned),
        at,
        outcome: journal::CHANGE.to_owned(),
        note: Some(what),
        ..journal::Entry::default()
    };
    journal::write(sql, entry)
}

/// Makes one change; says what it was, or nothing where nothing changed.
fn make_one(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    effect: Effect,
) -> Result<Option<String>, StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    Ok(Some(match effect {
        Effect::Redeem(grant) => {
            let payload = grant_payload(arrival).unwrap_or_default();
            let by = invitations::use_up(sql, conversation, payload)?;
            match &grant {
                Grant::Role(role) => people::grant(sql, bot, conversation, role, by.as_deref())?,
                Grant::Group => desk::changes::connected(service, sql, arrival)?,
            }
            format!("became {} by the link of {}", granted(&grant), by.as_deref().unwrap_or("the command line"))
        }
        Effect::UseUp => {
            invitations::use_up(sql, conversation, grant_payload(arrival).unwrap_or_default())?;
            "used up a link that was shown in a group".to_owned()
        }
        Effect::Invite(grant, secret) => {
            invitations::make(sql, bot, &grant, &secret, Some(conversation))?;
            format!("made a link for {}", granted(&grant))
        }
        Effect::Remove(person) => {
            if !people::remove(sql, &person.id)? {
                return Ok(None);
            }
            format!("removed {} as {}", person.conversation, granted(&Grant::Role(person.role)))
        }
        Effect::Publish(notice) => published(sql, bot, conversation, &notice)?,
        Effect::Withdraw(id) => {
            notices::remove(sql, bot, &id)?;
            format!("took back notice {id}")
        }
        Effect::SetHours(hours) => {
            let json = serde_json::to_string(&hours).map_err(|error| StoreError::Shape(error.to_string()))?;
            options::set(sql, bot, options::HOURS, Some(&json))?;
            format!("set the working hours: {json}")
        }
        Effect::DisconnectGroup => {
            desk::changes::part_from(service, sql)?;
            options::set(sql, bot, options::SUPPORT_GROUP, None)?;
            "disconnected the support group".to_owned()
        }
        // These are made elsewhere.
        _ => return Ok(None),
    }))
}

/// Erases what is kept about somebody who asked the merchant for it, as they could have done with `/privacy`.
///
/// # Errors
/// What the database says.
pub fn erase(service: &Service, sql: &mut dyn Sql, conversation: &str) -> Result<(), StoreError> {
    let bot = &*service.bot;
    sql.lock(&lock_of(bot, conversation))?;
    sessions::save(sql, bot, conversation, &Session::default())?;
    desk::changes::erase(service, sql, conversation)?;
    let now = sql.now()?;
    forget(sql, bot, conversation, now)
}

/// Erases what is kept about the sender, but for roles and for what they changed as an owner.
fn forget(sql: &mut dyn Sql, bot: &str, conversation: &str, now: i64) -> Result<(), StoreError> {
    answers::erase(sql, bot, conversation)?;
    links::erase(sql, bot, conversation)?;
    outbox::drop_all(sql, &outbox::errands_of(bot), conversation)?;
    journal::erase(sql, bot, conversation)?;
    // Of whom is not kept either.
    let what = "erased what was kept about somebody who asked for it".to_owned();
    note(sql, bot, None, now, what)
}

/// Makes a change that has to do with orders; gives back any other. None of these is journalled: what was
/// looked up, proven and watched is the customer's business.
fn about_orders(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    effect: Effect,
) -> Result<Option<Effect>, StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    match effect {
        Effect::LookUp(look_up) => send_out(sql, bot, arrival, Task::LookUp(look_up))?,
        Effect::Import(file) => send_out(sql, bot, arrival, Task::Import(file))?,
        Effect::LinkOrder(link, ended_at) => links::link_to(sql, bot, conversation, &link, ended_at)?,
        Effect::Unlink(number) => links::unlink(sql, bot, conversation, &number)?,
        Effect::CountTry(number) => links::count_try(sql, bot, conversation, &number)?,
        Effect::MakeCode(link, code) => links::make_code(sql, &link, &code, conversation)?,
        Effect::UseCode(code) => links::use_code(sql, conversation, &code)?,
        Effect::Watch(order, watcher, status) => {
            let watch = Watch { conversation: conversation.to_owned(), order, watcher, status };
            let until = sql.now()?.saturating_add(watched_for_ms(watcher));
            watches::begin(sql, bot, &watch, until)?;
        }
        Effect::Unwatch(number) => watches::end(sql, bot, conversation, &number)?,
        other => return Ok(Some(other)),
    }
    Ok(None)
}

/// For so long an order is watched, in milliseconds: 90 days for its buyer, 72 hours for a seller who checked it.
fn watched_for_ms(watcher: Watcher) -> i64 {
    const HOUR_MS: i64 = 60 * 60 * 1000;
    match watcher {
        Watcher::Buyer => 90 * 24 * HOUR_MS,
        Watcher::Seller => 72 * HOUR_MS,
    }
}

/// Gives the worker an errand. Those of one conversation are done one after the other.
fn send_out(sql: &mut dyn Sql, bot: &str, arrival: &Arrival, what: Task) -> Result<(), StoreError> {
    let errand = Delivery::Errand(Box::new(Errand {
        conversation: arrival.conversation.0.clone(),
        what,
        message: arrival.message,
        pressed_message: arrival.pressed_message,
        edited: arrival.edited,
        place: arrival.moment.place,
    }));
    outbox::append(sql, &outbox::errands_of(bot), &arrival.conversation.0, &payloads(&[errand])?, None)
}

/// What a link grants, for the journal.
pub fn granted(grant: &Grant) -> String {
    match grant {
        Grant::Role(Role::Owner) => "an owner".to_owned(),
        Grant::Role(Role::Seller(shop)) => format!("a seller of \"{shop}\""),
        Grant::Group => "the support group".to_owned(),
    }
}

fn published(sql: &mut dyn Sql, bot: &str, by: &str, notice: &Notice) -> Result<String, StoreError> {
    let id = notices::add(sql, bot, notice, by)?;
    let concern = match &notice.concern {
        Concern::Everything => "everything".to_owned(),
        Concern::Topic(topic) => format!("the topic {topic}"),
        Concern::Article(article) => format!("the article {article}"),
    };
    Ok(format!("published notice {id} on {concern}, until {}", notice.until))
}

/// Says something in another conversation, in its language and script.
pub(super) fn tell(service: &Service, sql: &mut dyn Sql, to: &str, mut reply: Reply) -> Result<(), StoreError> {
    let session = sessions::load(sql, &service.bot, to)?;
    reply.language = standing_language(&session, Moment::default(), service.default_language);
    let message = service.voice.render(&service.library, &reply, session.reads_in());
    let parts: Vec<Delivery> = message.split(service.message_units).into_iter().map(Delivery::Send).collect();
    outbox::append(sql, &service.bot, to, &payloads(&parts)?, None)
}

#[cfg(test)]
mod tests;
