//! Formulas over the variables of a problem, and what they mean under an assignment.

use super::calendar::{Anniversary, Part};
use super::node::Node;
use super::problem::Var;
use super::set::Run;

/// How deep a formula may nest; a deeper one is not decided.
pub const MAX_DEPTH: usize = 200;

/// A whole number made from variables.
///
/// A term has no value when it reads a variable that is missing, divides by zero, takes the least or greatest of nothing,
/// takes a part of something that is no date, or leaves the 64-bit numbers. Of [`Term::Choose`] only the row that is
/// chosen is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A constant.
    Number(i64),
    /// A variable: a number in its smallest unit, a date as days since 1970-01-01, a place in a closed list (the first is
    /// 0), yes as 1 and no as 0.
    Of(Var),
    /// The sum.
    Sum(Vec<Term>),
    /// A multiple.
    Times(i64, Box<Term>),
    /// A quotient by a constant, as a whole number.
    Divide {
        /// What is divided.
        term: Box<Term>,
        /// By what.
        by: i64,
        /// To which side.
        rounding: Rounding,
    },
    /// What is left over below a whole multiple of a constant; never negative.
    Remainder {
        /// What is divided.
        term: Box<Term>,
        /// By what; its sign plays no part.
        by: i64,
    },
    /// The least.
    Min(Vec<Term>),
    /// The greatest.
    Max(Vec<Term>),
    /// The term of the first row whose condition holds.
    Choose {
        /// Condition and term.
        rows: Vec<(Formula, Term)>,
        /// When no condition holds.
        otherwise: Box<Term>,
    },
    /// Part of a date.
    Part(Part, Box<Term>),
    /// The months that are full between two dates; under 0 when `to` comes before `from`.
    FullMonths {
        /// First date.
        from: Box<Term>,
        /// Second date.
        to: Box<Term>,
        /// How they are counted.
        how: Anniversary,
    },
    /// The years that are full between two dates: full months by twelve, rounded down.
    FullYears {
        /// First date.
        from: Box<Term>,
        /// Second date.
        to: Box<Term>,
        /// How they are counted.
        how: Anniversary,
    },
    /// A product of two terms.
    Product(Box<Term>, Box<Term>),
    /// A quotient of two terms, as a whole number.
    Quotient {
        /// What is divided.
        of: Box<Term>,
        /// By what.
        by: Box<Term>,
        /// To which side.
        rounding: Rounding,
    },
}

/// To which side a quotient is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rounding {
    /// Towards −∞ (向下取整).
    Down,
    /// Towards +∞ (向上取整).
    Up,
    /// To the nearest, half away from zero (四舍五入).
    HalfAway,
}

/// How two terms compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// =
    Equal,
    /// ≠
    Unequal,
    /// <
    Under,
    /// ≤
    AtMost,
    /// >
    Over,
    /// ≥
    AtLeast,
}

/// Something that holds or does not. A comparison or membership of a term that has no value does not hold, so its
/// negation does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// All hold; with none, it holds.
    And(Vec<Formula>),
    /// One holds at least; with none, it does not.
    Or(Vec<Formula>),
    /// It does not hold.
    Not(Box<Formula>),
    /// Two terms compare so.
    Compare(Term, Comparison, Term),
    /// The term lies in one of the runs, ends included: membership and table rows.
    Within(Term, Vec<Run>),
    /// The variable is not missing.
    Present(Var),
}

impl From<i64> for Term {
    fn from(number: i64) -> Term {
        Term::Number(number)
    }
}

impl From<Var> for Term {
    fn from(var: Var) -> Term {
        Term::Of(var)
    }
}

#[allow(clippy::should_implement_trait, reason = "builders of terms; operators would hide what is built")]
impl Term {
    /// The sum of two terms.
    pub fn add(self, other: impl Into<Term>) -> Term {
        match self {
            Term::Sum(mut terms) => {
                terms.push(other.into());
                Term::Sum(terms)
            }
            first => Term::Sum(vec![first, other.into()]),
        }
    }

    /// The difference of two terms.
    pub fn sub(self, other: impl Into<Term>) -> Term {
        self.add(other.into().times(-1))
    }

    /// A multiple.
    pub fn times(self, by: i64) -> Term {
        Term::Times(by, Box::new(self))
    }

    /// The quotient by a constant.
    pub fn divide(self, by: i64, rounding: Rounding) -> Term {
        Term::Divide { term: Box::new(self), by, rounding }
    }

    /// The nearest whole multiple of a unit on the stated side.
    pub fn round(self, unit: i64, rounding: Rounding) -> Term {
        self.divide(unit, rounding).times(unit)
    }

    /// What is left over below a whole multiple.
    pub fn remainder(self, by: i64) -> Term {
        Term::Remainder { term: Box::new(self), by }
    }

    /// A part of a date.
    pub fn part(self, part: Part) -> Term {
        Term::Part(part, Box::new(self))
    }

    /// One term if a condition holds and another if not.
    pub fn choose(condition: Formula, then: impl Into<Term>, otherwise: impl Into<Term>) -> Term {
        Term::Choose { rows: vec![(condition, then.into())], otherwise: Box::new(otherwise.into()) }
    }

    /// A comparison.
    pub fn is(self, comparison: Comparison, other: impl Into<Term>) -> Formula {
        Formula::Compare(self, comparison, other.into())
    }

    /// =
    pub fn equals(self, other: impl Into<Term>) -> Formula {
        self.is(Comparison::Equal, other)
    }

    /// ≤
    pub fn at_most(self, other: impl Into<Term>) -> Formula {
        self.is(Comparison::AtMost, other)
    }

    /// ≥
    pub fn at_least(self, other: impl Into<Term>) -> Formula {
        self.is(Comparison::AtLeast, other)
    }

    /// <
    pub fn under(self, other: impl Into<Term>) -> Formula {
        self.is(Comparison::Under, other)
    }

    /// >
    pub fn over(self, other: impl Into<Term>) -> Formula {
        self.is(Comparison::Over, other)
    }

    /// Membership.
    pub fn one_of(self, values: impl IntoIterator<Item = i64>) -> Formula {
        Formula::Within(self, values.into_iter().map(|value| (value, value)).collect())
    }
}

impl Formula {
    /// Holds always.
    pub const TRUE: Formula = Formula::And(Vec::new());
    /// Holds never.
    pub const FALSE: Formula = Formula::Or(Vec::new());

    /// The negation.
    #[allow(clippy::should_implement_trait, reason = "a builder, beside `and` and `or`")]
    pub fn not(self) -> Formula {
        Formula::Not(Box::new(self))
    }

    /// Both hold.
    pub fn and(self, other: Formula) -> Formula {
        match self {
            Formula::And(mut parts) => {
                parts.push(other);
                Formula::And(parts)
            }
            first => Formula::And(vec![first, other]),
        }
    }

    /// One of both holds at least.
    pub fn or(self, other: Formula) -> Formula {
        match self {
            Formula::Or(mut parts) => {
                parts.push(other);
                Formula::Or(parts)
            }
            first => Formula::Or(vec![first, other]),
        }
    }

    /// Whether it nests no deeper than [`MAX_DEPTH`].
    pub(super) fn is_shallow(&self) -> bool {
        Node::Formula(self).is_shallow(MAX_DEPTH)
    }
}

impl Comparison {
    /// Whether a number compares so to another.
    pub(super) fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::Unequal => left != right,
            Comparison::Under => left < right,
            Comparison::AtMost => left <= right,
            Comparison::Over => left > right,
            Comparison::AtLeast => left >= right,
        }
    }
}
