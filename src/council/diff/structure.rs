//! Parts that the program has already worked out: what records state, who confirms, which groups there are, whose order matters.

use super::parts::{About, What, Writer};
use super::side::Side;
use crate::diagnostics::Message;
use crate::model::Redemption;
use mizi_evaluator::program::{
    ActivityProgram, Bonus, DecidedBy, Domain, FactId, FactKind, FactUse, Name, Program, ScopeUse,
};
use std::collections::BTreeSet;

/// Parts of an activity.
pub fn event(writer: &mut Writer<'_, '_>, key: &str) {
    let side = writer.side;
    let day = writer.stretch.from;
    let (Some(segment), Some(activity)) = (side.segment(day), side.activity(day, key)) else { return };
    let about = About::Activity(key.to_owned());
    let program = side.program();
    let slots = program.activities.iter().find(|found| found.name.key() == key).map(|found| found.slots.as_slice());
    let fact = |slot: u16| slots.and_then(|slots| slots.get(usize::from(slot)).copied());
    records(writer, &about, &activity.facts, &activity.scopes, &fact);
    confirmations(writer, &about, activity);
    if !activity.confirmations.is_empty() {
        let shown = match segment.decided_by {
            DecidedBy::EventTime => Message::new("认定 按发生时间", "decided by event time"),
            DecidedBy::ConfirmationTime => Message::new("认定 按确认时间", "decided by confirmation time"),
        };
        writer.put(About::Policy, What::DecidedBy, format!("{:?}", segment.decided_by), shown);
    }
    late(writer, segment.late_days);
    let zone = &program.zone;
    let shown = Message::new(format!("时区 \"{}\"", zone.name), format!("time zone \"{}\"", zone.name));
    writer.put(About::Policy, What::Zone, format!("{} {:?}", zone.first_offset, zone.transitions), shown);
    if let Some(found) = program.activities.iter().find(|found| found.name.key() == key) {
        called(writer, &about, &found.name, key);
    }
    reversal(writer, activity, &segment.reversal);
    together(writer, &about, activity);
    order(writer, &about, activity);
}

/// Parts of a redemption.
pub fn redemption(writer: &mut Writer<'_, '_>, redemption: &Redemption) {
    let side = writer.side;
    let day = writer.stretch.from;
    let (Some(segment), Some(program)) = (side.segment(day), side.redemption(day, &redemption.name)) else { return };
    let about = About::Redemption(redemption.key.clone());
    records(writer, &about, &program.facts, &program.scopes, &Some);
    called(writer, &about, &redemption.name.name, &redemption.key);
    late(writer, segment.late_days);
}

/// The name that records use.
fn called(writer: &mut Writer<'_, '_>, about: &About, name: &Name, key: &str) {
    let shown = Message::new(name.name.clone(), name.name.clone());
    writer.put(about.clone(), What::Called(key.to_owned()), name.name.clone(), shown);
}

fn late(writer: &mut Writer<'_, '_>, days: Option<u32>) {
    let shown = match days {
        Some(days) => Message::new(format!("迟到 限 {days} 日"), format!("late within {days} days")),
        None => Message::new("迟到 不限", "late any time"),
    };
    writer.put(About::Policy, What::Late, format!("{days:?}"), shown);
}

/// What a record must state, and what that may be.
fn records(
    writer: &mut Writer<'_, '_>,
    about: &About,
    facts: &[FactUse],
    scopes: &[ScopeUse],
    fact: &dyn Fn(u16) -> Option<FactId>,
) {
    let program = writer.side.program();
    let named = |id: FactId| program.facts.get(usize::from(id));
    let mut stated: BTreeSet<(&str, &str)> = BTreeSet::new();
    for used in facts {
        let Some(found) = fact(used.slot).and_then(named) else { continue };
        if used.required {
            stated.insert((found.name.key(), &found.name.name));
        }
        called(writer, about, &found.name, found.name.key());
        if let (FactKind::Listed(list), Domain::Values(values)) = (&found.kind, &used.domain) {
            let list = program.lists.get(usize::from(*list));
            for value in values.iter().filter_map(|at| list?.values.get(usize::from(*at))) {
                called(writer, about, value, &format!("{}={}", found.name.key(), value.key()));
            }
        }
        let values = values(program, &found.kind, &used.domain);
        let shown = Message::new(found.name.name.clone(), found.name.key());
        writer.put(about.clone(), What::Values(found.name.key().to_owned()), values, shown);
    }
    for used in scopes {
        if let Some(found) = program.scopes.get(usize::from(used.scope)) {
            called(writer, about, &found.name, found.name.key());
            if !used.required {
                continue;
            }
            stated.insert((found.name.key(), &found.name.name));
        }
    }
    let keys: Vec<&str> = stated.iter().map(|(key, _)| *key).collect();
    let names: Vec<&str> = stated.iter().map(|(_, name)| *name).collect();
    let shown = if names.is_empty() {
        Message::new("不须记其他", "nothing further")
    } else {
        Message::new(names.join("、"), keys.join(", "))
    };
    writer.put(about.clone(), What::Records, keys.join(" "), shown);
}

/// What a fact may be, in values that do not depend on how it is held.
fn values(program: &Program, kind: &FactKind, domain: &Domain) -> String {
    match (kind, domain) {
        (FactKind::Number(form), Domain::Range { low, high, step }) => {
            let shown = |held: &i64| {
                let number = num_rational::Ratio::new(
                    i128::from(*held).saturating_mul(i128::from(form.divide)),
                    i128::from(form.multiply).max(1),
                );
                number.to_string()
            };
            format!("{}..{} {} {}", shown(low), shown(high), shown(step), form.unit.en)
        }
        (FactKind::Listed(list), Domain::Values(values)) => {
            let list = program.lists.get(usize::from(*list));
            let names = values.iter().filter_map(|at| list?.values.get(usize::from(*at)));
            let mut names: Vec<&str> = names.map(|name| name.key()).collect();
            names.sort_unstable();
            names.join(" ")
        }
        (_, domain) => format!("{domain:?}"),
    }
}

fn confirmations(writer: &mut Writer<'_, '_>, about: &About, activity: &ActivityProgram) {
    let program = writer.side.program();
    let role = |role: &u16| program.roles.get(usize::from(*role));
    let all: Vec<Vec<&mizi_evaluator::program::Name>> =
        activity.confirmations.iter().map(|roles| roles.iter().filter_map(role).collect()).collect();
    let sets: Vec<BTreeSet<&str>> =
        all.iter().map(|roles| roles.iter().map(|role| role.key()).collect::<BTreeSet<_>>()).collect();
    // Whoever fulfils a set fulfils every larger one.
    let least = |set: &&BTreeSet<&str>| !sets.iter().any(|other| other != *set && other.is_subset(set));
    let shapes: BTreeSet<String> =
        sets.iter().filter(least).map(|set| set.iter().copied().collect::<Vec<_>>().join("|")).collect();
    let shapes: Vec<String> = shapes.into_iter().collect();
    let zh: Vec<String> =
        all.iter().map(|roles| roles.iter().map(|r| r.name.as_str()).collect::<Vec<_>>().join(" 或 ")).collect();
    let en: Vec<String> =
        all.iter().map(|roles| roles.iter().map(|r| r.key()).collect::<Vec<_>>().join(" or ")).collect();
    for name in all.iter().flatten() {
        called(writer, about, name, name.key());
    }
    if !all.is_empty() {
        let shown = Message::new(format!("由 {}", zh.join("、")), format!("by {}", en.join(" and ")));
        writer.put(about.clone(), What::Confirm, shapes.join(" "), shown);
    }
}

/// What a reversal does to this activity's events.
fn reversal(writer: &mut Writer<'_, '_>, activity: &ActivityProgram, reversal: &mizi_evaluator::program::Reversal) {
    use mizi_evaluator::program::{Amount, Usage};
    let lasting = activity.caps.iter().any(|cap| cap.usage != Usage::Event);
    let carried = activity.rules.iter().any(|rule| matches!(rule.amount, Amount::Blocks { carried: Some(_), .. }));
    if activity.rules.is_empty() {
        return;
    }
    let floor = reversal.floor.map(|units| writer.side.points(units));
    let (mut zh, mut en, mut shape) = (Vec::new(), Vec::new(), Vec::new());
    if lasting {
        zh.push(if reversal.returns_room { "归还额度" } else { "不归还额度" }.to_owned());
        en.push(if reversal.returns_room { "return room" } else { "keep room" }.to_owned());
        shape.push(format!("room={}", reversal.returns_room));
    }
    let point = &writer.side.program().point;
    zh.push(floor.map_or("可负".to_owned(), |least| format!("最低 {least} {}", point.name)));
    en.push(floor.map_or("may go negative".to_owned(), |least| format!("floor {least} {}", point.key())));
    // Where nothing is redeemed, a balance always holds what is taken back.
    let spent = !writer.side.program().redemptions.is_empty();
    let floor = floor.filter(|least| spent || *least > num_rational::Ratio::from(0));
    shape.push(floor.map_or("floor=none".to_owned(), |least| format!("floor={least}")));
    if carried {
        zh.push(if reversal.recompute { "重算" } else { "不重算" }.to_owned());
        en.push(if reversal.recompute { "recompute" } else { "no recompute" }.to_owned());
        shape.push(format!("recompute={}", reversal.recompute));
    }
    let shown = Message::new(format!("撤销 {}", zh.join("，")), format!("reversal {}", en.join(", ")));
    writer.put(About::Policy, What::Reversal, shape.join(" "), shown);
}

/// Groups by the keys of their rules.
fn together(writer: &mut Writer<'_, '_>, about: &About, activity: &ActivityProgram) {
    let inner: BTreeSet<u16> = activity
        .groups
        .iter()
        .flat_map(|group| &group.members)
        .filter(|member| !member.0)
        .map(|member| member.1)
        .collect();
    let outer = (0u16..).zip(&activity.groups).filter(|(number, _)| !inner.contains(number)).map(|(number, _)| number);
    let mut all: Vec<(String, String, String)> = outer.map(|number| group(writer.side, activity, number)).collect();
    all.sort();
    if all.is_empty() && activity.rules.len() > 1 {
        let shown = Message::new("各规则都得", "every rule pays");
        writer.put(about.clone(), What::Together, "", shown);
    } else if !all.is_empty() {
        let shapes: Vec<&str> = all.iter().map(|(shape, ..)| shape.as_str()).collect();
        let zh: Vec<&str> = all.iter().map(|(_, zh, _)| zh.as_str()).collect();
        let en: Vec<&str> = all.iter().map(|(_, _, en)| en.as_str()).collect();
        let shown = Message::new(zh.join("；"), en.join("; "));
        writer.put(about.clone(), What::Together, shapes.join(" "), shown);
    }
}

/// Shape, Chinese and English of a group.
fn group(side: &Side<'_>, activity: &ActivityProgram, number: u16) -> (String, String, String) {
    let Some(found) = activity.groups.get(usize::from(number)) else { return Default::default() };
    let mut members: Vec<(String, String, String)> = found
        .members
        .iter()
        .map(|(is_rule, at)| match (is_rule, activity.rules.get(usize::from(*at))) {
            (true, Some(rule)) => {
                let found = side.rule(rule.item);
                let (zh, en) = found.map_or(("", ""), |rule| (rule.name.name.name.as_str(), rule.name.name.key()));
                (side.rule_key(rule.item).to_owned(), zh.to_owned(), en.to_owned())
            }
            // A group's members are smaller groups, so this ends.
            (false, _) if *at < number => group(side, activity, *at),
            _ => Default::default(),
        })
        .collect();
    members.sort();
    let shapes: Vec<&str> = members.iter().map(|(shape, ..)| shape.as_str()).collect();
    let zh: Vec<&str> = members.iter().map(|(_, zh, _)| zh.as_str()).collect();
    let en: Vec<&str> = members.iter().map(|(.., en)| en.as_str()).collect();
    let (how_zh, how_en) = if found.highest { ("就高", "highest of") } else { ("相加", "sum of") };
    (
        format!("{}({})", found.highest, shapes.join(",")),
        format!("{how_zh}：{}", zh.join("、")),
        format!("{how_en} {}", en.join(", ")),
    )
}

/// The overall caps over a rule and the bonuses on it.
fn overall(rule: &mizi_evaluator::program::Rule) -> BTreeSet<u16> {
    let mut caps: BTreeSet<u16> = rule.overall_caps.iter().copied().collect();
    let mut open: Vec<&Bonus> = rule.bonuses.iter().collect();
    while let Some(bonus) = open.pop() {
        caps.extend(&bonus.overall_caps);
        open.extend(&bonus.bonuses);
    }
    caps
}

/// Pairs of bonuses on one line that share a cap, the first first.
fn bonus_pairs<'a>(side: &Side<'a>, bonuses: &[Bonus], pairs: &mut BTreeSet<(&'a str, &'a str)>) {
    for (place, first) in bonuses.iter().enumerate() {
        for second in bonuses.iter().skip(place.saturating_add(1)) {
            if first.overall_caps.iter().any(|cap| second.overall_caps.contains(cap)) {
                pairs.insert((side.rule_key(first.item), side.rule_key(second.item)));
            }
        }
        bonus_pairs(side, &first.bonuses, pairs);
    }
}

/// Which of two rules comes first, where they share an overall cap or a group.
fn order(writer: &mut Writer<'_, '_>, about: &About, activity: &ActivityProgram) {
    let grouped: BTreeSet<u16> = activity
        .groups
        .iter()
        .flat_map(|group| &group.members)
        .filter(|member| member.0)
        .map(|member| member.1)
        .collect();
    let mut pairs = BTreeSet::new();
    let numbered: Vec<(u16, &mizi_evaluator::program::Rule)> = (0u16..).zip(&activity.rules).collect();
    for (place, (a, first)) in numbered.iter().enumerate() {
        for (b, second) in numbered.iter().skip(place.saturating_add(1)) {
            let shared = !overall(first).is_disjoint(&overall(second));
            if shared || (grouped.contains(a) && grouped.contains(b)) {
                pairs.insert((writer.side.rule_key(first.item), writer.side.rule_key(second.item)));
            }
        }
    }
    for (_, rule) in &numbered {
        bonus_pairs(writer.side, &rule.bonuses, &mut pairs);
    }
    if pairs.is_empty() {
        return;
    }
    let shape: Vec<String> = pairs.iter().map(|(a, b)| format!("{a}<{b}")).collect();
    let names = |pick: fn(&mizi_evaluator::program::Name) -> &str| {
        let rules = activity.rules.iter().filter_map(|rule| writer.side.rule(rule.item));
        rules.map(|rule| pick(&rule.name.name)).collect::<Vec<_>>()
    };
    let shown = Message::new(names(|name| &name.name).join("、"), names(|name| name.key()).join(", "));
    writer.put(about.clone(), What::Order, shape.join(" "), shown);
}
