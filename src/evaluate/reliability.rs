//! Whether confidence means what it says: of the articles that are put first with a confidence of 0.9, nine in
//! ten should be right.

use serde::{Deserialize, Serialize};

use super::cases::Case;
use super::predict::Prediction;

/// So many bins, from 0 to 1.
const BINS: usize = 10;

/// The messages whose best article has about the same confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// How many messages there are.
    pub messages: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them whose best article is right.
    pub right: f64,
}

/// The bins that hold anything, least confident first.
pub fn reliability(cases: &[Case], predictions: &[Prediction]) -> Vec<Bin> {
    let mut bins = [Bin::default(); BINS];
    for (case, prediction) in cases.iter().zip(predictions) {
        let Some(best) = &prediction.best else { continue };
        let at = ((prediction.confidence * BINS as f32) as usize).min(BINS - 1);
        bins[at].messages += 1;
        bins[at].confidence += f64::from(prediction.confidence);
        bins[at].right += f64::from(u8::from(case.accepts(best)));
    }
    let held = bins.into_iter().filter(|bin| bin.messages > 0);
    let mean = |sum: f64, bin: &Bin| sum / bin.messages as f64;
    held.map(|bin| Bin { confidence: mean(bin.confidence, &bin), right: mean(bin.right, &bin), ..bin }).collect()
}

/// How far confidence is from the truth: the mean distance over all messages.
pub fn calibration_error(bins: &[Bin]) -> f64 {
    let messages: usize = bins.iter().map(|bin| bin.messages).sum();
    let distance = bins.iter().map(|bin| bin.messages as f64 * (bin.confidence - bin.right).abs());
    if messages == 0 { 0.0 } else { distance.sum::<f64>() / messages as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn said(best: &str, confidence: f32) -> (Case, Prediction) {
        let case =
            Case { q: "q".to_owned(), lang: Language::English, accept: vec!["vouchers".to_owned()], style: None };
        let prediction = Prediction {
            q: case.q.clone(),
            lang: case.lang,
            language: case.lang,
            answer: None,
            choices: Vec::new(),
            best: Some(best.to_owned()),
            confidence,
        };
        (case, prediction)
    }

    #[test]
    fn the_share_that_is_right_stands_beside_the_confidence() {
        let (cases, predictions): (Vec<Case>, Vec<Prediction>) =
            [said("vouchers", 0.92), said("vouchers", 0.98), said("pay-by-card", 0.95), said("pay-by-card", 0.1)]
                .into_iter()
                .unzip();
        let bins = reliability(&cases, &predictions);
        assert_eq!(bins.iter().map(|bin| bin.messages).collect::<Vec<_>>(), [1, 3]);
        assert!((bins[1].right - 2.0 / 3.0).abs() < 1e-9 && (bins[1].confidence - 0.95).abs() < 1e-6, "{bins:?}");
        assert!((calibration_error(&bins) - (0.1 + 3.0 * (0.95 - 2.0 / 3.0)) / 4.0).abs() < 1e-6);
    }
}
