//! Going through formulas as they are written.

use crate::syntax::tree::{Award, Bands, Cap, Counts, Expr, ExprKind, Item, ItemKind, Redeem, RowTest, Rule, Tree};

/// Calls `take` for every formula of a text and everything inside it, outer ones first.
pub fn each<'a>(tree: &'a Tree, take: &mut impl FnMut(&'a Expr)) {
    for formula in tree.items.iter().flat_map(of_item) {
        visit(formula, take);
    }
}

fn visit<'a>(formula: &'a Expr, take: &mut impl FnMut(&'a Expr)) {
    take(formula);
    for child in children(formula) {
        visit(child, take);
    }
}

fn children(formula: &Expr) -> Vec<&Expr> {
    match &formula.kind {
        ExprKind::Not(a) | ExprKind::Negate(a) => vec![a],
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().collect(),
        ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic { left, right, .. } => vec![left, right],
        ExprKind::Is { value, options, .. } => std::iter::once(value.as_ref()).chain(options).collect(),
        ExprKind::Between { value, low, high } => vec![value, low, high],
        ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
        ExprKind::Call { arguments, .. } => arguments.iter().collect(),
        ExprKind::Bands(bands) => of_bands(bands),
        ExprKind::Number(_)
        | ExprKind::Date(_)
        | ExprKind::Time(_)
        | ExprKind::YesNo(_)
        | ExprKind::Name(_)
        | ExprKind::EventDate
        | ExprKind::EventTime
        | ExprKind::Has(_) => Vec::new(),
    }
}

fn of_bands(bands: &Bands) -> Vec<&Expr> {
    let mut all = vec![bands.by.as_ref()];
    for row in &bands.rows {
        match &row.test.value {
            RowTest::Bounds(bounds) => all.extend(bounds.iter().map(|(_, limit)| limit)),
            RowTest::Values(values) => all.extend(values),
            RowTest::Between(low, high) => all.extend([low, high]),
            RowTest::Otherwise => {}
        }
        all.push(&row.value);
    }
    all
}

fn of_item(item: &Item) -> Vec<&Expr> {
    match &item.kind {
        ItemKind::Parameter(it) => it.values.iter().map(|(value, _)| value).collect(),
        ItemKind::Define(it) => vec![&it.value],
        ItemKind::Table(it) => of_bands(&it.bands),
        ItemKind::Eligible(it) => it.when.iter().collect(),
        ItemKind::Rule(it) => of_rule(it),
        ItemKind::OverallCap(it) => vec![&it.cap.limit],
        ItemKind::Account(it) => {
            let range = it.range.iter().flat_map(|(low, high)| [low, high]);
            it.counts.iter().flat_map(of_counts).chain(range).collect()
        }
        ItemKind::Redeem(it) => of_redeem(it),
        ItemKind::Policy(_)
        | ItemKind::Dimensions(_)
        | ItemKind::Directory(_)
        | ItemKind::Subject(_)
        | ItemKind::Activity(_)
        | ItemKind::Group(_)
        | ItemKind::Case(_)
        | ItemKind::Principle(_) => Vec::new(),
    }
}

fn of_counts(counts: &Counts) -> impl Iterator<Item = &Expr> {
    counts.when.iter().chain(&counts.add)
}

fn of_rule(rule: &Rule) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = rule.when.iter().collect();
    match rule.award.as_ref().map(|award| &award.value) {
        Some(Award::Expr(amount, _)) => all.push(amount),
        Some(Award::Blocks { block, of, pay, .. }) => all.extend([block, of, pay]),
        Some(Award::Rate { per, of, pay, .. }) => all.extend([per, of, pay]),
        None => {}
    }
    all.extend(rule.bonus.iter().map(|bonus| &bonus.value.share));
    all.extend(rule.caps.iter().map(|cap: &Cap| &cap.limit));
    all
}

fn of_redeem(redeem: &Redeem) -> Vec<&Expr> {
    let open_to = redeem.open_to.iter().filter_map(|open_to| open_to.value.as_ref());
    let mut all: Vec<&Expr> = redeem.price.iter().chain(open_to).chain(&redeem.when).collect();
    all.extend(redeem.from_balance.iter().chain(&redeem.floor));
    all.extend(redeem.stock.iter().map(|cap| &cap.limit));
    all
}
