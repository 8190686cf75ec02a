//! An entry of the desk when it is its turn: made into what the transport carries, together with those after it that
//! belong to it, and what is noted once it has arrived.
//!
//! What customers wrote while the group's budget was used up is joined, per topic and in order; the files of an album
//! go together. What cannot be carried for good is said to whoever wrote it.

use std::time::Duration;

use super::envelope::{self, Written};
use super::topic::{self, Place};
use super::{DeskEntry, WITHOUT_GROUP, customer_of, hours};
use crate::conversation::desk::post::{Body, Post};
use crate::conversation::desk::staff;
use crate::conversation::desk::waiting::LATE_MS;
use crate::conversation::page::{Saying, Words};
use crate::language::Locale;
use crate::service::changes::tell;
use crate::service::delivery::{Carried, Courier, Delivery};
use crate::service::incoming::ConversationId;
use crate::service::letter::{Letter, Obstacle};
use crate::service::receive::Service;
use crate::store::copies::Writer;
use crate::store::outbox::{self, Claim};
use crate::store::{Sql, StoreError, copies, tickets};

/// The files of an album come one by one: the first waits so long for the others, in milliseconds.
const ALBUM_MS: i64 = 1_200;

/// So many entries are looked at for joining.
const LOOKED_AT: i64 = 40;

/// The longest text that is made by joining, in UTF-16 units: room for the label in one message.
const JOINED_UNITS: usize = 3_500;

/// The most files of an album (<https://core.telegram.org/bots/api#sendmediagroup>).
const ALBUM_FILES: usize = 10;

/// So often an obstacle is overcome before the entry waits like others that fail.
const ATTEMPTS: usize = 3;

/// What became of an entry, and of those that were carried with it.
#[derive(Debug)]
pub(in crate::service) struct Outcome {
    /// What became of it.
    pub carried: Carried,
    /// The position of the last entry that was carried with it.
    pub last: i64,
    /// Which messages have become which, to be noted with the settlement.
    noted: Option<Noted>,
    /// Whoever is told where it is dropped.
    author: Option<Author>,
}

#[derive(Debug)]
struct Noted {
    customer: String,
    desk: String,
    writer: Writer,
    originals: Vec<i64>,
}

/// Who wrote what is dropped.
#[derive(Debug)]
enum Author {
    Customer(String),
    Staff { customer: String, message: i64 },
}

impl Outcome {
    /// Of an entry that stands for itself.
    pub(in crate::service) fn plain(claim: &Claim, carried: Carried) -> Outcome {
        Outcome { carried, last: claim.position, noted: None, author: None }
    }
}

/// Notes what an entry has become; in the transaction that settles it.
pub(in crate::service) fn note(
    service: &Service,
    sql: &mut dyn Sql,
    outcome: &Outcome,
    dropped: bool,
) -> Result<(), StoreError> {
    if dropped {
        return outcome.author.as_ref().map_or(Ok(()), |author| not_carried(service, sql, author, &outcome.carried));
    }
    let numbers: &[i64] = match &outcome.carried {
        Carried::Sent(number) => std::slice::from_ref(number),
        Carried::SentAll(numbers) => numbers,
        _ => return Ok(()),
    };
    let Some(Noted { customer, desk, writer, originals }) = &outcome.noted else { return Ok(()) };
    let (at_customer, at_desk) = match writer {
        Writer::Staff => (numbers, originals.as_slice()),
        _ => (originals.as_slice(), numbers),
    };
    copies::note(sql, &service.bot, customer, desk, *writer, at_customer, at_desk)
}

/// Says to whoever wrote something that it did not arrive.
fn not_carried(service: &Service, sql: &mut dyn Sql, author: &Author, why: &Carried) -> Result<(), StoreError> {
    match author {
        Author::Customer(customer) => {
            let parts = vec![crate::conversation::page::line(Saying::DeskNotPassedOn)];
            let placement = crate::conversation::Placement::New;
            let ticket = tickets::latest(sql, &service.bot, customer)?;
            let language = ticket.map_or(service.default_language, |ticket| ticket.language);
            let reply = crate::conversation::page::reply(language, placement, parts, vec![]);
            tell(service, sql, customer, reply)
        }
        Author::Staff { customer, message } => {
            let saying = match why {
                Carried::Hindered(Obstacle::Blocked, _) => Saying::DeskCustomerGone,
                Carried::Hindered(Obstacle::NotCarried, _) => Saying::DeskNotCarried,
                _ => Saying::DeskNotDelivered,
            };
            super::changes::say_reply(service, sql, customer, Words::new(saying), Some(*message))
        }
    }
}

/// What became of an entry, also where nothing of it was carried.
fn or_plain(claim: &Claim, became: Result<Outcome, Carried>) -> Outcome {
    became.unwrap_or_else(|carried| Outcome::plain(claim, carried))
}

/// Carries an entry for a customer's topic.
pub(in crate::service) async fn to_topic<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    delivery: &Delivery,
) -> Outcome {
    let customer = customer_of(&claim.destination).unwrap_or_default();
    match topic::find(service, customer).await {
        Ok(Some(mut place)) => {
            let outcome = in_place(service, courier, claim, delivery, &mut place).await;
            // However it comes that it is dropped: whoever wrote it is told.
            let author = is_of_customer(delivery).then(|| Author::Customer(customer.to_owned()));
            Outcome { author: outcome.author.or(author), ..outcome }
        }
        Ok(None) => Outcome::plain(claim, Carried::NotBefore(WITHOUT_GROUP)),
        Err(error) => Outcome::plain(claim, error.into()),
    }
}

/// Whether an entry is what a customer wrote.
fn is_of_customer(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::Desk(entry) if matches!(**entry, DeskEntry::ToDesk { .. }))
}

async fn in_place<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    delivery: &Delivery,
    place: &mut Place,
) -> Outcome {
    let opens = matches!(delivery, Delivery::Desk(entry) if matches!(**entry, DeskEntry::Open));
    let relays = opens || is_of_customer(delivery);
    for _ in 0..ATTEMPTS {
        let outcome = match topic::prepare(service, courier, place, relays).await {
            Ok(()) => once(service, courier, claim, delivery, place).await,
            Err(why) => Outcome::plain(claim, why),
        };
        let Carried::Hindered(obstacle, why) = &outcome.carried else {
            note_late(service, claim, &outcome).await;
            return found_again(service, place, outcome).await;
        };
        // Only a customer's words open a topic again that staff have closed.
        let obstacle = obstacle.clone();
        if obstacle == Obstacle::TopicClosed && !relays {
            return outcome;
        }
        let why = why.clone();
        match topic::overcome(service, courier, place, &obstacle).await {
            Ok(true) => {}
            Ok(false) if obstacle == Obstacle::ShutOut => {
                return Outcome::plain(claim, Carried::NotBefore(WITHOUT_GROUP));
            }
            Ok(false) => return outcome,
            Err(carried) => {
                tracing::debug!(why, "an obstacle at the desk could not be overcome at once");
                return Outcome::plain(claim, carried);
            }
        }
    }
    Outcome::plain(claim, Carried::Failed("the topic could not be made ready".to_owned()))
}

/// Messages that are late are said to be, in the list of those who wait: it is brought up to date once they are.
async fn note_late(service: &Service, claim: &Claim, outcome: &Outcome) {
    let Carried::NotBefore(wait) = outcome.carried else { return };
    if wait < LONG_WAIT {
        return;
    }
    let age = (service.clock)().saturating_sub(claim.created_at);
    let (bot, after_ms) = (service.bot.clone(), LATE_MS.saturating_sub(age).max(1));
    let noted = service.store.transaction(move |sql| super::changes::refresh_list_after(sql, &bot, after_ms)).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "that messages are late could not be said");
    }
}

/// A shorter wait makes nothing late.
const LONG_WAIT: Duration = Duration::from_secs(1);

/// What has arrived in a group that was out of reach shows that it is in reach again.
async fn found_again(service: &Service, place: &Place, outcome: Outcome) -> Outcome {
    let arrived = matches!(outcome.carried, Carried::Sent(_) | Carried::SentAll(_));
    if place.lost && arrived {
        let bot = service.bot.clone();
        let found = service.store.transaction(move |sql| super::moving::found_again(sql, &bot)).await;
        if let Err(error) = found {
            tracing::warn!(%error, "that the support group is in reach again could not be noted");
        }
    }
    outcome
}

/// Carries the entry once, with those after it that belong to it.
async fn once<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    delivery: &Delivery,
    place: &Place,
) -> Outcome {
    let to = place.conversation();
    let Delivery::Desk(entry) = delivery else {
        return of_bot(service, place, claim, courier.carry(&to, delivery).await).await;
    };
    match &**entry {
        DeskEntry::ToDesk { edited: true, post, .. } => {
            or_plain(claim, edited_at_desk(service, courier, claim, place, post).await)
        }
        DeskEntry::ToDesk { .. } => or_plain(claim, written(service, courier, claim, place, entry).await),
        DeskEntry::Say { message, reply_to } => {
            let delivery = match reply_to {
                Some(to) => Delivery::Answer { to: *to, quoting: true, message: message.clone() },
                None => Delivery::Send(message.clone()),
            };
            of_bot(service, place, claim, courier.carry(&to, &delivery).await).await
        }
        DeskEntry::ToCustomer { .. } | DeskEntry::TakeBack { .. } | DeskEntry::Open => {
            Outcome::plain(claim, Carried::Done)
        }
    }
}

/// What the bot has said in the group is noted as about the customer.
async fn of_bot(service: &Service, place: &Place, claim: &Claim, carried: Carried) -> Outcome {
    let number = match &carried {
        Carried::Sent(number) => Some(*number),
        Carried::SentAll(numbers) => numbers.last().copied(),
        _ => None,
    };
    // A note that is missing is missed only where the group has no topics; the message is not sent again for it.
    if let Some(number) = number
        && let Err(error) = topic::note_of_bot(service, place, number).await
    {
        tracing::warn!(%error, "a message at the desk could not be noted");
    }
    Outcome::plain(claim, carried)
}

/// What customers wrote: as much as goes together.
async fn written<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    place: &Place,
    first: &DeskEntry,
) -> Result<Outcome, Carried> {
    let Some(first) = of_customer(first) else { return Ok(Outcome::plain(claim, Carried::Done)) };
    if let Some(wait) = waits_for_album(service, claim, &first.post) {
        return Ok(Outcome::plain(claim, Carried::NotBefore(wait)));
    }
    if let Err(wait) = service.desk.flood.check(&claim.destination, claim.position) {
        return Ok(Outcome::plain(claim, Carried::NotBefore(wait)));
    }
    let run = run(service, claim, first).await?;
    let customer = place.ticket.conversation.clone();
    let (bot, asked) = (service.bot.clone(), customer.clone());
    let reply_to = run.written.first().and_then(|one| one.post.reply_to);
    let around = service.clone();
    let looked_up = service.store.transaction(move |sql| {
        let zone = hours(&around, sql)?.zone;
        let replied = match reply_to {
            Some(message) => copies::at_desk(sql, &bot, &asked, message)?.last().copied(),
            None => None,
        };
        Ok((zone, replied))
    });
    let (zone, reply_to) = looked_up.await?;
    let Some(letter) = envelope::to_desk(service, &place.ticket, &run.written, place.topics, zone) else {
        return Ok(Outcome::plain(claim, Carried::Done));
    };
    let letter = Delivery::Letter(Box::new(Letter { reply_to, ..letter }));
    Ok(Outcome {
        carried: courier.carry(&place.conversation(), &letter).await,
        last: run.last,
        noted: Some(Noted {
            customer: customer.clone(),
            desk: place.desk.clone(),
            writer: Writer::Customer,
            originals: run.written.iter().map(|one| one.post.message).collect(),
        }),
        author: Some(Author::Customer(customer)),
    })
}

fn of_customer(entry: &DeskEntry) -> Option<Written> {
    match entry {
        DeskEntry::ToDesk { post, edited: false, gloss, answered } => {
            Some(Written { post: post.clone(), gloss: gloss.clone(), answered: answered.clone() })
        }
        _ => None,
    }
}

/// How long the first file of an album waits for the others.
fn waits_for_album(service: &Service, claim: &Claim, post: &Post) -> Option<Duration> {
    post.album()?;
    let waited = (service.clock)().saturating_sub(claim.created_at);
    let rest = u64::try_from(ALBUM_MS.saturating_sub(waited)).ok()?;
    (rest > 0).then(|| Duration::from_millis(rest))
}

/// Entries that go together.
struct Run {
    written: Vec<Written>,
    last: i64,
}

async fn run(service: &Service, claim: &Claim, first: Written) -> Result<Run, StoreError> {
    let asked = claim.clone();
    let following = service.store.transaction(move |sql| outbox::following(sql, &asked, LOOKED_AT)).await?;
    let mut run = Run { last: claim.position, written: vec![first] };
    for (position, payload, _) in following {
        let entry = match serde_json::from_str::<Delivery>(&payload) {
            Ok(Delivery::Desk(entry)) => of_customer(&entry),
            _ => None,
        };
        let Some(next) = entry.filter(|next| goes_with(&run.written, &next.post)) else { break };
        run.written.push(next);
        run.last = position;
    }
    Ok(run)
}

/// Whether a post goes into one letter with those before it.
fn goes_with(written: &[Written], next: &Post) -> bool {
    let Some(first) = written.first().map(|one| &one.post) else { return false };
    match (&first.body, &next.body) {
        (Body::Words(_), Body::Words(words)) => {
            let units = |text: &str| text.encode_utf16().count() + 2;
            let so_far: usize = written.iter().map(|one| units(one.post.words())).sum();
            next.reply_to.is_none() && so_far + units(&words.text) <= JOINED_UNITS
        }
        (Body::File { .. }, Body::File { .. }) => {
            first.album().is_some() && first.album() == next.album() && written.len() < ALBUM_FILES
        }
        _ => false,
    }
}

/// A customer changed what they wrote: its copy is changed or, where it cannot be, what it is now is said below it.
async fn edited_at_desk<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    place: &Place,
    post: &Post,
) -> Result<Outcome, Carried> {
    let (bot, customer, message) = (service.bot.clone(), place.ticket.conversation.clone(), post.message);
    let around = service.clone();
    let found = service.store.transaction(move |sql| {
        let numbers = copies::at_desk(sql, &bot, &customer, message)?;
        let joined = match numbers.first() {
            Some(number) => copies::is_joined(sql, &bot, &customer, *number)?,
            None => false,
        };
        Ok((numbers, joined, hours(&around, sql)?.zone))
    });
    let (numbers, joined, zone) = found.await?;
    // What was written before a person was wanted has no copy.
    let Some(copy) = numbers.first().copied() else { return Ok(Outcome::plain(claim, Carried::Done)) };
    let written = [Written { post: post.clone(), gloss: None, answered: None }];
    let Some(letter) = envelope::to_desk(service, &place.ticket, &written, place.topics, zone) else {
        return Ok(Outcome::plain(claim, Carried::Done));
    };
    let to = place.conversation();
    let again = envelope::changed(service, letter.clone(), super::locale(service));
    let carried = change(courier, &to, (numbers.len() == 1 && !joined).then_some(letter), again, copy).await;
    Ok(Outcome {
        carried,
        last: claim.position,
        noted: Some(Noted {
            customer: place.ticket.conversation.clone(),
            desk: place.desk.clone(),
            writer: Writer::Customer,
            originals: vec![post.message],
        }),
        author: None,
    })
}

/// Changes a copy in its place, or says below it what it is now.
async fn change<C: Courier>(
    courier: &C,
    to: &ConversationId,
    in_place: Option<Letter>,
    again: Letter,
    copy: i64,
) -> Carried {
    if let Some(letter) = in_place {
        let edit = Delivery::EditLetter { message: copy, to: Box::new(letter) };
        match courier.carry(to, &edit).await {
            Carried::Hindered(Obstacle::MessageGone, _) => {}
            carried => return carried,
        }
    }
    let again = Letter { reply_to: Some(copy), ..again };
    courier.carry(to, &Delivery::Letter(Box::new(again))).await
}

/// Carries an entry of staff to a customer.
pub(in crate::service) async fn to_customer<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    entry: &DeskEntry,
) -> Outcome {
    let carried = match entry {
        DeskEntry::ToCustomer { post, edited, language, script, name } => {
            let manner = (Locale::new(*language, *script), name.as_deref());
            match edited {
                true => edited_at_customer(service, courier, claim, post, manner).await,
                false => of_staff(service, courier, claim, post, manner).await,
            }
        }
        DeskEntry::TakeBack { message, quietly } => taken_back(service, courier, claim, *message, *quietly).await,
        DeskEntry::ToDesk { .. } | DeskEntry::Say { .. } | DeskEntry::Open => Ok(Outcome::plain(claim, Carried::Done)),
    };
    or_plain(claim, carried)
}

/// How staff speak to a customer: what the words around theirs are worded for, and the name that may be seen.
type Manner<'a> = (Locale, Option<&'a str>);

async fn of_staff<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    post: &Post,
    (locale, name): Manner<'_>,
) -> Result<Outcome, Carried> {
    if let Some(wait) = waits_for_album(service, claim, post) {
        return Ok(Outcome::plain(claim, Carried::NotBefore(wait)));
    }
    let album = post.album().map(str::to_owned);
    let (bot, asked, reply_to, desk) = (service.bot.clone(), claim.clone(), post.reply_to, post.chat.clone());
    let found = service.store.transaction(move |sql| {
        let replied = match reply_to {
            Some(message) => copies::at_customer(sql, &bot, &desk, message)?.first().copied(),
            None => None,
        };
        let following = if album.is_some() { outbox::following(sql, &asked, LOOKED_AT)? } else { Vec::new() };
        Ok((replied, following))
    });
    let (reply_to, following) = found.await?;
    let mut posts = vec![post.clone()];
    let mut last = claim.position;
    for (position, payload, _) in following {
        let next = match serde_json::from_str::<Delivery>(&payload) {
            Ok(Delivery::Desk(entry)) => match *entry {
                DeskEntry::ToCustomer { post, edited: false, .. } => Some(post),
                _ => None,
            },
            _ => None,
        };
        let Some(next) = next.filter(|next| is_same_album(post, next) && posts.len() < ALBUM_FILES) else { break };
        posts.push(next);
        last = position;
    }
    if posts.iter().any(|post| !staff::is_for_the_customer(post.words())) {
        // One caption speaks for the whole album.
        return Ok(Outcome { last, ..Outcome::plain(claim, Carried::Done) });
    }
    let all: Vec<&Post> = posts.iter().collect();
    let Some(letter) = envelope::to_customer(service, &all, locale, name) else {
        return Ok(Outcome::plain(claim, Carried::Done));
    };
    let letter = Delivery::Letter(Box::new(Letter { reply_to, ..letter }));
    let customer = claim.destination.clone();
    Ok(Outcome {
        carried: courier.carry(&ConversationId(customer.clone()), &letter).await,
        last,
        noted: Some(Noted {
            customer: customer.clone(),
            desk: post.chat.clone(),
            writer: Writer::Staff,
            originals: posts.iter().map(|post| post.message).collect(),
        }),
        author: Some(Author::Staff { customer, message: post.message }),
    })
}

fn is_same_album(one: &Post, other: &Post) -> bool {
    one.album().is_some() && one.album() == other.album()
}

async fn edited_at_customer<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    post: &Post,
    (locale, name): Manner<'_>,
) -> Result<Outcome, Carried> {
    let (bot, desk, message) = (service.bot.clone(), post.chat.clone(), post.message);
    let found = service.store.transaction(move |sql| copies::at_customer(sql, &bot, &desk, message)).await;
    let numbers = found?;
    let Some(copy) = numbers.first().copied() else { return Ok(Outcome::plain(claim, Carried::Done)) };
    let Some(letter) = envelope::to_customer(service, &[post], locale, name) else {
        return Ok(Outcome::plain(claim, Carried::Done));
    };
    let to = ConversationId(claim.destination.clone());
    let again = envelope::changed(service, letter.clone(), locale);
    let carried = change(courier, &to, (numbers.len() == 1).then_some(letter), again, copy).await;
    let customer = claim.destination.clone();
    Ok(Outcome {
        carried,
        last: claim.position,
        noted: Some(Noted {
            customer: customer.clone(),
            desk: post.chat.clone(),
            writer: Writer::Staff,
            originals: vec![post.message],
        }),
        author: Some(Author::Staff { customer, message: post.message }),
    })
}

/// The copies of a message of staff are taken back; staff are told what became of it.
async fn taken_back<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    message: i64,
    quietly: bool,
) -> Result<Outcome, Carried> {
    let (bot, customer) = (service.bot.clone(), claim.destination.clone());
    let found = service.store.transaction(move |sql| {
        let Some(desk) = super::group(sql, &bot)? else { return Ok(Vec::new()) };
        match copies::whose(sql, &bot, &desk, message)? {
            Some(whose) if whose == customer => copies::of_staff_at_customer(sql, &bot, &desk, message),
            _ => Ok(Vec::new()),
        }
    });
    let numbers = found.await?;
    if numbers.is_empty() && quietly {
        return Ok(Outcome::plain(claim, Carried::Done));
    }
    let to = ConversationId(claim.destination.clone());
    let mut saying = if numbers.is_empty() { Saying::DeskNothingToUndo } else { Saying::DeskUndone };
    for number in numbers {
        match courier.carry(&to, &Delivery::Unsend { message: number }).await {
            Carried::Hindered(..) | Carried::Undeliverable(_) => saying = Saying::DeskTooLateToUndo,
            Carried::Done | Carried::Sent(_) | Carried::SentAll(_) => {}
            later => return Err(later),
        }
    }
    let (speaker, customer) = (service.clone(), claim.destination.clone());
    let said = service.store.transaction(move |sql| {
        if let (Saying::DeskUndone, Some(desk)) = (saying, super::group(sql, &speaker.bot)?) {
            // What is taken back stays so, also when it is edited later.
            copies::remove(sql, &speaker.bot, &desk, message)?;
        }
        super::changes::say_reply(&speaker, sql, &customer, Words::new(saying), Some(message))
    });
    said.await?;
    Ok(Outcome::plain(claim, Carried::Done))
}
