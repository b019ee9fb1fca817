//! Rules, bonuses and gates in words.

use super::Explainer;
use super::show::spaced;
use crate::decision::{Decision, Failed, Limit, Line, Refusal, Stopped};
use crate::program::{ActivityProgram, Clause, FactKind, ItemKind, Pass, RedemptionProgram, Shown};

impl<'a> Explainer<'a> {
    /// One rule, or one bonus on one base.
    pub(super) fn line(&self, decision: &Decision, line: &Line) -> String {
        let name = self.item(line.item);
        let name = match line.base {
            None => name.to_owned(),
            Some(base) => {
                let (base, granted) = (self.item(base), self.points(base_granted(decision, line)));
                self.lang.pick(
                    format!("{name}（按“{base}”实得 {granted}）"),
                    format!("{name} (on {granted} granted for “{base}”)"),
                )
            }
        };
        let what = match line.failed {
            Some(failed) => self.failed(self.line_clauses(decision, line), &failed),
            None => self.granted(decision, line),
        };
        self.lang.pick(format!("{name}：{what}。"), format!("{name}: {what}."))
    }

    fn granted(&self, decision: &Decision, line: &Line) -> String {
        let (amount, granted) = (self.points(line.amount), self.points(line.granted));
        let limits = decision.limits(line);
        if limits.is_empty() {
            return self.lang.pick(format!("实得 {granted}"), format!("granted {granted}"));
        }
        let limits: Vec<String> = limits.iter().map(|limit| self.limit(limit, Some(line))).collect();
        self.lang.pick(
            format!("应得 {amount}；{}；实得 {granted}", limits.join("；")),
            format!("amount {amount}; {}; granted {granted}", limits.join("; ")),
        )
    }

    /// What limited a line, or refused a redemption.
    pub(super) fn limit(&self, limit: &Limit, line: Option<&Line>) -> String {
        match *limit {
            Limit::Cap { item, times, limit, used } => {
                let show = |amount| if times { self.times(amount) } else { self.points(amount) };
                let cap = self.cap(item, &show(limit), line);
                let (used, room) = (show(used), show(limit.saturating_sub(used).max(0)));
                self.lang.pick(format!("{cap}，已用 {used}，余 {room}"), format!("{cap}, used {used}, room {room}"))
            }
            Limit::NoScope { item, scope } => {
                let (cap, scope) = (self.cap(item, "", line), self.scope(scope));
                self.lang.pick(format!("{cap}，此处缺“{scope}”"), format!("{cap}, and “{scope}” is missing"))
            }
            Limit::Group { item, chosen } => {
                let chosen = self.item(chosen);
                match item.map(|item| self.item(item)) {
                    Some(group) => self.lang.pick(
                        format!("组“{group}”就高，各按自己上限以内能得的比，取“{chosen}”"),
                        format!("the group “{group}” pays what gives most within its own caps, “{chosen}”"),
                    ),
                    None => self.lang.pick(
                        format!("同一活动、同一维度就高，各按自己上限以内能得的比，取“{chosen}”"),
                        format!("for one event and dimension what gives most within its own caps is paid, “{chosen}”"),
                    ),
                }
            }
        }
    }

    /// A cap as it is written, with its limit where that does not show.
    fn cap(&self, item: u32, limit: &str, line: Option<&Line>) -> String {
        let Some(cap) = self.evaluator.program().items.get(item as usize) else { return String::new() };
        let (name, clause) = (self.name(&cap.name), self.lang.of(&cap.text));
        let other = line.is_none_or(|line| self.item(line.item) != name);
        let cap = match (cap.kind, clause) {
            (ItemKind::OverallCap, "") => self.lang.pick(format!("总上限“{name}”"), format!("overall cap “{name}”")),
            (ItemKind::OverallCap, clause) => {
                self.lang.pick(format!("总上限“{name}”（{clause}）"), format!("overall cap “{name}” ({clause})"))
            }
            (_, clause) if other && line.is_some() => {
                self.lang.pick(format!("“{name}”的{clause}"), format!("{clause} of “{name}”"))
            }
            (_, clause) => clause.to_owned(),
        };
        if limit.is_empty() || cap.contains(limit) {
            return cap;
        }
        self.lang.pick(format!("{cap}，限额 {limit}"), format!("{cap}, limit {limit}"))
    }

    /// Why something does not hold.
    fn failed(&self, clauses: Option<&'a [Clause]>, failed: &Failed) -> String {
        match *failed {
            Failed::Excepted { by } => {
                let by = self.item(by);
                self.lang.pick(format!("例外“{by}”成立，本条不计"), format!("the exception “{by}” holds instead"))
            }
            Failed::Clause { index, value, would_pass } => {
                match clauses.and_then(|clauses| clauses.get(usize::from(index))) {
                    Some(clause) => self.clause(clause, value, would_pass),
                    None => self.lang.pick("不满足条件".to_owned(), "a condition does not hold".to_owned()),
                }
            }
        }
    }

    fn clause(&self, clause: &Clause, value: Option<i64>, would_pass: Option<i64>) -> String {
        let text = self.lang.of(&clause.text);
        let failed = self.lang.pick(format!("不满足“{text}”"), format!("“{text}” does not hold"));
        let (Some(probe), Some(value)) = (&clause.probe, value) else { return failed };
        let name = self.lang.of(&probe.name);
        let scale = match probe.pass {
            Pass::Limit { scale, .. } => scale,
            _ => 1,
        };
        let is = self.shown(value, &probe.form, scale);
        match (&probe.form, would_pass) {
            // The clause says it all.
            (Shown::Fact(FactKind::YesNo), _) => failed,
            (Shown::Fact(FactKind::Listed(_)), _) => {
                self.lang.pick(format!("{failed}，{}为“{is}”", spaced(name)), format!("{failed}, {name} is “{is}”"))
            }
            (_, None) => {
                self.lang.pick(format!("{failed}，{}为 {is}", spaced(name)), format!("{failed}, {name} is {is}"))
            }
            (form, Some(pass)) => {
                let pass = self.shown(pass, form, 1);
                self.lang.pick(
                    format!("{failed}，{}为 {is}，最接近的合格值是 {pass}", spaced(name)),
                    format!("{failed}, {name} is {is}, the nearest that would pass is {pass}"),
                )
            }
        }
    }

    /// A gate that stopped an event or a redemption.
    pub(super) fn stopped(&self, decision: &Decision, stopped: &Stopped) -> String {
        let clauses = self.gate_clauses(decision, stopped);
        let what = self.failed(clauses, &stopped.failed);
        let kind = self.evaluator.program().items.get(stopped.item as usize).map(|item| item.kind);
        let who = match kind {
            Some(ItemKind::Redemption) => self.item(stopped.item),
            _ => self.lang.pick("资格", "Eligibility"),
        };
        self.lang.pick(format!("{who}：{what}。"), format!("{who}: {what}."))
    }

    /// Why a redemption was refused.
    pub(super) fn refusal(&self, refusal: &Refusal) -> String {
        match *refusal {
            Refusal::FromBalance { balance, least } => {
                let (balance, least) = (self.points(balance), self.points(least));
                self.lang.pick(
                    format!("余额 {balance}，起兑要 {least}。"),
                    format!("The balance is {balance}; redeeming begins at {least}."),
                )
            }
            Refusal::Floor { balance, price, floor } => {
                let nothing = floor == 0;
                let (balance, price, floor) = (self.points(balance), self.points(price), self.points(floor));
                if nothing {
                    return self.lang.pick(
                        format!("余额 {balance}，不够 {price}。"),
                        format!("The balance of {balance} is less than the price of {price}."),
                    );
                }
                self.lang.pick(
                    format!("余额 {balance}，需 {price}，兑换后余额不得低于 {floor}。"),
                    format!("The balance is {balance} and the price {price}; at least {floor} must be left."),
                )
            }
            Refusal::Stock(limit) => {
                let limit = self.limit(&limit, None);
                format!("{limit}{}", self.lang.pick("。", "."))
            }
        }
    }

    /// The activity in the segment that decided.
    pub(crate) fn activity_program(&self, decision: &Decision) -> Option<&'a ActivityProgram> {
        let crate::decision::About::Activity(activity) = decision.about? else { return None };
        let segment = self.evaluator.program().segments.get(usize::from(decision.segment?))?;
        segment.activities.get(usize::from(activity))?.as_ref()
    }

    fn redemption_program(&self, decision: &Decision) -> Option<&'a RedemptionProgram> {
        let crate::decision::About::Redemption(redemption) = decision.about? else { return None };
        let segment = self.evaluator.program().segments.get(usize::from(decision.segment?))?;
        segment.redemptions.get(usize::from(redemption))?.as_ref()
    }

    /// The clauses of the rule or bonus of a line.
    pub(crate) fn line_clauses(&self, decision: &Decision, line: &Line) -> Option<&'a [Clause]> {
        let rule = self.activity_program(decision)?.rules.get(usize::from(line.rule))?;
        match line.bonus {
            None => Some(&rule.clauses),
            Some(bonus) => rule.bonus(bonus.into()).map(|bonus| bonus.clauses.as_slice()),
        }
    }

    /// The clauses of the gate that stopped a record.
    pub(crate) fn gate_clauses(&self, decision: &Decision, stopped: &Stopped) -> Option<&'a [Clause]> {
        let gates = match self.activity_program(decision) {
            Some(activity) => &activity.gates,
            None => &self.redemption_program(decision)?.gates,
        };
        gates.get(usize::from(stopped.gate)).map(|gate| gate.clauses.as_slice())
    }
}

/// What the base of a bonus line was granted: its line is the last of that item before it.
pub(super) fn base_granted(decision: &Decision, line: &Line) -> i64 {
    let is_base = |other: &&Line| other.rule == line.rule && other.bonus < line.bonus && Some(other.item) == line.base;
    let base = decision.lines.iter().rfind(is_base);
    base.map_or(0, |base| base.granted)
}
