//! The highest few of many numbers, without putting the many in order.

/// The highest of some numbers with what they stand for, the highest first; of equal ones the earlier come first.
/// Numbers that are no numbers are left out.
pub fn highest(numbered: impl Iterator<Item = (f32, usize)>, count: usize) -> Vec<(f32, usize)> {
    let mut kept: Vec<(f32, usize)> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for one in numbered {
        if one.0 > least {
            kept.insert(kept.partition_point(|other| other.0 >= one.0), one);
            kept.truncate(count);
            if kept.len() == count {
                least = kept.last().map_or(f32::INFINITY, |last| last.0);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_are_kept_in_order_and_of_equal_ones_the_earlier() {
        let numbers = [0.2, 0.5, f32::NAN, 0.1, 0.5, 0.3, 0.5];
        let of = |count| highest(numbers.into_iter().zip(0..), count);
        assert_eq!(of(2), [(0.5, 1), (0.5, 4)]);
        assert_eq!(of(4), [(0.5, 1), (0.5, 4), (0.5, 6), (0.3, 5)]);
        assert_eq!(of(9).len(), 6);
        assert_eq!(of(0), []);
    }
}
