//! Expressions: every name resolved, every type and unit checked.

mod arithmetic;
mod bands;
mod compare;
mod functions;
mod mismatch;
mod names;
mod unknown;

pub(super) use unknown::unknown_value;

use super::codes;
use super::numbers::amount;
use super::say::{say, type_name};
use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::types::Base;
use crate::model::{ActivityId, Constant, Expr, ExprKind, Rational, Type, Unit};
use crate::source::Span;
use crate::syntax::tree;

/// Where an expression stands: what it may read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The activity whose fields may be read.
    pub activity: Option<ActivityId>,
    /// Whether there is an event, so that 连同本次 has a meaning.
    pub event: bool,
    /// Whether the item could name an activity with 凡.
    pub may_name_activity: bool,
}

impl Place {
    /// In an item about events of an activity, or of any where there is none.
    pub fn event(activity: Option<ActivityId>) -> Self {
        Place { activity, event: true, may_name_activity: true }
    }

    /// In 资格 得分: about events of every activity.
    pub fn any_event() -> Self {
        Place { activity: None, event: true, may_name_activity: false }
    }

    /// In an item about redemptions.
    pub fn redemption() -> Self {
        Place { activity: None, event: false, may_name_activity: false }
    }
}

/// Gives expressions their types. A method returns nothing only after it has said why.
pub(super) struct Typer<'a> {
    pub symbols: &'a Symbols,
    pub place: Place,
    pub out: &'a mut Vec<Finding>,
}

impl Typer<'_> {
    /// A condition.
    pub fn condition(&mut self, written: &tree::Expr) -> Option<Expr> {
        let found = self.expr(written, Some(&Type::YesNo))?;
        if found.ty == Type::YesNo {
            return Some(found);
        }
        let ty = type_name(&found.ty, self.symbols);
        let what = say(
            format!("这里要一个条件，写的是{}。", ty.zh),
            format!("A condition is needed here; this is {}.", ty.en),
        );
        let help = say(
            "写明和什么比较，例如“年龄 60 以上”“角色 是 牵头”。",
            "Say what it is compared with, such as “age at least 60” or “role is lead”.",
        );
        self.out.push(Finding::new(&codes::NOT_A_CONDITION, found.span, what).help(help));
        None
    }

    /// All conditions of a list of clauses that could be resolved.
    pub fn clauses(&mut self, written: &[tree::Expr]) -> Option<Vec<Expr>> {
        let clauses: Vec<Option<Expr>> = written.iter().map(|c| self.condition(c)).collect();
        clauses.into_iter().collect()
    }

    /// An amount of points.
    pub fn points(&mut self, written: &tree::Expr) -> Option<Expr> {
        self.of_type(written, &Type::Number(Unit::of(Base::Point)))
    }

    /// An expression of a type.
    pub fn of_type(&mut self, written: &tree::Expr, wanted: &Type) -> Option<Expr> {
        let found = self.expr(written, Some(wanted))?;
        self.must_be(written, found, wanted)
    }

    /// Like `of_type`; a quotient may have any divisor, since it is rounded where it stands.
    pub fn rounded_of_type(&mut self, written: &tree::Expr, wanted: &Type) -> Option<Expr> {
        let found = self.rounded(written, Some(wanted))?;
        self.must_be(written, found, wanted)
    }

    /// Passes an expression on if it is of a type.
    pub fn must_be(&mut self, written: &tree::Expr, found: Expr, wanted: &Type) -> Option<Expr> {
        if found.ty == *wanted {
            return Some(found);
        }
        let finding = self.wrong_type(written, &found, wanted);
        self.out.push(finding);
        None
    }

    /// An expression; `hint` is the type it will be used with, by which values of lists are found.
    pub fn expr(&mut self, written: &tree::Expr, hint: Option<&Type>) -> Option<Expr> {
        use tree::ExprKind as Written;
        let span = written.span;
        match &written.kind {
            Written::Number(number) => {
                let amount = amount(number, self.symbols, self.out)?;
                Some(constant(Constant::Number(amount.value), Type::Number(amount.unit), span))
            }
            Written::Date(day) => Some(constant(Constant::Date(*day), Type::Date, span)),
            Written::Time(minute) => Some(constant(Constant::Time(i32::from(*minute)), Type::Time, span)),
            Written::YesNo(yes) => Some(constant(Constant::YesNo(*yes), Type::YesNo, span)),
            Written::Name(name) => self.name(name, span, hint),
            Written::EventDate => Some(Expr { kind: ExprKind::EventDate, ty: Type::Date, span }),
            Written::EventTime => Some(Expr { kind: ExprKind::EventTime, ty: Type::Time, span }),
            Written::Not(inner) => {
                let inner = self.condition(inner)?;
                Some(yes_no(ExprKind::Not(Box::new(inner)), span))
            }
            Written::And(parts) => self.clauses(parts).map(|parts| yes_no(ExprKind::And(parts), span)),
            Written::Or(parts) => self.clauses(parts).map(|parts| yes_no(ExprKind::Or(parts), span)),
            Written::Compare { op, left, right } => self.compare(*op, left, right, span),
            Written::Is { value, options, negated } => self.is(value, options, *negated, span),
            Written::Between { value, low, high } => self.between(value, low, high, span),
            Written::Has(word) => self.has(word, span),
            Written::Negate(inner) => self.negate(inner, hint, span),
            Written::Arithmetic { op, left, right } => self.arithmetic(*op, (left, right), hint, span, false),
            Written::If { condition, then, otherwise } => self.either(condition, (then, otherwise), hint, span),
            Written::Call { function, arguments } => self.call(function, arguments, span),
            Written::Bands(bands) => {
                let (bands, ty) = self.bands(bands, hint)?;
                Some(Expr { kind: ExprKind::Bands(bands), ty, span })
            }
        }
    }

    /// Like `expr` where the result is rounded on the spot: a quotient may have any divisor.
    pub fn rounded(&mut self, written: &tree::Expr, hint: Option<&Type>) -> Option<Expr> {
        match &written.kind {
            tree::ExprKind::Arithmetic { op, left, right } => {
                self.arithmetic(*op, (left, right), hint, written.span, true)
            }
            _ => self.expr(written, hint),
        }
    }

    /// 若 C 则 A 否则 B
    fn either(
        &mut self,
        condition: &tree::Expr,
        (then, otherwise): (&tree::Expr, &tree::Expr),
        hint: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        let condition = self.condition(condition);
        let mut alike = self.alike(&[then, otherwise], hint)?.into_iter();
        let (then, otherwise) = (alike.next()?, alike.next()?);
        let ty = then.ty.clone();
        Some(Expr { kind: ExprKind::If(Box::new(condition?), Box::new(then), Box::new(otherwise)), ty, span })
    }

    /// Expressions that must be of one type; the first of them that says its type by itself decides.
    fn alike(&mut self, written: &[&tree::Expr], hint: Option<&Type>) -> Option<Vec<Expr>> {
        let lead = written.iter().position(|e| !self.is_bare_value(e)).unwrap_or(0);
        let lead_written = written.get(lead)?;
        let first = self.expr(lead_written, hint);
        let ty = first.as_ref().map(|e| e.ty.clone());
        let mut found: Vec<Option<Expr>> = Vec::new();
        for (at, expr) in written.iter().enumerate() {
            found.push(match (at == lead, &first) {
                (true, _) => first.clone(),
                // Without a type to go by, a bare value cannot be judged.
                (false, None) if hint.is_none() && self.is_bare_value(expr) => None,
                (false, _) => self.expr(expr, ty.as_ref().or(hint)),
            });
        }
        let found: Vec<Expr> = found.into_iter().collect::<Option<_>>()?;
        for (at, other) in found.iter().enumerate().filter(|(at, _)| *at != lead) {
            self.same_kind((lead_written, found.get(lead)?), (written.get(at)?, other))?;
        }
        Some(found)
    }
}

/// A constant.
pub(super) fn constant(value: Constant, ty: Type, span: Span) -> Expr {
    Expr { kind: ExprKind::Constant(value), ty, span }
}

/// A yes/no expression.
fn yes_no(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, ty: Type::YesNo, span }
}

/// A number of some unit.
pub(super) fn of_unit(kind: ExprKind, unit: Unit, span: Span) -> Expr {
    Expr { kind, ty: Type::Number(unit), span }
}

/// A constant number of some unit.
fn number(value: Rational, unit: Unit, span: Span) -> Expr {
    constant(Constant::Number(value), Type::Number(unit), span)
}
