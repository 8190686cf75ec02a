//! A language as somebody reads it: for Chinese, the script belongs to it.
//!
//! Articles and locale files are kept in simplified characters alone; [`Locale::written`] is the one place where a text
//! of theirs becomes what a reader of traditional characters sees.

use std::borrow::Cow;

use super::{Language, Script, convert};

/// What a text is worded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    language: Language,
    script: Script,
}

impl Locale {
    /// All that anybody reads.
    pub const ALL: [Locale; 4] = [
        Locale::as_kept(Language::Indonesian),
        Locale::as_kept(Language::Chinese),
        Locale { language: Language::Chinese, script: Script::Traditional },
        Locale::as_kept(Language::English),
    ];

    /// A language in the script that its reader has; of other languages than Chinese the script means nothing.
    pub fn new(language: Language, script: Script) -> Locale {
        let script = if language == Language::Chinese { script } else { Script::default() };
        Locale { language, script }
    }

    /// A language as articles and locale files are kept: for staff, whose side is never converted.
    pub const fn as_kept(language: Language) -> Locale {
        Locale { language, script: Script::Simplified }
    }

    /// The language.
    pub fn language(self) -> Language {
        self.language
    }

    /// The script.
    pub fn script(self) -> Script {
        self.script
    }

    /// Another language for the same reader.
    pub fn in_language(self, language: Language) -> Locale {
        Locale::new(language, self.script)
    }

    /// Whether what is kept has to be converted for its reader.
    pub fn is_converted(self) -> bool {
        self.script == Script::Traditional
    }

    /// A text of the articles, the locale files or the owner as the reader reads it; never what a person wrote to a
    /// person. One that a merchant keeps in traditional characters stays as it is.
    pub fn written(self, kept: &str) -> Cow<'_, str> {
        if self.is_converted() && Script::of(kept) != Some(Script::Traditional) {
            return Cow::Owned(convert::traditional(kept));
        }
        Cow::Borrowed(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_readers_of_traditional_characters_read_something_else_than_is_kept() {
        for (language, script, expected) in [
            (Language::Chinese, Script::Traditional, "訂單"),
            (Language::Chinese, Script::Simplified, "订单"),
            // A name in the article of another language.
            (Language::English, Script::Traditional, "订单"),
        ] {
            assert_eq!(Locale::new(language, script).written("订单"), expected);
        }
        assert_eq!(Locale::as_kept(Language::Chinese).written("订单"), "订单");
    }

    #[test]
    fn what_is_kept_in_traditional_characters_stays_with_its_surnames() {
        let locale = Locale::new(Language::Chinese, Script::Traditional);
        assert_eq!(locale.written("余先生與范小姐的訂單"), "余先生與范小姐的訂單");
    }
}
