//! Files into policies, and what the versions of one policy must agree on.

use super::codes;
use super::dates::meet;
use super::names::nfc;
use super::say::{number, say};
use crate::diagnostics::{Finding, Message};
use crate::model::{Named, Policy};
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
            None if tree.unread.is_empty() => findings.push(without_policy(tree)),
            None => {}
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
        let help = say(
            "让较早的版本在较晚的版本开始的前一天结束（至 …）。",
            "Let the earlier version end (to …) on the day before the later one begins.",
        );
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

/// What must not change from version to version and is not looked at where the program is made: thing (both wordings) → what is
/// said of it, and where.
fn lasting(policy: &Policy) -> BTreeMap<(String, String), (Message, Span)> {
    let same = |text: String| say(text.clone(), text);
    let cash = policy.cash.map_or_else(
        || say("没有写", "not stated"),
        |(points, yuan)| {
            let (points, yuan, unit) = (number(&points), number(&yuan), &policy.point.name.name);
            say(format!("{points} {unit} = {yuan} 元"), format!("{points} {unit} = {yuan} yuan"))
        },
    );
    let mut found = BTreeMap::from([
        (("积分单位".into(), "the point unit".into()), (same(policy.point.name.name.clone()), policy.point.span)),
        (("折现".into(), "cash".into()), (cash, policy.name.span)),
    ]);
    if let Some(balance) = policy.accounts.get(policy.balance.0) {
        let thing = ("收积分的账户".into(), "the account that takes in points".into());
        found.insert(thing, (same(balance.key.clone()), balance.span));
    }
    for ((zh, en), name, key) in keyed(policy) {
        let word = &name.name.name;
        let thing = (format!("{zh}“{word}”的代号"), format!("the code of the {en} “{word}”"));
        found.insert(thing, (same(key.to_string()), name.span));
    }
    found
}

/// Items that keep numbers, with what they are called and their durable keys.
fn keyed(policy: &Policy) -> Vec<((&'static str, &'static str), &Named, &str)> {
    let rules = policy.rules.iter().map(|r| (("规则", "rule"), &r.name, r.key.as_str()));
    let caps = policy.overall_caps.iter().map(|c| (("总上限", "overall cap"), &c.name, c.key.as_str()));
    let accounts = policy.accounts.iter().map(|a| (("账户", "account"), &a.name, a.key.as_str()));
    let redemptions = policy.redemptions.iter().map(|r| (("兑换", "redemption"), &r.name, r.key.as_str()));
    rules.chain(caps).chain(accounts).chain(redemptions).collect()
}
