//! Texts as numbers: ids and keys, interned.

use foldhash::quality::RandomState;
use std::hash::BuildHasher;

/// Texts that were met, numbered in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    all: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// A hash table with a power of two of slots, or none. Nearly every text of a large file is new, and is told from all others by
    /// looking at one slot.
    slots: Vec<Slot>,
    /// Ids are chosen by whoever sends them: the keys of the hash are new in every process, so that no list of ids is slow for all.
    /// The order of the hash shows nowhere; numbers follow the order of coming.
    keys: RandomState,
}

/// Half a hash, and the number of the text.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    number: u32,
}

/// No text has this number.
const EMPTY: Slot = Slot { hash: 0, number: u32::MAX };

impl Texts {
    /// Makes room for so many more texts.
    pub fn reserve(&mut self, texts: usize) {
        self.ends.reserve(texts);
        self.widen(self.ends.len().saturating_add(texts));
    }

    /// Says that the number of a text will be asked for soon: its slot is set on its way through slow memory.
    pub(crate) fn touch(&self, text: &str) {
        let mask = self.slots.len().wrapping_sub(1);
        prefetch_index::prefetch_index(&self.slots, self.hash(text) as usize & mask);
    }

    /// The number of a text, new if it was not met before.
    pub fn number(&mut self, text: &str) -> u32 {
        self.widen(self.ends.len() + 1);
        let hash = self.hash(text);
        let place = self.place(hash, text);
        let slot = &mut self.slots[place];
        if slot.number == EMPTY.number {
            *slot = Slot { hash, number: self.ends.len() as u32 };
            self.all.push_str(text);
            self.ends.push(self.all.len());
        }
        self.slots[place].number
    }

    /// The number of a text that was met.
    pub fn find(&self, text: &str) -> Option<u32> {
        let slot = *self.slots.get(self.place(self.hash(text), text))?;
        (slot.number != EMPTY.number).then_some(slot.number)
    }

    /// The text of a number; empty if there is none.
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|&end| self.all.get(start..end)).unwrap_or_default()
    }

    fn hash(&self, text: &str) -> u32 {
        self.keys.hash_one(text) as u32
    }

    /// The slot of a text, or the empty one where it would be; 0 where there are no slots.
    fn place(&self, hash: u32, text: &str) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = hash as usize & mask;
        while let Some(slot) = self.slots.get(place) {
            if slot.number == EMPTY.number || slot.hash == hash && self.text(slot.number) == text {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    /// Sees to it that half of the slots stay empty with so many texts.
    fn widen(&mut self, texts: usize) {
        let needed = texts.saturating_mul(2);
        if needed <= self.slots.len() {
            return;
        }
        let larger = vec![EMPTY; needed.next_power_of_two().max(64)];
        let mask = larger.len() - 1;
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.number != EMPTY.number {
                let mut place = slot.hash as usize & mask;
                while self.slots[place].number != EMPTY.number {
                    place = (place + 1) & mask;
                }
                self.slots[place] = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn a_text_keeps_its_number() {
        let mut texts = Texts::default();
        assert_eq!(texts.find("居民7"), None);
        let numbers: Vec<u32> = (0..5000).map(|n| texts.number(&format!("居民{}", n % 1000))).collect();
        texts.reserve(5000);
        assert_eq!(texts.number(""), 1000);
        for (place, number) in numbers.into_iter().enumerate() {
            assert_eq!(number as usize, place % 1000);
            assert_eq!(texts.text(number), format!("居民{number}"));
        }
        assert_eq!((texts.find("居民7"), texts.find("7"), texts.find("")), (Some(7), None, Some(1000)));
        assert_eq!(texts.text(9999), "");
    }
}
