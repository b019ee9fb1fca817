//! 资格 `eligible`, 规则 `rule`

use super::{Builder, policy};
use crate::diagnostics::{Finding, Message};
use crate::syntax::codes::PART_MISSING;
use crate::syntax::grammar::{Node, NodeExt, Rule as Grammar};
use crate::syntax::tree::{
    Award, Bonus, Confirm, Eligible, Expr, ExprKind, Remainder, Rounding, Rule, Spanned, Window,
};

/// 资格
pub(super) fn eligible(b: &mut Builder, node: &Node) -> Option<Eligible> {
    let answer = node.child(Grammar::kw_earn).or_else(|| node.child(Grammar::kw_redeem))?;
    let earning = Spanned { value: answer.as_rule() == Grammar::kw_earn, span: b.span(&answer) };
    Some(Eligible { earning, when: Vec::new(), basis: Vec::new(), dates: None })
}

/// A clause of an eligibility.
pub(super) fn eligible_clause(b: &mut Builder, item: &mut Eligible, node: &Node) -> Option<()> {
    match node.as_rule() {
        Grammar::when => item.when.push(b.expr_in(node)?),
        Grammar::basis => item.basis.extend(b.sources(node)),
        Grammar::in_force => item.dates = Some(b.dates(node)?),
        _ => return None,
    }
    Some(())
}

/// 规则
pub(super) fn rule(b: &mut Builder, node: &Node) -> Option<Rule> {
    Some(Rule {
        name: b.declared_in(node)?,
        basis: Vec::new(),
        dimension: None,
        on: None,
        when: Vec::new(),
        confirm: Vec::new(),
        award: None,
        bonus: None,
        caps: Vec::new(),
        dates: None,
        exception_to: Vec::new(),
        together: None,
        priority: None,
        formerly: None,
    })
}

/// A clause of a rule.
pub(super) fn clause(b: &mut Builder, rule: &mut Rule, node: &Node) -> Option<()> {
    match node.as_rule() {
        Grammar::basis => rule.basis.extend(b.sources(node)),
        Grammar::dimension => rule.dimension = Some(b.name_in(node)?),
        Grammar::on => rule.on = Some(b.name_in(node)?),
        Grammar::when => rule.when.push(b.expr_in(node)?),
        Grammar::confirm => rule.confirm.push(confirm(b, node)?),
        Grammar::award => rule.award = Some(Spanned { value: award(b, node)?, span: b.span(node) }),
        Grammar::bonus => rule.bonus = Some(Spanned { value: bonus(b, node)?, span: b.span(node) }),
        Grammar::cap => rule.caps.push(b.cap(node)?),
        Grammar::in_force => rule.dates = Some(b.dates(node)?),
        Grammar::exception_to => rule.exception_to = b.names_in(node),
        Grammar::together => rule.together = Some(policy::together(b, node)?),
        Grammar::priority => rule.priority = Some(b.count_in(node)?),
        Grammar::formerly => rule.formerly = Some(b.name_in(node)?),
        _ => return None,
    }
    Some(())
}

fn confirm(b: &Builder, node: &Node) -> Option<Confirm> {
    let span = b.span(node);
    if let Some(any) = node.child(Grammar::any_role) {
        return Some(Confirm { roles: any.children(Grammar::name).map(|n| b.name(&n)).collect(), any: true, span });
    }
    Some(Confirm { roles: b.names_in(node), any: false, span })
}

fn award(b: &mut Builder, node: &Node) -> Option<Award> {
    let form = node.first()?;
    match form.as_rule() {
        Grammar::award_blocks => {
            let block = block(b, &form)?;
            let of = counted(b, &form)?;
            let pay = b.sum_in(&form.child(Grammar::pay)?)?;
            Some(Award::Blocks { block, of, pay, remainder: remainder(b, &form)? })
        }
        Grammar::award_rate => {
            let per = block(b, &form)?;
            let of = counted(b, &form)?;
            let pay = b.sum_in(&form.child(Grammar::pay)?)?;
            Some(Award::Rate { per, of, pay, rounding: rounding(b, &form) })
        }
        Grammar::award_bands => {
            let list = form.child(Grammar::bands)?;
            let value = Expr { kind: ExprKind::Bands(b.bands(&list)?), span: b.span(&list) };
            Some(Award::Expr(value, rounding(b, &form)))
        }
        Grammar::award_value => award_value(b, &form),
        _ => None,
    }
}

/// An amount, in English perhaps with its units after it.
fn award_value(b: &mut Builder, node: &Node) -> Option<Award> {
    let pay = b.expr_in(node)?;
    if let Some(tail) = node.child(Grammar::per_full_tail) {
        let (block, of) = (block(b, &tail)?, b.sum_in(&tail)?);
        return Some(Award::Blocks { block, of, pay, remainder: remainder(b, &tail)? });
    }
    if let Some(tail) = node.child(Grammar::per_tail) {
        let (per, of) = (block(b, &tail)?, b.sum_in(&tail)?);
        return Some(Award::Rate { per, of, pay, rounding: rounding(b, &tail) });
    }
    Some(Award::Expr(pay, rounding(b, node)))
}

fn block(b: &mut Builder, node: &Node) -> Option<Expr> {
    let block = node.child(Grammar::block)?.into_inner().next()?;
    if block.as_rule() == Grammar::digits {
        return b.bare_number(&block);
    }
    b.expr(&block)
}

/// What is counted; 每满 1 小时 10 米 leaves it out, and 小时 is no name.
fn counted(b: &mut Builder, node: &Node) -> Option<Expr> {
    let bare = node.child(Grammar::block)?.child(Grammar::digits);
    let thing = node.child(Grammar::counted)?;
    if let Some(digits) =
        bare.filter(|_| matches!(thing.as_str().trim_end(), "小时" | "分钟" | "日" | "天" | "次" | "元"))
    {
        let (number, unit) = (digits.as_str(), thing.as_str().trim_end());
        let what = Message::new(
            format!("“{number} {unit}”之后没有写按什么计。"),
            format!("Nothing says what is counted by “{number} {unit}”."),
        );
        let help = Message::new(
            "写明信息项，例如“每满 1 小时 时长 10 米”。",
            "Name the field, for example “每满 1 小时 时长 10 米”.",
        );
        let span = b.span(&digits).to(b.span(&thing));
        b.findings.push(Finding::new(&PART_MISSING, span, what).help(help));
        return None;
    }
    b.expr(&node.child(Grammar::counted)?.into_inner().next()?)
}

/// The remainder, if any is stated; none where it cannot be read.
#[allow(clippy::option_option)]
fn remainder(b: &mut Builder, node: &Node) -> Option<Option<Spanned<Remainder>>> {
    let Some(part) = node.child(Grammar::remainder) else { return Some(None) };
    let span = b.span(&part);
    if part.has(Grammar::kw_remainder_dropped) {
        return Some(Some(Spanned { value: Remainder::Dropped, span }));
    }
    let (mut scope, mut window) = (None, None);
    for piece in part.into_inner() {
        let again = match piece.as_rule() {
            Grammar::reading => scope.replace(b.reading(&piece)?).is_some(),
            Grammar::window => window.replace(b.window(&piece)?).is_some(),
            _ => false,
        };
        if again {
            b.part_repeated(&piece);
        }
    }
    Some(Some(Spanned { value: Remainder::Carried { scope, window }, span }))
}

/// The rounding stated among the children.
fn rounding(b: &Builder, node: &Node) -> Option<Spanned<Rounding>> {
    let part = node.child(Grammar::rounding)?;
    let value = match part.clone().into_inner().next()?.as_rule() {
        Grammar::kw_rounded_down => Rounding::Down,
        Grammar::kw_rounded_up => Rounding::Up,
        _ => Rounding::HalfUp,
    };
    Some(Spanned { value, span: b.span(&part) })
}

fn bonus(b: &mut Builder, node: &Node) -> Option<Bonus> {
    Some(Bonus { share: b.sum_in(node)?, bases: b.names_in(node), rounding: rounding(b, node) })
}

impl Builder {
    /// 每月, per year from 04-01
    pub(super) fn window(&mut self, node: &Node) -> Option<Spanned<Window>> {
        let value = match node.clone().into_inner().next()?.as_rule() {
            Grammar::kw_per_event => Window::Event,
            Grammar::kw_per_day => Window::Day,
            Grammar::kw_per_week => Window::Week,
            Grammar::kw_per_month => Window::Month,
            Grammar::kw_per_quarter => Window::Quarter,
            Grammar::kw_per_half_year => Window::HalfYear,
            Grammar::kw_lifetime => Window::Lifetime,
            _ => {
                let start = node.child(Grammar::month_day);
                let (month, day) = start.map_or(Some((1, 1)), |d| self.month_day(&d))?;
                Window::Year { month, day }
            }
        };
        Some(Spanned { value, span: self.span(node) })
    }
}
