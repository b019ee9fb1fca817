//! What accounts are read as, and what rules award.

use super::NotEncoded;
use super::count::Count;
use super::scene::{Act, Scene};
use crate::logic::Term;
use crate::model::{AccountId, Award, Counts, Expr, Pays, Rational, Rounding, Rule, RuleId, Takes};
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

    /// What this act adds to an account, in its quanta: what it counts, or what the rules award that it takes in, before caps and
    /// groups and without bonuses.
    pub fn adds(&self, account: AccountId) -> Result<Term, NotEncoded> {
        let quantum = self.held.account(self.stretch.version, account);
        let mut terms = vec![Term::Number(0)];
        for counts in self.counted(account) {
            terms.push(self.added(counts)?.in_units(quantum)?);
        }
        for (id, rule) in self.rules().filter(|(id, _)| self.takes(account, *id)) {
            if let Some(amount) = self.amount(rule)? {
                terms.push(Term::choose(self.stands(id)?, amount, 0));
            }
        }
        Ok(Term::Sum(terms))
    }

    fn takes(&self, account: AccountId, rule: RuleId) -> bool {
        match self.policy.accounts.get(account.0).map(|account| &account.takes) {
            Some(Takes::AllGranted) => true,
            Some(Takes::Granted(rules)) => rules.contains(&rule),
            Some(Takes::Counts(_)) | None => false,
        }
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

    /// A bonus on the whole amount of an award, smallest units: more than that it never is.
    pub fn share(&self, bonus: &Rule, base: &Rule) -> Result<Term, NotEncoded> {
        let Pays::Bonus { share, rounding, .. } = &bonus.pays else { return Err(NotEncoded::NoValue) };
        let amount = self.amount(base)?.ok_or(NotEncoded::NoValue)?;
        let amount = Count { term: amount, quantum: self.smallest() };
        self.number(share)?.multiply(amount)?.round(*rounding, self.smallest())?.in_units(self.smallest())
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
