//! Messages that are nothing but set words of the lexicon: *halo kak*, *转人工*, *operator*, *paket*.
//!
//! They are too short for evidence, and need none: the word lists say what they are. Words that carry
//! no topic are left out before they are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::{Outcome, SmallTalk};
use crate::knowledge::{Audience, Library, lexicon::WordLists};
use crate::language::is_han;
use crate::search::analysis::fold::{Folder, Run, has_han, runs};

/// What each set phrase of the lexicons calls for, and which phrases are mere courtesy.
pub struct SetWords {
    outcomes: BTreeMap<Vec<String>, Outcome>,
    stop: BTreeSet<String>,
    /// Folded, the longest first.
    courtesies: Vec<String>,
    greetings: BTreeSet<String>,
    thanks: BTreeSet<String>,
    assents: BTreeSet<String>,
    trouble: Names,
}

impl SetWords {
    /// Takes the word lists of all languages. A phrase on two lists counts as of the first of them.
    pub fn new(library: &Library, folder: &Folder) -> SetWords {
        let all: Vec<&WordLists> = library.lexicons.values().map(|lexicon| &lexicon.words).collect();
        let folded = |list: &dyn Fn(&WordLists) -> &Vec<String>| -> Vec<String> {
            all.iter().flat_map(|lists| list(lists)).map(|phrase| folder.fold(phrase)).collect()
        };
        let mut set = SetWords {
            outcomes: BTreeMap::new(),
            stop: folded(&|lists| &lists.stop).into_iter().collect(),
            courtesies: folded(&|lists| &lists.courtesy),
            greetings: folded(&|lists| &lists.greeting).into_iter().collect(),
            thanks: folded(&|lists| &lists.thanks).into_iter().collect(),
            assents: folded(&|lists| &lists.assent).into_iter().collect(),
            trouble: Names::new(folded(&|lists| &lists.trouble)),
        };
        set.courtesies.extend(set.greetings.union(&set.thanks).cloned());
        set.courtesies.retain(|phrase| phrase.chars().count() > 1);
        set.courtesies.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        for (list, outcome) in LISTS {
            for phrase in folded(&list) {
                let words = set.words(&phrase);
                set.outcomes.entry(words).or_insert_with(|| outcome.clone());
            }
        }
        set.outcomes.remove(&Vec::new());
        set
    }

    /// What a folded text calls for, when it is nothing but set words or courtesies.
    pub fn outcome(&self, folded: &str) -> Option<Outcome> {
        let set = self.outcomes.get(&self.words(folded)).cloned();
        set.or_else(|| self.mere_courtesy(folded))
    }

    /// A text of nothing but courtesies: thanks where it thanks and does not greet, else a greeting.
    fn mere_courtesy(&self, folded: &str) -> Option<Outcome> {
        let (rest, courtesies) = self.stripped(folded);
        if !rest.is_empty() || runs(folded).next().is_none() {
            return None;
        }
        // "Halo, makasih ya" thanks in advance; "sudah bisa kak, makasih" ends the talk.
        let greets = self.greetings.iter().any(|phrase| without_head(bare(folded), phrase).is_some());
        let thanks = courtesies.iter().any(|phrase| self.thanks.contains(*phrase));
        let kind = if thanks && !greets { SmallTalk::Thanks } else { SmallTalk::Greeting };
        Some(Outcome::SmallTalk(kind))
    }

    /// Whether a text thanks and says no more than that it is well now: *sudah bisa, makasih*.
    pub fn is_mere_thanks(&self, folded: &str) -> bool {
        let (rest, courtesies) = self.stripped(folded);
        let well = |word: &String| self.assents.contains(word) || self.stop.contains(word);
        courtesies.iter().any(|phrase| self.thanks.contains(*phrase))
            && !self.tells_of_trouble(folded)
            && self.words(rest).iter().all(well)
    }

    /// Whether a text has a word that says that something is not well yet.
    pub fn tells_of_trouble(&self, folded: &str) -> bool {
        self.trouble.stand_in(folded)
    }

    /// A folded text without the courtesies before and after what it asks; as it is, when nothing
    /// else remains.
    pub fn without_courtesy<'a>(&self, folded: &'a str) -> &'a str {
        let (rest, _) = self.stripped(folded);
        if rest.is_empty() { folded } else { rest }
    }

    /// What remains without the courtesies at either end, and those courtesies.
    fn stripped<'s, 'a>(&'s self, folded: &'a str) -> (&'a str, Vec<&'s str>) {
        let mut rest = bare(folded);
        let mut courtesies = Vec::new();
        while let Some((phrase, shorter)) =
            self.courtesies.iter().find_map(|phrase| Some((phrase, without(rest, phrase)?)))
        {
            courtesies.push(phrase.as_str());
            rest = bare(shorter);
        }
        (rest, courtesies)
    }

    /// The words that count, each once in a row: *halo halo kak* is *halo*.
    fn words(&self, folded: &str) -> Vec<String> {
        let words = runs(folded).map(|run| match run {
            Run::Latin(word) | Run::Han(word) | Run::Digits(word) => word.to_owned(),
        });
        let all: Vec<String> = words.collect();
        let mut counting: Vec<String> = all.iter().filter(|word| !self.stop.contains(*word)).cloned().collect();
        counting.dedup();
        if counting.is_empty() { all } else { counting }
    }
}

/// Whether a name stands in a folded text: anywhere for Han characters, else as a word of its own.
pub fn contains_word(folded: &str, name: &str) -> bool {
    folded.match_indices(name).any(|(at, name)| is_word(folded, at..at + name.len()))
}

/// Whether what stands at a place of a folded text is a word of its own, or Chinese.
fn is_word(folded: &str, place: Range<usize>) -> bool {
    let beside = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_ascii_alphanumeric());
    let (before, after) = (&folded[..place.start], &folded[place.end..]);
    has_han(&folded[place]) || (beside(before.chars().next_back()) && beside(after.chars().next()))
}

/// Names that are looked for together: many take no longer than one.
pub struct Names(Option<AhoCorasick>);

impl Names {
    /// Folded names. So many that no machine finds them stand in no lexicon.
    pub fn new(names: impl IntoIterator<Item = String>) -> Names {
        Names(AhoCorasick::new(names.into_iter().filter(|name| !name.is_empty())).ok())
    }

    /// Whether one of them stands in a folded text; see [`contains_word`].
    pub fn stand_in(&self, folded: &str) -> bool {
        let found = self.0.iter().flat_map(|names| names.find_overlapping_iter(folded));
        found.map(|one| one.range()).any(|place| is_word(folded, place))
    }
}

/// A text without the signs around it.
pub fn bare(text: &str) -> &str {
    text.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '#')
}

/// A text without a phrase that it begins or ends with, as words of their own.
pub fn without<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    without_head(text, phrase).or_else(|| without_tail(text, phrase))
}

/// A text without a phrase that it ends with.
pub fn without_tail<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() || is_han(letter));
    text.strip_suffix(phrase).filter(|rest| ends_in_han(phrase) || apart(rest.chars().next_back()))
}

/// A text without a phrase that it begins with.
pub fn without_head<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() || is_han(letter));
    text.strip_prefix(phrase).filter(|rest| ends_in_han(phrase) || apart(rest.chars().next()))
}

fn ends_in_han(phrase: &str) -> bool {
    phrase.chars().next_back().is_some_and(is_han)
}

/// A word list, and what its phrases call for.
type List = (fn(&WordLists) -> &Vec<String>, Outcome);

const LISTS: [List; 11] = [
    (|lists| &lists.greeting, Outcome::SmallTalk(SmallTalk::Greeting)),
    (|lists| &lists.thanks, Outcome::SmallTalk(SmallTalk::Thanks)),
    (|lists| &lists.goodbye, Outcome::SmallTalk(SmallTalk::Goodbye)),
    (|lists| &lists.person, Outcome::Person),
    (|lists| &lists.order, Outcome::Order),
    (|lists| &lists.assent, Outcome::SmallTalk(SmallTalk::Assent)),
    (|lists| &lists.menu, Outcome::Topics(None)),
    (|lists| &lists.help, Outcome::Help),
    (|lists| &lists.none_of_these, Outcome::NoneOfThese),
    (|lists| &lists.i_sell, Outcome::Topics(Some(Audience::Seller))),
    (|lists| &lists.i_buy, Outcome::Topics(Some(Audience::Buyer))),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Lexicon, Library};
    use crate::language::Language;

    fn set() -> SetWords {
        let strings = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = WordLists {
            stop: strings(&["kak"]),
            greeting: strings(&["halo", "hello", "您好"]),
            thanks: strings(&["makasih", "thanks", "谢谢"]),
            courtesy: strings(&["mau tanya", "good afternoon", "请问"]),
            menu: strings(&["menu"]),
            ..WordLists::default()
        };
        let lexicons = [(Language::Indonesian, Lexicon { words, ..Lexicon::default() })].into();
        SetWords::new(&Library { lexicons, ..Library::default() }, &Folder::new())
    }

    #[test]
    fn set_words_alone_say_what_they_are() {
        let greeting = Some(Outcome::SmallTalk(SmallTalk::Greeting));
        assert_eq!(set().outcome("halo halo kak!"), greeting);
        assert_eq!(set().outcome("halo, mau tanya"), greeting);
        assert_eq!(set().outcome("makasih, thanks!"), Some(Outcome::SmallTalk(SmallTalk::Thanks)));
        assert_eq!(set().outcome("halo, mau tanya, makasih"), greeting);
        assert_eq!(set().outcome("menu"), Some(Outcome::Topics(None)));
        assert_eq!(set().outcome("halo cara bayar"), None);
        assert_eq!(set().outcome("?!"), None);
    }

    #[test]
    fn names_are_found_together_as_each_is_alone() {
        let names = ["seller", "my shop", "卖家", "shop"].map(str::to_owned);
        let together = Names::new(names.clone());
        for text in ["the seller", "sellers", "my shops", "bookshop", "in my shop.", "是卖家吗", "shop", "卖", ""]
        {
            assert_eq!(together.stand_in(text), names.iter().any(|name| contains_word(text, name)), "{text}");
        }
        assert!(!Names::new([String::new()]).stand_in("shop"));
    }

    #[test]
    fn courtesies_around_a_question_are_left_out() {
        for (text, question) in [
            ("hello good afternoon, how to cancel an order? thanks", "how to cancel an order"),
            ("您好，请问怎么取消，谢谢", "怎么取消"),
            ("halo kak mau tanya cara bayar", "kak mau tanya cara bayar"),
            ("thanksgiving offer", "thanksgiving offer"),
            ("halo", "halo"),
        ] {
            assert_eq!(set().without_courtesy(text), question);
        }
    }
}
