//! The places of a policy that hold expressions, so that one of them can be changed in a copy.

use super::super::mark::{CapOf, Owner};
use crate::model::{Award, Cap, Expr, Pays, Policy, RedemptionId, RuleId, Takes};

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A condition, by its place in the item.
    When(Owner, usize),
    /// The award of a rule; of blocks the size, what is counted and the pay.
    Award(RuleId, usize),
    /// The share of a bonus.
    Share(RuleId),
    /// The limit of a cap.
    Limit(CapOf),
    /// What a redemption costs.
    Price(RedemptionId),
    /// 起兑
    FromBalance(RedemptionId),
    /// 最低
    Floor(RedemptionId),
    /// A definition.
    Definition(usize),
    /// The value of a row of a table.
    Row(usize, usize),
    /// What is counted.
    Adds(Owner),
}

/// The expression in a place.
pub fn expr(policy: &mut Policy, slot: Slot) -> Option<&mut Expr> {
    match slot {
        Slot::When(owner, at) => when(policy, owner)?.into_iter().nth(at),
        Slot::Award(rule, part) => match &mut policy.rules.get_mut(rule.0)?.pays {
            Pays::Award { award: Award::Expr(expr, _), .. } => Some(expr).filter(|_| part == 0),
            Pays::Award { award: Award::Blocks { block, of, pay, .. }, .. } => [block, of, pay].into_iter().nth(part),
            Pays::Bonus { .. } => None,
        },
        Slot::Share(rule) => match &mut policy.rules.get_mut(rule.0)?.pays {
            Pays::Bonus { share, .. } => Some(share),
            Pays::Award { .. } => None,
        },
        Slot::Limit(of) => cap(policy, of).map(|cap| &mut cap.limit),
        Slot::Price(id) => policy.redemptions.get_mut(id.0).map(|redemption| &mut redemption.price),
        Slot::FromBalance(id) => policy.redemptions.get_mut(id.0)?.from_balance.as_mut(),
        Slot::Floor(id) => policy.redemptions.get_mut(id.0)?.floor.as_mut(),
        Slot::Definition(at) => policy.definitions.get_mut(at).map(|definition| &mut definition.value),
        Slot::Row(table, at) => policy.tables.get_mut(table)?.bands.rows.get_mut(at).map(|row| &mut row.value),
        Slot::Adds(owner) => match owner {
            Owner::Counts(account, at) => match &mut policy.accounts.get_mut(account.0)?.takes {
                Takes::Counts(counts) => counts.get_mut(at).map(|counts| &mut counts.add),
                _ => None,
            },
            _ => None,
        },
    }
}

fn when(policy: &mut Policy, owner: Owner) -> Option<Vec<&mut Expr>> {
    Some(match owner {
        Owner::Gate(at) => policy.gates.get_mut(at)?.when.iter_mut().collect(),
        Owner::Rule(id) => policy.rules.get_mut(id.0)?.when.iter_mut().collect(),
        Owner::Redemption(id) => policy.redemptions.get_mut(id.0)?.when.iter_mut().collect(),
        Owner::Counts(account, at) => match &mut policy.accounts.get_mut(account.0)?.takes {
            Takes::Counts(counts) => counts.get_mut(at)?.when.iter_mut().collect(),
            _ => return None,
        },
    })
}

/// A cap, overall cap or stock.
pub fn cap(policy: &mut Policy, of: CapOf) -> Option<&mut Cap> {
    match of {
        CapOf::Rule(id, at) => policy.rules.get_mut(id.0)?.caps.get_mut(at),
        CapOf::Overall(id) => policy.overall_caps.get_mut(id.0).map(|overall| &mut overall.cap),
        CapOf::Stock(id, at) => policy.redemptions.get_mut(id.0)?.stock.get_mut(at),
    }
}

/// All places with the item that each belongs to.
pub fn all(policy: &Policy) -> Vec<(Slot, &crate::model::Named)> {
    let mut slots = Vec::new();
    let conditions = |owner: Owner, count: usize| (0..count).map(move |at| Slot::When(owner, at));
    for (at, gate) in policy.gates.iter().enumerate() {
        slots.extend(conditions(Owner::Gate(at), gate.when.len()).map(|slot| (slot, &policy.name)));
    }
    for (at, rule) in policy.rules.iter().enumerate() {
        let id = RuleId(at);
        let mut own: Vec<Slot> = conditions(Owner::Rule(id), rule.when.len()).collect();
        own.extend(match &rule.pays {
            Pays::Award { award: Award::Expr(..), .. } => vec![Slot::Award(id, 0)],
            Pays::Award { award: Award::Blocks { .. }, .. } => (0..3).map(|part| Slot::Award(id, part)).collect(),
            Pays::Bonus { .. } => vec![Slot::Share(id)],
        });
        own.extend((0..rule.caps.len()).map(|cap| Slot::Limit(CapOf::Rule(id, cap))));
        slots.extend(own.into_iter().map(|slot| (slot, &rule.name)));
    }
    for (at, overall) in policy.overall_caps.iter().enumerate() {
        slots.push((Slot::Limit(CapOf::Overall(crate::model::OverallCapId(at))), &overall.name));
    }
    for (at, redemption) in policy.redemptions.iter().enumerate() {
        let id = RedemptionId(at);
        let mut own: Vec<Slot> = conditions(Owner::Redemption(id), redemption.when.len()).collect();
        own.extend([Slot::Price(id), Slot::FromBalance(id), Slot::Floor(id)]);
        own.extend((0..redemption.stock.len()).map(|stock| Slot::Limit(CapOf::Stock(id, stock))));
        slots.extend(own.into_iter().map(|slot| (slot, &redemption.name)));
    }
    for (at, definition) in policy.definitions.iter().enumerate() {
        slots.push((Slot::Definition(at), &definition.name));
    }
    for (at, table) in policy.tables.iter().enumerate() {
        slots.extend((0..table.bands.rows.len()).map(|row| (Slot::Row(at, row), &table.name)));
    }
    for (at, account) in policy.accounts.iter().enumerate() {
        let Takes::Counts(counts) = &account.takes else { continue };
        for (place, counts) in counts.iter().enumerate() {
            let owner = Owner::Counts(crate::model::AccountId(at), place);
            let when = conditions(owner, usize::from(counts.when.is_some()));
            slots.extend(when.chain([Slot::Adds(owner)]).map(|slot| (slot, &account.name)));
        }
    }
    slots
}
