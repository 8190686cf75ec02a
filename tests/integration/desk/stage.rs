//! The stage: a shop's bot, its support group, customers and staff, and a clock that the test holds.
//!
//! The real service, worker and Telegram room run against the fake Bot API server. Time stands still but while
//! something is due within the next seconds ([`Stage::settle`]), and when a test lets it pass ([`Stage::pass`]).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::Time;
use tanya::conversation::Hours;
use tanya::conversation::Role;
use tanya::conversation::desk::DeskRules;
use tanya::conversation::desk::deadlines::Deadlines;
use tanya::language::Language;
use tanya::operate;
use tanya::service::Service;
use tanya::service::desk::{self, SupportDesk};
use tanya::store::{Sql, StoreError, people};

use crate::bot::Bot;
use crate::fake_bot_api::{self, FakeBotApi, State};
use crate::order_stage::{self, BEGIN};

/// The support group, and a group of strangers.
pub const GROUP: i64 = -1_001_000_000_007;
pub const OTHER: i64 = -1_001_000_000_066;

/// Everybody who plays: the name in transcripts, Telegram's number, the name in Telegram, the language of the app. The
/// first owns the group, the next two help customers, the rest are customers.
pub const CAST: [(&str, i64, &str, &str); 9] = [
    ("olga", 100, "Olga", "en"),
    ("ana", 101, "Ana", "en"),
    ("bima", 102, "Bima", "en"),
    ("eve", 9, "Eve", "en"),
    ("budi", 7, "Budi", "id"),
    ("lin", 8, "林", "zh-hans"),
    ("mei", 11, "陳美儀", "zh-hant"),
    ("tom", 10, "Tom", "en"),
    ("stranger", 66, "Stranger", "en"),
];

/// What is due within this time is waited for, in milliseconds.
const SOON: i64 = 3_500;
/// Nobody waits longer for the bot to come to rest.
const PATIENCE: Duration = Duration::from_secs(40);
/// It is looked again after this time whether the bot has come to rest.
const GLANCE: Duration = Duration::from_millis(3);

/// How a desk is set up.
pub struct Set {
    pub rules: DeskRules,
    pub hours: Option<Hours>,
    pub digest: Option<Time>,
    pub connected: bool,
}

/// A group that reads English, connected.
impl Default for Set {
    fn default() -> Set {
        let rules = DeskRules { language: Language::English, reads: vec![Language::English], ..DeskRules::default() };
        Set { rules, hours: None, digest: None, connected: true }
    }
}

/// The stage.
pub struct Stage {
    pub api: FakeBotApi,
    pub service: Service,
    time: Arc<AtomicI64>,
    bot: Option<Bot>,
}

/// How busy the bot is.
enum Bustle {
    Busy,
    /// Something is due in so many milliseconds.
    Waits(i64),
    Rests,
}

impl Stage {
    /// A desk of these settings.
    pub async fn open(set: Set) -> Stage {
        for (_, person, name, language) in CAST {
            fake_bot_api::introduce(person, name, language);
        }
        fake_bot_api::set_time(seconds(BEGIN));
        let api = FakeBotApi::start().await;
        api.open_desk(GROUP, &[CAST[0].1]);
        let time = Arc::new(AtomicI64::new(BEGIN));
        let desk = Arc::new(SupportDesk::new(set.rules, Deadlines::default(), set.hours, set.digest));
        let service = Service { desk, ..order_stage::service(Language::English, &time).await };
        let mut stage = Stage { api, service, time, bot: None };
        if set.connected {
            stage.store(|sql| desk::connect(sql, "telegram:4242", &format!("telegram:{GROUP}"))).await;
        }
        desk::tasks::arm_digest(&stage.service).await.unwrap();
        stage.start();
        stage
    }

    /// The program starts.
    pub fn start(&mut self) {
        self.bot = Some(Bot::with(&self.api, self.service.clone()));
    }

    /// The program stops.
    pub async fn stop(&mut self) {
        if let Some(bot) = self.bot.take() {
            bot.stop().await;
        }
    }

    /// The last look: nothing that Telegram would refuse was asked of it.
    pub async fn close(mut self) {
        self.settle().await;
        self.stop().await;
        self.api.assert_no_violations();
    }

    /// Something is done in the store.
    pub async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.service.store.transaction(work).await.unwrap()
    }

    /// A customer becomes an owner of the shop, or one of its sellers.
    pub async fn grant(&self, person: i64, role: Role) {
        let conversation = format!("telegram:{person}");
        self.store(move |sql| people::grant(sql, "telegram:4242", &conversation, &role, None).map(drop)).await;
    }

    /// The code of `tanya desk invite`.
    pub async fn code(&self) -> String {
        operate::access::invite_group(&self.service.store, Some("telegram:4242".to_owned())).await.unwrap()
    }

    /// Time passes, and what becomes due is done.
    pub async fn pass(&self, milliseconds: i64) {
        self.settle().await;
        self.ahead(milliseconds);
        self.settle().await;
    }

    /// The same, and nobody waits for it.
    pub fn ahead(&self, milliseconds: i64) {
        let now = self.time.fetch_add(milliseconds, Ordering::SeqCst) + milliseconds;
        fake_bot_api::set_time(seconds(now));
        self.service.outbox_grew.notify_one();
    }

    /// The bot does what there is to do, and what is due within some seconds.
    pub async fn settle(&self) {
        let until = Instant::now() + PATIENCE;
        let mut rests = 0;
        // Once more: what was taken in may not have been noted yet when it was looked the first time.
        while rests < 2 {
            match self.bustle().await {
                Bustle::Rests => rests += 1,
                Bustle::Waits(wait) => {
                    rests = 0;
                    self.ahead(wait.max(1));
                }
                Bustle::Busy => rests = 0,
            }
            if Instant::now() > until {
                let outbox = self.store(|sql| sql.query("SELECT * FROM destinations", &[])).await;
                let errors = self.store(|sql| sql.query("SELECT bot, destination, last_error FROM outbox", &[])).await;
                let waiting = self.api.look(|state| state.updates.len());
                panic!("the bot comes to no rest: {waiting} updates wait, {outbox:?} {errors:?}");
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Time goes on as in [`Stage::settle`], until something is so.
    pub async fn until(&self, condition: impl Fn(&State) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !self.api.look(&condition) {
            assert!(Instant::now() < until, "waited in vain");
            if let Bustle::Waits(wait) = self.bustle().await {
                self.ahead(wait.max(1));
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    async fn bustle(&self) -> Bustle {
        let rows = self.store(|sql| {
            let now = sql.now()?;
            let due = "SELECT due_at, leased_by FROM destinations WHERE due_at IS NOT NULL ORDER BY due_at";
            sql.query(due, &[])?.iter().map(|row| Ok((row.int(0)? - now, row.text_or_null(1)?.is_some()))).collect()
        });
        let rows: Vec<(i64, bool)> = rows.await;
        let heard = self.bot.is_none() || self.api.look(|state| state.updates.is_empty() && state.open_sends == 0);
        if !heard || rows.iter().any(|(wait, leased)| *leased || *wait <= 0) {
            return Bustle::Busy;
        }
        match rows.first() {
            Some((wait, _)) if *wait <= SOON => Bustle::Waits(*wait),
            _ => Bustle::Rests,
        }
    }
}

fn seconds(milliseconds: i64) -> u64 {
    u64::try_from(milliseconds / 1000).unwrap()
}
