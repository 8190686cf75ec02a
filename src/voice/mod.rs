//! How it is said: replies of the conversation, worded from the articles and the locale files, for a
//! [`crate::language::Locale`]: a language in the script that its reader has. Both are kept in simplified characters. They
//! become traditional ones in two places: `Voice::bundle` converts the locale files, and the functions at the end of
//! [`render`], which alone read the library here, what they read. Values that are set into a sentence (names, what people
//! wrote, what is to be copied) come from neither, and stay.
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
