//! 维度 `dimensions`, 名录 `directory`

use super::Builder;
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{Declared, Directory, DirectoryGroup};

/// 维度
pub(super) fn dimensions(b: &mut Builder, node: &Node) -> Option<Vec<Declared>> {
    Some(b.declared_list_in(node))
}

/// 名录, with its values or its parent.
pub(super) fn directory(b: &mut Builder, node: &Node) -> Option<Directory> {
    let mut names = node.children(Rule::declared);
    let name = b.declared(&names.next()?)?;
    let parent = names.next().and_then(|n| b.declared(&n));
    let values = b.declared_list_in(node);
    let groups = if parent.is_some() { Vec::new() } else { vec![DirectoryGroup { head: None, values }] };
    Some(Directory { name, ordered: node.has(Rule::kw_ordered), parent, groups })
}

/// GROUP：VALUE、VALUE
pub(super) fn group_line(b: &mut Builder, directory: &mut Directory, node: &Node) -> Option<()> {
    let head = Some(b.declared_in(node)?);
    directory.groups.push(DirectoryGroup { head, values: b.declared_list_in(node) });
    Some(())
}
