//! 设: who and what there is before the first line.

use super::Reader;
use super::facts::Meaning;
use crate::diagnostics::Finding;
use crate::model::expr::{Given, UsageOf};
use crate::model::from_syntax::codes;
use crate::model::from_syntax::names::{nfc, suggest};
use crate::model::from_syntax::say::{self, say};
use crate::model::types::Base;
use crate::model::{AccountId, Cap, OverallCapId, Rational, ScopeId, ScopeKeys, Unit, Window};
use crate::source::Span;
use crate::syntax::tree::{self, CaseFact, CaseValue, Word};

/// Something whose usage can be stated: what it is, by whom and for how long it counts, and in what.
struct Countable {
    of: UsageOf,
    scope: ScopeId,
    window: Window,
    unit: Unit,
}

impl Reader<'_> {
    /// All 设 of a case: people first, so that usage can name them.
    pub(super) fn givens(&mut self, written: &[tree::Given]) -> Vec<Given> {
        let mut given = Vec::new();
        for item in written {
            if let tree::Given::Subject { kind, name, facts } = item {
                given.push(self.subject(kind, name, facts));
            }
        }
        for item in written {
            if let tree::Given::Usage { item, key, date, amount, span } = item {
                given.extend(self.usage(item, key.as_ref(), date.as_ref(), amount, *span));
            }
        }
        given
    }

    fn subject(&mut self, kind: &Word, name: &Word, written: &[CaseFact]) -> Given {
        if self.symbols.scope_names.one(&kind.value) != Some(ScopeId(0)) {
            let subject = self.symbols.scopes.first().map_or("", |s| s.name.name.name.as_str());
            let word = &kind.value;
            let what = say(
                format!("主体叫“{subject}”，不叫“{word}”。"),
                format!("The subject is called “{subject}”, not “{word}”."),
            );
            let finding = Finding::new(&codes::UNKNOWN_NAME, kind.span, what);
            self.out.push(suggest(finding, say::SUBJECT, kind, &[subject]));
        }
        let name_text = nfc(&name.value);
        if self.people.contains_key(&name_text) {
            let what = say(format!("“{name_text}”设了两次。"), format!("“{name_text}” is given twice."));
            self.out.push(
                Finding::new(&codes::DUPLICATE_NAME, name.span, what).help(say("合成一行。", "Make it one line.")),
            );
        }
        let (mut facts, mut scopes, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        for fact in written {
            if let Some(account) = self.opening(&fact.name) {
                self.open(account, fact, &mut accounts);
                continue;
            }
            match self.meaning(&fact.name, None) {
                Some(Meaning::Field(id)) => self.fact(id, fact, &mut facts),
                Some(Meaning::Scope(id)) => self.scope(id, fact, &mut scopes),
                None => {}
            }
        }
        self.people.insert(name_text.clone(), scopes.clone());
        Given::Subject { name: name_text, facts, scopes, accounts }
    }

    /// The account that a part of 设 opens, unless the name is that of an attribute or scope.
    fn opening(&self, word: &Word) -> Option<AccountId> {
        let s = self.symbols;
        if s.attribute_names.get(&word.value).is_some() || s.scope_names.get(&word.value).is_some() {
            return None;
        }
        let balance = matches!(word.value.as_str(), "余额" | "balance").then_some(self.balance);
        s.account_names.one(&word.value).or(balance)
    }

    fn open(&mut self, id: AccountId, written: &CaseFact, accounts: &mut Vec<(AccountId, Rational)>) {
        let Some(account) = self.symbols.accounts.get(id.0) else { return };
        let name = &written.name.value;
        let CaseValue::Number(number) = &written.value else {
            let what = say(format!("“{name}”后面要写数。"), format!("A number must follow “{name}”."));
            let help = say(
                format!("写成“{name} 100 {}”的样子。", account.shown_unit),
                format!("Write it like “{name} 100 {}”.", account.shown_unit),
            );
            self.out.push(Finding::new(&codes::VALUE_NEEDED, written.span, what).help(help));
            return;
        };
        if account.scope != ScopeId(0) || account.window != Window::Lifetime {
            let what = say(
                format!("“{name}”不是每人终身的账户，不能写在人的后面。"),
                format!("“{name}” is not an account per person for a lifetime and cannot be stated with a person."),
            );
            let help = say(
                format!("写成“设 用量 {name} 甲 自 2025-01-01 …”的样子。"),
                format!("Write it like “given usage {name} A from 2025-01-01 …”."),
            );
            self.out.push(Finding::new(&codes::NOT_STATED_IN_CASES, written.span, what).help(help));
            return;
        }
        let unit = account.unit.clone();
        accounts.extend(self.amount(number, &unit).map(|amount| (id, amount)));
    }

    /// 设 用量 ITEM KEY 自 DATE AMOUNT
    fn usage(
        &mut self,
        item: &Word,
        key: Option<&Word>,
        date: Option<&tree::Spanned<i32>>,
        amount: &tree::Number,
        span: Span,
    ) -> Option<Given> {
        let unit = crate::model::from_syntax::numbers::amount(amount, self.symbols, self.out)?.unit;
        let day = date.map(|d| d.value);
        let all = self.countables(item, day)?;
        let of_unit: Vec<&Countable> = all.iter().filter(|c| c.unit == unit).collect();
        let fits =
            |c: &&&Countable| (c.window == Window::Lifetime) == date.is_none() && self.keyed(c.scope) == key.is_some();
        let fitting: Vec<&&Countable> = of_unit.iter().filter(fits).collect();
        let found = match (of_unit.as_slice(), fitting.as_slice()) {
            ([only], _) => only,
            (_, [only]) => **only,
            ([], _) => return self.usage_problem(item, span, Trouble::OtherUnit),
            _ => return self.usage_problem(item, span, Trouble::Several),
        };
        let has_key = self.keyed(found.scope);
        if has_key != key.is_some() {
            return self.usage_problem(item, span, if has_key { Trouble::KeyMissing } else { Trouble::KeyTooMany });
        }
        if (found.window == Window::Lifetime) != date.is_none() {
            return self.usage_problem(
                item,
                span,
                if date.is_none() { Trouble::DateMissing } else { Trouble::DateTooMany },
            );
        }
        let key = match key.filter(|_| has_key) {
            Some(word) => Some(self.key(found.scope, word)?),
            None => None,
        };
        let (of, unit) = (found.of, found.unit.clone());
        Some(Given::Usage { of, key, date: day, amount: self.amount(amount, &unit)?, span })
    }

    /// Whether usage by a scope has a key: all but that of the whole street.
    fn keyed(&self, scope: ScopeId) -> bool {
        self.symbols.scopes.get(scope.0).is_some_and(|s| s.keys != ScopeKeys::Whole)
    }

    /// Everything under an item's name that has usage.
    fn countables(&mut self, item: &Word, day: Option<i32>) -> Option<Vec<Countable>> {
        let (s, name) = (self.symbols, item.value.as_str());
        let mut found = Vec::new();
        let mut known = false;
        if s.rule_names.get(name).is_some() {
            known = true;
            let id = self.rule(item, day)?;
            let caps = self.parts.rules.get(id.0).and_then(|r| r.as_ref()).map_or(&[][..], |r| &r.caps);
            found.extend(caps.iter().enumerate().map(|(at, cap)| countable(UsageOf::RuleCap(id, at), cap)));
        }
        if let Some(ids) = s.overall_cap_names.get(name) {
            known = true;
            let caps = self.parts.overall_caps;
            let id = super::in_force(ids, day, |id: OverallCapId| caps.get(id.0)?.as_ref()?.dates.as_ref())?;
            let cap = caps.get(id.0).and_then(|c| c.as_ref());
            found.extend(cap.map(|c| countable(UsageOf::OverallCap(id), &c.cap)));
        }
        if s.redemption_names.get(name).is_some() {
            known = true;
            let id = self.redemption(item, day)?;
            let stock = self.parts.redemptions.get(id.0).and_then(|r| r.as_ref()).map_or(&[][..], |r| &r.stock);
            found.extend(stock.iter().enumerate().map(|(at, cap)| countable(UsageOf::Stock(id, at), cap)));
        }
        if let Some(id) = s.account_names.one(name)
            && let Some(account) = s.accounts.get(id.0)
        {
            known = true;
            let (scope, window, unit) = (account.scope, account.window, account.unit.clone());
            found.push(Countable { of: UsageOf::Account(id), scope, window, unit });
        }
        if !known {
            let what = say(
                format!("没有叫“{name}”的规则、总上限、兑换或账户。"),
                format!("There is no rule, overall cap, redemption or account called “{name}”."),
            );
            let known: Vec<&str> = s
                .rule_names
                .spellings()
                .chain(s.overall_cap_names.spellings())
                .chain(s.redemption_names.spellings())
                .chain(s.account_names.spellings())
                .collect();
            self.out.push(suggest(Finding::new(&codes::UNKNOWN_NAME, item.span, what), say::ITEM, item, &known));
            return None;
        }
        found.retain(|c| c.window != Window::Event);
        Some(found)
    }

    fn usage_problem(&mut self, item: &Word, span: Span, trouble: Trouble) -> Option<Given> {
        let name = &item.value;
        let (what, help) = match trouble {
            Trouble::OtherUnit => (
                say(format!("“{name}”没有以这个单位计的用量。"), format!("“{name}” has no usage in this unit.")),
                say("写上限或账户所用的单位。", "Write the unit of the cap or account."),
            ),
            Trouble::Several => (
                say(
                    format!("“{name}”有几个这样的上限，分不清是哪一个的用量。"),
                    format!("“{name}” has several such caps; whose usage is meant is not clear."),
                ),
                say("不写用量，改写此前的活动记录。", "Write the earlier events as lines instead."),
            ),
            Trouble::KeyMissing => (
                say(format!("没有写“{name}”是谁的用量。"), format!("Whose usage of “{name}” is meant is not said.")),
                say("在名称后写上人名或取值。", "Write the person or value after the name."),
            ),
            Trouble::KeyTooMany => (
                say(
                    format!("“{name}”是全体合计的，不用写是谁的用量。"),
                    format!("“{name}” is counted for all together: whose usage it is is not written."),
                ),
                say("删去名称后的这个词。", "Remove the word after the name."),
            ),
            Trouble::DateMissing => (
                say(
                    format!("没有写“{name}”是哪个周期的用量。"),
                    format!("For which period the usage of “{name}” is meant is not said."),
                ),
                say("写上“自”和周期中的一天。", "Write “from” and a day of the period."),
            ),
            Trouble::DateTooMany => (
                say(
                    format!("“{name}”是终身的，不用写日期。"),
                    format!("“{name}” is for a lifetime: no date is written."),
                ),
                say("删去“自”和日期。", "Remove “from” and the date."),
            ),
        };
        self.out.push(Finding::new(&codes::USAGE_UNCLEAR, span, what).help(help));
        None
    }
}

/// Why usage cannot be placed.
enum Trouble {
    OtherUnit,
    Several,
    KeyMissing,
    KeyTooMany,
    DateMissing,
    DateTooMany,
}

fn countable(of: UsageOf, cap: &Cap) -> Countable {
    let unit = Unit::of(if cap.times { Base::Time } else { Base::Point });
    Countable { of, scope: cap.scope, window: cap.window, unit }
}
