//! How near a text comes to each known message: cosine similarity, found through lists of the
//! messages that hold a feature.

use super::features::Vector;

/// Known messages, ready to be compared with.
pub struct Neighbours {
    classes: usize,
    /// The class of each message.
    class_of: Vec<u32>,
    /// The messages that hold a feature, with the weight there, feature after feature.
    holders: Vec<(u32, f32)>,
    /// Where the messages of each feature begin in `holders`; one more at the end.
    begins: Vec<u32>,
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
        let mut begins = vec![0_u32; rows + 1];
        for (row, _) in messages.iter().flat_map(|(vector, _)| vector) {
            begins[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            begins[row + 1] += begins[row];
        }
        let mut free = begins.clone();
        let mut holders = vec![(0, 0.0); begins[rows] as usize];
        for (at, (vector, _)) in (0_u32..).zip(messages) {
            for (row, weight) in vector {
                let place = &mut free[*row as usize];
                holders[*place as usize] = (at, *weight);
                *place += 1;
            }
        }
        let class_of = messages.iter().map(|(_, class)| *class as u32).collect();
        Neighbours { classes, class_of, holders, begins }
    }

    /// How near each class comes to a text.
    pub fn nearness(&self, vector: &Vector) -> Vec<Nearness> {
        let mut cosines = vec![0.0_f32; self.class_of.len()];
        for (row, weight) in vector {
            let (from, to) = (self.begins[*row as usize] as usize, self.begins[*row as usize + 1] as usize);
            for (message, other) in &self.holders[from..to] {
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
