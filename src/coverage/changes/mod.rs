//! What the cases would notice: the policy with one thing changed, compiled and its cases run again.

mod choice;
mod edit;
mod same;
mod slot;

pub use choice::Choice;

use super::mark::CapOf;
use super::say;
use crate::cases;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::expr::CaseLineKind;
use crate::model::types::CaseText;
use crate::model::{Award, Constant, Model, OverCap, Pays, Policy, RedemptionId, Rounding, RuleId};
use crate::program;
use crate::source::Span;
use edit::Edit;
use mizi_evaluator::Evaluator;
use slot::Slot;

/// One change of one version.
#[derive(Clone, Debug)]
pub struct Change {
    /// The version.
    pub version: usize,
    /// The item it belongs to.
    pub item: Message,
    /// What is changed to what.
    pub what: Message,
    /// Where that stands.
    pub span: Span,
    how: How,
}

/// How the model is changed.
#[derive(Clone, Debug)]
enum How {
    Edit(Slot, Edit),
    Parameter(usize, usize, Constant),
    Rounding(RuleId, Rounding),
    Over(CapOf),
    Late(u32),
}

/// A case that comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its title.
    pub title: String,
    /// The item.
    pub span: Span,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This case notices it.
    Noticed(Case),
    /// Nothing is decided otherwise: proved.
    Same,
    /// No case notices it.
    Unnoticed,
    /// It cannot be written so: there is no program.
    Impossible,
}

/// No case notices a change.
pub static CHANGE_UNNOTICED: Code = Code {
    name: "change-unnoticed",
    severity: Severity::Warning,
    zh: "改了一处，没有案例发现",
    en: "no case notices a change",
};

/// A change with what became of it.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The change.
    pub change: Change,
    /// What became of it.
    pub outcome: Outcome,
}

/// A finding for every place of which no case notices a change.
pub fn findings(tried: &[Tried]) -> Vec<Finding> {
    let unnoticed: Vec<&Change> =
        tried.iter().filter(|tried| tried.outcome == Outcome::Unnoticed).map(|tried| &tried.change).collect();
    unnoticed.chunk_by(|a, b| (a.span, &a.item) == (b.span, &b.item)).filter_map(finding).collect()
}

/// One finding for the changes of one place.
fn finding(changes: &[&Change]) -> Option<Finding> {
    let Change { item, span, .. } = changes.first()?;
    let all = |of: fn(&Message) -> &str, mark| changes.iter().map(|c| of(&c.what)).collect::<Vec<_>>().join(mark);
    let said = Message::new(
        format!("{}：{}，没有案例发现。", item.zh, all(|what| &what.zh, "；")),
        format!("{}: {}, and no case notices it.", item.en, all(|what| &what.en, "; ")),
    );
    let help = Message::new(
        "写一个案例，它的预期只有不改才对。",
        "Write a case whose expected outcome is right only as the policy stands.",
    );
    Some(Finding::new(&CHANGE_UNNOTICED, *span, said).help(help))
}

/// All changes of all versions.
pub fn changes(model: &Model) -> Vec<Change> {
    let of = |(version, policy)| Finder { version, policy }.all();
    model.versions.iter().enumerate().flat_map(of).collect()
}

struct Finder<'p> {
    version: usize,
    policy: &'p Policy,
}

impl Finder<'_> {
    fn all(&self) -> Vec<Change> {
        let mut copy = self.policy.clone();
        let mut found = Vec::new();
        for (slot, named) in slot::all(self.policy) {
            let Some(expr) = slot::expr(&mut copy, slot) else { continue };
            let item = match slot {
                Slot::When(super::mark::Owner::Gate(at), _) => {
                    say::gate(self.policy.gates.get(at).is_some_and(|gate| gate.earning))
                }
                _ => say::named(named),
            };
            for edit in edit::edits(self.policy, expr, matches!(slot, Slot::Share(_))) {
                found.push(self.change(&item, edit.what.clone(), edit.span, How::Edit(slot, edit)));
            }
        }
        found.extend(self.parameters());
        found.extend(self.roundings());
        found.extend(self.over());
        found.extend(self.late());
        found.sort_by_key(|change| change.span);
        found
    }

    fn change(&self, item: &Message, what: Message, span: Span, how: How) -> Change {
        Change { version: self.version, item: item.clone(), what, span, how }
    }

    fn parameters(&self) -> Vec<Change> {
        let mut found = Vec::new();
        for (at, parameter) in self.policy.parameters.iter().enumerate() {
            for (place, (_, value)) in parameter.values.iter().enumerate() {
                let expr = crate::model::Expr {
                    kind: crate::model::ExprKind::Constant(value.clone()),
                    ty: parameter.ty.clone(),
                    span: parameter.name.span,
                };
                for edit in edit::edits(self.policy, &expr, false) {
                    let edit::To::Is(value) = edit.to else { continue };
                    let how = How::Parameter(at, place, value);
                    found.push(self.change(&say::named(&parameter.name), edit.what, parameter.name.span, how));
                }
            }
        }
        found
    }

    fn roundings(&self) -> Vec<Change> {
        let of = |(at, rule): (usize, &crate::model::Rule)| {
            let (rounding, span) = match &rule.pays {
                Pays::Award { award: Award::Expr(_, Some(rounding)), span, .. } => (*rounding, *span),
                Pays::Bonus { rounding, span, .. } => (*rounding, *span),
                Pays::Award { .. } => return None,
            };
            let other = if rounding == Rounding::Down { Rounding::Up } else { Rounding::Down };
            let what = say::changed(&say::rounding(rounding), &say::rounding(other));
            Some(self.change(&say::named(&rule.name), what, span, How::Rounding(RuleId(at), other)))
        };
        self.policy.rules.iter().enumerate().filter_map(of).collect()
    }

    /// Caps that say themselves what happens over them.
    fn over(&self) -> Vec<Change> {
        let rules = self.policy.rules.iter().enumerate().flat_map(|(at, rule)| {
            let caps = rule.caps.iter().enumerate();
            caps.map(move |(cap, written)| (CapOf::Rule(RuleId(at), cap), written, &rule.name))
        });
        let overall = self.policy.overall_caps.iter().enumerate();
        let overall =
            overall.map(|(at, overall)| (CapOf::Overall(crate::model::OverallCapId(at)), &overall.cap, &overall.name));
        let own = rules.chain(overall).filter(|(_, cap, _)| cap.over_own && !cap.times);
        let change = |(of, cap, name): (CapOf, &crate::model::Cap, &crate::model::Named)| {
            let (truncate, refuse) = (Message::new("截断", "truncate"), Message::new("拒绝", "refuse"));
            let what = match cap.over {
                OverCap::Truncate => say::changed(&truncate, &refuse),
                OverCap::Refuse => say::changed(&refuse, &truncate),
            };
            self.change(&say::named(name), what, cap.span, How::Over(of))
        };
        own.map(change).collect()
    }

    fn late(&self) -> Vec<Change> {
        let Some(Some(days)) = self.policy.choices.late else { return Vec::new() };
        let shown = |days: u32| Message::new(format!("迟到 限 {days} 日"), format!("late within {days} days"));
        let others = [days.checked_add(1), days.checked_sub(1)].into_iter().flatten();
        let change = |other| {
            let what = say::changed(&shown(days), &shown(other));
            self.change(&say::named(&self.policy.name), what, self.policy.name.span, How::Late(other))
        };
        others.map(change).collect()
    }
}

impl Change {
    /// The policy so changed.
    fn model(&self, model: &Model) -> Option<Model> {
        let mut changed = model.clone();
        let policy = changed.versions.get_mut(self.version)?;
        match &self.how {
            How::Edit(slot, edit) => {
                let made = slot::expr(policy, *slot).is_some_and(|expr| edit.apply(expr));
                made.then_some(())?;
            }
            How::Parameter(at, place, value) => {
                policy.parameters.get_mut(*at)?.values.get_mut(*place)?.1 = value.clone();
            }
            How::Rounding(rule, other) => match &mut policy.rules.get_mut(rule.0)?.pays {
                Pays::Award { award: Award::Expr(_, Some(rounding)), .. } | Pays::Bonus { rounding, .. } => {
                    *rounding = *other;
                }
                Pays::Award { .. } => return None,
            },
            How::Over(of) => {
                let cap = slot::cap(policy, *of)?;
                cap.over = if cap.over == OverCap::Truncate { OverCap::Refuse } else { OverCap::Truncate };
            }
            How::Late(days) => policy.choices.late = Some(Some(*days)),
        }
        Some(changed)
    }
}

/// Tries changes: which cases, of those that pass, notice them.
pub struct Trial<'a> {
    model: &'a Model,
    /// The cases that pass, by version.
    passing: Vec<(usize, &'a CaseText)>,
}

impl<'a> Trial<'a> {
    /// With the cases that pass.
    pub fn new(model: &'a Model, evaluator: &Evaluator) -> Self {
        let cases = model.versions.iter().enumerate();
        let cases = cases.flat_map(|(version, policy)| policy.cases.iter().map(move |case| (version, policy, case)));
        let passes = |(_, policy, case): &(usize, &Policy, &CaseText)| {
            cases::run_one(policy, evaluator, case).findings.is_empty()
        };
        let passing = cases.filter(passes).map(|(version, _, case)| (version, case)).collect();
        Trial { model, passing }
    }

    /// What becomes of a change.
    pub fn outcome(&self, change: &Change) -> Outcome {
        let Some(changed) = change.model(self.model) else { return Outcome::Impossible };
        match self.noticed(&changed, |case| change.concerns(case)) {
            None => Outcome::Impossible,
            Some(Some(case)) => Outcome::Noticed(case),
            Some(None) if change.is_of_expressions() && same::decides_alike(self.model, &changed) => Outcome::Same,
            Some(None) => Outcome::Unnoticed,
        }
    }

    /// What becomes of a choice of the header under its other answer; none where it is not stated, or has no other.
    pub fn choice(&self, version: usize, choice: Choice) -> Option<Outcome> {
        let mut turned = self.model.clone();
        choice.turn(turned.versions.get_mut(version)?).then_some(())?;
        if let Some(Some(case)) = self.noticed(&turned, |_| true) {
            return Some(Outcome::Noticed(case));
        }
        let mut open = self.model.clone();
        choice.open(open.versions.get_mut(version)?);
        let asked = crate::checks::choices::findings(&open).len() > crate::checks::choices::findings(self.model).len();
        Some(if asked { Outcome::Unnoticed } else { Outcome::Same })
    }

    /// The first case that does not pass any more, those first that are likely to; none where there is no program.
    fn noticed(&self, changed: &Model, likely: impl Fn(&CaseText) -> bool) -> Option<Option<Case>> {
        let evaluator = Evaluator::new(program::compile(changed).ok()?).ok()?;
        let (first, then): (Vec<_>, Vec<_>) = self.passing.iter().partition(|(_, case)| likely(case));
        let fails = |(version, case): &&(usize, &CaseText)| {
            let policy = self.model.versions.get(*version);
            policy.is_some_and(|policy| !cases::run_one(policy, &evaluator, case).findings.is_empty())
        };
        Some(
            first
                .into_iter()
                .chain(then)
                .find(fails)
                .map(|(_, case)| Case { title: case.title.clone(), span: case.span }),
        )
    }
}

impl Change {
    /// Whether only conditions and numbers are changed, which can be compared by proof.
    fn is_of_expressions(&self) -> bool {
        matches!(self.how, How::Edit(..) | How::Parameter(..))
    }

    /// Whether a case names the item that is changed, or does what it is about.
    fn concerns(&self, case: &CaseText) -> bool {
        let rule = |id: RuleId| {
            case.lines.iter().flat_map(|line| &line.expect).any(|(expect, _)| {
                use crate::model::expr::{Because, Expect};
                match expect {
                    Expect::Grant(of, _) => *of == id,
                    Expect::Because(Because::Rule(of) | Because::RuleCap(of) | Because::RuleCondition(of)) => *of == id,
                    _ => false,
                }
            })
        };
        let redemption = |id: RedemptionId| {
            let redeems =
                |kind: &CaseLineKind| matches!(kind, CaseLineKind::Redeem { redemption, .. } if *redemption == id);
            case.lines.iter().any(|line| redeems(&line.kind))
        };
        use super::mark::Owner;
        match self.how {
            How::Edit(Slot::When(Owner::Rule(id), _) | Slot::Award(id, _) | Slot::Share(id), _)
            | How::Edit(Slot::Limit(CapOf::Rule(id, _)), _)
            | How::Rounding(id, _)
            | How::Over(CapOf::Rule(id, _)) => rule(id),
            How::Edit(
                Slot::When(Owner::Redemption(id), _)
                | Slot::Price(id)
                | Slot::FromBalance(id)
                | Slot::Floor(id)
                | Slot::Limit(CapOf::Stock(id, _)),
                _,
            ) => redemption(id),
            _ => false,
        }
    }
}
