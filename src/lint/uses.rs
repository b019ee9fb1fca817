//! Which of what a version declares is used by something else in it. Cases do not count: they show rules, they are not rules.

use crate::model::{Award, Constant, Domain, Expr, ExprKind, Named, Pays, Policy, Redemption, Rule, ScopeKeys, Takes};
use crate::syntax::tree::{self, ItemKind, Tree};
use std::collections::BTreeSet;

/// The numbers of what is used, by list of the policy.
#[derive(Debug, Default)]
pub struct Uses {
    pub fields: BTreeSet<usize>,
    pub parameters: BTreeSet<usize>,
    pub definitions: BTreeSet<usize>,
    pub tables: BTreeSet<usize>,
    pub dimensions: BTreeSet<usize>,
    pub activities: BTreeSet<usize>,
    pub roles: BTreeSet<usize>,
    pub lists: BTreeSet<usize>,
}

impl Uses {
    /// What a version uses.
    pub fn of(tree: &Tree, policy: &Policy) -> Self {
        let mut uses = Uses::default();
        formulas(policy).into_iter().for_each(|formula| uses.formula(formula));
        uses.items(policy);
        uses.lists(policy);
        uses.written(tree, policy);
        uses
    }

    fn formula(&mut self, formula: &Expr) {
        formula.visit(&mut |part| match &part.kind {
            ExprKind::Field(id) | ExprKind::HasField(id) => drop(self.fields.insert(id.0)),
            ExprKind::Parameter(id) => drop(self.parameters.insert(id.0)),
            ExprKind::Definition(id) => drop(self.definitions.insert(id.0)),
            ExprKind::Table(id) => drop(self.tables.insert(id.0)),
            ExprKind::Constant(Constant::Value(list, _)) => drop(self.lists.insert(list.0)),
            _ => {}
        });
    }

    fn items(&mut self, policy: &Policy) {
        for rule in &policy.rules {
            self.roles.extend(rule.confirm.iter().flatten().map(|role| role.0));
            if let Pays::Award { activity, dimension, .. } = &rule.pays {
                self.activities.insert(activity.0);
                self.dimensions.insert(dimension.0);
            }
        }
        for account in &policy.accounts {
            if let Takes::Counts(counts) = &account.takes {
                self.activities.extend(counts.iter().map(|count| count.activity.0));
            }
        }
    }

    fn lists(&mut self, policy: &Policy) {
        for scope in &policy.scopes {
            if let ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } = scope.keys {
                self.lists.insert(list.0);
            }
        }
        for field in &policy.fields {
            if let Domain::List(list) = field.domain {
                self.lists.insert(list.0);
            }
        }
        // A directory whose parent is used says what belongs to what.
        for (at, list) in policy.lists.iter().enumerate() {
            if list.parent.as_ref().is_some_and(|(parent, _)| self.lists.contains(&parent.0)) {
                self.lists.insert(at);
            }
        }
    }

    /// What only the text shows: parameters in ranges of accounts, dimensions of overall caps, names in principles.
    fn written(&mut self, tree: &Tree, policy: &Policy) {
        for item in &tree.items {
            match &item.kind {
                ItemKind::Account(account) => {
                    let bounds = account.range.iter().flat_map(|(low, high)| [low, high]).filter_map(name);
                    bounds.for_each(|word| self.parameters.extend(called(&policy.parameters, word, |p| &p.name)));
                }
                ItemKind::OverallCap(cap) => {
                    for word in &cap.dimensions {
                        self.dimensions.extend(called(&policy.dimensions, &word.value, |dimension| dimension));
                    }
                }
                ItemKind::Principle(principle) => self.principle(&principle.words.value, policy),
                _ => {}
            }
        }
    }

    fn principle(&mut self, words: &str, policy: &Policy) {
        let named = |name: &Named| {
            words.contains(&name.name.name) || name.name.code.as_ref().is_some_and(|code| words.contains(code))
        };
        let fields = policy.fields.iter().enumerate().filter(|(_, field)| named(&field.name));
        self.fields.extend(fields.map(|(at, _)| at));
        let dimensions = policy.dimensions.iter().enumerate().filter(|(_, dimension)| named(dimension));
        self.dimensions.extend(dimensions.map(|(at, _)| at));
    }
}

/// The name that a formula consists of.
fn name(formula: &tree::Expr) -> Option<&str> {
    match &formula.kind {
        tree::ExprKind::Name(name) => Some(name),
        _ => None,
    }
}

/// The numbers of those called so.
fn called<'n, T>(
    all: &'n [T],
    word: &'n str,
    name: impl Fn(&'n T) -> &'n Named + 'n,
) -> impl Iterator<Item = usize> + 'n {
    let is = move |named: &Named| named.name.name == word || named.name.code.as_deref() == Some(word);
    all.iter().enumerate().filter(move |(_, thing)| is(name(thing))).map(|(at, _)| at)
}

/// Every formula of a policy outside its cases.
pub fn formulas(policy: &Policy) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = Vec::new();
    all.extend(policy.definitions.iter().map(|definition| &definition.value));
    for table in &policy.tables {
        all.push(&table.bands.by);
        all.extend(table.bands.rows.iter().map(|row| &row.value));
    }
    all.extend(policy.gates.iter().flat_map(|gate| &gate.when));
    all.extend(policy.rules.iter().flat_map(of_rule));
    all.extend(policy.overall_caps.iter().map(|cap| &cap.cap.limit));
    for account in &policy.accounts {
        if let Takes::Counts(counts) = &account.takes {
            all.extend(counts.iter().flat_map(|count| count.when.iter().chain([&count.add])));
        }
    }
    all.extend(policy.redemptions.iter().flat_map(of_redemption));
    all
}

/// The formulas of a rule.
pub fn of_rule(rule: &Rule) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = rule.when.iter().collect();
    all.extend(pays(&rule.pays));
    all.extend(rule.caps.iter().map(|cap| &cap.limit));
    all
}

/// The formulas of a redemption.
pub fn of_redemption(redemption: &Redemption) -> Vec<&Expr> {
    let mut all = vec![&redemption.price];
    all.extend(redemption.when.iter().chain(&redemption.from_balance).chain(&redemption.floor));
    all.extend(redemption.stock.iter().map(|cap| &cap.limit));
    all
}

/// The formulas of what a rule pays.
pub fn pays(pays: &Pays) -> Vec<&Expr> {
    match pays {
        Pays::Award { award: Award::Expr(amount, _), .. } => vec![amount],
        Pays::Award { award: Award::Blocks { block, of, pay, .. }, .. } => vec![block, of, pay],
        Pays::Bonus { share, .. } => vec![share],
    }
}
