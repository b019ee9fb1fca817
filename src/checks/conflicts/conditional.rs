//! What has conditions of its own, and what is known to hold where they are looked at.

use super::asked::{Asked, Question, Version};
use crate::checks::encode::{Act, NotEncoded, Scene, clauses};
use crate::diagnostics::Message;
use crate::logic::Formula;
use crate::model::segments::in_force;
use crate::model::settle::settle;
use crate::model::{Dates, Definition, Expr, ExprKind, Gate, Pays, Policy, Redemption, Rule, RuleId, Takes, Type};
use crate::source::Span;
use std::collections::BTreeSet;

/// An item with conditions of its own.
pub struct Conditional<'a> {
    /// What it is.
    pub kind: Kind,
    /// Whose conditions: 规则“甲”.
    pub owner: Message,
    /// What never happens: 规则“甲”永远用不上.
    pub never: Message,
    /// Where it is written.
    pub span: Span,
    /// What 且 joins, in order.
    pub clauses: Vec<&'a Expr>,
    /// When it is in force.
    pub dates: Option<Dates>,
    /// The acts for which it is looked at, by their places in [`Version::acts`].
    pub acts: Vec<usize>,
}

/// What has conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Rule,
    /// With the rules it is a share of, directly or through other bonuses.
    Bonus(RuleId),
    Redemption,
    Count,
    /// With its place among 资格.
    Gate(usize),
    Definition,
}

/// Everything with conditions in a version.
pub fn all<'a>(version: &Version<'a>) -> Vec<Conditional<'a>> {
    let policy = version.policy;
    let rules = (0..).map(RuleId).zip(&policy.rules).map(|(id, rule)| of_rule(version, id, rule));
    let redemptions = policy.redemptions.iter().enumerate();
    let redemptions = redemptions.map(|(id, item)| redemption(item, version.acts_where(|act| act == redeeming(id))));
    let gates = policy.gates.iter().enumerate().map(|(place, item)| gate(version, place, item));
    let definitions = policy.definitions.iter().filter(|item| item.value.ty == Type::YesNo);
    let definitions = definitions.map(|item| definition(version, item));
    let all = rules.chain(redemptions).chain(counts(version)).chain(gates).chain(definitions);
    all.filter(|item| !item.clauses.is_empty()).collect()
}

fn redeeming(id: usize) -> Act {
    Act::Redeem(crate::model::RedemptionId(id))
}

fn of_rule<'a>(version: &Version<'a>, id: RuleId, rule: &'a Rule) -> Conditional<'a> {
    let name = &rule.name.name.name;
    let bonus = matches!(rule.pays, Pays::Bonus { .. });
    let (zh, en) = if bonus { ("加成", "bonus") } else { ("规则", "rule") };
    let bases = bases(version.policy, id);
    // Activities stand first among the acts.
    let acts: BTreeSet<usize> = bases.iter().filter_map(|(_, base)| Some(base.activity()?.0)).collect();
    Conditional {
        kind: if bonus { Kind::Bonus(id) } else { Kind::Rule },
        owner: Message::new(format!("{zh}“{name}”"), format!("The {en} “{name}”")),
        never: Message::new(format!("{zh}“{name}”永远用不上"), format!("The {en} “{name}” never applies")),
        span: rule.name.span,
        clauses: clauses(&rule.when),
        dates: rule.dates,
        acts: acts.into_iter().collect(),
    }
}

/// The awards a bonus is a share of, directly or through other bonuses; a rule that is no bonus itself.
pub fn bases(policy: &Policy, id: RuleId) -> Vec<(RuleId, &Rule)> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), vec![id], Vec::new());
    while let Some(id) = waiting.pop() {
        let Some(rule) = policy.rules.get(id.0).filter(|_| !seen.contains(&id)) else { continue };
        seen.push(id);
        match &rule.pays {
            Pays::Award { .. } => found.push((id, rule)),
            Pays::Bonus { bases, .. } => waiting.extend(bases),
        }
    }
    found.sort_by_key(|(id, _)| *id);
    found
}

fn redemption(item: &Redemption, acts: Vec<usize>) -> Conditional<'_> {
    let name = &item.name.name.name;
    Conditional {
        kind: Kind::Redemption,
        owner: Message::new(format!("兑换“{name}”"), format!("The redemption “{name}”")),
        never: Message::new(format!("兑换“{name}”永远用不上"), format!("The redemption “{name}” never applies")),
        span: item.name.span,
        clauses: clauses(&item.when),
        dates: item.dates,
        acts,
    }
}

fn counts<'a>(version: &Version<'a>) -> Vec<Conditional<'a>> {
    let mut found = Vec::new();
    for account in &version.policy.accounts {
        let Takes::Counts(counts) = &account.takes else { continue };
        let name = &account.name.name.name;
        for count in counts {
            let activity = version.policy.activities.get(count.activity.0).map(|activity| &activity.name.name.name);
            let activity = activity.cloned().unwrap_or_default();
            found.push(Conditional {
                kind: Kind::Count,
                owner: Message::new(format!("账户“{name}”"), format!("The account “{name}”")),
                never: Message::new(
                    format!("账户“{name}”从来不计“{activity}”"),
                    format!("The account “{name}” never counts “{activity}”"),
                ),
                span: count.span,
                clauses: count.when.iter().flat_map(|when| clauses(std::slice::from_ref(when))).collect(),
                dates: None,
                acts: vec![count.activity.0],
            });
        }
    }
    found
}

fn gate<'a>(version: &Version<'a>, place: usize, gate: &'a Gate) -> Conditional<'a> {
    // It reads nothing of an activity: one act speaks for all.
    let acts = version.acts_where(|act| matches!(act, Act::Event(_)) == gate.earning);
    Conditional {
        kind: Kind::Gate(place),
        owner: Message::new("资格", "The eligibility"),
        never: Message::new("没有人能有这个资格", "Nobody has this eligibility"),
        span: gate.span,
        clauses: clauses(&gate.when),
        dates: gate.dates,
        acts: acts.into_iter().take(1).collect(),
    }
}

fn definition<'a>(version: &Version<'a>, item: &'a Definition) -> Conditional<'a> {
    let name = &item.name.name.name;
    let acts = version.acts_where(|act| match (act, item.activity) {
        (_, None) => true,
        (Act::Event(activity), Some(of)) => activity == of,
        (Act::Redeem(_), Some(_)) => false,
    });
    Conditional {
        kind: Kind::Definition,
        owner: Message::new(format!("定义“{name}”"), format!("The definition “{name}”")),
        never: Message::new(format!("定义“{name}”永远不成立"), format!("The definition “{name}” never holds")),
        span: item.name.span,
        clauses: clauses(std::slice::from_ref(&item.value)),
        dates: None,
        acts: acts.into_iter().take(1).collect(),
    }
}

impl<'a> Version<'a> {
    fn acts_where(&self, is: impl Fn(Act) -> bool) -> Vec<usize> {
        self.acts.iter().enumerate().filter(|(_, asked)| is(asked.act)).map(|(place, _)| place).collect()
    }
}

impl<'a> Conditional<'a> {
    /// The acts for which it is looked at.
    pub fn asked<'s>(&self, version: &'s Version<'a>) -> Vec<&'s Asked<'a>> {
        self.acts.iter().filter_map(|place| version.acts.get(*place)).collect()
    }

    /// Whether it is in force in a scene.
    pub fn is_in_force(&self, scene: &Scene<'_>) -> bool {
        in_force(&self.dates, scene.stretch.from)
    }

    /// 资格 that must hold before its conditions are looked at.
    pub fn gates(&self, scene: &Scene<'a>) -> Vec<&'a Expr> {
        match self.kind {
            Kind::Definition => Vec::new(),
            Kind::Gate(place) => {
                let gates = scene.policy.gates.iter().take(place);
                let before = gates.filter(|gate| matches!(scene.act, Act::Event(_)) == gate.earning);
                let before = before.filter(|gate| in_force(&gate.dates, scene.stretch.from));
                before.flat_map(|gate| clauses(&gate.when)).collect()
            }
            _ => scene.gates().flat_map(|gate| clauses(&gate.when)).collect(),
        }
    }

    /// All that is known to hold where its conditions are looked at: 资格, and for a bonus that a rule it is a share of pays.
    pub fn known(&self, scene: &Scene<'a>) -> Question<'a> {
        self.beside_bases(scene, Question::conditions(scene, self.gates(scene)))
    }

    /// A question, and for a bonus that a rule it is a share of pays.
    pub fn beside_bases(&self, scene: &Scene<'a>, question: Question<'a>) -> Question<'a> {
        let Kind::Bonus(id) = self.kind else { return question };
        match self.paying(scene, id).as_slice() {
            [(base, rule)] => question.also(scene, clauses(&rule.when)).and(scene.pays(*base)),
            several => question.and(one_pays(scene, several)),
        }
    }

    /// The bases of a bonus in force for an act.
    fn paying(&self, scene: &Scene<'a>, id: RuleId) -> Vec<(RuleId, &'a Rule)> {
        let here = |rule: &Rule| matches!(rule.pays, Pays::Award { activity, .. } if scene.act == Act::Event(activity));
        let all = bases(scene.policy, id).into_iter();
        all.filter(|(_, rule)| here(rule) && in_force(&rule.dates, scene.stretch.from)).collect()
    }
}

fn one_pays(scene: &Scene<'_>, rules: &[(RuleId, &Rule)]) -> Result<Formula, NotEncoded> {
    Ok(Formula::Or(rules.iter().map(|(id, _)| scene.pays(*id)).collect::<Result<_, _>>()?))
}

/// Whether a condition reads something that differs from record to record. One made of constants is a switch: it says plainly
/// what it is.
pub fn varies(policy: &Policy, expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |part| {
        found |= match &part.kind {
            ExprKind::Field(_)
            | ExprKind::Scope(_)
            | ExprKind::EventDate
            | ExprKind::EventTime
            | ExprKind::Account { .. }
            | ExprKind::HasField(_)
            | ExprKind::HasScope(_) => true,
            ExprKind::Definition(_) | ExprKind::Table(_) => {
                settle(policy, policy.dates.from, part).is_ok_and(|settled| varies(policy, &settled))
            }
            _ => false,
        };
    });
    found
}

/// Whether a condition is a definition and nothing more: what is wrong with it is said there.
pub fn is_definition(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Definition(_) => true,
        ExprKind::Not(a) => is_definition(a),
        _ => false,
    }
}
