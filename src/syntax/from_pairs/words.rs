//! Names, quoted text, lists, sources.

use super::Builder;
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{Declared, Spanned, Str, Word};

impl Builder {
    /// A name without its quotes.
    pub(super) fn name(&self, node: &Node) -> Word {
        let text = node.clone().into_inner().flatten().find(|n| n.as_rule() == Rule::name_text);
        let value = text.map_or_else(|| node.as_str().to_owned(), |t| t.as_str().to_owned());
        Spanned { value, span: self.span(node) }
    }

    /// The first name among the children.
    pub(super) fn name_in(&self, node: &Node) -> Option<Word> {
        node.child(Rule::name).map(|n| self.name(&n))
    }

    /// The names of a list in it.
    pub(super) fn names_in(&self, node: &Node) -> Vec<Word> {
        node.child(Rule::names)
            .map(|list| list.children(Rule::name).map(|n| self.name(&n)).collect())
            .unwrap_or_default()
    }

    /// Quoted text without its quotes.
    pub(super) fn string(&self, node: &Node) -> Str {
        let value = node.clone().into_inner().next().map(|n| n.as_str().to_owned()).unwrap_or_default();
        Spanned { value, span: self.span(node) }
    }

    /// The first quoted text among the children.
    pub(super) fn string_in(&self, node: &Node) -> Option<Str> {
        node.child(Rule::string).map(|n| self.string(&n))
    }

    /// A declared name.
    pub(super) fn declared(&self, node: &Node) -> Option<Declared> {
        let code = node.child(Rule::code).and_then(|c| c.child(Rule::code_word));
        let titles = node.child(Rule::titles).map(|t| t.children(Rule::string).map(|s| self.string(&s)).collect());
        Some(Declared {
            name: self.name_in(node)?,
            code: code.map(|c| Spanned { value: c.as_str().to_owned(), span: self.span(&c) }),
            titles: titles.unwrap_or_default(),
        })
    }

    /// The first declared name among the children.
    pub(super) fn declared_in(&self, node: &Node) -> Option<Declared> {
        self.declared(&node.child(Rule::declared)?)
    }

    /// The declared names of a list in it.
    pub(super) fn declared_list_in(&self, node: &Node) -> Vec<Declared> {
        let Some(list) = node.child(Rule::declared_list) else { return Vec::new() };
        list.children(Rule::declared).filter_map(|d| self.declared(&d)).collect()
    }

    /// 依据: quoted text without its quotes, 《…》第N条 as written.
    pub(super) fn sources(&self, node: &Node) -> Vec<Str> {
        let source = |n: Node| match n.child(Rule::string) {
            Some(string) => self.string(&string),
            None => Spanned { value: n.as_str().to_owned(), span: self.span(&n) },
        };
        node.children(Rule::source).map(source).collect()
    }
}
