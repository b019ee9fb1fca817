//! Slots: the variables of a problem, and those that stand for what is made from them.

use super::calendar::{self, Anniversary, FURTHEST, Part};
use super::evaluate::quotient;
use super::formula::Rounding;
use super::problem::LARGEST;
use super::set::Set;

/// A place in the table of slots. Variables of the problem come first, by the place of their value in their domain.
pub(super) type Slot = usize;

/// What cannot be put into slots: numbers too large, formulas too deep, variables of another problem.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused;

/// `mul` × slot + `add`; `mul` is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct View {
    pub slot: Slot,
    pub mul: i64,
    pub add: i64,
}

/// How a slot follows from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Function {
    /// Σ factor × slot: two slots at least, ascending, the first factor positive, no common divisor.
    Linear(Vec<(i64, Slot)>),
    /// A whole quotient by a positive constant.
    Divide { of: View, by: i64, rounding: Rounding },
    /// The greatest.
    Max(Vec<View>),
    /// The least.
    Min(Vec<View>),
    /// Part of a date.
    Part(Part, View),
    /// Full months between two dates.
    Months { from: View, to: View, how: Anniversary },
    /// A product.
    Product(View, View),
    /// A whole quotient.
    Quotient { of: View, by: View, rounding: Rounding },
}

/// A slot with its function.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub function: Function,
    pub out: Slot,
    /// The inputs and `out`.
    pub slots: Vec<Slot>,
    /// Of [`Function::Part`]: from, to, value.
    pub stretches: Vec<(i64, i64, i64)>,
    /// Certain to be quick: the difference of two variables.
    pub quick: bool,
}

/// The most days a part of a date that is compared with another variable may range over.
const MOST_DAYS: i64 = 400_000;

impl Function {
    /// The slots it reads.
    pub fn inputs(&self) -> Vec<Slot> {
        match self {
            Function::Linear(terms) => terms.iter().map(|term| term.1).collect(),
            Function::Max(views) | Function::Min(views) => views.iter().map(|view| view.slot).collect(),
            Function::Divide { of, .. } | Function::Part(_, of) => vec![of.slot],
            Function::Months { from: a, to: b, .. }
            | Function::Product(a, b)
            | Function::Quotient { of: a, by: b, .. } => vec![a.slot, b.slot],
        }
    }

    /// The values it may take when the slots are what they are.
    pub fn range(&self, slots: &[Set]) -> Result<Set, Refused> {
        let of = |view: &View| view.range(&slots[view.slot]);
        match self {
            Function::Linear(terms) => fitting(linear_range(terms, slots)),
            Function::Divide { of: view, by, rounding } => {
                let round = |value: i64| quotient(value.into(), (*by).into(), *rounding).ok_or(Refused);
                fitting((round(of(view).0)?, round(of(view).1)?))
            }
            Function::Max(views) => extreme(views.iter().map(of), i64::max),
            Function::Min(views) => extreme(views.iter().map(of), i64::min),
            Function::Part(part, view) => {
                let (first, last) = dates(of(view))?;
                if last - first > MOST_DAYS {
                    return Err(Refused);
                }
                Ok(Set::of(calendar::stretches(*part, first, last).map(|stretch| (stretch.2, stretch.2)).collect()))
            }
            Function::Months { from, to, how } => {
                let (from, to) = (dates(of(from))?, dates(of(to))?);
                let months = calendar::full_months;
                Ok(Set::run(months(from.1, to.0, *how), months(from.0, to.1, *how)))
            }
            Function::Product(a, b) => fitting(product_range(of(a), of(b))),
            Function::Quotient { of: view, .. } => {
                let (low, high) = of(view);
                let most = i128::from(low.unsigned_abs().max(high.unsigned_abs()));
                fitting((-most, most))
            }
        }
    }

    /// The stretches of a part of a date.
    pub fn stretches(&self, slots: &[Set]) -> Vec<(i64, i64, i64)> {
        match self {
            Function::Part(part, view) => {
                let (first, last) = view.range(&slots[view.slot]);
                calendar::stretches(*part, first, last).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl View {
    /// Its value where the slot is so.
    pub fn at(&self, number: i64) -> i64 {
        self.mul * number + self.add
    }

    /// Its least and greatest value over the numbers of a set.
    pub fn range(&self, set: &Set) -> (i64, i64) {
        let (a, b) = (self.at(set.low()), self.at(set.high()));
        (a.min(b), a.max(b))
    }

    /// The numbers of the slot for which the view lies between the bounds.
    pub fn numbers_within(&self, low: i128, high: i128) -> (i64, i64) {
        numbers_within(self.mul, self.add.into(), low, high)
    }

    /// The negative of it.
    pub fn negative(self) -> View {
        View { slot: self.slot, mul: -self.mul, add: -self.add }
    }
}

/// The numbers n for which `mul` × n + `add` lies between the bounds.
pub(super) fn numbers_within(mul: i64, add: i128, low: i128, high: i128) -> (i64, i64) {
    let mul = i128::from(mul);
    let (low, high) = if mul < 0 { (add - high, add - low) } else { (low - add, high - add) };
    let mul = mul.abs();
    (clamped(-(-low).div_euclid(mul)), clamped(high.div_euclid(mul)))
}

/// The nearest 64-bit number.
pub(super) fn clamped(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

/// The least and greatest sum.
pub(super) fn linear_range(terms: &[(i64, Slot)], slots: &[Set]) -> (i128, i128) {
    terms.iter().fold((0, 0), |(low, high), &(factor, slot)| {
        let (a, b) = ends(factor, &slots[slot]);
        (low + a, high + b)
    })
}

/// The least and greatest value of a multiple of a slot.
pub(super) fn ends(factor: i64, set: &Set) -> (i128, i128) {
    let (a, b) = (i128::from(factor) * i128::from(set.low()), i128::from(factor) * i128::from(set.high()));
    (a.min(b), a.max(b))
}

/// The least and greatest product.
pub(super) fn product_range(a: (i64, i64), b: (i64, i64)) -> (i128, i128) {
    let products = [(a.0, b.0), (a.0, b.1), (a.1, b.0), (a.1, b.1)].map(|(a, b)| i128::from(a) * i128::from(b));
    products.into_iter().fold((products[0], products[0]), |range, next| (range.0.min(next), range.1.max(next)))
}

/// The range of the greatest or least of several.
fn extreme(ranges: impl Iterator<Item = (i64, i64)>, better: fn(i64, i64) -> i64) -> Result<Set, Refused> {
    let (low, high) = ranges.reduce(|best, next| (better(best.0, next.0), better(best.1, next.1))).ok_or(Refused)?;
    Ok(Set::run(low, high))
}

/// A range that is not too large.
pub(super) fn fitting((low, high): (i128, i128)) -> Result<Set, Refused> {
    let fits = |bound: i128| i64::try_from(bound).ok().filter(|bound| (-LARGEST..=LARGEST).contains(bound));
    Ok(Set::run(fits(low).ok_or(Refused)?, fits(high).ok_or(Refused)?))
}

fn dates(range: (i64, i64)) -> Result<(i64, i64), Refused> {
    if range.0 < -FURTHEST || range.1 > FURTHEST { Err(Refused) } else { Ok(range) }
}
