//! What the cases of a policy reach, and what they would notice.
//!
//! A [`Point`] is something that a case should reach: a rule that pays, a clause that is not met, a row, both sides of a bound, a cap
//! used up. The decisions of the cases say most of it; what they do not say (which row was chosen, what a number was) the
//! formulas of `checks::encode` say under the facts of the case, and only where they agree with the decision.

mod ask;
mod bounds;
pub mod changes;
mod expand;
mod facts;
mod items;
pub mod mark;
pub mod render;
mod report;
mod say;
mod suggest;
mod survey;
mod watch;

pub use changes::{Outcome, Trial, Tried};
pub use report::{Changes, Counted, Coverage, Tally};
pub use suggest::Suggested;
pub use survey::{Point, State, Survey};

use crate::diagnostics::Code;

/// Codes of this stage.
pub static CODES: &[&Code] = &[&changes::CHANGE_UNNOTICED];
