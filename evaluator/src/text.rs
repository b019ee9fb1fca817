//! Texts as numbers: ids and keys, interned.

use foldhash::quality::RandomState;
use rustc_hash::FxHashMap;
use std::hash::BuildHasher;

/// Texts that were met, numbered in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    all: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// By the hash of the text, or the next free number after it.
    numbers: FxHashMap<u64, u32>,
    /// Ids are chosen by whoever sends them: the keys of the hash are new in every process, so that no list of ids is slow for all.
    /// The order of the hash shows nowhere; numbers follow the order of coming.
    keys: RandomState,
}

impl Texts {
    /// The number of a text, new if it was not met before.
    pub fn number(&mut self, text: &str) -> u32 {
        let place = match self.place(text) {
            Ok(number) => return number,
            Err(free) => free,
        };
        let number = self.ends.len() as u32;
        self.all.push_str(text);
        self.ends.push(self.all.len());
        self.numbers.insert(place, number);
        number
    }

    /// The number of a text that was met.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.place(text).ok()
    }

    /// The number of a text, or the free place where it would stand.
    fn place(&self, text: &str) -> Result<u32, u64> {
        let mut place = self.keys.hash_one(text);
        while let Some(&number) = self.numbers.get(&place) {
            if self.text(number) == text {
                return Ok(number);
            }
            place = place.wrapping_add(1);
        }
        Err(place)
    }

    /// The text of a number; empty if there is none.
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|&end| self.all.get(start..end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn a_text_keeps_its_number() {
        let mut texts = Texts::default();
        let numbers: Vec<u32> = (0..5000).map(|n| texts.number(&format!("居民{}", n % 1000))).collect();
        assert_eq!(texts.number(""), 1000);
        for (place, number) in numbers.into_iter().enumerate() {
            assert_eq!(number as usize, place % 1000);
            assert_eq!(texts.text(number), format!("居民{number}"));
        }
        assert_eq!((texts.find("居民7"), texts.find("7"), texts.find("")), (Some(7), None, Some(1000)));
        assert_eq!(texts.text(9999), "");
    }
}
