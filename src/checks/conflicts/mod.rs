//! Conflicts: what is wrong in a policy although every part of it can be read. Each is decided by `logic` over everything that
//! can happen, not guessed; where something is shown to be possible, an example says who and what, and the evaluator has
//! decided it.
//!
//! One file per finding, named for the thing found; its page is `docs/findings/<code>.md`.

mod always_true;
mod asked;
mod eligibility_contradicts;
mod gate_excludes;
mod never_applies;
mod undecided;
mod words;

pub use asked::{Asked, Verdict};

use crate::checks::encode::{Act, Scene};
use crate::diagnostics::{Code, Finding};
use crate::model::held::Held;
use crate::model::segments::stretches;
use crate::model::{ActivityId, Model, RedemptionId};
use mizi_evaluator::Evaluator;

/// What can be found.
pub static CODES: &[&Code] = &[
    &always_true::ALWAYS_TRUE,
    &eligibility_contradicts::ELIGIBILITY_CONTRADICTS,
    &gate_excludes::GATE_EXCLUDES,
    &never_applies::NEVER_APPLIES,
    &undecided::UNDECIDED,
];

/// What is found in a policy whose program is ready.
pub fn findings(model: &Model, evaluator: &Evaluator) -> Vec<Finding> {
    let held = Held::of(model);
    let mut found: Vec<Finding> = Vec::new();
    for asked in everything(model, &held, evaluator) {
        let more = [
            eligibility_contradicts::find(&asked),
            never_applies::find(&asked),
            gate_excludes::find(&asked),
            always_true::find(&asked),
        ];
        found.extend(more.into_iter().flatten());
    }
    once(found)
}

/// Every version with everything that can be done in it.
fn everything<'a>(model: &'a Model, held: &'a Held, evaluator: &'a Evaluator) -> Vec<Asked<'a>> {
    let mut all = Vec::new();
    for (version, policy) in model.versions.iter().enumerate() {
        let events = (0..policy.activities.len()).map(|id| Act::Event(ActivityId(id)));
        let redemptions = (0..policy.redemptions.len()).map(|id| Act::Redeem(RedemptionId(id)));
        for act in events.chain(redemptions) {
            let own = stretches(model).into_iter().filter(|stretch| stretch.version == version);
            let scenes = own.filter_map(|stretch| Scene::new(model, held, stretch, act)).collect();
            all.push(Asked { evaluator, model, policy, act, scenes });
        }
    }
    all
}

/// Each finding once, though several activities may show it.
fn once(found: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in found {
        let same = |known: &Finding| known.code == finding.code && known.places == finding.places;
        if !kept.iter().any(same) {
            kept.push(finding);
        }
    }
    kept
}
