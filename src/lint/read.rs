//! A policy as it is written and as it is understood, side by side.

use super::Options;
use super::uses::Uses;
use crate::model::{self, Model, Named};
use crate::source::{Sources, Span};
use crate::syntax::tree::{self, Item, ItemKind, Tree};

/// All versions of a policy with their texts.
pub struct Read<'a> {
    pub sources: &'a Sources,
    pub versions: Vec<Version<'a>>,
    pub options: &'a Options,
}

/// One version.
pub struct Version<'a> {
    pub tree: &'a Tree,
    pub policy: &'a model::Policy,
    /// What of it is used.
    pub uses: Uses,
}

impl<'a> Read<'a> {
    pub fn new(sources: &'a Sources, trees: &'a [Tree], model: &'a Model, options: &'a Options) -> Self {
        let of = |policy: &'a model::Policy| {
            let tree = trees.iter().find(|tree| tree.text == policy.span.text)?;
            Some(Version { tree, policy, uses: Uses::of(tree, policy) })
        };
        Read { sources, versions: model.versions.iter().filter_map(of).collect(), options }
    }

    /// The words of a stretch with one blank between them, without its comments.
    pub fn words(&self, tree: &Tree, span: Span) -> String {
        let first = tree.comments.partition_point(|comment| comment.span.start < span.start);
        let comments = tree.comments.get(first..).unwrap_or_default();
        let mut words: Vec<&str> = Vec::new();
        let mut from = span.start;
        for comment in comments.iter().map(|comment| comment.span).take_while(|comment| comment.start < span.end) {
            words.extend(self.text(Span { start: from, end: comment.start, ..span }).split_whitespace());
            from = comment.end;
        }
        words.extend(self.text(Span { start: from, ..span }).split_whitespace());
        words.join(" ")
    }

    /// What comes after a place.
    pub fn after(&self, span: Span) -> Option<&'a str> {
        self.sources.get(span.text)?.content.get(span.end as usize..)
    }

    /// What stands at a place.
    pub fn text(&self, span: Span) -> &'a str {
        self.sources.slice(span)
    }
}

impl<'a> Version<'a> {
    /// The items with their kinds.
    pub fn items(&self) -> impl Iterator<Item = (&'a Item, &'a ItemKind)> + use<'a> {
        self.tree.items.iter().map(|item| (item, &item.kind))
    }

    /// Redemptions as written and as understood.
    pub fn redemptions(&self) -> impl Iterator<Item = (&'a tree::Redeem, &'a model::Redemption)> + use<'a> {
        let written = self.items().filter_map(|(_, kind)| match kind {
            ItemKind::Redeem(redeem) => Some(redeem),
            _ => None,
        });
        written.zip(&self.policy.redemptions)
    }

    /// Where the names of directories stand that are items of their own.
    pub fn directories(&self) -> Vec<Span> {
        let own = self.items().filter_map(|(_, kind)| match kind {
            ItemKind::Directory(directory) => Some(directory.name.name.span),
            _ => None,
        });
        own.collect()
    }

    /// Parameters as written and as understood.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a tree::Parameter, &'a model::Parameter)> + use<'a> {
        let written = self.items().filter_map(|(_, kind)| match kind {
            ItemKind::Parameter(parameter) => Some(parameter),
            _ => None,
        });
        written.zip(&self.policy.parameters)
    }

    /// Whether a comment begins within a stretch.
    pub fn has_comment(&self, span: Span) -> bool {
        let comments = &self.tree.comments;
        let next = comments.partition_point(|comment| comment.span.start < span.start);
        comments.get(next).is_some_and(|comment| comment.span.start < span.end)
    }

    /// The item a place is in.
    pub fn item_at(&self, place: Span) -> Option<&'a Item> {
        self.tree.items.iter().find(|item| item.span.start <= place.start && place.end <= item.span.end)
    }
}

/// The name as its author wrote it.
pub fn name(named: &Named) -> &str {
    &named.name.name
}
