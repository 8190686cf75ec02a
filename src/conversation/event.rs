//! What can happen to a conversation: the values that [`super::take_turn`] is given.

use crate::understanding::Understood;

use super::button::Button;

/// One thing that a customer did, already understood.
#[derive(Debug, Clone)]
pub enum Event {
    /// A message in words.
    Said {
        /// The words, as they were typed.
        text: String,
        /// What they mean.
        understood: Box<Understood>,
        /// Whether they are the new words of an earlier message: they stand for themselves then.
        edited: bool,
        /// Where they stand under a picture: what the messages of its album have in common.
        album: Option<String>,
    },
    /// A message that the bot cannot read.
    Showed {
        /// Its kind.
        medium: Medium,
        /// What the messages of one album have in common.
        album: Option<String>,
    },
    /// A command.
    Commanded(Command),
    /// A button was pressed.
    Pressed(Button),
    /// A button was pressed that this bot does not know: of another version, or made up.
    PressedUnknown,
    /// The bot was added to the group.
    Joined,
}

/// Where a conversation takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Between one customer and the bot.
    #[default]
    Private,
    /// In a group, before others. Nothing is remembered there from one message to the next.
    Group,
}

/// A kind of message without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A photo or screenshot, also sent as a file.
    Picture,
    /// A voice message, round video, or audio file.
    Voice,
    /// A video.
    Video,
    /// A document.
    Document,
    /// A sticker, an animation, a die: something said without words.
    Gesture,
    /// A place, a contact, a poll or anything else.
    Other,
}

/// A command of the command list. Unknown ones are read as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `/start`, with the payload of a deep link.
    Start(Option<String>),
    /// `/help`.
    Help,
    /// `/topics`.
    Topics,
    /// `/language`.
    Language,
    /// `/privacy`.
    Privacy,
    /// `/admin`, of owners.
    Admin,
    /// `/notice`, of owners, with the text of a notice.
    Notice(Option<String>),
}

impl Command {
    /// The command at the beginning of a text: `/start`, `/start a_cancel-order`, `/help@shop_bot`.
    /// `None` when the text begins with no known command.
    pub fn parse(text: &str) -> Option<Command> {
        let rest = text.strip_prefix('/')?;
        let (word, payload) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let name = word.split('@').next().unwrap_or_default().to_ascii_lowercase();
        let payload = payload.trim();
        match name.as_str() {
            "start" => Some(Command::Start((!payload.is_empty()).then(|| payload.to_owned()))),
            "help" => Some(Command::Help),
            "topics" => Some(Command::Topics),
            "language" => Some(Command::Language),
            "privacy" => Some(Command::Privacy),
            "admin" => Some(Command::Admin),
            "notice" => Some(Command::Notice((!payload.is_empty()).then(|| payload.to_owned()))),
            _ => None,
        }
    }
}
