//! The chain of sources against sources that answer as they are told.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::*;
use crate::orders::source::{LookedUp, Unreachable};
use crate::orders::{HashKey, Order, Status};

/// A time from which data can be old.
const START: i64 = 10_000_000;

/// What a source does when it is asked.
enum Says {
    /// These orders: shop and age in milliseconds.
    Knows(Vec<(&'static str, i64)>),
    /// It has another order for every number.
    Another,
    Fails,
    Hangs,
    /// It answers with an order of the number as soon as it may.
    Waits(Semaphore),
}

struct Source {
    name: &'static str,
    says: Says,
    asked: AtomicUsize,
}

impl Source {
    fn new(name: &'static str, says: Says) -> Arc<Source> {
        Arc::new(Source { name, says, asked: AtomicUsize::new(0) })
    }

    fn times(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn answer(&self, number: &OrderNumber) -> LookedUp {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let order = |number: &OrderNumber, shop: &str, age: i64| {
            let key = HashKey::of_secret("k");
            let phone = (self.name == TABLE).then(|| key.phone("628123"));
            Order { shop: shop.to_owned(), phone, ..Order::new(number.clone(), Status::ToShip, START - age) }
        };
        match &self.says {
            Says::Knows(orders) => Ok(orders.iter().map(|(shop, age)| order(number, shop, *age)).collect()),
            Says::Another => Ok(OrderNumber::new("999").iter().map(|another| order(another, "a", 0)).collect()),
            Says::Fails => Err(Unreachable("it is down".to_owned())),
            Says::Hangs => pending().await,
            Says::Waits(gate) => {
                gate.acquire().await.map_err(|_| Unreachable("closed".to_owned()))?.forget();
                Ok(vec![order(number, "a", 0)])
            }
        }
    }
}

impl OrderSource for Source {
    fn name(&self) -> &'static str {
        self.name
    }

    fn find<'a>(&'a self, number: &'a OrderNumber) -> Pin<Box<dyn Future<Output = LookedUp> + Send + 'a>> {
        Box::pin(self.answer(number))
    }
}

fn number() -> OrderNumber {
    OrderNumber::new("576461413038785752").expect("a number")
}

fn clock() -> (Arc<AtomicI64>, Now) {
    let time = Arc::new(AtomicI64::new(START));
    let inside = Arc::clone(&time);
    (time, Arc::new(move || inside.load(Ordering::SeqCst)))
}

fn chain(sources: &[&Arc<Source>]) -> (Sources, Arc<AtomicI64>) {
    let sources = sources.iter().map(|source| Arc::clone(*source) as Arc<dyn OrderSource>).collect();
    let limits = Limits { timeout: Duration::from_millis(20), max_age_ms: 1000 };
    let (time, now) = clock();
    (Sources::new(sources, limits, now), time)
}

/// Shops and ages of what was found.
fn shown(asked: Asked) -> Vec<(String, i64)> {
    asked.orders.into_iter().map(|order| (order.shop, START - order.known_at)).collect()
}

fn knows(name: &'static str, orders: &[(&'static str, i64)]) -> Arc<Source> {
    Source::new(name, Says::Knows(orders.to_vec()))
}

#[tokio::test]
async fn the_first_with_fresh_data_answers_unless_all_are_to_be_asked() {
    let (one, other) = (knows("table", &[("a", 10)]), knows("http", &[("a", 0)]));
    let (sources, _) = chain(&[&one, &other]);
    assert_eq!(shown(sources.ask(&number(), false).await), [("a".to_owned(), 10)]);
    assert_eq!(other.times(), 0);
    assert_eq!(shown(sources.ask(&number(), true).await), [("a".to_owned(), 0)]);
    assert_eq!(other.times(), 1);
}

#[tokio::test]
async fn old_data_is_given_after_newer_and_when_there_is_no_newer() {
    let old = knows("table", &[("a", 5000), ("b", 4000)]);
    let newer = knows("http", &[("a", 0)]);
    let found = chain(&[&old, &newer]).0.ask(&number(), false).await;
    assert!(found.orders[0].phone.is_some(), "what the newer data does not tell is taken from the older");
    assert_eq!(shown(found), [("a".to_owned(), 0), ("b".to_owned(), 4000)]);
    for says in [Says::Fails, Says::Hangs, Says::Another] {
        let (sources, _) = chain(&[&old, &Source::new("http", says)]);
        let asked = sources.ask(&number(), false).await;
        assert!(!asked.complete);
        assert_eq!(shown(asked), [("b".to_owned(), 4000), ("a".to_owned(), 5000)]);
    }
}

#[tokio::test]
async fn an_order_takes_nothing_from_one_with_the_same_number_in_another_shop() {
    for shop in ["b", ""] {
        let (theirs, ours) = (knows("table", &[("a", 5000)]), Source::new("http", Says::Knows(vec![(shop, 0)])));
        let orders = chain(&[&theirs, &ours]).0.ask(&number(), true).await.orders;
        let phones: Vec<(&str, bool)> =
            orders.iter().map(|order| (order.shop.as_str(), order.phone.is_some())).collect();
        assert_eq!(phones, [(shop, false), ("a", true)]);
    }
}

#[tokio::test]
async fn a_number_does_not_exist_only_when_every_source_says_so() {
    let nothing = || knows("table", &[]);
    assert_eq!(
        chain(&[&nothing(), &nothing()]).0.ask(&number(), false).await,
        Asked { complete: true, ..Asked::default() }
    );
    for says in [Says::Fails, Says::Hangs, Says::Another] {
        let (sources, _) = chain(&[&Source::new("http", says), &nothing()]);
        assert_eq!(sources.ask(&number(), true).await, Asked::default());
    }
}

#[tokio::test]
async fn an_answer_is_kept_for_a_minute_and_no_answer_is_not() {
    for orders in [&[("a", 0)][..], &[]] {
        let source = knows("http", orders);
        let (sources, time) = chain(&[&source]);
        let first = sources.ask(&number(), true).await;
        time.store(START + 59_999, Ordering::SeqCst);
        assert_eq!(sources.ask(&number(), true).await, first);
        assert_eq!(sources.ask(&number(), false).await, first, "a thorough answer serves whoever wants less");
        assert_eq!(source.times(), 1);
        time.store(START + 60_000, Ordering::SeqCst);
        sources.ask(&number(), true).await;
        assert_eq!(source.times(), 2);
        time.store(START, Ordering::SeqCst);
        sources.ask(&number(), true).await;
        assert_eq!(source.times(), 3, "a clock that was set back makes everything old");
    }
    let failing = Source::new("http", Says::Fails);
    let (sources, _) = chain(&[&failing]);
    for times in 1..4 {
        sources.ask(&number(), true).await;
        assert_eq!(failing.times(), times);
    }
}

#[tokio::test]
async fn a_refresh_asks_again_and_its_answer_serves_the_others() {
    let source = knows("http", &[("a", 0)]);
    let (sources, _) = chain(&[&source]);
    sources.ask(&number(), false).await;
    sources.refresh(&number()).await;
    sources.ask(&number(), false).await;
    assert_eq!(source.times(), 2);
    sources.forget(&number());
    sources.ask(&number(), false).await;
    assert_eq!(source.times(), 3);
}

#[tokio::test]
async fn the_table_alone_is_local_and_nothing_of_it_is_kept() {
    let table = knows("table", &[("a", 0)]);
    let (sources, _) = chain(&[&table]);
    assert!(sources.is_local());
    for _ in 0..2 {
        sources.ask(&number(), false).await;
    }
    assert_eq!(table.times(), 2);
    assert!(!chain(&[&table, &knows("http", &[])]).0.is_local());
}

#[tokio::test]
async fn who_asks_at_the_same_time_shares_one_asking_also_when_the_first_goes_away() {
    let source = Source::new("http", Says::Waits(Semaphore::new(0)));
    let limits = Limits { timeout: Duration::from_secs(20), max_age_ms: 1000 };
    let sources = Sources::new(vec![Arc::clone(&source) as Arc<dyn OrderSource>], limits, clock().1);
    let asker = || {
        let sources = sources.clone();
        tokio::spawn(async move { sources.ask(&number(), false).await })
    };
    let first = asker();
    while source.times() == 0 {
        tokio::task::yield_now().await;
    }
    let others: Vec<_> = (0..5).map(|_| asker()).collect();
    first.abort();
    assert!(first.await.is_err());
    let Says::Waits(gate) = &source.says else { return };
    gate.add_permits(1);
    for other in others {
        assert_eq!(shown(other.await.expect("an answer")), [("a".to_owned(), 0)]);
    }
    assert!(source.times() <= 2, "one of the others took the asking over");
}

#[tokio::test]
async fn no_more_is_kept_than_there_is_room_for() {
    let source = knows("http", &[]);
    let (sources, _) = chain(&[&source]);
    for number in 0..MOST_KEPT + 10 {
        let number = OrderNumber::new(&number.to_string()).expect("a number");
        sources.ask(&number, true).await;
    }
    assert_eq!(sources.kept().len(), MOST_KEPT);
}
