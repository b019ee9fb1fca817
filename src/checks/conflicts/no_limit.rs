//! A rule that pays without any limit.

use super::whole::{Whole, points};
use crate::checks::exposure::Here;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::logic::{Answer, Formula, Label, Term};
use std::collections::BTreeSet;

/// See `docs/findings/no-limit.md`.
pub static NO_LIMIT: Code =
    Code { name: "no-limit", severity: Severity::Warning, zh: "规则没有上限", en: "A rule pays without limit" };

/// What is found: one finding for a rule, in the first version that leaves it open.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let lines = whole.book.lines.iter().enumerate().filter(|(_, line)| line.of.is_none());
    let open = lines.flat_map(|(number, line)| {
        let here = line.here.iter().enumerate().filter_map(|(stretch, here)| Some((stretch, here.as_ref()?)));
        here.filter(move |(stretch, here)| is_open(whole, number, *stretch, here))
            .map(move |(stretch, here)| (number, stretch, here))
    });
    open.filter(|(number, ..)| told.insert(*number))
        .filter_map(|(number, stretch, here)| finding(whole, number, stretch, here))
        .collect()
}

/// Whether no cap covers a rule and no counter ends it.
fn is_open(whole: &Whole<'_>, line: usize, stretch: usize, here: &Here) -> bool {
    let under = whole.book.under.get(line).into_iter().flatten().map(|cap| &whole.book.ceilings[*cap]);
    let capped = under.filter(|ceiling| ceiling.lasts()).any(|ceiling| {
        ceiling.here.get(stretch).and_then(Option::as_ref).is_some_and(|here| here.lines.contains(&line))
    });
    here.largest.most > 0 && !capped && !ends(whole, line, stretch, here)
}

/// Whether a rule that reads accounts no longer pays when they hold much: “the first time”, “under 4 times a month”.
fn ends(whole: &Whole<'_>, line: usize, stretch: usize, here: &Here) -> bool {
    let Some((scene, rule)) = whole.book.scenes.get(&(stretch, here.activity)).zip(whole.rule(line, stretch)) else {
        return false;
    };
    let pays =
        || Some(scene.eligible().ok()?.and(scene.stands(here.rule).ok()?).and(scene.amount(rule).ok()??.over(0)));
    let Some(pays) = pays() else { return false };
    let mut problem = scene.problem.clone();
    problem.require(Label(0), pays);
    problem.require(Label(1), full(whole, stretch, scene));
    matches!(problem.answer(), Answer::Clash(_))
}

/// That every account holds at least half of what it may.
fn full(whole: &Whole<'_>, stretch: usize, scene: &crate::checks::encode::Scene<'_>) -> Formula {
    let Some(policy) = whole.book.policy(stretch) else { return Formula::TRUE };
    let half = |(id, var): (&crate::model::AccountId, &crate::logic::Var)| {
        let most = policy.accounts.get(id.0)?.range.1;
        let quanta = (most / scene.account_quantum(*id)).to_integer() / 2;
        Some(Term::Of(*var).at_least(i64::try_from(quanta).unwrap_or(i64::MAX)))
    };
    Formula::And(scene.accounts.iter().filter_map(half).collect())
}

fn finding(whole: &Whole<'_>, line: usize, stretch: usize, here: &Here) -> Option<Finding> {
    let (policy, rule) = (whole.book.policy(stretch)?, whole.rule(line, stretch)?);
    let name = &rule.name.name.name;
    let most = i128::from(here.largest.most);
    let (one, hundred) = (points(policy, most), points(policy, most.saturating_mul(100)));
    let what = Message::new(
        format!("规则“{name}”没有上限，也不在任何总上限之内：做多少次就给多少次。"),
        format!("The rule “{name}” has no cap and no overall cap covers it: it pays as often as it is done."),
    );
    let why = Message::new(
        format!("例：一次最多 {}，同一个人一个月做 100 次，就是 {}。", one.zh, hundred.zh),
        format!(
            "Example: one event pays up to {}; one person who does it 100 times in a month gets {}.",
            one.en, hundred.en
        ),
    );
    let help = Message::new(
        "写上限，例如“上限 每人 每月 …”，或者把它放进一个总上限。",
        "Write a cap, such as “cap … per person per month”, or let an overall cap cover the rule.",
    );
    Some(Finding::new(&NO_LIMIT, rule.name.span, what).why(why).help(help))
}
