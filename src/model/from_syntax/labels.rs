//! 维度 and 名录: labels and closed lists.

use super::codes;
use super::names::{Names, named};
use super::say;
use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::{DimensionId, List, ListId};
use crate::source::Span;
use crate::syntax::tree;

/// 维度
pub(super) fn dimensions(declared: &[&tree::Declared], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for dimension in declared {
        symbols.dimension_names.declare(dimension, DimensionId(symbols.dimensions.len()), out);
        symbols.dimensions.push(named(dimension));
    }
}

/// All 名录: first those of their own, then the parents that only lines of others name.
pub(super) fn directories(written: &[&tree::Directory], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for directory in written {
        let values = directory.groups.iter().flat_map(|g| g.values.iter());
        let list = add_list(&directory.name, directory.ordered, values, symbols, out);
        symbols.directory_names.declare(&directory.name, list, out);
    }
    let own = symbols.lists.len();
    for (at, directory) in written.iter().enumerate() {
        if let Some(parent) = &directory.parent {
            let parent = parent_list(parent, directory, own, symbols, out);
            link(ListId(at), parent, directory, symbols, out);
        }
    }
    rings(symbols, out);
}

/// Adds a directory with its values.
fn add_list<'a>(
    name: &tree::Declared,
    ordered: bool,
    values: impl Iterator<Item = &'a tree::Declared>,
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) -> ListId {
    let id = ListId(symbols.lists.len());
    let mut list = List { name: named(name), directory: true, ordered, values: Vec::new(), parent: None };
    let mut names = Names::new(say::VALUE);
    for value in values {
        names.declare(value, list.values.len(), out);
        list.values.push(named(value));
    }
    symbols.lists.push(list);
    symbols.value_names.push(names);
    id
}

/// Adds a closed list written with a field.
pub(super) fn field_list(
    name: &tree::Declared,
    values: &[tree::Declared],
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) -> ListId {
    let id = add_list(name, false, values.iter(), symbols, out);
    if let Some(list) = symbols.lists.get_mut(id.0) {
        list.directory = false;
    }
    id
}

/// The parent's list: declared as a directory itself (one of the first `own`), or made of the heads of the lines under it.
fn parent_list(
    parent: &tree::Declared,
    child: &tree::Directory,
    own: usize,
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) -> ListId {
    let heads = child.groups.iter().filter_map(|g| g.head.as_ref());
    match symbols.directory_names.one(&parent.name.value) {
        Some(known) if known.0 < own => known,
        Some(known) => {
            heads.for_each(|head| add_head(known, head, symbols, out));
            known
        }
        None => {
            let list = add_list(parent, false, heads, symbols, out);
            symbols.directory_names.declare(parent, list, out);
            list
        }
    }
}

/// Adds a head to a parent that another directory has made, unless it is there.
fn add_head(parent: ListId, head: &tree::Declared, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let (Some(list), Some(names)) = (symbols.lists.get_mut(parent.0), symbols.value_names.get_mut(parent.0)) else {
        return;
    };
    if names.get(&head.name.value).is_none() {
        names.declare(head, list.values.len(), out);
        list.values.push(named(head));
    }
}

/// Says for every value of a directory which value of the parent it is under.
fn link(child: ListId, parent: ListId, written: &tree::Directory, symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let mut parents = Vec::new();
    for group in &written.groups {
        let Some(head) = &group.head else { continue };
        let names = symbols.value_names.get(parent.0);
        let under = names.and_then(|n| n.find_one(&head.name, out));
        parents.extend(group.values.iter().map(|_| under.unwrap_or(0)));
    }
    if let Some(list) = symbols.lists.get_mut(child.0)
        && parents.len() == list.values.len()
    {
        list.parent = Some((parent, parents));
    }
}

/// No directory is above itself.
fn rings(symbols: &mut Symbols, out: &mut Vec<Finding>) {
    let edges: Vec<(usize, usize)> = symbols
        .lists
        .iter()
        .enumerate()
        .filter_map(|(at, list)| list.parent.as_ref().map(|(parent, _)| (at, parent.0)))
        .collect();
    for ring in crate::model::graph::rings(symbols.lists.len(), &edges) {
        let things: Vec<(&str, Span)> = ring
            .iter()
            .filter_map(|&at| symbols.lists.get(at))
            .map(|list| (list.name.name.name.as_str(), list.name.span))
            .collect();
        out.extend(super::rings::finding(&codes::RING_OF_DIRECTORIES, say::DIRECTORY, &things));
        for at in ring {
            if let Some(list) = symbols.lists.get_mut(at) {
                list.parent = None;
            }
        }
    }
}
