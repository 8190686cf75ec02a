//! From evidence to confidence, and from confidence to a decision.
//!
//! The weights and thresholds are fitted by `tanya train` and stand in `judge.toml` beside this file;
//! nothing here is set by hand. A confidence of 0.8 means that eight of ten such candidates are right.

use serde::{Deserialize, Serialize};

use super::evidence::{Candidate, SIGNALS};

/// The fitted weights and thresholds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// At least this confidence: answer without asking.
    pub sure: f32,
    /// At least this confidence of the best: offer choices.
    pub offer: f32,
    /// At least this confidence of a further choice.
    pub list: f32,
    /// The constant of the log odds.
    pub constant: f32,
    /// The weight of each signal, in the order of [`super::evidence::SIGNAL_NAMES`].
    pub weights: [f32; SIGNALS],
}

/// The judge that was fitted last.
const FITTED: &str = include_str!("judge.toml");

impl Judge {
    /// The fitted judge that the binary carries.
    pub fn fitted() -> Result<Judge, toml::de::Error> {
        toml::from_str(FITTED)
    }

    /// The probability that a candidate is right.
    pub fn confidence(&self, candidate: &Candidate) -> f32 {
        let pairs = self.weights.iter().zip(&candidate.signals);
        let odds = self.constant + pairs.map(|(weight, signal)| weight * signal).sum::<f32>();
        1.0 / (1.0 + (-odds).exp())
    }
}
