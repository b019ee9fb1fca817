//! Caps that are not nested (S17.1): which of two is met first decides what is paid.

use super::whole::{self, Whole};
use crate::checks::exposure::{Ceiling, periods, same_or_wider};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::{OverCap, Policy};
use std::collections::BTreeSet;

/// See `docs/findings/not-nested.md`.
pub static NOT_NESTED: Code =
    Code { name: "not-nested", severity: Severity::Note, zh: "上限不是层层相套", en: "Caps are not nested" };

/// So many pairs are named.
const PAIRS: usize = 3;

/// Why two caps that can cover one award are not nested.
struct Reason {
    zh: &'static str,
    en: &'static str,
    /// How much it matters: 0 for how they lie, 1 for refusing, 2 for reversals.
    order: u8,
}

const fn reason(zh: &'static str, en: &'static str, order: u8) -> Reason {
    Reason { zh, en, order }
}

/// What is found: one note for a policy, in the first version of which it is so.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let all = (0..whole.book.stretches.len()).map(|stretch| pairs(whole, stretch)).find(|pairs| !pairs.is_empty());
    all.as_deref().and_then(finding).into_iter().collect()
}

type Pair<'w, 'a> = (&'w Ceiling<'a>, &'w Ceiling<'a>, Reason);

fn pairs<'w, 'a>(whole: &'w Whole<'a>, stretch: usize) -> Vec<Pair<'w, 'a>> {
    let Some(policy) = whole.book.policy(stretch) else { return Vec::new() };
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for under in &whole.book.under {
        let here = under.iter().filter(|cap| whole.book.ceilings[**cap].lasts());
        let here: Vec<usize> = here.copied().filter(|cap| whole.book.ceilings[*cap].here[stretch].is_some()).collect();
        for (at, a) in here.iter().enumerate() {
            for b in here.iter().skip(at + 1).filter(|b| told.insert((*a, **b))) {
                let (a, b) = (&whole.book.ceilings[*a], &whole.book.ceilings[*b]);
                found.extend(crossing(whole, policy, stretch, (a, b)).map(|reason| (a, b, reason)));
            }
        }
    }
    found
}

fn crossing(
    whole: &Whole<'_>,
    policy: &Policy,
    stretch: usize,
    (a, b): (&Ceiling<'_>, &Ceiling<'_>),
) -> Option<Reason> {
    let (x, y) = (a.here[stretch].as_ref()?, b.here[stretch].as_ref()?);
    if x.lines.is_disjoint(&y.lines) {
        return None;
    }
    let is_award = |line: &&usize| whole.book.lines[**line].of.is_none();
    let around = |inner: (&crate::checks::exposure::CeilingHere<'_>, &Ceiling<'_>),
                  outer: (&crate::checks::exposure::CeilingHere<'_>, &Ceiling<'_>)| {
        if !inner.0.lines.iter().filter(is_award).all(|line| outer.0.lines.contains(line)) {
            Some(reason("各有对方不管的规则", "each covers rules that the other does not", 0))
        } else if !inner.0.lines.is_subset(&outer.0.lines) {
            Some(reason("大的一个没有管到加成", "the wider one does not cover the bonus", 0))
        } else if !same_or_wider(policy, outer.0.cap.scope, inner.0.cap.scope) {
            Some(reason("口径不是一个套一个", "the people of one are not all within the other", 0))
        } else if !periods::contains(outer.1.cap.window, inner.1.cap.window) {
            Some(reason("周期不是一个套一个", "the periods of one do not lie within those of the other", 0))
        } else {
            None
        }
    };
    let refusing = [x.cap, y.cap].iter().any(|cap| cap.over == OverCap::Refuse && !cap.times);
    match (around((x, a), (y, b)), around((y, b), (x, a))) {
        (None, _) | (_, None) if refusing => Some(reason("有一个写了拒绝", "one of them refuses", 1)),
        (None, _) | (_, None) => {
            (policy.choices.returns_room == Some(true)).then_some(reason("撤销归还额度", "a reversal returns room", 2))
        }
        (Some(first), Some(second)) => {
            // For each award of one there is one of the other: it has no more.
            let mut others = y.lines.iter().filter(is_award);
            let fewer = x.lines.iter().filter(is_award).all(|_| others.next().is_some());
            Some(if fewer { first } else { second })
        }
    }
}

fn finding(pairs: &[Pair<'_, '_>]) -> Option<Finding> {
    let (a, b, reason) = pairs.iter().min_by_key(|(.., reason)| reason.order)?;
    let named = |ceiling: &Ceiling<'_>| {
        let (owner, cap) = (whole::owner(ceiling), whole::cap(ceiling.policy, ceiling.cap));
        Message::new(format!("{}（{}）", owner.zh, cap.zh), format!("{} ({})", owner.en, cap.en))
    };
    let (one, other) = (named(a), named(b));
    let what = Message::new(
        format!("这份政策的上限不是层层相套的：{}和{}，{}。", one.zh, other.zh, reason.zh),
        format!("The caps of this policy are not nested: {} and {}: {}.", one.en, other.en, reason.en),
    );
    let why = Message::new(
        "上限层层相套的政策，先算哪一笔，总数都一样；不相套的，要一笔一笔按先后判定，最多能得多少也只能估出一个不会超过的数。",
        "Where caps are nested, the total is the same in whatever order records are decided; where they are not, the order matters, and for the most that can be paid only a figure that is never exceeded is known.",
    );
    let finding = Finding::new(&NOT_NESTED, a.cap.span, what).label(Message::new("这个上限", "this cap")).why(why);
    let finding = finding.and(b.cap.span, Message::new("和这个上限", "and this cap"));
    let others =
        pairs.iter().filter(|(x, y, other)| other.order <= 1 && !(std::ptr::eq(*x, *a) && std::ptr::eq(*y, *b)));
    let mut told = vec![a.cap.span, b.cap.span];
    let places = others.take(PAIRS - 1).flat_map(|(x, y, _)| [x.cap.span, y.cap.span]);
    let places: Vec<_> = places
        .filter(|span| {
            !told.contains(span) && {
                told.push(*span);
                true
            }
        })
        .collect();
    Some(places.into_iter().fold(finding, |finding, span| finding.and(span, Message::new("这里也是", "here too"))))
}
