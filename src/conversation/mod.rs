//! The conversation: a pure function from what was remembered and what happened to what is said.
//!
//! In reading order: [`event`] (what can happen), [`session`] (what is remembered), [`reply`] (what
//! can be said), [`button`] (what a button means), [`turn`] (the function itself), then one file per
//! ability: [`mod@answer`], [`everyday`], [`menu`], [`smalltalk`].
//!
//! What is absent here: `async`, clock, file, network, log, random number, and wording. Time comes
//! in as a value; texts are understood before, by [`crate::understanding`]; replies are worded
//! after, by [`crate::voice`].

pub mod answer;
pub mod button;
pub mod event;
pub mod everyday;
pub mod menu;
pub mod reply;
pub mod session;
pub mod smalltalk;
pub mod turn;

pub use button::Button;
pub use event::{Command, Event, Medium};
pub use reply::{Content, Phrase, Placement, Reply};
pub use session::{OpenQuestion, Session};
pub use turn::{Context, Moment, Note, Turn, standing_language, take_turn};
