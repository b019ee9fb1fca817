//! A small town's policy, put together by hand: names and an empty segment, to which a test adds what it is about.

use mizi_evaluator::program::*;

/// Index of an activity.
pub const CLUB: usize = 0;
pub const PATROL: usize = 1;
pub const TALENT: usize = 2;
pub const VOLUNTEER: usize = 3;

/// Facts.
pub const AGE: FactId = 0;
pub const REGISTERED: Slot = 1;
pub const ORIGIN: FactId = 2;

/// Slots: the three attributes, then the activity's own.
pub const ROLE: Slot = 3;
pub const SUCCESS: Slot = 4;
pub const HOURS: Slot = 3;

/// Scopes.
pub const PERSON: ScopeId = 0;
pub const HOUSEHOLD: ScopeId = 1;
pub const COMMUNITY: ScopeId = 2;
pub const ZONE: ScopeId = 3;
pub const STREET: ScopeId = 4;

pub const BALANCE: AccountId = 0;

pub struct Town {
    pub program: Program,
}

pub fn name(name: &str, code: &str) -> Name {
    let code = (!code.is_empty()).then(|| code.to_owned());
    Name { name: name.to_owned(), code, zh: None, en: None }
}

pub fn text(zh: &str, en: &str) -> Text {
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

fn list(own: &str, values: &[(&str, &str)], parents: &[u16]) -> List {
    let values = values.iter().map(|(zh, code)| name(zh, code)).collect();
    List { name: name(own, ""), values, parents: parents.to_vec() }
}

fn scope(own: &str, code: &str, zh: &str, en: &str, keys: ScopeKeys) -> Scope {
    Scope { name: name(own, code), reading: text(zh, en), keys }
}

fn fact(own: &str, code: &str, kind: FactKind) -> Fact {
    Fact { name: name(own, code), kind }
}

pub fn hours() -> FactKind {
    FactKind::Number(NumberForm { unit: text("小时", "hours"), multiply: 60, divide: 1 })
}

pub fn years() -> FactKind {
    FactKind::Number(NumberForm { unit: text("岁", "years"), multiply: 1, divide: 1 })
}

pub fn day(text: &str) -> Day {
    mizi_evaluator::date::read_date(text).unwrap()
}

pub fn empty_activity() -> ActivityProgram {
    ActivityProgram {
        facts: vec![],
        scopes: vec![],
        confirmations: vec![],
        gates: vec![],
        readings: vec![],
        rules: vec![],
        groups: vec![],
        caps: vec![],
        counters: vec![],
    }
}

pub fn segment(from: &str, until: Option<&str>, version: &str) -> Segment {
    Segment {
        from: day(from),
        until: until.map(day),
        version: version.to_owned(),
        decided_by: DecidedBy::EventTime,
        late_days: None,
        reversal: Reversal { returns_room: true, floor: None, recompute: false },
        code: vec![],
        sets: vec![],
        absent: vec![],
        activities: (0..4).map(|_| Some(empty_activity())).collect(),
        redemptions: vec![None],
    }
}

impl Town {
    /// The town from 2025-01-01 to 2025-12-31: everything granted goes into the balance.
    pub fn new() -> Town {
        let communities = [("太炎", "taiyan"), ("葛巷", "gexiang"), ("向往", "")];
        let program = Program {
            format: FORMAT,
            policy: name("小镇积分", "town"),
            point: name("米", ""),
            decimals: 0,
            cash: None,
            zone: Zone { name: "Asia/Shanghai".into(), first_offset: 8 * 3600, transitions: vec![] },
            chinese: true,
            scopes: vec![
                scope("居民", "resident", "每人", "per person", ScopeKeys::Subject),
                scope("家庭", "household", "每户", "per household", ScopeKeys::Stated),
                scope("社区", "community", "每社区", "per community", ScopeKeys::Listed(0)),
                scope("片区", "zone", "每片区", "per zone", ScopeKeys::Parent { list: 1, of: COMMUNITY }),
                scope("街道", "street", "全街道", "whole street", ScopeKeys::Whole),
            ],
            lists: vec![
                list("社区", &communities, &[0, 0, 1]),
                list("片区", &[("产居梦想", "dream"), ("科创未来", "tech")], &[]),
                list("户籍", &[("本地", "local"), ("外地", "floating")], &[]),
                list("角色", &[("牵头", "lead"), ("参与", "part"), ("旁观", "watch")], &[]),
            ],
            facts: vec![
                fact("年龄", "age", years()),
                fact("实名注册", "registered", FactKind::YesNo),
                fact("户籍", "origin", FactKind::Listed(2)),
                fact("角色", "role", FactKind::Listed(3)),
                fact("成功", "success", FactKind::YesNo),
                fact("时长", "hours", hours()),
                fact("时长", "hours", hours()),
            ],
            attributes: 3,
            activities: vec![
                Activity { name: name("社团活动", "club"), slots: vec![0, 1, 2, 3, 4] },
                Activity { name: name("平安巡防", "patrol"), slots: vec![0, 1, 2, 5] },
                Activity { name: name("达人注册", "talent"), slots: vec![0, 1, 2] },
                Activity { name: name("志愿服务", "volunteer"), slots: vec![0, 1, 2, 6] },
            ],
            redemptions: vec![name("乒乓球馆预约", "table_tennis")],
            roles: vec![name("社区", "community"), name("街道", "street"), name("协会", "")],
            dimensions: vec![name("和美", ""), name("治理", "governance")],
            items: vec![],
            accounts: vec![],
            balance: BALANCE,
            segments: vec![segment("2025-01-01", Some("2026-01-01"), "2025.1")],
        };
        let mut town = Town { program };
        let balance = town.account("余额", Measure::Points, PERSON, Window::Lifetime, AccountKind::Balance);
        assert_eq!(balance, BALANCE);
        for activity in 0..4 {
            town.counts(activity, BALANCE, Takes::AllGranted);
        }
        town
    }

    pub fn segment(&mut self) -> &mut Segment {
        self.program.segments.last_mut().unwrap()
    }

    pub fn activity(&mut self, activity: usize) -> &mut ActivityProgram {
        self.segment().activities[activity].as_mut().unwrap()
    }

    pub fn item(&mut self, kind: ItemKind, own: &str, zh: &str, en: &str) -> ItemId {
        self.program.items.push(Item { kind, name: name(own, ""), text: text(zh, en), basis: vec![] });
        self.program.items.len() as ItemId - 1
    }

    /// The first item of this name that is no cap of it.
    pub fn item_of(&self, own: &str) -> ItemId {
        let is_it = |item: &Item| item.name.name == own && !matches!(item.kind, ItemKind::Cap | ItemKind::Stock);
        self.program.items.iter().position(is_it).unwrap() as ItemId
    }

    pub fn account(
        &mut self,
        own: &str,
        measure: Measure,
        scope: ScopeId,
        window: Window,
        kind: AccountKind,
    ) -> AccountId {
        let known = self.program.items.iter().position(|item| item.name.name == own && item.text.zh.is_empty());
        let shown = known.map_or_else(|| self.item(ItemKind::Account, own, "", ""), |item| item as ItemId);
        let most = 1_000_000_000_000;
        let (min, max) = if kind == AccountKind::Usage { (0, most) } else { (-most, most) };
        let form = matches!(measure, Measure::Unit(_) | Measure::Remainder(_)).then(|| match hours() {
            FactKind::Number(form) => form,
            _ => unreachable!(),
        });
        let item = own.to_owned();
        self.program.accounts.push(Account { item, shown, measure, form, parts: 1, scope, window, kind, min, max });
        self.program.accounts.len() as AccountId - 1
    }

    pub fn code(&mut self, ops: &[Op]) -> Code {
        let code = &mut self.segment().code;
        let start = code.len() as u32;
        code.extend_from_slice(ops);
        Code { start, len: ops.len() as u32 }
    }

    /// An activity reads a fact.
    pub fn reads(&mut self, activity: usize, slot: Slot, required: bool) {
        let fact = self.program.activities[activity].slots[usize::from(slot)];
        let domain = match &self.program.facts[usize::from(fact)].kind {
            FactKind::YesNo => Domain::Range { low: 0, high: 1, step: 1 },
            FactKind::Listed(list) => {
                Domain::Values((0..self.program.lists[usize::from(*list)].values.len() as u16).collect())
            }
            FactKind::Number(form) if form.multiply == 60 => Domain::Range { low: 0, high: 480, step: 30 },
            _ => Domain::Range { low: 0, high: 150, step: 1 },
        };
        let facts = &mut self.activity(activity).facts;
        if !facts.iter().any(|fact| fact.slot == slot) {
            facts.push(FactUse { slot, required, domain });
        }
    }

    pub fn reads_scope(&mut self, activity: usize, scope: ScopeId, required: bool) {
        self.activity(activity).scopes.push(ScopeUse { scope, required });
    }

    /// A clause on a required fact.
    pub fn clause(&mut self, activity: usize, slot: Slot, compare: Compare, limit: i64, zh: &str, en: &str) -> Clause {
        self.reads(activity, slot, true);
        let test = self.code(&[Op::Fact(slot), Op::Const(limit), Op::Compare(compare)]);
        let (value, at) = (self.code(&[Op::Fact(slot)]), self.code(&[Op::Const(limit)]));
        let fact = self.program.activities[activity].slots[usize::from(slot)];
        let fact = &self.program.facts[usize::from(fact)];
        let step = if matches!(&fact.kind, FactKind::Number(form) if form.multiply == 60) { 30 } else { 1 };
        let pass = match fact.kind {
            FactKind::Listed(_) | FactKind::YesNo => Pass::OneOf(vec![limit]),
            _ => Pass::Limit { compare, limit: at, scale: 1, step },
        };
        let probe_name = text(&fact.name.name, fact.name.key());
        let form = Shown::Fact(fact.kind.clone());
        let within =
            self.activity(activity).facts.iter().find(|fact| fact.slot == slot).map(|fact| fact.domain.clone());
        let probe = Probe { name: probe_name, value, form, pass, within };
        Clause { test, text: text(zh, en), probe: Some(probe) }
    }

    pub fn rule(&mut self, activity: usize, own: &str, amount: Amount) -> &mut Rule {
        let item = self.item(ItemKind::Rule, own, "", "");
        let rules = &mut self.activity(activity).rules;
        rules.push(Rule {
            item,
            dimension: 0,
            clauses: vec![],
            excepted_by: vec![],
            amount,
            own_caps: vec![],
            overall_caps: vec![],
            bonuses: vec![],
        });
        rules.last_mut().unwrap()
    }

    /// A bonus of some percent on the rule with this number, rounded down.
    pub fn bonus(&mut self, activity: usize, rule: usize, own: &str, percent: i64) -> &mut Bonus {
        let item = self.item(ItemKind::Bonus, own, "", "");
        let multiply = self.code(&[Op::Const(percent)]);
        let bonuses = &mut self.activity(activity).rules[rule].bonuses;
        bonuses.push(Bonus {
            item,
            clauses: vec![],
            multiply,
            divide: 100,
            rounding: Rounding::Down,
            own_caps: vec![],
            overall_caps: vec![],
            bonuses: vec![],
        });
        bonuses.last_mut().unwrap()
    }

    /// A cap of points (or times) with its own account; gives its number.
    pub fn cap(&mut self, activity: usize, of: &str, limit: i64, times: bool, scope: ScopeId, window: Window) -> u16 {
        let measure = if times { Measure::Times } else { Measure::Points };
        let account = self.account(of, measure, scope, window, AccountKind::Usage);
        self.cap_of(activity, of, limit, times, Usage::Account(account))
    }

    pub fn cap_of(&mut self, activity: usize, of: &str, limit: i64, times: bool, usage: Usage) -> u16 {
        let unit = if times { "次" } else { "米" };
        let english = if times { "times" } else { "米" };
        let kind = if self.program.items.iter().any(|item| item.name.name == of && item.kind == ItemKind::Rule) {
            ItemKind::Cap
        } else {
            ItemKind::OverallCap
        };
        let item = self.item(kind, of, &format!("上限 {limit} {unit}"), &format!("cap {limit} {english}"));
        let caps = &mut self.activity(activity).caps;
        caps.push(Cap { item, limit, times, refuse: false, usage });
        caps.len() as u16 - 1
    }

    pub fn counts(&mut self, activity: usize, account: AccountId, takes: Takes) {
        let add = self.code(&[Op::Const(1)]);
        self.activity(activity).counters.push(Counter { account, when: None, add, takes });
    }

    /// 志愿服务 pays `pay` per full `block` minutes, the remainder carried per person and for ever.
    pub fn carried(&mut self, block: i64, pay: i64) {
        self.reads(VOLUNTEER, HOURS, true);
        let units = self.code(&[Op::Fact(HOURS)]);
        let pay = self.code(&[Op::Const(pay)]);
        let amount = Amount::Blocks { units, block, pay, carried: None };
        self.rule(VOLUNTEER, "志愿奖", amount);
        let unit = Measure::Remainder("minutes".into());
        let remainder = self.account("志愿奖", unit, PERSON, Window::Lifetime, AccountKind::Remainder);
        let paid = self.account("志愿奖", Measure::CarriedPoints, PERSON, Window::Lifetime, AccountKind::CarriedPay);
        let rule = self.activity(VOLUNTEER).rules.last_mut().unwrap();
        rule.amount = Amount::Blocks { units, block, pay, carried: Some(Carried { remainder, paid }) };
    }

    /// 乒乓球馆预约 for a price.
    pub fn redemption(&mut self, price: i64) -> &mut RedemptionProgram {
        let item = self.item(ItemKind::Redemption, "乒乓球馆预约", "", "");
        self.segment().redemptions[0] = Some(RedemptionProgram {
            item,
            facts: vec![],
            scopes: vec![],
            gates: vec![],
            readings: vec![],
            price,
            from_balance: None,
            floor: 0,
            stock: vec![],
            gives: None,
        });
        self.segment().redemptions[0].as_mut().unwrap()
    }
}
