//! The evidence for and against each article and intent, as a handful of numbers that mean the same
//! for every one of them: what [`super::judge`] weighs.

use super::analysis::{Analysis, Analyzer};
use super::features::{Features, Vector, Vocabulary};
use super::index::{ArticleIndex, FieldScores};
use super::learner::Model;
use super::neighbours::{Nearness, Neighbours};
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

/// The intent of messages that nothing here answers.
pub const NONE: &str = "none";

/// How many numbers speak for or against a candidate.
pub const SIGNALS: usize = 14;

/// What the signals are called, in order; for explanations.
pub const SIGNAL_NAMES: [&str; SIGNALS] = [
    "learnt",
    "learnt_lead",
    "nearest",
    "nearest_lead",
    "near_mean",
    "background",
    "background_nearest",
    "title",
    "questions",
    "body",
    "unknown_words",
    "length",
    "only_article",
    "top",
];

/// A label with what speaks for it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The label's number.
    pub label: usize,
    /// The signals.
    pub signals: [f32; SIGNALS],
}

/// Gathers evidence; immutable once built.
pub struct Evidence {
    /// What the numbers of labels stand for: the articles in the order of their ids, then the intents.
    pub labels: Vec<Label>,
    vocabulary: Vocabulary,
    model: Model,
    neighbours: Neighbours,
    index: ArticleIndex,
    background: Option<usize>,
    articles: usize,
}

/// So many candidates are looked at closely.
const CANDIDATES: usize = 6;

impl Evidence {
    /// Learns the questions and examples of a library.
    ///
    /// # Errors
    /// What tantivy says when the index cannot be built.
    pub fn build(library: &Library, analyzer: &Analyzer) -> tantivy::Result<Evidence> {
        let labels: Vec<Label> = labels(library);
        let examples = examples(library, analyzer, &labels);
        let vocabulary = Vocabulary::of(examples.iter().map(|(features, _)| features));
        // The features go as the vectors come: both at once are the peak of memory.
        let vectors: Vec<(Vector, usize)> =
            examples.into_iter().map(|(features, label)| (vocabulary.vector(&features), label)).collect();
        let (rows, classes) = (vocabulary.len(), labels.len());
        // Learning takes as long as the rest together: they share the cores.
        let (model, index) = std::thread::scope(|scope| {
            let index = scope.spawn(|| ArticleIndex::build(library, analyzer));
            let model = Model::learn(rows, classes, &vectors);
            (model, index.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let none = Label::Intent(NONE.to_owned());
        Ok(Evidence {
            model,
            index: index?,
            neighbours: Neighbours::of(rows, classes, &vectors),
            background: labels.iter().position(|label| *label == none),
            articles: library.articles.len(),
            labels,
            vocabulary,
        })
    }

    /// The candidates for an analysed text, most likely first as the learnt model sees it.
    pub fn candidates(&self, analysis: &Analysis) -> Vec<Candidate> {
        let vector = self.vocabulary.vector(&Features::of(analysis));
        let found = Found {
            learnt: self.model.probabilities(&vector),
            near: self.neighbours.nearness(&vector),
            fields: self.index.scores(analysis),
        };
        let mut order: Vec<usize> = (0..self.labels.len()).filter(|label| Some(*label) != self.background).collect();
        order.sort_by(|a, b| found.promise(*b).total_cmp(&found.promise(*a)));
        order.truncate(CANDIDATES);
        let top = order.first().copied();
        order.iter().map(|label| self.candidate(*label, &found, analysis, top == Some(*label))).collect()
    }

    fn candidate(&self, label: usize, found: &Found, analysis: &Analysis, top: bool) -> Candidate {
        let others = |of: &dyn Fn(usize) -> f32| {
            let rest = (0..self.labels.len()).filter(|other| *other != label && Some(*other) != self.background);
            rest.map(of).fold(0.0_f32, f32::max)
        };
        let learnt = found.learnt[label];
        let near = found.near[label];
        let background = self.background.map_or((0.0, 0.0), |none| (found.learnt[none], found.near[none].nearest));
        let article = f32::from(u8::from(label < self.articles));
        let fields = found.fields.get(&label).copied().unwrap_or_default();
        let best = found.best_fields();
        let share = |own: f32, best: f32| if best > 0.0 { own / best } else { 0.0 };
        let (words, known) = analysis.known;
        Candidate {
            label,
            signals: [
                log_odds(learnt),
                log_odds(learnt) - log_odds(others(&|other| found.learnt[other])),
                near.nearest,
                near.nearest - others(&|other| found.near[other].nearest),
                near.mean,
                article * log_odds(background.0),
                article * background.1,
                share(fields.title, best.title),
                share(fields.questions, best.questions),
                share(fields.body, best.body),
                if words == 0 { 1.0 } else { 1.0 - known as f32 / words as f32 },
                (1.0 + words as f32).ln(),
                article,
                f32::from(u8::from(top)),
            ],
        }
    }
}

/// What the sources say of one text.
struct Found {
    learnt: Vec<f32>,
    near: Vec<Nearness>,
    fields: std::collections::BTreeMap<usize, FieldScores>,
}

impl Found {
    /// A first order among labels, good enough to choose the candidates.
    fn promise(&self, label: usize) -> f32 {
        self.learnt[label] + 0.5 * self.near[label].nearest
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

fn labels(library: &Library) -> Vec<Label> {
    let articles = library.articles.keys().cloned().map(Label::Article);
    articles.chain(library.intents.keys().cloned().map(Label::Intent)).collect()
}

/// Every known message with the number of its label; titles and keywords count as messages too.
fn examples(library: &Library, analyzer: &Analyzer, labels: &[Label]) -> Vec<(Features, usize)> {
    let number = |label: &Label| labels.binary_search(label).ok();
    let mut messages: Vec<(Language, &str, usize)> = Vec::new();
    for (id, article) in &library.articles {
        let Some(label) = number(&Label::Article(id.clone())) else { continue };
        for (language, text) in &article.texts {
            messages.extend(text.names_and_messages().map(|message| (*language, message, label)));
        }
    }
    for (intent, languages) in &library.intents {
        let Some(label) = number(&Label::Intent(intent.clone())) else { continue };
        for (language, lines) in languages {
            messages.extend(lines.iter().map(|line| (*language, line.as_str(), label)));
        }
    }
    let features = |(language, message, label): &(Language, &str, usize)| {
        (Features::of(&analyzer.analyse(message, *language)), *label)
    };
    in_parallel(&messages, features)
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
