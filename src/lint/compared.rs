//! Where something is compared with a number, and with which.

use super::uses;
use crate::diagnostics::Message;
use crate::model::{AccountId, Constant, DefinitionId, Expr, ExprKind, FieldId, ParameterId, Policy};
use crate::source::Span;
use std::collections::BTreeMap;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// A field.
    Field(FieldId),
    /// A definition.
    Definition(DefinitionId),
    /// An account.
    Account(AccountId),
    /// 发生时刻
    EventTime,
}

impl Quantity {
    fn of(formula: &Expr) -> Option<Self> {
        match &formula.kind {
            ExprKind::Field(id) => Some(Quantity::Field(*id)),
            ExprKind::Definition(id) => Some(Quantity::Definition(*id)),
            ExprKind::Account { account, .. } => Some(Quantity::Account(*account)),
            ExprKind::EventTime => Some(Quantity::EventTime),
            _ => None,
        }
    }

    /// Its name.
    pub fn called(self, policy: &Policy) -> Message {
        let named = match self {
            Quantity::Field(id) => policy.fields.get(id.0).map(|field| &field.name),
            Quantity::Definition(id) => policy.definitions.get(id.0).map(|definition| &definition.name),
            Quantity::Account(id) => policy.accounts.get(id.0).map(|account| &account.name),
            Quantity::EventTime => return Message::new("发生时刻", "event_time"),
        };
        let name =
            |of: fn(&crate::model::Name) -> &str| named.map_or_else(String::new, |named| of(&named.name).to_owned());
        Message::new(name(|name| &name.name), name(|name| &name.name))
    }
}

/// One comparison with a constant.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    pub quantity: Quantity,
    pub constant: &'a Constant,
    /// Where the constant stands.
    pub at: Span,
}

/// All comparisons of a policy with constants, by what is compared and the constant.
pub fn with_constants(policy: &Policy) -> BTreeMap<(Quantity, String), Vec<Compared<'_>>> {
    let mut all: BTreeMap<_, Vec<Compared<'_>>> = BTreeMap::new();
    each(policy, &mut |quantity, other| {
        if let ExprKind::Constant(constant) = &other.kind {
            let compared = Compared { quantity, constant, at: other.span };
            all.entry((quantity, key(constant))).or_default().push(compared);
        }
    });
    all
}

/// All comparisons with parameters: what is compared, the parameter, and where it stands.
pub fn with_parameters(policy: &Policy) -> Vec<(Quantity, ParameterId, Span)> {
    let mut all = Vec::new();
    each(policy, &mut |quantity, other| {
        if let ExprKind::Parameter(id) = &other.kind {
            all.push((quantity, *id, other.span));
        }
    });
    all
}

/// A constant as a key.
pub fn key(constant: &Constant) -> String {
    format!("{constant:?}")
}

fn each<'a>(policy: &'a Policy, take: &mut impl FnMut(Quantity, &'a Expr)) {
    for formula in uses::formulas(policy) {
        formula.visit(&mut |part| match &part.kind {
            ExprKind::Compare(_, a, b) => {
                if let Some(quantity) = Quantity::of(a) {
                    take(quantity, b);
                }
                if let Some(quantity) = Quantity::of(b) {
                    take(quantity, a);
                }
            }
            ExprKind::Between(a, low, high) => {
                if let Some(quantity) = Quantity::of(a) {
                    take(quantity, low);
                    take(quantity, high);
                }
            }
            _ => {}
        });
    }
}
