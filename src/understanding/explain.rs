//! Why a text is understood as it is: what `tanya ask` shows to whoever writes articles.
//!
//! What a word counts for is found by asking again without it, so that it is true of the whole method and not
//! of one part of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Mind;
use crate::language::{Detection, Language};
use crate::search::analysis::fold::{Run, runs};
use crate::search::evidence::SIGNAL_NAMES;

/// So many words of a text are asked about.
const MOST_WORDS: usize = 40;

/// Why a text was understood as it was.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// The language and how sure that is.
    pub detection: Option<Detection>,
    /// The words, as they were spelt and stemmed.
    pub stems: Vec<String>,
    /// The meanings that were recognised.
    pub concepts: Vec<String>,
    /// The words as they stand in the text, with what each counts for.
    pub words: Vec<ExplainedWord>,
    /// The candidates, best first.
    pub candidates: Vec<ExplainedCandidate>,
    /// The probability that none of them is right.
    pub none: f32,
    /// From this confidence on the best is answered without asking.
    pub sure: f32,
    /// From this confidence of an article on, choices are offered.
    pub offer: f32,
}

/// One word of an explanation.
#[derive(Debug, Serialize)]
pub struct ExplainedWord {
    /// The word.
    pub word: String,
    /// How much confidence in the best candidate is lost without it; below zero where it speaks against it.
    pub counts: f32,
}

/// One candidate of an explanation.
#[derive(Debug, Serialize)]
pub struct ExplainedCandidate {
    /// An article's id, or an intent with `@` before it.
    pub label: String,
    /// The probability that it is right.
    pub confidence: f32,
    /// What was found for or against it.
    pub signals: BTreeMap<&'static str, f32>,
    /// What each of that adds to its score.
    pub shares: BTreeMap<&'static str, f32>,
}

impl Mind {
    /// Why a text is understood as it is.
    pub fn explain(&self, text: &str) -> Explanation {
        let (detection, analysis) = self.analysed(text);
        let language = self.reading_language(detection);
        let case = self.evidence.case(&analysis);
        let confidences = self.judge.confidences(&case, language);
        let none = 1.0 - confidences.iter().sum::<f32>();
        let explained = case.candidates.iter().zip(confidences).map(|(one, confidence)| ExplainedCandidate {
            label: self.label(one.label).name(),
            confidence,
            signals: SIGNAL_NAMES.into_iter().zip(one.signals).collect(),
            shares: SIGNAL_NAMES.into_iter().zip(self.judge.shares(one)).collect(),
        });
        let mut candidates: Vec<ExplainedCandidate> = explained.collect();
        candidates.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let words = candidates.first().map(|best| self.explained_words(best, text, language)).unwrap_or_default();
        Explanation {
            detection,
            stems: analysis.stems,
            concepts: analysis.concepts.into_iter().collect(),
            words,
            candidates,
            none,
            sure: self.judge.sure,
            offer: self.judge.offer,
        }
    }

    /// What each word of a text counts for in a candidate.
    fn explained_words(&self, best: &ExplainedCandidate, text: &str, language: Language) -> Vec<ExplainedWord> {
        let folded = self.folder.fold(text);
        let question = self.set_words.without_courtesy(&folded);
        let counts = |word: &str| {
            let analysis = self.analyzer.analyse(&question.replacen(word, " ", 1), language);
            let case = self.evidence.case(&analysis);
            let confidences = self.judge.confidences(&case, language);
            let labelled = case.candidates.iter().zip(confidences);
            let of_best = labelled.filter(|(one, _)| self.label(one.label).name() == best.label);
            best.confidence - of_best.map(|(_, confidence)| confidence).sum::<f32>()
        };
        let words = runs(question).flat_map(|run| self.pieces(run)).take(MOST_WORDS);
        words.map(|word| ExplainedWord { counts: counts(&word), word }).collect()
    }

    /// The words of a run; Chinese is cut by the dictionary.
    fn pieces(&self, run: Run<'_>) -> Vec<String> {
        match run {
            Run::Han(text) => self.analyzer.cut(text),
            Run::Latin(word) | Run::Digits(word) => vec![word.to_owned()],
        }
    }
}
