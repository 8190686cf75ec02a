//! A Bot API that takes as little of the machine as it can: it checks nothing, and counts what is sent.
//!
//! Updates wait until they are polled for, or are posted to a webhook, as many at a time as Telegram does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::Notify;

use crate::customers::Customers;

/// The token of the bot.
pub const TOKEN: &str = "4242:load";

/// What the webhook is shown.
pub const SECRET: &str = "a-secret-for-the-load";

/// Telegram hands out so many updates at a time, and posts so many (<https://core.telegram.org/bots/api>).
const BATCH: usize = 100;
const POSTED_AT_A_TIME: usize = 40;

/// A webhook that is away is tried again after so long.
const AGAIN: Duration = Duration::from_millis(50);

/// Where the bots find it, and what it knows.
pub struct Api {
    /// Where it is.
    pub url: String,
    state: Arc<Shared>,
}

struct Shared {
    state: Mutex<Waiting>,
    /// Rings when there is another update.
    grew: Notify,
    /// Rings at every message.
    sent: Notify,
}

/// What is going on.
pub struct Waiting {
    /// Who asks.
    pub customers: Customers,
    /// Whether somebody asks whenever somebody is answered.
    pub asking: bool,
    /// How often a bot has asked who it is.
    pub introduced: usize,
    /// Whether somebody polls.
    pub polled: bool,
    updates: VecDeque<(i64, String)>,
    next: i64,
    turn: usize,
}

impl Waiting {
    /// The next customer asks who does not wait for an answer. Some time goes by until it is their turn again, as people
    /// take some.
    pub fn ask(&mut self) {
        let count = self.customers.count();
        let turn = (self.turn..self.turn + count).find(|turn| !self.customers.waits(turn % count));
        // More than everybody can ask is not asked.
        let Some(turn) = turn else { return };
        let customer = turn % count;
        self.turn = turn + 1;
        let update = self.next;
        self.next += 2;
        let message = self.customers.ask(customer, update);
        self.updates.push_back((update, format!(r#"{{"update_id":{update},"message":{message}}}"#)));
    }
}

/// What a request says, as far as it is looked at.
#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    chat_id: i64,
    #[serde(default)]
    offset: i64,
    #[serde(default)]
    timeout: u64,
}

impl Api {
    /// Starts it, on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(customers: usize) -> std::io::Result<Api> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let waiting = Waiting {
            customers: Customers::new(customers),
            asking: false,
            introduced: 0,
            polled: false,
            updates: VecDeque::new(),
            next: 1,
            turn: 0,
        };
        let state = Arc::new(Shared { state: Mutex::new(waiting), grew: Notify::new(), sent: Notify::new() });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&state));
        tokio::spawn(
            async move { axum::serve(axum::serve::ListenerExt::tap_io(listener, without_delay), router).await },
        );
        Ok(Api { url, state })
    }

    /// Looks at what is going on, or changes it.
    pub fn look<T>(&self, look: impl FnOnce(&mut Waiting) -> T) -> T {
        let result = look(&mut self.state.lock());
        self.state.grew.notify_one();
        result
    }

    /// Waits until something is so.
    pub async fn wait(&self, so: impl Fn(&Waiting) -> bool) {
        while !so(&self.state.lock()) {
            // The bell tells of messages only.
            let _ = tokio::time::timeout(Duration::from_millis(20), self.state.sent.notified()).await;
        }
    }

    /// Posts updates to these addresses in turn, as a load balancer would, for as long as the program runs.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn post_to(&self, addresses: &[String]) -> reqwest::Result<()> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        for place in 0..POSTED_AT_A_TIME {
            let (http, state) = (http.clone(), Arc::clone(&self.state));
            let address = addresses[place % addresses.len()].clone();
            tokio::spawn(async move {
                loop {
                    let taken = state.lock().updates.pop_front();
                    match taken {
                        Some((_, update)) => post(&http, &address, update).await,
                        None => state.grew.notified().await,
                    }
                    // One bell may stand for several updates.
                    if !state.lock().updates.is_empty() {
                        state.grew.notify_one();
                    }
                }
            });
        }
        Ok(())
    }
}

async fn post(http: &reqwest::Client, address: &str, update: String) {
    let body = Bytes::from(update);
    loop {
        let request = http.post(address).header("x-telegram-bot-api-secret-token", SECRET);
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body.clone());
        match request.send().await {
            Ok(answer) if answer.status().is_success() => return drop(answer.bytes().await),
            _ => tokio::time::sleep(AGAIN).await,
        }
    }
}

fn without_delay(stream: &mut tokio::net::TcpStream) {
    // It is only slower where that fails.
    let _ = stream.set_nodelay(true);
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The updates from a number on, as soon as there are any; those before it are done with.
    async fn updates(&self, asked: &Asked) -> String {
        let until = tokio::time::Instant::now() + Duration::from_secs(asked.timeout);
        loop {
            let found: Vec<String> = {
                let mut waiting = self.lock();
                waiting.polled = true;
                while waiting.updates.front().is_some_and(|(number, _)| *number < asked.offset) {
                    waiting.updates.pop_front();
                }
                waiting.updates.iter().take(BATCH).map(|(_, update)| update.clone()).collect()
            };
            let over = tokio::time::timeout_at(until, self.grew.notified());
            if !found.is_empty() || over.await.is_err() {
                return format!("[{}]", found.join(","));
            }
        }
    }

    /// A message is sent; where a question was open for it, another one follows.
    fn message(&self, asked: &Asked) -> String {
        let mut waiting = self.lock();
        let (number, chat) = (waiting.next + 1, asked.chat_id);
        waiting.next += 2;
        if waiting.customers.answer(chat) && waiting.asking {
            waiting.ask();
            self.grew.notify_one();
        }
        drop(waiting);
        self.sent.notify_one();
        format!(
            r#"{{"message_id":{number},"from":{{"id":4242,"is_bot":true,"first_name":"Tanya"}},"chat":{{"id":{chat},"type":"private"}},"date":1,"text":"-"}}"#
        )
    }
}

async fn answer(State(state): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let asked: Asked = serde_json::from_slice(&body).unwrap_or_default();
    let result = match head.uri.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "getupdates" => state.updates(&asked).await,
        "sendmessage" => state.message(&asked),
        "getme" => {
            state.lock().introduced += 1;
            r#"{"id":4242,"is_bot":true,"first_name":"Tanya","username":"tanya_bot"}"#.to_owned()
        }
        "getwebhookinfo" => r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#.to_owned(),
        "getmyname" => r#"{"name":""}"#.to_owned(),
        "getmydescription" => r#"{"description":""}"#.to_owned(),
        "getmyshortdescription" => r#"{"short_description":""}"#.to_owned(),
        "getmycommands" => "[]".to_owned(),
        _ => "true".to_owned(),
    };
    ([(header::CONTENT_TYPE, "application/json")], format!(r#"{{"ok":true,"result":{result}}}"#)).into_response()
}
