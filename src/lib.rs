//! tanya: a help desk in one program.

pub mod conversation;
pub mod knowledge;
pub mod language;
pub mod service;
pub mod settings;
pub mod store;
pub mod telegram;
pub mod understanding;
pub mod voice;
