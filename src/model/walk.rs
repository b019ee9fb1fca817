//! Going through expressions.

use super::expr::{Expr, ExprKind};

impl Expr {
    /// The expressions directly inside this one, in the order written. Definitions and tables are not entered.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Scope(_)
            | ExprKind::Parameter(_)
            | ExprKind::Definition(_)
            | ExprKind::Table(_)
            | ExprKind::EventDate
            | ExprKind::EventTime
            | ExprKind::Account { .. }
            | ExprKind::HasField(_)
            | ExprKind::HasScope(_) => Vec::new(),
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Min(parts) | ExprKind::Max(parts) => {
                parts.iter().collect()
            }
            ExprKind::Not(a)
            | ExprKind::Negate(a)
            | ExprKind::Round(_, a, _)
            | ExprKind::OneOf(a, _)
            | ExprKind::DatePart(_, a)
            | ExprKind::DateAt(_, a) => vec![a],
            ExprKind::Compare(_, a, b)
            | ExprKind::Add(a, b)
            | ExprKind::Subtract(a, b)
            | ExprKind::Multiply(a, b)
            | ExprKind::Divide(a, b)
            | ExprKind::Elapsed { from: a, to: b, .. } => vec![a, b],
            ExprKind::Between(a, b, c) | ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::Bands(bands) => {
                std::iter::once(bands.by.as_ref()).chain(bands.rows.iter().map(|row| &row.value)).collect()
            }
        }
    }

    /// Calls `visit` for this expression and everything inside it, outer ones first.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.visit(visit);
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Scope(_)
            | ExprKind::Parameter(_)
            | ExprKind::Definition(_)
            | ExprKind::Table(_)
            | ExprKind::EventDate
            | ExprKind::EventTime
            | ExprKind::Account { .. }
            | ExprKind::HasField(_)
            | ExprKind::HasScope(_) => Vec::new(),
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Min(parts) | ExprKind::Max(parts) => {
                parts.iter_mut().collect()
            }
            ExprKind::Not(a)
            | ExprKind::Negate(a)
            | ExprKind::Round(_, a, _)
            | ExprKind::OneOf(a, _)
            | ExprKind::DatePart(_, a)
            | ExprKind::DateAt(_, a) => vec![a],
            ExprKind::Compare(_, a, b)
            | ExprKind::Add(a, b)
            | ExprKind::Subtract(a, b)
            | ExprKind::Multiply(a, b)
            | ExprKind::Divide(a, b)
            | ExprKind::Elapsed { from: a, to: b, .. } => vec![a, b],
            ExprKind::Between(a, b, c) | ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::Bands(bands) => {
                std::iter::once(bands.by.as_mut()).chain(bands.rows.iter_mut().map(|row| &mut row.value)).collect()
            }
        }
    }

    /// The expression that [`visit`](Expr::visit) comes to after so many others, to be changed.
    pub fn nth_mut(&mut self, place: usize) -> Option<&mut Expr> {
        let mut ahead = vec![self];
        for _ in 0..place {
            let next = ahead.pop()?;
            ahead.extend(next.children_mut().into_iter().rev());
        }
        ahead.pop()
    }
}
