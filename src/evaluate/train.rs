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
use crate::search::evidence::{Candidate, Label, SIGNALS};
use crate::search::judge::{Judge, Judged, fit};
use crate::understanding::{ABOUT_FRAUD, Mind};

/// So many portions; each is learnt without once.
pub const PORTIONS: usize = 5;

/// The most wrong answers among messages that nobody has seen, per language.
const MOST_WRONG: f32 = 0.07;
/// The most `@none` messages that are offered choices, per language.
const MOST_CHOICES_ON_NONE: f32 = 0.30;
/// Of the messages that get the urgent steps, the most that get them in vain, per language.
const MOST_FALSE_ALARMS: f32 = 0.20;
/// A choice that is less likely than this is not worth a button.
const LIST: f32 = 0.05;

/// What was found for one message.
struct Trial {
    language: Language,
    in_scope: bool,
    /// Whether it is an example of something given away.
    lost: bool,
    candidates: Vec<Tried>,
}

/// A candidate that was found for a message.
struct Tried {
    signals: [f32; SIGNALS],
    right: bool,
    article: bool,
    urgent: bool,
}

/// Fits a judge. `progress` hears of each portion that is done.
///
/// # Errors
/// When a mind cannot be built.
pub fn train(library: &Library, cases: &[Case], mut progress: impl FnMut()) -> anyhow::Result<Judge> {
    let mut trials = Vec::new();
    for portion in 0..PORTIONS {
        let (kept, held_out) = without(library, portion);
        let mind = Mind::judged_by(&kept, Language::Indonesian, blank())?;
        trials.extend(held_out.iter().map(|case| trial(&mind, case)));
        progress();
    }
    let mind = Mind::judged_by(library, Language::Indonesian, blank())?;
    let developed: Vec<Trial> = cases.iter().map(|case| trial(&mind, case)).collect();
    progress();
    let judged: Vec<Judged> = trials.iter().chain(&developed).flat_map(Trial::judged).collect();
    let (weights, constants) = fit(&judged);
    let judge = Judge { weights, constants, ..blank() };
    Ok(with_thresholds(judge, &trials, &developed))
}

/// A judge that decides nothing yet.
fn blank() -> Judge {
    let constants = Language::ALL.into_iter().map(|language| (language, 0.0)).collect();
    Judge { sure: 0.5, offer: 0.5, list: LIST, urgent: 0.5, weights: [0.0; SIGNALS], constants }
}

/// The library without one portion of its examples, and that portion as cases. Portions are runs of
/// neighbouring lines: lines that stand together were written together, and a message that is like
/// its neighbours would make the judge too sure of itself.
fn without(library: &Library, portion: usize) -> (Library, Vec<Case>) {
    let mut kept = library.clone();
    let mut held_out = Vec::new();
    for (id, article) in &mut kept.articles {
        for (language, text) in &mut article.texts {
            hold_out(&mut text.questions, portion, *language, id.as_str(), &mut held_out);
            hold_out(&mut text.examples, portion, *language, id.as_str(), &mut held_out);
        }
    }
    for (intent, languages) in &mut kept.intents {
        for (language, lines) in languages {
            hold_out(lines, portion, *language, &format!("@{intent}"), &mut held_out);
        }
    }
    (kept, held_out)
}

fn hold_out(messages: &mut Vec<String>, portion: usize, lang: Language, label: &str, held_out: &mut Vec<Case>) {
    let from = messages.len() * portion / PORTIONS;
    let to = messages.len() * (portion + 1) / PORTIONS;
    let drained = messages.drain(from..to);
    held_out.extend(drained.map(|q| Case { q, lang, accept: vec![label.to_owned()], style: None }));
}

fn trial(mind: &Mind, case: &Case) -> Trial {
    let (language, candidates) = mind.candidates(&case.q);
    let known = |(label, candidate): &(Label, Candidate)| Tried {
        signals: candidate.signals,
        right: is_right(case, label),
        article: matches!(label, Label::Article(_)),
        urgent: *label == Label::Intent("compromised".to_owned()),
    };
    Trial {
        language,
        in_scope: case.in_scope(),
        lost: case.accepts("@compromised"),
        candidates: candidates.iter().map(known).collect(),
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
    fn judged(&self) -> impl Iterator<Item = Judged> {
        self.candidates.iter().map(|one| Judged { signals: one.signals, language: self.language, right: one.right })
    }

    /// The best candidate's confidence and rightness.
    fn best(&self, judge: &Judge) -> (f32, bool) {
        self.ranked(judge, |_| true).map_or((0.0, false), |(confidence, one)| (confidence, one.right))
    }

    /// Whether the urgent steps would be given at a threshold.
    fn alarm(&self, judge: &Judge, at: f32) -> bool {
        self.ranked(judge, |_| true).is_some_and(|(confidence, best)| best.urgent && confidence >= at)
    }

    /// The confidence of the best article.
    fn best_article(&self, judge: &Judge) -> f32 {
        self.ranked(judge, |one| one.article).map_or(0.0, |(confidence, _)| confidence)
    }

    /// The most confident of some candidates.
    fn ranked(&self, judge: &Judge, of: impl Fn(&Tried) -> bool) -> Option<(f32, &Tried)> {
        let wanted = self.candidates.iter().filter(|one| of(one));
        let judged =
            wanted.map(|one| (judge.confidence(&Candidate { label: 0, signals: one.signals }, self.language), one));
        judged.max_by(|a, b| a.0.total_cmp(&b.0))
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
                let count = counts.entry(trial.language).or_default();
                count.0 += usize::from(counted);
                count.1 += usize::from(counted && faulty);
            }
            counts.values().all(|(all, faulty)| *faulty as f32 <= most * *all as f32)
        })
    };
    steps.into_iter().find(|at| holds(*at)).unwrap_or(0.95)
}
