//! Atoms over one variable → the set of its values for which they hold.

use super::super::calendar::{FURTHEST, full_months, part_range, stretches};
use super::super::definition::product_range;
use super::super::evaluate::{self, quotient};
use super::super::formula::{Comparison, Formula, Term};
use super::super::problem::Var;
use super::super::set::{Run, Set};
use super::{Lowering, differences};

/// How often an atom may be looked at before it is taken apart instead.
const LOOKS: u32 = 4_000;

type Range = (i64, i64);

impl Lowering<'_> {
    /// The places of the variable for which the atom holds; none if that takes too long, or if the atom is a sum, which
    /// needs no search.
    pub fn values_of(&self, atom: &Formula, var: Var) -> Option<Set> {
        if let Some(set) = self.values_of_part(atom, var) {
            return Some(set);
        }
        match atom {
            Formula::Compare(left, _, right) if is_sum(left) && is_sum(right) => None,
            Formula::Within(term, _) if is_sum(term) => None,
            _ => self.search(atom, var),
        }
    }

    /// A part of a date beside a constant: stretch by stretch.
    fn values_of_part(&self, atom: &Formula, var: Var) -> Option<Set> {
        let (part, target) = match atom {
            Formula::Compare(Term::Part(part, date), comparison, Term::Number(number)) if **date == Term::Of(var) => {
                (*part, shifted(*comparison, *number)?)
            }
            Formula::Within(Term::Part(part, date), runs) if **date == Term::Of(var) => (*part, Set::of(runs.clone())),
            _ => return None,
        };
        let domain = &self.problem.domains.get(var.0)?;
        let (first, last) = (domain.base, domain.value(domain.count - 1));
        if domain.step != 1 || first < -FURTHEST || last > FURTHEST {
            return None;
        }
        let held = stretches(part, first, last).filter(|stretch| target.contains(stretch.2));
        Some(Set::of(held.map(|(from, to, _)| (from - first, to - first)).collect()))
    }

    /// Halves the domain until the atom is certain.
    fn search(&self, atom: &Formula, var: Var) -> Option<Set> {
        let domain = self.problem.domains.get(var.0)?;
        let mut looks = LOOKS;
        let mut held: Vec<Run> = Vec::new();
        let mut open = vec![(0, domain.count - 1)];
        while let Some((low, high)) = open.pop() {
            looks = looks.checked_sub(1)?;
            let values = (domain.value(low), domain.value(high));
            let certain = if low == high {
                Some(evaluate::holds(atom, &|read| (read == var).then_some(values.0)))
            } else {
                certain(atom, values)
            };
            match certain {
                Some(true) => held.push((low, high)),
                Some(false) => {}
                None => {
                    let middle = low + (high - low) / 2;
                    open.extend([(middle + 1, high), (low, middle)]);
                }
            }
        }
        let missing = domain.optional && evaluate::holds(atom, &|_| None);
        Some(Set::of(held).with_missing(missing))
    }
}

fn is_sum(term: &Term) -> bool {
    match term {
        Term::Number(_) | Term::Of(_) => true,
        Term::Times(_, term) => is_sum(term),
        Term::Sum(terms) => terms.iter().all(is_sum),
        _ => false,
    }
}

/// The numbers that compare so to a constant.
fn shifted(comparison: Comparison, number: i64) -> Option<Set> {
    let shift = |run: Run| Some((run.0.saturating_add(number), run.1.saturating_add(number)));
    let runs: Option<Vec<Run>> = differences(comparison).pieces().map(shift).collect();
    runs.map(Set::of)
}

/// Whether a formula over one variable holds for all its values between two, or for none.
fn certain(formula: &Formula, at: Range) -> Option<bool> {
    match formula {
        Formula::And(parts) => together(parts.iter().map(|part| certain(part, at)), false),
        Formula::Or(parts) => together(parts.iter().map(|part| certain(part, at)), true),
        Formula::Not(part) => certain(part, at).map(|holds| !holds),
        Formula::Compare(left, comparison, right) => {
            let (left, right) = (range(left, at)?, range(right, at)?);
            let difference = (left.0.checked_sub(right.1)?, left.1.checked_sub(right.0)?);
            lies_in(difference, &differences(*comparison))
        }
        Formula::Within(term, runs) => lies_in(range(term, at)?, &Set::of(runs.clone())),
        Formula::Present(_) => Some(true),
    }
}

/// `decisive` if one part is that, its opposite if all are, otherwise unknown.
fn together(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut all_known = true;
    for part in parts {
        match part {
            Some(held) if held == decisive => return Some(decisive),
            Some(_) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(!decisive)
}

fn lies_in((low, high): Range, set: &Set) -> Option<bool> {
    let range = Set::run(low, high);
    if range.is_within(set) {
        Some(true)
    } else if range.is_apart(set) {
        Some(false)
    } else {
        None
    }
}

/// Bounds on a term for all values of its variable between two; none where it may have no value.
fn range(term: &Term, at: Range) -> Option<Range> {
    match term {
        Term::Number(number) => Some((*number, *number)),
        Term::Of(_) => Some(at),
        Term::Sum(terms) => {
            let mut sum: Range = (0, 0);
            for term in terms {
                let next = range(term, at)?;
                sum = (sum.0.checked_add(next.0)?, sum.1.checked_add(next.1)?);
            }
            Some(sum)
        }
        Term::Times(by, term) => small(product_range(range(term, at)?, (*by, *by))),
        Term::Divide { term, by, rounding } => {
            let (low, high) = range(term, at)?;
            let of = |value: i64| quotient(value.into(), (*by).into(), *rounding);
            let (low, high) = (of(low)?, of(high)?);
            small((low.min(high), low.max(high)))
        }
        Term::Remainder { term, by } => remainder_range(range(term, at)?, *by),
        Term::Min(terms) => extreme(terms, at, i64::min),
        Term::Max(terms) => extreme(terms, at, i64::max),
        Term::Choose { rows, otherwise } => chosen_range(rows, otherwise, at),
        Term::Part(part, date) => {
            let (first, last) = dates(range(date, at)?)?;
            Some(part_range(*part, first, last))
        }
        Term::FullMonths { from, to, how } => {
            let (from, to) = (dates(range(from, at)?)?, dates(range(to, at)?)?);
            Some((full_months(from.1, to.0, *how), full_months(from.0, to.1, *how)))
        }
        Term::FullYears { from, to, how } => {
            let (from, to) = (dates(range(from, at)?)?, dates(range(to, at)?)?);
            Some((full_months(from.1, to.0, *how).div_euclid(12), full_months(from.0, to.1, *how).div_euclid(12)))
        }
        Term::Product(a, b) => small(product_range(range(a, at)?, range(b, at)?)),
        Term::Quotient { of, by, .. } => {
            let (of, by) = (range(of, at)?, range(by, at)?);
            let most = of.0.checked_abs()?.max(of.1.checked_abs()?);
            (by.0 > 0 || by.1 < 0).then_some((-most, most))
        }
    }
}

fn remainder_range((low, high): Range, by: i64) -> Option<Range> {
    let by = by.checked_abs().filter(|&by| by > 0)?;
    if low.div_euclid(by) == high.div_euclid(by) {
        Some((low.rem_euclid(by), high.rem_euclid(by)))
    } else {
        Some((0, by - 1))
    }
}

fn extreme(terms: &[Term], at: Range, better: fn(i64, i64) -> i64) -> Option<Range> {
    let mut best: Option<Range> = None;
    for term in terms {
        let next = range(term, at)?;
        best = Some(best.map_or(next, |best| (better(best.0, next.0), better(best.1, next.1))));
    }
    best
}

fn chosen_range(rows: &[(Formula, Term)], otherwise: &Term, at: Range) -> Option<Range> {
    let mut reach: Option<Range> = None;
    let join = |reach: Option<Range>, next: Range| {
        Some(reach.map_or(next, |reach: Range| (reach.0.min(next.0), reach.1.max(next.1))))
    };
    for (condition, term) in rows {
        match certain(condition, at) {
            Some(false) => {}
            Some(true) => return join(reach, range(term, at)?),
            None => reach = join(reach, range(term, at)?),
        }
    }
    join(reach, range(otherwise, at)?)
}

fn small((low, high): (i128, i128)) -> Option<Range> {
    Some((i64::try_from(low).ok()?, i64::try_from(high).ok()?))
}

fn dates(range: Range) -> Option<Range> {
    (range.0 >= -FURTHEST && range.1 <= FURTHEST).then_some(range)
}
