//! Letters on the wire: copies, albums and long words, their changes, taking them back, and texts as files.
//!
//! A letter of several messages may stop in the middle: at a 429, a 5xx, a lost connection, the end of the courier's
//! time. What has arrived is remembered here ([`Begun`]), and the next attempt at the same letter goes on after it.
//! Short waits are waited for on the spot. So nothing is lost, and nothing is sent twice while the program runs; after
//! a crash the letter is sent from its beginning. It is the same letter if it goes to the same place and reads the
//! same: whoever makes letters when it is their turn must make the same one again. A letter that meets an obstacle is
//! forgotten: what becomes of it next is sent whole.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde_json::{Map, Value, json};
use teloxide::types::InlineKeyboardMarkup;
use tokio::time::sleep;

use super::client::ApiFailure;
use super::composing::{CAPTION_UNITS, Text, compose};
use super::obstacles::{Doing, meaning};
use super::outgoing::{NO_PREVIEW, Place, TelegramCourier};
use super::plan::{Answered, Item, Sending, Step, plan, under_a_file};
use super::{MESSAGE_UNITS, markup};
use crate::conversation::desk::post::{FileKind, Marked};
use crate::service::letter::Content;
use crate::service::{Carried, ConversationId, Letter, Obstacle};
use crate::voice::Message;

/// So long a letter that has begun is waited for on the spot, all its waits together.
const PATIENCE: Duration = Duration::from_secs(5);

/// More letters than these are never in the middle at a time; those that nobody came back for are forgotten then.
const MOST_BEGUN: usize = 1024;

/// Letters in the middle, by where they go and what they say.
#[derive(Default)]
pub(super) struct Unfinished(Mutex<HashMap<(String, String), Begun>>);

/// How far a letter is.
#[derive(Clone)]
struct Begun {
    /// What is still to be sent, in order.
    steps: Vec<Step>,
    /// The numbers of what was sent, by place; 0 where it cannot be carried, or its number is not known.
    numbers: Vec<i64>,
    /// Whether anything of it is done, be it only that something was refused.
    touched: bool,
    /// So much of the next step was taken from the chat's budget.
    paid: usize,
    /// Why something could not be carried.
    refused: Option<String>,
}

/// What became of a step.
enum Stepped {
    Sent(Vec<i64>),
    /// One of several items is refused; which, is not said.
    Apart,
    Failed(Carried),
}

impl Unfinished {
    fn all(&self) -> MutexGuard<'_, HashMap<(String, String), Begun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: &(String, String), begun: &Begun) {
        let mut all = self.all();
        if all.len() >= MOST_BEGUN {
            all.clear();
        }
        all.insert(key.clone(), begun.clone());
    }
}

impl Begun {
    fn new(letter: &Letter) -> Begun {
        let steps = plan(letter);
        let places = steps.iter().flat_map(Step::places).count();
        Begun { steps, numbers: vec![0; places], touched: false, paid: 0, refused: None }
    }

    fn is_untouched(&self) -> bool {
        self.paid == 0 && !self.touched
    }

    /// Notes the numbers of the first step's messages, and goes on to the next.
    fn done(&mut self, numbers: &[i64]) {
        let step = self.steps.remove(0);
        for (place, number) in step.places().into_iter().zip(numbers) {
            if let Some(known) = self.numbers.get_mut(place) {
                *known = *number;
            }
        }
        (self.touched, self.paid) = (true, 0);
    }

    fn outcome(self) -> Carried {
        match (self.numbers.as_slice(), self.refused) {
            (numbers, Some(why)) if numbers.iter().all(|number| *number == 0) => {
                Carried::Hindered(Obstacle::NotCarried, why)
            }
            ([] | [0], _) => Carried::Done,
            ([number], _) => Carried::Sent(*number),
            (_, _) => Carried::SentAll(self.numbers),
        }
    }
}

impl TelegramCourier {
    /// Sends a letter, or what is left of it.
    pub(super) async fn letter(&self, to: &ConversationId, place: Place, letter: &Letter) -> Carried {
        let key = (to.0.clone(), reads(place, letter));
        let begun = self.unfinished.all().get(&key).cloned();
        let mut begun = begun.unwrap_or_else(|| Begun::new(letter));
        let keyboard = markup::keyboard(&letter.buttons, &self.me);
        let stopped = self.go_on(&key, place, keyboard.as_ref(), &mut begun).await;
        match stopped {
            Some(later @ (Carried::NotBefore(_) | Carried::Failed(_))) => {
                if !begun.is_untouched() {
                    self.unfinished.keep(&key, &begun);
                }
                later
            }
            stopped => {
                self.unfinished.all().remove(&key);
                stopped.unwrap_or_else(|| begun.outcome())
            }
        }
    }

    /// Goes through the steps; says why where it has to stop before the end.
    async fn go_on(
        &self,
        key: &(String, String),
        place: Place,
        keyboard: Option<&InlineKeyboardMarkup>,
        begun: &mut Begun,
    ) -> Option<Carried> {
        let mut patience = PATIENCE;
        while let Some(step) = begun.steps.first().cloned() {
            let stepped = match self.pay(place, &step, begun).await {
                Ok(()) => self.step(place, &step, begun, keyboard).await,
                Err(wait) => Stepped::Failed(Carried::NotBefore(wait)),
            };
            match stepped {
                Stepped::Sent(numbers) => begun.done(&numbers),
                Stepped::Apart => {
                    begun.steps.splice(0..1, step.apart().unwrap_or_default());
                    begun.paid = 1;
                }
                // What else there is in it may be carried all the same.
                Stepped::Failed(Carried::Hindered(Obstacle::NotCarried, why)) => {
                    begun.refused = Some(why);
                    begun.done(&[]);
                }
                Stepped::Failed(Carried::NotBefore(wait)) if !begun.is_untouched() && wait <= patience => {
                    patience -= wait;
                    sleep(wait).await;
                }
                Stepped::Failed(carried) => return Some(carried),
            }
            if !begun.is_untouched() && !begun.steps.is_empty() {
                self.unfinished.keep(key, begun);
            }
        }
        None
    }

    /// Takes the messages of a step from the chat's budget; what was taken stays taken.
    async fn pay(&self, place: Place, step: &Step, begun: &mut Begun) -> Result<(), Duration> {
        let unpaid = step.count().saturating_sub(begun.paid);
        if unpaid > 0 {
            self.limiter.messages(place.chat, place.topic, unpaid).await.map_err(|(taken, wait)| {
                begun.paid += taken;
                wait
            })?;
            begun.paid += unpaid;
        }
        Ok(())
    }

    async fn step(&self, place: Place, step: &Step, begun: &Begun, keyboard: Option<&InlineKeyboardMarkup>) -> Stepped {
        let answered = match step.answers {
            Answered::None => None,
            Answered::Message(message) => Some(message),
            Answered::Own(place) => begun.numbers.get(place).copied().filter(|number| *number != 0),
        };
        let mut arguments = at(place, answered);
        if let Some(keyboard) = keyboard.filter(|_| step.buttons) {
            arguments.insert("reply_markup".to_owned(), json!(keyboard));
        }
        let (method, doing) = match &step.what {
            Sending::Words { text, .. } => {
                arguments.extend(worded(text));
                ("sendMessage", Doing::Sending)
            }
            Sending::Copy { chat, message, caption, .. } => {
                arguments.extend(fields(json!({"from_chat_id": chat, "message_id": message})));
                arguments.extend(caption.iter().flat_map(captioned));
                ("copyMessage", Doing::Copying { from_group: *chat < 0 })
            }
            Sending::Items(items) => {
                let (method, more) = of_items(items);
                arguments.extend(more);
                (method, Doing::Copying { from_group: false })
            }
            Sending::Nothing { .. } => {
                let why = "it stands in no chat of Telegram".to_owned();
                return Stepped::Failed(Carried::Hindered(Obstacle::NotCarried, why));
            }
        };
        self.limiter.turn().await;
        match self.client.run(method, &Value::Object(arguments)).await {
            Ok(result) => Stepped::Sent(numbers(&result)),
            // Telegram says which of them it does not take, but not always, and never what else it would not take.
            Err(ApiFailure::Refused { code: 400, .. }) if step.count() > 1 => Stepped::Apart,
            Err(failure) => {
                self.obey(place, &failure).await;
                Stepped::Failed(meaning(&failure, place.chat, place.topic.is_some(), doing))
            }
        }
    }

    /// Changes the words of a copy, or those under it. They are one message, whatever their length.
    pub(super) async fn edit_letter(&self, place: Place, message: i64, to: &Letter) -> Carried {
        let mut arguments = fields(json!({"chat_id": place.chat, "message_id": message}));
        let keyboard = markup::keyboard(&to.buttons, &self.me);
        arguments.extend(keyboard.map(|keyboard| ("reply_markup".to_owned(), json!(keyboard))));
        let caption = |words| captioned(&compose(to, words).cut(CAPTION_UNITS));
        let method = match &to.body {
            Content::Words(all) => {
                let text = compose(to, &all.iter().collect::<Vec<_>>()).cut(MESSAGE_UNITS);
                if text.is_empty() {
                    return Carried::Done;
                }
                arguments.extend(worded(&text));
                "editMessageText"
            }
            Content::File { caption: words, .. } => {
                arguments.extend(caption(&[words]));
                "editMessageCaption"
            }
            Content::Album(leaves) => {
                arguments.extend(caption(&leaves.first().map(|leaf| &leaf.caption).into_iter().collect::<Vec<_>>()));
                "editMessageCaption"
            }
            Content::Thing { .. } => return Carried::Done,
        };
        self.change(place, method, arguments, Doing::Changing, "message is not modified").await
    }

    /// Takes a message back.
    pub(super) async fn unsend(&self, place: Place, message: i64) -> Carried {
        let arguments = fields(json!({"chat_id": place.chat, "message_id": message}));
        self.change(place, "deleteMessage", arguments, Doing::TakingBack, "message to delete not found").await
    }

    /// Puts a sign under a message; one that cannot be a reaction, or not in this chat, is sent as an answer to it.
    pub(super) async fn react(&self, place: Place, message: i64, sign: &str) -> Carried {
        let reaction = json!([{"type": "emoji", "emoji": sign}]);
        let arguments = fields(json!({"chat_id": place.chat, "message_id": message, "reaction": reaction}));
        self.limiter.turn().await;
        let reacted = self.client.run("setMessageReaction", &Value::Object(arguments)).await;
        match reacted.map_err(|failure| meaning(&failure, place.chat, place.topic.is_some(), Doing::Changing)) {
            Ok(_) => Carried::Done,
            Err(Carried::Undeliverable(_)) => {
                let body = Content::Words(vec![Marked::plain(sign)]);
                let letter =
                    Letter { label: None, body, under: Vec::new(), reply_to: Some(message), buttons: Vec::new() };
                let to = super::chat::conversation(place.chat, place.topic);
                self.letter(&to, place, &letter).await
            }
            Err(carried) => carried,
        }
    }

    /// Changes something that is there; one refusal says that it is so already.
    async fn change(
        &self,
        place: Place,
        method: &str,
        arguments: Map<String, Value>,
        doing: Doing,
        already: &str,
    ) -> Carried {
        self.limiter.turn().await;
        match self.client.run(method, &Value::Object(arguments)).await {
            Ok(_) => Carried::Done,
            Err(ApiFailure::Refused { code: 400, description }) if description.contains(already) => Carried::Done,
            Err(failure) => meaning(&failure, place.chat, place.topic.is_some(), doing),
        }
    }

    /// Sends a text as a file. Words that do not fit under it are cut.
    pub(super) async fn file(&self, place: Place, name: &str, text: &str, message: &Message) -> Carried {
        if let Err(wait) = self.limiter.message(place.chat, place.topic).await {
            return Carried::NotBefore(wait);
        }
        let (caption, _) = under_a_file(Text::from(message.flat()).cut(CAPTION_UNITS));
        let mut arguments = at(place, None);
        arguments.extend(captioned(&caption));
        let keyboard = markup::keyboard(&message.buttons, &self.me);
        arguments.extend(keyboard.map(|keyboard| ("reply_markup".to_owned(), json!(keyboard))));
        self.limiter.turn().await;
        let mut sent = self.client.upload("sendDocument", form(&arguments, name, text)).await;
        if let Err(ApiFailure::MigratedTo(supergroup)) = sent {
            arguments.insert("chat_id".to_owned(), json!(supergroup));
            self.limiter.turn().await;
            sent = self.client.upload("sendDocument", form(&arguments, name, text)).await;
        }
        match sent {
            Ok(result) => result["message_id"].as_i64().map_or(Carried::Done, Carried::Sent),
            Err(failure) => meaning(&failure, place.chat, place.topic.is_some(), Doing::Sending),
        }
    }
}

/// What a letter reads. Where one person only writes to a place, the label says nothing that tells letters apart: it may
/// say by now that the letter is late.
fn reads(place: Place, letter: &Letter) -> String {
    let is_of_one = place.topic.is_some() || place.chat.0 > 0;
    let label = letter.label.clone().filter(|_| !is_of_one);
    serde_json::to_string(&Letter { label, ..letter.clone() }).unwrap_or_default()
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Where a new message goes, and what it answers, which may be gone by now.
fn at(place: Place, answered: Option<i64>) -> Map<String, Value> {
    let mut arguments = fields(json!({"chat_id": place.chat}));
    if let Some(topic) = place.topic {
        arguments.insert("message_thread_id".to_owned(), json!(topic));
    }
    if let Some(message) = answered {
        let reply = json!({"message_id": message, "allow_sending_without_reply": true});
        arguments.insert("reply_parameters".to_owned(), reply);
    }
    arguments
}

fn worded(text: &Text) -> Map<String, Value> {
    fields(json!({"text": text.text, "entities": text.entities, "link_preview_options": NO_PREVIEW}))
}

/// Empty words are said as well: a copy would have those of the original else.
fn captioned(text: &Text) -> Map<String, Value> {
    fields(json!({"caption": text.text, "caption_entities": text.entities}))
}

/// The request that sends one file, or several as an album.
fn of_items(items: &[Item]) -> (&'static str, Map<String, Value>) {
    let [item] = items else {
        let media = items.iter().map(|item| {
            let mut one = captioned(&item.caption);
            one.extend(fields(json!({"type": kind(item.kind).1, "media": item.id})));
            Value::Object(one)
        });
        return ("sendMediaGroup", fields(json!({"media": media.collect::<Vec<_>>()})));
    };
    let (method, field) = kind(item.kind);
    let mut arguments = captioned(&item.caption);
    arguments.insert(field.to_owned(), json!(item.id));
    (method, arguments)
}

/// The method that sends a kind of file, and the name of its field.
fn kind(kind: FileKind) -> (&'static str, &'static str) {
    match kind {
        FileKind::Photo => ("sendPhoto", "photo"),
        FileKind::Video => ("sendVideo", "video"),
        FileKind::Animation => ("sendAnimation", "animation"),
        FileKind::Document => ("sendDocument", "document"),
        FileKind::Audio => ("sendAudio", "audio"),
        FileKind::Voice => ("sendVoice", "voice"),
    }
}

/// The numbers of new messages, as far as the answer can be read.
fn numbers(result: &Value) -> Vec<i64> {
    let number = |message: &Value| message["message_id"].as_i64().unwrap_or_default();
    result.as_array().map_or_else(|| vec![number(result)], |all| all.iter().map(number).collect())
}

/// A request with a file in it. Whatever is no word is written as JSON.
fn form(arguments: &Map<String, Value>, name: &str, text: &str) -> Form {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let form = arguments.iter().fold(Form::new(), |form, (field, value)| form.text(field.clone(), word(value)));
    form.part("document", Part::bytes(text.as_bytes().to_vec()).file_name(name.to_owned()))
}
