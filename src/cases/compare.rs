//! A decision beside what a case expects of it.

use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::expr::{Because, Expect, MissingName};
use crate::model::{Policy, Rational, RuleId, print};
use crate::records::decimal;
use crate::source::Span;
use mizi_evaluator::decision::{Decision, Error, Failed, Limit, Line, Outcome, Refusal};
use mizi_evaluator::program::{Item, ItemId, ItemKind, Program};
use mizi_evaluator::record::Kind;

/// A case expects something else than what is decided.
pub static CASE_DIFFERS: Code =
    Code {
        name: "case-differs", severity: Severity::Error, zh: "案例与判定不符", en: "a case expects something else"
    };

/// What a comparison needs.
pub struct Beside<'a> {
    /// The version whose names the case uses.
    pub policy: &'a Policy,
    /// The program that decided.
    pub program: &'a Program,
    /// What was decided.
    pub decision: &'a Decision,
    /// The subject's balance after it, smallest units; none where the line has no subject.
    pub balance: Option<i64>,
}

impl Beside<'_> {
    /// Everything expected that is not so.
    pub fn differences(&self, expect: &[(Expect, Span)], line: Span) -> Vec<Finding> {
        let outcome = self.unstated_outcome(expect, line);
        // That nothing was decided says already that no points were granted.
        let told = |expect: &Expect| outcome.is_some() && matches!(expect, Expect::Grant(..) | Expect::Total(_));
        let others = expect.iter().filter(|(expect, _)| !told(expect));
        let mut findings: Vec<Finding> = others.filter_map(|(expect, span)| self.difference(expect, *span)).collect();
        findings.extend(outcome);
        findings.extend(self.unnamed_grants(expect, line));
        findings
    }

    fn difference(&self, expect: &Expect, span: Span) -> Option<Finding> {
        match expect {
            Expect::Grant(rule, amount) => {
                self.number(span, &quoted(&self.rule_name(*rule)), *amount, self.granted(*rule))
            }
            Expect::Total(amount) => self.total(span, *amount),
            Expect::Balance(amount) => {
                self.number(span, &Message::new("余额", "The balance"), *amount, self.balance.unwrap_or(0))
            }
            Expect::Outcome(outcome) => {
                let got = self.decision.outcome;
                (got != *outcome).then(|| differs(span, &outcome_word(*outcome), &outcome_word(got)))
            }
            Expect::Missing(names) => self.missing(names, span),
            Expect::Because(because) => (!self.is_because(*because)).then(|| self.other_reason(*because, span)),
        }
    }

    /// A total as the case writes it: what a reversal takes back and a redemption costs is written without a sign.
    fn total(&self, span: Span, expected: Rational) -> Option<Finding> {
        let got = self.decision.total;
        let what = match self.decision.kind {
            Kind::Reversal => Message::new("扣回", "Taken back"),
            Kind::Redemption => Message::new("扣除", "The cost"),
            Kind::Event | Kind::Confirmation => return self.number(span, &total_word(), expected, got),
        };
        if expected > Rational::from(0) || got > 0 {
            return self.number(span, &total_word(), expected, got);
        }
        self.number(span, &what, -expected, got.saturating_neg())
    }

    fn number(&self, span: Span, what: &Message, expected: Rational, got: i64) -> Option<Finding> {
        let got = self.points(got);
        if got == expected {
            return None;
        }
        let unit = &self.policy.point.name.name;
        let more = if got > expected { ("多", "more") } else { ("少", "less") };
        let by = if got > expected { got - expected } else { expected - got };
        let (expected, got, by) = (decimal(expected), decimal(got), decimal(by));
        Some(Finding::new(
            &CASE_DIFFERS,
            span,
            Message::new(
                format!("{}：案例写的是 {expected} {unit}，判定是 {got} {unit}，{} {by} {unit}。", what.zh, more.0),
                format!(
                    "{}: the case says {expected} {unit}, the decision is {got} {unit}, {by} {unit} {}.",
                    what.en, more.1
                ),
            ),
        ))
    }

    /// A line that names no outcome expects that it is decided, or reversed.
    fn unstated_outcome(&self, expect: &[(Expect, Span)], line: Span) -> Option<Finding> {
        let stated = expect.iter().any(|(e, _)| matches!(e, Expect::Outcome(_) | Expect::Missing(_)));
        let usual = matches!(self.decision.outcome, Outcome::Decided | Outcome::Reversed);
        let explains = expect.iter().any(|(e, _)| matches!(e, Expect::Because(_)));
        if stated || usual || (explains && self.decision.total == 0) {
            return None;
        }
        let span = expect.first().map_or(line, |(_, span)| *span);
        Some(differs(span, &self.said(expect), &outcome_word(self.decision.outcome)))
    }

    /// The points that a line expects, as it writes them.
    fn said(&self, expect: &[(Expect, Span)]) -> Message {
        let words: Vec<Message> = expect.iter().filter_map(|(expect, _)| self.points_said(expect)).collect();
        if words.is_empty() {
            return outcome_word(Outcome::Decided);
        }
        let joined = |of: fn(&Message) -> &str, mark: &str| words.iter().map(of).collect::<Vec<_>>().join(mark);
        Message::new(joined(|word| &word.zh, "、"), joined(|word| &word.en, ", "))
    }

    fn points_said(&self, expect: &Expect) -> Option<Message> {
        let unit = &self.policy.point.name.name;
        let amount = |amount: Rational| format!("{} {unit}", decimal(amount));
        match expect {
            Expect::Grant(rule, granted) => {
                let (name, granted) = (self.rule_name(*rule), amount(*granted));
                Some(Message::new(format!("{} {granted}", name.zh), format!("{} {granted}", name.en)))
            }
            Expect::Total(total) => {
                let (shown, taken) = (amount(*total), amount(-*total));
                Some(match self.decision.kind {
                    Kind::Reversal if *total <= Rational::from(0) => {
                        Message::new(format!("扣回 {taken}"), format!("takes back {taken}"))
                    }
                    Kind::Redemption => Message::new(format!("扣 {taken}"), format!("costs {taken}")),
                    _ => Message::new(&shown, &shown),
                })
            }
            _ => None,
        }
    }

    /// Where rules are named, a rule that is not named must have been granted nothing.
    fn unnamed_grants(&self, expect: &[(Expect, Span)], line: Span) -> Vec<Finding> {
        let named: Vec<RuleId> = expect
            .iter()
            .filter_map(|(e, _)| if let Expect::Grant(rule, _) = e { Some(*rule) } else { None })
            .collect();
        if named.is_empty() {
            return Vec::new();
        }
        let span = expect.first().map_or(line, |(_, span)| *span);
        let mut seen: Vec<ItemId> = Vec::new();
        let mut findings = Vec::new();
        for other in &self.decision.lines {
            let is_named = named.iter().any(|rule| self.is_rule(other.item, *rule));
            if is_named || seen.contains(&other.item) {
                continue;
            }
            seen.push(other.item);
            let sum = self.sum(|line| line.item == other.item);
            let name = self.item_name(other.item);
            findings.extend(self.number(span, &quoted(&name), Rational::from(0), sum));
        }
        findings
    }

    fn granted(&self, rule: RuleId) -> i64 {
        self.sum(|line| self.is_rule(line.item, rule))
    }

    fn sum(&self, which: impl Fn(&Line) -> bool) -> i64 {
        self.decision.lines.iter().filter(|line| which(line)).fold(0, |sum, line| sum.saturating_add(line.granted))
    }

    fn missing(&self, names: &[MissingName], span: Span) -> Option<Finding> {
        let mut expected: Vec<&str> = names.iter().map(|name| self.missing_name(*name)).collect();
        let mut got: Vec<&str> = self.decision.errors.iter().filter_map(|error| self.absent(error)).collect();
        expected.sort_unstable();
        got.sort_unstable();
        let list =
            |names: &[&str]| Message::new(format!("缺 {}", names.join("、")), format!("missing {}", names.join(", ")));
        let found = if got.is_empty() { outcome_word(self.decision.outcome) } else { list(&got) };
        (expected != got).then(|| differs(span, &list(&expected), &found))
    }

    fn missing_name(&self, name: MissingName) -> &str {
        match name {
            MissingName::Field(field) => self.policy.fields.get(field.0).map_or("", |f| f.name.name.key()),
            MissingName::Scope(scope) => self.policy.scopes.get(scope.0).map_or("", |s| s.name.name.key()),
        }
    }

    fn absent(&self, error: &Error) -> Option<&str> {
        match error {
            Error::MissingFact(fact) => self.program.facts.get(usize::from(*fact)).map(|f| f.name.key()),
            Error::MissingScope(scope) => self.program.scopes.get(usize::from(*scope)).map(|s| s.name.key()),
            _ => None,
        }
    }

    fn is_because(&self, because: Because) -> bool {
        match because {
            Because::RuleCap(rule) => self.limited(|item| item.kind == ItemKind::Cap && self.names_rule(item, rule)),
            Because::RuleCondition(rule) => self.failed(rule),
            Because::Rule(rule) => {
                self.failed(rule)
                    || self.silences(rule)
                    || self.limited(|item| item.kind == ItemKind::Cap && self.names_rule(item, rule))
            }
            Because::OverallCap(cap) => {
                let cap = self.policy.overall_caps.get(cap.0);
                cap.is_some_and(|cap| {
                    self.limited(|item| item.kind == ItemKind::OverallCap && names(item, &cap.name.name.name, &cap.key))
                })
            }
            Because::Group(group) => {
                let group = self.policy.groups.get(group.0);
                group.is_some_and(|group| {
                    self.limited(|item| item.kind == ItemKind::Group && names(item, &group.name.name.name, &group.key))
                })
            }
            Because::Redemption(_) => self.decision.stopped.is_some() || !self.decision.refusals.is_empty(),
            Because::Account(_) => {
                let short = |r: &Refusal| matches!(r, Refusal::Floor { .. } | Refusal::FromBalance { .. });
                self.decision.refusals.iter().any(short)
                    || self.decision.errors.iter().any(|e| matches!(e, Error::Account { .. }))
            }
        }
    }

    fn failed(&self, rule: RuleId) -> bool {
        self.decision.lines.iter().any(|line| line.failed.is_some() && self.is_rule(line.item, rule))
    }

    /// Whether the rule holds instead of another that it excepts.
    fn silences(&self, rule: RuleId) -> bool {
        let by = |line: &Line| matches!(line.failed, Some(Failed::Excepted { by }) if self.is_rule(by, rule));
        self.decision.lines.iter().any(by)
    }

    fn limited(&self, which: impl Fn(&Item) -> bool) -> bool {
        let by = |limit: &Limit| {
            let item = match limit {
                Limit::Cap { item, .. } | Limit::NoScope { item, .. } => Some(*item),
                Limit::Group { item, .. } => *item,
            };
            item.and_then(|item| self.program.items.get(item as usize)).is_some_and(&which)
        };
        self.decision.lines.iter().any(|line| self.decision.limits(line).iter().any(by))
    }

    fn other_reason(&self, because: Because, span: Span) -> Finding {
        let expected = self.because_name(because);
        let expected = Message::new(format!("因 {}", expected.zh), format!("because of {}", expected.en));
        differs(span, &expected, &self.reasons())
    }

    /// The reasons the decision gives, in one phrase.
    fn reasons(&self) -> Message {
        let mut names: Vec<Message> = Vec::new();
        for line in &self.decision.lines {
            if matches!(line.failed, Some(Failed::Clause { .. } | Failed::Excepted { .. })) {
                let name = self.item_name(line.item);
                names.push(Message::new(format!("{} 的条件", name.zh), format!("the condition of {}", name.en)));
            }
            for limit in self.decision.limits(line) {
                let item = match limit {
                    Limit::Cap { item, .. } | Limit::NoScope { item, .. } => Some(*item),
                    Limit::Group { item, .. } => *item,
                };
                names.extend(item.map(|item| self.item_name(item)));
            }
        }
        names.dedup();
        if names.is_empty() {
            return outcome_word(self.decision.outcome);
        }
        let zh: Vec<&str> = names.iter().map(|n| n.zh.as_str()).collect();
        let en: Vec<&str> = names.iter().map(|n| n.en.as_str()).collect();
        Message::new(format!("因 {}", zh.join("、")), format!("because of {}", en.join(", ")))
    }

    fn because_name(&self, because: Because) -> Message {
        let both = |name: &str| Message::new(name, name);
        match because {
            Because::RuleCap(rule) => {
                let name = self.rule_name(rule);
                Message::new(format!("{} 的上限", name.zh), format!("the cap of {}", name.en))
            }
            Because::RuleCondition(rule) => {
                let name = self.rule_name(rule);
                Message::new(format!("{} 的条件", name.zh), format!("the condition of {}", name.en))
            }
            Because::Rule(rule) => self.rule_name(rule),
            Because::OverallCap(cap) => both(self.policy.overall_caps.get(cap.0).map_or("", |c| &c.name.name.name)),
            Because::Group(group) => both(self.policy.groups.get(group.0).map_or("", |g| &g.name.name.name)),
            Because::Redemption(id) => both(self.policy.redemptions.get(id.0).map_or("", |r| &r.name.name.name)),
            Because::Account(account) => both(self.policy.accounts.get(account.0).map_or("", |a| &a.name.name.name)),
        }
    }

    fn is_rule(&self, item: ItemId, rule: RuleId) -> bool {
        self.program
            .items
            .get(item as usize)
            .is_some_and(|item| matches!(item.kind, ItemKind::Rule | ItemKind::Bonus) && self.names_rule(item, rule))
    }

    fn names_rule(&self, item: &Item, rule: RuleId) -> bool {
        self.policy.rules.get(rule.0).is_some_and(|rule| names(item, &rule.name.name.name, &rule.key))
    }

    fn rule_name(&self, rule: RuleId) -> Message {
        let name = self.policy.rules.get(rule.0).map_or("", |rule| &rule.name.name.name);
        Message::new(name, name)
    }

    fn item_name(&self, item: ItemId) -> Message {
        let Some(item) = self.program.items.get(item as usize) else { return Message::default() };
        let name = &item.name.name;
        match item.kind {
            ItemKind::Cap => Message::new(format!("{name} 的上限"), format!("the cap of {name}")),
            _ => Message::new(name, name),
        }
    }

    /// Smallest units as points.
    fn points(&self, amount: i64) -> Rational {
        Rational::new(i128::from(amount), 10i128.pow(u32::from(self.program.decimals.min(18))))
    }
}

fn names(item: &Item, name: &str, key: &str) -> bool {
    item.name.name == name || item.name.key() == key
}

fn total_word() -> Message {
    Message::new("合计", "The total")
}

fn quoted(name: &Message) -> Message {
    Message::new(format!("“{}”", name.zh), format!("“{}”", name.en))
}

fn differs(span: Span, expected: &Message, got: &Message) -> Finding {
    Finding::new(
        &CASE_DIFFERS,
        span,
        Message::new(
            format!("案例写的是“{}”，判定是“{}”。", expected.zh, got.zh),
            format!("The case says “{}”, the decision is “{}”.", expected.en, got.en),
        ),
    )
}

/// An outcome as cases write it.
pub fn outcome_word(outcome: Outcome) -> Message {
    let (zh, en) = print::outcome(outcome);
    Message::new(zh, en)
}

/// A number that lasts beside what the case says it is, both as they are written.
pub fn holds(key: &str, account: &Message, expected: &Message, held: &Message, span: Span) -> Finding {
    let what = Message::new(
        format!("“{key}”的“{}”：案例写的是 {}，实际是 {}。", account.zh, expected.zh, held.zh),
        format!("“{}” of “{key}”: the case says {}, it is {}.", account.en, expected.en, held.en),
    );
    Finding::new(&CASE_DIFFERS, span, what)
}
