//! Numbers by key: a hash table in which finding a number touches one line of the processor's cache and asks nothing whose answer
//! the processor cannot foresee. A general hash map touches two, and at a street's size that is most of the cost of a decision.

use crate::decision::{Key, NO_KEY};
use foldhash::fast::RandomState;
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use wide::u32x8;

/// Amounts by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// A power of two of them, or none.
    buckets: Vec<Bucket>,
    used: usize,
    /// The amounts for which a bucket has no room: few, if any.
    large: BTreeMap<Key, i64>,
    /// Who sends events may choose their keys: what spreads them is new in every process, so that no choice of keys is slow for all.
    /// Where they come to lie shows nowhere.
    spread: RandomState,
}

/// Below so many buckets a table grows by four, from there by two.
const QUICK: usize = 1 << 8;

/// Places in a bucket.
const WIDTH: usize = 8;

/// In a bucket: the amount stands among the large ones.
const LARGE: i32 = i32::MIN;

/// One line of the cache: keys, filled from the front, and their amounts.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Bucket {
    keys: [Key; WIDTH],
    amounts: [i32; WIDTH],
}

/// No account is kept under [`NO_KEY`]: it stands for a free place.
const EMPTY: Bucket = Bucket { keys: [NO_KEY; WIDTH], amounts: [0; WIDTH] };

/// The place of a key in a bucket, or else the first free one; none if there is neither. All places are asked at once.
#[inline]
fn place(bucket: &Bucket, key: Key) -> Option<usize> {
    let keys = u32x8::new(bucket.keys);
    let fits = keys.simd_eq(u32x8::splat(key)) | keys.simd_eq(u32x8::splat(NO_KEY));
    let places = fits.to_bitmask();
    (places != 0).then(|| places.trailing_zeros() as usize)
}

impl Bucket {
    fn filled(&self) -> impl Iterator<Item = (Key, i32)> + use<> {
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
            if let Some(place) = place(self.buckets.get(number)?, key) {
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

    /// The amount of a key; 0 where it has none.
    #[inline]
    pub fn get(&self, key: Key) -> i64 {
        match self.search(key).map_or(0, |(number, place)| self.buckets[number].amounts[place]) {
            LARGE => self.large(key),
            amount => amount.into(),
        }
    }

    #[cold]
    fn large(&self, key: Key) -> i64 {
        self.large.get(&key).copied().unwrap_or(0)
    }

    /// Changes the amount of a key to what this makes of it.
    #[inline]
    pub fn change(&mut self, key: Key, to: impl FnOnce(i64) -> i64) {
        if (self.used + 1) * 4 > self.buckets.len() * WIDTH * 3 {
            self.grow();
        }
        let Some((number, place)) = self.search(key) else { return };
        let bucket = &mut self.buckets[number];
        self.used += usize::from(bucket.keys[place] == NO_KEY);
        bucket.keys[place] = key;
        let own = &mut bucket.amounts[place];
        let before = if *own == LARGE { self.large.remove(&key).unwrap_or(0) } else { i64::from(*own) };
        let after = to(before);
        *own = i32::try_from(after).unwrap_or(LARGE);
        if *own == LARGE {
            self.large.insert(key, after);
        }
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
        let own = |(key, amount)| (key, if amount == LARGE { self.large(key) } else { i64::from(amount) });
        self.buckets.iter().flat_map(Bucket::filled).map(own)
    }
}
