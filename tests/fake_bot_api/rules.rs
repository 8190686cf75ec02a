//! What Telegram refuses though its shape is right: pure checks of texts, keyboards, inline answers and
//! the profile.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Why a request is refused.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The error code and HTTP status.
    pub code: u16,
    /// What Telegram would say.
    pub description: String,
    /// `parameters` of the answer.
    pub parameters: Option<Value>,
    /// The bot should have known better: no such request may be made.
    pub violation: bool,
}

impl Refusal {
    /// A refusal that every bot must live with.
    pub fn plain(code: u16, description: &str) -> Refusal {
        Refusal { code, description: description.to_owned(), parameters: None, violation: false }
    }

    /// A request that breaks a rule.
    pub fn violation(description: &str) -> Refusal {
        Refusal { violation: true, ..Refusal::plain(400, &format!("Bad Request: {description}")) }
    }

    /// The group is a supergroup now.
    pub fn migrated(supergroup: i64) -> Refusal {
        let refusal = Refusal::plain(400, "Bad Request: group chat was upgraded to a supergroup chat");
        Refusal { parameters: Some(json!({"migrate_to_chat_id": supergroup})), ..refusal }
    }

    /// 429. Telegram names whole seconds; a part of one is for tests in a hurry.
    pub fn flood(seconds: f64) -> Refusal {
        let description = format!("Too Many Requests: retry after {seconds}");
        let whole = format!("{seconds:.0}").parse::<u64>().ok().filter(|_| seconds.fract() == 0.0);
        let seconds = whole.map_or_else(|| json!(seconds), |whole| json!(whole));
        Refusal { parameters: Some(json!({"retry_after": seconds})), ..Refusal::plain(429, &description) }
    }
}

/// The text of a message with its entities.
pub fn text(arguments: &Map<String, Value>) -> Result<&str, Refusal> {
    worded(arguments, "text")
}

/// The words under a file, which may be none: at most 1024 UTF-16 units.
pub fn caption(arguments: &Map<String, Value>) -> Result<&str, Refusal> {
    let caption = arguments.get("caption").and_then(Value::as_str).unwrap_or_default();
    if caption.encode_utf16().count() > 1024 {
        return Err(Refusal::violation("message caption is too long"));
    }
    marked(caption, arguments.get("caption_entities"))?;
    Ok(caption)
}

/// 1 to 4096 UTF-16 units in a field, and entities that lie within the text and cut no character.
fn worded<'a>(arguments: &'a Map<String, Value>, field: &str) -> Result<&'a str, Refusal> {
    let text = arguments.get(field).and_then(Value::as_str).unwrap_or_default();
    let units = text.encode_utf16().count();
    if text.trim().is_empty() {
        return Err(Refusal::violation("message text is empty"));
    }
    if units > 4096 {
        return Err(Refusal::violation("message is too long"));
    }
    marked(text, arguments.get("entities"))?;
    Ok(text)
}

/// At most a hundred entities that lie within the text, cut no character, and are of a kind that a bot may send.
fn marked(text: &str, entities: Option<&Value>) -> Result<(), Refusal> {
    let borders: Vec<u64> = borders(text);
    let all: Vec<&Value> = entities.and_then(Value::as_array).into_iter().flatten().collect();
    if all.len() > 100 {
        return Err(Refusal::violation("Telegram forgets entities after the hundredth"));
    }
    for entity in &all {
        let number = |name: &str| entity.get(name).and_then(Value::as_u64).unwrap_or(u64::MAX);
        let (offset, length) = (number("offset"), number("length"));
        let end = offset.saturating_add(length);
        if length == 0 || !borders.contains(&offset) || !borders.contains(&end) {
            return Err(Refusal::violation("an entity is empty, beyond the text, or cuts a character"));
        }
        let kind = entity["type"].as_str().unwrap_or_default();
        if kind == "custom_emoji" || kind == "text_mention" {
            return Err(Refusal::violation(
                "ENTITY_MENTION_USER_INVALID, or a custom emoji of a bot that may send none",
            ));
        }
        if kind == "text_link" && entity["url"].as_str().is_none_or(|url| reqwest::Url::parse(url).is_err()) {
            return Err(Refusal::violation("a link leads nowhere"));
        }
    }
    let alone = |entity: &Value| entity["type"] == "code" || entity["type"] == "pre";
    if all.iter().any(|one| all.iter().any(|other| alone(other) && !std::ptr::eq(*one, *other) && meet(one, other))) {
        return Err(Refusal::violation("nothing else can be said of code"));
    }
    Ok(())
}

/// Whether two entities have a character in common.
fn meet(one: &Value, other: &Value) -> bool {
    let number = |entity: &Value, name: &str| entity[name].as_u64().unwrap_or_default();
    let ends = |entity: &Value| number(entity, "offset") + number(entity, "length");
    number(one, "offset") < ends(other) && number(other, "offset") < ends(one)
}

/// The places between characters, in UTF-16 units.
fn borders(text: &str) -> Vec<u64> {
    let ends = text.chars().scan(0, |units, letter| {
        *units += letter.len_utf16() as u64;
        Some(*units)
    });
    std::iter::once(0).chain(ends).collect()
}

/// What is changed can have an inline keyboard only.
pub fn inline_only(arguments: &Map<String, Value>) -> Result<(), Refusal> {
    let inline = arguments.get("reply_markup").is_none_or(|markup| markup.get("inline_keyboard").is_some());
    if inline { Ok(()) } else { Err(Refusal::violation("object expected as reply markup: only an inline keyboard")) }
}

/// At most 100 buttons, eight in a row; every one has words on it and does exactly one thing: data of 1
/// to 64 bytes, or an https link. In the place of the letters it sends its words, or shares a telephone number in
/// a private chat.
pub fn keyboard(arguments: &Map<String, Value>) -> Result<(), Refusal> {
    let Some(markup) = arguments.get("reply_markup") else { return Ok(()) };
    if markup.get("remove_keyboard").is_some() {
        return Ok(());
    }
    let inline = markup.get("inline_keyboard").and_then(Value::as_array);
    let rows = inline.or_else(|| markup.get("keyboard").and_then(Value::as_array));
    let rows = rows.ok_or_else(|| Refusal::violation("no keyboard"))?;
    let rows: Vec<&Vec<Value>> = rows.iter().filter_map(Value::as_array).collect();
    if rows.iter().any(|row| row.is_empty() || row.len() > 8) || rows.iter().map(|row| row.len()).sum::<usize>() > 100 {
        return Err(Refusal::violation("a row is empty or too long, or there are too many buttons"));
    }
    let private = arguments.get("chat_id").and_then(Value::as_i64).is_some_and(|chat| chat > 0);
    let mut buttons = rows.into_iter().flatten().filter_map(Value::as_object);
    match inline {
        Some(_) => buttons.try_for_each(button),
        None => buttons.try_for_each(|button| letters_button(button, private)),
    }
}

fn letters_button(button: &Map<String, Value>, private: bool) -> Result<(), Refusal> {
    if button.get("text").and_then(Value::as_str).unwrap_or_default().trim().is_empty() {
        return Err(Refusal::violation("keyboard button text must not be empty"));
    }
    match (button.len(), button.get("request_contact")) {
        (1, None) => Ok(()),
        (2, Some(Value::Bool(true))) if private => Ok(()),
        (2, Some(Value::Bool(true))) => Err(Refusal::violation("phone number can be requested in private chats only")),
        _ => Err(Refusal::violation("BUTTON_TYPE_INVALID")),
    }
}

fn button(button: &Map<String, Value>) -> Result<(), Refusal> {
    let field = |name: &str| button.get(name).and_then(Value::as_str);
    let words = field("text").unwrap_or_default();
    if words.trim().is_empty() {
        return Err(Refusal::violation("text buttons are unallowed without text"));
    }
    if words.chars().count() > 64 {
        return Err(Refusal::violation("no app shows so long a label"));
    }
    match (button.len(), field("callback_data"), field("url")) {
        (2, Some(data), None) if (1..=64).contains(&data.len()) => Ok(()),
        (2, Some(_), None) => Err(Refusal::violation("BUTTON_DATA_INVALID")),
        (2, None, Some(url)) if is_link(url) => Ok(()),
        (2, None, Some(_)) => Err(Refusal::violation("BUTTON_URL_INVALID")),
        _ => Err(Refusal::violation("BUTTON_TYPE_INVALID")),
    }
}

/// An https link of at most 2048 characters, all of them ASCII without spaces; one to a bot has a payload
/// that Telegram hands on.
fn is_link(url: &str) -> bool {
    let Ok(parsed) = reqwest::Url::parse(url) else { return false };
    let payloads = parsed.query_pairs().filter(|(name, _)| matches!(name.as_ref(), "start" | "startgroup"));
    let fits = payloads
        .into_iter()
        .all(|(name, payload)| (name == "startgroup" && payload.is_empty()) || is_payload(&payload));
    let plain = url.is_ascii() && !url.contains(char::is_whitespace) && url.len() <= 2048;
    parsed.scheme() == "https" && parsed.host_str().is_some() && plain && fits
}

fn is_payload(payload: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    (1..=64).contains(&payload.len()) && payload.chars().all(fits)
}

/// The answer to an inline query: at most 50 results, each with an id of its own of 1 to 64 bytes, a
/// title and a message that could be sent; a button that leads somewhere.
pub fn inline_answer(arguments: &Map<String, Value>) -> Result<(), Refusal> {
    let results = arguments.get("results").and_then(Value::as_array).cloned().unwrap_or_default();
    if results.len() > 50 {
        return Err(Refusal::violation("RESULTS_TOO_MUCH"));
    }
    let ids: BTreeSet<&str> = results.iter().filter_map(|result| result["id"].as_str()).collect();
    if ids.len() < results.len() || ids.iter().any(|id| !(1..=64).contains(&id.len())) {
        return Err(Refusal::violation("RESULT_ID_DUPLICATE or RESULT_ID_INVALID"));
    }
    results.iter().try_for_each(inline_result)?;
    if arguments.get("next_offset").and_then(Value::as_str).is_some_and(|offset| offset.len() > 64) {
        return Err(Refusal::violation("NEXT_OFFSET_INVALID"));
    }
    let Some(button) = arguments.get("button") else { return Ok(()) };
    let word = |name: &str| button[name].as_str().unwrap_or_default();
    let fits = !word("text").trim().is_empty() && is_payload(word("start_parameter"));
    if fits { Ok(()) } else { Err(Refusal::violation("START_PARAM_INVALID")) }
}

fn inline_result(result: &Value) -> Result<(), Refusal> {
    if result["type"] != "article" || result["title"].as_str().unwrap_or_default().trim().is_empty() {
        return Err(Refusal::violation("ARTICLE_TITLE_EMPTY"));
    }
    let content = result["input_message_content"].as_object().cloned().unwrap_or_default();
    worded(&content, "message_text")?;
    keyboard(result.as_object().unwrap_or(&Map::new()))
}

/// A text of the profile, of at most so many characters.
pub fn profile_text(arguments: &Map<String, Value>, field: &str, longest: usize) -> Result<String, Refusal> {
    let text = arguments.get(field).and_then(Value::as_str).unwrap_or_default();
    if text.encode_utf16().count() > longest {
        return Err(Refusal::violation(&format!("{field} is too long")));
    }
    Ok(text.trim().to_owned())
}

/// What the bot may be doing, as a chat shows it.
pub fn action(arguments: &Map<String, Value>) -> Result<(), Refusal> {
    match arguments.get("action").and_then(Value::as_str) {
        Some("typing") => Ok(()),
        _ => Err(Refusal::violation("wrong parameter action in request")),
    }
}

/// The pop-up of a pressed button: at most 200 characters.
pub fn toast(arguments: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let toast = arguments.get("text").and_then(Value::as_str);
    if toast.is_some_and(|toast| toast.chars().count() > 200) {
        return Err(Refusal::violation("MESSAGE_TOO_LONG"));
    }
    Ok(toast.map(str::to_owned))
}

/// At most 100 commands, with names and descriptions of the right lengths.
pub fn commands(arguments: &Map<String, Value>) -> Result<Value, Refusal> {
    let commands = arguments.get("commands").and_then(Value::as_array).cloned().unwrap_or_default();
    if commands.len() > 100 {
        return Err(Refusal::violation("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in &commands {
        let field = |name: &str| command.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = field("command");
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(fits) {
            return Err(Refusal::violation("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&field("description").chars().count()) {
            return Err(Refusal::violation("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    Ok(Value::from(commands))
}

/// A language code is two small letters, or absent.
pub fn language(arguments: &Map<String, Value>) -> Result<String, Refusal> {
    let code = arguments.get("language_code").and_then(Value::as_str).unwrap_or_default();
    let fits = code.is_empty() || (code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_lowercase()));
    if fits { Ok(code.to_owned()) } else { Err(Refusal::violation("LANG_CODE_INVALID")) }
}
