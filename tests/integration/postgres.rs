//! What only a database server can do to a store: go away and come back, be slow, be reached safely or not at all, and
//! be brought up to date by several at once. At the end the real program lives through it.

use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rcgen::{CertificateParams, DnType, IsCa, Issuer, KeyPair, SanType};
use tanya::settings::Settings;
use tanya::store::{self, Pending, Sql, Store, StoreError, seen};

use crate::fake_bot_api::{FakeBotApi, State};
use crate::postgres_server::{PASSWORD, Server, shared};
use crate::program::Program;

async fn ask(store: &Store, statement: &'static str) -> Result<String, StoreError> {
    store.transaction(move |sql| Ok(sql.query(statement, &[])?[0].text(0)?.to_owned())).await
}

async fn works(store: &Store) -> Result<String, StoreError> {
    ask(store, "SELECT 'works'").await
}

fn refusal(url: &str) -> String {
    let Err(StoreError::Refused(sentence)) = Store::open(url) else { panic!("{url} is not refused") };
    for secret in [PASSWORD, "a%20pass", "wrong"] {
        assert!(!sentence.contains(secret), "{sentence}");
    }
    sentence
}

/// Work that waits, once it has begun, until the returned sender is used or dropped.
fn hold(store: &Store, key: Option<&str>) -> (Sender<()>, Pending<()>) {
    let (release, released) = channel();
    let (begins, begun) = channel();
    let work = move |sql: &mut dyn Sql| {
        sql.query("SELECT 1", &[])?;
        begins.send(()).unwrap();
        let _ = released.recv();
        sql.query("SELECT 1", &[]).map(drop)
    };
    let pending = match key {
        Some(key) => store.turn(key, work),
        None => store.transaction(work),
    };
    begun.recv().unwrap();
    (release, pending)
}

#[tokio::test]
async fn after_the_server_was_started_again_the_store_goes_on() {
    let server = Server::own();
    let store = Store::open_with_connections(&server.database(), 2).unwrap();
    assert_eq!(works(&store).await.as_deref(), Ok("works"));
    for stop in [Server::stop, Server::crash] {
        let (release, under_way) = hold(&store, None);
        stop(&server);
        drop(release);
        let failed = under_way.await;
        assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
        let away = works(&store).await.unwrap_err().to_string();
        assert!(away.contains("cannot be reached") || away.contains("trouble"), "{away}");
        server.start_again();
        // What has been heard of the server is believed for a moment.
        let begun = Instant::now();
        while let Err(error) = works(&store).await {
            assert!(matches!(error, StoreError::Unavailable(_)) && begun.elapsed() < Duration::from_secs(5), "{error}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_was_ended_between_two_transactions_is_noticed_by_nobody() {
    let url = shared().database();
    let store = Store::open_with_connections(&url, 1).unwrap();
    let other = Store::open(&url).unwrap();
    for _ in 0..3 {
        assert_eq!(works(&store).await.as_deref(), Ok("works"));
        let end = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.transaction(move |sql| sql.query(end, &[])).await.unwrap();
        assert_eq!(works(&store).await.as_deref(), Ok("works"));
    }
}

#[tokio::test]
async fn a_connection_that_is_ended_under_way_fails_its_work_alone() {
    let url = shared().database();
    let store = Store::open_with_connections(&url, 1).unwrap();
    let (release, under_way) = hold(&store, None);
    let waiting = works(&store);
    let other = Store::open(&url).unwrap();
    let end = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    other.transaction(move |sql| sql.query(end, &[])).await.unwrap();
    drop(release);
    assert!(matches!(under_way.await, Err(StoreError::Unavailable(_))));
    assert_eq!(waiting.await.as_deref(), Ok("works"));
}

#[tokio::test]
async fn what_takes_too_long_is_ended_and_may_be_tried_again() {
    let url = shared().database();
    let limit = |limit: &str| format!("{url}?options=-c%20{limit}");
    let store = Store::open(&limit("statement_timeout%3D100")).unwrap();
    let slow = store.transaction(|sql| sql.query("SELECT pg_sleep(20)", &[])).await.unwrap_err();
    assert!(slow.to_string().contains("the database took too long"), "{slow}");
    assert_eq!(works(&store).await.as_deref(), Ok("works"));

    let store = Store::open(&limit("lock_timeout%3D100")).unwrap();
    let (release, locking) = channel();
    let (locks, locked) = channel();
    let first = store.transaction(move |sql: &mut dyn Sql| {
        sql.lock("bot/telegram:1")?;
        locks.send(()).unwrap();
        let _ = locking.recv();
        Ok(())
    });
    locked.recv().unwrap();
    let second = store.transaction(|sql| sql.lock("bot/telegram:1")).await.unwrap_err();
    assert!(second.to_string().contains("another transaction takes long"), "{second}");
    drop::<Sender<()>>(release);
    assert_eq!(first.await, Ok(()));

    let standing_still = Store::open(&limit("idle_in_transaction_session_timeout%3D100")).unwrap();
    let stood = standing_still.transaction(|sql| {
        sql.query("SELECT 1", &[])?;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(300) {
            std::thread::yield_now();
        }
        sql.query("SELECT 1", &[])
    });
    assert!(matches!(stood.await, Err(StoreError::Unavailable(_))));
    assert_eq!(works(&standing_still).await.as_deref(), Ok("works"));
}

#[tokio::test]
async fn two_that_wait_for_each_other_are_told_apart_and_one_may_try_again() {
    let url = shared().database();
    let stores = [Store::open(&url).unwrap(), Store::open(&url).unwrap()];
    let (one, other) = (channel(), channel());
    let work = |store: &Store,
                first: &'static str,
                second: &'static str,
                tells: Sender<()>,
                hears: std::sync::mpsc::Receiver<()>| {
        store.transaction(move |sql| {
            sql.lock(first)?;
            tells.send(()).unwrap();
            hears.recv().unwrap();
            sql.lock(second)
        })
    };
    let ends = join_all([work(&stores[0], "a", "b", one.0, other.1), work(&stores[1], "b", "a", other.0, one.1)]).await;
    let failed: Vec<String> = ends.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    assert!(failed.len() == 1 && failed[0].contains("in each other's way"), "{failed:?}");
}

#[tokio::test]
async fn a_conversation_that_floods_takes_one_connection() {
    let store = Store::open_with_connections(&shared().database(), 2).unwrap();
    let (release, first) = hold(&store, Some("telegram:1"));
    let flood: Vec<_> = (0..100).map(|_| store.turn("telegram:1", |_| Ok(()))).collect();
    for other in ["telegram:2", "telegram:3"] {
        assert_eq!(store.turn(other, |_| Ok(())).await, Ok(()));
    }
    assert_eq!(works(&store).await.as_deref(), Ok("works"));
    drop(release);
    assert_eq!(first.await, Ok(()));
    assert!(join_all(flood).await.into_iter().all(|turn| turn == Ok(())));
}

#[test]
fn stores_that_are_opened_at_once_bring_the_tables_up_to_date_once() {
    let url = shared().database();
    std::thread::scope(|scope| {
        let opening: Vec<_> = (0..4).map(|_| scope.spawn(|| Store::open(&url).map(drop))).collect();
        for opened in opening {
            opened.join().unwrap().unwrap();
        }
    });
    let database = url.rsplit('/').next().unwrap();
    let said = shared().psql(database, "SELECT COUNT(*) = COUNT(DISTINCT number) AND COUNT(*) > 4 FROM migrations");
    assert_eq!(said, "t");
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_used_where_that_allows_it() {
    let url = shared().database();
    let database = url.rsplit('/').next().unwrap();
    drop(Store::open(&url).unwrap());
    let add = "INSERT INTO migrations SELECT MAX(number) + 1, 0 FROM migrations;";
    let reads = "INSERT INTO migration_readers SELECT MAX(number), 1 FROM migrations";
    shared().psql(database, &format!("{add}{reads}"));
    let store = Store::open(&url).unwrap();
    assert!(store.transaction(|sql| seen::insert(sql, "bot", 1)).await.unwrap());
    shared().psql(database, add);
    let sentence = refusal(&url);
    assert!(sentence.starts_with("the store was written by a newer version of tanya"), "{sentence}");
}

#[test]
fn what_stands_in_the_way_is_said_with_what_to_do() {
    let server = shared();
    let (url, port) = (server.database(), server.port());
    let database = url.rsplit('/').next().unwrap();
    server.psql("postgres", "CREATE ROLE guest LOGIN PASSWORD 'wrong'");
    server.psql("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    server.psql("postgres", "CREATE DATABASE quiet");
    server.psql("postgres", "ALTER DATABASE quiet SET default_transaction_read_only = on");
    let table = [
        (
            format!("postgres://tanya:wrong@127.0.0.1:{port}/{database}"),
            "refuses the password of \"tanya\": put the right one in",
        ),
        (format!("postgres://tanya@127.0.0.1:{port}/{database}"), "asks for a password"),
        (server.url("nowhere"), "there is no such database (127.0.0.1:"),
        ("postgres://tanya:wrong@127.0.0.1:1/d".to_owned(), "cannot be reached (Connection refused"),
        ("postgres://tanya:wrong@nowhere.invalid/d".to_owned(), "cannot be reached ("),
        (
            format!("{url}?sslmode=require"),
            "cannot be encrypted as its sslmode asks (server does not support TLS): switch on ssl",
        ),
        (format!("postgres://guest:wrong@127.0.0.1:{port}/{database}"), "cannot be made in 127.0.0.1:"),
        (
            server.url("latin"),
            "has the encoding LATIN1, which cannot keep every language: create one with ENCODING 'UTF8'",
        ),
        (server.url("quiet"), "can only be read: name the server that is written to"),
        (format!("{url}?sslmode=perhaps"), "set it to disable, prefer, require, verify-ca or verify-full"),
        ("postgres://tanya:wrong".to_owned(), "write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE"),
    ];
    for (url, expected) in table {
        let sentence = refusal(&url);
        assert!(sentence.contains(expected), "{sentence}");
    }
}

#[test]
fn settings_are_shown_without_the_password() {
    let text = "[store]\nurl = \"postgres://me:secret@db.example/tanya\"\nconnections = 3\n";
    let settings = Settings::parse(text, "tanya.toml", std::iter::empty()).unwrap();
    assert_eq!(settings.store.connections, 3);
    let shown = format!("{settings:?}");
    assert!(shown.contains("postgres://db.example:5432/tanya") && !shown.contains("secret"), "{shown}");
    for (url, expected) in [("sqlite:a.db", "sqlite:a.db"), ("secret", "secret:…"), ("x://me:secret@h", "x:…")] {
        assert_eq!(store::shown(url), expected);
    }
}

/// An issuer of certificates and its certificate.
fn issuer(name: &str) -> (Issuer<'static, KeyPair>, String) {
    let key = KeyPair::generate().unwrap();
    let mut about = CertificateParams::new(Vec::new()).unwrap();
    about.distinguished_name.push(DnType::CommonName, name);
    about.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let certificate = about.self_signed(&key).unwrap().pem();
    (Issuer::new(about, key), certificate)
}

#[tokio::test]
async fn the_connection_is_encrypted_and_the_server_is_who_it_says_it_is() {
    let server = Server::own();
    let (ours, root) = issuer("ours");
    let (_, stranger) = issuer("a stranger");
    let key = KeyPair::generate().unwrap();
    let mut about = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    about.subject_alt_names.push(SanType::DnsName("db.example".try_into().unwrap()));
    let certificate = about.signed_by(&key, &ours).unwrap();
    let (certificate, key) =
        (server.put("server.crt", &certificate.pem()), server.put("server.key", &key.serialize_pem()));
    server.stop();
    let files = format!("ssl_cert_file = '{}'\nssl_key_file = '{}'\n", certificate.display(), key.display());
    server.set(&format!("ssl = on\n{files}"));
    server.start_again();

    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string().replace('/', "%2F")
    };
    let (root, stranger) = (file("root.pem", &root), file("stranger.pem", &stranger));
    let by_address = server.database();
    let by_name = by_address.replace("127.0.0.1", "localhost");
    let encrypted = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl";
    for url in [
        by_address.clone(),
        format!("{by_address}?sslmode=require"),
        format!("{by_address}?sslmode=require&sslrootcert={root}"),
        format!("{by_address}?sslmode=verify-ca&sslrootcert={root}"),
        format!("{by_name}?sslmode=verify-full&sslrootcert={root}"),
    ] {
        let store = Store::open(&url).unwrap();
        assert_eq!(ask(&store, encrypted).await.as_deref(), Ok("TLSv1.3"), "{url}");
    }
    for url in [
        format!("{by_address}?sslmode=require&sslrootcert={stranger}"),
        format!("{by_address}?sslmode=verify-ca&sslrootcert={stranger}"),
        format!("{by_address}?sslmode=verify-full&sslrootcert={root}"),
        format!("{by_name}?sslmode=verify-full&sslrootcert={stranger}"),
        format!("{by_name}?sslmode=verify-full"),
    ] {
        let sentence = refusal(&url);
        assert!(sentence.contains("cannot be encrypted as its sslmode asks"), "{url}: {sentence}");
    }
    let plain = Store::open(&format!("{by_address}?sslmode=disable")).unwrap();
    let rows = plain.transaction(move |sql| sql.query(encrypted, &[])).await.unwrap();
    assert!(rows.is_empty());
}

const QUESTIONS: [&str; 4] = [
    "how do I cancel my order?",
    "how do I pay at an Indomaret or Alfamart cashier?",
    "how long is the payment code valid before it expires?",
    "how do I track my parcel with the tracking number?",
];

/// So many customers ask all questions.
const CUSTOMERS: i64 = 40;

/// Time enough for a slow machine; the test takes seconds.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_answers_everybody_once_and_in_order_while_the_server_comes_and_goes() {
    let server = Server::own();
    let url = server.database();
    let api = FakeBotApi::with_latency(Duration::from_millis(5)).await;
    let mut program = Program::start_with(&api, &[("TANYA_STORE__URL", &url), ("TANYA_STORE__CONNECTIONS", "4")]);
    for (place, question) in QUESTIONS.iter().enumerate() {
        api.text(900, question);
        api.wait_at_most(PATIENCE, "a question is answered", move |state: &State| state.sent_to(900).len() > place)
            .await;
    }
    let expected = api.texts_to(900);
    for (place, question) in QUESTIONS.iter().enumerate() {
        for customer in 1..=CUSTOMERS {
            api.text(customer, question);
        }
        let some = usize::try_from(CUSTOMERS).unwrap() * place + 10;
        api.wait_at_most(PATIENCE, "some are answered", move |state: &State| state.sent() > some).await;
        if place % 2 == 0 {
            server.crash();
            server.start_again();
        }
        let all = move |state: &State| (1..=CUSTOMERS).all(|customer| state.sent_to(customer).len() > place);
        api.wait_at_most(PATIENCE, "everybody has an answer", all).await;
    }
    for customer in 1..=CUSTOMERS {
        assert_eq!(api.texts_to(customer), expected, "customer {customer}");
    }
    assert!(program.terminate().success());
    // All is settled, and what was said is kept for the next start.
    let store = Store::open(&url).unwrap();
    let count = |query: &'static str| store.transaction(move |sql| sql.query(query, &[])?[0].int(0));
    let left = count("SELECT COUNT(*) FROM outbox WHERE bot = 'telegram:4242'").await.unwrap();
    let turns = count("SELECT COUNT(*) FROM journal").await.unwrap();
    assert_eq!((left, turns), (0, (CUSTOMERS + 1) * QUESTIONS.len() as i64));
    let log = program.log();
    for private in QUESTIONS.iter().chain([&PASSWORD, &"a%20pass"]) {
        assert!(!log.contains(private), "{private} is in the log");
    }
    api.assert_no_violations();
}
