//! What the tests of Telegram share: a client of the fake server, and a front door that remembers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::SecretString;
use tanya::language::Language;
use tanya::service::{Asker, Incoming, Received, Suggestions, What};
use tanya::settings::{Limits, Profile, Telegram};
use tanya::store::StoreError;
use tanya::telegram::{Client, FrontDoor, Me, Pace, TelegramCourier};
use tokio::sync::{Notify, Semaphore};

use crate::fake_bot_api::{BOT, FakeBotApi, TOKEN, USERNAME};

/// Waits short enough for tests.
pub const QUICK: Pace = Pace { first: Duration::from_millis(5), longest: Duration::from_millis(40) };

/// A client of the fake server.
pub fn client(api: &FakeBotApi) -> Client {
    client_with_token(api, TOKEN)
}

/// A client with another token.
pub fn client_with_token(api: &FakeBotApi, token: &str) -> Client {
    Client::new(&telegram(api.url(), token)).unwrap()
}

/// The settings for a server.
pub fn telegram(api_url: &str, token: &str) -> Telegram {
    let token = Some(SecretString::from(token));
    Telegram { token, api_url: api_url.to_owned(), limits: Limits::Off, profile: Profile::Set, webhook: None }
}

/// The bot of the fake server.
pub fn me() -> Arc<Me> {
    Arc::new(Me { id: BOT, username: Some(USERNAME.to_owned()), inline: true })
}

/// A courier to the fake server that waits for nothing of its own accord.
pub fn courier(api: &FakeBotApi) -> TelegramCourier {
    TelegramCourier::new(client(api), Limits::Off, me())
}

/// A front door that remembers what it took in, and fails or waits when told to.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    seen: Mutex<Seen>,
    changed: Notify,
    gate: Semaphore,
    /// Whether every answer is said to be held back.
    holds: bool,
    /// Whoever asks for suggestions waits here.
    ponders: Semaphore,
}

/// What came to the door.
#[derive(Default)]
pub struct Seen {
    /// Every batch that was handed in, also those that were not taken.
    pub attempts: Vec<Vec<Incoming>>,
    /// What was taken.
    pub taken: Vec<Incoming>,
    /// What nobody can read.
    pub passed_over: Vec<i64>,
    refusals: usize,
}

impl FrontDoor for Door {
    async fn receive(&self, batch: Vec<Incoming>) -> Result<Vec<Received>, StoreError> {
        self.change(|seen| seen.attempts.push(batch.clone()));
        self.0.gate.acquire().await.unwrap().forget();
        self.0.gate.add_permits(1);
        let refused = self.change(|seen| {
            let refused = seen.refusals > 0;
            seen.refusals = seen.refusals.saturating_sub(1);
            if !refused {
                seen.taken.extend(batch.iter().cloned());
            }
            refused
        });
        if refused {
            return Err(StoreError::Unavailable("the disk is full".to_owned()));
        }
        let toast = |what: &What| matches!(what, What::Pressed(_)).then(|| "Terima kasih".to_owned());
        let held = self.0.holds;
        Ok(batch
            .iter()
            .map(|incoming| Received { toast: toast(&incoming.what), held, ..Received::default() })
            .collect())
    }

    async fn suggest(&self, _query: String, asker: Asker) -> Suggestions {
        self.0.ponders.acquire().await.unwrap().forget();
        let language = asker.language_hint.unwrap_or(Language::Indonesian);
        Suggestions { language, certain: false, for_staff: false, open_chat: "Tanya".to_owned(), articles: Vec::new() }
    }

    async fn pass_over(&self, update: i64) -> Result<(), StoreError> {
        self.change(|seen| seen.passed_over.push(update));
        Ok(())
    }
}

impl Door {
    /// What nobody could read, as far as it was noted.
    pub fn passed_over(&self) -> Vec<i64> {
        self.0.seen.lock().unwrap().passed_over.clone()
    }

    /// A door that takes everything.
    pub fn open() -> Door {
        Door::with(1, false)
    }

    /// A door at which everybody waits until [`Door::let_in`].
    pub fn shut() -> Door {
        Door::with(0, false)
    }

    /// A door that takes nothing at the first so many attempts.
    pub fn refusing(times: usize) -> Door {
        let door = Door::open();
        door.change(|seen| seen.refusals = times);
        door
    }

    /// A door that takes everything and says that every answer is held back.
    pub fn holding() -> Door {
        Door::with(1, true)
    }

    /// Lets so many of those who ask for suggestions have them: nobody has any before.
    pub fn suggest_to(&self, askers: usize) {
        self.0.ponders.add_permits(askers);
    }

    fn with(permits: usize, holds: bool) -> Door {
        let (gate, ponders) = (Semaphore::new(permits), Semaphore::new(0));
        Door(Arc::new(Inner { seen: Mutex::default(), changed: Notify::new(), gate, holds, ponders }))
    }

    /// Opens a shut door.
    pub fn let_in(&self) {
        self.0.gate.add_permits(1);
    }

    /// What was taken in.
    pub fn taken(&self) -> Vec<Incoming> {
        self.0.seen.lock().unwrap().taken.clone()
    }

    /// The words that were taken in.
    pub fn words(&self) -> Vec<String> {
        let seen = self.0.seen.lock().unwrap();
        let words = seen.taken.iter().filter_map(|incoming| match &incoming.what {
            What::Text(text) => Some(text.clone()),
            _ => None,
        });
        words.collect()
    }

    /// Waits until what came to the door is as expected.
    pub async fn wait_until(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        let waiting = async {
            loop {
                let mut changed = std::pin::pin!(self.0.changed.notified());
                changed.as_mut().enable();
                if condition(&self.0.seen.lock().unwrap()) {
                    return;
                }
                changed.await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), waiting).await;
        assert!(waited.is_ok(), "waited in vain until {what}; taken: {:?}", self.words());
    }

    fn change<T>(&self, change: impl FnOnce(&mut Seen) -> T) -> T {
        let result = change(&mut self.0.seen.lock().unwrap());
        self.0.changed.notify_waiters();
        result
    }
}
