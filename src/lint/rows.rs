//! Tables and 按 X（…） with their rows.

use super::uses;
use crate::model::expr::{Bands, Row};
use crate::model::{ExprKind, Policy};
use crate::source::Span;

/// Rows with what they are rows of.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a>(&'a Bands);

impl<'a> Table<'a> {
    /// The rows in the order written.
    pub fn rows(&self) -> &'a [Row] {
        &self.0.rows
    }

    /// Each row with the one before it.
    pub fn rows_in_pairs(&self) -> impl Iterator<Item = (&'a Row, &'a Row)> + use<'a> {
        self.0.rows.windows(2).filter_map(|pair| match pair {
            [first, second] => Some((first, second)),
            _ => None,
        })
    }

    /// From test to value, each.
    pub fn row_spans(&self) -> Vec<Span> {
        self.0.rows.iter().map(|row| row.span.to(row.value.span)).collect()
    }

    /// All rows.
    pub fn span(&self) -> Span {
        let spans = self.row_spans();
        spans.iter().copied().reduce(Span::to).unwrap_or(self.0.by.span)
    }
}

/// All tables of a policy, those within formulas too.
pub fn tables(policy: &Policy) -> Vec<Table<'_>> {
    let mut all: Vec<Table<'_>> = policy.tables.iter().map(|table| Table(&table.bands)).collect();
    for formula in uses::formulas(policy) {
        formula.visit(&mut |part| {
            if let ExprKind::Bands(bands) = &part.kind {
                all.push(Table(bands));
            }
        });
    }
    all
}
