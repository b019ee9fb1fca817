//! What the generated policies and histories have met, so that nothing is silently left out.

use super::lines::{Line, What, When};
use super::record::{Failed, Limit, Record};
use super::state::State;
use mizi::model::expr::{Expr, ExprKind, RowTest};
use mizi::model::{
    Award, Domain, Member, Model, OverCap, Pays, Policy, Remedy, ReversalFloor, ScopeKeys, Takes, Window,
};
use std::collections::BTreeMap;

/// How often each feature was met.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub met: BTreeMap<String, usize>,
}

impl Coverage {
    fn count(&mut self, feature: impl Into<String>) {
        *self.met.entry(feature.into()).or_default() += 1;
    }

    fn count_if(&mut self, is: bool, feature: &str) {
        if is {
            self.count(feature);
        }
    }

    pub fn join(&mut self, other: Coverage) {
        for (feature, count) in other.met {
            *self.met.entry(feature).or_default() += count;
        }
    }

    /// Features of a line that became `record`.
    pub fn line(&mut self, before: &Before, line: &Line, instant: Option<i64>, record: &Record) {
        self.count(format!("{} {}", kind(line), record.outcome));
        if let (Some((kind, outcome)), "reversed") = (&before.of, &*record.outcome) {
            self.count(format!("reversal of {kind} that was {outcome}"));
        }
        self.count_if(before.known && record.outcome != "repeated", "decided anew after cannot_decide");
        self.count_if(instant.is_some() && instant < before.latest, "accepted after a line of a later time");
        self.count(match &line.time {
            When::Civil(..) if instant.is_none() => "time that the zone skips or has twice",
            When::Civil(..) => "time in the policy's zone",
            When::Date(_) => "date alone",
            When::Instant(..) => "time with an offset",
            When::Unreadable(_) => "time that is none",
        });
        if let What::Event { received: Some(_), .. } | What::Redeem { received: Some(_), .. } = &line.what {
            self.count(format!("received, {}", record.outcome));
        }
        self.record(record);
    }

    /// What the interpreter did on the way.
    pub fn noted(&mut self, notes: &[&str]) {
        notes.iter().for_each(|note| self.count(*note));
    }

    fn record(&mut self, record: &Record) {
        self.count_if(record.shortfall.is_some(), "shortfall");
        self.count_if(record.gate.is_some(), "gate failed");
        for problem in &record.errors {
            self.count(format!("error {}", problem.kind));
        }
        for limit in &record.refused {
            self.count(format!("refused {}", limit_name(limit)));
        }
        for line in &record.lines {
            let bonus = if line.base.is_some() { "bonus" } else { "rule" };
            match &line.failed {
                None if line.granted < line.amount => self.count(format!("{bonus} cut")),
                None => self.count(format!("{bonus} paid")),
                Some(Failed::Excepted { .. }) => self.count("rule silenced"),
                Some(Failed::Clause { would_pass, .. }) => {
                    self.count(format!("{bonus} failed"));
                    let known = !matches!(would_pass, super::record::Passing::Is(None));
                    self.count_if(known, "nearest that would pass");
                }
            }
            for limit in &line.limited_by {
                self.count(format!("limited by {}", limit_name(limit)));
                let over = matches!(limit, Limit::Cap { limit, used, .. } if used > limit);
                self.count_if(over, "more used than the limit");
            }
        }
        for key in record.changes.keys() {
            let measure = key.measure.split(' ').next().unwrap_or_default();
            self.count(format!("changes {measure}"));
        }
    }

    /// Features of a policy.
    pub fn model(&mut self, model: &Model) {
        self.count(format!("{} versions", model.versions.len()));
        for policy in &model.versions {
            self.policy(policy);
        }
    }

    fn policy(&mut self, policy: &Policy) {
        self.choices(policy);
        self.count(format!("{} decimals", policy.decimals));
        self.count(format!("zone {}", policy.zone));
        self.count_if(policy.chinese, "mostly Chinese keywords");
        self.count_if(!policy.chinese, "mostly English keywords");
        for scope in &policy.scopes {
            let kind = match scope.keys {
                ScopeKeys::Subject => "subject",
                ScopeKeys::Stated => "stated",
                ScopeKeys::Listed(_) => "listed",
                ScopeKeys::Parent { .. } => "parent",
                ScopeKeys::Whole => "whole",
            };
            self.count(format!("scope {kind}{}", if scope.optional { " optional" } else { "" }));
        }
        for field in &policy.fields {
            let kind = match field.domain {
                Domain::Number { .. } => "number",
                Domain::YesNo => "yes/no",
                Domain::List(_) => "list",
                Domain::Date(..) => "date",
                Domain::Time => "time",
            };
            self.count(format!("field {kind}{}", if field.optional { " optional" } else { "" }));
        }
        self.count_if(policy.lists.iter().any(|list| list.ordered), "ordered directory");
        self.count_if(policy.parameters.iter().any(|parameter| parameter.values.len() > 1), "dated parameter");
        self.count_if(!policy.definitions.is_empty(), "definition");
        for table in &policy.tables {
            self.count("table");
            self.exprs(&table.bands.by);
        }
        for gate in &policy.gates {
            self.count(if gate.earning { "gate on earning" } else { "gate on redeeming" });
            self.count_if(gate.dates.is_some(), "dated gate");
        }
        self.rules(policy);
        for group in &policy.groups {
            self.count(if group.highest { "group highest" } else { "group add" });
            self.count_if(group.members.iter().any(|m| matches!(m, Member::Group(_))), "group in a group");
            self.count_if(group.dates.is_some(), "dated group");
        }
        for overall in &policy.overall_caps {
            self.cap("overall cap", &overall.cap);
            self.count_if(!overall.covers_bonuses.is_empty(), "overall cap names a bonus");
            self.count_if(!overall.except_bonuses.is_empty(), "overall cap leaves out a bonus");
            self.count_if(overall.dates.is_some(), "dated overall cap");
        }
        for account in &policy.accounts {
            match &account.takes {
                Takes::AllGranted => self.count("account takes all"),
                Takes::Granted(_) => self.count("account takes some"),
                Takes::Counts(counts) => {
                    self.count("counter");
                    self.count_if(counts.iter().any(|count| count.when.is_some()), "counter with a condition");
                    self.count_if(counts.len() > 1, "counter of several activities");
                }
            }
        }
        for redemption in &policy.redemptions {
            self.count("redemption");
            self.count_if(redemption.dates.is_some(), "dated redemption");
            self.count_if(redemption.floor.is_some(), "redemption with a floor");
            self.count_if(redemption.from_balance.is_some(), "redemption from a balance");
            redemption.stock.iter().for_each(|stock| self.cap("stock", stock));
        }
    }

    /// Answers, and that none is stated because none matters.
    fn choices(&mut self, policy: &Policy) {
        let choices = &policy.choices;
        self.choice("together", &choices.together);
        self.choice("over cap", &choices.over_cap);
        self.choice("order", &choices.order);
        self.choice("bonus", &choices.bonus);
        self.choice("returns room", &choices.returns_room);
        self.choice("recompute", &choices.recompute);
        self.choice("decided by", &choices.decided_by);
        self.choice("birthday", &choices.birthday);
        self.choice("month end", &choices.month_end);
        self.choice("late", &choices.late.map(|days| if days.is_some() { "within" } else { "any time" }));
        let floor = choices.reversal_floor.as_ref();
        self.choice("floor", &floor.map(|floor| if *floor == ReversalFloor::None { "none" } else { "stated" }));
    }

    fn choice(&mut self, name: &str, answer: &Option<impl std::fmt::Debug>) {
        let answer = answer.as_ref().map_or("not stated".to_owned(), |answer| format!("{answer:?}"));
        self.count(format!("choice {name}: {}", answer.trim_matches('"')));
    }

    fn rules(&mut self, policy: &Policy) {
        for rule in &policy.rules {
            self.count_if(rule.dates.is_some(), "dated rule");
            self.count_if(!rule.exception_to.is_empty(), "exception");
            self.count_if(rule.together.is_some(), "rule with its own 并得");
            self.count_if(!rule.confirm.is_empty(), "confirmation");
            self.count_if(rule.confirm.iter().any(|any| any.len() > 1), "confirmation by any of several");
            self.count_if(rule.confirm.len() > 1, "confirmation by all of several");
            let called = &rule.name.name;
            let own = called.code.as_ref().unwrap_or(&called.name);
            self.count_if(rule.key != *own, "formerly");
            rule.when.iter().for_each(|when| self.exprs(when));
            match &rule.pays {
                Pays::Award { award: Award::Expr(amount, rounding), .. } => {
                    self.count(format!("award rounded {rounding:?}"));
                    self.exprs(amount);
                }
                Pays::Award { award: Award::Blocks { carried, .. }, .. } => {
                    self.count(if carried.is_some() { "blocks carried" } else { "blocks dropped" });
                }
                Pays::Bonus { bases, activity, .. } => {
                    self.count("bonus");
                    self.count_if(activity.is_some(), "bonus on one activity");
                    let of_bonus = bases.iter().any(|id| matches!(policy.rules[id.0].pays, Pays::Bonus { .. }));
                    self.count_if(of_bonus, "bonus of a bonus");
                }
            }
            rule.caps.iter().for_each(|cap| self.cap("cap", cap));
        }
    }

    fn cap(&mut self, kind: &str, cap: &mizi::model::Cap) {
        let window = match cap.window {
            Window::Year { month: 1, day: 1 } => "Year".to_owned(),
            Window::Year { .. } => "Year from a day".to_owned(),
            other => format!("{other:?}"),
        };
        self.count(format!("{kind} window {window}"));
        self.count_if(cap.times, &format!("{kind} of times"));
        self.count_if(!cap.times && cap.over == OverCap::Refuse, &format!("{kind} refuses"));
        let remedy = match cap.missing {
            None => return,
            Some(Remedy::By(_)) => "by another scope",
            Some(Remedy::Unlimited) => "unlimited",
            Some(Remedy::Nothing) => "nothing",
        };
        self.count(format!("{kind} without the scope: {remedy}"));
    }

    fn exprs(&mut self, expr: &Expr) {
        let name = match &expr.kind {
            ExprKind::Account { including: true, .. } => "account with this event".to_owned(),
            ExprKind::Account { .. } => "account before this event".to_owned(),
            ExprKind::Elapsed { months, begun, .. } => format!("elapsed months {months} begun {begun}"),
            ExprKind::Round(rounding, ..) => format!("round {rounding:?}"),
            other => {
                let text = format!("{other:?}");
                text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
            }
        };
        self.count(format!("expression {name}"));
        if let ExprKind::Bands(bands) = &expr.kind {
            self.count_if(bands.rows.iter().any(|row| row.test == RowTest::Otherwise), "bands with 其余");
        }
        expr.children().into_iter().for_each(|child| self.exprs(child));
    }

    /// Features that must be met at least once and were not.
    pub fn missing(&self) -> Vec<&'static str> {
        required().filter(|feature| !self.met.contains_key(*feature)).collect()
    }
}

/// What the journal says before a line is decided.
pub struct Before {
    /// Whether the line's id was seen.
    known: bool,
    /// Kind and outcome of what the line confirms or reverses.
    of: Option<(&'static str, String)>,
    latest: Option<i64>,
}

impl Before {
    pub fn new(state: &State, line: &Line) -> Self {
        let of = match &line.what {
            What::Reverse { of } | What::Confirm { of, .. } => state.journal.get(of),
            What::Event { .. } | What::Redeem { .. } => None,
        };
        Before {
            known: state.journal.contains_key(&line.id),
            of: of.map(|entry| (kind(&entry.line), entry.outcome.clone())),
            latest: state.journal.values().filter_map(|entry| entry.instant).max(),
        }
    }
}

/// All that must be met: one line each in `features.txt`, whose titles begin with `#`.
pub fn required() -> impl Iterator<Item = &'static str> {
    include_str!("features.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn kind(line: &Line) -> &'static str {
    match line.what {
        What::Event { .. } => "event",
        What::Confirm { .. } => "confirmation",
        What::Reverse { .. } => "reversal",
        What::Redeem { .. } => "redemption",
    }
}

fn limit_name(limit: &Limit) -> &'static str {
    match limit {
        Limit::Cap { times: true, .. } => "times",
        Limit::Cap { .. } => "points",
        Limit::NoScope { .. } => "a lacking scope",
        Limit::Group { group: None, .. } => "并得",
        Limit::Group { .. } => "a group",
        Limit::FromBalance { .. } => "起兑",
        Limit::Floor { .. } => "最低",
    }
}
