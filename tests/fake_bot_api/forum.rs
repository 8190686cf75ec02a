//! Methods of topics and of what is asked about a group. Their rules are those of Telegram's own server, as far as its
//! documentation and its source tell.

use serde_json::{Value, json};

use super::groups::{bot, chat_of, opening};
use super::methods::{Arguments, Outcome, reach};
use super::rules::Refusal;
use super::state::{Chat, State, Topic};
use super::{BOT, merge, now, person};

const NO_FORUM: &str = "Bad Request: the chat is not a forum";
const NO_TOPIC: &str = "Bad Request: TOPIC_ID_INVALID";
const UNCHANGED: &str = "Bad Request: TOPIC_NOT_MODIFIED";

/// Some of the custom emoji that Telegram offers as icons, with the signs that apps add to them.
pub fn icons() -> Vec<(String, String)> {
    let icons = [
        ("📰", "5434144690511290129"),
        ("❗\u{fe0f}", "5379748062124056162"),
        ("💬", "5417915203100613993"),
        ("✅", "5237699328843200968"),
        ("‼\u{fe0f}", "5312424913615723286"),
        ("🔥", "5312241539987020022"),
    ];
    icons.into_iter().map(|(emoji, id)| (emoji.to_owned(), id.to_owned())).collect()
}

/// Runs a method of this file; `None` where it is none.
pub fn run(state: &mut State, method: &str, arguments: &Arguments) -> Option<Outcome> {
    Some(match method {
        "createForumTopic" => open(state, arguments),
        "editForumTopic" => edit(state, arguments),
        "closeForumTopic" => set_closed(state, arguments, true),
        "reopenForumTopic" => set_closed(state, arguments, false),
        "deleteForumTopic" => delete(state, arguments),
        "getForumTopicIconStickers" => Ok(stickers(state)),
        "pinChatMessage" => pin(state, arguments),
        "getChat" => chat(state, arguments),
        "getChatMember" => member(state, arguments),
        _ => return None,
    })
}

fn refused<T>(why: &str) -> Result<T, Refusal> {
    Err(Refusal::plain(400, why))
}

fn text<'a>(arguments: &'a Arguments, name: &str) -> Option<&'a str> {
    arguments.get(name).and_then(Value::as_str)
}

fn number(arguments: &Arguments, name: &str) -> i64 {
    arguments.get(name).and_then(Value::as_i64).unwrap_or_default()
}

fn stickers(state: &State) -> Value {
    let sticker = |(emoji, id): &(String, String)| {
        json!({
            "file_id": format!("icon-{id}"), "file_unique_id": id, "type": "custom_emoji", "width": 100, "height": 100,
            "is_animated": true, "is_video": false, "emoji": emoji, "custom_emoji_id": id,
        })
    };
    state.icons.iter().map(sticker).collect()
}

fn open(state: &mut State, arguments: &Arguments) -> Outcome {
    let name = text(arguments, "name").unwrap_or_default().to_owned();
    let icon = icon(state, arguments)?;
    if !(1..=128).contains(&name.chars().count()) || name.trim().is_empty() {
        return Err(Refusal::violation("a topic has a name of 1 to 128 characters"));
    }
    let (group, chat) = reach(state, arguments)?;
    if chat.topics.is_none() {
        return refused(NO_FORUM);
    }
    if !chat.rights.manages_topics {
        return refused("Bad Request: not enough rights to create a topic");
    }
    let topic = chat.new_message();
    let opened = Topic { name: name.clone(), icon, closed: false, by_bot: true };
    let message = opening(group, topic, &opened, BOT);
    chat.topics.get_or_insert_default().insert(topic, opened);
    state.push(json!({"message": message}));
    Ok(json!({"message_thread_id": topic, "name": name, "icon_color": 7_322_096}))
}

/// The custom emoji that a request names; it must be one of those that Telegram offers.
fn icon(state: &State, arguments: &Arguments) -> Result<Option<String>, Refusal> {
    match text(arguments, "icon_custom_emoji_id") {
        None | Some("") => Ok(None),
        Some(id) if state.icons.iter().any(|(_, known)| known == id) => Ok(Some(id.to_owned())),
        Some(_) => refused("Bad Request: DOCUMENT_INVALID"),
    }
}

/// The topic that a request names, in a forum where the bot may do this with it.
fn topic<'a>(chat: &'a mut Chat, topic: i64, may: bool, else_said: &str) -> Result<&'a mut Topic, Refusal> {
    let Some(topics) = &mut chat.topics else { return refused(NO_FORUM) };
    let Some(topic) = topics.get_mut(&topic) else { return refused(NO_TOPIC) };
    if may { Ok(topic) } else { refused(else_said) }
}

/// Whether the bot may change a topic: its own, or all.
fn may_change(chat: &Chat, topic: i64) -> bool {
    let own = chat.topics.iter().flatten().any(|(id, known)| *id == topic && known.by_bot);
    own || chat.rights.manages_topics
}

fn edit(state: &mut State, arguments: &Arguments) -> Outcome {
    let new_icon = icon(state, arguments)?;
    let id = number(arguments, "message_thread_id");
    let (group, chat) = reach(state, arguments)?;
    let may = may_change(chat, id);
    let found = topic(chat, id, may, "Bad Request: not enough rights to edit the topic")?;
    let before = found.clone();
    if let Some(name) = text(arguments, "name").filter(|name| !name.is_empty()) {
        if name.chars().count() > 128 {
            return Err(Refusal::violation("a topic has a name of 1 to 128 characters"));
        }
        name.clone_into(&mut found.name);
    }
    if arguments.contains_key("icon_custom_emoji_id") {
        found.icon = new_icon;
    }
    if *found == before {
        return refused(UNCHANGED);
    }
    let edited = json!({"forum_topic_edited": {"name": found.name}});
    said_by_the_service(state, group, Some(id), BOT, edited);
    Ok(json!(true))
}

fn set_closed(state: &mut State, arguments: &Arguments, closed: bool) -> Outcome {
    let id = number(arguments, "message_thread_id");
    let (group, chat) = reach(state, arguments)?;
    let may = may_change(chat, id);
    let found = topic(chat, id, may, "Bad Request: not enough rights to close or open the topic")?;
    if found.closed == closed {
        return refused(UNCHANGED);
    }
    found.closed = closed;
    let word = if closed { "forum_topic_closed" } else { "forum_topic_reopened" };
    said_by_the_service(state, group, Some(id), BOT, json!({word: {}}));
    Ok(json!(true))
}

/// A topic goes with all its messages, and nobody is told.
fn delete(state: &mut State, arguments: &Arguments) -> Outcome {
    let id = number(arguments, "message_thread_id");
    let (_, chat) = reach(state, arguments)?;
    let may = chat.rights.deletes;
    topic(chat, id, may, "Bad Request: not enough rights to delete the topic")?;
    chat.forget_topic(id);
    Ok(json!(true))
}

impl Chat {
    /// A topic goes with all its messages.
    pub(super) fn forget_topic(&mut self, topic: i64) {
        self.topics.iter_mut().for_each(|topics| {
            topics.remove(&topic);
        });
        let all = std::mem::take(&mut self.messages);
        let (gone, stay) = all.into_iter().partition(|sent| sent.topic == Some(topic));
        self.messages = stay;
        self.lost.extend::<Vec<_>>(gone);
        self.heard.retain(|_, heard| heard["message_thread_id"].as_i64() != Some(topic));
    }
}

/// A message of the service: it takes a number, and the bot is told of it, of its own doings too.
pub(super) fn said_by_the_service(state: &mut State, group: i64, topic: Option<i64>, by: i64, said: Value) -> i64 {
    let id = state.new_message(group);
    let mut message = json!({
        "message_id": id, "date": now(), "from": if by == BOT { bot() } else { person(by) },
        "chat": chat_of(state, group),
    });
    if let Some(topic) = topic {
        merge(&mut message, json!({"message_thread_id": topic, "is_topic_message": true}));
    }
    merge(&mut message, said);
    state.push(json!({"message": message}));
    id
}

fn pin(state: &mut State, arguments: &Arguments) -> Outcome {
    let wanted = number(arguments, "message_id");
    let (group, chat) = reach(state, arguments)?;
    if group < 0 && !chat.rights.pins {
        return refused("Bad Request: not enough rights to manage pinned messages in the chat");
    }
    let Some(sent) = chat.messages.iter_mut().find(|sent| sent.id == wanted) else {
        return refused("Bad Request: message to pin not found");
    };
    sent.pinned = true;
    let topic = sent.topic;
    let pinned = json!({"message_id": wanted, "date": now(), "chat": {"id": group, "type": "supergroup"}, "text": "…"});
    said_by_the_service(state, group, topic, BOT, json!({"pinned_message": pinned}));
    Ok(json!(true))
}

fn chat(state: &mut State, arguments: &Arguments) -> Outcome {
    let (id, _) = reach(state, arguments)?;
    let mut shown = if id < 0 { chat_of(state, id) } else { json!({"id": id, "type": "private", "first_name": "A"}) };
    merge(&mut shown, json!({"accent_color_id": 0, "max_reaction_count": 11}));
    Ok(shown)
}

fn member(state: &mut State, arguments: &Arguments) -> Outcome {
    let user = number(arguments, "user_id");
    let (_, chat) = reach(state, arguments)?;
    let administrator = |who: Value, rights: super::Rights| {
        json!({
            "status": "administrator", "user": who, "can_be_edited": false, "is_anonymous": false,
            "can_manage_chat": true, "can_delete_messages": rights.deletes, "can_pin_messages": rights.pins,
            "can_manage_topics": rights.manages_topics,
        })
    };
    Ok(match user {
        BOT if chat.rights.administrator() => administrator(bot(), chat.rights),
        BOT => json!({"status": "member", "user": bot()}),
        _ if chat.admins.first() == Some(&user) => {
            json!({"status": "creator", "user": person(user), "is_anonymous": false})
        }
        _ if chat.admins.contains(&user) => administrator(person(user), super::Rights::ALL),
        _ => json!({"status": "member", "user": person(user)}),
    })
}
