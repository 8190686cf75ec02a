//! What an outside system hears of tickets, and a small receiver as an example of one.
//!
//! The receiver verifies the signature, refuses what is old, and takes nothing twice. Time passes only when a test says
//! so.

use std::collections::HashSet;
use std::io::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::SecretString;
use serde_json::Value;
use sha2::Sha256;
use tanya::app;
use tanya::conversation::desk::story::Speaker;
use tanya::conversation::desk::ticket::{Ended, Ticket};
use tanya::knowledge::Audience;
use tanya::language::Language;
use tanya::operate::events::EventCourier;
use tanya::service::events::{Kind, TicketEvent, queue};
use tanya::service::{Service, Worker};
use tanya::settings::{Events, Settings};
use tanya::store::{Store, outbox};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::bot;
use crate::fake_bot_api::{FakeBotApi, TOKEN};

const SECRET: &str = "a secret of the merchant";
/// 19 November 2026, 14:30 in Jakarta, in Unix milliseconds.
const BEGIN: i64 = 1_795_073_400_000;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Nobody waits longer for what a test expects.
const PATIENCE: Duration = Duration::from_secs(30);

/// A receiver as a merchant would write one. It keeps what it took, and answers as a test tells it.
struct Receiver {
    secret: &'static str,
    /// Its own clock, in Unix seconds.
    now: Box<dyn Fn() -> i64 + Send + Sync>,
    answer: Box<dyn Fn(usize) -> Answer + Send + Sync>,
    taken: Mutex<Taken>,
    changed: Notify,
}

#[derive(Default)]
struct Taken {
    /// The ids of all deliveries that came, verified, in order.
    deliveries: Vec<String>,
    seen: HashSet<String>,
    /// What was taken, each event once.
    events: Vec<Value>,
}

#[derive(Clone, Copy)]
enum Answer {
    /// It takes the event, and says so.
    Takes,
    /// It does not take the event, and answers with this status.
    Says(u16),
    /// It takes the event, and never answers.
    TakesAndHangs,
}

impl Receiver {
    /// Whether whoever knows the secret signed this body within the last five minutes.
    fn is_genuine(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let timestamp = header("tanya-timestamp");
        let is_fresh = timestamp.parse().is_ok_and(|at: i64| ((self.now)() - at).abs() <= 5 * 60);
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(format!("{timestamp}.").as_bytes());
        mac.update(body);
        let signature = header("tanya-signature").strip_prefix("v1=").and_then(bytes_of_hex);
        // In constant time, whatever was sent.
        is_fresh && signature.is_some_and(|signature| mac.verify_slice(&signature).is_ok())
    }

    fn look<T>(&self, look: impl FnOnce(&Taken) -> T) -> T {
        look(&self.taken.lock().unwrap())
    }

    /// The texts of what was taken, each with its ticket.
    fn texts(&self) -> Vec<String> {
        let text = |event: &Value| format!("{} {}", event["ticket"], event["text"].as_str().unwrap_or("-"));
        self.look(|taken| taken.events.iter().map(text).collect())
    }

    async fn wait_until(&self, what: &str, condition: impl Fn(&Taken) -> bool) {
        let waiting = async {
            loop {
                let mut changed = std::pin::pin!(self.changed.notified());
                changed.as_mut().enable();
                if self.look(&condition) {
                    return;
                }
                changed.await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "waited in vain until {what}");
    }
}

fn bytes_of_hex(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !receiver.is_genuine(&headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(event) = serde_json::from_slice::<Value>(&body) else { return StatusCode::BAD_REQUEST };
    let answer = {
        let mut taken = receiver.taken.lock().unwrap();
        assert_eq!(headers["tanya-delivery"], event["id"].as_str().unwrap());
        assert_eq!(headers["tanya-event"], event["kind"].as_str().unwrap());
        assert_eq!(headers["content-type"], "application/json");
        let answer = (receiver.answer)(taken.deliveries.len());
        let id = event["id"].as_str().unwrap().to_owned();
        taken.deliveries.push(id.clone());
        // The same event may come again: it was taken, and the answer got lost.
        if !matches!(answer, Answer::Says(_)) && taken.seen.insert(id) {
            taken.events.push(event);
        }
        answer
    };
    receiver.changed.notify_waiters();
    match answer {
        Answer::Takes => StatusCode::NO_CONTENT,
        Answer::Says(status) => StatusCode::from_u16(status).unwrap(),
        Answer::TakesAndHangs => std::future::pending().await,
    }
}

/// A bot that has something to tell, and a receiver that listens.
struct Stage {
    service: Service,
    time: Arc<AtomicI64>,
    receiver: Arc<Receiver>,
    settings: Events,
    server: JoinHandle<()>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A receiver on a port of its own, and where it is.
async fn listen(receiver: Receiver) -> (Arc<Receiver>, String, JoinHandle<()>) {
    let receiver = Arc::new(receiver);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook/", listener.local_addr().unwrap());
    let router = Router::new().route("/hook/", post(receive)).with_state(Arc::clone(&receiver));
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (receiver, url, server)
}

impl Stage {
    /// A receiver whose answer depends on how many deliveries came before.
    async fn new(answer: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Stage {
        let time = Arc::new(AtomicI64::new(BEGIN));
        let now = Arc::clone(&time);
        let (receiver, url, server) = listen(Receiver {
            secret: SECRET,
            now: Box::new(move || now.load(Ordering::SeqCst) / 1000),
            answer: Box::new(answer),
            taken: Mutex::default(),
            changed: Notify::new(),
        })
        .await;
        let now = Arc::clone(&time);
        let clock: tanya::store::Clock = Arc::new(move || now.load(Ordering::SeqCst));
        let store = Store::open_with_clock("sqlite::memory:", Arc::clone(&clock)).unwrap();
        let service = Service { store, clock, events: Some(Arc::default()), ..bot::service() };
        Stage { service, time, receiver, settings: Events { url, secret: SecretString::from(SECRET) }, server }
    }

    /// A receiver that gives these answers one after the other, and the last for ever.
    async fn answering(answers: &'static [Answer]) -> Stage {
        Stage::new(move |before| answers[before.min(answers.len() - 1)]).await
    }

    fn worker(&self) -> Arc<Worker<EventCourier>> {
        self.worker_waiting(PATIENCE)
    }

    /// A worker that waits no longer for an answer.
    fn worker_waiting(&self, time_limit: Duration) -> Arc<Worker<EventCourier>> {
        let clock = Arc::clone(&self.service.clock);
        let courier = EventCourier::waiting(&self.settings, clock, time_limit).unwrap();
        Arc::new(Worker::for_events(&self.service, Arc::new(courier)))
    }

    /// Time passes, and what is due is told; how many attempts that took.
    async fn pass(&self, worker: &Arc<Worker<EventCourier>>, milliseconds: i64) -> usize {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
        worker.step().await.unwrap()
    }

    async fn queue(&self, event: TicketEvent) {
        tell(&self.service, event).await;
    }

    async fn says(&self, ticket: i64, text: &str) {
        self.queue(message(ticket, text)).await;
    }

    /// How many events wait, and what is kept of what went wrong.
    async fn waiting(&self) -> (usize, String) {
        let bot = outbox::events_of(&self.service.bot);
        let query = "SELECT last_error FROM outbox WHERE bot = ?1";
        let rows = self.service.store.transaction(move |sql| sql.query(query, &[bot.as_str().into()])).await.unwrap();
        (rows.len(), format!("{rows:?}"))
    }
}

async fn tell(service: &Service, event: TicketEvent) {
    let inside = service.clone();
    service.store.transaction(move |sql| queue(&inside, sql, event)).await.unwrap();
    service.outbox_grew.notify_one();
}

fn ticket(number: i64) -> Ticket {
    Ticket {
        number,
        conversation: "telegram:777".to_owned(),
        name: "Ani".to_owned(),
        ..Ticket::opened(Language::Indonesian, Audience::Buyer, BEGIN)
    }
}

fn message(number: i64, text: &str) -> TicketEvent {
    let (speaker, text) = (Some(Speaker::Customer), Some(text.to_owned()));
    TicketEvent { speaker, text, ..TicketEvent::new(Kind::Message, &ticket(number), BEGIN) }
}

#[tokio::test]
async fn a_ticket_is_told_signed_and_in_order() {
    let stage = Stage::answering(&[Answer::Takes]).await;
    stage.queue(TicketEvent::new(Kind::Opened, &ticket(7), BEGIN)).await;
    stage.says(7, "halo, kartu saya 4111 1111 1111 1111").await;
    let taken = TicketEvent { by: Some("Sari".to_owned()), ..TicketEvent::new(Kind::Taken, &ticket(7), BEGIN + 1) };
    stage.queue(taken).await;
    let ended_by = Some(Ended::Resolved);
    stage.queue(TicketEvent { ended_by, ..TicketEvent::new(Kind::Resolved, &ticket(7), BEGIN + 2) }).await;
    let rating = Some(true.into());
    stage.queue(TicketEvent { rating, ..TicketEvent::new(Kind::Rated, &ticket(7), BEGIN + 3) }).await;
    assert_eq!(stage.pass(&stage.worker(), 0).await, 5);
    let events = stage.receiver.look(|taken| taken.events.clone());
    let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let expected = ["ticket.opened", "ticket.message", "ticket.taken", "ticket.resolved", "ticket.rated"];
    assert_eq!(kinds, expected);
    let opened = serde_json::json!({
        "id": events[0]["id"], "kind": "ticket.opened", "at": BEGIN, "ticket": 7, "language": "id", "role": "buyer",
        "name": "Ani"
    });
    assert_eq!(events[0], opened);
    assert_eq!((&events[1]["text"], &events[1]["speaker"]), (&"halo, kartu saya ••••".into(), &"customer".into()));
    assert_eq!((&events[2]["by"], &events[3]["ended_by"]), (&"Sari".into(), &"resolved".into()));
    assert_eq!(events[4]["rating"], "good");
    assert_eq!(stage.waiting().await.0, 0);
}

#[tokio::test]
async fn what_fails_is_tried_again_in_order_and_holds_up_no_other_ticket() {
    use Answer::{Says, Takes};
    // The first ticket alone comes first: its failures are the first three answers.
    let stage = Stage::answering(&[Says(500), Says(429), Says(302), Takes]).await;
    let worker = stage.worker();
    stage.says(1, "one").await;
    assert_eq!(stage.pass(&worker, 0).await, 1);
    stage.says(1, "two").await;
    for (wait, attempts) in [(999, 0), (1, 1), (1999, 0), (1, 1)] {
        assert_eq!(stage.pass(&worker, wait).await, attempts, "after {wait} ms more");
    }
    stage.says(2, "of another").await;
    assert_eq!(stage.pass(&worker, 3999).await, 1);
    assert_eq!(stage.receiver.texts(), ["2 of another"]);
    assert_eq!(stage.pass(&worker, 1).await, 2);
    assert_eq!(stage.receiver.texts(), ["2 of another", "1 one", "1 two"]);
    let deliveries = stage.receiver.look(|taken| taken.deliveries.clone());
    assert!(deliveries[..3].iter().all(|id| *id == deliveries[4]), "the same id at every try: {deliveries:?}");
    assert_eq!(stage.waiting().await.0, 0);
}

#[tokio::test]
async fn what_is_refused_for_good_is_dropped_and_the_next_is_told() {
    use Answer::{Says, Takes};
    let stage = Stage::answering(&[Says(410), Says(400), Says(408), Takes]).await;
    let worker = stage.worker();
    for text in ["gone", "bad", "late"] {
        stage.says(1, text).await;
    }
    assert_eq!(stage.pass(&worker, 0).await, 3);
    assert_eq!(stage.pass(&worker, 1000).await, 1);
    assert_eq!(stage.receiver.texts(), ["1 late"]);
}

#[tokio::test]
async fn who_never_answers_is_not_waited_for_and_hears_it_again() {
    let stage = Stage::answering(&[Answer::TakesAndHangs, Answer::Takes]).await;
    let impatient = stage.worker_waiting(Duration::from_millis(500));
    stage.says(1, "one").await;
    assert_eq!(stage.pass(&impatient, 0).await, 1);
    let (waiting, errors) = stage.waiting().await;
    assert!(waiting == 1 && errors.contains("it took too long"), "{errors}");
    assert_eq!(stage.pass(&stage.worker(), 1000).await, 1);
    assert_eq!(stage.receiver.look(|taken| taken.deliveries.len()), 2);
    assert_eq!(stage.receiver.texts(), ["1 one"], "it is taken once");
}

#[tokio::test]
async fn after_a_day_it_is_given_up() {
    let stage = Stage::answering(&[Answer::Says(503)]).await;
    let worker = stage.worker();
    stage.says(1, "one").await;
    for wait in [0, 1000, DAY - 1001] {
        assert_eq!(stage.pass(&worker, wait).await, 1);
        assert_eq!(stage.waiting().await.0, 1);
    }
    assert_eq!(stage.pass(&worker, 30_000).await, 1);
    assert_eq!(stage.waiting().await.0, 0);
    assert_eq!(stage.receiver.texts(), Vec::<String>::new());
}

#[tokio::test]
async fn killed_before_the_answer_it_tells_again_after_the_start_and_nothing_is_taken_twice() {
    let stage = Stage::answering(&[Answer::TakesAndHangs, Answer::Takes]).await;
    stage.says(1, "one").await;
    stage.says(1, "two").await;
    let running = tokio::spawn(stage.worker().run_without_errands(CancellationToken::new()));
    stage.receiver.wait_until("the first is there", |taken| taken.deliveries.len() == 1).await;
    running.abort();
    assert!(running.await.is_err_and(|error| error.is_cancelled()));
    let bot = outbox::events_of(&stage.service.bot);
    let released = stage.service.store.transaction(move |sql| outbox::release_all_leases(sql, &bot)).await;
    assert_eq!(released.unwrap(), 1);
    assert_eq!(stage.pass(&stage.worker(), 0).await, 2);
    assert_eq!(stage.receiver.texts(), ["1 one", "1 two"]);
    let deliveries = stage.receiver.look(|taken| taken.deliveries.clone());
    assert!(deliveries.len() == 3 && deliveries[0] == deliveries[1] && deliveries[1] != deliveries[2]);
}

#[tokio::test]
async fn the_receiver_refuses_what_is_forged_or_old() {
    let stage = Stage::answering(&[Answer::Takes]).await;
    // A courier with another secret, and one whose clock is six minutes slow.
    let forger = Events { secret: SecretString::from("another secret of 16"), ..stage.settings.clone() };
    let forger = EventCourier::new(&forger, Arc::clone(&stage.service.clock)).unwrap();
    let late = EventCourier::new(&stage.settings, Arc::new(|| BEGIN - 6 * 60 * 1000)).unwrap();
    for courier in [forger, late] {
        stage.says(1, "one").await;
        let worker = Arc::new(Worker::for_events(&stage.service, Arc::new(courier)));
        assert_eq!((worker.step().await.unwrap(), stage.waiting().await.0), (1, 0));
    }
    assert_eq!(stage.receiver.look(|taken| taken.deliveries.len()), 0);
    stage.says(1, "two").await;
    assert_eq!(stage.pass(&stage.worker(), 0).await, 1);
    assert_eq!(stage.receiver.texts(), ["1 two"]);
}

/// What is logged, for a test to read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_the_secret_nor_a_word_is_in_the_log_or_in_what_is_kept_of_errors() {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(move || writer.clone());
    let logging = tracing::subscriber::set_default(lines.finish());
    let stage = Stage::answering(&[Answer::Says(500), Answer::Says(410)]).await;
    let worker = stage.worker();
    stage.says(1, "kata rahasia").await;
    assert_eq!(stage.pass(&worker, 0).await, 1);
    let (_, errors) = stage.waiting().await;
    assert!(errors.contains("the outside system answered 500"), "{errors}");
    assert_eq!(stage.pass(&worker, 1000).await, 1);
    drop(logging);
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    let dropped = "the outside system refused an event: 410";
    assert_eq!(log.lines().filter(|line| line.contains(dropped)).count(), 1, "{log}");
    for private in [SECRET, "kata rahasia", "Ani", "/hook/", "v1="] {
        assert!(!log.contains(private) && !errors.contains(private), "{private:?}: {log}{errors}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_tells_what_was_queued_before_its_start_and_while_it_runs() {
    let (receiver, url, server) = listen(Receiver {
        secret: SECRET,
        now: Box::new(|| std::time::UNIX_EPOCH.elapsed().unwrap().as_secs().try_into().unwrap()),
        answer: Box::new(|_| Answer::Takes),
        taken: Mutex::default(),
        changed: Notify::new(),
    })
    .await;
    let (api, folder) = (FakeBotApi::start().await, tempfile::tempdir().unwrap());
    let store_url = format!("sqlite:{}", folder.path().join("tanya.db").display());
    let text = format!(
        "[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{}\"\nlimits = \"off\"\n[store]\nurl = \"{store_url}\"\n\
         [desk.events]\nurl = \"{url}\"\nsecret = \"{SECRET}\"\n",
        api.url()
    );
    let settings = Settings::parse(&text, "tanya.toml", std::iter::empty()).unwrap();
    let store = Store::open(&store_url).unwrap();
    let service = Service { store, events: Some(Arc::default()), ..bot::service() };
    tell(&service, message(1, "before")).await;
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    let serving = tokio::spawn(async move { app::serve(&settings, stopping).await });
    receiver.wait_until("it has heard the first", |taken| taken.events.len() == 1).await;
    tell(&service, message(1, "after")).await;
    receiver.wait_until("it has heard the second", |taken| taken.events.len() == 2).await;
    assert_eq!(receiver.texts(), ["1 before", "1 after"]);
    stop.cancel();
    serving.await.unwrap().unwrap();
    server.abort();
}
