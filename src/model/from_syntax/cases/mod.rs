//! 案例: names resolved, amounts in base units.

mod expect;
mod facts;
mod given;

use super::names::{nfc, unknown};
use super::say::{self, say};
use super::symbols::Symbols;
use super::{codes, numbers};
use crate::diagnostics::Finding;
use crate::model::expr::{CaseLine, CaseLineKind};
use crate::model::types::{Base, CaseText};
use crate::model::{
    AccountId, ActivityId, Dates, ListId, OverallCap, Rational, Redemption, RedemptionId, Rule, RuleId, ScopeId, Unit,
};
use crate::syntax::tree::{self, ExpectedOutcome, Word};
use std::collections::BTreeMap;

/// The items that cases name.
pub(super) struct Parts<'a> {
    pub rules: &'a [Option<Rule>],
    pub overall_caps: &'a [Option<OverallCap>],
    pub redemptions: &'a [Option<Redemption>],
}

/// All cases of a version.
pub(super) fn cases(
    written: &[(&tree::Item, &tree::Case)],
    parts: &Parts<'_>,
    balance: AccountId,
    symbols: &Symbols,
    out: &mut Vec<Finding>,
) -> Vec<CaseText> {
    let read = |(item, case): &(&tree::Item, &tree::Case)| {
        let mut reader = Reader { symbols, parts, balance, out, people: BTreeMap::new(), ids: BTreeMap::new() };
        let given = reader.givens(&case.givens);
        let lines = case.lines.iter().enumerate().filter_map(|(at, line)| reader.line(at, line)).collect();
        CaseText { title: case.title.value.clone(), span: item.span, given, lines }
    };
    written.iter().map(read).collect()
}

/// Reads one case.
struct Reader<'a> {
    symbols: &'a Symbols,
    parts: &'a Parts<'a>,
    balance: AccountId,
    out: &'a mut Vec<Finding>,
    /// People introduced by 设, with the keys of the scopes stated.
    people: BTreeMap<String, Vec<(ScopeId, String)>>,
    /// Lines so far by their ids, with the activity of events.
    ids: BTreeMap<String, Option<ActivityId>>,
}

impl Reader<'_> {
    /// One line; none if it makes no sense.
    fn line(&mut self, at: usize, written: &tree::CaseLine) -> Option<CaseLine> {
        let (kind, when, id) = self.kind(&written.kind, &written.expect)?;
        let activity = match &kind {
            CaseLineKind::Event { activity, .. } => Some(*activity),
            CaseLineKind::Confirm { of, .. } | CaseLineKind::Reverse { of } => self.ids.get(of).copied().flatten(),
            _ => None,
        };
        let date = when.as_ref().map(|w| w.date.value);
        let redeems = matches!(kind, CaseLineKind::Redeem { .. });
        let expect = written.expect.iter().filter_map(|e| {
            let place = expect::place(e).unwrap_or(written.span);
            self.expect(e, activity, date, redeems).map(|e| (e, place))
        });
        let expect = expect.collect();
        let id = id.map_or_else(|| format!("#{}", at + 1), |w| nfc(&w.value));
        self.ids.insert(id.clone(), activity);
        let when = when.map(|w| (w.date.value, i32::from(w.time.unwrap_or(0))));
        Some(CaseLine { id, kind, when, expect, span: written.span })
    }

    fn kind<'w>(
        &mut self,
        written: &'w tree::CaseLineKind,
        expect: &[tree::Expect],
    ) -> Option<(CaseLineKind, Option<&'w tree::When>, Option<&'w Word>)> {
        use tree::CaseLineKind as Written;
        Some(match written {
            Written::Event { when, subject, activity, id, received, facts } => {
                let subject = self.person(subject);
                let activity = self.symbols.activity_names.find_one(activity, self.out)?;
                let (facts, scopes) = self.facts(facts, Some(activity));
                let received = received.as_ref().map(|d| d.value);
                (CaseLineKind::Event { subject: subject?, activity, received, facts, scopes }, Some(when), id.as_ref())
            }
            Written::Confirm { when, of, role, id } => {
                let of = self.earlier(of, expect);
                let role = self.symbols.role_names.find_one(role, self.out)?;
                (CaseLineKind::Confirm { of: of?, role }, Some(when), id.as_ref())
            }
            Written::Reverse { when, of, id } => {
                (CaseLineKind::Reverse { of: self.earlier(of, expect)? }, Some(when), id.as_ref())
            }
            Written::Redeem { when, subject, redemption, id } => {
                let subject = self.person(subject);
                let redemption = self.redemption(redemption, Some(when.date.value))?;
                (CaseLineKind::Redeem { subject: subject?, redemption }, Some(when), id.as_ref())
            }
            Written::Balance { subject, amount } => (self.balance_of(subject, amount)?, None, None),
            Written::Tally { account, key, amount } => (self.tally(account, key, amount)?, None, None),
        })
    }

    /// A person: one of those introduced by 设, if any were.
    fn person(&mut self, word: &Word) -> Option<String> {
        let name = nfc(&word.value);
        if self.people.is_empty() || self.people.contains_key(&name) {
            return Some(name);
        }
        let finding = unknown(say::PERSON, word, self.people.keys().map(String::as_str));
        self.out.push(finding);
        None
    }

    /// A line before this one; a line that expects 查无此事 may name one that is not there.
    fn earlier(&mut self, of: &Word, expect: &[tree::Expect]) -> Option<String> {
        let id = nfc(&of.value);
        let expects_unknown =
            expect.iter().any(|e| matches!(e, tree::Expect::Outcome(o) if o.value == ExpectedOutcome::Unknown));
        if expects_unknown || self.ids.contains_key(&id) {
            return Some(id);
        }
        let finding = unknown(say::LINE, of, self.ids.keys().filter(|id| !id.contains(' ')).map(String::as_str));
        self.out.push(finding);
        None
    }

    /// 余额 NAME AMOUNT
    fn balance_of(&mut self, subject: &Word, amount: &tree::Number) -> Option<CaseLineKind> {
        let person = self.person(subject)?;
        let account = self.balance;
        let scope = self.symbols.accounts.get(account.0)?.scope;
        let key = if scope == ScopeId(0) {
            Some(person)
        } else {
            self.people.get(&person).and_then(|keys| keys.iter().find(|(s, _)| *s == scope)).map(|(_, key)| key.clone())
        };
        let amount = self.points(amount)?;
        let Some(key) = key else {
            let name = &subject.value;
            let what = say(
                format!("没有写明“{name}”属于哪里，找不到余额。"),
                format!("Where “{name}” belongs is not stated, so the balance is not found."),
            );
            self.out.push(
                Finding::new(&codes::KEY_NOT_STATED, subject.span, what)
                    .help(say("在“设”中写明。", "State it in “given”.")),
            );
            return None;
        };
        Some(CaseLineKind::Holds { account, key, amount })
    }

    /// 结余 ACCOUNT KEY AMOUNT
    fn tally(&mut self, account: &Word, key: &Word, amount: &tree::Number) -> Option<CaseLineKind> {
        let id = self.account(account)?;
        let known = self.symbols.accounts.get(id.0)?;
        let key = self.key(known.scope, key);
        let amount = self.amount(amount, &known.unit)?;
        Some(CaseLineKind::Holds { account: id, key: key?, amount })
    }

    /// An account by its name; 余额 is always the account that points go to.
    fn account(&mut self, word: &Word) -> Option<AccountId> {
        if self.symbols.account_names.get(&word.value).is_none() && matches!(word.value.as_str(), "余额" | "balance")
        {
            return Some(self.balance);
        }
        self.symbols.account_names.find_one(word, self.out)
    }

    /// An amount of points.
    fn points(&mut self, number: &tree::Number) -> Option<Rational> {
        self.amount(number, &Unit::of(Base::Point))
    }

    /// An amount in a unit, which must be written.
    fn amount(&mut self, number: &tree::Number, unit: &Unit) -> Option<Rational> {
        let found = numbers::amount(number, self.symbols, self.out)?;
        if found.unit == *unit {
            return Some(found.value);
        }
        let wanted = say::unit_name(unit, self.symbols);
        let what = say(format!("这里以“{}”计。", wanted.zh), format!("This is counted in “{}”.", wanted.en));
        let shown = if self.symbols.chinese { &wanted.zh } else { &wanted.en };
        let help = say(format!("写成“{} {shown}”。", number.text), format!("Write “{} {shown}”.", number.text));
        let code = if *unit == Unit::of(Base::Point) { &codes::POINTS_EXPECTED } else { &codes::UNLIKE_UNITS };
        self.out.push(Finding::new(code, number.span, what).help(help));
        None
    }

    /// A key of a scope: the person's name, a value of the directory, or any text.
    fn key(&mut self, scope: ScopeId, word: &Word) -> Option<String> {
        use crate::model::ScopeKeys;
        match self.symbols.scopes.get(scope.0)?.keys {
            ScopeKeys::Subject => self.person(word),
            ScopeKeys::Stated | ScopeKeys::Whole => Some(nfc(&word.value)),
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                let at = self.value_of(list, word)?;
                let value = self.symbols.lists.get(list.0)?.values.get(at)?;
                Some(value.name.key().to_string())
            }
        }
    }

    /// A value of a list.
    fn value_of(&mut self, list: ListId, word: &Word) -> Option<usize> {
        let names = self.symbols.value_names.get(list.0)?;
        let found = names.one(&word.value);
        if found.is_none() {
            let finding = super::typing::unknown_value(word, list, self.symbols);
            self.out.push(finding);
        }
        found
    }

    /// The text of a rule that is in force on a date, or its first.
    fn rule(&mut self, word: &Word, date: Option<i32>) -> Option<RuleId> {
        let ids = self.symbols.rule_names.find(word, self.out)?;
        let rules = self.parts.rules;
        in_force(ids, date, |id| rules.get(id.0)?.as_ref()?.dates.as_ref())
    }

    fn redemption(&mut self, word: &Word, date: Option<i32>) -> Option<RedemptionId> {
        let ids = self.symbols.redemption_names.find(word, self.out)?;
        let redemptions = self.parts.redemptions;
        in_force(ids, date, |id| redemptions.get(id.0)?.as_ref()?.dates.as_ref())
    }
}

/// The version of an item that is in force on a date, or else its first.
fn in_force<'a, Id: Copy>(ids: &[Id], date: Option<i32>, dates: impl Fn(Id) -> Option<&'a Dates>) -> Option<Id> {
    let on = |id: &Id| date.is_some_and(|day| dates(*id).is_none_or(|d| d.contains(day)));
    ids.iter().copied().find(on).or_else(|| ids.first().copied())
}
