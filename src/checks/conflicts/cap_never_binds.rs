//! A cap that nothing can reach.

use super::cap_looser_than_around::looser;
use super::count_makes_amount_pointless::by_count;
use super::whole::{self, Whole, first_upper, points};
use crate::checks::exposure::{Bounds, Ceiling, Who};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::{ScopeId, ScopeKeys};

/// See `docs/findings/cap-never-binds.md`.
pub static CAP_NEVER_BINDS: Code =
    Code { name: "cap-never-binds", severity: Severity::Warning, zh: "上限永远用不上", en: "A cap never binds" };

/// What is found of every cap, beside what says it better: a cap around it, or a cap of times.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let lasting = (0..whole.book.ceilings.len()).filter(|cap| whole.book.ceilings[*cap].lasts());
    lasting
        .filter(|cap| looser(whole, *cap).is_none() && by_count(whole, *cap).is_none())
        .filter_map(|cap| one(whole, cap))
        .collect()
}

/// The lines a cap covers at any time.
pub fn lines(ceiling: &Ceiling<'_>) -> Vec<usize> {
    ceiling.lines().into_iter().collect()
}

/// Whose points a cap counts: as many people as there may be.
pub fn counted(ceiling: &Ceiling<'_>, whole: &Whole<'_>) -> Option<Who> {
    let name = ceiling.policy.scopes.get(ceiling.cap.scope.0)?.name.name.key();
    let last = whole.model.versions.last()?;
    let scope = last.scopes.iter().position(|scope| scope.name.name.key() == name)?;
    Some(match last.scopes.get(scope)?.keys {
        ScopeKeys::Subject => Who::Person,
        _ => Who::All(ScopeId(scope), None),
    })
}

/// The lowest limit that a cap ever has.
pub fn lowest(ceiling: &Ceiling<'_>) -> Option<i128> {
    ceiling.here.iter().flatten().map(|here| here.limit).min()
}

fn one(whole: &Whole<'_>, cap: usize) -> Option<Finding> {
    let ceiling = &whole.book.ceilings[cap];
    let (lines, who, limit) = (lines(ceiling), counted(ceiling, whole)?, lowest(ceiling)?);
    if is_alone(whole, cap, &lines) {
        return None;
    }
    let most = match ceiling.cap.times {
        true => times(whole, cap, &lines, who)?,
        false => Bounds::new(&whole.book).without(cap).most(&lines, who, ceiling.cap.window).most?,
    };
    // What pays nothing at all is found where it is written.
    if most == 0 || most > limit {
        return None;
    }
    let (cap, owner) = (whole::cap(ceiling.policy, ceiling.cap), whole::owner(ceiling));
    let what = Message::new(
        format!("{}（{}）永远用不上：没有它也不会超过这个数。", owner.zh, cap.zh),
        format!("{} ({}) never binds: without it no more is possible either.", first_upper(&owner.en), cap.en),
    );
    let amount = |units: i128| match ceiling.cap.times {
        true => Message::new(format!("{units} 次"), format!("{units} times")),
        false => points(ceiling.policy, units),
    };
    let (most, limit) = (amount(most), amount(limit));
    let why = Message::new(
        format!("没有它，最多也只有 {}；限额是 {}。", most.zh, limit.zh),
        format!("Without it, at most {} are possible; the limit is {}.", most.en, limit.en),
    );
    let help = Message::new("调低限额，或者删去这个上限。", "Lower the limit, or remove the cap.");
    Some(Finding::new(&CAP_NEVER_BINDS, ceiling.cap.span, what).why(why).help(help))
}

/// Whether nothing else limits its lines over several events: without it any amount is possible.
fn is_alone(whole: &Whole<'_>, cap: usize, lines: &[usize]) -> bool {
    let others = |line: &usize| {
        let mut under = whole.book.under.get(*line).into_iter().flatten();
        under.any(|other| *other != cap && whole.book.ceilings[*other].lasts())
    };
    // A bonus is limited by what limits its base.
    lines.iter().all(|line| whole.book.lines[*line].of.is_none() && !others(line))
}

/// How often something can be granted under the caps of times alone.
fn times(whole: &Whole<'_>, cap: usize, lines: &[usize], who: Who) -> Option<i128> {
    let only = |ceiling: &Ceiling<'_>| ceiling.cap.times;
    let bounds = Bounds::new(&whole.book).only(&only).without(cap).counting();
    bounds.most(lines, who, whole.book.ceilings[cap].cap.window).most
}
