//! The numbers of one account. Each window has a table of its own, so that what is read day by day lies together, and what is past
//! lies apart.

use super::table::Table;
use crate::decision::{AccountKey, Key, NO_KEY};
use crate::program::Day;
use std::collections::BTreeMap;

/// Amounts by first day of the window and key.
#[derive(Clone, Debug, Default)]
pub(super) struct Windows {
    /// The latest window, which nearly every event is in.
    start: Day,
    table: Table,
    /// Those before it.
    earlier: BTreeMap<Day, Table>,
}

impl Windows {
    #[inline]
    fn window(&self, start: Day) -> Option<&Table> {
        if start == self.start { Some(&self.table) } else { self.earlier.get(&start) }
    }

    /// Sets the line of a key on its way.
    #[inline]
    pub fn touch(&self, at: AccountKey) {
        if at.start == self.start {
            self.table.touch(at.key);
        }
    }

    #[inline]
    pub fn get(&self, at: AccountKey) -> i64 {
        self.window(at.start).map_or(0, |table| table.get(at.key))
    }

    /// Changes the amount of a key to what this makes of it; who has no key has no amount.
    #[inline]
    pub fn change(&mut self, at: AccountKey, to: impl FnOnce(i64) -> i64) {
        if at.key == NO_KEY {
            return;
        }
        if at.start == self.start { self.table.change(at.key, to) } else { self.of_other_window(at).change(at.key, to) }
    }

    /// The table of another window than the latest; of a later one an empty table, which is the latest from now on.
    #[cold]
    fn of_other_window(&mut self, at: AccountKey) -> &mut Table {
        if at.start < self.start {
            return self.earlier.entry(at.start).or_default();
        }
        let past = std::mem::take(&mut self.table);
        self.earlier.insert(std::mem::replace(&mut self.start, at.start), past);
        &mut self.table
    }

    /// All amounts, in no order.
    pub fn all(&self) -> impl Iterator<Item = (Key, Day, i64)> + '_ {
        let windows = self.earlier.iter().chain([(&self.start, &self.table)]);
        windows.flat_map(|(&start, table)| table.all().map(move |(key, amount)| (key, start, amount)))
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountKey, NO_KEY, Windows};
    use std::collections::BTreeMap;

    proptest::proptest! {
        #[test]
        fn numbers_are_kept(adds in proptest::collection::vec((0u32..300, -3i32..3, -5i64..5, 0u32..40), 0..2000)) {
            let (mut windows, mut map) = (Windows::default(), BTreeMap::new());
            for (key, start, add, far) in adds {
                // Both ends of the keys, windows before and after the first day of all, and amounts that become large and small again.
                let key = if key % 2 == 0 { key } else { NO_KEY - key };
                let add = add << far;
                windows.change(AccountKey { account: 0, key, start }, |own| own + add);
                *map.entry((key, start)).or_insert(0) += add;
            }
            for (&(key, start), &amount) in &map {
                proptest::prop_assert_eq!(windows.get(AccountKey { account: 0, key, start }), amount);
                proptest::prop_assert_eq!(windows.get(AccountKey { account: 0, key, start: start + 10 }), 0);
            }
            let all: BTreeMap<_, _> = windows.all().map(|(key, start, amount)| ((key, start), amount)).collect();
            proptest::prop_assert_eq!(all, map);
        }
    }

    #[test]
    fn nobody_has_no_key() {
        let mut windows = Windows::default();
        let at = |key| AccountKey { account: 0, key, start: 7 };
        windows.change(at(NO_KEY), |_| unreachable!("nobody"));
        windows.change(at(3), |own| own + 5);
        assert_eq!((windows.get(at(3)), windows.get(at(4))), (5, 0));
        assert_eq!(windows.all().collect::<Vec<_>>(), [(3, 7, 5)]);
    }
}
