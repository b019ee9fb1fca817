//! What can be changed in an expression, one thing at a time.

use super::super::bounds::step;
use super::super::say;
use crate::diagnostics::Message;
use crate::model::arithmetic::whole;
use crate::model::expr::{Bands, RowTest};
use crate::model::held::smallest_unit;
use crate::model::print::{both, decimal};
use crate::model::types::Base;
use crate::model::{Constant, Expr, ExprKind, Policy, Rational, Type, Unit};
use crate::source::Span;

/// A change of the expression that is visited after so many others.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// How many are visited before it.
    pub place: usize,
    /// What becomes of it.
    pub to: To,
    /// Where it stands.
    pub span: Span,
    /// In words.
    pub what: Message,
}

/// What becomes of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum To {
    /// This constant.
    Is(Constant),
    /// Its opposite.
    Opposite,
    /// One of fewer values.
    Without(usize),
    /// Rows that meet at the first number meet at the second.
    Meet(Constant, Constant),
}

impl Edit {
    /// Makes the change; false where there is nothing to change.
    pub fn apply(&self, expr: &mut Expr) -> bool {
        let Some(part) = expr.nth_mut(self.place) else { return false };
        match (&self.to, &mut part.kind) {
            (To::Is(constant), _) => part.kind = ExprKind::Constant(constant.clone()),
            (To::Opposite, _) => part.kind = ExprKind::Not(Box::new(part.clone())),
            (To::Without(at), ExprKind::OneOf(_, values)) if *at < values.len() => drop(values.remove(*at)),
            (To::Meet(old, new), ExprKind::Bands(bands)) => {
                for row in &mut bands.rows {
                    if let RowTest::Bounds(bounds) = &mut row.test {
                        let same = bounds.iter_mut().filter(|(_, limit)| limit == old);
                        same.for_each(|(_, limit)| *limit = new.clone());
                    }
                }
            }
            _ => return false,
        }
        true
    }
}

/// All changes of an expression.
pub fn edits(policy: &Policy, expr: &Expr, share: bool) -> Vec<Edit> {
    let mut finder = Finder { policy, share, place: 0, edits: Vec::new() };
    finder.visit(expr, None, None);
    finder.edits
}

/// Where a condition stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Under {
    /// Where all must hold.
    And,
    /// Where one must hold.
    Or,
}

struct Finder<'p> {
    policy: &'p Policy,
    /// Whether it is the share of a bonus.
    share: bool,
    place: usize,
    edits: Vec<Edit>,
}

impl Finder<'_> {
    /// Goes through an expression in the order in which its parts are visited. `beside` is what a constant is compared with.
    fn visit(&mut self, expr: &Expr, under: Option<Under>, beside: Option<&Expr>) {
        use ExprKind as K;
        let place = self.place;
        self.place += 1;
        let inner = match &expr.kind {
            K::And(_) => Some(Under::And),
            K::Or(_) => Some(Under::Or),
            _ => None,
        };
        if expr.ty == Type::YesNo && inner.is_none() && !matches!(expr.kind, K::Constant(_)) {
            self.condition(expr, place, under);
        }
        match &expr.kind {
            K::Constant(value) => self.constant(expr, value, place, beside),
            K::Compare(_, a, b) => {
                self.visit(a, None, Some(b));
                self.visit(b, None, Some(a));
            }
            K::Between(x, low, high) => {
                self.visit(x, None, None);
                self.visit(low, None, Some(x));
                self.visit(high, None, Some(x));
            }
            // What is 非 is changed as a whole.
            K::Not(a) => self.place += size(a),
            K::OneOf(x, values) => {
                self.one_of(expr, values, place);
                self.visit(x, None, None);
            }
            K::Bands(bands) => {
                self.bounds(bands, place);
                expr.children().into_iter().for_each(|child| self.visit(child, None, None));
            }
            _ => expr.children().into_iter().for_each(|child| self.visit(child, inner, None)),
        }
    }

    fn add(&mut self, place: usize, span: Span, to: To, what: Message) {
        self.edits.push(Edit { place, to, span, what });
    }

    fn condition(&mut self, expr: &Expr, place: usize, under: Option<Under>) {
        let text: Message = both(self.policy, |printer| printer.expr(expr)).into();
        let holds = under != Some(Under::Or);
        let gone = Message::new(format!("去掉“{}”", text.zh), format!("“{}” left out", text.en));
        self.add(place, expr.span, To::Is(Constant::YesNo(holds)), gone);
        let turned = Message::new(format!("“{}”改为相反", text.zh), format!("“{}” turned into its opposite", text.en));
        self.add(place, expr.span, To::Opposite, turned);
    }

    fn one_of(&mut self, expr: &Expr, values: &[Constant], place: usize) {
        let ExprKind::OneOf(x, _) = &expr.kind else { return };
        for (at, value) in values.iter().enumerate().filter(|_| values.len() > 1) {
            let text = self.shown(value, &x.ty, x);
            let what = Message::new(format!("少写“{}”", text.zh), format!("“{}” left out", text.en));
            self.add(place, expr.span, To::Without(at), what);
        }
    }

    fn bounds(&mut self, bands: &Bands, place: usize) {
        let mut seen: Vec<&Constant> = Vec::new();
        for row in &bands.rows {
            let RowTest::Bounds(bounds) = &row.test else { continue };
            for (_, limit) in bounds {
                if seen.contains(&limit) {
                    continue;
                }
                seen.push(limit);
                let by = Expr { kind: ExprKind::Constant(limit.clone()), ty: bands.by.ty.clone(), span: row.span };
                for (new, what) in self.moved(&by, limit, Some(&bands.by)) {
                    self.add(place, row.span, To::Meet(limit.clone(), new), what);
                }
            }
        }
    }

    fn constant(&mut self, expr: &Expr, value: &Constant, place: usize, beside: Option<&Expr>) {
        for (new, what) in self.moved(expr, value, beside) {
            self.add(place, expr.span, To::Is(new), what);
        }
    }

    /// A number, date or time one step more and one step less.
    fn moved(&self, expr: &Expr, value: &Constant, beside: Option<&Expr>) -> Vec<(Constant, Message)> {
        let by_step = |more: bool| -> Option<Constant> {
            let sign: i8 = if more { 1 } else { -1 };
            Some(match value {
                Constant::Number(number) => {
                    let step = self.step(*number, &expr.ty, beside)?;
                    Constant::Number(*number + step * whole(sign))
                }
                Constant::Date(day) => Constant::Date(day.checked_add(sign.into())?),
                Constant::Time(minute) => Constant::Time(minute.checked_add(sign.into())?),
                Constant::YesNo(_) | Constant::Value(..) => return None,
            })
        };
        let said = |new: Constant| {
            let shown_by = beside.unwrap_or(expr);
            let (old, text) = (self.shown(value, &expr.ty, shown_by), self.shown(&new, &expr.ty, shown_by));
            (new, say::changed(&old, &text))
        };
        let kept = |new: &Constant| possible(new) || !possible(value);
        [true, false].into_iter().filter_map(by_step).filter(kept).map(said).collect()
    }

    /// How much a number is changed by: the step of what it is compared with, the smallest unit, or its last decimal.
    fn step(&self, number: Rational, ty: &Type, beside: Option<&Expr>) -> Option<Rational> {
        if let Some(step) = beside.and_then(|beside| step(self.policy, beside, true)) {
            return Some(step);
        }
        match ty {
            Type::Number(unit) if *unit == Unit::of(Base::Point) => Some(smallest_unit(self.policy, unit)),
            Type::Number(_) if self.share => Some(Rational::new(1, 100)),
            Type::Number(_) => {
                let places = (0..=12u32).find(|places| (number * Rational::from(10i128.pow(*places))).is_integer())?;
                Some(Rational::new(1, 10i128.pow(places)))
            }
            _ => None,
        }
    }

    fn shown(&self, value: &Constant, ty: &Type, by: &Expr) -> Message {
        if let (true, Constant::Number(number)) = (self.share, value) {
            let percent = format!("{}%", decimal(*number * whole(100)).unwrap_or_default());
            return Message::new(percent.clone(), percent);
        }
        let unit = say::shown_unit(self.policy, by);
        both(self.policy, |printer| printer.constant(value, ty, unit)).into()
    }
}

/// Whether a policy could say so.
fn possible(value: &Constant) -> bool {
    match value {
        Constant::Number(number) => *number.numer() >= 0,
        Constant::Time(minute) => (0..24 * 60).contains(minute),
        _ => true,
    }
}

/// How many expressions are visited in one.
fn size(expr: &Expr) -> usize {
    let mut count = 0;
    expr.visit(&mut |_| count += 1);
    count
}
