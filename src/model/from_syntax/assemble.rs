//! One version: its items resolved kind by kind, then put together.

use super::rules::Around;
use super::symbols::Symbols;
use super::{
    accounts, broken, cases, codes, constants, dates, definitions, fields, groups, header, keys, labels, redemptions,
    rings, rules, say, subject,
};
use crate::diagnostics::Finding;
use crate::model::{
    AccountId, Gate, Group, GroupId, Member, OverallCap, Pays, Policy, Redemption, Rule, RuleId, Takes, graph,
};
use crate::source::Span;
use crate::syntax::tree::{self, Item, ItemKind, Tree};
use std::collections::BTreeMap;

/// The items of a text by kind, each with the whole item.
#[derive(Default)]
struct Items<'a> {
    policies: Vec<(&'a Item, &'a tree::Policy)>,
    directories: Vec<&'a tree::Directory>,
    subjects: Vec<(&'a tree::Subject, Span)>,
    activities: Vec<&'a tree::Activity>,
    parameters: Vec<&'a tree::Parameter>,
    defines: Vec<&'a tree::Define>,
    tables: Vec<&'a tree::Table>,
    gates: Vec<(&'a Item, &'a tree::Eligible)>,
    rules: Vec<(&'a Item, &'a tree::Rule)>,
    groups: Vec<(&'a Item, &'a tree::Group)>,
    overall_caps: Vec<(&'a Item, &'a tree::OverallCap)>,
    accounts: Vec<(&'a Item, &'a tree::Account)>,
    redemptions: Vec<(&'a Item, &'a tree::Redeem)>,
    cases: Vec<(&'a Item, &'a tree::Case)>,
    dimensions: Vec<&'a tree::Declared>,
}

impl<'a> Items<'a> {
    fn of(tree: &'a Tree) -> Self {
        let mut items = Items::default();
        for item in &tree.items {
            items.add(item);
        }
        items
    }

    fn add(&mut self, item: &'a Item) {
        match &item.kind {
            ItemKind::Policy(p) => self.policies.push((item, p)),
            ItemKind::Dimensions(d) => self.dimensions.extend(d),
            ItemKind::Directory(d) => self.directories.push(d),
            ItemKind::Subject(s) => self.subjects.push((s, item.keyword)),
            ItemKind::Activity(a) => self.activities.push(a),
            ItemKind::Parameter(p) => self.parameters.push(p),
            ItemKind::Define(d) => self.defines.push(d),
            ItemKind::Table(t) => self.tables.push(t),
            ItemKind::Eligible(e) => self.gates.push((item, e)),
            ItemKind::Rule(r) => self.rules.push((item, r)),
            ItemKind::Group(g) => self.groups.push((item, g)),
            ItemKind::OverallCap(c) => self.overall_caps.push((item, c)),
            ItemKind::Account(a) => self.accounts.push((item, a)),
            ItemKind::Redeem(r) => self.redemptions.push((item, r)),
            ItemKind::Case(c) => self.cases.push((item, c)),
            // Read, not examined yet: the syntax stage says so.
            ItemKind::Principle(_) => {}
        }
    }
}

/// One version; none if its header is not complete.
pub(super) fn version(tree: &Tree, out: &mut Vec<Finding>) -> Option<Policy> {
    let items = Items::of(tree);
    let (item, policy) = items.policies.first()?;
    for (second, _) in items.policies.iter().skip(1) {
        out.push(super::versions::second_policy(second.keyword, item.keyword));
    }
    let chinese = tree.zh_keywords >= tree.en_keywords;
    let mut symbols = Symbols::new(chinese);
    let header = header::header(item, policy, &mut symbols, out);
    let balance = declare(&items, item.span, &mut symbols, out);
    let dates = header.as_ref().map(|h| h.dates);
    let around = Around {
        symbols: &symbols,
        dates: dates.as_ref(),
        over_cap: policy.over_cap.as_ref().map(|o| header::over_cap(o.value)),
    };
    let parts = Parts::resolve(&items, &around, out);
    let cases = cases::cases(&items.cases, &parts.names(), balance, &symbols, out);
    let header = header?;
    symbols.point.as_ref()?;
    Some(parts.into_policy(header, symbols, balance, cases, chinese))
}

/// Everything that names stand for, in the order in which it depends on each other. Gives the balance.
fn declare(items: &Items<'_>, policy: Span, symbols: &mut Symbols, out: &mut Vec<Finding>) -> AccountId {
    labels::dimensions(&items.dimensions, symbols, out);
    let all_fields =
        items.subjects.iter().flat_map(|(s, _)| &s.fields).chain(items.activities.iter().flat_map(|a| &a.fields));
    fields::own_units(all_fields, symbols);
    labels::directories(&items.directories, symbols, out);
    subject::subject(&items.subjects, policy, symbols, out);
    items.activities.iter().for_each(|a| fields::activity(a, symbols, out));
    items.parameters.iter().for_each(|p| constants::parameter(p, symbols, out));
    rules::declare(&items.rules, symbols, out);
    groups::declare(&items.groups, &items.overall_caps, symbols, out);
    redemptions::declare(&items.redemptions, symbols, out);
    let balance = accounts::signatures(&items.accounts, policy, symbols, out);
    definitions::definitions(&items.defines, &items.tables, symbols, out);
    accounts::contents(&items.accounts, symbols, out);
    balance
}

/// The items that decide, as far as they could be resolved.
struct Parts {
    gates: Vec<Gate>,
    rules: Vec<Option<Rule>>,
    groups: Vec<Option<Group>>,
    overall_caps: Vec<Option<OverallCap>>,
    redemptions: Vec<Option<Redemption>>,
}

impl Parts {
    fn resolve(items: &Items<'_>, around: &Around<'_>, out: &mut Vec<Finding>) -> Self {
        let symbols = around.symbols;
        let gates = items.gates.iter().filter_map(|(i, g)| rules::gate(i, g, around, out)).collect();
        let rules: Vec<Option<Rule>> = items.rules.iter().map(|(i, r)| rules::rule(i, r, around, out)).collect();
        let groups: Vec<Option<Group>> = items.groups.iter().map(|(i, g)| groups::group(i, g, around, out)).collect();
        let overall_caps = items.overall_caps.iter().map(|(i, c)| groups::overall_cap(i, c, around, out));
        let overall_caps: Vec<Option<groups::Covering>> = overall_caps.collect();
        let redemptions: Vec<Option<Redemption>> =
            items.redemptions.iter().map(|(i, r)| redemptions::redemption(i, r, around, out)).collect();
        rules::relations(&rules, symbols, out);
        rings_of_rules(&rules, out);
        groups::relations(&groups, &rules, out);
        let overall_caps: Vec<Option<OverallCap>> =
            overall_caps.into_iter().map(|c| c.map(|c| c.resolve(&rules, &groups, out))).collect();
        let parts = Parts { gates, rules, groups, overall_caps, redemptions };
        parts.versions(out);
        keys::check(&parts.rules, &parts.overall_caps, &parts.redemptions, symbols, out);
        parts
    }

    /// What cases name.
    fn names(&self) -> cases::Parts<'_> {
        cases::Parts { rules: &self.rules, overall_caps: &self.overall_caps, redemptions: &self.redemptions }
    }

    /// Items of one name are in force on different days.
    fn versions(&self, out: &mut Vec<Finding>) {
        let rules: Vec<_> = self.rules.iter().flatten().map(|r| (&r.name, &r.dates, &r.key)).collect();
        let groups: Vec<_> = self.groups.iter().flatten().map(|g| (&g.name, &g.dates, &g.key)).collect();
        let caps: Vec<_> = self.overall_caps.iter().flatten().map(|c| (&c.name, &c.dates, &c.key)).collect();
        let redemptions: Vec<_> = self.redemptions.iter().flatten().map(|r| (&r.name, &r.dates, &r.key)).collect();
        for (noun, items) in
            [(say::RULE, rules), (say::GROUP, groups), (say::OVERALL_CAP, caps), (say::REDEMPTION, redemptions)]
        {
            let versions: Vec<dates::Version<'_>> = items
                .into_iter()
                .map(|(name, days, key)| dates::Version {
                    name: &name.name.name,
                    span: name.span,
                    dates: days.as_ref(),
                    key,
                })
                .collect();
            dates::versions(noun, &versions, out);
        }
    }

    fn into_policy(
        self,
        header: header::Header,
        symbols: Symbols,
        balance: AccountId,
        cases: Vec<crate::model::types::CaseText>,
        chinese: bool,
    ) -> Policy {
        let rule_ids = kept(&self.rules).into_iter().map(|(old, new)| (RuleId(old), RuleId(new))).collect();
        let group_ids = kept(&self.groups).into_iter().map(|(old, new)| (GroupId(old), GroupId(new))).collect();
        let sound = Sound { rules: rule_ids, groups: group_ids };
        let point = symbols.point.unwrap_or_else(|| header.name.clone());
        let mut policy = Policy {
            name: header.name,
            span: header.span,
            version: header.version,
            dates: header.dates,
            issued: header.issued,
            point,
            decimals: symbols.decimals,
            cash: header.cash,
            zone: header.zone,
            zone_at: header.zone_at,
            chinese,
            roles: symbols.roles,
            choices: header.choices,
            dimensions: symbols.dimensions,
            lists: symbols.lists,
            scopes: symbols.scopes,
            fields: or_else(symbols.fields, broken::field),
            activities: symbols.activities,
            parameters: or_else(symbols.parameters, broken::parameter),
            definitions: or_else(symbols.definitions, broken::definition),
            tables: or_else(symbols.tables, broken::table),
            gates: self.gates,
            rules: self.rules.into_iter().flatten().collect(),
            groups: self.groups.into_iter().flatten().collect(),
            overall_caps: self.overall_caps.into_iter().flatten().collect(),
            accounts: symbols.accounts,
            balance,
            redemptions: self.redemptions.into_iter().flatten().collect(),
            cases,
        };
        sound.renumber(&mut policy);
        policy
    }
}

/// All things of a list, each in its place; `broken` stands for those that could not be resolved.
fn or_else<T>(items: Vec<Option<T>>, broken: fn() -> T) -> Vec<T> {
    items.into_iter().map(|item| item.unwrap_or_else(broken)).collect()
}

/// Where things of a list come to stand when those that could not be resolved are left out.
fn kept<T>(items: &[Option<T>]) -> Vec<(usize, usize)> {
    let sound = items.iter().enumerate().filter(|(_, item)| item.is_some());
    sound.enumerate().map(|(new, (old, _))| (old, new)).collect()
}

/// The new numbers of rules and groups.
struct Sound {
    rules: BTreeMap<RuleId, RuleId>,
    groups: BTreeMap<GroupId, GroupId>,
}

impl Sound {
    fn rules(&self, ids: &mut Vec<RuleId>) {
        *ids = ids.iter().filter_map(|id| self.rules.get(id).copied()).collect();
    }

    fn renumber(&self, policy: &mut Policy) {
        for rule in &mut policy.rules {
            self.rules(&mut rule.exception_to);
            if let Pays::Bonus { bases, .. } = &mut rule.pays {
                self.rules(bases);
            }
        }
        for group in &mut policy.groups {
            let members = group.members.iter().filter_map(|member| match member {
                Member::Rule(id) => self.rules.get(id).copied().map(Member::Rule),
                Member::Group(id) => self.groups.get(id).copied().map(Member::Group),
            });
            group.members = members.collect();
        }
        for cap in &mut policy.overall_caps {
            self.rules(&mut cap.covers);
            self.rules(&mut cap.covers_bonuses);
            self.rules(&mut cap.except_bonuses);
        }
        for account in &mut policy.accounts {
            if let Takes::Granted(rules) = &mut account.takes {
                self.rules(rules);
            }
        }
    }
}

/// Exceptions and bonuses lead to other rules, never back.
fn rings_of_rules(rules: &[Option<Rule>], out: &mut Vec<Finding>) {
    let edges = |of: fn(&Rule) -> &[RuleId]| -> Vec<(usize, usize)> {
        let sound = rules.iter().enumerate().filter_map(|(at, r)| r.as_ref().map(|r| (at, r)));
        sound.flat_map(|(at, rule)| of(rule).iter().map(move |id| (at, id.0))).collect()
    };
    let bases: fn(&Rule) -> &[RuleId] = |rule| match &rule.pays {
        Pays::Bonus { bases, .. } => bases,
        Pays::Award { .. } => &[],
    };
    for (code, edges) in
        [(&codes::RING_OF_EXCEPTIONS, edges(|rule| &rule.exception_to)), (&codes::RING_OF_BONUSES, edges(bases))]
    {
        for ring in graph::rings(rules.len(), &edges) {
            let things: Vec<(&str, Span)> = ring
                .iter()
                .filter_map(|at| rules.get(*at)?.as_ref())
                .map(|r| (r.name.name.name.as_str(), r.name.span))
                .collect();
            out.extend(rings::finding(code, say::RULE, &things));
        }
    }
}
