//! From a question to articles: the method, in reading order.
//!
//! 1. [`analysis`] folds a text to one form, mends its spelling by the lexicon and the vocabulary, stems
//!    its words and recognises concepts, the same for articles and for questions.
//! 2. [`features`] makes a sparse vector of that: words, pairs of words, concepts, letter n-grams.
//! 3. Four sources look at it. [`learner`] is a linear model, learnt at start from all questions and
//!    examples, in all languages together, so that concepts and loan words carry over; [`neighbours`]
//!    finds the nearest known messages; [`index`] is a tantivy index of titles, questions and bodies;
//!    and the messages of `knowledge/intents/none` stand for everything that nothing here answers.
//! 4. [`evidence`] brings what they say into a handful of numbers per candidate that mean the same for
//!    every article, so that a new article needs no fitting.
//! 5. [`judge`] weighs those numbers into a confidence, and holds the thresholds between an answer, a
//!    choice and "I don't know".
//!
//! [`titles`] stands beside that: it lists articles for somebody who is still typing.
//!
//! Intents (a person, an order, small talk) are candidates like the articles: "mau bicara sama orang" is
//! scored against them all.
//!
//! # What is fitted when
//!
//! The linear model is learnt at every start, in well under a second, from the library as it is: a
//! merchant's article is learnt like a shipped one, and every replica learns the same. The weights and
//! thresholds of the judge are fitted by `tanya train` on messages that the model has not seen, and stand in
//! `knowledge/judge.toml`.

pub mod analysis;
pub mod evidence;
pub mod features;
pub mod index;
pub mod judge;
pub mod learner;
pub mod neighbours;
pub mod titles;
