//! S5.1: what the events of an activity, or a redemption, read on a day.

use super::calendar::Day;
use mizi::model::expr::{Bands, ExprKind};
use mizi::model::{
    AccountId, ActivityId, Award, Cap, Dates, Expr, FieldId, Member, Pays, Policy, Redemption, Remedy, Rule, RuleId,
    ScopeId, ScopeKeys, Takes,
};
use std::collections::{BTreeMap, BTreeSet};

/// Fields and scopes read, and whether each must be present; accounts read before (false) or with this event (true).
#[derive(Clone, Debug, Default)]
pub struct Reads {
    pub fields: BTreeMap<FieldId, bool>,
    pub scopes: BTreeMap<ScopeId, bool>,
    pub accounts: BTreeSet<(AccountId, bool)>,
}

/// S4.5
pub fn in_force(dates: Option<&Dates>, day: Day) -> bool {
    dates.is_none_or(|dates| day >= i64::from(dates.from) && dates.to.is_none_or(|to| day <= i64::from(to)))
}

/// Rules of an activity in force, in order of declaration, without bonuses.
pub fn awards_of(policy: &Policy, activity: ActivityId, day: Day) -> Vec<RuleId> {
    let is_award = |rule: &Rule| matches!(&rule.pays, Pays::Award { activity: on, .. } if *on == activity);
    rules_in_force(policy, day).into_iter().filter(|id| is_award(&policy.rules[id.0])).collect()
}

fn rules_in_force(policy: &Policy, day: Day) -> Vec<RuleId> {
    let ids = (0..policy.rules.len()).map(RuleId);
    ids.filter(|id| in_force(policy.rules[id.0].dates.as_ref(), day)).collect()
}

/// Bonuses in force that are directly a share of a rule in events of an activity, in order of declaration.
pub fn bonuses_on(policy: &Policy, activity: ActivityId, base: RuleId, day: Day) -> Vec<RuleId> {
    let shares_in = |rule: &Rule| match &rule.pays {
        Pays::Bonus { activity: on, bases, .. } => on.is_none_or(|on| on == activity) && bases.contains(&base),
        Pays::Award { .. } => false,
    };
    rules_in_force(policy, day).into_iter().filter(|id| shares_in(&policy.rules[id.0])).collect()
}

/// All rules that may pay in events of an activity: awards, bonuses on them, bonuses on those.
pub fn paying_rules(policy: &Policy, activity: ActivityId, day: Day) -> BTreeSet<RuleId> {
    let mut found = BTreeSet::new();
    let mut to_see = awards_of(policy, activity, day);
    while let Some(rule) = to_see.pop() {
        if found.insert(rule) {
            to_see.extend(bonuses_on(policy, activity, rule, day));
        }
    }
    found
}

/// All rules under a member.
pub fn rules_under(policy: &Policy, member: Member) -> BTreeSet<RuleId> {
    match member {
        Member::Rule(rule) => BTreeSet::from([rule]),
        Member::Group(group) => {
            policy.groups[group.0].members.iter().flat_map(|inner| rules_under(policy, *inner)).collect()
        }
    }
}

/// What the events of an activity read.
pub fn of_activity(policy: &Policy, activity: ActivityId, day: Day) -> Reads {
    let mut reader = Reader { policy, reads: Reads::default() };
    reader.gates(true, day);
    let paying = paying_rules(policy, activity, day);
    for id in &paying {
        reader.rule(&policy.rules[id.0]);
    }
    for overall in policy.overall_caps.iter().filter(|cap| in_force(cap.dates.as_ref(), day)) {
        // A bonus that is not named is covered with its base, which is then itself among `covers`.
        let mut covered = overall.covers.iter().chain(&overall.covers_bonuses);
        if covered.any(|rule| paying.contains(rule)) {
            reader.cap(&overall.cap);
        }
    }
    for account in &policy.accounts {
        let counted = match &account.takes {
            Takes::AllGranted => !paying.is_empty(),
            Takes::Granted(rules) => rules.iter().any(|rule| paying.contains(rule)),
            Takes::Counts(counts) => {
                let mine: Vec<_> = counts.iter().filter(|count| count.activity == activity).collect();
                for count in &mine {
                    let known = reader.clauses(count.when.as_slice());
                    reader.expr(&count.add, &known);
                }
                !mine.is_empty()
            }
        };
        if counted {
            reader.needs_scope(account.scope);
        }
    }
    reader.reads
}

/// What a redemption reads.
pub fn of_redemption(policy: &Policy, redemption: &Redemption, day: Day) -> Reads {
    let mut reader = Reader { policy, reads: Reads::default() };
    reader.gates(false, day);
    reader.clauses(&redemption.when);
    for stock in &redemption.stock {
        reader.cap(stock);
    }
    reader.needs_scope(policy.accounts[policy.balance.0].scope);
    reader.reads
}

/// Scopes known to be present where an expression is read.
type Known = BTreeSet<ScopeId>;

struct Reader<'a> {
    policy: &'a Policy,
    reads: Reads,
}

impl Reader<'_> {
    fn gates(&mut self, earning: bool, day: Day) {
        for gate in &self.policy.gates {
            if gate.earning == earning && in_force(gate.dates.as_ref(), day) {
                self.clauses(&gate.when);
            }
        }
    }

    /// S8.2: each clause of an item is read only where those before it hold.
    fn clauses(&mut self, clauses: &[Expr]) -> Known {
        let mut known = Known::new();
        for clause in clauses {
            self.expr(clause, &known);
            known.extend(self.present(clause, true));
        }
        known
    }

    fn rule(&mut self, rule: &Rule) {
        let known = self.clauses(&rule.when);
        match &rule.pays {
            Pays::Award { award: Award::Expr(amount, _), .. } => self.expr(amount, &known),
            Pays::Award { award: Award::Blocks { block, of, pay, carried }, .. } => {
                for expr in [block, of, pay] {
                    self.expr(expr, &known);
                }
                if let Some((scope, _)) = carried {
                    self.needs_scope(*scope);
                }
            }
            Pays::Bonus { share, .. } => self.expr(share, &known),
        }
        for cap in &rule.caps {
            self.cap(cap);
        }
    }

    fn cap(&mut self, cap: &Cap) {
        self.expr(&cap.limit, &Known::new());
        if cap.window == mizi::model::Window::Event {
            return;
        }
        match cap.missing {
            None => self.needs_scope(cap.scope),
            Some(remedy) => {
                self.may_read_scope(cap.scope);
                if let Remedy::By(other) = remedy {
                    self.needs_scope(other);
                }
            }
        }
    }

    fn needs_scope(&mut self, scope: ScopeId) {
        self.reads.scopes.insert(scope, true);
    }

    fn may_read_scope(&mut self, scope: ScopeId) {
        let must = !self.policy.scopes[scope.0].optional;
        *self.reads.scopes.entry(scope).or_insert(false) |= must;
    }

    /// Scopes that are present where a condition has this answer. A child and its parent are present together.
    fn present(&self, condition: &Expr, answer: bool) -> Known {
        match &condition.kind {
            ExprKind::HasScope(scope) if answer => self.related(*scope),
            ExprKind::Not(inner) => self.present(inner, !answer),
            ExprKind::Definition(id) => self.present(&self.policy.definitions[id.0].value, answer),
            ExprKind::And(parts) if answer => parts.iter().flat_map(|part| self.present(part, true)).collect(),
            ExprKind::Or(parts) if !answer => parts.iter().flat_map(|part| self.present(part, false)).collect(),
            _ => Known::new(),
        }
    }

    fn related(&self, scope: ScopeId) -> Known {
        let child = |scope: ScopeId| match self.policy.scopes[scope.0].keys {
            ScopeKeys::Parent { of, .. } => Some(of),
            _ => None,
        };
        let eldest = |mut scope: ScopeId| {
            while let Some(next) = child(scope) {
                scope = next;
            }
            scope
        };
        let all = (0..self.policy.scopes.len()).map(ScopeId);
        all.filter(|other| eldest(*other) == eldest(scope)).collect()
    }

    fn bands(&mut self, bands: &Bands, known: &Known) {
        self.expr(&bands.by, known);
        for row in &bands.rows {
            self.expr(&row.value, known);
        }
    }

    fn expr(&mut self, expr: &Expr, known: &Known) {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Parameter(_) | ExprKind::EventDate | ExprKind::EventTime => {}
            ExprKind::Field(field) | ExprKind::HasField(field) => {
                self.reads.fields.insert(*field, !self.policy.fields[field.0].optional);
            }
            ExprKind::Scope(scope) | ExprKind::HasScope(scope) => self.may_read_scope(*scope),
            ExprKind::Definition(id) => self.expr(&self.policy.definitions[id.0].value, known),
            ExprKind::Table(id) => self.bands(&self.policy.tables[id.0].bands, known),
            ExprKind::Bands(bands) => self.bands(bands, known),
            ExprKind::Account { account, including } => {
                self.reads.accounts.insert((*account, *including));
                let scope = self.policy.accounts[account.0].scope;
                // S8.7
                if known.contains(&scope) { self.may_read_scope(scope) } else { self.needs_scope(scope) }
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let mut known = known.clone();
                let goes_on = matches!(expr.kind, ExprKind::And(_));
                for part in parts {
                    self.expr(part, &known);
                    known.extend(self.present(part, goes_on));
                }
            }
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition, known);
                self.expr(then, &known.union(&self.present(condition, true)).copied().collect());
                self.expr(otherwise, &known.union(&self.present(condition, false)).copied().collect());
            }
            ExprKind::Not(x)
            | ExprKind::OneOf(x, _)
            | ExprKind::Negate(x)
            | ExprKind::Round(_, x, _)
            | ExprKind::DatePart(_, x)
            | ExprKind::DateAt(_, x) => self.expr(x, known),
            ExprKind::Compare(_, a, b)
            | ExprKind::Add(a, b)
            | ExprKind::Subtract(a, b)
            | ExprKind::Multiply(a, b)
            | ExprKind::Divide(a, b)
            | ExprKind::Elapsed { from: a, to: b, .. } => [a, b].into_iter().for_each(|x| self.expr(x, known)),
            ExprKind::Between(x, low, high) => [x, low, high].into_iter().for_each(|x| self.expr(x, known)),
            ExprKind::Min(parts) | ExprKind::Max(parts) => parts.iter().for_each(|x| self.expr(x, known)),
        }
    }
}
