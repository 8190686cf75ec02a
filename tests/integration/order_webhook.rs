//! The server for TikTok Shop's notifications, from outside.

use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use tanya::operate::order_webhook;
use tanya::orders::asking::Limits;
use tanya::orders::{HashKey, Order, OrderNumber, Sources, Status};
use tanya::settings::Webhook;
use tanya::store::{Store, StoreError, orders};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::order_server::{OrderServer, json as says, quick};
use crate::order_sources::settings;

const NUMBER: &str = "576461413038785752";
/// When the data in the table is from, in Unix milliseconds.
const KNOWN: i64 = 1_700_000_000_000;
const NOW: i64 = KNOWN + 600_000;

fn number() -> OrderNumber {
    OrderNumber::new(NUMBER).unwrap()
}

/// A running webhook, with an order in the table and a server where it is fetched from.
struct Desk {
    url: String,
    store: Store,
    fetched_from: OrderServer,
    stop: CancellationToken,
    ended: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl Desk {
    /// A desk whose orders are fetched from a server that answers with this status.
    async fn start(fetched: Option<&'static str>) -> Desk {
        let store = Store::open_with_clock("sqlite::memory:", Arc::new(|| NOW)).unwrap();
        let known = Order { shop: "toko".to_owned(), paid_at: Some(5), ..Order::new(number(), Status::ToShip, KNOWN) };
        store.transaction(move |sql| orders::upsert(sql, &known)).await.unwrap();
        let fetched_from = OrderServer::start(move |_, _| match fetched {
            Some(status) => says(200, &json!({"id": NUMBER, "status": status, "shop": "toko"})),
            None => says(403, &json!({})),
        })
        .await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/tiktok", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let (sources, inside, stopping) = (sources(&fetched_from.url), store.clone(), stop.clone());
        let ended = tokio::spawn(async move {
            let webhook = Some(Webhook { listen: String::new(), path: "/tiktok".to_owned() });
            let settings = tanya::settings::TikTok { webhook, ..settings("http://127.0.0.1:1", "a", "r") };
            order_webhook::serve(listener, &settings, sources, inside, Arc::new(|| NOW), stopping).await
        });
        Desk { url, store, fetched_from, stop, ended }
    }

    async fn send(&self, body: &str, signature: Option<&str>) -> u16 {
        let request = reqwest::Client::builder().no_proxy().build().unwrap().post(&self.url).body(body.to_owned());
        let request = match signature {
            Some(signature) => request.header("Authorization", signature),
            None => request,
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        assert_eq!(response.text().await.unwrap(), "", "nothing is said but the status");
        status
    }

    async fn notify(&self, id: &str, status: &str, at: i64) -> u16 {
        let body = notification(id, status, at);
        self.send(&body, Some(&signature(&body))).await
    }

    async fn known(&self) -> Order {
        let mut found = self.store.transaction(|sql| orders::find(sql, &number())).await.unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    /// Waits until the table says so.
    async fn wait_until(&self, status: Status) {
        let waiting = async {
            while self.known().await.status != status {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap();
    }

    async fn stop(self) {
        self.stop.cancel();
        self.ended.await.unwrap().unwrap();
    }
}

fn sources(url: &str) -> Sources {
    let key = HashKey::of_secret("k");
    let source =
        tanya::orders::http::HttpSource::new(reqwest::Client::builder(), url, None, key, Arc::new(|| NOW), quick());
    let limits = Limits { timeout: Duration::from_secs(5), max_age_ms: 1000 };
    Sources::new(vec![Arc::new(source.unwrap())], limits, Arc::new(|| NOW))
}

fn notification(id: &str, status: &str, at: i64) -> String {
    let data = json!({"order_id": NUMBER, "order_status": status, "is_on_hold_order": false, "update_time": at / 1000});
    json!({"type": 1, "tts_notification_id": id, "shop_id": "7", "timestamp": at / 1000, "data": data}).to_string()
}

fn signature(body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"testsecret01").unwrap();
    mac.update(b"testappkey01");
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_notification_changes_the_table_and_the_order_is_fetched() {
    let desk = Desk::start(Some("refunded")).await;
    assert_eq!(desk.notify("1", "CANCEL", KNOWN + 60_000).await, 200);
    desk.wait_until(Status::Refunded).await;
    assert_eq!(desk.known().await.known_at, NOW);
    desk.stop().await;
}

#[tokio::test]
async fn the_status_of_a_notification_stays_when_nothing_can_be_fetched() {
    let desk = Desk::start(None).await;
    assert_eq!(desk.notify("1", "CANCELLED", KNOWN + 60_000).await, 200);
    let known = desk.known().await;
    assert_eq!((known.status, known.raw_status.as_str()), (Status::Cancelled, "CANCELLED"));
    assert_eq!((known.paid_at, known.known_at), (Some(5), KNOWN + 60_000), "when it was paid is not touched");
    desk.stop().await;
}

#[tokio::test]
async fn old_and_repeated_ones_and_those_out_of_order_change_nothing() {
    let desk = Desk::start(None).await;
    assert_eq!(desk.notify("old", "UNPAID", 1_600_000_000_000).await, 200);
    assert_eq!(desk.known().await.status, Status::ToShip);
    assert_eq!(desk.notify("2", "IN_TRANSIT", KNOWN + 120_000).await, 200);
    assert_eq!(desk.notify("1", "AWAITING_COLLECTION", KNOWN + 60_000).await, 200);
    assert_eq!(desk.known().await.status, Status::InTransit);
    // The same id again, whatever it says now.
    assert_eq!(desk.notify("2", "DELIVERED", KNOWN + 180_000).await, 200);
    assert_eq!(desk.known().await.status, Status::InTransit);
    desk.stop().await;
}

#[tokio::test]
async fn what_is_not_signed_is_turned_away() {
    let desk = Desk::start(Some("cancelled")).await;
    let body = notification("1", "CANCEL", KNOWN + 60_000);
    let right = signature(&body);
    let bearer = format!("Bearer {right}");
    for wrong in [None, Some(""), Some("00"), Some(&right[1..]), Some(bearer.as_str())] {
        assert_eq!(desk.send(&body, wrong).await, 401, "{wrong:?}");
    }
    assert_eq!(desk.send(&body.replace("CANCEL", "UNPAID"), Some(&right)).await, 401);
    assert_eq!(desk.known().await.status, Status::ToShip);
    assert_eq!(desk.fetched_from.asked().len(), 0);
    assert_eq!(desk.send(&body, Some(&right)).await, 200, "what was turned away is not taken for received");
    desk.stop().await;
}

#[tokio::test]
async fn what_means_nothing_here_is_confirmed_and_what_is_too_large_is_not_read() {
    let desk = Desk::start(None).await;
    for body in ["{}", r#"{"type":13,"data":{"content":"hi"}}"#, r#"{"type":1,"data":{"order_id":"../../x"}}"#] {
        assert_eq!(desk.send(body, Some(&signature(body))).await, 200, "{body}");
    }
    assert_eq!(desk.send("<html>", Some(&signature("<html>"))).await, 400);
    let large = "x".repeat(64 * 1024 + 1);
    assert_eq!(desk.send(&large, Some(&signature(&large))).await, 413);
    assert_eq!(desk.fetched_from.asked().len(), 0);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(client.get(&desk.url).send().await.unwrap().status(), 405);
    assert_eq!(client.post(desk.url.replace("/tiktok", "/")).send().await.unwrap().status(), 404);
    desk.stop().await;
}

#[tokio::test]
async fn a_notification_that_cannot_be_kept_is_not_confirmed() {
    let desk = Desk::start(None).await;
    let gone = desk.store.transaction(|sql| sql.execute("DROP TABLE platform_notifications", &[]));
    gone.await.unwrap();
    assert_eq!(desk.notify("1", "CANCEL", KNOWN + 60_000).await, 503);
    assert_eq!(desk.known().await.status, Status::ToShip);
    let back = "CREATE TABLE platform_notifications (platform TEXT, id TEXT, at BIGINT, PRIMARY KEY (platform, id))";
    desk.store.transaction(move |sql| sql.execute(back, &[])).await.unwrap();
    assert_eq!(desk.notify("1", "CANCEL", KNOWN + 60_000).await, 200);
    assert_eq!(desk.known().await.status, Status::Cancelled);
    desk.stop().await;
}

#[tokio::test]
async fn an_order_that_the_table_does_not_have_is_fetched() -> Result<(), StoreError> {
    let desk = Desk::start(Some("unpaid")).await;
    desk.store.transaction(|sql| sql.execute("DELETE FROM orders", &[])).await?;
    assert_eq!(desk.notify("1", "UNPAID", KNOWN + 60_000).await, 200);
    let waiting = async {
        while desk.store.transaction(|sql| orders::find(sql, &number())).await.is_ok_and(|found| found.is_empty()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("the order is fetched");
    assert_eq!(desk.known().await.status, Status::Unpaid);
    let asked = sources(&desk.fetched_from.url).ask(&number(), true).await;
    assert_eq!(asked.orders.len(), 1);
    desk.stop().await;
    Ok(())
}

/// The tests of this file, for whoever reads the log of them.
pub const EVERY: &[fn()] = &[
    a_notification_changes_the_table_and_the_order_is_fetched,
    the_status_of_a_notification_stays_when_nothing_can_be_fetched,
    old_and_repeated_ones_and_those_out_of_order_change_nothing,
    what_is_not_signed_is_turned_away,
    what_means_nothing_here_is_confirmed_and_what_is_too_large_is_not_read,
    a_notification_that_cannot_be_kept_is_not_confirmed,
];
