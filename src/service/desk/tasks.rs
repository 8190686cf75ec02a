//! What is done at the desk that is no message of a person: the card of a topic, the list of those who wait, what is
//! due on a ticket, the digest of the day, looking how the bot stands in the group, topics that go.
//!
//! Each is an errand of the outbox with a due time, so that it survives a restart, and looks at how things are when it
//! is done: several that were asked for meanwhile are one. What costs the group's budget stands back while messages of
//! customers wait.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::changes::{after, refresh_list_after, say};
use super::topic::{self, Place};
use super::{LIST, PREFIX, WITHOUT_GROUP, group, hours, is_lost};
use crate::conversation::desk::card::{self, Facts};
use crate::conversation::desk::customer::{ended_as, farewell};
use crate::conversation::desk::event::Inspection;
use crate::conversation::desk::{AtDesk, Did, Ended, Seat, Ticket, deadlines, digest, waiting};
use crate::conversation::owner::access::payload_of_group_code;
use crate::conversation::owner::hours::{LocalTime, Zone};
use crate::conversation::page::{self, Saying, Value, Words};
use crate::conversation::{Event, Grant, Opened, Place as Where, Placement};
use crate::language::Script;
use crate::service::changes::tell;
use crate::service::delivery::{Carried, Courier, Delivery};
use crate::service::incoming::{ConversationId, group_of};
use crate::service::letter::{Managed, Obstacle, TopicAct};
use crate::service::orders::{Errand, Task};
use crate::service::receive::Service;
use crate::service::transact::{Arrival, lock_of, payloads};
use crate::store::outbox::Claim;
use crate::store::topics::Topic;
use crate::store::{Sql, StoreError, copies, invitations, journal, lines, links, options, outbox, tickets, topics};
use crate::voice::{Message, MessageButton, Press};

/// A message of a customer that waits for so long makes the rest stand back, in milliseconds.
const STANDS_BACK_MS: i64 = 300;

/// For so long it stands back at a time.
const LATER: Duration = Duration::from_millis(1_500);

/// After this time it stands back no more, in milliseconds: staff must not be left in the dark.
const LONGEST_MS: i64 = 3 * 60 * 1000;

const MINUTE_MS: i64 = 60 * 1000;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Something to be done at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskTask {
    /// The card, name and icon of a customer's topic are brought up to date, and the topic closed where the ticket has
    /// ended.
    Card(String),
    /// The list of those who wait is brought up to date.
    List,
    /// It is looked what is due on the ticket of this number.
    Tick(i64),
    /// The digest of the last day is sent.
    Digest,
    /// It is looked how the bot stands in the group; with a code, whether the group becomes the desk.
    Inspect {
        /// The code.
        code: Option<String>,
        /// Who asks.
        asker: String,
    },
    /// A topic that belongs to nobody is closed.
    CloseTopic {
        /// Its group.
        desk: String,
        /// Its number.
        topic: i64,
    },
    /// A topic is deleted.
    DeleteTopic {
        /// Its group.
        desk: String,
        /// Its number.
        topic: i64,
    },
}

/// Has something done after some time, unless it is to be done by then anyway.
pub(super) fn queue(
    sql: &mut dyn Sql,
    bot: &str,
    destination: &str,
    task: DeskTask,
    after_ms: i64,
) -> Result<(), StoreError> {
    let errand = errand(destination.to_owned(), task);
    let [payload] = payloads(&[errand])?.try_into().unwrap_or_default();
    outbox::append_once(sql, &outbox::errands_of(bot), &format!("{PREFIX}{destination}"), &payload, after_ms)
}

/// Has it looked after some time what is due on a ticket.
pub(super) fn tick(sql: &mut dyn Sql, bot: &str, ticket: i64, after_ms: i64) -> Result<(), StoreError> {
    queue(sql, bot, &format!("tick:{ticket}"), DeskTask::Tick(ticket), after_ms)
}

fn errand(conversation: String, task: DeskTask) -> Delivery {
    let what = Task::Desk(task);
    Delivery::Errand(Box::new(Errand {
        conversation,
        what,
        message: None,
        pressed_message: None,
        edited: false,
        place: Where::Group,
    }))
}

/// Has something done for a turn, whose answer comes back to it.
pub(super) fn send_out(sql: &mut dyn Sql, bot: &str, arrival: &Arrival, task: DeskTask) -> Result<(), StoreError> {
    let errand = errand(arrival.conversation.0.clone(), task);
    outbox::append(sql, &outbox::errands_of(bot), &arrival.conversation.0, &payloads(&[errand])?, None)
}

/// Has it looked how the bot stands in the group, which is said there.
pub(super) fn look_round(sql: &mut dyn Sql, bot: &str, desk: &str) -> Result<(), StoreError> {
    let task = DeskTask::Inspect { code: None, asker: String::new() };
    let [payload] = payloads(&[errand(desk.to_owned(), task)])?.try_into().unwrap_or_default();
    outbox::append_once(sql, &outbox::errands_of(bot), &format!("{PREFIX}inspect"), &payload, LOOK_ROUND_MS)
}

/// Rights are often given one by one: so long after the last change it is looked, in milliseconds.
const LOOK_ROUND_MS: i64 = 3_000;

/// Has a topic deleted.
pub(super) fn delete_topic(sql: &mut dyn Sql, bot: &str, topic: &Topic) -> Result<(), StoreError> {
    let Some(number) = topic.topic else { return Ok(()) };
    let task = DeskTask::DeleteTopic { desk: topic.desk.clone(), topic: number };
    queue(sql, bot, &format!("delete:{}/{number}", topic.desk), task, 1)
}

/// Does something at the desk.
pub(in crate::service) async fn run<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    errand: &Errand,
    task: &DeskTask,
) -> Carried {
    let done = match task {
        DeskTask::Inspect { code, asker } => inspect(service, courier, claim, errand, code.as_deref(), asker).await,
        DeskTask::CloseTopic { desk, topic } => managed(courier, desk, &TopicAct::Close(*topic)).await,
        DeskTask::DeleteTopic { desk, topic } => managed(courier, desk, &TopicAct::Delete(*topic)).await,
        // It is changed in its place, mostly, and says how late the others are.
        DeskTask::List => show_list(service, courier).await,
        task => match stands_back(service, claim).await {
            Ok(true) => return Carried::NotBefore(LATER),
            Ok(false) => shown(service, courier, task).await,
            Err(error) => Err(error.into()),
        },
    };
    done.map_or_else(|carried| carried, |()| Carried::Done)
}

async fn shown<C: Courier>(service: &Service, courier: &C, task: &DeskTask) -> Result<(), Carried> {
    match task {
        DeskTask::Card(customer) => refresh_card(service, courier, customer).await,
        DeskTask::Tick(number) => Ok(look_what_is_due(service, *number).await?),
        DeskTask::Digest => show_digest(service, courier).await,
        DeskTask::List | DeskTask::Inspect { .. } | DeskTask::CloseTopic { .. } | DeskTask::DeleteTopic { .. } => {
            Ok(())
        }
    }
}

/// Whether customers' messages wait, which go first.
async fn stands_back(service: &Service, claim: &Claim) -> Result<bool, StoreError> {
    let bot = service.bot.clone();
    let (oldest, now) =
        service.store.transaction(move |sql| Ok((outbox::oldest_waiting(sql, &bot, PREFIX)?, sql.now()?))).await?;
    let patient = now.saturating_sub(claim.created_at) < LONGEST_MS;
    Ok(patient && oldest.is_some_and(|since| now.saturating_sub(since) > STANDS_BACK_MS))
}

async fn managed<C: Courier>(courier: &C, desk: &str, act: &TopicAct) -> Result<(), Carried> {
    match courier.manage(&ConversationId(desk.to_owned()), act).await {
        // What is gone, or out of reach, is as good as closed.
        Managed::Done | Managed::Opened(_) | Managed::Not(Carried::Hindered(..)) => Ok(()),
        Managed::Not(why) => Err(why),
    }
}

/// The words of a customer's card.
pub(super) async fn card(service: &Service, place: &Place) -> Result<Message, StoreError> {
    let (around, ticket, has_topics) = (service.clone(), place.ticket.clone(), place.topics);
    let made = service.store.transaction(move |sql| {
        let (bot, customer) = (&*around.bot, ticket.conversation.as_str());
        let said = lines::of(sql, bot, customer, None, card::LINES as i64)?;
        let orders = links::with_status(sql, bot, customer)?;
        let facts = Facts {
            ticket: &ticket,
            lines: &said,
            orders: &orders,
            banned: crate::store::desk::is_banned(sql, bot, customer)?,
            topics: has_topics,
            zone: hours(&around, sql)?.zone,
        };
        let language = around.desk.rules.language;
        let buttons = card::buttons(&ticket);
        let reply = page::reply(language, Placement::New, card::parts(&facts), buttons);
        Ok(around.voice.render(&around.library, &reply, Script::default()))
    });
    let message = made.await?;
    Ok(message.split(service.message_units).into_iter().next_back().unwrap_or_default())
}

async fn refresh_card<C: Courier>(service: &Service, courier: &C, customer: &str) -> Result<(), Carried> {
    let Some(mut place) = topic::find(service, customer).await? else { return Ok(()) };
    let Some(kept) = place.topic.clone() else { return Ok(()) };
    if place.lost {
        return Err(Carried::NotBefore(WITHOUT_GROUP));
    }
    if kept.card.is_none() {
        return show_late_card(service, courier, &mut place).await;
    }
    let message = card(service, &place).await?;
    let edit = Delivery::Edit { message: kept.card.unwrap_or_default(), to: message.clone() };
    let carried = match service.desk.shows(customer, &message) {
        true => Carried::Done,
        false => courier.carry(&place.conversation(), &edit).await,
    };
    match carried {
        Carried::Done => service.desk.note_shown(customer, &message),
        // It could not be changed and was sent anew.
        Carried::Sent(number) => {
            service.desk.note_shown(customer, &message);
            topic::keep(service, &mut place, Topic { card: Some(number), ..kept }).await?;
            topic::note_of_bot(service, &place, number).await?;
            managed(courier, &place.desk, &TopicAct::Pin(number)).await?;
        }
        Carried::Hindered(Obstacle::MessageGone, _) => topic::show_card(service, courier, &mut place).await?,
        // The next message of the customer opens another topic, with a card.
        Carried::Hindered(..) => return Ok(()),
        other => return Err(other),
    }
    if place.topics { refresh_topic(service, courier, &mut place).await } else { Ok(()) }
}

/// Shows a card that had to stand back. While something is being carried there, whoever does so shows it.
async fn show_late_card<C: Courier>(service: &Service, courier: &C, place: &mut Place) -> Result<(), Carried> {
    let has_topic = !place.topics || place.topic.as_ref().is_some_and(|topic| topic.topic.is_some());
    let (bot, destination) = (service.bot.clone(), super::destination(&place.ticket.conversation));
    let waits = service.store.transaction(move |sql| outbox::oldest_waiting(sql, &bot, &destination)).await?;
    if waits.is_some() {
        return Err(Carried::NotBefore(LATER));
    }
    if has_topic { Ok(topic::show_card(service, courier, place).await?) } else { Ok(()) }
}

/// Name, icon and whether the topic is closed.
async fn refresh_topic<C: Courier>(service: &Service, courier: &C, place: &mut Place) -> Result<(), Carried> {
    let Some(kept) = place.topic.clone() else { return Ok(()) };
    let Some(number) = kept.topic else { return Ok(()) };
    let name = super::envelope::topic_name(service, &place.ticket);
    let icon = topic::icon(&place.ticket);
    let is_open = place.ticket.is_open();
    if kept.closed && is_open {
        topic::reopen(service, courier, place, kept.clone()).await?;
    }
    let word = topic::icon_word(icon).to_owned();
    if kept.name != name || kept.icon != word {
        let change = TopicAct::Change {
            topic: number,
            name: (kept.name != name).then(|| name.clone()),
            icon: (kept.icon != word).then_some(icon),
        };
        managed(courier, &place.desk, &change).await?;
    }
    if !is_open && !kept.closed {
        managed(courier, &place.desk, &TopicAct::Close(number)).await?;
    }
    topic::keep(service, place, Topic { name, icon: word, closed: !is_open, ..kept }).await
}

/// Shows who waits, in the one message that is always the same.
async fn show_list<C: Courier>(service: &Service, courier: &C) -> Result<(), Carried> {
    let around = service.clone();
    let found = service.store.transaction(move |sql| {
        let bot = &*around.bot;
        let Some(desk) = group(sql, bot)? else { return Ok(None) };
        if is_lost(sql, bot)? {
            return Ok(None);
        }
        let (waiting, all) = tickets::waiting(sql, bot, waiting::LISTED)?;
        let mut links = Vec::with_capacity(waiting.len());
        for ticket in &waiting {
            let topic = topics::get(sql, bot, &ticket.conversation)?.filter(|topic| topic.desk == desk);
            links.push((ticket.number, topic));
        }
        let now = sql.now()?;
        let late = outbox::oldest_waiting(sql, bot, PREFIX)?.map_or(0, |since| now.saturating_sub(since));
        let zone = hours(&around, sql)?.zone;
        let message = options::get(sql, bot, LIST)?.and_then(|number| number.parse::<i64>().ok());
        Ok(Some((desk, waiting, all, links, late, zone, message)))
    });
    let Some((desk, waiting, all, links, late, zone, message)) = found.await? else { return Ok(()) };
    let all = usize::try_from(all).unwrap_or_default();
    let parts = waiting::parts(&waiting, all, late, zone);
    let reply = page::reply(service.desk.rules.language, Placement::New, parts, vec![]);
    let mut shown = service.voice.render(&service.library, &reply, Script::default());
    shown.buttons = link_buttons(courier, &desk, &links);
    let to = ConversationId(desk);
    let carried = match message {
        Some(_) if service.desk.shows(LIST, &shown) => Carried::Done,
        Some(message) => courier.carry(&to, &Delivery::Edit { message, to: shown.clone() }).await,
        None => courier.carry(&to, &Delivery::Send(shown.clone())).await,
    };
    let carried = match carried {
        Carried::Hindered(Obstacle::MessageGone, _) => courier.carry(&to, &Delivery::Send(shown.clone())).await,
        carried => carried,
    };
    if matches!(carried, Carried::Done | Carried::Sent(_)) {
        service.desk.note_shown(LIST, &shown);
    }
    if late >= waiting::LATE_MS {
        // How late messages are is said again as long as they are.
        let bot = service.bot.clone();
        let again = service.store.transaction(move |sql| refresh_list_after(sql, &bot, 20_000));
        again.await?;
    }
    match carried {
        Carried::Sent(number) => {
            let bot = service.bot.clone();
            let kept = service.store.transaction(move |sql| options::set(sql, &bot, LIST, Some(&number.to_string())));
            kept.await?;
            if let Managed::Not(why) = courier.manage(&to, &TopicAct::Pin(number)).await {
                tracing::warn!(?why, "the list of those who wait could not be pinned");
            }
            Ok(())
        }
        Carried::Done | Carried::SentAll(_) | Carried::Hindered(..) => Ok(()),
        other => Err(other),
    }
}

/// So many links stand in one row.
const IN_A_ROW: usize = 4;

/// A button per ticket that leads to its topic or card, where the transport has links.
fn link_buttons<C: Courier>(courier: &C, desk: &str, tickets: &[(i64, Option<Topic>)]) -> Vec<Vec<MessageButton>> {
    let desk = ConversationId(desk.to_owned());
    let button = |(number, topic): &(i64, Option<Topic>)| {
        let topic = topic.as_ref()?;
        let link = courier.link(&desk, topic.topic, topic.card)?;
        Some(MessageButton { label: format!("#{number}"), press: Press::Link { link } })
    };
    let buttons: Vec<MessageButton> = tickets.iter().filter_map(button).collect();
    buttons.chunks(IN_A_ROW).map(<[MessageButton]>::to_vec).collect()
}

/// Does what is due on a ticket, and has it looked again when something can be due.
async fn look_what_is_due(service: &Service, number: i64) -> Result<(), StoreError> {
    let around = service.clone();
    let looked = service.store.transaction(move |sql| {
        let (service, bot) = (&around, &*around.bot);
        let Some(found) = tickets::get(sql, bot, number)? else { return Ok(()) };
        // How it is once the turns of its customer are done that were being taken.
        sql.lock(&lock_of(bot, &found.conversation))?;
        let Some(ticket) = tickets::get(sql, bot, number)? else { return Ok(()) };
        let now = sql.now()?;
        let hours = hours(service, sql)?;
        let due = deadlines::due(&ticket, &service.desk.deadlines, &hours, now);
        match due.act {
            Some(deadlines::Act::Remind(which)) => remind(service, sql, ticket, which, now)?,
            Some(deadlines::Act::ResolveBySilence) => end_by_silence(service, sql, ticket, now)?,
            None => {}
        }
        match due.next {
            Some(next) => tick(sql, bot, number, next.saturating_sub(now).max(1)),
            None => Ok(()),
        }
    });
    looked.await?;
    service.outbox_grew.notify_one();
    Ok(())
}

fn remind(service: &Service, sql: &mut dyn Sql, ticket: Ticket, which: u32, now: i64) -> Result<(), StoreError> {
    let saying = if ticket.holder.is_some() { Saying::DeskRemindHolder } else { Saying::DeskRemind };
    let agent = ticket.holder.as_ref().map(|holder| holder.name.clone()).unwrap_or_default();
    // A reminder comes some moments after its time: whole minutes are told.
    let waited = now.saturating_sub(ticket.waiting_since.unwrap_or(now)).max(0) / MINUTE_MS * MINUTE_MS;
    let words = Words::new(saying).with("span", Value::Span(waited)).with("agent", Value::Text(agent));
    say(service, sql, &ticket.conversation, words)?;
    tickets::save(sql, &service.bot, &Ticket { reminded: which, ..ticket })
}

fn end_by_silence(service: &Service, sql: &mut dyn Sql, ticket: Ticket, now: i64) -> Result<(), StoreError> {
    let goodbye = farewell(&ticket, Ended::Silence, ticket.language);
    tell(service, sql, &ticket.conversation, goodbye)?;
    say(service, sql, &ticket.conversation, Words::new(Saying::DeskSilenceHere))?;
    let ended = ended_as(ticket.clone(), now, Ended::Silence);
    tickets::save(sql, &service.bot, &ended)?;
    after(service, sql, Some(&ticket), &ended)
}

/// Sends the digest of the last day, and has the next one sent a day later.
async fn show_digest<C: Courier>(service: &Service, courier: &C) -> Result<(), Carried> {
    let around = service.clone();
    let found = service.store.transaction(move |sql| {
        let bot = &*around.bot;
        let Some(desk) = group(sql, bot)? else { return Ok(None) };
        let zone = hours(&around, sql)?.zone;
        let to = last_digest(&around, sql.now()?, zone);
        let from = to.saturating_sub(DAY_MS);
        let tickets = tickets::between(sql, bot, from, to)?;
        let unanswered = journal::unanswered_since(sql, bot, from)?;
        let questions: Vec<_> =
            unanswered.into_iter().map(|one| (one.language.unwrap_or(around.default_language), one.question)).collect();
        Ok(Some((desk, digest::digest(&tickets, &questions, from, to), zone)))
    });
    if let Some((desk, digest, zone)) = found.await?
        && !digest.is_quiet()
    {
        let parts = digest.parts(zone);
        let reply = page::reply(service.desk.rules.language, Placement::New, parts, vec![]);
        let message = service.voice.render(&service.library, &reply, Script::default());
        let first = message.split(service.message_units).into_iter().next().unwrap_or_default();
        match courier.carry(&ConversationId(desk), &Delivery::Send(first)).await {
            Carried::Done | Carried::Sent(_) | Carried::SentAll(_) | Carried::Hindered(..) => {}
            other => return Err(other),
        }
    }
    Ok(arm_digest(service).await?)
}

/// The last moment at which a digest was due: one that comes late tells of the same day, so that nothing is told twice
/// or never.
fn last_digest(service: &Service, now: i64, zone: Zone) -> i64 {
    let Some(time) = service.desk.digest else { return now };
    let today = LocalTime::of(now, zone).at.date();
    let at = |day: jiff::civil::Date| zone.milliseconds(day.to_datetime(time));
    if at(today) <= now { at(today) } else { at(today.yesterday().unwrap_or(today)) }
}

/// Has the digest sent when it is time for the next one.
///
/// # Errors
/// What the store says.
pub async fn arm_digest(service: &Service) -> Result<(), StoreError> {
    let Some(time) = service.desk.digest else { return Ok(()) };
    let around = service.clone();
    let armed = service.store.transaction(move |sql| {
        let now = sql.now()?;
        let zone = hours(&around, sql)?.zone;
        let today = LocalTime::of(now, zone).at.date();
        let at = |day: jiff::civil::Date| zone.milliseconds(day.to_datetime(time));
        let next = if at(today) > now { at(today) } else { at(today.tomorrow().unwrap_or(today)) };
        queue(sql, &around.bot, "digest", DeskTask::Digest, next.saturating_sub(now).max(1))
    });
    armed.await
}

/// Looks how the bot stands in the group; the answer goes through the front door.
async fn inspect<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    errand: &Errand,
    code: Option<&str>,
    asker: &str,
) -> Result<(), Carried> {
    let desk = ConversationId(group_of(&errand.conversation).to_owned());
    let standing = match courier.inspect(&desk, Some(asker).filter(|asker| !asker.is_empty())).await {
        Ok(standing) => Some(standing),
        Err(Carried::NotBefore(wait)) => return Err(Carried::NotBefore(wait)),
        Err(Carried::Failed(why)) if claim.attempts < 3 => return Err(Carried::Failed(why)),
        Err(_) => None,
    };
    let code_is_valid = match code {
        Some(code) => is_valid(service, &errand.conversation, code).await?,
        None => false,
    };
    let reached = standing.is_some();
    let standing = standing.unwrap_or_default();
    let inspection = Inspection {
        code: code.map(str::to_owned),
        code_is_valid,
        reached,
        supergroup: standing.supergroup,
        topics: standing.topics,
        public: standing.public,
        manages_topics: standing.manages_topics,
        pins: standing.pins,
        deletes: standing.deletes,
        asker_is_administrator: standing.asker_is_administrator,
    };
    let at = AtDesk { agent: None, seat: Seat::Elsewhere, did: Did::Inspected(inspection) };
    let from = (claim.destination.as_str(), claim.position);
    Ok(service.came_back(from, errand, Event::AtDesk(Box::new(at))).await?)
}

async fn is_valid(service: &Service, conversation: &str, code: &str) -> Result<bool, StoreError> {
    let (bot, conversation, payload) = (service.bot.clone(), conversation.to_owned(), payload_of_group_code(code));
    let opened = service.store.transaction(move |sql| invitations::look_up(sql, &bot, &conversation, &payload)).await?;
    Ok(matches!(opened, Opened::Valid { grant: Grant::Group, .. }))
}

/// So many topics are deleted in one round.
const DELETED_AT_ONCE: i64 = 50;

/// Has the topics of customers deleted whose last ticket ended before a time in Unix milliseconds, and forgets what
/// stands in the store about them; returns how many.
///
/// # Errors
/// What the store says.
pub async fn forget_topics(service: &Service, before: i64) -> Result<usize, StoreError> {
    let bot = service.bot.clone();
    let forgotten = service.store.transaction(move |sql| {
        // One replica does so at a time: another would have the same topics deleted twice.
        sql.lock(&format!("{bot} topics"))?;
        let unused = topics::unused_since(sql, &bot, before, DELETED_AT_ONCE)?;
        for topic in &unused {
            delete_topic(sql, &bot, topic)?;
            topics::remove(sql, &bot, &topic.conversation)?;
            copies::erase(sql, &bot, &topic.conversation)?;
        }
        Ok(unused.len())
    });
    let forgotten = forgotten.await?;
    if forgotten > 0 {
        service.outbox_grew.notify_one();
    }
    Ok(forgotten)
}

/// Topics are looked through so often.
const TIDIED_EVERY: Duration = Duration::from_secs(60 * 60);

/// Has topics deleted, for ever, once their customers have had no ticket for so many days. May be dropped at any time.
pub async fn tidy(service: Service, days: u32) {
    let mut rounds = tokio::time::interval(TIDIED_EVERY);
    loop {
        rounds.tick().await;
        let before = (service.clock)().saturating_sub(i64::from(days).saturating_mul(DAY_MS));
        match forget_topics(&service, before).await {
            Ok(0) => {}
            Ok(topics) => tracing::info!(topics, "topics that were kept long enough go"),
            Err(error) => tracing::warn!(%error, "topics that were kept long enough could not be deleted"),
        }
    }
}
