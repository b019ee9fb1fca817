//! People and records as the lines of a case.

use super::{Keywords, Printer, literal};
use crate::model::expr::{CaseLine, CaseLineKind, Given, UsageOf};
use crate::model::types::Base;
use crate::model::{AccountId, Constant, FieldId, Rational, ScopeId, Unit};
use mizi_evaluator::date;
use mizi_evaluator::decision::Outcome;

/// An outcome as cases write it, in Chinese and in English.
pub fn outcome(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Decided => ("已判定", "decided"),
        Outcome::Pending => ("待确认", "pending"),
        Outcome::NotInForce => ("不在施行期", "not in force"),
        Outcome::TooLate => ("逾期", "too late"),
        Outcome::NotEligible => ("无资格", "not eligible"),
        Outcome::Locked => ("已停用", "locked"),
        Outcome::NeedsDecision => ("待裁定", "needs decision"),
        Outcome::Refused => ("不予兑换", "refused"),
        Outcome::CannotDecide => ("无法判定", "cannot decide"),
        Outcome::Reversed => ("已撤销", "reversed"),
        Outcome::Repeated => ("重复", "repeated"),
        Outcome::Unknown => ("查无此事", "unknown"),
    }
}

impl Printer<'_> {
    /// 设 居民 张三：年龄 60，实名注册，余额 100 米; 设 用量 社团牵头奖 张三 自 2025-03-01 150 米
    pub fn given(&self, given: &Given) -> String {
        let word = self.pick("设", "given");
        match given {
            Given::Subject { name, facts, scopes, accounts } => {
                let kind = self.policy.scopes.first().map(|subject| self.name(&subject.name)).unwrap_or_default();
                let mut about = self.about(facts, scopes);
                about.extend(accounts.iter().filter_map(|(id, amount)| self.held(*id, *amount)));
                format!("{word} {kind} {}{}", self.key(name), self.after_colon(about))
            }
            Given::Usage { of, key, date, amount, .. } => {
                let (item, amount) = self.used(*of, *amount).unwrap_or_default();
                let key = key.as_ref().map(|key| format!(" {}", self.key(key))).unwrap_or_default();
                let from = self.pick("自", "from");
                let date = date.map(|day| format!(" {from} {}", date::show_date(i64::from(day)))).unwrap_or_default();
                format!("{word} {} {item}{key}{date} {amount}", self.pick("用量", "usage"))
            }
        }
    }

    /// What an account holds: 余额 100 米.
    fn held(&self, id: AccountId, amount: Rational) -> Option<String> {
        let account = self.policy.accounts.get(id.0)?;
        let balance = self.pick("余额", "balance").to_string();
        let name = if id == self.policy.balance { balance } else { self.name(&account.name) };
        Some(format!("{name} {}", literal::amount(self, amount, &account.unit, Some(&account.shown_unit))))
    }

    /// The item whose usage is stated, and how much it is.
    fn used(&self, of: UsageOf, amount: Rational) -> Option<(String, String)> {
        let policy = self.policy;
        let (name, cap) = match of {
            UsageOf::RuleCap(id, at) => policy.rules.get(id.0).map(|rule| (&rule.name, rule.caps.get(at)))?,
            UsageOf::OverallCap(id) => policy.overall_caps.get(id.0).map(|cap| (&cap.name, Some(&cap.cap)))?,
            UsageOf::Stock(id, at) => policy.redemptions.get(id.0).map(|r| (&r.name, r.stock.get(at)))?,
            UsageOf::Account(id) => {
                let account = policy.accounts.get(id.0)?;
                let amount = literal::amount(self, amount, &account.unit, Some(&account.shown_unit));
                return Some((self.name(&account.name), amount));
            }
        };
        let unit = Unit::of(if cap?.times { Base::Time } else { Base::Point });
        Some((self.name(name), literal::amount(self, amount, &unit, None)))
    }

    /// 2025-01-02 09:00 张三 社团活动 #e1：角色 牵头，成功 → EXPECT
    pub fn record(&self, line: &CaseLine, expected: &str) -> String {
        let what = match &line.kind {
            CaseLineKind::Event { subject, activity, facts, scopes, received } => {
                let activity = self.policy.activities.get(activity.0).map(|a| self.name(&a.name)).unwrap_or_default();
                let about = self.about(facts, scopes);
                let received = received
                    .map(|day| format!("{} {}", self.pick("，收到", ", received"), date::show_date(i64::from(day))));
                let (subject, received) = (self.key(subject), received.unwrap_or_default());
                format!("{subject} {activity} #{}{received}{}", line.id, self.after_colon(about))
            }
            CaseLineKind::Confirm { of, role } => {
                let role = self.policy.roles.get(role.0).map(|role| self.name(role)).unwrap_or_default();
                format!("{} #{of} {} {role}", self.pick("确认", "confirm"), self.pick("由", "by"))
            }
            CaseLineKind::Reverse { of } => format!("{} #{of}", self.pick("撤销", "reverse")),
            CaseLineKind::Redeem { subject, redemption } => {
                let redemption = self.policy.redemptions.get(redemption.0);
                let name = redemption.map(|redemption| self.name(&redemption.name)).unwrap_or_default();
                format!("{} {} {name}", self.key(subject), self.pick("兑换", "redeem"))
            }
            CaseLineKind::Holds { .. } => return String::new(),
        };
        let (day, minute) = line.when.unwrap_or_default();
        let arrow = self.pick("→", "->");
        format!("{} {:02}:{:02} {what} {arrow} {expected}", date::show_date(i64::from(day)), minute / 60, minute % 60)
    }

    fn after_colon(&self, about: Vec<String>) -> String {
        let (colon, comma) = (self.pick("：", ": "), self.pick("，", ", "));
        if about.is_empty() { String::new() } else { format!("{colon}{}", about.join(comma)) }
    }

    /// A key of a person, household or the like: as a name, or between quotation marks.
    fn key(&self, key: &str) -> String {
        if super::word::is_plain(key) { key.to_string() } else { format!("\"{key}\"") }
    }

    /// Facts and scopes, in the order given.
    fn about(&self, facts: &[(FieldId, Constant)], scopes: &[(ScopeId, String)]) -> Vec<String> {
        let facts = facts.iter().filter_map(|(field, value)| self.stated(*field, value));
        let scopes = scopes.iter().filter_map(|(scope, key)| {
            let scope = self.policy.scopes.get(scope.0)?;
            Some(format!("{} {}", self.name(&scope.name), self.listed_key(scope.keys, key)))
        });
        facts.chain(scopes).collect()
    }

    fn stated(&self, id: FieldId, value: &Constant) -> Option<String> {
        let field = self.policy.fields.get(id.0)?;
        let name = self.name(&field.name);
        Some(match value {
            Constant::YesNo(true) => name,
            Constant::YesNo(false) => format!("{} {name}", self.pick("非", "not")),
            other => {
                let value = literal::constant(self, other, &field.ty, field.shown_unit.as_deref());
                format!("{name} {value}")
            }
        })
    }

    /// A key of a scope; a value of its list by its name or code.
    fn listed_key(&self, keys: crate::model::ScopeKeys, key: &str) -> String {
        let crate::model::ScopeKeys::Listed(list) = keys else { return self.key(key) };
        let values = self.policy.lists.get(list.0).map(|list| list.values.as_slice()).unwrap_or_default();
        let value = values.iter().find(|value| value.name.name == key);
        value.map_or_else(|| self.key(key), |value| self.name(value))
    }

    /// The joined parts of what a case expects.
    pub fn expected(&self, parts: &[String]) -> String {
        parts.join(match self.keywords {
            Keywords::Chinese => "，",
            Keywords::English => ", ",
        })
    }
}
