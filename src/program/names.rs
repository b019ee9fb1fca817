//! One list of names over all versions: lists, scopes, facts, activities, redemptions, roles, dimensions. A name or code stands for
//! the same thing in every version; the newest name and titles are shown.

use super::codes::{changed, limit};
use crate::diagnostics::Finding;
use crate::model::arithmetic::{divide, whole};
use crate::model::held::{Held, same_field, same_thing};
use crate::model::print::{Keywords, Printer, is_hours};
use crate::model::types::Base;
use crate::model::{self, Domain, Field, ListId, Model, Named, Policy, Rational, Type, Unit};
use crate::source::Span;
use mizi_evaluator::program as out;
use out::{FactKind, Name, NumberForm, Text};

/// All names of a program.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub scopes: Vec<out::Scope>,
    pub lists: Vec<out::List>,
    pub facts: Vec<out::Fact>,
    pub attributes: u16,
    pub activities: Vec<out::Activity>,
    pub redemptions: Vec<Name>,
    pub roles: Vec<Name>,
    pub dimensions: Vec<Name>,
    /// By version.
    pub maps: Vec<Map>,
}

/// What the numbers of one version are in the program.
#[derive(Clone, Debug, Default)]
pub struct Map {
    pub scopes: Vec<out::ScopeId>,
    pub lists: Vec<out::ListId>,
    /// By list.
    pub values: Vec<Vec<u16>>,
    pub fields: Vec<out::FactId>,
    pub activities: Vec<out::ActivityId>,
    pub redemptions: Vec<out::RedemptionId>,
    pub roles: Vec<out::RoleId>,
    pub dimensions: Vec<out::DimensionId>,
}

impl Names {
    /// Of all versions.
    pub fn of(model: &Model, held: &Held) -> Result<Self, Vec<Finding>> {
        let mut names = Names { maps: vec![Map::default(); model.versions.len()], ..Names::default() };
        let mut findings = Vec::new();
        let mut owners = Vec::new();
        for (version, policy) in model.versions.iter().enumerate() {
            names.plain(version, policy, &mut findings);
            names.lists(version, policy, &mut owners, &mut findings);
            names.scopes(version, policy, &mut findings);
        }
        names.all_have_parents(model, &mut findings);
        names.facts(model, held, &mut findings);
        if findings.is_empty() { Ok(names) } else { Err(findings) }
    }

    /// The values of lists that a version does not have; of lists it does not have at all nothing is stated.
    pub fn absent(&self, version: usize) -> Vec<(out::ListId, Vec<u16>)> {
        let Some(map) = self.maps.get(version) else { return Vec::new() };
        let of_list = |(list, values): (&out::ListId, &Vec<u16>)| {
            let all = self.lists.get(usize::from(*list))?.values.len();
            let absent: Vec<u16> = (0..all).filter_map(|value| u16::try_from(value).ok()).collect();
            let absent: Vec<u16> = absent.into_iter().filter(|value| !values.contains(value)).collect();
            (!absent.is_empty()).then_some((*list, absent))
        };
        map.lists.iter().zip(&map.values).filter_map(of_list).collect()
    }

    /// What has only a name.
    fn plain(&mut self, version: usize, policy: &Policy, findings: &mut Vec<Finding>) {
        let Some(map) = self.maps.get_mut(version) else { return };
        map.roles = unite(&mut self.roles, policy.roles.iter(), findings);
        map.dimensions = unite(&mut self.dimensions, policy.dimensions.iter(), findings);
        map.redemptions = unite(&mut self.redemptions, policy.redemptions.iter().map(|r| &r.name), findings);
        let mut activities: Vec<Name> = self.activities.iter().map(|activity| activity.name.clone()).collect();
        map.activities = unite(&mut activities, policy.activities.iter().map(|a| &a.name), findings);
        self.activities = activities.into_iter().map(|name| out::Activity { name, slots: Vec::new() }).collect();
    }

    fn lists(&mut self, version: usize, policy: &Policy, owners: &mut Vec<ListOwner>, findings: &mut Vec<Finding>) {
        for (id, list) in policy.lists.iter().enumerate() {
            let owner = ListOwner::of(policy, ListId(id));
            let known = owners.iter().position(|known| known.same(&owner));
            let at = known.unwrap_or_else(|| {
                owners.push(owner);
                self.lists.push(out::List { name: Name::default(), values: Vec::new(), parents: Vec::new() });
                owners.len() - 1
            });
            let (Some(united), Some(map)) = (self.lists.get_mut(at), self.maps.get_mut(version)) else { continue };
            united.name = list.name.name.clone();
            map.lists.push(number(at, list.name.span, findings));
            map.values.push(unite(&mut united.values, list.values.iter(), findings));
        }
        self.parents(version, policy, findings);
    }

    /// Each value's parent in the united list of parents; `u16::MAX` until one is known.
    fn parents(&mut self, version: usize, policy: &Policy, findings: &mut Vec<Finding>) {
        let Some(map) = self.maps.get(version) else { return };
        for ((list, united), values) in policy.lists.iter().zip(&map.lists).zip(&map.values) {
            let (Some(united), Some((parent, of_values))) = (self.lists.get_mut(usize::from(*united)), &list.parent)
            else {
                continue;
            };
            let parents = map.values.get(parent.0).map(Vec::as_slice).unwrap_or_default();
            united.parents.resize(united.values.len(), u16::MAX);
            for ((value, parent), named) in values.iter().zip(of_values).zip(&list.values) {
                let parent = parents.get(*parent).copied().unwrap_or(0);
                if let Some(known) = united.parents.get_mut(usize::from(*value)) {
                    if *known != u16::MAX && *known != parent {
                        findings.push(changed(named.span, &named.name.name, "上级归属", "parent"));
                    }
                    *known = parent;
                }
            }
        }
    }

    /// Where some version gives the values of a list parents, every value of every version needs one.
    fn all_have_parents(&mut self, model: &Model, findings: &mut Vec<Finding>) {
        for list in self.lists.iter_mut().filter(|list| !list.parents.is_empty()) {
            list.parents.resize(list.values.len(), u16::MAX);
        }
        for (policy, map) in model.versions.iter().zip(&self.maps) {
            for ((list, united), values) in policy.lists.iter().zip(&map.lists).zip(&map.values) {
                let parents =
                    self.lists.get(usize::from(*united)).map(|list| list.parents.as_slice()).unwrap_or_default();
                if values.iter().any(|value| parents.get(usize::from(*value)) == Some(&u16::MAX)) {
                    findings.push(changed(list.name.span, &list.name.name.name, "上级归属", "parents"));
                }
            }
        }
    }

    fn scopes(&mut self, version: usize, policy: &Policy, findings: &mut Vec<Finding>) {
        let mut names: Vec<Name> = self.scopes.iter().map(|scope| scope.name.clone()).collect();
        let united = unite_scopes(&mut names, policy, findings);
        let Some(map) = self.maps.get_mut(version) else { return };
        map.scopes = united;
        for (id, scope) in policy.scopes.iter().enumerate() {
            let Some(at) = map.scopes.get(id).copied().map(usize::from) else { continue };
            let reading = Text { zh: scope.reading.0.clone(), en: scope.reading.1.clone() };
            let shown = out::Scope { name: scope.name.name.clone(), reading, keys: keys(scope.keys, map) };
            match self.scopes.get_mut(at) {
                Some(known) if known.keys == shown.keys => *known = shown,
                Some(_) => findings.push(changed(scope.name.span, &scope.name.name.name, "归属方式", "kind of scope")),
                None => self.scopes.push(shown),
            }
        }
    }

    /// Attributes first, then fields by activity.
    fn facts(&mut self, model: &Model, held: &Held, findings: &mut Vec<Finding>) {
        let mut united: Vec<(&Policy, &Field)> = Vec::new();
        let all = || model.versions.iter().flat_map(|policy| policy.fields.iter().map(move |field| (policy, field)));
        for attribute in [true, false] {
            for one in all().filter(|(_, field)| field.activity.is_none() == attribute) {
                match united.iter_mut().find(|known| same_field(**known, one)) {
                    Some(known) => *known = one,
                    None => united.push(one),
                }
            }
            if attribute {
                self.attributes = number(united.len(), Span::default(), findings);
            }
        }
        for (version, policy) in model.versions.iter().enumerate() {
            for (id, field) in policy.fields.iter().enumerate() {
                let at = united.iter().position(|known| same_field(*known, (policy, field))).unwrap_or(0);
                let kind = self.kind(version, policy, field, held.field(version, model::FieldId(id)));
                self.fact(at, version, field, kind, findings);
            }
        }
        self.slots(model, &united, findings);
    }

    fn fact(&mut self, at: usize, version: usize, field: &Field, kind: FactKind, findings: &mut Vec<Finding>) {
        if self.facts.len() <= at {
            let unknown = out::Fact { name: Name::default(), kind: FactKind::YesNo };
            self.facts.resize(at + 1, unknown);
        }
        if let Some(fact) = self.facts.get_mut(at) {
            if !fact.name.name.is_empty() && fact.kind != kind {
                findings.push(changed(field.name.span, &field.name.name.name, "类型或单位", "type or unit"));
            }
            *fact = out::Fact { name: field.name.name.clone(), kind };
        }
        let id = number(at, field.name.span, findings);
        if let Some(map) = self.maps.get_mut(version) {
            map.fields.push(id);
        }
    }

    fn kind(&self, version: usize, policy: &Policy, field: &Field, quantum: Rational) -> FactKind {
        match &field.domain {
            Domain::Number { .. } => FactKind::Number(form(policy, &field.ty, field.shown_unit.as_deref(), quantum)),
            Domain::YesNo => FactKind::YesNo,
            Domain::List(list) => {
                let map = self.maps.get(version);
                FactKind::Listed(map.and_then(|map| map.lists.get(list.0)).copied().unwrap_or_default())
            }
            Domain::Date(..) => FactKind::Date,
            Domain::Time => FactKind::Time,
        }
    }

    /// An event has all attributes, then the fields that any version gives its activity. Two facts of one event cannot share a name.
    fn slots(&mut self, model: &Model, united: &[(&Policy, &Field)], findings: &mut Vec<Finding>) {
        for activity in &mut self.activities {
            activity.slots = (0..self.attributes).collect();
        }
        for (policy, map) in model.versions.iter().zip(&self.maps) {
            for (field, fact) in policy.fields.iter().zip(&map.fields) {
                let Some(activity) = field.activity.and_then(|id| map.activities.get(id.0)) else { continue };
                let Some(activity) = self.activities.get_mut(usize::from(*activity)) else { continue };
                if !activity.slots.contains(fact) {
                    activity.slots.push(*fact);
                }
                let attributes = united.iter().take(self.attributes.into());
                if attributes.into_iter().any(|(_, attribute)| clash(&attribute.name.name, &field.name.name)) {
                    findings.push(changed(field.name.span, &field.name.name.name, "归属（主体或活动）", "owner"));
                }
            }
        }
    }
}

/// Whether a name or code of one could be read as the other.
fn clash(a: &Name, b: &Name) -> bool {
    let words = |name: &'_ Name| [Some(name.name.clone()), name.code.clone()];
    words(a).into_iter().flatten().any(|word| words(b).into_iter().flatten().any(|other| other == word))
}

/// What a list belongs to: a directory is known by its name, a field's list by the field.
struct ListOwner {
    name: Name,
    directory: bool,
    activity: Option<Name>,
}

impl ListOwner {
    fn of(policy: &Policy, id: ListId) -> Self {
        let list = policy.lists.get(id.0);
        let directory = list.is_none_or(|list| list.directory);
        let field = policy.fields.iter().find(|field| !directory && field.domain == Domain::List(id));
        let activity = field.and_then(|field| policy.activities.get(field.activity?.0));
        let name = field.map(|field| &field.name).or(list.map(|list| &list.name));
        ListOwner {
            name: name.map(|named| named.name.clone()).unwrap_or_default(),
            directory,
            activity: activity.map(|activity| activity.name.name.clone()),
        }
    }

    fn same(&self, other: &Self) -> bool {
        let same_activity = match (&self.activity, &other.activity) {
            (None, None) => true,
            (Some(a), Some(b)) => same_thing(a, b),
            _ => false,
        };
        self.directory == other.directory && same_activity && same_thing(&self.name, &other.name)
    }
}

/// Adds the names that are not yet known, and gives the number of each.
fn unite<'n>(united: &mut Vec<Name>, names: impl Iterator<Item = &'n Named>, findings: &mut Vec<Finding>) -> Vec<u16> {
    names.map(|named| unite_one(united, named, findings)).collect()
}

fn unite_one(united: &mut Vec<Name>, named: &Named, findings: &mut Vec<Finding>) -> u16 {
    let known = united.iter_mut().enumerate().find(|(_, known)| same_thing(known, &named.name));
    let at = match known {
        Some((at, known)) => {
            *known = named.name.clone();
            at
        }
        None => {
            united.push(named.name.clone());
            united.len() - 1
        }
    };
    number(at, named.span, findings)
}

/// The subject is scope 0 whatever its name.
fn unite_scopes(united: &mut Vec<Name>, policy: &Policy, findings: &mut Vec<Finding>) -> Vec<u16> {
    let Some((subject, others)) = policy.scopes.split_first() else { return Vec::new() };
    match united.first_mut() {
        Some(known) => *known = subject.name.name.clone(),
        None => united.push(subject.name.name.clone()),
    }
    let mut rest = united.split_off(1);
    let others = unite(&mut rest, others.iter().map(|scope| &scope.name), findings);
    united.append(&mut rest);
    [0].into_iter().chain(others.into_iter().map(|id| id.saturating_add(1))).collect()
}

fn keys(keys: model::ScopeKeys, map: &Map) -> out::ScopeKeys {
    let list = |id: ListId| map.lists.get(id.0).copied().unwrap_or_default();
    match keys {
        model::ScopeKeys::Subject => out::ScopeKeys::Subject,
        model::ScopeKeys::Stated => out::ScopeKeys::Stated,
        model::ScopeKeys::Listed(id) => out::ScopeKeys::Listed(list(id)),
        model::ScopeKeys::Parent { list: id, of } => {
            out::ScopeKeys::Parent { list: list(id), of: map.scopes.get(of.0).copied().unwrap_or_default() }
        }
        model::ScopeKeys::Whole => out::ScopeKeys::Whole,
    }
}

/// A number that fits the program.
fn number(at: usize, span: Span, findings: &mut Vec<Finding>) -> u16 {
    match u16::try_from(at) {
        Ok(id) if id < u16::MAX => id,
        _ => {
            findings.push(limit(span, "同类名称超过 65534 个。", "There are more than 65534 names of one kind."));
            0
        }
    }
}

/// How a number in a unit is written outside, and held inside in this quantum.
pub fn form(policy: &Policy, ty: &Type, shown_unit: Option<&str>, quantum: Rational) -> NumberForm {
    let plain = Unit::none();
    let unit = match ty {
        Type::Number(unit) => unit,
        _ => &plain,
    };
    let (unit, shown) = shown(policy, unit, shown_unit);
    let per = divide(shown, quantum).unwrap_or_else(|| whole(1));
    let part = |n: &i128| i64::try_from(*n).unwrap_or(i64::MAX);
    NumberForm { unit, multiply: part(per.numer()), divide: part(per.denom()) }
}

/// The words of a shown unit, and how much of the base unit it is.
fn shown(policy: &Policy, unit: &Unit, shown_unit: Option<&str>) -> (Text, Rational) {
    let words = |zh: &str, en: &str| Text { zh: zh.to_string(), en: en.to_string() };
    let [(base, 1)] = unit.0.as_slice() else { return (Text::default(), whole(1)) };
    match base {
        Base::Point => {
            let point = |keywords| Printer::new(policy, keywords).name(&policy.point);
            (Text { zh: point(Keywords::Chinese), en: point(Keywords::English) }, whole(1))
        }
        Base::Yuan => (words("元", "yuan"), whole(1)),
        Base::Minute if shown_unit.is_some_and(is_hours) => (words("小时", "hours"), whole(60)),
        Base::Minute => (words("分钟", "minutes"), whole(1)),
        Base::Day => (words("日", "days"), whole(1)),
        Base::Time => (words("次", "times"), whole(1)),
        Base::Own(own) => (words(own, own), whole(1)),
    }
}
