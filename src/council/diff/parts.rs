//! What decides one act on some days, part by part, each in a form in which equal meaning written alike is equal.
//!
//! Names stand by their durable keys, parameters and definitions are written out, and what makes no difference there (a choice
//! that nothing meets, an order that nothing depends on) is no part at all.

use super::side::{Side, scope_key};
use super::structure;
use crate::checks::encode::Act;
use crate::diagnostics::Message;
use crate::model::print::{Keywords, Printer, both};
use crate::model::segments::{Stretch, in_force};
use crate::model::settle::settle;
use crate::model::{
    Award, Cap, Expr, ExprKind, OverCap, Pays, Policy, Redemption, Remedy, Rule, RuleId, Takes, Window,
};
use std::collections::BTreeMap;

/// What a part belongs to, by durable key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The policy's header.
    Policy,
    /// 资格 得分 (true) or 兑换.
    Eligible(bool),
    /// An activity.
    Activity(String),
    /// A rule or bonus.
    Rule(String),
    /// An overall cap.
    Overall(String),
    /// An account.
    Account(String),
    /// A redemption.
    Redemption(String),
}

/// Which part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// From when to when there is a policy, a rule, an act.
    There,
    /// What records state.
    Records,
    /// What a fact may be.
    Values(String),
    /// The name by which records know something: an activity, a fact, a scope, a confirmer, a redemption, or a fact's value.
    Called(String),
    /// 时区
    Zone,
    /// 折现
    Cash,
    /// The policy's own key, under which everything that lasts is kept.
    Key,
    /// Who must confirm.
    Confirm,
    /// 认定
    DecidedBy,
    /// 迟到
    Late,
    /// 撤销
    Reversal,
    /// When it holds.
    Condition,
    /// What it pays.
    Award,
    /// 计入
    Dimension,
    /// A cap, by scope, window and measure.
    Cap(String),
    /// What an overall cap covers, what a bonus is a share of.
    Covers,
    /// 加成 另计 or 计入
    BonusRoom,
    /// Groups.
    Together,
    /// 先后
    Order,
    /// What an account takes in, its range.
    Takes,
    /// 需
    Price,
    /// 起兑
    FromBalance,
    /// 最低
    Floor,
    /// 给
    Gives,
}

/// A part as it is in one policy.
#[derive(Clone, Debug)]
pub struct Part {
    /// Equal where the meaning is.
    pub shape: String,
    /// As the policy writes it.
    pub shown: Message,
    /// The same with parameters and definitions written out.
    pub full: Message,
}

/// Parts by what they belong to.
pub type Parts = BTreeMap<(About, What), Part>;

/// Writes the parts of one act on the days of one stretch.
pub struct Writer<'s, 'a> {
    /// The policy.
    pub side: &'s Side<'a>,
    /// The version in force.
    pub policy: &'a Policy,
    /// The days.
    pub stretch: Stretch,
    /// Where they are put.
    pub parts: Parts,
}

/// All parts of an act.
pub fn parts(side: &Side<'_>, stretch: Stretch, act: Act) -> Parts {
    let Some(policy) = side.policy(stretch) else { return Parts::new() };
    let mut writer = Writer { side, policy, stretch, parts: Parts::new() };
    match act {
        Act::Event(activity) => {
            writer.eligible(true);
            if let Some(activity) = policy.activities.get(activity.0) {
                structure::event(&mut writer, activity.name.name.key());
            }
            writer.event(activity);
        }
        Act::Redeem(redemption) => {
            writer.eligible(false);
            if let Some(redemption) = policy.redemptions.get(redemption.0) {
                writer.redemption(redemption);
            }
        }
    }
    writer.parts
}

impl<'a> Writer<'_, 'a> {
    /// Adds a part.
    pub fn put(&mut self, about: About, what: What, shape: impl Into<String>, shown: Message) {
        let full = shown.clone();
        self.parts.insert((about, what), Part { shape: shape.into(), shown, full });
    }

    /// Adds a part that may be written with parameters and definitions.
    fn put_written(&mut self, key: (About, What), shape: String, (shown, full): (Message, Message)) {
        self.parts.insert(key, Part { shape, shown, full });
    }

    /// A formula with parameters and definitions written out.
    fn written_out(&self, expr: &Expr) -> Expr {
        settle(self.policy, self.stretch.from, expr).unwrap_or_else(|_| expr.clone())
    }

    /// A formula as written, and written out.
    fn formula(&self, expr: &Expr) -> (Message, Message) {
        let settled = self.written_out(expr);
        (self.text(|printer| printer.expr(expr)), self.text(|printer| printer.expr(&settled)))
    }

    /// A cap as written, and with its limit written out.
    fn limit(&self, cap: &Cap, write: fn(&Printer<'_>, &Cap) -> String) -> (Message, Message) {
        let settled = Cap { limit: self.written_out(&cap.limit), ..cap.clone() };
        (self.text(|printer| write(&printer, cap)), self.text(|printer| write(&printer, &settled)))
    }

    /// A text in both languages, as the policy writes it.
    pub fn text(&self, write: impl Fn(Printer<'_>) -> String) -> Message {
        both(self.policy, write).into()
    }

    /// A formula in a form that depends on its meaning on these days, not on names and parameters.
    pub fn shape(&self, expr: &Expr) -> String {
        let Ok(settled) = settle(self.policy, self.stretch.from, expr) else { return format!("{expr:?}") };
        let mut elapsed = false;
        settled.visit(&mut |part| elapsed |= matches!(part.kind, ExprKind::Elapsed { .. }));
        let choices = &self.policy.choices;
        let how = if elapsed { format!("{:?} {:?} ", choices.birthday, choices.month_end) } else { String::new() };
        how + &Printer::new(self.policy, Keywords::English).expr(&settled)
    }

    fn conditions(&self, when: &[Expr]) -> String {
        when.iter().map(|clause| self.shape(clause)).collect::<Vec<_>>().join(" & ")
    }

    /// Conditions as the policy writes them, and written out; of none, that there are none.
    fn shown_conditions(&self, when: &[Expr]) -> (Message, Message) {
        let settled: Vec<Expr> = when.iter().map(|clause| self.written_out(clause)).collect();
        (self.joined(when), self.joined(&settled))
    }

    fn joined(&self, when: &[Expr]) -> Message {
        if when.is_empty() {
            return Message::new("无条件", "no condition");
        }
        self.text(|printer| {
            let clauses: Vec<String> = when.iter().map(|clause| printer.expr(clause)).collect();
            clauses.join(if printer.is_chinese() { " 且 " } else { " and " })
        })
    }

    fn eligible(&mut self, earning: bool) {
        let day = self.stretch.from;
        let gates = self.policy.gates.iter().filter(|gate| gate.earning == earning && in_force(&gate.dates, day));
        let when: Vec<Expr> = gates.flat_map(|gate| gate.when.clone()).collect();
        if !when.is_empty() {
            let (shape, shown) = (self.conditions(&when), self.shown_conditions(&when));
            self.put_written((About::Eligible(earning), What::Condition), shape, shown);
        }
    }

    /// The rules in force with their numbers.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &'a Rule)> + use<'a> {
        let day = self.stretch.from;
        (0..).map(RuleId).zip(&self.policy.rules).filter(move |(_, rule)| in_force(&rule.dates, day))
    }

    fn event(&mut self, activity: crate::model::ActivityId) {
        let own = |rule: &Rule| matches!(rule.pays, Pays::Award { activity: of, .. } if of == activity);
        let awards: Vec<(RuleId, &Rule)> = self.rules().filter(|(_, rule)| own(rule)).collect();
        for (id, rule) in &awards {
            self.award(*id, rule, &awards);
        }
        let lines = self.lines(activity, &awards);
        for (_, rule) in lines.iter().filter(|(id, _)| !awards.iter().any(|(other, _)| other == id)) {
            self.bonus(rule, &lines);
        }
        self.overall_caps(&lines);
        self.accounts(activity, &lines);
    }

    /// Awards with all bonuses on them.
    fn lines(&self, activity: crate::model::ActivityId, awards: &[(RuleId, &'a Rule)]) -> Vec<(RuleId, &'a Rule)> {
        let mut lines = awards.to_vec();
        let mut at = 0;
        while let Some((base, _)) = lines.get(at).copied() {
            at += 1;
            for (id, rule) in self.rules() {
                let Pays::Bonus { activity: of, bases, .. } = &rule.pays else { continue };
                let here = of.is_none_or(|of| of == activity) && bases.contains(&base);
                if here && !lines.iter().any(|(known, _)| *known == id) {
                    lines.push((id, rule));
                }
            }
        }
        lines
    }

    /// When it stands: its conditions, without those of rules that silence it.
    fn stands(&self, id: RuleId, rule: &Rule, awards: &[(RuleId, &Rule)]) -> String {
        let silencing = awards.iter().filter(|(_, other)| other.exception_to.contains(&id));
        let mut unless: Vec<String> =
            silencing.map(|(other, by)| format!(" unless({})", self.stands(*other, by, awards))).collect();
        unless.sort();
        self.conditions(&rule.when) + &unless.concat()
    }

    fn award(&mut self, id: RuleId, rule: &Rule, awards: &[(RuleId, &Rule)]) {
        let Pays::Award { dimension, award, .. } = &rule.pays else { return };
        let about = About::Rule(rule.key.clone());
        self.put(about.clone(), What::There, "", Message::default());
        let silencing = awards.iter().filter(|(_, other)| other.exception_to.contains(&id));
        let excepted: Vec<(String, String)> = silencing.map(|(_, other)| self.called(&other.name)).collect();
        let except = |shown: Message| {
            excepted.iter().fold(shown, |shown, (zh, en)| {
                let zh = format!("{}，“{zh}”成立时除外", shown.zh);
                Message::new(zh, format!("{}, except where “{en}” holds", shown.en))
            })
        };
        let (shown, full) = self.shown_conditions(&rule.when);
        let shape = self.stands(id, rule, awards);
        self.put_written((about.clone(), What::Condition), shape, (except(shown), except(full)));
        let (shape, shown) = self.pay(award);
        self.put_written((about.clone(), What::Award), shape, shown);
        if let Some(dimension) = self.policy.dimensions.get(dimension.0) {
            let shown = self.text(|printer| printer.name(dimension));
            self.put(about.clone(), What::Dimension, dimension.name.key(), shown);
        }
        self.caps(&about, &rule.caps);
    }

    /// Both names of something.
    pub fn called(&self, named: &crate::model::Named) -> (String, String) {
        let text = both(self.policy, |printer| printer.name(named));
        (text.zh, text.en)
    }

    fn pay(&self, award: &Award) -> (String, (Message, Message)) {
        match award {
            Award::Expr(expr, how) => {
                let rounded = |text: Message| match how {
                    Some(rounding) => {
                        let (zh, en) = super::words::rounding(*rounding);
                        Message::new(format!("{}，{zh}", text.zh), format!("{}, {en}", text.en))
                    }
                    None => text,
                };
                let (shown, full) = self.formula(expr);
                (format!("{} {how:?}", self.shape(expr)), (rounded(shown), rounded(full)))
            }
            Award::Blocks { block, of, pay, carried } => {
                let kept = carried.map(|(scope, window)| format!("{} {window:?}", scope_key(self.policy, scope)));
                let [block_shape, of_shape, pay_shape] = [block, of, pay].map(|part| self.shape(part));
                let write = |[block, of, pay]: [&Expr; 3], printer: Printer<'_>| {
                    let [block, of, pay] = [block, of, pay].map(|part| printer.expr(part));
                    match (printer.is_chinese(), carried.is_some()) {
                        (true, true) => format!("每满 {block} {of} {pay}，余数结转"),
                        (true, false) => format!("每满 {block} {of} {pay}，余数不计"),
                        (false, true) => format!("{pay} per full {block} of {of}, remainder carried"),
                        (false, false) => format!("{pay} per full {block} of {of}, remainder dropped"),
                    }
                };
                let out = [block, of, pay].map(|part| self.written_out(part));
                let shown = self.text(|printer| write([block, of, pay], printer));
                let full = self.text(|printer| write([&out[0], &out[1], &out[2]], printer));
                (format!("{block_shape} / {of_shape} / {pay_shape} / {kept:?}"), (shown, full))
            }
        }
    }

    fn caps(&mut self, about: &About, caps: &[Cap]) {
        for cap in caps {
            let shown = self.limit(cap, |printer, cap| printer.cap(cap));
            self.put_written((about.clone(), What::Cap(self.cap_key(cap))), self.cap_shape(cap), shown);
        }
    }

    /// Which of an item's caps it is.
    fn cap_key(&self, cap: &Cap) -> String {
        let scope = if cap.window == Window::Event { "" } else { scope_key(self.policy, cap.scope) };
        format!("{scope} {:?} {}", cap.window, if cap.times { "times" } else { "points" })
    }

    fn cap_shape(&self, cap: &Cap) -> String {
        let over = if cap.times { OverCap::Truncate } else { cap.over };
        let remedy = match cap.missing {
            Some(Remedy::By(scope)) => format!("by {}", scope_key(self.policy, scope)),
            other => format!("{other:?}"),
        };
        format!("{} {over:?} {remedy}", self.shape(&cap.limit))
    }

    fn bonus(&mut self, rule: &Rule, lines: &[(RuleId, &Rule)]) {
        let Pays::Bonus { share, bases, rounding, .. } = &rule.pays else { return };
        let about = About::Rule(rule.key.clone());
        self.put(about.clone(), What::There, "", Message::default());
        let (shape, shown) = (self.conditions(&rule.when), self.shown_conditions(&rule.when));
        self.put_written((about.clone(), What::Condition), shape, shown);
        let shape = format!("{} {rounding:?}", self.shape(share));
        let (zh, en) = super::words::rounding(*rounding);
        let (shown, full) = self.formula(share);
        let rounded = |text: Message| Message::new(format!("{}，{zh}", text.zh), format!("{}, {en}", text.en));
        self.put_written((about.clone(), What::Award), shape, (rounded(shown), rounded(full)));
        let of: Vec<&(RuleId, &Rule)> = lines.iter().filter(|(base, _)| bases.contains(base)).collect();
        let mut keys: Vec<&str> = of.iter().map(|(_, base)| base.key.as_str()).collect();
        keys.sort_unstable();
        let shown = self.text(|printer| {
            let names: Vec<String> = of.iter().map(|(_, base)| printer.name(&base.name)).collect();
            names.join(if printer.is_chinese() { "、" } else { ", " })
        });
        self.put(about.clone(), What::Covers, keys.join(" "), shown);
        self.caps(&about, &rule.caps);
        let own_caps = |(_, base): &(RuleId, &Rule)| base.caps.iter().any(|cap| !cap.times);
        if of.iter().any(|base| own_caps(base)) {
            let within = self.policy.choices.bonus == Some(crate::model::BonusRoom::Within);
            let shown = if within {
                Message::new("加成 计入", "bonus within")
            } else {
                Message::new("加成 另计", "bonus separate")
            };
            self.put(About::Policy, What::BonusRoom, format!("{within}"), shown);
        }
    }

    fn overall_caps(&mut self, lines: &[(RuleId, &Rule)]) {
        let day = self.stretch.from;
        for cap in self.policy.overall_caps.iter().filter(|cap| in_force(&cap.dates, day)) {
            let covered: Vec<&(RuleId, &Rule)> = lines
                .iter()
                .filter(|(id, rule)| match rule.pays {
                    Pays::Award { .. } => cap.covers.contains(id),
                    Pays::Bonus { .. } => cap.covers_bonuses.contains(id),
                })
                .collect();
            if covered.is_empty() {
                continue;
            }
            let left_out = lines.iter().filter(|(id, _)| cap.except_bonuses.contains(id));
            let mut keys: Vec<String> = covered.iter().map(|(_, rule)| rule.key.clone()).collect();
            keys.extend(left_out.map(|(_, rule)| format!("-{}", rule.key)));
            keys.sort();
            let about = About::Overall(cap.key.clone());
            let shown = self.text(|printer| {
                let names: Vec<String> = covered.iter().map(|(_, rule)| printer.name(&rule.name)).collect();
                names.join(if printer.is_chinese() { "、" } else { ", " })
            });
            self.put(about.clone(), What::Covers, keys.join(" "), shown);
            let shown = self.limit(&cap.cap, |printer, cap| printer.overall(cap));
            self.put_written((about, What::Cap(self.cap_key(&cap.cap))), self.cap_shape(&cap.cap), shown);
        }
    }

    fn accounts(&mut self, activity: crate::model::ActivityId, lines: &[(RuleId, &Rule)]) {
        for account in &self.policy.accounts {
            let taken = match &account.takes {
                Takes::AllGranted => "all".to_owned(),
                Takes::Granted(rules) => {
                    let taken = lines.iter().filter(|(id, _)| rules.contains(id));
                    let mut keys: Vec<&str> = taken.map(|(_, rule)| rule.key.as_str()).collect();
                    keys.sort_unstable();
                    keys.join(" ")
                }
                Takes::Counts(counts) => {
                    let own = counts.iter().filter(|counts| counts.activity == activity);
                    let mut all: Vec<String> = own
                        .map(|counts| {
                            format!("{} + {}", self.conditions(counts.when.as_slice()), self.shape(&counts.add))
                        })
                        .collect();
                    all.sort();
                    all.join(" ; ")
                }
            };
            if taken.is_empty() || (lines.is_empty() && !matches!(account.takes, Takes::Counts(_))) {
                continue;
            }
            let scope = scope_key(self.policy, account.scope);
            let range = account.range;
            let shape = format!("{taken} | {:?} {scope} {:?} {}..{}", account.unit, account.window, range.0, range.1);
            let (zh, en) = self.called(&account.name);
            self.put(About::Account(account.key.clone()), What::Takes, shape, Message::new(zh, en));
        }
    }

    fn redemption(&mut self, redemption: &Redemption) {
        let about = About::Redemption(redemption.key.clone());
        let (shape, shown) = (self.conditions(&redemption.when), self.shown_conditions(&redemption.when));
        self.put_written((about.clone(), What::Condition), shape, shown);
        let numbers = [
            (What::Price, Some(&redemption.price)),
            (What::FromBalance, redemption.from_balance.as_ref()),
            (What::Floor, redemption.floor.as_ref()),
        ];
        for (what, expr) in numbers {
            if let Some(expr) = expr {
                self.put_written((about.clone(), what), self.shape(expr), self.formula(expr));
            }
        }
        for cap in &redemption.stock {
            let shown = self.limit(cap, |printer, cap| printer.stock(cap));
            self.put_written((about.clone(), What::Cap(self.cap_key(cap))), self.cap_shape(cap), shown);
        }
        if let Some((kind, text)) = &redemption.gives {
            let shown = Message::new(format!("“{text}”"), format!("“{text}”"));
            self.put(about.clone(), What::Gives, format!("{kind:?} {text}"), shown);
        }
        structure::redemption(self, redemption);
    }
}
