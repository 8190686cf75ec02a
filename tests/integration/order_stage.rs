//! A stage on which buyers and sellers talk about orders with the whole service: a store in memory, the demo orders,
//! a clock that stands still unless it is told, and a courier that writes down what is said.
//!
//! What is absent here: how a transcript is read, and what is expected of one.

use std::collections::BTreeMap;
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tanya::conversation::{FileReference, Medium, Role};
use tanya::language::Language;
use tanya::orders::asking::Limits;
use tanya::orders::source::LookedUp;
use tanya::orders::{HashKey, Order, OrderNumber, OrderSource, Rules, Sources, Status, UnixMs, Unreachable, demo};
use tanya::service::{
    Carried, ConversationId, Courier, Delivery, Fetched, Incoming, OrderDesk, Service, SharedContact, Shown, What,
    Worker, watching,
};
use tanya::store::orders::OrderTable;
use tanya::store::{Store, orders, people};
use tanya::voice::{Message, MessageButton, Press};

use crate::bot;

/// When every transcript begins, in Unix milliseconds: 19 November 2026, 14:30 in Jakarta.
pub const BEGIN: UnixMs = 1_795_073_400_000;

/// The shop of the demo orders.
pub const SHOP: &str = "Toko Melati";

/// The service of a stage: that which ships, on a new store with the demo orders, in a language.
pub async fn service(language: Language, time: &Arc<AtomicI64>) -> Service {
    let clock = {
        let time = Arc::clone(time);
        Arc::new(move || time.load(Ordering::SeqCst))
    };
    let store = Store::open_with_clock("sqlite::memory:", clock.clone()).unwrap();
    let key = HashKey::of_secret("a key for tests");
    let all = demo::orders(time.load(Ordering::SeqCst), &key, SHOP);
    let imported = store.transaction(move |sql| all.iter().try_for_each(|order| orders::upsert(sql, order).map(drop)));
    imported.await.unwrap();
    let desk = OrderDesk {
        rules: Rules::with_key(key),
        sources: sources(&store, time, false),
        zone: jiff::tz::TimeZone::get("Asia/Jakarta").unwrap(),
        xlsx_bytes: 1024 * 1024,
    };
    Service { store, default_language: language, orders: Arc::new(desk), clock, ..bot::service() }
}

/// The table, and where it is `down`, a system of orders that cannot be reached.
fn sources(store: &Store, time: &Arc<AtomicI64>, down: bool) -> Sources {
    let time = Arc::clone(time);
    let mut sources: Vec<Arc<dyn OrderSource>> = vec![Arc::new(OrderTable { store: store.clone() })];
    if down {
        sources.push(Arc::new(Down));
    }
    let limits = Limits { timeout: Duration::from_secs(5), max_age_ms: 30 * 60 * 1000 };
    Sources::new(sources, limits, Arc::new(move || time.load(Ordering::SeqCst)))
}

/// A system of orders that cannot be reached.
struct Down;

impl OrderSource for Down {
    fn name(&self) -> &'static str {
        "http"
    }

    fn find<'a>(&'a self, _number: &'a OrderNumber) -> Pin<Box<dyn Future<Output = LookedUp> + Send + 'a>> {
        Box::pin(async { Err(Unreachable("no connection".to_owned())) })
    }
}

/// Who talks, and all that is needed to answer them.
pub struct Stage {
    pub service: Service,
    worker: Arc<Worker<Notebook>>,
    notebook: Arc<Notebook>,
    time: Arc<AtomicI64>,
    language: Language,
    who: String,
    updates: i64,
}

impl Stage {
    /// A stage with one customer on it, whose app speaks a language.
    pub async fn new(language: Language) -> Stage {
        let time = Arc::new(AtomicI64::new(BEGIN));
        let service = service(language, &time).await;
        let notebook = Arc::new(Notebook::default());
        let worker = Arc::new(Worker::new(&service, Arc::clone(&notebook)));
        Stage { service, worker, notebook, time, language, who: "a buyer".to_owned(), updates: 0 }
    }

    /// From now on somebody else acts.
    pub fn enter(&mut self, who: &str) {
        self.who = who.to_owned();
    }

    /// Whoever acts is a seller of a shop from now on.
    pub async fn become_seller(&self, shop: &str) {
        let (bot, who, role) = (self.service.bot.clone(), self.conversation().0, Role::Seller(shop.to_owned()));
        self.service.store.transaction(move |sql| people::grant(sql, &bot, &who, &role, None)).await.unwrap();
    }

    /// Time passes, in milliseconds, and those who watch orders are told.
    pub async fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
        self.round().await;
    }

    /// From now on a second source of orders cannot be reached, or there is none.
    pub fn set_down(&mut self, down: bool) {
        let sources = sources(&self.service.store, &self.time, down);
        self.service.orders = Arc::new(OrderDesk { sources, ..(*self.service.orders).clone() });
        self.worker = Arc::new(Worker::new(&self.service, Arc::clone(&self.notebook)));
    }

    /// The platform says now that an order is in a status, and whatever else stands in `further`, a JSON object of
    /// its fields. An order that is not known yet begins as a copy of a paid one. Those who watch it are told.
    pub async fn change_order(&self, end: &str, status: &str, further: &str) {
        let now = self.time.load(Ordering::SeqCst);
        let number = OrderNumber::new(&format!("{}{end}", demo::NUMBERS_BEGIN)).unwrap();
        let key = &self.service.orders.rules.key;
        let known = {
            let number = number.clone();
            self.service.store.transaction(move |sql| orders::find_in_shop(sql, &number, SHOP)).await.unwrap()
        };
        let known = known.unwrap_or_else(|| {
            let model = demo::orders(now, key, SHOP).remove(5);
            Order { number, buyer: Some(key.buyer(end)), ..model }
        });
        let mut fields = serde_json::to_value(&known).unwrap();
        fields["status"] = status.into();
        let further: BTreeMap<String, serde_json::Value> = match further {
            "" => BTreeMap::new(),
            json => serde_json::from_str(json).unwrap(),
        };
        let known_at = further.get("known_at").and_then(serde_json::Value::as_i64).unwrap_or(now);
        for (name, value) in further {
            fields[name] = value;
        }
        let changed: Order = serde_json::from_value(fields).unwrap();
        assert!(Status::of_word(status).is_some(), "{status}");
        let told = Order { updated_at: Some(now), known_at, ..changed };
        let kept = self.service.store.transaction(move |sql| {
            // What is told is put in the place of what was known: nothing of that is to be kept here.
            let old = [told.number.as_str().into(), SHOP.into()];
            sql.execute("UPDATE orders SET known_at = 0 WHERE number = ?1 AND shop = ?2", &old)?;
            orders::upsert(sql, &told)
        });
        kept.await.unwrap();
        self.round().await;
    }

    /// An order is in no table any more.
    pub async fn forget_order(&self, end: &str) {
        let number = format!("{}{end}", demo::NUMBERS_BEGIN);
        let statement = "DELETE FROM orders WHERE number = ?1";
        let gone = self.service.store.transaction(move |sql| sql.execute(statement, &[number.as_str().into()]));
        assert_eq!(gone.await.unwrap(), 1);
    }

    async fn round(&self) {
        watching::round(&self.service).await.unwrap();
        self.carry().await;
    }

    async fn carry(&self) {
        while self.worker.step().await.unwrap() > 0 {}
    }

    fn conversation(&self) -> ConversationId {
        ConversationId(self.who.clone())
    }

    /// Whoever acts writes a text.
    pub async fn say(&mut self, text: &str) {
        self.take(What::Text(text.to_owned()), None).await;
    }

    /// Presses a button of the last message, counted from 1.
    pub async fn press(&mut self, place: usize) {
        let (message, button) = self.notebook.button(&self.who, place);
        match button.press {
            Press::Data { data } => self.take(What::Pressed(data), Some(message)).await,
            Press::Contact { .. } => self.share(demo::PHONE, true).await,
            other => panic!("pressing this does nothing in the chat: {other:?}"),
        }
    }

    /// Shares a contact.
    pub async fn share(&mut self, phone: &str, own: bool) {
        self.take(What::Contact(SharedContact { phone: phone.to_owned(), own }), None).await;
    }

    /// Sends a file of `tests/fixtures/orders`, or `huge.csv`, which is too large to be fetched.
    pub async fn send_file(&mut self, name: &str) {
        let file = FileReference { id: name.to_owned(), name: Some(name.to_owned()), size: None, mime: None };
        self.take(What::Showed(Shown { file: Some(file), ..Medium::Document.into() }), None).await;
    }

    async fn take(&mut self, what: What, pressed_message: Option<i64>) {
        self.updates += 1;
        let incoming = Incoming::new(self.updates, self.conversation(), what);
        let message = pressed_message.is_none().then_some(self.updates);
        let language_hint = Some(self.language);
        let received =
            self.service.receive(vec![Incoming { message, pressed_message, language_hint, ..incoming }]).await;
        for toast in received.unwrap().into_iter().filter_map(|one| one.toast) {
            self.notebook.write(&self.who, Said::Toast(toast));
        }
        self.carry().await;
    }

    /// What was said since this was asked last, in the order in which it was said.
    pub fn said(&self) -> Vec<(String, Said)> {
        std::mem::take(&mut self.notebook.0.lock().unwrap().said)
    }
}

/// Something that the bot said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A new message.
    New(Message),
    /// A message took another's place.
    InPlace(Message),
    /// A message has other buttons.
    Buttons(Vec<MessageButton>),
    /// A pop-up.
    Toast(String),
}

/// A courier that writes down what it is given.
#[derive(Default)]
struct Notebook(Mutex<Pages>);

#[derive(Default)]
struct Pages {
    said: Vec<(String, Said)>,
    /// The number of the last message of each conversation, and its buttons.
    last: BTreeMap<String, (i64, Vec<MessageButton>)>,
    messages: i64,
}

impl Notebook {
    fn write(&self, to: &str, said: Said) {
        self.0.lock().unwrap().said.push((to.to_owned(), said));
    }

    fn button(&self, who: &str, place: usize) -> (i64, MessageButton) {
        let pages = self.0.lock().unwrap();
        let (message, buttons) = pages.last.get(who).expect("something was said");
        (*message, buttons.get(place - 1).unwrap_or_else(|| panic!("{buttons:?}")).clone())
    }
}

impl Courier for Notebook {
    async fn carry(&self, to: &ConversationId, delivery: &Delivery) -> Carried {
        let mut pages = self.0.lock().unwrap();
        pages.messages += 1;
        let new = pages.messages;
        let (number, said) = match delivery.clone() {
            Delivery::Send(message) | Delivery::Answer { message, .. } => (new, Said::New(message)),
            Delivery::Edit { message, to } => (message, Said::InPlace(to)),
            Delivery::EditButtons { message, buttons } => (message, Said::Buttons(buttons.concat())),
            _ => panic!("a courier to a customer never sees this, and nobody takes over here"),
        };
        let buttons = match &said {
            Said::New(message) | Said::InPlace(message) => message.buttons.concat(),
            Said::Buttons(buttons) => buttons.clone(),
            Said::Toast(_) => Vec::new(),
        };
        pages.last.insert(to.0.clone(), (number, buttons));
        pages.said.push((to.0.clone(), said));
        Carried::Sent(number)
    }

    async fn fetch(&self, file: &FileReference, _most: u64) -> Fetched {
        if file.id == "huge.csv" {
            return Fetched::TooLarge;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/orders");
        match std::fs::read(folder.join(&file.id)) {
            Ok(bytes) => Fetched::Bytes(bytes),
            Err(_) => Fetched::Gone("there is no such file".to_owned()),
        }
    }
}
