//! tanya: a help desk in one program.

pub mod app;
pub mod conversation;
pub mod evaluate;
pub mod knowledge;
pub mod language;
pub mod search;
pub mod service;
pub mod settings;
pub mod store;
pub mod telegram;
pub mod terminal;
pub mod understanding;
pub mod voice;
