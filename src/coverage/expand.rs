//! Expressions as coverage looks at them: parts of a condition, rows and comparisons in what definitions and tables stand for.

use crate::model::expr::{Bands, Compare, RowTest};
use crate::model::settle::{MAX_DEPTH, MAX_PARTS};
use crate::model::{Constant, Expr, ExprKind, Policy, Type};

/// The parts that 且 joins at the top of conditions, numbered as the program numbers its clauses.
pub fn parts(when: &[Expr]) -> Vec<&Expr> {
    fn of(expr: &Expr) -> Vec<&Expr> {
        match &expr.kind {
            ExprKind::And(inner) => inner.iter().flat_map(of).collect(),
            _ => vec![expr],
        }
    }
    when.iter().flat_map(of).collect()
}

/// The expression with tables written out, and definitions in which something is decided; others keep their names. None where it
/// grows too long.
pub fn expand(policy: &Policy, expr: &Expr) -> Option<Expr> {
    let mut left = MAX_PARTS;
    let mut expanded = expr.clone();
    open(policy, &mut expanded, &mut left, 0)?;
    Some(expanded)
}

fn open(policy: &Policy, expr: &mut Expr, left: &mut usize, depth: usize) -> Option<()> {
    *left = left.checked_sub(1)?;
    if depth > MAX_DEPTH {
        return None;
    }
    match expr.kind {
        ExprKind::Table(id) => expr.kind = ExprKind::Bands(policy.tables.get(id.0)?.bands.clone()),
        ExprKind::Definition(id) => {
            let value = &policy.definitions.get(id.0)?.value;
            if decides(value) {
                expr.kind = value.kind.clone();
                return open(policy, expr, left, depth + 1);
            }
        }
        _ => {}
    }
    expr.children_mut().into_iter().try_for_each(|child| open(policy, child, left, depth + 1))
}

/// Whether something may be decided in it: a condition, rows, or another definition.
fn decides(expr: &Expr) -> bool {
    use ExprKind as K;
    let mut found = expr.ty == Type::YesNo;
    expr.visit(&mut |part| {
        let opens = matches!(part.kind, K::Bands(_) | K::Table(_) | K::If(..) | K::Compare(..) | K::Definition(_));
        found |= opens;
    });
    found
}

/// The condition under which a row is chosen.
pub fn chosen(bands: &Bands, place: usize) -> Option<Expr> {
    let row = bands.rows.get(place)?;
    let yes_no = |kind| Expr { kind, ty: Type::YesNo, span: row.span };
    Some(match &row.test {
        RowTest::Values(values) => yes_no(ExprKind::OneOf(bands.by.clone(), values.clone())),
        RowTest::Bounds(bounds) => {
            let compare = |(op, limit): &(Compare, Constant)| compared(*op, &bands.by, limit);
            let mut parts: Vec<Expr> = bounds.iter().map(compare).collect();
            if parts.len() == 1 { parts.pop()? } else { yes_no(ExprKind::And(parts)) }
        }
        RowTest::Otherwise => {
            let others = (0..bands.rows.len()).filter(|other| *other != place);
            let others: Option<Vec<Expr>> = others.map(|other| chosen(bands, other)).collect();
            yes_no(ExprKind::Not(Box::new(yes_no(ExprKind::Or(others?)))))
        }
    })
}

/// A comparison with a constant.
pub fn compared(op: Compare, x: &Expr, limit: &Constant) -> Expr {
    let limit = Expr { kind: ExprKind::Constant(limit.clone()), ty: x.ty.clone(), span: x.span };
    Expr { kind: ExprKind::Compare(op, Box::new(x.clone()), Box::new(limit)), ty: Type::YesNo, span: x.span }
}
