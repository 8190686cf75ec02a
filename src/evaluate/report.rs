//! The scores as a table for people, and the floors that they must not fall below.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use super::comparison::Comparison;
use super::confusions::Confusion;
use super::outcome::Scored;
use super::reliability::{Bin, calibration_error};
use super::scores::{Scores, Summary};

/// So many confusions are printed, with so many messages of each.
const CONFUSIONS: usize = 15;
const MESSAGES: usize = 3;

/// The table: a line for all messages, one per language, one per style.
pub fn table(summary: &Summary) -> String {
    let mut text = String::new();
    let head = ["", "messages", "acc@1", "acc@3", "coverage", "wrong", "refusal", "choices@none", "language"];
    let _ = writeln!(
        text,
        "{:<12}{:>9}{:>8}{:>8}{:>10}{:>8}{:>9}{:>14}{:>10}",
        head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[7], head[8]
    );
    let groups = [("all", &summary.overall)].into_iter().map(|(name, scores)| (name.to_owned(), scores));
    let languages = summary.languages.iter().map(|(name, scores)| (name.clone(), scores));
    let styles = summary.styles.iter().map(|(name, scores)| (format!("  {name}"), scores));
    for (name, scores) in groups.chain(languages).chain(styles) {
        let _ = writeln!(text, "{}", line(&name, scores));
    }
    text
}

fn line(name: &str, scores: &Scores) -> String {
    format!(
        "{name:<12}{:>9}{:>8.3}{:>8.3}{:>10.3}{:>8.3}{:>9.3}{:>14.3}{:>10.3}",
        scores.count,
        scores.accuracy_at_1,
        scores.accuracy_at_3,
        scores.coverage,
        scores.wrong_answer_rate,
        scores.out_of_scope_refusal,
        scores.choices_on_none,
        scores.language_right,
    )
}

/// Whether confidence means what it says, a line per bin.
pub fn reliability_table(bins: &[Bin]) -> String {
    let mut text = String::from("confidence of the best article, and how often it is right\n");
    for bin in bins {
        let _ = writeln!(text, "{:>12.2}{:>9.3}{:>9} messages", bin.confidence, bin.right, bin.messages);
    }
    let _ = writeln!(text, "mean distance {:.3}", calibration_error(bins));
    text
}

/// The most frequent confusions with some of their messages.
pub fn confusion_list(confusions: &[Confusion]) -> String {
    let mut text = String::new();
    for one in confusions.iter().take(CONFUSIONS) {
        let _ = writeln!(text, "{} taken for {}: {}", one.right, one.given, one.messages.len());
        for message in one.messages.iter().take(MESSAGES) {
            let _ = writeln!(text, "    {message}");
        }
    }
    let rest: usize = confusions.iter().skip(CONFUSIONS).map(|one| one.messages.len()).sum();
    if rest > 0 {
        let _ = writeln!(text, "and {rest} more messages; --json lists them all");
    }
    text
}

/// What got better and what got worse.
pub fn comparison_list(old: &Summary, new: &Summary, comparison: &Comparison<'_>) -> String {
    let mut text = String::new();
    let all = [("all".to_owned(), &old.overall, Some(&new.overall))].into_iter();
    let languages = old.languages.iter().map(|(name, scores)| (name.clone(), scores, new.languages.get(name)));
    for (name, old, new) in all.chain(languages) {
        let Some(new) = new else { continue };
        let shares = [
            ("acc@1", old.accuracy_at_1, new.accuracy_at_1),
            ("acc@3", old.accuracy_at_3, new.accuracy_at_3),
            ("wrong", old.wrong_answer_rate, new.wrong_answer_rate),
            ("refusal", old.out_of_scope_refusal, new.out_of_scope_refusal),
        ];
        let changes = shares.map(|(share, old, new)| format!("{share} {old:.3} -> {new:.3}"));
        let _ = writeln!(text, "{name:<6}{}", changes.join("  "));
    }
    let groups =
        [("better", &comparison.better), ("worse", &comparison.worse), ("newly wrong", &comparison.newly_wrong)];
    for (name, messages) in groups {
        let _ = writeln!(text, "{name}: {}", messages.len());
        messages.iter().for_each(|one| changed(&mut text, one));
    }
    if comparison.unmatched > 0 {
        let _ = writeln!(text, "{} messages are in one of the two only", comparison.unmatched);
    }
    text
}

fn changed(text: &mut String, one: &Scored) {
    let answer = one.answer.as_deref().unwrap_or("no answer");
    let _ = writeln!(text, "    {} | right: {} | now: {answer}", one.q, one.accept.join(" "));
}

/// What scores must reach, per group (`all`, `id`, `zh`, `en`); a score that is not named is free.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Floors(BTreeMap<String, Floor>);

/// What the scores of one group must reach.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Floor {
    accuracy_at_1: Option<f64>,
    accuracy_at_3: Option<f64>,
    out_of_scope_refusal: Option<f64>,
    language_right: Option<f64>,
    most_wrong_answers: Option<f64>,
    most_choices_on_none: Option<f64>,
}

impl Floors {
    /// Reads floors from TOML.
    ///
    /// # Errors
    /// When the text is no TOML, or names a score that does not exist.
    pub fn read(text: &str) -> Result<Floors, toml::de::Error> {
        toml::from_str(text)
    }

    /// Every score that does not reach its floor, one sentence each.
    pub fn missed(&self, summary: &Summary) -> Vec<String> {
        let of = |group: &str| match group {
            "all" => Some(&summary.overall),
            language => summary.languages.get(language),
        };
        let groups = self.0.iter().map(|(group, floor)| match of(group) {
            Some(scores) => floor.missed(group, scores),
            None => vec![format!("{group}: the cases have no such language")],
        });
        groups.flatten().collect()
    }
}

impl Floor {
    fn missed(&self, group: &str, scores: &Scores) -> Vec<String> {
        let least = [
            ("accuracy@1", self.accuracy_at_1, scores.accuracy_at_1),
            ("accuracy@3", self.accuracy_at_3, scores.accuracy_at_3),
            ("out-of-scope refusal", self.out_of_scope_refusal, scores.out_of_scope_refusal),
            ("language right", self.language_right, scores.language_right),
        ];
        let most = [
            ("wrong answer rate", self.most_wrong_answers, scores.wrong_answer_rate),
            ("choices on @none", self.most_choices_on_none, scores.choices_on_none),
        ];
        let low = least.into_iter().filter_map(|(name, floor, score)| {
            let floor = floor.filter(|floor| score < *floor)?;
            Some(format!("{group}: {name} is {score:.3}, below its floor of {floor:.3}"))
        });
        let high = most.into_iter().filter_map(|(name, ceiling, score)| {
            let ceiling = ceiling.filter(|ceiling| score > *ceiling)?;
            Some(format!("{group}: {name} is {score:.3}, above its ceiling of {ceiling:.3}"))
        });
        low.chain(high).collect()
    }
}
