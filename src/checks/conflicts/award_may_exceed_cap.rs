//! An award that is sometimes larger than a cap that truncates: a long patrol against a cap for the day. Such caps are written for
//! that; it is worth knowing all the same.

use super::award_exceeds_cap::{Over, told};
use super::whole;
use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::Window;

/// See `docs/findings/award-may-exceed-cap.md`.
pub static AWARD_MAY_EXCEED_CAP: Code = Code {
    name: "award-may-exceed-cap",
    severity: Severity::Note,
    zh: "有的奖励一次就超过上限",
    en: "Some awards exceed the cap at once",
};

/// Said of caps that count over several events: one for each event is there to cut single awards.
pub fn finding(over: &Over<'_, '_>) -> Option<Finding> {
    if over.here.cap.window == Window::Event {
        return None;
    }
    let name = &over.rule.name.name.name;
    let (cap, owner) = (whole::cap(over.policy, over.here.cap), whole::its_or(over.ceiling));
    let what = Message::new(
        format!("“{name}”一次的奖励有时就超过{}（{}），超出的部分不给。", owner.zh, cap.zh),
        format!("One award of “{name}” sometimes exceeds {} ({}); what is over it is not paid.", owner.en, cap.en),
    );
    Some(told(over, &AWARD_MAY_EXCEED_CAP, what))
}
