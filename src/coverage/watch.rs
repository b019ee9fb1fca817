//! What a decision reaches: read from the decision where it says so, from formulas under its own facts where it does not.

use super::facts;
use super::items::Part;
use super::mark::{CapOf, Mark, Owner, Side};
use super::survey::Survey;
use crate::cases::{self, Ran, Seen};
use crate::checks::encode::Act;
use crate::logic::Assignment;
use crate::model::expr::CaseLineKind;
use crate::model::{Policy, RuleId};
use mizi_evaluator::account::State as _;
use mizi_evaluator::decision::{About, AccountKey, Decision, Failed, Limit, Line, Outcome, Refusal};
use mizi_evaluator::program::{ActivityProgram, Cap, Usage};

impl Survey<'_> {
    /// Runs all cases and marks what they reach.
    pub fn run(&mut self) -> Vec<Ran> {
        let (model, evaluator) = (self.model, self.evaluator);
        let mut ran = Vec::new();
        for (version, policy) in model.versions.iter().enumerate() {
            for case in &policy.cases {
                ran.push(cases::watch(policy, evaluator, case, &mut |seen| self.seen(version, seen)));
            }
        }
        ran
    }

    /// Marks what one decided line of a case reaches.
    pub(super) fn seen(&mut self, version: usize, seen: &Seen<'_>) {
        for (of, mark) in self.marks(version, seen) {
            self.reach(of, mark, &seen.case.title, seen.line.span);
        }
    }

    /// What one decided line reaches, with the version that decided.
    pub(super) fn marks(&mut self, version: usize, seen: &Seen<'_>) -> Vec<(usize, Mark)> {
        let mut marks = Vec::new();
        if let Some(side) = lateness(self.model.versions.get(version), seen) {
            marks.push((version, Mark::Late(side)));
        }
        let decision = seen.decision;
        let stretch = decision.segment.and_then(|at| self.stretches.get(usize::from(at))).copied();
        let Some((stretch, about)) = stretch.zip(decision.about) else { return marks };
        let decides = matches!(decision.outcome, Outcome::Decided | Outcome::NotEligible | Outcome::Refused);
        let Some(act) = self.items.get(stretch.version).and_then(|items| items.act(about)).filter(|_| decides) else {
            return marks;
        };
        let read = Reading { survey: self, version: stretch.version, act, seen };
        let mut own = read.said();
        if let Some(scene) = self.scene(stretch, act) {
            own.extend(self.told(version, scene, seen));
        }
        marks.extend(own.into_iter().map(|mark| (stretch.version, mark)));
        marks
    }

    /// What the formulas of a scene say under the facts of the line; nothing where they say something else than the decision.
    fn told(&mut self, version: usize, scene: usize, seen: &Seen<'_>) -> Vec<Mark> {
        let Some(values) = facts::assignment(self, version, scene, seen) else { return Vec::new() };
        if !self.agrees(scene, &values, seen.decision) {
            self.disagreements += 1;
            return Vec::new();
        }
        let holds = |point: &&super::survey::Point| {
            let ways = point.ways.iter().filter(|(of, _)| *of == scene);
            only_formulas(&point.mark)
                && ways.map(|(_, formula)| values.satisfies(formula)).any(|held| held == Some(true))
        };
        let points = self.of_scene.get(scene).into_iter().flatten().filter_map(|at| self.points.get(*at));
        points.filter(holds).map(|point| point.mark).collect()
    }

    /// Whether the formulas say of eligibility and rules what the decision says.
    fn agrees(&self, scene: usize, values: &Assignment, decision: &Decision) -> bool {
        let Some(scene) = self.scenes.get(scene) else { return false };
        let Some(items) = self.items.get(scene.stretch.version) else { return false };
        let eligible = scene.eligible().ok().and_then(|formula| values.satisfies(&formula));
        if let Act::Redeem(id) = scene.act {
            let own = scene.policy.redemptions.get(id.0).map(|redemption| scene.all(&redemption.when));
            let own = own.and_then(Result::ok).and_then(|formula| values.satisfies(&formula));
            return eligible.zip(own).is_none_or(|(gates, own)| (gates && own) == decision.stopped.is_none());
        }
        let stands = |line: &Line| {
            let formula = items.rule(line.item).and_then(|id| scene.stands(id).ok());
            formula.and_then(|formula| values.satisfies(&formula)).is_none_or(|holds| holds == line.failed.is_none())
        };
        eligible.is_none_or(|eligible| eligible == decision.stopped.is_none())
            && decision.lines.iter().filter(|line| line.bonus.is_none()).all(stands)
    }
}

/// What no decision tells.
fn only_formulas(mark: &Mark) -> bool {
    matches!(mark, Mark::Row(_) | Mark::Branch(..) | Mark::Bound(..) | Mark::Beside(..))
        || matches!(mark, Mark::Clause(Owner::Counts(..), ..))
}

fn lateness(policy: Option<&Policy>, seen: &Seen<'_>) -> Option<Side> {
    let CaseLineKind::Event { received: Some(received), .. } = &seen.line.kind else { return None };
    let days = i64::from(policy?.choices.late??);
    let late = i64::from(*received) - i64::from(seen.line.when?.0);
    match seen.decision.outcome {
        Outcome::TooLate if late == days + 1 => Some(Side::Beyond),
        Outcome::Decided | Outcome::Pending if late == days => Some(Side::Within),
        _ => None,
    }
}

/// A decision being read.
struct Reading<'r, 's, 'a> {
    survey: &'r Survey<'a>,
    version: usize,
    act: Act,
    seen: &'r Seen<'s>,
}

impl Reading<'_, '_, '_> {
    fn policy(&self) -> Option<&Policy> {
        self.survey.model.versions.get(self.version)
    }

    fn part(&self, item: u32) -> Option<Part> {
        self.survey.items.get(self.version)?.part(item)
    }

    fn cap(&self, item: u32) -> Option<CapOf> {
        self.survey.items.get(self.version)?.cap(item)
    }

    /// All that the decision itself says.
    fn said(&self) -> Vec<Mark> {
        let decision = self.seen.decision;
        let mut marks = self.gates();
        marks.extend(decision.lines.iter().flat_map(|line| self.line(line)));
        if let Act::Redeem(id) = self.act {
            marks.extend((decision.outcome == Outcome::Decided).then_some(Mark::Given(id)));
            marks.extend(self.balance(id));
            let stock = |refusal: &Refusal| match refusal {
                Refusal::Stock(Limit::Cap { item, .. }) => self.cap(*item).map(|cap| Mark::Cap(cap, Side::Beyond)),
                _ => None,
            };
            marks.extend(decision.refusals.iter().filter_map(stock));
        }
        marks.extend(self.used_up());
        marks
    }

    /// The clauses of 资格, and of a redemption's own conditions.
    fn gates(&self) -> Vec<Mark> {
        let Some(policy) = self.policy() else { return Vec::new() };
        let earning = matches!(self.act, Act::Event(_));
        let gates = policy.gates.iter().enumerate().filter(|(_, gate)| gate.earning == earning);
        let mut looked: Vec<(Owner, usize)> =
            gates.map(|(at, gate)| (Owner::Gate(at), super::expand::parts(&gate.when).len())).collect();
        if let Act::Redeem(id) = self.act {
            let own = policy.redemptions.get(id.0).map_or(0, |r| super::expand::parts(&r.when).len());
            looked.push((Owner::Redemption(id), own));
        }
        let stopped = self.seen.decision.stopped;
        let stopped_at = stopped.and_then(|stopped| match self.part(stopped.item)? {
            Part::Gate(at) => Some(Owner::Gate(at)),
            Part::Redemption(id) => Some(Owner::Redemption(id)),
            _ => None,
        });
        let mut marks = Vec::new();
        for (owner, count) in looked {
            let failed = stopped.filter(|_| stopped_at == Some(owner)).map(|stopped| stopped.failed);
            marks.extend(clauses(owner, count, failed));
            if failed.is_some() {
                break;
            }
        }
        marks
    }

    fn line(&self, line: &Line) -> Vec<Mark> {
        let Some(Part::Rule(id)) = self.part(line.item) else { return Vec::new() };
        let Some(rule) = self.policy().and_then(|policy| policy.rules.get(id.0)) else { return Vec::new() };
        let count = super::expand::parts(&rule.when).len();
        let mut marks = match line.failed {
            Some(Failed::Excepted { by }) => match self.part(by) {
                Some(Part::Rule(by)) => vec![Mark::Silences(by, id)],
                _ => Vec::new(),
            },
            failed => clauses(Owner::Rule(id), count, failed),
        };
        match line.failed {
            None if line.granted > 0 || self.pays_nothing(id) => marks.push(Mark::Pays(id)),
            None => {}
            Some(_) => marks.push(Mark::Fails(id)),
        }
        marks.extend(self.seen.decision.limits(line).iter().filter_map(|limit| match limit {
            Limit::Cap { item, .. } => self.cap(*item).map(|cap| Mark::Cap(cap, Side::Beyond)),
            Limit::Group { item, .. } => match self.part((*item)?)? {
                Part::Group(group) => Some(Mark::Chooses(group)),
                _ => None,
            },
            Limit::NoScope { .. } => None,
        }));
        marks.extend(self.worth_less(line));
        marks
    }

    /// The rule's own caps that had too little room for it, where a group chose another for that: the decision cites the group alone.
    fn worth_less(&self, line: &Line) -> Vec<Mark> {
        let decision = self.seen.decision;
        let left_out = decision.limits(line).iter().any(|limit| matches!(limit, Limit::Group { .. }));
        let Some(activity) = activity(self.survey, decision).filter(|_| left_out && line.bonus.is_none()) else {
            return Vec::new();
        };
        let own = activity.rules.get(usize::from(line.rule)).map(|rule| rule.own_caps.as_slice()).unwrap_or_default();
        let caps = own.iter().filter_map(|at| activity.caps.get(usize::from(*at)));
        let short = |cap: &&Cap| {
            let (Usage::Account(account) | Usage::OrUnlimited(account) | Usage::OrNothing(account)) = cap.usage else {
                return false;
            };
            let at = self.seen.needs.iter().find(|at| at.account == account);
            let room = at.map(|at| cap.limit.saturating_sub(self.before(*at)).max(0));
            room.is_some_and(|room| if cap.times { room == 0 } else { room < line.amount })
        };
        caps.filter(short).filter_map(|cap| self.cap(cap.item)).map(|cap| Mark::Cap(cap, Side::Beyond)).collect()
    }

    /// What a number of the state was before the record.
    fn before(&self, at: AccountKey) -> i64 {
        let changed = self.seen.decision.changes.iter().filter(|change| change.at == at);
        changed.fold(self.seen.store.amount(at), |amount, change| amount.saturating_sub(change.add))
    }

    fn pays_nothing(&self, id: RuleId) -> bool {
        let pays = self.policy().and_then(|policy| policy.rules.get(id.0)).map(|rule| &rule.pays);
        matches!(pays, Some(crate::model::Pays::Award { award, .. }) if super::ask::always_nothing(award))
    }

    /// The caps and stocks that this decision has used up, and that have limited nothing in it.
    fn used_up(&self) -> Vec<Mark> {
        let decision = self.seen.decision;
        if decision.outcome != Outcome::Decided {
            return Vec::new();
        }
        let segment = decision.segment.and_then(|at| self.survey.evaluator.program().segments.get(usize::from(at)));
        let Some(segment) = segment else { return Vec::new() };
        let number = |at: u16| usize::from(at);
        let (caps, used): (&[Cap], Vec<i64>) = match decision.about {
            Some(About::Activity(id)) => match segment.activities.get(number(id)).and_then(Option::as_ref) {
                Some(activity) => (&activity.caps, used(activity, decision)),
                None => return Vec::new(),
            },
            Some(About::Redemption(id)) => match segment.redemptions.get(number(id)).and_then(Option::as_ref) {
                Some(redemption) => (&redemption.stock, vec![1; redemption.stock.len()]),
                None => return Vec::new(),
            },
            None => return Vec::new(),
        };
        let limited = |cap: &Cap| decision.lines.iter().any(|line| limits(decision, line, cap));
        let full = caps.iter().zip(used).filter(|(cap, used)| *used > 0 && self.is_full(cap, *used) && !limited(cap));
        full.filter_map(|(cap, _)| self.cap(cap.item).map(|of| Mark::Cap(of, Side::Within))).collect()
    }

    fn is_full(&self, cap: &Cap, used: i64) -> bool {
        let holds = |account: u32| {
            let changed = self.seen.decision.changes.iter().filter(|change| change.at.account == account);
            changed.map(|change| self.seen.store.amount(change.at)).any(|amount| amount == cap.limit)
        };
        match cap.usage {
            Usage::Event => used == cap.limit,
            Usage::Account(account) | Usage::OrUnlimited(account) | Usage::OrNothing(account) => holds(account),
            Usage::OrAccount(account, other) => holds(account) || holds(other),
        }
    }

    /// 起兑 and 最低.
    fn balance(&self, id: crate::model::RedemptionId) -> Vec<Mark> {
        let decision = self.seen.decision;
        let program = self.survey.evaluator.program();
        let segment = decision.segment.and_then(|at| program.segments.get(usize::from(at)));
        let Some(About::Redemption(about)) = decision.about else { return Vec::new() };
        let written = segment.and_then(|segment| segment.redemptions.get(usize::from(about))?.as_ref());
        let Some(written) = written else { return Vec::new() };
        let short = |refusal: &Refusal| match refusal {
            Refusal::FromBalance { balance, least } if balance + 1 == *least => {
                Some(Mark::FromBalance(id, Side::Beyond))
            }
            Refusal::Floor { balance, price, floor } if balance - price + 1 == *floor => {
                Some(Mark::Floor(id, Side::Beyond))
            }
            _ => None,
        };
        let mut marks: Vec<Mark> = decision.refusals.iter().filter_map(short).collect();
        let at = decision.changes.iter().map(|change| change.at).find(|at| at.account == program.balance);
        let at: Option<AccountKey> = at.filter(|_| decision.outcome == Outcome::Decided);
        if let Some(after) = at.map(|at| self.seen.store.amount(at)) {
            marks.extend((after == written.floor).then_some(Mark::Floor(id, Side::Within)));
            let enough = written.from_balance == after.checked_add(written.price);
            marks.extend(enough.then_some(Mark::FromBalance(id, Side::Within)));
        }
        marks
    }
}

/// The clauses that were looked at: all before the one that failed, and that.
fn clauses(owner: Owner, count: usize, failed: Option<Failed>) -> Vec<Mark> {
    let failed = match failed {
        Some(Failed::Clause { index, .. }) => Some(usize::from(index)),
        Some(Failed::Excepted { .. }) => return Vec::new(),
        None => None,
    };
    let met = (0..failed.unwrap_or(count)).map(|place| Mark::Clause(owner, place, true));
    met.chain(failed.map(|place| Mark::Clause(owner, place, false))).collect()
}

fn limits(decision: &Decision, line: &Line, cap: &Cap) -> bool {
    decision.limits(line).iter().any(|limit| matches!(limit, Limit::Cap { item, .. } if *item == cap.item))
}

/// What the lines of a decision have taken of each cap.
fn used(activity: &ActivityProgram, decision: &Decision) -> Vec<i64> {
    let mut used = vec![0i64; activity.caps.len()];
    for line in decision.lines.iter().filter(|line| line.granted > 0) {
        let Some(rule) = activity.rules.get(usize::from(line.rule)) else { continue };
        let bonus = line.bonus.and_then(|number| rule.bonus(usize::from(number)));
        let (own, overall) = match bonus {
            Some(bonus) => (&bonus.own_caps, &bonus.overall_caps),
            None => (&rule.own_caps, &rule.overall_caps),
        };
        for cap in own.iter().chain(overall) {
            let times = activity.caps.get(usize::from(*cap)).is_some_and(|cap| cap.times);
            if let Some(used) = used.get_mut(usize::from(*cap)) {
                *used = used.saturating_add(if times { 1 } else { line.granted });
            }
        }
    }
    used
}

/// What a decision has taken of a cap: smallest units or times.
pub(super) fn taken(survey: &Survey<'_>, version: usize, decision: &Decision, of: CapOf) -> Option<i64> {
    let activity = activity(survey, decision)?;
    let items = survey.items.get(version)?;
    let at = activity.caps.iter().position(|cap| items.cap(cap.item) == Some(of))?;
    used(activity, decision).get(at).copied()
}

/// What decided an event.
fn activity<'s>(survey: &'s Survey<'_>, decision: &Decision) -> Option<&'s ActivityProgram> {
    let segment = survey.evaluator.program().segments.get(usize::from(decision.segment?))?;
    let Some(About::Activity(id)) = decision.about else { return None };
    segment.activities.get(usize::from(id))?.as_ref()
}
