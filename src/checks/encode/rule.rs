//! When rules hold and pay.

use super::NotEncoded;
use super::scene::{Act, Scene};
use crate::logic::{Formula, Label, Reach};
use crate::model::segments::in_force;
use crate::model::{Expr, ExprKind, Gate, Pays, Policy, Rule, RuleId};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The clauses of conditions: what 且 joins at the top of each (S8.1).
pub fn clauses(when: &[Expr]) -> Vec<&Expr> {
    when.iter().flat_map(joined).collect()
}

fn joined(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![expr],
    }
}

impl<'a> Scene<'a> {
    /// 资格 for this act that are in force.
    pub fn gates(&self) -> impl Iterator<Item = &'a Gate> + use<'a> {
        let earning = matches!(self.act, Act::Event(_));
        let day = self.stretch.from;
        self.policy.gates.iter().filter(move |gate| gate.earning == earning && in_force(&gate.dates, day))
    }

    /// That every 资格 for this act holds.
    pub fn eligible(&self) -> Result<Formula, NotEncoded> {
        let eligible = || self.all(self.gates().flat_map(|gate| &gate.when));
        self.rules.eligible.get_or_init(eligible).clone()
    }

    /// That all conditions hold.
    pub fn all<'e>(&self, when: impl IntoIterator<Item = &'e Expr>) -> Result<Formula, NotEncoded> {
        Ok(Formula::And(when.into_iter().map(|expr| self.condition(expr)).collect::<Result<_, _>>()?))
    }

    /// The rules in force that award for this act, bonuses not among them, in order of declaration.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &'a Rule)> {
        self.rules.all.iter().map(|written| (written.id, written.rule))
    }

    /// That a rule's conditions hold; exceptions apart.
    pub fn conditions(&self, rule: &Rule) -> Result<Formula, NotEncoded> {
        self.all(&rule.when)
    }

    /// That a rule holds and no rule that excepts it silences it (S8.3).
    pub fn stands(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        let Some(rule) = self.policy.rules.get(id.0) else { return Ok(Formula::FALSE) };
        let stands = || {
            let short = self.rules.written_out(id) <= MOST_EXCEPTIONS;
            if short { Ok(self.conditions(rule)?.and(self.silenced(id)?.not())) } else { Err(NotEncoded::TooLong) }
        };
        self.rules.of(id).map_or_else(stands, |written| written.stands.get_or_init(stands).clone())
    }

    /// Whether so many rules except it, exceptions to exceptions written out, that when it stands is not looked at.
    pub fn excepted_too_often(&self, id: RuleId) -> bool {
        self.rules.written_out(id) > MOST_EXCEPTIONS
    }

    /// That some rule that excepts this one holds and is not itself silenced.
    pub fn silenced(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        let exceptions = self.rules.exceptions_to(id);
        Ok(Formula::Or(exceptions.map(|other| self.stands(other)).collect::<Result<_, _>>()?))
    }

    /// That a rule stands and awards more than 0, before caps and groups.
    pub fn pays(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        let pays = || {
            let stands = self.stands(id)?;
            let amount = self.policy.rules.get(id.0).map(|rule| self.amount(rule)).transpose()?.flatten();
            Ok(amount.map_or(stands.clone(), |amount| stands.and(amount.over(0))))
        };
        self.rules.of(id).map_or_else(pays, |written| written.pays.get_or_init(pays).clone())
    }

    /// That somebody eligible is paid by a rule.
    pub fn paying(&self, id: RuleId) -> Result<Formula, NotEncoded> {
        Ok(self.eligible()?.and(self.pays(id)?))
    }

    /// Whether it is plain, without a search, that two rules never pay for one act of somebody eligible.
    pub fn plainly_apart(&self, a: RuleId, b: RuleId) -> bool {
        let (a, b) = (self.rules.of(a), self.rules.of(b));
        a.zip(b).is_some_and(|(a, b)| self.reach(a).is_apart(self.reach(b)))
    }

    /// Whether it is plain that a rule never pays where every variable is within these.
    pub fn is_apart(&self, rule: RuleId, there: &Reach) -> bool {
        self.rules.of(rule).is_some_and(|written| self.reach(written).is_apart(there))
    }

    fn reach<'s>(&self, written: &'s Written<'a>) -> &'s Reach {
        written.reach.get_or_init(|| {
            let mut problem = self.problem.clone();
            if let Ok(paying) = self.paying(written.id) {
                problem.require(Label(0), paying);
            }
            problem.prepare().reach()
        })
    }
}

/// The rules of one act in one stretch, and what they were written as: it is asked for again and again.
pub(super) struct Rules<'a> {
    all: Vec<Written<'a>>,
    eligible: OnceCell<Result<Formula, NotEncoded>>,
    /// The rules that except others.
    excepting: Vec<(RuleId, &'a [RuleId])>,
    /// For a rule that others except, how many exceptions its formula has, exceptions to exceptions written out.
    exceptions: BTreeMap<RuleId, usize>,
}

/// More exceptions than this are not written out: each may be excepted itself, and so on.
pub const MOST_EXCEPTIONS: usize = 4_000;
/// Nor are exceptions to exceptions deeper than the logic looks.
pub const DEEPEST: usize = 64;

struct Written<'a> {
    id: RuleId,
    rule: &'a Rule,
    stands: OnceCell<Result<Formula, NotEncoded>>,
    pays: OnceCell<Result<Formula, NotEncoded>>,
    reach: OnceCell<Reach>,
}

impl<'a> Rules<'a> {
    /// Of an act on a day.
    pub(super) fn new(policy: &'a Policy, act: Act, day: i32) -> Self {
        let awards = |rule: &Rule| match rule.pays {
            Pays::Award { activity, .. } => act == Act::Event(activity),
            Pays::Bonus { .. } => false,
        };
        let rules = (0..).map(RuleId).zip(&policy.rules);
        let rules = rules.filter(|(_, rule)| awards(rule) && in_force(&rule.dates, day));
        let written =
            |(id, rule)| Written { id, rule, stands: OnceCell::new(), pays: OnceCell::new(), reach: OnceCell::new() };
        let all: Vec<Written<'a>> = rules.map(written).collect();
        let excepting = all.iter().filter(|written| !written.rule.exception_to.is_empty());
        let excepting: Vec<_> = excepting.map(|written| (written.id, written.rule.exception_to.as_slice())).collect();
        let exceptions = count_exceptions(&excepting);
        Rules { all, eligible: OnceCell::new(), excepting, exceptions }
    }

    fn written_out(&self, id: RuleId) -> usize {
        self.exceptions.get(&id).copied().unwrap_or(0)
    }

    fn of(&self, id: RuleId) -> Option<&Written<'a>> {
        self.all.get(self.all.binary_search_by_key(&id, |written| written.id).ok()?)
    }

    fn exceptions_to(&self, id: RuleId) -> impl Iterator<Item = RuleId> {
        self.excepting.iter().filter(move |(_, to)| to.contains(&id)).map(|(other, _)| *other)
    }
}

/// How many exceptions each rule has, written out; what is deeper than is looked at has more than any.
fn count_exceptions(excepting: &[(RuleId, &[RuleId])]) -> BTreeMap<RuleId, usize> {
    let mut counts: BTreeMap<RuleId, usize> = BTreeMap::new();
    for _ in 0..DEEPEST {
        let next = one_deeper(excepting, &counts);
        if next == counts {
            return counts;
        }
        counts = next;
    }
    let next = one_deeper(excepting, &counts);
    let deeper = |id: &RuleId, count: usize| if counts.get(id) == Some(&count) { count } else { usize::MAX };
    next.iter().map(|(id, count)| (*id, deeper(id, *count))).collect()
}

fn one_deeper(excepting: &[(RuleId, &[RuleId])], counts: &BTreeMap<RuleId, usize>) -> BTreeMap<RuleId, usize> {
    let mut next: BTreeMap<RuleId, usize> = BTreeMap::new();
    for (other, excepted) in excepting {
        let with = counts.get(other).map_or(1, |count| count.saturating_add(1));
        for id in *excepted {
            let count = next.entry(*id).or_default();
            *count = count.saturating_add(with);
        }
    }
    next
}
