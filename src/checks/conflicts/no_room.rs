//! A cap that leaves no room for any award.

use super::asked::{Question, Verdict, Version, ask};
use super::pairs::{self, act_of};
use super::words;
use crate::checks::encode::{NotEncoded, Scene};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::{Comparison, Formula};
use crate::model::arithmetic::whole;
use crate::model::print::both;
use crate::model::segments::in_force;
use crate::model::{Cap, Dates, OverCap, Rule, RuleId};

/// See `docs/findings/cap-without-room.md`.
pub static CAP_WITHOUT_ROOM: Code = Code {
    name: "cap-without-room",
    severity: Severity::Error,
    zh: "上限什么也容不下",
    en: "A cap has no room for anything",
};

/// A cap with the awards it covers.
struct Covering<'a> {
    cap: &'a Cap,
    dates: &'a Option<Dates>,
    rules: Vec<(RuleId, &'a Rule)>,
    text: Message,
}

/// What is found in one version.
pub fn find(version: &Version<'_>) -> Vec<Finding> {
    caps(version).iter().filter_map(|covering| one(version, covering)).chain(stocks(version)).collect()
}

fn caps<'a>(version: &Version<'a>) -> Vec<Covering<'a>> {
    let policy = version.policy;
    let numbered = || (0..).map(RuleId).zip(&policy.rules);
    let of_rule = |(id, rule): (RuleId, &'a Rule)| {
        let bases = super::conditional::bases(policy, id);
        rule.caps.iter().map(move |cap| {
            let text = both(policy, |printer| printer.cap(cap)).into();
            Covering { cap, dates: &rule.dates, rules: bases.clone(), text }
        })
    };
    let own = numbered().flat_map(of_rule);
    let overall = policy.overall_caps.iter().map(|overall| {
        let written = both(policy, |printer| printer.overall(&overall.cap));
        let rules = numbered().filter(|(id, _)| overall.covers.contains(id)).collect();
        let name = &overall.name.name.name;
        let text = Message::new(format!("总上限 {name} {}", written.zh), format!("overall cap {name} {}", written.en));
        Covering { cap: &overall.cap, dates: &overall.dates, rules, text }
    });
    own.chain(overall).collect()
}

fn one(version: &Version<'_>, covering: &Covering<'_>) -> Option<Finding> {
    let cap = covering.cap;
    if is_empty(version, covering.dates, cap) {
        let what = Message::new(
            format!("“{}”什么也容不下：限额是 0。", covering.text.zh),
            format!("“{}” has no room for anything: its limit is 0.", covering.text.en),
        );
        return Some(said(cap, what));
    }
    let refuses = cap.over == OverCap::Refuse && !cap.times;
    (refuses && too_small(version, covering)).then(|| {
        let names = words::names(covering.rules.iter().map(|(_, rule)| &rule.name));
        let what = Message::new(
            format!("“{}”什么也容不下：{}每次应得的都超过它，超过就不给。", covering.text.zh, names.zh),
            format!(
                "“{}” has no room for anything: every amount of {} is more than it, and more is refused.",
                covering.text.en, names.en
            ),
        );
        said(cap, what)
    })
}

fn said(cap: &Cap, what: Message) -> Finding {
    let help = Message::new(
        "改正限额；不想再给的，删去规则或者给它写上最后一天。",
        "Correct the limit; if nothing is to be paid any more, remove the rule or state its last day.",
    );
    Finding::new(&CAP_WITHOUT_ROOM, cap.span, what).help(help)
}

/// Whether the limit is 0 on every day. One that is 0 for some time is a pause.
fn is_empty(version: &Version<'_>, dates: &Option<Dates>, cap: &Cap) -> bool {
    let Some(act) = version.acts.first() else { return false };
    let limits: Vec<_> = act
        .scenes
        .iter()
        .filter(|scene| in_force(dates, scene.stretch.from))
        .map(|scene| scene.constant(&cap.limit, if cap.times { whole(1) } else { scene.smallest() }))
        .collect();
    !limits.is_empty() && limits.iter().all(|limit| matches!(limit, Ok(limit) if *limit <= 0))
}

/// Whether every award is more than the limit.
fn too_small(version: &Version<'_>, covering: &Covering<'_>) -> bool {
    let plain = |rule: &Rule| pairs::is_plain(rule);
    if covering.rules.is_empty() || !covering.rules.iter().all(|(_, rule)| plain(rule)) {
        return false;
    }
    let acts = || covering.rules.iter().filter_map(|(_, rule)| act_of(version, rule.activity()?));
    let can = |within: bool| {
        ask(acts(), |scene| {
            let here = in_force(covering.dates, scene.stretch.from);
            here.then(|| Question::conditions(scene, []).and(scene.eligible()).and(paid(scene, covering, within)))
        })
    };
    matches!((can(false), can(true)), (Verdict::Possible(..), Verdict::Never(_)))
}

fn paid(scene: &Scene<'_>, covering: &Covering<'_>, within: bool) -> Result<Formula, NotEncoded> {
    let limit = scene.constant(&covering.cap.limit, scene.smallest())?;
    let mut any = Formula::FALSE;
    for (id, rule) in covering.rules.iter().filter(|(_, rule)| pairs::here(scene, rule)) {
        let Some(amount) = scene.amount(rule)? else { continue };
        let fits = if within { amount.is(Comparison::AtMost, limit) } else { Formula::TRUE };
        any = any.or(scene.pays(*id)?.and(fits));
    }
    Ok(any)
}

fn stocks(version: &Version<'_>) -> Vec<Finding> {
    let policy = version.policy;
    let all = policy.redemptions.iter().flat_map(|item| item.stock.iter().map(move |cap| (item, cap)));
    let empty = all.filter(|(item, cap)| is_empty(version, &item.dates, cap));
    let finding = |(item, cap): (&crate::model::Redemption, &Cap)| {
        let name = &item.name.name.name;
        let what = Message::new(
            format!("兑换“{name}”的限量是 0 次，谁也换不到。"),
            format!("The stock of the redemption “{name}” is 0 times: nobody can redeem it."),
        );
        let help = Message::new(
            "改正限量；不再兑换的，删去这一条或者给它写上最后一天。",
            "Correct the stock; if it is not offered any more, remove the item or state its last day.",
        );
        Finding::new(&CAP_WITHOUT_ROOM, cap.span, what).help(help)
    };
    empty.map(finding).collect()
}
