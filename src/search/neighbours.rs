//! How near a text comes to the names and questions of each article: cosine similarity, found through lists
//! of the messages that hold a feature.
//!
//! This is what speaks for an article that no model has learnt. It needs no fitting, an article has a handful
//! of messages like any other, and it stays quick with a hundred thousand of them: the rarest features are
//! looked up first, and common ones only while few messages hold them.

use super::features::{Features, Vector, Vocabulary};

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
    /// Takes the features of messages and the number of the article that each belongs to.
    pub fn of(messages: &[(Features, usize)]) -> Neighbours {
        let vocabulary = Vocabulary::whole(messages.iter().map(|(features, _)| features));
        let rows = vocabulary.len();
        let vectors: Vec<Vector> = messages.iter().map(|(features, _)| vocabulary.vector(features)).collect();
        let mut begins = vec![0_u32; rows + 1];
        for (row, _) in vectors.iter().flatten() {
            begins[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            begins[row + 1] += begins[row];
        }
        let mut free = begins.clone();
        let mut holders = vec![(0, 0.0); begins[rows] as usize];
        for (at, vector) in (0_u32..).zip(&vectors) {
            for (row, weight) in vector {
                let place = &mut free[*row as usize];
                holders[*place as usize] = (at, *weight);
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
        let mut cosines: std::collections::HashMap<u32, f32> = std::collections::HashMap::new();
        let mut looked_at = 0;
        for (row, weight) in &vector {
            let list = self.list(*row);
            looked_at += list.len();
            if looked_at > MOST_ENTRIES {
                break;
            }
            for (message, other) in list {
                *cosines.entry(*message).or_default() += weight * other;
            }
        }
        let mut of_articles: Vec<(usize, f32)> =
            cosines.into_iter().map(|(message, cosine)| (self.article_of[message as usize] as usize, cosine)).collect();
        of_articles.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        of_articles.chunk_by(|one, next| one.0 == next.0).map(nearest).collect()
    }

    fn list(&self, row: u32) -> &[(u32, f32)] {
        let (from, to) = (self.begins[row as usize], self.begins[row as usize + 1]);
        &self.holders[from as usize..to as usize]
    }
}

/// The nearness of one article, from the cosines of its messages, the highest first.
fn nearest(cosines: &[(usize, f32)]) -> (usize, Nearness) {
    let three: f32 = cosines.iter().take(3).map(|(_, cosine)| cosine).sum();
    (cosines[0].0, Nearness { nearest: cosines[0].1, mean: three / 3.0 })
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
}
