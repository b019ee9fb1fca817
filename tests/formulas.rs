//! Formulas by the thousand: what a formula can be lies within its range and on its grain, its code gives its value, and its text
//! reads as the same formula.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

mod common_policy;
#[path = "formulas/machine.rs"]
mod machine;
#[path = "formulas/value.rs"]
mod value;
#[path = "formulas/write.rs"]
mod write;

use common_policy::dice::Dice;
use common_policy::{compiled, model_of};
use machine::run;
use mizi::checks::encode::{Act, Scene};
use mizi::logic::Assignment;
use mizi::model::ActivityId;
use mizi::model::held::Held;
use mizi::model::print::{Keywords, Printer};
use mizi::model::range::{Env, Possible, Ranges, Stop, same};
use mizi::model::segments::stretches;
use mizi::model::settle::settle;
use mizi::model::{Constant, Domain, Expr, Model, Policy, Rational};
use mizi_evaluator::program::{Program, Takes};
use value::{Facts, all_facts, value};
use write::{condition, number, policy, table};

const SEEDS: u64 = 100;

/// A formula and a condition.
struct Written {
    table: String,
    text: String,
    model: Model,
}

fn written(seed: u64) -> Written {
    let mut dice = Dice::new(seed);
    let depth = 1 + dice.below(4);
    let table = table(&mut dice);
    let text = policy(&number(&mut dice, depth), &condition(&mut dice, depth.min(3)), &table);
    let model = model_of(&[&text]);
    Written { table, text, model }
}

impl Written {
    fn policy(&self) -> &Policy {
        &self.model.versions[0]
    }

    fn formula(&self) -> &Expr {
        &self.policy().definitions[0].value
    }

    fn condition(&self) -> &Expr {
        &self.policy().definitions[1].value
    }

    fn settled(&self, expr: &Expr) -> Expr {
        settle(self.policy(), self.policy().dates.from, expr).unwrap_or_else(|why| panic!("{why:?}\n{}", self.text))
    }
}

fn as_number(value: Option<Constant>) -> Option<Rational> {
    match value? {
        Constant::Number(n) => Some(n),
        other => panic!("not a number: {other:?}"),
    }
}

#[test]
fn values_lie_within_the_range_and_on_the_grain() {
    for seed in 0..SEEDS {
        let written = written(seed);
        let held = Held::of(&written.model);
        let mut ranges = Ranges::new(&written.model, &held, stretches(&written.model)[0]).unwrap();
        let (formula, condition) = (written.settled(written.formula()), written.settled(written.condition()));
        for holds in [None, Some(true), Some(false)] {
            let mut env = Env::default();
            let supposed = holds.map(|holds| ranges.assume(&condition, holds, &mut env));
            let found = match supposed {
                Some(Err(stop)) => Err(stop),
                _ => ranges.find(&formula, &env).map(|found| found.possible),
            };
            for facts in all_facts(written.policy()) {
                let here = value(written.policy(), &facts, written.condition());
                if holds.is_some_and(|holds| here != Some(Constant::YesNo(holds))) {
                    continue;
                }
                let Some(is) = as_number(value(written.policy(), &facts, written.formula())) else { continue };
                match &found {
                    Ok(Possible::Numbers(range)) => {
                        let within = range.low <= is && is <= range.high;
                        let on_grain = is == Rational::from_integer(0) || (is / range.grain).is_integer();
                        assert!(within && on_grain, "{is} {range:?} {holds:?} {facts:?}\n{}", written.text);
                    }
                    Err(Stop::TooLarge) => {}
                    other => panic!("{is} but {other:?} {holds:?} {facts:?}\n{}", written.text),
                }
            }
        }
    }
}

/// What the evaluator is handed for a field's value: a count of what the fact is held in.
fn held(policy: &Policy, held: &Held, facts: &Facts, slot: u16) -> i64 {
    let id = mizi::model::FieldId(slot.into());
    match (&facts[usize::from(slot)], &policy.fields[usize::from(slot)].domain) {
        (Constant::Number(n), Domain::Number { .. }) => (n / held.field(0, id)).to_integer() as i64,
        (Constant::YesNo(yes), _) => (*yes).into(),
        (Constant::Value(_, place), _) => *place as i64,
        other => panic!("not used here: {other:?}"),
    }
}

fn counter(program: &Program) -> (&mizi_evaluator::program::Segment, &mizi_evaluator::program::Counter) {
    let segment = &program.segments[0];
    let activity = segment.activities[0].as_ref().unwrap();
    (segment, activity.counters.iter().find(|counter| counter.takes == Takes::Event).unwrap())
}

#[test]
fn code_gives_the_value() {
    for seed in 0..SEEDS {
        let written = written(seed);
        let program = compiled(&[&written.text]);
        let (segment, counter) = counter(&program);
        let form = program.accounts[counter.account as usize].form.clone().unwrap();
        let quanta = Held::of(&written.model);
        for facts in all_facts(written.policy()) {
            let slot = |slot| held(written.policy(), &quanta, &facts, slot);
            let holds = run(segment, counter.when.unwrap(), slot).map(|yes| Constant::YesNo(yes == 1));
            assert_eq!(holds, value(written.policy(), &facts, written.condition()), "{facts:?}\n{}", written.text);
            let is = run(segment, counter.add, slot);
            let is = is.map(|n| Rational::new(i128::from(n) * i128::from(form.divide), form.multiply.into()));
            let wanted = as_number(value(written.policy(), &facts, written.formula()));
            assert_eq!(is, wanted, "{facts:?}\n{}", written.text);
        }
    }
}

#[test]
fn text_reads_as_the_same_formula() {
    for seed in 0..SEEDS {
        let written = written(seed);
        for keywords in [Keywords::Chinese, Keywords::English] {
            let printer = Printer::new(written.policy(), keywords);
            let (formula, condition) = (printer.expr(written.formula()), printer.expr(written.condition()));
            let text = match keywords {
                Keywords::Chinese => policy(&formula, &condition, &written.table),
                Keywords::English => english(&formula, &condition, &written.table),
            };
            let again = Written { model: model_of(&[&text]), text, table: String::new() };
            assert!(same(written.formula(), again.formula()), "{}\n{}", written.text, again.text);
            assert!(same(written.condition(), again.condition()), "{}\n{}", written.text, again.text);
        }
    }
}

/// The policy of [`policy`] with the definitions in English keywords.
fn english(formula: &str, condition: &str, table: &str) -> String {
    policy("1", "成功", table)
        .replace("定义 式 代号 formula 凡 巡防 = 1", &format!("define 式 code formula on patrol = {formula}"))
        .replace("定义 件 代号 condition 凡 巡防 = 成功", &format!("define 件 code condition on patrol = {condition}"))
}

/// The values of a scene's variables, in the order they are declared: the day, the fields, the time, the accounts.
fn assignment(scene: &Scene, policy: &Policy, quanta: &Held, facts: &Facts) -> Assignment {
    let fields = (0u16..).take(facts.len()).map(|slot| Some(held(policy, quanta, facts, slot)));
    let accounts = scene.accounts.values().map(|_| Some(0));
    let day = i64::from(scene.stretch.from);
    Assignment::new([Some(day)].into_iter().chain(fields).chain([Some(540)]).chain(accounts).collect())
}

#[test]
fn the_logic_is_told_the_same() {
    let mut compared = 0;
    for seed in 0..SEEDS {
        let written = written(seed);
        let (policy, quanta) = (written.policy(), Held::of(&written.model));
        let stretch = stretches(&written.model)[0];
        let scene = Scene::new(&written.model, &quanta, stretch, Act::Event(ActivityId(0))).unwrap();
        let condition = scene.condition(written.condition()).expect("a condition can be encoded");
        let number = scene.number(written.formula()).expect("a formula can be encoded");
        for facts in all_facts(policy) {
            let at = assignment(&scene, policy, &quanta, &facts);
            if let Some(wanted) = value(policy, &facts, written.condition()) {
                let holds = at.satisfies(&condition).map(Constant::YesNo);
                assert_eq!(holds, Some(wanted), "{facts:?}\n{}", written.text);
            }
            let Some(wanted) = as_number(value(policy, &facts, written.formula())) else { continue };
            let units = wanted / number.quantum;
            assert!(units.is_integer(), "{wanted} is not counted in {}\n{}", number.quantum, written.text);
            let units = i64::try_from(units.to_integer()).unwrap();
            compared += 1;
            assert_eq!(
                at.satisfies(&number.term.clone().equals(units)),
                Some(true),
                "{wanted} {facts:?}\n{}",
                written.text
            );
        }
    }
    assert!(compared > 1000, "only {compared} formulas were compared");
}
