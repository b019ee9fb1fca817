//! A cap that a tighter one around it makes useless.

use super::whole::{self, Whole, first_upper};
use crate::checks::exposure::{Ceiling, periods, same_or_wider};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Remedy;

/// See `docs/findings/cap-looser-than-around.md`.
pub static CAP_LOOSER_THAN_AROUND: Code = Code {
    name: "cap-looser-than-around",
    severity: Severity::Warning,
    zh: "上限比它外面的上限还宽",
    en: "A cap is looser than a cap around it",
};

/// What is found of every cap.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let all = 0..whole.book.ceilings.len();
    all.filter_map(|cap| Some(finding(&whole.book.ceilings[cap], &whole.book.ceilings[looser(whole, cap)?]))).collect()
}

/// A cap around this one that is as tight or tighter, at all times.
pub fn looser(whole: &Whole<'_>, cap: usize) -> Option<usize> {
    let ceilings = &whole.book.ceilings;
    let around = |other: &usize| *other != cap && is_looser(&ceilings[cap], &ceilings[*other]);
    // Of two that are alike one is enough, the one for itself rather than the overall cap.
    let alike = |other: &usize| {
        is_looser(&ceilings[*other], &ceilings[cap])
            && (ceilings[cap].overall, cap) < (ceilings[*other].overall, *other)
    };
    let near = ceilings[cap].lines().first().and_then(|line| whole.book.under.get(*line));
    near.into_iter()
        .flatten()
        .copied()
        .find(|other| around(other) && (!is_looser(&ceilings[*other], &ceilings[cap]) || alike(other)))
}

fn is_looser(cap: &Ceiling<'_>, around: &Ceiling<'_>) -> bool {
    if cap.cap.times != around.cap.times || cap.here.iter().all(Option::is_none) {
        return false;
    }
    let in_force = cap.here.iter().zip(&around.here).all(|pair| match pair {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(cap), Some(around)) => {
            around.limit <= cap.limit && !cap.lines.is_empty() && cap.lines.is_subset(&around.lines)
        }
    });
    let escapes = around.cap.missing == Some(Remedy::Unlimited) && cap.cap.missing != Some(Remedy::Unlimited);
    let same_version = std::ptr::eq(cap.policy, around.policy);
    in_force
        && same_version
        && !escapes
        && same_or_wider(cap.policy, around.cap.scope, cap.cap.scope)
        && periods::contains(around.cap.window, cap.cap.window)
}

fn finding(ceiling: &Ceiling<'_>, around: &Ceiling<'_>) -> Finding {
    let (own, cap) = (whole::owner(ceiling), whole::cap(ceiling.policy, ceiling.cap));
    let (wider, other) = (whole::owner(around), whole::cap(around.policy, around.cap));
    let what = Message::new(
        format!("{}（{}）起不了作用：{}（{}）也管着它，限额不比它高。", own.zh, cap.zh, wider.zh, other.zh),
        format!(
            "{} ({}) has no effect: {} ({}) covers it too, and its limit is no higher.",
            first_upper(&own.en),
            cap.en,
            wider.en,
            other.en
        ),
    );
    let help = Message::new("调低这个限额，或者删去这个上限。", "Lower this limit, or remove this cap.");
    Finding::new(&CAP_LOOSER_THAN_AROUND, ceiling.cap.span, what)
        .label(Message::new("起不了作用", "has no effect"))
        .and(around.cap.span, Message::new("这个更紧", "this one is tighter"))
        .help(help)
}
