//! What is sent for a letter, step by step: pure. A letter is one message mostly; long words, an album of many kinds
//! and words that do not fit under a file make several.
//!
//! The messages of a letter have places from 0 on: those of an album's items come first, in order, whatever stands
//! between them.

use super::composing::{CAPTION_UNITS, Text, compose};
use super::{MESSAGE_UNITS, chat};
use crate::conversation::desk::post::{FileKind, Marked};
use crate::service::letter::{Content, Leaf};
use crate::service::{ConversationId, Letter};

/// Telegram takes so many items as one album at the most.
const ALBUM: usize = 10;

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub what: Sending,
    /// What its first message answers.
    pub answers: Answered,
    /// Whether the buttons of the letter go under it.
    pub buttons: bool,
}

/// What a request sends.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sending {
    Words {
        text: Text,
        place: usize,
    },
    /// A copy; with other words under it than the original's, where there are any.
    Copy {
        chat: i64,
        message: i64,
        caption: Option<Text>,
        place: usize,
    },
    /// Two items or more as one, or one alone.
    Items(Vec<Item>),
    /// What cannot be sent at all: it was never Telegram's.
    Nothing {
        place: usize,
    },
}

/// One file by what Telegram calls it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub kind: FileKind,
    pub id: String,
    pub caption: Text,
    pub place: usize,
}

/// The message that another answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    None,
    /// That of the chat with this number.
    Message(i64),
    /// That of the letter with this place.
    Own(usize),
}

/// The steps of a letter; none where there is nothing to send.
pub(super) fn plan(letter: &Letter) -> Vec<Step> {
    let answers = letter.reply_to.map_or(Answered::None, Answered::Message);
    let mut steps = match &letter.body {
        Content::Words(all) => {
            let text = compose(letter, &all.iter().collect::<Vec<_>>());
            words(text.split(MESSAGE_UNITS, MESSAGE_UNITS), 0, answers)
        }
        Content::File { chat, message, caption, .. } => file(letter, chat, *message, caption, answers),
        Content::Thing { chat, message, .. } => vec![copy(chat, *message, None, answers)],
        Content::Album(leaves) => album(letter, leaves, answers),
    };
    let is_album = matches!(letter.body, Content::Album(_));
    if let Some(last) = steps.last_mut().filter(|_| !is_album) {
        last.buttons = true;
    }
    steps
}

fn words(parts: Vec<Text>, first: usize, answers: Answered) -> Vec<Step> {
    let step = |(at, text)| Step {
        what: Sending::Words { text, place: first + at },
        answers: if at == 0 { answers } else { Answered::None },
        buttons: false,
    };
    parts.into_iter().enumerate().map(step).collect()
}

/// A copy with the words of the letter; those that do not fit answer it.
fn file(letter: &Letter, chat: &str, message: i64, caption: &Marked, answers: Answered) -> Vec<Step> {
    let (caption, rest) = under_a_file(compose(letter, &[caption]));
    let mut steps = vec![copy(chat, message, Some(caption), answers)];
    steps.extend(words(rest, 1, Answered::Own(0)));
    steps
}

fn copy(from: &str, message: i64, caption: Option<Text>, answers: Answered) -> Step {
    let what = match chat::chat(&ConversationId(from.to_owned())) {
        Some((from, _)) => Sending::Copy { chat: from.0, message, caption, place: 0 },
        None => Sending::Nothing { place: 0 },
    };
    Step { what, answers, buttons: false }
}

/// The words that fit under a file, and the others.
pub(super) fn under_a_file(text: Text) -> (Text, Vec<Text>) {
    let mut parts = text.split(CAPTION_UNITS, MESSAGE_UNITS).into_iter();
    (parts.next().unwrap_or_default(), parts.collect())
}

/// Albums of what can stand together, in order. Words that do not fit under an item answer it at the end.
fn album(letter: &Letter, leaves: &[Leaf], answers: Answered) -> Vec<Step> {
    let (mut steps, mut rests) = (Vec::<Step>::new(), Vec::new());
    let bare = Letter { label: None, under: Vec::new(), ..letter.clone() };
    for (place, leaf) in leaves.iter().enumerate() {
        let (caption, rest) = under_a_file(compose(if place == 0 { letter } else { &bare }, &[&leaf.caption]));
        rests.extend(rest.into_iter().map(|text| (place, text)));
        let item = Item { kind: leaf.kind, id: leaf.id.clone(), caption, place };
        match steps.last_mut().map(|step| &mut step.what) {
            Some(Sending::Items(items)) if fits(items, item.kind) => items.push(item),
            _ => steps.push(Step { what: Sending::Items(vec![item]), answers, buttons: false }),
        }
    }
    steps.iter_mut().skip(1).for_each(|step| step.answers = Answered::None);
    for (at, (place, text)) in rests.into_iter().enumerate() {
        let what = Sending::Words { text, place: leaves.len() + at };
        steps.push(Step { what, answers: Answered::Own(place), buttons: false });
    }
    steps
}

/// Whether a file can stand in an album beside these: <https://core.telegram.org/bots/api#sendmediagroup>.
fn fits(items: &[Item], kind: FileKind) -> bool {
    let row = |kind: FileKind| match kind {
        FileKind::Photo | FileKind::Video => Some(0),
        FileKind::Document => Some(1),
        FileKind::Audio => Some(2),
        FileKind::Animation | FileKind::Voice => None,
    };
    let first = items.first().and_then(|item| row(item.kind));
    items.len() < ALBUM && row(kind).is_some() && row(kind) == first
}

impl Step {
    /// So many messages it makes.
    pub(super) fn count(&self) -> usize {
        match &self.what {
            Sending::Items(items) => items.len(),
            _ => 1,
        }
    }

    /// The places of its messages.
    pub(super) fn places(&self) -> Vec<usize> {
        match &self.what {
            Sending::Words { place, .. } | Sending::Copy { place, .. } | Sending::Nothing { place } => vec![*place],
            Sending::Items(items) => items.iter().map(|item| item.place).collect(),
        }
    }

    /// The same one by one, where it sends several.
    pub(super) fn apart(&self) -> Option<Vec<Step>> {
        let Sending::Items(items) = &self.what else { return None };
        let alone = |(at, item): (usize, &Item)| Step {
            what: Sending::Items(vec![item.clone()]),
            answers: if at == 0 { self.answers } else { Answered::None },
            buttons: false,
        };
        (items.len() > 1).then(|| items.iter().enumerate().map(alone).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(kind: FileKind) -> Leaf {
        Leaf { kind, id: "f".to_owned(), caption: Marked::plain("x".repeat(CAPTION_UNITS)) }
    }

    fn letter(body: Content) -> Letter {
        Letter { label: Some("A".to_owned()), body, under: Vec::new(), reply_to: Some(9), buttons: Vec::new() }
    }

    #[test]
    fn an_album_is_split_into_what_can_stand_together() {
        use FileKind::{Animation, Audio, Document, Photo, Video, Voice};
        let cases: [(&[FileKind], &[usize]); 5] = [
            (&[Photo, Video, Photo], &[3]),
            (&[Photo; 12], &[10, 2]),
            (&[Photo, Document, Document, Photo], &[1, 2, 1]),
            (&[Audio, Audio, Voice, Voice], &[2, 1, 1]),
            (&[Animation, Photo, Photo], &[1, 2]),
        ];
        for (kinds, expected) in cases {
            let steps = plan(&letter(Content::Album(kinds.iter().map(|kind| leaf(*kind)).collect())));
            let albums = steps.iter().filter(|step| matches!(step.what, Sending::Items(_)));
            assert_eq!(albums.map(Step::count).collect::<Vec<_>>(), expected, "{kinds:?}");
            let places: Vec<_> = steps.iter().flat_map(Step::places).collect();
            assert_eq!(places, (0..=kinds.len()).collect::<Vec<_>>(), "the label leaves no room for all of the first");
            assert_eq!(steps.last().map(|step| step.answers), Some(Answered::Own(0)));
        }
    }

    #[test]
    fn words_that_do_not_fit_under_a_file_answer_it_and_have_the_buttons() {
        let caption = Marked::plain("y".repeat(6000));
        let body = Content::File { chat: "telegram:7".to_owned(), message: 3, kind: FileKind::Photo, caption };
        let steps = plan(&letter(body));
        let shape: Vec<_> = steps.iter().map(|step| (step.places(), step.answers, step.buttons)).collect();
        let expected = [
            (vec![0], Answered::Message(9), false),
            (vec![1], Answered::Own(0), false),
            (vec![2], Answered::None, true),
        ];
        assert_eq!(shape, expected);
    }

    #[test]
    fn what_was_never_telegrams_cannot_be_sent() {
        let thing = crate::conversation::desk::post::Thing::Sticker;
        let steps = plan(&letter(Content::Thing { chat: "terminal:1".to_owned(), message: 3, thing }));
        assert_eq!(steps[0].what, Sending::Nothing { place: 0 });
        assert!(plan(&Letter { label: None, ..letter(Content::Words(Vec::new())) }).is_empty());
    }
}
