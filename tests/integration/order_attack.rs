//! An attacker who knows ten thousand order numbers and nothing else: they stand on parcels. What they are told of
//! an order that exists and of a number that does not is the same, letter for letter, and guessing is stopped.
//!
//! The numbers end alike, so that no text differs by them. Understanding is faked, since these texts are none of its
//! business; the store and the turns are real.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tanya::knowledge::ArticleId;
use tanya::language::Language;
use tanya::orders::{Order, OrderNumber, Status, demo, phone};
use tanya::service::{ConversationId, Incoming, Service, SharedContact, What};
use tanya::store::{links, orders};
use tanya::understanding::{Outcome, Understand, Understood};

use crate::order_stage::{BEGIN, SHOP, service};

/// So many numbers are known, and so many are made up.
const NUMBERS: usize = 10_000;

/// Updates are handed in by so many.
const BATCH: usize = 500;

/// A code in the right form that opens nothing.
const WRONG_CODE: &str = "BCDFG-HJKL2";

const WRONG_PAIR: &str = "200000 1111";
const RIGHT_PAIR: &str = "310000 7890";
const WRONG_PHONE: &str = "089912345678";

/// Understands nothing.
struct Deaf;

impl Understand for Deaf {
    fn understand(&self, _text: &str) -> Understood {
        Understood { language: None, language_certain: false, outcome: Outcome::Nothing, hits: Vec::new() }
    }

    fn suggest(&self, _text: &str, _understood: &Understood, _language: Language) -> Vec<ArticleId> {
        Vec::new()
    }
}

/// The number of an order in the table.
fn known(place: usize) -> String {
    format!("5764614130381{place:05}")
}

/// A number that nobody has, with the same end.
fn unknown(place: usize) -> String {
    format!("5764614130382{place:05}")
}

/// The order of a known number: one of the demo orders under another number. Every status comes up.
fn order(service: &Service, place: usize) -> Order {
    let key = &service.orders.rules.key;
    let number = OrderNumber::new(&known(place)).unwrap();
    let phone_end = phone::end(demo::PHONE).map(|end| key.phone_end(&number, &end));
    // The first is the one that is paid and to be shipped, of which the tests know more.
    let model = demo::orders(BEGIN, key, SHOP).swap_remove((place + 5) % 16);
    Order { number, phone_end, ..model }
}

struct Siege {
    service: Service,
    time: Arc<AtomicI64>,
    updates: i64,
}

impl Siege {
    async fn with(numbers: usize) -> Siege {
        let time = Arc::new(AtomicI64::new(BEGIN));
        let service = Service { understanding: Arc::new(Deaf), ..service(Language::English, &time).await };
        let models = demo::orders(BEGIN, &service.orders.rules.key, SHOP);
        assert!(Status::ALL.iter().all(|status| models.iter().any(|order| order.status == *status)));
        let all: Vec<Order> = (0..numbers).map(|place| order(&service, place)).collect();
        let keep =
            service.store.transaction(move |sql| all.iter().try_for_each(|order| orders::upsert(sql, order).map(drop)));
        keep.await.unwrap();
        Siege { service, time, updates: 0 }
    }

    fn pass_hours(&self, hours: i64) {
        self.time.fetch_add(hours * 60 * 60 * 1000, Ordering::SeqCst);
    }

    /// Does all of this, in order.
    async fn act(&mut self, acts: impl IntoIterator<Item = (String, What)>) {
        let mut acts = acts.into_iter().peekable();
        while acts.peek().is_some() {
            let batch = acts.by_ref().take(BATCH).map(|(who, what)| {
                self.updates += 1;
                Incoming::new(self.updates, ConversationId(who), what)
            });
            let received = self.service.receive(batch.collect()).await.unwrap();
            assert!(received.iter().all(|one| *one == tanya::service::Received::default()), "{received:?}");
        }
    }

    async fn write(&mut self, who: &str, texts: &[&str]) {
        self.act(texts.iter().map(|text| (who.to_owned(), What::Text((*text).to_owned())))).await;
    }

    /// Everything that was said to somebody, as it is sent: text, looks and buttons. Only whole order numbers are
    /// made the same.
    async fn told(&self, who: &str) -> Vec<String> {
        self.told_to(who.to_owned()).await
    }

    /// What was said to everybody.
    async fn all_told(&self) -> Vec<String> {
        self.told_to(String::new()).await
    }

    async fn told_to(&self, who: String) -> Vec<String> {
        let rows = self.service.store.transaction(move |sql| {
            let query = "SELECT payload FROM outbox WHERE destination = ?1 OR ?1 = '' ORDER BY destination, position";
            sql.query(query, &[who.as_str().into()])?.iter().map(|row| row.text(0).map(str::to_owned)).collect()
        });
        let told: Vec<String> = rows.await.unwrap();
        told.into_iter().map(|payload| payload.replace("5764614130381", "N").replace("5764614130382", "N")).collect()
    }

    /// What was said to somebody last.
    async fn last(&self, who: &str) -> String {
        self.told(who).await.pop().unwrap()
    }
}

fn text(who: impl Into<String>, text: impl Into<String>) -> (String, What) {
    (who.into(), What::Text(text.into()))
}

fn contact(who: impl Into<String>, phone: &str) -> (String, What) {
    (who.into(), What::Contact(SharedContact { phone: phone.to_owned(), own: true }))
}

#[tokio::test]
async fn ten_thousand_known_numbers_tell_what_ten_thousand_made_up_ones_tell() {
    let (of_known, of_unknown) = tokio::join!(told_of(known), told_of(unknown));
    // One message for each number, and one for the telephone number in each chat.
    assert_eq!(of_known.len(), NUMBERS + NUMBERS / 10);
    assert!(of_known == of_unknown);
    assert!(of_known.iter().all(|told| !told.contains("J&T") && !told.contains("Ordered:")));
    assert_eq!(of_known.iter().filter(|told| told.contains("…0000")).count(), 1);
}

/// What is said to somebody who goes through all numbers of a kind: half of each chat come before a telephone number
/// is shared in it, the others after, so that each is looked up at once.
async fn told_of(number: fn(usize) -> String) -> Vec<String> {
    let mut siege = Siege::with(NUMBERS).await;
    // A chat for every ten, so that their messages are few.
    for chat in 0..NUMBERS / 10 {
        let who = format!("thief {chat:04}");
        let all = move |from: usize, to: usize| {
            let who = who.clone();
            (10 * chat + from..10 * chat + to).map(move |place| text(who.clone(), number(place)))
        };
        siege.act(all(0, 5).chain([contact(format!("thief {chat:04}"), WRONG_PHONE)]).chain(all(5, 10))).await;
    }
    siege.all_told().await
}

#[tokio::test]
async fn wrong_proofs_tell_nothing_of_an_order() {
    let mut siege = Siege::with(320).await;
    for place in 0..320 {
        for (who, number) in [(format!("thief {place}"), known(place)), (format!("gambler {place}"), unknown(place))] {
            let steps = [
                text(&who, number.clone()),
                text(&who, "111111"),
                text(&who, "18/11/2026 17.29"),
                text(&who, WRONG_CODE),
                contact(&who, WRONG_PHONE),
                text(&who, WRONG_PAIR),
                text(&who, number),
            ];
            siege.act(steps).await;
        }
    }
    for place in 0..320 {
        let told = siege.told(&format!("thief {place}")).await;
        assert_eq!(told.len(), 7);
        assert_eq!(told, siege.told(&format!("gambler {place}")).await, "{}", known(place));
    }
}

#[tokio::test]
async fn a_chat_that_guesses_is_stopped_for_an_hour() {
    let mut siege = Siege::with(10).await;
    for (who, number) in [("thief", known as fn(usize) -> String), ("gambler", unknown)] {
        for place in 1..=5 {
            siege.write(who, &[&number(place), WRONG_PAIR]).await;
        }
        // Even what is right is not taken any more, of whichever order.
        siege.write(who, &[&number(0), RIGHT_PAIR]).await;
        let locked = siege.last(who).await;
        siege.write(who, &[WRONG_PAIR]).await;
        assert_eq!(siege.last(who).await, locked);
        assert!(locked.contains("several times"), "{locked}");
    }
    assert_eq!(siege.told("thief").await, siege.told("gambler").await);
    // Another chat is not held up by it, and this one not for ever.
    siege.write("owner", &[&known(0), RIGHT_PAIR]).await;
    assert!(siege.last("owner").await.contains("Jaket rajut"));
    siege.pass_hours(1);
    siege.write("thief", &[&known(0), RIGHT_PAIR]).await;
    assert!(siege.last("thief").await.contains("Jaket rajut"));
}

#[tokio::test]
async fn an_order_at_which_many_chats_guess_is_closed_for_a_day_but_not_to_its_owner() {
    let mut siege = Siege::with(10).await;
    for number in [known(0), unknown(0)] {
        for thief in 0..20 {
            siege.write(&format!("thief {thief} at {number}"), &[&number, WRONG_PAIR]).await;
        }
        let late = format!("late at {number}");
        siege.write(&late, &[&number, RIGHT_PAIR]).await;
        assert!(siege.last(&late).await.contains("several times"));
    }
    for thief in ["thief 0", "thief 19", "late"] {
        let [at_known, at_unknown] = [known(0), unknown(0)].map(|number| format!("{thief} at {number}"));
        assert_eq!(siege.told(&at_known).await, siege.told(&at_unknown).await);
    }
    siege.act([text("by contact", known(0)), contact("by contact", demo::PHONE)]).await;
    assert!(siege.last("by contact").await.contains("Jaket rajut"));
    let (link, code) = (order(&siege.service, 0).link(), siege.service.orders.rules.key.code(WRONG_CODE));
    siege.service.store.transaction(move |sql| links::make_code(sql, &link, &code, "seller")).await.unwrap();
    siege.write("by code", &[&known(0), WRONG_CODE]).await;
    assert!(siege.last("by code").await.contains("Jaket rajut"));
    siege.pass_hours(24);
    siege.write("a day later", &[&known(0), RIGHT_PAIR]).await;
    assert!(siege.last("a day later").await.contains("Jaket rajut"));
}
