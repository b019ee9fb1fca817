//! 按 X（rows): bands and tables.

use super::Typer;
use super::compare::{above, bound_compare};
use super::mismatch::Both;
use crate::diagnostics::Finding;
use crate::model::expr::{Bands, Compare, Row, RowTest};
use crate::model::from_syntax::say::say;
use crate::model::from_syntax::{codes, fields};
use crate::model::{Constant, Expr, ExprKind, Type};
use crate::syntax::tree;

impl Typer<'_> {
    /// Rows with the type of their values.
    pub(crate) fn bands(&mut self, written: &tree::Bands, hint: Option<&Type>) -> Option<(Bands, Type)> {
        let by = self.expr(&written.by, None);
        let values: Vec<&tree::Expr> = written.rows.iter().map(|r| &r.value).collect();
        let values = self.alike(&values, hint);
        let by = by?;
        let tests: Vec<Option<RowTest>> =
            written.rows.iter().map(|row| self.test((&written.by, &by), &row.test)).collect();
        let tests: Vec<RowTest> = tests.into_iter().collect::<Option<_>>()?;
        let values = values?;
        let ty = values.first()?.ty.clone();
        let rows = written.rows.iter().zip(tests).zip(values);
        let rows = rows.map(|((row, test), value)| Row { test, value, span: row.test.span }).collect();
        Some((Bands { by: Box::new(by), rows }, ty))
    }

    /// When a row is chosen.
    fn test(&mut self, by: Both<'_>, test: &tree::Spanned<tree::RowTest>) -> Option<RowTest> {
        match &test.value {
            tree::RowTest::Otherwise => Some(RowTest::Otherwise),
            tree::RowTest::Values(values) => {
                let values: Vec<Option<Constant>> = values.iter().map(|v| self.row_constant(by, v)).collect();
                values.into_iter().collect::<Option<_>>().map(RowTest::Values)
            }
            tree::RowTest::Bounds(bounds) => {
                self.has_order(by.1)?;
                let bounds: Vec<Option<(Compare, Constant)>> = bounds
                    .iter()
                    .map(|(bound, limit)| self.row_constant(by, limit).map(|c| (bound_compare(*bound), c)))
                    .collect();
                bounds.into_iter().collect::<Option<_>>().map(RowTest::Bounds)
            }
            tree::RowTest::Between(low, high) => {
                self.has_order(by.1)?;
                let (from, to) = (self.row_constant(by, low), self.row_constant(by, high));
                let (from, to) = (from?, to?);
                if above(&from, &to) {
                    self.out.push(fields::empty_range(test.span));
                    return None;
                }
                Some(RowTest::Bounds(vec![(Compare::AtLeast, from), (Compare::AtMost, to)]))
            }
        }
    }

    /// A constant of a row, of the kind that the rows go by.
    fn row_constant(&mut self, by: Both<'_>, written: &tree::Expr) -> Option<Constant> {
        let found = self.expr(written, Some(&by.1.ty))?;
        self.same_kind(by, (written, &found))?;
        self.possible(by.1, &found);
        let constant = as_constant(&found);
        if constant.is_none() {
            let what = say("每一档的界限要是数、日期或取值。", "The bounds of a row are numbers, dates or values.");
            let help = say("直接写出这个数。", "Write the number itself.");
            self.out.push(Finding::new(&codes::NOT_FIXED, found.span, what).help(help));
        }
        constant
    }
}

/// A constant as such, or a number computed from constants.
fn as_constant(found: &Expr) -> Option<Constant> {
    match &found.kind {
        ExprKind::Constant(constant) => Some(constant.clone()),
        _ => crate::model::from_syntax::constants::fold(found).map(Constant::Number),
    }
}
