//! Why a slot is as narrow as it is: which labels and which decisions were used.

/// A set of small numbers: labels first, then the levels of decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reasons {
    near: u128,
    /// From 128 on, 64 to a word.
    far: Vec<u64>,
}

const NEAR: usize = 128;
const WORD: usize = 64;

impl Reasons {
    pub fn insert(&mut self, bit: usize) {
        match bit.checked_sub(NEAR) {
            None => self.near |= 1 << bit,
            Some(bit) => {
                if self.far.len() <= bit / WORD {
                    self.far.resize(bit / WORD + 1, 0);
                }
                self.far[bit / WORD] |= 1 << (bit % WORD);
            }
        }
    }

    pub fn remove(&mut self, bit: usize) {
        match bit.checked_sub(NEAR) {
            None => self.near &= !(1 << bit),
            Some(bit) => {
                if let Some(word) = self.far.get_mut(bit / WORD) {
                    *word &= !(1 << (bit % WORD));
                }
            }
        }
    }

    pub fn add(&mut self, other: &Reasons) {
        self.near |= other.near;
        if self.far.len() < other.far.len() {
            self.far.resize(other.far.len(), 0);
        }
        self.far.iter_mut().zip(&other.far).for_each(|(word, more)| *word |= more);
    }

    /// The numbers in it, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let near = (0..NEAR).filter(|bit| self.near >> bit & 1 == 1);
        let far = (0..self.far.len() * WORD).filter(|bit| self.far[bit / WORD] >> (bit % WORD) & 1 == 1);
        near.chain(far.map(|bit| bit + NEAR))
    }

    /// The greatest number in it.
    pub fn highest(&self) -> Option<usize> {
        let word = self.far.iter().rposition(|&word| word != 0);
        match word {
            Some(word) => Some(NEAR + word * WORD + self.far[word].ilog2() as usize),
            None => self.near.checked_ilog2().map(|bit| bit as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reasons;

    #[test]
    fn far_and_near_numbers_are_kept() {
        let mut reasons = Reasons::default();
        [3, 127, 128, 300].into_iter().for_each(|bit| reasons.insert(bit));
        assert_eq!(reasons.iter().collect::<Vec<_>>(), [3, 127, 128, 300]);
        assert_eq!(reasons.highest(), Some(300));
        reasons.remove(300);
        assert_eq!(reasons.highest(), Some(128));
        reasons.remove(128);
        reasons.remove(900);
        assert_eq!(reasons.highest(), Some(127));
        let mut other = Reasons::default();
        other.insert(200);
        other.add(&reasons);
        assert_eq!(other.iter().collect::<Vec<_>>(), [3, 127, 200]);
    }
}
