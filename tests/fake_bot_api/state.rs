//! What the fake server knows: chats and their messages, waiting updates, buttons, the profile.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value, json};

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// An error of the server, as the Bot API words it.
    Json(u16),
    /// An error page of something in front of the server.
    Html(u16),
    /// The connection is lost before anything is done.
    Lost,
    /// It is done, but the answer breaks off in the middle.
    DoneThenCut,
    /// It is done, but the result is of another shape.
    DoneThenGarbled,
    /// 429, with the seconds to wait.
    Flood(u64),
    /// A refusal with this code and description.
    Refuse(u16, &'static str),
}

/// A message of the bot, as it is shown now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sent {
    /// Its number.
    pub id: i64,
    /// Its text.
    pub text: String,
    /// What is bold.
    pub bold: Vec<String>,
    /// What a tap copies.
    pub code: Vec<String>,
    /// Labels, and data or links, of its buttons, row by row.
    pub buttons: Vec<Vec<(String, String)>>,
    /// Labels of its buttons in the place of the letters, row by row, and whether each shares the reader's number.
    pub keyboard: Vec<Vec<(String, bool)>>,
    /// Whether such buttons of an earlier message go.
    pub hides_keyboard: bool,
    /// The topic of a forum in which it stands.
    pub topic: Option<i64>,
    /// The message to which it replies, where that is still there.
    pub reply_to: Option<i64>,
}

/// A file that a customer sent.
#[derive(Debug, Clone)]
pub struct Stored {
    /// What `getFile` says of where it lies; nothing for a file that Telegram has forgotten.
    pub path: Option<String>,
    /// What `getFile` says of its size.
    pub size: Option<i64>,
    /// How it is handed out.
    pub handed_out: HandedOut,
}

/// How a file is handed out.
#[derive(Debug, Clone)]
pub enum HandedOut {
    /// As it is.
    Whole(Vec<u8>),
    /// In pieces without an announced length, on and on.
    Endless,
    /// With an announced length of 2 GB, of which this much comes.
    Announced(Vec<u8>),
    /// The first bytes of a larger whole, and then nothing any more.
    Stuck(Vec<u8>),
    /// With this status and a place elsewhere.
    Status(u16, Option<String>),
}

/// One call of a method.
#[derive(Debug, Clone)]
pub struct Call {
    /// The method, as Telegram writes it.
    pub method: String,
    /// Its arguments.
    pub arguments: Map<String, Value>,
}

/// A private chat, or a group.
#[derive(Default)]
pub struct Chat {
    /// The customer has blocked the bot, or the group has thrown it out.
    pub blocked: bool,
    /// The bot is in a group where it may not write.
    pub silenced: bool,
    /// The group is a supergroup now, with this number.
    pub migrated_to: Option<i64>,
    /// The topics of a forum, and whether each is closed; `None` for a chat that is no forum.
    pub topics: Option<BTreeMap<i64, bool>>,
    /// What people wrote, as far as the bot was told.
    pub heard: BTreeSet<i64>,
    /// What the bot wrote.
    pub messages: Vec<Sent>,
}

/// A pressed button: the toast it was answered with, once it was.
#[derive(Default)]
pub struct Pressed {
    pub expired: bool,
    pub answered: Option<Option<String>>,
}

/// Something typed in another chat: the answer, once there is one.
#[derive(Default)]
pub struct Inline {
    pub expired: bool,
    pub answered: Option<Value>,
}

/// Everything.
#[derive(Default)]
pub struct State {
    /// Updates that are not confirmed yet.
    pub updates: VecDeque<Value>,
    /// The highest number confirmed by an offset.
    pub confirmed: i64,
    /// All calls, also those that fail.
    pub calls: Vec<Call>,
    /// Requests that no bot should make.
    pub violations: Vec<String>,
    /// Pressed buttons by the id of their query.
    pub pressed: BTreeMap<String, Pressed>,
    /// What was typed in other chats, by the id of its query.
    pub inline: BTreeMap<String, Inline>,
    /// Whether the bot's owner has switched inline mode on.
    pub inline_mode: bool,
    /// Names and descriptions by field and language.
    pub profile: BTreeMap<(&'static str, String), String>,
    /// Command lists by scope and language.
    pub commands: BTreeMap<(String, String), Value>,
    /// The URL of a webhook; polling is refused while there is one.
    pub webhook: Option<String>,
    /// Files by their id.
    pub files: BTreeMap<String, Stored>,
    /// How often a file was asked for at the place where it lies.
    pub downloads: usize,
    /// How many sends are being answered at this moment, and were at most.
    pub open_sends: usize,
    /// How many polls are waiting at this moment.
    pub open_polls: usize,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) faults: Vec<(String, Fault)>,
    /// Every poll has a number; the newest ends the others.
    pub(super) polls: u64,
    last_update: i64,
    last_message: i64,
}

impl State {
    /// The messages of the bot in a chat, as they are shown now.
    pub fn sent_to(&self, chat: i64) -> &[Sent] {
        self.chats.get(&chat).map(|chat| chat.messages.as_slice()).unwrap_or_default()
    }

    /// How many messages the bot has sent.
    pub fn sent(&self) -> usize {
        self.chats.values().map(|chat| chat.messages.len()).sum()
    }

    /// How often a method was called.
    pub fn called(&self, method: &str) -> usize {
        self.calls.iter().filter(|call| call.method == method).count()
    }

    /// Remembers what was written in a chat, so that it can be replied to.
    pub(super) fn hear(&mut self, chat: i64, message: &Value) {
        self.chats.entry(chat).or_default().heard.extend(message["message_id"].as_i64());
    }

    /// Appends an update; returns its number.
    pub(super) fn push(&mut self, mut update: Value) -> i64 {
        self.last_update += 1;
        update["update_id"] = json!(self.last_update);
        self.updates.push_back(update);
        self.last_update
    }

    /// Restarts the numbers of updates, as Telegram may after a quiet week.
    pub(super) fn restart_numbers(&mut self, last: i64) {
        self.last_update = last;
    }

    /// Everything below a positive offset is forgotten; a negative one counts from the end. An offset
    /// far above every number is one of another series, and confirms nothing.
    pub(super) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            while self.updates.len() > keep {
                self.updates.pop_front();
            }
        } else if offset <= self.last_update + 1 {
            self.updates.retain(|update| update["update_id"].as_i64() >= Some(offset));
            self.confirmed = (offset - 1).max(0);
        }
    }

    pub(super) fn new_message(&mut self) -> i64 {
        self.last_message += 1;
        self.last_message
    }

    pub(super) fn take_fault(&mut self, method: &str) -> Option<Fault> {
        let place = self.faults.iter().position(|(of, _)| of == method)?;
        Some(self.faults.remove(place).1)
    }
}
