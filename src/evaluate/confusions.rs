//! Which article is taken for which, with the messages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cases::Case;
use super::predict::Prediction;

/// Messages of one label that were answered with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// The label that would have been right; the best of several.
    pub right: String,
    /// The label that was given.
    pub given: String,
    /// The messages.
    pub messages: Vec<String>,
}

/// The confusions, the most frequent first.
pub fn confusions(cases: &[Case], predictions: &[Prediction]) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (case, prediction) in cases.iter().zip(predictions) {
        let (Some(right), Some(given)) = (case.accept.first(), &prediction.answer) else { continue };
        if !case.accepts(given) {
            pairs.entry((right, given)).or_default().push(case.q.clone());
        }
    }
    let all = pairs.into_iter();
    let mut all: Vec<Confusion> = all
        .map(|((right, given), messages)| Confusion { right: right.to_owned(), given: given.to_owned(), messages })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.messages.len()));
    all
}
