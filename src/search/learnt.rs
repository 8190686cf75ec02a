//! What is learnt from the questions and examples of a library, and kept in `knowledge/learnt.bin`: which
//! features tell anything, a [`Linear`] model and two [`Network`]s over them.
//!
//! Learning takes a minute, reading it again a few milliseconds. An article that is not in it (a merchant's
//! own) is answered all the same, by what [`super::evidence`] finds without learning.

use serde::{Deserialize, Serialize};

use super::features::{Feature, Features, Vocabulary};
use super::linear::Linear;
use super::network::Network;

/// The seeds of the networks.
const SEEDS: [u64; 2] = [1, 2];

/// A learnt model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learnt {
    /// The names of the classes, as [`super::evidence::Label::name`] gives them.
    pub labels: Vec<String>,
    /// What it was learnt from; see [`fingerprint`].
    pub fingerprint: u64,
    vocabulary: Vocabulary,
    linear: Linear,
    networks: Vec<Network>,
}

/// What a learnt model says of one text, class by class.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// The probabilities: the models' together.
    pub probabilities: Vec<f32>,
    /// The lowest that any of the models gives.
    pub lowest: Vec<f32>,
}

impl Learnt {
    /// Learns from the features of messages and the class of each. The models learn side by side.
    pub fn learn(labels: Vec<String>, examples: &[(Features, usize)]) -> Learnt {
        let vocabulary = Vocabulary::of(examples.iter().map(|(features, _)| features));
        let vectors: Vec<_> = examples.iter().map(|(features, class)| (vocabulary.vector(features), *class)).collect();
        let (rows, classes, vectors) = (vocabulary.len(), labels.len(), &vectors);
        let (linear, networks) = std::thread::scope(|scope| {
            let networks = SEEDS.map(|seed| scope.spawn(move || Network::learn(rows, classes, vectors, seed)));
            let linear = Linear::learn(rows, classes, vectors);
            let done = networks.map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            (linear, done.into())
        });
        Learnt { fingerprint: fingerprint(&labels, examples), labels, vocabulary, linear, networks }
    }

    /// Reads what [`Learnt::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn of_bytes(bytes: &[u8]) -> Result<Learnt, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// The model as a file's contents.
    ///
    /// # Errors
    /// None that is known of.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(self)
    }

    /// What the models say of a text.
    pub fn opinion(&self, features: &Features) -> Opinion {
        let vector = self.vocabulary.vector(features);
        let mut all = vec![self.linear.probabilities(&vector)];
        all.extend(self.networks.iter().map(|network| network.probabilities(&vector)));
        let of_class = |class: usize| all.iter().map(move |one| one[class]);
        let classes = 0..self.labels.len();
        // The linear model counts as much as both networks: they are of one kind.
        let weight = |model: usize| if model == 0 { 0.5 } else { 0.5 / (all.len() - 1).max(1) as f32 };
        let mix = |class: usize| {
            let logs = of_class(class).enumerate().map(|(model, one)| weight(model) * (one + 1e-7).ln());
            logs.sum::<f32>()
        };
        let mut probabilities: Vec<f32> = classes.clone().map(mix).collect();
        softmax(&mut probabilities);
        Opinion { probabilities, lowest: classes.map(|class| of_class(class).fold(1.0, f32::min)).collect() }
    }
}

/// What a model is learnt from, as one number: the classes and the features of every message. It changes when
/// an example, the lexicon, or the analysis of texts does; then the model has to be learnt again.
pub fn fingerprint(labels: &[String], examples: &[(Features, usize)]) -> u64 {
    let names = labels.iter().flat_map(|label| label.bytes().map(u64::from).chain([u64::MAX]));
    let numbers = examples.iter().flat_map(|(features, class)| {
        let all = features.words.iter().chain(&features.letters);
        all.map(|feature: &Feature| u64::from(*feature)).chain([*class as u64])
    });
    names.chain(numbers).fold(0xcbf2_9ce4_8422_2325, |hash, one| (hash ^ one).wrapping_mul(0x0000_0100_0000_01B3))
}

/// Scores to probabilities.
pub fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - highest).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<(Features, usize)> {
        // Words 1..=3 speak for the first class, 4..=6 for the second, 9 for neither.
        let message = |words: &[Feature], class| (Features { words: words.to_vec(), letters: Vec::new() }, class);
        (0..40)
            .map(|at| message(&[1 + at % 3, 1 + (at + 1) % 3, 9], 0))
            .chain((0..40).map(|at| message(&[4 + at % 3, 4 + (at + 1) % 3, 9], 1)))
            .collect()
    }

    #[test]
    fn what_was_learnt_is_read_again_and_tells_the_classes_apart() {
        let labels = vec!["pay".to_owned(), "refund".to_owned()];
        let learnt = Learnt::learn(labels, &examples());
        let bytes = learnt.to_bytes().unwrap_or_default();
        assert_eq!(Learnt::of_bytes(&bytes).ok().as_ref(), Some(&learnt));
        let of = |words: &[Feature]| {
            let features = Features { words: words.to_vec(), letters: Vec::new() };
            learnt.opinion(&features).probabilities
        };
        assert!(of(&[1, 2])[0] > 0.9 && of(&[5, 6])[1] > 0.9, "{:?} {:?}", of(&[1, 2]), of(&[5, 6]));
        assert!(Learnt::of_bytes(&bytes[..bytes.len() / 2]).is_err());
    }

    #[test]
    fn the_same_examples_give_the_same_model_and_others_another_fingerprint() {
        let labels = vec!["pay".to_owned(), "refund".to_owned()];
        let learnt = Learnt::learn(labels.clone(), &examples());
        assert_eq!(learnt, Learnt::learn(labels.clone(), &examples()));
        let fewer: Vec<_> = examples().into_iter().skip(1).collect();
        assert_ne!(learnt.fingerprint, fingerprint(&labels, &fewer));
    }
}
