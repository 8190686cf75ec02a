//! What Telegram refuses though its shape is right: pure checks of texts, keyboards and commands.

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

    /// 429.
    pub fn flood(seconds: u64) -> Refusal {
        let description = format!("Too Many Requests: retry after {seconds}");
        Refusal { parameters: Some(json!({"retry_after": seconds})), ..Refusal::plain(429, &description) }
    }
}

/// 1 to 4096 UTF-16 units, and entities that lie within the text and cut no character.
pub fn text(arguments: &Map<String, Value>) -> Result<&str, Refusal> {
    let text = arguments.get("text").and_then(Value::as_str).unwrap_or_default();
    let units = text.encode_utf16().count();
    if text.trim().is_empty() {
        return Err(Refusal::violation("message text is empty"));
    }
    if units > 4096 {
        return Err(Refusal::violation("message is too long"));
    }
    let borders: Vec<u64> = borders(text);
    for entity in arguments.get("entities").and_then(Value::as_array).into_iter().flatten() {
        let number = |name: &str| entity.get(name).and_then(Value::as_u64).unwrap_or(u64::MAX);
        let (offset, length) = (number("offset"), number("length"));
        let end = offset.saturating_add(length);
        if length == 0 || !borders.contains(&offset) || !borders.contains(&end) {
            return Err(Refusal::violation("an entity is empty, beyond the text, or cuts a character"));
        }
    }
    Ok(text)
}

/// The places between characters, in UTF-16 units.
fn borders(text: &str) -> Vec<u64> {
    let ends = text.chars().scan(0, |units, letter| {
        *units += letter.len_utf16() as u64;
        Some(*units)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Every button has words on it and does exactly one thing; data are 1 to 64 bytes.
pub fn keyboard(arguments: &Map<String, Value>) -> Result<(), Refusal> {
    let Some(markup) = arguments.get("reply_markup") else { return Ok(()) };
    let rows = markup.get("inline_keyboard").and_then(Value::as_array);
    let rows = rows.ok_or_else(|| Refusal::violation("only inline keyboards are used"))?;
    let buttons = rows.iter().filter_map(Value::as_array).flatten().filter_map(Value::as_object);
    for button in buttons {
        let words = button.get("text").and_then(Value::as_str).unwrap_or_default();
        if words.trim().is_empty() {
            return Err(Refusal::violation("text buttons are unallowed without text"));
        }
        let data = button.get("callback_data").and_then(Value::as_str);
        if button.len() != 2 || !data.is_some_and(|data| (1..=64).contains(&data.len())) {
            return Err(Refusal::violation("BUTTON_DATA_INVALID"));
        }
    }
    Ok(())
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
