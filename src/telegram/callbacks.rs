//! Pressed buttons are answered, so that the customer's app stops waiting, with a pop-up where there
//! is one.
//!
//! Best effort, beside everything else: an answer is never tried twice and never waited for. Telegram
//! takes it within seconds only, and the turn itself does not depend on it.

use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters};
use teloxide::types::CallbackQueryId;
use tokio_util::task::TaskTracker;

use super::client::Client;

/// The longest pop-up, in characters.
const TOAST_CHARS: usize = 200;

/// Answers buttons in tasks of their own.
#[derive(Debug, Clone)]
pub struct Answers {
    client: Client,
    on_their_way: TaskTracker,
}

impl Answers {
    /// Answers through this client.
    pub fn new(client: Client) -> Answers {
        Answers { client, on_their_way: TaskTracker::new() }
    }

    /// Answers a button soon.
    pub fn answer(&self, button: CallbackQueryId, toast: Option<&str>) {
        let mut answer = AnswerCallbackQuery::new(button);
        if let Some(toast) = toast.filter(|toast| !toast.trim().is_empty()) {
            answer = answer.text(toast.chars().take(TOAST_CHARS).collect::<String>());
        }
        let client = self.client.clone();
        self.on_their_way.spawn(async move {
            if let Err(failure) = client.call(&answer).await {
                tracing::debug!(error = %failure, "a pressed button was not answered");
            }
        });
    }

    /// Waits until everything on its way has arrived or failed.
    pub async fn finished(&self) {
        self.on_their_way.close();
        self.on_their_way.wait().await;
    }
}
