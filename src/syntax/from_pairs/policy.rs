//! 政策 `policy`

use super::Builder;
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{
    Birthday, BonusRoom, DecidedBy, Floor, MonthEnd, Number, Order, OverCap, Policy, Reversal, Spanned, Together,
};

/// The head.
pub(super) fn head(b: &mut Builder, node: &Node) -> Option<Policy> {
    Some(Policy {
        name: b.declared_in(node)?,
        version: None,
        dates: None,
        issued: None,
        points: None,
        cash: None,
        zone: None,
        roles: Vec::new(),
        together: None,
        over_cap: None,
        order: None,
        bonus: None,
        reversal: None,
        decided_by: None,
        late: None,
        birthday: None,
        month_end: None,
    })
}

/// A clause.
pub(super) fn clause(b: &mut Builder, policy: &mut Policy, node: &Node) -> Option<()> {
    match node.as_rule() {
        Rule::version => policy.version = Some(b.string_in(node)?),
        Rule::in_force => policy.dates = Some(b.dates(node)?),
        Rule::issued => policy.issued = Some(b.date_in(node)?),
        Rule::points => {
            let whole = Spanned { value: 0, span: b.span(node) };
            let decimals = if node.has(Rule::kw_whole) { whole } else { b.count_in(node)? };
            policy.points = Some((b.declared_in(node)?, decimals));
        }
        Rule::cash => policy.cash = Some(cash(b, node)?),
        Rule::zone => policy.zone = Some(b.string_in(node)?),
        Rule::confirmers => policy.roles = b.declared_list_in(node),
        Rule::late => policy.late = Some(late(b, node)?),
        Rule::reversal => policy.reversal = Some(reversal(b, node)?),
        _ => return choice(b, policy, node),
    }
    Some(())
}

/// A clause that chooses one of several answers.
fn choice(b: &mut Builder, policy: &mut Policy, node: &Node) -> Option<()> {
    let span = b.span(node);
    match node.as_rule() {
        Rule::together => policy.together = Some(together(b, node)?),
        Rule::over_cap => policy.over_cap = Some(over_cap(b, node)?),
        Rule::order => {
            let value = if node.has(Rule::kw_by_priority) { Order::ByPriority } else { Order::AsDeclared };
            policy.order = Some(Spanned { value, span });
        }
        Rule::bonus_room => {
            let value = if node.has(Rule::kw_within) { BonusRoom::Within } else { BonusRoom::Separate };
            policy.bonus = Some(Spanned { value, span });
        }
        Rule::decided_by => {
            let late = node.has(Rule::kw_confirmation_time);
            let value = if late { DecidedBy::ConfirmationTime } else { DecidedBy::EventTime };
            policy.decided_by = Some(Spanned { value, span });
        }
        Rule::birthday => {
            let value = if node.has(Rule::kw_next_day) { Birthday::NextDay } else { Birthday::SameDay };
            policy.birthday = Some(Spanned { value, span });
        }
        Rule::month_end => {
            let value = if node.has(Rule::kw_roll_on) { MonthEnd::NextDay } else { MonthEnd::LastDay };
            policy.month_end = Some(Spanned { value, span });
        }
        _ => return None,
    }
    Some(())
}

/// 相加, 就高, 须写
pub(super) fn together(b: &Builder, node: &Node) -> Option<Spanned<Together>> {
    let value = node.clone().into_inner().find_map(|n| match n.as_rule() {
        Rule::kw_add => Some(Together::Add),
        Rule::kw_highest => Some(Together::Highest),
        Rule::kw_written => Some(Together::Written),
        _ => None,
    })?;
    Some(Spanned { value, span: b.span(node) })
}

/// 超限 截断
fn over_cap(b: &Builder, node: &Node) -> Option<Spanned<OverCap>> {
    Some(over_cap_answer(b, &node.child(Rule::over_cap_answer)?))
}

/// 截断, 拒绝
pub(super) fn over_cap_answer(b: &Builder, answer: &Node) -> Spanned<OverCap> {
    let value = if answer.has(Rule::kw_refuse) { OverCap::Refuse } else { OverCap::Truncate };
    Spanned { value, span: b.span(answer) }
}

fn cash(b: &mut Builder, node: &Node) -> Option<(Number, Number)> {
    let mut sides = node.children(Rule::quantity);
    let points = b.quantity(&sides.next()?)?;
    Some((points, b.quantity(&sides.next()?)?))
}

fn late(b: &mut Builder, node: &Node) -> Option<Spanned<Option<u32>>> {
    let value = if node.has(Rule::kw_any_time) { None } else { Some(b.count_in(node)?.value) };
    Some(Spanned { value, span: b.span(node) })
}

fn reversal(b: &mut Builder, node: &Node) -> Option<Spanned<Reversal>> {
    let mut out = Reversal { returns_room: None, floor: None, recompute: None };
    for part in node.children(Rule::reversal_part) {
        let answer = part.clone().into_inner().next()?;
        let repeated = match answer.as_rule() {
            Rule::kw_return_room => out.returns_room.replace(true).is_some(),
            Rule::kw_keep_room => out.returns_room.replace(false).is_some(),
            Rule::kw_recompute => out.recompute.replace(true).is_some(),
            Rule::kw_no_recompute => out.recompute.replace(false).is_some(),
            Rule::kw_may_go_negative => out.floor.replace(Floor::None).is_some(),
            _ => {
                let floor = Floor::At(b.signed_in(&part)?);
                out.floor.replace(floor).is_some()
            }
        };
        if repeated {
            b.part_repeated(&part);
        }
    }
    Some(Spanned { value: out, span: b.span(node) })
}
