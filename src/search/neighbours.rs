//! How near a text comes to each known message: cosine similarity, found through lists of the
//! messages that hold a feature.

use super::features::Vector;

/// Known messages, ready to be compared with.
pub struct Neighbours {
    classes: usize,
    /// The class of each message.
    class_of: Vec<u32>,
    /// Per feature the messages that hold it, with the weight there.
    holders: Vec<Vec<(u32, f32)>>,
}

/// How near the nearest messages of a class are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Nearness {
    /// The cosine of the nearest message.
    pub nearest: f32,
    /// The mean cosine of the three nearest.
    pub mean: f32,
}

impl Neighbours {
    /// Takes the vectors of messages and the class of each.
    pub fn of(rows: usize, classes: usize, messages: &[(Vector, usize)]) -> Neighbours {
        let mut neighbours =
            Neighbours { classes, class_of: Vec::with_capacity(messages.len()), holders: vec![Vec::new(); rows] };
        for (at, (vector, class)) in (0_u32..).zip(messages) {
            neighbours.class_of.push(*class as u32);
            for (row, weight) in vector {
                neighbours.holders[*row as usize].push((at, *weight));
            }
        }
        neighbours
    }

    /// How near each class comes to a text.
    pub fn nearness(&self, vector: &Vector) -> Vec<Nearness> {
        let mut cosines = vec![0.0_f32; self.class_of.len()];
        for (row, weight) in vector {
            for (message, other) in &self.holders[*row as usize] {
                cosines[*message as usize] += weight * other;
            }
        }
        let mut nearest = vec![[0.0_f32; 3]; self.classes];
        for (class, cosine) in self.class_of.iter().zip(cosines) {
            let [first, second, third] = &mut nearest[*class as usize];
            if cosine > *first {
                (*first, *second, *third) = (cosine, *first, *second);
            } else if cosine > *second {
                (*second, *third) = (cosine, *second);
            } else if cosine > *third {
                *third = cosine;
            }
        }
        nearest.into_iter().map(|[a, b, c]| Nearness { nearest: a, mean: (a + b + c) / 3.0 }).collect()
    }
}
