//! What else can be wrong in a library that loaded.

use super::load::{Loaded, Problem};

/// Everything wrong that shows only when all files are seen together.
pub fn check(_loaded: &Loaded) -> Vec<Problem> {
    Vec::new()
}
