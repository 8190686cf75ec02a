//! One process among several that serve the same bot on one store: what only one of them does at a time, and what they may
//! send together.
//!
//! On a store that nobody else can use (a file) everything here costs nothing: this process does all of it, and counts in
//! memory. What is absent here: what is done under a lease, and what the budgets are.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::receive::Service;
use crate::store::budgets::{self, Rate};
use crate::store::ids::new_id;
use crate::store::{Sql, Store, StoreError, leases, options};

/// So long a lease is good where nothing else is said.
const LEASE: Duration = Duration::from_secs(10);

/// For so long a stopping replica tries to give its lease back.
const GIVING_BACK: Duration = Duration::from_secs(1);

/// A store that does not answer so soon does not say how much may be sent.
const BUDGET_WITHIN: Duration = Duration::from_secs(5);

/// One process of a bot; cheap to clone.
#[derive(Clone)]
pub struct Replica {
    bot: Arc<str>,
    store: Store,
    owner: Arc<str>,
    shared: bool,
    /// So long a lease is good: after this time another replica takes over.
    lease: Duration,
}

impl std::fmt::Debug for Replica {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Replica").field("bot", &self.bot).field("shared", &self.shared).finish_non_exhaustive()
    }
}

impl Replica {
    /// This process; `shared` where others may be at work on the same store.
    pub fn new(service: &Service, shared: bool) -> Replica {
        let owner = Arc::from(new_id((service.clock)()));
        Replica { bot: Arc::clone(&service.bot), store: service.store.clone(), owner, shared, lease: LEASE }
    }

    /// How often a lease is renewed, and those who stand by look whether it is free.
    fn every(&self) -> Duration {
        self.lease * 3 / 10
    }

    /// So long a lease counts that was not renewed: less than in the store, since clocks do not run alike.
    fn good(&self) -> Duration {
        self.lease * 9 / 10
    }

    /// Does something that only one replica may do at a time: stands by until the lease of this name is free, and works as
    /// long as it has it. The work is told to end by its token: because everything ends, or because the lease was lost;
    /// then this one stands by again. Returns what the work comes to when it ends by itself, and nothing where it never
    /// began or was told to end.
    pub async fn while_leading<T, F: Future<Output = T>>(
        &self,
        name: &'static str,
        stop: &CancellationToken,
        work: impl Fn(CancellationToken) -> F,
    ) -> Option<T> {
        if !self.shared {
            let done = work(stop.child_token()).await;
            return (!stop.is_cancelled()).then_some(done);
        }
        let mut standing_by = false;
        while !stop.is_cancelled() {
            let Some(good_until) = self.take(name).await else {
                if !standing_by {
                    tracing::info!(name, "another replica does this; this one stands by");
                    standing_by = true;
                }
                stop.run_until_cancelled(sleep(self.every())).await;
                continue;
            };
            tracing::info!(name, "this replica does this now");
            standing_by = false;
            let told = stop.child_token();
            let mut working = pin!(work(told.clone()));
            let done = tokio::select! {
                done = &mut working => Some(done),
                () = self.keep(name, good_until) => {
                    tracing::warn!(name, "the lease was lost: another replica does this now");
                    None
                }
            };
            let by_itself = !told.is_cancelled();
            told.cancel();
            match done {
                Some(done) => {
                    self.give_back(name).await;
                    return by_itself.then_some(done);
                }
                None => drop(working.await),
            }
        }
        None
    }

    /// Takes or renews a lease; until when it is good, by this machine's clock. While the store cannot tell, it is not.
    async fn take(&self, name: &'static str) -> Option<Instant> {
        let asked = Instant::now();
        let (bot, owner) = (Arc::clone(&self.bot), Arc::clone(&self.owner));
        let lease_ms = i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX);
        let taken = self.store.transaction(move |sql| leases::take(sql, &bot, name, &owner, lease_ms));
        match timeout(self.good(), taken).await {
            Ok(Ok(taken)) => taken.then_some(asked + self.good()),
            Ok(Err(error)) => {
                tracing::debug!(name, %error, "a lease could not be taken");
                None
            }
            Err(_) => None,
        }
    }

    /// Renews a lease until it is lost.
    async fn keep(&self, name: &'static str, mut good_until: Instant) {
        loop {
            sleep(self.every().min(good_until.saturating_duration_since(Instant::now()))).await;
            if let Ok(Some(renewed)) = timeout_at(good_until, self.take(name)).await {
                good_until = renewed;
            } else if Instant::now() >= good_until {
                return;
            }
        }
    }

    async fn give_back(&self, name: &'static str) {
        let (bot, owner) = (Arc::clone(&self.bot), Arc::clone(&self.owner));
        let given = self.store.transaction(move |sql| leases::give_back(sql, &bot, name, &owner));
        if !matches!(timeout(GIVING_BACK, given).await, Ok(Ok(()))) {
            tracing::warn!(name, "the lease could not be given back; it ends by itself");
        }
    }

    /// How long to wait for a turn in a budget of all replicas; nothing where this one counts for itself, also because the
    /// store cannot tell.
    pub async fn turn(&self, name: &str, rate: Rate) -> Option<Duration> {
        let (bot, name) = (Arc::clone(&self.bot), name.to_owned());
        self.budget(move |sql| budgets::turn(sql, &bot, &name, rate)).await
    }

    /// As [`Replica::turn`]; where there is a wait, nothing was taken.
    pub async fn take_from(&self, name: &str, rate: Rate) -> Option<Duration> {
        let (bot, name) = (Arc::clone(&self.bot), name.to_owned());
        self.budget(move |sql| budgets::take(sql, &bot, &name, rate)).await
    }

    /// As [`Replica::take_from`], for so many messages of one place in a queue.
    pub async fn queue(&self, name: &str, place: String, messages: usize, rate: Rate) -> Option<Duration> {
        let (bot, name) = (Arc::clone(&self.bot), name.to_owned());
        let messages = i64::try_from(messages).unwrap_or(i64::MAX);
        self.budget(move |sql| budgets::queue(sql, &bot, &name, &place, messages, rate)).await
    }

    /// Nobody takes anything from a budget for so long.
    pub async fn hold(&self, name: &str, wait: Duration, rate: Rate) {
        let (bot, name) = (Arc::clone(&self.bot), name.to_owned());
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        self.budget(move |sql| budgets::hold(sql, &bot, &name, wait_ms, rate).map(|()| 0)).await;
    }

    async fn budget<W>(&self, work: W) -> Option<Duration>
    where
        W: FnOnce(&mut dyn Sql) -> Result<i64, StoreError> + Send + 'static,
    {
        if !self.shared {
            return None;
        }
        let wait = timeout(BUDGET_WITHIN, self.store.transaction(work)).await;
        wait.ok()?.ok().and_then(|wait| u64::try_from(wait).ok()).map(Duration::from_millis)
    }

    /// What was noted under a name; nothing while the store cannot tell.
    pub async fn noted(&self, name: &'static str) -> Option<String> {
        let bot = Arc::clone(&self.bot);
        self.store.transaction(move |sql| options::get(sql, &bot, name)).await.ok().flatten()
    }

    /// Notes something under a name, for whichever replica asks next. Where that fails, it is found out anew.
    pub async fn note(&self, name: &'static str, value: String) {
        let bot = Arc::clone(&self.bot);
        let noted = self.store.transaction(move |sql| options::set(sql, &bot, name, Some(&value)));
        if let Err(error) = noted.await {
            tracing::warn!(name, %error, "what was set at Telegram could not be noted");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::fakes::service_in_memory;
    use super::*;

    type Tested = Result<(), Box<dyn std::error::Error>>;

    /// Works until it is told to end, and counts how many do so at the same time.
    fn works(count: &Arc<AtomicUsize>, told: CancellationToken) -> impl Future<Output = ()> + use<> {
        let count = Arc::clone(count);
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            told.cancelled().await;
            count.fetch_sub(1, Ordering::SeqCst);
        }
    }

    fn begin(
        replica: &Replica,
        count: &Arc<AtomicUsize>,
        stop: &CancellationToken,
    ) -> tokio::task::JoinHandle<Option<()>> {
        let (replica, count, stop) = (replica.clone(), Arc::clone(count), stop.clone());
        tokio::spawn(async move { replica.while_leading("x", &stop, |told| works(&count, told)).await })
    }

    async fn until(count: &AtomicUsize, wanted: usize) {
        while count.load(Ordering::SeqCst) != wanted {
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// Two replicas whose leases end at once where they are not renewed.
    fn two() -> Result<[Replica; 2], StoreError> {
        let (service, _) = service_in_memory()?;
        let service = Service { store: Store::open("sqlite::memory:")?, ..service };
        let quick = || Replica { lease: Duration::from_millis(300), ..Replica::new(&service, true) };
        Ok([quick(), quick()])
    }

    #[tokio::test]
    async fn one_works_and_another_takes_over_when_it_stops_or_dies() -> Tested {
        let [one, two] = two()?;
        let counts = [Arc::<AtomicUsize>::default(), Arc::default()];
        let stops = [CancellationToken::new(), CancellationToken::new()];
        let first = begin(&one, &counts[0], &stops[0]);
        until(&counts[0], 1).await;
        let second = begin(&two, &counts[1], &stops[1]);
        assert_eq!(two.take("x").await, None);
        stops[0].cancel();
        first.await?;
        until(&counts[1], 1).await;
        assert_eq!(counts[0].load(Ordering::SeqCst), 0);
        second.abort();
        assert!(second.await.is_err());
        let third = begin(&one, &counts[0], &stops[1]);
        until(&counts[0], 1).await;
        stops[1].cancel();
        third.await?;
        Ok(())
    }

    #[tokio::test]
    async fn whoever_loses_the_lease_ends_and_stands_by() -> Tested {
        let [one, two] = two()?;
        let count = Arc::<AtomicUsize>::default();
        let stop = CancellationToken::new();
        let working = begin(&one, &count, &stop);
        until(&count, 1).await;
        let steal = |sql: &mut dyn Sql| sql.execute("UPDATE leases SET owner = 'thief', until = until + 300", &[]);
        two.store.transaction(steal).await?;
        until(&count, 0).await;
        until(&count, 1).await;
        stop.cancel();
        working.await?;
        assert!(two.take("x").await.is_some(), "it was given back");
        Ok(())
    }

    #[tokio::test]
    async fn on_a_store_of_its_own_it_does_everything_and_counts_in_memory() -> Tested {
        let (service, _) = service_in_memory()?;
        let alone = Replica::new(&service, false);
        let stop = CancellationToken::new();
        assert_eq!(alone.while_leading("x", &stop, |_| async { 7 }).await, Some(7));
        assert_eq!(alone.turn("all", Rate { period_ms: 1000, burst: 1 }).await, None);
        Ok(())
    }
}
