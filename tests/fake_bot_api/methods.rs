//! What each method does. One function per method, arguments and state in, result or refusal out.

use serde_json::{Map, Value, json};

use super::rules::{self, Refusal};
use super::schema::SCHEMA;
use super::state::{Chat, Sent, State};
use super::{BOT, USERNAME};

const GONE: &str = "Bad Request: message to edit not found";
const SAME: &str = "Bad Request: message is not modified: specified new message content and reply markup are \
    exactly the same as a current content and reply markup of the message";
const TOO_OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

pub type Outcome = Result<Value, Refusal>;
type Arguments = Map<String, Value>;

/// Runs any method but `getUpdates`, which waits.
pub fn run(state: &mut State, method: &str, arguments: &Arguments) -> Outcome {
    match method {
        "getMe" => Ok(me(state.inline_mode)),
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
        "getWebhookInfo" => Ok(json!({
            "url": state.webhook.clone().unwrap_or_default(),
            "has_custom_certificate": false,
            "pending_update_count": state.updates.len(),
        })),
        other => unreachable!("{other} is in the schema, but the fake server cannot do it"),
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

fn me(inline_mode: bool) -> Value {
    json!({
        "id": BOT, "is_bot": true, "first_name": "Tanya", "username": USERNAME,
        "can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": inline_mode,
        "can_connect_to_business": false, "has_main_web_app": false,
    })
}

fn send(state: &mut State, arguments: &Arguments) -> Outcome {
    let shown = shown(0, arguments)?;
    let (id, chat) = open_chat(state, arguments)?;
    let topic = arguments.get("message_thread_id").and_then(Value::as_i64);
    let sent = Sent { topic, reply_to: replied_to(chat, arguments)?, ..shown };
    let number = state.new_message();
    state.chats.entry(id).or_default().messages.push(Sent { id: number, ..sent });
    Ok(message(id, number))
}

/// The message to which another replies; none where it is gone and that is said to be no matter.
fn replied_to(chat: &Chat, arguments: &Arguments) -> Result<Option<i64>, Refusal> {
    let Some(reply) = arguments.get("reply_parameters") else { return Ok(None) };
    let number = reply["message_id"].as_i64().unwrap_or_default();
    let known = chat.heard.contains(&number) || chat.messages.iter().any(|sent| sent.id == number);
    match (known, reply["allow_sending_without_reply"].as_bool()) {
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
    let (chat, Chat { messages, .. }) = open_chat(state, arguments)?;
    let current = editable(messages, arguments)?;
    let edited = Sent { id: current.id, topic: current.topic, reply_to: current.reply_to, ..edited };
    if *current == edited {
        return Err(Refusal::plain(400, SAME));
    }
    *current = edited;
    Ok(message(chat, current.id))
}

fn edit_buttons(state: &mut State, arguments: &Arguments) -> Outcome {
    rules::inline_only(arguments)?;
    rules::keyboard(arguments)?;
    let (chat, Chat { messages, .. }) = open_chat(state, arguments)?;
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

/// A chat that exists and in which the bot may write, here in the topic that is named.
fn open_chat<'a>(state: &'a mut State, arguments: &Arguments) -> Result<(i64, &'a mut Chat), Refusal> {
    let id = arguments.get("chat_id").and_then(Value::as_i64).unwrap_or_default();
    let refused = |code: u16, why: &str| Err(Refusal::plain(code, why));
    let Some(chat) = state.chats.get_mut(&id) else { return refused(400, "Bad Request: chat not found") };
    match chat {
        Chat { migrated_to: Some(supergroup), .. } => return Err(Refusal::migrated(*supergroup)),
        Chat { blocked: true, .. } if id > 0 => return refused(403, "Forbidden: bot was blocked by the user"),
        Chat { blocked: true, .. } => return refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        Chat { silenced: true, .. } => {
            return refused(400, "Bad Request: not enough rights to send text messages to the chat");
        }
        _ => {}
    }
    let topic = arguments.get("message_thread_id").and_then(Value::as_i64);
    match (topic, &chat.topics) {
        (None, _) => Ok((id, chat)),
        (Some(_), None) => Err(Refusal::violation("message thread not found: this chat has no topics")),
        (Some(topic), Some(topics)) => match topics.get(&topic) {
            None => refused(400, "Bad Request: message thread not found"),
            Some(true) => refused(400, "Bad Request: TOPIC_CLOSED"),
            Some(false) => Ok((id, chat)),
        },
    }
}

fn editable<'a>(messages: &'a mut [Sent], arguments: &Arguments) -> Result<&'a mut Sent, Refusal> {
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
    let units: Vec<u16> = text.encode_utf16().collect();
    let stretch = |entity: &Value| {
        let number = |name: &str| usize::try_from(entity[name].as_u64().unwrap_or_default()).unwrap_or_default();
        String::from_utf16_lossy(&units[number("offset")..number("offset") + number("length")])
    };
    let entities = || arguments.get("entities").and_then(Value::as_array).into_iter().flatten();
    let all = |kind: &str| entities().filter(|entity| entity["type"] == kind).map(stretch).collect();
    let markup = arguments.get("reply_markup");
    Ok(Sent {
        id,
        text: text.to_owned(),
        bold: all("bold"),
        code: all("code"),
        buttons: buttons(arguments),
        keyboard: markup.map(in_place_of_letters).unwrap_or_default(),
        hides_keyboard: markup.is_some_and(|markup| markup["remove_keyboard"] == true),
        ..Sent::default()
    })
}

fn in_place_of_letters(markup: &Value) -> Vec<Vec<(String, bool)>> {
    let button = |button: &Value| {
        (button["text"].as_str().unwrap_or_default().to_owned(), button["request_contact"] == Value::Bool(true))
    };
    let row = |row: &Value| row.as_array().into_iter().flatten().map(button).collect();
    markup["keyboard"].as_array().into_iter().flatten().map(row).collect()
}

fn buttons(arguments: &Arguments) -> Vec<Vec<(String, String)>> {
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

fn message(chat: i64, id: i64) -> Value {
    let kind = if chat < 0 { "supergroup" } else { "private" };
    json!({
        "message_id": id, "date": 1_700_000_000, "text": "…", "from": me(false), "chat": {"id": chat, "type": kind},
    })
}
