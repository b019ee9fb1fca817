//! The parser made from `grammar/mizi.pest`, and small questions to what it gives.

use pest::iterators::Pair;
use pest_derive::Parser;

/// The grammar.
#[derive(Parser)]
#[grammar = "../grammar/mizi.pest"]
pub(super) struct Grammar;

/// A stretch of text that a grammar rule matched.
pub(super) type Node<'i> = Pair<'i, Rule>;

/// Questions to a node.
pub(super) trait NodeExt<'i>: Sized {
    /// The first child of that kind.
    fn child(&self, rule: Rule) -> Option<Node<'i>>;
    /// All children of that kind.
    fn children(&self, rule: Rule) -> impl Iterator<Item = Node<'i>>;
    /// The first child that is not a keyword.
    fn first(&self) -> Option<Node<'i>>;
    /// Whether there is a child of that kind.
    fn has(&self, rule: Rule) -> bool {
        self.child(rule).is_some()
    }
}

impl<'i> NodeExt<'i> for Node<'i> {
    fn child(&self, rule: Rule) -> Option<Node<'i>> {
        self.clone().into_inner().find(|n| n.as_rule() == rule)
    }

    fn children(&self, rule: Rule) -> impl Iterator<Item = Node<'i>> {
        self.clone().into_inner().filter(move |n| n.as_rule() == rule)
    }

    fn first(&self) -> Option<Node<'i>> {
        self.clone().into_inner().find(|n| super::keywords::of(n.as_rule()).is_none())
    }
}
