//! 认定 and 迟到: which date decides, and how late an event may be received.

use super::codes::{DECISION_DATE_UNSTATED, LATENESS_UNSTATED};
use super::question;
use super::view::View;
use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::whole;
use crate::model::{Rule, Window};

/// Both questions.
pub(super) fn ask(view: &mut View<'_>) -> Vec<Finding> {
    decided_by(view).into_iter().chain(late(view)).collect()
}

/// 认定: asked where a rule needs confirmation.
fn decided_by(view: &mut View<'_>) -> Option<Finding> {
    let policy = view.policy;
    if policy.choices.decided_by.is_some() {
        return None;
    }
    let rule = policy.rules.iter().find(|rule| !rule.confirm.is_empty())?;
    let name = &rule.name.name.name;
    let what = Message::new(
        format!("规则“{name}”要确认，没有写明以活动发生的日期为准，还是以确认的日期为准。"),
        format!(
            "The rule “{name}” needs a confirmation, and whether the date of the event or of the confirmation decides is not stated."
        ),
    );
    let why = decided_example(view, rule);
    let answers = [("认定 按发生时间", "decided by event time"), ("认定 按确认时间", "decided by confirmation time")];
    let finding = question(&DECISION_DATE_UNSTATED, policy, what, why, &answers);
    Some(finding.and(rule.name.span, Message::new("要确认的规则", "needs a confirmation")))
}

fn decided_example(view: &mut View<'_>, rule: &Rule) -> Message {
    let amount = view.amount(rule).unwrap_or_else(|| whole(50));
    let (zh, en) = view.points(amount);
    let name = &rule.name.name.name;
    let monthly =
        rule.caps.iter().find(|cap| cap.window == Window::Month && !cap.times).and_then(|cap| view.limit(cap));
    let Some(limit) = monthly.map(|limit| view.points(limit)) else {
        return Message::new(
            format!(
                "例：3 月 31 日的活动，4 月 2 日确认，“{name}”得 {zh}：按发生时间算在 3 月，用 3 月 31 日的规定；按确认时间算在 4 月，用 4 月 2 日的规定。"
            ),
            format!(
                "Example: an event of 31 March is confirmed on 2 April; the {en} of “{name}” count for March under the rules of 31 March by event time, for April under those of 2 April by confirmation time."
            ),
        );
    };
    Message::new(
        format!(
            "例：3 月 31 日的活动，4 月 2 日确认，3 月已得满 {}：按发生时间得 0；按确认时间算在 4 月，得 {zh}。",
            limit.0
        ),
        format!(
            "Example: an event of 31 March is confirmed on 2 April, and the {} of March are used up: by event time it pays 0; by confirmation time it counts for April and pays {en}.",
            limit.1
        ),
    )
}

/// 迟到: asked wherever something is awarded.
fn late(view: &mut View<'_>) -> Option<Finding> {
    let policy = view.policy;
    if policy.choices.late.is_some() {
        return None;
    }
    let (_, rule, _) = view.awards().next()?;
    let amount = view.amount(rule).unwrap_or_else(|| whole(50));
    let (zh, en) = view.points(amount);
    let name = &rule.name.name.name;
    let what =
        Message::new("没有写明过了多久才收到的记录还算不算。", "How late an event may be received is not stated.");
    let why = Message::new(
        format!("例：3 月 1 日的活动 4 月 15 日才收到，晚了 45 天：限 30 日，“{name}”不给；不限，给 {zh}。"),
        format!(
            "Example: an event of 1 March is received on 15 April, 45 days late: within 30 days, “{name}” pays nothing; any time, it pays {en}."
        ),
    );
    let answers = [("迟到 限 30 日", "late within 30 days"), ("迟到 不限", "late any time")];
    Some(question(&LATENESS_UNSTATED, policy, what, why, &answers))
}
