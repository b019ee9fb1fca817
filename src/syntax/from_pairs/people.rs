//! 主体 `subject`, 活动 `activity`

use super::Builder;
use crate::diagnostics::{Finding, Fix, Message};
use crate::syntax::codes::{MISSING_SPACE, NOT_AVAILABLE_YET};
use crate::syntax::grammar::{Node, NodeExt, Rule};
use crate::syntax::tree::{Activity, Field, FieldType, Number, Reading, ScopeDecl, Spanned, Subject, Word};

/// 主体
pub(super) fn subject(b: &mut Builder, node: &Node) -> Option<Subject> {
    let scopes = node.children(Rule::scope).map(|s| scope(b, &s)).collect::<Option<Vec<_>>>()?;
    Some(Subject { name: b.declared_in(node)?, scopes, fields: Vec::new() })
}

/// 活动
pub(super) fn activity(b: &mut Builder, node: &Node) -> Option<Activity> {
    Some(Activity { name: b.declared_in(node)?, fields: Vec::new() })
}

fn scope(b: &mut Builder, node: &Node) -> Option<ScopeDecl> {
    Some(ScopeDecl {
        name: b.declared_in(node)?,
        readings: node.children(Rule::reading).filter_map(|r| b.reading(&r)).collect(),
        optional: node.has(Rule::kw_optional),
    })
}

impl Builder {
    /// 每户, per household
    pub(super) fn reading(&mut self, node: &Node) -> Option<Reading> {
        if let Some(word) = node.child(Rule::reading_zh) {
            return Some(self.reading_zh(&word));
        }
        Some(Reading { word: self.name_in(node)?, english: true, whole: node.has(Rule::kw_whole_en) })
    }

    /// 每户, 全街道
    pub(super) fn reading_zh(&mut self, word: &Node) -> Reading {
        let value = word.as_str().to_owned();
        let whole = value.starts_with('全');
        if !TOGETHER.contains(&word.as_str()) {
            self.run_together(word);
        }
        Reading { word: Spanned { value, span: self.span(word) }, english: false, whole }
    }

    /// 每楼栋每月: only the readings in the list may be written together with a period.
    fn run_together(&mut self, word: &Node) {
        let text = word.as_str();
        let parts = WINDOWS.iter().find_map(|window| Some((text.strip_suffix(window)?, *window)));
        let Some((reading, period)) = parts.filter(|(reading, _)| reading.chars().count() > 1) else { return };
        let span = self.span(word);
        let what = Message::new(
            format!("“{text}”连成了一个词，口径“{reading}”与周期“{period}”之间要有空格。"),
            format!("“{text}” is one word; the reading “{reading}” and the period “{period}” stand apart by a space."),
        );
        let right = format!("{reading} {period}");
        let title = Message::new(format!("改为“{right}”"), format!("Change it to “{right}”"));
        self.findings.push(Finding::new(&MISSING_SPACE, span, what).fix(Fix { title, edits: vec![(span, right)] }));
    }
}

/// Readings that may be written together with other words.
const TOGETHER: &[&str] = &["每人", "每户", "每社区", "每片区", "全街道"];
/// Periods a reading may be run together with.
const WINDOWS: &[&str] = &["每次", "每日", "每周", "每月", "每季度", "每半年", "每年", "终身"];

/// NAME：TYPE
pub(super) fn field(b: &mut Builder, node: &Node) -> Option<Field> {
    let ty = node.child(Rule::field_type)?.into_inner().next()?;
    let value = field_type(b, &ty)?;
    let ty = Spanned { value, span: b.span(&ty) };
    Some(Field { name: b.declared_in(node)?, ty, optional: node.has(Rule::kw_optional) })
}

fn field_type(b: &mut Builder, node: &Node) -> Option<FieldType> {
    Some(match node.as_rule() {
        Rule::type_whole => number(b, node, None, Some(0))?,
        Rule::type_decimals => {
            let decimals = b.count_in(node)?.value;
            number(b, node, None, Some(decimals))?
        }
        Rule::type_unit => {
            let unit = b.name_in(node)?;
            number(b, node, Some(unit), None)?
        }
        Rule::type_yes_no => FieldType::YesNo,
        Rule::type_time => FieldType::Time,
        Rule::type_date => {
            let days: Vec<Node> = node.children(Rule::date).collect();
            match days.as_slice() {
                [first, last] => FieldType::Date(Some((b.date(first)?, b.date(last)?))),
                _ => FieldType::Date(None),
            }
        }
        Rule::type_one_of => FieldType::OneOf(b.declared_list_in(node)),
        Rule::type_named => named(b, node)?,
        _ => return None,
    })
}

fn number(b: &mut Builder, node: &Node, unit: Option<Word>, decimals: Option<u32>) -> Option<FieldType> {
    let range = match node.child(Rule::range) {
        Some(range) => Some(ends(b, &range)?),
        None => None,
    };
    let step = node.child(Rule::step).and_then(|s| b.quantity_in(&s));
    Some(FieldType::Number { unit, decimals, range, step })
}

fn ends(b: &mut Builder, range: &Node) -> Option<(Number, Number)> {
    let mut ends = range.children(Rule::signed);
    let low = b.signed(&ends.next()?)?;
    Some((low, b.signed(&ends.next()?)?))
}

/// Types that are known and refused.
const LATER_TYPES: &[(&str, &str)] = &[("编号", "identifier"), ("记录", "record"), ("清单", "list")];

fn named(b: &mut Builder, node: &Node) -> Option<FieldType> {
    let name = b.name_in(node)?;
    let written = node.as_str();
    let Some((zh, en)) = LATER_TYPES.iter().find(|(zh, en)| *zh == written || *en == written) else {
        return Some(FieldType::Named(name));
    };
    let what = Message::new(format!("信息项还不能写作“{zh}”。"), format!("A field cannot be “{en}” yet."));
    let help = Message::new(
        "现在可写：整数、小数、带单位的数、是否、日期、时刻、几者之一、名录。",
        "What a field may be now: whole, decimals, a number with its unit, yes/no, date, time of day, one of several, a directory.",
    );
    b.findings.push(Finding::new(&NOT_AVAILABLE_YET, name.span, what).help(help));
    None
}
