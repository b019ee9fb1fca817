//! What a street office wants to see of a run: points and yuan by dimension and place, what limits cut, what could not be decided, and
//! a few decisions explained.

mod show;

use super::replay::Replayed;
use crate::cases::explain_lang;
use crate::diagnostics::Lang;
use mizi_evaluator::Evaluator;
use mizi_evaluator::account::Journal;
use mizi_evaluator::decision::{About, Error, Key, Limit, NO_KEY, Outcome};
use mizi_evaluator::explain::{Explainer, error_code};
use mizi_evaluator::program::{DimensionId, ItemId, Program, ScopeId, ScopeKeys};
use mizi_evaluator::record::Record;
use std::collections::{BTreeMap, BTreeSet};

/// How often, and how many smallest units of points.
type Sum = (u64, i64);

/// Figures of a run.
pub struct Summary<'e> {
    evaluator: &'e Evaluator,
    lang: Lang,
    outcomes: BTreeMap<Outcome, u64>,
    by_dimension: BTreeMap<DimensionId, Sum>,
    by_place: BTreeMap<(ScopeId, Key), Sum>,
    by_rule: BTreeMap<ItemId, Sum>,
    cut: BTreeMap<Option<ItemId>, Sum>,
    spent: BTreeMap<usize, Sum>,
    taken_back: Sum,
    /// By code and in words.
    undecided: BTreeMap<(&'static str, String), u64>,
    earners: BTreeSet<Key>,
    samples: Vec<Sample>,
}

/// A decision worth showing.
struct Sample {
    kind: SampleKind,
    /// Its line in the file.
    number: u64,
    sentences: Vec<String>,
}

/// Of each kind the first is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SampleKind {
    Granted,
    Cut,
    Undecided,
}

impl<'e> Summary<'e> {
    /// Nothing decided yet.
    pub fn new(evaluator: &'e Evaluator, lang: Lang) -> Self {
        Summary {
            evaluator,
            lang,
            outcomes: BTreeMap::new(),
            by_dimension: BTreeMap::new(),
            by_place: BTreeMap::new(),
            by_rule: BTreeMap::new(),
            cut: BTreeMap::new(),
            spent: BTreeMap::new(),
            taken_back: (0, 0),
            undecided: BTreeMap::new(),
            earners: BTreeSet::new(),
            samples: Vec::new(),
        }
    }

    /// Takes in one decision.
    pub fn add(&mut self, done: &Replayed<'_>) {
        let decision = done.decision;
        *self.outcomes.entry(decision.outcome).or_default() += 1;
        let explainer = Explainer::new(self.evaluator, &done.reader.texts, explain_lang(self.lang));
        let kind = |&error: &Error| (error_code(error), explainer.kind_of_error(error, &done.line.notes));
        let mut kinds: Vec<_> = decision.errors.iter().map(kind).collect();
        kinds.sort_unstable_by(|one, other| one.1.cmp(&other.1));
        kinds.dedup_by(|one, other| one.1 == other.1);
        for kind in kinds {
            *self.undecided.entry(kind).or_default() += 1;
        }
        match (decision.outcome, decision.about) {
            (Outcome::Reversed, _) => add(&mut self.taken_back, decision.total),
            (Outcome::Decided, Some(About::Redemption(redemption))) => {
                add(self.spent.entry(redemption.into()).or_default(), decision.total.saturating_neg());
            }
            (Outcome::Decided, _) => self.granted(done),
            _ => {}
        }
        self.sample(done);
    }

    fn granted(&mut self, done: &Replayed<'_>) {
        let decision = done.decision;
        for line in &decision.lines {
            if line.granted > 0 {
                add(self.by_dimension.entry(line.dimension).or_default(), line.granted);
                add(self.by_rule.entry(line.item).or_default(), line.granted);
            }
            if let Some(limit) = tightest(decision.limits(line)) {
                add(self.cut.entry(limit).or_default(), line.amount.saturating_sub(line.granted));
            }
        }
        if decision.total > 0 {
            let program = self.evaluator.program();
            let earner = decision.changes.iter().map(|change| change.at).find(|at| at.account == program.balance);
            self.earners.extend(earner.map(|at| at.key));
            for (scope, key) in places(program, &keys(done, earner.map(|at| at.key))) {
                add(self.by_place.entry((scope, key)).or_default(), decision.total);
            }
        }
    }

    fn sample(&mut self, done: &Replayed<'_>) {
        let decision = done.decision;
        let is_cut = decision.lines.iter().any(|line| !decision.limits(line).is_empty() && line.granted > 0);
        let kind = match decision.outcome {
            Outcome::Decided if is_cut => SampleKind::Cut,
            Outcome::Decided if decision.total > 0 => SampleKind::Granted,
            Outcome::CannotDecide => SampleKind::Undecided,
            _ => return,
        };
        if self.samples.iter().any(|sample| sample.kind == kind) {
            return;
        }
        let explainer = Explainer::new(self.evaluator, &done.reader.texts, explain_lang(self.lang));
        let sentences = explainer.explain(decision, &done.line.notes);
        self.samples.push(Sample { kind, number: done.number, sentences });
        self.samples.sort_by_key(|sample| sample.kind);
    }
}

fn add(sum: &mut Sum, amount: i64) {
    *sum = (sum.0.saturating_add(1), sum.1.saturating_add(amount));
}

/// The limit that left least; none where nothing limited. A group without a name is `Some(None)`.
fn tightest(limits: &[Limit]) -> Option<Option<ItemId>> {
    let room = |limit: &Limit| match limit {
        Limit::Cap { limit, used, times, .. } => {
            let room = limit.saturating_sub(*used).max(0);
            if *times && room > 0 { i64::MAX } else { room }
        }
        Limit::NoScope { .. } | Limit::Group { .. } => 0,
    };
    limits.iter().min_by_key(|limit| room(limit)).map(|limit| match limit {
        Limit::Cap { item, .. } | Limit::NoScope { item, .. } => Some(*item),
        Limit::Group { item, .. } => *item,
    })
}

/// The keys stated with an event, then those of its subject's row; of a confirmation those of the row.
fn keys(done: &Replayed<'_>, earner: Option<Key>) -> Vec<Key> {
    let mut keys = match done.line.record() {
        Some(Record::Event(event)) => event.keys.to_vec(),
        _ => Vec::new(),
    };
    let subject = keys.first().copied().or(earner);
    let row = subject.zip(done.decision.rule_date).and_then(|(subject, day)| done.store.row(subject, day));
    if let Some(row) = row {
        keys.resize(row.keys.len().max(keys.len()), NO_KEY);
        for (key, of_row) in keys.iter_mut().zip(row.keys) {
            if *key == NO_KEY {
                *key = *of_row;
            }
        }
    }
    keys
}

/// Scopes of closed lists with their keys, parents derived.
fn places(program: &Program, keys: &[Key]) -> Vec<(ScopeId, Key)> {
    let key = |scope: ScopeId| keys.get(usize::from(scope)).copied().unwrap_or(NO_KEY);
    let parent = |child: &mizi_evaluator::program::Scope, key: Key| {
        let (ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }) = child.keys else { return NO_KEY };
        let list = program.lists.get(usize::from(list));
        list.and_then(|list| list.parents.get(key as usize)).map_or(NO_KEY, |parent| Key::from(*parent))
    };
    let mut found = Vec::new();
    for (number, scope) in (0u16..).zip(&program.scopes) {
        let own = match scope.keys {
            ScopeKeys::Listed(_) => key(number),
            ScopeKeys::Parent { of, .. } => {
                program.scopes.get(usize::from(of)).map_or(NO_KEY, |child| parent(child, key(of)))
            }
            _ => NO_KEY,
        };
        if own != NO_KEY {
            found.push((number, own));
        }
    }
    found
}
