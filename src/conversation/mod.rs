//! The conversation: a pure function from what was remembered and what happened to what is said.
//!
//! In reading order: [`event`] (what can happen), [`session`] (what is remembered), [`reply`] (what
//! can be said), [`button`] (what a button means), [`turn`] (the function itself), then one file per
//! ability: [`mod@answer`] (with [`joining`]: several messages may be one question), [`everyday`],
//! [`menu`], [`smalltalk`], [`group`], [`notice`], [`owner`]. [`situation`] is what the store tells a turn.
//!
//! What is absent here: `async`, clock, file, network, log, random number, and wording. Time comes
//! in as a value; texts are understood before, by [`crate::understanding`]; replies are worded
//! after, by [`crate::voice`].

pub mod answer;
pub mod button;
pub mod event;
pub mod everyday;
pub mod group;
pub mod joining;
pub mod menu;
pub mod notice;
pub mod owner;
pub mod reply;
pub mod session;
pub mod situation;
pub mod smalltalk;
pub mod turn;

pub use button::Button;
pub use event::{Command, Contact, Event, FileReference, Medium, Place};
pub use notice::{Aside, Concern, Notice};
pub use owner::access::{Effect, Grant, Opened, Person, Role, Secret, Standing, SupportGroup};
pub use owner::hours::{Hours, LocalTime, Opening, Zone};
pub use owner::page::{Part, Saying, Value, Words};
pub use reply::{Content, Phrase, Placement, Reply, Toast};
pub use session::{Became, Question, Session};
pub use situation::Situation;
pub use turn::{Context, Moment, Note, Turn, standing_language, take_turn};
