//! The worker: carries the outbox, one entry at a time per destination, many destinations at once.
//!
//! It leases what is due, hands it to the [`Courier`] and settles what became of it. Every
//! destination is a task of its own, so their settlings share commits. What it does when something
//! cannot be carried is decided by one pure function, `decide`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::delivery::{Carried, Courier, Delivery};
use super::desk::carrying::{self, Outcome};
use super::incoming::ConversationId;
use super::receive::Service;
use super::{desk, errand};
use crate::measures;
use crate::store::ids::new_id;
use crate::store::outbox::{self, Claim, Settled};
use crate::store::{Sql, Store, StoreError, answers};

/// So many destinations are served at a time: enough that some slow chats hold nobody up, and few
/// enough that a crash repeats few.
const IN_FLIGHT: usize = 32;

/// So many errands are done at a time, beside the messages: one may wait long for a source of orders.
const ERRANDS_IN_FLIGHT: usize = 8;

/// So long a destination is leased: what a worker that died was carrying, another one takes over after this time.
const LEASE: Duration = Duration::from_secs(30);

/// Carrying one entry takes this long at the most; the lease is renewed meanwhile.
const LONGEST_CARRYING: Duration = Duration::from_secs(60);

/// After trouble of the store, what others have leased is left to them for so long: they may only now be able to settle
/// what they carried meanwhile.
const LEFT_ALONE: Duration = Duration::from_secs(5);

/// So many entries of one destination are carried before another gets its turn.
const IN_A_ROW: usize = 32;

/// A wait as short as this is not worth two commits: the lease is kept meanwhile.
const SHORT_WAIT: Duration = Duration::from_millis(250);

/// After a failure of the store.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// What is being changed by somebody else is looked for again after so long.
const SOON: Duration = Duration::from_millis(10);

/// Another process may have appended something, which nobody tells.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

/// A clock that is off by less was adjusted, and is no trouble, in milliseconds.
const LEAST_JUMP_MS: i64 = 1_000;

/// The wait after the first failure; it doubles with each further one.
const FIRST_BACKOFF_MS: i64 = 1_000;

/// The longest wait between two attempts.
const LONGEST_BACKOFF_MS: i64 = 30_000;

/// So long a failing entry is tried: 24 hours.
const TRIED_FOR_MS: i64 = 24 * 60 * 60 * 1000;

/// Whoever carries the outbox of a bot.
pub struct Worker<C> {
    /// The bot whose outbox it is.
    pub bot: Arc<str>,
    /// Where the outbox is.
    pub store: Store,
    /// Who carries.
    pub courier: Arc<C>,
    /// Told when there may be something new.
    pub outbox_grew: Arc<Notify>,
    /// Its name in leases, different for each worker.
    pub owner: String,
    /// What takes in what an errand comes to.
    pub service: Service,
    /// So many destinations are served at a time.
    pub in_flight: usize,
    /// So long a destination is leased; the lease is renewed as long as something is being carried.
    pub lease: Duration,
    /// Nobody else serves the store.
    alone: bool,
    /// What the store's clock said when something was last claimed, and when that was.
    claimed: Mutex<Option<(i64, std::time::Instant)>>,
    /// When the store was last in trouble.
    trouble: Mutex<Option<Instant>>,
    /// Entries that were carried, but could not be settled yet. Nothing is claimed meanwhile, lest
    /// one of them be carried again.
    unsettled: AtomicUsize,
}

/// What to do with an entry, once the courier has said what became of it.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It arrived; as a new message, where it has this number (of several, the last).
    Arrived(Option<i64>),
    /// It never can, or was tried for long enough: it is dropped, for this reason.
    Dropped(String),
    /// It waits so many milliseconds, which is nobody's fault.
    Waits(i64),
    /// It failed, and is tried again in so many milliseconds.
    TriedAgain(i64, String),
}

impl Verdict {
    /// The word for it in logs and metrics.
    fn word(&self) -> &'static str {
        match self {
            Verdict::Arrived(_) => "done",
            Verdict::Dropped(_) => "dropped",
            Verdict::Waits(_) => "waits",
            Verdict::TriedAgain(..) => "failed",
        }
    }
}

fn decide(carried: &Carried, attempts: i64, failing_ms: i64) -> Verdict {
    match carried {
        Carried::Done => Verdict::Arrived(None),
        Carried::Sent(number) => Verdict::Arrived(Some(*number)),
        Carried::SentAll(numbers) => Verdict::Arrived(numbers.last().copied()),
        Carried::Hindered(_, why) | Carried::Undeliverable(why) => Verdict::Dropped(why.clone()),
        Carried::NotBefore(wait) => Verdict::Waits(milliseconds(*wait)),
        Carried::Failed(why) if failing_ms >= TRIED_FOR_MS => Verdict::Dropped(format!("given up: {why}")),
        Carried::Failed(why) => Verdict::TriedAgain(backoff(attempts), why.clone()),
    }
}

/// One second, two, four, and so on to the longest.
fn backoff(attempts: i64) -> i64 {
    let doubled = 1_i64 << attempts.clamp(0, 30);
    doubled.saturating_mul(FIRST_BACKOFF_MS).min(LONGEST_BACKOFF_MS)
}

/// By how many milliseconds a clock went ahead of the time that passed, or stayed behind it; nothing where that is little.
fn jump(before: (i64, std::time::Instant), now: (i64, std::time::Instant)) -> i64 {
    let passed = milliseconds(now.1.saturating_duration_since(before.1));
    let jump = now.0.saturating_sub(before.0).saturating_sub(passed);
    if jump.abs() < LEAST_JUMP_MS { 0 } else { jump }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX)
}

impl<C: Courier> Worker<C> {
    /// A worker for the outbox of a service.
    pub fn new(service: &Service, courier: Arc<C>) -> Worker<C> {
        Worker {
            bot: Arc::clone(&service.bot),
            store: service.store.clone(),
            courier,
            outbox_grew: Arc::clone(&service.outbox_grew),
            owner: new_id((service.clock)()),
            service: service.clone(),
            in_flight: IN_FLIGHT,
            lease: LEASE,
            alone: false,
            claimed: Mutex::default(),
            trouble: Mutex::default(),
            unsettled: AtomicUsize::new(0),
        }
    }

    /// The worker for what an outside system is told, beside that of the service.
    pub fn for_events(service: &Service, courier: Arc<C>) -> Worker<C> {
        Worker {
            bot: Arc::from(outbox::events_of(&service.bot)),
            outbox_grew: service.events.clone().unwrap_or_default(),
            ..Worker::new(service, courier)
        }
    }

    /// Whether nobody else serves the store: then its clock is that of this machine, and may jump.
    #[must_use]
    pub fn alone(self, alone: bool) -> Worker<C> {
        Worker { alone, ..self }
    }

    /// The worker for errands beside this one.
    fn for_errands(&self) -> Arc<Worker<C>> {
        Arc::new(Worker {
            bot: Arc::from(outbox::errands_of(&self.bot)),
            store: self.store.clone(),
            courier: Arc::clone(&self.courier),
            outbox_grew: Arc::default(),
            service: self.service.clone(),
            owner: self.owner.clone(),
            in_flight: ERRANDS_IN_FLIGHT,
            lease: self.lease,
            alone: self.alone,
            claimed: Mutex::default(),
            trouble: Mutex::default(),
            unsettled: AtomicUsize::new(0),
        })
    }

    /// Carries messages and does errands until it is told to stop, then finishes what has been begun and returns.
    /// Whoever drops the future instead leaves leases behind, which end by themselves.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let errands = self.for_errands();
        let others: Vec<Arc<Notify>> =
            self.service.events.iter().chain([&errands.outbox_grew]).map(Arc::clone).collect();
        tokio::join!(self.serve_all(&stop, &others), errands.serve_all(&stop, &[]));
    }

    /// As [`Worker::run`], where there are no errands: see [`Worker::for_events`].
    pub async fn run_without_errands(self: Arc<Self>, stop: CancellationToken) {
        self.serve_all(&stop, &[]).await;
    }

    /// Serves the outbox of one name. Whoever hears that it grew passes the word on.
    async fn serve_all(self: &Arc<Self>, stop: &CancellationToken, others: &[Arc<Notify>]) {
        let mut carrying = JoinSet::new();
        while !stop.is_cancelled() {
            let pause = self.fill(&mut carrying, stop).await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.outbox_grew.notified() => others.iter().for_each(|other| other.notify_one()),
                Some(ended) = carrying.join_next() => {
                    note_end(ended);
                    while let Some(ended) = carrying.try_join_next() {
                        note_end(ended);
                    }
                }
                () = sleep(pause) => {}
            }
        }
        while let Some(ended) = carrying.join_next().await {
            note_end(ended);
        }
    }

    /// Carries what is due now, and all that follows it in the same destinations; returns how many
    /// entries that were. For a terminal and for tests, where nothing runs in the background.
    ///
    /// # Errors
    /// What the store says.
    pub async fn step(self: &Arc<Self>) -> Result<usize, StoreError> {
        let done = self.for_errands().step_once().await?;
        Ok(done + self.step_once().await?)
    }

    async fn step_once(self: &Arc<Self>) -> Result<usize, StoreError> {
        let (claims, _) = self.claim(self.in_flight).await?;
        let mut carrying = JoinSet::new();
        for claim in claims {
            carrying.spawn(Arc::clone(self).serve(claim, CancellationToken::new()));
        }
        let mut carried = 0;
        while let Some(ended) = carrying.join_next().await {
            carried += note_end(ended);
        }
        Ok(carried)
    }

    /// Claims as much as there is room for; returns how long to sleep if nothing happens.
    async fn fill(self: &Arc<Self>, carrying: &mut JoinSet<usize>, stop: &CancellationToken) -> Duration {
        let room = self.in_flight.saturating_sub(carrying.len());
        if room == 0 || self.unsettled.load(Ordering::Acquire) > 0 {
            return STORE_PAUSE;
        }
        match self.claim(room).await {
            Ok((claims, pause)) => {
                for claim in claims {
                    carrying.spawn(Arc::clone(self).serve(claim, stop.clone()));
                }
                pause.min(LONGEST_SLEEP)
            }
            Err(error) => {
                tracing::error!(%error, "the outbox could not be read");
                self.note_trouble();
                STORE_PAUSE
            }
        }
    }

    /// What the outbox is called where it is counted.
    fn queue(&self) -> &'static str {
        let (mine, bot) = (&*self.bot, &*self.service.bot);
        match mine {
            _ if mine == bot => "messages",
            _ if mine == outbox::errands_of(bot) => "errands",
            _ => "events",
        }
    }

    /// Due entries, and how long it is until more of them are due.
    async fn claim(&self, most: usize) -> Result<(Vec<Claim>, Duration), StoreError> {
        let (bot, owner, lease_ms) = (Arc::clone(&self.bot), self.owner.clone(), milliseconds(self.lease));
        let after_trouble = self.after_trouble();
        let claim = if after_trouble { outbox::claim_unleased } else { outbox::claim };
        let before = *self.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        let before = before.filter(|_| self.alone);
        let work = self.store.transaction(move |sql| {
            let now = (sql.now()?, std::time::Instant::now());
            let jump = before.map_or(0, |before| jump(before, now));
            if jump != 0 {
                tracing::warn!(seconds = jump / 1000, "the clock of this machine jumped");
                outbox::clock_jumped(sql, &bot, jump, lease_ms)?;
            }
            let claims = claim(sql, &bot, &owner, most, lease_ms)?;
            Ok((claims, outbox::next_due_in(sql, &bot)?, now))
        });
        let (claims, next, now) = work.await?;
        *self.claimed.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        let next = next.and_then(|wait| u64::try_from(wait).ok());
        let pause = next.map_or(LONGEST_SLEEP, Duration::from_millis);
        // What is due and cannot be had is being changed by somebody else right now.
        let soon = if after_trouble { SHORT_WAIT } else { SOON };
        let pause = if claims.is_empty() { pause.max(soon) } else { pause };
        Ok((claims, pause))
    }

    fn note_trouble(&self) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn after_trouble(&self) -> bool {
        let trouble = *self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.is_some_and(|trouble| trouble.elapsed() < LEFT_ALONE)
    }

    /// Serves one destination until it is empty, must wait, or others should get their turn.
    /// Returns how many entries were carried.
    async fn serve(self: Arc<Self>, first: Claim, stop: CancellationToken) -> usize {
        let mut claim = first;
        let mut carried = 0;
        loop {
            carried += 1;
            let begun = Instant::now();
            let became = tokio::select! {
                became = self.carry_patiently(&claim, &stop) => became,
                () = self.keep(&claim) => Outcome::plain(&claim, Carried::Failed("another worker took it over".to_owned())),
            };
            let verdict = decide(&became.carried, claim.attempts, claim.failing_ms);
            measures::delivery(self.queue(), verdict.word(), begun.elapsed());
            report(&claim, &verdict, begun.elapsed());
            let go_on = carried < IN_A_ROW && !stop.is_cancelled();
            match self.settle(claim, became, verdict, go_on).await {
                Settled::Next(next) => claim = *next,
                Settled::Released | Settled::Lost => return carried,
            }
        }
    }

    /// Renews the lease of what is being carried, again and again; returns when another worker has taken it over. While
    /// the store cannot tell, nobody else can take it.
    async fn keep(&self, claim: &Claim) {
        let lease_ms = milliseconds(self.lease);
        loop {
            sleep(self.lease / 3).await;
            let kept = claim.clone();
            match self.store.transaction(move |sql| outbox::renew(sql, &kept, lease_ms)).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::debug!(%error, "a lease could not be renewed");
                    self.note_trouble();
                }
            }
        }
    }

    /// Carries an entry; where it must wait for a moment only, waits and tries again.
    async fn carry_patiently(&self, claim: &Claim, stop: &CancellationToken) -> Outcome {
        loop {
            let became = self.carry(claim).await;
            match became.carried {
                Carried::NotBefore(wait) if wait <= SHORT_WAIT => {
                    if stop.run_until_cancelled(sleep(wait)).await.is_none() {
                        return became;
                    }
                }
                _ => return became,
            }
        }
    }

    /// Carries an entry, with those after it that belong to it. A panic, or taking too long, is a failure like others.
    async fn carry(&self, claim: &Claim) -> Outcome {
        let plain = |carried| Outcome::plain(claim, carried);
        let Ok(delivery) = serde_json::from_str::<Delivery>(&claim.payload) else {
            return plain(Carried::Undeliverable("it was written by another version of the program".to_owned()));
        };
        let delivery = match self.placed(claim, delivery).await {
            Ok(delivery) => delivery,
            Err(error) => return plain(Carried::Failed(error.to_string())),
        };
        let to = ConversationId(claim.destination.clone());
        let (service, courier) = (&self.service.current(), &*self.courier);
        let carrying = unpanicked(async {
            match &delivery {
                Delivery::Errand(errand) => plain(errand::run(service, courier, claim, errand).await),
                delivery if desk::customer_of(&claim.destination).is_some() => {
                    carrying::to_topic(service, courier, claim, delivery).await
                }
                Delivery::Desk(entry) => carrying::to_customer(service, courier, claim, entry).await,
                message => plain(courier.carry(&to, message).await),
            }
        });
        match tokio::time::timeout(LONGEST_CARRYING, carrying).await {
            Ok(Some(became)) => became,
            Ok(None) => plain(Carried::Failed("the courier panicked".to_owned())),
            Err(_) => plain(Carried::Failed("the courier took too long".to_owned())),
        }
    }

    /// A changed answer goes into the place of the first one, where there is one.
    async fn placed(&self, claim: &Claim, delivery: Delivery) -> Result<Delivery, StoreError> {
        let Delivery::AnswerAgain { to, quoting, message } = delivery else { return Ok(delivery) };
        let (bot, conversation) = (claim.bot.clone(), claim.destination.clone());
        let first = self.store.transaction(move |sql| answers::find(sql, &bot, &conversation, to)).await?;
        Ok(match first {
            Some(number) => Delivery::Edit { message: number, to: message },
            None => Delivery::Answer { to, quoting, message },
        })
    }

    /// Settles an entry, however long it takes the store to do so: what was carried must not be
    /// carried again.
    async fn settle(&self, claim: Claim, became: Outcome, verdict: Verdict, go_on: bool) -> Settled {
        let claim = Arc::new(claim);
        let became = Arc::new((became, verdict));
        let go_on = go_on.then_some(milliseconds(self.lease));
        let mut unsettled = None;
        loop {
            let (entry, found, service) = (Arc::clone(&claim), Arc::clone(&became), self.service.current());
            let work = self.store.transaction(move |sql| match &found.1 {
                Verdict::Arrived(number) => {
                    note_answer(sql, &entry, *number)?;
                    carrying::note(&service, sql, &found.0, false)?;
                    outbox::settle_done_up_to(sql, &entry, found.0.last, go_on)
                }
                Verdict::Dropped(_) => {
                    carrying::note(&service, sql, &found.0, true)?;
                    outbox::settle_done_up_to(sql, &entry, found.0.last, go_on)
                }
                Verdict::Waits(after) => outbox::settle_later(sql, &entry, *after, None),
                Verdict::TriedAgain(after, why) => outbox::settle_later(sql, &entry, *after, Some(why)),
            });
            match work.await {
                Ok(settled) => return settled,
                Err(StoreError::Unavailable(_)) => {
                    unsettled.get_or_insert_with(|| Unsettled::note(&self.unsettled));
                    self.note_trouble();
                    sleep(STORE_PAUSE).await;
                }
                Err(error) => {
                    tracing::error!(%error, conversation = opaque(&claim), "an entry could not be settled");
                    return Settled::Lost;
                }
            }
        }
    }
}

/// Notes which message answers the customer's, where that is what was sent.
fn note_answer(sql: &mut dyn Sql, claim: &Claim, number: Option<i64>) -> Result<(), StoreError> {
    let Some(number) = number else { return Ok(()) };
    match serde_json::from_str(&claim.payload) {
        Ok(Delivery::Answer { to, .. } | Delivery::AnswerAgain { to, .. }) => {
            answers::note(sql, &claim.bot, &claim.destination, to, number)
        }
        _ => Ok(()),
    }
}

/// Counts an unsettled entry as long as it lives.
struct Unsettled<'a>(&'a AtomicUsize);

impl<'a> Unsettled<'a> {
    fn note(count: &'a AtomicUsize) -> Unsettled<'a> {
        count.fetch_add(1, Ordering::AcqRel);
        Unsettled(count)
    }
}

impl Drop for Unsettled<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The result of a future, or nothing when it panics.
async fn unpanicked<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(polled) => polled.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await
}

fn opaque(claim: &Claim) -> String {
    ConversationId(claim.destination.clone()).opaque()
}

/// Logs what an operator may want to know: what is dropped, and what begins to fail.
fn report(claim: &Claim, verdict: &Verdict, took: Duration) {
    let (conversation, attempts, outcome) = (opaque(claim), claim.attempts, verdict.word());
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match verdict {
        Verdict::Arrived(_) => tracing::debug!(conversation, attempts, outcome, ms, "carried"),
        Verdict::Waits(wait_ms) => tracing::debug!(conversation, attempts, outcome, ms, wait_ms, "carried"),
        Verdict::TriedAgain(_, error) if attempts == 0 => {
            tracing::warn!(conversation, attempts, outcome, ms, error, "a delivery failed and is tried again");
        }
        Verdict::TriedAgain(_, error) => tracing::debug!(conversation, attempts, outcome, ms, error, "carried"),
        Verdict::Dropped(error) => {
            tracing::warn!(conversation, attempts, outcome, ms, error, "a delivery was dropped");
        }
    }
}

/// How many entries a task carried. It cannot panic but by a fault of this file; its lease ends by
/// itself then.
fn note_end(ended: Result<usize, tokio::task::JoinError>) -> usize {
    ended.unwrap_or_else(|error| {
        tracing::error!(%error, "a task of the worker failed");
        0
    })
}

#[cfg(test)]
mod tests;
