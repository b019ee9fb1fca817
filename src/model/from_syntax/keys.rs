//! Durable keys: everything that lasts is kept under one of its own (S2.1, S2.4).

use super::codes;
use super::say::say;
use super::symbols::Symbols;
use crate::diagnostics::Finding;
use crate::model::types::Base;
use crate::model::{
    Account, Award, Cap, OverallCap, Pays, Redemption, Remedy, Rule, Scope, ScopeId, Type, Unit, Window,
};
use crate::source::Span;
use std::collections::BTreeMap;

/// What a number is counted in, as part of its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    Unit(Unit),
    Remainder(Unit),
    CarriedPoints,
}

/// A durable key without the person and the day.
type Key = (String, Measure, usize, WindowKey);
/// Windows in an order.
type WindowKey = (u8, u8, u8);

/// Who keeps something under a key.
struct Keeper<'a> {
    /// Kind and name: versions of one item are the same keeper.
    item: (&'static str, &'a str),
    /// Which version.
    version: usize,
    span: Span,
}

/// Reports every key that two items, or two caps of one item, would share.
pub(super) fn check(
    rules: &[Option<Rule>],
    caps: &[Option<OverallCap>],
    redemptions: &[Option<Redemption>],
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) {
    let mut kept: Vec<(Key, Keeper<'_>)> = Vec::new();
    for (version, rule) in rules.iter().enumerate() {
        if let Some(rule) = rule {
            rule_keys(rule, version, &mut kept);
        }
    }
    for (version, overall) in caps.iter().enumerate() {
        if let Some(overall) = overall {
            let item = ("overall", overall.name.name.name.as_str());
            cap_keys(&overall.key, &overall.cap, item, version, &mut kept);
        }
    }
    for (version, redemption) in redemptions.iter().enumerate() {
        if let Some(redemption) = redemption {
            let item = ("redemption", redemption.name.name.name.as_str());
            redemption.stock.iter().for_each(|cap| cap_keys(&redemption.key, cap, item, version, &mut kept));
        }
    }
    for (version, account) in symbols.accounts.iter().enumerate() {
        account_key(account, version, &mut kept);
    }
    report(kept, &symbols.scopes, out);
}

fn rule_keys<'a>(rule: &'a Rule, version: usize, kept: &mut Vec<(Key, Keeper<'a>)>) {
    let item = ("rule", rule.name.name.name.as_str());
    for cap in &rule.caps {
        cap_keys(&rule.key, cap, item, version, kept);
    }
    if let Pays::Award { award: Award::Blocks { of, carried: Some((scope, window)), .. }, span, .. } = &rule.pays
        && let Type::Number(unit) = &of.ty
    {
        for measure in [Measure::Remainder(unit.clone()), Measure::CarriedPoints] {
            let key = (rule.key.clone(), measure, scope.0, window_key(*window));
            kept.push((key, Keeper { item, version, span: *span }));
        }
    }
}

fn cap_keys<'a>(
    key: &str,
    cap: &Cap,
    item: (&'static str, &'a str),
    version: usize,
    kept: &mut Vec<(Key, Keeper<'a>)>,
) {
    let measure = Measure::Unit(Unit::of(if cap.times { Base::Time } else { Base::Point }));
    let mut scopes: Vec<ScopeId> = vec![cap.scope];
    if let Some(Remedy::By(other)) = cap.missing {
        scopes.push(other);
    }
    for scope in scopes {
        let key = (key.to_string(), measure.clone(), scope.0, window_key(cap.window));
        kept.push((key, Keeper { item, version, span: cap.span }));
    }
}

fn account_key<'a>(account: &'a Account, version: usize, kept: &mut Vec<(Key, Keeper<'a>)>) {
    let key = (account.key.clone(), Measure::Unit(account.unit.clone()), account.scope.0, window_key(account.window));
    let item = ("account", account.name.name.name.as_str());
    kept.push((key, Keeper { item, version, span: account.span }));
}

fn window_key(window: Window) -> WindowKey {
    match window {
        Window::Event => (0, 0, 0),
        Window::Day => (1, 0, 0),
        Window::Week => (2, 0, 0),
        Window::Month => (3, 0, 0),
        Window::Quarter => (4, 0, 0),
        Window::HalfYear => (5, 0, 0),
        Window::Year { month, day } => (6, month, day),
        Window::Lifetime => (7, 0, 0),
    }
}

fn report(kept: Vec<(Key, Keeper<'_>)>, scopes: &[Scope], out: &mut Vec<Finding>) {
    let mut first: BTreeMap<Key, Keeper<'_>> = BTreeMap::new();
    for (key, keeper) in kept {
        match first.get(&key) {
            None => {
                first.insert(key, keeper);
            }
            Some(other) if other.item == keeper.item && other.version != keeper.version => {}
            Some(other) if other.item == keeper.item => out.push(same_cap_twice(other, &keeper, key.2, scopes)),
            Some(other) => out.push(shared(&key.0, other, &keeper)),
        }
    }
}

fn same_cap_twice(first: &Keeper<'_>, second: &Keeper<'_>, scope: usize, scopes: &[Scope]) -> Finding {
    let name = second.item.1;
    let (zh, en) = scopes.get(scope).map_or(("", ""), |s| (s.reading.0.as_str(), s.reading.1.as_str()));
    let what = say(
        format!("“{name}”有两个上限都按“{zh}”、同一个周期计。"),
        format!("Two caps of “{name}” are both counted “{en}” for the same period."),
    );
    let why = say(
        "两个上限会共用一个用量；只有较低的一个起作用。",
        "Both would share one usage, and only the lower one would matter.",
    );
    Finding::new(&codes::SAME_CAP_TWICE, second.span, what)
        .and(first.span, say("另一个上限", "the other cap"))
        .why(why)
        .help(say("删去一个。", "Remove one of them."))
}

fn shared(key: &str, first: &Keeper<'_>, second: &Keeper<'_>) -> Finding {
    let (a, b) = (first.item.1, second.item.1);
    let what = say(
        format!("“{a}”和“{b}”的用量都记在“{key}”名下，会混在一起。"),
        format!("“{a}” and “{b}” both keep their usage under “{key}”, where it would be mixed up."),
    );
    Finding::new(&codes::SHARED_KEY, second.span, what)
        .and(first.span, say(format!("“{a}”"), format!("“{a}”")))
        .help(say("改掉其中一个的名称、代号或原名。", "Change the name, code or former name of one of them."))
}
