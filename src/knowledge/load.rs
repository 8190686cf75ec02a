//! From files to a [`Library`], with a list of everything that is wrong: loading never stops at the
//! first fault, and a fault in one file never hides another file.
//!
//! Files come in layers, the shipped ones first. In a later layer
//! - an article of the same id takes its texts, examples and shared facts from there, each where
//!   the layer has them (texts as a whole, so that languages never contradict each other);
//! - a new id adds an article;
//! - `hidden = true` in `article.toml` or `topic.toml` removes the article or the topic;
//! - lexicons and intent messages are added to what is there.
//!
//! Staff's short replies follow the same rules.

mod replies;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::article::{Article, ArticleId, ArticleText, Audience, Library, Topic, TopicId};
use super::files::Files;
use super::lexicon::{Lexicon, OtherLanguageWords};
use super::markdown::{self, Block};
use super::reply::ReplyId;
use crate::language::Language;
use replies::ReplyDraft;

/// The intents that the bot knows what to do about; see [`crate::understanding`].
const INTENTS: [&str; 11] = [
    "chitchat",
    "compromised",
    "goodbye",
    "greeting",
    "human",
    "identity",
    "language",
    "none",
    "order",
    "shop",
    "thanks",
];

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The bot does not start with it.
    Error,
    /// The bot starts; something is less good than it could be.
    Warning,
}

/// Something wrong in a file, said so that a person can mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Problem {
    /// The file, as the person knows it.
    pub file: String,
    /// The line, from 1, where that is known.
    pub line: Option<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: what is wrong and what would be right.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {severity}: {}", self.file, self.message),
            None => write!(formatter, "{}: {severity}: {}", self.file, self.message),
        }
    }
}

/// A library, what is wrong with its files, and where each article's texts came from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What could be read.
    pub library: Library,
    /// What could not, or not rightly; sorted by file and line.
    pub problems: Vec<Problem>,
    /// The folder that an article is shown under in messages, such as `knowledge/paying/vouchers`.
    pub places: BTreeMap<ArticleId, String>,
}

/// The file of the learnt model.
pub const LEARNT: &str = "learnt.bin";

/// Loads layers of files, the first being the shipped one.
pub fn load(layers: &[Files]) -> Loaded {
    let mut loader = Loader::default();
    for files in layers {
        for (path, bytes) in &files.contents {
            loader.file(files, path, bytes);
        }
        loader.lay_down();
    }
    loader.finish()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    order: i64,
    audience: Option<Audience>,
    #[serde(default)]
    title: BTreeMap<Language, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleFile {
    #[serde(default)]
    hidden: bool,
    audience: Option<Audience>,
    topic: Option<TopicId>,
    #[serde(default)]
    related: Vec<ArticleId>,
    reviewed: Option<Day>,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    counter: BTreeMap<Language, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    #[serde(default)]
    questions: Vec<String>,
    #[serde(default)]
    keywords: Vec<String>,
    reviewed: Option<Day>,
}

/// A calendar day, written as a TOML date or as a string of the same form.
pub(super) struct Day(pub(super) toml::value::Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Date(toml::value::Datetime),
            Text(String),
        }
        let wrong = || serde::de::Error::custom("expected a day such as 2026-11-20");
        let datetime = match Written::deserialize(deserializer).map_err(|_| wrong())? {
            Written::Date(datetime) => datetime,
            Written::Text(text) => text.parse().map_err(|_| wrong())?,
        };
        datetime.date.map(Day).ok_or_else(wrong)
    }
}

/// What one layer says about one article.
#[derive(Default)]
struct Draft {
    topic: String,
    place: String,
    shared: Option<ArticleFile>,
    texts: BTreeMap<Language, ArticleText>,
    examples: BTreeMap<Language, Vec<Vec<String>>>,
}

#[derive(Default)]
struct Loader {
    problems: Vec<Problem>,
    topics: BTreeMap<TopicId, Topic>,
    articles: BTreeMap<ArticleId, Draft>,
    intents: BTreeMap<String, BTreeMap<Language, Vec<String>>>,
    lexicons: BTreeMap<Language, Lexicon>,
    other_languages: BTreeMap<String, OtherLanguageWords>,
    judge: String,
    learnt: std::sync::Arc<[u8]>,
    hidden: BTreeSet<ArticleId>,
    layer: BTreeMap<ArticleId, Draft>,
    layer_topics: Vec<(TopicId, TopicFile)>,
    replies: BTreeMap<ReplyId, ReplyDraft>,
    layer_replies: BTreeMap<ReplyId, ReplyDraft>,
}

impl Loader {
    fn file(&mut self, files: &Files, path: &str, bytes: &[u8]) {
        let shown = files.shown(path);
        let parts: Vec<&str> = path.split('/').collect();
        if !has_a_place(&parts) {
            return self.warning(&shown, None, "is not read: no file of this name belongs here".to_owned());
        }
        if path == LEARNT {
            self.learnt = bytes.into();
            return;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.error(&shown, None, "is not UTF-8 text; save it as UTF-8".to_owned());
        };
        // Editors on Windows write a byte-order mark and CR LF.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        match parts.as_slice() {
            ["judge.toml"] => self.judge = text,
            ["lexicon", "other.toml"] => self.other_languages(&shown, &text),
            ["lexicon", name] => self.lexicon(&shown, name, &text),
            ["intents", intent, name] => self.intent(&shown, intent, name, &text),
            ["replies", reply, "reply.toml"] => self.reply_file(&shown, reply, &text),
            ["replies", reply, name] => self.reply_text(&shown, reply, name, &text),
            [topic, "topic.toml"] => self.topic(&shown, topic, &text),
            [topic, article, "article.toml"] => self.article_file(&shown, topic, article, &text),
            [topic, article, "examples", name] => self.examples(&shown, topic, article, name, &text),
            [topic, article, name] => self.article_text(&shown, topic, article, name, &text),
            _ => {}
        }
    }

    fn lexicon(&mut self, shown: &str, name: &str, text: &str) {
        let Some(language) = self.language_of(shown, name, ".toml") else { return };
        if let Some(lexicon) = self.toml::<Lexicon>(shown, text, 0) {
            self.lexicons.entry(language).or_default().overlay(lexicon);
        }
    }

    fn other_languages(&mut self, shown: &str, text: &str) {
        let languages = self.toml::<BTreeMap<String, OtherLanguageWords>>(shown, text, 0);
        for (name, words) in languages.unwrap_or_default() {
            self.other_languages.entry(name).or_default().overlay(words);
        }
    }

    fn intent(&mut self, shown: &str, intent: &str, name: &str, text: &str) {
        let Some(language) = self.language_of(shown, name, ".txt") else { return };
        let messages = self.intents.entry(intent.to_owned()).or_default();
        messages.entry(language).or_default().extend(lines(text));
    }

    fn topic(&mut self, shown: &str, topic: &str, text: &str) {
        if let Some(file) = self.toml::<TopicFile>(shown, text, 0) {
            for language in Language::ALL {
                if !file.hidden && file.title.get(&language).is_none_or(|title| title.trim().is_empty()) {
                    self.warning(shown, None, format!("has no title in \"{language}\""));
                }
            }
            self.layer_topics.push((TopicId(topic.to_owned()), file));
        }
    }

    fn article_file(&mut self, shown: &str, topic: &str, article: &str, text: &str) {
        let Some(file) = self.toml::<ArticleFile>(shown, text, 0) else { return };
        if !file.hidden && file.reviewed.is_none() {
            self.warning(shown, None, "has no `reviewed` day: say when its facts were last read".to_owned());
        }
        if !file.hidden && file.owner.trim().is_empty() {
            self.warning(shown, None, "has no `owner`: say who answers for it".to_owned());
        }
        self.draft(shown, topic, article).shared = Some(file);
    }

    fn article_text(&mut self, shown: &str, topic: &str, article: &str, name: &str, text: &str) {
        let Some(language) = self.language_of(shown, name, ".md") else { return };
        let Some((front, body)) = self.front_and_body(shown, text) else { return };
        let Some(front_matter) = self.toml::<FrontMatter>(shown, front, 1) else { return };
        let Some(blocks) = self.blocks(shown, body, body_line(front), "an article") else { return };
        let text = ArticleText {
            title: front_matter.title,
            questions: front_matter.questions,
            keywords: front_matter.keywords,
            examples: Vec::new(),
            body: blocks,
            reviewed: front_matter.reviewed.map(|day| day.0),
        };
        self.draft(shown, topic, article).texts.insert(language, text);
    }

    /// The front matter of a Markdown file, and what follows.
    fn front_and_body<'a>(&mut self, shown: &str, text: &'a str) -> Option<(&'a str, &'a str)> {
        let parts = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
        if parts.is_none() {
            self.error(shown, Some(1), "must begin with front matter between two lines `+++`".to_owned());
        }
        parts
    }

    /// The blocks of a body that begins on this line of its file; what may not be there is left out.
    fn blocks(&mut self, shown: &str, body: &str, line: usize, of: &str) -> Option<Vec<Block>> {
        let (blocks, disallowed) = markdown::parse(body);
        for one in disallowed {
            let message = format!("{} is not allowed in {of}", one.what);
            self.error(shown, Some(line + one.line - 1), message);
        }
        if blocks.is_empty() {
            self.error(shown, Some(line), "has no body".to_owned());
            return None;
        }
        Some(blocks)
    }

    fn examples(&mut self, shown: &str, topic: &str, article: &str, name: &str, text: &str) {
        let Some(language) = self.language_of(shown, name, ".txt") else { return };
        let examples = hands(text).collect();
        self.draft(shown, topic, article).examples.insert(language, examples);
    }

    /// The draft of an article in this layer. A second folder of the same name is a fault.
    fn draft(&mut self, shown: &str, topic: &str, article: &str) -> &mut Draft {
        let id = ArticleId(article.to_owned());
        let elsewhere = self.layer.get(&id).filter(|draft| draft.topic != topic);
        if let Some(place) = elsewhere.map(|draft| draft.place.clone()) {
            self.error(shown, None, format!("the article \"{article}\" already stands in {place}"));
        }
        let marker = format!("{topic}/{article}");
        let place = shown.find(&marker).map_or(shown, |at| &shown[..at + marker.len()]).to_owned();
        self.layer.entry(id).or_insert_with(|| Draft { topic: topic.to_owned(), place, ..Draft::default() })
    }

    /// Lays the drafts of one layer over those of the layers before.
    fn lay_down(&mut self) {
        for (id, file) in std::mem::take(&mut self.layer_topics) {
            self.lay_topic(id, file);
        }
        for (id, draft) in std::mem::take(&mut self.layer) {
            if draft.shared.as_ref().is_some_and(|shared| shared.hidden) {
                self.articles.remove(&id);
                self.hidden.insert(id);
                continue;
            }
            let below = self.articles.entry(id).or_default();
            below.topic = draft.topic;
            below.place = draft.place;
            if draft.shared.is_some() {
                below.shared = draft.shared;
            }
            if !draft.texts.is_empty() {
                below.texts = draft.texts;
            }
            below.examples.extend(draft.examples);
        }
        self.lay_replies();
    }

    fn lay_topic(&mut self, id: TopicId, file: TopicFile) {
        if file.hidden {
            self.topics.remove(&id);
            let of_topic = self.articles.extract_if(.., |_, draft| draft.topic == id.0);
            self.hidden.extend(of_topic.map(|(article, _)| article));
            return;
        }
        let audience = file.audience.unwrap_or(Audience::Buyer);
        let topic = Topic { id: id.clone(), order: file.order, audience, titles: file.title };
        self.topics.insert(id, topic);
    }

    fn finish(mut self) -> Loaded {
        let mut library = Library::default();
        let mut places = BTreeMap::new();
        for (id, draft) in std::mem::take(&mut self.articles) {
            let place = draft.place.clone();
            if let Some(article) = self.article(id.clone(), draft) {
                library.articles.insert(id.clone(), article);
                places.insert(id, place);
            }
        }
        library.replies = self.all_replies();
        library.topics = self.topics.into_values().collect();
        library.topics.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        library.intents = self.intents;
        library.lexicons = self.lexicons;
        library.other_languages = self.other_languages;
        library.judge = self.judge;
        library.learnt = self.learnt;
        self.problems.sort();
        Loaded { library, problems: self.problems, places }
    }

    fn article(&mut self, id: ArticleId, draft: Draft) -> Option<Article> {
        if draft.texts.is_empty() {
            self.error(&draft.place, None, "has no text in any language: add id.md, zh.md or en.md".to_owned());
            return None;
        }
        let Some(shared) = draft.shared else {
            self.error(&draft.place, None, "has no article.toml".to_owned());
            return None;
        };
        let topic = shared.topic.unwrap_or(TopicId(draft.topic));
        let Some(of_topic) = self.topics.get(&topic).map(|topic| topic.audience) else {
            let message = format!("stands under the topic \"{topic}\", which has no topic.toml");
            self.error(&draft.place, None, message);
            return None;
        };
        for language in Language::ALL {
            if !draft.texts.contains_key(&language) {
                self.warning(&draft.place, None, format!("is not translated: {language}.md is missing"));
            }
        }
        let mut texts = draft.texts;
        for (language, examples) in draft.examples {
            if let Some(text) = texts.get_mut(&language) {
                text.examples = examples;
            }
        }
        Some(Article {
            id,
            topic,
            audience: shared.audience.unwrap_or(of_topic),
            related: shared.related.into_iter().filter(|related| !self.hidden.contains(related)).collect(),
            reviewed: shared.reviewed.map_or(NEVER, |day| day.0),
            owner: shared.owner,
            source: shared.source,
            counter: shared.counter,
            texts,
        })
    }

    fn language_of(&mut self, shown: &str, name: &str, suffix: &str) -> Option<Language> {
        let language = name.strip_suffix(suffix).and_then(|code| code.parse().ok());
        if language.is_none() {
            let message = format!("is not read: expected id{suffix}, zh{suffix} or en{suffix}");
            self.warning(shown, None, message);
        }
        language
    }

    fn toml<T: serde::de::DeserializeOwned>(&mut self, shown: &str, text: &str, lines_before: usize) -> Option<T> {
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map(|span| 1 + lines_before + text[..span.start].matches('\n').count());
                let message = error.message().lines().collect::<Vec<_>>().join(" ");
                self.error(shown, line, message);
                None
            }
        }
    }

    fn error(&mut self, file: &str, line: Option<usize>, message: String) {
        self.problem(Severity::Error, file, line, message);
    }

    fn warning(&mut self, file: &str, line: Option<usize>, message: String) {
        self.problem(Severity::Warning, file, line, message);
    }

    fn problem(&mut self, severity: Severity, file: &str, line: Option<usize>, message: String) {
        self.problems.push(Problem { file: file.to_owned(), line, severity, message });
    }
}

/// The day of an article that names none: older than every translation.
const NEVER: toml::value::Date = toml::value::Date { year: 1970, month: 1, day: 1 };

/// The line on which a body begins, after its front matter.
fn body_line(front: &str) -> usize {
    3 + front.matches('\n').count()
}

/// Whether a file of this path is read at all.
fn has_a_place(parts: &[&str]) -> bool {
    match parts {
        ["replies", _, "reply.toml"] => true,
        ["replies", _, name] => name.ends_with(".md"),
        ["replies", ..] => false,
        ["judge.toml" | LEARNT] | [_, "topic.toml"] | [_, _, "article.toml"] => true,
        ["lexicon", name] => name.ends_with(".toml"),
        ["intents", intent, name] => INTENTS.contains(intent) && name.ends_with(".txt"),
        [_, _, "examples", name] => name.ends_with(".txt"),
        [_, _, name] => name.ends_with(".md"),
        _ => false,
    }
}

/// The messages of a file of examples, hand by hand: an empty line ends what one hand wrote.
fn hands(text: &str) -> impl Iterator<Item = Vec<String>> {
    let parts = text.split("\n\n").map(|part| lines(part).collect::<Vec<String>>());
    parts.filter(|messages| !messages.is_empty())
}

/// The messages of a text file: one a line, `#` begins a comment line.
fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("# ") && *line != "#")
        .map(str::to_owned)
}
