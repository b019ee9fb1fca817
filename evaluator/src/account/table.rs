//! The numbers of one account: a hash table in which finding a number touches one line of the processor's cache and asks nothing
//! whose answer the processor cannot foresee. A general hash map touches two, and at a street's size that is most of the cost of a
//! decision.

use crate::decision::{AccountKey, Key, NO_KEY};
use crate::program::Day;
use foldhash::fast::RandomState;
use std::hash::BuildHasher;

/// Amounts by key and first day of the window.
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
const QUICK: usize = 1 << 14;

/// Places in a bucket.
const WIDTH: usize = 4;

/// One line of the cache: names, filled from the front, and their amounts.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Bucket {
    names: [i64; WIDTH],
    amounts: [i64; WIDTH],
}

/// No name: no account is kept under [`NO_KEY`].
const FREE: i64 = 0;

const EMPTY: Bucket = Bucket { names: [FREE; WIDTH], amounts: [0; WIDTH] };

/// Key and day in one number.
#[inline]
fn name(at: AccountKey) -> i64 {
    !(i64::from(at.key) << 32 | i64::from(at.start as u32))
}

fn key_and_start(name: i64) -> (Key, Day) {
    ((!name >> 32) as Key, !name as Day)
}

/// The place of a name in a bucket, or else the first free one; [`WIDTH`] if there is neither.
#[inline]
fn place(bucket: &Bucket, name: i64) -> usize {
    let mut place = WIDTH;
    for at in (0..WIDTH).rev() {
        let fits = (bucket.names[at] == name) | (bucket.names[at] == FREE);
        place = if fits { at } else { place };
    }
    place
}

impl Bucket {
    fn filled(&self) -> impl Iterator<Item = (i64, i64)> + use<> {
        self.names.into_iter().zip(self.amounts).filter(|&(name, _)| name != FREE)
    }
}

impl Table {
    /// The bucket where a name is first looked for; without buckets there is none of that number.
    #[inline]
    fn first(&self, name: i64) -> usize {
        self.spread.hash_one(name) as usize & self.buckets.len().wrapping_sub(1)
    }

    /// Bucket and place of a name, or else where it would be: there is always a free place, once there are any.
    #[inline]
    fn search(&self, name: i64) -> Option<(usize, usize)> {
        let mask = self.buckets.len().wrapping_sub(1);
        let mut number = self.first(name);
        loop {
            let place = place(self.buckets.get(number)?, name);
            if place < WIDTH {
                return Some((number, place));
            }
            number = (number + 1) & mask;
        }
    }

    /// Sets the line of a key on its way.
    #[inline]
    pub fn touch(&self, at: AccountKey) {
        prefetch_index::prefetch_index(&self.buckets, self.first(name(at)));
    }

    #[inline]
    pub fn get(&self, at: AccountKey) -> i64 {
        self.search(name(at)).map_or(0, |(number, place)| self.buckets[number].amounts[place])
    }

    /// The amount of a key; none for who has no key.
    #[inline]
    pub fn amount(&mut self, at: AccountKey) -> Option<&mut i64> {
        if at.key == NO_KEY {
            return None;
        }
        if (self.used + 1) * 3 > self.buckets.len() * WIDTH * 2 {
            self.grow();
        }
        let name = name(at);
        let (number, place) = self.search(name)?;
        let bucket = self.buckets.get_mut(number)?;
        self.used += usize::from(bucket.names[place] == FREE);
        bucket.names[place] = name;
        Some(&mut bucket.amounts[place])
    }

    #[cold]
    fn grow(&mut self) {
        // Small tables by more at a time: most of what they cost is growing.
        let factor = if self.buckets.len() < QUICK { 4 } else { 2 };
        let larger = vec![EMPTY; (self.buckets.len() * factor).max(16)];
        for bucket in std::mem::replace(&mut self.buckets, larger) {
            for (name, amount) in bucket.filled() {
                if let Some((number, place)) = self.search(name) {
                    self.buckets[number].names[place] = name;
                    self.buckets[number].amounts[place] = amount;
                }
            }
        }
    }

    /// All amounts, in no order.
    pub fn all(&self) -> impl Iterator<Item = (Key, Day, i64)> + '_ {
        let all = self.buckets.iter().flat_map(Bucket::filled);
        all.map(|(name, amount)| {
            let (key, start) = key_and_start(name);
            (key, start, amount)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountKey, NO_KEY, Table};
    use std::collections::BTreeMap;

    proptest::proptest! {
        #[test]
        fn a_table_is_a_map(adds in proptest::collection::vec((0u32..300, -3i32..3, -5i64..5), 0..2000)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            for (key, start, add) in adds {
                // Both ends of the keys.
                let key = if key % 2 == 0 { key } else { NO_KEY - key };
                *table.amount(AccountKey { account: 0, key, start }).unwrap() += add;
                *map.entry((key, start)).or_insert(0) += add;
            }
            for (&(key, start), &amount) in &map {
                proptest::prop_assert_eq!(table.get(AccountKey { account: 0, key, start }), amount);
                proptest::prop_assert_eq!(table.get(AccountKey { account: 0, key, start: start + 10 }), 0);
            }
            let all: BTreeMap<_, _> = table.all().map(|(key, start, amount)| ((key, start), amount)).collect();
            proptest::prop_assert_eq!(all, map);
        }
    }
}
