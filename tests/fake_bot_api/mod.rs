//! A Bot API server for tests, which enforces Telegram's rules.
//!
//! It listens on a random port of this machine. Tests play the customers ([`FakeBotApi::text`],
//! [`FakeBotApi::press`] …), break things ([`FakeBotApi::fail`]) and wait for what they expect
//! ([`FakeBotApi::wait_until`]); nothing sleeps. In reading order: `schema` (the shape of requests,
//! from Telegram's own description), `rules` (what Telegram refuses besides), `state`, `methods`,
//! `media` and `forum` (more methods), `form` (requests that carry a file), `server`, `groups` (what people do in
//! groups and other chats), `webhook` (updates that are sent), `staff` (what is done in the group of the staff), `people` (what customers send).

mod form;
mod forum;
mod groups;
mod media;
mod methods;
mod people;
mod rules;
mod schema;
mod server;
mod staff;
mod state;
mod webhook;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

pub use groups::entities;
pub use people::Media;
pub use state::{Budget, Call, Fault, HandedOut, Rights, Sent, State, Stored, Topic};

/// The token of the only bot that the server knows.
pub const TOKEN: &str = "4242:a-token-for-tests-only";

/// The bot's number.
pub const BOT: i64 = 4242;

/// The bot's username.
pub const USERNAME: &str = "tanya_test_bot";

/// How long [`FakeBotApi::wait_until`] waits before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server; it ends with the value.
pub struct FakeBotApi {
    shared: Arc<server::Shared>,
    url: String,
    running: tokio::task::JoinHandle<()>,
    delivering: tokio::task::JoinHandle<()>,
}

impl Drop for FakeBotApi {
    fn drop(&mut self) {
        self.running.abort();
        self.delivering.abort();
    }
}

impl FakeBotApi {
    /// Starts a server.
    pub async fn start() -> FakeBotApi {
        FakeBotApi::with_latency(Duration::ZERO).await
    }

    /// Starts a server that takes its time to answer a send, so that many are open at once.
    pub async fn with_latency(latency: Duration) -> FakeBotApi {
        let shared = Arc::new(server::Shared::with_latency(latency));
        shared.change(|state| state.icons = forum::icons());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound port"));
        let router = server::router(Arc::clone(&shared));
        let running = tokio::spawn(async move { axum::serve(listener, router).await.expect("the server runs") });
        let delivering = tokio::spawn(webhook::deliver(Arc::clone(&shared)));
        FakeBotApi { shared, url, running, delivering }
    }

    /// The value of `telegram.api_url`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Looks at what the server knows.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.shared.state())
    }

    /// How often a method was called.
    pub fn called(&self, method: &str) -> usize {
        self.look(|state| state.called(method))
    }

    /// Changes what the server knows.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.shared.change(change)
    }

    /// The messages of the bot in a chat, as they are shown now.
    pub fn sent_to(&self, chat: i64) -> Vec<Sent> {
        self.look(|state| state.sent_to(chat).to_vec())
    }

    /// The texts of the bot in a chat.
    pub fn texts_to(&self, chat: i64) -> Vec<String> {
        self.look(|state| state.sent_to(chat).iter().map(|sent| sent.text.clone()).collect())
    }

    /// A customer opens the chat without saying anything yet.
    pub fn open_chat(&self, user: i64) {
        self.change(|state| {
            state.chats.entry(user).or_default();
        });
    }

    /// A customer says something; returns the number of the update.
    pub fn text(&self, user: i64, text: &str) -> i64 {
        self.message(user, json!({"text": text}))
    }

    /// A customer sends a photo.
    pub fn photo(&self, user: i64, caption: Option<&str>) -> i64 {
        let size = json!({"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90, "file_size": 999});
        let mut fields = json!({"photo": [size]});
        if let Some(caption) = caption {
            fields["caption"] = json!(caption);
        }
        self.message(user, fields)
    }

    /// A customer shares a contact, which is that of a Telegram user or of nobody known; as their app sends it
    /// when they press the button, where it is their own.
    pub fn contact(&self, user: i64, phone: &str, whose: Option<i64>) -> i64 {
        let mut contact = json!({"phone_number": phone, "first_name": "A"});
        if let Some(whose) = whose {
            contact["user_id"] = json!(whose);
        }
        self.message(user, json!({"contact": contact}))
    }

    /// A customer sends a document; returns its id.
    pub fn document(&self, user: i64, name: &str, file: Stored) -> String {
        let id = self.store_file(file.clone());
        let mut document = json!({
            "file_id": id, "file_unique_id": "u", "file_name": name, "mime_type": "application/octet-stream",
        });
        if let Some(size) = file.size {
            document["file_size"] = json!(size);
        }
        self.message(user, json!({"document": document}));
        id
    }

    /// There is a file; returns its id.
    pub fn store_file(&self, file: Stored) -> String {
        self.change(|state| {
            let id = format!("file-{}", state.files.len() + 1);
            state.files.insert(id.clone(), file);
            id
        })
    }

    /// A customer sends a message with these fields.
    pub fn message(&self, user: i64, fields: Value) -> i64 {
        self.open_chat(user);
        self.change(|state| {
            let mut message = json!({
                "message_id": state.new_message(user), "date": now(), "from": person(user), "chat": private(user),
            });
            merge(&mut message, fields);
            state.hear(user, &message);
            state.push(json!({"message": message}))
        })
    }

    /// A customer changes the words of an earlier message.
    pub fn edit(&self, user: i64, message: i64, text: &str) -> i64 {
        self.change(|state| {
            state.push(json!({"edited_message": {
                "message_id": message, "date": now(), "edit_date": now(), "from": person(user),
                "chat": private(user), "text": text,
            }}))
        })
    }

    /// The number of the last message that a customer wrote.
    pub fn last_message_of(&self, user: i64) -> i64 {
        self.look(|state| state.chats[&user].heard.keys().last().copied().expect("the customer wrote something"))
    }

    /// A customer presses a button of a message; returns the id of the query.
    pub fn press(&self, user: i64, message: i64, data: &str) -> String {
        self.open_chat(user);
        self.change(|state| {
            let id = format!("query-{}", state.pressed.len() + 1);
            state.pressed.insert(id.clone(), state::Pressed::default());
            let message = json!({"message_id": message, "date": now(), "text": "…", "chat": private(user)});
            state.push(json!({"callback_query": {
                "id": id, "from": person(user), "chat_instance": "1", "data": data, "message": message,
            }}));
            id
        })
    }

    /// The queries of all buttons pressed so far are too old to be answered.
    pub fn expire_buttons(&self) {
        self.change(|state| state.pressed.values_mut().for_each(|pressed| pressed.expired = true));
    }

    /// Any update; its number is set.
    pub fn update(&self, update: Value) -> i64 {
        self.change(|state| state.push(update))
    }

    /// Telegram hands out an update a second time, whatever was confirmed.
    pub fn repeat(&self, update: Value) {
        self.change(|state| state.updates.push_front(update));
    }

    /// The numbers of updates go on after this one.
    pub fn restart_numbers(&self, last: i64) {
        self.change(|state| state.restart_numbers(last));
    }

    /// A customer blocks the bot.
    pub fn block(&self, user: i64) {
        self.open_chat(user);
        self.change(|state| state.chats.entry(user).or_default().blocked = true);
    }

    /// A customer deletes a message of the bot.
    pub fn delete(&self, user: i64, message: i64) {
        self.change(|state| state.chats.entry(user).or_default().messages.retain(|sent| sent.id != message));
    }

    /// The next calls of a method go wrong.
    pub fn fail(&self, method: &str, times: usize, fault: Fault) {
        self.change(|state| state.faults.extend(std::iter::repeat_n((method.to_owned(), fault), times)));
    }

    /// Every call of a method may go wrong: this is asked first.
    pub fn trouble(&self, trouble: impl FnMut(&str) -> Option<Fault> + Send + 'static) {
        self.change(|state| state.trouble = Some(Box::new(trouble)));
    }

    /// Nothing goes wrong by chance any more.
    pub fn no_trouble(&self) {
        self.change(|state| state.trouble = None);
    }

    /// So many messages may go to a group in a stretch of time; `retry_after` of a refusal in seconds, or as Telegram
    /// counts.
    pub fn limit_groups(&self, sends: usize, window: Duration, retry_after: Option<f64>) {
        self.change(|state| state.budget = Some(Budget { sends, window, retry_after }));
    }

    /// Waits until a condition holds, looking again at every change.
    pub async fn wait_until(&self, what: &str, condition: impl Fn(&State) -> bool) {
        self.wait_at_most(PATIENCE, what, condition).await;
    }

    /// As [`FakeBotApi::wait_until`], with a patience of one's own.
    pub async fn wait_at_most(&self, patience: Duration, what: &str, condition: impl Fn(&State) -> bool) {
        let until = tokio::time::Instant::now() + patience;
        loop {
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if self.look(&condition) {
                return;
            }
            if tokio::time::timeout_at(until, changed).await.is_err() {
                let state = self.shared.state();
                let (sent, waiting, violations) = (state.sent(), state.updates.len(), &state.violations);
                panic!("waited in vain until {what}: {sent} sent, {waiting} updates wait, violations: {violations:?}");
            }
        }
    }

    /// Fails the test when the bot made a request that no bot should make.
    pub fn assert_no_violations(&self) {
        let violations = self.look(|state| state.violations.clone());
        assert!(violations.is_empty(), "{violations:?}");
    }
}

thread_local! {
    /// The time of a test that has set one. A test and its server run on one thread.
    static TIME: Cell<Option<u64>> = const { Cell::new(None) };

    /// Who is called how in a test, and the language of their app.
    static PEOPLE: RefCell<BTreeMap<i64, (&'static str, &'static str)>> = const { RefCell::new(BTreeMap::new()) };
}

/// It is this time, in seconds, until the test says otherwise.
pub fn set_time(seconds: u64) {
    TIME.set(Some(seconds));
}

/// Somebody has a name, and an app that speaks a language.
pub fn introduce(user: i64, name: &'static str, language: &'static str) {
    PEOPLE.with_borrow_mut(|people| people.insert(user, (name, language)));
}

/// The time, in seconds, as Telegram gives it.
fn now() -> u64 {
    TIME.get().unwrap_or_else(|| {
        let since = std::time::UNIX_EPOCH.elapsed().expect("the clock of this machine is set");
        since.as_secs()
    })
}

fn person(user: i64) -> Value {
    let (name, language) = PEOPLE.with_borrow(|people| people.get(&user).copied()).unwrap_or(("A", "id"));
    json!({"id": user, "is_bot": false, "first_name": name, "language_code": language})
}

fn private(user: i64) -> Value {
    json!({"id": user, "type": "private", "first_name": person(user)["first_name"]})
}

fn merge(into: &mut Value, fields: Value) {
    if let (Some(into), Value::Object(fields)) = (into.as_object_mut(), fields) {
        into.extend(fields);
    }
}
