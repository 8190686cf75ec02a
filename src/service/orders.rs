//! Looking orders up: at once in the transaction of the turn, where nobody but the table in the store has to be
//! asked; else as an errand of the worker, whose result comes back through the front door.
//!
//! What is absent here: who may see what. That is decided when the result is there, by the conversation.

use std::time::Duration;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::desk::tasks::DeskTask;
use super::receive::Service;
use super::transact::Arrival;
use crate::conversation::orders::{Finding, Linked, OrderSituation, proving};
use crate::conversation::{Event, Findings, LookUp, OrderFile, Place, Purpose, Session};
use crate::measures;
use crate::orders::asking::Asked;
use crate::orders::fact::{self, Fact};
use crate::orders::source::TABLE;
use crate::orders::sources::Sources;
use crate::orders::verdict::DUPLICATE_WINDOW_MS;
use crate::orders::{Digest, Order, OrderNumber, Rules, proof};
use crate::store::{Sql, StoreError, links, orders, watches};

const HOUR_MS: i64 = 60 * 60 * 1000;

/// So many numbers of one message are looked up at a time.
const AT_A_TIME: usize = 4;

/// All look-ups of one message together are waited for so long; what is not answered by then counts as not
/// answered. Less than half of a worker's lease.
const ALL_WITHIN: Duration = Duration::from_secs(45);

/// Everything about orders that a service needs.
#[derive(Clone)]
pub struct OrderDesk {
    /// What the merchant has set.
    pub rules: Rules,
    /// Where orders come from.
    pub sources: Sources,
    /// The zone of the local times in files.
    pub zone: TimeZone,
    /// A larger workbook is not read, in bytes.
    pub xlsx_bytes: u64,
}

/// What the worker does that is no message: its result comes back as an event of the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// The conversation that waits.
    pub conversation: String,
    /// What is to be done.
    pub what: Task,
    /// The customer's message that began it, which the answer answers.
    pub message: Option<i64>,
    /// The message whose button began it, which is changed.
    pub pressed_message: Option<i64>,
    /// Whether it began with a message that was edited.
    pub edited: bool,
    /// Where it began.
    #[serde(default)]
    pub place: Place,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Orders are looked up.
    LookUp(LookUp),
    /// A file of orders is fetched and imported.
    Import(OrderFile),
    /// Something of the desk.
    Desk(DeskTask),
}

/// What the store knows of the sender's orders.
pub(super) fn situation(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    session: &Session,
) -> Result<OrderSituation, StoreError> {
    if arrival.moment.place == Place::Group {
        return Ok(OrderSituation::default());
    }
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    let linked = links::with_status(sql, bot, conversation)?;
    let mut situation = OrderSituation {
        connected: !service.orders.sources.is_local() || !orders::is_empty(sql)?,
        linked: linked.into_iter().map(|(link, status)| Linked { link, status }).collect(),
        watched: watches::of(sql, bot, conversation)?,
        ..OrderSituation::default()
    };
    if let Some(number) = claimed(arrival, session) {
        let key = service.orders.rules.key.number(number);
        (situation.tries_here, situation.tries_there) = tries(sql, bot, conversation, &key)?;
    }
    if let Some(code) = code_in(arrival) {
        situation.opened = links::look_up_code(sql, conversation, &service.orders.rules.key.code(&code))?;
    }
    Ok(situation)
}

/// The order that somebody says is theirs.
fn claimed<'a>(arrival: &'a Arrival, session: &'a Session) -> Option<&'a OrderNumber> {
    match &arrival.event {
        Ok(Event::Found(findings)) => findings.look_up.numbers.first(),
        _ => session.claim.as_ref().map(|claim| &claim.number),
    }
}

/// The one-time code that a message is.
fn code_in(arrival: &Arrival) -> Option<String> {
    let Ok(Event::Said { text, .. }) = &arrival.event else { return None };
    fact::read(text, proving::today(arrival.moment)).into_iter().find_map(|fact| match fact {
        Fact::Code(code) => Some(code),
        _ => None,
    })
}

/// Looks orders up in the table alone, inside the transaction.
pub(super) fn look_up_here(sql: &mut dyn Sql, look_up: LookUp) -> Result<Findings, StoreError> {
    let mut findings = Vec::with_capacity(look_up.numbers.len());
    for number in &look_up.numbers {
        let asked = Asked { orders: orders::find(sql, number)?, complete: true };
        measures::look_up(TABLE, if asked.orders.is_empty() { "none" } else { "found" });
        findings.push(finding(sql, number.clone(), asked, &look_up)?);
    }
    Ok(Findings { look_up, findings })
}

fn finding(sql: &mut dyn Sql, number: OrderNumber, found: Asked, look_up: &LookUp) -> Result<Finding, StoreError> {
    let mut others = Vec::new();
    // Whoever has not proven the order is told nothing of others.
    if !look_up.purpose.is_claim() {
        for order in found.orders.iter().filter(|order| look_up.purpose.wants(order)) {
            others.extend(orders::others_of_buyer(sql, order, DUPLICATE_WINDOW_MS)?);
        }
    }
    Ok(Finding { number, found, others })
}

/// Asks all sources, puts what they say into the table, and returns it.
pub(super) async fn look_up(service: &Service, conversation: &str, look_up: LookUp) -> Result<Findings, StoreError> {
    let begun = Instant::now();
    let asked = ask_all(&service.orders.sources, &look_up, begun + ALL_WITHIN).await;
    let kept = look_up.clone();
    let findings = service.store.transaction(move |sql| {
        orders::lock_shops(sql, asked.iter().flat_map(|(_, found)| &found.orders))?;
        let mut findings = Vec::with_capacity(asked.len());
        for (number, mut found) in asked {
            orders::upsert_all(sql, &found.orders)?;
            newest(sql, &mut found.orders)?;
            findings.push(finding(sql, number, found, &kept)?);
        }
        Ok(findings)
    });
    let findings = Findings { look_up, findings: findings.await? };
    if findings.look_up.purpose.is_claim() && !is_proven(service, conversation, &findings).await? {
        // Whatever is not proven takes the same time: as long as sources may take at the longest.
        sleep_until(begun + service.orders.sources.longest().min(ALL_WITHIN)).await;
    }
    Ok(findings)
}

/// Whether what was found is proven, as the conversation will say.
async fn is_proven(service: &Service, conversation: &str, findings: &Findings) -> Result<bool, StoreError> {
    let Purpose::Prove { evidence, .. } = &findings.look_up.purpose else { return Ok(false) };
    let rules = &service.orders.rules;
    for Finding { number, found, .. } in &findings.findings {
        let (key, bot, conversation) = (rules.key.number(number), service.bot.clone(), conversation.to_owned());
        let tries = service.store.transaction(move |sql| tries(sql, &bot, &conversation, &key)).await?;
        let pairs = OrderSituation { tries_here: tries.0, tries_there: tries.1, ..OrderSituation::default() };
        let pairs = pairs.pairs_are_accepted();
        if !proof::proven(&rules.key, number, &found.orders, evidence, &rules.proof, pairs).is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The wrong tries of a conversation in the last hour, and of all at an order in the last day.
fn tries(sql: &mut dyn Sql, bot: &str, conversation: &str, number: &Digest) -> Result<(i64, i64), StoreError> {
    let now = sql.now()?;
    let here = links::tries_by(sql, bot, conversation, now - HOUR_MS)?;
    Ok((here, links::tries_at(sql, number, now - 24 * HOUR_MS)?))
}

/// Takes what the table knows where that is newer: a notification may have come since a source was asked.
fn newest(sql: &mut dyn Sql, found: &mut [Order]) -> Result<(), StoreError> {
    for order in found {
        let known = orders::find_in_shop(sql, &order.number, &order.shop)?;
        if let Some(newer) = known.filter(|known| known.known_at > order.known_at) {
            *order = newer;
        }
    }
    Ok(())
}

/// Asks for one number. Where the first source to know it means another shop's order, the others are asked as well.
async fn ask(sources: &Sources, number: &OrderNumber, purpose: &Purpose) -> Asked {
    let asked = sources.ask(number, purpose.is_claim()).await;
    if purpose.is_claim() || asked.orders.is_empty() || asked.orders.iter().any(|order| purpose.wants(order)) {
        return asked;
    }
    sources.ask(number, true).await
}

/// Asks for every number, several at a time; the answers are in the order of the numbers.
async fn ask_all(sources: &Sources, look_up: &LookUp, until: Instant) -> Vec<(OrderNumber, Asked)> {
    let mut waiting = look_up.numbers.iter().cloned().enumerate();
    let mut asking = JoinSet::new();
    let mut answers: Vec<(OrderNumber, Asked)> =
        look_up.numbers.iter().map(|number| (number.clone(), Asked::default())).collect();
    loop {
        while asking.len() < AT_A_TIME {
            let Some((place, number)) = waiting.next() else { break };
            let (sources, purpose) = (sources.clone(), look_up.purpose.clone());
            asking.spawn(async move { (place, ask(&sources, &number, &purpose).await) });
        }
        let Ok(answer) = timeout_at(until, asking.join_next()).await else { return answers };
        match answer {
            None => return answers,
            Some(Ok((place, asked))) => answers[place].1 = asked,
            // A source that panicked has not answered.
            Some(Err(error)) => tracing::error!(%error, "a look-up failed"),
        }
    }
}

#[cfg(test)]
mod tests;
