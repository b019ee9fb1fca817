//! 账户 `account`, 兑换 `redeem`

use super::Builder;
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{Account, Counts, Expr, Gift, Redeem, Spanned};

/// 账户
pub(super) fn account(b: &mut Builder, node: &Node) -> Option<Account> {
    let mut account = Account {
        name: b.declared_in(node)?,
        unit: b.name_in(&node.child(Rule::account_unit)?)?,
        scope: None,
        window: None,
        takes: None,
        counts: Vec::new(),
        range: None,
        formerly: None,
    };
    for part in node.clone().into_inner() {
        let again = match part.as_rule() {
            Rule::reading => account.scope.replace(b.reading(&part)?).is_some(),
            Rule::window => account.window.replace(b.window(&part)?).is_some(),
            _ => false,
        };
        if again {
            b.part_repeated(&part);
        }
    }
    Some(account)
}

/// A clause of an account.
pub(super) fn account_clause(b: &mut Builder, account: &mut Account, node: &Node) -> Option<()> {
    match node.as_rule() {
        Rule::takes => account.takes = Some(Spanned { value: b.names_in(node), span: b.span(node) }),
        Rule::counts => account.counts.push(counts(b, node)?),
        Rule::account_range => {
            let mut ends = node.children(Rule::sum);
            let low = b.expr(&ends.next()?)?;
            account.range = Some((low, b.expr(&ends.next()?)?));
        }
        Rule::formerly => account.formerly = Some(b.name_in(node)?),
        _ => return None,
    }
    Some(())
}

fn counts(b: &mut Builder, node: &Node) -> Option<Counts> {
    let when = match node.child(Rule::when) {
        Some(when) => Some(b.expr_in(&when)?),
        None => None,
    };
    Some(Counts { on: b.name_in(node)?, when, add: optional(b, node)?, span: b.span(node) })
}

/// The expression among the children, if there is one; none where it cannot be read.
#[allow(clippy::option_option)]
fn optional(b: &mut Builder, node: &Node) -> Option<Option<Expr>> {
    match node.child(Rule::expr) {
        Some(expr) => b.expr(&expr).map(Some),
        None => Some(None),
    }
}

/// 兑换
pub(super) fn redeem(b: &mut Builder, node: &Node) -> Option<Redeem> {
    Some(Redeem {
        name: b.declared_in(node)?,
        price: None,
        open_to: None,
        when: Vec::new(),
        from_balance: None,
        floor: None,
        stock: Vec::new(),
        gives: None,
        dates: None,
        basis: Vec::new(),
        formerly: None,
    })
}

/// A clause of a redemption.
pub(super) fn redeem_clause(b: &mut Builder, redeem: &mut Redeem, node: &Node) -> Option<()> {
    match node.as_rule() {
        Rule::price => redeem.price = Some(b.sum_in(node)?),
        Rule::open_to => redeem.open_to = Some(Spanned { value: optional(b, node)?, span: b.span(node) }),
        Rule::when => redeem.when.push(b.expr_in(node)?),
        Rule::from_balance => redeem.from_balance = Some(b.sum_in(node)?),
        Rule::floor => redeem.floor = Some(b.sum_in(node)?),
        Rule::stock => redeem.stock.push(b.cap(node)?),
        Rule::gives => redeem.gives = Some((gift(b, node)?, b.string_in(node)?)),
        Rule::in_force => redeem.dates = Some(b.dates(node)?),
        Rule::basis => redeem.basis.extend(b.sources(node)),
        Rule::formerly => redeem.formerly = Some(b.name_in(node)?),
        _ => return None,
    }
    Some(())
}

fn gift(b: &Builder, node: &Node) -> Option<Spanned<Gift>> {
    node.clone().into_inner().find_map(|word| {
        let value = match word.as_rule() {
            Rule::kw_venue => Gift::Venue,
            Rule::kw_goods => Gift::Goods,
            Rule::kw_gift => Gift::Gift,
            Rule::kw_place => Gift::Place,
            _ => return None,
        };
        Some(Spanned { value, span: b.span(&word) })
    })
}
