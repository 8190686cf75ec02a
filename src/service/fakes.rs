//! What the tests of this room put in the place of search and of a transport. The store is real.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::*;
use crate::conversation::FileReference;
use crate::knowledge::{Article, ArticleId, ArticleText, Audience, Block, Files, Library, Span, Topic, TopicId};
use crate::language::Language;
use crate::orders::asking::Limits;
use crate::orders::{HashKey, Rules, Sources};
use crate::service::OrderDesk;
use crate::store::orders::OrderTable;
use crate::store::{Clock, Sql, Store, StoreError};
use crate::understanding::{Hit, Outcome, Understand, Understood};
use crate::voice::Voice;
use crate::voice::wording::keys;

/// A clock that stands still until it is set.
#[derive(Clone, Default)]
pub(super) struct Time(Arc<AtomicI64>);

impl Time {
    pub(super) fn clock(&self) -> Clock {
        let time = Arc::clone(&self.0);
        Arc::new(move || time.load(Ordering::SeqCst))
    }

    pub(super) fn pass(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

/// Understands `sure`, `unsure` with any words after it, `order`, `person` and nothing else; `boom` makes it panic, and so
/// does `fuse` when it is read together with the message before it.
pub(super) struct Pretender;

impl Understand for Pretender {
    fn understand(&self, text: &str) -> Understood {
        assert!(text != "boom" && !text.contains("\nfuse"), "a panic that this test wants");
        let article = || ArticleId::from("pay-late");
        let outcome = match text {
            "sure" => Outcome::Sure(article()),
            text if text == "unsure" || text.starts_with("unsure ") => Outcome::Unsure(vec![article()]),
            "order" => Outcome::Order,
            "person" => Outcome::Person,
            _ => Outcome::Nothing,
        };
        Understood {
            language: None,
            language_certain: false,
            outcome,
            hits: vec![Hit { article: article(), confidence: 0.5 }],
        }
    }

    fn suggest(&self, _text: &str, _understood: &Understood, _language: Language) -> Vec<ArticleId> {
        vec![ArticleId::from("pay-late")]
    }
}

fn article() -> Article {
    let text = ArticleText {
        title: "Late payment".to_owned(),
        questions: vec![],
        keywords: vec![],
        examples: vec![],
        body: (0..3).map(|_| Block::Paragraph(vec![Span::plain("word ".repeat(20))])).collect(),
        reviewed: None,
    };
    Article {
        id: ArticleId::from("pay-late"),
        topic: TopicId::from("paying"),
        audience: Audience::Buyer,
        related: vec![],
        reviewed: toml::value::Date { year: 2026, month: 1, day: 1 },
        owner: "desk".to_owned(),
        source: "made up".to_owned(),
        counter: BTreeMap::new(),
        texts: Language::ALL.map(|language| (language, text.clone())).into(),
    }
}

fn library() -> Library {
    let paying = Topic { id: TopicId::from("paying"), order: 1, audience: Audience::Buyer, titles: BTreeMap::new() };
    let article = article();
    Library { topics: vec![paying], articles: [(article.id.clone(), article)].into(), ..Library::default() }
}

/// Every phrase in every language, worded as its key and the language: `welcome en`.
fn voice() -> Voice {
    let keys: Vec<&str> = keys().collect();
    let words = |language| keys.iter().map(|key| format!("{key} = {key} {language}\n")).collect::<String>();
    let file = |language: Language| (format!("{language}/made-up.ftl"), words(language).into_bytes());
    let files = Files { shown_under: "locales/".to_owned(), contents: Language::ALL.map(file).into() };
    let (voice, problems) = Voice::load(&files, "Toko");
    assert_eq!(problems.len(), 0, "{problems:?}");
    voice
}

/// Orders as they are where nothing is set: the table in the store alone.
fn order_desk(store: &Store, time: &Time) -> OrderDesk {
    let table = Arc::new(OrderTable { store: store.clone() });
    let limits = Limits { timeout: std::time::Duration::from_secs(5), max_age_ms: 30 * 60 * 1000 };
    OrderDesk {
        rules: Rules::with_key(HashKey::of_secret("key")),
        sources: Sources::new(vec![table], limits, time.clock()),
        zone: jiff::tz::TimeZone::UTC,
        xlsx_bytes: 1024 * 1024,
    }
}

/// A service over a store, for messages of at most 4096 units.
pub(super) fn service(store: Store, time: &Time) -> Service {
    Service {
        desk: Arc::default(),
        bot: Arc::from("bot"),
        store: store.clone(),
        library: Arc::new(library()),
        understanding: Arc::new(Pretender),
        renewed: Renewed::default(),
        voice: Arc::new(voice()),
        default_language: Language::English,
        orders: Arc::new(order_desk(&store, time)),
        message_units: 4096,
        patience: std::time::Duration::ZERO,
        events: None,
        outbox_grew: Arc::default(),
        clock: time.clock(),
    }
}

/// A service over a new store in memory, and the clock of both.
pub(super) fn service_in_memory() -> Result<(Service, Time), StoreError> {
    let time = Time::default();
    let store = Store::open_with_clock("sqlite::memory:", time.clock())?;
    Ok((service(store, &time), time))
}

/// An update of the conversation `telegram:1`.
pub(super) fn incoming(update: i64, what: What) -> Incoming {
    let conversation = ConversationId("telegram:1".to_owned());
    Incoming::new(update, conversation, what)
}

pub(super) fn text(update: i64, text: &str) -> Incoming {
    incoming(update, What::Text(text.to_owned()))
}

/// A service over a store in a file, and another program that can lock it.
pub(super) struct OnDisk {
    pub(super) service: Service,
    pub(super) time: Time,
    other_program: rusqlite::Connection,
    _folder: tempfile::TempDir,
}

impl OnDisk {
    pub(super) async fn new() -> Result<OnDisk, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("tanya.db");
        let time = Time::default();
        let store = Store::open_with_clock(&format!("sqlite:{}", path.display()), time.clock())?;
        store.transaction(|sql| sql.query("PRAGMA busy_timeout = 0", &[])).await?;
        let other_program = rusqlite::Connection::open(path)?;
        Ok(OnDisk { service: service(store, &time), time, other_program, _folder: folder })
    }

    /// From now on the store is out of order.
    pub(super) fn lock(&self) -> Result<(), rusqlite::Error> {
        self.other_program.execute_batch("BEGIN IMMEDIATE")
    }

    /// The store works again.
    pub(super) fn unlock(&self) -> Result<(), rusqlite::Error> {
        self.other_program.execute_batch("ROLLBACK")
    }
}

/// Everything that stands in a store, table by table.
pub(super) async fn dump(store: &Store) -> Result<String, StoreError> {
    let tables = ["sessions", "seen", "journal", "destinations", "outbox"];
    let all = move |sql: &mut dyn Sql| {
        let rows = |table: &&str| Ok(format!("{table}: {:?}\n", sql.query(&format!("SELECT * FROM {table}"), &[])?));
        tables.iter().map(rows).collect()
    };
    store.transaction(all).await
}

/// What the fake courier is asked: the text of the delivery, and how often it has seen it.
type Answer = dyn Fn(&str, usize) -> Carried + Send + Sync;

/// A courier that writes down what it is given and answers as it is told.
pub(super) struct Notebook {
    lines: Mutex<Vec<String>>,
    answer: Box<Answer>,
}

impl Notebook {
    pub(super) fn new(answer: impl Fn(&str, usize) -> Carried + Send + Sync + 'static) -> Arc<Notebook> {
        Arc::new(Notebook { lines: Mutex::default(), answer: Box::new(answer) })
    }

    /// `destination: text`, in the order in which they were carried.
    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Courier for Notebook {
    async fn carry(&self, to: &ConversationId, delivery: &Delivery) -> Carried {
        let text = shown(delivery);
        let line = format!("{to}: {text}");
        let seen = self.lines().iter().filter(|other| **other == line).count();
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        (self.answer)(&text, seen)
    }

    async fn fetch(&self, _file: &FileReference, _most: u64) -> Fetched {
        Fetched::Gone("nothing is kept here".to_owned())
    }
}

/// A delivery in one line.
pub(super) fn shown(delivery: &Delivery) -> String {
    match delivery {
        Delivery::Send(message) | Delivery::Answer { message, .. } => message.flat().text,
        Delivery::AnswerAgain { to, message, .. } => format!("again {to}: {}", message.flat().text),
        Delivery::Edit { message, to } => format!("edit {message}: {}", to.flat().text),
        Delivery::EditButtons { message, .. } => format!("buttons of {message}"),
        Delivery::Errand(_) => "an errand".to_owned(),
        Delivery::File { name, message, .. } => format!("file {name}: {}", message.flat().text),
        Delivery::Unsend { message } => format!("unsend {message}"),
        Delivery::React { message, sign } => format!("{sign} under {message}"),
        Delivery::Letter(_) | Delivery::EditLetter { .. } => "a letter".to_owned(),
        Delivery::Desk(_) => "of the desk".to_owned(),
        Delivery::Event(event) => format!("event {}", event.kind.word()),
    }
}
