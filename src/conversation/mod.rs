//! The conversation: a pure function from what was remembered and what happened to what is said.
//!
//! In reading order: [`event`] (what can happen), [`session`] (what is remembered), [`reply`] and [`page`]
//! (what can be said), [`script`] (how Chinese is written for whom), [`button`] (what a button means), [`effect`] (what changes in the store), [`turn`] (the
//! function itself), then one file or room per ability: [`mod@answer`] (with [`joining`]: several messages may be
//! one question; [`thread`] and [`follow_up`]: what goes on from an answer or turns it down; and [`role`]: who
//! asks counts), [`everyday`], [`menu`], [`smalltalk`], [`group`], [`notice`], [`orders`], [`owner`]. [`situation`]
//! is what the store tells a turn.
//!
//! What is absent here: `async`, clock, file, network, log, random number, and wording. Time comes
//! in as a value; texts are understood before, by [`crate::understanding`]; replies are worded
//! after, by [`crate::voice`].

pub mod answer;
pub mod button;
pub mod desk;
pub mod effect;
pub mod event;
pub mod everyday;
pub mod follow_up;
pub mod group;
pub mod joining;
pub mod menu;
pub mod notice;
pub mod orders;
pub mod owner;
pub mod page;
pub mod reply;
pub mod role;
pub mod script;
pub mod session;
pub mod situation;
pub mod smalltalk;
pub mod thread;
pub mod turn;

pub use button::Button;
pub use effect::Effect;
pub use event::{Command, Contact, Event, FileReference, Medium, News, Place};
pub use notice::{Aside, Concern, Notice};
pub use orders::{Findings, LookUp, OrderFile, OrderSituation, Purpose};
pub use owner::access::{Grant, Opened, Person, Role, Secret, Standing, SupportGroup};
pub use owner::hours::{Hours, LocalTime, Opening, Zone};
pub use page::{Part, Saying, Value, Words};
pub use reply::{Content, Phrase, Placement, Reply, Toast};
pub use script::standing_script;
pub use session::{Became, Question, Session};
pub use situation::Situation;
pub use thread::{Fitting, OnScreen, Thread};
pub use turn::{Context, Moment, Note, Turn, standing_language, take_turn};
