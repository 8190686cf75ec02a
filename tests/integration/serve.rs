//! The whole room: start, profile, stopping, and what must never be in a log.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::routing::any;
use serde_json::json;
use tanya::app;
use tanya::conversation::FileReference;
use tanya::knowledge::{Block, Files, Span};
use tanya::language::Language;
use tanya::service::{Carried, ConversationId, Courier, Delivery};
use tanya::settings::{self, Limits};
use tanya::store::options;
use tanya::telegram::{self, Client, Plan, TelegramCourier, profile};
use tanya::voice::{Message, Voice};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::fake_bot_api::{Call, FakeBotApi, Fault, HandedOut, State, Stored, TOKEN};
use crate::support::{self, Door, QUICK, client, client_with_token, courier};

fn plan() -> Plan {
    plan_for("Toko Melati", settings::Profile::Set)
}

fn plan_for(shop: &str, profile: settings::Profile) -> Plan {
    let (voice, _) = Voice::load(&Files::shipped_locales(), shop);
    Plan { pace: QUICK, ..Plan::new(Limits::Off, profile::entries(&voice, Language::Indonesian, profile)) }
}

/// A worker that has nothing to carry and ends when it is told to.
async fn idle(_: TelegramCourier, stop: CancellationToken) {
    stop.cancelled().await;
}

type Running = (CancellationToken, JoinHandle<anyhow::Result<()>>);

fn start(client: Client, door: &Door) -> Running {
    start_with(client, plan(), door)
}

fn start_with(client: Client, plan: Plan, door: &Door) -> Running {
    let stop = CancellationToken::new();
    let ended = tokio::spawn(telegram::serve(client, plan, door.clone(), idle, stop.clone()));
    (stop, ended)
}

async fn stop(running: Running) {
    let begun = Instant::now();
    running.0.cancel();
    running.1.await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

fn halo() -> Delivery {
    Delivery::Send(Message { blocks: vec![Block::Paragraph(vec![Span::plain("halo")])], ..Message::default() })
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

/// How often the profile was read, and written.
fn exchanged(state: &State) -> (usize, usize) {
    let calls = |prefix: &str| state.calls.iter().filter(|call| call.method.starts_with(prefix)).count();
    (calls("getMyCommands") + calls("getMyName") + calls("getMyDescription") + calls("getMyShort"), calls("setMy"))
}

#[tokio::test]
async fn the_profile_is_written_in_three_languages_where_it_differs_and_not_again() {
    let api = FakeBotApi::start().await;
    api.fail("getMyCommands", 1, Fault::Json(500));
    api.fail("setMyCommands", 1, Fault::Flood(0));
    api.fail("setMyName", 1, Fault::Flood(0));
    let running = start(client(&api), &Door::open());
    api.wait_until("all is there", |state| {
        let name = |language: &str| state.profile.get(&("name", language.to_owned())).map(String::as_str);
        let names = (name(""), name("en"));
        state.commands.len() == 12 && names == (Some("Asisten Toko Melati"), Some("Toko Melati Assistant"))
    })
    .await;
    stop(running).await;
    let commands = |scope: &str, code: &str| {
        let list = api.look(|state| state.commands[&(scope.to_owned(), code.to_owned())].clone());
        list.as_array()
            .unwrap()
            .iter()
            .map(|command| command["command"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for code in ["", "id", "zh", "en"] {
        assert_eq!(commands("all_group_chats", code), ["help"]);
        assert!(commands("all_private_chats", code).len() >= 4, "{code}");
        assert_eq!(commands("all_private_chats", code), commands("default", code));
    }
    for language in ["", "zh", "en"] {
        for (field, words) in [("description", ["OTP", "Toko Melati"]), ("short_description", ["OTP", "Toko Melati"])] {
            let text = api.look(|state| state.profile[&(field, language.to_owned())].clone());
            assert!(words.iter().all(|word| text.contains(word)), "{text}");
        }
    }

    let (read, written) = api.look(exchanged);
    let running = start(client(&api), &Door::open());
    api.wait_until("all is read", |state| exchanged(state).0 == read + 24).await;
    stop(running).await;
    assert_eq!(api.look(exchanged).1, written);
    api.assert_no_violations();
}

#[tokio::test]
async fn the_commands_of_staff_are_shown_in_the_support_group_once_there_is_one() {
    let settings =
        settings::Settings::parse("[shop]\nname = \"Toko Melati\"\n", "tanya.toml", std::iter::empty()).unwrap();
    let service = crate::bot::service();
    let in_one_chat = |state: &State| state.commands.keys().filter(|(scope, _)| scope == "chat").count();
    assert_eq!(app::profile(&settings, &service).await.len(), 24);
    let connected = service
        .store
        .transaction(|sql| options::set(sql, "telegram:4242", options::SUPPORT_GROUP, Some("telegram:-1007")));
    connected.await.unwrap();
    let api = FakeBotApi::start().await;
    let plan = Plan { pace: QUICK, ..Plan::new(Limits::Off, app::profile(&settings, &service).await) };
    let running = start_with(client(&api), plan, &Door::open());
    api.wait_until("all lists are there", |state| state.commands.len() == 16).await;
    stop(running).await;
    assert_eq!(api.look(in_one_chat), 4);
    let english = api.look(|state| state.commands[&("chat".to_owned(), "en".to_owned())].clone());
    assert_eq!(english[0], json!({"command": "take", "description": "Take this conversation"}));
    let set = |state: &State| {
        let of_the_group = |call: &&Call| call.arguments["scope"]["chat_id"] == -1_007;
        state.calls.iter().filter(|call| call.method == "setMyCommands").filter(of_the_group).count()
    };
    assert_eq!(api.look(set), 4);
    api.assert_no_violations();
}

#[tokio::test]
async fn a_merchant_who_words_the_profile_keeps_it() {
    let api = FakeBotApi::start().await;
    let running = start_with(client(&api), plan_for("Toko", settings::Profile::Leave), &Door::open());
    api.wait_until("the command lists are there", |state| state.commands.len() == 12).await;
    stop(running).await;
    assert_eq!(api.look(|state| (state.called("getMyName"), state.profile.len())), (0, 0));
}

#[tokio::test]
async fn a_part_of_the_profile_that_is_refused_or_must_wait_is_in_nobodys_way() {
    let (api, door) = (FakeBotApi::start().await, Door::open());
    api.fail("getMyCommands", 1, Fault::Refuse(400, "Bad Request: something new"));
    api.fail("setMyCommands", 1, Fault::Refuse(409, "Conflict: something new"));
    api.fail("getMyShortDescription", 1, Fault::DoneThenGarbled);
    api.fail("setMyShortDescription", 1, Fault::Flood(80_000));
    let running = start(client(&api), &door);
    api.wait_until("the others are there", |state| {
        let texts = |field: &str| state.profile.keys().filter(|(of, _)| *of == field).count();
        (state.commands.len(), texts("name"), texts("short_description")) == (10, 3, 3)
    })
    .await;
    api.text(7, "halo");
    door.wait_until("it serves", |seen| seen.taken.len() == 1).await;
    stop(running).await;
    api.assert_no_violations();
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
async fn a_profile_that_telegram_is_silent_about_is_not_waited_for() {
    let (api_url, asked) = silent_server().await;
    let client = Client::new(&support::telegram(&api_url, TOKEN)).unwrap();
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
        assert!(matches!(carried, Carried::Sent(_)));
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

    let (_stop, ended) = start(client(&api), &Door::open());
    api.wait_until("it polls", |state| state.open_polls == 1).await;
    api.fail("getMe", 1, Fault::Refuse(401, "Unauthorized"));
    api.fail("getUpdates", 1, Fault::Refuse(401, "Unauthorized"));
    api.text(7, "halo");
    let ended = ended.await.unwrap();
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
    api.contact(7, "0812rahasia", Some(7));
    let handed_out = HandedOut::Status(302, Some("http://127.0.0.1:1/rahasia".to_owned()));
    let path = Some("/rahasia".to_owned());
    let id = api.document(7, "rahasia.csv", Stored { path, size: None, handed_out });
    let running = start(client(&api), &door);
    door.wait_until("all are taken", |seen| seen.taken.len() == 5).await;
    let courier = courier(&api);
    let file = FileReference { id, name: Some("rahasia.csv".to_owned()), size: None, mime: None };
    for path in ["/rahasia", "rahasia"] {
        api.change(|state| state.files.values_mut().for_each(|file| file.path = Some(path.to_owned())));
        let fetched = courier.fetch(&file, 9).await;
        tracing::warn!(?fetched, ?file, seen = ?door.taken().last(), "as the service may log it");
    }
    let secret = Message { blocks: vec![Block::Paragraph(vec![Span::plain("rahasia")])], ..Message::default() };
    courier.carry(&ConversationId("telegram:7".to_owned()), &Delivery::Send(secret)).await;
    stop(running).await;

    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    for expected in ["/setinline", "hologram", "HTTP 500", "stored again", "something new", "--local", "HTTP 302"] {
        assert!(log.contains(expected), "{expected} is not in the log:\n{log}");
    }
    let secret = TOKEN.split(':').next_back().unwrap();
    for private in ["rahasia", "Rahasia", secret] {
        assert!(!log.contains(private), "{private} is in the log:\n{log}");
    }
}
