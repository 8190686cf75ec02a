//! Which language a short message is in.

use super::Language;

/// The language of a message, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The most likely language.
    pub language: Language,
    /// Its probability.
    pub confidence: f32,
}

/// Decides the language of short messages.
pub struct Detector;
