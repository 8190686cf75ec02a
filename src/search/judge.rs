//! From evidence to confidence, and from confidence to a decision.
//!
//! The weights and thresholds are fitted by `tanya train` and stand in `knowledge/judge.toml`; nothing
//! is set by hand. A confidence of 0.8 means that eight of ten such candidates are right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::{Candidate, SIGNALS};
use crate::language::Language;

/// The fitted weights and thresholds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// At least this confidence of the best: answer without asking.
    pub sure: f32,
    /// At least this confidence of the best article: offer choices.
    pub offer: f32,
    /// At least this confidence of each choice.
    pub list: f32,
    /// At least this confidence that something was given away, where nothing is likelier: the urgent
    /// steps. Lower than `sure`: steps in vain cost a tap, steps that are missing cost money.
    #[serde(default = "urgent")]
    pub urgent: f32,
    /// The weight of each signal, in the order of [`super::evidence::SIGNAL_NAMES`].
    pub weights: [f32; SIGNALS],
    /// The constant of the log odds per language: scores of two languages are not alike.
    pub constants: BTreeMap<Language, f32>,
}

/// The threshold of a file that was written before there was one.
fn urgent() -> f32 {
    0.5
}

impl Judge {
    /// The probability that a candidate is right for a text in a language.
    pub fn confidence(&self, candidate: &Candidate, language: Language) -> f32 {
        let pairs = self.weights.iter().zip(&candidate.signals);
        let constant = self.constants.get(&language).copied().unwrap_or_default();
        let odds = constant + pairs.map(|(weight, signal)| weight * signal).sum::<f32>();
        1.0 / (1.0 + (-odds).exp())
    }
}

/// A candidate whose rightness is known: what fitting learns from.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The signals.
    pub signals: [f32; SIGNALS],
    /// The language of the text.
    pub language: Language,
    /// Whether the candidate is a right answer.
    pub right: bool,
}

/// How often all candidates are looked at while fitting.
const ROUNDS: usize = 400;
/// How strongly weights are drawn to zero.
const RIDGE: f64 = 1e-3;

/// Fits weights and constants to candidates by logistic regression: full-batch gradient descent on
/// standardised signals, so that the result depends on nothing but the candidates.
pub fn fit(candidates: &[Judged]) -> ([f32; SIGNALS], BTreeMap<Language, f32>) {
    let scale = Scale::of(candidates);
    let rows: Vec<([f64; WIDTH], f64)> =
        candidates.iter().map(|one| (scale.row(one), if one.right { 1.0 } else { 0.0 })).collect();
    let mut weights = [0.0_f64; WIDTH];
    let mut speed = [0.0_f64; WIDTH];
    for _ in 0..ROUNDS {
        let slope = slope(&rows, &weights);
        for at in 0..WIDTH {
            speed[at] = 0.9 * speed[at] - 0.5 * slope[at];
            weights[at] += speed[at];
        }
    }
    scale.undo(&weights)
}

/// The signals, then a mark per language.
const WIDTH: usize = SIGNALS + Language::ALL.len();

fn slope(rows: &[([f64; WIDTH], f64)], weights: &[f64; WIDTH]) -> [f64; WIDTH] {
    let mut slope = [0.0_f64; WIDTH];
    for (row, right) in rows {
        let odds: f64 = row.iter().zip(weights).map(|(one, weight)| one * weight).sum();
        let miss = 1.0 / (1.0 + (-odds).exp()) - right;
        slope.iter_mut().zip(row).for_each(|(sum, one)| *sum += miss * one);
    }
    for at in 0..WIDTH {
        slope[at] = slope[at] / rows.len().max(1) as f64 + RIDGE * weights[at];
    }
    slope
}

/// Mean and spread of each signal.
struct Scale {
    mean: [f64; SIGNALS],
    spread: [f64; SIGNALS],
}

impl Scale {
    fn of(candidates: &[Judged]) -> Scale {
        let count = candidates.len().max(1) as f64;
        let mut scale = Scale { mean: [0.0; SIGNALS], spread: [0.0; SIGNALS] };
        for at in 0..SIGNALS {
            let values = || candidates.iter().map(|one| f64::from(one.signals[at]));
            let mean = values().sum::<f64>() / count;
            let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
            scale.mean[at] = mean;
            scale.spread[at] = variance.sqrt().max(1e-6);
        }
        scale
    }

    fn row(&self, one: &Judged) -> [f64; WIDTH] {
        let mut row = [0.0; WIDTH];
        for (at, place) in row.iter_mut().enumerate().take(SIGNALS) {
            *place = (f64::from(one.signals[at]) - self.mean[at]) / self.spread[at];
        }
        for (at, language) in Language::ALL.into_iter().enumerate() {
            row[SIGNALS + at] = if language == one.language { 1.0 } else { 0.0 };
        }
        row
    }

    fn undo(&self, weights: &[f64; WIDTH]) -> ([f32; SIGNALS], BTreeMap<Language, f32>) {
        let mut plain = [0.0_f32; SIGNALS];
        let mut shift = 0.0;
        for at in 0..SIGNALS {
            plain[at] = rounded(weights[at] / self.spread[at]);
            shift += weights[at] * self.mean[at] / self.spread[at];
        }
        let constants = Language::ALL.into_iter().enumerate();
        (plain, constants.map(|(at, language)| (language, rounded(weights[SIGNALS + at] - shift))).collect())
    }
}

/// Four decimals: the last bits of a sum may differ between machines, and nobody reads more.
fn rounded(value: f64) -> f32 {
    ((value * 1e4).round() / 1e4) as f32
}
