//! Why it could not be proved that nothing changes.

use super::classes::MOST as MOST_WAYS;
use super::{MOST_AMOUNTS, MOST_DECISIONS};
use crate::diagnostics::Message;

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// It is not about what events are granted.
    NotGrants,
    /// On some days only one of the versions has the activity.
    OneSided,
    /// Other activities use these caps too.
    Shared(Vec<String>),
    /// Blocks are worked out again after a reversal.
    Recomputed,
    /// An event can come out in too many ways.
    Ways,
    /// A cap or remainder can hold too many amounts.
    Amounts,
    /// Too many cases would have to be tried.
    Cases,
    /// A condition or amount cannot be followed.
    NotTold,
    /// The versions differ on amounts that caps can hold one by one; whether all of them at once is not known.
    Together,
}

impl Open {
    /// What a council is told.
    pub fn message(&self) -> Message {
        match self {
            Open::NotGrants => Message::new(
                "只有发多少积分的规定能证明相同；这一处只能靠例子。",
                "Only what events are granted can be proved to be the same; for this there are examples only.",
            ),
            Open::OneSided => Message::new(
                "有些日子只有一个版本有这种活动，这样的日子不作证明。",
                "On some days only one version has the activity; such days are not proved.",
            ),
            Open::Shared(caps) => Message::new(
                format!("{}管到几种活动，这样的上限不作证明。", quoted(caps, "、", ["“", "”"])),
                format!("Several activities are under {}; such caps are not proved.", quoted(caps, ", ", ["“", "”"])),
            ),
            Open::Recomputed => Message::new(
                "撤销时整份要重算，这样的规定不作证明。",
                "Blocks are worked out again after a reversal; such rules are not proved.",
            ),
            Open::Ways => Message::new(
                format!("一条活动记录的结果不止 {MOST_WAYS} 种，多于证明时逐一试的种数。"),
                format!("An event can come out in more than {MOST_WAYS} ways, more than a proof goes through."),
            ),
            Open::Amounts => Message::new(
                format!("一个上限或余数里可能记着的数不止 {MOST_AMOUNTS} 种，多于证明时逐一试的种数。"),
                format!(
                    "A cap or remainder can hold more than {MOST_AMOUNTS} amounts, more than a proof goes through."
                ),
            ),
            Open::Cases => Message::new(
                format!("要试的情形多于 {MOST_DECISIONS} 种，超过证明的限度。"),
                format!("More than {MOST_DECISIONS} cases would have to be tried, more than a proof goes through."),
            ),
            Open::NotTold => Message::new(
                "有的条件或数额列不出全部情形，不作证明。",
                "The cases of a condition or amount cannot all be listed; it is not proved.",
            ),
            Open::Together => Message::new(
                "几个上限各自用到某个数时，两个版本的结果不同；能不能同时用到那些数，没能断定。",
                "With certain amounts used of several caps the versions differ; whether all of them can be used at once could not be decided.",
            ),
        }
    }
}

fn quoted(names: &[String], between: &str, [open, close]: [&str; 2]) -> String {
    names.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<_>>().join(between)
}
