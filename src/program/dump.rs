//! A program as text that people can read, for tests and for looking into one.

use mizi_evaluator::program::{
    Account, Activity, ActivityProgram, Amount, Bonus, Cap, Carried, Clause, Code, Counter, Domain, FactKind, FactUse,
    Gate, Group, Op, Pass, Probe, Program, RedemptionProgram, Rule, ScopeKeys, ScopeUse, Segment, Shown, Takes, Usage,
};
use std::fmt::{self, Display, Formatter, Write};

/// The program as text.
pub fn dump(program: &Program) -> String {
    Dump(program).to_string()
}

struct Dump<'a>(&'a Program);

impl Display for Dump<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let program = self.0;
        let zone = &program.zone;
        writeln!(f, "policy {} point {} decimals {}", program.policy.key(), program.point.key(), program.decimals)?;
        writeln!(f, "zone {} {} and {} changes", zone.name, zone.first_offset, zone.transitions.len())?;
        if let Some(cash) = program.cash {
            writeln!(f, "cash {} units = {} fen", cash.points, cash.fen)?;
        }
        self.names(f)?;
        for (id, account) in program.accounts.iter().enumerate() {
            self.account(f, id, account)?;
        }
        program.segments.iter().try_for_each(|segment| self.segment(f, segment))
    }
}

impl Dump<'_> {
    fn names(&self, f: &mut Formatter) -> fmt::Result {
        let program = self.0;
        for scope in &program.scopes {
            let keys = match scope.keys {
                ScopeKeys::Subject => "the subject".to_string(),
                ScopeKeys::Stated => "stated".to_string(),
                ScopeKeys::Listed(list) => format!("of list {}", self.list(list)),
                ScopeKeys::Parent { list, of } => format!("of list {} from {}", self.list(list), self.scope(of)),
                ScopeKeys::Whole => "only one".to_string(),
            };
            writeln!(f, "scope {} ({} / {}): {keys}", scope.name.key(), scope.reading.zh, scope.reading.en)?;
        }
        for list in &program.lists {
            let values: Vec<&str> = list.values.iter().map(|value| value.key()).collect();
            writeln!(f, "list {}: {} {:?}", list.name.key(), values.join(" "), list.parents)?;
        }
        for (id, fact) in program.facts.iter().enumerate() {
            let owner = if id < program.attributes.into() { "attribute" } else { "field" };
            writeln!(f, "{owner} {}: {}", fact.name.key(), self.kind(&fact.kind))?;
        }
        Ok(())
    }

    fn kind(&self, kind: &FactKind) -> String {
        match kind {
            FactKind::Number(form) => {
                let unit =
                    if form.unit.zh.is_empty() { String::new() } else { format!(" {}/{}", form.unit.zh, form.unit.en) };
                format!("number × {}/{}{unit}", form.multiply, form.divide)
            }
            FactKind::YesNo => "yes/no".to_string(),
            FactKind::Listed(list) => format!("of list {}", self.list(*list)),
            FactKind::Date => "date".to_string(),
            FactKind::Time => "time".to_string(),
        }
    }

    fn list(&self, list: u16) -> &str {
        self.0.lists.get(usize::from(list)).map(|list| list.name.key()).unwrap_or("?")
    }

    fn scope(&self, scope: u16) -> &str {
        self.0.scopes.get(usize::from(scope)).map(|scope| scope.name.key()).unwrap_or("?")
    }

    fn item(&self, item: u32) -> String {
        match self.0.items.get(item as usize) {
            Some(item) if item.text.zh.is_empty() => item.name.key().to_string(),
            Some(item) if item.name.name.is_empty() => item.text.zh.clone(),
            Some(item) => format!("{} [{}]", item.name.key(), item.text.zh),
            None => "?".to_string(),
        }
    }

    fn account_name(&self, id: u32) -> String {
        match self.0.accounts.get(id as usize) {
            Some(account) => {
                let scope = self.scope(account.scope);
                format!("#{id} {} {:?} {scope} {:?}", account.item, account.measure, account.window)
            }
            None => "?".to_string(),
        }
    }

    fn account(&self, f: &mut Formatter, id: usize, account: &Account) -> fmt::Result {
        let form = account.form.as_ref().map(|form| format!(" × {}/{}", form.multiply, form.divide));
        let (min, max, kind) = (account.min, account.max, account.kind);
        writeln!(f, "account {}{} {kind:?} {min}..{max}", self.account_name(id as u32), form.unwrap_or_default())
    }

    fn segment(&self, f: &mut Formatter, segment: &Segment) -> fmt::Result {
        let date = |day: i32| mizi_evaluator::date::show_date(day.into());
        let until = segment.until.map(date).unwrap_or_default();
        writeln!(f, "\nsegment {}..{until} version {}", date(segment.from), segment.version)?;
        let (decided, late, reversal) = (segment.decided_by, segment.late_days, segment.reversal);
        writeln!(f, "  {decided:?} late {late:?} {reversal:?}")?;
        for (list, values) in &segment.absent {
            let all = self.0.lists.get(usize::from(*list)).map(|list| list.values.as_slice()).unwrap_or_default();
            let values = values.iter().filter_map(|value| all.get(usize::from(*value)));
            let values: Vec<&str> = values.map(|value| value.key()).collect();
            writeln!(f, "  without {} of list {}", values.join(" "), self.list(*list))?;
        }
        for (activity, program) in self.0.activities.iter().zip(&segment.activities) {
            if let Some(program) = program {
                Frame { dump: self, segment, activity: Some(activity) }.activity(f, program)?;
            }
        }
        for (name, program) in self.0.redemptions.iter().zip(&segment.redemptions) {
            if let Some(program) = program {
                writeln!(f, "  redemption {}", name.key())?;
                Frame { dump: self, segment, activity: None }.redemption(f, program)?;
            }
        }
        Ok(())
    }
}

struct Frame<'d, 'a> {
    dump: &'d Dump<'a>,
    segment: &'d Segment,
    activity: Option<&'d Activity>,
}

impl Frame<'_, '_> {
    fn slot(&self, slot: u16) -> &str {
        let fact = match self.activity {
            Some(activity) => activity.slots.get(usize::from(slot)).copied().unwrap_or(u16::MAX),
            None => slot,
        };
        self.dump.0.facts.get(usize::from(fact)).map(|fact| fact.name.key()).unwrap_or("?")
    }

    fn activity(&self, f: &mut Formatter, program: &ActivityProgram) -> fmt::Result {
        let name = self.activity.map(|activity| activity.name.key()).unwrap_or_default();
        writeln!(f, "  activity {name}")?;
        self.reads(f, &program.facts, &program.scopes)?;
        for roles in &program.confirmations {
            let role = |id: &u16| self.dump.0.roles.get(usize::from(*id)).map(|role| role.key()).unwrap_or("?");
            writeln!(f, "    confirmed by {}", roles.iter().map(role).collect::<Vec<_>>().join(" or "))?;
        }
        self.gates(f, &program.gates)?;
        for (id, reading) in program.readings.iter().enumerate() {
            let including = if reading.including { "including" } else { "before" };
            writeln!(f, "    reading {id}: {including} {}", self.dump.account_name(reading.account))?;
        }
        for (id, cap) in program.caps.iter().enumerate() {
            self.cap(f, "cap", id, cap)?;
        }
        for (id, rule) in program.rules.iter().enumerate() {
            self.rule(f, id, rule)?;
        }
        for (id, group) in program.groups.iter().enumerate() {
            self.group(f, id, group)?;
        }
        program.counters.iter().try_for_each(|counter| self.counter(f, counter))
    }

    fn redemption(&self, f: &mut Formatter, program: &RedemptionProgram) -> fmt::Result {
        self.reads(f, &program.facts, &program.scopes)?;
        self.gates(f, &program.gates)?;
        let (price, from, floor) = (program.price, program.from_balance, program.floor);
        writeln!(f, "    price {price} from balance {from:?} floor {floor} gives {:?}", program.gives)?;
        program.stock.iter().enumerate().try_for_each(|(id, cap)| self.cap(f, "stock", id, cap))
    }

    fn reads(&self, f: &mut Formatter, facts: &[FactUse], scopes: &[ScopeUse]) -> fmt::Result {
        for used in facts {
            let domain = match &used.domain {
                Domain::Range { low, high, step } => format!("{low}..{high} step {step}"),
                Domain::Values(values) => format!("{values:?}"),
            };
            writeln!(f, "    fact {}{} {domain}", self.slot(used.slot), optional(used.required))?;
        }
        for used in scopes {
            writeln!(f, "    scope {}{}", self.dump.scope(used.scope), optional(used.required))?;
        }
        Ok(())
    }

    fn gates(&self, f: &mut Formatter, gates: &[Gate]) -> fmt::Result {
        for gate in gates {
            writeln!(f, "    gate {}", self.dump.item(gate.item))?;
            self.clauses(f, "      ", &gate.clauses)?;
        }
        Ok(())
    }

    fn cap(&self, f: &mut Formatter, kind: &str, id: usize, cap: &Cap) -> fmt::Result {
        let account = |id| self.dump.account_name(id);
        let usage = match cap.usage {
            Usage::Event => "within the event".to_string(),
            Usage::Account(id) => account(id),
            Usage::OrAccount(id, other) => format!("{} or {}", account(id), account(other)),
            Usage::OrUnlimited(id) => format!("{} or unlimited", account(id)),
            Usage::OrNothing(id) => format!("{} or nothing", account(id)),
        };
        let measure = if cap.times { "times" } else { "units" };
        let refuse = if cap.refuse { " refuse" } else { "" };
        writeln!(f, "    {kind} {id}: {} {measure}{refuse} in {usage} for {}", cap.limit, self.dump.item(cap.item))
    }

    fn rule(&self, f: &mut Formatter, id: usize, rule: &Rule) -> fmt::Result {
        let dimension = self.dump.0.dimensions.get(usize::from(rule.dimension)).map(|name| name.key()).unwrap_or("?");
        writeln!(f, "    rule {id} {} to {dimension}", self.dump.item(rule.item))?;
        self.clauses(f, "      ", &rule.clauses)?;
        if !rule.excepted_by.is_empty() {
            writeln!(f, "      excepted by {:?}", rule.excepted_by)?;
        }
        match &rule.amount {
            Amount::Fixed(points) => writeln!(f, "      pays {points}")?,
            Amount::Code(code) => writeln!(f, "      pays {}", self.code(*code))?,
            Amount::Blocks { units, block, pay, carried } => {
                let (units, pay) = (self.code(*units), self.code(*pay));
                writeln!(f, "      pays {pay} for each full {block} of {units}{}", self.carried(carried))?;
            }
        }
        self.covered(f, "      ", &rule.own_caps, &rule.overall_caps)?;
        rule.bonuses.iter().try_for_each(|bonus| self.bonus(f, "      ", bonus))
    }

    fn carried(&self, carried: &Option<Carried>) -> String {
        let account = |id| self.dump.account_name(id);
        carried
            .map(|carried| format!(", carried in {}, paid in {}", account(carried.remainder), account(carried.paid)))
            .unwrap_or_default()
    }

    fn covered(&self, f: &mut Formatter, indent: &str, own: &[u16], overall: &[u16]) -> fmt::Result {
        if own.is_empty() && overall.is_empty() {
            return Ok(());
        }
        writeln!(f, "{indent}caps own {own:?} overall {overall:?}")
    }

    fn bonus(&self, f: &mut Formatter, indent: &str, bonus: &Bonus) -> fmt::Result {
        let inner = format!("{indent}  ");
        let (share, rounding) = (self.code(bonus.multiply), bonus.rounding);
        writeln!(f, "{indent}bonus {} of {share} / {} {rounding:?}", self.dump.item(bonus.item), bonus.divide)?;
        self.clauses(f, &inner, &bonus.clauses)?;
        self.covered(f, &inner, &bonus.own_caps, &bonus.overall_caps)?;
        bonus.bonuses.iter().try_for_each(|bonus| self.bonus(f, &inner, bonus))
    }

    fn group(&self, f: &mut Formatter, id: usize, group: &Group) -> fmt::Result {
        let name = group.item.map(|item| self.dump.item(item)).unwrap_or_else(|| "(by dimension)".to_string());
        let kind = if group.highest { "highest" } else { "add" };
        let member = |(rule, number): &(bool, u16)| format!("{} {number}", if *rule { "rule" } else { "group" });
        let members: Vec<String> = group.members.iter().map(member).collect();
        writeln!(f, "    group {id} {name} {kind} of {}", members.join(", "))
    }

    fn counter(&self, f: &mut Formatter, counter: &Counter) -> fmt::Result {
        write!(f, "    {} takes ", self.dump.account_name(counter.account))?;
        match &counter.takes {
            Takes::AllGranted => writeln!(f, "all granted"),
            Takes::Granted(items) => {
                let items: Vec<String> = items.iter().map(|item| self.dump.item(*item)).collect();
                writeln!(f, "granted to {}", items.join(", "))
            }
            Takes::Event => {
                let when = counter.when.map(|when| format!(" when {}", self.code(when))).unwrap_or_default();
                writeln!(f, "{}{when}", self.code(counter.add))
            }
        }
    }

    fn clauses(&self, f: &mut Formatter, indent: &str, clauses: &[Clause]) -> fmt::Result {
        for clause in clauses {
            writeln!(f, "{indent}when {} ({})", clause.text.zh, clause.text.en)?;
            writeln!(f, "{indent}  {}", self.code(clause.test))?;
            if let Some(probe) = &clause.probe {
                writeln!(f, "{indent}  {}", self.probe(probe))?;
            }
        }
        Ok(())
    }

    fn probe(&self, probe: &Probe) -> String {
        let pass = match &probe.pass {
            Pass::Limit { compare, limit, scale, step } => {
                format!("{compare:?} {} / {scale} step {step}", self.code(*limit))
            }
            other => format!("{other:?}"),
        };
        let form = match &probe.form {
            Shown::Fact(kind) => self.dump.kind(kind),
            Shown::Points => "points".to_string(),
        };
        format!("compares {} / {} = {} as {form}: {pass}", probe.name.zh, probe.name.en, self.code(probe.value))
    }

    fn code(&self, code: Code) -> String {
        let end = code.start as usize + code.len as usize;
        let ops = self.segment.code.get(code.start as usize..end).unwrap_or_default();
        let mut text = String::from("[");
        for (at, op) in ops.iter().enumerate() {
            let separator = if at == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            let _ = write!(text, "{separator}{}", self.op(op));
        }
        text + "]"
    }

    fn op(&self, op: &Op) -> String {
        match op {
            Op::Const(n) => n.to_string(),
            Op::Fact(slot) => self.slot(*slot).to_string(),
            Op::HasFact(slot) => format!("has {}", self.slot(*slot)),
            Op::Scope(scope) => self.dump.scope(*scope).to_string(),
            Op::HasScope(scope) => format!("has {}", self.dump.scope(*scope)),
            Op::InSet(set) => format!("in {:?}", self.segment.sets.get(*set as usize).cloned().unwrap_or_default()),
            Op::Compare(compare) => format!("{compare:?}"),
            other => format!("{other:?}"),
        }
    }
}

fn optional(required: bool) -> &'static str {
    if required { "" } else { " (may be missing)" }
}
