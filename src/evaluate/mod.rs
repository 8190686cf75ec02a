//! Is it any good: a file of messages with the right answers, put to the same core that answers
//! customers, each alone and without a session.
//!
//! In reading order: [`cases`] (the file), [`mod@predict`] (what the bot does with each message),
//! [`scores`] (how good that is), [`report`] (as text and as floors to hold);
//! [`train`] fits the weights and thresholds of the judge.

pub mod cases;
pub mod predict;
pub mod report;
pub mod scores;
pub mod train;

pub use cases::Case;
pub use predict::{Prediction, predict};
pub use scores::{Scores, Summary, summarise};
