//! Telling those who watch an order of what becomes of it: each change once, in the transaction that notes that
//! they were told.
//!
//! An import or a webhook may be the work of another process: what has changed is found in the store, every few
//! seconds. Sources that have to be asked are asked now and then for orders that somebody watches; one that hangs holds
//! up no telling.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::incoming::ConversationId;
use super::receive::Service;
use super::transact::{Arrival, Origin, lock_of, transact};
use crate::conversation::{Event, Moment, News, Role};
use crate::orders::verdict::must_stop;
use crate::orders::{Link, Order, Status, Watcher};
use crate::store::watches::{self, Watch};
use crate::store::{Sql, StoreError, orders, people};

/// Changes are looked for so often.
const EVERY: Duration = Duration::from_secs(5);

/// So many watchers are told in one round; the others in the next.
const MOST_TOLD: i64 = 200;

/// Sources are asked for watched orders so often, and for so many at a time.
const ASKED_EVERY: Duration = Duration::from_secs(10);
const MOST_ASKED: i64 = 10;

const MINUTE_MS: i64 = 60 * 1000;

/// A watched order is asked for so often, where a source has to be asked, in milliseconds.
const ASKED_AGAIN_MS: i64 = 10 * MINUTE_MS;

/// A buyer is reminded so long before the time to pay runs out, in milliseconds.
const REMINDED_BEFORE_MS: i64 = 60 * MINUTE_MS;

/// Older changes are no news any more, in milliseconds: a day.
const NEWS_MS: i64 = 24 * 60 * MINUTE_MS;

/// A shop's newest data of this age is called old, in milliseconds: a day.
const STALE_MS: i64 = 24 * 60 * MINUTE_MS;

/// Tells until it is told to stop. Asking sources takes its time, and holds up no alarm.
pub async fn run(service: Service, stop: CancellationToken) {
    tokio::join!(tell(&service, &stop), ask(&service, &stop));
}

async fn tell(service: &Service, stop: &CancellationToken) {
    let mut rounds = tokio::time::interval(EVERY);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        if let Err(error) = round(service).await {
            tracing::warn!(%error, "those who watch orders could not be told");
        }
    }
}

async fn ask(service: &Service, stop: &CancellationToken) {
    let mut rounds = tokio::time::interval(ASKED_EVERY);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        if let Err(error) = ask_sources(service).await {
            tracing::warn!(%error, "orders that are watched could not be asked for");
        }
    }
}

/// Tells everybody of what is new now; returns how many conversations were told something.
///
/// # Errors
/// What the store says. One order that cannot be told of holds up no other.
pub async fn round(service: &Service) -> Result<usize, StoreError> {
    let service = &service.current();
    let mut told = 0;
    for watch in behind(service).await? {
        told += noted(tell_change(service, watch).await);
    }
    for watch in unpaid(service).await? {
        told += noted(remind(service, watch).await);
    }
    told += tell_stale(service).await?;
    if told > 0 {
        service.outbox_grew.notify_one();
    }
    Ok(told)
}

fn noted(told: Result<bool, StoreError>) -> usize {
    let told = told.inspect_err(|error| tracing::error!(%error, "a change of an order could not be told"));
    usize::from(told.unwrap_or_default())
}

/// Asks sources that have to be asked for orders that somebody watches; what they say goes into the table.
async fn ask_sources(service: &Service) -> Result<(), StoreError> {
    if service.orders.sources.is_local() {
        return Ok(());
    }
    let bot = service.bot.clone();
    let due = service.store.transaction(move |sql| watches::take_due(sql, &bot, MOST_ASKED, ASKED_AGAIN_MS)).await?;
    for Link { number, .. } in due {
        let asked = service.orders.sources.refresh(&number).await;
        service.store.transaction(move |sql| orders::upsert_all(sql, &asked.orders)).await?;
    }
    Ok(())
}

async fn behind(service: &Service) -> Result<Vec<Watch>, StoreError> {
    let bot = service.bot.clone();
    service.store.transaction(move |sql| watches::behind(sql, &bot, MOST_TOLD)).await
}

async fn unpaid(service: &Service) -> Result<Vec<Watch>, StoreError> {
    let bot = service.bot.clone();
    service.store.transaction(move |sql| watches::unpaid(sql, &bot, MOST_TOLD)).await
}

/// Tells a watcher of the order's status, unless that is no news to them or not worth telling.
async fn tell_change(service: &Service, watch: Watch) -> Result<bool, StoreError> {
    let inside = service.clone();
    let conversation = lock_of(&service.bot, &watch.conversation);
    let work = move |sql: &mut dyn Sql| {
        sql.lock(&lock_of(&inside.bot, &watch.conversation))?;
        let Some((order, changed_at)) = orders::with_change(sql, &watch.order)? else { return Ok(false) };
        let is_new = watches::told(sql, &inside.bot, &watch, order.status)?;
        if order.status.is_over() {
            watches::over(sql, &inside.bot, &watch)?;
        }
        let now = sql.now()?;
        match news(&watch, order, changed_at, now).filter(|_| is_new) {
            Some(news) => happen(&inside, sql, &watch.conversation, news),
            None => Ok(false),
        }
    };
    service.store.turn(&conversation, work).await
}

/// What a change is to whoever watches. A buyer is told of none that is older than a day; a seller of dangers alone,
/// however late.
fn news(watch: &Watch, order: Order, changed_at: i64, now: i64) -> Option<News> {
    let happened_at = order.updated_at.unwrap_or(changed_at).min(changed_at);
    match watch.watcher {
        Watcher::Buyer => (now - happened_at <= NEWS_MS).then_some(News::Changed(order)),
        Watcher::Seller => must_stop(watch.status, order.status).then_some(News::Alarm(order)),
    }
}

/// Reminds a buyer once, where the time to pay runs out soon and the data is fresh enough to say so.
async fn remind(service: &Service, watch: Watch) -> Result<bool, StoreError> {
    let inside = service.clone();
    let conversation = lock_of(&service.bot, &watch.conversation);
    let work = move |sql: &mut dyn Sql| {
        // Before the row of the watch is changed: a turn that ends the watch takes them in the same order.
        sql.lock(&lock_of(&inside.bot, &watch.conversation))?;
        let now = sql.now()?;
        let Some((order, _)) = orders::with_change(sql, &watch.order)? else { return Ok(false) };
        let left = order.pay_by.map(|pay_by| pay_by - now);
        let is_due = left.is_some_and(|left| left > 0 && left <= REMINDED_BEFORE_MS);
        let is_fresh = now - order.known_at <= inside.orders.rules.max_age_ms;
        let unpaid = order.status == Status::Unpaid && !order.kind.cash_on_delivery;
        if unpaid && is_due && is_fresh && watches::reminded(sql, &inside.bot, &watch)? {
            return happen(&inside, sql, &watch.conversation, News::PaymentDue(order));
        }
        Ok(false)
    };
    service.store.turn(&conversation, work).await
}

/// Tells the sellers of each shop whose newest data is older than a day, once until there is newer data.
async fn tell_stale(service: &Service) -> Result<usize, StoreError> {
    let inside = service.clone();
    let work = move |sql: &mut dyn Sql| {
        let now = sql.now()?;
        let mut told = 0;
        for freshness in orders::freshness(sql)? {
            if freshness.told_at.is_some() || now - freshness.newest_at <= STALE_MS {
                continue;
            }
            // What came by a webhook or a look-up is newer than any file.
            if let Some(newest_at) = orders::newer_than(sql, &freshness.shop, now - STALE_MS)? {
                orders::note_import(sql, &freshness.shop, newest_at, now)?;
                continue;
            }
            let sellers = sellers(sql, &inside.bot, &freshness.shop)?;
            // Another replica may be as far: who notes it first tells it.
            if sellers.is_empty() || !orders::note_told(sql, &freshness.shop, now)? {
                continue;
            }
            for seller in sellers {
                let (shop, newest_at) = (freshness.shop.clone(), freshness.newest_at);
                told += usize::from(happen(&inside, sql, &seller, News::OrdersAreOld { shop, newest_at })?);
            }
        }
        Ok(told)
    };
    service.store.transaction(work).await
}

/// The conversations of a shop's sellers.
fn sellers(sql: &mut dyn Sql, bot: &str, shop: &str) -> Result<Vec<String>, StoreError> {
    let everybody = people::all(sql, Some(bot))?;
    let of_shop = everybody.into_iter().filter(|one| one.role == Role::Seller(shop.to_owned()));
    Ok(of_shop.map(|one| one.conversation).collect())
}

/// Takes the turn of something that the program itself has noticed.
fn happen(service: &Service, sql: &mut dyn Sql, conversation: &str, news: News) -> Result<bool, StoreError> {
    let now = (service.clock)();
    let arrival = Arrival {
        origin: Origin::Itself,
        conversation: ConversationId(conversation.to_owned()),
        message: None,
        pressed_message: None,
        edited: false,
        moment: Moment { now, sent_at: now, ..Moment::default() },
        event: Ok(Event::Happened(Box::new(news))),
        incoming: None,
    };
    transact(service, sql, &arrival).map(|committed| committed.queued)
}
