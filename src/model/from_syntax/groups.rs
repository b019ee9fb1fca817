//! 组 and 总上限: rules taken together.

use super::caps::cap;
use super::dates::item_dates;
use super::names::{named, suggest};
use super::rules::{Around, basis, key, twice};
use super::say::{self, say};
use super::symbols::Symbols;
use super::{codes, rings};
use crate::diagnostics::Finding;
use crate::model::{DimensionId, Group, GroupId, Member, OverallCap, OverallCapId, Pays, Rule, RuleId, graph};
use crate::source::Span;
use crate::syntax::tree::{self, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Declares the names of all groups and overall caps.
pub(super) fn declare(
    groups: &[(&tree::Item, &tree::Group)],
    caps: &[(&tree::Item, &tree::OverallCap)],
    symbols: &mut Symbols,
    out: &mut Vec<Finding>,
) {
    for (at, (_, group)) in groups.iter().enumerate() {
        if let Some(rule) = symbols.rule_names.place(&group.name.name.value) {
            // A member is a rule or a group: one name cannot mean both.
            out.push(super::names::duplicate(say::MEMBER, &group.name.name, rule));
        }
        symbols.group_names.declare_version(&group.name, GroupId(at), out);
    }
    for (at, (_, cap)) in caps.iter().enumerate() {
        symbols.overall_cap_names.declare_version(&cap.name, OverallCapId(at), out);
    }
}

/// Rules and groups by their names, all versions of each.
fn members(words: &[Word], symbols: &Symbols, out: &mut Vec<Finding>) -> Option<Vec<Member>> {
    let mut found: Vec<Member> = Vec::new();
    let mut sound = true;
    for word in words {
        let rules = symbols.rule_names.get(&word.value).into_iter().flatten().map(|r| Member::Rule(*r));
        let groups = symbols.group_names.get(&word.value).into_iter().flatten().map(|g| Member::Group(*g));
        let meant: Vec<Member> = rules.chain(groups).collect();
        if meant.is_empty() {
            let name = &word.value;
            let what =
                say(format!("没有叫“{name}”的规则或组。"), format!("There is no rule or group called “{name}”."));
            let known: Vec<&str> = symbols.rule_names.spellings().chain(symbols.group_names.spellings()).collect();
            out.push(suggest(Finding::new(&codes::UNKNOWN_NAME, word.span, what), say::MEMBER, word, &known));
            sound = false;
        } else if meant.iter().any(|m| found.contains(m)) {
            out.push(twice(word));
        } else {
            found.extend(meant);
        }
    }
    sound.then_some(found)
}

/// 组
pub(super) fn group(
    item: &tree::Item,
    written: &tree::Group,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<Group> {
    let dates = match &written.dates {
        None => Some(None),
        some => item_dates(some.as_ref(), around.dates, say::GROUP, &written.name.name.value, out).map(Some),
    };
    let members = members(&written.members, around.symbols, out)?;
    Some(Group {
        name: named(&written.name),
        key: key(&written.name, written.formerly.as_ref()),
        highest: written.kind.value == tree::GroupKind::Highest,
        members,
        basis: basis(&written.basis),
        dates: dates?,
        span: item.span,
    })
}

/// What holds of all groups together: no rings, no bonus in a group, nothing in two groups at once.
pub(super) fn relations(groups: &[Option<Group>], rules: &[Option<Rule>], out: &mut Vec<Finding>) {
    let edges: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| {
            let members = group.iter().flat_map(|g| g.members.iter());
            members.filter_map(move |m| match m {
                Member::Group(inner) => Some((at, inner.0)),
                Member::Rule(_) => None,
            })
        })
        .collect();
    for ring in graph::rings(groups.len(), &edges) {
        let things: Vec<(&str, Span)> = ring
            .iter()
            .filter_map(|at| groups.get(*at)?.as_ref())
            .map(|g| (g.name.name.name.as_str(), g.name.span))
            .collect();
        out.extend(rings::finding(&codes::RING_OF_GROUPS, say::GROUP, &things));
    }
    for group in groups.iter().flatten() {
        bonuses_inside(group, rules, out);
    }
    in_one_group(groups, rules, out);
}

fn bonuses_inside(group: &Group, rules: &[Option<Rule>], out: &mut Vec<Finding>) {
    for member in &group.members {
        let Member::Rule(id) = member else { continue };
        let Some(rule) = rules.get(id.0).and_then(|r| r.as_ref()) else { continue };
        if let Pays::Bonus { .. } = rule.pays {
            let (name, bonus) = (&group.name.name.name, &rule.name.name.name);
            let what = say(
                format!("“{bonus}”是加成，不能放进组“{name}”：它跟着所依的规则走。"),
                format!("“{bonus}” is a bonus and cannot be in the group “{name}”: it goes with its base rule."),
            );
            let finding = Finding::new(&codes::BONUS_IN_GROUP, group.name.span, what);
            let help = say("从组中删去它。", "Remove it from the group.");
            out.push(finding.and(rule.name.span, say("加成", "bonus")).help(help));
        }
    }
}

/// A rule or group is in at most one of the groups of a day.
fn in_one_group(groups: &[Option<Group>], rules: &[Option<Rule>], out: &mut Vec<Finding>) {
    let mut seen: BTreeMap<Member, Vec<&Group>> = BTreeMap::new();
    for group in groups.iter().flatten() {
        for member in &group.members {
            let earlier = seen.entry(*member).or_default();
            if let Some(other) = earlier.iter().find(|o| together(o, group)) {
                let name = match member {
                    Member::Rule(id) => rules.get(id.0).and_then(|r| r.as_ref()).map(|r| &r.name),
                    Member::Group(id) => groups.get(id.0).and_then(|g| g.as_ref()).map(|g| &g.name),
                };
                let Some(name) = name.map(|n| &n.name.name) else { continue };
                out.push(in_two_groups(name, other, group));
            }
            earlier.push(group);
        }
    }
}

fn together(left: &Group, right: &Group) -> bool {
    match (&left.dates, &right.dates) {
        (Some(a), Some(b)) => super::dates::meet(a, b),
        _ => true,
    }
}

fn in_two_groups(name: &str, first: &Group, second: &Group) -> Finding {
    let (a, b) = (&first.name.name.name, &second.name.name.name);
    let what = say(
        format!("“{name}”同时在组“{a}”和组“{b}”里。"),
        format!("“{name}” is in the groups “{a}” and “{b}” at once."),
    );
    let why =
        say("在两个组里各选一次，结果可能互相矛盾。", "Chosen once in each, the two could contradict each other.");
    let help =
        say("只留在一个组里，或把一个组放进另一个组。", "Leave it in one group, or put one group into the other.");
    Finding::new(&codes::IN_TWO_GROUPS, second.name.span, what)
        .and(first.name.span, say("另一个组", "the other group"))
        .why(why)
        .help(help)
}

/// 总上限, before it is known which rules it covers.
pub(super) struct Covering {
    pub cap: OverallCap,
    /// 含; none where it is not written.
    including: Option<Vec<Member>>,
    dimensions: Option<BTreeSet<DimensionId>>,
    except: Vec<Member>,
}

/// 总上限
pub(super) fn overall_cap(
    item: &tree::Item,
    written: &tree::OverallCap,
    around: &Around<'_>,
    out: &mut Vec<Finding>,
) -> Option<Covering> {
    let symbols = around.symbols;
    let dates = match &written.dates {
        None => Some(None),
        some => item_dates(some.as_ref(), around.dates, say::OVERALL_CAP, &written.name.name.value, out).map(Some),
    };
    let limits = cap(&written.cap, &written.name, false, around, out);
    let including = members(&written.covering, symbols, out);
    let except = members(&written.except, symbols, out);
    let dimensions: Vec<Option<DimensionId>> =
        written.dimensions.iter().map(|word| symbols.dimension_names.find_one(word, out)).collect();
    let dimensions: Option<BTreeSet<DimensionId>> = dimensions.into_iter().collect();
    let cap = OverallCap {
        name: named(&written.name),
        key: key(&written.name, written.formerly.as_ref()),
        covers: Vec::new(),
        covers_bonuses: Vec::new(),
        except_bonuses: Vec::new(),
        cap: limits?,
        basis: basis(&written.basis),
        dates: dates?,
        span: item.span,
    };
    Some(Covering {
        cap,
        including: including.map(|i| (!written.covering.is_empty()).then_some(i))?,
        dimensions: dimensions.map(|d| (!written.dimensions.is_empty()).then_some(d))?,
        except: except?,
    })
}

impl Covering {
    /// Finds the rules that the cap covers (S11.7).
    pub fn resolve(mut self, rules: &[Option<Rule>], groups: &[Option<Group>], out: &mut Vec<Finding>) -> OverallCap {
        let including = self.including.as_ref().map(|members| inside(members, groups));
        let except = inside(&self.except, groups);
        let all = including.is_none() && self.dimensions.is_none();
        let named = |set: Option<&BTreeSet<RuleId>>, id: RuleId| set.is_some_and(|set| set.contains(&id));
        for (at, rule) in rules.iter().enumerate() {
            let id = RuleId(at);
            match rule.as_ref().map(|r| &r.pays) {
                Some(Pays::Award { dimension, .. }) => {
                    let by_dimension = self.dimensions.as_ref().is_some_and(|d| d.contains(dimension));
                    if (all || by_dimension || named(including.as_ref(), id)) && !except.contains(&id) {
                        self.cap.covers.push(id);
                    }
                }
                Some(Pays::Bonus { .. }) if except.contains(&id) => self.cap.except_bonuses.push(id),
                Some(Pays::Bonus { .. }) if named(including.as_ref(), id) => self.cap.covers_bonuses.push(id),
                _ => {}
            }
        }
        let sound = rules.iter().all(Option::is_some) && groups.iter().all(Option::is_some);
        let both = self.including.iter().flatten().find(|m| self.except.contains(m));
        if let Some(Member::Rule(both)) = both {
            let name = rules.get(both.0).and_then(|r| r.as_ref()).map_or("", |r| r.name.name.name.as_str());
            out.push(included_and_excepted(&self.cap, name));
        } else if sound && self.cap.covers.is_empty() && self.cap.covers_bonuses.is_empty() {
            out.push(covers_nothing(&self.cap));
        }
        self.cap
    }
}

/// All rules under members, groups entered.
fn inside(members: &[Member], groups: &[Option<Group>]) -> BTreeSet<RuleId> {
    let mut rules = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<Member> = members.to_vec();
    while let Some(member) = waiting.pop() {
        match member {
            Member::Rule(id) => {
                rules.insert(id);
            }
            Member::Group(id) if seen.insert(id) => {
                waiting.extend(groups.get(id.0).and_then(|g| g.as_ref()).into_iter().flat_map(|g| g.members.iter()));
            }
            Member::Group(_) => {}
        }
    }
    rules
}

fn covers_nothing(cap: &OverallCap) -> Finding {
    let name = &cap.name.name.name;
    let what = say(format!("总上限“{name}”不管任何规则。"), format!("The overall cap “{name}” covers no rule."));
    Finding::new(&codes::COVERS_NOTHING, cap.name.span, what)
        .help(say("改“含”“计入”或“不含”。", "Change “covering”, “dimension” or “except”."))
}

fn included_and_excepted(cap: &OverallCap, rule: &str) -> Finding {
    let name = &cap.name.name.name;
    let what = say(
        format!("总上限“{name}”既含“{rule}”，又不含它。"),
        format!("The overall cap “{name}” both covers and excepts “{rule}”."),
    );
    Finding::new(&codes::INCLUDED_AND_EXCEPTED, cap.name.span, what).help(say("删去一处。", "Remove one of the two."))
}
