//! Methods of files, albums and copies, of captions, and of taking a message back.

use serde_json::{Value, json};

use super::methods::{Arguments, Outcome, change, editable, message, post, reach, reach_chat, with_markup, worded};
use super::rules::{self, Refusal};
use super::state::{MEDIA, Sent, State, file_of};

/// What can have words under it.
const CAPTIONED: [&str; 6] = ["photo", "video", "animation", "document", "audio", "voice"];

/// What has no file, in the words of its fields.
const OTHERS: [&str; 5] = ["location", "venue", "contact", "dice", "poll"];

const UNCOPYABLE: &str = "Bad Request: the message can't be copied";

/// Runs a method of this file; `None` where it is none.
pub fn run(state: &mut State, method: &str, arguments: &Arguments) -> Option<Outcome> {
    Some(match method {
        "copyMessage" => copy(state, arguments),
        "copyMessages" => copy_all(state, arguments),
        "sendMediaGroup" => album(state, arguments),
        "sendPhoto" | "sendVideo" | "sendAnimation" | "sendDocument" | "sendAudio" | "sendVoice" => {
            single(state, &method[4..].to_ascii_lowercase(), arguments)
        }
        "editMessageCaption" => edit_caption(state, arguments),
        "deleteMessage" => delete(state, arguments),
        "setMessageReaction" => react(state, arguments),
        _ => return None,
    })
}

fn number(arguments: &Arguments, name: &str) -> i64 {
    arguments.get(name).and_then(Value::as_i64).unwrap_or_default()
}

/// The words under a file, with the keyboards of the request.
fn captioned(arguments: &Arguments) -> Result<Sent, Refusal> {
    rules::keyboard(arguments)?;
    let caption = rules::caption(arguments)?;
    Ok(with_markup(worded(caption, arguments.get("caption_entities")), arguments))
}

/// A copy of a message: the same, but for the words under it where the request has others.
fn copy(state: &mut State, arguments: &Arguments) -> Outcome {
    let words = captioned(arguments)?;
    reach(state, arguments)?;
    let from = number(arguments, "from_chat_id");
    let source = original(state, from, number(arguments, "message_id"))?;
    let override_words = arguments.contains_key("caption") && source.kind.as_deref().is_some_and(is_captioned);
    let copy = if override_words {
        Sent { kind: source.kind, file: source.file, ..words }
    } else {
        Sent { buttons: words.buttons, keyboard: words.keyboard, ..source }
    };
    let (_, numbers) = post(state, arguments, vec![copy])?;
    Ok(json!({"message_id": numbers[0]}))
}

fn is_captioned(kind: &str) -> bool {
    CAPTIONED.contains(&kind)
}

/// Copies of several messages; those that are gone are left out.
fn copy_all(state: &mut State, arguments: &Arguments) -> Outcome {
    reach(state, arguments)?;
    let wanted = arguments.get("message_ids").and_then(Value::as_array).cloned().unwrap_or_default();
    let wanted: Vec<i64> = wanted.iter().filter_map(Value::as_i64).collect();
    if !(1..=100).contains(&wanted.len()) || !wanted.is_sorted_by(|one, next| one < next) {
        return Err(Refusal::violation("1 to 100 identifiers in strictly increasing order"));
    }
    let from = number(arguments, "from_chat_id");
    let copies: Vec<Sent> = wanted.iter().filter_map(|message| original(state, from, *message).ok()).collect();
    if copies.is_empty() {
        return Err(Refusal::plain(400, "Bad Request: there are no messages to copy"));
    }
    let (_, numbers) = post(state, arguments, copies)?;
    Ok(numbers.into_iter().map(|number| json!({"message_id": number})).collect())
}

/// A message as its copy shows it.
fn original(state: &mut State, chat: i64, message: i64) -> Result<Sent, Refusal> {
    let chat = reach_chat(state, chat)?;
    let refused = |why: &str| Err(Refusal::plain(400, why));
    if let Some(sent) = chat.messages.iter().find(|sent| sent.id == message) {
        let plain = Sent { id: 0, buttons: Vec::new(), keyboard: Vec::new(), hides_keyboard: false, ..sent.clone() };
        return Ok(Sent { topic: None, reply_to: None, album: None, pinned: false, old: false, ..plain });
    }
    let Some(heard) = chat.heard.get(&message) else { return refused("Bad Request: message to copy not found") };
    if heard["has_protected_content"] == true {
        return refused(UNCOPYABLE);
    }
    as_shown(heard).map_or_else(|| refused(UNCOPYABLE), Ok)
}

/// A message of a person as the bot would send it; nothing for a message of the service.
fn as_shown(heard: &Value) -> Option<Sent> {
    if let Some(text) = heard["text"].as_str() {
        return Some(worded(text, heard.get("entities")));
    }
    let words = worded(heard["caption"].as_str().unwrap_or_default(), heard.get("caption_entities"));
    if let Some((kind, file)) = MEDIA.into_iter().find_map(|kind| Some((kind, file_of(heard, kind)?))) {
        return Some(Sent { kind: Some(kind.to_owned()), file: Some(file), ..words });
    }
    let other = OTHERS.into_iter().find(|kind| heard.get(*kind).is_some())?;
    Some(Sent { kind: Some(other.to_owned()), ..Sent::default() })
}

/// A file that the server knows as this kind, or one that comes with the request.
fn known(state: &State, kind: &str, id: &str) -> Result<(), Refusal> {
    let refused = |why: String| Err(Refusal::plain(400, &why));
    match state.known_files.get(id) {
        Some(known) if known == kind => Ok(()),
        Some(known) => refused(format!("Bad Request: can't use file of type {} as {}", large(known), large(kind))),
        None if kind == "document" && (state.uploads.contains_key(id) || state.files.contains_key(id)) => Ok(()),
        None => refused("Bad Request: wrong file identifier/HTTP URL specified".to_owned()),
    }
}

/// A word with a large first letter.
fn large(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn single(state: &mut State, kind: &str, arguments: &Arguments) -> Outcome {
    let words = captioned(arguments)?;
    let id = arguments.get(kind).and_then(Value::as_str).unwrap_or_default().to_owned();
    reach(state, arguments)?;
    known(state, kind, &id)?;
    let (chat, numbers) = post(state, arguments, vec![Sent { kind: Some(kind.to_owned()), file: Some(id), ..words }])?;
    Ok(message(chat, numbers[0]))
}

/// Two to ten files: photos and videos together, documents and audio files among themselves.
fn album(state: &mut State, arguments: &Arguments) -> Outcome {
    let items = arguments.get("media").and_then(Value::as_array).cloned().unwrap_or_default();
    let kinds: Vec<&str> = items.iter().filter_map(|item| item["type"].as_str()).collect();
    let together = |allowed: &[&str]| kinds.iter().all(|kind| allowed.contains(kind));
    if !(2..=10).contains(&items.len()) {
        return Err(Refusal::violation("an album has two to ten items"));
    }
    if !together(&["photo", "video"]) && !together(&["document"]) && !together(&["audio"]) {
        return Err(Refusal::violation("these kinds of files cannot be one album"));
    }
    let mut shown = Vec::new();
    reach(state, arguments)?;
    state.albums += 1;
    let album = format!("album-{}", state.albums);
    for (place, item) in items.iter().enumerate() {
        let words = captioned(item.as_object().unwrap_or(&Arguments::new()))?;
        let (kind, id) = (item["type"].as_str().unwrap_or_default(), item["media"].as_str().unwrap_or_default());
        known(state, kind, id).map_err(|refusal| {
            let why = refusal.description.trim_start_matches("Bad Request: ");
            let said = format!("Bad Request: failed to send message #{} with the error message \"{why}\"", place + 1);
            Refusal::plain(400, &said)
        })?;
        let (kind, file) = (Some(kind.to_owned()), Some(id.to_owned()));
        shown.push(Sent { kind, file, album: Some(album.clone()), ..words });
    }
    let (chat, numbers) = post(state, arguments, shown)?;
    Ok(numbers.into_iter().map(|number| message(chat, number)).collect())
}

fn edit_caption(state: &mut State, arguments: &Arguments) -> Outcome {
    rules::inline_only(arguments)?;
    let edited = captioned(arguments)?;
    let (chat, reached) = reach(state, arguments)?;
    let current = editable(&mut reached.messages, arguments)?;
    if !current.kind.as_deref().is_some_and(is_captioned) {
        return Err(Refusal::plain(400, "Bad Request: there is no caption in the message to edit"));
    }
    change(current, edited).map(|id| message(chat, id))
}

/// In private chats nothing is taken back after 48 hours; in groups what others wrote needs the right to delete.
fn delete(state: &mut State, arguments: &Arguments) -> Outcome {
    let wanted = number(arguments, "message_id");
    let (id, chat) = reach(state, arguments)?;
    let refused = |why: &str| Err(Refusal::plain(400, why));
    if let Some(place) = chat.messages.iter().position(|sent| sent.id == wanted) {
        if id > 0 && chat.messages[place].old {
            return refused("Bad Request: message can't be deleted for everyone");
        }
        chat.messages.remove(place);
        return Ok(json!(true));
    }
    if !chat.heard.contains_key(&wanted) {
        return refused("Bad Request: message to delete not found");
    }
    if id < 0 && !chat.rights.deletes {
        return refused("Bad Request: message can't be deleted");
    }
    chat.heard.remove(&wanted);
    Ok(json!(true))
}

fn react(state: &mut State, arguments: &Arguments) -> Outcome {
    let wanted = number(arguments, "message_id");
    let (_, chat) = reach(state, arguments)?;
    if !chat.knows(wanted) {
        return Err(Refusal::plain(400, "Bad Request: message to react not found"));
    }
    let emoji = arguments.get("reaction").and_then(|all| all[0]["emoji"].as_str());
    match emoji {
        Some(emoji) => chat.reactions.insert(wanted, emoji.to_owned()),
        None => chat.reactions.remove(&wanted),
    };
    Ok(json!(true))
}
