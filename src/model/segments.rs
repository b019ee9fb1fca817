//! The stretches of time in which everything of a policy is constant.

use super::{Dates, Model, Policy};
use std::collections::BTreeSet;

/// Days from `from` to the day before `until`, in which nothing of one version starts or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Index into [`Model::versions`].
    pub version: usize,
    /// First day.
    pub from: i32,
    /// First day after it; none: open.
    pub until: Option<i32>,
}

/// All stretches, in order of time.
pub fn stretches(model: &Model) -> Vec<Stretch> {
    model.versions.iter().enumerate().flat_map(|(version, policy)| of_version(version, policy)).collect()
}

fn of_version(version: usize, policy: &Policy) -> Vec<Stretch> {
    let until = policy.dates.to.and_then(|to| to.checked_add(1));
    let starts: Vec<i32> = starts(policy).into_iter().filter(|day| policy.dates.contains(*day)).collect();
    let ends = starts.iter().skip(1).copied().map(Some).chain([until]);
    starts.iter().zip(ends).map(|(from, until)| Stretch { version, from: *from, until }).collect()
}

/// Every day on which something starts, or is over.
fn starts(policy: &Policy) -> BTreeSet<i32> {
    let parameters = policy.parameters.iter().flat_map(|parameter| parameter.values.iter().map(|(from, _)| *from));
    let dated = dated(policy).flat_map(|dates| [Some(dates.from), dates.to.and_then(|to| to.checked_add(1))]);
    [policy.dates.from].into_iter().chain(parameters).chain(dated.flatten()).collect()
}

/// The days of all items that state them.
fn dated(policy: &Policy) -> impl Iterator<Item = &Dates> {
    let rules = policy.rules.iter().map(|rule| &rule.dates);
    let gates = policy.gates.iter().map(|gate| &gate.dates);
    let groups = policy.groups.iter().map(|group| &group.dates);
    let caps = policy.overall_caps.iter().map(|cap| &cap.dates);
    let redemptions = policy.redemptions.iter().map(|redemption| &redemption.dates);
    rules.chain(gates).chain(groups).chain(caps).chain(redemptions).flatten()
}

/// Whether an item with these days, if any, is in force on a day of its policy.
pub fn in_force(dates: &Option<Dates>, day: i32) -> bool {
    dates.is_none_or(|dates| dates.contains(day))
}
