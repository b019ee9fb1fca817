//! What terms and formulas are under an assignment. Every answer that something holds is checked here.

use super::calendar::{FURTHEST, full_months, part};
use super::formula::{Comparison, Formula, Rounding, Term};
use super::problem::Var;

/// The value of every variable; none where it is missing.
pub(super) trait Facts {
    fn value(&self, var: Var) -> Option<i64>;
}

impl<F: Fn(Var) -> Option<i64>> Facts for F {
    fn value(&self, var: Var) -> Option<i64> {
        self(var)
    }
}

/// A whole quotient; none by zero.
pub(super) fn quotient(of: i128, by: i128, rounding: Rounding) -> Option<i128> {
    let (of, by) = if by < 0 { (-of, -by) } else { (of, by) };
    match rounding {
        _ if by == 0 => None,
        Rounding::Down => Some(of.div_euclid(by)),
        Rounding::Up => Some(-(-of).div_euclid(by)),
        Rounding::HalfAway => Some(of.signum() * ((2 * of.abs() + by).div_euclid(2 * by))),
    }
}

/// The value of a term.
pub(super) fn value(term: &Term, facts: &impl Facts) -> Option<i64> {
    match term {
        Term::Number(number) => Some(*number),
        Term::Of(var) => facts.value(*var),
        Term::Sum(terms) => sum(terms, facts),
        Term::Times(by, term) => value(term, facts)?.checked_mul(*by),
        Term::Divide { term, by, rounding } => divided(value(term, facts)?, *by, *rounding),
        Term::Remainder { term, by } => value(term, facts)?.checked_rem_euclid(*by),
        Term::Min(terms) => extreme(terms, facts, i64::min),
        Term::Max(terms) => extreme(terms, facts, i64::max),
        Term::Choose { rows, otherwise } => {
            let row = rows.iter().find(|row| holds(&row.0, facts));
            value(row.map_or(&**otherwise, |row| &row.1), facts)
        }
        Term::Part(of, date) => Some(part(*of, as_date(value(date, facts)?)?)),
        Term::FullMonths { from, to, how } => {
            Some(full_months(as_date(value(from, facts)?)?, as_date(value(to, facts)?)?, *how))
        }
        Term::FullYears { from, to, how } => {
            Some(full_months(as_date(value(from, facts)?)?, as_date(value(to, facts)?)?, *how).div_euclid(12))
        }
        Term::Product(a, b) => value(a, facts)?.checked_mul(value(b, facts)?),
        Term::Quotient { of, by, rounding } => divided(value(of, facts)?, value(by, facts)?, *rounding),
    }
}

/// Whether a formula holds.
pub(super) fn holds(formula: &Formula, facts: &impl Facts) -> bool {
    match formula {
        Formula::And(parts) => parts.iter().all(|part| holds(part, facts)),
        Formula::Or(parts) => parts.iter().any(|part| holds(part, facts)),
        Formula::Not(part) => !holds(part, facts),
        Formula::Compare(left, comparison, right) => compares(left, *comparison, right, facts),
        Formula::Within(term, runs) => {
            value(term, facts).is_some_and(|number| runs.iter().any(|run| run.0 <= number && number <= run.1))
        }
        Formula::Present(var) => facts.value(*var).is_some(),
    }
}

fn compares(left: &Term, comparison: Comparison, right: &Term, facts: &impl Facts) -> bool {
    match (value(left, facts), value(right, facts)) {
        (Some(left), Some(right)) => comparison.holds(left, right),
        _ => false,
    }
}

fn sum(terms: &[Term], facts: &impl Facts) -> Option<i64> {
    let mut sum: i128 = 0;
    for term in terms {
        sum += i128::from(value(term, facts)?);
    }
    i64::try_from(sum).ok()
}

fn extreme(terms: &[Term], facts: &impl Facts, better: impl Fn(i64, i64) -> i64) -> Option<i64> {
    let mut best = None;
    for term in terms {
        let number = value(term, facts)?;
        best = Some(best.map_or(number, |best| better(best, number)));
    }
    best
}

fn divided(of: i64, by: i64, rounding: Rounding) -> Option<i64> {
    i64::try_from(quotient(of.into(), by.into(), rounding)?).ok()
}

fn as_date(number: i64) -> Option<i64> {
    (-FURTHEST..=FURTHEST).contains(&number).then_some(number)
}
