//! Whether two expressions are the same but for where they stand.

use crate::model::expr::{Bands, Row};
use crate::model::{Expr, ExprKind};

/// Same in all but place.
pub fn same(a: &Expr, b: &Expr) -> bool {
    use ExprKind as K;
    match (&a.kind, &b.kind) {
        (K::Constant(a), K::Constant(b)) => a == b,
        (K::Field(a), K::Field(b)) | (K::HasField(a), K::HasField(b)) => a == b,
        (K::Scope(a), K::Scope(b)) | (K::HasScope(a), K::HasScope(b)) => a == b,
        (K::Parameter(a), K::Parameter(b)) => a == b,
        (K::Definition(a), K::Definition(b)) => a == b,
        (K::Table(a), K::Table(b)) => a == b,
        (K::EventDate, K::EventDate) | (K::EventTime, K::EventTime) => true,
        (K::Account { account: a, including: x }, K::Account { account: b, including: y }) => a == b && x == y,
        (K::Not(a), K::Not(b)) | (K::Negate(a), K::Negate(b)) => same(a, b),
        (K::And(a), K::And(b)) | (K::Or(a), K::Or(b)) | (K::Min(a), K::Min(b)) | (K::Max(a), K::Max(b)) => {
            all_same(a, b)
        }
        (K::Compare(x, a, c), K::Compare(y, b, d)) => x == y && same(a, b) && same(c, d),
        (K::OneOf(a, x), K::OneOf(b, y)) => x == y && same(a, b),
        (K::Between(a, c, e), K::Between(b, d, f)) | (K::If(a, c, e), K::If(b, d, f)) => {
            same(a, b) && same(c, d) && same(e, f)
        }
        (K::Add(a, c), K::Add(b, d))
        | (K::Subtract(a, c), K::Subtract(b, d))
        | (K::Multiply(a, c), K::Multiply(b, d))
        | (K::Divide(a, c), K::Divide(b, d)) => same(a, b) && same(c, d),
        (K::Round(x, a, to), K::Round(y, b, other)) => x == y && to == other && same(a, b),
        (K::Bands(a), K::Bands(b)) => same_bands(a, b),
        (K::DatePart(x, a), K::DatePart(y, b)) => x == y && same(a, b),
        (K::DateAt(x, a), K::DateAt(y, b)) => x == y && same(a, b),
        (K::Elapsed { months: m, begun: g, from: a, to: c }, K::Elapsed { months: n, begun: h, from: b, to: d }) => {
            m == n && g == h && same(a, b) && same(c, d)
        }
        _ => false,
    }
}

fn all_same(a: &[Expr], b: &[Expr]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn same_bands(a: &Bands, b: &Bands) -> bool {
    let same_row = |(a, b): (&Row, &Row)| a.test == b.test && same(&a.value, &b.value);
    a.rows.len() == b.rows.len() && same(&a.by, &b.by) && a.rows.iter().zip(&b.rows).all(same_row)
}
