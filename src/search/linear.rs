//! A linear model over features that tells which article, or which intent, a text calls for: multinomial
//! logistic regression, learnt example by example with AdaGrad.
//!
//! While it learns it does not see a third of each example's features, another third each time: so it does
//! not come to rely on the one word that all examples of an article happen to share.

use serde::{Deserialize, Serialize};

use super::dice::Dice;
use super::features::Vector;
use super::learnt::softmax;
use super::table::Table;

/// How often each example is seen.
const ROUNDS: usize = 10;
/// The first step; AdaGrad makes the steps of each row smaller as it learns.
const STEP: f32 = 0.9;
/// How strongly weights are drawn back to zero.
const DECAY: f32 = 1e-5;
/// The share of features that an example is learnt without.
const LEFT_OUT: f32 = 0.3;

/// A learnt model: a row of weights per feature, a column per class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    weights: Table,
    bias: Vec<f32>,
}

impl Linear {
    /// Learns from vectors and the class of each.
    pub fn learn(rows: usize, classes: usize, examples: &[(Vector, usize)]) -> Linear {
        let mut learner = Learner {
            classes,
            weights: vec![0.0; rows * classes],
            bias: vec![0.0; classes],
            seen: vec![1e-6; rows],
            dice: Dice::new(0),
        };
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for round in 0..ROUNDS {
            learner.dice.shuffle(&mut order);
            let step = STEP / (1.0 + 0.15 * round as f32);
            for at in &order {
                let (vector, class) = &examples[*at];
                learner.step(vector, *class, step);
            }
        }
        Linear { weights: Table::of(&learner.weights, classes), bias: learner.bias }
    }

    /// The probability of each class.
    pub fn probabilities(&self, vector: &Vector) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (row, weight) in vector {
            self.weights.add_row(*row as usize, *weight, &mut scores);
        }
        softmax(&mut scores);
        scores
    }
}

struct Learner {
    classes: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// How much each row has been moved, squared.
    seen: Vec<f32>,
    dice: Dice,
}

impl Learner {
    fn step(&mut self, vector: &Vector, class: usize, step: f32) {
        let vector = some_of(vector, LEFT_OUT, &mut self.dice);
        let mut gradient = self.probabilities(&vector);
        gradient[class] -= 1.0;
        let size: f32 = gradient.iter().map(|one| one * one).sum();
        for (row, weight) in &vector {
            let row = *row as usize;
            self.seen[row] += weight * weight * size;
            let rate = step / self.seen[row].sqrt();
            let start = row * self.classes;
            for (one, slope) in self.weights[start..start + self.classes].iter_mut().zip(&gradient) {
                *one -= rate * (weight * slope + DECAY * *one);
            }
        }
        for (one, slope) in self.bias.iter_mut().zip(&gradient) {
            *one -= 0.01 * step * slope;
        }
    }

    fn probabilities(&self, vector: &Vector) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (row, weight) in vector {
            let start = *row as usize * self.classes;
            for (score, one) in scores.iter_mut().zip(&self.weights[start..start + self.classes]) {
                *score += weight * one;
            }
        }
        softmax(&mut scores);
        scores
    }
}

/// A vector without a share of its features; the rest speaks louder, so that the sum stays what it was.
pub fn some_of(vector: &Vector, left_out: f32, dice: &mut Dice) -> Vector {
    let kept = vector.iter().filter(|_| dice.roll() >= left_out);
    kept.map(|(row, weight)| (*row, weight / (1.0 - left_out))).collect()
}
