//! Chance that repeats: splitmix64, whole numbers only.

/// A stream of random numbers; the same seed gives the same stream on every machine.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of one thing among many: of a resident in a month, for example. Streams do not disturb each other, so that a
    /// month by itself is the same as that month within the year.
    pub fn of(seed: u64, parts: &[u64]) -> Random {
        let mut random = Random(seed);
        for part in parts {
            random = Random(random.next() ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `bound`; 0 where there is no such number.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u32
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True so often in a thousand.
    pub fn permille(&mut self, chance: u32) -> bool {
        self.below(1000) < chance
    }

    /// One of these, each as often as its weight says. None if nothing has weight.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u32)]) -> Option<T> {
        let total = choices.iter().map(|choice| choice.1).sum();
        let mut left = self.below(total);
        choices
            .iter()
            .find(|choice| {
                if left < choice.1 {
                    true
                } else {
                    left -= choice.1;
                    false
                }
            })
            .map(|choice| choice.0)
    }

    /// How often something happens that happens `thousandths` ÷ 1000 times on average.
    pub fn count(&mut self, thousandths: u32) -> u32 {
        // Many small chances, so that counts vary as they do in life.
        let slots = thousandths.div_ceil(250);
        let chance = thousandths.checked_div(slots).unwrap_or(0);
        (0..slots).filter(|_| self.permille(chance)).count() as u32
    }
}
