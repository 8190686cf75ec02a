//! What is compared: the features of an analysed text, as a sparse vector.
//!
//! Two groups, each brought to length one so that neither drowns the other: *words* (stems, pairs of
//! neighbouring stems, concepts and pairs of concepts, role and number marks) and *letters* (letter
//! n-grams of words, n-grams of Han characters), which forgive typing errors.

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;

/// A feature that fewer known messages have tells nothing of others, and costs memory.
const SEEN_OFTEN: usize = 9;

/// A feature, as a hash of its kind and text.
pub type Feature = u32;

/// The features of one text, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features {
    /// Stems, pairs of stems, concepts, marks.
    pub words: Vec<Feature>,
    /// Letter and character n-grams.
    pub letters: Vec<Feature>,
}

impl Features {
    /// The features of an analysed text.
    pub fn of(analysis: &Analysis) -> Features {
        let mut features = Features::default();
        features.add_words(analysis);
        features.add_concepts(analysis);
        features.add_letters(analysis);
        for group in [&mut features.words, &mut features.letters] {
            group.sort_unstable();
            group.dedup();
            group.shrink_to_fit();
        }
        features
    }

    fn add_words(&mut self, analysis: &Analysis) {
        for stem in &analysis.stems {
            self.words.push(feature("w", &[stem]));
        }
        for pair in analysis.stems.windows(2) {
            self.words.push(feature("b", &[&pair[0], &pair[1]]));
        }
        for (mark, met) in [("seller", analysis.seller), ("buyer", analysis.buyer), ("elsewhere", analysis.elsewhere)] {
            if met {
                self.words.push(feature("r", &[mark]));
            }
        }
    }

    fn add_concepts(&mut self, analysis: &Analysis) {
        let concepts: Vec<&String> = analysis.concepts.iter().collect();
        for (at, concept) in concepts.iter().enumerate() {
            self.words.push(feature("c", &[concept]));
            // Long messages hold many concepts; their pairs would drown everything else.
            if concepts.len() <= 8 {
                for other in &concepts[at + 1..] {
                    self.words.push(feature("p", &[concept, other]));
                }
            }
        }
    }

    fn add_letters(&mut self, analysis: &Analysis) {
        for word in analysis.words.iter().filter(|word| word.is_ascii()) {
            let padded: Vec<char> = format!("^{word}$").chars().collect();
            for length in 3..=5 {
                for gram in padded.windows(length) {
                    self.letters.push(letters_feature("g", gram));
                }
            }
        }
        for run in &analysis.han {
            let letters: Vec<char> = run.chars().collect();
            for length in 1..=3 {
                for gram in letters.windows(length) {
                    self.letters.push(letters_feature("h", gram));
                }
            }
        }
    }
}

/// A sparse vector: rows of a [`Vocabulary`] and weights, of length one as a whole.
pub type Vector = Vec<(u32, f32)>;

/// The features that are known, with how much each tells (its inverse document frequency).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Known", into = "Known")]
pub struct Vocabulary {
    known: Known,
    /// Where the features begin that share their highest bits, one more at the end. Features are hashes: there are as
    /// many beginnings as features, and a look-up passes one or two.
    begins: Vec<u32>,
}

/// A vocabulary as it is kept: the features in order, which is the order of their rows, and their weights.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Known {
    features: Vec<Feature>,
    weights: Vec<f32>,
}

impl From<Known> for Vocabulary {
    fn from(known: Known) -> Vocabulary {
        let mut begins = vec![0; (1 << highest_bits(known.features.len())) + 1];
        for feature in &known.features {
            begins[bucket(*feature, known.features.len()) + 1] += 1;
        }
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        Vocabulary { known, begins }
    }
}

impl From<Vocabulary> for Known {
    fn from(vocabulary: Vocabulary) -> Known {
        vocabulary.known
    }
}

/// By how many of their highest bits so many features are told apart.
fn highest_bits(features: usize) -> u32 {
    features.max(1).ilog2().min(Feature::BITS)
}

/// The highest bits of one of so many features.
fn bucket(feature: Feature, features: usize) -> usize {
    (u64::from(feature) >> (Feature::BITS - highest_bits(features))) as usize
}

impl Vocabulary {
    /// Takes the features that stand in several of the given texts.
    pub fn of<'a>(texts: impl Iterator<Item = &'a Features> + Clone) -> Vocabulary {
        Vocabulary::seen(SEEN_OFTEN, texts)
    }

    /// Takes every feature of the given texts.
    pub fn whole<'a>(texts: impl Iterator<Item = &'a Features> + Clone) -> Vocabulary {
        Vocabulary::seen(1, texts)
    }

    fn seen<'a>(often: usize, texts: impl Iterator<Item = &'a Features> + Clone) -> Vocabulary {
        let total = texts.clone().count() as f32;
        let features = texts.flat_map(|features| features.words.iter().chain(&features.letters));
        let mut met: Vec<Feature> = Vec::with_capacity(features.clone().count());
        met.extend(features);
        // Sorted, so that the same texts give the same rows on every machine.
        met.sort_unstable();
        let mut known = Known::default();
        for same in met.chunk_by(|one, next| one == next).filter(|same| same.len() >= often) {
            known.features.push(same[0]);
            known.weights.push((total / same.len() as f32).ln() + 1.0);
        }
        known.into()
    }

    /// How many features are known.
    pub fn len(&self) -> usize {
        self.known.weights.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.weights.is_empty()
    }

    /// The vector of a text.
    pub fn vector(&self, features: &Features) -> Vector {
        let mut vector = self.group(&features.words, 1.0);
        vector.extend(self.group(&features.letters, 0.8));
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        vector
    }

    /// The row of a feature.
    fn row(&self, feature: Feature) -> Option<usize> {
        let features = &self.known.features;
        let bucket = bucket(feature, features.len());
        let (begin, end) = (self.begins[bucket] as usize, self.begins[bucket + 1] as usize);
        features[begin..end].iter().position(|one| *one == feature).map(|at| begin + at)
    }

    fn group(&self, features: &[Feature], share: f32) -> Vector {
        let known = features.iter().filter_map(|one| self.row(*one));
        let mut group: Vector = known.map(|row| (row as u32, self.known.weights[row])).collect();
        let length = group.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        group.iter_mut().for_each(|(_, weight)| *weight *= share / length);
        group
    }
}

fn feature(kind: &str, parts: &[&str]) -> Feature {
    let mut hash = Hash::new();
    hash.text(kind);
    for part in parts {
        hash.text(part);
    }
    hash.folded()
}

fn letters_feature(kind: &str, letters: &[char]) -> Feature {
    let mut hash = Hash::new();
    hash.text(kind);
    for letter in letters {
        hash.byte_of(u32::from(*letter));
    }
    hash.folded()
}

/// FNV-1a: small, fast, and the same on every machine and for ever.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn text(&mut self, text: &str) {
        for byte in text.bytes() {
            self.byte_of(u32::from(byte));
        }
        self.byte_of(0xFFFF_FFFF);
    }

    /// The hash in half as many bits, which is enough for some ten thousand known features.
    fn folded(&self) -> Feature {
        (self.0 >> 32) as u32 ^ self.0 as u32
    }

    fn byte_of(&mut self, value: u32) {
        self.0 = (self.0 ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01B3);
    }
}
