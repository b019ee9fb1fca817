//! What values an expression can take: the least and the greatest, and a grain of which every value is a whole multiple. What
//! facts may be is narrowed by the conditions that hold where the expression stands. Expressions are settled first.
//!
//! Beside the range goes the quantum: the code for an expression gives whole numbers, each so many quanta. Ranges and code follow
//! the same rules for it ([`quantum`]), so that the range says whether the code stays within 64 bits.

mod atoms;
mod dates;
mod env;
mod interval;
mod linear;
mod narrow;
mod problem;
pub mod quantum;
mod rows;
mod same;
mod walk;
pub mod witness;

pub use dates::elapsed_flags;
pub use env::Env;
pub use interval::{Bounds, Interval, Possible};
pub use narrow::opposite;
pub use problem::{Problem, ProblemKind};
pub use same::same;

use super::held::Held;
use super::segments::Stretch;
use super::{Expr, Model, Policy, Rational};

/// Why there is no range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The conditions contradict each other: nothing is computed here.
    Impossible,
    /// A bound is larger than can be computed with.
    TooLarge,
    /// Too many cases to look at.
    TooLong,
}

/// How many expressions are looked at before giving up.
const MOST_STEPS: u32 = 500_000;

/// The range of an expression with the quantum of its code; conditions and values have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it can be.
    pub possible: Possible,
    /// What its code counts in, > 0.
    pub quantum: Rational,
}

/// Finds ranges within one stretch of time.
pub struct Ranges<'a> {
    model: &'a Model,
    policy: &'a Policy,
    held: &'a Held,
    stretch: Stretch,
    steps: u32,
    watching: bool,
    problems: Vec<Problem>,
}

impl<'a> Ranges<'a> {
    /// For one stretch; none if the model has no such version.
    pub fn new(model: &'a Model, held: &'a Held, stretch: Stretch) -> Option<Self> {
        let policy = model.versions.get(stretch.version)?;
        Some(Ranges { model, policy, held, stretch, steps: 0, watching: false, problems: Vec::new() })
    }

    /// What a settled expression can be where `env` holds.
    pub fn find(&mut self, expr: &Expr, env: &Env) -> Result<Found, Stop> {
        self.steps = 0;
        self.of(expr, env)
    }

    /// Like [`Self::find`], and what may go wrong on the way.
    pub fn examine(&mut self, expr: &Expr, env: &Env) -> (Result<Found, Stop>, Vec<Problem>) {
        self.watching = true;
        let found = self.find(expr, env);
        self.watching = false;
        (found, std::mem::take(&mut self.problems))
    }

    /// Narrows `env` by a settled condition that holds (or does not); Impossible if it cannot.
    pub fn assume(&mut self, condition: &Expr, holds: bool, env: &mut Env) -> Result<(), Stop> {
        self.steps = 0;
        env.remember(condition, holds);
        self.suppose(condition, holds, env)
    }

    /// The quantum of a number's code, if it is one.
    pub fn quantum(&mut self, expr: &Expr, env: &Env) -> Option<Rational> {
        self.find(expr, env).ok().map(|found| found.quantum)
    }

    /// Works without noting problems: for what is looked at in order to narrow.
    fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let watching = std::mem::replace(&mut self.watching, false);
        let result = work(self);
        self.watching = watching;
        result
    }

    fn step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps > MOST_STEPS { Err(Stop::TooLong) } else { Ok(()) }
    }

    fn note(&mut self, kind: ProblemKind, expr: &Expr, env: &Env) {
        if self.watching && !self.problems.iter().any(|known| known.is(kind, expr)) {
            self.problems.push(Problem::new(kind, expr, env));
        }
    }
}
