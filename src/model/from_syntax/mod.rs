//! Trees → model: names, types, units, places.
//!
//! Everything that can be resolved is, so that one error does not hide others. A model with errors beside it is for looking
//! further only: `checks` lets it pass to nobody.

mod accounts;
mod assemble;
mod awards;
mod broken;
mod caps;
mod cases;
pub mod codes;
mod constants;
mod dates;
mod definitions;
mod fields;
mod groups;
mod header;
mod keys;
mod labels;
mod names;
mod numbers;
mod presence;
mod redemptions;
mod rings;
mod rules;
mod say;
mod subject;
mod symbols;
mod typing;
mod unread;
mod versions;

pub use codes::CODES;
pub use versions::group;

use crate::diagnostics::Finding;
use crate::model::Model;
use crate::syntax::tree::Tree;

/// Resolves the versions of one policy, one tree each. Findings are in the order of their places. No model is given where
/// something is missing that everything else needs, such as the point unit.
pub fn resolve(versions: &[&Tree]) -> (Option<Model>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut policies = Vec::new();
    let mut complete = true;
    for tree in versions {
        match assemble::version(tree, &mut findings) {
            Some(policy) => policies.push(policy),
            None => complete = false,
        }
        unread::leave_out(tree, &mut findings);
    }
    policies.sort_by_key(|p| p.dates.from);
    versions::agree(&policies, &mut findings);
    findings.sort_by_key(|f| f.places.first().map(|p| p.span));
    let model = (complete && !policies.is_empty()).then_some(Model { versions: policies });
    (model, findings)
}
