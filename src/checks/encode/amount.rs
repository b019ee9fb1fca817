//! What accounts are read as, and what rules award.

use super::NotEncoded;
use super::count::Count;
use super::scene::{Act, Scene};
use crate::logic::Term;
use crate::model::{AccountId, Award, Counts, Expr, Pays, Rational, Rounding, Rule, Takes};
use num_traits::Zero;

impl Scene<'_> {
    /// An account before this event, or with what the counters of this event add (S8.7).
    pub(super) fn reading(&self, account: AccountId, including: bool) -> Result<Count, NotEncoded> {
        let mut count = self.account(account)?;
        if including {
            for counts in self.counted(account) {
                count = count.plus(self.added(counts)?)?;
            }
        }
        Ok(count)
    }

    /// What the counters of this event add to an account.
    pub fn counters(&self, account: AccountId) -> Result<Count, NotEncoded> {
        let mut sum = Count::constant(Rational::zero())?;
        for counts in self.counted(account) {
            sum = sum.plus(self.added(counts)?)?;
        }
        Ok(sum)
    }

    fn counted(&self, account: AccountId) -> impl Iterator<Item = &Counts> {
        let takes = self.policy.accounts.get(account.0).map(|account| &account.takes);
        let counts = match takes {
            Some(Takes::Counts(counts)) => counts.as_slice(),
            _ => &[],
        };
        counts.iter().filter(|counts| self.act == Act::Event(counts.activity))
    }

    fn added(&self, counts: &Counts) -> Result<Count, NotEncoded> {
        let added = self.number(&counts.add)?;
        let Some(when) = &counts.when else { return Ok(added) };
        Ok(Count { term: Term::choose(self.condition(when)?, added.term, 0), quantum: added.quantum })
    }

    /// What a rule awards where it holds, before caps, in smallest units of points; none for a bonus.
    pub fn amount(&self, rule: &Rule) -> Result<Option<Term>, NotEncoded> {
        let Pays::Award { award, .. } = &rule.pays else { return Ok(None) };
        let points = match award {
            Award::Expr(expr, None) => self.number(expr)?,
            Award::Expr(expr, Some(rounding)) => self.number(expr)?.round(*rounding, self.smallest())?,
            Award::Blocks { block, of, pay, .. } => self.blocks(block, of)?.multiply(self.number(pay)?)?,
        };
        points.in_units(self.smallest()).map(Some)
    }

    /// ⌊of ÷ block⌋, what is counted below 0 as 0. Units carried from earlier events are not among them.
    fn blocks(&self, block: &Expr, of: &Expr) -> Result<Count, NotEncoded> {
        let of = self.number(of)?;
        let least = Count::constant(Rational::zero())?;
        let (terms, quantum) = Count::aligned(vec![of, least])?;
        let block = self.number(block)?;
        Count { term: Term::Max(terms), quantum }.divide(&block)?.round(Rounding::Down, Rational::from(1))
    }

    /// A constant number of points or times, smallest units.
    pub fn constant(&self, expr: &Expr, unit: Rational) -> Result<i64, NotEncoded> {
        match self.number(expr)?.in_units(unit)? {
            Term::Number(number) => Ok(number),
            _ => Err(NotEncoded::NoValue),
        }
    }
}
