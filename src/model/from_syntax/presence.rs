//! Facts and scopes that may be missing are read only under 有.

use super::codes;
use super::say::say;
use super::symbols::Symbols;
use crate::diagnostics::{Finding, Fix};
use crate::model::{Expr, ExprKind, FieldId, ScopeId, ScopeKeys};
use crate::source::Span;
use std::collections::BTreeSet;

/// A fact or a scope that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Optional {
    Field(FieldId),
    Scope(ScopeId),
}

/// Things that are known to be there.
type Known = BTreeSet<Optional>;

/// Reports what is read without 有: `clauses` must all hold before what comes after them is looked at.
pub(super) fn check(clauses: &[&Expr], then: &[&Expr], symbols: &Symbols, out: &mut Vec<Finding>) {
    let mut known = Known::new();
    let mut told = BTreeSet::new();
    for clause in clauses {
        report(clause, Some(clause), &known, &mut told, symbols, out);
        known.extend(implied(clause, true, symbols));
    }
    for expr in then {
        report(expr, None, &known, &mut told, symbols, out);
    }
}

fn report(
    expr: &Expr,
    clause: Option<&Expr>,
    known: &Known,
    told: &mut Known,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) {
    for (optional, span) in unguarded(expr, known, symbols) {
        if told.insert(optional) {
            out.push(finding(optional, span, clause, symbols));
        }
    }
}

/// What an expression reads that may be missing and is not known to be there; every one once, where it is first read.
pub(super) fn needs(expr: &Expr, symbols: &Symbols) -> Known {
    unguarded(expr, &Known::new(), symbols).into_iter().map(|(optional, _)| optional).collect()
}

fn unguarded(expr: &Expr, known: &Known, symbols: &Symbols) -> Vec<(Optional, Span)> {
    let mut found = Vec::new();
    walk(expr, known, symbols, &mut found);
    found
}

fn walk(expr: &Expr, known: &Known, symbols: &Symbols, found: &mut Vec<(Optional, Span)>) {
    match &expr.kind {
        ExprKind::Field(id) => {
            let optional = symbols.fields.get(id.0).and_then(|f| f.as_ref()).is_some_and(|f| f.optional);
            note(Optional::Field(*id), optional, expr.span, known, found);
        }
        ExprKind::Scope(id) => {
            let optional = symbols.scopes.get(id.0).is_some_and(|s| s.optional);
            note(Optional::Scope(*id), optional, expr.span, known, found);
        }
        ExprKind::Definition(id) => note_all(symbols.definition_needs.get(id.0), expr.span, known, found),
        ExprKind::Table(id) => note_all(symbols.table_needs.get(id.0), expr.span, known, found),
        ExprKind::And(parts) => in_turn(parts, true, known, symbols, found),
        ExprKind::Or(parts) => in_turn(parts, false, known, symbols, found),
        ExprKind::If(condition, then, otherwise) => {
            walk(condition, known, symbols, found);
            walk(then, &with(known, implied(condition, true, symbols)), symbols, found);
            walk(otherwise, &with(known, implied(condition, false, symbols)), symbols, found);
        }
        _ => expr.children().into_iter().for_each(|child| walk(child, known, symbols, found)),
    }
}

fn note(what: Optional, optional: bool, span: Span, known: &Known, found: &mut Vec<(Optional, Span)>) {
    if optional && !known.contains(&what) {
        found.push((what, span));
    }
}

fn note_all(needs: Option<&Known>, span: Span, known: &Known, found: &mut Vec<(Optional, Span)>) {
    for need in needs.into_iter().flatten() {
        note(*need, true, span, known, found);
    }
}

/// Parts of 且 (`truth`) or 或: each is looked at only when those before it held, or did not.
fn in_turn(parts: &[Expr], truth: bool, known: &Known, symbols: &Symbols, found: &mut Vec<(Optional, Span)>) {
    let mut known = known.clone();
    for part in parts {
        walk(part, &known, symbols, found);
        known.extend(implied(part, truth, symbols));
    }
}

fn with(known: &Known, more: Known) -> Known {
    known.union(&more).copied().collect()
}

/// What is there when a condition holds (`truth`), or does not.
fn implied(expr: &Expr, truth: bool, symbols: &Symbols) -> Known {
    match (&expr.kind, truth) {
        (ExprKind::HasField(id), true) => Known::from([Optional::Field(*id)]),
        (ExprKind::HasScope(id), true) => related(*id, symbols),
        (ExprKind::Not(inner), _) => implied(inner, !truth, symbols),
        (ExprKind::And(parts), true) | (ExprKind::Or(parts), false) => {
            parts.iter().flat_map(|p| implied(p, truth, symbols)).collect()
        }
        (ExprKind::And(parts), false) | (ExprKind::Or(parts), true) => {
            let each = parts.iter().map(|p| implied(p, truth, symbols));
            each.reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default()
        }
        (ExprKind::Definition(id), _) => symbols
            .definitions
            .get(id.0)
            .and_then(|d| d.as_ref())
            .map_or_else(Known::new, |d| implied(&d.value, truth, symbols)),
        _ => Known::new(),
    }
}

/// A scope with those that follow from it and those it follows from: they are there together.
fn related(scope: ScopeId, symbols: &Symbols) -> Known {
    let mut family = BTreeSet::from([scope]);
    loop {
        let before = family.len();
        for (at, other) in symbols.scopes.iter().enumerate() {
            let ScopeKeys::Parent { of, .. } = other.keys else { continue };
            if family.contains(&of) || family.contains(&ScopeId(at)) {
                family.extend([of, ScopeId(at)]);
            }
        }
        if family.len() == before {
            return family.into_iter().map(Optional::Scope).collect();
        }
    }
}

fn finding(optional: Optional, span: Span, clause: Option<&Expr>, symbols: &Symbols) -> Finding {
    let declared = match optional {
        Optional::Field(id) => symbols.fields.get(id.0).and_then(|f| f.as_ref()).map(|f| &f.name),
        Optional::Scope(id) => symbols.scopes.get(id.0).map(|s| &s.name),
    };
    let name = declared.map_or("", |n| n.name.name.as_str());
    let what = say(
        format!("“{name}”可缺，这里没有先确认它有没有。"),
        format!("“{name}” is optional and is read here without asking whether it is there."),
    );
    let why = say("缺了就没有数可用，而缺的不能当作零。", "What is missing has no value, and is never taken as zero.");
    let help = say(
        format!("在读它之前写“有 {name}”，例如“当 有 {name} 且 …”。"),
        format!("Write “has {name}” before it is read, such as “when has {name} and …”."),
    );
    let mut finding = Finding::new(&codes::OPTIONAL_READ_UNASKED, span, what).why(why).help(help);
    if let Some(declared) = declared {
        finding = finding.and(declared.span, say("可缺", "optional"));
    }
    match clause {
        Some(clause) if !matches!(clause.kind, ExprKind::Or(_)) => finding.fix(ask_first(name, clause.span, symbols)),
        _ => finding,
    }
}

/// Puts 有 X before a clause.
fn ask_first(name: &str, clause: Span, symbols: &Symbols) -> Fix {
    let name = super::names::spelled(name);
    let text = if symbols.chinese { format!("有 {name} 且 ") } else { format!("has {name} and ") };
    let title = say(format!("先写“有 {name}”"), format!("Write “has {name}” first"));
    Fix { title, edits: vec![(Span { end: clause.start, ..clause }, text)] }
}
