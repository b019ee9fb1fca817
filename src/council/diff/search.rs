//! Looking for people and records that show what a part changes.

use super::compare::{Unequal, may, rule_of};
use super::parts::{About, What};
use super::proof::classes::Class;
use super::replay::{Both, Result, Step, numbered, shortest};
use super::side::Side;
use super::stories::{self, OFTEN};
use super::story::Cast;
use super::wish::{At, Wish, tidy};
use crate::checks::encode::{Act, Joint, Scene};
use crate::diagnostics::Message;
use crate::logic::{Answer, Assignment, Formula, Term};
use crate::model::arithmetic::in_quanta;
use crate::model::held::same_field;
use crate::model::segments::Stretch;
use crate::model::{Domain, Field, List, Pays, Policy, Rounding, RuleId};
use std::cell::OnceCell;
use std::cmp::Ordering;

/// People and records that come out otherwise.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The people, as lines of a case.
    pub people: Vec<Message>,
    /// The records.
    pub steps: Vec<Step>,
    /// What the old policy makes of them.
    pub old: Vec<Result>,
    /// What the new one makes of them.
    pub new: Vec<Result>,
}

/// An act and its days in one policy; none where it does not have it then.
pub type When = Option<(Stretch, Act)>;

/// One act on days in which both policies have it.
pub struct Site<'a> {
    /// Before.
    pub old: &'a Side<'a>,
    /// After.
    pub new: &'a Side<'a>,
    /// The act and its days in each.
    pub at: (When, When),
    /// The act as both see it; none where only one has it.
    pub joint: Option<Joint<'a>>,
    /// What differs.
    pub unequal: Vec<Unequal>,
    /// The ways in which an event can come out, once they were asked for.
    pub ways: OnceCell<Option<Vec<Class<'a>>>>,
}

/// At most so many people are tried for one thing.
const MOST_CASTS: usize = 24;

impl<'a> Site<'a> {
    /// What shows that something changes: the shortest found in which somebody gets more, and in which somebody gets less; else
    /// one that differs in another way. What shows this item alone is looked for first.
    pub fn witnesses(&self, about: &About) -> Vec<Witness> {
        let casts = self.casts(about);
        let own: Vec<&What> = self.unequal.iter().filter(|part| part.about == *about).map(|part| &part.what).collect();
        for alone in [true, false] {
            let wish = Wish { about, own: &own, alone };
            for often in OFTEN {
                let found = self.tried(&wish, &casts, often);
                if !found.is_empty() {
                    return tidy(found);
                }
            }
        }
        self.wandered(&Wish { about, own: &own, alone: false })
    }

    /// What shows it when things are done once or twice.
    pub fn at_once(&self, about: &About) -> Vec<Witness> {
        let own: Vec<&What> = self.unequal.iter().filter(|part| part.about == *about).map(|part| &part.what).collect();
        tidy(self.tried(&Wish { about, own: &own, alone: true }, &self.casts(about), OFTEN[0]))
    }

    fn tried(&self, wish: &Wish<'_>, casts: &[Cast<'a>], often: usize) -> Vec<(Ordering, Witness)> {
        let mut found: Vec<(Ordering, Witness)> = Vec::new();
        for cast in casts {
            for steps in self.stories(wish, cast, often) {
                self.look(wish, cast, steps, &mut found);
            }
            if [Ordering::Less, Ordering::Greater].iter().all(|way| found.iter().any(|(known, _)| known == way)) {
                break;
            }
        }
        found
    }

    /// Keeps what a history shows, once for each way in which it comes out otherwise.
    pub fn look(&self, wish: &Wish<'_>, cast: &Cast<'_>, mut steps: Vec<Step>, found: &mut Vec<(Ordering, Witness)>) {
        steps.sort_by(|a, b| a.time().cmp(b.time()));
        let both = Both::of(self.old, self.new, &steps, false);
        for way in [Ordering::Less, Ordering::Greater, Ordering::Equal] {
            let counts = |a: &Result, b: &Result| self.counts(wish, a, b) && wish.tends(a, b) == way;
            if found.iter().any(|(known, _)| *known == way) || both.first(counts).is_none() {
                continue;
            }
            let differs = |steps: &[Step]| Both::of(self.old, self.new, steps, false).first(counts);
            let kept = numbered(shortest(steps.clone(), differs));
            let both = Both::of(self.old, self.new, &kept, true);
            let takes_part = |name: &str| kept.iter().any(|step| step.like.contains(&format!("{name:?}")));
            let people = cast.people().into_iter().filter(|(name, _)| takes_part(name)).map(|(_, text)| text).collect();
            found.push((way, Witness { people, steps: kept, old: both.old, new: both.new }));
        }
    }

    /// Whether a difference is about the item; where that is wished, about it alone.
    fn counts(&self, wish: &Wish<'_>, old: &Result, new: &Result) -> bool {
        let At { outcome, points } = wish.shows_in();
        let bases = |result: &Result| -> Vec<_> {
            let About::Rule(key) = wish.about else { return Vec::new() };
            let bonus = |(rule, base, _): &&(String, String, String)| rule == key && !base.is_empty();
            let bases: Vec<&String> = result.granted.keys().filter(bonus).map(|(_, base, _)| base).collect();
            bases.into_iter().map(|base| (base.clone(), result.granted_to(base))).collect()
        };
        let alone = match (outcome, points) {
            (true, false) => old.outcome != new.outcome,
            (false, true) => old.outcome == new.outcome,
            _ => true,
        };
        let same_base = bases(old).iter().all(|(base, points)| new.granted_to(base) == *points)
            && bases(new).iter().all(|(base, points)| old.granted_to(base) == *points);
        wish.concerns(old, new) && (!wish.alone || (alone && same_base))
    }

    fn stories(&self, wish: &Wish<'_>, cast: &Cast<'_>, often: usize) -> Vec<Vec<Step>> {
        let redeems = [&self.at.0, &self.at.1].into_iter().flatten().any(|(_, act)| matches!(act, Act::Redeem(_)));
        let late = if wish.alone && !wish.own.contains(&&What::Late) { Vec::new() } else { self.late() };
        if !redeems {
            let back = !wish.alone || wish.own.contains(&&What::Reversal);
            let mut all = stories::of_act(cast, &late, back, often);
            if wish.own.contains(&&What::Zone) {
                all.extend(stories::around_the_clock(cast));
            }
            return all;
        }
        let mut all = Vec::new();
        if often == OFTEN[0] {
            all.push(stories::of_redemption(None, cast, (0, 1), None));
        }
        let earn = self.earner();
        let received: Vec<Option<i32>> = late.into_iter().map(Some).chain([None]).collect();
        let counts = (often.saturating_mul(2), often.min(12));
        all.extend(received.into_iter().map(|days| stories::of_redemption(earn.as_ref(), cast, counts, days)));
        all
    }

    /// Somebody who earns in both policies on these days.
    fn earner(&self) -> Option<Cast<'a>> {
        let ((a, _), (b, _)) = (self.at.0.or(self.at.1)?, self.at.1.or(self.at.0)?);
        let (old, new) = if self.at.0.is_none() {
            (self.new, self.new)
        } else {
            (self.old, if self.at.1.is_none() { self.old } else { self.new })
        };
        let policy = old.policy(a)?;
        let other = new.policy(b)?;
        for (id, activity) in (0..).map(crate::model::ActivityId).zip(&policy.activities) {
            let same = other.activities.iter().position(|found| found.name.name.key() == activity.name.name.key());
            let Some(same) = same.map(crate::model::ActivityId) else { continue };
            let joint =
                Joint::new((old.model, &old.held, a, Act::Event(id)), (new.model, &new.held, b, Act::Event(same)))?;
            for (rule, award) in joint.old.rules() {
                let Some(found) = rule_of(&joint.new, &award.key) else { continue };
                let Ok(stand) = joint.both_stand(rule, found.0) else { continue };
                if let Answer::Holds(values) = joint.ask(vec![stand, joint.empty()]) {
                    return Cast::new(old, new, &joint, &values);
                }
            }
        }
        None
    }

    /// Days of delay at which something changes.
    fn late(&self) -> Vec<i32> {
        let limit = |side: &Side<'_>, at: Option<(Stretch, Act)>| side.segment(at?.0.from)?.late_days;
        let limits = [limit(self.old, self.at.0), limit(self.new, self.at.1)];
        limits.into_iter().flatten().filter_map(|days| i32::try_from(days).ok()?.checked_add(1)).collect()
    }

    fn casts(&self, about: &About) -> Vec<Cast<'a>> {
        let mut casts = Vec::new();
        if let Some(joint) = &self.joint {
            let mut all: Vec<Assignment> = Vec::new();
            let own = self.unequal.iter().filter(|part| part.about == *about);
            all.extend(own.clone().filter_map(|part| part.here.clone()));
            for goal in goals(joint, about) {
                let with_empty = goal.iter().cloned().chain([joint.empty()]).collect();
                if let Answer::Holds(values) = joint.ask(with_empty) {
                    all.push(values);
                } else if let Answer::Holds(values) = joint.ask(goal) {
                    all.push(values);
                }
            }
            let mut seen: Vec<Assignment> = Vec::new();
            for values in all {
                if !seen.contains(&values) && seen.len() < MOST_CASTS {
                    casts.extend(Cast::new(self.old, self.new, joint, &values));
                    seen.push(values);
                }
            }
        }
        casts.extend(self.of_one(self.old, self.at.0, self.new, self.at.1, about));
        casts.extend(self.of_one(self.new, self.at.1, self.old, self.at.0, about));
        casts
    }

    /// Records as one of the policies knows them, handed to both.
    fn of_one(
        &self,
        side: &'a Side<'a>,
        at: Option<(Stretch, Act)>,
        other: &'a Side<'a>,
        there: Option<(Stretch, Act)>,
        about: &About,
    ) -> Vec<Cast<'a>> {
        let own = self.unequal.iter().filter(|part| part.about == *about);
        let at_the_door = |what: &What| matches!(what, What::There | What::Records | What::Values(_) | What::Called(_));
        let wanted: Vec<&What> = own.map(|part| &part.what).filter(|what| at_the_door(what)).collect();
        let (Some((stretch, act)), false) = (at, wanted.is_empty()) else { return Vec::new() };
        let Some(joint) = Joint::new((side.model, &side.held, stretch, act), (side.model, &side.held, stretch, act))
        else {
            return Vec::new();
        };
        let mut goals: Vec<Vec<Formula>> = Vec::new();
        for what in wanted {
            match what {
                What::Called(value) if value.contains('=') => {
                    goals.extend(is_value(&joint.old, value).map(|f| vec![f]))
                }
                What::Values(key) => {
                    let policies = (side.policy(stretch), there.and_then(|(stretch, _)| other.policy(stretch)));
                    if let (Some(own), Some(others)) = policies {
                        goals.extend(beyond(&joint.old, own, others, key).map(|formula| vec![formula]));
                    }
                }
                _ => {
                    goals.push(may(&joint.old).into_iter().collect());
                    let pays = joint.old.rules().filter_map(|(id, _)| joint.old.stands(id).ok());
                    goals.extend(pays.map(|stands| may(&joint.old).into_iter().chain([stands]).collect::<Vec<_>>()));
                }
            }
        }
        let mut casts = Vec::new();
        for goal in goals.into_iter().take(MOST_CASTS) {
            if let Answer::Holds(values) = joint.ask(goal.into_iter().chain([joint.empty()]).collect()) {
                casts.extend(Cast::new(side, side, &joint, &values));
            }
        }
        casts
    }
}

/// That a fact has a value: both by their durable keys, joined by =.
fn is_value(scene: &Scene<'_>, pair: &str) -> Option<Formula> {
    let (fact, value) = pair.split_once('=')?;
    let own = |id: usize| scene.policy.fields.get(id).is_some_and(|field| field.name.name.key() == fact);
    let (id, var) = scene.fields.iter().find(|(id, _)| own(id.0))?;
    let Domain::List(list) = scene.policy.fields.get(id.0)?.domain else { return None };
    let values = &scene.policy.lists.get(list.0)?.values;
    let place = values.iter().position(|known| known.name.key() == value)?;
    Some(Term::Of(*var).equals(i64::try_from(place).ok()?))
}

/// A value of a field that the other policy does not accept.
fn beyond(scene: &Scene<'_>, own: &Policy, other: &Policy, key: &str) -> Option<Formula> {
    let named = |field: &Field| field.name.name.key() == key;
    let (id, var) = scene.fields.iter().find(|(id, _)| own.fields.get(id.0).is_some_and(named))?;
    let field = own.fields.get(id.0)?;
    let known = other.fields.iter().find(|found| same_field((own, field), (other, found)))?;
    let outside = match (&field.domain, &known.domain) {
        (Domain::List(a), Domain::List(b)) => {
            let mine = own.lists.get(a.0).map(List::keys).unwrap_or_default();
            let theirs = other.lists.get(b.0).map(List::keys).unwrap_or_default();
            let only = (0i64..).zip(mine).filter(|(_, key)| !theirs.contains(key)).map(|(place, _)| place);
            Term::Of(*var).one_of(only)
        }
        (Domain::Number { .. }, Domain::Number { low, high, step }) => {
            let quantum = scene.quantum(*id);
            let units = |value, rounding| in_quanta(rounding, value, quantum);
            let (low, high) = (units(*low, Rounding::Up)?, units(*high, Rounding::Down)?);
            let (value, step) = (Term::Of(*var), units(*step, Rounding::Down)?.max(1));
            let off = if step > 1 { value.clone().remainder(step).over(0) } else { Formula::FALSE };
            value.clone().under(low).or(value.over(high)).or(off)
        }
        (Domain::Date(..), Domain::Date(first, last)) => {
            Term::Of(*var).under(i64::from(*first)).or(Term::Of(*var).over(i64::from(*last)))
        }
        _ => return None,
    };
    Some(Formula::Present(*var).and(outside))
}

/// What is asked for, to find people for whom something may change.
fn goals(joint: &Joint<'_>, about: &About) -> Vec<Vec<Formula>> {
    let mut goals = Vec::new();
    if let About::Rule(key) = about {
        goals.extend(of_rule(joint, key));
    }
    let rules: Vec<(RuleId, RuleId)> =
        joint.old.rules().filter_map(|(id, rule)| Some((id, rule_of(&joint.new, &rule.key)?.0))).collect();
    let stands: Vec<Formula> = rules.iter().filter_map(|(a, b)| joint.both_stand(*a, *b).ok()).collect();
    let mut together: Vec<Formula> = Vec::new();
    for formula in &stands {
        let with: Vec<Formula> = together.iter().cloned().chain([formula.clone()]).collect();
        if matches!(joint.ask(with.clone()), Answer::Holds(_)) {
            together = with;
        }
    }
    if together.len() > 1 {
        goals.push(together);
    }
    for (place, first) in stands.iter().enumerate() {
        for second in stands.iter().skip(place.saturating_add(1)).take(4) {
            goals.push(vec![first.clone(), second.clone()]);
        }
    }
    goals.extend(stands.into_iter().map(|formula| vec![formula]));
    goals.extend(may(&joint.old).ok().zip(may(&joint.new).ok()).map(|(a, b)| vec![a, b]));
    goals.truncate(MOST_CASTS);
    goals
}

/// That a rule stands and awards more than its caps leave, or a bonus has a base.
fn of_rule(joint: &Joint<'_>, key: &str) -> Vec<Vec<Formula>> {
    let (Some(old), Some(new)) = (rule_of(&joint.old, key), rule_of(&joint.new, key)) else { return Vec::new() };
    if let (Pays::Bonus { bases, .. }, Ok(a), Ok(b)) =
        (&old.1.pays, joint.old.conditions(old.1), joint.new.conditions(new.1))
    {
        let bases = bases.iter().filter_map(|base| {
            let key = &joint.old.policy.rules.get(base.0)?.key;
            joint.both_stand(*base, rule_of(&joint.new, key)?.0).ok()
        });
        return bases.map(|base| vec![base, a.clone(), b.clone()]).collect();
    }
    let Ok(stand) = joint.both_stand(old.0, new.0) else { return Vec::new() };
    let mut goals = Vec::new();
    if let Ok(Some((a, b))) = joint.amounts(old.1, new.1) {
        let limits = [(&joint.old, old.1), (&joint.new, new.1)].map(|(scene, rule)| {
            let points = rule.caps.iter().filter(|cap| !cap.times);
            points.filter_map(|cap| scene.constant(&cap.limit, scene.smallest()).ok()).collect::<Vec<i64>>()
        });
        for limit in limits.into_iter().flatten() {
            goals.push(vec![stand.clone(), a.clone().over(limit), b.clone().over(limit)]);
        }
    }
    goals.push(vec![stand]);
    goals
}
