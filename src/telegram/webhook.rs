//! Updates by webhook: [`serve`], a small server of our own that is meant to stand behind an HTTPS proxy.
//!
//! The invariants: an update is answered with 200 only after the front door has taken it; while it cannot, or once the
//! program is told to stop, the answer is 503 and Telegram sends it again; what can never be read is answered with 200 and
//! leaves a trace. Nobody without the secret has a body read, or learns anything. Telegram sends many updates at a time,
//! and those of one conversation one after another unless they are of different kinds: what waits here for the same
//! conversation is taken in the order of its numbers. An update that comes to another replica as well is taken once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde_json::value::RawValue;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio_util::sync::CancellationToken;

use super::FrontDoor;
use super::asides::Asides;
use super::intake::Intake;
use super::me::Me;
use super::polling::Batch;
use crate::service::ConversationId;

/// The header that holds the secret (<https://core.telegram.org/bots/api#setwebhook>).
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// The largest body that is read, in bytes; an update has some kilobytes.
const LARGEST_BODY: usize = 1024 * 1024;

/// A body that takes longer is not waited for.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// An update that is not taken so soon is answered with 503: Telegram sends it again, and it is known then.
const TAKEN_WITHIN: Duration = Duration::from_secs(25);

/// So many updates are in hand at a time; to more the answer is 503. Telegram sends forty.
const IN_HAND: usize = 256;

/// After the end was asked for, so long answers under way are waited for.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// What an update needs to be taken.
struct Gate<D> {
    path: String,
    secret: SecretString,
    door: Arc<D>,
    me: Arc<Me>,
    asides: Asides,
    intake: Intake,
    room: Semaphore,
    queues: Arc<Queues>,
    stop: CancellationToken,
}

/// What is served, and to whom.
pub(super) struct Address {
    /// The path of the URL that Telegram knows.
    pub path: String,
    /// What Telegram shows with every update.
    pub secret: SecretString,
}

/// The path of a URL.
///
/// # Errors
/// When it is none: one sentence for the operator.
pub(super) fn path_of(url: &str) -> anyhow::Result<String> {
    let url = Url::parse(url).context("telegram.webhook.url is no URL: write it as in https://bot.example/telegram")?;
    Ok(url.path().to_owned())
}

/// Takes updates in until it is told to stop, and then those that have begun.
///
/// # Errors
/// When the listener breaks.
pub(super) async fn serve<D: FrontDoor>(
    listener: TcpListener,
    address: Address,
    door: Arc<D>,
    me: Arc<Me>,
    (asides, intake): (Asides, Intake),
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let gate = Gate {
        path: address.path,
        secret: address.secret,
        door,
        me,
        asides,
        intake,
        room: Semaphore::new(IN_HAND),
        queues: Arc::default(),
        stop: stop.clone(),
    };
    let router = Router::new().fallback(knock::<D>).with_state(Arc::new(gate));
    let (stopping, late) = (stop.clone(), stop);
    let served = axum::serve(listener, router).with_graceful_shutdown(async move { stopping.cancelled().await });
    let too_late = async {
        late.cancelled().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        served = served => served.context("the webhook broke"),
        () = too_late => Ok(()),
    }
}

/// Answers one request.
async fn knock<D: FrontDoor>(State(gate): State<Arc<Gate<D>>>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    if head.uri.path() != gate.path {
        return StatusCode::NOT_FOUND;
    }
    if head.method != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    if !gate.is_telegram(&head.headers) {
        tracing::warn!("a request to the webhook without the right secret was turned away");
        return StatusCode::UNAUTHORIZED;
    }
    if gate.stop.is_cancelled() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(_room) = gate.room.try_acquire() else {
        tracing::warn!("too many updates are in hand: one is to be sent again");
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    let body = match read(body).await {
        Ok(body) => body,
        Err(status) => return status,
    };
    // Whoever sends it may go away; what has begun is finished all the same.
    let taking = tokio::spawn(Arc::clone(&gate).take(body));
    match tokio::time::timeout(TAKEN_WITHIN, taking).await {
        Ok(Ok(status)) => status,
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn read(body: Body) -> Result<Bytes, StatusCode> {
    let read = tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, LARGEST_BODY)).await;
    read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

impl<D: FrontDoor> Gate<D> {
    fn is_telegram(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(SECRET).map(|value| value.as_bytes()).unwrap_or_default();
        shown.ct_eq(self.secret.expose_secret().as_bytes()).into()
    }

    /// Takes an update in, after those of its conversation that wait already.
    async fn take(self: Arc<Self>, body: Bytes) -> StatusCode {
        let Ok(raw) = serde_json::from_slice::<Box<RawValue>>(&body) else {
            tracing::warn!("an update that is no JSON is passed over");
            return StatusCode::OK;
        };
        let mut batch = Batch::read(&[raw], &self.me);
        batch.suggest(&self.asides, &self.door);
        let _place = match batch.first() {
            Some((conversation, update)) => Some(self.queues.enter(conversation, update).await),
            None => None,
        };
        match batch.knock(&*self.door).await {
            Ok(received) => {
                self.intake.over();
                batch.tell(&received, &self.asides);
                StatusCode::OK
            }
            Err(error) => {
                tracing::error!(%error, "an update could not be stored; it will be sent again");
                self.intake.note(&error.to_string());
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }
}

/// Who waits for each conversation that has an update in hand, by the number of the update.
type Waiting = HashMap<ConversationId, BTreeMap<i64, Vec<oneshot::Sender<InHand>>>>;

/// The queues of all conversations: one update in hand at a time, and the lowest number next.
#[derive(Default)]
struct Queues(Mutex<Waiting>);

/// An update that is in hand; the next one follows when it is done.
struct InHand {
    queues: Arc<Queues>,
    conversation: ConversationId,
}

impl Queues {
    async fn enter(self: &Arc<Self>, conversation: &ConversationId, update: i64) -> InHand {
        let in_hand = || InHand { queues: Arc::clone(self), conversation: conversation.clone() };
        let turn = {
            let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match waiting.get_mut(conversation) {
                None => {
                    waiting.insert(conversation.clone(), BTreeMap::new());
                    return in_hand();
                }
                Some(queue) => {
                    let (call, turn) = oneshot::channel();
                    queue.entry(update).or_default().push(call);
                    turn
                }
            }
        };
        // It is not dropped while somebody waits.
        turn.await.unwrap_or_else(|_| in_hand())
    }

    /// Who has the lowest number; where nobody waits, the conversation has no update in hand any more.
    fn next(&self, conversation: &ConversationId) -> Option<oneshot::Sender<InHand>> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut lowest) = waiting.get_mut(conversation).and_then(BTreeMap::first_entry) else {
            waiting.remove(conversation);
            return None;
        };
        let next = lowest.get_mut().pop();
        if lowest.get().is_empty() {
            lowest.remove();
        }
        next
    }
}

impl Drop for InHand {
    /// Whoever has gone meanwhile passes their turn on in the same way.
    fn drop(&mut self) {
        if let Some(next) = self.queues.next(&self.conversation) {
            let queues = Arc::clone(&self.queues);
            drop(next.send(InHand { queues, conversation: self.conversation.clone() }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn updates_of_a_conversation_are_taken_one_by_one_the_lowest_number_first() {
        let queues = Arc::<Queues>::default();
        let (one, other) = (ConversationId("telegram:1".to_owned()), ConversationId("telegram:2".to_owned()));
        let first = queues.enter(&one, 5).await;
        let _elsewhere = queues.enter(&other, 9).await;
        let order = Arc::<Mutex<Vec<i64>>>::default();
        let mut waiting = tokio::task::JoinSet::new();
        for update in [8, 6, 7] {
            let (queues, one, order) = (Arc::clone(&queues), one.clone(), Arc::clone(&order));
            waiting.spawn(async move {
                let _place = queues.enter(&one, update).await;
                order.lock().unwrap_or_else(PoisonError::into_inner).push(update);
            });
        }
        let mut gone = Box::pin(queues.enter(&one, 1));
        assert!(tokio::time::timeout(Duration::ZERO, &mut gone).await.is_err());
        drop(gone);
        while queues.0.lock().unwrap_or_else(PoisonError::into_inner)[&one].len() < 4 {
            tokio::task::yield_now().await;
        }
        drop(first);
        while waiting.join_next().await.is_some() {}
        assert_eq!(*order.lock().unwrap_or_else(PoisonError::into_inner), [6, 7, 8]);
        assert!(!queues.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&one), "nothing is left behind");
    }

    #[test]
    fn the_path_of_the_url_is_the_one_that_is_served() {
        let path = |url| path_of(url).unwrap_or_default();
        assert_eq!(path("https://bot.example"), "/");
        assert_eq!(path("https://bot.example:8443/a/b?c"), "/a/b");
        assert!(path_of("https://").is_err());
    }
}
