//! Conflicts: what is wrong in a policy although every part of it can be read. Each is decided by `logic` over everything that
//! can happen, not guessed; where something is shown to be possible, an example says who and what, and the evaluator has
//! decided it.
//!
//! One file per finding, named for the thing found; its page is `docs/findings/<code>.md`.

mod adds_nothing;
mod alternatives;
mod always_true;
mod asked;
mod award_exceeds_cap;
mod award_may_exceed_cap;
mod boundary;
mod cap_looser_than_around;
mod cap_never_binds;
mod conditional;
mod count_makes_amount_pointless;
mod eligibility_contradicts;
mod gate_excludes;
mod never_applies;
mod no_limit;
mod no_room;
mod not_nested;
mod overridden;
mod pairs;
mod period_cut_short;
mod same_twice;
mod scope_may_be_missing;
mod time;
mod two_dimensions;
pub(in crate::checks) mod undecided;
mod whole;
mod words;

use asked::{Asked, Version};

use crate::checks::encode::{Act, Scene};
use crate::checks::exposure::Book;
use crate::diagnostics::{Code, Finding, Label};
use crate::model::held::Held;
use crate::model::segments::stretches;
use crate::model::{ActivityId, Model, Policy, RedemptionId};
use mizi_evaluator::Evaluator;
use std::collections::BTreeMap;
use whole::Whole;

/// What can be found.
pub static CODES: &[&Code] = &[
    &adds_nothing::ADDS_NOTHING,
    &alternatives::ALTERNATIVE_NEVER_HOLDS,
    &always_true::ALWAYS_TRUE,
    &award_exceeds_cap::AWARD_EXCEEDS_CAP,
    &award_may_exceed_cap::AWARD_MAY_EXCEED_CAP,
    &boundary::BOUNDARY_BETWEEN_RULES,
    &cap_looser_than_around::CAP_LOOSER_THAN_AROUND,
    &cap_never_binds::CAP_NEVER_BINDS,
    &count_makes_amount_pointless::COUNT_MAKES_AMOUNT_POINTLESS,
    &eligibility_contradicts::ELIGIBILITY_CONTRADICTS,
    &gate_excludes::GATE_EXCLUDES,
    &never_applies::NEVER_APPLIES,
    &no_limit::NO_LIMIT,
    &no_room::CAP_WITHOUT_ROOM,
    &not_nested::NOT_NESTED,
    &overridden::ALWAYS_OVERRIDDEN,
    &period_cut_short::PERIOD_CUT_SHORT,
    &same_twice::SAME_AWARD_TWICE,
    &scope_may_be_missing::SCOPE_MAY_BE_MISSING,
    &time::EXPIRED,
    &time::GAP_BETWEEN_VERSIONS,
    &time::STARTS_BEFORE_ISSUED,
    &two_dimensions::PAYS_IN_TWO_DIMENSIONS,
    &undecided::UNDECIDED,
];

pub use time::expired;

/// What is found in a policy whose program is ready.
pub fn findings(model: &Model, evaluator: &Evaluator) -> Vec<Finding> {
    let held = Held::of(model);
    let mut found = time::find(model);
    for version in versions(model, &held, evaluator) {
        let items = conditional::all(&version);
        let more = [
            undecided::excepted_too_often(&version),
            eligibility_contradicts::find(&version),
            never_applies::find(&version, &items),
            gate_excludes::find(&version, &items),
            always_true::find(&version, &items),
            alternatives::find(&version, &items),
            adds_nothing::find(&version),
            overridden::find(&version),
            no_room::find(&version),
            boundary::find(&version),
            same_twice::find(&version),
            two_dimensions::find(&version),
            scope_may_be_missing::find(&version),
        ];
        found.extend(more.into_iter().flatten());
    }
    let whole = Whole { evaluator, model, book: Book::new(model, &held) };
    found.extend(of_whole(&whole));
    once(found)
}

/// What is found about caps and money.
fn of_whole(whole: &Whole<'_>) -> Vec<Finding> {
    let found = [
        no_limit::find(whole),
        award_exceeds_cap::find(whole),
        cap_looser_than_around::find(whole),
        count_makes_amount_pointless::find(whole),
        cap_never_binds::find(whole),
        period_cut_short::find(whole),
        not_nested::find(whole),
    ];
    found.into_iter().flatten().collect()
}

/// Every version with everything that can be done in it.
fn versions<'a>(model: &'a Model, held: &'a Held, evaluator: &'a Evaluator) -> Vec<Version<'a>> {
    let stretches = stretches(model);
    let of = |(number, policy): (usize, &'a Policy)| {
        let asked = |act| {
            let own = stretches.iter().filter(|stretch| stretch.version == number);
            Asked { act, scenes: own.filter_map(|stretch| Scene::new(model, held, *stretch, act)).collect() }
        };
        let events = (0..policy.activities.len()).map(|id| Act::Event(ActivityId(id)));
        let redemptions = (0..policy.redemptions.len()).map(|id| Act::Redeem(RedemptionId(id)));
        Version { evaluator, policy, acts: events.chain(redemptions).map(asked).collect() }
    };
    model.versions.iter().enumerate().map(of).collect()
}

/// Each finding once, though several activities may show it.
fn once(mut found: Vec<Finding>) -> Vec<Finding> {
    let mut told: BTreeMap<_, Vec<Vec<Label>>> = BTreeMap::new();
    found.retain(|finding| {
        let first = finding.places.first().map(|place| place.span);
        let known = told.entry((finding.code.name, first)).or_default();
        let new = !known.contains(&finding.places);
        if new {
            known.push(finding.places.clone());
        }
        new
    });
    found
}
