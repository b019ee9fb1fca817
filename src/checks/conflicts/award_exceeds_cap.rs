//! One award that is larger than a cap on it.

use super::award_may_exceed_cap;
use super::whole::{self, Whole, points};
use crate::checks::encode::Scene;
use crate::checks::example::{self, Deed, Shown};
use crate::checks::exposure::{Ceiling, CeilingHere};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::{Answer, Assignment, Formula, Label};
use crate::model::{OverCap, Policy, Rule};

/// See `docs/findings/award-exceeds-cap.md`.
pub static AWARD_EXCEEDS_CAP: Code = Code {
    name: "award-exceeds-cap",
    severity: Severity::Warning,
    zh: "一次奖励就超过上限",
    en: "One award exceeds the cap",
};

/// An award that one event can bring over a cap.
pub struct Over<'w, 'a> {
    pub policy: &'a Policy,
    pub rule: &'a Rule,
    pub ceiling: &'w Ceiling<'a>,
    pub here: &'w CeilingHere<'a>,
    /// Whether no positive amount fits under the cap.
    pub always: bool,
    /// One event of the beginning, decided.
    pub shown: Option<Shown>,
}

/// Findings that have an example: it has a line for every rule of the activity.
const MOST_SHOWN: usize = 200;

/// What is found: of each award and cap once.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for ceiling in whole.book.ceilings.iter().filter(|ceiling| !ceiling.cap.times) {
        for line in ceiling.lines().into_iter().filter(|line| whole.book.lines[*line].of.is_none()) {
            let show = found.len() < MOST_SHOWN;
            let over = (0..whole.book.stretches.len()).filter_map(|stretch| over(whole, ceiling, line, stretch, show));
            // What always exceeds the cap in some version is worse than what may.
            let worst = over.reduce(|a, b| if b.always && !a.always { b } else { a });
            found.extend(worst.and_then(|over| finding(&over)));
        }
    }
    found
}

fn over<'w, 'a>(
    whole: &'w Whole<'a>,
    ceiling: &'w Ceiling<'a>,
    line: usize,
    stretch: usize,
    show: bool,
) -> Option<Over<'w, 'a>> {
    let here = ceiling.here.get(stretch)?.as_ref().filter(|here| here.lines.contains(&line))?;
    let paid = whole.book.lines.get(line)?.here.get(stretch)?.as_ref()?;
    // Of several caps that it exceeds, the tightest is the one that matters.
    if i128::from(paid.largest.most) <= here.limit || tighter(whole, ceiling, here, line, stretch) {
        return None;
    }
    let (policy, rule) = (whole.book.policy(stretch)?, whole.rule(line, stretch)?);
    let scene = whole.book.scenes.get(&(stretch, paid.activity))?;
    let amount = scene.amount(rule).ok()??;
    let pays = scene.paying(paid.rule).ok()?;
    let limit = i64::try_from(here.limit).ok()?;
    let more = ask(scene, pays.clone().and(amount.clone().over(limit)))?;
    let always = ask(scene, pays.and(amount.at_most(limit))).is_none();
    let shown = if show { example::show(whole.evaluator, &[Deed::new(scene, &more)]) } else { None };
    Some(Over { policy, rule, ceiling, here, always, shown })
}

/// Whether another cap lets through no more than this one anyhow.
fn tighter(whole: &Whole<'_>, ceiling: &Ceiling<'_>, here: &CeilingHere<'_>, line: usize, stretch: usize) -> bool {
    let mut under = whole.book.under.get(line).into_iter().flatten().map(|cap| &whole.book.ceilings[*cap]);
    let mut earlier = true;
    under.any(|other| {
        earlier &= !std::ptr::eq(other, ceiling);
        let there = other.here.get(stretch).and_then(Option::as_ref).filter(|there| there.lines.contains(&line));
        let tighter = |limit: i128| limit < here.limit || (earlier && limit == here.limit);
        !other.cap.times && there.is_some_and(|there| tighter(there.limit))
    })
}

/// Something for which a formula holds, from the empty state if it can be so.
fn ask(scene: &Scene<'_>, formula: Formula) -> Option<Assignment> {
    let answer = |formula: Formula| {
        let mut problem = scene.problem.clone();
        problem.require(Label(0), formula);
        match problem.answer() {
            Answer::Holds(values) => Some(values),
            Answer::Clash(_) | Answer::Undecided(_) => None,
        }
    };
    answer(formula.clone().and(scene.empty())).or_else(|| answer(formula))
}

fn finding(over: &Over<'_, '_>) -> Option<Finding> {
    let refuses = over.here.cap.over == OverCap::Refuse;
    if !refuses && !over.always {
        return award_may_exceed_cap::finding(over);
    }
    // A cap without room is told as that.
    if over.always && (refuses || over.here.limit == 0) {
        return None;
    }
    let name = &over.rule.name.name.name;
    let (cap, owner) = (whole::cap(over.policy, over.here.cap), whole::its_or(over.ceiling));
    let what = if refuses {
        Message::new(
            format!("“{name}”一次的奖励可能超过{}（{}）；上限写了拒绝，那一次一点不给。", owner.zh, cap.zh),
            format!(
                "One award of “{name}” may exceed {} ({}); the cap refuses, so that such an event pays nothing.",
                owner.en, cap.en
            ),
        )
    } else {
        Message::new(
            format!("“{name}”一次的奖励就超过{}（{}），没有一次能给足。", owner.zh, cap.zh),
            format!("Every award of “{name}” exceeds {} ({}): none is ever paid in full.", owner.en, cap.en),
        )
    };
    let help = Message::new("调高限额，或者调低奖励。", "Raise the limit, or lower the award.");
    Some(told(over, &AWARD_EXCEEDS_CAP, what).help(help))
}

/// The finding with its places, its numbers and its example.
pub fn told(over: &Over<'_, '_>, code: &'static Code, what: Message) -> Finding {
    let name = over.rule.name.span;
    let finding = Finding::new(code, over.here.cap.span, what)
        .label(Message::new("上限", "cap"))
        .and(name, Message::new("这条规则的奖励", "the award of this rule"));
    let lines = over.shown.iter().flat_map(|shown| &shown.decisions).flat_map(|decision| &decision.lines);
    // Where a group chose another rule the example would not show it.
    let cut = |line: &&mizi_evaluator::decision::Line| {
        i128::from(line.amount) > over.here.limit
            && (line.granted > 0 || over.here.limit == 0 || over.here.cap.over == OverCap::Refuse)
    };
    let line = lines.filter(cut).max_by_key(|line| line.amount);
    let finding = match line {
        None => finding,
        Some(line) => {
            let [amount, limit, granted] =
                [line.amount.into(), over.here.limit, line.granted.into()].map(|units| points(over.policy, units));
            finding.why(Message::new(
                format!("例：应得 {}，限额 {}，实得 {}。", amount.zh, limit.zh, granted.zh),
                format!("Example: the amount is {}, the limit {}, granted are {}.", amount.en, limit.en, granted.en),
            ))
        }
    };
    match &over.shown {
        Some(shown) if line.is_some() => finding.example(shown.example.clone()),
        _ => finding,
    }
}
