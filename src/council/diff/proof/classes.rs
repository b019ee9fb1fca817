//! Every way in which an event can come out before caps and groups.

use super::Open;
use crate::checks::encode::{Joint, NotEncoded, Scene};
use crate::logic::{Answer, Assignment, Formula, Term};
use crate::model::segments::in_force;
use crate::model::{Award, Pays, Takes};
use std::collections::BTreeMap;
use std::rc::Rc;

/// At most so many ways.
pub const MOST: usize = 48;
/// Steps for each. Each is asked for together with all found before: what is hard once is hard for every one after it.
const STEPS: u64 = 10_000;

/// One of them, with an event that comes out so.
pub struct Class<'a> {
    /// The event as both policies see it.
    pub joint: Rc<Joint<'a>>,
    /// What it states.
    pub values: Assignment,
    /// That an event comes out so.
    pub alike: Formula,
}

impl Class<'_> {
    /// What the accounts that conditions read hold before it, by item.
    pub fn accounts(&self, old: bool) -> BTreeMap<String, i64> {
        let scene = if old { &self.joint.old } else { &self.joint.new };
        let all = scene.accounts.iter();
        let held =
            all.filter_map(|(id, var)| Some((scene.policy.accounts.get(id.0)?.key.clone(), self.values.get(*var)?)));
        held.collect()
    }
}

/// What tells ways apart: what holds, and how much where it holds.
#[derive(Default)]
struct Traits {
    holds: Vec<Formula>,
    amounts: Vec<(Formula, Term)>,
}

/// All of them, unless there are too many, or something cannot be told.
pub fn classes(joint: Joint<'_>) -> Result<Vec<Class<'_>>, Open> {
    let mut traits = Traits::default();
    for scene in [&joint.old, &joint.new] {
        traits.of(scene).map_err(|_| Open::NotTold)?;
    }
    let joint = Rc::new(joint);
    let (mut known, mut found) = (Vec::new(), Vec::new());
    loop {
        match joint.ask_within(STEPS, known.clone()) {
            Answer::Clash(_) => return Ok(found),
            Answer::Undecided(_) => return Err(Open::NotTold),
            Answer::Holds(values) => {
                if found.len() == MOST {
                    return Err(Open::Ways);
                }
                let unlike = traits.unlike(&values).ok_or(Open::NotTold)?;
                known.push(unlike.clone());
                found.push(Class { joint: Rc::clone(&joint), values, alike: unlike.not() });
            }
        }
    }
}

impl Traits {
    fn of(&mut self, scene: &Scene<'_>) -> Result<(), NotEncoded> {
        self.holds.push(scene.eligible()?);
        self.holds.extend(scene.scopes.values().map(|var| Formula::Present(*var)));
        for (id, rule) in scene.rules() {
            let stands = scene.stands(id)?;
            if let Some(amount) = scene.amount(rule)? {
                self.amounts.push((stands.clone(), amount));
            }
            if let Pays::Award { award: Award::Blocks { of, carried: Some(_), .. }, .. } = &rule.pays {
                self.amounts.push((stands.clone(), scene.number(of)?.term));
            }
            // Which rule silences another is not asked: only what stands is granted.
            self.holds.push(stands);
        }
        for rule in scene.policy.rules.iter().filter(|rule| in_force(&rule.dates, scene.stretch.from)) {
            if let Pays::Bonus { share, .. } = &rule.pays {
                let stands = scene.conditions(rule)?;
                self.amounts.push((stands.clone(), scene.number(share)?.term));
                self.holds.push(stands);
            }
        }
        for (id, account) in scene.accounts.keys().filter_map(|id| Some((*id, scene.policy.accounts.get(id.0)?))) {
            if matches!(account.takes, Takes::Counts(_)) {
                self.amounts.push((Formula::TRUE, scene.counters(id)?.term));
            }
        }
        Ok(())
    }

    /// That something comes out otherwise than for these values.
    fn unlike(&self, values: &Assignment) -> Option<Formula> {
        let mut other = Vec::new();
        for formula in &self.holds {
            other.push(if values.satisfies(formula)? { formula.clone().not() } else { formula.clone() });
        }
        for (stands, term) in &self.amounts {
            if values.satisfies(stands)? {
                let value = values.value(term)?;
                other.push(stands.clone().and(term.clone().equals(value).not()));
            }
        }
        Some(Formula::Or(other))
    }
}
