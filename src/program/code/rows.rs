//! Bands and tables: the value of the row whose test holds.

use super::ops::{and_then, chosen};
use super::{Coder, NoCode, Ops, as_number};
use crate::model::expr::{Bands, Compare, RowTest};
use crate::model::{Constant, Expr, ExprKind, Rational};
use mizi_evaluator::program::Op;

impl Coder<'_> {
    /// The value of the row whose test holds; the last row needs no test, for some row always holds.
    pub(super) fn rows(&mut self, bands: &Bands, values: Vec<Vec<Op>>) -> Ops {
        let mut rest: Option<Vec<Op>> = None;
        for (test, value) in tests(bands).into_iter().zip(values).rev() {
            rest = Some(match rest {
                None => value,
                Some(rest) => chosen(self.row(&bands.by, &test)?, value, rest)?,
            });
        }
        rest.ok_or(NoCode::TooLong)
    }

    fn row(&mut self, by: &Expr, test: &RowTest) -> Ops {
        match test {
            RowTest::Bounds(bounds) => {
                let mut tests = Vec::new();
                for (op, limit) in bounds {
                    let limit = Expr { kind: ExprKind::Constant(limit.clone()), ty: by.ty.clone(), span: by.span };
                    tests.push(self.compare(*op, by, &limit)?);
                }
                and_then(tests, Op::AndThen)
            }
            RowTest::Values(values) => self.one_of(by, values),
            RowTest::Otherwise => Ok(vec![Op::Const(1)]),
        }
    }
}

/// The rows' tests, without bounds that hold because an earlier row was not chosen: after 不满 1, the 1 以上 of 1 以上 不满 2.
fn tests(bands: &Bands) -> Vec<RowTest> {
    let mut least: Option<(bool, Rational)> = None;
    let mut tests = Vec::new();
    for row in &bands.rows {
        let RowTest::Bounds(bounds) = &row.test else {
            tests.push(row.test.clone());
            continue;
        };
        let open: Vec<(Compare, Constant)> = bounds.iter().filter(|bound| !implied(bound, least)).cloned().collect();
        if let [(op, limit)] = open.as_slice() {
            least = higher(least, beyond(*op, limit));
        }
        tests.push(if open.is_empty() { RowTest::Otherwise } else { RowTest::Bounds(open) });
    }
    tests
}

/// The stricter of two lower bounds.
fn higher(a: Option<(bool, Rational)>, b: Option<(bool, Rational)>) -> Option<(bool, Rational)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if (b.1, b.0) > (a.1, a.0) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// What a number is at least (or more than, if excluded) where it is not within an upper bound.
fn beyond(op: Compare, limit: &Constant) -> Option<(bool, Rational)> {
    let limit = as_number(limit)?;
    match op {
        Compare::Less => Some((false, limit)),
        Compare::AtMost => Some((true, limit)),
        _ => None,
    }
}

/// Whether a lower bound holds for all that is left.
fn implied((op, limit): &(Compare, Constant), least: Option<(bool, Rational)>) -> bool {
    let (Some(limit), Some((excluded, least))) = (as_number(limit), least) else { return false };
    match op {
        Compare::AtLeast => least >= limit,
        Compare::Greater => least > limit || (least == limit && excluded),
        _ => false,
    }
}
