//! 加成: whether a bonus uses the room of its base's own caps.

use super::codes::BONUS_ROOM_UNSTATED;
use super::question;
use super::view::View;
use crate::diagnostics::{Finding, Message};
use crate::model::arithmetic::{subtract, whole};
use crate::model::{Cap, Pays, Rule};

/// Asked where a rule with a cap of points of its own is the base of a bonus.
pub(super) fn ask(view: &mut View<'_>) -> Option<Finding> {
    let policy = view.policy;
    if policy.choices.bonus.is_some() {
        return None;
    }
    let (bonus, base, cap) = policy.rules.iter().find_map(|bonus| {
        let Pays::Bonus { bases, .. } = &bonus.pays else { return None };
        bases.iter().find_map(|base| {
            let base = policy.rules.get(base.0)?;
            base.caps.iter().find(|cap| !cap.times).map(|cap| (bonus, base, cap))
        })
    })?;
    let (bonus_name, base_name) = (&bonus.name.name.name, &base.name.name.name);
    let what = Message::new(
        format!("加成“{bonus_name}”加在“{base_name}”上，没有写明占不占它的上限。"),
        format!(
            "The bonus “{bonus_name}” is a share of “{base_name}”, and whether it uses the room of that rule's cap is not stated."
        ),
    );
    let why = example(view, bonus, base, cap);
    let answers = [("加成 另计", "bonus separate"), ("加成 计入", "bonus within")];
    Some(
        question(&BONUS_ROOM_UNSTATED, policy, what, why, &answers)
            .and(bonus.name.span, Message::new("加成", "bonus"))
            .and(cap.span, Message::new("所依规则的上限", "cap of the base rule")),
    )
}

/// The base takes all that is left of its cap.
fn example(view: &mut View<'_>, bonus: &Rule, base: &Rule, cap: &Cap) -> Message {
    let limit = view.limit(cap).unwrap_or_else(|| whole(200));
    let amount = view.amount(base).unwrap_or_else(|| whole(50)).min(limit);
    let used = subtract(limit, amount).unwrap_or_else(|| whole(0));
    let extra = view.share(bonus, amount).unwrap_or_else(|| view.smallest());
    let [limit, amount, used, extra] = [limit, amount, used, extra].map(|points| view.points(points));
    let none = view.points(whole(0));
    let (bonus, base) = (&bonus.name.name.name, &base.name.name.name);
    Message::new(
        format!(
            "例：“{base}”上限 {}，已得 {}，这次又得 {}：另计，“{bonus}”再得 {}；计入，额度已满，得 {}。",
            limit.0, used.0, amount.0, extra.0, none.0
        ),
        format!(
            "Example: the cap of “{base}” is {}, {} are used, and it pays {} more: separate, “{bonus}” adds {}; within, no room is left and it adds {}.",
            limit.1, used.1, amount.1, extra.1, none.1
        ),
    )
}
