//! What people type, and the word they mean: the lexicon first, then the nearest word that the
//! knowledge has.
//!
//! The nearest word is found by deletions: two words one edit apart share a form with one letter
//! deleted from either. That is a look-up or two per letter, whatever the size of the vocabulary.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

/// Shorter words are left alone: almost any of them is one edit from another word.
const SHORTEST_MENDED: usize = 4;
/// Longer words are no words.
const LONGEST_MENDED: usize = 24;

/// Corrects words of one language.
pub struct Spelling {
    variants: HashMap<String, Vec<String>>,
    han_variants: Vec<(String, String)>,
    vocabulary: HashSet<String>,
    /// The words that can be mended towards, with how often each was met.
    words: Vec<(String, usize)>,
    /// The hash of a form with one letter deleted, and the most frequent word it comes from.
    deletions: HashMap<u64, u32>,
}

/// A corrected word.
#[derive(Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The word or words that are meant.
    pub words: Vec<String>,
    /// Whether the lexicon or the vocabulary has it.
    pub known: bool,
}

impl Corrected {
    /// A word that stays as it is, for nobody knows it.
    pub fn unknown(word: &str) -> Corrected {
        Corrected { words: vec![word.to_owned()], known: false }
    }
}

impl Spelling {
    /// Takes the spelling variants of a lexicon.
    pub fn new(variants: &BTreeMap<String, String>) -> Spelling {
        let mut spelling = Spelling {
            variants: HashMap::new(),
            han_variants: Vec::new(),
            vocabulary: HashSet::new(),
            words: Vec::new(),
            deletions: HashMap::new(),
        };
        for (typed, meant) in variants {
            if super::fold::has_han(typed) {
                spelling.han_variants.push((typed.clone(), meant.clone()));
                continue;
            }
            let words: Vec<String> = meant.split_whitespace().map(str::to_owned).collect();
            for word in &words {
                spelling.learn(word);
            }
            spelling.variants.insert(typed.clone(), words);
        }
        // The longest first, so that a short variant does not cut a long one apart.
        spelling.han_variants.sort_by_key(|(typed, _)| std::cmp::Reverse(typed.len()));
        spelling
    }

    /// Takes a word into the vocabulary.
    pub fn learn(&mut self, word: &str) {
        self.learn_counted(word, 2);
    }

    /// Takes a word into the vocabulary that was met so many times.
    pub fn learn_counted(&mut self, word: &str, count: usize) {
        if !self.vocabulary.insert(word.to_owned()) || word.chars().count() < SHORTEST_MENDED {
            return;
        }
        let number = self.words.len() as u32;
        self.words.push((word.to_owned(), count));
        for form in forms(word) {
            let entry = self.deletions.entry(form).or_insert(number);
            if count > self.words[*entry as usize].1 {
                *entry = number;
            }
        }
    }

    /// Whether the vocabulary has a word.
    pub fn knows(&self, word: &str) -> bool {
        self.vocabulary.contains(word)
    }

    /// What the lexicon says is meant by a word that was typed.
    pub fn variant(&self, typed: &str) -> Option<&[String]> {
        self.variants.get(typed).map(Vec::as_slice)
    }

    /// The word or words meant by one that was typed.
    pub fn correct(&self, typed: &str) -> Corrected {
        let calm = squeeze(typed);
        for form in [typed, &calm, calm.trim_end_matches('2')] {
            if let Some(words) = self.variants.get(form) {
                return Corrected { words: words.clone(), known: true };
            }
            if self.vocabulary.contains(form) {
                return Corrected { words: vec![form.to_owned()], known: true };
            }
        }
        match self.nearest(&calm) {
            Some(word) => Corrected { words: vec![word.to_owned()], known: true },
            None => Corrected::unknown(&calm),
        }
    }

    /// Mends the typing errors of a run of Han characters.
    pub fn mend_han(&self, text: &str) -> String {
        let mut mended = text.to_owned();
        for (typed, meant) in &self.han_variants {
            if mended.contains(typed.as_str()) && !mended.contains(meant.as_str()) {
                mended = mended.replace(typed.as_str(), meant);
            }
        }
        mended
    }

    fn nearest(&self, typed: &str) -> Option<&str> {
        let letters = typed.chars().count();
        if !(SHORTEST_MENDED..=LONGEST_MENDED).contains(&letters) || !typed.chars().all(char::is_alphabetic) {
            return None;
        }
        let found = forms(typed).filter_map(|form| self.deletions.get(&form)).map(|word| &self.words[*word as usize]);
        // Words begin as they should far more often than not, and a change of the first letter of a
        // short word makes another word (bayar, layar).
        let same_start = found.filter(|(word, _)| word.chars().next() == typed.chars().next());
        same_start.max_by_key(|(word, count)| (*count, std::cmp::Reverse(word))).map(|(word, _)| word.as_str())
    }
}

/// The hashes of a word and of all its forms with one letter deleted.
fn forms(word: &str) -> impl Iterator<Item = u64> + '_ {
    let hash = |begin: &str, end: &str| {
        let mut hasher = DefaultHasher::new();
        begin.bytes().chain(end.bytes()).for_each(|byte| hasher.write_u8(byte));
        hasher.finish()
    };
    let shorter = word.char_indices().map(move |(at, letter)| hash(&word[..at], &word[at + letter.len_utf8()..]));
    std::iter::once(hash(word, "")).chain(shorter)
}

/// Letters that are repeated for emphasis (`bangeeet`, `pleaseee`) stand once.
fn squeeze(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|one, next| one == next);
    runs.flat_map(|run| if run.len() >= 3 { &run[..1] } else { run }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling() -> Spelling {
        let mut spelling = Spelling::new(&BTreeMap::from([("gmn".to_owned(), "bagaimana".to_owned())]));
        for word in ["pembayaran", "pesanan", "refund", "banget"] {
            spelling.learn(word);
        }
        spelling
    }

    #[test]
    fn variants_and_single_errors_are_mended() {
        for (typed, meant) in [
            ("gmn", "bagaimana"),
            ("pembyaran", "pembayaran"),
            ("pesannan", "pesanan"),
            ("pesamam", "pesamam"),
            ("refnud", "refund"),
            ("bangeeeet", "banget"),
            ("xyzzy", "xyzzy"),
        ] {
            assert_eq!(spelling().correct(typed).words, [meant], "{typed}");
        }
    }
}
