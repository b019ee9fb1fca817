//! All that decides one redemption on the days of one stretch.

use super::segment::Segment;
use super::state::{Owner, PolicyItems};
use crate::model::segments::in_force;
use crate::model::{Expr, Redemption};
use mizi_evaluator::program::{Gate, ItemKind, RedemptionProgram, Text};

/// By number in the program; none where a redemption is not in force.
pub fn redemptions(segment: &mut Segment) -> Vec<Option<RedemptionProgram>> {
    let mut all: Vec<Option<RedemptionProgram>> = vec![None; segment.names.redemptions.len()];
    let (policy, map) = (segment.policy, segment.map);
    for (redemption, number) in policy.redemptions.iter().zip(&map.redemptions) {
        if in_force(&redemption.dates, segment.stretch.from) {
            let written = written(segment, redemption);
            if let Some(place) = all.get_mut(usize::from(*number)) {
                *place = Some(written);
            }
        }
    }
    all
}

fn written(segment: &mut Segment, redemption: &Redemption) -> RedemptionProgram {
    let policy = segment.policy;
    let smallest = segment.smallest();
    let mut points = |expr: &Expr| segment.constant(expr, smallest);
    let price = points(&redemption.price);
    let from_balance = redemption.from_balance.as_ref().map(&mut points);
    let floor = redemption.floor.as_ref().map(&mut points).unwrap_or(0);
    let mut scene = segment.scene((0..segment.names.attributes).collect());
    let mut gates = scene.gates(false);
    scene.conditions(&redemption.when);
    let item =
        scene.segment.state.item(ItemKind::Redemption, &redemption.name.name, Text::default(), &redemption.basis);
    if !redemption.when.is_empty() {
        gates.push(Gate { item, clauses: scene.clauses(&redemption.when) });
    }
    if let Some(balance) = policy.accounts.get(policy.balance.0) {
        scene.needs.scope(policy, balance.scope, true);
    }
    let mut stock = Vec::new();
    for cap in &redemption.stock {
        let stock_item = scene.segment.state.stock(policy, &redemption.name, cap, &redemption.basis);
        stock.push(scene.written_cap(cap, Owner { key: &redemption.key, item: stock_item }, stock_item));
    }
    RedemptionProgram {
        item,
        facts: scene.facts(),
        scopes: scene.scopes(),
        gates,
        readings: scene.readings,
        price,
        from_balance,
        floor,
        stock,
        gives: redemption.gives.clone(),
    }
}
