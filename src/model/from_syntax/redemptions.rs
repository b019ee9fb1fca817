//! 兑换

use super::caps::{cap, fine_enough};
use super::constants::constant_of;
use super::dates::item_dates;
use super::names::named;
use super::rules::{Around, basis, key, missing_clause};
use super::say::{self, say};
use super::symbols::Symbols;
use super::typing::{Place, Typer};
use super::{codes, presence};
use crate::diagnostics::Finding;
use crate::model::types::Base;
use crate::model::{Expr, Rational, Redemption, RedemptionId, Type, Unit};
use crate::syntax::tree;
use mizi_evaluator::program::Gift;

/// Declares the names of all redemptions.
pub(super) fn declare(written: &[(&tree::Item, &tree::Redeem)], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for (at, (_, redemption)) in written.iter().enumerate() {
        symbols.redemption_names.declare_version(&redemption.name, RedemptionId(at), out);
    }
}

/// One redemption; none if something in it is wrong.
pub(super) fn redemption(
    item: &tree::Item,
    written: &tree::Redeem,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<Redemption> {
    let symbols = around.symbols;
    let dates = match &written.dates {
        None => Some(None),
        some => item_dates(some.as_ref(), around.dates, say::REDEMPTION, &written.name.name.value, out).map(Some),
    };
    let price = price(written, symbols, out);
    let from_balance = optional_points(written.from_balance.as_ref(), true, symbols, out);
    let floor = optional_points(written.floor.as_ref(), false, symbols, out);
    let stock: Vec<_> = written.stock.iter().map(|c| cap(c, &written.name, true, around, out)).collect();
    let stock: Option<Vec<_>> = stock.into_iter().collect();
    let open_to = written.open_to.as_ref().and_then(|o| o.value.as_ref());
    let clauses: Vec<&tree::Expr> = open_to.into_iter().chain(&written.when).collect();
    let mut typer = Typer { symbols, place: Place::redemption(), out };
    let when: Vec<Option<Expr>> = clauses.into_iter().map(|c| typer.condition(c)).collect();
    let when: Vec<Expr> = when.into_iter().collect::<Option<_>>()?;
    presence::check(&when.iter().collect::<Vec<_>>(), &[], symbols, out);
    Some(Redemption {
        name: named(&written.name),
        key: key(&written.name, written.formerly.as_ref()),
        price: price?,
        when,
        from_balance: from_balance?,
        floor: floor?,
        stock: stock?,
        gives: written.gives.as_ref().map(|(gift, what)| (self::gift(gift.value), what.value.clone())),
        basis: basis(&written.basis),
        dates: dates?,
        span: item.span,
    })
}

fn gift(written: tree::Gift) -> Gift {
    match written {
        tree::Gift::Venue => Gift::Venue,
        tree::Gift::Goods => Gift::Goods,
        tree::Gift::Gift => Gift::Gift,
        tree::Gift::Place => Gift::Place,
    }
}

/// 需: asked for, fixed, not negative.
fn price(written: &tree::Redeem, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Expr> {
    let Some(price) = &written.price else {
        let point = symbols.point_name();
        let line = say(format!("需 100 {point}"), format!("price 100 {point}"));
        out.push(missing_clause(
            &codes::REDEMPTION_WITHOUT_PRICE,
            say::REDEMPTION,
            &written.name,
            ("需", "price"),
            line,
        ));
        return None;
    };
    points(price, true, symbols, out)
}

/// A constant amount of points, whole in the smallest unit.
fn points(written: &tree::Expr, not_negative: bool, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Expr> {
    let mut typer = Typer { symbols, place: Place::redemption(), out };
    let wanted = Type::Number(Unit::of(Base::Point));
    let (found, values) = constant_of(&mut typer, written, &wanted, ("这个数", "This"))?;
    let size = |value: &Rational| if not_negative || *value >= Rational::from_integer(0) { *value } else { -*value };
    let values: Vec<(i32, Rational)> = values.iter().map(|(day, value)| (*day, size(value))).collect();
    fine_enough(&found, &values, symbols.decimals, symbols, out)?;
    Some(found)
}

fn optional_points(
    written: Option<&tree::Expr>,
    not_negative: bool,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Option<Option<Expr>> {
    match written {
        None => Some(None),
        Some(written) => points(written, not_negative, symbols, out).map(Some),
    }
}
