//! Numbers by key: a hash table in which finding a number touches one line of the processor's cache and asks nothing whose answer
//! the processor cannot foresee. A general hash map touches two, and at a street's size that is most of the cost of a decision.

use crate::decision::{Key, NO_KEY};
use foldhash::fast::RandomState;
use std::hash::BuildHasher;

/// Amounts by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// A power of two of them, or none.
    buckets: Vec<Bucket>,
    used: usize,
    /// Who sends events may choose their keys: what spreads them is new in every process, so that no choice of keys is slow for all.
    /// Where they come to lie shows nowhere.
    spread: RandomState,
}

/// Below so many buckets a table grows by four, from there by two.
const QUICK: usize = 1 << 8;

/// Places in a bucket.
const WIDTH: usize = 5;

/// One line of the cache: keys, filled from the front, and their amounts.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Bucket {
    amounts: [i64; WIDTH],
    keys: [Key; WIDTH],
}

/// No account is kept under [`NO_KEY`]: it stands for a free place.
const EMPTY: Bucket = Bucket { keys: [NO_KEY; WIDTH], amounts: [0; WIDTH] };

/// The place of a key in a bucket, or else the first free one; [`WIDTH`] if there is neither.
#[inline]
fn place(bucket: &Bucket, key: Key) -> usize {
    let mut place = WIDTH;
    for at in (0..WIDTH).rev() {
        let fits = (bucket.keys[at] == key) | (bucket.keys[at] == NO_KEY);
        place = if fits { at } else { place };
    }
    place
}

impl Bucket {
    fn filled(&self) -> impl Iterator<Item = (Key, i64)> + use<> {
        self.keys.into_iter().zip(self.amounts).filter(|&(key, _)| key != NO_KEY)
    }
}

impl Table {
    /// The bucket where a key is first looked for; without buckets there is none of that number.
    #[inline]
    fn first(&self, key: Key) -> usize {
        self.spread.hash_one(key) as usize & self.buckets.len().wrapping_sub(1)
    }

    /// Bucket and place of a key, or else where it would be: there is always a free place, once there are any.
    #[inline]
    fn search(&self, key: Key) -> Option<(usize, usize)> {
        let mask = self.buckets.len().wrapping_sub(1);
        let mut number = self.first(key);
        loop {
            let place = place(self.buckets.get(number)?, key);
            if place < WIDTH {
                return Some((number, place));
            }
            number = (number + 1) & mask;
        }
    }

    /// Sets the line of a key on its way.
    #[inline]
    pub fn touch(&self, key: Key) {
        prefetch_index::prefetch_index(&self.buckets, self.first(key));
    }

    #[inline]
    pub fn get(&self, key: Key) -> i64 {
        self.search(key).map_or(0, |(number, place)| self.buckets[number].amounts[place])
    }

    /// The amount of a key; none for who has no key.
    #[inline]
    pub fn amount(&mut self, key: Key) -> Option<&mut i64> {
        if key == NO_KEY {
            return None;
        }
        if (self.used + 1) * 4 > self.buckets.len() * WIDTH * 3 {
            self.grow();
        }
        let (number, place) = self.search(key)?;
        let bucket = self.buckets.get_mut(number)?;
        self.used += usize::from(bucket.keys[place] == NO_KEY);
        bucket.keys[place] = key;
        Some(&mut bucket.amounts[place])
    }

    #[cold]
    fn grow(&mut self) {
        // Small tables by more at a time: most of what they cost is growing.
        let factor = if self.buckets.len() < QUICK { 4 } else { 2 };
        let larger = vec![EMPTY; (self.buckets.len() * factor).max(1)];
        for bucket in std::mem::replace(&mut self.buckets, larger) {
            for (key, amount) in bucket.filled() {
                if let Some((number, place)) = self.search(key) {
                    self.buckets[number].keys[place] = key;
                    self.buckets[number].amounts[place] = amount;
                }
            }
        }
    }

    /// All amounts, in no order.
    pub fn all(&self) -> impl Iterator<Item = (Key, i64)> + '_ {
        self.buckets.iter().flat_map(Bucket::filled)
    }
}
