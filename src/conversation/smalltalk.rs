//! What is answered without any article: hello and goodbye, pictures and voice messages.

use crate::understanding::SmallTalk;

use super::event::Medium;
use super::reply::Phrase;
use super::turn::{Start, Turn};

/// Answers small talk. It is no miss; a hello after an open question says that the bot is there.
pub fn answer(mut turn: Start<'_>, kind: SmallTalk) -> Turn {
    let asked = turn.session.is_asked();
    let ways_on = turn.ways_on();
    if matches!(kind, SmallTalk::Thanks | SmallTalk::Goodbye) {
        turn.session.settled();
    }
    match kind {
        SmallTalk::Greeting if asked => turn.phrase(Phrase::StillHere, ways_on, "smalltalk"),
        SmallTalk::Greeting => turn.phrase(Phrase::Greeting, ways_on, "smalltalk"),
        // "Ok" after an answer ends it, as thanks do.
        SmallTalk::Assent if !asked && turn.session.answered.is_some() => {
            turn.phrase(Phrase::Thanks, vec![], "smalltalk")
        }
        SmallTalk::Assent => turn.phrase(Phrase::StillHere, ways_on, "smalltalk"),
        SmallTalk::Thanks => turn.phrase(Phrase::Thanks, vec![], "smalltalk"),
        SmallTalk::Goodbye => turn.phrase(Phrase::Goodbye, vec![], "smalltalk"),
        SmallTalk::Identity => turn.phrase(Phrase::Identity, ways_on, "smalltalk"),
        SmallTalk::Chitchat => turn.phrase(Phrase::Chitchat, ways_on, "smalltalk"),
    }
}

/// Says that a message without words cannot be read. A sticker after an answer gets silence, and so
/// do all pictures of an album but the first.
pub fn showed(mut turn: Start<'_>, medium: Medium, album: Option<String>) -> Turn {
    if album.is_some() && turn.session.album == album {
        return turn.silent("album");
    }
    let held = album.is_some();
    turn.session.album = album;
    let answered = turn.session.last_language.is_some() && !turn.session.is_asked();
    if medium == Medium::Gesture && answered {
        return turn.silent("gesture");
    }
    let ways_on = turn.ways_on();
    let ended = turn.phrase(unreadable(medium), ways_on, "unreadable");
    // The words may stand under another picture of the album.
    Turn { held, ..ended }
}

/// What is said of a message that cannot be read.
pub fn unreadable(medium: Medium) -> Phrase {
    match medium {
        Medium::Picture => Phrase::CannotReadPicture,
        Medium::Voice => Phrase::CannotHear,
        Medium::Video | Medium::Document => Phrase::CannotReadFile,
        Medium::Gesture | Medium::Other => Phrase::WriteInWords,
    }
}
