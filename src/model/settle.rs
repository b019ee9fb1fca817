//! An expression as it stands on one day: parameters are constants, definitions and tables are written out, and what consists
//! of constants only is worked out. What follows (ranges, code) sees a plain tree of bounded size and depth.

use super::arithmetic::{add, divide, multiply, negate, rounded_to, subtract, whole};
use super::expr::{Bands, Compare, Row, RowTest};
use super::{Constant, Expr, ExprKind, ParameterId, Policy, Rational, Type};
use num_traits::Zero;

/// Deepest nesting of a settled expression.
pub const MAX_DEPTH: usize = 200;
/// Most parts of a settled expression.
pub const MAX_PARTS: usize = 50_000;

/// Why an expression cannot be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// Written out it is nested too deeply or has too many parts.
    TooLong,
    /// A number in it is larger than can be computed with.
    TooLarge,
    /// It divides by a constant 0.
    DividesByZero,
    /// The parameter has no value on that day.
    NoValue(ParameterId),
}

/// The expression as it stands on a day.
pub fn settle(policy: &Policy, day: i32, expr: &Expr) -> Result<Expr, Unsettled> {
    Settler { policy, day, depth: 0, parts: 0 }.expr(expr)
}

/// A settled expression that is one number.
pub fn number(expr: &Expr) -> Option<Rational> {
    match expr.kind {
        ExprKind::Constant(Constant::Number(n)) => Some(n),
        _ => None,
    }
}

/// A number that a constant expression (numbers and parameters) has on a day.
pub fn constant_number(policy: &Policy, day: i32, expr: &Expr) -> Result<Option<Rational>, Unsettled> {
    settle(policy, day, expr).map(|settled| number(&settled))
}

struct Settler<'a> {
    policy: &'a Policy,
    day: i32,
    depth: usize,
    parts: usize,
}

impl Settler<'_> {
    fn expr(&mut self, expr: &Expr) -> Result<Expr, Unsettled> {
        self.parts += 1;
        if self.depth >= MAX_DEPTH || self.parts > MAX_PARTS {
            return Err(Unsettled::TooLong);
        }
        self.depth += 1;
        let settled = self.kind(expr).map(|kind| Expr { kind, ty: expr.ty.clone(), span: expr.span });
        self.depth -= 1;
        settled
    }

    fn kind(&mut self, expr: &Expr) -> Result<ExprKind, Unsettled> {
        use ExprKind as K;
        Ok(match &expr.kind {
            K::Parameter(id) => K::Constant(self.parameter(*id)?),
            K::Definition(id) => match self.policy.definitions.get(id.0) {
                Some(definition) => self.expr(&definition.value)?.kind,
                None => return Err(Unsettled::TooLong),
            },
            K::Table(id) => match self.policy.tables.get(id.0) {
                Some(table) => self.bands(&table.bands)?,
                None => return Err(Unsettled::TooLong),
            },
            K::Bands(bands) => self.bands(bands)?,
            K::Not(a) => self.not(a)?,
            K::And(parts) => self.joined(parts, false)?,
            K::Or(parts) => self.joined(parts, true)?,
            K::Compare(op, a, b) => compare(*op, self.expr(a)?, self.expr(b)?),
            K::OneOf(a, values) => one_of(self.expr(a)?, values),
            K::Between(x, low, high) => between(self.expr(x)?, self.expr(low)?, self.expr(high)?),
            K::If(condition, then, otherwise) => self.choice(condition, then, otherwise)?,
            K::DatePart(part, a) => K::DatePart(*part, Box::new(self.expr(a)?)),
            K::DateAt(at, a) => K::DateAt(*at, Box::new(self.expr(a)?)),
            K::Elapsed { months, begun, from, to } => {
                let (from, to) = (Box::new(self.expr(from)?), Box::new(self.expr(to)?));
                K::Elapsed { months: *months, begun: *begun, from, to }
            }
            K::Negate(_) | K::Add(..) | K::Subtract(..) | K::Multiply(..) | K::Divide(..) | K::Round(..) => {
                self.arithmetic(&expr.kind)?
            }
            K::Min(parts) => self.extreme(parts, false)?,
            K::Max(parts) => self.extreme(parts, true)?,
            leaf => leaf.clone(),
        })
    }

    fn parameter(&self, id: ParameterId) -> Result<Constant, Unsettled> {
        let values = self.policy.parameters.get(id.0).map(|p| p.values.as_slice()).unwrap_or_default();
        let value = values.iter().rev().find(|(from, _)| *from <= self.day);
        value.map(|(_, value)| value.clone()).ok_or(Unsettled::NoValue(id))
    }

    fn not(&mut self, a: &Expr) -> Result<ExprKind, Unsettled> {
        let a = self.expr(a)?;
        Ok(match yes_no(&a) {
            Some(known) => truth(!known),
            None => ExprKind::Not(Box::new(a)),
        })
    }

    /// 且, or 或 where `any`: constants at the front are worked out; behind a reading they stay, so that nothing is read less.
    fn joined(&mut self, parts: &[Expr], any: bool) -> Result<ExprKind, Unsettled> {
        let mut open = Vec::new();
        for part in parts {
            let part = self.expr(part)?;
            match yes_no(&part) {
                Some(known) if known == any && open.is_empty() => return Ok(truth(any)),
                Some(known) if known != any => {}
                _ => open.push(part),
            }
        }
        Ok(match open.len() {
            0 => truth(!any),
            1 => open.swap_remove(0).kind,
            _ if any => ExprKind::Or(open),
            _ => ExprKind::And(open),
        })
    }

    fn choice(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Result<ExprKind, Unsettled> {
        let condition = self.expr(condition)?;
        Ok(match yes_no(&condition) {
            Some(true) => self.expr(then)?.kind,
            Some(false) => self.expr(otherwise)?.kind,
            None => ExprKind::If(Box::new(condition), Box::new(self.expr(then)?), Box::new(self.expr(otherwise)?)),
        })
    }

    fn arithmetic(&mut self, kind: &ExprKind) -> Result<ExprKind, Unsettled> {
        use ExprKind as K;
        match kind {
            K::Negate(a) => {
                let a = self.expr(a)?;
                fold(number(&a).map(negate), || K::Negate(Box::new(a)))
            }
            K::Round(rounding, a, to) => {
                let a = self.expr(a)?;
                fold(number(&a).map(|n| rounded_to(*rounding, n, *to)), || K::Round(*rounding, Box::new(a), *to))
            }
            K::Add(a, b) => self.pair(a, b, add, K::Add),
            K::Subtract(a, b) => self.pair(a, b, subtract, K::Subtract),
            K::Multiply(a, b) => self.pair(a, b, multiply, K::Multiply),
            K::Divide(a, b) => {
                let b = self.expr(b)?;
                if number(&b).is_some_and(|n| n.is_zero()) {
                    return Err(Unsettled::DividesByZero);
                }
                let a = self.expr(a)?;
                let known = number(&a).zip(number(&b)).map(|(a, b)| divide(a, b));
                fold(known, || K::Divide(Box::new(a), Box::new(b)))
            }
            other => Ok(other.clone()),
        }
    }

    fn pair(
        &mut self,
        a: &Expr,
        b: &Expr,
        work_out: fn(Rational, Rational) -> Option<Rational>,
        make: fn(Box<Expr>, Box<Expr>) -> ExprKind,
    ) -> Result<ExprKind, Unsettled> {
        let (a, b) = (self.expr(a)?, self.expr(b)?);
        if let Some(day) = moved_date(&a, &b, work_out) {
            return Ok(ExprKind::Constant(day));
        }
        let known = number(&a).zip(number(&b)).map(|(a, b)| work_out(a, b));
        fold(known, || make(Box::new(a), Box::new(b)))
    }

    fn extreme(&mut self, parts: &[Expr], largest: bool) -> Result<ExprKind, Unsettled> {
        let parts = parts.iter().map(|part| self.expr(part)).collect::<Result<Vec<_>, _>>()?;
        let known: Option<Vec<Rational>> = parts.iter().map(number).collect();
        let known = known.and_then(|known| if largest { known.into_iter().max() } else { known.into_iter().min() });
        Ok(match known {
            Some(n) => ExprKind::Constant(Constant::Number(n)),
            None if largest => ExprKind::Max(parts),
            None => ExprKind::Min(parts),
        })
    }

    fn bands(&mut self, bands: &Bands) -> Result<ExprKind, Unsettled> {
        let by = self.expr(&bands.by)?;
        let (last, first): (Vec<&Row>, Vec<&Row>) = bands.rows.iter().partition(|row| row.test == RowTest::Otherwise);
        let in_order = || first.iter().chain(&last);
        if let ExprKind::Constant(value) = &by.kind
            && let Some(row) = in_order().find(|row| chosen(&row.test, value))
        {
            return Ok(self.expr(&row.value)?.kind);
        }
        let mut rows = Vec::with_capacity(bands.rows.len());
        for row in in_order() {
            rows.push(Row { test: row.test.clone(), value: self.expr(&row.value)?, span: row.span });
        }
        Ok(ExprKind::Bands(Bands { by: Box::new(by), rows }))
    }
}

fn fold(known: Option<Option<Rational>>, otherwise: impl FnOnce() -> ExprKind) -> Result<ExprKind, Unsettled> {
    match known {
        Some(Some(n)) => Ok(ExprKind::Constant(Constant::Number(n))),
        Some(None) => Err(Unsettled::TooLarge),
        None => Ok(otherwise()),
    }
}

/// A constant date and a number of days, or the days between two constant dates.
fn moved_date(a: &Expr, b: &Expr, work_out: fn(Rational, Rational) -> Option<Rational>) -> Option<Constant> {
    match (&a.kind, &b.kind) {
        (ExprKind::Constant(Constant::Date(from)), ExprKind::Constant(Constant::Number(days))) => {
            let day = work_out(whole(*from), *days).filter(Rational::is_integer)?;
            i32::try_from(day.to_integer()).ok().map(Constant::Date)
        }
        (ExprKind::Constant(Constant::Date(a)), ExprKind::Constant(Constant::Date(b))) => {
            work_out(whole(*a), whole(*b)).map(Constant::Number)
        }
        _ => None,
    }
}

/// A settled condition that is known.
pub fn yes_no(expr: &Expr) -> Option<bool> {
    match expr.kind {
        ExprKind::Constant(Constant::YesNo(known)) => Some(known),
        _ => None,
    }
}

fn truth(known: bool) -> ExprKind {
    ExprKind::Constant(Constant::YesNo(known))
}

fn constant(expr: &Expr) -> Option<&Constant> {
    match &expr.kind {
        ExprKind::Constant(value) => Some(value),
        _ => None,
    }
}

fn compare(op: Compare, a: Expr, b: Expr) -> ExprKind {
    match constant(&a).zip(constant(&b)).and_then(|(a, b)| holds(op, a, b)) {
        Some(known) => truth(known),
        None => ExprKind::Compare(op, Box::new(a), Box::new(b)),
    }
}

fn one_of(a: Expr, values: &[Constant]) -> ExprKind {
    match constant(&a) {
        Some(value) => truth(values.contains(value)),
        None => ExprKind::OneOf(Box::new(a), values.to_vec()),
    }
}

fn between(x: Expr, low: Expr, high: Expr) -> ExprKind {
    let known = constant(&x)
        .zip(constant(&low))
        .zip(constant(&high))
        .and_then(|((x, low), high)| Some(holds(Compare::AtLeast, x, low)? && holds(Compare::AtMost, x, high)?));
    match known {
        Some(known) => truth(known),
        None => ExprKind::Between(Box::new(x), Box::new(low), Box::new(high)),
    }
}

/// Whether two constants of one kind compare so.
pub fn holds(op: Compare, a: &Constant, b: &Constant) -> Option<bool> {
    let ordering = match (a, b) {
        (Constant::Number(a), Constant::Number(b)) => a.cmp(b),
        (Constant::Date(a), Constant::Date(b)) | (Constant::Time(a), Constant::Time(b)) => a.cmp(b),
        (Constant::YesNo(a), Constant::YesNo(b)) => a.cmp(b),
        (Constant::Value(_, a), Constant::Value(_, b)) => a.cmp(b),
        _ => return None,
    };
    Some(match op {
        Compare::Equal => ordering.is_eq(),
        Compare::NotEqual => ordering.is_ne(),
        Compare::Less => ordering.is_lt(),
        Compare::AtMost => ordering.is_le(),
        Compare::Greater => ordering.is_gt(),
        Compare::AtLeast => ordering.is_ge(),
    })
}

/// Whether a row is chosen by a constant.
fn chosen(test: &RowTest, value: &Constant) -> bool {
    match test {
        RowTest::Bounds(bounds) => bounds.iter().all(|(op, bound)| holds(*op, value, bound) == Some(true)),
        RowTest::Values(values) => values.contains(value),
        RowTest::Otherwise => true,
    }
}

/// The type of a settled expression is a number.
pub fn is_number(expr: &Expr) -> bool {
    matches!(expr.ty, Type::Number(_))
}
