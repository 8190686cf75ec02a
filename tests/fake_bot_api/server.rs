//! The HTTP side: routing, tokens, faults, and the long poll.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{any, get};
use futures_util::StreamExt;
use serde_json::{Map, Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::TOKEN;
use super::form;
use super::methods::{self, Outcome};
use super::rules::Refusal;
use super::schema::SCHEMA;
use super::state::{Call, Fault, HandedOut, State};

/// The state, and a bell that rings at every change of it.
#[derive(Default)]
pub struct Shared {
    state: Mutex<State>,
    /// Rings at every change.
    pub changed: Notify,
    latency: Duration,
}

impl Shared {
    /// Nothing has happened yet, and a send takes this long to answer.
    pub fn with_latency(latency: Duration) -> Shared {
        Shared { latency, ..Shared::default() }
    }

    /// The state as it is now.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Changes the state and rings the bell.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state());
        self.changed.notify_waiters();
        result
    }
}

/// The routes of the Bot API.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new().route("/{bot}/{method}", any(handle)).route("/file/{bot}/{*path}", get(hand_out)).with_state(shared)
}

/// A piece of a file without end, in bytes.
const PIECE: usize = 1 << 16;

/// Hands out a file at the place where it lies.
async fn hand_out(Extract(shared): Extract<Arc<Shared>>, Path((bot, path)): Path<(String, String)>) -> Response {
    if bot != format!("bot{TOKEN}") {
        return refused(&Refusal::plain(401, "Unauthorized"));
    }
    let found = shared.change(|state| {
        state.downloads += 1;
        state.files.values().find(|file| file.path.as_ref() == Some(&path)).map(|file| file.handed_out.clone())
    });
    let endless = || futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; PIECE])));
    match found {
        None => refused(&Refusal::plain(404, "Not Found")),
        Some(HandedOut::Whole(bytes)) => bytes.into_response(),
        Some(HandedOut::Endless) => Body::from_stream(endless()).into_response(),
        Some(HandedOut::Announced(bytes)) => {
            let body = Body::from_stream(futures_util::stream::iter([Ok(Bytes::from(bytes)), Err(lost_connection())]));
            ([(header::CONTENT_LENGTH, "2147483648")], body).into_response()
        }
        Some(HandedOut::Stuck(bytes)) => {
            let first = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
            Body::from_stream(first.chain(futures_util::stream::pending())).into_response()
        }
        Some(HandedOut::Status(code, elsewhere)) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
            let elsewhere = elsewhere.map(|place| [(header::LOCATION, place)]);
            (status, elsewhere.map(AppendHeaders), "<html>").into_response()
        }
    }
}

async fn handle(
    Extract(shared): Extract<Arc<Shared>>,
    Path((bot, method)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if bot != format!("bot{TOKEN}") {
        return refused(&Refusal::plain(401, "Unauthorized"));
    }
    let Some(method) = SCHEMA.method(&method) else {
        return refused(&Refusal::plain(404, "Not Found: method not found"));
    };
    let form = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).and_then(form::border);
    let arguments: Map<String, Value> = match (form, serde_json::from_slice(&body)) {
        (Some(border), _) => {
            let form = form::read(method, &border, &body);
            shared.change(|state| state.take_uploads(form))
        }
        (None, Ok(arguments)) => arguments,
        (None, Err(_)) if body.is_empty() => Map::new(),
        (None, Err(_)) => return refused(&Refusal::plain(400, "Bad Request: object expected as request body")),
    };
    let fault = shared.change(|state| {
        state.calls.push(Call { method: method.to_owned(), arguments: arguments.clone() });
        state.take_fault(method)
    });
    match fault {
        None => respond(&shared, method, outcome(&shared, method, &arguments).await),
        Some(fault) => go_wrong(&shared, method, &arguments, fault).await,
    }
}

async fn go_wrong(shared: &Shared, method: &str, arguments: &Map<String, Value>, fault: Fault) -> Response {
    match fault {
        Fault::Json(code) => refused(&Refusal::plain(code, "Internal Server Error")),
        Fault::Html(code) => page(code),
        Fault::Lost => lost(),
        Fault::Nothing => std::future::pending().await,
        Fault::Flood(seconds) => refused(&Refusal::flood(f64::from(u32::try_from(seconds).unwrap_or(u32::MAX)))),
        Fault::Refuse(code, description) => refused(&Refusal::plain(code, description)),
        Fault::DoneThenCut => {
            let answer = outcome(shared, method, arguments).await.map(answer).unwrap_or_default();
            cut(answer[..answer.len() / 2].to_owned())
        }
        Fault::DoneThenGarbled => {
            let done = outcome(shared, method, arguments).await;
            respond(shared, method, done.map(|_| json!({"message_id": "of another shape"})))
        }
    }
}

/// What makes new messages.
const SENDS: [&str; 10] = [
    "sendMessage",
    "copyMessage",
    "copyMessages",
    "sendMediaGroup",
    "sendDocument",
    "sendPhoto",
    "sendVideo",
    "sendAudio",
    "sendVoice",
    "sendAnimation",
];

async fn outcome(shared: &Shared, method: &str, arguments: &Map<String, Value>) -> Outcome {
    SCHEMA.check(method, arguments).map_err(|fault| Refusal::violation(&fault))?;
    match method {
        "getUpdates" => long_poll(shared, arguments).await,
        _ if SENDS.contains(&method) => {
            let _open = Open::new(shared, |state| &mut state.open_sends);
            let done = shared.change(|state| methods::run(state, method, arguments));
            tokio::time::sleep(shared.latency).await;
            done
        }
        _ => shared.change(|state| methods::run(state, method, arguments)),
    }
}

/// Waits for updates. A newer poll ends this one with a conflict, as at Telegram.
async fn long_poll(shared: &Shared, arguments: &Map<String, Value>) -> Outcome {
    let number = |name: &str| arguments.get(name).and_then(Value::as_i64);
    methods::check_poll(&shared.state(), arguments)?;
    let poll = shared.change(|state| {
        number("offset").into_iter().for_each(|offset| state.confirm(offset));
        state.polls += 1;
        state.polls
    });
    let _open = Open::new(shared, |state| &mut state.open_polls);
    let seconds = u64::try_from(number("timeout").unwrap_or_default()).unwrap_or_default();
    let until = Instant::now() + Duration::from_secs(seconds);
    loop {
        let mut changed = std::pin::pin!(shared.changed.notified());
        changed.as_mut().enable();
        {
            let state = shared.state();
            if state.polls != poll {
                let why =
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(Refusal::plain(409, why));
            }
            let waiting = methods::waiting(&state, arguments);
            if !waiting.is_empty() || Instant::now() >= until {
                return Ok(Value::from(waiting));
            }
        }
        let _ = tokio::time::timeout_at(until, changed).await;
    }
}

/// Counts a call as open until it is answered, or its connection is gone.
struct Open<'a> {
    shared: &'a Shared,
    count: fn(&mut State) -> &mut usize,
}

impl<'a> Open<'a> {
    fn new(shared: &'a Shared, count: fn(&mut State) -> &mut usize) -> Open<'a> {
        shared.change(|state| {
            *count(state) += 1;
        });
        Open { shared, count }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.shared.change(|state| *(self.count)(state) -= 1);
    }
}

fn respond(shared: &Shared, method: &str, outcome: Outcome) -> Response {
    match outcome {
        Ok(result) => json_answer(StatusCode::OK, answer(result)),
        Err(refusal) => {
            if refusal.violation {
                shared.change(|state| state.violations.push(format!("{method}: {}", refusal.description)));
            }
            refused(&refusal)
        }
    }
}

fn answer(result: Value) -> String {
    format!("{{\"ok\":true,\"result\":{result}}}")
}

fn refused(refusal: &Refusal) -> Response {
    let mut body = json!({"ok": false, "error_code": refusal.code, "description": refusal.description});
    if let Some(parameters) = &refusal.parameters {
        body["parameters"] = parameters.clone();
    }
    json_answer(StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::BAD_REQUEST), body.to_string())
}

fn json_answer(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn page(code: u16) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    (status, [(header::CONTENT_TYPE, "text/html")], "<html><h1>nginx</h1></html>").into_response()
}

/// An answer whose connection is lost after this much of it has arrived.
fn cut(beginning: String) -> Response {
    let parts = futures_util::stream::iter([Ok(beginning), Err(lost_connection())]);
    // What was written is flushed only when the stream pauses.
    let pausing = parts.then(async |part| {
        tokio::task::yield_now().await;
        part
    });
    Body::from_stream(pausing).into_response()
}

/// No answer: the connection is lost.
fn lost() -> Response {
    let nothing = futures_util::stream::iter([Err::<Bytes, _>(lost_connection())]);
    Body::from_stream(nothing).into_response()
}

fn lost_connection() -> std::io::Error {
    std::io::Error::from(std::io::ErrorKind::ConnectionReset)
}
