//! Deliveries to Telegram: the [`Courier`] of the outbox, and the messages of the bot itself. What people wrote is
//! carried in `letters`; what a failure means is said in `obstacles`.
//!
//! A delivery is tried once. Whether and when it is tried again is the worker's business; this room
//! only says what Telegram said.

use std::sync::Arc;

use serde_json::Value;
use teloxide::payloads::{
    EditMessageReplyMarkup, EditMessageReplyMarkupSetters, EditMessageText, EditMessageTextSetters, SendMessage,
    SendMessageSetters,
};
use teloxide::types::{ChatId, LinkPreviewOptions, MessageId, ReplyMarkup, ReplyParameters, ThreadId};
use tokio::sync::OnceCell;

use super::allowance::Allowance;
use super::chat;
use super::client::{ApiFailure, Client};
use super::files::{self, Patience};
use super::letters::Unfinished;
use super::markup;
use super::me::Me;
use super::obstacles::{Doing, meaning};
use super::topics::{self, Icons};
use crate::conversation::FileReference;
use crate::service::{Carried, ConversationId, Courier, Delivery, Fetched, Managed, Replica, Standing, TopicAct};
use crate::settings::Limits;
use crate::voice::{Flat, Message, MessageButton};

/// What Telegram says of an edit that changes nothing.
const NOT_MODIFIED: &str = "message is not modified";

pub(super) const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Carries deliveries to Telegram.
pub struct TelegramCourier {
    pub(super) client: Client,
    pub(super) limiter: Allowance,
    pub(super) me: Arc<Me>,
    patience: Patience,
    /// Letters of which something was sent, and something not yet.
    pub(super) unfinished: Unfinished,
    /// The icons of topics, once Telegram has said which there are.
    pub(super) icons: OnceCell<Icons>,
}

/// Where a message goes, and what it answers.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub chat: ChatId,
    pub topic: Option<ThreadId>,
    /// The message under which it is shown as a reply.
    pub(super) quoting: Option<i64>,
}

impl Courier for TelegramCourier {
    async fn carry(&self, to: &ConversationId, delivery: &Delivery) -> Carried {
        let Some((chat, topic)) = chat::chat(to) else {
            return no_chat();
        };
        let place = Place { chat, topic, quoting: None };
        match delivery {
            Delivery::Send(message) => self.send(place, message).await,
            Delivery::Answer { to, quoting, message } | Delivery::AnswerAgain { to, quoting, message } => {
                self.send(Place { quoting: quoting.then_some(*to), ..place }, message).await
            }
            Delivery::Edit { message, to } => self.edit(place, *message, to).await,
            // The worker does these itself, or another one.
            Delivery::Errand(_) | Delivery::Desk(_) | Delivery::Event(_) => Carried::Done,
            Delivery::Letter(letter) => self.letter(to, place, letter).await,
            Delivery::EditLetter { message, to } => self.edit_letter(place, *message, to).await,
            Delivery::Unsend { message } => self.unsend(place, *message).await,
            Delivery::React { message, sign } => self.react(place, *message, sign).await,
            Delivery::File { name, text, message } => self.file(place, name, text, message).await,
            Delivery::EditButtons { message, buttons } => self.edit_buttons(chat, *message, buttons).await,
        }
    }

    async fn fetch(&self, file: &FileReference, most: u64) -> Fetched {
        files::fetch(&self.client, file, most, self.patience).await
    }

    async fn manage(&self, group: &ConversationId, act: &TopicAct) -> Managed {
        match chat::chat(group) {
            Some((group, _)) => self.manage_topics(group, act).await,
            None => Managed::Not(no_chat()),
        }
    }

    fn link(&self, group: &ConversationId, topic: Option<i64>, message: Option<i64>) -> Option<String> {
        topics::link(chat::chat(group)?.0, topic, message)
    }

    async fn inspect(&self, group: &ConversationId, asker: Option<&str>) -> Result<Standing, Carried> {
        let (group, _) = chat::chat(group).ok_or_else(no_chat)?;
        self.standing(group, asker).await
    }
}

fn no_chat() -> Carried {
    Carried::Undeliverable("this is no chat of Telegram".to_owned())
}

impl TelegramCourier {
    /// A courier for this bot within these limits.
    pub fn new(client: Client, limits: Limits, me: Arc<Me>) -> TelegramCourier {
        TelegramCourier {
            client,
            limiter: Allowance::new(limits),
            me,
            patience: Patience::default(),
            unfinished: Unfinished::default(),
            icons: OnceCell::new(),
        }
    }

    /// The same, one of several that send for the bot.
    pub fn together(self, limits: Limits, replica: Option<Replica>) -> TelegramCourier {
        TelegramCourier { limiter: Allowance::together(limits, replica), ..self }
    }

    /// The same, with another patience for files.
    pub fn with_patience(self, patience: Patience) -> TelegramCourier {
        TelegramCourier { patience, ..self }
    }

    pub(super) async fn send(&self, place: Place, message: &Message) -> Carried {
        let Some(flat) = words(message) else { return Carried::Done };
        if let Err(wait) = self.limiter.message(place.chat, place.topic).await {
            return Carried::NotBefore(wait);
        }
        let mut send = self.new_message(place, flat, message);
        self.limiter.turn().await;
        let mut sent = self.client.call(&send).await;
        // A group that has become a supergroup has another number, and its messages have others too.
        if let Err(ApiFailure::MigratedTo(supergroup)) = sent {
            send.chat_id = ChatId(supergroup).into();
            send.reply_parameters = None;
            self.limiter.turn().await;
            sent = self.client.call(&send).await;
        }
        match sent {
            Ok(result) => arrived(&result),
            Err(failure) => {
                self.obey(place, &failure).await;
                meaning(&failure, place.chat, place.topic.is_some(), Doing::Sending)
            }
        }
    }

    /// Where Telegram wants a pause, all who write to the chat wait.
    pub(super) async fn obey(&self, place: Place, failure: &ApiFailure) {
        if let ApiFailure::RetryAfter(wait) = failure {
            self.limiter.hold(place.chat, *wait).await;
        }
    }

    fn new_message(&self, place: Place, flat: Flat, message: &Message) -> SendMessage {
        let entities = markup::entities(&flat);
        let mut send = SendMessage::new(place.chat, flat.text).entities(entities).link_preview_options(NO_PREVIEW);
        send.message_thread_id = place.topic;
        send.reply_markup = markup::beside(message, place.chat.is_user(), &self.me);
        let quoted = place.quoting.and_then(|message| i32::try_from(message).ok());
        // The message may be gone by now: that is no reason not to answer it.
        send.reply_parameters =
            quoted.map(|message| ReplyParameters::new(MessageId(message)).allow_sending_without_reply());
        send
    }

    /// Changes a message. A message that cannot be changed any more is sent anew, and so is one where
    /// Telegram refuses for a reason that it may not have the next time, and one that shows a keyboard or lets it
    /// go: only new messages can.
    async fn edit(&self, place: Place, message: i64, to: &Message) -> Carried {
        let Some(flat) = words(to) else { return Carried::Done };
        let Ok(id) = i32::try_from(message) else { return self.send(place, to).await };
        let inline = match markup::beside(to, place.chat.is_user(), &self.me) {
            None => None,
            Some(ReplyMarkup::InlineKeyboard(inline)) => Some(inline),
            Some(_) => return self.send(place, to).await,
        };
        let entities = markup::entities(&flat);
        let mut edit = EditMessageText::new(place.chat, MessageId(id), flat.text)
            .entities(entities)
            .link_preview_options(NO_PREVIEW);
        edit.reply_markup = inline;
        self.limiter.turn().await;
        match self.client.call(&edit).await {
            Ok(_) => Carried::Done,
            Err(ApiFailure::Refused { code: 400, description }) if description.contains(NOT_MODIFIED) => Carried::Done,
            Err(ApiFailure::Refused { code: 400, .. } | ApiFailure::MigratedTo(_)) => self.send(place, to).await,
            Err(failure) => meaning(&failure, place.chat, place.topic.is_some(), Doing::Changing),
        }
    }

    async fn edit_buttons(&self, chat: ChatId, message: i64, buttons: &[Vec<MessageButton>]) -> Carried {
        let Ok(id) = i32::try_from(message) else { return Carried::Done };
        let mut edit = EditMessageReplyMarkup::new(chat, MessageId(id));
        if let Some(keyboard) = markup::keyboard(buttons, &self.me) {
            edit = edit.reply_markup(keyboard);
        }
        self.limiter.turn().await;
        match self.client.call(&edit).await {
            Ok(_) | Err(ApiFailure::Refused { code: 400, .. } | ApiFailure::MigratedTo(_)) => Carried::Done,
            Err(failure) => meaning(&failure, chat, false, Doing::Changing),
        }
    }
}

/// A new message has arrived, under this number where it can be read.
fn arrived(result: &Value) -> Carried {
    result["message_id"].as_i64().map_or(Carried::Done, Carried::Sent)
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
