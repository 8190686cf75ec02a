//! The real program with a webhook, alone and as one of several; and several that poll, of which one does.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::fake_bot_api::{FakeBotApi, State};
use crate::postgres_server::{Server, shared};
use crate::program::Program;

const QUESTIONS: [&str; 4] = [
    "how do I cancel my order?",
    "how do I pay at an Indomaret or Alfamart cashier?",
    "how long is the payment code valid before it expires?",
    "how do I track my parcel with the tracking number?",
];

const SECRET: &str = "a-secret-of-the-tests";

/// Time enough for a slow machine; the tests take seconds.
const PATIENCE: Duration = Duration::from_secs(120);

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The program that listens on a port, and is known to Telegram by another one perhaps.
fn listening<'a>(api: &'a FakeBotApi, known: u16, port: u16, more: &[(&str, &str)]) -> Program<'a> {
    let (url, listen) = (format!("http://127.0.0.1:{known}/in"), format!("127.0.0.1:{port}"));
    let webhook = [("TANYA_TELEGRAM__WEBHOOK__URL", url.as_str()), ("TANYA_TELEGRAM__WEBHOOK__LISTEN", &listen)];
    Program::start_with(api, &[&webhook, more].concat())
}

async fn answered(api: &FakeBotApi, customer: i64, answers: usize) {
    api.wait_at_most(PATIENCE, "an answer came", move |state: &State| state.sent_to(customer).len() >= answers).await;
}

fn told(api: &FakeBotApi, key: &str) -> Value {
    api.look(|state| state.webhook_told.get(key).cloned().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_come_by_webhook_once_and_nobody_else_is_heard() {
    let api = FakeBotApi::start().await;
    let port = free_port();
    let mut program = listening(&api, port, port, &[("TANYA_TELEGRAM__WEBHOOK__SECRET", SECRET)]);
    for (place, question) in QUESTIONS.iter().enumerate() {
        api.text(7, question);
        answered(&api, 7, place + 1).await;
    }
    assert_eq!((told(&api, "secret_token"), told(&api, "max_connections")), (json!(SECRET), json!(40)));
    assert_eq!(told(&api, "allowed_updates").as_array().map(Vec::len), Some(5));
    assert_eq!(told(&api, "drop_pending_updates"), json!(false));

    let http = Client::builder().no_proxy().build().unwrap();
    let knock = async |method: Method, path: &str, secret: Option<&str>, body: String| {
        let request = http.request(method, format!("http://127.0.0.1:{port}{path}")).body(body);
        let request = secret
            .into_iter()
            .fold(request, |request, secret| request.header("X-Telegram-Bot-Api-Secret-Token", secret));
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let chat = json!({"id": 7, "type": "private", "first_name": "A"});
    let again = json!({"update_id": 1, "message": {
        "message_id": 1, "date": 1, "from": {"id": 7, "is_bot": false, "first_name": "A"}, "chat": chat,
        "text": QUESTIONS[0],
    }});
    let none = String::new;
    let table = [
        (Method::POST, "/in", Some(SECRET), again.to_string(), StatusCode::OK),
        (Method::POST, "/in", Some(SECRET), "no JSON".to_owned(), StatusCode::OK),
        (Method::POST, "/in", Some(SECRET), json!({"update_id": 900, "message": 5}).to_string(), StatusCode::OK),
        (Method::POST, "/in", Some(SECRET), "x".repeat(1024 * 1024 + 1), StatusCode::PAYLOAD_TOO_LARGE),
        (Method::POST, "/in", Some("another-secret-of-tests"), again.to_string(), StatusCode::UNAUTHORIZED),
        (Method::POST, "/in", None, again.to_string(), StatusCode::UNAUTHORIZED),
        (Method::GET, "/in", Some(SECRET), none(), StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/", Some(SECRET), again.to_string(), StatusCode::NOT_FOUND),
    ];
    for (method, path, secret, body, expected) in table {
        let what = format!("{method} {path} {secret:?}");
        assert_eq!(knock(method, path, secret, body).await, (expected, none()), "{what}");
    }
    api.text(7, QUESTIONS[0]);
    answered(&api, 7, QUESTIONS.len() + 1).await;
    assert_eq!(api.sent_to(7).len(), QUESTIONS.len() + 1, "what came twice was answered once");

    assert!(program.terminate().success());
    assert!(api.look(|state| state.webhook.is_some()), "stopping leaves the webhook alone");
    api.text(7, QUESTIONS[1]);
    program.start_again();
    answered(&api, 7, QUESTIONS.len() + 2).await;
    assert_eq!((api.called("setWebhook"), api.called("deleteWebhook"), api.called("getUpdates")), (1, 0, 0));
    let log = program.log();
    assert!(!log.contains(SECRET) && !QUESTIONS.iter().any(|question| log.contains(question)));
    api.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_secret_is_set_anew_and_who_polls_removes_the_webhook_and_keeps_what_waits() {
    let api = FakeBotApi::start().await;
    let (port, url) = (free_port(), shared().database());
    let store = ("TANYA_STORE__URL", url.as_str());
    let mut program = listening(&api, port, port, &[store]);
    api.text(7, QUESTIONS[0]);
    answered(&api, 7, 1).await;
    let derived = told(&api, "secret_token");
    assert_eq!(derived.as_str().map(str::len), Some(64));
    assert!(program.terminate().success());
    let mut program = listening(&api, port, port, &[store, ("TANYA_TELEGRAM__WEBHOOK__SECRET", SECRET)]);
    api.wait_until("the other secret is set", |state| state.called("setWebhook") == 2).await;
    api.text(7, QUESTIONS[1]);
    answered(&api, 7, 2).await;
    assert!(program.terminate().success());
    api.text(7, QUESTIONS[2]);
    let program = Program::start_with(&api, &[store]);
    answered(&api, 7, 3).await;
    assert_eq!(api.called("deleteWebhook"), 1);
    assert!(program.log().contains("it was removed"));
    api.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_store_is_away_updates_are_refused_and_come_again() {
    let server = Server::own();
    let (url, port) = (server.database(), free_port());
    let api = FakeBotApi::start().await;
    let _program = listening(&api, port, port, &[("TANYA_STORE__URL", &url)]);
    api.text(7, QUESTIONS[0]);
    answered(&api, 7, 1).await;
    server.crash();
    for customer in 7..12 {
        api.text(customer, QUESTIONS[1]);
    }
    api.wait_at_most(PATIENCE, "they are refused", |state| state.deliveries.contains(&Some(503))).await;
    assert_eq!(api.look(|state| state.updates.len()), 5, "nothing is confirmed");
    server.start_again();
    for customer in 7..12 {
        answered(&api, customer, if customer == 7 { 2 } else { 1 }).await;
    }
    api.text(7, QUESTIONS[2]);
    answered(&api, 7, 3).await;
    assert_eq!(api.sent_to(7).len(), 3);
    assert!((8..12).all(|customer| api.sent_to(customer).len() == 1));
    assert!(api.look(|state| state.deliveries.iter().flatten().all(|status| [200, 503].contains(status))));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_replicas_one_polls_and_when_it_is_killed_the_other_goes_on() {
    let url = shared().database();
    let api = FakeBotApi::start().await;
    let store = [("TANYA_STORE__URL", url.as_str())];
    let mut one = Program::start_with(&api, &store);
    api.text(7, QUESTIONS[0]);
    answered(&api, 7, 1).await;
    let two = Program::start_with(&api, &store);
    api.wait_at_most(PATIENCE, "both are there", |state| state.starts == 2).await;
    api.text(7, QUESTIONS[1]);
    answered(&api, 7, 2).await;
    assert!(!one.log().contains("another program polls"), "nobody is in anybody's way");
    one.kill();
    let killed = Instant::now();
    // Not the customer whose answer may have been on its way: that one waits for the end of its lease.
    api.text(8, QUESTIONS[2]);
    answered(&api, 8, 1).await;
    // The answer itself may take its moment, too.
    assert!(killed.elapsed() < Duration::from_secs(17), "{:?}", killed.elapsed());
    assert!(two.log().contains("another replica does this; this one stands by"));
    api.assert_no_violations();
}
