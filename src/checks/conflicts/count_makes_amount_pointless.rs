//! A cap of times under which a cap of points is never reached.

use super::cap_looser_than_around::looser;
use super::cap_never_binds::{counted, lines, lowest};
use super::whole::{self, Whole, first_upper, points};
use crate::checks::exposure::{Bounds, Ceiling, periods};
use crate::diagnostics::{Code, Finding, Message, Severity};

/// See `docs/findings/count-makes-amount-pointless.md`.
pub static COUNT_MAKES_AMOUNT_POINTLESS: Code = Code {
    name: "count-makes-amount-pointless",
    severity: Severity::Warning,
    zh: "次数上限使积分上限用不上",
    en: "A cap of times makes a cap of points pointless",
};

/// What is found of every cap of points.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let all = (0..whole.book.ceilings.len()).filter(|cap| looser(whole, *cap).is_none());
    all.filter_map(|cap| by_count(whole, cap).map(|(count, most)| finding(whole, cap, count, most))).collect()
}

/// The cap of times that alone keeps what is paid within a cap of points, and the most there is under it.
pub fn by_count(whole: &Whole<'_>, cap: usize) -> Option<(usize, i128)> {
    let ceilings = &whole.book.ceilings;
    let ceiling = &ceilings[cap];
    if ceiling.cap.times || !ceiling.lasts() {
        return None;
    }
    let (lines, who, limit) = (lines(ceiling), counted(ceiling, whole)?, lowest(ceiling)?);
    let near = lines.first().and_then(|line| whole.book.under.get(*line));
    let counts = near.into_iter().flatten().copied().filter(|count| {
        ceilings[*count].cap.times && periods::contains(ceiling.cap.window, ceilings[*count].cap.window)
    });
    counts.filter(|count| ceilings[*count].lasts()).find_map(|count| {
        let only = |other: &Ceiling<'_>| std::ptr::eq(other, &ceilings[count]);
        let most = Bounds::new(&whole.book).only(&only).most(&lines, who, ceiling.cap.window).most?;
        (most > 0 && most <= limit).then_some((count, most))
    })
}

fn finding(whole: &Whole<'_>, cap: usize, count: usize, most: i128) -> Finding {
    let (ceiling, count) = (&whole.book.ceilings[cap], &whole.book.ceilings[count]);
    let (own, cap) = (whole::owner(ceiling), whole::cap(ceiling.policy, ceiling.cap));
    let (times, most) = (whole::cap(count.policy, count.cap), points(ceiling.policy, most));
    let what = Message::new(
        format!("{}（{}）用不上：次数先用完了（{}）。", own.zh, cap.zh, times.zh),
        format!("{} ({}) is never reached: the times are used up first ({}).", first_upper(&own.en), cap.en, times.en),
    );
    let why = Message::new(
        format!("次数用完时，最多才 {}。", most.zh),
        format!("When the times are used up, at most {} have been paid.", most.en),
    );
    let help =
        Message::new("调低积分的限额，或者只留一个上限。", "Lower the limit in points, or keep one of the caps only.");
    Finding::new(&COUNT_MAKES_AMOUNT_POINTLESS, ceiling.cap.span, what)
        .label(Message::new("用不上", "never reached"))
        .and(count.cap.span, Message::new("次数先用完", "the times are used up first"))
        .why(why)
        .help(help)
}
