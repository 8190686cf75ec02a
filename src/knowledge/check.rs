//! What else can be wrong in a library that loaded: everything that shows only when all files are
//! seen together. All problems are found at once, with file and line.

mod replies;

use std::collections::{BTreeMap, BTreeSet};

use super::article::{Article, ArticleId, ArticleText, Library};
use super::files::Files;
use super::load::{Loaded, Problem, Severity};
use super::markdown::{self, Block};
use crate::language::Language;

/// The longest title, in characters: it stands on a button of a phone.
pub const LONGEST_TITLE: usize = 60;
/// The longest id, in bytes: callback data has 64, and marks before the id take some.
pub const LONGEST_ID: usize = 58;
/// The longest article, title included, in UTF-16 units: one message of Telegram.
pub const LONGEST_ARTICLE: usize = 4096;
/// The longest text of a pop-up, in characters (<https://core.telegram.org/bots/api#answercallbackquery>).
pub const LONGEST_POP_UP: usize = 200;
/// The most numbered steps of an article.
pub const MOST_STEPS: usize = 7;

/// Everything wrong with a library, sorted by file and line; what loading found is included.
pub fn check(loaded: &Loaded, layers: &[Files]) -> Vec<Problem> {
    let mut checker = Checker { loaded, layers, problems: loaded.problems.clone() };
    for article in loaded.library.articles.values() {
        checker.article(article);
    }
    checker.topics();
    checker.shared("title", |text| vec![text.title.as_str()]);
    checker.shared("question", |text| text.messages().collect());
    checker.lexicons();
    checker.replies();
    checker.problems.sort();
    checker.problems.dedup();
    checker.problems
}

struct Checker<'a> {
    loaded: &'a Loaded,
    layers: &'a [Files],
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn article(&mut self, article: &Article) {
        for message in faults_of_id(article.id.as_str()) {
            self.add(Severity::Error, self.at(&article.id, "article.toml", None), message);
        }
        self.counter(article);
        for related in &article.related {
            if *related == article.id || !self.loaded.library.articles.contains_key(related) {
                let place = self.at(&article.id, "article.toml", Some(related.as_str()));
                self.add(Severity::Error, place, format!("`related` names \"{related}\", which is no other article"));
            }
        }
        for (language, text) in &article.texts {
            self.text(article, *language, text);
        }
    }

    /// What is held up at a counter is in Indonesian; what it says stands in a pop-up.
    fn counter(&mut self, article: &Article) {
        let place = |checker: &Self| checker.at(&article.id, "article.toml", Some("counter"));
        if !article.counter.is_empty() && !article.counter.contains_key(&Language::Indonesian) {
            let message = "`[counter]` has no sentence in Indonesian (id) to hold up".to_owned();
            self.add(Severity::Error, place(self), message);
        }
        for (language, words) in &article.counter {
            let letters = words.chars().count();
            if letters == 0 || letters > LONGEST_POP_UP {
                let message =
                    format!("`counter.{language}` has {letters} characters; it may have 1 to {LONGEST_POP_UP}");
                self.add(Severity::Error, place(self), message);
            }
        }
    }

    fn text(&mut self, article: &Article, language: Language, text: &ArticleText) {
        let file = format!("{language}.md");
        let letters = text.title.chars().count();
        if letters == 0 || letters > LONGEST_TITLE {
            let place = self.at(&article.id, &file, Some("title"));
            self.add(
                Severity::Error,
                place,
                format!("the title has {letters} characters; it may have 1 to {LONGEST_TITLE}"),
            );
        }
        if text.questions.is_empty() {
            let place = self.at(&article.id, &file, Some("title"));
            self.add(Severity::Warning, place, "has no `questions`; hardly anybody will find it".to_owned());
        }
        if text.reviewed.is_some_and(|translated| translated < article.reviewed) {
            let place = self.at(&article.id, &file, Some("reviewed"));
            let message = format!("is stale: last reviewed before the article, which was on {}", article.reviewed);
            self.add(Severity::Warning, place, message);
        }
        self.body(article, &file, text);
    }

    fn body(&mut self, article: &Article, file: &str, text: &ArticleText) {
        let lines = text.body.iter().flat_map(Block::lines);
        let units: usize = lines.map(|line| markdown::plain_text(line).encode_utf16().count() + 5).sum();
        if units + text.title.encode_utf16().count() > LONGEST_ARTICLE {
            let place = self.at(&article.id, file, None);
            self.add(Severity::Error, place, format!("is longer than one message ({LONGEST_ARTICLE} UTF-16 units)"));
        }
        let steps = |block: &Block| matches!(block, Block::Steps { items, .. } if items.len() > MOST_STEPS);
        if text.body.iter().any(steps) {
            let place = self.at(&article.id, file, None);
            self.add(
                Severity::Warning,
                place,
                format!("has more than {MOST_STEPS} steps in a list; nobody follows so many"),
            );
        }
    }

    fn topics(&mut self) {
        let loaded = self.loaded;
        for topic in &loaded.library.topics {
            let used = loaded.library.articles.values().any(|article| article.topic == topic.id);
            if !used {
                let place = self.place(&format!("{}/topic.toml", topic.id), None);
                self.add(Severity::Warning, place, "no article stands under this topic".to_owned());
            }
        }
    }

    /// Texts that stand in two articles: the reader, or the bot, could not tell them apart.
    fn shared(&mut self, what: &str, texts: impl Fn(&ArticleText) -> Vec<&str>) {
        let loaded = self.loaded;
        for language in Language::ALL {
            let mut met: BTreeMap<String, &ArticleId> = BTreeMap::new();
            for article in loaded.library.articles.values() {
                let text = article.texts.get(&language);
                for one in text.map(&texts).unwrap_or_default() {
                    let other = met.insert(plain(one), &article.id).filter(|other| **other != article.id);
                    if let Some(other) = other {
                        let place = self.message_place(&article.id, language, one);
                        self.add(Severity::Error, place, format!("the {what} \"{one}\" stands in \"{other}\" too"));
                    }
                }
            }
        }
    }

    fn lexicons(&mut self) {
        let corpus = corpus(&self.loaded.library);
        let loaded = self.loaded;
        for (language, lexicon) in &loaded.library.lexicons {
            let path = format!("lexicon/{language}.toml");
            for (typed, meant) in &lexicon.spelling {
                if let Some(word) = meant.split_whitespace().find(|word| !corpus.has(word)) {
                    let message = format!("\"{typed}\" stands for \"{meant}\", but no text here has \"{word}\"");
                    self.add(Severity::Warning, self.place(&path, Some(typed)), message);
                }
            }
            for concept in lexicon.concepts.keys() {
                let lacking = loaded.library.lexicons.iter().filter(|(_, other)| !other.concepts.contains_key(concept));
                let lacking: Vec<String> = lacking.map(|(other, _)| other.to_string()).collect();
                if !lacking.is_empty() {
                    let message = format!("the concept \"{concept}\" has no words in {}", lacking.join(", "));
                    self.add(Severity::Warning, self.place(&path, Some(concept)), message);
                }
            }
        }
    }

    fn add(&mut self, severity: Severity, (file, line): (String, Option<usize>), message: String) {
        self.problems.push(Problem { file, line, severity, message });
    }

    /// Where a message of an article stands: among the questions or in the examples.
    fn message_place(&self, id: &ArticleId, language: Language, message: &str) -> (String, Option<usize>) {
        let front = self.at(id, &format!("{language}.md"), Some(message));
        if front.1.is_some() {
            return front;
        }
        let examples = self.at(id, &format!("examples/{language}.txt"), Some(message));
        if examples.1.is_some() { examples } else { front }
    }

    /// A file of an article, and the line on which some words stand in it.
    fn at(&self, id: &ArticleId, file: &str, words: Option<&str>) -> (String, Option<usize>) {
        let folder = self.loaded.places.get(id).cloned().unwrap_or_default();
        let topic = folder.rsplit('/').nth(1).unwrap_or_default();
        self.place(&format!("{topic}/{id}/{file}"), words)
    }

    /// A file of the topmost layer that has it, and the line on which some words stand in it.
    fn place(&self, path: &str, words: Option<&str>) -> (String, Option<usize>) {
        let files = self.layers.iter().rev().find(|files| files.contents.contains_key(path));
        let Some(files) = files.or(self.layers.first()) else { return (path.to_owned(), None) };
        let text = files.contents.get(path).map(|bytes| String::from_utf8_lossy(bytes));
        let written = words.map(|words| words.replace('"', "\\\""));
        let line = text.zip(written).and_then(|(text, words)| text.lines().position(|line| line.contains(&words)));
        (files.shown(path), line.map(|at| at + 1))
    }
}

/// What keeps an id from standing in a button or a link.
fn faults_of_id(id: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if id.len() > LONGEST_ID {
        faults.push(format!("the id has over {LONGEST_ID} bytes; no button can carry it"));
    }
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        let message = "the id may have the letters a to z, digits, \"-\" and \"_\" only; no link can carry it";
        faults.push(message.to_owned());
    }
    faults
}

/// All words and texts of a library, to tell what a lexicon may point at.
struct Corpus {
    words: BTreeSet<String>,
    unspaced: String,
}

impl Corpus {
    /// Whether a word stands somewhere; of one in an unspaced script, any two neighbouring letters.
    fn has(&self, word: &str) -> bool {
        if word.is_ascii() {
            return self.words.contains(word);
        }
        let letters: Vec<char> = word.chars().collect();
        letters.windows(2).any(|pair| self.unspaced.contains(&pair.iter().collect::<String>()))
    }
}

fn corpus(library: &Library) -> Corpus {
    let mut corpus = Corpus { words: BTreeSet::new(), unspaced: String::new() };
    let mut take = |text: &str| {
        let lower = text.to_lowercase();
        corpus.words.extend(
            lower
                .split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '\'' | '&' | '-')))
                .map(str::to_owned),
        );
        corpus.unspaced.push_str(&lower);
        corpus.unspaced.push(' ');
    };
    for text in library.articles.values().flat_map(|article| article.texts.values()) {
        take(&text.title);
        text.messages().for_each(&mut take);
        text.keywords.iter().for_each(|keyword| take(keyword));
        text.body.iter().flat_map(Block::lines).for_each(|line| take(&markdown::plain_text(line)));
    }
    library.intents.values().flat_map(BTreeMap::values).flatten().for_each(|line| take(line));
    for lexicon in library.lexicons.values() {
        lexicon.concepts.values().flatten().for_each(|phrase| take(phrase));
        lexicon.brands.keys().for_each(|brand| take(brand));
        lexicon.words.all().for_each(&mut take);
    }
    corpus
}

/// A text without capitals, spaces and signs: what makes two questions the same.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
