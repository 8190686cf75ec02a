//! The words by which a message shows that it goes on from the one before: *kalau …*, *那…呢*, *what about …*, or
//! turns it down: *bukan itu*, *答非所问*, *not that*. They stand in the lexicon.
//!
//! Nothing here knows what was said before, or what follows from it.

use std::collections::BTreeSet;

use super::set_words::{Names, bare, without, without_head, without_tail};
use crate::knowledge::{Library, lexicon::WordLists};
use crate::language::is_han;
use crate::search::analysis::fold::{Folder, Run, has_han, runs};

/// A message that goes on from another has at most so many words, Chinese characters counted by
/// [`HAN_PER_WORD`].
const LONGEST: usize = 12;

/// A message without such words is a fragment of another up to so many words.
const LONGEST_FRAGMENT: usize = 4;

/// A message that names no more than so many words of content names a thing and asks nothing by itself.
const BARE: usize = 2;

/// So many Chinese characters are about as much as a word.
const HAN_PER_WORD: usize = 2;

/// The word lists, folded.
pub struct FollowWords {
    /// The longest first.
    openings: Vec<String>,
    closings: Vec<String>,
    not_that: Vec<String>,
    not_that_alone: BTreeSet<Vec<String>>,
    vague: BTreeSet<String>,
    asking: Names,
    stop: BTreeSet<String>,
    /// The function words of every language.
    function: BTreeSet<String>,
    /// What carries nothing in Chinese, where words are not set apart; the longest first.
    idle_han: Vec<String>,
}

/// What a message is made of, as far as following on is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Whether it begins or ends as messages do that go on from another.
    pub marked: bool,
    /// Whether it is short enough to go on from another.
    pub short: bool,
    /// How many words of it name something.
    pub content: usize,
    /// Whether it asks on without naming a thing: *how exactly*.
    pub vague: bool,
    /// Whether it has a question word of its own: *berapa*, *when*.
    pub asking: bool,
}

impl Shape {
    /// Whether it names a thing or two and asks nothing by itself: *with OVO*.
    pub fn is_bare(self) -> bool {
        self.content <= BARE && !self.asking
    }

    /// Whether it asks on about what was said, and names nothing.
    pub fn asks_on(self) -> bool {
        self.content == 0 && self.vague
    }
}

impl FollowWords {
    /// Takes the word lists of all languages.
    pub fn new(library: &Library, folder: &Folder) -> FollowWords {
        let folded = |list: fn(&WordLists) -> &Vec<String>| -> Vec<String> {
            let lists = library.lexicons.values().flat_map(|lexicon| list(&lexicon.words));
            let mut phrases: Vec<String> = lists.map(|phrase| folder.fold(phrase)).collect();
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
            phrases
        };
        let single = |list: Vec<String>| list.into_iter().collect::<BTreeSet<String>>();
        let (openings, closings) = (folded(|lists| &lists.follow_up), folded(|lists| &lists.follow_up_end));
        let (vague, stop) = (single(folded(|lists| &lists.vague)), single(folded(|lists| &lists.stop)));
        let function = single(folded(|lists| &lists.language));
        // A single character is a word of its own too seldom.
        let words = function.iter().filter(|word| word.chars().count() > 1);
        let idle = openings.iter().chain(&closings).chain(&vague).chain(&stop).chain(words);
        let mut idle_han: Vec<String> = idle.filter(|phrase| has_han(phrase)).cloned().collect();
        idle_han.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let mut words = FollowWords {
            openings,
            closings,
            not_that: folded(|lists| &lists.not_that),
            not_that_alone: BTreeSet::new(),
            vague,
            asking: Names::new(folded(|lists| &lists.asking)),
            stop,
            function,
            idle_han,
        };
        let alone = folded(|lists| &lists.not_that_alone);
        let none = folded(|lists| &lists.none_of_these);
        let alone = alone.iter().chain(&none).map(|phrase| words.counting(phrase)).collect();
        words.not_that_alone = alone;
        words
    }

    /// What a folded message is made of.
    pub fn shape(&self, folded: &str) -> Shape {
        self.shape_without(folded, self.opened(folded))
    }

    /// What a message is made of of which this is left without the words that it goes on with, where it has any.
    fn shape_without(&self, folded: &str, opened: Option<&str>) -> Shape {
        let marked = opened.is_some();
        let rest = opened.unwrap_or(folded);
        Shape {
            marked,
            short: length(folded) <= if marked { LONGEST } else { LONGEST_FRAGMENT },
            content: self.content(rest),
            vague: runs(rest).any(|run| self.is_vague(run)),
            asking: self.asking.stand_in(rest),
        }
    }

    /// The words that are left of a folded message that turns something down; none left is an empty text, and
    /// `None` is a message that turns nothing down.
    pub fn turned_down(&self, folded: &str) -> Option<String> {
        if self.not_that_alone.contains(&self.counting(folded)) {
            return Some(String::new());
        }
        let mut rest = bare(folded);
        let mut found = false;
        while let Some(shorter) = self.not_that.iter().find_map(|phrase| without(rest, phrase)) {
            rest = bare(shorter);
            found = true;
        }
        let left = if self.content(rest) == 0 { "" } else { rest };
        found.then(|| left.to_owned())
    }

    /// What a message names that goes on from another and asks nothing by itself: *那货到付款呢* names 货到付款.
    pub fn named<'a>(&self, folded: &'a str) -> Option<&'a str> {
        // Most messages go on from nothing, and every one is asked: what is cheap comes first.
        let rest = self.opened(folded)?;
        let shape = self.shape_without(folded, Some(rest));
        (shape.is_bare() && shape.content > 0).then_some(rest)
    }

    /// What is left of a message without the words that it goes on with; `None` where it has none.
    fn opened<'a>(&self, folded: &'a str) -> Option<&'a str> {
        let text = bare(folded);
        let opened = self.openings.iter().find_map(|phrase| without_head(text, phrase));
        let rest = bare(opened.unwrap_or(text));
        let closed = self.closings.iter().find_map(|phrase| without_tail(rest, phrase));
        closed.map(bare).or(opened.map(bare))
    }

    fn is_vague(&self, run: Run<'_>) -> bool {
        match run {
            Run::Latin(word) => self.vague.contains(word),
            Run::Han(text) => self.idle_han.iter().any(|phrase| self.vague.contains(phrase) && text.contains(phrase)),
            Run::Digits(_) => false,
        }
    }

    /// How many words name something, Chinese characters counted by [`HAN_PER_WORD`].
    fn content(&self, folded: &str) -> usize {
        let count = |run: Run<'_>| match run {
            Run::Latin(word) => usize::from(!self.is_idle(word)),
            Run::Digits(_) => 1,
            Run::Han(text) => self.without_idle(text).chars().count().div_ceil(HAN_PER_WORD),
        };
        runs(folded).map(count).sum()
    }

    fn is_idle(&self, word: &str) -> bool {
        let listed = |list: &[String]| list.iter().any(|phrase| phrase == word);
        let carries_nothing = [&self.stop, &self.vague, &self.function].into_iter().any(|list| list.contains(word));
        carries_nothing || listed(&self.openings) || listed(&self.closings)
    }

    fn without_idle(&self, han: &str) -> String {
        let mut rest = han.to_owned();
        for phrase in &self.idle_han {
            if rest.contains(phrase.as_str()) {
                rest = rest.replace(phrase.as_str(), "");
            }
        }
        rest
    }

    /// The words of a message that count, for comparing it as a whole.
    fn counting(&self, folded: &str) -> Vec<String> {
        let words = runs(folded).map(|run| match run {
            Run::Latin(word) | Run::Han(word) | Run::Digits(word) => word.to_owned(),
        });
        let all: Vec<String> = words.collect();
        let counting: Vec<String> = all.iter().filter(|word| !self.stop.contains(*word)).cloned().collect();
        if counting.is_empty() { all } else { counting }
    }
}

/// How long a message is, in words.
fn length(folded: &str) -> usize {
    let count = |run: Run<'_>| match run {
        Run::Latin(_) | Run::Digits(_) => 1,
        Run::Han(text) => text.chars().filter(|letter| is_han(*letter)).count().div_ceil(HAN_PER_WORD),
    };
    runs(folded).map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Lexicon;
    use crate::language::Language;

    fn words() -> FollowWords {
        let strings = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = WordLists {
            stop: strings(&["kak", "的"]),
            follow_up: strings(&["kalau", "what about", "what", "那"]),
            follow_up_end: strings(&["instead", "呢"]),
            not_that: strings(&["bukan itu", "not that", "不是这个", "我问的不是这个"]),
            not_that_alone: strings(&["salah", "不对"]),
            vague: strings(&["gimana", "caranya", "怎么弄", "具体", "maksudku"]),
            asking: strings(&["berapa", "多少"]),
            ..WordLists::default()
        };
        let lexicons = [(Language::Indonesian, Lexicon { words, ..Lexicon::default() })].into();
        FollowWords::new(&Library { lexicons, ..Library::default() }, &Folder::new())
    }

    #[test]
    fn a_message_that_goes_on_is_told_by_its_beginning_or_end() {
        for (text, marked, content) in [
            ("kalau alfamart?", true, 1),
            ("what about alfamart", true, 1),
            ("by card instead", true, 2),
            ("那货到付款呢", true, 2),
            ("货到付款呢？", true, 2),
            ("kalaupun bisa", false, 2),
            ("cara cancel", false, 2),
        ] {
            let shape = words().shape(text);
            assert_eq!((shape.marked, shape.content), (marked, content), "{text}");
        }
    }

    #[test]
    fn what_names_a_thing_asks_nothing_by_itself() {
        assert!(words().shape("kalau alfamart gimana?").is_bare());
        assert!(!words().shape("kalau ongkir berapa?").is_bare());
        assert!(!words().shape("那运费多少呢").is_bare());
        assert!(words().shape("gimana caranya kak?").asks_on());
        assert!(words().shape("具体怎么弄").asks_on());
        assert!(!words().shape("kak?").asks_on());
        assert!(!words().shape("gimana alfamart").asks_on());
    }

    #[test]
    fn what_a_message_names_is_read_without_the_words_that_it_goes_on_with() {
        for (text, named) in [
            ("那货到付款呢", Some("货到付款")),
            ("kalau alfamart?", Some("alfamart")),
            ("kalau ongkir berapa?", None),
            ("kalau", None),
            ("alfamart", None),
        ] {
            assert_eq!(words().named(text), named, "{text}");
        }
    }

    #[test]
    fn a_message_is_too_long_to_go_on() {
        assert!(words().shape("kalau satu dua tiga empat lima enam").short);
        assert!(!words().shape("satu dua tiga empat lima").short);
        assert!(words().shape("一二三四五六七八").short);
        assert!(!words().shape("一二三四五六七八九").short);
    }

    #[test]
    fn what_turns_an_answer_down_leaves_the_words_beside_it() {
        for (text, left) in [
            ("bukan itu kak", Some("")),
            ("bukan itu, yang alfamart", Some("yang alfamart")),
            ("yang alfamart, bukan itu", Some("yang alfamart")),
            ("bukan itu maksudku", Some("")),
            ("我问的不是这个", Some("")),
            ("我问的不是这个，货到付款", Some("货到付款")),
            ("salah", Some("")),
            ("salah kak!", Some("")),
            ("salah alamat", None),
            ("不对", Some("")),
            ("not that", Some("")),
            ("not thatcham", None),
            ("", None),
        ] {
            assert_eq!(words().turned_down(text).as_deref(), left, "{text}");
        }
    }
}
