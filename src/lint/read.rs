//! A policy as it is written and as it is understood, side by side.

use super::uses::Uses;
use crate::model::{self, Model, Named};
use crate::source::{Sources, Span};
use crate::syntax::tree::{Item, Tree};

/// All versions of a policy with their texts.
pub struct Read<'a> {
    pub sources: &'a Sources,
    pub versions: Vec<Version<'a>>,
}

/// One version.
pub struct Version<'a> {
    pub tree: &'a Tree,
    pub policy: &'a model::Policy,
    /// What of it is used.
    pub uses: Uses,
}

impl<'a> Read<'a> {
    pub fn new(sources: &'a Sources, trees: &'a [Tree], model: &'a Model) -> Self {
        let of = |policy: &'a model::Policy| {
            let tree = trees.iter().find(|tree| tree.text == policy.span.text)?;
            Some(Version { tree, policy, uses: Uses::of(tree, policy) })
        };
        Read { sources, versions: model.versions.iter().filter_map(of).collect() }
    }
}

impl<'a> Version<'a> {
    /// The item a place is in.
    pub fn item_at(&self, place: Span) -> Option<&'a Item> {
        self.tree.items.iter().find(|item| item.span.start <= place.start && place.end <= item.span.end)
    }
}

/// The name as its author wrote it.
pub fn name(named: &Named) -> &str {
    &named.name.name
}
