//! Everything that can happen in a small policy, each decided by the evaluator from the empty state.

use mizi::checks::encode::Scene;
use mizi::logic::Assignment;
use mizi::model::{Domain, Field, Model};
use mizi_evaluator::account::Counters;
use mizi_evaluator::date::Moment;
use mizi_evaluator::decision::{ABSENT, Outcome};
use mizi_evaluator::record::{Event, Record};
use mizi_evaluator::{Buffer, Evaluator, Explained};

/// One thing that can happen, and what the evaluator makes of it.
#[derive(Clone, Debug)]
pub struct Here {
    /// The values of the scene's variables.
    pub values: Assignment,
    /// Whether 资格 let it pass.
    pub eligible: bool,
    /// One for each rule, in order; nothing where it is not eligible.
    pub lines: Vec<Line>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub dimension: u16,
    pub holds: bool,
    pub amount: i64,
}

/// Goes through everything.
pub struct Everything<'a> {
    evaluator: &'a Evaluator,
    /// For the day, each field and the time: its values.
    values: Vec<Vec<Option<i64>>>,
    /// How many variables stand after them: accounts.
    accounts: usize,
    next: usize,
    count: usize,
}

impl<'a> Everything<'a> {
    pub fn new(model: &Model, scene: &Scene<'_>, evaluator: &'a Evaluator) -> Self {
        let policy = &model.versions[0];
        let days = policy.dates.from..=policy.dates.to.expect("a small policy ends");
        let mut values = vec![days.map(|day| Some(i64::from(day))).collect::<Vec<_>>()];
        let quantum = |at| scene.quantum(mizi::model::FieldId(at));
        values.extend(policy.fields.iter().enumerate().map(|(at, field)| of_field(model, field, quantum(at))));
        values.push(vec![Some(540)]);
        let count = values.iter().map(Vec::len).product();
        Everything { evaluator, values, accounts: scene.accounts.len(), next: 0, count }
    }

    fn decide(&self, chosen: &[Option<i64>]) -> (bool, Vec<Line>) {
        let [day, facts @ .., minute] = chosen else { panic!("a day and a time") };
        let day = day.expect("a day");
        let minute = minute.expect("a time");
        let facts: Vec<i64> = facts.iter().map(|value| value.unwrap_or(ABSENT)).collect();
        let instant = (day * 86_400 + minute * 60 - 8 * 3_600) * 1_000_000_000;
        let at = Moment { instant, day: day as i32, minute: minute as u16 };
        let event = Event { id: 1, activity: 0, at, received: None, keys: &[0], facts: &facts, unknown_names: 0 };
        let mut buffer = Buffer::default();
        let state = Counters::default();
        let decision = self.evaluator.decide_into::<Explained, _>(&Record::Event(event), &state, &mut buffer);
        assert!(matches!(decision.outcome, Outcome::Decided | Outcome::NotEligible), "{decision:?}");
        let line = |line: &mizi_evaluator::decision::Line| Line {
            dimension: line.dimension,
            holds: line.failed.is_none(),
            amount: line.amount,
        };
        (decision.outcome == Outcome::Decided, decision.lines.iter().map(line).collect())
    }
}

impl Iterator for Everything<'_> {
    type Item = Here;

    fn next(&mut self) -> Option<Here> {
        if self.next >= self.count {
            return None;
        }
        let mut rest = self.next;
        self.next += 1;
        let mut chosen = Vec::with_capacity(self.values.len());
        for values in &self.values {
            chosen.push(values[rest % values.len()]);
            rest /= values.len();
        }
        let (eligible, lines) = self.decide(&chosen);
        chosen.extend(std::iter::repeat_n(Some(0), self.accounts));
        Some(Here { values: Assignment::new(chosen), eligible, lines })
    }
}

fn of_field(model: &Model, field: &Field, quantum: mizi::model::Rational) -> Vec<Option<i64>> {
    let mut values: Vec<Option<i64>> = match &field.domain {
        Domain::Number { low, high, step } => {
            let units = |n: &mizi::model::Rational| (n / quantum).to_integer() as i64;
            (units(low)..=units(high)).step_by(units(step).max(1) as usize).map(Some).collect()
        }
        Domain::YesNo => vec![Some(0), Some(1)],
        Domain::List(list) => {
            (0..model.versions[0].lists[list.0].values.len()).map(|place| Some(place as i64)).collect()
        }
        other => panic!("not used here: {other:?}"),
    };
    if field.optional {
        values.push(None);
    }
    values
}
