//! Conditions with what an explanation needs: their text, what they compared, what would pass.

use super::code::{Coder, NoCode, Number, as_number, counted, counts, flipped};
use super::names::form;
use super::segment::Scene;
use crate::model::arithmetic::{divide, one_of, rounded, ten_to, whole};
use crate::model::expr::Compare;
use crate::model::print::both;
use crate::model::range::quantum::common;
use crate::model::types::Base;
use crate::model::{Constant, Domain, Expr, ExprKind, Policy, Rational, Rounding, ScopeKeys, Type};
use mizi_evaluator::program::{self as out, Clause, Code, DatePart, FactKind, Pass, Probe, Shown, Text};
use num_traits::Signed;

/// The parts that 且 joins at the top of a condition.
pub fn parts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(inner) => inner.iter().flat_map(parts).collect(),
        _ => vec![condition],
    }
}

impl Scene<'_, '_> {
    /// All clauses of several conditions.
    pub fn clauses(&mut self, conditions: &[Expr]) -> Vec<Clause> {
        conditions.iter().flat_map(parts).map(|part| self.clause(part)).collect()
    }

    fn clause(&mut self, condition: &Expr) -> Clause {
        let test = self.condition(condition);
        let text = both(self.policy(), |printer| printer.expr(condition));
        let probe = self.probe(condition).unwrap_or_default();
        Clause { test, text, probe }
    }

    /// What a condition compared. Constants are compared with, so that a condition between constants has no probe.
    fn probe(&mut self, condition: &Expr) -> Result<Option<Probe>, NoCode> {
        use ExprKind as K;
        match &condition.kind {
            K::Compare(op, a, b) => self.compared(*op, a, b),
            K::OneOf(x, values) => self.among(x, values, true),
            K::Between(x, low, high) => self.between(x, low, high),
            K::Field(_) => self.answer(condition, true),
            K::HasField(_) | K::HasScope(_) => self.presence(condition, true),
            K::Not(inner) => match &inner.kind {
                K::Compare(op, a, b) => self.compared(crate::model::range::opposite(*op), a, b),
                K::OneOf(x, values) => self.among(x, values, false),
                K::Field(_) => self.answer(inner, false),
                K::HasField(_) | K::HasScope(_) => self.presence(inner, false),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn name(&self, expr: &Expr) -> Text {
        both(self.policy(), |printer| printer.expr(expr))
    }

    /// A yes/no field.
    fn answer(&mut self, field: &Expr, wanted: bool) -> Result<Option<Probe>, NoCode> {
        let name = self.name(field);
        let ops = self.coder(|coder| coder.test(field))?;
        let value = self.code(ops);
        let form = Shown::Fact(FactKind::YesNo);
        Ok(Some(Probe { name, value, form, pass: Pass::OneOf(vec![wanted.into()]), within: None }))
    }

    fn presence(&mut self, has: &Expr, wanted: bool) -> Result<Option<Probe>, NoCode> {
        let named = match has.kind {
            ExprKind::HasField(id) => ExprKind::Field(id),
            ExprKind::HasScope(id) => ExprKind::Scope(id),
            _ => return Ok(None),
        };
        let name = self.name(&Expr { kind: named, ty: has.ty.clone(), span: has.span });
        let ops = self.coder(|coder| coder.test(has))?;
        let value = self.code(ops);
        let pass = if wanted { Pass::Present } else { Pass::Absent };
        Ok(Some(Probe { name, value, form: Shown::Fact(FactKind::YesNo), pass, within: None }))
    }

    fn compared(&mut self, op: Compare, a: &Expr, b: &Expr) -> Result<Option<Probe>, NoCode> {
        let known = |expr: &Expr| matches!(expr.kind, ExprKind::Constant(_));
        let (Some(left), Some(right)) = (self.settled(a), self.settled(b)) else { return Ok(None) };
        let (op, shown, x, limit) = match (known(&left), known(&right)) {
            (true, true) => return Ok(None),
            (true, false) => (flipped(op), b, right, left),
            _ => (op, a, left, right),
        };
        match x.ty {
            Type::Number(_) | Type::Date | Type::Time => self.limited(op, shown, &x, &limit),
            Type::YesNo | Type::Value(_) => self.value_compared(op, shown, &x, &limit),
        }
    }

    /// A number compared with a limit: both are given in a measure of which held units are `scale`.
    fn limited(&mut self, op: Compare, shown: &Expr, x: &Expr, limit: &Expr) -> Result<Option<Probe>, NoCode> {
        let value = self.coder(|coder| coder.number(x))?;
        let limit = self.coder(|coder| coder.number(limit))?;
        let Some(seen) = self.seen(shown, &value) else { return Ok(None) };
        let factor = |number: &Number| match number {
            Number::Constant(known) => *known,
            Number::Counted(_, factor) => *factor,
        };
        let Some(measure) = common([factor(&value), factor(&limit), seen.held]) else { return Ok(None) };
        let scale = divide(seen.held, measure).and_then(|scale| i64::try_from(scale.to_integer()).ok());
        let Some(scale) = scale else { return Ok(None) };
        let (value, limit) = (counted(value, measure)?, counted(limit, measure)?);
        let (value, limit) = (self.code(value), self.code(limit));
        let pass = Pass::Limit { compare: op, limit, scale, step: seen.step };
        let within = self.within(x);
        Ok(Some(Probe { name: self.name(shown), value, form: seen.form, pass, within }))
    }

    fn value_compared(&mut self, op: Compare, shown: &Expr, x: &Expr, limit: &Expr) -> Result<Option<Probe>, NoCode> {
        let ExprKind::Constant(limit) = &limit.kind else { return Ok(None) };
        let pass: Vec<Constant> = self
            .all_values(&x.ty)
            .into_iter()
            .filter(|value| crate::model::settle::holds(op, value, limit) == Some(true))
            .collect();
        self.listed(shown, x, &pass, true)
    }

    fn all_values(&self, ty: &Type) -> Vec<Constant> {
        match ty {
            Type::YesNo => vec![Constant::YesNo(false), Constant::YesNo(true)],
            Type::Value(list) => {
                let values = self.policy().lists.get(list.0).map_or(0, |list| list.values.len());
                (0..values).map(|value| Constant::Value(*list, value)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn among(&mut self, shown: &Expr, values: &[Constant], wanted: bool) -> Result<Option<Probe>, NoCode> {
        let Some(x) = self.settled(shown).filter(|x| !matches!(x.kind, ExprKind::Constant(_))) else { return Ok(None) };
        if matches!(x.ty, Type::YesNo | Type::Value(_)) {
            return self.listed(shown, &x, values, wanted);
        }
        let value = self.coder(|coder| coder.number(&x))?;
        let Some(seen) = self.seen(shown, &value) else { return Ok(None) };
        let held: Vec<i64> = counts(values, seen.held).into_iter().collect();
        let value = counted(value, seen.held)?;
        let pass = if wanted { Pass::OneOf(held) } else { Pass::NoneOf(held) };
        let within = self.within(&x);
        Ok(Some(Probe { name: self.name(shown), value: self.code(value), form: seen.form, pass, within }))
    }

    fn listed(&mut self, shown: &Expr, x: &Expr, values: &[Constant], wanted: bool) -> Result<Option<Probe>, NoCode> {
        let (value, held, kind) = self.coder(|coder| {
            let held: Vec<i64> = values.iter().filter_map(|value| coder.index(value)).collect();
            Ok((coder.value(x)?, held, list_kind(coder, &x.ty)))
        })?;
        let pass = if wanted { Pass::OneOf(held) } else { Pass::NoneOf(held) };
        let (form, within) = (Shown::Fact(kind), self.within(x));
        Ok(Some(Probe { name: self.name(shown), value: self.code(value), form, pass, within }))
    }

    fn between(&mut self, shown: &Expr, low: &Expr, high: &Expr) -> Result<Option<Probe>, NoCode> {
        let (Some(x), Some(low), Some(high)) = (self.settled(shown), self.settled(low), self.settled(high)) else {
            return Ok(None);
        };
        let (ExprKind::Constant(low), ExprKind::Constant(high)) = (&low.kind, &high.kind) else { return Ok(None) };
        let (Some(low), Some(high)) = (as_number(low), as_number(high)) else { return Ok(None) };
        let value = self.coder(|coder| coder.number(&x))?;
        let Some(seen) = self.seen(shown, &value).filter(|_| matches!(value, Number::Counted(..))) else {
            return Ok(None);
        };
        let Some((low, high)) = seen.on_grid(Rounding::Up, low).zip(seen.on_grid(Rounding::Down, high)) else {
            return Ok(None);
        };
        let value = counted(value, seen.held)?;
        let (pass, within) = (Pass::Between(low, high), self.within(&x));
        Ok(Some(Probe { name: self.name(shown), value: self.code(value), form: seen.form, pass, within }))
    }

    /// What a settled expression may be, in held units, where more is known than its grid.
    fn within(&self, x: &Expr) -> Option<out::Domain> {
        let range = |low, high| Some(out::Domain::Range { low, high, step: 1 });
        match &x.kind {
            ExprKind::Field(id) => Some(self.segment.domain(*id)),
            ExprKind::Scope(_) => match x.ty {
                Type::Value(list) => {
                    let mut values = self.segment.map.values.get(list.0).cloned().unwrap_or_default();
                    values.sort_unstable();
                    Some(out::Domain::Values(values))
                }
                _ => None,
            },
            ExprKind::EventTime => range(0, 1439),
            ExprKind::DatePart(part, _) => match part {
                DatePart::Year => None,
                DatePart::Month => range(1, 12),
                DatePart::Day => range(1, 31),
                DatePart::Quarter => range(1, 4),
                DatePart::Half => range(1, 2),
                DatePart::Weekday => range(1, 7),
                DatePart::Hour => range(0, 23),
                DatePart::Minute => range(0, 59),
            },
            _ => None,
        }
    }

    /// How a compared number is shown.
    fn seen(&self, shown: &Expr, value: &Number) -> Option<Seen> {
        let Number::Counted(_, factor) = value else { return None };
        let policy = self.policy();
        let plain = |kind| Some(Seen { form: Shown::Fact(kind), held: whole(1), step: 1 });
        match &shown.ty {
            Type::Date => return plain(FactKind::Date),
            Type::Time => return plain(FactKind::Time),
            _ => {}
        }
        let step = match shown.kind {
            ExprKind::Field(id) => policy.fields.get(id.0).and_then(|field| match field.domain {
                Domain::Number { step, .. } => divide(step, *factor),
                _ => None,
            }),
            _ => Some(whole(1)),
        };
        let step = i64::try_from(step?.to_integer()).ok()?.max(1);
        if shown.ty == points() {
            let held = one_of(ten_to(policy.decimals)?);
            return Some(Seen { form: Shown::Points, held, step });
        }
        let held = factor.abs();
        let form = form(policy, &shown.ty, shown_unit(policy, shown), held);
        Some(Seen { form: Shown::Fact(FactKind::Number(form)), held, step })
    }
}

/// How a number is shown: the form, what one held unit is, and the grid in held units.
struct Seen {
    form: Shown,
    held: Rational,
    step: i64,
}

impl Seen {
    /// A bound on the grid, in held units.
    fn on_grid(&self, towards: Rounding, bound: Rational) -> Option<i64> {
        let grid = self.held * whole(self.step);
        let steps = rounded(towards, divide(bound, grid)?)?;
        i64::try_from(steps.checked_mul(self.step.into())?).ok()
    }
}

fn points() -> Type {
    Type::Number(crate::model::Unit::of(Base::Point))
}

fn list_kind(coder: &Coder, ty: &Type) -> FactKind {
    match ty {
        Type::Value(list) => FactKind::Listed(coder.map.lists.get(list.0).copied().unwrap_or_default()),
        _ => FactKind::YesNo,
    }
}

/// The unit word of the first field or account in an expression that is counted in the same unit.
fn shown_unit<'p>(policy: &'p Policy, expr: &Expr) -> Option<&'p str> {
    let mut found = None;
    super::needs::visit(policy, expr, &mut |part| {
        if found.is_none() && part.ty == expr.ty {
            found = policy.shown_unit(part);
        }
    });
    found
}

/// Whether everyone has the scope.
pub fn always_there(keys: ScopeKeys) -> bool {
    matches!(keys, ScopeKeys::Subject | ScopeKeys::Whole)
}

/// No code at all, where none is looked at.
pub const NOTHING: Code = Code { start: 0, len: 0 };
