//! When a person takes over: tickets, what customers and staff do with them, and what each side is told.
//!
//! In reading order: [`ticket`], [`post`] (what people write), [`story`] (what is told to whoever takes over),
//! [`situation`] (what the store tells a turn, and what the merchant has set), [`event`] (what happens at the desk),
//! [`change`] (what a turn changes), [`act`] (the buttons of staff), [`customer`] (the customer's side), [`staff`] and
//! [`tools`] (the side of staff), [`connecting`] (a group becomes the desk), [`card`] (what stands at the top of a
//! topic), [`waiting`] (who waits), [`hours`] and [`deadlines`] (what is due when), [`digest`] (how a day went).
//!
//! What is absent here: carrying anything. A turn says what goes to the other side; the service finds out where that
//! is when it is its turn.

pub mod act;
pub mod card;
pub mod change;
pub mod connecting;
pub mod customer;
pub mod deadlines;
pub mod digest;
pub mod event;
pub mod hours;
pub mod post;
pub mod situation;
pub mod staff;
pub mod story;
pub mod ticket;
pub mod tools;
pub mod waiting;

pub use act::Act;
pub use change::Change;
pub use event::{AtDesk, Did, Seat};
pub use situation::{DeskRules, DeskSituation};
pub use ticket::{Agent, Ended, State, Ticket};
