//! What the cases of one activity or redemption can reach on the days of one stretch, and the formula under which they do.

use super::bounds::{Edge, Turn, as_constant, edges};
use super::expand::{chosen, compared, expand, parts};
use super::mark::{CapOf, Mark, Owner, Side};
use super::say;
use crate::checks::encode::{Act, NotEncoded, Scene};
use crate::diagnostics::Message;
use crate::logic::{Comparison, Formula};
use crate::model::arithmetic::{add, whole};
use crate::model::expr::Compare;
use crate::model::segments::in_force;
use crate::model::settle::constant_number;
use crate::model::{
    AccountId, ActivityId, Award, Constant, Expr, ExprKind, OverallCapId, Pays, Policy, Redemption, RedemptionId, Rule,
    RuleId, Takes, Type,
};
use crate::source::Span;

/// Something to reach.
pub struct Ask {
    /// What.
    pub mark: Mark,
    /// Where it stands in the text.
    pub span: Span,
    /// The item it belongs to.
    pub item: Message,
    /// What must come about.
    pub what: Message,
    /// When an event or redemption reaches it, what caps have used apart.
    pub formula: Found,
}

/// A formula, if it can be written.
pub type Found = Result<Formula, NotEncoded>;

/// All that can be reached in a scene.
pub fn asks(scene: &Scene<'_>) -> Vec<Ask> {
    let mut asker = Asker { scene, asks: Vec::new() };
    asker.gates();
    match scene.act {
        Act::Event(activity) => {
            let rules: Vec<(RuleId, &Rule)> = scene.rules().collect();
            rules.iter().for_each(|(id, rule)| asker.rule(*id, rule));
            asker.bonuses(activity);
            asker.groups(&rules);
            asker.overall_caps(&rules);
            asker.counters(activity);
            asker.late();
        }
        Act::Redeem(id) => asker.redemption(id),
    }
    asker.asks
}

struct Asker<'s, 'a> {
    scene: &'s Scene<'a>,
    asks: Vec<Ask>,
}

impl<'a> Asker<'_, 'a> {
    fn policy(&self) -> &'a Policy {
        self.scene.policy
    }

    fn ask(&mut self, mark: Mark, span: Span, item: &Message, what: Message, formula: Found) {
        self.asks.push(Ask { mark, span, item: item.clone(), what, formula });
    }

    fn gates(&mut self) {
        let (scene, earning) = (self.scene, matches!(self.scene.act, Act::Event(_)));
        let mut before: Vec<&Expr> = Vec::new();
        for (at, gate) in self.policy().gates.iter().enumerate() {
            if gate.earning == earning && in_force(&gate.dates, scene.stretch.from) {
                let base = scene.all(before.iter().copied());
                let base = both(&base, &self.otherwise_given());
                self.clauses(Owner::Gate(at), &say::gate(earning), &gate.when, &base);
                before.extend(&gate.when);
            }
        }
    }

    /// That nothing else than eligibility stops a redemption, which would be told in the same word.
    fn otherwise_given(&self) -> Found {
        match self.scene.act {
            Act::Redeem(id) => self
                .policy()
                .redemptions
                .get(id.0)
                .map_or(Ok(Formula::TRUE), |redemption| self.scene.all(&redemption.when)),
            Act::Event(_) => Ok(Formula::TRUE),
        }
    }

    fn rule(&mut self, id: RuleId, rule: &'a Rule) {
        let (scene, item) = (self.scene, say::named(&rule.name));
        let eligible = scene.eligible();
        let stands = both(&eligible, &scene.stands(id));
        let fails = both(&eligible, &not(&scene.stands(id)));
        let Pays::Award { award, .. } = &rule.pays else { return };
        let pays = if always_nothing(award) { stands.clone() } else { both(&eligible, &scene.pays(id)) };
        self.ask(Mark::Pays(id), rule.name.span, &item, say::pays(always_nothing(award)), pays.clone());
        let excepted = scene.rules().filter(|(_, other)| other.exception_to.contains(&id));
        let excepted: Vec<(RuleId, &Rule)> = excepted.collect();
        if !rule.when.is_empty() || !excepted.is_empty() {
            self.ask(Mark::Fails(id), rule.name.span, &item, say::fails(), fails);
        }
        for (by, other) in excepted {
            let silenced = both(&both(&eligible, &scene.stands(by)), &scene.conditions(rule));
            self.ask(Mark::Silences(by, id), other.name.span, &say::named(&other.name), say::silences(rule), silenced);
        }
        let heard = both(&eligible, &not(&scene.silenced(id)));
        self.clauses(Owner::Rule(id), &item, &rule.when, &heard);
        self.award(id, &item, award, &stands);
        self.caps(id, rule, &item, &pays);
    }

    /// Rows, branches and bounds of an amount.
    fn award(&mut self, id: RuleId, item: &Message, award: &'a Award, stands: &Found) {
        let exprs = match award {
            Award::Expr(expr, _) => vec![expr],
            Award::Blocks { block, of, pay, .. } => vec![block, of, pay],
        };
        for expr in exprs {
            let Some(expr) = expand(self.policy(), expr) else { continue };
            self.rows(item, &expr, stands);
            let scene = self.scene;
            let differs = |yes: &Expr, no: &Expr| scene.number(yes)?.is(Comparison::Unequal, scene.number(no)?);
            self.bounds(Owner::Rule(id), item, &expr, stands, &differs);
        }
    }

    fn rows(&mut self, item: &Message, expr: &Expr, base: &Found) {
        let scene = self.scene;
        expr.visit(&mut |part| match &part.kind {
            ExprKind::Bands(bands) => {
                for (place, row) in bands.rows.iter().enumerate() {
                    let Some(test) = chosen(bands, place) else { continue };
                    let what = say::row(scene.policy, bands, place);
                    self.ask(Mark::Row(row.span), row.span, item, what, both(base, &scene.condition(&test)));
                }
            }
            ExprKind::If(condition, ..) => {
                let (holds, text) = (scene.condition(condition), say::expr(scene.policy, condition));
                let span = condition.span;
                self.ask(Mark::Branch(span, true), span, item, say::met(&text), both(base, &holds));
                self.ask(Mark::Branch(span, false), span, item, say::not_met(&text), both(base, &not(&holds)));
            }
            _ => {}
        });
    }

    /// The clauses of an item's conditions, and the bounds in them.
    fn clauses(&mut self, owner: Owner, item: &Message, when: &'a [Expr], base: &Found) {
        let (scene, parts) = (self.scene, parts(when));
        for (place, part) in parts.iter().enumerate() {
            let before = both(base, &scene.all(parts.iter().take(place).copied()));
            let (holds, text) = (scene.condition(part), say::expr(scene.policy, part));
            self.ask(Mark::Clause(owner, place, true), part.span, item, say::met(&text), both(&before, &holds));
            let not_met = both(&before, &not(&holds));
            self.ask(Mark::Clause(owner, place, false), part.span, item, say::not_met(&text), not_met);
            let others = parts.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, part)| *part);
            let others = both(base, &scene.all(others));
            let Some(part) = expand(scene.policy, part) else { continue };
            let differs = |yes: &Expr, no: &Expr| {
                let (yes, no) = (scene.condition(yes)?, scene.condition(no)?);
                Ok(yes.clone().and(no.clone().not()).or(no.and(yes.not())))
            };
            self.bounds(owner, item, &part, &others, &differs);
        }
    }

    /// Both sides of every bound, where all depends on it: what it is part of is otherwise, as it holds or not.
    fn bounds(
        &mut self,
        owner: Owner,
        item: &Message,
        expr: &Expr,
        base: &Found,
        differs: &dyn Fn(&Expr, &Expr) -> Found,
    ) {
        for edge in edges(self.scene, expr) {
            let depends = match edge.place {
                Some(place) => with(expr, place, true).zip(with(expr, place, false)),
                None => None,
            };
            let depends = depends.map_or(Ok(Formula::TRUE), |(yes, no)| differs(&yes, &no));
            let base = both(base, &depends);
            for turn in edge.values {
                self.turn(owner, item, &edge, turn, &base);
            }
        }
    }

    fn turn(&mut self, owner: Owner, item: &Message, edge: &Edge, turn: Turn, base: &Found) {
        let is = |number| {
            let constant = as_constant(&edge.x.ty, number).ok_or(NotEncoded::TooLarge)?;
            self.scene.condition(&compared(Compare::Equal, &edge.x, &constant))
        };
        let (mark, number, there) = match turn {
            Turn::At(number) => (Mark::Bound(owner, edge.at, number), number, is(number)),
            Turn::Beside(number, grid) => {
                let sides = is(number - grid).and_then(|low| Ok(low.or(is(number + grid)?)));
                (Mark::Beside(owner, edge.at, number), number, sides)
            }
        };
        let beside = matches!(turn, Turn::Beside(..));
        let Some(constant) = as_constant(&edge.x.ty, number) else { return };
        let what = say::is_just(self.policy(), &edge.x, &constant, beside);
        self.ask(mark, edge.span, item, what, both(base, &there));
    }

    fn caps(&mut self, id: RuleId, rule: &'a Rule, item: &Message, pays: &Found) {
        for (at, cap) in rule.caps.iter().enumerate() {
            let text = say::cap(self.policy(), cap);
            self.cap(CapOf::Rule(id, at), cap.span, item, &text, pays);
        }
    }

    fn cap(&mut self, of: CapOf, span: Span, item: &Message, text: &Message, pays: &Found) {
        self.ask(Mark::Cap(of, Side::Within), span, item, say::used_up(text), pays.clone());
        self.ask(Mark::Cap(of, Side::Beyond), span, item, say::too_little(text), pays.clone());
    }

    fn bonuses(&mut self, activity: ActivityId) {
        let (scene, policy) = (self.scene, self.policy());
        let eligible = scene.eligible();
        for (at, rule) in policy.rules.iter().enumerate() {
            let Pays::Bonus { activity: of, bases, .. } = &rule.pays else { continue };
            if of.is_some_and(|of| of != activity) || !in_force(&rule.dates, scene.stretch.from) {
                continue;
            }
            let bases: Vec<RuleId> = awards(policy, bases, scene);
            if bases.is_empty() {
                continue;
            }
            let (id, item) = (RuleId(at), say::named(&rule.name));
            let paid = any(bases.iter().map(|base| scene.pays(*base)));
            let base = both(&eligible, &paid);
            let shares = bases.iter().filter_map(|base| Some((*base, policy.rules.get(base.0)?)));
            let shares = shares.map(|(base, of)| both(&scene.pays(base), &scene.share(rule, of).map(|s| s.over(0))));
            let pays = both(&both(&eligible, &any(shares)), &scene.conditions(rule));
            self.ask(Mark::Pays(id), rule.name.span, &item, say::pays(false), pays.clone());
            if !rule.when.is_empty() {
                let fails = both(&base, &not(&scene.conditions(rule)));
                self.ask(Mark::Fails(id), rule.name.span, &item, say::fails(), fails);
            }
            self.clauses(Owner::Rule(id), &item, &rule.when, &base);
            self.caps(id, rule, &item, &pays);
        }
    }

    /// Groups of which only the highest counts, where two of their rules hold.
    fn groups(&mut self, rules: &[(RuleId, &'a Rule)]) {
        let scene = self.scene;
        for (at, group) in self.policy().groups.iter().enumerate() {
            let members: Vec<RuleId> =
                rules.iter().map(|(id, _)| *id).filter(|id| scene.policy.groups_of(*id).contains(&at)).collect();
            if !group.highest || members.len() < 2 || !in_force(&group.dates, scene.stretch.from) {
                continue;
            }
            let pairs = members.iter().enumerate().flat_map(|(place, a)| {
                members.iter().skip(place + 1).map(|b| both(&scene.stands(*a), &scene.stands(*b)))
            });
            let formula = both(&scene.eligible(), &any(pairs));
            let id = crate::model::GroupId(at);
            self.ask(Mark::Chooses(id), group.name.span, &say::named(&group.name), say::chooses(), formula);
        }
    }

    fn overall_caps(&mut self, rules: &[(RuleId, &'a Rule)]) {
        let scene = self.scene;
        for (at, overall) in self.policy().overall_caps.iter().enumerate() {
            let mut covered = rules.iter().filter(|(id, _)| overall.covers.contains(id)).peekable();
            if covered.peek().is_none() || !in_force(&overall.dates, scene.stretch.from) {
                continue;
            }
            let pays = both(&scene.eligible(), &any(covered.map(|(id, _)| scene.pays(*id))));
            let (of, item) = (CapOf::Overall(OverallCapId(at)), say::named(&overall.name));
            self.cap(of, overall.name.span, &item, &say::overall(self.policy(), &overall.cap), &pays);
        }
    }

    fn counters(&mut self, activity: ActivityId) {
        let eligible = self.scene.eligible();
        for (at, account) in self.policy().accounts.iter().enumerate() {
            let Takes::Counts(counts) = &account.takes else { continue };
            let counted = counts.iter().enumerate().filter(|(_, counts)| counts.activity == activity);
            for (place, counts) in counted {
                let owner = Owner::Counts(AccountId(at), place);
                self.clauses(owner, &say::named(&account.name), counts.when.as_slice(), &eligible);
            }
        }
    }

    fn late(&mut self) {
        let policy = self.policy();
        let Some(Some(days)) = policy.choices.late else { return };
        let (item, eligible) = (say::named(&policy.name), self.scene.eligible());
        self.ask(Mark::Late(Side::Within), policy.name.span, &item, say::late(days, Side::Within), eligible.clone());
        self.ask(Mark::Late(Side::Beyond), policy.name.span, &item, say::late(days, Side::Beyond), eligible);
    }

    fn redemption(&mut self, id: RedemptionId) {
        let (scene, policy) = (self.scene, self.policy());
        let Some(redemption) = policy.redemptions.get(id.0).filter(|r| in_force(&r.dates, scene.stretch.from)) else {
            return;
        };
        let (item, span, eligible) = (say::named(&redemption.name), redemption.name.span, scene.eligible());
        let given = both(&eligible, &scene.all(&redemption.when));
        self.ask(Mark::Given(id), span, &item, say::given(), given.clone());
        self.clauses(Owner::Redemption(id), &item, &redemption.when, &eligible);
        for (at, stock) in redemption.stock.iter().enumerate() {
            self.cap(CapOf::Stock(id, at), stock.span, &item, &say::stock(policy, stock), &given);
        }
        for side in [Side::Within, Side::Beyond] {
            if let Some(from) = &redemption.from_balance {
                self.ask(Mark::FromBalance(id, side), from.span, &item, say::from_balance(side), given.clone());
            }
            if self.begins_above_floor(redemption) {
                continue;
            }
            let floor = redemption.floor.as_ref().map_or(redemption.price.span, |floor| floor.span);
            self.ask(Mark::Floor(id, side), floor, &item, say::left(side), given.clone());
        }
    }
}

impl Asker<'_, '_> {
    /// Whether 起兑 asks for more than what the price and the least balance do, so that these never decide.
    fn begins_above_floor(&self, redemption: &Redemption) -> bool {
        let number = |expr: &Expr| constant_number(self.policy(), self.scene.stretch.from, expr).ok().flatten();
        let from = redemption.from_balance.as_ref().and_then(number);
        let floor = redemption.floor.as_ref().map_or(Some(whole(0)), number);
        let least = floor.zip(number(&redemption.price)).and_then(|(floor, price)| add(floor, price));
        from.zip(least).is_some_and(|(from, least)| from > least)
    }
}

/// Whether an award is 0 whatever happens: it is there for what it silences.
pub(super) fn always_nothing(award: &Award) -> bool {
    let zero = |expr: &Expr| matches!(&expr.kind, ExprKind::Constant(Constant::Number(n)) if *n.numer() == 0);
    matches!(award, Award::Expr(expr, _) if zero(expr))
}

/// The awards of an act that a bonus is a share of, through other bonuses too.
fn awards(policy: &Policy, bases: &[RuleId], scene: &Scene<'_>) -> Vec<RuleId> {
    let mut waiting: Vec<RuleId> = bases.to_vec();
    let mut at = 0;
    while let Some(id) = waiting.get(at).copied() {
        at += 1;
        if let Some(Pays::Bonus { bases, .. }) = policy.rules.get(id.0).map(|rule| &rule.pays) {
            let more: Vec<RuleId> = bases.iter().copied().filter(|base| !waiting.contains(base)).collect();
            waiting.extend(more);
        }
    }
    scene.rules().map(|(id, _)| id).filter(|id| waiting.contains(id)).collect()
}

/// The expression with a comparison in it decided.
fn with(expr: &Expr, place: usize, holds: bool) -> Option<Expr> {
    let mut changed = expr.clone();
    let part = changed.nth_mut(place)?;
    *part = Expr { kind: ExprKind::Constant(Constant::YesNo(holds)), ty: Type::YesNo, span: part.span };
    Some(changed)
}

fn both(a: &Found, b: &Found) -> Found {
    Ok(a.clone()?.and(b.clone()?))
}

fn not(a: &Found) -> Found {
    Ok(a.clone()?.not())
}

/// That one of these holds; what cannot be written is left out unless nothing else is there.
fn any(formulas: impl Iterator<Item = Found>) -> Found {
    let mut all = Vec::new();
    let mut missing = None;
    for formula in formulas {
        match formula {
            Ok(formula) => all.push(formula),
            Err(why) => missing = Some(why),
        }
    }
    missing.filter(|_| all.is_empty()).map_or(Ok(Formula::Or(all)), Err)
}
