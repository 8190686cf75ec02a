//! Updates that Telegram sends by itself: many at a time, those of one chat and kind one after another, and each again
//! until it is confirmed. A load balancer may stand between.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Url};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::methods::{Arguments, Outcome};
use super::server::Shared;
use super::state::State;

/// An update that was not confirmed comes again after this time.
const AGAIN: Duration = Duration::from_millis(20);

/// Updates of one kind and chat are sent one after another.
type Queue = (String, i64);

/// What `setWebhook` does.
pub(super) fn set(state: &mut State, arguments: &Arguments) -> Outcome {
    state.webhook = arguments.get("url").and_then(Value::as_str).map(str::to_owned).filter(|url| !url.is_empty());
    state.webhook_told = arguments.clone();
    Ok(json!(true))
}

/// What `getWebhookInfo` tells: all but the secret.
pub(super) fn info(state: &State) -> Value {
    let told = &state.webhook_told;
    json!({
        "url": state.webhook.clone().unwrap_or_default(),
        "has_custom_certificate": told.contains_key("certificate"),
        "pending_update_count": state.updates.len(),
        "max_connections": told.get("max_connections").cloned().unwrap_or(json!(40)),
        "allowed_updates": told.get("allowed_updates").cloned().unwrap_or(json!([])),
    })
}

/// Sends what waits, for ever.
pub(super) async fn deliver(shared: Arc<Shared>) {
    let http = Client::builder().no_proxy().build().expect("a client");
    let (mut sending, mut busy, mut turn) = (JoinSet::new(), HashSet::<Queue>::new(), 0);
    loop {
        let mut changed = std::pin::pin!(shared.changed.notified());
        changed.as_mut().enable();
        while let Some((queue, update)) = next(&shared.state(), &busy) {
            busy.insert(queue.clone());
            turn += 1;
            sending.spawn(send(http.clone(), Arc::clone(&shared), turn, queue, update));
        }
        tokio::select! {
            () = changed => {}
            Some(Ok(queue)) = sending.join_next() => drop(busy.remove(&queue)),
        }
    }
}

fn next(state: &State, busy: &HashSet<Queue>) -> Option<(Queue, Value)> {
    state.webhook.as_ref()?;
    let most = state.webhook_told.get("max_connections").and_then(Value::as_u64).unwrap_or(40);
    if busy.len() as u64 >= most {
        return None;
    }
    let queued = |update: &Value| (queue_of(update), update.clone());
    state.updates.iter().map(queued).find(|(queue, _)| !busy.contains(queue))
}

fn queue_of(update: &Value) -> Queue {
    let kind = update.as_object().and_then(|fields| fields.keys().find(|key| *key != "update_id")).cloned();
    let kind = kind.unwrap_or_default();
    let chat = update[&kind]["chat"]["id"].as_i64().or(update[&kind]["from"]["id"].as_i64());
    (kind, chat.unwrap_or_default())
}

/// Sends an update once, to one address after the other.
async fn send(http: Client, shared: Arc<Shared>, turn: usize, queue: Queue, update: Value) -> Queue {
    let address = address(&shared.state(), turn);
    let secret = shared.state().webhook_told.get("secret_token").and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(address) = address else { return queue };
    let request = http.post(address).header("X-Telegram-Bot-Api-Secret-Token", secret).json(&update);
    let status = request.send().await.ok().map(|answer| answer.status().as_u16());
    shared.change(|state| {
        state.deliveries.push(status);
        if status == Some(200) {
            state.updates.retain(|waiting| waiting["update_id"] != update["update_id"]);
        }
    });
    if status != Some(200) {
        tokio::time::sleep(AGAIN).await;
    }
    queue
}

fn address(state: &State, turn: usize) -> Option<Url> {
    let mut address = Url::parse(state.webhook.as_ref()?).ok()?;
    if !state.balanced.is_empty() {
        address.set_port(Some(state.balanced[turn % state.balanced.len()])).ok()?;
    }
    Some(address)
}
