//! How it is said: replies of the conversation, worded from the articles and the locale files.
//!
//! [`wording`] loads `locales/` and words phrases; [`render`] makes a [`Message`] of a reply;
//! [`message`] is the result, which no transport is needed to read. No customer-visible word stands
//! in Rust.

pub mod message;
pub mod render;
pub mod wording;

pub use message::{Flat, Message, MessageButton, Press};
pub use wording::Voice;
