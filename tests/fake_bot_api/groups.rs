//! What people do in groups and in other chats: updates as Telegram makes them there.

use serde_json::{Value, json};

use super::{BOT, FakeBotApi, State, USERNAME, merge, now, person, state};

/// Telegram's own user, in whose name anonymous admins write (`GroupAnonymousBot`).
const ANONYMOUS: i64 = 1_087_968_824;

impl FakeBotApi {
    /// There is a group, and the bot is in it.
    pub fn open_group(&self, group: i64) {
        self.open_chat(group);
    }

    /// There is a forum with these topics, and the bot is in it.
    pub fn open_forum(&self, group: i64, topics: &[i64]) {
        self.open_chat(group);
        self.change_group(group, |group| {
            group.topics = Some(
                topics
                    .iter()
                    .map(|topic| (*topic, state::Topic { by_bot: true, ..state::Topic::named("T") }))
                    .collect(),
            );
            group.count_from(topics.iter().copied().max().unwrap_or_default());
        });
    }

    /// Something about a group changes: its rights, its topics.
    pub fn change_group(&self, group: i64, change: impl FnOnce(&mut state::Chat)) {
        self.change(|state| change(state.chats.entry(group).or_default()));
    }

    /// Somebody writes in a group, `@names` and commands marked as Telegram marks them; returns the number
    /// of the message.
    pub fn group_text(&self, group: i64, user: i64, text: &str) -> i64 {
        self.group_message(group, user, json!({"text": text, "entities": entities(text)}))
    }

    /// The same in a topic of a forum.
    pub fn topic_text(&self, group: i64, topic: i64, user: i64, text: &str) -> i64 {
        self.topic_message(group, topic, user, json!({"text": text, "entities": entities(text)}))
    }

    /// A message with these fields in a topic. One that answers nothing is shown as an answer to the message of the
    /// service that opened the topic.
    pub fn topic_message(&self, group: i64, topic: i64, user: i64, mut fields: Value) -> i64 {
        let opened = self.look(|state| state.topics_of(group).get(&topic).cloned());
        let root = match opened {
            Some(opened) => opening(group, topic, &opened, user),
            None => opening(group, topic, &state::Topic { by_bot: true, ..state::Topic::named("T") }, user),
        };
        let mut place = json!({"message_thread_id": topic, "is_topic_message": true, "reply_to_message": root});
        if fields.get("reply_to_message").is_some() {
            place["reply_to_message"] = fields["reply_to_message"].clone();
        }
        merge(&mut fields, place);
        self.group_message(group, user, fields)
    }

    /// An admin writes in a group in its name.
    pub fn anonymous_text(&self, group: i64, text: &str) -> i64 {
        let from = json!({"id": ANONYMOUS, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"});
        let fields = json!({
            "text": text, "entities": entities(text), "from": from, "sender_chat": supergroup(group),
            "author_signature": "admin",
        });
        self.group_message(group, ANONYMOUS, fields)
    }

    /// Somebody replies to a message of the bot in a group.
    pub fn group_reply(&self, group: i64, user: i64, to: i64, text: &str) -> i64 {
        let before = json!({
            "message_id": to, "date": now(), "from": bot(), "chat": supergroup(group), "text": "…",
        });
        self.group_message(group, user, json!({"text": text, "entities": entities(text), "reply_to_message": before}))
    }

    /// A message with these fields in a group; returns its number.
    pub fn group_message(&self, group: i64, user: i64, fields: Value) -> i64 {
        self.open_chat(group);
        self.change(|state| {
            let id = state.new_message(group);
            let mut message =
                json!({"message_id": id, "date": now(), "from": person(user), "chat": chat_of(state, group)});
            merge(&mut message, fields);
            state.hear(group, &message);
            state.push(json!({"message": message}));
            id
        })
    }

    /// Somebody presses a button under a message of the bot in a group; returns the id of the query.
    pub fn group_press(&self, group: i64, user: i64, message: i64, data: &str) -> String {
        let query = self.press(user, message, data);
        self.change(|state| {
            let chat = chat_of(state, group);
            let topic = state.sent_to(group).iter().find(|sent| sent.id == message).and_then(|sent| sent.topic);
            let Some(update) = state.updates.back_mut() else { return };
            let pressed = &mut update["callback_query"]["message"];
            pressed["chat"] = chat;
            if let Some(topic) = topic {
                merge(pressed, json!({"message_thread_id": topic, "is_topic_message": true}));
            }
        });
        query
    }

    /// The bot's standing in a group changes, from one status to another.
    pub fn standing(&self, group: i64, user: i64, before: Value, after: Value) -> i64 {
        self.open_chat(group);
        let chat = self.look(|state| chat_of(state, group));
        let member = |mut fields: Value| {
            fields["user"] = bot();
            fields
        };
        self.update(json!({"my_chat_member": {
            "chat": chat, "from": person(user), "date": now(),
            "old_chat_member": member(before), "new_chat_member": member(after),
        }}))
    }

    /// Somebody adds the bot to a group.
    pub fn add_to_group(&self, group: i64, user: i64) -> i64 {
        self.standing(group, user, json!({"status": "left"}), json!({"status": "member"}))
    }

    /// Somebody whose app speaks a language types after the bot's name in another chat; returns the id of
    /// the query.
    pub fn type_inline(&self, user: i64, language: &str, text: &str) -> String {
        self.type_inline_in("private", user, language, text)
    }

    /// The same in a chat of this type, `supergroup` for one.
    pub fn type_inline_in(&self, chat_type: &str, user: i64, language: &str, text: &str) -> String {
        self.change(|state| {
            let id = format!("inline-{}", state.inline.len() + 1);
            state.inline.insert(id.clone(), state::Inline::default());
            let mut from = person(user);
            from["language_code"] = json!(language);
            state.push(json!({"inline_query": {
                "id": id, "from": from, "query": text, "offset": "", "chat_type": chat_type,
            }}));
            id
        })
    }
}

/// The marks that Telegram sets on a text: `@names` and commands.
pub fn entities(text: &str) -> Vec<Value> {
    let mut offset = 0;
    let mut found = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let fits = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '@' | '/');
        let length = word.chars().take_while(fits).count();
        let kind = match word.chars().next() {
            Some('@') => Some("mention"),
            Some('/') => Some("bot_command"),
            _ => None,
        };
        found.extend(kind.filter(|_| length > 1).map(|kind| json!({"type": kind, "offset": offset, "length": length})));
        offset += word.encode_utf16().count();
    }
    found
}

pub fn supergroup(group: i64) -> Value {
    json!({"id": group, "type": "supergroup", "title": "Toko"})
}

/// A group as a message shows it.
pub(super) fn chat_of(state: &State, group: i64) -> Value {
    let mut shown = supergroup(group);
    let Some(chat) = state.chats.get(&group) else { return shown };
    if chat.basic {
        shown["type"] = json!("group");
    }
    if chat.topics.is_some() {
        shown["is_forum"] = json!(true);
    }
    shown
}

/// The message of the service that opened a topic.
pub(super) fn opening(group: i64, topic: i64, opened: &state::Topic, user: i64) -> Value {
    let mut created = json!({"name": opened.name, "icon_color": 7_322_096});
    if let Some(icon) = &opened.icon {
        created["icon_custom_emoji_id"] = json!(icon);
    }
    json!({
        "message_id": topic, "date": now(), "from": if opened.by_bot { bot() } else { person(user) },
        "chat": supergroup(group), "message_thread_id": topic, "is_topic_message": true,
        "forum_topic_created": created,
    })
}

pub(super) fn bot() -> Value {
    json!({"id": BOT, "is_bot": true, "first_name": "Tanya", "username": USERNAME})
}
