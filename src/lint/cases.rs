//! Cases as they are written.

use super::read::Version;
use crate::syntax::tree::{Case, Item, ItemKind};

/// The cases of a version in the order written.
pub fn of<'a>(version: &Version<'a>) -> impl Iterator<Item = (&'a Item, &'a Case)> + use<'a> {
    version.items().filter_map(|(item, kind)| match kind {
        ItemKind::Case(case) => Some((item, case)),
        _ => None,
    })
}
