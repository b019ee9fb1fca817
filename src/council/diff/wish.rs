//! What is looked for, and whether what was found is about it.

use super::parts::{About, What};
use super::replay::Result;
use super::search::Witness;
use mizi_evaluator::decision::Outcome;
use std::cmp::Ordering;

/// What is looked for.
pub struct Wish<'w> {
    /// The item.
    pub about: &'w About,
    /// The parts of the item that differ.
    pub own: &'w [&'w What],
    /// Whether nothing else is to play a part.
    pub alone: bool,
}

/// Where parts show.
pub struct At {
    /// Some in the outcome.
    pub outcome: bool,
    /// Some in points.
    pub points: bool,
}

impl Wish<'_> {
    /// In what the parts show.
    pub fn shows_in(&self) -> At {
        let outcome = |what: &What| match what {
            What::Records | What::Values(_) | What::Called(_) | What::Confirm | What::Late | What::Zone => true,
            What::There => !matches!(self.about, About::Rule(_)),
            What::Condition => matches!(self.about, About::Eligible(_) | About::Redemption(_)),
            What::FromBalance | What::Floor | What::Cap(_) => matches!(self.about, About::Redemption(_)),
            _ => false,
        };
        At { outcome: self.own.iter().any(|what| outcome(what)), points: self.own.iter().any(|what| !outcome(what)) }
    }

    /// Whether a difference is about the item: of a rule, that it is granted otherwise.
    pub fn concerns(&self, old: &Result, new: &Result) -> bool {
        let About::Rule(key) = self.about else { return true };
        let of = |result: &Result| -> Vec<_> {
            result.granted.iter().filter(|((rule, ..), _)| rule == key).map(|(k, v)| (k.clone(), *v)).collect()
        };
        of(old) != of(new) || (!self.alone && old.outcome != new.outcome)
    }

    /// Whether somebody gets more or less.
    pub fn tends(&self, old: &Result, new: &Result) -> Ordering {
        if self.own.iter().all(|what| matches!(what, What::Confirm | What::DecidedBy)) {
            return Ordering::Equal;
        }
        match self.about {
            About::Rule(key) => new.granted_to(key).cmp(&old.granted_to(key)),
            // Who may redeem at all is better off than who may not, whatever it costs.
            About::Redemption(_) if old.outcome != new.outcome => {
                let may = |result: &Result| result.outcome == Outcome::Decided;
                may(new).cmp(&may(old))
            }
            _ => new.total.cmp(&old.total),
        }
    }
}

/// What differs in another way is only shown where nobody gets more or less.
pub fn tidy(found: Vec<(Ordering, Witness)>) -> Vec<Witness> {
    let moves = found.iter().any(|(way, _)| *way != Ordering::Equal);
    let kept = found.into_iter().filter(|(way, _)| !moves || *way != Ordering::Equal);
    kept.map(|(_, witness)| witness).collect()
}
