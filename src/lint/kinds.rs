//! The names of a version by the kind of thing they name.

use super::read::Version;
use super::words::{self, Noun};
use crate::syntax::tree::{Declared, ItemKind};

/// Kinds in a fixed order, each with its names in the order written.
pub fn kinds<'a>(version: &Version<'a>) -> Vec<(Noun, Vec<&'a Declared>)> {
    let nouns = [
        words::DIMENSION,
        words::ACTIVITY,
        words::PARAMETER,
        words::DEFINITION,
        words::TABLE,
        words::RULE,
        words::GROUP,
        words::OVERALL_CAP,
        words::ACCOUNT,
        words::REDEMPTION,
    ];
    let mut kinds: Vec<(Noun, Vec<&Declared>)> = nouns.map(|noun| (noun, Vec::new())).into();
    for (noun, declared) in version.items().flat_map(|(_, kind)| declared(kind)) {
        if let Some((_, names)) = kinds.iter_mut().find(|(known, _)| *known == noun) {
            names.push(declared);
        }
    }
    kinds
}

fn declared(kind: &ItemKind) -> Vec<(Noun, &Declared)> {
    match kind {
        ItemKind::Dimensions(all) => all.iter().map(|one| (words::DIMENSION, one)).collect(),
        ItemKind::Activity(it) => vec![(words::ACTIVITY, &it.name)],
        ItemKind::Parameter(it) => vec![(words::PARAMETER, &it.name)],
        ItemKind::Define(it) => vec![(words::DEFINITION, &it.name)],
        ItemKind::Table(it) => vec![(words::TABLE, &it.name)],
        ItemKind::Rule(it) => vec![(words::RULE, &it.name)],
        ItemKind::Group(it) => vec![(words::GROUP, &it.name)],
        ItemKind::OverallCap(it) => vec![(words::OVERALL_CAP, &it.name)],
        ItemKind::Account(it) => vec![(words::ACCOUNT, &it.name)],
        ItemKind::Redeem(it) => vec![(words::REDEMPTION, &it.name)],
        _ => Vec::new(),
    }
}
