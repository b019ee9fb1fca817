//! What a case expects of a line.

use super::Reader;
use super::facts::Meaning;
use crate::diagnostics::Finding;
use crate::model::expr::{Because, Expect, MissingName};
use crate::model::from_syntax::codes;
use crate::model::from_syntax::names::suggest;
use crate::model::from_syntax::say::{self, say};
use crate::model::{ActivityId, GroupId};
use crate::source::Span;
use crate::syntax::tree::{self, BecausePart, ExpectedOutcome, Word};
use mizi_evaluator::decision::Outcome;

/// Where an expectation stands.
pub(super) fn place(written: &tree::Expect) -> Option<Span> {
    Some(match written {
        tree::Expect::Grant { rule, amount } => rule.span.to(amount.span),
        tree::Expect::Total { amount, .. } | tree::Expect::Balance(amount) => amount.span,
        tree::Expect::Because { item, .. } => item.span,
        tree::Expect::Outcome(outcome) => outcome.span,
        tree::Expect::MissingFacts(words) => words.first()?.span.to(words.last()?.span),
    })
}

impl Reader<'_> {
    /// One part of what is expected.
    pub(super) fn expect(
        &mut self,
        written: &tree::Expect,
        activity: Option<ActivityId>,
        date: Option<i32>,
        redeems: bool,
    ) -> Option<Expect> {
        Some(match written {
            tree::Expect::Grant { rule, amount } => {
                let rule = self.rule(rule, date);
                let amount = self.points(amount)?;
                Expect::Grant(rule?, amount)
            }
            tree::Expect::Total { amount, negative } => {
                let amount = self.points(amount)?;
                Expect::Total(if *negative { -amount } else { amount })
            }
            tree::Expect::Balance(amount) => Expect::Balance(self.points(amount)?),
            tree::Expect::Outcome(outcome) => Expect::Outcome(self::outcome(outcome.value)),
            tree::Expect::Because { item, part } => Expect::Because(self.because(item, *part, date, redeems)?),
            tree::Expect::MissingFacts(words) => {
                let names: Vec<Option<MissingName>> = words.iter().map(|w| self.missing(w, activity)).collect();
                Expect::Missing(names.into_iter().collect::<Option<_>>()?)
            }
        })
    }

    fn missing(&mut self, word: &Word, activity: Option<ActivityId>) -> Option<MissingName> {
        self.meaning(word, activity).map(|meaning| match meaning {
            Meaning::Field(id) => MissingName::Field(id),
            Meaning::Scope(id) => MissingName::Scope(id),
        })
    }

    /// 因 ITEM: of things of one name the one that can limit this kind of line.
    fn because(&mut self, item: &Word, part: Option<BecausePart>, date: Option<i32>, redeems: bool) -> Option<Because> {
        let (s, name) = (self.symbols, item.value.as_str());
        if redeems && s.redemption_names.get(name).is_some() {
            return self.redemption(item, date).map(Because::Redemption);
        }
        if s.rule_names.get(name).is_some() {
            let rule = self.rule(item, date)?;
            return Some(match part {
                Some(BecausePart::Cap) => Because::RuleCap(rule),
                Some(BecausePart::Condition) => Because::RuleCondition(rule),
                None => Because::Rule(rule),
            });
        }
        if let Some(ids) = s.overall_cap_names.get(name) {
            let caps = self.parts.overall_caps;
            return super::in_force(ids, date, |id| caps.get(id.0)?.as_ref()?.dates.as_ref()).map(Because::OverallCap);
        }
        if let Some(id) = s.group_names.get(name).and_then(|ids: &[GroupId]| ids.first()) {
            return Some(Because::Group(*id));
        }
        if s.redemption_names.get(name).is_some() {
            return self.redemption(item, date).map(Because::Redemption);
        }
        if let Some(id) = s.account_names.one(name) {
            return Some(Because::Account(id));
        }
        let what = say(
            format!("没有叫“{name}”的规则、总上限、组、兑换或账户。"),
            format!("There is no rule, overall cap, group, redemption or account called “{name}”."),
        );
        let known: Vec<&str> = s
            .rule_names
            .spellings()
            .chain(s.overall_cap_names.spellings())
            .chain(s.group_names.spellings())
            .chain(s.redemption_names.spellings())
            .chain(s.account_names.spellings())
            .collect();
        self.out.push(suggest(Finding::new(&codes::UNKNOWN_NAME, item.span, what), say::ITEM, item, &known));
        None
    }
}

fn outcome(written: ExpectedOutcome) -> Outcome {
    match written {
        ExpectedOutcome::Decided => Outcome::Decided,
        ExpectedOutcome::Pending => Outcome::Pending,
        ExpectedOutcome::NotInForce => Outcome::NotInForce,
        ExpectedOutcome::TooLate => Outcome::TooLate,
        ExpectedOutcome::NotEligible => Outcome::NotEligible,
        ExpectedOutcome::CannotDecide => Outcome::CannotDecide,
        ExpectedOutcome::Refused => Outcome::Refused,
        ExpectedOutcome::Reversed => Outcome::Reversed,
        ExpectedOutcome::Repeated => Outcome::Repeated,
        ExpectedOutcome::Unknown => Outcome::Unknown,
    }
}
