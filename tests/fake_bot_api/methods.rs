//! What each method does. One function per method, arguments and state in, result or refusal out. Those of files
//! and copies are in [`super::media`], those of topics and rights in [`super::forum`].

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::rules::{self, Refusal};
use super::schema::SCHEMA;
use super::state::{Chat, Posted, Sent, State};
use super::{BOT, USERNAME, forum, media, webhook};

pub(super) const GONE: &str = "Bad Request: message to edit not found";
pub(super) const SAME: &str = "Bad Request: message is not modified: specified new message content and reply markup are \
    exactly the same as a current content and reply markup of the message";
const TOO_OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

pub type Outcome = Result<Value, Refusal>;
pub type Arguments = Map<String, Value>;

/// Runs any method but `getUpdates`, which waits.
pub fn run(state: &mut State, method: &str, arguments: &Arguments) -> Outcome {
    match method {
        "getMe" => {
            state.starts += 1;
            Ok(me(state.inline_mode))
        }
        "sendMessage" => send(state, arguments),
        "editMessageText" => edit_text(state, arguments),
        "editMessageReplyMarkup" => edit_buttons(state, arguments),
        "getFile" => file(state, arguments),
        "answerCallbackQuery" => answer(state, arguments),
        "answerInlineQuery" => suggest(state, arguments),
        "sendChatAction" => {
            rules::action(arguments)?;
            open_chat(state, arguments).map(|_| json!(true))
        }
        "getMyCommands" => Ok(state.commands.get(&list(arguments)?).cloned().unwrap_or_else(|| json!([]))),
        "setMyCommands" => {
            state.commands.insert(list(arguments)?, rules::commands(arguments)?);
            Ok(json!(true))
        }
        "getMyName" | "getMyDescription" | "getMyShortDescription" => profile(state, method, arguments),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => set_profile(state, method, arguments),
        "deleteWebhook" => {
            state.webhook = None;
            Ok(json!(true))
        }
        "setWebhook" => webhook::set(state, arguments),
        "getWebhookInfo" => Ok(webhook::info(state)),
        _ => media::run(state, method, arguments)
            .or_else(|| forum::run(state, method, arguments))
            .unwrap_or_else(|| unreachable!("{method} is in the schema, but the fake server cannot do it")),
    }
}

/// The updates that are waiting, confirming those before the offset.
pub fn waiting(state: &State, arguments: &Arguments) -> Vec<Value> {
    let limit = arguments.get("limit").and_then(Value::as_u64).unwrap_or(100).clamp(1, 100);
    state.updates.iter().take(usize::try_from(limit).unwrap_or(100)).cloned().collect()
}

/// What is wrong with a poll, whatever is waiting.
pub fn check_poll(state: &State, arguments: &Arguments) -> Result<(), Refusal> {
    if state.webhook.is_some() {
        let why = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        return Err(Refusal::plain(409, why));
    }
    let kinds = arguments.get("allowed_updates").and_then(Value::as_array).into_iter().flatten();
    let unknown = kinds.filter_map(Value::as_str).find(|kind| !SCHEMA.update_kinds.iter().any(|known| known == kind));
    unknown.map_or(Ok(()), |kind| Err(Refusal::violation(&format!("{kind} is no kind of update"))))
}

pub(super) fn me(inline_mode: bool) -> Value {
    json!({
        "id": BOT, "is_bot": true, "first_name": "Tanya", "username": USERNAME,
        "can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": inline_mode,
        "can_connect_to_business": false, "has_main_web_app": false,
    })
}

fn send(state: &mut State, arguments: &Arguments) -> Outcome {
    let shown = shown(0, arguments)?;
    let (chat, numbers) = post(state, arguments, vec![shown])?;
    Ok(message(chat, numbers[0]))
}

/// New messages, which all stand in the same place and answer the same; returns the chat and their numbers.
pub(super) fn post(state: &mut State, arguments: &Arguments, new: Vec<Sent>) -> Result<(i64, Vec<i64>), Refusal> {
    let (id, chat) = open_chat(state, arguments)?;
    let topic = arguments.get("message_thread_id").and_then(Value::as_i64);
    let reply_to = replied_to(chat, arguments)?;
    state.spend(id, new.len()).map_err(Refusal::flood)?;
    let chat = state.chats.entry(id).or_default();
    let (at, run) = (Instant::now(), state.starts);
    let numbered = |sent: Sent| {
        let number = chat.new_message();
        state.posted.push(Posted { chat: id, message: number, at, run });
        chat.messages.push(Sent { id: number, topic, reply_to, ..sent });
        number
    };
    Ok((id, new.into_iter().map(numbered).collect()))
}

/// The message to which another replies; none where it is gone and that is said to be no matter.
fn replied_to(chat: &Chat, arguments: &Arguments) -> Result<Option<i64>, Refusal> {
    let Some(reply) = arguments.get("reply_parameters") else { return Ok(None) };
    let number = reply["message_id"].as_i64().unwrap_or_default();
    match (chat.knows(number), reply["allow_sending_without_reply"].as_bool()) {
        (true, _) => Ok(Some(number)),
        (false, Some(true)) => Ok(None),
        (false, _) => Err(Refusal::plain(400, "Bad Request: message to be replied not found")),
    }
}

/// Where a file lies. Telegram's own server hands out 20 MB at the most.
fn file(state: &State, arguments: &Arguments) -> Outcome {
    let id = arguments.get("file_id").and_then(Value::as_str).unwrap_or_default();
    let file = state.files.get(id).ok_or_else(|| Refusal::plain(400, "Bad Request: invalid file_id"))?;
    if file.size.is_some_and(|size| size > 20 * 1024 * 1024) {
        return Err(Refusal::plain(400, "Bad Request: file is too big"));
    }
    let mut found = json!({"file_id": id, "file_unique_id": "u"});
    for (field, value) in [("file_path", json!(file.path)), ("file_size", json!(file.size))] {
        if !value.is_null() {
            found[field] = value;
        }
    }
    Ok(found)
}

fn edit_text(state: &mut State, arguments: &Arguments) -> Outcome {
    rules::inline_only(arguments)?;
    let edited = shown(0, arguments)?;
    let (chat, Chat { messages, .. }) = reach(state, arguments)?;
    let current = editable(messages, arguments)?;
    if current.kind.is_some() {
        return Err(Refusal::plain(400, "Bad Request: there is no text in the message to edit"));
    }
    change(current, edited).map(|id| message(chat, id))
}

/// A message becomes another in its place.
pub(super) fn change(current: &mut Sent, edited: Sent) -> Result<i64, Refusal> {
    let edited = Sent {
        text: edited.text,
        bold: edited.bold,
        code: edited.code,
        italic: edited.italic,
        marks: edited.marks,
        buttons: edited.buttons,
        ..current.clone()
    };
    if *current == edited {
        return Err(Refusal::plain(400, SAME));
    }
    *current = edited;
    Ok(current.id)
}

fn edit_buttons(state: &mut State, arguments: &Arguments) -> Outcome {
    rules::inline_only(arguments)?;
    rules::keyboard(arguments)?;
    let (chat, Chat { messages, .. }) = reach(state, arguments)?;
    let current = editable(messages, arguments)?;
    let buttons = buttons(arguments);
    if current.buttons == buttons {
        return Err(Refusal::plain(400, SAME));
    }
    current.buttons = buttons;
    Ok(message(chat, current.id))
}

fn answer(state: &mut State, arguments: &Arguments) -> Outcome {
    let toast = rules::toast(arguments)?;
    let query = arguments.get("callback_query_id").and_then(Value::as_str).unwrap_or_default();
    let pressed = state.pressed.get_mut(query).filter(|pressed| !pressed.expired);
    let pressed = pressed.ok_or_else(|| Refusal::plain(400, TOO_OLD))?;
    pressed.answered = Some(toast);
    Ok(json!(true))
}

fn suggest(state: &mut State, arguments: &Arguments) -> Outcome {
    rules::inline_answer(arguments)?;
    let query = arguments.get("inline_query_id").and_then(Value::as_str).unwrap_or_default();
    let query = state.inline.get_mut(query).filter(|query| !query.expired && query.answered.is_none());
    let query = query.ok_or_else(|| Refusal::plain(400, TOO_OLD))?;
    query.answered = Some(Value::from(arguments.clone()));
    Ok(json!(true))
}

/// The field that a method reads or writes, and its longest text.
fn profile_field(method: &str) -> (&'static str, usize) {
    match &method[5..] {
        "Name" => ("name", 64),
        "Description" => ("description", 512),
        _ => ("short_description", 120),
    }
}

/// The text for a language, else the one for all others.
fn profile(state: &State, method: &str, arguments: &Arguments) -> Outcome {
    let (field, _) = profile_field(method);
    let text = |language: String| state.profile.get(&(field, language));
    let found = text(rules::language(arguments)?).or_else(|| text(String::new()));
    Ok(json!({field: found.cloned().unwrap_or_default()}))
}

fn set_profile(state: &mut State, method: &str, arguments: &Arguments) -> Outcome {
    let (field, longest) = profile_field(method);
    let text = rules::profile_text(arguments, field, longest)?;
    state.profile.insert((field, rules::language(arguments)?), text);
    Ok(json!(true))
}

/// A chat that exists and has the bot in it.
pub(super) fn reach<'a>(state: &'a mut State, arguments: &Arguments) -> Result<(i64, &'a mut Chat), Refusal> {
    let id = arguments.get("chat_id").and_then(Value::as_i64).unwrap_or_default();
    reach_chat(state, id).map(|chat| (id, chat))
}

/// The same, by its number.
pub(super) fn reach_chat(state: &mut State, id: i64) -> Result<&mut Chat, Refusal> {
    let refused = |code: u16, why: &str| Err(Refusal::plain(code, why));
    match state.chats.get_mut(&id) {
        None => refused(400, "Bad Request: chat not found"),
        Some(Chat { migrated_to: Some(supergroup), .. }) => Err(Refusal::migrated(*supergroup)),
        Some(Chat { blocked: true, .. }) if id > 0 => refused(403, "Forbidden: bot was blocked by the user"),
        Some(Chat { blocked: true, basic: true, .. }) => refused(403, "Forbidden: bot was kicked from the group chat"),
        Some(Chat { blocked: true, .. }) => refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        Some(chat) => Ok(chat),
    }
}

/// A chat that exists and in which the bot may write, here in the topic that is named. A closed topic is open to
/// whoever manages topics, and to whoever opened it.
fn open_chat<'a>(state: &'a mut State, arguments: &Arguments) -> Result<(i64, &'a mut Chat), Refusal> {
    let (id, chat) = reach(state, arguments)?;
    let refused = |why: &str| Err(Refusal::plain(400, why));
    if chat.silenced {
        return refused("Bad Request: not enough rights to send text messages to the chat");
    }
    let Some(topic) = arguments.get("message_thread_id").and_then(Value::as_i64) else { return Ok((id, chat)) };
    // Nothing else is said where topics were switched off.
    match chat.topics.as_ref().and_then(|topics| topics.get(&topic)) {
        None => refused("Bad Request: message thread not found"),
        Some(topic) if topic.closed && !topic.by_bot && !chat.rights.manages_topics => {
            refused("Bad Request: TOPIC_CLOSED")
        }
        Some(_) => Ok((id, chat)),
    }
}

pub(super) fn editable<'a>(messages: &'a mut [Sent], arguments: &Arguments) -> Result<&'a mut Sent, Refusal> {
    let id = arguments.get("message_id").and_then(Value::as_i64);
    let found = messages.iter_mut().find(|message| Some(message.id) == id);
    let found = found.ok_or_else(|| Refusal::plain(400, GONE))?;
    // Only messages without a keyboard, or with an inline one, can be changed.
    if found.hides_keyboard || !found.keyboard.is_empty() {
        return Err(Refusal::plain(400, "Bad Request: message can't be edited"));
    }
    Ok(found)
}

/// The message as it will be shown; a refusal where Telegram would refuse it.
fn shown(id: i64, arguments: &Arguments) -> Result<Sent, Refusal> {
    let text = rules::text(arguments)?;
    rules::keyboard(arguments)?;
    Ok(Sent { id, ..with_markup(worded(text, arguments.get("entities")), arguments) })
}

/// A message with the keyboards of a request.
pub(super) fn with_markup(sent: Sent, arguments: &Arguments) -> Sent {
    let markup = arguments.get("reply_markup");
    Sent {
        buttons: buttons(arguments),
        keyboard: markup.map(in_place_of_letters).unwrap_or_default(),
        hides_keyboard: markup.is_some_and(|markup| markup["remove_keyboard"] == true),
        ..sent
    }
}

/// A message of these words, with the entities of a text or of a caption.
pub(super) fn worded(text: &str, entities: Option<&Value>) -> Sent {
    let units: Vec<u16> = text.encode_utf16().collect();
    let stretch = |entity: &Value| {
        let number = |name: &str| usize::try_from(entity[name].as_u64().unwrap_or_default()).unwrap_or_default();
        let words = units.get(number("offset")..number("offset") + number("length"));
        String::from_utf16_lossy(words.unwrap_or_default())
    };
    let entities = || entities.and_then(Value::as_array).into_iter().flatten();
    let all = |kind: &str| entities().filter(|entity| entity["type"] == kind).map(stretch).collect();
    let kind = |entity: &Value| entity["type"].as_str().unwrap_or_default().to_owned();
    let others = entities().filter(|entity| !["bold", "code", "italic"].contains(&kind(entity).as_str()));
    Sent {
        text: text.to_owned(),
        bold: all("bold"),
        code: all("code"),
        italic: all("italic"),
        marks: others.map(|entity| (kind(entity), stretch(entity))).collect(),
        ..Sent::default()
    }
}

fn in_place_of_letters(markup: &Value) -> Vec<Vec<(String, bool)>> {
    let button = |button: &Value| {
        (button["text"].as_str().unwrap_or_default().to_owned(), button["request_contact"] == Value::Bool(true))
    };
    let row = |row: &Value| row.as_array().into_iter().flatten().map(button).collect();
    markup["keyboard"].as_array().into_iter().flatten().map(row).collect()
}

pub(super) fn buttons(arguments: &Arguments) -> Vec<Vec<(String, String)>> {
    let word = |button: &Value, name: &str| button[name].as_str().unwrap_or_default().to_owned();
    let rows = arguments.get("reply_markup").and_then(|markup| markup["inline_keyboard"].as_array());
    let row = |row: &Value| {
        let buttons = row.as_array().into_iter().flatten();
        buttons.map(|button| (word(button, "text"), word(button, "callback_data") + &word(button, "url"))).collect()
    };
    rows.into_iter().flatten().map(row).collect()
}

/// The command list that is meant: its scope and language.
fn list(arguments: &Arguments) -> Result<(String, String), Refusal> {
    let scope = arguments.get("scope").and_then(|scope| scope["type"].as_str()).unwrap_or("default");
    Ok((scope.to_owned(), rules::language(arguments)?))
}

pub(super) fn message(chat: i64, id: i64) -> Value {
    let kind = if chat < 0 { "supergroup" } else { "private" };
    json!({
        "message_id": id, "date": 1_700_000_000, "text": "…", "from": me(false), "chat": {"id": chat, "type": kind},
    })
}
