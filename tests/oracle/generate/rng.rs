//! Numbers that look random and are the same on every machine (splitmix64).

use super::world::Lang;

/// A generator.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
    /// Write all clauses in this language, without any other choice being different.
    pub only: Option<Lang>,
}

impl Rng {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng { state: seed ^ 0x6d69_7a69, only: None };
        rng.next();
        rng
    }

    /// Another one that does not depend on how much of this is used.
    pub fn fork(&self, of: u64) -> Rng {
        Rng::new(self.state ^ of.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n` − 1; 0 where there is nothing to choose from.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    /// Both included.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()) as i64
    }

    /// So many times of a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.next() % 100 < u64::from(percent)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Each with a weight.
    pub fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let all: u32 = from.iter().map(|(weight, _)| weight).sum();
        let mut at = self.below(all as usize) as u32;
        for (weight, value) in from {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        from[0].1
    }

    /// Some of them, in their order.
    pub fn some<T: Clone>(&mut self, from: &[T], percent: u32) -> Vec<T> {
        from.iter().filter(|_| self.chance(percent)).cloned().collect()
    }

    pub fn shuffle<T>(&mut self, of: &mut [T]) {
        for index in (1..of.len()).rev() {
            of.swap(index, self.below(index + 1));
        }
    }
}
