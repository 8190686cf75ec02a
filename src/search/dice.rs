//! Chance that is the same on every machine: learning shuffles and leaves out by it, so that the same
//! examples give the same model.

/// A small generator (xorshift): good enough to shuffle by, never for secrets.
pub struct Dice(u64);

impl Dice {
    /// The generator of a seed; every seed gives a sequence of its own.
    pub fn new(seed: u64) -> Dice {
        Dice(0x9E37_79B9_7F4A_7C15 ^ seed.wrapping_mul(0x00AB_CDEF_1234_5677))
    }

    /// The next number, at least 0 and below 1.
    pub fn roll(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Shuffles (Fisher-Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_rolls_the_same_again_and_another_seed_does_not() {
        let rolls = |seed| {
            let mut dice = Dice::new(seed);
            (0..50).map(|_| dice.roll()).collect::<Vec<f32>>()
        };
        assert_eq!(rolls(1), rolls(1));
        assert_ne!(rolls(1), rolls(2));
        assert!(rolls(1).iter().all(|roll| (0.0..1.0).contains(roll)));
    }
}
