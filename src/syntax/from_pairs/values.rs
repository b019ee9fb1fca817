//! 参数 `parameter`, 定义 `define`, 表 `table`

use super::Builder;
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{Bands, Define, Parameter, Table, Word};

/// 参数
pub(super) fn parameter(b: &mut Builder, node: &Node) -> Option<Parameter> {
    let mut values = Vec::new();
    for value in node.children(Rule::dated_value) {
        let from = match value.child(Rule::date) {
            Some(date) => Some(b.date(&date)?),
            None => None,
        };
        values.push((b.sum_in(&value)?, from));
    }
    Some(Parameter { name: b.declared_in(node)?, values })
}

/// 定义
pub(super) fn define(b: &mut Builder, node: &Node) -> Option<Define> {
    Some(Define { name: b.declared_in(node)?, on: on(b, node), value: b.expr_in(node)? })
}

/// 表, without its rows.
pub(super) fn table(b: &mut Builder, node: &Node) -> Option<Table> {
    let by = Box::new(b.sum_in(node)?);
    Some(Table { name: b.declared_in(node)?, on: on(b, node), bands: Bands { by, rows: Vec::new() } })
}

/// A row of a table.
pub(super) fn row_line(b: &mut Builder, table: &mut Table, node: &Node) -> Option<()> {
    let row = b.row(&node.child(Rule::row)?)?;
    table.bands.rows.push(row);
    Some(())
}

/// 凡 ACTIVITY
fn on(b: &Builder, node: &Node) -> Option<Word> {
    b.name_in(&node.child(Rule::on)?)
}
