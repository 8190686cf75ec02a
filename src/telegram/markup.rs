//! A message as Telegram wants it: bold stretches and those to be copied as entities, buttons as an inline
//! keyboard, or in the place of the letters where one of them shares a telephone number.
//!
//! Entities count UTF-16 units beside a plain text, so that nothing ever needs escaping.

use teloxide::types::{
    ButtonRequest, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup, KeyboardButton,
    KeyboardMarkup, KeyboardRemove, MessageEntity, ReplyMarkup,
};

use super::me::Me;
use crate::voice::{Flat, Message, MessageButton, Press};

/// The longest label that the apps show in a useful way, in characters.
const LABEL_CHARS: usize = 64;
/// What Telegram keeps for a button, in bytes.
const DATA_BYTES: usize = 64;

/// Joins the character before it with the one after it.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// The bold stretches of a text, and those that a tap copies.
pub(super) fn entities(flat: &Flat) -> Vec<MessageEntity> {
    let bold = flat.bold.iter().map(|(offset, length)| MessageEntity::bold(*offset, *length));
    let code = flat.code.iter().map(|(offset, length)| MessageEntity::code(*offset, *length));
    bold.chain(code).collect()
}

/// What goes with a new message. Telegram takes one of these only
/// (<https://core.telegram.org/bots/api#sendmessage>): a keyboard that is to go stays where the message has buttons.
/// A telephone number can be asked for in private chats alone, so that no other has such a keyboard.
pub(super) fn beside(message: &Message, private: bool, me: &Me) -> Option<ReplyMarkup> {
    if private && message.asks_for_contact() {
        return in_place_of_letters(&message.buttons).map(ReplyMarkup::Keyboard);
    }
    let goes = || (private && message.hides_keyboard).then(|| ReplyMarkup::KeyboardRemove(KeyboardRemove::new()));
    keyboard(&message.buttons, me).map(ReplyMarkup::InlineKeyboard).or_else(goes)
}

/// The keyboard of a message that asks for a telephone number
/// (<https://core.telegram.org/bots/api#replykeyboardmarkup>). Nothing but words comes back from its other buttons,
/// so that a link is left out.
fn in_place_of_letters(rows: &[Vec<MessageButton>]) -> Option<KeyboardMarkup> {
    let worded = |button: &MessageButton| {
        let words = KeyboardButton::new(label(&button.label));
        match &button.press {
            _ if button.label.trim().is_empty() => left_out("it has no label"),
            Press::Contact { .. } => Some(words.request(ButtonRequest::Contact)),
            Press::Data { .. } => Some(words),
            _ => left_out("there can be no link beside a button that shares a telephone number"),
        }
    };
    let rows = rows.iter().map(|row| row.iter().filter_map(worded).collect::<Vec<_>>());
    let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| KeyboardMarkup::new(rows).resize_keyboard().one_time_keyboard())
}

/// The inline keyboard of some rows of buttons; `None` when no button is left. A button that Telegram
/// would refuse, and the whole message with it, is left out with an error in the log.
pub(super) fn keyboard(rows: &[Vec<MessageButton>], me: &Me) -> Option<InlineKeyboardMarkup> {
    let worded = |button: &MessageButton| match kind(&button.press, me) {
        Ok(kind) if !button.label.trim().is_empty() => Some(InlineKeyboardButton::new(label(&button.label), kind)),
        Ok(_) => left_out("it has no label"),
        Err(why) => left_out(why),
    };
    let rows = rows.iter().map(|row| row.iter().filter_map(worded).collect::<Vec<_>>());
    let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn left_out<Button>(why: &str) -> Option<Button> {
    tracing::error!(why, "a button was left out");
    None
}

/// What a button does, in Telegram's terms.
fn kind(press: &Press, me: &Me) -> Result<InlineKeyboardButtonKind, &'static str> {
    let link = match press {
        Press::Data { data } if (1..=DATA_BYTES).contains(&data.len()) => {
            return Ok(InlineKeyboardButtonKind::CallbackData(data.clone()));
        }
        Press::Link { link } => match reqwest::Url::parse(link) {
            Ok(link) => return Ok(InlineKeyboardButtonKind::Url(link)),
            Err(_) => return Err("its address is none"),
        },
        Press::Data { .. } => return Err("it needs data of 1 to 64 bytes"),
        Press::Private { private } => me.private_link(private),
        Press::Share { share, text } => me.share_link(share, text),
        Press::AddToGroup { group } => me.group_link(group),
        Press::Contact { .. } => return Err("only a new message in a private chat can ask for a telephone number"),
    };
    let link =
        link.ok_or("its link needs a bot with a username, and a payload of at most 64 letters, digits, _ and -")?;
    Ok(InlineKeyboardButtonKind::Url(link))
}

/// A label that is too long ends with an ellipsis, not in the middle of a joined emoji.
fn label(label: &str) -> String {
    if label.chars().count() <= LABEL_CHARS {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LABEL_CHARS - 1).collect();
    format!("{}…", cut.trim_end().trim_end_matches(ZERO_WIDTH_JOINER))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn buttons(labels_and_data: &[(&str, &str)]) -> Vec<MessageButton> {
        labels_and_data.iter().map(|(label, data)| MessageButton::data(*label, *data)).collect()
    }

    fn labels(rows: &[Vec<MessageButton>]) -> Vec<Vec<String>> {
        let rows = keyboard(rows, &Me::default()).map(|keyboard| keyboard.inline_keyboard).unwrap_or_default();
        rows.into_iter().map(|row| row.into_iter().map(|button| button.text).collect()).collect()
    }

    #[test]
    fn a_button_that_telegram_would_refuse_is_left_out_and_the_others_stay() {
        let long = "x".repeat(65);
        let rows = [buttons(&[("A", "a"), ("B", &long)]), buttons(&[("C", ""), (" ", "d")]), buttons(&[("E", "e")])];
        assert_eq!(labels(&rows), [["A"], ["E"]]);
        assert_eq!(keyboard(&rows[1..2], &Me::default()), None);
        assert_eq!(keyboard(&[], &Me::default()), None);
    }

    #[test]
    fn a_button_that_shares_a_number_takes_the_others_into_the_place_of_the_letters() {
        let link = MessageButton { label: "L".to_owned(), press: Press::Private { private: String::new() } };
        let mut row = buttons(&[("Petugas", "p"), (" ", "x")]);
        row.push(link);
        let asking = Message { buttons: vec![vec![MessageButton::contact("Nomor")], row], ..Message::default() };
        let shown = |message: &Message, private| {
            serde_json::to_value(beside(message, private, &Me::default())).unwrap_or_default()
        };
        let expected = json!({
            "keyboard": [[{"text": "Nomor", "request_contact": true}], [{"text": "Petugas"}]],
            "resize_keyboard": true, "one_time_keyboard": true,
        });
        assert_eq!(shown(&asking, true), expected);
        let among_others = json!({"inline_keyboard": [[{"text": "Petugas", "callback_data": "p"}]]});
        assert_eq!(shown(&asking, false), among_others);
    }

    #[test]
    fn a_keyboard_goes_with_a_private_message_that_has_no_buttons() {
        let hiding = |data: &[(&str, &str)]| {
            let buttons = vec![buttons(data)];
            Message { buttons, hides_keyboard: true, ..Message::default() }
        };
        let shown = |message: &Message, private| {
            serde_json::to_value(beside(message, private, &Me::default())).unwrap_or_default()
        };
        assert_eq!(shown(&hiding(&[]), true), json!({"remove_keyboard": true}));
        assert_eq!(shown(&hiding(&[]), false), json!(null));
        let stays = json!({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]});
        assert_eq!(shown(&hiding(&[("A", "a")]), true), stays);
    }

    #[test]
    fn long_labels_are_cut_between_characters() {
        let chinese = "退".repeat(70);
        let family = format!("{}👩\u{200d}👩", "x".repeat(61));
        let cut = labels(&[buttons(&[(&chinese, "a"), (&family, "b"), (&"y".repeat(64), "c")])]);
        assert_eq!(cut, [[format!("{}…", "退".repeat(63)), family.clone(), "y".repeat(64)]]);
        let longer = format!("{family}👦👦👦");
        assert_eq!(labels(&[buttons(&[(&longer, "a")])]), [[format!("{}👩…", "x".repeat(61))]]);
    }

    #[test]
    fn links_lead_to_the_bot_and_are_left_out_while_its_name_is_unknown() {
        let press = [
            Press::Private { private: "a_x".to_owned() },
            Press::Share { share: "a_x".to_owned(), text: "Judul & 1".to_owned() },
            Press::AddToGroup { group: String::new() },
        ];
        let rows = press.map(|press| vec![MessageButton { label: "L".to_owned(), press }]);
        let me = Me { username: Some("tanya_bot".to_owned()), ..Me::default() };
        let buttons = keyboard(&rows, &me).map(|keyboard| keyboard.inline_keyboard.concat()).unwrap_or_default();
        let links: Vec<String> = buttons
            .into_iter()
            .filter_map(|button| match button.kind {
                InlineKeyboardButtonKind::Url(link) => Some(link.into()),
                _ => None,
            })
            .collect();
        let expected = [
            "https://t.me/tanya_bot?start=a_x",
            "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftanya_bot%3Fstart%3Da_x&text=Judul%20%26%201",
            "https://t.me/tanya_bot?startgroup",
        ];
        assert_eq!(links, expected);
        assert_eq!(keyboard(&rows, &Me::default()), None);
    }
}
