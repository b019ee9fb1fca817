//! 定义 and 表: resolved in the order in which they use each other; what leads back to itself is refused.

use super::names::named;
use super::presence::needs;
use super::say::{self, say};
use super::symbols::Symbols;
use super::typing::{Place, Typer};
use super::{codes, rings};
use crate::diagnostics::Finding;
use crate::model::{ActivityId, Definition, DefinitionId, Expr, ExprKind, Table, TableId, graph};
use crate::source::Span;
use crate::syntax::tree;
use std::collections::BTreeSet;

/// How many steps a definition may have when everything it uses is written out.
const MOST_STEPS: usize = 10_000;
/// How deep definitions may use each other.
const MOST_DEPTH: usize = 32;

/// A definition or a table as written.
#[derive(Clone, Copy)]
enum Item<'a> {
    Define(&'a tree::Define),
    Table(&'a tree::Table),
}

/// What an item comes to when everything it uses is written out.
#[derive(Clone, Copy, Default)]
struct Size {
    steps: usize,
    depth: usize,
}

/// Resolves all definitions and tables.
pub(super) fn definitions(
    defines: &[&tree::Define],
    tables: &[&tree::Table],
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) {
    let items: Vec<Item<'_>> =
        defines.iter().map(|d| Item::Define(d)).chain(tables.iter().map(|t| Item::Table(t))).collect();
    declare(&items, symbols, out);
    let edges = edges(&items, defines.len(), symbols);
    let mut broken = BTreeSet::new();
    for ring in graph::rings(items.len(), &edges) {
        let things: Vec<(&str, Span)> = ring.iter().filter_map(|at| items.get(*at)).map(Item::name).collect();
        out.extend(rings::finding(&codes::RING_OF_DEFINITIONS, say::DEFINITION, &things));
        broken.extend(ring);
    }
    let mut sizes = vec![Size::default(); items.len()];
    for at in graph::order(items.len(), &edges) {
        if let Some(item) = items.get(at).filter(|_| !broken.contains(&at)) {
            resolve(*item, at, defines.len(), &mut sizes, symbols, out);
        }
    }
}

/// Declares all names; what they stand for comes later.
fn declare(items: &[Item<'_>], symbols: &mut Symbols, out: &mut Vec<Finding>) {
    for item in items {
        match item {
            Item::Define(d) => {
                symbols.definition_names.declare(&d.name, DefinitionId(symbols.definitions.len()), out);
                symbols.definitions.push(None);
                symbols.definition_needs.push(BTreeSet::new());
            }
            Item::Table(t) => {
                symbols.table_names.declare(&t.name, TableId(symbols.tables.len()), out);
                symbols.tables.push(None);
                symbols.table_needs.push(BTreeSet::new());
            }
        }
    }
}

impl<'a> Item<'a> {
    fn name(&self) -> (&'a str, Span) {
        let declared = match self {
            Item::Define(d) => &d.name,
            Item::Table(t) => &t.name,
        };
        (&declared.name.value, declared.name.span)
    }

    fn on(&self) -> Option<&'a tree::Word> {
        match self {
            Item::Define(d) => d.on.as_ref(),
            Item::Table(t) => t.on.as_ref(),
        }
    }
}

/// Which items use which: those whose names they write.
fn edges(items: &[Item<'_>], defines: usize, symbols: &Symbols) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let mut names = BTreeSet::new();
        match item {
            Item::Define(d) => names_in(&d.value, &mut names),
            Item::Table(t) => names_in_bands(&t.bands, &mut names),
        }
        for name in names {
            edges.extend(symbols.definition_names.one(name).map(|id| (at, id.0)));
            edges.extend(symbols.table_names.one(name).map(|id| (at, defines + id.0)));
        }
    }
    edges
}

fn names_in<'a>(expr: &'a tree::Expr, names: &mut BTreeSet<&'a str>) {
    use tree::ExprKind as Kind;
    match &expr.kind {
        Kind::Name(name) => {
            names.insert(name);
        }
        Kind::Number(_)
        | Kind::Date(_)
        | Kind::Time(_)
        | Kind::YesNo(_)
        | Kind::EventDate
        | Kind::EventTime
        | Kind::Has(_) => {}
        Kind::Not(a) | Kind::Negate(a) => names_in(a, names),
        Kind::And(parts) | Kind::Or(parts) | Kind::Call { arguments: parts, .. } => {
            parts.iter().for_each(|p| names_in(p, names));
        }
        Kind::Compare { left, right, .. } | Kind::Arithmetic { left, right, .. } => {
            names_in(left, names);
            names_in(right, names);
        }
        Kind::Is { value, options, .. } => {
            names_in(value, names);
            options.iter().for_each(|o| names_in(o, names));
        }
        Kind::Between { value: a, low: b, high: c } | Kind::If { condition: a, then: b, otherwise: c } => {
            [a, b, c].into_iter().for_each(|e| names_in(e, names));
        }
        Kind::Bands(bands) => names_in_bands(bands, names),
    }
}

fn names_in_bands<'a>(bands: &'a tree::Bands, names: &mut BTreeSet<&'a str>) {
    names_in(&bands.by, names);
    bands.rows.iter().for_each(|row| names_in(&row.value, names));
}

/// Resolves one item whose uses are resolved.
fn resolve(
    item: Item<'_>,
    at: usize,
    defines: usize,
    sizes: &mut [Size],
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) {
    let Some(activity) = activity(item, symbols, out) else { return };
    let mut typer = Typer { symbols, place: Place::event(activity), out };
    match item {
        Item::Define(written) => {
            let Some(value) = typer.expr(&written.value, None) else { return };
            let size = size(&value, defines, sizes);
            if !fits(item, size, out) {
                return;
            }
            sizes[at] = size;
            let needs = needs(&value, symbols);
            symbols.definitions[at] = Some(Definition { name: named(&written.name), activity, value });
            symbols.definition_needs[at] = needs;
        }
        Item::Table(written) => {
            let Some((bands, ty)) = typer.bands(&written.bands, None) else { return };
            let whole = Expr { kind: ExprKind::Bands(bands), ty: ty.clone(), span: written.name.name.span };
            let size = size(&whole, defines, sizes);
            if !fits(item, size, out) {
                return;
            }
            sizes[at] = size;
            let needs = needs(&whole, symbols);
            let ExprKind::Bands(bands) = whole.kind else { return };
            symbols.tables[at - defines] = Some(Table { name: named(&written.name), activity, bands, ty });
            symbols.table_needs[at - defines] = needs;
        }
    }
}

/// The activity of 凡; the outer none: it is unknown.
fn activity(item: Item<'_>, symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Option<ActivityId>> {
    match item.on() {
        None => Some(None),
        Some(word) => symbols.activity_names.find_one(word, out).map(Some),
    }
}

/// The size of an expression when everything it uses is written out.
fn size(value: &Expr, defines: usize, sizes: &[Size]) -> Size {
    let mut size = Size { steps: 0, depth: 1 };
    value.visit(&mut |e| {
        let used = match &e.kind {
            ExprKind::Definition(id) => sizes.get(id.0),
            ExprKind::Table(id) => sizes.get(defines + id.0),
            _ => None,
        };
        let used = used.copied().unwrap_or_default();
        size.steps = size.steps.saturating_add(1).saturating_add(used.steps);
        size.depth = size.depth.max(used.depth.saturating_add(1));
    });
    size
}

fn fits(item: Item<'_>, size: Size, out: &mut Vec<Finding>) -> bool {
    if size.steps <= MOST_STEPS && size.depth <= MOST_DEPTH {
        return true;
    }
    let (name, span) = item.name();
    let what = say(
        format!("“{name}”一层套一层，写开来太长：最多 {MOST_DEPTH} 层、{MOST_STEPS} 步。"),
        format!("“{name}” written out is too long: at most {MOST_DEPTH} levels and {MOST_STEPS} steps."),
    );
    let help = say("减少定义之间的相互引用。", "Let definitions use each other less.");
    out.push(Finding::new(&codes::DEFINITION_TOO_LARGE, span, what).help(help));
    false
}
