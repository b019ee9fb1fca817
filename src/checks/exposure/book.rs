//! Everything that a policy can pay, and every cap on it, over all its versions.

use super::largest::{self, Largest};
use super::periods::Days;
use crate::checks::encode::{Act, Scene};
use crate::model::arithmetic::{divide, ten_to, whole};
use crate::model::held::Held;
use crate::model::segments::{Stretch, in_force, stretches};
use crate::model::settle::constant_number;
use crate::model::{
    ActivityId, BonusRoom, Cap, DimensionId, Model, Named, OverallCap, Pays, Policy, Rational, Rule, RuleId, ScopeId,
    ScopeKeys, Window,
};
use std::collections::{BTreeMap, BTreeSet};

/// Beyond the calendar that is looked at, a policy counts as one without end: 2099-12-31.
const LAST_DAY: i32 = 47_481;

/// What one rule pays, or one bonus on one line.
pub struct Line<'a> {
    /// Durable key of the rule or bonus.
    pub key: &'a str,
    /// The line that a bonus is a share of.
    pub of: Option<usize>,
    /// On the days of each stretch; none where it is not in force.
    pub here: Vec<Option<Here>>,
}

/// A line in one stretch.
#[derive(Clone)]
pub struct Here {
    /// The rule or bonus in its version.
    pub rule: RuleId,
    /// What it counts towards.
    pub dimension: DimensionId,
    /// What is done.
    pub activity: ActivityId,
    /// The most that one event comes to; with an example where it is certain.
    pub largest: Largest,
    /// Of a bonus, the most that it can be beside its base.
    pub ratio: Rational,
}

/// A cap of a rule or over several rules.
pub struct Ceiling<'a> {
    /// The rule, or the overall cap.
    pub item: &'a Named,
    /// Whether it is an overall cap.
    pub overall: bool,
    /// The version that has it first.
    pub policy: &'a Policy,
    /// The cap as that version states it.
    pub cap: &'a Cap,
    /// On the days of each stretch; none where it is not in force.
    pub here: Vec<Option<CeilingHere<'a>>>,
}

/// A cap in one stretch.
pub struct CeilingHere<'a> {
    /// The cap as stated then.
    pub cap: &'a Cap,
    /// Its limit, in smallest units or times.
    pub limit: i128,
    /// The lines that it covers.
    pub lines: BTreeSet<usize>,
}

/// All lines and caps.
pub struct Book<'a> {
    /// The policy.
    pub model: &'a Model,
    /// Stretches of time in which everything is constant.
    pub stretches: Vec<Stretch>,
    /// One event of an activity in a stretch.
    pub scenes: BTreeMap<(usize, ActivityId), Scene<'a>>,
    /// What is paid; a base stands before its bonuses.
    pub lines: Vec<Line<'a>>,
    /// Caps that count over more than one event, and those of one event.
    pub ceilings: Vec<Ceiling<'a>>,
    /// For each line the caps that cover it at any time.
    pub under: Vec<Vec<usize>>,
    /// For each line the bonuses on it.
    bonuses_on: Vec<Vec<usize>>,
    /// The periods of all caps; those of one event, a day and a lifetime apart.
    pub(super) periods: Vec<Window>,
    by_rule: BTreeMap<(usize, RuleId), Vec<usize>>,
    pub(super) held: &'a Held,
}

impl<'a> Book<'a> {
    /// Of a policy.
    pub fn new(model: &'a Model, held: &'a Held) -> Self {
        let stretches: Vec<Stretch> = stretches(model).into_iter().map(without_end).collect();
        let mut scenes = BTreeMap::new();
        for (number, stretch) in stretches.iter().enumerate() {
            let Some(policy) = model.versions.get(stretch.version) else { continue };
            for activity in (0..policy.activities.len()).map(ActivityId) {
                let scene = Scene::new(model, held, *stretch, Act::Event(activity));
                scenes.extend(scene.map(|scene| ((number, activity), scene)));
            }
        }
        let mut book = Book {
            model,
            stretches,
            scenes,
            lines: Vec::new(),
            ceilings: Vec::new(),
            under: Vec::new(),
            bonuses_on: Vec::new(),
            periods: Vec::new(),
            by_rule: BTreeMap::new(),
            held,
        };
        book.awards();
        while book.bonuses() {}
        book.caps();
        book.periods = book.periods();
        book.under = vec![Vec::new(); book.lines.len()];
        for (cap, ceiling) in book.ceilings.iter().enumerate() {
            for line in ceiling.lines() {
                book.under[line].push(cap);
            }
        }
        book
    }

    /// The version in force in a stretch.
    pub fn policy(&self, stretch: usize) -> Option<&'a Policy> {
        self.model.versions.get(self.stretches.get(stretch)?.version)
    }

    /// The days of a stretch.
    pub fn days(&self, stretch: usize) -> Days {
        let stretch = self.stretches.get(stretch);
        let to = stretch.and_then(|stretch| stretch.until).map(|until| until.saturating_sub(1));
        Days { from: stretch.map_or(i32::MAX, |stretch| stretch.from), to }
    }

    /// The rules in force in a stretch.
    fn rules(&self, stretch: usize) -> impl Iterator<Item = (RuleId, &'a Rule)> + use<'a> {
        let (policy, from) = (self.policy(stretch), self.days(stretch).from);
        let rules = policy.map(|policy| policy.rules.as_slice()).unwrap_or_default();
        (0..).map(RuleId).zip(rules).filter(move |(_, rule)| in_force(&rule.dates, from))
    }

    fn periods(&self) -> Vec<Window> {
        let mut periods: Vec<Window> = Vec::new();
        for window in self.ceilings.iter().map(|ceiling| ceiling.cap.window) {
            if !matches!(window, Window::Event | Window::Day | Window::Lifetime) && !periods.contains(&window) {
                periods.push(window);
            }
        }
        periods
    }

    fn awards(&mut self) {
        let mut places: BTreeMap<&'a str, usize> = BTreeMap::new();
        for stretch in 0..self.stretches.len() {
            for (id, rule) in self.rules(stretch) {
                let Pays::Award { activity, dimension, .. } = rule.pays else { continue };
                let Some(scene) = self.scenes.get(&(stretch, activity)) else { continue };
                let largest = largest::of_rule(self.model, self.held, scene, (id, rule));
                let here = Here { rule: id, dimension, activity, largest, ratio: whole(0) };
                let place = *places.entry(&rule.key).or_insert(self.lines.len());
                self.put(place, &rule.key, None, stretch, here);
            }
        }
    }

    fn put(&mut self, place: usize, key: &'a str, of: Option<usize>, stretch: usize, here: Here) {
        if place == self.lines.len() {
            self.lines.push(Line { key, of, here: vec![None; self.stretches.len()] });
            self.bonuses_on.push(Vec::new());
            if let Some(on) = of.and_then(|base| self.bonuses_on.get_mut(base)) {
                on.push(place);
            }
        }
        self.by_rule.entry((stretch, here.rule)).or_default().push(place);
        if let Some(kept) = self.lines.get_mut(place).and_then(|line| line.here.get_mut(stretch)) {
            *kept = Some(here);
        }
    }

    /// Adds bonuses on the lines there are; whether there were any.
    fn bonuses(&mut self) -> bool {
        let mut added = false;
        for stretch in 0..self.stretches.len() {
            for (id, rule) in self.rules(stretch) {
                let Pays::Bonus { bases, .. } = &rule.pays else { continue };
                for base in bases.iter().flat_map(|base| self.lines_of(stretch, *base)).collect::<Vec<_>>() {
                    let of_rule = |line: &&usize| self.lines.get(**line).is_some_and(|line| line.key == rule.key);
                    let known = self.bonuses_on.get(base).and_then(|on| on.iter().find(of_rule)).copied();
                    let there = known.and_then(|at| self.lines.get(at)?.here.get(stretch)?.as_ref()).is_some();
                    let Some(here) = (!there).then(|| self.bonus(stretch, (id, rule), base)).flatten() else {
                        continue;
                    };
                    self.put(known.unwrap_or(self.lines.len()), &rule.key, Some(base), stretch, here);
                    added = true;
                }
            }
        }
        added
    }

    /// The lines of a rule or bonus in a stretch.
    fn lines_of(&self, stretch: usize, rule: RuleId) -> Vec<usize> {
        self.by_rule.get(&(stretch, rule)).cloned().unwrap_or_default()
    }

    fn bonus(&self, stretch: usize, (id, rule): (RuleId, &Rule), base: usize) -> Option<Here> {
        let Pays::Bonus { activity, share, bases, rounding, .. } = &rule.pays else { return None };
        let of = self.lines.get(base)?.here.get(stretch)?.as_ref()?;
        if !bases.contains(&of.rule) || activity.is_some_and(|own| own != of.activity) {
            return None;
        }
        let scene = self.scenes.get(&(stretch, of.activity))?;
        let (most, ratio) = largest::share(self.model, self.held, scene, share, *rounding, of.largest.most.into());
        let largest = Largest { most: i64::try_from(most).unwrap_or(i64::MAX), at: None };
        Some(Here { rule: id, largest, ratio, ..of.clone() })
    }

    fn caps(&mut self) {
        let mut places: BTreeMap<(&'a str, bool, String, String, bool), usize> = BTreeMap::new();
        for stretch in 0..self.stretches.len() {
            let Some(policy) = self.policy(stretch) else { continue };
            let from = self.days(stretch).from;
            let mut add = |book: &mut Self, item: &'a Named, key: &'a str, overall: bool, cap: &'a Cap, lines| {
                let Some(limit) = limit(policy, from, cap) else { return };
                let scope = policy.scopes.get(cap.scope.0).map_or("", |scope| scope.name.name.key());
                let own = (key, overall, scope.to_string(), format!("{:?}", cap.window), cap.times);
                let place = *places.entry(own).or_insert(book.ceilings.len());
                if place == book.ceilings.len() {
                    let here = book.stretches.iter().map(|_| None).collect();
                    book.ceilings.push(Ceiling { item, overall, policy, cap, here });
                }
                book.ceilings[place].here[stretch] = Some(CeilingHere { cap, limit, lines });
            };
            for (id, rule) in self.rules(stretch) {
                for cap in &rule.caps {
                    let lines = self.own(stretch, policy, id, cap);
                    add(self, &rule.name, &rule.key, false, cap, lines);
                }
            }
            for overall in policy.overall_caps.iter().filter(|overall| in_force(&overall.dates, from)) {
                let lines = (0..self.lines.len()).filter(|line| self.covered(stretch, overall, *line)).collect();
                add(self, &overall.name, &overall.key, true, &overall.cap, lines);
            }
        }
    }

    /// The lines under a rule's own cap.
    fn own(&self, stretch: usize, policy: &Policy, id: RuleId, cap: &Cap) -> BTreeSet<usize> {
        let mut lines: BTreeSet<usize> = self.lines_of(stretch, id).into_iter().collect();
        // S12.3: a bonus within takes the room of the rule that it is directly a share of.
        if policy.choices.bonus == Some(BonusRoom::Within) && !cap.times {
            let here = |line: &usize| {
                self.lines.get(*line).is_some_and(|line| line.here.get(stretch).is_some_and(Option::is_some))
            };
            let on = lines.iter().filter_map(|line| self.bonuses_on.get(*line)).flatten();
            let more: Vec<usize> = on.copied().filter(here).collect();
            lines.extend(more);
        }
        lines
    }

    /// S11.7
    fn covered(&self, stretch: usize, overall: &OverallCap, line: usize) -> bool {
        let Some(Some(here)) = self.lines.get(line).and_then(|line| line.here.get(stretch)) else { return false };
        match self.lines.get(line).and_then(|line| line.of) {
            None => overall.covers.binary_search(&here.rule).is_ok(),
            Some(_) if overall.covers_bonuses.contains(&here.rule) => true,
            Some(_) if overall.except_bonuses.contains(&here.rule) => false,
            Some(base) => self.covered(stretch, overall, base),
        }
    }

    /// The stretches that touch some days.
    pub fn touching(&self, days: Days) -> impl Iterator<Item = usize> + use<'_, 'a> {
        (0..self.stretches.len()).filter(move |stretch| self.days(*stretch).and(days).is_some())
    }

    /// The days from the first to the last of all versions.
    pub fn all_days(&self) -> Days {
        let last = self.stretches.len().saturating_sub(1);
        Days { from: self.days(0).from, to: self.days(last).to }
    }
}

/// A cap's limit on a day: smallest units of points, or times.
fn limit(policy: &Policy, day: i32, cap: &Cap) -> Option<i128> {
    let limit = constant_number(policy, day, &cap.limit).ok()??;
    let unit = if cap.times { whole(1) } else { Rational::new(1, ten_to(policy.decimals)?) };
    divide(limit, unit).filter(Rational::is_integer).map(|limit| limit.to_integer())
}

fn without_end(stretch: Stretch) -> Stretch {
    Stretch { until: stretch.until.filter(|until| *until <= LAST_DAY), ..stretch }
}

/// Whether everybody of `narrow` is of one key of `wide`.
pub fn same_or_wider(policy: &Policy, wide: ScopeId, narrow: ScopeId) -> bool {
    let keys = |scope: ScopeId| policy.scopes.get(scope.0).map(|scope| scope.keys);
    if wide == narrow || keys(wide) == Some(ScopeKeys::Whole) || keys(narrow) == Some(ScopeKeys::Subject) {
        return true;
    }
    // A community is of one zone.
    matches!(keys(wide), Some(ScopeKeys::Parent { of, .. }) if same_or_wider(policy, of, narrow))
}

impl Ceiling<'_> {
    /// The lines it covers at any time.
    pub fn lines(&self) -> BTreeSet<usize> {
        self.here.iter().flatten().flat_map(|here| here.lines.iter().copied()).collect()
    }

    /// Whether it counts over several events.
    pub fn lasts(&self) -> bool {
        self.cap.window != Window::Event
    }
}
