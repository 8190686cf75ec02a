//! From a question to articles.
pub mod analysis;
pub mod evidence;
pub mod features;
pub mod index;
pub mod judge;
pub mod learner;
pub mod neighbours;
