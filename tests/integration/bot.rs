//! The whole bot within the test: the real service, worker and Telegram room, on a store in memory.

use std::sync::{Arc, LazyLock};

use tanya::app;
use tanya::service::{Service, Worker};
use tanya::settings::{Limits, Settings};
use tanya::store::Store;
use tanya::telegram::{self, MESSAGE_UNITS, Plan};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::fake_bot_api::FakeBotApi;
use crate::support::{QUICK, client};

/// A bot that runs as long as the value lives.
pub struct Bot {
    stop: CancellationToken,
    ended: JoinHandle<anyhow::Result<()>>,
}

impl Bot {
    /// Starts a bot with the shipped knowledge and nothing in its store.
    pub fn start(api: &FakeBotApi) -> Bot {
        Bot::with(api, service())
    }

    /// Starts a bot on a store that the test looks into.
    pub fn with(api: &FakeBotApi, service: Service) -> Bot {
        let worker_of = service.clone();
        let worker = move |courier, stop| Arc::new(Worker::new(&worker_of, Arc::new(courier))).run(stop);
        let plan = Plan { pace: QUICK, ..Plan::new(Limits::Off, Vec::new()) };
        let stop = CancellationToken::new();
        let ended = tokio::spawn(telegram::serve(client(api), plan, service, worker, stop.clone()));
        Bot { stop, ended }
    }

    /// Stops it; fails where it had stopped by itself.
    pub async fn stop(self) {
        self.stop.cancel();
        self.ended.await.unwrap().unwrap();
    }
}

/// The shipped service on a new store in memory. What it understands with is built once.
pub fn service() -> Service {
    static SHIPPED: LazyLock<Service> = LazyLock::new(|| {
        let shop = "[shop]\nname = \"Toko Melati\"\n";
        let settings = Settings::parse(shop, "tanya.toml", std::iter::empty()).unwrap();
        let building = app::service(&settings, "sqlite::memory:", "telegram:4242", MESSAGE_UNITS);
        // Tests run on runtimes of their own, on which nothing may be waited for.
        std::thread::scope(|scope| {
            scope.spawn(|| tokio::runtime::Runtime::new().unwrap().block_on(building).unwrap()).join().unwrap()
        })
    });
    Service { store: Store::open("sqlite::memory:").unwrap(), outbox_grew: Arc::default(), ..SHIPPED.clone() }
}
