//! What the fake server knows: chats and their messages, waiting updates, buttons, the profile.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// An error of the server, as the Bot API words it.
    Json(u16),
    /// An error page of something in front of the server.
    Html(u16),
    /// The connection is lost before anything is done.
    Lost,
    /// Nothing is done, and no answer ever comes.
    Nothing,
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
    /// What is in italics.
    pub italic: Vec<String>,
    /// What else is marked: the kind of the mark, and the words.
    pub marks: Vec<(String, String)>,
    /// What it is beside words, which are its caption then: `photo`, `sticker`, `location` …
    pub kind: Option<String>,
    /// The file that it shows, where it shows one.
    pub file: Option<String>,
    /// What the messages of one album have in common.
    pub album: Option<String>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether it was sent more than 48 hours ago.
    pub old: bool,
}

/// A topic of a forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// The custom emoji that is its icon.
    pub icon: Option<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether the bot opened it.
    pub by_bot: bool,
}

impl Topic {
    /// An open topic that somebody made.
    pub fn named(name: &str) -> Topic {
        Topic { name: name.to_owned(), icon: None, closed: false, by_bot: false }
    }
}

/// What the bot may do in a group. It is an administrator where it may do anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights {
    /// `can_manage_topics`.
    pub manages_topics: bool,
    /// `can_pin_messages`.
    pub pins: bool,
    /// `can_delete_messages`.
    pub deletes: bool,
}

impl Rights {
    /// All of them.
    pub const ALL: Rights = Rights { manages_topics: true, pins: true, deletes: true };

    /// Whether the bot is an administrator.
    pub fn administrator(self) -> bool {
        self != Rights::default()
    }
}

/// What a group may be sent.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// So many messages, those of an album counted singly …
    pub sends: usize,
    /// … in any stretch of time of this length.
    pub window: Duration,
    /// `retry_after` of a refusal, in seconds; else whole seconds until there is room, at least one.
    pub retry_after: Option<f64>,
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

/// When a message of the bot arrived.
#[derive(Debug, Clone, Copy)]
pub struct Posted {
    /// The chat.
    pub chat: i64,
    /// Its number there.
    pub message: i64,
    /// When.
    pub at: Instant,
    /// Of which run of the bot it is, from 1 on.
    pub run: usize,
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
    /// The topics of a forum; `None` for a chat that is no forum.
    pub topics: Option<BTreeMap<i64, Topic>>,
    /// What the bot may do in the group.
    pub rights: Rights,
    /// Who else is an administrator of the group.
    pub admins: BTreeSet<i64>,
    /// Whether the group is no supergroup yet.
    pub basic: bool,
    /// What people wrote, as far as the bot was told.
    pub heard: BTreeMap<i64, Value>,
    /// What the bot wrote.
    pub messages: Vec<Sent>,
    /// What the bot wrote into topics that were deleted since.
    pub lost: Vec<Sent>,
    /// The bot's reactions to messages.
    pub reactions: BTreeMap<i64, String>,
    /// When the bot last sent something.
    recent: VecDeque<Instant>,
    last_message: i64,
}

impl Chat {
    /// The next number of a message, of whomever, or of a message of the service.
    pub(super) fn new_message(&mut self) -> i64 {
        self.last_message += 1;
        self.last_message
    }

    /// Numbers go on after this one.
    pub(super) fn count_from(&mut self, last: i64) {
        self.last_message = self.last_message.max(last);
    }

    /// Whether there is, or was heard, a message of this number.
    pub(super) fn knows(&self, message: i64) -> bool {
        self.heard.contains_key(&message) || self.messages.iter().any(|sent| sent.id == message)
    }

    /// Takes so many sends from the budget of a group; the seconds to wait where it is spent.
    fn spend(&mut self, count: usize, budget: Budget) -> Result<(), f64> {
        let now = Instant::now();
        while self.recent.front().is_some_and(|sent| *sent + budget.window <= now) {
            self.recent.pop_front();
        }
        if self.recent.len() + count > budget.sends {
            let free = self.recent.front().map(|oldest| (*oldest + budget.window - now).as_secs_f64());
            return Err(budget.retry_after.unwrap_or_else(|| free.unwrap_or(1.0).ceil().max(1.0)));
        }
        self.recent.extend(std::iter::repeat_n(now, count));
        Ok(())
    }
}

/// What goes wrong at random: asked at every call of a method.
pub type Trouble = Box<dyn FnMut(&str) -> Option<Fault> + Send>;

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
    /// What the webhook was last set with.
    pub webhook_told: Map<String, Value>,
    /// Ports of this machine among which a load balancer spreads what is sent to the webhook.
    pub balanced: Vec<u16>,
    /// The status of each answer of the webhook; nothing where there was none.
    pub deliveries: Vec<Option<u16>>,
    /// Files by their id.
    pub files: BTreeMap<String, Stored>,
    /// What was sent as a file, by its id: its name and what is in it.
    pub uploads: BTreeMap<String, (String, Vec<u8>)>,
    /// The budget of every group; `None` where nobody counts.
    pub budget: Option<Budget>,
    /// How often a send was refused because the budget of its group was spent.
    pub floods: usize,
    /// The custom emoji that may be icons of topics, with the emoji that each stands for.
    pub icons: Vec<(String, String)>,
    /// How often a file was asked for at the place where it lies.
    pub downloads: usize,
    /// How many sends are being answered at this moment, and were at most.
    pub open_sends: usize,
    /// How many polls are waiting at this moment.
    pub open_polls: usize,
    /// Every message of the bot, in the order in which they arrived.
    pub posted: Vec<Posted>,
    /// How often the bot was started: how often it asked who it is.
    pub starts: usize,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) faults: Vec<(String, Fault)>,
    pub(super) trouble: Option<Trouble>,
    /// Files that people sent, by their id: what each is.
    pub(super) known_files: BTreeMap<String, String>,
    pub(super) albums: usize,
    /// Every poll has a number; the newest ends the others.
    pub(super) polls: u64,
    last_update: i64,
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

    /// The messages of the bot in a topic, as they are shown now.
    pub fn sent_to_topic(&self, chat: i64, topic: i64) -> Vec<Sent> {
        self.sent_to(chat).iter().filter(|sent| sent.topic == Some(topic)).cloned().collect()
    }

    /// The bot's reactions in a chat, by message: the topic it stands in, and the sign.
    pub fn reactions_of(&self, chat: i64) -> BTreeMap<i64, (Option<i64>, String)> {
        let Some(chat) = self.chats.get(&chat) else { return BTreeMap::new() };
        let topic = |message: &i64| chat.heard.get(message).and_then(|heard| heard["message_thread_id"].as_i64());
        chat.reactions.iter().map(|(message, sign)| (*message, (topic(message), sign.clone()))).collect()
    }

    /// The words of a message, of the bot or of a person.
    pub fn words_of(&self, chat: i64, message: i64) -> String {
        let heard = self.chats.get(&chat).and_then(|chat| chat.heard.get(&message));
        let words = |heard: &Value| {
            let words = heard["text"].as_str().or(heard["caption"].as_str()).map(str::to_owned);
            words.unwrap_or_else(|| {
                let all = MEDIA.iter().chain(&["location", "venue", "contact", "dice", "poll"]);
                let kind = all.into_iter().find(|kind| heard.get(**kind).is_some());
                kind.map_or_else(String::new, |kind| format!("<{kind}>"))
            })
        };
        let sent = || self.sent_to(chat).iter().find(|sent| sent.id == message).map(|sent| sent.text.clone());
        heard.map(words).or_else(sent).unwrap_or_default()
    }

    /// The newest message of a chat, of the bot or of a person, that says this; in a topic where one is named.
    pub fn find_message(&self, chat: i64, topic: Option<i64>, words: &str) -> Option<i64> {
        let known = self.chats.get(&chat)?;
        let heard =
            known.heard.iter().filter(|(_, heard)| topic.is_none() || heard["message_thread_id"].as_i64() == topic);
        let sent = known.messages.iter().filter(|sent| topic.is_none() || sent.topic == topic).map(|sent| sent.id);
        let all = heard.map(|(id, _)| *id).chain(sent);
        all.filter(|id| self.words_of(chat, *id).contains(words)).max()
    }

    /// The topics of a forum.
    pub fn topics_of(&self, chat: i64) -> BTreeMap<i64, Topic> {
        self.chats.get(&chat).and_then(|chat| chat.topics.clone()).unwrap_or_default()
    }

    /// Remembers what was written in a chat, so that it can be replied to and copied.
    pub(super) fn hear(&mut self, chat: i64, message: &Value) {
        let files: Vec<(String, String)> =
            MEDIA.into_iter().filter_map(|kind| Some((file_of(message, kind)?, kind.to_owned()))).collect();
        self.known_files.extend(files);
        let heard = &mut self.chats.entry(chat).or_default().heard;
        heard.extend(message["message_id"].as_i64().map(|id| (id, message.clone())));
    }

    /// Takes so many sends from the budget of a chat.
    pub(super) fn spend(&mut self, chat: i64, count: usize) -> Result<(), f64> {
        let Some(budget) = self.budget.filter(|_| chat < 0) else { return Ok(()) };
        let spent = self.chats.entry(chat).or_default().spend(count, budget);
        self.floods += usize::from(spent.is_err());
        spent
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

    /// The next number of a message in a chat.
    pub(super) fn new_message(&mut self, chat: i64) -> i64 {
        self.chats.entry(chat).or_default().new_message()
    }

    pub(super) fn take_fault(&mut self, method: &str) -> Option<Fault> {
        if let Some(place) = self.faults.iter().position(|(of, _)| of == method) {
            return Some(self.faults.remove(place).1);
        }
        self.trouble.as_mut().and_then(|trouble| trouble(method))
    }
}

/// What a message can show, in the words of its fields.
pub(super) const MEDIA: [&str; 8] =
    ["photo", "video", "animation", "document", "audio", "voice", "sticker", "video_note"];

/// The file that a message shows as this kind.
pub(super) fn file_of(message: &Value, kind: &str) -> Option<String> {
    let shown = message.get(kind)?;
    let file = shown.as_array().and_then(|sizes| sizes.last()).unwrap_or(shown);
    file["file_id"].as_str().map(str::to_owned)
}
