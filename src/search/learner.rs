//! A linear model over features that tells which article, or which intent, a text calls for:
//! multinomial logistic regression, learnt at start from the questions and examples of the library.
//!
//! Learning takes a fraction of a second and is deterministic, so nothing has to be stored, every
//! replica learns the same, and a merchant's new article is learnt like any other.

use super::features::Vector;

/// How often each example is seen.
const ROUNDS: usize = 10;
/// The first step; AdaGrad makes the steps of each row smaller as it learns.
const STEP: f32 = 0.9;
/// How strongly weights are drawn back to zero.
const DECAY: f32 = 1e-5;

/// A learnt model: a row of weights per feature, a column per class.
pub struct Model {
    classes: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Model {
    /// Learns from vectors and the class of each.
    pub fn learn(rows: usize, classes: usize, examples: &[(Vector, usize)]) -> Model {
        let mut model = Model { classes, weights: vec![0.0; rows * classes], bias: vec![0.0; classes] };
        let mut seen = vec![1e-6_f32; rows];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
        for round in 0..ROUNDS {
            shuffle(&mut order, &mut dice);
            let step = STEP / (1.0 + 0.15 * round as f32);
            for at in &order {
                let (vector, class) = &examples[*at];
                model.step(vector, *class, step, &mut seen);
            }
        }
        model
    }

    /// The probability of each class.
    pub fn probabilities(&self, vector: &Vector) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (row, weight) in vector {
            let start = *row as usize * self.classes;
            let row = &self.weights[start..start + self.classes];
            for (score, one) in scores.iter_mut().zip(row) {
                *score += weight * one;
            }
        }
        softmax(&mut scores);
        scores
    }

    fn step(&mut self, vector: &Vector, class: usize, step: f32, seen: &mut [f32]) {
        let mut gradient = self.probabilities(vector);
        gradient[class] -= 1.0;
        let size: f32 = gradient.iter().map(|one| one * one).sum();
        for (row, weight) in vector {
            let row = *row as usize;
            seen[row] += weight * weight * size;
            let rate = step / seen[row].sqrt();
            let start = row * self.classes;
            for (one, slope) in self.weights[start..start + self.classes].iter_mut().zip(&gradient) {
                *one -= rate * (weight * slope + DECAY * *one);
            }
        }
        for (one, slope) in self.bias.iter_mut().zip(&gradient) {
            *one -= 0.01 * step * slope;
        }
    }
}

fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - highest).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// Fisher-Yates with a small generator of our own, so that every machine learns the same.
fn shuffle(order: &mut [usize], dice: &mut u64) {
    for at in (1..order.len()).rev() {
        *dice ^= *dice << 13;
        *dice ^= *dice >> 7;
        *dice ^= *dice << 17;
        order.swap(at, (*dice % (at as u64 + 1)) as usize);
    }
}
