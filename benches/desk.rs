//! How long what people write at the desk stays inside the bot: from the update to the courier being asked to carry
//! it, commits included, on SQLite on disk. Neither may take longer than [`MOST`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use criterion::{Criterion, criterion_group, criterion_main};
use tanya::app;
use tanya::conversation::desk::Act;
use tanya::conversation::desk::post::{Author, Body, Marked, Post};
use tanya::conversation::{Button, FileReference, Place};
use tanya::service::{
    Carried, ConversationId, Courier, Delivery, Fetched, Incoming, Managed, Service, TopicAct, What, Worker, desk,
};
use tanya::settings::Settings;
use tokio::runtime::Runtime;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;

const GROUP: &str = "telegram:-1001";

/// The longest that a message may stay inside the bot.
const MOST: Duration = Duration::from_millis(50);

static NEXT: AtomicI64 = AtomicI64::new(1);

fn next() -> i64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Carries nothing, and tells where letters would have gone.
struct Listener(UnboundedSender<String>);

impl Courier for Listener {
    async fn carry(&self, to: &ConversationId, delivery: &Delivery) -> Carried {
        if matches!(delivery, Delivery::Letter(_)) {
            // Nobody listens any more at the end.
            let _ = self.0.send(to.0.clone());
        }
        Carried::Sent(next())
    }

    async fn fetch(&self, _file: &FileReference, _most: u64) -> Fetched {
        Fetched::Gone("there are no files here".to_owned())
    }

    async fn manage(&self, _group: &ConversationId, act: &TopicAct) -> Managed {
        if matches!(act, TopicAct::Open { .. }) { Managed::Opened(next()) } else { Managed::Done }
    }
}

/// A running bot with a support group.
struct Desk {
    service: Service,
    letters: Mutex<UnboundedReceiver<String>>,
}

impl Desk {
    async fn start(url: &str, stop: CancellationToken) -> anyhow::Result<Desk> {
        let settings = Settings::parse("", "the bench", std::iter::empty())?;
        let service = app::service(&settings, url, "bench", 4096).await?;
        service.store.transaction(|sql| desk::connect(sql, "bench", GROUP)).await?;
        let (heard, letters) = unbounded_channel();
        tokio::spawn(Arc::new(Worker::new(&service, Arc::new(Listener(heard)))).run(stop));
        Ok(Desk { service, letters: Mutex::new(letters) })
    }

    /// Somebody writes something, and it is carried to the other side; says where to.
    async fn written(&self, from: &str, what: What, text: &str) -> anyhow::Result<String> {
        self.service.receive(vec![message(from, what, text)]).await?;
        self.letters.lock().await.recv().await.context("the worker has ended")
    }

    /// A customer who has asked for a person; returns the conversation and the topic.
    async fn customer(&self) -> anyhow::Result<(String, String)> {
        let customer = format!("telegram:{}", next());
        let words = "saya mau bicara dengan orang";
        let topic = self.written(&customer, What::Text(words.to_owned()), words).await?;
        Ok((customer, topic))
    }

    /// A customer's message to their topic.
    async fn to_topic(&self) -> anyhow::Result<Duration> {
        let (customer, _) = self.customer().await?;
        let words = "paketnya belum sampai juga kak";
        let begun = Instant::now();
        self.written(&customer, What::Text(words.to_owned()), words).await?;
        Ok(begun.elapsed())
    }

    /// *I take it*, and the first message of staff to the customer.
    async fn taken(&self) -> anyhow::Result<Duration> {
        let (customer, topic) = self.customer().await?;
        let take = What::Pressed(Button::Desk(Act::Take).encode());
        let begun = Instant::now();
        let mut pressed = message(&topic, take, "");
        pressed.post = None;
        self.service.receive(vec![pressed]).await?;
        let overheard = What::Overheard { edited: false, suggested: false, topic_name: None };
        let to = self.written(&topic, overheard, "halo kak, saya cek dulu ya").await?;
        anyhow::ensure!(to == customer, "it went elsewhere");
        Ok(begun.elapsed())
    }
}

fn message(conversation: &str, what: What, text: &str) -> Incoming {
    let (chat, place) = match conversation.split_once('/') {
        Some((group, _)) => (group, Place::Group),
        None => (conversation, Place::Private),
    };
    let id = if place == Place::Group { "telegram:9001" } else { chat };
    let body = Body::Words(Marked::plain(text));
    let post = Post { chat: chat.to_owned(), message: next(), body, reply_to: None, written_at: 0 };
    Incoming {
        message: Some(post.message),
        place,
        author: Some(Author { id: id.to_owned(), name: "A".to_owned() }),
        post: Some(Box::new(post)),
        topics: (place == Place::Group).then_some(true),
        ..Incoming::new(next(), ConversationId(conversation.to_owned()), what)
    }
}

/// Measures something so many times.
async fn measured(times: u64, mut once: impl AsyncFnMut() -> anyhow::Result<Duration>) -> Duration {
    let mut all = Duration::ZERO;
    for _ in 0..times {
        match once().await {
            Ok(took) => all += took,
            Err(error) => panic!("the bench cannot go on: {error:#}"),
        }
    }
    let mean = all / u32::try_from(times).unwrap_or(u32::MAX);
    assert!(mean <= MOST, "{mean:?} inside the bot, where {MOST:?} is the most");
    all
}

fn at_the_desk(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("tanya-bench-desk-{}", std::process::id()));
    let stop = CancellationToken::new();
    let prepared = std::fs::create_dir_all(&folder).map_err(anyhow::Error::from).and_then(|()| {
        let url = format!("sqlite:{}", folder.join("desk.db").display());
        let runtime = Runtime::new()?;
        Ok((runtime.block_on(Desk::start(&url, stop.clone()))?, runtime))
    });
    let (desk, runtime) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => panic!("the bench cannot start: {error:#}"),
    };
    let desk = &desk;
    let mut group = criterion.benchmark_group("at the desk, commits included");
    group.sample_size(20);
    group.bench_function("a customer's message to the topic", |bench| {
        bench.to_async(&runtime).iter_custom(|times| measured(times, async || desk.to_topic().await));
    });
    group.bench_function("I take it, and the first message to the customer", |bench| {
        bench.to_async(&runtime).iter_custom(|times| measured(times, async || desk.taken().await));
    });
    group.finish();
    stop.cancel();
    // What stays behind in the temporary folder harms nobody.
    let _ = std::fs::remove_dir_all(folder);
}

criterion_group!(benches, at_the_desk);
criterion_main!(benches);
