//! One stretch of time being written, and one activity or redemption within it.

use super::clauses::always_there;
use super::code::{Coder, NoCode, Number, as_number, counted};
use super::codes::limit;
use super::names::{Map, Names};
use super::needs::Needs;
use super::state::State;
use crate::model::arithmetic::{divide, one_of, ten_to, whole};
use crate::model::held::Held;
use crate::model::segments::Stretch;
use crate::model::settle::{Unsettled, settle};
use crate::model::{self, Expr, ExprKind, FieldId, Policy, Rational, Remedy, RuleId, ScopeId};
use crate::source::Span;
use mizi_evaluator::program::{self as out, Code, Domain, FactUse, Op, Reading, ScopeUse, Usage};
use std::collections::BTreeSet;

/// What is written of one stretch.
pub struct Segment<'a> {
    pub policy: &'a Policy,
    pub held: &'a Held,
    pub names: &'a Names,
    pub map: &'a Map,
    pub state: &'a mut State,
    pub stretch: Stretch,
    pub ops: Vec<Op>,
    pub sets: Vec<Vec<i64>>,
}

/// What a cap is a cap of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapOf {
    /// A rule's or bonus's, by its place among them.
    Rule(RuleId, usize),
    /// An overall cap.
    Overall(usize),
}

/// One activity or redemption: what it reads, and the caps its rules share.
pub struct Scene<'s, 'a> {
    pub segment: &'s mut Segment<'a>,
    pub slots: Vec<out::FactId>,
    pub needs: Needs,
    pub readings: Vec<Reading>,
    pub caps: Vec<out::Cap>,
    pub caps_of: Vec<CapOf>,
}

impl<'a> Segment<'a> {
    /// A scene for events or redemptions whose facts stand in these slots.
    pub fn scene(&mut self, slots: Vec<out::FactId>) -> Scene<'_, 'a> {
        Scene {
            segment: self,
            slots,
            needs: Needs::default(),
            readings: Vec::new(),
            caps: Vec::new(),
            caps_of: Vec::new(),
        }
    }

    /// Reports what a program cannot hold.
    pub fn refuse(&mut self, span: Span, why: NoCode) {
        let finding = match why {
            NoCode::TooLong => limit(span, "这里的算式展开后过长。", "This formula is too long when written out."),
            NoCode::TooLarge => limit(span, "这里的数超出范围。", "A number here is out of range."),
        };
        if !self.state.findings.contains(&finding) {
            self.state.findings.push(finding);
        }
    }

    /// A constant number of points or times on the days of this stretch, as a whole number of smallest units.
    pub fn constant(&mut self, expr: &Expr, quantum: Rational) -> i64 {
        let known = settle(self.policy, self.stretch.from, expr).ok().and_then(|settled| match settled.kind {
            ExprKind::Constant(value) => as_number(&value),
            _ => None,
        });
        let units = known.and_then(|known| divide(known, quantum)).filter(Rational::is_integer);
        match units.and_then(|units| i64::try_from(units.to_integer()).ok()) {
            Some(units) => units,
            None => {
                self.refuse(expr.span, NoCode::TooLarge);
                0
            }
        }
    }

    /// The smallest unit of points.
    pub fn smallest(&self) -> Rational {
        one_of(ten_to(self.policy.decimals).unwrap_or(1))
    }

    /// A scope's number in the program.
    pub fn scope_number(&self, scope: ScopeId) -> out::ScopeId {
        self.map.scopes.get(scope.0).copied().unwrap_or_default()
    }

    /// What a field may hold, in held units.
    pub fn domain(&self, field: FieldId) -> Domain {
        let Some(field_data) = self.policy.fields.get(field.0) else { return whole_range(0, 0) };
        match &field_data.domain {
            model::Domain::Number { low, high, step } => {
                let quantum = self.held.field(self.stretch.version, field);
                let count = |n: Rational| {
                    divide(n, quantum).and_then(|n| i64::try_from(n.to_integer()).ok()).unwrap_or_default()
                };
                Domain::Range { low: count(*low), high: count(*high), step: count(*step).max(1) }
            }
            model::Domain::YesNo => whole_range(0, 1),
            model::Domain::List(list) => {
                let mut values = self.map.values.get(list.0).cloned().unwrap_or_default();
                values.sort_unstable();
                Domain::Values(values)
            }
            model::Domain::Date(low, high) => whole_range((*low).into(), (*high).into()),
            model::Domain::Time => whole_range(0, 1439),
        }
    }
}

fn whole_range(low: i64, high: i64) -> Domain {
    Domain::Range { low, high, step: 1 }
}

impl<'a> Scene<'_, 'a> {
    pub fn policy(&self) -> &'a Policy {
        self.segment.policy
    }

    /// Writes code with this scene's facts and readings.
    pub fn coder<T>(&mut self, write: impl FnOnce(&mut Coder) -> Result<T, NoCode>) -> Result<T, NoCode> {
        let segment = &mut *self.segment;
        let accounts = segment.state.declared.get(segment.stretch.version).map(Vec::as_slice).unwrap_or_default();
        let mut coder = Coder {
            policy: segment.policy,
            version: segment.stretch.version,
            map: segment.map,
            held: segment.held,
            slots: &self.slots,
            accounts,
            readings: std::mem::take(&mut self.readings),
            sets: &mut segment.sets,
        };
        let written = write(&mut coder);
        self.readings = coder.readings;
        written
    }

    /// The expression on the days of this stretch.
    pub fn settled(&mut self, expr: &Expr) -> Option<Expr> {
        match settle(self.policy(), self.segment.stretch.from, expr) {
            Ok(settled) => Some(settled),
            Err(why) => {
                let why = if why == Unsettled::TooLong { NoCode::TooLong } else { NoCode::TooLarge };
                self.segment.refuse(expr.span, why);
                None
            }
        }
    }

    /// Keeps code.
    pub fn code(&mut self, ops: Vec<Op>) -> Code {
        let start = self.segment.ops.len() as u32;
        let len = ops.len() as u32;
        self.segment.ops.extend(ops);
        Code { start, len }
    }

    /// Writes and keeps the code of an expression; a policy that has none is refused.
    fn written(&mut self, expr: &Expr, write: impl FnOnce(&mut Coder, &Expr) -> Result<Vec<Op>, NoCode>) -> Vec<Op> {
        let Some(settled) = self.settled(expr) else { return vec![Op::Const(0)] };
        self.coder(|coder| write(coder, &settled)).unwrap_or_else(|why| {
            self.segment.refuse(expr.span, why);
            vec![Op::Const(0)]
        })
    }

    /// A condition's code.
    pub fn condition(&mut self, expr: &Expr) -> Code {
        let ops = self.written(expr, |coder, settled| coder.test(settled));
        self.code(ops)
    }

    /// A number's code, as a count of `quantum`.
    pub fn counted(&mut self, expr: &Expr, quantum: Rational) -> Vec<Op> {
        self.rounded(expr, None, quantum)
    }

    /// A number's code, rounded to a count of `quantum` where a rounding is stated.
    pub fn rounded(&mut self, expr: &Expr, rounding: Option<model::Rounding>, quantum: Rational) -> Vec<Op> {
        self.written(expr, |coder, settled| {
            let number = coder.number(settled)?;
            match rounding {
                Some(rounding) => counted(super::code::rounded_number(number, rounding, quantum)?, quantum),
                None => counted(number, quantum),
            }
        })
    }

    /// A number's code with what it counts in; a constant counts in itself.
    pub fn number(&mut self, expr: &Expr) -> Number {
        let nothing = Number::Constant(whole(0));
        let Some(settled) = self.settled(expr) else { return nothing };
        self.coder(|coder| coder.number(&settled)).unwrap_or_else(|why| {
            self.segment.refuse(expr.span, why);
            nothing
        })
    }

    /// What the scene's conditions and formulas read.
    pub fn reads<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, sure: &BTreeSet<ScopeId>) {
        let policy = self.policy();
        exprs.into_iter().for_each(|expr| self.needs.expr(policy, expr, sure));
    }

    /// The number of a cap, which is written when it is first met.
    pub fn cap(&mut self, of: CapOf, cap: &model::Cap, owner: super::state::Owner, item: out::ItemId) -> u16 {
        if let Some(known) = self.caps_of.iter().position(|known| *known == of) {
            return known as u16;
        }
        let written = self.written_cap(cap, owner, item);
        self.caps_of.push(of);
        self.caps.push(written);
        (self.caps.len() - 1) as u16
    }

    /// A cap or stock.
    pub fn written_cap(&mut self, cap: &model::Cap, owner: super::state::Owner, item: out::ItemId) -> out::Cap {
        let quantum = if cap.times { whole(1) } else { self.segment.smallest() };
        let limit = self.segment.constant(&cap.limit, quantum);
        let refuse = cap.over == model::OverCap::Refuse && !cap.times;
        out::Cap { item, limit, times: cap.times, refuse, usage: self.usage(cap, owner) }
    }

    fn usage(&mut self, cap: &model::Cap, owner: super::state::Owner) -> Usage {
        if cap.window == model::Window::Event {
            return Usage::Event;
        }
        let policy = self.policy();
        let scope = policy.scopes.get(cap.scope.0);
        let optional = scope.is_some_and(|scope| scope.optional && !always_there(scope.keys));
        let account = self.usage_account(cap, owner, cap.scope);
        let remedy = cap.missing.filter(|_| optional);
        self.needs.scope(policy, cap.scope, remedy.is_none());
        match remedy {
            None => Usage::Account(account),
            Some(Remedy::Unlimited) => Usage::OrUnlimited(account),
            Some(Remedy::Nothing) => Usage::OrNothing(account),
            Some(Remedy::By(other)) => {
                self.needs.scope(policy, other, true);
                Usage::OrAccount(account, self.usage_account(cap, owner, other))
            }
        }
    }

    fn usage_account(&mut self, cap: &model::Cap, owner: super::state::Owner, scope: ScopeId) -> out::AccountId {
        let scope = self.segment.scope_number(scope);
        self.segment.state.usage(owner, cap, scope)
    }

    /// The facts that are read, by slot.
    pub fn facts(&mut self) -> Vec<FactUse> {
        let needs: Vec<(FieldId, bool)> =
            self.needs.fields.iter().map(|(field, required)| (*field, *required)).collect();
        let mut facts: Vec<FactUse> = Vec::new();
        for (field, required) in needs {
            let slot = self.coder(|coder| Ok(coder.slot(field))).unwrap_or_default();
            facts.push(FactUse { slot, required, domain: self.segment.domain(field) });
        }
        facts.sort_by_key(|fact| fact.slot);
        facts
    }

    /// The scopes that are read.
    pub fn scopes(&self) -> Vec<ScopeUse> {
        let scopes = self.needs.scopes.iter();
        let mut scopes: Vec<ScopeUse> = scopes
            .map(|(scope, required)| ScopeUse { scope: self.segment.scope_number(*scope), required: *required })
            .collect();
        scopes.sort_by_key(|used| used.scope);
        scopes
    }
}
