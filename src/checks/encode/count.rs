//! Numbers as formulas: a whole number of quanta. The quantum follows the same rules as in the program, so that a quotient by a
//! constant stays exact until it is rounded.

use super::NotEncoded;
use crate::logic::{self, Comparison, Formula, Term};
use crate::model::arithmetic::{divide, multiply, one_of, whole};
use crate::model::range::quantum::{common, divided_by_constant, quotient_factors, rounding_factors, times_constant};
use crate::model::{Rational, Rounding};
use num_traits::{Signed, Zero};

/// A number: `term` × `quantum`, in base units.
#[derive(Clone, Debug)]
pub struct Count {
    /// How many quanta.
    pub term: Term,
    /// More than 0.
    pub quantum: Rational,
}

fn fits(number: i128) -> Result<i64, NotEncoded> {
    i64::try_from(number).map_err(|_| NotEncoded::TooLarge)
}

/// How the logic names a rounding.
fn side(rounding: Rounding) -> logic::Rounding {
    match rounding {
        Rounding::Down => logic::Rounding::Down,
        Rounding::Up => logic::Rounding::Up,
        Rounding::HalfUp => logic::Rounding::HalfAway,
    }
}

impl Count {
    /// A constant.
    pub fn constant(value: Rational) -> Result<Count, NotEncoded> {
        let quantum = one_of(*value.denom());
        Ok(Count { term: Term::Number(fits(*value.numer())?), quantum })
    }

    /// Its value if it is a constant.
    fn known(&self) -> Option<Rational> {
        match self.term {
            Term::Number(number) => multiply(whole(number), self.quantum),
            _ => None,
        }
    }

    /// The same number in quanta of another size, which measures its own.
    fn counted_in(self, quantum: Rational) -> Result<Term, NotEncoded> {
        let factor = divide(self.quantum, quantum).filter(Rational::is_integer).ok_or(NotEncoded::TooLarge)?;
        let factor = fits(factor.to_integer())?;
        Ok(match self.term {
            term if factor == 1 => term,
            Term::Number(number) => Term::Number(number.checked_mul(factor).ok_or(NotEncoded::TooLarge)?),
            term => term.times(factor),
        })
    }

    /// Several numbers in quanta of one size.
    pub fn aligned(counts: Vec<Count>) -> Result<(Vec<Term>, Rational), NotEncoded> {
        let size = |count: &Count| count.known().map_or(count.quantum, |known| known.abs());
        let quantum = common(counts.iter().map(size)).ok_or(NotEncoded::TooLarge)?;
        let terms = counts.into_iter().map(|count| count.in_quanta(quantum)).collect::<Result<_, _>>()?;
        Ok((terms, quantum))
    }

    /// A whole number of quanta that measure it; a constant need only be a multiple of them.
    fn in_quanta(self, quantum: Rational) -> Result<Term, NotEncoded> {
        match self.known() {
            Some(known) => {
                let number = divide(known, quantum).filter(Rational::is_integer).ok_or(NotEncoded::TooLarge)?;
                Ok(Term::Number(fits(number.to_integer())?))
            }
            None => self.counted_in(quantum),
        }
    }

    /// The number in whole units of `unit`; what is no whole multiple is rounded down.
    pub fn in_units(self, unit: Rational) -> Result<Term, NotEncoded> {
        let (by, of) = rounding_factors(self.quantum, unit).ok_or(NotEncoded::TooLarge)?;
        scaled(self.term, by, of, Rounding::Down)
    }

    /// The sum.
    pub fn plus(self, other: Count) -> Result<Count, NotEncoded> {
        let (terms, quantum) = Count::aligned(vec![self, other])?;
        Ok(Count { term: Term::Sum(terms), quantum })
    }

    /// The number with the other sign.
    pub fn negate(self) -> Count {
        let term = match self.term {
            Term::Number(number) if number != i64::MIN => Term::Number(-number),
            term => term.times(-1),
        };
        Count { term, ..self }
    }

    /// The product.
    pub fn multiply(self, other: Count) -> Result<Count, NotEncoded> {
        match (self.known(), other.known()) {
            (Some(by), _) => other.times(by),
            (_, Some(by)) => self.times(by),
            _ => {
                let quantum = multiply(self.quantum, other.quantum).ok_or(NotEncoded::TooLarge)?;
                Ok(Count { term: Term::Product(Box::new(self.term), Box::new(other.term)), quantum })
            }
        }
    }

    fn times(self, by: Rational) -> Result<Count, NotEncoded> {
        if by.is_zero() {
            return Count::constant(by);
        }
        let quantum = times_constant(self.quantum, by).ok_or(NotEncoded::TooLarge)?;
        let count = Count { quantum, ..self };
        Ok(if by.is_negative() { count.negate() } else { count })
    }

    /// The quotient by a constant.
    pub fn divide(self, by: &Count) -> Result<Count, NotEncoded> {
        let by = by.known().filter(|by| !by.is_zero()).ok_or(NotEncoded::NoValue)?;
        let quantum = divided_by_constant(self.quantum, by).ok_or(NotEncoded::TooLarge)?;
        let count = Count { quantum, ..self };
        Ok(if by.is_negative() { count.negate() } else { count })
    }

    /// Rounded to whole multiples of `to`.
    pub fn round(self, rounding: Rounding, to: Rational) -> Result<Count, NotEncoded> {
        let (by, of) = rounding_factors(self.quantum, to).ok_or(NotEncoded::TooLarge)?;
        Ok(Count { term: scaled(self.term, by, of, rounding)?, quantum: to })
    }

    /// The quotient by a number that varies, rounded to whole multiples of `to`.
    pub fn quotient(self, by: Count, rounding: Rounding, to: Rational) -> Result<Count, NotEncoded> {
        let (up, down) = quotient_factors(self.quantum, by.quantum, to).ok_or(NotEncoded::TooLarge)?;
        let (of, by) = (self.term.times(fits(up)?), by.term.times(fits(down)?));
        let term = Term::Quotient { of: Box::new(of), by: Box::new(by), rounding: side(rounding) };
        Ok(Count { term, quantum: to })
    }

    /// How two numbers compare.
    pub fn is(self, comparison: Comparison, other: Count) -> Result<Formula, NotEncoded> {
        let (mut terms, _) = Count::aligned(vec![self, other])?;
        let (right, left) = (terms.pop(), terms.pop());
        left.zip(right).map(|(left, right)| left.is(comparison, right)).ok_or(NotEncoded::TooLarge)
    }
}

/// `term` × `by` ÷ `of`, rounded.
fn scaled(term: Term, by: i128, of: i128, rounding: Rounding) -> Result<Term, NotEncoded> {
    let (by, of) = (fits(by)?, fits(of)?);
    let more = if by == 1 { term } else { term.times(by) };
    Ok(if of == 1 { more } else { more.divide(of, side(rounding)) })
}
