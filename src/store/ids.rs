//! Ids that the program makes itself, so that no database has to: unique on every replica, and in
//! the order of time; those of one process and one millisecond in the order in which they were made.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};

/// How many ids this process has made; it may begin again.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A new id of 28 hexadecimal digits: the time first, then a count, then chance.
pub fn new_id(now: i64) -> String {
    let count = MADE.fetch_add(1, Ordering::Relaxed) & 0xff_ffff;
    let chance = RandomState::new().build_hasher().finish() >> 24;
    format!("{:012x}{count:06x}{chance:010x}", now.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_follow_the_time() {
        let many: std::collections::BTreeSet<String> = (0..1000).map(|_| new_id(5)).collect();
        assert_eq!(many.len(), 1000);
        assert!(many.iter().all(|id| id.len() == 28 && *id < new_id(6)));
        assert!(new_id(5) < new_id(5));
    }
}
