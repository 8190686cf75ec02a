//! Everything that an evaluation found, as `tanya evaluate --json` prints it and `--against` reads it again.

use serde::{Deserialize, Serialize};

use super::cases::Case;
use super::confusions::{Confusion, confusions};
use super::predict::Prediction;
use super::reliability::{Bin, reliability};
use super::scores::{Summary, summarise};

/// An evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The scores.
    #[serde(flatten)]
    pub summary: Summary,
    /// Whether confidence means what it says.
    pub reliability: Vec<Bin>,
    /// Which article is taken for which.
    pub confusions: Vec<Confusion>,
    /// Every message.
    pub messages: Vec<Scored>,
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// The message.
    pub q: String,
    /// The labels that are right.
    pub accept: Vec<String>,
    /// The direct answer.
    pub answer: Option<String>,
    /// The choices that were offered.
    pub choices: Vec<String>,
    /// Whether it was treated rightly: the answer is right or, where nothing answers it, none was given.
    pub right: bool,
}

impl Scored {
    /// Whether a direct answer was given that is not right.
    pub fn is_wrong(&self) -> bool {
        self.answer.is_some() && !self.right
    }
}

/// Evaluates predictions against their cases.
pub fn evaluation(cases: &[Case], predictions: &[Prediction]) -> Evaluation {
    let scored = cases.iter().zip(predictions).map(|(case, prediction)| Scored {
        q: case.q.clone(),
        accept: case.accept.clone(),
        answer: prediction.answer.clone(),
        choices: prediction.choices.clone(),
        right: case.accepts(prediction.answer.as_deref().unwrap_or("@none")),
    });
    Evaluation {
        summary: summarise(cases, predictions),
        reliability: reliability(cases, predictions),
        confusions: confusions(cases, predictions),
        messages: scored.collect(),
    }
}
