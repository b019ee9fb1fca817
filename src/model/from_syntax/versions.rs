//! Files into policies, and what the versions of one policy must agree on.

use super::codes;
use super::dates::meet;
use super::names::nfc;
use super::say::{number, say};
use crate::diagnostics::{Finding, Message};
use crate::model::{Named, Policy, ScopeKeys, Type};
use crate::source::Span;
use crate::syntax::tree::{self, ItemKind, Tree};
use std::collections::BTreeMap;

/// Puts files together that are versions of one policy: those with the same code (or name, where there is none). Gives the
/// numbers of the files of each policy; files without a policy are reported.
pub fn group(trees: &[Tree]) -> (Vec<Vec<usize>>, Vec<Finding>) {
    let mut policies: Vec<(String, Vec<usize>)> = Vec::new();
    let mut findings = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        match header(tree) {
            None => findings.push(without_policy(tree)),
            Some(policy) => {
                let key = nfc(&policy.name.code.as_ref().unwrap_or(&policy.name.name).value);
                match policies.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, files)) => files.push(at),
                    None => policies.push((key, vec![at])),
                }
            }
        }
    }
    (policies.into_iter().map(|(_, files)| files).collect(), findings)
}

fn header(tree: &Tree) -> Option<&tree::Policy> {
    tree.items.iter().find_map(|item| match &item.kind {
        ItemKind::Policy(policy) => Some(policy),
        _ => None,
    })
}

fn without_policy(tree: &Tree) -> Finding {
    let start = Span { text: tree.text, start: 0, end: 0 };
    let span = tree.items.first().map_or(start, |item| item.keyword);
    let what = say("这个文件没有写“政策”。", "This file has no “policy”.");
    let help = say(
        "文件开头写“政策 名称”，再写版本、施行、积分等。",
        "Begin the file with “policy NAME”, then version, dates and points.",
    );
    Finding::new(&codes::FILE_WITHOUT_POLICY, span, what).help(help)
}

/// A file is one version of one policy.
pub(super) fn second_policy(second: Span, first: Span) -> Finding {
    let what = say("一个文件里写了两个“政策”。", "One file has two policies.");
    Finding::new(&codes::SECOND_POLICY, second, what)
        .and(first, say("第一个政策", "the first policy"))
        .help(say("每个版本单独写一个文件。", "Write each version in a file of its own."))
}

/// Versions follow each other without overlap and agree on what lasts.
pub(super) fn agree(policies: &[Policy], out: &mut Vec<Finding>) {
    for (at, later) in policies.iter().enumerate() {
        for earlier in policies.iter().take(at) {
            overlap(earlier, later, out);
        }
    }
    let Some(first) = policies.first() else { return };
    let known = lasting(first);
    for later in policies.iter().skip(1) {
        for (thing, (value, place)) in lasting(later) {
            if let Some((before, first_place)) = known.get(&thing)
                && *before != value
            {
                out.push(disagree(&thing, (before, *first_place), (&value, place)));
            }
        }
    }
}

fn overlap(earlier: &Policy, later: &Policy, out: &mut Vec<Finding>) {
    let (a, b) = (&earlier.version, &later.version);
    if a == b {
        let what = say(format!("有两个版本都叫“{a}”。"), format!("Two versions are called “{a}”."));
        let finding = Finding::new(&codes::SAME_VERSION_TWICE, later.name.span, what);
        out.push(
            finding
                .and(earlier.name.span, say("另一个版本", "the other version"))
                .help(say("改掉一个版本号。", "Change one of them.")),
        );
    }
    if meet(&earlier.dates, &later.dates) {
        let what = say(
            format!("版本“{a}”和“{b}”的施行期有重叠。"),
            format!("The versions “{a}” and “{b}” are both in force on some day."),
        );
        let finding = Finding::new(&codes::OVERLAPPING_VERSIONS, later.dates.span, what);
        let help = say("给较早的版本写上最后一天（至 …）。", "Write the last day (to …) of the earlier version.");
        out.push(finding.and(earlier.dates.span, say("另一个版本的施行期", "days of the other version")).help(help));
    }
}

fn disagree(thing: &(String, String), before: (&Message, Span), after: (&Message, Span)) -> Finding {
    let what = say(
        format!("各版本的{}不一致：{}，{}。", thing.0, before.0.zh, after.0.zh),
        format!("The versions disagree on {}: {}, {}.", thing.1, before.0.en, after.0.en),
    );
    Finding::new(&codes::VERSIONS_DISAGREE, after.1, what).label(after.0.clone()).and(before.1, before.0.clone()).help(
        say(
            "各个版本写成一样；改了名称或代号的用“原名”接上。",
            "Write the same in all; where a name or code changed, use “formerly”.",
        ),
    )
}

/// What must not change from version to version: thing (both wordings) → what is said of it, and where.
fn lasting(policy: &Policy) -> BTreeMap<(String, String), (Message, Span)> {
    let mut found = BTreeMap::new();
    let mut say_of = |zh: String, en: String, value: Message, place: Span| {
        found.insert((zh, en), (value, place));
    };
    let same = |text: String| say(text.clone(), text);
    let point = format!("{}，{} 位小数", policy.point.name.name, policy.decimals);
    let point_en = format!("{}, {} decimals", policy.point.name.name, policy.decimals);
    say_of("积分单位".into(), "the point unit".into(), say(point, point_en), policy.point.span);
    say_of("时区".into(), "the zone".into(), same(policy.zone.clone()), policy.span);
    let cash = policy.cash.map_or_else(
        || say("没有写", "not stated"),
        |(points, yuan)| same(format!("{} = {}", number(&points), number(&yuan))),
    );
    say_of("折现".into(), "cash".into(), cash, policy.span);
    for field in &policy.fields {
        let of = field.activity.and_then(|a| policy.activities.get(a.0)).map(|a| a.name.name.name.clone());
        let of = of.unwrap_or_else(|| policy.scopes.first().map(|s| s.name.name.name.clone()).unwrap_or_default());
        let name = &field.name.name.name;
        let (zh, en) = (format!("信息项“{name}”（{of}）"), format!("the field “{name}” ({of})"));
        say_of(zh, en, kind(&field.ty, policy), field.name.span);
    }
    for scope in policy.scopes.iter().skip(1) {
        let name = &scope.name.name.name;
        say_of(format!("归属“{name}”"), format!("the scope “{name}”"), scope_kind(scope.keys, policy), scope.name.span);
    }
    for list in &policy.lists {
        let Some((parent, under)) = &list.parent else { continue };
        for (value, above) in list.values.iter().zip(under) {
            let parent = policy.lists.get(parent.0).and_then(|p| p.values.get(*above));
            let (name, above) = (&value.name.name, parent.map_or("", |p| p.name.name.as_str()));
            let (zh, en) = (format!("“{name}”归哪里"), format!("what “{name}” is in"));
            say_of(zh, en, same(above.to_string()), value.span);
        }
    }
    for (noun, name, key) in keyed(policy) {
        let word = &name.name.name;
        say_of(
            format!("{}“{word}”的代号", noun.0),
            format!("the code of the {} “{word}”", noun.1),
            same(key.to_string()),
            name.span,
        );
    }
    found
}

/// Items that keep numbers, with their durable keys.
fn keyed(policy: &Policy) -> Vec<((&'static str, &'static str), &Named, &str)> {
    let rules = policy.rules.iter().map(|r| (("规则", "rule"), &r.name, r.key.as_str()));
    let caps = policy.overall_caps.iter().map(|c| (("总上限", "overall cap"), &c.name, c.key.as_str()));
    let accounts = policy.accounts.iter().map(|a| (("账户", "account"), &a.name, a.key.as_str()));
    let redemptions = policy.redemptions.iter().map(|r| (("兑换", "redemption"), &r.name, r.key.as_str()));
    rules.chain(caps).chain(accounts).chain(redemptions).collect()
}

fn kind(ty: &Type, policy: &Policy) -> Message {
    match ty {
        Type::Number(unit) if unit.0.is_empty() => say("数", "a number"),
        Type::Number(unit) => {
            let text = format!("{:?}", unit.0.first().map(|(base, _)| base));
            let unit = match unit.0.first().map(|(base, _)| base) {
                Some(crate::model::types::Base::Own(word)) => word.clone(),
                Some(crate::model::types::Base::Point) => policy.point.name.name.clone(),
                Some(crate::model::types::Base::Yuan) => "元".into(),
                Some(crate::model::types::Base::Minute) => "分钟".into(),
                Some(crate::model::types::Base::Day) => "日".into(),
                Some(crate::model::types::Base::Time) => "次".into(),
                None => text,
            };
            say(format!("以{unit}计的数"), format!("a number in {unit}"))
        }
        Type::YesNo => say("是否", "yes/no"),
        Type::Date => say("日期", "a date"),
        Type::Time => say("时刻", "a time of day"),
        Type::Value(list) => {
            let name = policy.lists.get(list.0).map_or("", |l| l.name.name.name.as_str());
            say(format!("“{name}”的取值"), format!("a value of “{name}”"))
        }
    }
}

fn scope_kind(keys: ScopeKeys, policy: &Policy) -> Message {
    let list = |id: crate::model::ListId| policy.lists.get(id.0).map_or("", |l| l.name.name.name.as_str()).to_string();
    match keys {
        ScopeKeys::Subject | ScopeKeys::Stated => say("随记录写明", "stated with records"),
        ScopeKeys::Whole => say("只有一个", "only one"),
        ScopeKeys::Listed(id) => {
            say(format!("取自名录“{}”", list(id)), format!("taken from the directory “{}”", list(id)))
        }
        ScopeKeys::Parent { list: id, of } => {
            let child = policy.scopes.get(of.0).map_or("", |s| s.name.name.name.as_str());
            say(format!("由“{child}”得出（{}）", list(id)), format!("follows from “{child}” ({})", list(id)))
        }
    }
}
