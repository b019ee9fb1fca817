//! What is known where an expression stands.

use super::{Possible, same};
use crate::model::Expr;
use std::rc::Rc;

/// Expressions with what they can be, and the conditions that made it so.
#[derive(Clone, Debug, Default)]
pub struct Env {
    known: Vec<(Rc<Expr>, Possible)>,
    conditions: Vec<(Rc<Expr>, bool)>,
}

impl Env {
    /// What is known of an expression as a whole.
    pub fn get(&self, expr: &Expr) -> Option<&Possible> {
        self.known.iter().find(|(known, _)| same(known, expr)).map(|(_, possible)| possible)
    }

    /// Sets what is known of an expression.
    pub fn set(&mut self, expr: &Expr, possible: Possible) {
        match self.known.iter_mut().find(|(known, _)| same(known, expr)) {
            Some((_, known)) => *known = possible,
            None => self.known.push((Rc::new(expr.clone()), possible)),
        }
    }

    /// Keeps a condition, so that it can be supposed again when more is known.
    pub fn remember(&mut self, condition: &Expr, holds: bool) {
        self.conditions.push((Rc::new(condition.clone()), holds));
    }

    /// The conditions kept.
    pub fn conditions(&self) -> &[(Rc<Expr>, bool)] {
        &self.conditions
    }

    /// What holds in either: only what both know something of stays known.
    pub fn or(&self, other: &Env) -> Env {
        let known = self.known.iter().filter_map(|(expr, possible)| {
            let either = possible.or(other.get(expr)?).ok()?;
            Some((expr.clone(), either))
        });
        Env { known: known.collect(), conditions: self.conditions.clone() }
    }
}
