//! The numbers of one account: an open table with keys and amounts side by side, so that finding one touches one place in memory.
//! A general hash map touches two, and at a street's size that is most of the cost of a decision.

use crate::decision::{AccountKey, Key, NO_KEY};
use crate::program::Day;

/// Amounts by key and first day of the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// A power of two of them, or none.
    slots: Vec<Slot>,
    used: usize,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    at: u64,
    amount: i64,
}

/// No account is kept under [`NO_KEY`].
const EMPTY: Slot = Slot { at: u64::MAX, amount: 0 };

fn packed(key: Key, start: Day) -> u64 {
    u64::from(key) << 32 | u64::from(start as u32)
}

/// Spreads keys that are close to each other: both halves of the product, so that every bit of the key moves the lower bits.
#[inline]
fn spread(at: u64) -> u64 {
    let product = u128::from(at) * 0x9e37_79b9_7f4a_7c15;
    (product >> 64) as u64 ^ product as u64
}

impl Table {
    /// The slot of a key, or the empty one where it would be. There is always an empty one.
    #[inline]
    fn place(&self, at: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = spread(at) as usize & mask;
        while self.slots[place].at != at && self.slots[place].at != EMPTY.at {
            place = (place + 1) & mask;
        }
        place
    }

    #[inline]
    pub fn touch(&self, at: AccountKey) -> u64 {
        let mask = self.slots.len().wrapping_sub(1);
        self.slots.get(spread(packed(at.key, at.start)) as usize & mask).map_or(0, |slot| slot.at)
    }

    #[inline]
    pub fn get(&self, at: AccountKey) -> i64 {
        if self.slots.is_empty() { 0 } else { self.slots[self.place(packed(at.key, at.start))].amount }
    }

    /// The amount of a key; none for who has no key.
    #[inline]
    pub fn amount(&mut self, at: AccountKey) -> Option<&mut i64> {
        if at.key == NO_KEY {
            return None;
        }
        let at = packed(at.key, at.start);
        if self.slots.is_empty() {
            self.grow();
        }
        let mut place = self.place(at);
        if self.slots[place].at != at {
            if (self.used + 1) * 3 > self.slots.len() * 2 {
                self.grow();
                place = self.place(at);
            }
            self.used += 1;
            self.slots[place].at = at;
        }
        Some(&mut self.slots[place].amount)
    }

    fn grow(&mut self) {
        let larger = vec![EMPTY; (self.slots.len() * 2).max(8)];
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.at != EMPTY.at {
                let place = self.place(slot.at);
                self.slots[place] = slot;
            }
        }
    }

    /// All amounts, in no order.
    pub fn all(&self) -> impl Iterator<Item = (Key, Day, i64)> + '_ {
        let filled = self.slots.iter().filter(|slot| slot.at != EMPTY.at);
        filled.map(|slot| ((slot.at >> 32) as Key, slot.at as u32 as Day, slot.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountKey, Table};
    use std::collections::BTreeMap;

    proptest::proptest! {
        #[test]
        fn a_table_is_a_map(adds in proptest::collection::vec((0u32..300, -3i32..3, -5i64..5), 0..2000)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            for (key, start, add) in adds {
                *table.amount(AccountKey { account: 0, key, start }).unwrap() += add;
                *map.entry((key, start)).or_insert(0) += add;
            }
            for (&(key, start), &amount) in &map {
                proptest::prop_assert_eq!(table.get(AccountKey { account: 0, key, start }), amount);
            }
            let all: BTreeMap<_, _> = table.all().map(|(key, start, amount)| ((key, start), amount)).collect();
            proptest::prop_assert_eq!(all, map);
        }
    }
}
