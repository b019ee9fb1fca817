//! The meaning of a policy as formulas, so that `logic` can be asked about it. This is the only place that writes it so;
//! `tests/encode.rs` compares it with the evaluator.
//!
//! A [`Scene`] is what one event (or redemption) may be: a variable for every fact, scope, account, the day and the time.
//! Conditions become formulas over them, numbers become whole numbers of some quantum, as they do in the program.

mod amount;
mod condition;
mod count;
mod found;
mod joint;
mod rule;
mod scene;

pub use count::Count;
pub use joint::Joint;
pub use rule::clauses;
pub use rule::{DEEPEST, MOST_EXCEPTIONS};
pub use scene::{Act, Scene};

use crate::model::settle::Unsettled;

/// Why something could not be written as a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEncoded {
    /// A number is larger than the logic counts.
    TooLarge,
    /// Written out it is too long.
    TooLong,
    /// Something in it has no value on these days; another check says so.
    NoValue,
}

impl From<Unsettled> for NotEncoded {
    fn from(why: Unsettled) -> Self {
        match why {
            Unsettled::TooLong => NotEncoded::TooLong,
            Unsettled::TooLarge => NotEncoded::TooLarge,
            Unsettled::DividesByZero | Unsettled::NoValue(_) => NotEncoded::NoValue,
        }
    }
}
