//! Sources of orders against servers on this machine: what they answer, and every way in which they do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};
use tanya::orders::asking::Asked as Answer;
use tanya::orders::http::HttpSource;
use tanya::orders::source::LookedUp;
use tanya::orders::tiktok::sign::sign;
use tanya::orders::tiktok::{Authority, Client, TikTokSource};
use tanya::orders::{HashKey, Order, OrderNumber, OrderSource, Sources, Status};
use tanya::settings::TikTok;
use tanya::store::Store;
use tanya::store::tokens::TikTokTokens;

use crate::order_server::{Asked, OrderServer, Reply, json as says, quick};

const NUMBER: &str = "576461413038785752";
const NOW: i64 = 1_700_000_000_000;

fn number() -> OrderNumber {
    OrderNumber::new(NUMBER).unwrap()
}

fn key() -> HashKey {
    HashKey::of_secret("k")
}

fn http_source(url: &str) -> HttpSource {
    let token = Some(SecretString::from("geheim"));
    HttpSource::new(reqwest::Client::builder(), url, token, key(), Arc::new(|| NOW), quick()).unwrap()
}

/// What the HTTP source makes of these answers, and how many it asked for.
async fn http(replies: Vec<Reply>) -> (LookedUp, Vec<Asked>) {
    let server = OrderServer::saying(replies).await;
    let found = http_source(&server.url).find(&number()).await;
    (found, server.asked())
}

fn order() -> Reply {
    says(200, &json!({"id": NUMBER, "status": "to_ship"}))
}

fn with(status: u16, header: (&'static str, &str), body: &str) -> Reply {
    Reply::Says(status, vec![(header.0, header.1.to_owned())], body.to_owned())
}

fn statuses(found: &LookedUp) -> Vec<Status> {
    found.iter().flatten().map(|order| order.status).collect()
}

#[tokio::test]
async fn a_server_that_names_no_shop_speaks_for_the_merchants() {
    let named = says(200, &json!({"id": NUMBER, "status": "to_ship", "shop": "Mawar"}));
    let server = OrderServer::saying(vec![order(), named]).await;
    let source = http_source(&server.url).of_shop("Melati");
    for shop in ["Melati", "Mawar"] {
        assert_eq!(source.find(&number()).await.unwrap()[0].shop, shop);
    }
}

#[tokio::test]
async fn a_server_is_asked_as_agreed() {
    let server = OrderServer::saying(vec![order()]).await;
    let found = http_source(&format!("{}/api/", server.url)).find(&number()).await;
    assert_eq!(found, Ok(vec![Order::new(number(), Status::ToShip, NOW)]));
    let asked = &server.asked()[0];
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("GET", "/api/orders/576461413038785752"));
    assert_eq!(asked.headers["authorization"], "Bearer geheim");
    assert_eq!(http(vec![says(404, &json!({}))]).await.0, Ok(Vec::new()));
}

#[tokio::test]
async fn what_passes_is_asked_once_more() {
    for first in [says(500, &json!({})), with(429, ("retry-after", "0"), ""), says(503, &json!({}))] {
        let (found, asked) = http(vec![first, order()]).await;
        assert_eq!((statuses(&found), asked.len()), (vec![Status::ToShip], 2));
    }
    let (found, asked) = http(vec![says(500, &json!({})), says(500, &json!({})), order()]).await;
    assert!(found.is_err() && asked.len() == 2, "{found:?}");
    let (found, asked) = http(vec![with(429, ("retry-after", "60"), ""), order()]).await;
    assert!(found.is_err() && asked.len() == 1, "nobody waits a minute: {found:?}");
}

#[tokio::test]
async fn what_is_no_order_is_no_answer_and_tells_nothing() {
    let large = format!("{{\"id\": \"{}\"}}", "1".repeat(1_100_000));
    for reply in [
        with(200, ("content-type", "text/html"), "<html>geheim</html>"),
        with(200, ("content-type", "application/json"), "{\"id\": \"576461413038785752\", "),
        says(200, &json!([])),
        says(200, &json!({"id": NUMBER})),
        says(401, &json!({})),
        with(200, ("content-type", "application/json"), &large),
    ] {
        let (found, asked) = http(vec![reply]).await;
        let reason = found.unwrap_err().to_string();
        assert_eq!(asked.len(), 1);
        for secret in [NUMBER, "geheim", "127.0.0.1", "http://"] {
            assert!(!reason.contains(secret), "{reason}");
        }
    }
}

#[tokio::test]
async fn no_redirect_leads_to_another_server_and_few_are_followed() {
    let elsewhere = OrderServer::saying(vec![order()]).await;
    let (found, _) = http(vec![with(302, ("location", &format!("{}/orders/{NUMBER}", elsewhere.url)), "")]).await;
    assert!(found.is_err() && elsewhere.asked().is_empty(), "{found:?}");
    let (found, asked) = http(vec![with(301, ("location", &format!("/v2/orders/{NUMBER}")), ""), order()]).await;
    assert_eq!((statuses(&found), asked[1].path()), (vec![Status::ToShip], "/v2/orders/576461413038785752"));
    let (found, asked) = http(vec![with(302, ("location", "/round"), "")]).await;
    assert!(found.is_err() && asked.len() < 6, "{found:?}");
}

#[tokio::test]
async fn a_server_that_hangs_or_tells_of_another_order_is_not_reachable() {
    let another = says(200, &json!({"id": "576461413038785753", "status": "to_ship"}));
    for reply in [Reply::Hangs, another] {
        let server = OrderServer::saying(vec![reply]).await;
        let limits = tanya::orders::asking::Limits { timeout: Duration::from_millis(50), max_age_ms: 1000 };
        let sources = Sources::new(vec![Arc::new(http_source(&server.url))], limits, Arc::new(|| NOW));
        assert_eq!(sources.ask(&number(), false).await, Answer::default());
        assert_eq!(server.asked().len(), 1);
    }
    let nobody = http_source("http://127.0.0.1:1").find(&number()).await;
    assert_eq!(nobody.unwrap_err().to_string(), "no connection");
}

/// A shop on a fake of the platform.
struct Shop {
    platform: OrderServer,
    store: Store,
    time: Arc<AtomicI64>,
}

impl Shop {
    async fn start(answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Shop {
        let platform = OrderServer::start(answer).await;
        let time = Arc::new(AtomicI64::new(NOW));
        Shop { platform, store: Store::open("sqlite::memory:").unwrap(), time }
    }

    async fn saying(replies: Vec<Reply>) -> Shop {
        Shop::start(move |_, before| replies[before.min(replies.len() - 1)].clone()).await
    }

    /// A process of the bot: its source of orders.
    fn source(&self) -> TikTokSource {
        self.source_with("access-1", "refresh-1")
    }

    fn source_with(&self, access: &str, refresh: &str) -> TikTokSource {
        let settings = settings(&self.platform.url, access, refresh);
        let inside = Arc::clone(&self.time);
        let now: tanya::orders::sources::Now = Arc::new(move || inside.load(Ordering::SeqCst));
        let tokens = Arc::new(TikTokTokens { store: self.store.clone() });
        let builder = reqwest::Client::builder;
        let authority = Authority::new(builder(), &settings, tokens, Arc::clone(&now)).unwrap();
        let client = Client::new(builder(), &settings, authority, Arc::clone(&now), quick()).unwrap();
        TikTokSource::new(client, &settings.version, &settings.shop, key(), now)
    }

    fn count(&self, path: &str) -> usize {
        self.platform.asked().iter().filter(|asked| asked.path() == path).count()
    }
}

pub fn settings(url: &str, access: &str, refresh: &str) -> TikTok {
    TikTok {
        app_key: "testappkey01".to_owned(),
        app_secret: "testsecret01".into(),
        shop_cipher: "ROW_testcipher".to_owned(),
        access_token: Some(access.into()),
        refresh_token: refresh.into(),
        shop: "toko".to_owned(),
        api_url: url.to_owned(),
        auth_url: url.to_owned(),
        version: "202309".to_owned(),
        webhook: None,
    }
}

const DETAIL: &str = "/order/202309/orders";
const REFRESH: &str = "/api/v2/token/refresh";

pub fn detail(status: &str) -> Value {
    json!({"id": NUMBER, "status": status, "is_buyer_request_cancel": false, "create_time": 1_699_999_000})
}

pub fn data(data: &Value) -> Reply {
    says(200, &json!({"code": 0, "message": "Success", "data": data}))
}

fn code(status: u16, code: i64) -> Reply {
    says(status, &json!({"code": code, "message": "no"}))
}

/// A platform for which one access token holds, and which gives `access-N` for `refresh-N-1`, once each.
fn platform(holds: &'static str) -> impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static {
    let used = std::sync::Mutex::new(Vec::new());
    move |asked, _| match asked.path() {
        REFRESH => {
            let refresh = asked.parameter("refresh_token").unwrap();
            let mut used = used.lock().unwrap();
            if used.contains(&refresh) || asked.parameter("app_secret").as_deref() != Some("testsecret01") {
                return code(200, 36_004_004);
            }
            let next = refresh.strip_prefix("refresh-").unwrap().parse::<i64>().unwrap() + 1;
            used.push(refresh);
            data(&json!({
                "access_token": format!("access-{next}"), "access_token_expire_in": NOW / 1000 + 7 * 86400,
                "refresh_token": format!("refresh-{next}"), "refresh_token_expire_in": NOW / 1000 + 365 * 86400,
            }))
        }
        DETAIL if asked.headers["x-tts-access-token"] == holds => data(&json!({"orders": [detail("ON_HOLD")]})),
        DETAIL => code(401, 105_002),
        _ => data(&json!({})),
    }
}

#[tokio::test]
async fn a_question_to_the_platform_is_signed_and_its_order_is_read() {
    let shop = Shop::saying(vec![data(&json!({"orders": [detail("AWAITING_SHIPMENT")]}))]).await;
    let found = shop.source().find(&number()).await.unwrap();
    assert_eq!((found[0].status, found[0].shop.as_str(), found[0].known_at), (Status::ToShip, "toko", NOW));
    let asked = &shop.platform.asked()[0];
    assert_eq!(asked.headers["x-tts-access-token"], "access-1");
    let signed = "4b64711573665c01225c42a574e82f158968126fd8c22381d78bb9b42d5919e2";
    assert_eq!(asked.parameter("sign").as_deref(), Some(signed), "{}", asked.target);
    assert!(!asked.target.contains("access_token"));
    assert_eq!(shop.platform.asked().len(), 1, "an order that is to be shipped takes one question");
}

#[tokio::test]
async fn both_spellings_of_cancelled_and_numbers_that_nobody_knows() {
    for word in ["CANCELLED", "CANCEL"] {
        let shop = Shop::saying(vec![data(&json!({"orders": [detail(word)]}))]).await;
        assert_eq!(statuses(&shop.source().find(&number()).await), [Status::Cancelled]);
    }
    let not_found = says(200, &json!({"code": 21_011_001, "message": "Order not found"}));
    for nothing in [data(&json!({"orders": []})), data(&json!({})), not_found] {
        let shop = Shop::saying(vec![nothing]).await;
        assert_eq!(shop.source().find(&number()).await, Ok(Vec::new()));
    }
    let another = json!({"id": "576461413038785753", "status": "UNPAID"});
    // With the same time as here, so that no clock is to blame.
    let refused = with(401, ("date", "Tue, 14 Nov 2023 22:13:20 GMT"), r#"{"code":106001,"message":"sign"}"#);
    for trouble in [data(&json!({"orders": [another]})), refused, with(200, ("x-a", "b"), "<html>")] {
        let shop = Shop::saying(vec![trouble]).await;
        assert!(shop.source().find(&number()).await.is_err());
        assert_eq!(shop.platform.asked().len(), 1, "nothing is tried again blindly");
    }
}

#[tokio::test]
async fn cancellations_and_returns_stand_beside_an_order() {
    let shop = Shop::start(|asked, _| match asked.path() {
        DETAIL => data(&json!({"orders": [detail("DELIVERED")]})),
        path => {
            assert_eq!((path, asked.method.as_str()), ("/return_refund/202309/returns/search", "POST"));
            let common = ["app_key", "shop_cipher", "timestamp"].map(|name| (name, asked.parameter(name).unwrap()));
            let query = common.each_ref().map(|(name, value)| (*name, value.as_str()));
            let expected = sign("testsecret01", path, &query, asked.body.as_bytes());
            assert_eq!(asked.parameter("sign"), Some(expected), "the very bytes of the body are signed");
            assert_eq!(asked.body, json!({"order_ids": [NUMBER]}).to_string());
            let entry = json!({"order_id": NUMBER, "return_status": "BUYER_SHIPPED_ITEM", "update_time": 5});
            data(&json!({"return_orders": [entry]}))
        }
    })
    .await;
    assert_eq!(statuses(&shop.source().find(&number()).await), [Status::Returning]);
    let no_scope = Shop::start(|asked, _| match asked.path() {
        DETAIL => data(&json!({"orders": [detail("DELIVERED")]})),
        _ => code(403, 105_005),
    })
    .await;
    assert_eq!(statuses(&no_scope.source().find(&number()).await), [Status::Delivered]);
}

#[tokio::test]
async fn a_busy_platform_is_asked_again_a_little_later() {
    let order = || data(&json!({"orders": [detail("UNPAID")]}));
    for busy in [code(200, 36_009_002), with(429, ("retry-after", "0"), "<html>"), code(503, 36_009_003)] {
        let shop = Shop::saying(vec![busy.clone(), busy, order()]).await;
        assert_eq!(statuses(&shop.source().find(&number()).await), [Status::Unpaid]);
        assert_eq!(shop.platform.asked().len(), 3);
    }
    let shop = Shop::saying(vec![code(200, 36_009_002)]).await;
    assert!(shop.source().find(&number()).await.is_err());
    assert_eq!(shop.platform.asked().len(), 3);
    let shop = Shop::saying(vec![with(429, ("retry-after", "30"), ""), order()]).await;
    assert!(shop.source().find(&number()).await.is_err());
    assert_eq!(shop.platform.asked().len(), 1);
}

#[tokio::test]
async fn an_ended_token_is_renewed_once_and_kept_for_the_next_process() {
    let shop = Shop::start(platform("access-2")).await;
    assert_eq!(statuses(&shop.source().find(&number()).await), [Status::PaidOnHold]);
    assert_eq!((shop.count(DETAIL), shop.count(REFRESH)), (2, 1));
    assert_eq!(statuses(&shop.source().find(&number()).await), [Status::PaidOnHold]);
    assert_eq!((shop.count(DETAIL), shop.count(REFRESH)), (3, 1), "the store's tokens win over those they grew from");
    let set_anew = shop.source_with("access-2", "refresh-5").find(&number()).await;
    assert_eq!(statuses(&set_anew), [Status::PaidOnHold]);
    assert_eq!(shop.platform.asked().last().unwrap().headers["x-tts-access-token"], "access-2");
}

#[tokio::test]
async fn many_who_need_new_tokens_use_the_refresh_token_once() {
    let shop = Shop::start(platform("access-2")).await;
    let one = Arc::new(shop.source());
    let asking = |source: Arc<TikTokSource>| tokio::spawn(async move { source.find(&number()).await });
    // Three in one process, and another process.
    let all = [Arc::clone(&one), Arc::clone(&one), one, Arc::new(shop.source())].map(asking);
    for found in all {
        assert_eq!(statuses(&found.await.unwrap()), [Status::PaidOnHold]);
    }
    assert_eq!(shop.count(REFRESH), 1);
}

#[tokio::test]
async fn tokens_are_renewed_some_minutes_early() {
    let shop = Shop::start(platform("access-2")).await;
    let source = shop.source();
    source.find(&number()).await.unwrap();
    shop.time.store(NOW + (7 * 86400 - 601) * 1000, Ordering::SeqCst);
    source.find(&number()).await.unwrap();
    assert_eq!(shop.count(REFRESH), 1);
    shop.time.store(NOW + (7 * 86400 - 599) * 1000, Ordering::SeqCst);
    assert!(source.find(&number()).await.is_err(), "the platform of this test knows access-2 alone");
    let asked = shop.platform.asked();
    let renewed = asked.iter().rposition(|asked| asked.parameter("refresh_token").as_deref() == Some("refresh-2"));
    assert_eq!(asked[renewed.unwrap() + 1].headers["x-tts-access-token"], "access-3");
}

#[tokio::test]
async fn a_refresh_token_of_no_use_is_tried_once() {
    let shop = Shop::start(|asked, _| if asked.path() == REFRESH { code(200, 36_004_004) } else { code(401, 105_002) });
    let shop = shop.await;
    let source = shop.source();
    for _ in 0..3 {
        let reason = source.find(&number()).await.unwrap_err().to_string();
        assert_eq!(reason, "the seller must authorise the app again");
    }
    assert_eq!(shop.count(REFRESH), 1);
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_corrected_by_the_platforms() {
    let shop = Shop::start(|asked, _| {
        let told: i64 = asked.parameter("timestamp").unwrap().parse().unwrap();
        let right = NOW / 1000 + 3600;
        if (told - right).abs() < 300 {
            data(&json!({"orders": [detail("UNPAID")]}))
        } else {
            let refusal = json!({"code": 106_001, "message": "timestamp"}).to_string();
            // An hour after the time of the test.
            with(401, ("date", "Tue, 14 Nov 2023 23:13:20 GMT"), &refusal)
        }
    })
    .await;
    let source = shop.source();
    assert_eq!(statuses(&source.find(&number()).await), [Status::Unpaid]);
    assert_eq!(statuses(&source.find(&number()).await), [Status::Unpaid]);
    assert_eq!(shop.count(DETAIL), 3, "the second time it is right at once");
}

/// Every test of this file, for whoever reads the log of them.
pub const EVERY: &[fn()] = &[
    a_server_is_asked_as_agreed,
    what_passes_is_asked_once_more,
    what_is_no_order_is_no_answer_and_tells_nothing,
    no_redirect_leads_to_another_server_and_few_are_followed,
    a_server_that_hangs_or_tells_of_another_order_is_not_reachable,
    a_question_to_the_platform_is_signed_and_its_order_is_read,
    both_spellings_of_cancelled_and_numbers_that_nobody_knows,
    cancellations_and_returns_stand_beside_an_order,
    a_busy_platform_is_asked_again_a_little_later,
    an_ended_token_is_renewed_once_and_kept_for_the_next_process,
    many_who_need_new_tokens_use_the_refresh_token_once,
    tokens_are_renewed_some_minutes_early,
    a_refresh_token_of_no_use_is_tried_once,
    a_clock_that_is_wrong_is_corrected_by_the_platforms,
];
