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
//! One more file, `lexicon/other.toml`, is about languages that the bot does not speak, a table for
//! each, so that it can say which languages it does speak:
//!
//! ```toml
//! [javanese]
//! nearest = "id"                   # what its speakers most likely read; left out, that of their app
//! words = ["piye", "durung teko"]  # words and phrases that none of the three languages has
//! against = ["belum", "gimana"]    # words that show that it is not this language after all
//! ```
//!
//! A message is taken for it when at least two such words stand in it, and two more than speak against
//! it. Where `against` is left out, the function words of Indonesian and English speak against it.
//! A merchant's file adds languages, and words to those that are here.
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

/// A language that the bot does not speak: how to tell it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherLanguageWords {
    /// Which of the bot's languages its speakers most likely read.
    pub nearest: Option<Language>,
    /// Words and phrases that none of the bot's languages has.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words that show that a message is not in this language after all; the function words of our own
    /// languages where the list is empty.
    #[serde(default)]
    pub against: Vec<String>,
}

impl OtherLanguageWords {
    /// Lays another table over this one: lists grow.
    pub fn overlay(&mut self, over: OtherLanguageWords) {
        self.nearest = over.nearest.or(self.nearest);
        self.words.extend(over.words);
        self.against.extend(over.against);
    }
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
    /// Polite phrases before and after a question, which say nothing of it.
    #[serde(default)]
    pub courtesy: Vec<String>,
    /// Yes, no, ok: an answer to nothing that was asked.
    #[serde(default)]
    pub assent: Vec<String>,
    /// Words that say that thanks are not the end of it: `but`, `still`.
    pub trouble: Vec<String>,
    /// Words that ask for the topics.
    #[serde(default)]
    pub menu: Vec<String>,
    /// Words that ask what the bot can do.
    #[serde(default)]
    pub help: Vec<String>,
    /// Words that turn all offered choices down.
    #[serde(default)]
    pub none_of_these: Vec<String>,
    /// What a message begins with that goes on from the one before: `kalau`, `那`, `what about`.
    #[serde(default)]
    pub follow_up: Vec<String>,
    /// What such a message ends with: `呢`, `instead`.
    #[serde(default)]
    pub follow_up_end: Vec<String>,
    /// Phrases that turn an answer down, alone or with what is meant beside them: `not that`.
    #[serde(default)]
    pub not_that: Vec<String>,
    /// Phrases that turn an answer down when nothing else is said: `wrong`, `no`.
    #[serde(default)]
    pub not_that_alone: Vec<String>,
    /// Words that ask on without naming a thing: `how exactly`, `gimana caranya`.
    #[serde(default)]
    pub vague: Vec<String>,
    /// Question words that make a question whole by itself: `when`, `berapa`.
    #[serde(default)]
    pub asking: Vec<String>,
    /// Words of somebody who says that they sell.
    #[serde(default)]
    pub i_sell: Vec<String>,
    /// Words of somebody who says that they buy.
    #[serde(default)]
    pub i_buy: Vec<String>,
    /// Other companies, and kinds of companies: what is asked of them is not answered here.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Words that say that this shop or its platforms are meant.
    #[serde(default)]
    pub here: Vec<String>,
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
        self.lists().into_iter().chain(self.language_names.values()).flatten().map(String::as_str)
    }

    fn lists(&self) -> [&Vec<String>; 26] {
        [
            &self.language,
            &self.stop,
            &self.greeting,
            &self.thanks,
            &self.goodbye,
            &self.person,
            &self.order,
            &self.seller,
            &self.buyer,
            &self.courtesy,
            &self.assent,
            &self.trouble,
            &self.menu,
            &self.help,
            &self.none_of_these,
            &self.follow_up,
            &self.follow_up_end,
            &self.not_that,
            &self.not_that_alone,
            &self.vague,
            &self.asking,
            &self.i_sell,
            &self.i_buy,
            &self.elsewhere,
            &self.here,
            &self.language_refused,
        ]
    }

    fn lists_mut(&mut self) -> [&mut Vec<String>; 26] {
        [
            &mut self.language,
            &mut self.stop,
            &mut self.greeting,
            &mut self.thanks,
            &mut self.goodbye,
            &mut self.person,
            &mut self.order,
            &mut self.seller,
            &mut self.buyer,
            &mut self.courtesy,
            &mut self.assent,
            &mut self.trouble,
            &mut self.menu,
            &mut self.help,
            &mut self.none_of_these,
            &mut self.follow_up,
            &mut self.follow_up_end,
            &mut self.not_that,
            &mut self.not_that_alone,
            &mut self.vague,
            &mut self.asking,
            &mut self.i_sell,
            &mut self.i_buy,
            &mut self.elsewhere,
            &mut self.here,
            &mut self.language_refused,
        ]
    }

    fn overlay(&mut self, over: WordLists) {
        for (list, more) in self.lists_mut().into_iter().zip(over.lists()) {
            list.extend(more.iter().cloned());
        }
        for (language, names) in over.language_names {
            self.language_names.entry(language).or_default().extend(names);
        }
    }
}
