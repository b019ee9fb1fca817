//! What is left of every variable without a search: where two of these have nothing in common, nothing can be in both.

use super::set::Set;

/// All that each variable can be where some clauses hold, as far as narrowing shows; more than it can be, never less.
#[derive(Clone, Debug)]
pub struct Reach(pub(super) Vec<Set>);

impl Reach {
    /// Whether some variable has no value in both: the clauses of both can never hold together.
    pub fn is_apart(&self, other: &Reach) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a.is_apart(b))
    }
}
