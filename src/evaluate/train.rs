//! Fitting what is learnt from the articles and their examples: `tanya train`.
//!
//! The examples are cut into portions. For each portion a [`Mind`] learns all the others, and says
//! what it finds for the messages it has not seen: the signals of right and wrong candidates. The
//! judge is fitted to those, together with the cases of a development set, and its thresholds are
//! chosen so that wrong answers stay rare in every language. Nothing is left to chance: the same
//! files give the same result.

use std::collections::BTreeMap;

use super::cases::Case;
use crate::knowledge::{ArticleId, Library};
use crate::language::Language;
use crate::search::analysis::Analyzer;
use crate::search::evidence::{self, Label};
use crate::search::judge::{Judge, Judged, fit};
use crate::search::learnt::Learnt;
use crate::understanding::{ABOUT_FRAUD, Mind};

/// So many portions; each is learnt without once.
pub const PORTIONS: usize = 6;
/// So many questions per language an article has that stands for a merchant's own.
const OWN_QUESTIONS: usize = 5;

/// The most wrong answers among messages that nobody has seen, per language.
const MOST_WRONG: f32 = 0.08;
/// The most `@none` messages that are offered choices, per language.
const MOST_CHOICES_ON_NONE: f32 = 0.40;
/// Of the messages that get the urgent steps, the most that get them in vain, per language.
const MOST_FALSE_ALARMS: f32 = 0.20;

/// What was found for one message.
struct Trial {
    judged: Judged,
    in_scope: bool,
    /// Whether it is an example of something given away.
    lost: bool,
    /// Whether its article stands for a merchant's own.
    own: bool,
    /// Of each candidate, whether it is an article, and whether it calls for the urgent steps.
    articles: Vec<bool>,
    urgent: Vec<bool>,
}

/// What fitting gave.
pub struct Trained {
    /// The judge.
    pub judge: Judge,
    /// The model that was learnt from the whole library.
    pub learnt: Learnt,
    /// Of the messages to articles that were known by a title and five questions only: how many there were,
    /// how many were answered rightly, and how many wrongly.
    pub own_articles: (usize, usize, usize),
}

/// Fits a judge, and learns the library. `progress` hears of each portion that is done.
///
/// # Errors
/// When a mind cannot be built.
pub fn train(library: &Library, cases: &[Case], mut progress: impl FnMut()) -> anyhow::Result<Trained> {
    let mut trials = Vec::new();
    for portion in 0..PORTIONS {
        let (kept, own, held_out) = without(library, portion);
        let mind = Mind::judged_by(&kept, Language::Indonesian, Judge::blank(), Some(learnt_without(&kept, &own)))?;
        trials.extend(held_out.iter().map(|case| trial(&mind, case, &own)));
        progress();
    }
    let learnt = learnt_without(library, &[]);
    let mind = Mind::judged_by(library, Language::Indonesian, Judge::blank(), Some(learnt.clone()))?;
    let developed: Vec<Trial> = cases.iter().map(|case| trial(&mind, case, &[])).collect();
    progress();
    let judged: Vec<Judged> = trials.iter().chain(&developed).map(|trial| trial.judged.clone()).collect();
    let mut judge = Judge::blank();
    fit(&mut judge, &judged);
    let judge = with_thresholds(judge, &trials, &developed);
    let own: Vec<(f32, bool)> = trials.iter().filter(|trial| trial.own).map(|trial| trial.best(&judge)).collect();
    let sure = |right: bool| own.iter().filter(|(confidence, is)| *confidence >= judge.sure && *is == right).count();
    Ok(Trained { own_articles: (own.len(), sure(true), sure(false)), judge, learnt })
}

/// Learns a library without some of its articles.
fn learnt_without(library: &Library, articles: &[ArticleId]) -> Learnt {
    let mut known = library.clone();
    known.articles.retain(|id, _| !articles.contains(id));
    // The analysis is of the whole library, as it will be when questions come.
    evidence::learn(&known, &Analyzer::new(library))
}

/// The library without one portion of its examples, the articles that stand for a merchant's own in this
/// portion, and what is held out, as cases. The examples of an article are held out hand by hand: messages
/// that one hand wrote are like each other, and would make the judge too sure of itself.
fn without(library: &Library, portion: usize) -> (Library, Vec<ArticleId>, Vec<Case>) {
    let mut kept = library.clone();
    let mut held_out = Vec::new();
    let own: Vec<ArticleId> = library.articles.keys().skip(portion).step_by(PORTIONS).cloned().collect();
    for (id, article) in &mut kept.articles {
        for (language, text) in &mut article.texts {
            let (from, to) = portion_of(text.examples.len(), portion);
            let hands = text.examples.drain(from..to).flatten();
            held_out.extend(hands.map(|q| case(q, *language, id.as_str())));
            if own.contains(id) {
                text.examples.clear();
                text.questions.truncate(OWN_QUESTIONS);
            }
        }
    }
    for (intent, languages) in &mut kept.intents {
        for (language, lines) in languages {
            let (from, to) = portion_of(lines.len(), portion);
            held_out.extend(lines.drain(from..to).map(|q| case(q, *language, &format!("@{intent}"))));
        }
    }
    (kept, own, held_out)
}

/// Where a portion begins and ends among so many.
fn portion_of(count: usize, portion: usize) -> (usize, usize) {
    (count * portion / PORTIONS, count * (portion + 1) / PORTIONS)
}

fn case(q: String, lang: Language, label: &str) -> Case {
    Case { q, lang, accept: vec![label.to_owned()], style: None }
}

fn trial(mind: &Mind, case: &Case, own: &[ArticleId]) -> Trial {
    let (language, found) = mind.case(&case.q);
    let labels: Vec<&Label> = found.candidates.iter().map(|one| mind.label(one.label)).collect();
    Trial {
        in_scope: case.in_scope(),
        lost: case.accepts("@compromised"),
        own: own.iter().any(|id| case.accepts(id.as_str())),
        articles: labels.iter().map(|label| matches!(label, Label::Article(_))).collect(),
        urgent: labels.iter().map(|label| **label == Label::Intent("compromised".to_owned())).collect(),
        judged: Judged { right: labels.iter().map(|label| is_right(case, label)).collect(), case: found, language },
    }
}

/// Whether a label answers a case. Cases of a development set call all small talk `@smalltalk`, what
/// only the shop knows `@none`, and what was given away by the article about it.
fn is_right(case: &Case, label: &Label) -> bool {
    match label {
        Label::Article(ArticleId(id)) => case.accepts(id) || (id == ABOUT_FRAUD && case.accepts("@compromised")),
        Label::Intent(intent) => {
            let also = match intent.as_str() {
                "human" | "order" | "none" => None,
                "shop" => Some("@none"),
                "compromised" => Some(ABOUT_FRAUD),
                _ => Some("@smalltalk"),
            };
            case.accepts(&format!("@{intent}")) || also.is_some_and(|label| case.accepts(label))
        }
    }
}

impl Trial {
    /// The best candidate's confidence and rightness.
    fn best(&self, judge: &Judge) -> (f32, bool) {
        self.ranked(judge, |_| true).map_or((0.0, false), |(confidence, at)| (confidence, self.judged.right[at]))
    }

    /// Whether the urgent steps would be given at a threshold.
    fn alarm(&self, judge: &Judge, at: f32) -> bool {
        self.ranked(judge, |_| true).is_some_and(|(confidence, best)| self.urgent[best] && confidence >= at)
    }

    /// The confidence of the best article.
    fn best_article(&self, judge: &Judge) -> f32 {
        self.ranked(judge, |at| self.articles[at]).map_or(0.0, |(confidence, _)| confidence)
    }

    /// The most confident of some candidates: its confidence and its place.
    fn ranked(&self, judge: &Judge, of: impl Fn(usize) -> bool) -> Option<(f32, usize)> {
        let confidences = judge.confidences(&self.judged.case, self.judged.language);
        let wanted = confidences.into_iter().zip(0..).filter(|(_, at)| of(*at));
        wanted.max_by(|a, b| a.0.total_cmp(&b.0))
    }
}

/// Chooses the thresholds: the lowest that keep wrong answers, and choices where there is nothing to
/// choose, rare enough in each language, among unseen examples as in the development set.
fn with_thresholds(judge: Judge, examples: &[Trial], developed: &[Trial]) -> Judge {
    let wrong = |trial: &Trial, at: f32| {
        let (confidence, right) = trial.best(&judge);
        (true, confidence >= at && !right)
    };
    let sure = lowest(examples, developed, MOST_WRONG, wrong);
    let offered = |trial: &Trial, at: f32| {
        let asked = trial.best(&judge).0 < sure && trial.best_article(&judge) >= at;
        (!trial.in_scope, asked)
    };
    let offer = lowest(examples, developed, MOST_CHOICES_ON_NONE, offered).min(sure);
    let in_vain = |trial: &Trial, at: f32| (trial.alarm(&judge, at), trial.alarm(&judge, at) && !trial.lost);
    // Only the examples: a development set calls a loss and a question about fraud by the same name.
    let urgent = lowest(examples, &[], MOST_FALSE_ALARMS, in_vain).min(sure);
    Judge { sure, offer, urgent, ..judge }
}

/// The lowest threshold at which the share of a fault stays below a bound in every language of every
/// set. The test says whether a trial counts and whether it shows the fault.
fn lowest(examples: &[Trial], developed: &[Trial], most: f32, test: impl Fn(&Trial, f32) -> (bool, bool)) -> f32 {
    let steps = (5..95).map(|step| step as f32 / 100.0);
    let holds = |at: f32| {
        [examples, developed].into_iter().all(|set| {
            let mut counts: BTreeMap<Language, (usize, usize)> = BTreeMap::new();
            for trial in set {
                let (counted, faulty) = test(trial, at);
                let count = counts.entry(trial.judged.language).or_default();
                count.0 += usize::from(counted);
                count.1 += usize::from(counted && faulty);
            }
            counts.values().all(|(all, faulty)| *faulty as f32 <= most * *all as f32)
        })
    };
    steps.into_iter().find(|at| holds(*at)).unwrap_or(0.95)
}
