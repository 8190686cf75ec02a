//! Deliveries to Telegram: the [`Courier`] of the outbox, and what a failure means for an entry.
//!
//! A delivery is tried once. Whether and when it is tried again is the worker's business; this room
//! only says what Telegram said.

use teloxide::payloads::{
    EditMessageReplyMarkup, EditMessageReplyMarkupSetters, EditMessageText, EditMessageTextSetters, SendMessage,
    SendMessageSetters,
};
use teloxide::types::{ChatId, LinkPreviewOptions, MessageId};

use super::chat;
use super::client::{ApiFailure, Client};
use super::limits::Limiter;
use super::markup;
use crate::service::{Carried, ConversationId, Courier, Delivery};
use crate::settings::Limits;
use crate::voice::{Flat, Message, MessageButton};

/// What Telegram says of an edit that changes nothing.
const NOT_MODIFIED: &str = "message is not modified";

/// What Telegram says of a chat that is no more; nothing is wrong with the message then.
const CHAT_GONE: &[&str] =
    &["chat not found", "user not found", "user_is_blocked", "peer_id_invalid", "input_user_deactivated"];

const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Carries deliveries to Telegram.
pub struct TelegramCourier {
    client: Client,
    limiter: Limiter,
}

impl Courier for TelegramCourier {
    async fn carry(&self, to: &ConversationId, delivery: &Delivery) -> Carried {
        let Some(chat) = chat::chat(to) else {
            return Carried::Undeliverable("this is no chat of Telegram".to_owned());
        };
        match delivery {
            Delivery::Send(message) | Delivery::Answer { message, .. } | Delivery::AnswerAgain { message, .. } => {
                self.send(chat, message).await
            }
            Delivery::Edit { message, to } => self.edit(chat, *message, to).await,
            Delivery::EditButtons { message, buttons } => self.edit_buttons(chat, *message, buttons).await,
        }
    }
}

impl TelegramCourier {
    /// A courier within these limits.
    pub fn new(client: Client, limits: Limits) -> TelegramCourier {
        TelegramCourier { client, limiter: Limiter::new(limits) }
    }

    async fn send(&self, chat: ChatId, message: &Message) -> Carried {
        let Some(flat) = words(message) else { return Carried::Done };
        if let Err(wait) = self.limiter.message(chat) {
            return Carried::NotBefore(wait);
        }
        let entities = markup::entities(&flat);
        let mut send = SendMessage::new(chat, flat.text).entities(entities).link_preview_options(NO_PREVIEW);
        if let Some(keyboard) = markup::keyboard(&message.buttons) {
            send = send.reply_markup(keyboard);
        }
        self.limiter.turn().await;
        match self.client.call(&send).await {
            Ok(()) => Carried::Done,
            Err(failure) => meaning(&failure),
        }
    }

    /// Changes a message. A message that cannot be changed any more is sent anew, and so is one where
    /// Telegram refuses for a reason that it may not have the next time.
    async fn edit(&self, chat: ChatId, message: i64, to: &Message) -> Carried {
        let Some(flat) = words(to) else { return Carried::Done };
        let Ok(id) = i32::try_from(message) else { return self.send(chat, to).await };
        let entities = markup::entities(&flat);
        let mut edit =
            EditMessageText::new(chat, MessageId(id), flat.text).entities(entities).link_preview_options(NO_PREVIEW);
        if let Some(keyboard) = markup::keyboard(&to.buttons) {
            edit = edit.reply_markup(keyboard);
        }
        self.limiter.turn().await;
        match self.client.call(&edit).await {
            Ok(()) => Carried::Done,
            Err(ApiFailure::Refused { code: 400, description }) if description.contains(NOT_MODIFIED) => Carried::Done,
            Err(ApiFailure::Refused { code: 400, .. }) => self.send(chat, to).await,
            Err(failure) => meaning(&failure),
        }
    }

    async fn edit_buttons(&self, chat: ChatId, message: i64, buttons: &[Vec<MessageButton>]) -> Carried {
        let Ok(id) = i32::try_from(message) else { return Carried::Done };
        let mut edit = EditMessageReplyMarkup::new(chat, MessageId(id));
        if let Some(keyboard) = markup::keyboard(buttons) {
            edit = edit.reply_markup(keyboard);
        }
        self.limiter.turn().await;
        match self.client.call(&edit).await {
            Ok(()) | Err(ApiFailure::Refused { code: 400, .. }) => Carried::Done,
            Err(failure) => meaning(&failure),
        }
    }
}

/// The text of a message; `None` when there is nothing in it that Telegram would take.
fn words(message: &Message) -> Option<Flat> {
    let flat = message.flat();
    if flat.text.trim().is_empty() {
        tracing::warn!("a message without text was not sent");
        return None;
    }
    Some(flat)
}

/// What a failure means for an entry of the outbox.
fn meaning(failure: &ApiFailure) -> Carried {
    match failure {
        ApiFailure::RetryAfter(wait) => Carried::NotBefore(*wait),
        ApiFailure::Server(_)
        | ApiFailure::Network(_)
        | ApiFailure::Conflict(_)
        | ApiFailure::Unauthorized
        | ApiFailure::Unreadable(_)
        | ApiFailure::Refused { code: 404, .. } => Carried::Failed(failure.to_string()),
        ApiFailure::MigratedTo(_) | ApiFailure::Refused { code: 403, .. } => {
            Carried::Undeliverable(failure.to_string())
        }
        ApiFailure::Refused { code, description } => {
            let lower = description.to_ascii_lowercase();
            if !CHAT_GONE.iter().any(|gone| lower.contains(gone)) {
                tracing::error!(code, description, "Telegram refused a message for good");
            }
            Carried::Undeliverable(failure.to_string())
        }
    }
}
