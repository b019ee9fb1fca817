//! Days on which nothing is in force, or that are over.

use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::{Dates, Model, Named, Policy};
use mizi_evaluator::date::show_date;
use std::collections::BTreeMap;

/// See `docs/findings/gap-between-versions.md`.
pub static GAP_BETWEEN_VERSIONS: Code = Code {
    name: "gap-between-versions",
    severity: Severity::Warning,
    zh: "两个版本之间有空档",
    en: "There are days between two versions",
};

/// See `docs/findings/starts-before-issued.md`.
pub static STARTS_BEFORE_ISSUED: Code = Code {
    name: "starts-before-issued",
    severity: Severity::Warning,
    zh: "施行早于印发",
    en: "A policy is in force before it was issued",
};

/// See `docs/findings/expired.md`.
pub static EXPIRED: Code =
    Code { name: "expired", severity: Severity::Warning, zh: "政策已经到期", en: "A policy has expired" };

/// What is found in all versions.
pub fn find(model: &Model) -> Vec<Finding> {
    let mut found: Vec<Finding> = model.versions.iter().filter_map(before_issued).collect();
    found.extend(model.versions.windows(2).filter_map(|pair| match pair {
        [earlier, later] => {
            let name = ("政策".to_string(), "the policy".to_string());
            gap(name, &earlier.dates, &later.dates)
        }
        _ => None,
    }));
    found.extend(model.versions.iter().flat_map(items));
    found
}

fn before_issued(policy: &Policy) -> Option<Finding> {
    let issued = policy.issued.filter(|issued| *issued > policy.dates.from)?;
    let (from, issued) = (day(policy.dates.from), day(issued));
    let what = Message::new(
        format!("政策自 {from} 施行，{issued} 才印发：印发以前的活动也按它得分。"),
        format!(
            "The policy is in force from {from} and was issued on {issued}: it decides what was done before it was known."
        ),
    );
    let help = Message::new(
        "改正日期；确要追溯的，另发一份说明，施行日仍写印发以后。",
        "Correct the dates; if it is to reach back, announce that apart and let the policy begin after it was issued.",
    );
    Some(Finding::new(&STARTS_BEFORE_ISSUED, policy.dates.span, what).help(help))
}

/// Items of one name that follow each other in time.
fn items(policy: &Policy) -> Vec<Finding> {
    let rules = policy.rules.iter().map(|item| ("规则", "rule", &item.name, &item.dates));
    let groups = policy.groups.iter().map(|item| ("组", "group", &item.name, &item.dates));
    let caps = policy.overall_caps.iter().map(|item| ("总上限", "overall cap", &item.name, &item.dates));
    let redemptions = policy.redemptions.iter().map(|item| ("兑换", "redemption", &item.name, &item.dates));
    let all: Vec<_> = rules.chain(groups).chain(caps).chain(redemptions).collect();
    let mut begins: BTreeMap<(&str, &str), Vec<&Dates>> = BTreeMap::new();
    for (word, _, name, dates) in &all {
        begins.entry((word, name.name.key())).or_default().extend(dates.as_ref());
    }
    let follows = |(zh, en, name, dates): &(&str, &str, &Named, &Option<Dates>)| {
        let earlier = (*dates).as_ref()?;
        let same = begins.get(&(*zh, name.name.key())).into_iter().flatten();
        let next = same.filter(|other| other.from > earlier.from).min_by_key(|other| other.from)?;
        let word = &name.name.name;
        gap((format!("{zh}“{word}”"), format!("the {en} “{word}”")), earlier, next)
    };
    all.iter().filter_map(follows).collect()
}

/// Days between the last of the earlier and the first of the later.
fn gap((zh, en): (String, String), earlier: &Dates, later: &Dates) -> Option<Finding> {
    let first = earlier.to?.checked_add(1).filter(|first| *first < later.from)?;
    let last = later.from.checked_sub(1)?;
    let (first_day, last_day) = (day(first), day(last));
    let (days_zh, days_en) = if first == last {
        (format!("{first_day} 这天"), format!("on {first_day}"))
    } else {
        (format!("{first_day} 至 {last_day}"), format!("from {first_day} to {last_day}"))
    };
    let what = Message::new(
        format!("{zh}的两个版本之间有空档：{days_zh}，没有一个版本施行。"),
        format!("There are days between two versions of {en}: neither is in force {days_en}."),
    );
    let help = Message::new(
        "把前一个的最后一天或后一个的第一天接上；确实要停一段的，不用改。",
        "Let the first end or the second begin so that they meet; if a pause is meant, leave it.",
    );
    let finding = Finding::new(&GAP_BETWEEN_VERSIONS, later.span, what).label(Message::new("后一个版本", "the later"));
    Some(finding.and(earlier.span, Message::new("前一个版本", "the earlier")).help(help))
}

/// Whether a policy is over on a day: its last version has ended.
pub fn expired(model: &Model, on: i32) -> Option<Finding> {
    let last = model.versions.iter().max_by_key(|policy| policy.dates.from)?;
    let ended = last.dates.to.filter(|to| *to < on)?;
    let name = &last.name.name.name;
    let what = Message::new(
        format!("政策“{name}”在 {} 已经到期，最后一天是 {}：以后的活动都不得分。", day(on), day(ended)),
        format!(
            "The policy “{name}” has expired by {}: its last day was {}, and nothing done later earns points.",
            day(on),
            day(ended)
        ),
    );
    let help = Message::new("写一个新的版本，或者改写最后一天。", "Write a new version, or state another last day.");
    Some(Finding::new(&EXPIRED, last.dates.span, what).help(help))
}

fn day(day: i32) -> String {
    show_date(i64::from(day))
}
