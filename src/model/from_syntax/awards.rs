//! 奖励 and 加成: what a rule pays.

use super::constants::{constant_of, fold, is_constant};
use super::say::{amount as amount_of, number, say};
use super::subject::reading;
use super::symbols::Symbols;
use super::typing::{Typer, of_unit};
use super::{caps, codes};
use crate::diagnostics::{Finding, Fix};
use crate::model::arithmetic::{multiply, whole};
use crate::model::types::Base;
use crate::model::{Award, Expr, ExprKind, Rational, Rounding, ScopeId, Type, Unit, Window};
use crate::source::Span;
use crate::syntax::tree;

/// 奖励
pub(super) fn award(typer: &mut Typer<'_>, written: &tree::Spanned<tree::Award>) -> Option<Award> {
    match &written.value {
        tree::Award::Expr(expr, stated) => {
            let stated = stated.as_ref().map(|r| rounding(r.value));
            amount(typer, expr, stated)
        }
        tree::Award::Blocks { block, of, pay, remainder } => {
            blocks(typer, Blocks { block, of, pay }, remainder.as_ref(), written.span)
        }
        tree::Award::Rate { per, of, pay, rounding: stated } => {
            let stated = stated.as_ref().map(|r| rounding(r.value));
            rate(typer, Blocks { block: per, of, pay }, stated, written.span)
        }
    }
}

/// The expressions of an award.
pub(super) fn parts(award: &Award) -> Vec<&Expr> {
    match award {
        Award::Expr(expr, _) => vec![expr],
        Award::Blocks { block, of, pay, .. } => vec![block, of, pay],
    }
}

/// The model's rounding.
pub(super) fn rounding(written: tree::Rounding) -> Rounding {
    match written {
        tree::Rounding::Down => Rounding::Down,
        tree::Rounding::Up => Rounding::Up,
        tree::Rounding::HalfUp => Rounding::HalfUp,
    }
}

/// An amount of points, with the rounding stated for all of it.
fn amount(typer: &mut Typer<'_>, written: &tree::Expr, stated: Option<Rounding>) -> Option<Award> {
    let points = Type::Number(Unit::of(Base::Point));
    let Some(rounding) = stated else {
        return typer.points(written).map(|expr| Award::Expr(expr, None));
    };
    let expr = typer.rounded_of_type(written, &points)?;
    Some(Award::Expr(round_quotient(expr, rounding, typer.symbols), Some(rounding)))
}

/// A quotient with a divisor that varies is rounded on the spot, as the clause says.
fn round_quotient(expr: Expr, rounding: Rounding, symbols: &Symbols) -> Expr {
    match &expr.kind {
        ExprKind::Divide(_, by) if !is_constant(by, symbols) => {
            let (span, ty) = (expr.span, expr.ty.clone());
            let smallest = Rational::new(1, 10_i128.checked_pow(symbols.decimals).unwrap_or(1));
            Expr { kind: ExprKind::Round(rounding, Box::new(expr), smallest), ty, span }
        }
        _ => expr,
    }
}

/// The parts of 每满 and 每.
struct Blocks<'a> {
    block: &'a tree::Expr,
    of: &'a tree::Expr,
    pay: &'a tree::Expr,
}

impl Blocks<'_> {
    /// What is counted, and the size of a block in the same unit, more than 0.
    fn counted(&self, typer: &mut Typer<'_>) -> Option<(Expr, Expr)> {
        let of = typer.expr(self.of, None);
        let of = of.and_then(|of| typer.unit(&of).map(|_| of))?;
        let (block, values) = constant_of(typer, self.block, &of.ty, ("每份的大小", "The size of a block"))?;
        if let Some((_, value)) = values.iter().find(|(_, value)| *value <= Rational::from_integer(0)) {
            let what = say(
                format!("每份要大于 0，这里是 {}。", number(value)),
                format!("A block must be more than 0; this is {}.", number(value)),
            );
            typer.out.push(
                Finding::new(&codes::BAD_BLOCK, block.span, what).help(say("改写这个数。", "Change the number.")),
            );
            return None;
        }
        Some((of, block))
    }
}

/// 每 N X 得 P: P × X ÷ N.
fn rate(typer: &mut Typer<'_>, written: Blocks<'_>, stated: Option<Rounding>, span: Span) -> Option<Award> {
    let counted = written.counted(typer);
    let pay = typer.points(written.pay);
    let ((of, block), pay) = (counted?, pay?);
    let (Type::Number(unit), Type::Number(points)) = (&of.ty, &pay.ty) else { return None };
    let mut units = points.0.clone();
    units.extend(unit.0.iter().cloned());
    units.sort();
    let points = points.clone();
    let product = of_unit(ExprKind::Multiply(Box::new(pay), Box::new(of)), Unit(units), span);
    Some(Award::Expr(of_unit(ExprKind::Divide(Box::new(product), Box::new(block)), points, span), stated))
}

/// 每满 N X 得 P
fn blocks(
    typer: &mut Typer<'_>,
    written: Blocks<'_>,
    remainder: Option<&tree::Spanned<tree::Remainder>>,
    span: Span,
) -> Option<Award> {
    let counted = written.counted(typer);
    let pay = typer.points(written.pay);
    let Some(remainder) = remainder else {
        let finding = remainder_unstated(counted.as_ref(), pay.as_ref(), span, typer.symbols);
        typer.out.push(finding);
        return None;
    };
    let ((of, block), pay) = (counted?, pay?);
    let carried = match &remainder.value {
        tree::Remainder::Dropped => None,
        tree::Remainder::Carried { scope, window } => {
            Some(carried(typer, scope.as_ref(), window.as_ref(), remainder.span, [&block, &pay])?)
        }
    };
    Some(Award::Blocks { block, of, pay, carried })
}

/// Whose remainder is carried and for how long: per person and for ever unless stated.
fn carried(
    typer: &mut Typer<'_>,
    scope: Option<&tree::Reading>,
    window: Option<&tree::Spanned<tree::Window>>,
    span: Span,
    fixed: [&Expr; 2],
) -> Option<(ScopeId, Window)> {
    for (part, zh, en) in
        [(fixed[0], "每份的大小", "the size of a block"), (fixed[1], "每份的奖励", "what a block pays")]
    {
        if !is_constant(part, typer.symbols) {
            let what = say(
                format!("余数结转时，{zh}要是定数。"),
                format!("Where the remainder is carried, {en} is a fixed number."),
            );
            let why = say(
                "结转的余数会在以后的记录里凑成整份，那时的奖励要和现在一样。",
                "A remainder fills a block in a later event, which must pay the same.",
            );
            let help =
                say("写一个数或参数，或写“余数不计”。", "Write a number or a parameter, or “remainder dropped”.");
            typer.out.push(Finding::new(&codes::CARRIED_BLOCK_VARIES, part.span, what).why(why).help(help));
            return None;
        }
    }
    let scope = match scope {
        Some(written) => reading(written, typer.symbols, typer.out)?,
        None => ScopeId(0),
    };
    let window = window.map_or(Window::Lifetime, |w| caps::window(w.value));
    if window == Window::Event {
        let what = say(
            "“每次”不能结转余数：余数只在这一次。",
            "Nothing is carried “per event”: there is nothing to carry it to.",
        );
        let help = say("写更长的周期，或写“余数不计”。", "Write a longer period, or “remainder dropped”.");
        typer.out.push(Finding::new(&codes::CARRIED_PER_EVENT, span, what).help(help));
        return None;
    }
    Some((scope, window))
}

/// 余数 is asked for, never assumed.
fn remainder_unstated(counted: Option<&(Expr, Expr)>, pay: Option<&Expr>, span: Span, symbols: &Symbols) -> Finding {
    let what = say("没有写不满一份的余数怎么办。", "What becomes of an incomplete block is not said.");
    let help = say("写“余数不计”或“余数结转”。", "Write “remainder dropped” or “remainder carried”.");
    let mut finding = Finding::new(&codes::REMAINDER_UNSTATED, span, what).help(help);
    let block = counted.and_then(|(_, block)| fold(block));
    let example = block.zip(pay.and_then(fold));
    if let Some(why) = example.and_then(|(block, pay)| remainder_example(block, pay, counted.map(|(_, b)| b), symbols))
    {
        finding = finding.why(why);
    }
    for (zh, en, title_zh, title_en) in [
        ("，余数不计", ", remainder dropped", "写“余数不计”", "Write “remainder dropped”"),
        ("，余数结转", ", remainder carried", "写“余数结转”", "Write “remainder carried”"),
    ] {
        let edits = vec![(super::header::after(span), symbols.word(zh, en).to_string())];
        finding = finding.fix(Fix { title: say(title_zh, title_en), edits });
    }
    finding
}

/// Twice one and a half blocks: two blocks where the rest is dropped, three where it is carried.
fn remainder_example(
    block: Rational,
    pay: Rational,
    typed: Option<&Expr>,
    symbols: &Symbols,
) -> Option<crate::diagnostics::Message> {
    let Some(Type::Number(unit)) = typed.map(|e| &e.ty) else { return None };
    let point = symbols.point_name();
    let once = amount_of(multiply(block, Rational::new(3, 2))?, unit, symbols);
    let (two, three) = (number(&multiply(pay, whole(2))?), number(&multiply(pay, whole(3))?));
    Some(say(
        format!("例：两次各 {}：余数不计共得 {two} {point}，余数结转共得 {three} {point}。", once.zh),
        format!(
            "Example: twice {}: {two} {point} with the remainder dropped, {three} {point} with it carried.",
            once.en
        ),
    ))
}

impl Typer<'_> {
    /// The share of a bonus: a plain number such as 20%.
    pub fn plain_share(&mut self, written: &tree::Expr) -> Option<Expr> {
        let found = self.expr(written, None)?;
        if found.ty == Type::Number(Unit::none()) {
            return Some(found);
        }
        let ty = super::say::type_name(&found.ty, self.symbols);
        let what = say(
            format!("加成要写所依规则实得的几成，这里写的是{}。", ty.zh),
            format!("A bonus is a share of what its base rule was granted; this is {}.", ty.en),
        );
        let help = say(
            "写成“20%”的样子；要加固定的积分，另写一条规则。",
            "Write a percentage such as “20%”; for a fixed amount write another rule.",
        );
        self.out.push(Finding::new(&codes::SHARE_EXPECTED, found.span, what).help(help));
        None
    }
}

/// The rounding of a bonus is asked for.
pub(super) fn bonus_without_rounding(bonus: &tree::Spanned<tree::Bonus>, symbols: &Symbols) -> Finding {
    let point = symbols.point_name();
    let what = say("加成没有写怎样取整。", "The bonus states no rounding.");
    let why = say(
        format!("例：7 {point}的 50% 是 3.5 {point}：向下取整得 3 {point}，向上取整得 4 {point}。"),
        format!("Example: 50% of 7 {point} is 3.5 {point}: 3 {point} rounded down, 4 {point} rounded up."),
    );
    let help = say("写“向下取整”“向上取整”或“四舍五入”。", "Write “rounded down”, “rounded up” or “rounded half up”.");
    let finding = Finding::new(&codes::BONUS_WITHOUT_ROUNDING, bonus.span, what).why(why).help(help);
    roundings(bonus.span, symbols).into_iter().fold(finding, Finding::fix)
}

/// One fix for each rounding, written at the end of a clause.
pub(crate) fn roundings(clause: Span, symbols: &Symbols) -> Vec<Fix> {
    let at = super::header::after(clause);
    [("向下取整", "rounded down"), ("向上取整", "rounded up"), ("四舍五入", "rounded half up")]
        .into_iter()
        .map(|(zh, en)| Fix {
            title: say(format!("写“{zh}”"), format!("Write “{en}”")),
            edits: vec![(at, if symbols.chinese { format!("，{zh}") } else { format!(", {en}") })],
        })
        .collect()
}
