//! Comparisons, 是, and 在 … 之间.

use super::functions::part_range;
use super::mismatch::Both;
use super::{Typer, yes_no};
use crate::diagnostics::Finding;
use crate::model::expr::Compare;
use crate::model::from_syntax::say::{number, say, type_name};
use crate::model::from_syntax::{codes, fields};
use crate::model::{Constant, Expr, ExprKind, Rational, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Bound, Comparison};

impl Typer<'_> {
    /// X ≥ N
    pub(super) fn compare(
        &mut self,
        op: Comparison,
        left: &tree::Expr,
        right: &tree::Expr,
        span: Span,
    ) -> Option<Expr> {
        let mut sides = self.alike(&[left, right], None)?.into_iter();
        let (l, r) = (sides.next()?, sides.next()?);
        if matches!(op, Comparison::Bound(_)) {
            self.has_order(&l)?;
        }
        self.possible(&l, &r);
        self.possible(&r, &l);
        Some(yes_no(ExprKind::Compare(compare(op), Box::new(l), Box::new(r)), span))
    }

    /// X 在 A 至 B 之间
    pub(super) fn between(
        &mut self,
        value: &tree::Expr,
        low: &tree::Expr,
        high: &tree::Expr,
        span: Span,
    ) -> Option<Expr> {
        let mut parts = self.alike(&[value, low, high], None)?.into_iter();
        let (value, low, high) = (parts.next()?, parts.next()?, parts.next()?);
        self.has_order(&value)?;
        if let (ExprKind::Constant(a), ExprKind::Constant(b)) = (&low.kind, &high.kind)
            && above(a, b)
        {
            self.out.push(fields::empty_range(low.span.to(high.span)));
            return None;
        }
        Some(yes_no(ExprKind::Between(Box::new(value), Box::new(low), Box::new(high)), span))
    }

    /// X 是 A 或 B
    pub(super) fn is(&mut self, value: &tree::Expr, options: &[tree::Expr], negated: bool, span: Span) -> Option<Expr> {
        let typed = self.expr(value, None);
        let mut constants: Vec<Constant> = Vec::new();
        let mut sound = true;
        for option in options {
            // Without the type of the value, what may be a value of a list cannot be judged.
            let Some(typed) = &typed else { continue };
            match self.option((value, typed), option) {
                Some(found) if constants.contains(&found) => self.repeated(option.span),
                Some(found) => constants.push(found),
                None => sound = false,
            }
        }
        let one_of = yes_no(ExprKind::OneOf(Box::new(typed?), constants), span);
        sound.then(|| if negated { yes_no(ExprKind::Not(Box::new(one_of)), span) } else { one_of })
    }

    fn repeated(&mut self, span: Span) {
        let what = say("这个取值写了两次。", "This value is written twice.");
        self.out.push(Finding::new(&codes::REPEATED_VALUE, span, what).help(say("删去一个。", "Remove one of them.")));
    }

    /// One of the options after 是, which must be constants.
    fn option(&mut self, value: Both<'_>, option: &tree::Expr) -> Option<Constant> {
        let found = self.expr(option, Some(&value.1.ty))?;
        self.same_kind(value, (option, &found))?;
        self.possible(value.1, &found);
        match found.kind {
            ExprKind::Constant(constant) => Some(constant),
            _ => {
                let what = say("“是”后面要写取值、数或日期。", "After “is” stands a value, a number or a date.");
                let help = say("两样会变的东西相等，用“=”。", "Use “=” for two things that vary.");
                self.out.push(Finding::new(&codes::NOT_FIXED, found.span, what).help(help));
                None
            }
        }
    }

    /// Only what has an order can be more or less.
    pub(super) fn has_order(&mut self, typed: &Expr) -> Option<()> {
        let ordered = match &typed.ty {
            Type::Number(_) | Type::Date | Type::Time => true,
            Type::YesNo => false,
            Type::Value(list) => self.symbols.lists.get(list.0).is_some_and(|l| l.ordered),
        };
        if ordered {
            return Some(());
        }
        let ty = type_name(&typed.ty, self.symbols);
        let what = say(
            format!("{}没有大小先后，不能这样比较。", ty.zh),
            format!("This is {}, which has no order, and cannot be compared so.", ty.en),
        );
        let help = match typed.ty {
            Type::Value(_) => say(
                "用“是”列出取值，或在名录上写“有序”。",
                "List the values after “is”, or write “ordered” with the directory.",
            ),
            _ => say("用“是”或“非”。", "Use “is” or “not”."),
        };
        self.out.push(Finding::new(&codes::NO_ORDER, typed.span, what).help(help));
        None
    }

    /// A part of a date compared with a number that it never is.
    pub(super) fn possible(&mut self, typed: &Expr, other: &Expr) {
        let (ExprKind::DatePart(part, _), ExprKind::Constant(Constant::Number(value))) = (&typed.kind, &other.kind)
        else {
            return;
        };
        let Some((low, high)) = part_range(*part) else { return };
        let inside = *value >= Rational::from_integer(low) && *value <= Rational::from_integer(high);
        if inside && value.is_integer() {
            return;
        }
        let value = number(value);
        let what = say(
            format!("“{value}”永远不会出现：这里是 {low} 到 {high} 的整数。"),
            format!("“{value}” never occurs: this is a whole number from {low} to {high}."),
        );
        let finding = Finding::new(&codes::IMPOSSIBLE_VALUE, other.span, what)
            .and(typed.span, say(format!("{low} 到 {high}"), format!("{low} to {high}")))
            .help(say(format!("写 {low} 到 {high} 的整数。"), format!("Write a whole number from {low} to {high}.")));
        self.out.push(finding);
    }
}

/// Whether a constant is more than another of its kind.
pub(super) fn above(left: &Constant, right: &Constant) -> bool {
    match (left, right) {
        (Constant::Number(a), Constant::Number(b)) => a > b,
        (Constant::Date(a), Constant::Date(b)) | (Constant::Time(a), Constant::Time(b)) => a > b,
        (Constant::Value(_, a), Constant::Value(_, b)) => a > b,
        _ => false,
    }
}

/// The model's comparison.
fn compare(op: Comparison) -> Compare {
    match op {
        Comparison::Equal => Compare::Equal,
        Comparison::NotEqual => Compare::NotEqual,
        Comparison::Bound(bound) => bound_compare(bound),
    }
}

/// The model's form of a bound.
pub(super) fn bound_compare(bound: Bound) -> Compare {
    match bound {
        Bound::AtLeast => Compare::AtLeast,
        Bound::Over => Compare::Greater,
        Bound::AtMost => Compare::AtMost,
        Bound::Under => Compare::Less,
    }
}
