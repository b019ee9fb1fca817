//! What could not be read is reported already: nothing is said about what seems to be missing because of it.

use super::codes;
use crate::diagnostics::{Code, Finding};
use crate::source::Span;
use crate::syntax::tree::Tree;

/// Findings about clauses that seem to be missing.
static MISSING: &[&Code] = &[
    &codes::ACCOUNT_OF_NOTHING,
    &codes::ACCOUNT_WITHOUT_SCOPE,
    &codes::ACCOUNT_WITHOUT_WINDOW,
    &codes::GATE_WITHOUT_CONDITION,
    &codes::HEADER_CLAUSE_MISSING,
    &codes::RANGE_MISSING,
    &codes::REDEMPTION_WITHOUT_PRICE,
    &codes::RULE_WITHOUT_ACTIVITY,
    &codes::RULE_WITHOUT_AWARD,
    &codes::RULE_WITHOUT_DIMENSION,
];

/// Findings about names that seem not to be declared.
static UNDECLARED: &[&Code] =
    &[&codes::FILE_WITHOUT_POLICY, &codes::UNKNOWN_NAME, &codes::UNKNOWN_READING, &codes::UNKNOWN_UNIT];

/// Leaves out findings that only say what a text lacks because part of it could not be read. Names with a near one known stay.
pub(super) fn leave_out(tree: &Tree, findings: &mut Vec<Finding>) {
    let incomplete: Vec<Span> = tree.items.iter().filter(|item| !item.complete).map(|item| item.span).collect();
    if incomplete.is_empty() && tree.unread.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let place = finding.places.first().map(|place| place.span).unwrap_or_default();
        let inside = |item: &Span| item.text == place.text && item.start <= place.start && place.end <= item.end;
        let missing = is(finding, MISSING) && incomplete.iter().any(inside);
        let undeclared = is(finding, UNDECLARED) && finding.fixes.is_empty() && place.text == tree.text;
        !missing && !undeclared
    });
}

fn is(finding: &Finding, codes: &[&Code]) -> bool {
    codes.iter().any(|code| code.name == finding.code.name)
}
