//! One kind of thing where another is needed, or beside one of another kind.

use super::Typer;
use crate::diagnostics::{Finding, Fix, Message};
use crate::model::from_syntax::codes;
use crate::model::from_syntax::numbers::{Calendar, calendar};
use crate::model::from_syntax::say::{say, type_name, unit_name};
use crate::model::types::Base;
use crate::model::{Expr, ExprKind, Type, Unit};
use crate::syntax::tree;

/// An expression as written and as resolved.
pub(super) type Both<'a> = (&'a tree::Expr, &'a Expr);

impl Typer<'_> {
    /// Whether two expressions can stand side by side; says so if not.
    pub(super) fn same_kind(&mut self, left: Both<'_>, right: Both<'_>) -> Option<()> {
        if left.1.ty != right.1.ty {
            let finding = self.unlike(left, right);
            self.out.push(finding);
            return None;
        }
        match (self.calendar(left), self.calendar(right)) {
            (Some(a), Some(b)) if a != b => {
                let finding = Finding::new(
                    &codes::YEARS_WITH_MONTHS,
                    right.1.span,
                    say("一边数的是年，另一边数的是月，不能放在一起。", "One side counts years, the other months."),
                );
                let finding = finding
                    .and(left.1.span, say("另一边", "the other side"))
                    .help(say("两边都用年，或都用月。", "Use years on both sides, or months."));
                self.out.push(finding);
                None
            }
            _ => Some(()),
        }
    }

    /// Two things that cannot be compared, added or chosen between.
    pub(super) fn unlike(&self, left: Both<'_>, right: Both<'_>) -> Finding {
        let (a, b) = (type_name(&left.1.ty, self.symbols), type_name(&right.1.ty, self.symbols));
        let what =
            say(format!("{}和{}不能放在一起。", a.zh, b.zh), format!("This puts {} together with {}.", a.en, b.en));
        let finding = Finding::new(&codes::UNLIKE_SIDES, right.1.span, what).label(b).and(left.1.span, a);
        for (literal, other) in [(right, left.1), (left, right.1)] {
            if let Some((help, fixes)) = self.missing_unit(literal, &other.ty) {
                return fixes.into_iter().fold(finding.help(help), Finding::fix);
            }
        }
        let points = self.is_points(&left.1.ty) || self.is_points(&right.1.ty);
        if points && [left, right].iter().all(|(_, typed)| matches!(typed.ty, Type::Number(_))) {
            let point = self.symbols.point_name();
            return finding.help(say(format!("两边都以“{point}”计。"), format!("Count both sides in “{point}”.")));
        }
        finding
            .help(say("两边要是同一种东西，用同一个单位。", "Write things of one kind and in one unit on both sides."))
    }

    /// Help where a bare number lacks the unit of the other side, with the units it can have.
    fn missing_unit(&self, (literal, typed): Both<'_>, wanted: &Type) -> Option<(Message, Vec<Fix>)> {
        let (tree::ExprKind::Number(number), Type::Number(unit)) = (&literal.kind, wanted) else { return None };
        let plain = typed.ty == Type::Number(Unit::none());
        if number.unit.is_some() || number.percent || unit.0.len() != 1 || !plain {
            return None;
        }
        let words = match unit.0.as_slice() {
            [(Base::Minute, 1)] => vec![("小时", "hours"), ("分钟", "minutes")],
            _ => Vec::new(),
        };
        let name = unit_name(unit, self.symbols);
        let words = if words.is_empty() { vec![(name.zh.as_str(), name.en.as_str())] } else { words };
        let zh: Vec<String> = words.iter().map(|(zh, _)| format!("“{} {zh}”", number.text)).collect();
        let en: Vec<String> = words.iter().map(|(_, en)| format!("“{} {en}”", number.text)).collect();
        let help = say(format!("写上单位：{}。", zh.join("或")), format!("Write the unit: {}.", en.join(" or ")));
        let fix = |(zh, en): &(&str, &str)| {
            let text = format!("{} {}", number.text, if self.symbols.chinese { zh } else { en });
            let title = say(format!("改为“{text}”"), format!("Change it to “{text}”"));
            Fix { title, edits: vec![(number.span, text)] }
        };
        Some((help, words.iter().map(fix).collect()))
    }

    fn is_points(&self, ty: &Type) -> bool {
        *ty == Type::Number(Unit::of(Base::Point))
    }

    /// One type stands where another is needed.
    pub(super) fn wrong_type(&self, written: &tree::Expr, found: &Expr, wanted: &Type) -> Finding {
        let (need, got) = (type_name(wanted, self.symbols), type_name(&found.ty, self.symbols));
        let code = if self.is_points(wanted) { &codes::POINTS_EXPECTED } else { &codes::WRONG_KIND };
        let what = say(
            format!("这里要写{}，写的却是{}。", need.zh, got.zh),
            format!("This must be {}; it is {}.", need.en, got.en),
        );
        let finding = Finding::new(code, found.span, what).label(got);
        if let Some((help, fixes)) = self.missing_unit((written, found), wanted) {
            return fixes.into_iter().fold(finding.help(help), Finding::fix);
        }
        if self.is_points(wanted) {
            return self.points_slip(finding, written, found);
        }
        finding.help(say(format!("改写为{}。", need.zh), format!("Write {} instead.", need.en)))
    }

    /// What is usually meant where something else stands in place of points.
    fn points_slip(&self, finding: Finding, written: &tree::Expr, found: &Expr) -> Finding {
        let point = self.symbols.point_name();
        if let tree::ExprKind::Number(number) = &written.kind
            && let Some(unit) = &number.unit
        {
            let title = say(format!("改为“{point}”"), format!("Change it to “{point}”"));
            let help =
                say(format!("把“{}”改为“{point}”。", unit.value), format!("Change “{}” to “{point}”.", unit.value));
            return finding.help(help).fix(Fix { title, edits: vec![(unit.span, point.to_string())] });
        }
        let Type::Number(unit) = &found.ty else {
            return finding.help(say(format!("写一个以“{point}”计的数。"), format!("Write an amount in “{point}”.")));
        };
        let with_points = unit.0.iter().any(|(base, _)| *base == Base::Point);
        let rest = Unit(unit.0.iter().filter(|(base, _)| *base != Base::Point).cloned().collect());
        let rest = unit_name(&rest, self.symbols);
        finding.help(match (with_points, unit.0.is_empty()) {
            (true, _) => say(
                format!("按数量给分，写成“奖励 每 1 {} 数量 10 {point}”的样子。", rest.zh),
                format!("To pay by quantity write it like “award 10 {point} per 1 {} of QUANTITY”.", rest.en),
            ),
            (false, true) => say(
                format!("写上单位：“× 1 {point}”，或在数后写“{point}”。"),
                format!("Add the unit: “* 1 {point}”, or write “{point}” after the number."),
            ),
            (false, false) => say(
                format!("写明多少{}得多少“{point}”，例如“奖励 每 10 {} 数量 1 {point}，向下取整”。", rest.zh, rest.zh),
                format!(
                    "Say how much of it earns how much “{point}”, such as “award 1 {point} per 10 {} of QUANTITY, rounded down”.",
                    rest.en
                ),
            ),
        })
    }

    /// Whether an expression counts years or months.
    fn calendar(&self, (written, typed): Both<'_>) -> Option<Calendar> {
        match &written.kind {
            tree::ExprKind::Number(number) => number.unit.as_ref().and_then(|u| calendar(&u.value)),
            _ => self.counted(typed),
        }
    }

    fn counted(&self, typed: &Expr) -> Option<Calendar> {
        match &typed.kind {
            ExprKind::Elapsed { months: true, .. } => Some(Calendar::Months),
            ExprKind::Elapsed { months: false, .. } => Some(Calendar::Years),
            ExprKind::Field(id) => {
                let field = self.symbols.fields.get(id.0)?.as_ref()?;
                field.shown_unit.as_deref().and_then(calendar)
            }
            ExprKind::Definition(id) => self.counted(&self.symbols.definitions.get(id.0)?.as_ref()?.value),
            _ => None,
        }
    }
}
