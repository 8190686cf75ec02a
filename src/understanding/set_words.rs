//! Messages that are nothing but set words of the lexicon: *halo kak*, *转人工*, *operator*, *paket*.
//!
//! They are too short for evidence, and need none: the word lists say what they are. Words that carry
//! no topic are left out before they are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{Outcome, SmallTalk};
use crate::knowledge::{Library, lexicon::WordLists};
use crate::search::analysis::fold::{Folder, Run, runs};

/// What each set phrase of the lexicons calls for.
pub struct SetWords {
    outcomes: BTreeMap<Vec<String>, Outcome>,
    stop: BTreeSet<String>,
}

impl SetWords {
    /// Takes the word lists of all languages. A phrase on two lists counts as of the first of them:
    /// greeting, thanks, goodbye, person, order.
    pub fn new(library: &Library, folder: &Folder) -> SetWords {
        let mut set = SetWords { outcomes: BTreeMap::new(), stop: BTreeSet::new() };
        for lists in library.lexicons.values().map(|lexicon| &lexicon.words) {
            set.stop.extend(lists.stop.iter().map(|word| folder.fold(word)));
        }
        for (list, outcome) in LISTS {
            for phrase in library.lexicons.values().flat_map(|lexicon| list(&lexicon.words)) {
                let words = set.words(&folder.fold(phrase));
                set.outcomes.entry(words).or_insert_with(|| outcome.clone());
            }
        }
        set.outcomes.remove(&Vec::new());
        set
    }

    /// What a folded text calls for, when it is nothing but set words.
    pub fn outcome(&self, folded: &str) -> Option<Outcome> {
        self.outcomes.get(&self.words(folded)).cloned()
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

/// A word list, and what its phrases call for.
type List = (fn(&WordLists) -> &Vec<String>, Outcome);

const LISTS: [List; 5] = [
    (|lists| &lists.greeting, Outcome::SmallTalk(SmallTalk::Greeting)),
    (|lists| &lists.thanks, Outcome::SmallTalk(SmallTalk::Thanks)),
    (|lists| &lists.goodbye, Outcome::SmallTalk(SmallTalk::Goodbye)),
    (|lists| &lists.person, Outcome::Person),
    (|lists| &lists.order, Outcome::Order),
];
