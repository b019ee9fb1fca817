//! A cap for a month or longer whose first or last period is cut by the dates in force.

use super::whole::{self, Whole, first_upper};
use crate::checks::exposure::{Ceiling, periods};
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Window;
use mizi_evaluator::date::show_date;

/// See `docs/findings/period-cut-short.md`.
pub static PERIOD_CUT_SHORT: Code = Code {
    name: "period-cut-short",
    severity: Severity::Warning,
    zh: "周期被施行日期截断",
    en: "A period is cut short by the dates in force",
};

/// What is found of every cap. Days and weeks are left out: a policy that starts on the first of a month nearly always cuts a week.
pub fn find(whole: &Whole<'_>) -> Vec<Finding> {
    let long = |ceiling: &&Ceiling<'_>| {
        use Window as W;
        matches!(ceiling.cap.window, W::Month | W::Quarter | W::HalfYear | W::Year { .. })
    };
    whole.book.ceilings.iter().filter(long).filter_map(|ceiling| one(whole, ceiling)).collect()
}

/// A first and a last day, where they stand within a period.
fn one(whole: &Whole<'_>, ceiling: &Ceiling<'_>) -> Option<Finding> {
    let window = ceiling.cap.window;
    let runs = runs(whole, ceiling);
    let begins = runs.iter().map(|(from, _)| *from).find(|from| periods::start(window, *from) != *from);
    let ends = runs.iter().filter_map(|(_, to)| *to).find(|to| periods::around(window, *to).to != Some(*to));
    let (own, cap) = (whole::owner(ceiling), whole::cap(ceiling.policy, ceiling.cap));
    let (zh, en) = match (begins, ends) {
        (None, None) => return None,
        (Some(from), None) => (format!("从 {} 才起算", day(from)), format!("begins to count only on {}", day(from))),
        (None, Some(to)) => (format!("到 {} 就截止", day(to)), format!("ends already on {}", day(to))),
        (Some(from), Some(to)) => (
            format!("从 {} 才起算，到 {} 就截止", day(from), day(to)),
            format!("begins to count only on {} and ends already on {}", day(from), day(to)),
        ),
    };
    let what = Message::new(
        format!("{}（{}）{zh}，不是整个周期，限额却是整个周期的。", own.zh, cap.zh),
        format!("{} ({}) {en}, within a period, yet its limit is that of a whole one.", first_upper(&own.en), cap.en),
    );
    let at = begins.or(ends)?;
    let days = periods::around(window, at);
    let last = days.to.unwrap_or(at);
    let (first, end) = (begins.map_or(days.from, |from| from), if begins.is_some() { last } else { at });
    let why = Message::new(
        format!("例：{} 至 {} 这一期只施行 {} 天，限额照给整期的。", day(days.from), day(last), end - first + 1),
        format!(
            "Example: of the period from {} to {} only {} days are in force, and the whole limit holds.",
            day(days.from),
            day(last),
            end - first + 1
        ),
    );
    let help = Message::new(
        "把施行日期对齐到周期的首日、末日，或者改用终身等别的周期。",
        "Let the dates in force begin and end with a period, or choose another period, such as “lifetime”.",
    );
    Some(Finding::new(&PERIOD_CUT_SHORT, ceiling.cap.span, what).why(why).help(help))
}

fn day(day: i32) -> String {
    show_date(day.into())
}

/// The days on which a cap is in force without a break: a version that continues it is no end.
fn runs(whole: &Whole<'_>, ceiling: &Ceiling<'_>) -> Vec<(i32, Option<i32>)> {
    let mut runs: Vec<(i32, Option<i32>)> = Vec::new();
    for stretch in (0..ceiling.here.len()).filter(|stretch| ceiling.here[*stretch].is_some()) {
        let days = whole.book.days(stretch);
        match runs.last_mut() {
            Some((_, to)) if to.and_then(|to| to.checked_add(1)) == Some(days.from) => *to = days.to,
            _ => runs.push((days.from, days.to)),
        }
    }
    runs
}
