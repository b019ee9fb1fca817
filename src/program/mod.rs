//! From the model to the program that the evaluator runs.
//!
//! Nothing in a program depends on the language of the keywords: the same policy in Chinese and in English keywords is the same
//! program. Where a header choice is absent because nothing in the policy can meet it, this is written: 并得 相加, 先后 按声明,
//! 加成 另计, 撤销 不归还额度，可负，不重算, 认定 按发生时间, 迟到 不限, 生日 当日算满, 月末 取月末.

mod activity;
mod awards;
mod bonuses;
mod caps;
mod clauses;
mod code;
pub mod codes;
pub mod dump;
mod groups;
mod names;
mod needs;
mod redemption;
mod segment;
mod state;
pub mod zone;

use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::{least_common_multiple, multiply, ten_to, whole};
use crate::model::held::Held;
use crate::model::segments::{Stretch, stretches};
use crate::model::{self, Model, Policy, Rational, ReversalFloor};
use codes::{changed, limit};
use mizi_evaluator::program::{self as out, Cash, Program, Reversal, Segment};
use names::Names;
use state::State;

/// What the evaluator or a policy's text says in both languages, as a part of what is told.
impl From<out::Text> for Message {
    fn from(out::Text { zh, en }: out::Text) -> Self {
        Message { zh, en }
    }
}

/// The program of a policy that the checks have passed. Findings say what a program cannot hold, or what versions do not agree on.
pub fn compile(model: &Model) -> Result<Program, Vec<Finding>> {
    let (Some(first), Some(last)) = (model.versions.first(), model.versions.last()) else {
        return Err(vec![limit(Default::default(), "政策没有任何版本。", "The policy has no version.")]);
    };
    let held = Held::of(model);
    let names = Names::of(model, &held)?;
    let mut state = State::default();
    state.findings = header(model);
    state.declare(model, &held, &names);
    let segments: Vec<Segment> =
        stretches(model).into_iter().filter_map(|stretch| segment(model, &held, &names, &mut state, stretch)).collect();
    let zone = zone::zone(&last.zone, first.dates.from, last.dates.to);
    let balance = state.declared.last().and_then(|accounts| accounts.get(last.balance.0)).copied();
    let (Some(zone), Some(balance), true) = (zone, balance, state.findings.is_empty()) else {
        if state.findings.is_empty() {
            state.findings.push(limit(
                last.name.span,
                "时区或余额账户不可用。",
                "The time zone or the balance cannot be used.",
            ));
        }
        return Err(state.findings);
    };
    Ok(Program {
        format: out::FORMAT,
        policy: last.name.name.clone(),
        point: last.point.name.clone(),
        decimals: u8::try_from(last.decimals).unwrap_or(u8::MAX),
        cash: last.cash.and_then(|rate| cash(last, rate)),
        zone,
        chinese: has_han(&last.name.name.name),
        scopes: names.scopes,
        lists: names.lists,
        facts: names.facts,
        attributes: names.attributes,
        activities: names.activities,
        redemptions: names.redemptions,
        roles: names.roles,
        dimensions: names.dimensions,
        items: state.items,
        accounts: state.accounts,
        balance,
        segments,
    })
}

/// What all versions must agree on.
fn header(model: &Model) -> Vec<Finding> {
    let Some(first) = model.versions.first() else { return Vec::new() };
    let mut findings = Vec::new();
    for policy in &model.versions {
        let name = &policy.name.name.name;
        if policy.decimals != first.decimals {
            findings.push(changed(policy.point.span, name, "积分小数位数", "decimals of a point"));
        }
        if policy.zone != first.zone {
            findings.push(changed(policy.name.span, name, "时区", "time zone"));
        }
        if policy.decimals > 12 {
            findings.push(limit(policy.point.span, "积分最多 12 位小数。", "Points have at most 12 decimals."));
        }
        if policy.roles.len() > 64 {
            findings.push(limit(policy.name.span, "确认方最多 64 个。", "There are at most 64 confirmers."));
        }
    }
    findings
}

fn segment(model: &Model, held: &Held, names: &Names, state: &mut State, stretch: Stretch) -> Option<Segment> {
    let policy = model.versions.get(stretch.version)?;
    let map = names.maps.get(stretch.version)?;
    let mut segment = segment::Segment { policy, held, names, map, state, stretch, ops: Vec::new(), sets: Vec::new() };
    let mut activities = vec![None; names.activities.len()];
    for (id, number) in map.activities.iter().enumerate() {
        if let Some(place) = activities.get_mut(usize::from(*number)) {
            *place = Some(activity::activity(&mut segment, model::ActivityId(id)));
        }
    }
    let redemptions = redemption::redemptions(&mut segment);
    Some(Segment {
        from: stretch.from,
        until: stretch.until,
        version: policy.version.clone(),
        decided_by: match policy.choices.decided_by {
            Some(model::DecidedBy::ConfirmationTime) => out::DecidedBy::ConfirmationTime,
            Some(model::DecidedBy::EventTime) | None => out::DecidedBy::EventTime,
        },
        late_days: policy.choices.late.flatten(),
        reversal: reversal(policy, segment.state),
        code: segment.ops,
        sets: segment.sets,
        absent: names.absent(stretch.version),
        activities,
        redemptions,
    })
}

fn reversal(policy: &Policy, state: &mut State) -> Reversal {
    let floor = match &policy.choices.reversal_floor {
        Some(ReversalFloor::At(points)) => {
            let units = state::smallest_units(policy, *points);
            if units.is_none() {
                let (zh, en) = (
                    "撤销的最低余额不是整数个最小积分单位。",
                    "The floor of a reversal is not a whole number of smallest units.",
                );
                state.findings.push(limit(policy.name.span, zh, en));
            }
            units
        }
        Some(ReversalFloor::None) | None => None,
    };
    Reversal {
        returns_room: policy.choices.returns_room.unwrap_or(false),
        floor,
        recompute: policy.choices.recompute.unwrap_or(false),
    }
}

/// So many points are worth so many yuan, in smallest units and fen.
fn cash(policy: &Policy, (points, yuan): (Rational, Rational)) -> Option<Cash> {
    let points = multiply(points, whole(ten_to(policy.decimals)?))?;
    let fen = multiply(yuan, whole(100))?;
    let parts = whole(least_common_multiple(*points.denom(), *fen.denom())?);
    let count = |n: Rational| i64::try_from(multiply(n, parts)?.to_integer()).ok();
    Some(Cash { points: count(points)?, fen: count(fen)? })
}

/// Whether a name has Han letters.
fn has_han(name: &str) -> bool {
    name.chars()
        .any(|letter| matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}
