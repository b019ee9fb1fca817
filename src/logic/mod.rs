//! Is there an assignment for which this holds?
//!
//! The logic knows whole numbers, lists, dates and what may be missing; of policies it knows nothing, and it imports
//! nothing of the rest. It runs in the process that asks, without a clock, and gives the same answer every time.
//!
//! ```
//! use mizi::logic::{Answer, Domain, Label, Preference, Problem, Term};
//!
//! let mut problem = Problem::new();
//! let age = problem.variable(Domain::numbers(0, 150, 1)?, Preference::near(60));
//! problem.require(Label(1), Term::Of(age).at_least(60));
//! let Answer::Holds(witness) = problem.answer() else { panic!("an age of 60 will do") };
//! assert_eq!(witness.get(age), Some(60));
//!
//! problem.require(Label(2), Term::Of(age).at_most(150));
//! problem.require(Label(3), Term::Of(age).under(18));
//! assert_eq!(problem.answer(), Answer::Clash(vec![Label(1), Label(3)]));
//! # Ok::<(), mizi::logic::BadDomain>(())
//! ```
//!
//! # What is answered
//!
//! | Formula | Answer |
//! |---|---|
//! | and, or, not over one variable beside constants; over the difference of two variables beside a constant | always |
//! | sums, whole quotients, remainders, rounding, min, max, if; full months and years; parts of dates of two variables | within [`STEPS`] |
//! | products and quotients of two variables | within [`STEPS`], which is often not enough |
//! | numbers beyond [`LARGEST`], formulas deeper than [`MAX_DEPTH`] | [`Answer::Undecided`] |
//!
//! Steps are counted, time is not: the same question has the same answer on every machine.
//!
//! # How
//!
//! `lower` turns formulas into clauses over slots: an atom over one variable becomes the set of its values; any other
//! becomes a set of values of a slot that is defined from others. `search` narrows slots, decides, goes back to the
//! decision to blame and learns from it; `search/witness.rs` then gives each variable the best value still possible.
//! The witness therefore depends on the meaning of the formula only, not on how it was written or searched.

mod calendar;
mod cells;
mod definition;
mod evaluate;
mod formula;
mod lower;
mod node;
mod prepared;
mod problem;
mod reach;
mod search;
mod set;

pub use calendar::{Anniversary, FullOn, MonthEnd, Part};
pub use formula::{Comparison, Formula, MAX_DEPTH, Rounding, Term};
pub use prepared::Prepared;
pub use problem::{Answer, Assignment, BadDomain, Domain, LARGEST, Label, Preference, Problem, STEPS, Var};
pub use reach::Reach;
