//! The owner's side of the talk: what may be managed from Telegram, and by whom.
//!
//! In reading order: [`access`] (who may do what, and the links that grant it), [`hours`] and [`dates`]
//! (what they type), [`admin`] (the pages of `/admin`), [`dialogue`] (what they are asked to type),
//! [`announce`] (the dialogue of a notice).
//!
//! What is absent here: where any of it is stored. A turn says what is to change, as
//! [`Effect`](crate::conversation::Effect); the service does it in the same transaction.

pub mod access;
pub mod admin;
pub mod announce;
pub mod dates;
pub mod dialogue;
pub mod hours;

use super::event::{Command, Event, Place};
use super::reply::Placement;
use super::turn::{Start, Turn};
use super::{Button, menu};

/// Whether something that happened is this room's business: a link that grants something, or
/// anything that an owner does in private to manage the bot.
pub fn concerns(turn: &Start<'_>, event: &Event) -> bool {
    if let Event::Commanded(Command::Start(Some(payload))) = event {
        return access::is_grant(payload);
    }
    let manages = turn.moment.place == Place::Private && turn.context.situation.standing.owner;
    manages
        && match event {
            Event::Commanded(Command::Admin | Command::Notice(_)) | Event::Pressed(Button::Owner(_)) => true,
            Event::Said { text, .. } => turn.session.draft.as_ref().is_some_and(|draft| draft.is_answered_by(text)),
            _ => false,
        }
}

/// Takes a turn that [`concerns`] this room.
pub fn take(turn: Start<'_>, event: Event) -> Turn {
    match event {
        Event::Commanded(Command::Start(Some(payload))) => access::open(turn, &payload),
        Event::Commanded(Command::Notice(text)) => announce::begin(turn, text, Placement::New),
        Event::Pressed(Button::Owner(act)) => admin::pressed(turn, act),
        Event::Said { text, edited, .. } => dialogue::said(turn, text, edited),
        Event::Commanded(Command::Admin) => admin::home(turn, Placement::New),
        _ => menu::help(turn),
    }
}

/// A command ends a dialogue. True when something that was typed is lost by that.
pub fn drop_draft(turn: &mut Start<'_>, event: &Event) -> bool {
    let ends = matches!(event, Event::Commanded(_));
    ends && turn.session.draft.take().is_some_and(|draft| draft.holds_something())
}
