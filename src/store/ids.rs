//! Ids that the program makes itself, so that no database has to: unique on every replica, and in
//! the order of time.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A new id of 28 hexadecimal digits: the time first, then chance.
pub fn new_id(now: i64) -> String {
    let chance = RandomState::new().build_hasher().finish();
    format!("{:012x}{chance:016x}", now.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_follow_the_time() {
        let many: std::collections::BTreeSet<String> = (0..1000).map(|_| new_id(5)).collect();
        assert_eq!(many.len(), 1000);
        assert!(many.iter().all(|id| id.len() == 28 && *id < new_id(6)));
    }
}
