//! A small neural network with one hidden layer, over the same features and classes as [`super::linear`].
//!
//! The hidden layer is an embedding: features that stand in messages about the same things come to mean the
//! same, so that a word helps where its own examples do not. That is what the linear model cannot do; the
//! linear model in turn is surer of what it has seen. Both together are better than either, and two networks
//! that began by different chance are better than one.

use serde::{Deserialize, Serialize};

use super::dice::Dice;
use super::features::Vector;
use super::learnt::softmax;
use super::linear::some_of;
use super::table::Table;

/// How many numbers a message is embedded in.
const HIDDEN: usize = 48;
/// How often each example is seen.
const ROUNDS: usize = 12;
/// The first step; AdaGrad makes the steps of each row smaller as it learns.
const STEP: f32 = 0.1;
/// The share of features that an example is learnt without.
const LEFT_OUT: f32 = 0.4;
/// The share of the hidden layer that an example is learnt without.
const HIDDEN_LEFT_OUT: f32 = 0.4;
/// Where the weights begin: at most this far from zero.
const SPREAD: f32 = 0.1;

/// A learnt network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Network {
    embedding: Table,
    embedding_bias: Vec<f32>,
    output: Table,
    output_bias: Vec<f32>,
}

impl Network {
    /// Learns from vectors and the class of each, beginning by the chance of a seed.
    pub fn learn(rows: usize, classes: usize, examples: &[(Vector, usize)], seed: u64) -> Network {
        let mut learner = Learner::new(rows, classes, seed);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for round in 0..ROUNDS {
            learner.dice.shuffle(&mut order);
            let step = STEP / (1.0 + 0.2 * round as f32);
            for at in &order {
                let (vector, class) = &examples[*at];
                learner.step(vector, *class, step);
            }
        }
        Network {
            embedding: Table::of(&learner.embedding, HIDDEN),
            embedding_bias: learner.embedding_bias,
            output: Table::of(&learner.output, classes),
            output_bias: learner.output_bias,
        }
    }

    /// The probability of each class.
    pub fn probabilities(&self, vector: &Vector) -> Vec<f32> {
        let mut hidden = self.embedding_bias.clone();
        for (row, weight) in vector {
            self.embedding.add_row(*row as usize, *weight, &mut hidden);
        }
        let mut scores = self.output_bias.clone();
        for (row, value) in hidden.iter().enumerate().filter(|(_, value)| **value > 0.0) {
            self.output.add_row(row, *value, &mut scores);
        }
        softmax(&mut scores);
        scores
    }
}

struct Learner {
    classes: usize,
    embedding: Vec<f32>,
    embedding_bias: Vec<f32>,
    output: Vec<f32>,
    output_bias: Vec<f32>,
    /// How much each row of the embedding, and of the output, has been moved, squared.
    embedding_seen: Vec<f32>,
    output_seen: Vec<f32>,
    dice: Dice,
}

impl Learner {
    fn new(rows: usize, classes: usize, seed: u64) -> Learner {
        let mut dice = Dice::new(seed);
        let mut chance = |count: usize| (0..count).map(|_| (2.0 * dice.roll() - 1.0) * SPREAD).collect::<Vec<f32>>();
        Learner {
            classes,
            embedding: chance(rows * HIDDEN),
            output: chance(HIDDEN * classes),
            embedding_bias: vec![0.0; HIDDEN],
            output_bias: vec![0.0; classes],
            embedding_seen: vec![1e-3; rows],
            output_seen: vec![1e-2; HIDDEN],
            dice,
        }
    }

    fn step(&mut self, vector: &Vector, class: usize, step: f32) {
        let vector = some_of(vector, LEFT_OUT, &mut self.dice);
        let hidden = self.hidden(&vector);
        let mut gradient = self.output_bias.clone();
        for (at, value) in hidden.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            let row = &self.output[at * self.classes..(at + 1) * self.classes];
            gradient.iter_mut().zip(row).for_each(|(score, one)| *score += value * one);
        }
        softmax(&mut gradient);
        gradient[class] -= 1.0;
        let back = self.step_output(&hidden, &gradient, step);
        self.step_embedding(&vector, &back, step);
    }

    /// The hidden layer of an example, without what is left out this time.
    fn hidden(&mut self, vector: &Vector) -> Vec<f32> {
        let mut hidden = self.embedding_bias.clone();
        for (row, weight) in vector {
            let start = *row as usize * HIDDEN;
            for (sum, one) in hidden.iter_mut().zip(&self.embedding[start..start + HIDDEN]) {
                *sum += weight * one;
            }
        }
        for value in &mut hidden {
            let kept = *value > 0.0 && self.dice.roll() >= HIDDEN_LEFT_OUT;
            *value = if kept { *value / (1.0 - HIDDEN_LEFT_OUT) } else { 0.0 };
        }
        hidden
    }

    /// Moves the output's weights, and gives the slope of each hidden value.
    fn step_output(&mut self, hidden: &[f32], gradient: &[f32], step: f32) -> Vec<f32> {
        let size = gradient.iter().map(|one| one * one).sum::<f32>() / self.classes as f32;
        let mut back = vec![0.0; HIDDEN];
        for (at, value) in hidden.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            let row = &mut self.output[at * self.classes..(at + 1) * self.classes];
            let slope: f32 = row.iter().zip(gradient).map(|(one, slope)| one * slope).sum();
            back[at] = slope / (1.0 - HIDDEN_LEFT_OUT);
            self.output_seen[at] += value * value * size;
            let rate = 0.5 * step / self.output_seen[at].sqrt();
            row.iter_mut().zip(gradient).for_each(|(one, slope)| *one -= rate * value * slope);
        }
        self.output_bias.iter_mut().zip(gradient).for_each(|(one, slope)| *one -= 0.01 * step * slope);
        back
    }

    fn step_embedding(&mut self, vector: &Vector, back: &[f32], step: f32) {
        let size = back.iter().map(|one| one * one).sum::<f32>() / HIDDEN as f32;
        for (row, weight) in vector {
            let row = *row as usize;
            self.embedding_seen[row] += weight * weight * size;
            let rate = weight * step / self.embedding_seen[row].sqrt();
            let weights = &mut self.embedding[row * HIDDEN..(row + 1) * HIDDEN];
            weights.iter_mut().zip(back).for_each(|(one, slope)| *one -= rate * slope);
        }
        self.embedding_bias.iter_mut().zip(back).for_each(|(one, slope)| *one -= 0.01 * step * slope);
    }
}
