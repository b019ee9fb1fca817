//! + − × ÷ and their units.

use super::mismatch::Both;
use super::{Typer, of_unit};
use crate::diagnostics::Finding;
use crate::model::from_syntax::say::{say, type_name};
use crate::model::from_syntax::{codes, constants};
use crate::model::types::Base;
use crate::model::{Expr, ExprKind, Rational, Type, Unit};
use crate::source::Span;
use crate::syntax::tree::{self, Arithmetic};
use std::collections::BTreeMap;

/// The highest power of a unit that can be written.
const HIGHEST_POWER: u8 = 4;

impl Typer<'_> {
    /// −X
    pub(super) fn negate(&mut self, inner: &tree::Expr, hint: Option<&Type>, span: Span) -> Option<Expr> {
        let inner = self.expr(inner, hint)?;
        let unit = self.unit(&inner)?;
        Some(of_unit(ExprKind::Negate(Box::new(inner)), unit, span))
    }

    /// A op B; `rounded` says that the result is rounded on the spot.
    pub(super) fn arithmetic(
        &mut self,
        op: Arithmetic,
        (left, right): (&tree::Expr, &tree::Expr),
        hint: Option<&Type>,
        span: Span,
        rounded: bool,
    ) -> Option<Expr> {
        let hint = hint.filter(|_| matches!(op, Arithmetic::Add | Arithmetic::Subtract));
        let l = self.expr(left, hint);
        let r = self.expr(right, hint);
        let (l, r) = (l?, r?);
        match op {
            Arithmetic::Add | Arithmetic::Subtract => {
                let ty = self.sum(op, (left, &l), (right, &r))?;
                let (l, r) = (Box::new(l), Box::new(r));
                let kind = if op == Arithmetic::Add { ExprKind::Add(l, r) } else { ExprKind::Subtract(l, r) };
                Some(Expr { kind, ty, span })
            }
            Arithmetic::Multiply => {
                let unit = self.product(&l, &r, 1)?;
                Some(of_unit(ExprKind::Multiply(Box::new(l), Box::new(r)), unit, span))
            }
            Arithmetic::Divide => {
                let unit = self.product(&l, &r, -1)?;
                self.divisor(&r, rounded)?;
                Some(of_unit(ExprKind::Divide(Box::new(l), Box::new(r)), unit, span))
            }
        }
    }

    /// The type of A + B or A − B: numbers of one unit, a date and days, or two dates.
    fn sum(&mut self, op: Arithmetic, left: Both<'_>, right: Both<'_>) -> Option<Type> {
        let days = Type::Number(Unit::of(Base::Day));
        let minus = op == Arithmetic::Subtract;
        match (&left.1.ty, &right.1.ty) {
            (Type::Date, Type::Date) if minus => Some(days),
            (Type::Date, other) if *other == days => Some(Type::Date),
            (other, Type::Date) if *other == days && !minus => Some(Type::Date),
            (Type::Number(_), Type::Number(_)) => {
                self.same_kind(left, right)?;
                Some(left.1.ty.clone())
            }
            _ => {
                let finding = self.not_summable(left.1, right.1, minus);
                self.out.push(finding);
                None
            }
        }
    }

    fn not_summable(&self, l: &Expr, r: &Expr, minus: bool) -> Finding {
        let (a, b) = (type_name(&l.ty, self.symbols), type_name(&r.ty, self.symbols));
        let what = match minus {
            true => say(format!("{}不能减去{}。", a.zh, b.zh), format!("This subtracts {} from {}.", b.en, a.en)),
            false => say(format!("{}和{}不能相加。", a.zh, b.zh), format!("This adds {} and {}.", a.en, b.en)),
        };
        let help = match l.ty == Type::Date || r.ty == Type::Date {
            true => say(
                "日期只能加减天数，例如“发生日 - 30 日”。",
                "Add or subtract days only, such as “event_date - 30 days”.",
            ),
            false => say("两边写同一单位的数。", "Write numbers of one unit on both sides."),
        };
        Finding::new(&codes::UNLIKE_SIDES, r.span, what).label(b).and(l.span, a).help(help)
    }

    /// The unit of a number; says so if it is none.
    pub fn unit(&mut self, typed: &Expr) -> Option<Unit> {
        if let Type::Number(unit) = &typed.ty {
            return Some(unit.clone());
        }
        let ty = type_name(&typed.ty, self.symbols);
        let what =
            say(format!("这里要一个数，写的是{}。", ty.zh), format!("A number is needed here; this is {}.", ty.en));
        let help = say("写一个数，或结果是数的算式。", "Write a number or a formula that gives one.");
        self.out.push(Finding::new(&codes::NOT_A_NUMBER, typed.span, what).help(help));
        None
    }

    /// The unit of a product, or of a quotient where `sign` is −1.
    fn product(&mut self, left: &Expr, right: &Expr, sign: i8) -> Option<Unit> {
        let l = self.unit(left);
        let r = self.unit(right);
        let unit = combine(&l?, &r?, sign);
        if unit.is_none() {
            let what = say("同一个单位连乘的次数太多。", "One unit is multiplied by itself too many times.");
            let help =
                say("检查这个算式：结果没有实际意义。", "Check the formula: its result has no practical meaning.");
            self.out.push(Finding::new(&codes::UNIT_POWER_TOO_HIGH, left.span.to(right.span), what).help(help));
        }
        unit
    }

    /// A divisor is never 0 as far as it is constant, and varies only where the quotient is rounded on the spot.
    fn divisor(&mut self, divisor: &Expr, rounded: bool) -> Option<()> {
        let zero = Rational::from_integer(0);
        if !constants::is_constant(divisor, self.symbols) {
            if !rounded {
                self.unrounded(divisor);
            }
            return rounded.then_some(());
        }
        if constants::values(divisor, self.symbols).iter().all(|(_, value)| *value != zero) {
            return Some(());
        }
        let what = say("这里除以 0。", "This divides by 0.");
        let help = say("改写除数。", "Change the divisor.");
        self.out.push(Finding::new(&codes::DIVISION_BY_ZERO, divisor.span, what).help(help));
        None
    }

    fn unrounded(&mut self, divisor: &Expr) {
        let what = say(
            "除以会变的数时，要当场写明怎样取整。",
            "A division by what varies must state its rounding on the spot.",
        );
        let help = say(
            "写成“向下取整（甲 ÷ 乙）”“向上取整（…）”或“四舍五入（…）”。",
            "Write “floor(a / b)”, “ceiling(…)” or “round(…)”.",
        );
        let finding = Finding::new(&codes::UNROUNDED_QUOTIENT, divisor.span, what);
        self.out.push(finding.label(say("这个数会变", "this varies")).help(help));
    }
}

/// The product of two units, or the quotient where `sign` is −1; none if a power is too high.
fn combine(left: &Unit, right: &Unit, sign: i8) -> Option<Unit> {
    let mut powers: BTreeMap<Base, i8> = left.0.iter().cloned().collect();
    for (base, power) in &right.0 {
        let entry = powers.entry(base.clone()).or_insert(0);
        *entry = entry.checked_add(power.checked_mul(sign)?)?;
    }
    let unit = Unit(powers.into_iter().filter(|(_, power)| *power != 0).collect());
    unit.0.iter().all(|(_, power)| power.unsigned_abs() <= HIGHEST_POWER).then_some(unit)
}
