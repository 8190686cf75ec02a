//! From what was done to an event of the conversation: texts are understood here, outside any
//! transaction and as many at a time as there are cores.

use std::sync::{Arc, LazyLock};

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::incoming::{Incoming, Shown, What};
use super::text::{self, Visible};
use crate::conversation::{Button, Command, Event, FileReference, Medium};
use crate::measures;
use crate::store::StoreError;
use crate::understanding::{Outcome, Understand};

/// So many texts are understood at a time: more would only take the cores from each other.
pub(super) static CORES: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

/// How the names of tables end, in small letters.
const TABLES: [&str; 6] = [".csv", ".tsv", ".xlsx", ".xls", ".jsonl", ".ndjson"];

/// Why an update is passed over, with an apology where there is somebody to apologise to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Poison {
    /// The transport could not read it.
    Unreadable,
    /// Understanding its text panicked.
    Understanding,
    /// Its turn panicked.
    Turn,
    /// The store would not have its turn.
    Store,
}

impl Poison {
    /// What the journal says.
    pub(super) fn note(self) -> &'static str {
        match self {
            Poison::Unreadable => "the update could not be read",
            Poison::Understanding => "understanding the text panicked",
            Poison::Turn => "the turn panicked",
            Poison::Store => "the turn could not be stored",
        }
    }
}

/// An update whose text is being understood.
pub(super) enum Reading {
    /// There was nothing to understand.
    Done(Event),
    /// A thread is at it.
    Running(JoinHandle<Event>),
}

impl Reading {
    /// Begins to read; waits only while every core is at another text.
    pub(super) async fn begin(understanding: &Arc<dyn Understand>, incoming: &Incoming) -> Reading {
        let (text, how) = match read(&incoming.what) {
            Read::Event(event) => return Reading::Done(event),
            Read::Words(text, how) => (text, how),
        };
        let understanding = Arc::clone(understanding);
        // The semaphore is never closed; without a permit the work would only be less even.
        let permit: Option<SemaphorePermit<'static>> = CORES.acquire().await.ok();
        Reading::Running(tokio::task::spawn_blocking(move || {
            let _permit = permit;
            understood(&*understanding, text, how)
        }))
    }

    /// The event, or why there is none.
    pub(super) async fn finish(self) -> Result<Result<Event, Poison>, StoreError> {
        match self {
            Reading::Done(event) => Ok(Ok(event)),
            Reading::Running(thread) => match thread.await {
                Ok(event) => Ok(Ok(event)),
                Err(failure) if failure.is_panic() => Ok(Err(Poison::Understanding)),
                Err(_) => Err(StoreError::Unavailable("the program is stopping".to_owned())),
            },
        }
    }
}

/// What was done, as far as it can be told without understanding.
enum Read {
    Event(Event),
    Words(String, How),
}

/// How words came.
enum How {
    Said { edited: bool },
    Under { medium: Medium, album: Option<String>, file: Option<FileReference> },
}

fn read(what: &What) -> Read {
    match what {
        What::Text(text) => words(text, false),
        What::Edited(text) => words(text, true),
        What::Showed(shown) => showed(shown),
        What::Contact(contact) => Read::Event(Event::Shared(contact.clone())),
        What::Pressed(data) => Read::Event(Button::decode(data).map_or(Event::PressedUnknown, Event::Pressed)),
        What::Joined => Read::Event(Event::Joined),
        What::PutOut
        | What::RightsChanged
        | What::Overheard { .. }
        | What::TopicClosed
        | What::TopicReopened
        | What::Moved(_) => Read::Event(Event::Unheard),
    }
}

/// The words under something count, but a table is sent for what is in it, whatever stands under it.
fn showed(shown: &Shown) -> Read {
    let Shown { medium, caption, album, file } = shown.clone();
    match caption.as_deref().map(text::visible) {
        Some(Visible::Words(caption)) if !file.as_ref().is_some_and(is_table) => {
            Read::Words(caption, How::Under { medium, album, file })
        }
        _ => Read::Event(Event::Showed { medium, album, file }),
    }
}

/// Whether a file is a table, by its name: an export of orders is one.
fn is_table(file: &FileReference) -> bool {
    let name = file.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    TABLES.iter().any(|ending| name.ends_with(ending))
}

fn words(text: &str, edited: bool) -> Read {
    let showed = |medium| Read::Event(Event::Showed { medium, album: None, file: None });
    match text::visible(text) {
        Visible::Words(text) => match Command::parse(&text) {
            Some(Command::Orders) => orders(&text, edited),
            Some(command) => Read::Event(Event::Commanded(command)),
            None if is_command(&text) => Read::Event(Event::Commanded(Command::Unknown)),
            None => Read::Words(text, How::Said { edited }),
        },
        // Somebody who writes "???" waits for an answer: a gesture might get none.
        Visible::Signs => showed(Medium::Other),
        Visible::Emoji | Visible::Nothing => showed(Medium::Gesture),
    }
}

/// `/orders` with something behind it: a number, as a rule, which is read as if it stood alone.
fn orders(text: &str, edited: bool) -> Read {
    match text.split_once(char::is_whitespace).map(|(_, rest)| rest.trim()) {
        Some(rest) if !rest.is_empty() => Read::Words(rest.to_owned(), How::Said { edited }),
        _ => Read::Event(Event::Commanded(Command::Orders)),
    }
}

/// Whether a text is a command of some bot, by its shape alone (<https://core.telegram.org/bots/features#commands>).
fn is_command(text: &str) -> bool {
    let name = text.strip_prefix('/').and_then(|rest| rest.split_whitespace().next());
    name.is_some_and(|name| name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '@')))
}

/// Fewer digits are no order number, in any shape that platforms have.
const DIGITS_OF_A_NUMBER: usize = 12;

/// Whether a text may name an order, a card or a payment code.
fn names_a_number(text: &str) -> bool {
    text.chars().filter(|letter| letter.is_numeric()).count() >= DIGITS_OF_A_NUMBER
}

/// Words are said. A caption counts only when it says by itself what is wanted.
fn understood(understanding: &dyn Understand, text: String, how: How) -> Event {
    let begun = Instant::now();
    let understood = understanding.understand(&text);
    measures::search(begun.elapsed());
    let clear = names_a_number(&text)
        || matches!(
            understood.outcome,
            Outcome::Sure(_) | Outcome::Order | Outcome::Person | Outcome::ShopQuestion | Outcome::Compromised
        );
    match how {
        How::Under { medium, album, file } if !clear => Event::Showed { medium, album, file },
        How::Under { album, .. } => Event::Said { text, understood: Box::new(understood), edited: false, album },
        How::Said { edited } => Event::Said { text, understood: Box::new(understood), edited, album: None },
    }
}
