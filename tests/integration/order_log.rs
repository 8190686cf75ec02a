//! What the log holds of orders, at the highest level and of every crate: no telephone number, no name, no whole order
//! number, no token, nothing that a customer wrote.
//!
//! A log of one thread would miss the store and whatever reads files. So this one is that of the whole process while
//! the test runs, and other tests may write into it, which are not to write such things either.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tanya::language::Language;
use tanya::orders::demo;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::prelude::*;

use crate::order_transcripts::{files, play, whole_numbers};
use crate::{order_sources, order_webhook, orders_import};

/// The log of the whole process while it is on.
#[derive(Clone, Default)]
struct Log {
    is_on: Arc<AtomicBool>,
    lines: Arc<Mutex<Vec<u8>>>,
}

impl Log {
    /// Begins to write down what is logged anywhere.
    fn begin() -> Log {
        let log = Log::default();
        log.is_on.store(true, Ordering::SeqCst);
        let is_on = Arc::clone(&log.is_on);
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(log.clone());
        tracing_subscriber::registry()
            .with(lines.with_filter(dynamic_filter_fn(move |_, _| is_on.load(Ordering::SeqCst))))
            .init();
        log
    }

    /// Ends it; returns what was logged.
    fn end(&self) -> String {
        self.is_on.store(false, Ordering::SeqCst);
        String::from_utf8_lossy(&std::mem::take(&mut *self.lines.lock().unwrap())).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.lines.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_of_an_order_its_buyer_or_a_token_is_ever_logged() {
    let log = Log::begin();
    let [indonesian, chinese, english] = Language::ALL.map(played);
    let mut secrets = BTreeSet::new();
    let played = tokio::join!(indonesian, chinese, english);
    [played.0, played.1, played.2].into_iter().for_each(|some| secrets.extend(some));
    for tests in [order_sources::EVERY, order_webhook::EVERY, orders_import::EVERY] {
        run(tests);
    }
    let log = log.end();

    for expected in [
        "received",
        "a source of orders did not answer",
        "a file that a seller sent could not be fetched",
        "outcome=\"order_proven\"",
        "outcome=\"code_made\"",
        // The highest level, and what other crates log.
        "TRACE",
        "reqwest::",
    ] {
        assert!(log.contains(expected), "{expected} is not in the log, which holds {} lines", log.lines().count());
    }
    secrets.extend(in_the_files());
    secrets.extend(FIXED.iter().map(|secret| (*secret).to_owned()));
    let told: Vec<_> = secrets.iter().filter(|secret| log.contains(*secret)).collect();
    let lines = log.lines().filter(|line| told.iter().any(|secret| line.contains(*secret))).take(5);
    assert!(told.is_empty(), "{told:?} are in the log: {:#?}", lines.collect::<Vec<_>>());
}

/// What no log may hold: what every order number of these tests begins with, telephone numbers however they are
/// written, and the secrets of the sources.
const FIXED: &[&str] = &[
    "57646141303",
    "1234567890",
    "0812-3456",
    "812 3456",
    "89912345678",
    "geheim",
    "access-1",
    "access-2",
    "refresh-1",
    "refresh-2",
    "testsecret01",
    "4b64711573665c01225c42a574e82f158968126fd8c22381d78bb9b42d5919e2",
    "a key for tests",
];

/// Plays the transcripts of a language; returns what was written and told in them that is nobody else's business.
async fn played(language: Language) -> Vec<String> {
    let mut secrets = Vec::new();
    for file in files(language) {
        let (happened, codes) = play(language, &std::fs::read_to_string(file).unwrap()).await;
        secrets.extend(codes);
        let written = happened.lines().filter_map(|line| line.strip_prefix("> ")).map(whole_numbers);
        // Short ones, such as a button's number, may stand in a log by chance.
        secrets.extend(written.filter(|text| text.chars().count() > 5 && !text.starts_with(['[', '(', '{', '/'])));
    }
    assert!(secrets.len() > 100 && !secrets.iter().any(|secret| secret == demo::NUMBERS_BEGIN));
    secrets
}

/// Names and telephone numbers in the file that sellers send in the transcripts.
fn in_the_files() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/orders/today.csv");
    let mut rows = csv::Reader::from_path(file).unwrap();
    let personal = ["Buyer Username", "Recipient", "Phone #", "Tracking ID"];
    let heads = rows.headers().unwrap().clone();
    let all = rows.records().flat_map(|row| {
        let row = row.unwrap();
        let cells = personal.map(|name| row[heads.iter().position(|head| head == name).unwrap()].to_owned());
        cells.into_iter().filter(|cell| !cell.is_empty())
    });
    let all: Vec<String> = all.collect();
    assert!(all.len() >= 15, "{all:?}");
    all
}

/// Runs tests that have runtimes of their own.
fn run(tests: &'static [fn()]) {
    for test in tests {
        std::thread::spawn(test).join().expect("it passes");
    }
}
