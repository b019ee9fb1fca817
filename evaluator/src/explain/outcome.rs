//! What became of a record, and what it changed.

use super::near::shown;
use super::show::spaced;
use super::{Explainer, Lang};
use crate::date;
use crate::decision::{About, Decision, Outcome};
use crate::program::{AccountKind, ActivityProgram, Day};
use crate::record::Kind;

impl Outcome {
    /// Its word in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Decided => "decided",
            Outcome::Pending => "pending",
            Outcome::NotInForce => "not_in_force",
            Outcome::TooLate => "too_late",
            Outcome::NotEligible => "not_eligible",
            Outcome::Locked => "locked",
            Outcome::NeedsDecision => "needs_decision",
            Outcome::Refused => "refused",
            Outcome::CannotDecide => "cannot_decide",
            Outcome::Reversed => "reversed",
            Outcome::Repeated => "repeated",
            Outcome::Unknown => "unknown",
        }
    }

    /// Its word in a language.
    pub fn word(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Outcome::Decided => ("已判定", "decided"),
            Outcome::Pending => ("待确认", "pending"),
            Outcome::NotInForce => ("不在施行期", "not in force"),
            Outcome::TooLate => ("逾期", "too late"),
            Outcome::NotEligible => ("无资格", "not eligible"),
            Outcome::Locked => ("已锁定", "locked"),
            Outcome::NeedsDecision => ("待裁量", "needs a decision"),
            Outcome::Refused => ("不予兑换", "refused"),
            Outcome::CannotDecide => ("无法判定", "cannot decide"),
            Outcome::Reversed => ("已撤销", "reversed"),
            Outcome::Repeated => ("重复", "repeated"),
            Outcome::Unknown => ("查无此事", "unknown"),
        };
        lang.pick(zh, en)
    }
}

impl<'a> Explainer<'a> {
    /// The record and what became of it, in one sentence.
    pub(super) fn headline(&self, decision: &Decision) -> String {
        let (record, outcome) = (self.record(decision), decision.outcome.word(self.lang));
        let more = self.more(decision);
        let more = if more.is_empty() { more } else { self.lang.pick(format!("，{more}"), format!(", {more}")) };
        self.lang.pick(format!("{record}：{outcome}{more}。"), format!("{record}: {outcome}{more}."))
    }

    /// Which record: its id and what it is.
    fn record(&self, decision: &Decision) -> String {
        let id = shown(&self.id(decision.id));
        match (decision.kind, decision.of.map(|of| shown(&self.id(of)))) {
            (Kind::Confirmation, Some(of)) => {
                self.lang.pick(format!("{id}，确认 {of}"), format!("{id}, confirmation of {of}"))
            }
            (Kind::Reversal, Some(of)) => self.lang.pick(format!("{id}，撤销 {of}"), format!("{id}, reversal of {of}")),
            _ => self.record_alone(decision, id),
        }
    }

    fn record_alone(&self, decision: &Decision, id: String) -> String {
        let program = self.evaluator.program();
        match decision.about {
            Some(About::Activity(activity)) => {
                let name = self.named(program.activities.get(usize::from(activity)).map(|activity| &activity.name));
                self.lang.pick(format!("{id}，{name}"), format!("{id}, {name}"))
            }
            Some(About::Redemption(redemption)) => {
                let name = self.named(program.redemptions.get(usize::from(redemption)));
                self.lang.pick(format!("{id}，兑换“{name}”"), format!("{id}, redemption of “{name}”"))
            }
            None => id,
        }
    }

    fn more(&self, decision: &Decision) -> String {
        let total = self.points(decision.total.saturating_abs());
        match (decision.outcome, decision.kind) {
            (Outcome::Decided, Kind::Redemption) => self.lang.pick(format!("扣 {total}"), format!("costs {total}")),
            (Outcome::Decided, _) => {
                let date = self.deciding_date(decision);
                self.lang.pick(format!("{date}共 {total}"), format!("{date}{total} in all"))
            }
            (Outcome::Reversed, _) if decision.total > 0 => {
                self.lang.pick(format!("退回 {total}"), format!("gives back {total}"))
            }
            (Outcome::Reversed, _) => self.lang.pick(format!("扣回 {total}"), format!("takes back {total}")),
            (Outcome::Pending, _) => self.outstanding(decision),
            (Outcome::NotInForce, _) => decision.rule_date.map(|day| date::show_date(day.into())).unwrap_or_default(),
            (Outcome::TooLate, _) => self.too_late(decision),
            (Outcome::Repeated, Kind::Reversal) if !decision.seen => {
                self.lang.pick("该记录已经撤销过".to_owned(), "that record was reversed before".to_owned())
            }
            (Outcome::Repeated, _) => self.lang.pick(
                "该编号已经判定过，不再变动".to_owned(),
                "this id was decided before, nothing changes".to_owned(),
            ),
            (Outcome::Unknown, Kind::Confirmation) => self.lang.pick(
                "此前没有等待确认的这条记录".to_owned(),
                "no record of that id before it waits to be confirmed".to_owned(),
            ),
            (Outcome::Unknown, _) => self.lang.pick(
                "此前没有可以撤销的这条记录".to_owned(),
                "no record of that id before it can be reversed".to_owned(),
            ),
            _ => String::new(),
        }
    }

    /// Which date's rules decided an event that was confirmed: its own or that of the confirmation.
    fn deciding_date(&self, decision: &Decision) -> String {
        let date = decision.rule_date.filter(|_| decision.kind == Kind::Confirmation);
        let said = |day: Day| {
            let day = date::show_date(day.into());
            self.lang.pick(format!("适用日期 {day}，"), format!("rule date {day}, "))
        };
        date.map(said).unwrap_or_default()
    }

    fn too_late(&self, decision: &Decision) -> String {
        let segment = decision.segment.and_then(|segment| self.evaluator.program().segments.get(usize::from(segment)));
        match segment.and_then(|segment| segment.late_days) {
            Some(days) => self
                .lang
                .pick(format!("收到时已过 {days} 日之限"), format!("received more than {days} days after its date")),
            None => String::new(),
        }
    }

    /// Whose confirmation is still to come.
    fn outstanding(&self, decision: &Decision) -> String {
        let Some(waits) = self.waits_under(decision) else { return String::new() };
        let roles = &self.evaluator.program().roles;
        let is_open = |any: &&Vec<u16>| crate::plan::role_bits(any) & decision.confirmed == 0;
        let any_of = |any: &Vec<u16>| {
            let names = any.iter().map(|&role| format!("“{}”", self.named(roles.get(usize::from(role)))));
            names.collect::<Vec<_>>().join(self.lang.pick("或", " or "))
        };
        let open: Vec<String> = waits.confirmations.iter().filter(is_open).map(any_of).collect();
        let open = open.join(self.lang.pick("，以及", ", and "));
        self.lang.pick(format!("还需{open}确认"), format!("still to be confirmed by {open}"))
    }

    /// The activity in the segment of the event's own date.
    fn waits_under(&self, decision: &Decision) -> Option<&'a ActivityProgram> {
        let About::Activity(activity) = decision.about? else { return None };
        let segment = self.evaluator.program().segments.get(usize::from(decision.waits_under?))?;
        segment.activities.get(usize::from(activity))?.as_ref()
    }

    /// What a reversal could not take back, and the blocks it took back besides.
    pub(super) fn taken_back(&self, decision: &Decision) -> Vec<String> {
        let mut lines = Vec::new();
        for &(account, blocks) in &decision.blocks_back {
            let name = self.evaluator.program().accounts.get(account as usize).map_or("", |own| self.item(own.shown));
            lines.push(self.lang.pick(
                format!("“{name}”的余数不足，另收回 {blocks} 个整份。"),
                format!("The remainder of “{name}” falls short; {blocks} more of its blocks are taken back."),
            ));
        }
        if decision.shortfall > 0 {
            let short = self.points(decision.shortfall);
            lines.push(self.lang.pick(
                format!("余额不足，还有 {}没有扣回。", spaced(&short)),
                format!("The balance does not suffice; {short} could not be taken back."),
            ));
        }
        lines
    }

    /// What was added to balances and counters. Usage of caps shows where it limits.
    pub(super) fn recorded(&self, decision: &Decision) -> Option<String> {
        let accounts = &self.evaluator.program().accounts;
        let mut parts = Vec::new();
        for change in &decision.changes {
            let Some(account) = accounts.get(change.at.account as usize) else { continue };
            if matches!(account.kind, AccountKind::Usage | AccountKind::CarriedPay) {
                continue;
            }
            let name = self.item(account.shown);
            let name = match account.kind {
                AccountKind::Remainder => self.lang.pick(format!("“{name}”的余数"), format!("remainder of “{name}”")),
                _ => self.lang.pick(format!("“{name}”"), format!("“{name}”")),
            };
            let amount = self.account_amount(change.at.account, change.add.saturating_abs());
            let sign = self.lang.pick(["加", "减"], ["+", "−"])[usize::from(change.add < 0)];
            parts.push(self.lang.pick(format!("{name}{sign} {amount}"), format!("{name} {sign}{amount}")));
        }
        if parts.is_empty() {
            return None;
        }
        Some(self.lang.pick(format!("记入：{}。", parts.join("，")), format!("Recorded: {}.", parts.join(", "))))
    }
}
