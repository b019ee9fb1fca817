//! What a formula is worth: the obvious way, with fractions.

use mizi::model::expr::{Compare, RowTest};
use mizi::model::{Constant, Expr, ExprKind, FieldId, Policy, Rational, Rounding};

/// The facts of one event, by field.
pub type Facts = Vec<Constant>;

/// Every combination of values that the fields may have.
pub fn all_facts(policy: &Policy) -> Vec<Facts> {
    let mut all: Vec<Facts> = vec![Vec::new()];
    for field in &policy.fields {
        let values = values_of(policy, &field.domain);
        all = all
            .iter()
            .flat_map(|facts| values.iter().map(|v| [facts.as_slice(), std::slice::from_ref(v)].concat()))
            .collect();
    }
    all
}

fn values_of(policy: &Policy, domain: &mizi::model::Domain) -> Vec<Constant> {
    use mizi::model::Domain;
    match domain {
        Domain::Number { low, high, step } => {
            let mut values = Vec::new();
            let mut next = *low;
            while next <= *high {
                values.push(Constant::Number(next));
                next += step;
            }
            values
        }
        Domain::YesNo => vec![Constant::YesNo(false), Constant::YesNo(true)],
        Domain::List(list) => {
            (0..policy.lists[list.0].values.len()).map(|value| Constant::Value(*list, value)).collect()
        }
        other => panic!("not used here: {other:?}"),
    }
}

/// The value; none where a division by zero is met.
pub fn value(policy: &Policy, facts: &Facts, expr: &Expr) -> Option<Constant> {
    let number = |expr: &Expr| match value(policy, facts, expr)? {
        Constant::Number(n) => Some(n),
        other => panic!("not a number: {other:?}"),
    };
    let yes = |expr: &Expr| match value(policy, facts, expr)? {
        Constant::YesNo(yes) => Some(yes),
        other => panic!("not a condition: {other:?}"),
    };
    Some(match &expr.kind {
        ExprKind::Constant(known) => known.clone(),
        ExprKind::Field(FieldId(id)) => facts[*id].clone(),
        ExprKind::Parameter(id) => policy.parameters[id.0].values[0].1.clone(),
        ExprKind::Definition(id) => value(policy, facts, &policy.definitions[id.0].value)?,
        ExprKind::Not(a) => Constant::YesNo(!yes(a)?),
        ExprKind::And(parts) => {
            for part in parts {
                if !yes(part)? {
                    return Some(Constant::YesNo(false));
                }
            }
            Constant::YesNo(true)
        }
        ExprKind::Or(parts) => {
            for part in parts {
                if yes(part)? {
                    return Some(Constant::YesNo(true));
                }
            }
            Constant::YesNo(false)
        }
        ExprKind::Compare(op, a, b) => {
            Constant::YesNo(compares(*op, &value(policy, facts, a)?, &value(policy, facts, b)?))
        }
        ExprKind::OneOf(a, values) => Constant::YesNo(values.contains(&value(policy, facts, a)?)),
        ExprKind::Between(x, low, high) => {
            let x = number(x)?;
            Constant::YesNo(number(low)? <= x && x <= number(high)?)
        }
        ExprKind::Negate(a) => Constant::Number(-number(a)?),
        ExprKind::Add(a, b) => Constant::Number(number(a)? + number(b)?),
        ExprKind::Subtract(a, b) => Constant::Number(number(a)? - number(b)?),
        ExprKind::Multiply(a, b) => Constant::Number(number(a)? * number(b)?),
        ExprKind::Divide(a, b) => {
            let (above, below) = (number(a)?, number(b)?);
            if below == Rational::from_integer(0) {
                return None;
            }
            Constant::Number(above / below)
        }
        ExprKind::Round(rounding, a, to) => Constant::Number(round(*rounding, number(a)? / to) * to),
        ExprKind::Min(parts) => {
            Constant::Number(parts.iter().map(number).collect::<Option<Vec<_>>>()?.into_iter().min()?)
        }
        ExprKind::Max(parts) => {
            Constant::Number(parts.iter().map(number).collect::<Option<Vec<_>>>()?.into_iter().max()?)
        }
        ExprKind::If(condition, then, otherwise) => {
            value(policy, facts, if yes(condition)? { then } else { otherwise })?
        }
        ExprKind::Table(id) => {
            let bands = ExprKind::Bands(policy.tables[id.0].bands.clone());
            value(policy, facts, &Expr { kind: bands, ..expr.clone() })?
        }
        ExprKind::Bands(bands) => {
            let by = value(policy, facts, &bands.by)?;
            let row = bands.rows.iter().find(|row| match &row.test {
                RowTest::Bounds(bounds) => bounds.iter().all(|(op, limit)| compares(*op, &by, limit)),
                RowTest::Values(values) => values.contains(&by),
                RowTest::Otherwise => true,
            });
            value(policy, facts, &row?.value)?
        }
        other => panic!("not used here: {other:?}"),
    })
}

fn compares(op: Compare, a: &Constant, b: &Constant) -> bool {
    let rank = |value: &Constant| match value {
        Constant::Number(n) => *n,
        Constant::YesNo(yes) => Rational::from_integer(i128::from(*yes)),
        Constant::Value(_, place) => Rational::from_integer(*place as i128),
        other => panic!("not used here: {other:?}"),
    };
    let (a, b) = (rank(a), rank(b));
    match op {
        Compare::Equal => a == b,
        Compare::NotEqual => a != b,
        Compare::Less => a < b,
        Compare::AtMost => a <= b,
        Compare::Greater => a > b,
        Compare::AtLeast => a >= b,
    }
}

fn round(rounding: Rounding, x: Rational) -> Rational {
    let half = Rational::new(1, 2);
    match rounding {
        Rounding::Down => x.floor(),
        Rounding::Up => x.ceil(),
        Rounding::HalfUp if x < Rational::from_integer(0) => (x - half).ceil(),
        Rounding::HalfUp => (x + half).floor(),
    }
}
