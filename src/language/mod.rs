//! The three languages that tanya speaks, and which of them a short message is in; the two scripts of Chinese.
//!
//! [`Language`] is the word that every other room uses. [`Detector`] decides for one message; it
//! knows nothing of conversations (a chosen language is the session's business). [`ForeignDetector`]
//! tells that a message is in none of the three. [`Script`] is how a message in Chinese is written, [`Locale`] a language
//! in the script that its reader has; [`simplified`] folds what people wrote.

mod convert;
mod detect;
mod foreign;
mod locale;
mod script;

use serde::{Deserialize, Serialize};

pub use convert::simplified;
pub use detect::{Detection, Detector};
pub use foreign::{Foreign, ForeignDetector, OtherLanguage};
pub use locale::Locale;
pub use script::Script;

/// A language that the bot reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Indonesian, as spoken politely to customers.
    #[serde(rename = "id")]
    Indonesian,
    /// Chinese, kept in simplified characters; who writes traditional ones reads them.
    #[serde(rename = "zh")]
    Chinese,
    /// Plain English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Language; 3] = [Language::Indonesian, Language::Chinese, Language::English];

    /// The ISO 639-1 code: `id`, `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Indonesian => "id",
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }

    /// The language of an IETF tag such as Telegram's `language_code` (`zh-hans`, `en-GB`, `in`);
    /// `None` for any language but the three. Malay is read as Indonesian, its nearest.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "id" | "in" | "ms" => Some(Language::Indonesian),
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    }
}

/// Whether a character is written in Chinese.
pub fn is_han(letter: char) -> bool {
    matches!(u32::from(letter), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

impl std::fmt::Display for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::str::FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}

/// A code that is none of `id`, `zh`, `en`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no language of this bot: use id, zh or en")]
pub struct UnknownLanguage(pub String);
