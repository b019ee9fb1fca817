//! Which entry of the journal an id has.

use crate::record::Id;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Ids in a page.
const PAGE: Id = 16;

/// Which entry an id has. Ids mostly come one after another: they stand together in pages, so that the next is found where the last
/// one was.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// Ids may be chosen by whoever sends records: the keys of the hash are new in every process.
    pages: HashMap<Id, [u32; PAGE as usize], RandomState>,
}

impl Numbers {
    /// No entry has this number.
    const NONE: u32 = u32::MAX;

    /// Makes room for so many more.
    pub fn reserve(&mut self, ids: usize) {
        self.pages.reserve(ids / PAGE as usize);
    }

    /// The number of an id; of no entry where it has none.
    pub fn get(&self, id: Id) -> u32 {
        self.pages.get(&(id / PAGE)).map_or(Self::NONE, |page| page[(id % PAGE) as usize])
    }

    /// Every id of every page, also those without entry, in no order.
    pub fn all(&self) -> impl Iterator<Item = (Id, u32)> {
        let of_page = |(page, numbers): (&Id, &[u32; PAGE as usize])| {
            let first = page * PAGE;
            (0..PAGE).zip(*numbers).map(move |(place, number)| (first + place, number))
        };
        self.pages.iter().flat_map(of_page)
    }

    /// The number of an id, to be set; [`Self::NONE`] where it has none yet.
    pub fn at(&mut self, id: Id) -> &mut u32 {
        let page = self.pages.entry(id / PAGE).or_insert([Self::NONE; PAGE as usize]);
        &mut page[(id % PAGE) as usize]
    }
}
