//! What a policy can pay: the most that one person, one household and the street can be granted by each rule and by all, in each
//! period.
//!
//! A bound is said to be reached only where a history of records has been built that the evaluator grants just that; everywhere
//! else it is “at most”.

mod candidates;
mod history;
mod reach;
mod whose;

pub mod render;

pub use whose::{Numbers, Whose};

use crate::checks::Checked;
use crate::checks::exposure::periods::{Days, rank};
use crate::checks::exposure::{Book, Bound, Bounds, Who};
use crate::diagnostics::Message;
use crate::model::held::Held;
use crate::model::print::both;
use crate::model::{Policy, Rational, Window};
use mizi_evaluator::Evaluator;
use reach::Reach;
use std::collections::BTreeMap;

/// From here on a number only says that an amount could not be decided, smallest units.
const UNDECIDED: i128 = (i64::MAX / 8) as i128;

/// What a policy can pay.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// The policy's name.
    pub policy: Message,
    /// Its unit of points.
    pub point: Message,
    /// Decimal places of points.
    pub decimals: u32,
    /// So many points are so many yuan.
    pub cash: Option<(Rational, Rational)>,
    /// How many people were stated.
    pub numbers: Numbers,
    /// By whom and by period; in each the rules, then all of them.
    pub parts: Vec<Part>,
}

/// What some people can be granted in a period.
#[derive(Clone, Debug)]
pub struct Part {
    /// Whose points are added up.
    pub whose: Whose,
    /// 每户, `per household`.
    pub reading: Message,
    /// For how long.
    pub period: Window,
    /// 每月, `per month`.
    pub called: Message,
    /// The rules, then all of them.
    pub rows: Vec<Row>,
}

/// The most that one rule, or all, can pay.
#[derive(Clone, Debug)]
pub struct Row {
    /// The rule's key and name; none: all rules together.
    pub rule: Option<(String, Message)>,
    /// How much.
    pub amount: Amount,
    /// The days of the period in which it can be most.
    pub days: Days,
    /// Records that are granted just that, where they were built: lines of input in order of time.
    pub history: Vec<String>,
}

/// How much can be paid, smallest units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Just this, and it can be reached.
    Exactly(i128),
    /// No more than this.
    AtMost(i128),
    /// As often as it is done; of all rules together: because of these.
    NoLimit(Vec<(String, Message)>),
    /// That depends on how many these people are.
    Needs(Whose),
    /// What one record is awarded could not be decided.
    Undecided,
}

/// A rule: its key, its name, its lines.
struct Paying {
    rule: Option<(String, Message)>,
    lines: Vec<usize>,
}

/// What a policy can pay; none where its program cannot run.
pub fn exposure(checked: &Checked, numbers: Numbers) -> Option<Exposure> {
    let (model, held) = (checked.model(), Held::of(checked.model()));
    let evaluator = Evaluator::new(checked.program().clone()).ok()?;
    let policy = model.versions.last()?;
    let book = Book::new(model, &held);
    let asked = Asked { book: &book, evaluator: &evaluator, numbers };
    Some(Exposure {
        policy: Message::new(policy.name.name.name.clone(), policy.name.name.key()),
        point: both(policy, |printer| printer.name(&policy.point)).into(),
        decimals: policy.decimals,
        cash: policy.cash,
        numbers,
        parts: asked.parts(policy),
    })
}

/// The policy and what is asked of it.
struct Asked<'b, 'a> {
    book: &'b Book<'a>,
    evaluator: &'b Evaluator,
    numbers: Numbers,
}

impl Asked<'_, '_> {
    fn parts(&self, policy: &Policy) -> Vec<Part> {
        let (paying, mut known, mut parts) = (self.paying(), BTreeMap::new(), Vec::new());
        for (whose, who, reading) in self.numbers.all(policy) {
            for period in self.periods() {
                let rows = paying.iter().enumerate().map(|(place, paying)| {
                    let row = self.row(paying, (whose, who), period, known.get(&(rank(period), place)));
                    if whose == Whose::Person {
                        known.insert((rank(period), place), row.amount.clone());
                    }
                    row
                });
                let mut rows: Vec<Row> = rows.collect();
                because(&mut rows);
                let called = both(policy, |printer| printer.window(period)).into();
                parts.push(Part { whose, reading: reading.clone(), period, called, rows });
            }
        }
        parts
    }

    /// Every rule and bonus in order of declaration, then all together.
    fn paying(&self) -> Vec<Paying> {
        let mut all: Vec<Paying> = Vec::new();
        for policy in self.book.model.versions.iter().rev() {
            for rule in &policy.rules {
                let known = all.iter().any(|paying| paying.rule.as_ref().is_some_and(|(key, _)| *key == rule.key));
                let of_rule = |line: &usize| self.book.lines.get(*line).is_some_and(|line| line.key == rule.key);
                let lines: Vec<usize> = (0..self.book.lines.len()).filter(of_rule).collect();
                if !known && !lines.is_empty() {
                    let name = both(policy, |printer| printer.name(&rule.name)).into();
                    all.push(Paying { rule: Some((rule.key.clone(), name)), lines });
                }
            }
        }
        all.push(Paying { rule: None, lines: (0..self.book.lines.len()).collect() });
        all
    }

    /// The periods of the policy's caps, a month and a year; all days together where they end or a cap is for ever.
    fn periods(&self) -> Vec<Window> {
        let mut all: Vec<Window> = self.book.ceilings.iter().map(|ceiling| ceiling.cap.window).collect();
        all.extend([Window::Month, Window::Year { month: 1, day: 1 }]);
        all.extend(self.book.all_days().to.map(|_| Window::Lifetime));
        all.retain(|window| *window != Window::Event);
        let order = |window: &Window| match window {
            Window::Year { month, day } => (rank(*window), *month, *day),
            _ => (rank(*window), 0, 0),
        };
        all.sort_by_key(order);
        all.dedup();
        all
    }

    fn row(&self, paying: &Paying, (whose, who): (Whose, Who), period: Window, person: Option<&Amount>) -> Row {
        let bounds = Bounds::new(self.book);
        let bound = bounds.most(&paying.lines, who, period);
        let row = |amount, history| Row { rule: paying.rule.clone(), amount, days: bound.days, history };
        let Some(most) = bound.most else {
            let one = whose.one(who).map(|one| bounds.most(&paying.lines, one, period));
            let needs = one.is_some_and(|one| one.most.is_some());
            return row(if needs { Amount::Needs(whose) } else { Amount::NoLimit(Vec::new()) }, Vec::new());
        };
        if most >= UNDECIDED {
            return row(Amount::Undecided, Vec::new());
        }
        if most == 0 || self.each_alone(paying, who, most, person) {
            return row(Amount::Exactly(most), Vec::new());
        }
        let reach = Reach { book: self.book, evaluator: self.evaluator, lines: &paying.lines };
        match reach.history(who, Bound { most: Some(most), ..bound }) {
            Some(history) => row(Amount::Exactly(most), history),
            None => row(Amount::AtMost(most), Vec::new()),
        }
    }

    /// Whether many people who have nothing in common come to this, because one of them does.
    fn each_alone(&self, paying: &Paying, who: Who, most: i128, person: Option<&Amount>) -> bool {
        let (Who::Everybody(Some(people)), Some(Amount::Exactly(one))) = (who, person) else { return false };
        let alone = |cap: &usize| whose::counts_alone(&self.book.ceilings[*cap]);
        let mut under = paying.lines.iter().filter_map(|line| self.book.under.get(*line)).flatten();
        people > reach::MOST_PEOPLE && under.all(alone) && one.checked_mul(people.into()) == Some(most)
    }
}

/// All together are without limit because of the rules that are.
fn because(rows: &mut [Row]) {
    let open = |row: &Row| matches!(row.amount, Amount::NoLimit(_)).then(|| row.rule.clone()).flatten();
    let names: Vec<(String, Message)> = rows.iter().filter_map(open).collect();
    for row in rows.iter_mut().filter(|row| row.rule.is_none()) {
        if let Amount::NoLimit(because) = &mut row.amount {
            *because = names.clone();
        }
    }
}
