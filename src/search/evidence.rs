//! The evidence for and against each article and intent, as a handful of numbers that mean the same
//! for every one of them: what [`super::judge`] weighs.
//!
//! An article that the learnt model knows has the model's opinion for evidence, and how near its title and
//! questions come. An article that it does not know (a merchant's own, with a title and five questions) has
//! the second alone, with weights of its own.

use std::collections::BTreeMap;

use super::analysis::{Analysis, Analyzer};
use super::features::Features;
use super::highest::highest;
use super::index::{ArticleIndex, FieldScores};
use super::learnt::{Learnt, Opinion};
use super::neighbours::{Near, Neighbours};
use crate::knowledge::{ArticleId, Library};
use crate::language::Language;

/// What a text may be about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// An article.
    Article(ArticleId),
    /// An intent of `knowledge/intents`, by its folder's name.
    Intent(String),
}

impl Label {
    /// The article's id, or the intent with `@` before it.
    pub fn name(&self) -> String {
        match self {
            Label::Article(id) => id.to_string(),
            Label::Intent(intent) => format!("@{intent}"),
        }
    }
}

/// The intent of messages that nothing here answers.
pub const NONE: &str = "none";

/// How many numbers speak for or against a candidate.
pub const SIGNALS: usize = 16;

/// What the signals are called, in order; for explanations.
pub const SIGNAL_NAMES: [&str; SIGNALS] = [
    "learnt",
    "learnt_lead",
    "least_learnt",
    "nearest",
    "near_mean",
    "nearest_lead",
    "title",
    "questions",
    "body",
    "article",
    "top",
    "not_learnt",
    "its_nearest",
    "its_near_mean",
    "its_title",
    "its_questions",
];

/// How many numbers speak for none of the candidates.
pub const NONE_SIGNALS: usize = 4;

/// What they are called, in order.
pub const NONE_SIGNAL_NAMES: [&str; NONE_SIGNALS] = ["learnt_none", "unknown_words", "length", "nothing_near"];

/// A label with what speaks for it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The label's number.
    pub label: usize,
    /// The signals.
    pub signals: [f32; SIGNALS],
}

/// What there is to decide between: the candidates, most promising first, and that none of them is right.
#[derive(Debug, Clone)]
pub struct Case {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// What speaks for none of them.
    pub none: [f32; NONE_SIGNALS],
}

/// Gathers evidence; immutable once built.
pub struct Evidence {
    /// What the numbers of labels stand for: the articles in the order of their ids, then the intents.
    pub labels: Vec<Label>,
    learnt: Learnt,
    /// The label of each class of the learnt model; `None` where the library has it no more.
    label_of_class: Vec<Option<usize>>,
    /// The class of each label, where the model has one.
    class_of_label: Vec<Option<usize>>,
    /// The class of messages that nothing here answers.
    none: Option<usize>,
    neighbours: Neighbours,
    index: ArticleIndex,
    articles: usize,
}

/// So many candidates that the model knows are looked at closely, and so many that it does not.
const CANDIDATES: usize = 6;
const NOT_LEARNT: usize = 3;

impl Evidence {
    /// Makes a library's titles and questions findable, beside what was learnt.
    ///
    /// # Errors
    /// What tantivy says when the index cannot be built.
    pub fn build(library: &Library, analyzer: &Analyzer, learnt: Learnt) -> tantivy::Result<Evidence> {
        let labels = labels(library);
        let class_of = |label: &Label| learnt.labels.iter().position(|name| *name == label.name());
        let class_of_label: Vec<Option<usize>> = labels.iter().map(class_of).collect();
        let mut label_of_class = vec![None; learnt.labels.len()];
        for (label, class) in class_of_label.iter().enumerate() {
            if let Some(class) = class {
                label_of_class[*class] = Some(label);
            }
        }
        let (names, index) = std::thread::scope(|scope| {
            let index = scope.spawn(|| ArticleIndex::build(library, analyzer));
            let names = names(library, analyzer, &class_of_label);
            (names, index.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        Ok(Evidence {
            neighbours: Neighbours::of(&names),
            index: index?,
            articles: library.articles.len(),
            none: learnt.labels.iter().position(|name| name.strip_prefix('@') == Some(NONE)),
            label_of_class,
            class_of_label,
            labels,
            learnt,
        })
    }

    /// The learnt model.
    pub fn learnt(&self) -> &Learnt {
        &self.learnt
    }

    /// What there is to decide between for an analysed text.
    pub fn case(&self, analysis: &Analysis) -> Case {
        let features = Features::of(analysis);
        let opinion = self.learnt.opinion(&features);
        self.case_by(analysis, &features, opinion)
    }

    /// The same, only where a label is one of the candidates: for most texts one that was learnt is none, which the
    /// learnt model tells at a fraction of the cost.
    pub fn case_with(&self, label: usize, analysis: &Analysis) -> Option<Case> {
        let features = Features::of(analysis);
        let opinion = self.learnt.opinion(&features);
        let may_be = self.class_of_label[label].is_none() || self.likeliest(&opinion).contains(&label);
        may_be.then(|| self.case_by(analysis, &features, opinion))
    }

    fn case_by(&self, analysis: &Analysis, features: &Features, opinion: Opinion) -> Case {
        let near = self.neighbours.near(features);
        let found = Found {
            nearest_two: highest(near.nearest.iter().copied(), 2),
            near,
            fields: self.index.scores(analysis),
            opinion,
        };
        let chosen = self.chosen(&found);
        let top = chosen.first().copied();
        let candidates = chosen.iter().map(|label| self.candidate(*label, &found, top == Some(*label))).collect();
        let (words, known) = analysis.known;
        Case {
            candidates,
            none: [
                self.none.map_or(0.0, |none| log_odds(found.opinion.probabilities[none])),
                if words == 0 { 1.0 } else { 1.0 - known as f32 / words as f32 },
                (1.0 + words as f32).ln(),
                1.0 - found.best_nearness(None),
            ],
        }
    }

    /// The labels worth a closer look: the likeliest of those that were learnt, and the nearest of the others.
    fn chosen(&self, found: &Found<'_>) -> Vec<usize> {
        let nearest = found.near.nearest.iter().copied();
        let others = nearest.filter(|(_, article)| self.class_of_label[*article].is_none());
        let mut chosen = self.likeliest(&found.opinion);
        chosen.extend(highest(others, NOT_LEARNT).into_iter().map(|(_, article)| article));
        chosen
    }

    /// The labels that the models find likeliest.
    fn likeliest(&self, opinion: &Opinion) -> Vec<usize> {
        let classes = (0..self.label_of_class.len()).filter(|class| Some(*class) != self.none);
        let known = classes.filter(|class| self.label_of_class[*class].is_some());
        let likeliest = highest(known.map(|class| (opinion.probabilities[class], class)), CANDIDATES);
        likeliest.into_iter().filter_map(|(_, class)| self.label_of_class[class]).collect()
    }

    fn candidate(&self, label: usize, found: &Found<'_>, top: bool) -> Candidate {
        let near = found.near.nearness(label);
        let fields = found.fields.get(&label).copied().unwrap_or_default();
        let best = found.best_fields();
        let share = |own: f32, best: f32| if best > 0.0 { own / best } else { 0.0 };
        let (title, questions) = (share(fields.title, best.title), share(fields.questions, best.questions));
        let (learnt, lead, least) = self.learnt_signals(label, found);
        let yes = |holds: bool| f32::from(u8::from(holds));
        let own = yes(self.class_of_label[label].is_none());
        Candidate {
            label,
            signals: [
                learnt,
                lead,
                least,
                near.nearest,
                near.mean,
                near.nearest - found.best_nearness(Some(label)),
                title,
                questions,
                share(fields.body, best.body),
                yes(label < self.articles),
                yes(top),
                own,
                own * near.nearest,
                own * near.mean,
                own * title,
                own * questions,
            ],
        }
    }

    /// The log odds that the models together give a label, how much those are more than any other's, and the
    /// least that one of them gives; nothing for a label that was not learnt.
    fn learnt_signals(&self, label: usize, found: &Found<'_>) -> (f32, f32, f32) {
        let Some(class) = self.class_of_label[label] else { return (0.0, 0.0, 0.0) };
        let probabilities = &found.opinion.probabilities;
        let others = (0..probabilities.len()).filter(|other| *other != class && Some(*other) != self.none);
        let rival = others.map(|other| probabilities[other]).fold(0.0_f32, f32::max);
        let own = log_odds(probabilities[class]);
        (own, own - log_odds(rival), log_odds(found.opinion.lowest[class]))
    }
}

/// What the sources say of one text.
struct Found<'a> {
    opinion: Opinion,
    near: Near<'a>,
    /// The two nearest articles, the nearest first.
    nearest_two: Vec<(f32, usize)>,
    fields: BTreeMap<usize, FieldScores>,
}

impl Found<'_> {
    /// The nearest of all articles but one.
    fn best_nearness(&self, but: Option<usize>) -> f32 {
        let mut others = self.nearest_two.iter().filter(|(_, article)| Some(*article) != but);
        others.next().map_or(0.0, |(nearest, _)| *nearest)
    }

    fn best_fields(&self) -> FieldScores {
        self.fields.values().fold(FieldScores::default(), |best, one| FieldScores {
            title: best.title.max(one.title),
            questions: best.questions.max(one.questions),
            body: best.body.max(one.body),
        })
    }
}

fn log_odds(probability: f32) -> f32 {
    let bounded = probability.clamp(0.0005, 0.9995);
    (bounded / (1.0 - bounded)).ln()
}

/// Learns everything that a library has messages for.
pub fn learn(library: &Library, analyzer: &Analyzer) -> Learnt {
    let labels = labels(library);
    Learnt::learn(labels.iter().map(Label::name).collect(), &examples(library, analyzer, &labels))
}

/// What the model of a library would be learnt from, as one number; see [`super::learnt::fingerprint`]. Only
/// the given classes count: what stands in none of them is not expected to be learnt.
pub fn fingerprint(library: &Library, analyzer: &Analyzer, classes: &[String]) -> u64 {
    let labels: Vec<Label> = labels(library).into_iter().filter(|label| classes.contains(&label.name())).collect();
    super::learnt::fingerprint(classes, &examples(library, analyzer, &labels))
}

fn labels(library: &Library) -> Vec<Label> {
    let articles = library.articles.keys().cloned().map(Label::Article);
    articles.chain(library.intents.keys().cloned().map(Label::Intent)).collect()
}

/// Every known message of the labels with the number of its label; titles and keywords count as messages too.
fn examples(library: &Library, analyzer: &Analyzer, labels: &[Label]) -> Vec<(Features, usize)> {
    let mut messages: Vec<(Language, &str, usize)> = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        match label {
            Label::Article(id) => {
                let texts = library.articles.get(id).into_iter().flat_map(|article| &article.texts);
                messages.extend(texts.flat_map(|(language, text)| {
                    text.names_and_messages().map(move |message| (*language, message, number))
                }));
            }
            Label::Intent(intent) => {
                let languages = library.intents.get(intent).into_iter().flatten();
                messages
                    .extend(languages.flat_map(|(language, lines)| {
                        lines.iter().map(move |line| (*language, line.as_str(), number))
                    }));
            }
        }
    }
    featured(&messages, analyzer)
}

/// What articles are known by without learning: titles, keywords and questions, and, of those that were not
/// learnt, their examples too; with the article's number.
fn names(library: &Library, analyzer: &Analyzer, class_of_label: &[Option<usize>]) -> Vec<(Features, usize)> {
    let mut messages: Vec<(Language, &str, usize)> = Vec::new();
    for (number, article) in library.articles.values().enumerate() {
        for (language, text) in &article.texts {
            let names = [&text.title].into_iter().chain(&text.keywords).chain(&text.questions);
            messages.extend(names.map(|name| (*language, name.as_str(), number)));
            if class_of_label[number].is_none() {
                let examples = text.examples.iter().flatten();
                messages.extend(examples.map(|example| (*language, example.as_str(), number)));
            }
        }
    }
    featured(&messages, analyzer)
}

fn featured(messages: &[(Language, &str, usize)], analyzer: &Analyzer) -> Vec<(Features, usize)> {
    in_parallel(messages, |(language, message, label)| (Features::of(&analyzer.analyse(message, *language)), *label))
}

/// Maps a slice on two threads or more, keeping its order.
fn in_parallel<T: Sync, U: Send>(items: &[T], map: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let portion = items.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let map = &map;
        let workers: Vec<_> =
            items.chunks(portion).map(|chunk| scope.spawn(move || chunk.iter().map(map).collect::<Vec<U>>())).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined.flat_map(|result| result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
