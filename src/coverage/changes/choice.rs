//! The choices of the header under another answer.

use crate::diagnostics::Message;
use crate::model::{
    Birthday, BonusRoom, Cap, DecidedBy, MonthEnd, Order, OverCap, Policy, Rational, ReversalFloor, Together,
};

/// A choice of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// 并得
    Together,
    /// 超限
    OverCap,
    /// 先后
    Order,
    /// 加成
    Bonus,
    /// 撤销 归还额度
    ReturnsRoom,
    /// 撤销 可负 or 最低
    Floor,
    /// 撤销 重算
    Recompute,
    /// 认定
    DecidedBy,
    /// 迟到
    Late,
    /// 生日
    Birthday,
    /// 月末
    MonthEnd,
}

impl Choice {
    /// All of them.
    pub const ALL: [Choice; 11] = [
        Choice::Together,
        Choice::OverCap,
        Choice::Order,
        Choice::Bonus,
        Choice::ReturnsRoom,
        Choice::Floor,
        Choice::Recompute,
        Choice::DecidedBy,
        Choice::Late,
        Choice::Birthday,
        Choice::MonthEnd,
    ];

    /// Its words in the header.
    pub fn called(self) -> Message {
        let (zh, en) = match self {
            Choice::Together => ("并得", "together"),
            Choice::OverCap => ("超限", "over cap"),
            Choice::Order => ("先后", "order"),
            Choice::Bonus => ("加成", "bonus"),
            Choice::ReturnsRoom => ("撤销 归还额度", "reversal return room"),
            Choice::Floor => ("撤销 可负", "reversal may go negative"),
            Choice::Recompute => ("撤销 重算", "reversal recompute"),
            Choice::DecidedBy => ("认定", "decided by"),
            Choice::Late => ("迟到", "late"),
            Choice::Birthday => ("生日", "birthday"),
            Choice::MonthEnd => ("月末", "month end"),
        };
        Message::new(format!("“{zh}”"), format!("“{en}”"))
    }

    /// Gives the other answer; false where the policy states none, or where there is no other that needs nothing else.
    pub fn turn(self, policy: &mut Policy) -> bool {
        let choices = &mut policy.choices;
        match self {
            Choice::Together => turn(&mut choices.together, |answer| match answer {
                Together::Add => Some(Together::Highest),
                Together::Highest => Some(Together::Add),
                Together::Written => None,
            }),
            Choice::OverCap => choices.over_cap.is_some() && caps(policy),
            Choice::Order => order(policy),
            Choice::Bonus => turn(&mut choices.bonus, |answer| {
                Some(if answer == BonusRoom::Within { BonusRoom::Separate } else { BonusRoom::Within })
            }),
            Choice::ReturnsRoom => turn(&mut choices.returns_room, |answer| Some(!answer)),
            Choice::Floor => turn(&mut choices.reversal_floor, |answer| {
                let zero = ReversalFloor::At(Rational::from(0));
                Some(if answer == ReversalFloor::None { zero } else { ReversalFloor::None })
            }),
            Choice::Recompute => turn(&mut choices.recompute, |answer| Some(!answer)),
            Choice::DecidedBy => turn(&mut choices.decided_by, |answer| {
                Some(match answer {
                    DecidedBy::EventTime => DecidedBy::ConfirmationTime,
                    DecidedBy::ConfirmationTime => DecidedBy::EventTime,
                })
            }),
            Choice::Late => turn(&mut choices.late, |answer| Some(if answer.is_none() { Some(0) } else { None })),
            Choice::Birthday => turn(&mut choices.birthday, |answer| {
                Some(if answer == Birthday::SameDay { Birthday::NextDay } else { Birthday::SameDay })
            }),
            Choice::MonthEnd => turn(&mut choices.month_end, |answer| {
                Some(if answer == MonthEnd::LastDay { MonthEnd::NextDay } else { MonthEnd::LastDay })
            }),
        }
    }

    /// Takes the answer back, so that it can be asked whether one is needed.
    pub fn open(self, policy: &mut Policy) {
        let choices = &mut policy.choices;
        match self {
            Choice::Together => choices.together = None,
            Choice::OverCap => {
                choices.over_cap = None;
                own_answers(policy).into_iter().for_each(|cap| cap.over_stated = false);
            }
            Choice::Order => choices.order = None,
            Choice::Bonus => choices.bonus = None,
            Choice::ReturnsRoom => choices.returns_room = None,
            Choice::Floor => choices.reversal_floor = None,
            Choice::Recompute => choices.recompute = None,
            Choice::DecidedBy => choices.decided_by = None,
            Choice::Late => choices.late = None,
            Choice::Birthday => choices.birthday = None,
            Choice::MonthEnd => choices.month_end = None,
        }
    }
}

/// Puts another answer in place of the one that is stated.
fn turn<A: Clone>(answer: &mut Option<A>, other: impl Fn(A) -> Option<A>) -> bool {
    let turned = answer.clone().and_then(other);
    let there = turned.is_some();
    if there {
        *answer = turned;
    }
    there
}

/// The caps of points that take the header's answer.
fn own_answers(policy: &mut Policy) -> Vec<&mut Cap> {
    let rules = policy.rules.iter_mut().flat_map(|rule| &mut rule.caps);
    let overall = policy.overall_caps.iter_mut().map(|overall| &mut overall.cap);
    rules.chain(overall).filter(|cap| !cap.times && !cap.over_own).collect()
}

fn caps(policy: &mut Policy) -> bool {
    let caps = own_answers(policy);
    let any = !caps.is_empty();
    for cap in caps {
        cap.over = if cap.over == OverCap::Truncate { OverCap::Refuse } else { OverCap::Truncate };
    }
    any
}

/// As declared where it was by priority; the other way round where it was as declared.
fn order(policy: &mut Policy) -> bool {
    let rules = policy.rules.len();
    turn(&mut policy.choices.order, |answer| match answer {
        Order::ByPriority => Some(Order::AsDeclared),
        Order::AsDeclared => Some(Order::ByPriority),
    }) && {
        if policy.choices.order == Some(Order::ByPriority) {
            for (at, rule) in policy.rules.iter_mut().enumerate() {
                rule.priority = u32::try_from(rules.saturating_sub(at)).ok();
            }
        }
        true
    }
}
