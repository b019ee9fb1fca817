//! 案例

use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::types::CaseText;
use crate::model::{AccountId, OverallCap, Redemption, Rule};
use crate::syntax::tree;

/// The items that cases name.
pub(super) struct Parts<'a> {
    pub rules: &'a [Option<Rule>],
    pub overall_caps: &'a [Option<OverallCap>],
    pub redemptions: &'a [Option<Redemption>],
}

/// All cases of a version.
pub(super) fn cases(
    written: &[(&tree::Item, &tree::Case)],
    parts: &Parts<'_>,
    balance: AccountId,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Vec<CaseText> {
    let _ = (parts.rules, parts.overall_caps, parts.redemptions, balance, symbols, out);
    written.iter().map(|(item, case)| CaseText { title: case.title.value.clone(), span: item.span, given: Vec::new(), lines: Vec::new() }).collect()
}
