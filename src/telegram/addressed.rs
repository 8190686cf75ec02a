//! Whether what somebody writes in a group is meant for the bot, and the words that are left once the
//! bot's name is taken out. Pure.
//!
//! People in a group mostly talk to each other: whatever is in doubt is not for the bot.

use super::me::Me;
use super::shapes::{Entity, Message};
use crate::conversation::Command;

/// What a mention alone asks for.
const ASKED_FOR_HELP: &str = "/help";

/// The words of a private message that are for the bot: all but the commands of another bot.
pub(super) fn in_private(words: &str, me: &Me) -> Option<String> {
    match whose_command(words, me) {
        Some(Whose::Others) if me.username.is_some() => None,
        _ => Some(words.to_owned()),
    }
}

/// The words of a message in a group that are for the bot, without its name; `None` when the message
/// is not for the bot. Those of a message without words, such as a photo, may be empty.
pub(super) fn in_group(message: Message<'_>, me: &Me) -> Option<String> {
    if message.has("forward_origin") || message.has("forward_date") {
        return None;
    }
    let words = message.text().or(message.caption()).unwrap_or_default();
    match whose_command(words, me) {
        Some(Whose::Ours) => return Some(without_name(words)),
        Some(Whose::Anyones) => return Command::parse(words).map(|_| words.to_owned()),
        Some(Whose::Others) => return None,
        None => {}
    }
    let mentions = Mentions::of(words, &message.entities(), me);
    let called = mentions.ours || (!mentions.other_bot && replies_to(message, me));
    let asked = if mentions.ours { mentions.rest } else { words.to_owned() };
    called.then(|| if asked.is_empty() && message.text().is_some() { ASKED_FOR_HELP.to_owned() } else { asked })
}

/// Whose a command is.
enum Whose {
    /// It names the bot: `/help@our_bot`.
    Ours,
    /// It names nobody.
    Anyones,
    /// It names another bot.
    Others,
}

/// Whose command a text begins with; `None` when it begins with none.
fn whose_command(words: &str, me: &Me) -> Option<Whose> {
    let rest = words.trim_start().strip_prefix('/')?;
    rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_').then_some(())?;
    let word = rest.split_whitespace().next().unwrap_or_default();
    Some(match word.split_once('@') {
        None => Whose::Anyones,
        Some((_, name)) if me.is_called(name) => Whose::Ours,
        Some(_) => Whose::Others,
    })
}

/// A command without the name of the bot: `/start@our_bot a_x` is `/start a_x`.
fn without_name(words: &str) -> String {
    let words = words.trim_start();
    let (word, rest) = words.find(char::is_whitespace).map_or((words, ""), |end| words.split_at(end));
    format!("{}{rest}", word.split('@').next().unwrap_or_default())
}

/// Whether a message answers one of the bot's. The first message of a topic is quoted by every message
/// in it, which says nothing.
fn replies_to(message: Message<'_>, me: &Me) -> bool {
    let Some(before) = message.replied_to().filter(|before| before.id_of("from") == Some(me.id)) else { return false };
    let topic = message.topic().map(|topic| i64::from(topic.0.0));
    !before.has("forum_topic_created") && (topic.is_none() || before.number() != topic)
}

/// Who is named in a text.
#[derive(Default)]
struct Mentions {
    /// The bot is.
    ours: bool,
    /// Another bot is; the usernames of bots end in "bot".
    other_bot: bool,
    /// What is left of the text without the names of bots.
    rest: String,
}

impl Mentions {
    fn of(words: &str, entities: &[Entity<'_>], me: &Me) -> Mentions {
        let units: Vec<u16> = words.encode_utf16().collect();
        let (mut mentions, mut rest, mut at) = (Mentions::default(), Vec::new(), 0);
        for entity in entities {
            let end = entity.offset.saturating_add(entity.length);
            let Some(stretch) = units.get(entity.offset..end) else { continue };
            let name = String::from_utf16_lossy(stretch);
            let ours = is_me(entity, &name, me);
            let other_bot = !ours && entity.kind == "mention" && name.to_ascii_lowercase().ends_with("bot");
            mentions.ours |= ours;
            mentions.other_bot |= other_bot;
            if (ours || other_bot) && entity.offset >= at {
                rest.extend_from_slice(&units[at..entity.offset]);
                at = end;
            }
        }
        rest.extend_from_slice(&units[at..]);
        mentions.rest = tidy(&String::from_utf16_lossy(&rest));
        mentions
    }
}

fn is_me(entity: &Entity<'_>, name: &str, me: &Me) -> bool {
    match entity.kind {
        "mention" => me.is_called(name),
        "text_mention" => entity.user == Some(me.id),
        _ => false,
    }
}

/// What stands around a name is not part of the question: "@bot, how …?", "halo @bot".
fn tidy(words: &str) -> String {
    let is_comma = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ':' | '，' | '：' | '、');
    words.trim_matches(is_comma).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn me() -> Me {
        Me { id: 9, username: Some("Melati_bot".to_owned()), inline: false }
    }

    /// A text of a group with its `@names` and commands as Telegram marks them.
    fn message(text: &str, fields: Value) -> Value {
        let mut entities = Vec::new();
        let mut offset = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            let name: String = word
                .chars()
                .take_while(|letter| *letter == '@' || letter.is_ascii_alphanumeric() || *letter == '_')
                .collect();
            if name.starts_with('@') && name.len() > 1 {
                entities.push(json!({"type": "mention", "offset": offset, "length": name.len()}));
            }
            offset += word.encode_utf16().count();
        }
        let mut message = json!({"message_id": 5, "text": text, "entities": entities});
        if let (Some(message), Value::Object(fields)) = (message.as_object_mut(), fields) {
            message.extend(fields);
        }
        message
    }

    fn heard(text: &str, fields: Value) -> Option<String> {
        in_group(Message(&message(text, fields)), &me())
    }

    fn reply_to(from: i64, fields: Value) -> Value {
        let mut before = json!({"message_id": 3, "from": {"id": from, "is_bot": true}, "text": "x"});
        if let (Some(before), Value::Object(fields)) = (before.as_object_mut(), fields) {
            before.extend(fields);
        }
        before
    }

    #[test]
    fn a_mention_makes_a_message_ours_and_is_cut_out() {
        let table = [
            ("@Melati_bot cara bayar", "cara bayar"),
            ("@melati_BOT, cara bayar?", "cara bayar?"),
            ("😀👍🏽 怎么退款 @Melati_bot", "😀👍🏽 怎么退款"),
            ("how @Melati_bot do I pay", "how  do I pay"),
            ("@shop_bot @Melati_bot cara bayar", "cara bayar"),
            ("@budi @Melati_bot cara bayar", "@budi  cara bayar"),
            ("@Melati_bot", "/help"),
            ("@Melati_bot @Melati_bot :", "/help"),
        ];
        for (text, expected) in table {
            assert_eq!(heard(text, json!({})).as_deref(), Some(expected), "{text}");
        }
        let named = json!([{"type": "text_mention", "offset": 0, "length": 6, "user": {"id": 9}}]);
        assert_eq!(heard("Melati cara bayar", json!({"entities": named})).as_deref(), Some("cara bayar"));
    }

    #[test]
    fn talk_among_others_is_not_ours() {
        let nobody = json!({});
        let texts = [
            "cara bayar",
            "@other_bot cara bayar",
            "@Melati_bot2 hi",
            "a@Melati_bot",
            "/pay",
            "/help@other_bot @Melati_bot",
        ];
        for text in texts {
            assert_eq!(heard(text, nobody.clone()), None, "{text}");
        }
        let other = json!([{"type": "text_mention", "offset": 0, "length": 6, "user": {"id": 8}}]);
        assert_eq!(heard("Melati cara bayar", json!({"entities": other})), None);
        assert_eq!(heard("@Melati_bot hi", json!({"forward_origin": {"type": "user"}})), None);
        assert_eq!(heard("ok", json!({"external_reply": {"origin": {"sender_user": {"id": 9}}}})), None);
    }

    #[test]
    fn entities_that_lie_are_passed_over() {
        for (offset, length) in [(0, 400), (400, 2), (usize::MAX, usize::MAX), (0, 0)] {
            let lie = json!([{"type": "mention", "offset": offset, "length": length}]);
            assert_eq!(heard("@Melati_bot hi", json!({"entities": lie})), None, "{offset} {length}");
        }
        let twice =
            json!([{"type": "mention", "offset": 0, "length": 11}, {"type": "mention", "offset": 0, "length": 11}]);
        assert_eq!(heard("@Melati_bot hi", json!({"entities": twice})).as_deref(), Some("hi"));
    }

    #[test]
    fn a_reply_to_the_bot_is_ours_but_not_one_to_the_beginning_of_a_topic() {
        let ours = json!({"reply_to_message": reply_to(9, json!({}))});
        assert_eq!(heard("terus gimana?", ours.clone()).as_deref(), Some("terus gimana?"));
        assert_eq!(heard("@budi coba deh", ours.clone()).as_deref(), Some("@budi coba deh"));
        assert_eq!(heard("@other_bot coba", ours), None);
        assert_eq!(heard("ok", json!({"reply_to_message": reply_to(8, json!({}))})), None);
        let root = reply_to(9, json!({"forum_topic_created": {"name": "T"}}));
        assert_eq!(heard("ok", json!({"reply_to_message": root})), None);
        let root =
            json!({"reply_to_message": reply_to(9, json!({})), "message_thread_id": 3, "is_topic_message": true});
        assert_eq!(heard("ok", root), None);
        let thread = json!({"reply_to_message": reply_to(9, json!({})), "message_thread_id": 3});
        assert_eq!(heard("ok", thread).as_deref(), Some("ok"));
    }

    #[test]
    fn commands_are_ours_when_they_name_us_or_are_known() {
        let table = [
            ("/help", Some("/help")),
            ("/help@melati_bot", Some("/help")),
            ("/start@Melati_bot a_x", Some("/start a_x")),
            ("/order@Melati_bot 123", Some("/order 123")),
            ("/help@other_bot", None),
            ("/kick @Melati_bot", None),
        ];
        for (text, expected) in table {
            assert_eq!(heard(text, json!({})).as_deref(), expected, "{text}");
        }
        let private = |text: &str| in_private(text, &me());
        assert_eq!(private("/help@other_bot"), None);
        for text in ["/help@Melati_bot", "/pay", "@other_bot hi", "/ @other_bot", "halo"] {
            assert_eq!(private(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_photo_is_ours_by_its_caption_which_may_be_the_name_alone() {
        let entities = json!([{"type": "mention", "offset": 0, "length": 11}]);
        let photo = json!({"message_id": 5, "photo": [], "caption": "@Melati_bot", "caption_entities": entities});
        assert_eq!(in_group(Message(&photo), &me()).as_deref(), Some(""));
        let other = json!({"message_id": 5, "photo": [], "caption": "ini", "caption_entities": []});
        assert_eq!(in_group(Message(&other), &me()), None);
    }
}
