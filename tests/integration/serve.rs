//! The whole room: start, command lists, stopping, and what must never be in a log.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::routing::any;
use secrecy::SecretString;
use tanya::knowledge::{Block, Span};
use tanya::language::Language;
use tanya::service::{Carried, ConversationId, Courier, Delivery};
use tanya::settings::{Limits, Telegram};
use tanya::telegram::{self, Client, CommandList, Plan, TelegramCourier};
use tanya::voice::Message;
use teloxide::types::BotCommand;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::fake_bot_api::{FakeBotApi, Fault, TOKEN};
use crate::support::{Door, QUICK, client, client_with_token};

fn plan() -> Plan {
    let list = |language: Option<Language>, words: &str| CommandList {
        language,
        commands: vec![BotCommand::new("start", words), BotCommand::new("help", format!("{words} 2"))],
    };
    let commands =
        vec![list(None, "Mulai"), list(Some(Language::Chinese), "开始"), list(Some(Language::English), "Begin")];
    Plan { pace: QUICK, ..Plan::new(Limits::Off, commands) }
}

/// A worker that has nothing to carry and ends when it is told to.
async fn idle(_: TelegramCourier, stop: CancellationToken) {
    stop.cancelled().await;
}

fn start(client: Client, door: &Door) -> (CancellationToken, JoinHandle<anyhow::Result<()>>) {
    let stop = CancellationToken::new();
    let ended = tokio::spawn(telegram::serve(client, plan(), door.clone(), idle, stop.clone()));
    (stop, ended)
}

async fn stop(running: (CancellationToken, JoinHandle<anyhow::Result<()>>)) {
    let begun = Instant::now();
    running.0.cancel();
    running.1.await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

fn halo() -> Delivery {
    Delivery::Send(Message { blocks: vec![Block::Paragraph(vec![Span::plain("halo")])], buttons: vec![] })
}

#[tokio::test]
async fn a_wrong_token_is_one_clear_sentence() {
    let api = FakeBotApi::start().await;
    for fault in [None, Some(Fault::Refuse(404, "Not Found"))] {
        let client = if fault.is_none() { client_with_token(&api, "1:wrong") } else { client(&api) };
        fault.into_iter().for_each(|fault| api.fail("getMe", 1, fault));
        let (_stop, ended) = start(client, &Door::open());
        let sentence = ended.await.unwrap().unwrap_err().to_string();
        assert!(sentence.contains("@BotFather") && sentence.contains("telegram.token"), "{sentence}");
    }
}

#[tokio::test]
async fn an_unreachable_telegram_is_waited_for_and_stopping_is_possible_meanwhile() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.fail("getMe", 3, Fault::Lost);
    api.text(7, "halo");
    let running = start(client(&api), &door);
    door.wait_until("it serves", |seen| seen.taken.len() == 1).await;
    stop(running).await;
    api.fail("getMe", usize::from(u16::MAX), Fault::Html(502));
    let before = api.called("getMe");
    let running = start(client(&api), &door);
    api.wait_until("it tries", |state| state.called("getMe") > before + 1).await;
    stop(running).await;
}

#[tokio::test]
async fn command_lists_are_written_where_they_differ_and_not_again() {
    let api = FakeBotApi::start().await;
    api.fail("getMyCommands", 1, Fault::Json(500));
    api.fail("setMyCommands", 1, Fault::Flood(0));
    let running = start(client(&api), &Door::open());
    api.wait_until("all lists are there", |state| state.commands.len() == 3).await;
    stop(running).await;
    let list = |code: &str| api.look(|state| state.commands[&("default".to_owned(), code.to_owned())].to_string());
    assert!(list("").contains("Mulai") && list("zh").contains("开始") && list("en").contains("Begin"));

    let (read, written) = (api.called("getMyCommands"), api.called("setMyCommands"));
    let running = start(client(&api), &Door::open());
    api.wait_until("all lists are read", |state| state.called("getMyCommands") == read + 3).await;
    stop(running).await;
    assert_eq!(api.called("setMyCommands"), written);
    api.assert_no_violations();
}

#[tokio::test]
async fn command_lists_that_telegram_refuses_are_not_in_the_way() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.fail("getMyCommands", 1, Fault::Refuse(400, "Bad Request: something new"));
    let running = start(client(&api), &door);
    api.wait_until("it was refused", |state| state.called("getMyCommands") == 1).await;
    api.text(7, "halo");
    door.wait_until("it serves", |seen| seen.taken.len() == 1).await;
    stop(running).await;
    assert_eq!(api.called("setMyCommands"), 0);
}

/// A server that knows the bot and never answers anything else, and whom it tells when it is asked
/// for a command list.
async fn silent_server() -> (String, Arc<Notify>) {
    let asked = Arc::new(Notify::new());
    let tells = Arc::clone(&asked);
    let silent_list = move || {
        tells.notify_one();
        std::future::pending::<String>()
    };
    let router = axum::Router::new()
        .route("/{bot}/getMe", any(async || "{\"result\": {}, \"ok\": true}"))
        .route("/{bot}/getMyCommands", any(silent_list))
        .fallback(std::future::pending::<String>);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

#[tokio::test]
async fn a_command_list_that_telegram_is_silent_about_is_not_waited_for() {
    let (api_url, asked) = silent_server().await;
    let token = Some(SecretString::from(TOKEN));
    let client = Client::new(&Telegram { token, api_url, limits: Limits::Off }).unwrap();
    let running = start(client, &Door::open());
    asked.notified().await;
    stop(running).await;
}

#[tokio::test]
async fn what_is_being_carried_is_finished_before_the_end() {
    let api = FakeBotApi::start().await;
    api.open_chat(7);
    let stop = CancellationToken::new();
    let worker = |courier: TelegramCourier, stop: CancellationToken| async move {
        stop.cancelled().await;
        let carried = courier.carry(&ConversationId("telegram:7".to_owned()), &halo()).await;
        assert_eq!(carried, Carried::Done);
    };
    let ended = tokio::spawn(telegram::serve(client(&api), plan(), Door::open(), worker, stop.clone()));
    api.wait_until("it polls", |state| state.open_polls == 1).await;
    stop.cancel();
    ended.await.unwrap().unwrap();
    assert_eq!(api.texts_to(7), ["halo"]);
}

#[tokio::test]
async fn what_does_not_end_in_time_is_left() {
    let api = FakeBotApi::start().await;
    let stop = CancellationToken::new();
    let plan = Plan { stop_within: Duration::from_millis(20), ..plan() };
    let worker = |_, _| std::future::pending();
    let ended = tokio::spawn(telegram::serve(client(&api), plan, Door::open(), worker, stop.clone()));
    api.wait_until("it polls", |state| state.open_polls == 1).await;
    stop.cancel();
    ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_part_that_ends_by_itself_ends_the_bot_with_a_reason() {
    let api = FakeBotApi::start().await;
    let worker = |_, _| async {};
    let ended = telegram::serve(client(&api), plan(), Door::open(), worker, CancellationToken::new()).await;
    assert!(ended.unwrap_err().to_string().contains("worker"));

    api.fail("getUpdates", 1, Fault::Refuse(401, "Unauthorized"));
    let ended = telegram::serve(client(&api), plan(), Door::open(), idle, CancellationToken::new()).await;
    assert!(ended.unwrap_err().to_string().contains("telegram.token"));
}

/// A log that is kept.
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
async fn no_text_no_name_and_no_token_is_ever_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    let _guard = tracing::subscriber::set_default(subscriber.with_writer(move || writer.clone()).finish());

    let (api, door) = (FakeBotApi::start().await, Door::refusing(1));
    for fault in [Fault::Lost, Fault::Json(500), Fault::DoneThenGarbled, Fault::Refuse(409, "Conflict: x")] {
        api.fail("getUpdates", 1, fault);
    }
    api.fail("sendMessage", 1, Fault::Refuse(400, "Bad Request: something new"));
    api.text(7, "rahasia");
    api.message(7, serde_json::json!({"text": "rahasia", "from": {"first_name": "Rahasia"}}));
    api.update(serde_json::json!({"hologram": "rahasia"}));
    api.press(7, 1, "rahasia");
    let running = start(client(&api), &door);
    door.wait_until("all are taken", |seen| seen.taken.len() == 3).await;
    let courier = courier(&api);
    let secret = Message { blocks: vec![Block::Paragraph(vec![Span::plain("rahasia")])], buttons: vec![] };
    courier.carry(&ConversationId("telegram:7".to_owned()), &Delivery::Send(secret)).await;
    stop(running).await;

    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    for expected in ["hologram", "HTTP 500", "stored again", "something new"] {
        assert!(log.contains(expected), "{expected} is not in the log:\n{log}");
    }
    let secret = TOKEN.split(':').next_back().unwrap();
    for private in ["rahasia", "Rahasia", secret] {
        assert!(!log.contains(private), "{private} is in the log:\n{log}");
    }
}
