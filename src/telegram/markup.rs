//! A message as Telegram wants it: bold stretches as entities, buttons as an inline keyboard.
//!
//! Entities count UTF-16 units beside a plain text, so that nothing ever needs escaping.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity};

use crate::voice::{Flat, MessageButton};

/// The longest label that the apps show in a useful way, in characters.
const LABEL_CHARS: usize = 64;
/// What Telegram keeps for a button, in bytes.
const DATA_BYTES: usize = 64;

/// Joins the character before it with the one after it.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// The bold stretches of a text.
pub(super) fn entities(flat: &Flat) -> Vec<MessageEntity> {
    flat.bold.iter().map(|(offset, length)| MessageEntity::bold(*offset, *length)).collect()
}

/// The inline keyboard of some rows of buttons; `None` when no button is left. A button that Telegram
/// would refuse, and the whole message with it, is left out with an error in the log.
pub(super) fn keyboard(rows: &[Vec<MessageButton>]) -> Option<InlineKeyboardMarkup> {
    let rows = rows.iter().map(|row| row.iter().filter_map(button).collect::<Vec<_>>());
    let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn button(button: &MessageButton) -> Option<InlineKeyboardButton> {
    let data = button.callback().unwrap_or_default();
    let bytes = data.len();
    if bytes == 0 || bytes > DATA_BYTES || button.label.trim().is_empty() {
        tracing::error!(bytes, "a button was left out: it needs a label, and data of 1 to 64 bytes");
        return None;
    }
    Some(InlineKeyboardButton::callback(label(&button.label), data))
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
    use super::*;

    fn buttons(labels_and_data: &[(&str, &str)]) -> Vec<MessageButton> {
        labels_and_data.iter().map(|(label, data)| MessageButton::data(*label, *data)).collect()
    }

    fn labels(rows: &[Vec<MessageButton>]) -> Vec<Vec<String>> {
        let rows = keyboard(rows).map(|keyboard| keyboard.inline_keyboard).unwrap_or_default();
        rows.into_iter().map(|row| row.into_iter().map(|button| button.text).collect()).collect()
    }

    #[test]
    fn a_button_that_telegram_would_refuse_is_left_out_and_the_others_stay() {
        let long = "x".repeat(65);
        let rows = [buttons(&[("A", "a"), ("B", &long)]), buttons(&[("C", ""), (" ", "d")]), buttons(&[("E", "e")])];
        assert_eq!(labels(&rows), [["A"], ["E"]]);
        assert_eq!(keyboard(&rows[1..2]), None);
        assert_eq!(keyboard(&[]), None);
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
}
