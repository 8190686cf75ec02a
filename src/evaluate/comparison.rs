//! What got better and what got worse since an earlier evaluation of the same messages.

use std::collections::HashMap;

use super::outcome::{Evaluation, Scored};

/// The difference of two evaluations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison<'a> {
    /// Messages that are answered rightly now and were not before.
    pub better: Vec<&'a Scored>,
    /// Messages that were answered rightly before and are not now.
    pub worse: Vec<&'a Scored>,
    /// Messages that are answered wrongly now and were not before.
    pub newly_wrong: Vec<&'a Scored>,
    /// Messages that only one of the evaluations has.
    pub unmatched: usize,
}

/// Compares an evaluation with an earlier one, message by message.
pub fn compare<'a>(old: &Evaluation, new: &'a Evaluation) -> Comparison<'a> {
    let before: HashMap<&str, &Scored> = old.messages.iter().map(|one| (one.q.as_str(), one)).collect();
    let mut comparison = Comparison::default();
    let mut met = 0;
    for one in &new.messages {
        let Some(earlier) = before.get(one.q.as_str()) else {
            comparison.unmatched += 1;
            continue;
        };
        met += 1;
        match (earlier.right, one.right) {
            (false, true) => comparison.better.push(one),
            (true, false) => comparison.worse.push(one),
            _ => {}
        }
        if one.is_wrong() && !earlier.is_wrong() {
            comparison.newly_wrong.push(one);
        }
    }
    comparison.unmatched += before.len().saturating_sub(met);
    comparison
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::outcome::evaluation;
    use crate::evaluate::{Case, Prediction};
    use crate::language::Language;

    fn of(answers: &[(&str, Option<&str>)]) -> Evaluation {
        let case = |q: &str| Case {
            q: q.to_owned(),
            lang: Language::English,
            accept: vec!["vouchers".to_owned()],
            style: None,
        };
        let cases: Vec<Case> = answers.iter().map(|(q, _)| case(q)).collect();
        let predictions: Vec<Prediction> = answers
            .iter()
            .map(|(q, answer)| Prediction {
                q: (*q).to_owned(),
                lang: Language::English,
                language: Language::English,
                answer: answer.map(str::to_owned),
                choices: Vec::new(),
                best: None,
                confidence: 0.0,
            })
            .collect();
        evaluation(&cases, &predictions)
    }

    #[test]
    fn better_worse_and_newly_wrong_are_told_apart() {
        let old = of(&[("a", None), ("b", Some("vouchers")), ("c", None), ("gone", None)]);
        let new = of(&[("a", Some("vouchers")), ("b", None), ("c", Some("pay-by-card")), ("new", None)]);
        let comparison = compare(&old, &new);
        let names = |list: &[&Scored]| list.iter().map(|one| one.q.clone()).collect::<Vec<_>>();
        assert_eq!(names(&comparison.better), ["a"]);
        assert_eq!(names(&comparison.worse), ["b"]);
        assert_eq!(names(&comparison.newly_wrong), ["c"]);
        assert_eq!(comparison.unmatched, 2);
    }
}
