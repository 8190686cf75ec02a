//! What can happen to a conversation: the values that [`super::take_turn`] is given.

use serde::{Deserialize, Serialize};

use crate::understanding::Understood;

use super::button::Button;
use super::desk::AtDesk;
use super::orders::{Findings, Imported, OrderFile};
use crate::orders::{Order, UnixMs};

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
        /// The file that was sent, where it is a document.
        file: Option<FileReference>,
    },
    /// A contact was sent.
    Shared(Contact),
    /// A command.
    Commanded(Command),
    /// A button was pressed.
    Pressed(Button),
    /// A button was pressed that this bot does not know: of another version, or made up.
    PressedUnknown,
    /// The bot was added to the group.
    Joined,
    /// Something that is of interest to nobody here.
    Unheard,
    /// Something happened in the group of the staff, or it is asked to become one.
    AtDesk(Box<AtDesk>),
    /// A look-up of orders has come back.
    Found(Box<Findings>),
    /// Something has become of an order, or of a file of orders, by itself.
    Happened(Box<News>),
}

/// What happens to orders by itself.
#[derive(Debug, Clone)]
pub enum News {
    /// An order that its buyer watches has another status.
    Changed(Order),
    /// The time to pay an order that its buyer watches runs out.
    PaymentDue(Order),
    /// An order that a seller has checked must not be shipped any more.
    Alarm(Order),
    /// The newest data of a seller's shop is old.
    OrdersAreOld {
        /// The shop.
        shop: String,
        /// As of when its newest data tells.
        newest_at: UnixMs,
    },
    /// The file that a seller sent was imported, or could not be.
    Imported(OrderFile, Imported),
}

/// A contact that somebody sent. `Debug` does not show the telephone number.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The telephone number as the transport gives it, in any spelling.
    pub phone: String,
    /// Whether the transport vouches that it is the sender's own, shared by themselves just now.
    pub own: bool,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Contact").field("own", &self.own).finish_non_exhaustive()
    }
}

/// A file that somebody sent and that can be fetched later. `Debug` shows neither its id nor its name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReference {
    /// What the transport calls it.
    pub id: String,
    /// Its name, as the sender's app gives it: it may be anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its size in bytes, where the transport tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Its media type, as the sender's app gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
}

impl std::fmt::Debug for FileReference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("FileReference");
        shown.field("size", &self.size).field("mime", &self.mime).finish_non_exhaustive()
    }
}

/// Where a conversation takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// A command of the command list.
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
    /// `/orders`.
    Orders,
    /// `/admin`, of owners.
    Admin,
    /// `/notice`, of owners, with the text of a notice.
    Notice(Option<String>),
    /// Any other; [`Command::parse`] does not know it.
    Unknown,
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
            "orders" => Some(Command::Orders),
            "admin" => Some(Command::Admin),
            "notice" => Some(Command::Notice((!payload.is_empty()).then(|| payload.to_owned()))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_a_person_or_opens_a_file_is_not_shown_by_debug() {
        let contact = Contact { phone: "+6281234567890".to_owned(), own: true };
        assert_eq!(format!("{contact:?}"), "Contact { own: true, .. }");
        let file = FileReference {
            id: "secret-id".to_owned(),
            name: Some("budi.csv".to_owned()),
            size: Some(12),
            mime: Some("text/csv".to_owned()),
        };
        let shown = format!("{file:?}");
        assert_eq!(shown, "FileReference { size: Some(12), mime: Some(\"text/csv\"), .. }");
    }
}
