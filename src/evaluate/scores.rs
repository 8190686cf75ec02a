//! The scores: shares of messages, as the evaluation defines them.
//!
//! A *direct answer* is one article, or the order, person or small-talk reply. A message is *in
//! scope* when its first right label is not `@none`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cases::Case;
use super::predict::Prediction;

/// Counts of one group of messages, from which the shares follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All messages.
    pub all: usize,
    /// Those in scope.
    pub in_scope: usize,
    /// Those whose first answer is right.
    pub right: usize,
    /// Those whose first answer is right, or one of whose choices is.
    pub right_or_offered: usize,
    /// Those in scope that got a direct answer, right or wrong.
    pub covered: usize,
    /// Those, in scope or not, whose direct answer is wrong.
    pub wrong: usize,
    /// `@none` messages without a direct article answer.
    pub refused: usize,
    /// `@none` messages answered with choices.
    pub choices_on_none: usize,
    /// Those answered in their own language.
    pub language_right: usize,
}

/// The shares of one group; each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// How many messages there are.
    pub count: usize,
    /// In-scope messages whose first answer is right.
    pub accuracy_at_1: f64,
    /// The same, counting a right choice too.
    pub accuracy_at_3: f64,
    /// In-scope messages with a direct answer.
    pub coverage: f64,
    /// All messages with a wrong direct answer.
    pub wrong_answer_rate: f64,
    /// `@none` messages without a direct article answer.
    pub out_of_scope_refusal: f64,
    /// `@none` messages answered with choices.
    pub choices_on_none: f64,
    /// Messages answered in their own language.
    pub language_right: f64,
}

/// The scores of all messages, per language and per style.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// All messages.
    pub overall: Scores,
    /// Per language code.
    pub languages: BTreeMap<String, Scores>,
    /// Per style, where the cases name one.
    pub styles: BTreeMap<String, Scores>,
}

/// Scores predictions against their cases.
pub fn summarise(cases: &[Case], predictions: &[Prediction]) -> Summary {
    let mut overall = Counts::default();
    let mut languages: BTreeMap<String, Counts> = BTreeMap::new();
    let mut styles: BTreeMap<String, Counts> = BTreeMap::new();
    for (case, prediction) in cases.iter().zip(predictions) {
        overall.add(case, prediction);
        languages.entry(case.lang.to_string()).or_default().add(case, prediction);
        if let Some(style) = &case.style {
            styles.entry(style.clone()).or_default().add(case, prediction);
        }
    }
    let scores =
        |groups: BTreeMap<String, Counts>| groups.into_iter().map(|(name, one)| (name, one.scores())).collect();
    Summary { overall: overall.scores(), languages: scores(languages), styles: scores(styles) }
}

impl Counts {
    fn add(&mut self, case: &Case, prediction: &Prediction) {
        let right = prediction.answer.as_ref().is_some_and(|answer| case.accepts(answer));
        let offered = prediction.choices.iter().take(3).any(|choice| case.accepts(choice));
        let article = prediction.answer.as_ref().is_some_and(|answer| !answer.starts_with('@'));
        let one = |holds: bool| usize::from(holds);
        self.all += 1;
        self.wrong += one(prediction.answer.is_some() && !right);
        self.language_right += one(prediction.language == case.lang);
        if case.in_scope() {
            self.in_scope += 1;
            self.right += one(right);
            self.right_or_offered += one(right || offered);
            self.covered += one(prediction.answer.is_some());
        } else {
            self.refused += one(!article);
            self.choices_on_none += one(!prediction.choices.is_empty());
        }
    }

    fn scores(&self) -> Scores {
        let out_of_scope = self.all - self.in_scope;
        Scores {
            count: self.all,
            accuracy_at_1: share(self.right, self.in_scope),
            accuracy_at_3: share(self.right_or_offered, self.in_scope),
            coverage: share(self.covered, self.in_scope),
            wrong_answer_rate: share(self.wrong, self.all),
            out_of_scope_refusal: share(self.refused, out_of_scope),
            choices_on_none: share(self.choices_on_none, out_of_scope),
            language_right: share(self.language_right, self.all),
        }
    }
}

/// A share; of nothing it is 0.
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}
