//! What is said beside the conversation: pressed buttons are answered, so that the customer's app stops
//! waiting; a typing sign where an answer is held back; suggestions for what is typed in other chats.
//!
//! Best effort: nothing here is tried twice or waited for, and no turn, answer or update depends on
//! it. Telegram takes each of these within seconds only.

use std::future::Future;
use std::sync::Arc;

use serde::Serialize;
use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters, SendChatAction};
use teloxide::requests::Payload;
use teloxide::types::{CallbackQueryId, ChatAction};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::client::Client;
use super::incoming::InlineQuery;
use super::me::Me;
use super::{FrontDoor, chat, inline};
use crate::service::ConversationId;

/// The longest pop-up, in characters.
const TOAST_CHARS: usize = 200;

/// So many typing signs are on their way at once: in a rush they would only take from the answers.
const SIGNS_AT_ONCE: usize = 8;

/// So many texts are being suggested for at once. More are dropped: whoever types goes on typing, and
/// asks again with the next letter.
const SUGGESTIONS_AT_ONCE: usize = 8;

/// Says things in tasks of their own; cheap to clone.
#[derive(Debug, Clone)]
pub struct Asides {
    client: Client,
    me: Arc<Me>,
    on_their_way: TaskTracker,
    signs: Arc<Semaphore>,
    suggestions: Arc<Semaphore>,
}

impl Asides {
    /// Speaks through this client.
    pub fn new(client: Client, me: Arc<Me>) -> Asides {
        Asides {
            client,
            me,
            on_their_way: TaskTracker::new(),
            signs: Arc::new(Semaphore::new(SIGNS_AT_ONCE)),
            suggestions: Arc::new(Semaphore::new(SUGGESTIONS_AT_ONCE)),
        }
    }

    /// Answers a pressed button soon, with a pop-up where there is one.
    pub fn answer(&self, button: CallbackQueryId, toast: Option<&str>) {
        let mut answer = AnswerCallbackQuery::new(button);
        if let Some(toast) = toast.filter(|toast| !toast.trim().is_empty()) {
            answer = answer.text(toast.chars().take(TOAST_CHARS).collect::<String>());
        }
        self.spawn(say(self.client.clone(), answer));
    }

    /// Shows in a conversation that the bot is writing; not at all while many such signs are under way.
    pub fn typing(&self, conversation: &ConversationId) {
        let Some((chat, topic)) = chat::chat(conversation) else { return };
        let Ok(permit) = Arc::clone(&self.signs).try_acquire_owned() else { return };
        let mut sign = SendChatAction::new(chat, ChatAction::Typing);
        sign.message_thread_id = topic;
        let said = say(self.client.clone(), sign);
        self.spawn(async move {
            said.await;
            drop(permit);
        });
    }

    /// Suggests articles for what somebody types; not at all while many others are being served.
    pub fn suggest<D: FrontDoor>(&self, door: &Arc<D>, query: InlineQuery) {
        let Ok(permit) = Arc::clone(&self.suggestions).try_acquire_owned() else {
            tracing::debug!("too many inline queries at once: one was not answered");
            return;
        };
        let (door, client, me) = (Arc::clone(door), self.client.clone(), Arc::clone(&self.me));
        self.spawn(async move {
            let InlineQuery { id, text, more, asker } = query;
            let mut suggestions = door.suggest(text, asker).await;
            if more {
                suggestions.articles.clear();
            }
            say(client, inline::answer(id, suggestions, &me)).await;
            drop(permit);
        });
    }

    /// Waits until everything on its way has arrived or failed.
    pub async fn finished(&self) {
        self.on_their_way.close();
        self.on_their_way.wait().await;
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.on_their_way.spawn(task);
    }
}

/// Says one thing, once. That it came too late, or not at all, is of interest to nobody but whoever
/// looks for a fault.
async fn say<P: Payload + Serialize + Send + Sync>(client: Client, payload: P) {
    if let Err(failure) = client.call(&payload).await {
        tracing::debug!(error = %failure, what = P::NAME, "something said beside the conversation did not arrive");
    }
}
