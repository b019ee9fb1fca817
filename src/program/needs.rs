//! What an activity or a redemption reads: facts and scopes, and which of them must be there.

use crate::model::expr::Bands;
use crate::model::settle::MAX_DEPTH;
use crate::model::{DefinitionId, Expr, ExprKind, FieldId, Policy, ScopeId, ScopeKeys, TableId};
use std::collections::{BTreeMap, BTreeSet};

/// Facts and scopes, each with whether it must be there.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    pub fields: BTreeMap<FieldId, bool>,
    pub scopes: BTreeMap<ScopeId, bool>,
}

impl Needs {
    /// A condition or formula is worked out where these scopes are known to be there.
    pub fn expr(&mut self, policy: &Policy, expr: &Expr, sure: &BTreeSet<ScopeId>) {
        visit_where(policy, expr, sure, &mut |part, sure| match part.kind {
            ExprKind::Field(id) | ExprKind::HasField(id) => self.field(policy, id),
            ExprKind::Scope(id) | ExprKind::HasScope(id) => self.scope(policy, id, false),
            ExprKind::Account { account, .. } => {
                if let Some(account) = policy.accounts.get(account.0) {
                    self.scope(policy, account.scope, !sure.contains(&account.scope));
                }
            }
            _ => {}
        });
    }

    /// A field that may be missing is read only under 有, so that it need not be there.
    fn field(&mut self, policy: &Policy, id: FieldId) {
        let required = policy.fields.get(id.0).is_some_and(|field| !field.optional);
        self.fields.insert(id, required);
    }

    /// A scope is read; where `needed`, it must be there although it may be missing.
    pub fn scope(&mut self, policy: &Policy, id: ScopeId, needed: bool) {
        let Some(scope) = policy.scopes.get(id.0).filter(|scope| !super::clauses::always_there(scope.keys)) else {
            return;
        };
        let required = self.scopes.entry(id).or_default();
        *required |= needed || !scope.optional;
    }
}

/// Looks at every part of an expression, and of the definitions and tables in it.
pub fn visit(policy: &Policy, expr: &Expr, look: &mut dyn FnMut(&Expr)) {
    visit_where(policy, expr, &BTreeSet::new(), &mut |part, _| look(part));
}

type Look<'l> = &'l mut dyn FnMut(&Expr, &BTreeSet<ScopeId>);

/// The same with the scopes that 有 has shown to be there, beside those that are known to be from the start.
fn visit_where(policy: &Policy, expr: &Expr, sure: &BTreeSet<ScopeId>, look: Look) {
    Visitor { policy, look, seen: BTreeSet::new(), depth: 0 }.expr(expr, sure);
}

/// Deeper than this no expression can be settled.
const DEEPEST: usize = 2 * MAX_DEPTH;

/// A definition or table with what was known where it was met: meeting it again so shows nothing new.
type Met = (Option<DefinitionId>, Option<TableId>, BTreeSet<ScopeId>);

struct Visitor<'p, 'l> {
    policy: &'p Policy,
    look: Look<'l>,
    seen: BTreeSet<Met>,
    depth: usize,
}

impl Visitor<'_, '_> {
    fn expr(&mut self, expr: &Expr, sure: &BTreeSet<ScopeId>) {
        (self.look)(expr, sure);
        if self.depth < DEEPEST {
            self.depth += 1;
            self.parts(expr, sure);
            self.depth -= 1;
        }
    }

    fn parts(&mut self, expr: &Expr, sure: &BTreeSet<ScopeId>) {
        use ExprKind as K;
        match &expr.kind {
            K::Definition(id) => {
                if let Some(definition) = self.policy.definitions.get(id.0)
                    && self.seen.insert((Some(*id), None, sure.clone()))
                {
                    self.expr(&definition.value, sure);
                }
            }
            K::Table(id) => {
                if let Some(table) = self.policy.tables.get(id.0)
                    && self.seen.insert((None, Some(*id), sure.clone()))
                {
                    self.bands(&table.bands, sure);
                }
            }
            K::Bands(bands) => self.bands(bands, sure),
            K::And(parts) => self.joined(parts, sure, true),
            K::Or(parts) => self.joined(parts, sure, false),
            K::Min(parts) | K::Max(parts) => parts.iter().for_each(|part| self.expr(part, sure)),
            K::If(condition, then, otherwise) => {
                self.expr(condition, sure);
                self.expr(then, &known(self.policy, condition, true, sure));
                self.expr(otherwise, &known(self.policy, condition, false, sure));
            }
            K::Between(x, low, high) => [x, low, high].into_iter().for_each(|part| self.expr(part, sure)),
            K::Not(a) | K::Negate(a) | K::OneOf(a, _) | K::Round(_, a, _) | K::DatePart(_, a) | K::DateAt(_, a) => {
                self.expr(a, sure);
            }
            K::Compare(_, a, b) | K::Add(a, b) | K::Subtract(a, b) | K::Multiply(a, b) | K::Divide(a, b) => {
                self.expr(a, sure);
                self.expr(b, sure);
            }
            K::Elapsed { from, to, .. } => {
                self.expr(from, sure);
                self.expr(to, sure);
            }
            _ => {}
        }
    }

    fn bands(&mut self, bands: &Bands, sure: &BTreeSet<ScopeId>) {
        self.expr(&bands.by, sure);
        bands.rows.iter().for_each(|row| self.expr(&row.value, sure));
    }

    /// A part behind 且 is read where the parts before it hold; behind 或, where they do not.
    fn joined(&mut self, parts: &[Expr], sure: &BTreeSet<ScopeId>, hold: bool) {
        let mut sure = sure.clone();
        for part in parts {
            self.expr(part, &sure);
            sure = known(self.policy, part, hold, &sure);
        }
    }
}

/// The scopes that are there where a condition holds, or where it does not, beside those known before.
pub fn known(policy: &Policy, condition: &Expr, holds: bool, sure: &BTreeSet<ScopeId>) -> BTreeSet<ScopeId> {
    let mut sure = sure.clone();
    shown(policy, condition, holds, DEEPEST, &mut sure);
    sure
}

fn shown(policy: &Policy, condition: &Expr, holds: bool, depth: usize, sure: &mut BTreeSet<ScopeId>) {
    if depth == 0 {
        return;
    }
    match (&condition.kind, holds) {
        (ExprKind::HasScope(id), true) => sure.extend(together(policy, *id)),
        (ExprKind::Not(a), _) => shown(policy, a, !holds, depth - 1, sure),
        (ExprKind::And(parts), true) | (ExprKind::Or(parts), false) => {
            parts.iter().for_each(|part| shown(policy, part, holds, depth - 1, sure));
        }
        (ExprKind::Definition(id), _) => {
            if let Some(definition) = policy.definitions.get(id.0) {
                shown(policy, &definition.value, holds, depth - 1, sure);
            }
        }
        _ => {}
    }
}

/// A scope, those that follow from it and those it follows from: who has one has all.
fn together(policy: &Policy, id: ScopeId) -> impl Iterator<Item = ScopeId> {
    let eldest = eldest(policy, id);
    (0..policy.scopes.len()).map(ScopeId).filter(move |other| self::eldest(policy, *other) == eldest)
}

fn eldest(policy: &Policy, mut id: ScopeId) -> ScopeId {
    // Each step leads to another scope, so that there are no more steps than scopes.
    for _ in 0..policy.scopes.len() {
        match policy.scopes.get(id.0).map(|scope| scope.keys) {
            Some(ScopeKeys::Parent { of, .. }) => id = of,
            _ => break,
        }
    }
    id
}
