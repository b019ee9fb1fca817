//! What may go wrong while an expression is worked out.

use super::{Env, same};
use crate::model::Expr;

/// Kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A number, as code holds it, may leave 64 bits.
    TooLarge,
    /// The divisor may be 0.
    DividesByZero,
    /// A date may be before the year 1 or after the year 9999.
    BeyondCalendar,
    /// A date is moved by a number of days that is not always whole.
    PartOfDay,
}

/// A problem, with the settled expression that has it and what is known there.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which.
    pub kind: ProblemKind,
    /// The expression; of `DividesByZero` the divisor.
    pub expr: Expr,
    /// What is known where it stands.
    pub env: Env,
}

impl Problem {
    /// A problem.
    pub fn new(kind: ProblemKind, expr: &Expr, env: &Env) -> Self {
        Problem { kind, expr: expr.clone(), env: env.clone() }
    }

    /// Whether it is the same problem of the same place.
    pub fn is(&self, kind: ProblemKind, expr: &Expr) -> bool {
        self.kind == kind && self.expr.span == expr.span && same(&self.expr, expr)
    }
}
