//! What a store promises, whatever database it is in: the same story on SQLite in memory, on SQLite in a file, and on a
//! PostgreSQL server; and what several replicas at once must not do, with two stores on one database.
//!
//! What each function of the store does is told by its own tests, which run on both databases, too.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::join_all;
use tanya::conversation::desk::Ticket;
use tanya::conversation::{Grant, Opened, Role, Secret};
use tanya::knowledge::Audience;
use tanya::language::Language;
use tanya::orders::{HashKey, Link, Order, OrderNumber, Status, Watcher};
use tanya::store::outbox::{self, Settled};
use tanya::store::watches::{self, Watch};
use tanya::store::{Pending, Sql, Store, StoreError, Value};
use tanya::store::{invitations, links, orders, people, seen, tickets};

use crate::postgres_server;

/// A database for one test, opened as often as it is asked for.
struct Place {
    name: &'static str,
    url: String,
    _folder: tempfile::TempDir,
}

impl Place {
    /// Every kind of place.
    fn all() -> Vec<Place> {
        let folder = || tempfile::tempdir().unwrap();
        let file = folder();
        let url = format!("sqlite:{}", file.path().join("tanya.db").display());
        vec![
            Place { name: "memory", url: "sqlite::memory:".to_owned(), _folder: folder() },
            Place { name: "file", url, _folder: file },
            Place::on_server(),
        ]
    }

    fn on_server() -> Place {
        let url = postgres_server::shared().database();
        Place { name: "server", url, _folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self) -> Store {
        Store::open(&self.url).unwrap()
    }

    /// An open store with the table of these tests.
    async fn with_table(&self) -> Store {
        let store = self.open();
        let table = "CREATE TABLE IF NOT EXISTS keep (name TEXT NOT NULL PRIMARY KEY, value TEXT, number BIGINT)";
        store.transaction(move |sql| sql.execute(table, &[])).await.unwrap();
        store
    }
}

fn put(sql: &mut dyn Sql, name: &str, value: &str) -> Result<(), StoreError> {
    let put = "INSERT INTO keep (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sql.execute(put, &[name.into(), value.into()]).map(drop)
}

fn get(sql: &mut dyn Sql, name: &str) -> Result<Option<String>, StoreError> {
    let rows = sql.query("SELECT value FROM keep WHERE name = ?1", &[name.into()])?;
    rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
}

async fn kept(store: &Store, name: &'static str) -> Option<String> {
    store.transaction(move |sql| get(sql, name)).await.unwrap()
}

#[tokio::test]
async fn work_that_fails_or_panics_leaves_nothing_and_harms_nobody() {
    for place in Place::all() {
        let store = place.with_table().await;
        let before = store.transaction(|sql| put(sql, "before", "x"));
        let failing: Pending<()> = store.transaction(|sql| {
            put(sql, "failing", "x")?;
            Err(StoreError::Unavailable("no".to_owned()))
        });
        let panicking: Pending<()> = store.transaction(|sql| {
            put(sql, "panicking", "x")?;
            panic!("a panic that this test wants");
        });
        let spoilt = store.transaction(|sql| {
            put(sql, "spoilt", "x")?;
            // An error that is passed over has spoilt the transaction all the same.
            let _ = sql.execute("INSERT INTO keep (name) VALUES (?1)", &[Value::Null]);
            Ok(())
        });
        let after = store.transaction(|sql| put(sql, "after", "x"));
        assert_eq!(before.await, Ok(()));
        assert_eq!(failing.await, Err(StoreError::Unavailable("no".to_owned())));
        assert_eq!(panicking.await, Err(StoreError::Panicked));
        let spoilt = spoilt.await;
        assert!(matches!(spoilt, Err(StoreError::Shape(_))), "{}: {spoilt:?}", place.name);
        assert_eq!(after.await, Ok(()));
        for (name, there) in
            [("before", true), ("failing", false), ("panicking", false), ("spoilt", false), ("after", true)]
        {
            assert_eq!(kept(&store, name).await.is_some(), there, "{}: {name}", place.name);
        }
    }
}

#[tokio::test]
async fn faults_of_a_statement_are_told_from_trouble_that_passes() {
    for place in Place::all() {
        let store = place.with_table().await;
        for statement in ["SELEC 1", "INSERT INTO keep (value) VALUES ('x')", "SELECT ?1"] {
            let fault = store.transaction(move |sql| sql.query(statement, &[])).await;
            assert!(matches!(fault, Err(StoreError::Shape(_))), "{}: {statement}: {fault:?}", place.name);
        }
        // Another version may have been at the tables: whatever waits is kept for one that fits.
        let missing = store.transaction(|sql| sql.query("SELECT name FROM nowhere", &[])).await;
        assert!(matches!(missing, Err(StoreError::Unavailable(_))), "{}: {missing:?}", place.name);
    }
}

#[tokio::test]
async fn turns_of_a_conversation_are_taken_in_the_order_of_the_calls() {
    for place in Place::all() {
        let store = place.with_table().await;
        let add = |number: usize| {
            let key = ["a", "b", "c"][number % 3];
            store.turn(key, move |sql| {
                let before = get(sql, key)?.unwrap_or_default();
                put(sql, key, &format!("{before} {number}"))
            })
        };
        let turns: Vec<Pending<()>> = (0..150).map(add).collect();
        for turn in join_all(turns).await {
            turn.unwrap();
        }
        for (place_of, key) in ["a", "b", "c"].into_iter().enumerate() {
            let expected: String =
                (0..150).filter(|number| number % 3 == place_of).map(|number| format!(" {number}")).collect();
            assert_eq!(kept(&store, key).await.unwrap(), expected, "{}", place.name);
        }
    }
}

#[tokio::test]
async fn turns_behind_one_that_fails_are_not_taken_before_it() {
    for place in Place::all() {
        let store = place.with_table().await;
        let away: Pending<()> = store.turn("a", |_| Err(StoreError::Unavailable("away".to_owned())));
        let behind: Vec<Pending<()>> = (0..5).map(|_| store.turn("a", |sql| put(sql, "behind", "x"))).collect();
        let other = store.turn("b", |sql| put(sql, "other", "x"));
        assert_eq!(other.await, Ok(()), "{}", place.name);
        // Nobody has heard of it yet.
        let later = store.turn("a", |sql| put(sql, "behind", "x"));
        let failed = later.await;
        assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{}: {failed:?}", place.name);
        assert!(away.await.is_err());
        assert!(join_all(behind).await.iter().all(Result::is_err), "{}", place.name);
        assert_eq!(kept(&store, "behind").await, None, "{}", place.name);
        // Everybody has heard: all is handed in again.
        assert_eq!(store.turn("a", |sql| put(sql, "again", "x")).await, Ok(()), "{}", place.name);
    }
}

#[tokio::test]
async fn what_is_kept_comes_back_as_it_was_but_for_characters_that_are_none() {
    for place in Place::all() {
        let store = place.with_table().await;
        let texts = ["", "halo", "订单\u{10ffff}🦀", "it's \"so\" ?1 $1 -- no", "é\u{301}\r\n\t"];
        let numbers = [0, i64::MIN, i64::MAX, -1];
        store
            .transaction(move |sql| {
                for (text, number) in texts.into_iter().zip(numbers.into_iter().cycle()) {
                    sql.execute(
                        "INSERT INTO keep (name, value, number) VALUES (?1, ?2, ?3)",
                        &[text.into(), text.into(), number.into()],
                    )?;
                    let rows = sql.query("SELECT value, number FROM keep WHERE name = ?1", &[text.into()])?;
                    assert_eq!((rows[0].text(0)?, rows[0].int(1)?), (text, number));
                }
                put(sql, "nul", "a\0b")?;
                sql.execute("INSERT INTO keep (name) VALUES (?1)", &[Value::from("nothing")])?;
                let nothing = sql.query("SELECT value, number FROM keep WHERE name = 'nothing'", &[])?;
                assert_eq!((nothing[0].text_or_null(0)?, nothing[0].int_or_null(1)?), (None, None));
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(kept(&store, "nul").await.as_deref(), Some("ab"), "{}", place.name);
    }
}

#[tokio::test]
async fn texts_are_in_the_order_of_their_bytes() {
    let expected = ["#", "1", "A", "B", "Z", "_", "a", "ab", "b", "desk:", "desk:\u{10ffff}", "é", "订", "\u{10ffff}"];
    for place in Place::all() {
        let store = place.with_table().await;
        let found = store.transaction(move |sql| {
            for text in expected.iter().rev() {
                put(sql, text, "x")?;
            }
            let rows = sql.query("SELECT name FROM keep ORDER BY name", &[])?;
            let between = "SELECT COUNT(*) FROM keep WHERE name >= ?1 AND name < ?2";
            let between = sql.query(between, &["a".into(), "b".into()])?[0].int(0)?;
            Ok((rows.iter().map(|row| row.text(0).unwrap().to_owned()).collect::<Vec<_>>(), between))
        });
        assert_eq!(found.await.unwrap(), (expected.map(str::to_owned).to_vec(), 2), "{}", place.name);
    }
}

#[tokio::test]
async fn the_clock_is_the_databases_or_the_one_that_is_given() {
    let system = tanya::store::system_clock();
    for place in Place::all() {
        let (first, second) = place.open().transaction(|sql| Ok((sql.now()?, sql.now()?))).await.unwrap();
        assert!(first <= second && (first - system()).abs() < 60_000, "{}: {first}", place.name);
        let set = Store::open_with_clock(&place.url, Arc::new(|| 42)).unwrap();
        assert_eq!(set.transaction(|sql| sql.now()).await.unwrap(), 42, "{}", place.name);
    }
}

#[tokio::test]
async fn what_was_confirmed_and_what_nobody_waited_for_is_there_after_opening_again() {
    for place in Place::all().into_iter().filter(|place| place.name != "memory") {
        let store = place.with_table().await;
        store.transaction(|sql| put(sql, "confirmed", "x")).await.unwrap();
        for _ in 0..20 {
            drop(store.turn("a", |sql| put(sql, "nobody waited", "x")));
        }
        drop(store);
        let store = place.open();
        assert!(kept(&store, "confirmed").await.is_some(), "{}", place.name);
        assert!(kept(&store, "nobody waited").await.is_some(), "{}", place.name);
    }
}

#[tokio::test]
async fn the_last_owner_of_a_store_may_be_its_own_work() {
    for place in Place::all() {
        let store = place.with_table().await;
        let own = store.clone();
        let last = store.transaction(move |_| {
            drop(own);
            Ok(())
        });
        drop(store);
        assert_eq!(last.await, Ok(()), "{}", place.name);
    }
}

/// Two replicas: two stores on one database.
fn replicas() -> [Store; 2] {
    let place = Place::on_server();
    [place.open(), place.open()]
}

/// Does something many times at once, on either replica in turn.
async fn at_once<T: Send + 'static>(
    replicas: &[Store; 2],
    times: usize,
    work: impl Fn(&mut dyn Sql, usize) -> Result<T, StoreError> + Clone + Send + 'static,
) -> Vec<T> {
    let one = |number: usize| {
        let work = work.clone();
        replicas[number % 2].transaction(move |sql| work(sql, number))
    };
    let all: Vec<Pending<T>> = (0..times).map(one).collect();
    join_all(all).await.into_iter().map(|done| done.unwrap()).collect()
}

#[tokio::test]
async fn a_lock_keeps_replicas_apart() {
    let place = Place::on_server();
    let replicas = [place.with_table().await, place.open()];
    at_once(&replicas, 100, |sql, _| {
        sql.lock("bot/telegram:1")?;
        let before: i64 = get(sql, "count")?.map_or(0, |count| count.parse().unwrap());
        put(sql, "count", &(before + 1).to_string())
    })
    .await;
    assert_eq!(kept(&replicas[0], "count").await.as_deref(), Some("100"));
}

#[tokio::test]
async fn an_update_that_several_receive_is_new_to_one() {
    let new = at_once(&replicas(), 60, |sql, number| seen::insert(sql, "bot", number as i64 / 6)).await;
    assert_eq!(new.iter().filter(|new| **new).count(), 10);
}

#[tokio::test]
async fn no_number_of_a_ticket_is_given_twice() {
    let ticket = Ticket::opened(Language::Indonesian, Audience::Buyer, 0);
    let numbers = at_once(&replicas(), 40, move |sql, _| tickets::open(sql, "bot", &ticket)).await;
    assert_eq!(numbers.into_iter().collect::<BTreeSet<i64>>(), (1..=40).collect());
}

#[tokio::test]
async fn an_entry_goes_to_one_worker_and_entries_keep_their_order() {
    let replicas = replicas();
    at_once(&replicas, 60, |sql, number| {
        let destination = format!("telegram:{}", number % 6);
        let payloads = [format!("{number} first"), format!("{number} second")];
        outbox::append(sql, "bot", &destination, &payloads, None)
    })
    .await;
    let mut carried = Vec::new();
    while carried.len() < 120 {
        let claims =
            at_once(&replicas, 4, |sql, worker| outbox::claim(sql, "bot", &worker.to_string(), 4, 60_000)).await;
        let claims: Vec<_> = claims.into_iter().flatten().collect();
        let taken: BTreeSet<_> = claims.iter().map(|claim| claim.destination.clone()).collect();
        assert_eq!(taken.len(), claims.len(), "a destination was leased to two");
        carried.extend(claims.iter().map(|claim| (claim.destination.clone(), claim.position)));
        let claims = Arc::new(claims);
        let settled =
            at_once(&replicas, claims.len(), move |sql, number| outbox::settle_done(sql, &claims[number], None));
        assert!(settled.await.into_iter().all(|settled| settled == Settled::Released));
    }
    for destination in (0..6).map(|number| format!("telegram:{number}")) {
        let positions = carried.iter().filter(|(to, _)| *to == destination).map(|(_, position)| *position);
        assert!(positions.is_sorted(), "{destination}");
    }
    let left = replicas[0].transaction(|sql| outbox::depth(sql, "bot")).await.unwrap();
    assert_eq!((carried.len(), left), (120, 0));
}

#[tokio::test]
async fn what_is_held_back_is_either_withdrawn_or_carried() {
    let replicas = replicas();
    for round in 0..20 {
        let destination = format!("telegram:{round}");
        let appended = destination.clone();
        replicas[0]
            .transaction(move |sql| outbox::append(sql, "bot", &appended, &["x".to_owned()], Some(2)))
            .await
            .unwrap();
        let (turns, carries) = (destination.clone(), destination.clone());
        let withdrawing = replicas[0].transaction(move |sql| {
            let now = sql.now()?;
            let unsaid = outbox::holds(sql, "bot", &turns, now)?;
            if unsaid {
                outbox::withdraw(sql, "bot", &turns, now)?;
            }
            Ok(unsaid)
        });
        let carrying = async {
            for _ in 0..200 {
                let claims =
                    replicas[1].transaction(move |sql| outbox::claim(sql, "bot", "w", 9, 60_000)).await.unwrap();
                if claims.iter().any(|claim| claim.destination == carries) {
                    return true;
                }
                if replicas[1].transaction(|sql| outbox::next_due_in(sql, "bot")).await.unwrap().is_none() {
                    return false;
                }
            }
            false
        };
        let (withdrawn, carried) = tokio::join!(withdrawing, carrying);
        assert!(!(withdrawn.unwrap() && carried), "{destination} was withdrawn and carried");
    }
}

#[tokio::test]
async fn a_link_is_used_once() {
    let replicas = replicas();
    let (grant, secret) = (Grant::Role(Role::Owner), Secret::new("s".repeat(40)));
    let payload = secret.payload(&grant);
    replicas[0].transaction(move |sql| invitations::make(sql, "bot", &grant, &secret, None)).await.unwrap();
    let used = at_once(&replicas, 20, move |sql, number| {
        let conversation = format!("telegram:{number}");
        let opened = invitations::look_up(sql, "bot", &conversation, &payload)?;
        let valid = matches!(opened, Opened::Valid { .. });
        if valid {
            invitations::use_up(sql, &conversation, &payload)?;
        }
        Ok(valid)
    });
    assert_eq!(used.await.into_iter().filter(|valid| *valid).count(), 1);
}

#[tokio::test]
async fn the_last_owner_stays_when_all_remove_each_other_at_once() {
    let replicas = replicas();
    at_once(&replicas, 8, |sql, number| people::grant(sql, "bot", &format!("telegram:{number}"), &Role::Owner, None))
        .await;
    let owners = replicas[0].transaction(|sql| people::all(sql, Some("bot"))).await.unwrap();
    assert_eq!(owners.len(), 8);
    let removed = at_once(&replicas, 8, move |sql, number| people::remove(sql, &owners[number].id)).await;
    assert_eq!(removed.into_iter().filter(|removed| *removed).count(), 7);
}

fn link() -> Link {
    Link { number: OrderNumber::new("576461413038785752").unwrap(), shop: "Melati".to_owned() }
}

#[tokio::test]
async fn of_codes_that_are_made_at_once_one_holds_and_it_is_used_by_one() {
    let replicas = replicas();
    let code = |number: usize| HashKey::of_secret("k").code(&format!("ABCDE-{number}"));
    at_once(&replicas, 10, move |sql, number| links::make_code(sql, &link(), &code(number), "telegram:9")).await;
    let used = at_once(&replicas, 40, move |sql, number| {
        let (conversation, code) = (format!("telegram:{number}"), code(number % 10));
        let opens = links::look_up_code(sql, &conversation, &code)?.is_some();
        if opens {
            links::use_code(sql, &conversation, &code)?;
        }
        Ok(opens)
    });
    assert_eq!(used.await.into_iter().filter(|opens| *opens).count(), 1);
}

#[tokio::test]
async fn newer_data_of_an_order_stays_whoever_is_last() {
    let replicas = replicas();
    at_once(&replicas, 40, |sql, number| {
        let order = Order { shop: link().shop, ..Order::new(link().number, Status::ToShip, number as i64) };
        orders::upsert(sql, &order)
    })
    .await;
    let found = replicas[0].transaction(|sql| orders::find(sql, &link().number)).await.unwrap();
    assert_eq!(found.iter().map(|order| order.known_at).collect::<Vec<_>>(), [39]);
}

#[tokio::test]
async fn what_is_told_once_is_told_by_one() {
    let replicas = replicas();
    let watch =
        Watch { conversation: "telegram:1".to_owned(), order: link(), watcher: Watcher::Buyer, status: Status::Unpaid };
    let begun = watch.clone();
    replicas[0]
        .transaction(move |sql| {
            watches::begin(sql, "bot", &begun, i64::MAX)?;
            orders::note_import(sql, "Melati", 0, 0)
        })
        .await
        .unwrap();
    let looked_up = at_once(&replicas, 10, |sql, _| watches::take_due(sql, "bot", 9, 60_000)).await;
    assert_eq!(looked_up.concat(), [link()]);
    let reminding = watch.clone();
    let reminded = at_once(&replicas, 10, move |sql, _| watches::reminded(sql, "bot", &reminding)).await;
    let told = at_once(&replicas, 10, move |sql, _| watches::told(sql, "bot", &watch, Status::ToShip)).await;
    let stale = at_once(&replicas, 10, |sql, _| orders::note_told(sql, "Melati", 5)).await;
    for once in [reminded, told, stale] {
        assert_eq!(once.into_iter().filter(|did| *did).count(), 1);
    }
}

#[tokio::test]
async fn the_key_of_the_hashes_is_the_same_for_all() {
    let keys = at_once(&replicas(), 10, |sql, _| orders::hash_key(sql)).await;
    let digests: BTreeSet<String> = keys.iter().map(|key| key.number(&link().number).0).collect();
    assert_eq!(digests.len(), 1);
}
