//! Who the subjects are: attributes and scopes by subject, each row from a date.

use crate::account::Row;
use crate::decision::Key;
use crate::program::Day;
use rustc_hash::FxHashMap;

/// Rows of all subjects.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    /// By subject, in order of their first day.
    rows: FxHashMap<Key, Vec<Kept>>,
}

#[derive(Clone, Debug)]
struct Kept {
    from: Day,
    keys: Box<[Key]>,
    facts: Box<[i64]>,
}

impl Subjects {
    /// Adds a row from a day; gives false, and changes nothing, if the subject has one from that day.
    pub fn add(&mut self, subject: Key, from: Day, row: Row<'_>) -> bool {
        let rows = self.rows.entry(subject).or_default();
        match rows.binary_search_by_key(&from, |kept| kept.from) {
            Ok(_) => false,
            Err(place) => {
                rows.insert(place, Kept { from, keys: row.keys.into(), facts: row.facts.into() });
                true
            }
        }
    }

    /// The row with the latest date not after this one.
    pub fn row(&self, subject: Key, day: Day) -> Option<Row<'_>> {
        let rows = self.rows.get(&subject)?;
        let after = rows.partition_point(|kept| kept.from <= day);
        let kept = rows.get(after.checked_sub(1)?)?;
        Some(Row { keys: &kept.keys, facts: &kept.facts })
    }
}
