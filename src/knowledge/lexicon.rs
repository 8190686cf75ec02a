//! The lexicon of one language: how people really write, and which words mean the same.
//!
//! One TOML file per language, `lexicon/<language>.toml`:
//!
//! ```toml
//! [spelling]                       # what people type = the standard word or words
//! gmn = "bagaimana"
//! [brands]                         # standard name = its other spellings
//! indomaret = ["indomart", "indo maret"]
//! [concepts]                       # one meaning = its words and set phrases in this language
//! refund = ["refund", "pengembalian dana", "uang kembali"]
//! [words]                          # word lists that tell what kind of message it is
//! stop = ["kak", "min"]
//! ```
//!
//! Brands and concepts bear the same names in every language: that is how a question in one
//! language meets an article by the words of another.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::language::Language;

/// The lexicon of one language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// What people type, and the standard word or words for it.
    #[serde(default)]
    pub spelling: BTreeMap<String, String>,
    /// A brand's standard name, and its other spellings.
    #[serde(default)]
    pub brands: BTreeMap<String, Vec<String>>,
    /// A meaning, and the words and set phrases for it.
    #[serde(default)]
    pub concepts: BTreeMap<String, Vec<String>>,
    /// Word lists.
    #[serde(default)]
    pub words: WordLists,
}

/// Word lists that tell what kind of message it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordLists {
    /// Words that mark a sentence as being in this language.
    #[serde(default)]
    pub language: Vec<String>,
    /// Words that carry no topic.
    #[serde(default)]
    pub stop: Vec<String>,
    /// Hello.
    #[serde(default)]
    pub greeting: Vec<String>,
    /// Thank you.
    #[serde(default)]
    pub thanks: Vec<String>,
    /// Goodbye.
    #[serde(default)]
    pub goodbye: Vec<String>,
    /// Nouns for a human helper.
    #[serde(default)]
    pub person: Vec<String>,
    /// Nouns for an order or a parcel.
    #[serde(default)]
    pub order: Vec<String>,
    /// Words that show that a seller writes.
    #[serde(default)]
    pub seller: Vec<String>,
    /// Words that show that a buyer writes.
    #[serde(default)]
    pub buyer: Vec<String>,
    /// Phrases that turn a language down: the one that is named is not the one that is wanted.
    #[serde(default)]
    pub language_refused: Vec<String>,
    /// How this language names the three languages.
    #[serde(default)]
    pub language_names: BTreeMap<Language, Vec<String>>,
}

impl Lexicon {
    /// Lays another lexicon over this one: entries of the same name are replaced, lists grow.
    pub fn overlay(&mut self, over: Lexicon) {
        self.spelling.extend(over.spelling);
        for (brand, spellings) in over.brands {
            self.brands.entry(brand).or_default().extend(spellings);
        }
        for (concept, words) in over.concepts {
            self.concepts.entry(concept).or_default().extend(words);
        }
        self.words.overlay(over.words);
    }
}

impl WordLists {
    /// Every word of every list.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let lists = [
            &self.language,
            &self.stop,
            &self.greeting,
            &self.thanks,
            &self.goodbye,
            &self.person,
            &self.order,
            &self.seller,
            &self.buyer,
            &self.language_refused,
        ];
        lists.into_iter().chain(self.language_names.values()).flatten().map(String::as_str)
    }

    fn overlay(&mut self, over: WordLists) {
        self.language.extend(over.language);
        self.stop.extend(over.stop);
        self.greeting.extend(over.greeting);
        self.thanks.extend(over.thanks);
        self.goodbye.extend(over.goodbye);
        self.person.extend(over.person);
        self.order.extend(over.order);
        self.seller.extend(over.seller);
        self.buyer.extend(over.buyer);
        self.language_refused.extend(over.language_refused);
        for (language, names) in over.language_names {
            self.language_names.entry(language).or_default().extend(names);
        }
    }
}
