//! How near a text comes to the names and questions of each article: cosine similarity, found through lists
//! of the messages that hold a feature.
//!
//! This is what speaks for an article that no model has learnt. It needs no fitting, an article has a handful
//! of messages like any other, and it stays quick with a hundred thousand of them: the rarest features are
//! looked up first, and common ones only while few messages hold them.

use super::features::{Features, Vocabulary};

/// So many entries of the lists are looked at, the rarest features first.
const MOST_ENTRIES: usize = 150_000;

/// Known messages, ready to be compared with.
pub struct Neighbours {
    vocabulary: Vocabulary,
    /// The article of each message.
    article_of: Vec<u32>,
    /// The messages that hold a feature, with the weight there, feature after feature.
    holders: Vec<(u32, f32)>,
    /// Where the messages of each feature begin in `holders`; one more at the end.
    begins: Vec<u32>,
}

/// How near the nearest messages of an article are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Nearness {
    /// The cosine of the nearest message.
    pub nearest: f32,
    /// The mean cosine of the three nearest.
    pub mean: f32,
}

impl Neighbours {
    /// Takes the features of messages and the number of the article that each belongs to; those of one article
    /// stand together, and the articles in the order of their numbers.
    pub fn of(messages: &[(Features, usize)]) -> Neighbours {
        let vocabulary = Vocabulary::whole(messages.iter().map(|(features, _)| features));
        let rows = vocabulary.len();
        // The vectors are made twice rather than kept: of a hundred thousand articles they would fill half a gigabyte.
        let vectors = || (0_u32..).zip(messages.iter().map(|(features, _)| vocabulary.vector(features)));
        let mut begins = vec![0_u32; rows + 1];
        for (row, _) in vectors().flat_map(|(_, vector)| vector) {
            begins[row as usize + 1] += 1;
        }
        for row in 0..rows {
            begins[row + 1] += begins[row];
        }
        let mut free = begins.clone();
        let mut holders = vec![(0, 0.0); begins[rows] as usize];
        for (at, vector) in vectors() {
            for (row, weight) in vector {
                let place = &mut free[row as usize];
                holders[*place as usize] = (at, weight);
                *place += 1;
            }
        }
        let article_of = messages.iter().map(|(_, article)| *article as u32).collect();
        Neighbours { vocabulary, article_of, holders, begins }
    }

    /// How near a text comes to the articles that share features with it, by the articles' numbers; sorted
    /// by them.
    pub fn nearness(&self, features: &Features) -> Vec<(usize, Nearness)> {
        let mut vector = self.vocabulary.vector(features);
        vector.sort_by_key(|(row, _)| self.list(*row).len());
        let mut cosines = vec![0.0_f32; self.article_of.len()];
        let mut looked_at = 0;
        for (row, weight) in &vector {
            let list = self.list(*row);
            looked_at += list.len();
            if looked_at > MOST_ENTRIES {
                break;
            }
            for (message, other) in list {
                cosines[*message as usize] += weight * other;
            }
        }
        let met = self.article_of.iter().zip(cosines).filter(|(_, cosine)| *cosine > 0.0);
        let mut nearest: Vec<(usize, [f32; 3])> = Vec::new();
        for (article, cosine) in met {
            match nearest.last_mut() {
                Some((last, three)) if *last == *article as usize => insert(three, cosine),
                _ => nearest.push((*article as usize, [cosine, 0.0, 0.0])),
            }
        }
        nearest.into_iter().map(|(article, three)| (article, Nearness::of(three))).collect()
    }

    fn list(&self, row: u32) -> &[(u32, f32)] {
        let (from, to) = (self.begins[row as usize], self.begins[row as usize + 1]);
        &self.holders[from as usize..to as usize]
    }
}

impl Nearness {
    /// From the cosines of the nearest messages, the highest first; zero where there are no more.
    fn of(three: [f32; 3]) -> Nearness {
        Nearness { nearest: three[0], mean: three.iter().sum::<f32>() / 3.0 }
    }
}

/// Takes a cosine among the three highest, which stay in order.
fn insert(three: &mut [f32; 3], cosine: f32) {
    let place = three.iter().position(|one| cosine > *one).unwrap_or(three.len());
    if let Some(rest) = three.get_mut(place..).filter(|rest| !rest.is_empty()) {
        rest.rotate_right(1);
        rest[0] = cosine;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(words: &[u32]) -> Features {
        Features { words: words.to_vec(), letters: Vec::new() }
    }

    #[test]
    fn the_nearest_messages_of_an_article_count() {
        let known = [(message(&[1, 2]), 0), (message(&[1, 3]), 0), (message(&[4, 5]), 7)];
        let near = Neighbours::of(&known).nearness(&message(&[1, 2]));
        assert_eq!(near.len(), 1, "{near:?}");
        let (article, nearness) = near[0];
        assert_eq!(article, 0);
        assert!((nearness.nearest - 1.0).abs() < 1e-5, "{nearness:?}");
        assert!(nearness.mean > 0.33 && nearness.mean < 0.67, "{nearness:?}");
    }

    #[test]
    fn the_three_highest_are_kept_in_order() {
        let mut three = [0.4, 0.0, 0.0];
        for cosine in [0.2, 0.5, 0.1, 0.3, 0.5] {
            insert(&mut three, cosine);
        }
        assert_eq!(three, [0.5, 0.5, 0.4]);
    }
}
