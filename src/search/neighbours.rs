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
    /// Where the messages of each article begin, one more at the end.
    messages_of: Vec<u32>,
    /// The messages that hold a feature, with the weight there, feature after feature.
    holders: Vec<(u32, f32)>,
    /// Where the messages of each feature begin in `holders`; one more at the end.
    begins: Vec<u32>,
}

/// How near one text comes to every article.
pub struct Near<'a> {
    /// The cosine of each message.
    cosines: Vec<f32>,
    /// Where the messages of each article begin, one more at the end.
    begins: &'a [u32],
    /// The cosine of the nearest message of every article that shares features with the text, with the article's
    /// number; in the order of these.
    pub nearest: Vec<(f32, usize)>,
}

impl Near<'_> {
    fn of(cosines: Vec<f32>, begins: &[u32]) -> Near<'_> {
        let highest = |of: &[f32]| of.iter().fold(0.0, |highest, one| if *one > highest { *one } else { highest });
        let articles = begins.windows(2).map(|ends| highest(&cosines[ends[0] as usize..ends[1] as usize]));
        let nearest = articles.zip(0..).filter(|(cosine, _)| *cosine > 0.0).collect();
        Near { cosines, begins, nearest }
    }

    /// How near the text comes to an article.
    pub fn nearness(&self, article: usize) -> Nearness {
        let mut three = [0.0; 3];
        if let Some(&[from, to]) = self.begins.get(article..article + 2) {
            for cosine in &self.cosines[from as usize..to as usize] {
                insert(&mut three, *cosine);
            }
        }
        Nearness::of(three)
    }
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
        let articles = messages.last().map_or(0, |(_, article)| article + 1);
        let begin = |article: usize| messages.partition_point(|(_, other)| *other < article) as u32;
        Neighbours { vocabulary, messages_of: (0..=articles).map(begin).collect(), holders, begins }
    }

    /// How near a text comes to each article.
    pub fn near(&self, features: &Features) -> Near<'_> {
        let mut vector = self.vocabulary.vector(features);
        vector.sort_by_cached_key(|(row, _)| self.list(*row).len());
        let mut cosines = vec![0.0_f32; self.messages()];
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
        Near::of(cosines, &self.messages_of)
    }

    fn messages(&self) -> usize {
        self.messages_of.last().map_or(0, |end| *end as usize)
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
        let neighbours = Neighbours::of(&known);
        let near = neighbours.near(&message(&[1, 2]));
        let nearness = near.nearness(0);
        assert_eq!(near.nearest, [(nearness.nearest, 0)]);
        for other in [1, 7, 8] {
            assert_eq!(near.nearness(other), Nearness::default(), "{other}");
        }
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
