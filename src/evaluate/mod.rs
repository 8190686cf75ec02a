//! Is it any good: a file of messages with the right answers, put to the same core that answers
//! customers, each alone and without a session.
//!
//! In reading order: [`cases`] (the file), [`mod@predict`] (what the bot does with each message),
//! [`scores`] (how good that is), [`mod@reliability`] (whether confidence means what it says), [`mod@confusions`]
//! (which article is taken for which), [`outcome`] (all of it together), [`comparison`] (with an earlier one),
//! [`report`] (as text and as floors to hold), [`page`] (as HTML); [`train`] learns the examples and fits the
//! weights and thresholds of the judge.

pub mod cases;
pub mod comparison;
pub mod confusions;
pub mod outcome;
pub mod page;
pub mod predict;
pub mod reliability;
pub mod report;
pub mod scores;
pub mod train;

pub use cases::Case;
pub use comparison::{Comparison, compare};
pub use outcome::{Evaluation, Scored, evaluation};
pub use predict::{Prediction, predict};
pub use scores::{Scores, Summary, summarise};
