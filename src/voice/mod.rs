//! How it is said: replies of the conversation, worded from the articles and the locale files.
//!
//! [`wording`] loads `locales/` and words phrases; [`dates`] words days and hours, `money` amounts,
//! `page` messages of several sentences, [`render`] makes a [`Message`] of a reply;
//! [`message`] is the result, which no transport is needed to read. No customer-visible word stands
//! in Rust.

pub mod dates;
pub mod message;
mod money;
mod page;
pub mod render;
pub mod wording;

pub use message::{Flat, Message, MessageButton, Press, cut_at};
pub use wording::Voice;
