//! Set phrases: several words that mean one thing, found in a sequence of words or inside a run of
//! Han characters.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

/// Phrases of Latin words. A match may have one filler word between two words of a phrase.
#[derive(Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<(Vec<String>, String)>>,
}

impl Phrases {
    /// Adds a phrase, as its words, and what it means.
    pub fn insert(&mut self, words: Vec<String>, meaning: &str) {
        let mut words = words.into_iter();
        let Some(first) = words.next() else { return };
        let phrases = self.by_first.entry(first).or_default();
        phrases.push((words.collect(), meaning.to_owned()));
        // The longest first, so that replacing takes as much as it can.
        phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }

    /// The meanings of all phrases that stand in a sequence of words.
    pub fn find<'a>(&'a self, words: &'a [String]) -> impl Iterator<Item = &'a str> {
        words.iter().enumerate().flat_map(move |(at, word)| {
            let phrases = self.by_first.get(word).into_iter().flatten();
            phrases.filter(move |(rest, _)| follows(&words[at + 1..], rest)).map(|(_, meaning)| meaning.as_str())
        })
    }

    /// The words, with each phrase replaced by its meaning; no filler words here.
    pub fn replace(&self, words: Vec<String>) -> Vec<String> {
        let mut replaced = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let phrases = self.by_first.get(&words[at]).into_iter().flatten();
            let longest = phrases.clone().find(|(rest, _)| words[at + 1..].starts_with(rest));
            match longest {
                Some((rest, meaning)) => {
                    replaced.push(meaning.clone());
                    at += 1 + rest.len();
                }
                None => {
                    replaced.push(words[at].clone());
                    at += 1;
                }
            }
        }
        replaced
    }
}

/// Whether the rest of a phrase follows, with at most one filler before each word.
fn follows(words: &[String], rest: &[String]) -> bool {
    let mut at = 0;
    rest.iter().all(|wanted| {
        let found = words[at.min(words.len())..].iter().take(2).position(|word| word == wanted);
        at += found.map_or(0, |place| place + 1);
        found.is_some()
    })
}

/// Phrases of Han characters, found anywhere inside a run.
#[derive(Default)]
pub struct HanPhrases {
    phrases: Vec<(String, String)>,
    finder: Option<AhoCorasick>,
}

impl HanPhrases {
    /// Adds a phrase and what it means; [`HanPhrases::build`] makes it findable.
    pub fn insert(&mut self, phrase: &str, meaning: &str) {
        if !phrase.is_empty() {
            self.phrases.push((phrase.to_owned(), meaning.to_owned()));
        }
    }

    /// Makes all phrases findable.
    pub fn build(&mut self) {
        let phrases = self.phrases.iter().map(|(phrase, _)| phrase);
        self.finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(phrases).ok();
    }

    /// The meanings of all phrases in a run; phrases may overlap.
    pub fn find<'a>(&'a self, run: &'a str) -> impl Iterator<Item = &'a str> {
        let matches = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(run));
        matches.map(|found| self.phrases[found.pattern().as_usize()].1.as_str())
    }

    /// The run, with each phrase replaced by its meaning, from the left.
    pub fn replace(&self, run: &str) -> String {
        let Some(finder) = &self.finder else { return run.to_owned() };
        let mut replaced = String::with_capacity(run.len());
        let mut rest = 0;
        for found in finder.find_iter(run) {
            replaced.push_str(&run[rest..found.start()]);
            replaced.push_str(&self.phrases[found.pattern().as_usize()].1);
            rest = found.end();
        }
        replaced.push_str(&run[rest..]);
        replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn phrases_are_found_with_one_filler_and_replaced_without() {
        let mut phrases = Phrases::default();
        phrases.insert(words("uang kembali"), "refund");
        phrases.insert(words("indo maret"), "indomaret");
        let found = |text: &str| phrases.find(&words(text)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found("kapan uang aku kembali"), ["refund"]);
        assert_eq!(found("uang aku kapan kembali"), Vec::<String>::new());
        assert_eq!(phrases.replace(words("bayar di indo maret")), words("bayar di indomaret"));
    }
}
