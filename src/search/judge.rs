//! From evidence to confidence, and from confidence to a decision.
//!
//! The candidates for a text, and that none of them is right, are alternatives of one choice: each has a
//! score, a weighed sum of its signals, and the scores become probabilities together (a conditional logit).
//! So a rival takes confidence from the first, and confidence means what it says: of the candidates at 0.8,
//! eight in ten are right.
//!
//! The weights and thresholds are fitted by `tanya train` and stand in `knowledge/judge.toml`; nothing is set
//! by hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::{Candidate, Case, NONE_SIGNALS, SIGNALS};
use super::learnt::softmax;
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
    /// The weight of what speaks for none of them, in the order of [`super::evidence::NONE_SIGNAL_NAMES`].
    pub none: [f32; NONE_SIGNALS],
    /// The constant of none of them per language: messages of two languages are not alike.
    pub constants: BTreeMap<Language, f32>,
}

/// The threshold of a file that was written before there was one.
fn urgent() -> f32 {
    0.5
}

impl Judge {
    /// A judge that weighs nothing and answers nothing.
    pub fn blank() -> Judge {
        let constants = Language::ALL.into_iter().map(|language| (language, 0.0)).collect();
        Judge {
            sure: 0.5,
            offer: 0.5,
            list: 0.05,
            urgent: 0.5,
            weights: [0.0; SIGNALS],
            none: [0.0; NONE_SIGNALS],
            constants,
        }
    }

    /// The probability that each candidate is right for a text in a language, in the order of the candidates.
    pub fn confidences(&self, case: &Case, language: Language) -> Vec<f32> {
        let constant = self.constants.get(&language).copied().unwrap_or_default();
        let candidates = case.candidates.iter().map(|one| weighed(&self.weights, &one.signals));
        let mut scores: Vec<f32> = candidates.chain([constant + weighed(&self.none, &case.none)]).collect();
        softmax(&mut scores);
        scores.pop();
        scores
    }
}

impl Judge {
    /// What each signal of a candidate adds to its score, in the order of the signals.
    pub fn shares(&self, candidate: &Candidate) -> [f32; SIGNALS] {
        std::array::from_fn(|at| self.weights[at] * candidate.signals[at])
    }
}

fn weighed(weights: &[f32], signals: &[f32]) -> f32 {
    weights.iter().zip(signals).map(|(weight, signal)| weight * signal).sum()
}

/// A case whose right answers are known: what fitting learns from.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The candidates and what speaks for none of them.
    pub case: Case,
    /// The language of the text.
    pub language: Language,
    /// Which candidates are right; none of them, where there is nothing to answer.
    pub right: Vec<bool>,
}

/// How often all cases are looked at while fitting.
const ROUNDS: usize = 400;
/// How strongly weights are drawn to zero.
const RIDGE: f64 = 1e-3;
/// The numbers that are fitted: the weights of the signals, those of none, and a constant per language.
const WIDTH: usize = SIGNALS + NONE_SIGNALS + Language::ALL.len();

/// An alternative of a choice as a row of numbers, each times its weight.
type Row = [f64; WIDTH];

/// Fits weights and constants to cases: full-batch gradient descent on standardised signals, so that the
/// result depends on nothing but the cases. The thresholds stay as they are.
pub fn fit(judge: &mut Judge, cases: &[Judged]) {
    let scale = Scale::of(cases);
    let choices: Vec<Choice> = cases.iter().map(|case| scale.choice(case)).collect();
    let mut weights = [0.0_f64; WIDTH];
    let mut speed = [0.0_f64; WIDTH];
    for _ in 0..ROUNDS {
        let slope = slope(&choices, &weights);
        for at in 0..WIDTH {
            speed[at] = 0.9 * speed[at] - 0.3 * slope[at];
            weights[at] += speed[at];
        }
    }
    scale.undo(&weights, judge);
}

/// The alternatives of one case, the last being none of them, and how much of what is right each one is.
struct Choice {
    rows: Vec<Row>,
    right: Vec<f64>,
}

fn slope(choices: &[Choice], weights: &Row) -> Row {
    let mut slope = [0.0_f64; WIDTH];
    for choice in choices {
        let mut odds: Vec<f64> =
            choice.rows.iter().map(|row| row.iter().zip(weights).map(|(one, weight)| one * weight).sum()).collect();
        let highest = odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        odds.iter_mut().for_each(|one| *one = (*one - highest).exp());
        let sum: f64 = odds.iter().sum();
        for ((row, one), right) in choice.rows.iter().zip(odds).zip(&choice.right) {
            let miss = one / sum - right;
            slope.iter_mut().zip(row).for_each(|(sum, one)| *sum += miss * one);
        }
    }
    for at in 0..WIDTH {
        slope[at] = slope[at] / choices.len().max(1) as f64 + RIDGE * weights[at];
    }
    slope
}

/// Mean and spread of each signal; what is the same for all candidates of a case tells nothing of them, so
/// that means only matter to none of them.
struct Scale {
    mean: [f64; NONE_SIGNALS],
    spread: [f64; SIGNALS + NONE_SIGNALS],
}

impl Scale {
    fn of(cases: &[Judged]) -> Scale {
        let candidates = || cases.iter().flat_map(|one| &one.case.candidates);
        let mut scale = Scale { mean: [0.0; NONE_SIGNALS], spread: [1.0; SIGNALS + NONE_SIGNALS] };
        for at in 0..SIGNALS {
            (_, scale.spread[at]) = moments(candidates().map(|one| f64::from(one.signals[at])));
        }
        for at in 0..NONE_SIGNALS {
            let values = cases.iter().map(|one| f64::from(one.case.none[at]));
            (scale.mean[at], scale.spread[SIGNALS + at]) = moments(values);
        }
        scale
    }

    fn choice(&self, judged: &Judged) -> Choice {
        let mut rows: Vec<Row> = judged.case.candidates.iter().map(|one| self.row(&one.signals)).collect();
        rows.push(self.none_row(&judged.case.none, judged.language));
        let count = judged.right.iter().filter(|right| **right).count();
        let share = |right: &bool| if *right { 1.0 / count as f64 } else { 0.0 };
        let none = if count == 0 { 1.0 } else { 0.0 };
        Choice { rows, right: judged.right.iter().map(share).chain([none]).collect() }
    }

    fn row(&self, signals: &[f32; SIGNALS]) -> Row {
        let mut row = [0.0; WIDTH];
        for (at, signal) in signals.iter().enumerate() {
            row[at] = f64::from(*signal) / self.spread[at];
        }
        row
    }

    fn none_row(&self, none: &[f32; NONE_SIGNALS], of: Language) -> Row {
        let mut row = [0.0; WIDTH];
        for (at, signal) in none.iter().enumerate() {
            row[SIGNALS + at] = (f64::from(*signal) - self.mean[at]) / self.spread[SIGNALS + at];
        }
        for (at, language) in Language::ALL.into_iter().enumerate() {
            row[SIGNALS + NONE_SIGNALS + at] = if language == of { 1.0 } else { 0.0 };
        }
        row
    }

    fn undo(&self, weights: &Row, judge: &mut Judge) {
        judge.weights = std::array::from_fn(|at| rounded(weights[at] / self.spread[at]));
        let mut shift = 0.0;
        for at in 0..NONE_SIGNALS {
            let weight = weights[SIGNALS + at] / self.spread[SIGNALS + at];
            judge.none[at] = rounded(weight);
            shift += weight * self.mean[at];
        }
        let constants = Language::ALL.into_iter().zip(&weights[SIGNALS + NONE_SIGNALS..]);
        judge.constants = constants.map(|(language, weight)| (language, rounded(weight - shift))).collect();
    }
}

fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / count;
    let variance = values.map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    let spread = variance.sqrt();
    (mean, if spread > 1e-6 { spread } else { 1.0 })
}

/// Four decimals: the last bits of a sum may differ between machines, and nobody reads more.
fn rounded(value: f64) -> f32 {
    ((value * 1e4).round() / 1e4) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A case of two candidates whose first signal is given; the message says how much speaks for none.
    fn case(first: f32, second: f32, none: f32) -> Case {
        let candidate = |label, signal| {
            let mut signals = [0.0; SIGNALS];
            signals[0] = signal;
            Candidate { label, signals }
        };
        let mut of_none = [0.0; NONE_SIGNALS];
        of_none[0] = none;
        Case { candidates: vec![candidate(0, first), candidate(1, second)], none: of_none }
    }

    #[test]
    fn what_was_right_becomes_confident_and_a_rival_takes_confidence() {
        let judged = |case, right: [bool; 2]| Judged { case, language: Language::English, right: right.to_vec() };
        let cases: Vec<Judged> = (0..30)
            .flat_map(|_| {
                [
                    judged(case(3.0, -3.0, -2.0), [true, false]),
                    judged(case(-3.0, 3.0, -2.0), [false, true]),
                    judged(case(-3.0, -3.0, 2.0), [false, false]),
                ]
            })
            .collect();
        let mut judge = Judge::blank();
        fit(&mut judge, &cases);
        let first = |case: &Case| judge.confidences(case, Language::English)[0];
        let (alone, beside, nothing) =
            (first(&case(3.0, -3.0, -2.0)), first(&case(3.0, 2.5, -2.0)), first(&case(-3.0, -3.0, 2.0)));
        assert!(alone > 0.9 && nothing < 0.1 && beside < alone - 0.2, "{alone} {beside} {nothing}");
    }
}
