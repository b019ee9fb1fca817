//! The second interpreter: one line after another, sentence by sentence of `docs/language/semantics.md`.

use super::awards::{self, Usage, first_failed, key_at, smallest, usage, usage_range};
use super::calendar::Day;
use super::expr::{Context, NoValue, number};
use super::facts::{self, Found, is, key_of, problem};
use super::lines::{Line, Row, What, When, Who};
use super::reads::{self, Reads, in_force};
use super::record::{GateFailed, Key, Limit, Num, Problem, Record};
use super::state::{Class, Effect, Entry, State, Undo};
use super::zone::Zone;
use mizi::model::{
    Account, AccountId, ActivityId, Dates, DecidedBy, Model, Named, Pays, Policy, Redemption, ReversalFloor, RoleId,
    ScopeId, Takes,
};
use std::collections::{BTreeMap, BTreeSet};

/// The interpreter.
pub struct Oracle<'a> {
    model: &'a Model,
    zone: Zone,
    rows: &'a [Row],
    pub state: State,
    /// What was done on the way, for those who want to know what was met.
    pub noted: Vec<&'static str>,
}

/// Why a line is not decided.
struct Stop {
    outcome: &'static str,
    errors: Vec<Problem>,
    gate: Option<GateFailed>,
}

impl Stop {
    fn plain(outcome: &'static str) -> Self {
        Stop { outcome, errors: Vec::new(), gate: None }
    }

    fn cannot(mut errors: Vec<Problem>) -> Self {
        errors.sort();
        Stop { outcome: "cannot_decide", errors, gate: None }
    }
}

impl From<NoValue> for Stop {
    fn from(why: NoValue) -> Self {
        assert_ne!(why, NoValue::Absent, "something that may be missing was read without 有");
        Stop::cannot(vec![problem("no_value", "")])
    }
}

/// An instant with its civil day and minute.
#[derive(Clone, Copy)]
struct Moment {
    instant: i64,
    day: Day,
    minute: i64,
}

/// What a decided event or redemption gives.
struct Decided {
    record: Record,
    effects: Vec<Effect>,
    undo: Undo,
    /// A confirmation whose event is decided by it.
    settles: bool,
}

impl<'a> Oracle<'a> {
    pub fn new(model: &'a Model, zone: Zone, rows: &'a [Row]) -> Self {
        Oracle { model, zone, rows, state: State::default(), noted: Vec::new() }
    }

    /// S3.1: where each line stands in replay order.
    pub fn replay_order(&self, lines: &[Line]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|index| {
            let line = &lines[*index];
            (self.instant(line), line.kind_order(), line.id.as_bytes())
        });
        order
    }

    /// Decides one line and remembers it.
    pub fn decide(&mut self, line: &Line) -> Record {
        // S15.1
        if self.state.journal.get(&line.id).is_some_and(|entry| entry.outcome != "cannot_decide") {
            return Record::new(&line.id, None, "repeated");
        }
        let result = match &line.what {
            What::Event { activity, received, who } => self.event(line, activity, received.as_ref(), who),
            What::Redeem { redemption, received, who } => self.redeem(line, redemption, received.as_ref(), who),
            What::Confirm { of, role } => self.confirm(line, of, role),
            What::Reverse { of } => self.reverse(line, of),
        };
        let of = match &line.what {
            What::Confirm { of, .. } | What::Reverse { of } => Some(of.clone()),
            What::Event { .. } | What::Redeem { .. } => None,
        };
        let mut decided = result.unwrap_or_else(|stop| {
            nothing(Record { errors: stop.errors, gate: stop.gate, ..Record::new(&line.id, None, stop.outcome) })
        });
        decided.record.of = of;
        self.remember(line, decided)
    }

    /// The journal and the numbers. A confirmation's decision is kept with its event.
    fn remember(&mut self, line: &Line, decided: Decided) -> Record {
        let Decided { mut record, effects, undo, settles } = decided;
        for effect in &effects {
            self.state.add(&effect.key, effect.add);
            *record.changes.entry(effect.key.clone()).or_insert(number(0)) += effect.add;
        }
        record.changes.retain(|_, add| *add != number(0));
        let keeps = match &line.what {
            What::Event { .. } | What::Redeem { .. } => effects,
            What::Confirm { of, .. } => {
                if let (true, Some(event)) = (settles, self.state.journal.get_mut(of)) {
                    event.outcome.clone_from(&record.outcome);
                    event.effects = effects;
                    event.undo = undo.clone();
                }
                Vec::new()
            }
            What::Reverse { .. } => Vec::new(),
        };
        let entry = Entry {
            outcome: record.outcome.clone(),
            line: line.clone(),
            instant: self.instant(line),
            confirmed: BTreeSet::new(),
            effects: keeps,
            undo,
        };
        self.state.journal.insert(line.id.clone(), entry);
        record
    }

    // ---- Section 4: dates ----

    fn moment(&self, when: &When) -> Option<Moment> {
        let instant = match when {
            When::Civil(day, second) => self.zone.instant(*day, *second)?,
            When::Date(day) => self.zone.instant(*day, 0)?,
            When::Instant(second, _) => *second,
            When::Unreadable(_) => return None,
        };
        let (day, second) = self.zone.civil(instant);
        Some(Moment { instant, day, minute: second / 60 })
    }

    /// None where the time cannot be read, or the date of receipt (S4.6).
    pub fn instant(&self, line: &Line) -> Option<i64> {
        let (What::Event { received, .. } | What::Redeem { received, .. }) = &line.what else {
            return self.moment(&line.time).map(|at| at.instant);
        };
        if received.as_ref().is_some_and(|when| self.received_day(when).is_none()) {
            return None;
        }
        self.moment(&line.time).map(|at| at.instant)
    }

    fn time_of(&self, line: &Line, received: Option<&When>) -> Result<(Moment, Option<Day>), Stop> {
        let mut bad = Vec::new();
        let at = self.moment(&line.time);
        if at.is_none() {
            bad.push(problem("bad_time", "time"));
        }
        let received = match received.map(|when| self.received_day(when)) {
            Some(None) => {
                bad.push(problem("bad_time", "received"));
                None
            }
            Some(Some(day)) => Some(day),
            None => None,
        };
        match at {
            Some(at) if bad.is_empty() => Ok((at, received)),
            _ => Err(Stop::cannot(bad)),
        }
    }

    /// A day alone needs no time of the day.
    fn received_day(&self, when: &When) -> Option<Day> {
        if let When::Date(day) = when { Some(*day) } else { self.moment(when).map(|at| at.day) }
    }

    fn version_on(&self, day: Day) -> Option<&'a Policy> {
        self.model.versions.iter().find(|policy| in_force(Some(&policy.dates), day))
    }

    /// S4.6
    fn too_late(policy: &Policy, at: Moment, received: Option<Day>) -> bool {
        match (policy.choices.late, received) {
            (Some(Some(days)), Some(received)) => received - at.day > i64::from(days),
            _ => false,
        }
    }

    /// S4.8
    fn row(&self, subject: &str, day: Day) -> Option<&'a Row> {
        let mine = self.rows.iter().filter(|row| row.subject == subject && row.from <= day);
        mine.max_by_key(|row| row.from)
    }

    // ---- Events ----

    fn event(&self, line: &Line, activity: &str, received: Option<&When>, who: &Who) -> Result<Decided, Stop> {
        // S1.6, first group
        let read = self.time_of(line, received);
        let mut bad = read.as_ref().err().map(|stop| stop.errors.clone()).unwrap_or_default();
        let known = |policy: &Policy| policy.activities.iter().any(|found| is(&found.name, activity));
        if !self.model.versions.iter().any(known) {
            bad.push(problem("unknown_activity", activity));
        }
        if who.subject.is_empty() {
            bad.push(problem("no_subject", ""));
        }
        let (Ok((at, received)), true) = (read, bad.is_empty()) else { return Err(Stop::cannot(bad)) };
        // S4.3
        let own = self.version_on(at.day).ok_or(Stop::plain("not_in_force"))?;
        let id = self.find_activity(own, activity)?;
        if Self::too_late(own, at, received) {
            return Err(Stop::plain("too_late"));
        }
        self.facts(own, &reads::of_activity(own, id, at.day), who, at.day)?;
        // S6.1
        if !confirmations(own, id, at.day).is_empty() {
            return Ok(nothing(Record::new(&line.id, None, "pending")));
        }
        self.decide_event(line, at, at.day)
    }

    /// S5.5: an activity that only other versions have is told by their name.
    fn find_activity(&self, policy: &Policy, text: &str) -> Result<ActivityId, Stop> {
        let found = policy.activities.iter().position(|activity| is(&activity.name, text));
        found.map(ActivityId).ok_or_else(|| {
            let mut all = self.model.versions.iter().flat_map(|policy| &policy.activities);
            let known = all.find(|activity| is(&activity.name, text));
            let name = known.map_or_else(|| text.to_owned(), |activity| key_of(&activity.name));
            Stop::cannot(vec![problem("activity_not_in_version", &name)])
        })
    }

    fn facts(&self, policy: &Policy, reads: &Reads, who: &Who, day: Day) -> Result<Found, Stop> {
        facts::read(self.model, policy, reads, who, self.row(&who.subject, day)).map_err(Stop::cannot)
    }

    /// An event whose confirmations are complete, by the version of its rule date.
    fn decide_event(&self, line: &Line, at: Moment, rule_date: Day) -> Result<Decided, Stop> {
        let What::Event { activity, who, .. } = &line.what else { unreachable!("only events are decided so") };
        let policy = self.version_on(rule_date).ok_or(Stop::plain("not_in_force"))?;
        let id = self.find_activity(policy, activity)?;
        let reads = reads::of_activity(policy, id, rule_date);
        let found = self.facts(policy, &reads, who, rule_date)?;
        let mut context = context(policy, at, rule_date, found);
        self.read_accounts(&mut context, &reads, Some(id))?;
        self.gates(&context, true, &[])?;
        let awarded = awards::award(&context, &self.state, id)?;
        let mut effects = awarded.effects;
        for (index, account) in policy.accounts.iter().enumerate() {
            let taken = match &account.takes {
                Takes::AllGranted => awarded.by_rule.values().sum(),
                Takes::Granted(rules) => rules.iter().filter_map(|rule| awarded.by_rule.get(rule)).sum(),
                Takes::Counts(_) => counted(&context, account, id)?,
            };
            effects.extend(account_effect(&context, index, account, taken));
        }
        self.check_ranges(&effects)?;
        let lines: Vec<_> = awarded.lines.into_iter().map(|(_, line)| line).collect();
        let total = lines.iter().map(|line| line.granted).sum();
        let record = Record { total: Some(total), lines, ..Record::new(&line.id, None, "decided") };
        Ok(Decided { record, effects, undo: Self::undo(policy), settles: false })
    }

    /// S8.7: all accounts that are read, found before anything is decided.
    fn read_accounts(&self, context: &mut Context, reads: &Reads, activity: Option<ActivityId>) -> Result<(), Stop> {
        let policy = context.policy;
        for (id, _) in &reads.accounts {
            let before = self.account_before(context, *id);
            context.before.insert(*id, before);
        }
        // A counter may itself read accounts with this event; the checks refuse rings, so a few rounds settle it.
        let including: Vec<AccountId> =
            reads.accounts.iter().filter(|(_, including)| *including).map(|(id, _)| *id).collect();
        for id in &including {
            context.including.insert(*id, context.before[id]);
        }
        for _ in &including {
            for id in &including {
                let add = match activity {
                    Some(activity) if self.has_key(context, *id) => counted(context, &policy.accounts[id.0], activity)?,
                    _ => number(0),
                };
                context.including.insert(*id, context.before[id] + add);
            }
        }
        Ok(())
    }

    fn has_key(&self, context: &Context, AccountId(id): AccountId) -> bool {
        context.scopes.contains_key(&context.policy.accounts[id].scope)
    }

    fn account_before(&self, context: &Context, AccountId(id): AccountId) -> Num {
        let account = &context.policy.accounts[id];
        let key = key_at(context, &account.key, &measure(account), account.scope, account.window);
        key.map_or(number(0), |key| self.state.number(&key))
    }

    /// Section 7. `own` are further conditions, cited as the gate after the last.
    fn gates(&self, context: &Context, earning: bool, own: &[mizi::model::Expr]) -> Result<(), Stop> {
        let gates = context.policy.gates.iter();
        let gates = gates.filter(|gate| gate.earning == earning && in_force(gate.dates.as_ref(), context.rule_date));
        let all: Vec<_> = gates.map(|gate| &gate.when[..]).chain([own]).collect();
        for (gate, when) in all.into_iter().enumerate() {
            if let Some(clause) = first_failed(context, when)? {
                let gate = Some(GateFailed { gate, clause });
                return Err(Stop { outcome: "not_eligible", errors: Vec::new(), gate });
            }
        }
        Ok(())
    }

    /// S16.4
    fn check_ranges(&self, effects: &[Effect]) -> Result<(), Stop> {
        let mut sums: BTreeMap<_, (Num, (Num, Num))> = BTreeMap::new();
        for effect in effects {
            sums.entry(&effect.key).or_insert((number(0), effect.range)).0 += effect.add;
        }
        let out = sums.iter().filter(|(key, (add, (low, high)))| {
            let after = self.state.number(key) + add;
            *add != number(0) && (after < *low || after > *high)
        });
        let bad: BTreeSet<Problem> = out.map(|(key, _)| problem("out_of_range", &key.item)).collect();
        if bad.is_empty() { Ok(()) } else { Err(Stop::cannot(bad.into_iter().collect())) }
    }

    fn undo(policy: &Policy) -> Undo {
        Undo {
            returns_room: policy.choices.returns_room == Some(true),
            floor: match &policy.choices.reversal_floor {
                Some(ReversalFloor::At(least)) => Some(*least),
                Some(ReversalFloor::None) | None => None,
            },
            recompute: policy.choices.recompute == Some(true),
        }
    }

    // ---- Section 6 ----

    fn confirm(&mut self, line: &Line, of: &str, role: &str) -> Result<Decided, Stop> {
        let at = self.moment(&line.time).ok_or_else(|| Stop::cannot(vec![problem("bad_time", "time")]))?;
        // S6.4
        let unknown = Stop::plain("unknown");
        let Some(event) = self.state.journal.get(of) else { return Err(unknown) };
        let is_before = event.instant.is_some_and(|instant| instant <= at.instant);
        if !is_before || event.outcome != "pending" || !matches!(event.line.what, What::Event { .. }) {
            return Err(unknown);
        }
        // S6.5
        let Some(role) = self.role(role) else { return Err(Stop::cannot(vec![problem("unknown_role", role)])) };
        let event_line = event.line.clone();
        let What::Event { activity, .. } = &event_line.what else { return Err(unknown) };
        let Some(event_at) = self.moment(&event_line.time) else { return Err(unknown) };
        let Some(own) = self.version_on(event_at.day) else { return Err(unknown) };
        let mut confirmed = event.confirmed.clone();
        confirmed.insert(role);
        let needed = confirmations(own, self.find_activity(own, activity)?, event_at.day);
        let fulfilled = |roles: &Vec<RoleId>| roles.iter().any(|role| confirmed.contains(&key_of(&own.roles[role.0])));
        if !needed.iter().all(fulfilled) {
            if let Some(event) = self.state.journal.get_mut(of) {
                event.confirmed = confirmed;
            }
            return Ok(nothing(Record::new(&line.id, None, "pending")));
        }
        // S4.2
        let by_confirmation = own.choices.decided_by == Some(DecidedBy::ConfirmationTime);
        let rule_date = if by_confirmation { at.day } else { event_at.day };
        // S6.6: where it cannot be decided, the event is left as it was.
        let mut decided = self.decide_event(&event_line, event_at, rule_date).or_else(|stop| {
            let left = stop.outcome == "cannot_decide";
            let record = Record { gate: stop.gate.clone(), ..Record::new(&line.id, None, stop.outcome) };
            if left { Err(stop) } else { Ok(nothing(record)) }
        })?;
        decided.record.id.clone_from(&line.id);
        decided.settles = true;
        if self.version_on(rule_date).is_some_and(|version| !std::ptr::eq(version, own)) {
            self.noted.push("decided by the version of the confirmation");
        }
        Ok(decided)
    }

    /// The role's key, if a version has it.
    fn role(&self, text: &str) -> Option<String> {
        let mut roles = self.model.versions.iter().flat_map(|policy| &policy.roles);
        roles.find(|role: &&Named| is(role, text)).map(key_of)
    }

    // ---- Section 13 ----

    fn redeem(&self, line: &Line, redemption: &str, received: Option<&When>, who: &Who) -> Result<Decided, Stop> {
        let read = self.time_of(line, received);
        let mut bad = read.as_ref().err().map(|stop| stop.errors.clone()).unwrap_or_default();
        let named = |policy: &Policy| policy.redemptions.iter().any(|found| is(&found.name, redemption));
        if !self.model.versions.iter().any(named) {
            bad.push(problem("unknown_redemption", redemption));
        }
        if who.subject.is_empty() {
            bad.push(problem("no_subject", ""));
        }
        let (Ok((at, received)), true) = (read, bad.is_empty()) else { return Err(Stop::cannot(bad)) };
        let policy = self.version_on(at.day).ok_or(Stop::plain("not_in_force"))?;
        // S5.5
        let in_force_now = |found: &&Redemption| is(&found.name, redemption) && in_force(found.dates.as_ref(), at.day);
        let found = policy.redemptions.iter().find(in_force_now).ok_or(Stop::plain("not_in_force"))?;
        if Self::too_late(policy, at, received) {
            return Err(Stop::plain("too_late"));
        }
        let reads = reads::of_redemption(policy, found, at.day);
        let facts = self.facts(policy, &reads, who, at.day)?;
        let mut context = context(policy, at, at.day, facts);
        self.read_accounts(&mut context, &reads, None)?;
        self.gates(&context, false, &found.when)?;
        self.pay(line, &context, found)
    }

    fn pay(&self, line: &Line, context: &Context, redemption: &Redemption) -> Result<Decided, Stop> {
        let policy = context.policy;
        let AccountId(balance_id) = policy.balance;
        let balance_account = &policy.accounts[balance_id];
        let price = context.number(&redemption.price)?;
        let balance = self.account_before(context, policy.balance);
        let mut refused = Vec::new();
        // S13.1
        if let Some(least) = &redemption.from_balance {
            let least = context.number(least)?;
            if balance < least {
                refused.push(Limit::FromBalance { least, balance });
            }
        }
        let least = redemption.floor.as_ref().map_or(Ok(number(0)), |floor| context.number(floor))?;
        if balance - price < least {
            refused.push(Limit::Floor { least, left: balance - price });
        }
        let mut effects: Vec<Effect> =
            account_effect(context, balance_id, balance_account, -price).into_iter().collect();
        for stock in &redemption.stock {
            let limit = context.number(&stock.limit)?;
            match usage(context, &redemption.key, stock) {
                None | Some(Usage::Event) => {}
                Some(Usage::Nothing(ScopeId(scope))) => {
                    let scope = key_of(&policy.scopes[scope].name);
                    refused.push(Limit::NoScope { item: key_of(&redemption.name), scope });
                }
                Some(Usage::At(key)) => {
                    let used = self.state.number(&key);
                    if limit - used < number(1) {
                        let item = key_of(&redemption.name);
                        refused.push(Limit::Cap { item, times: true, limit, used });
                    }
                    let range = usage_range(policy, true);
                    effects.push(Effect { key, class: Class::Usage, add: number(1), range });
                }
            }
        }
        refused.sort();
        let mut record = Record { price: Some(price), ..Record::new(&line.id, None, "refused") };
        if !refused.is_empty() {
            record.refused = refused;
            return Ok(nothing(record));
        }
        self.check_ranges(&effects)?;
        record.outcome = "decided".to_owned();
        record.total = Some(-price);
        Ok(Decided { record, effects, undo: Self::undo(policy), settles: false })
    }

    // ---- Section 15 ----

    fn reverse(&mut self, line: &Line, of: &str) -> Result<Decided, Stop> {
        let at = self.moment(&line.time).ok_or_else(|| Stop::cannot(vec![problem("bad_time", "time")]))?;
        let unknown = Stop::plain("unknown");
        let Some(entry) = self.state.journal.get(of) else { return Err(unknown) };
        let is_before = entry.instant.is_some_and(|instant| instant <= at.instant);
        // S15.2
        if !is_before || !matches!(entry.line.what, What::Event { .. } | What::Redeem { .. }) {
            return Err(unknown);
        }
        if entry.outcome == "reversed" {
            return Err(Stop::plain("repeated"));
        }
        let (effects, shortfall) = self.taken_back(entry);
        let remainders =
            |effects: &[Effect]| effects.iter().filter(|effect| matches!(effect.class, Class::Remainder(_))).count();
        if remainders(&effects) > remainders(&entry.effects) {
            self.noted.push("whole blocks taken back");
        }
        self.check_ranges(&effects)?;
        let of_balance = effects.iter().filter(|effect| effect.class == Class::Balance);
        let total = of_balance.map(|effect| effect.add).sum();
        let shortfall = (shortfall != number(0)).then_some(shortfall);
        if let Some(entry) = self.state.journal.get_mut(of) {
            entry.outcome = "reversed".to_owned();
        }
        let record = Record { total: Some(total), shortfall, ..Record::new(&line.id, None, "reversed") };
        Ok(Decided { record, effects, undo: Undo::default(), settles: false })
    }

    /// S15.4 to S15.7: what a reversal changes, and what it could not take.
    fn taken_back(&self, entry: &Entry) -> (Vec<Effect>, Num) {
        let undo = &entry.undo;
        let mut back: Vec<Effect> = entry
            .effects
            .iter()
            .filter(|effect| effect.class != Class::Usage || undo.returns_room)
            .map(|effect| Effect { add: -effect.add, ..effect.clone() })
            .collect();
        if undo.recompute {
            self.recompute(&mut back);
        }
        let mut shortfall = number(0);
        let Some(floor) = undo.floor else { return (back, shortfall) };
        let takes: Num = back.iter().filter(|e| e.class == Class::Balance).map(|e| e.add).sum();
        let Some(first) = back.iter().position(|effect| effect.class == Class::Balance) else {
            return (back, shortfall);
        };
        if takes < number(0) {
            let may = (self.state.number(&back[first].key) - floor).max(number(0));
            let taken = (-takes).min(may);
            shortfall = -takes - taken;
            back[first].add = -taken;
            let mut index = 0;
            back.retain(|effect| {
                index += 1;
                index - 1 == first || effect.class != Class::Balance
            });
        }
        (back, shortfall)
    }

    /// S15.7: whole blocks that no longer have their units.
    fn recompute(&self, back: &mut Vec<Effect>) {
        let after = |back: &[Effect], key: &Key| {
            let add: Num = back.iter().filter(|effect| effect.key == *key).map(|effect| effect.add).sum();
            self.state.number(key) + add
        };
        let remainders: Vec<Effect> =
            back.iter().filter(|effect| matches!(effect.class, Class::Remainder(_))).cloned().collect();
        for remainder in remainders {
            let Class::Remainder(block) = &remainder.class else { continue };
            let left = after(back, &remainder.key);
            if left >= number(0) {
                continue;
            }
            let blocks = (-left / block.size).ceil();
            back.push(Effect { add: blocks * block.size, ..remainder.clone() });
            let Some((balance, range)) = &block.balance else { continue };
            let pay = (blocks * block.pay).min(after(back, &block.paid)).max(number(0));
            let wide = remainder.range;
            back.push(Effect { key: block.paid.clone(), class: Class::CarriedPay, add: -pay, range: wide });
            back.push(Effect { key: balance.clone(), class: Class::Balance, add: -pay, range: *range });
        }
    }
}

fn nothing(record: Record) -> Decided {
    Decided { record, effects: Vec::new(), undo: Undo::default(), settles: false }
}

fn context<'a>(policy: &'a Policy, at: Moment, rule_date: Day, (facts, scopes): Found) -> Context<'a> {
    Context {
        policy,
        rule_date,
        event_date: at.day,
        event_minute: at.minute,
        facts,
        scopes,
        before: BTreeMap::new(),
        including: BTreeMap::new(),
    }
}

/// S6.1, S6.2: what the rules of an activity that may pay ask to be confirmed.
fn confirmations(policy: &Policy, activity: ActivityId, day: Day) -> Vec<Vec<RoleId>> {
    let rules = reads::paying_rules(policy, activity, day);
    rules.iter().flat_map(|id| policy.rules[id.0].confirm.iter().cloned()).collect()
}

fn measure(account: &Account) -> String {
    super::probe::unit_name(&account.unit)
}

/// S16.1, S8.7: what this event adds to a counter.
fn counted(context: &Context, account: &Account, activity: ActivityId) -> Result<Num, NoValue> {
    let Takes::Counts(counts) = &account.takes else { return Ok(number(0)) };
    let mut sum = number(0);
    for count in counts.iter().filter(|count| count.activity == activity) {
        if count.when.as_ref().map_or(Ok(true), |when| context.holds(when))? {
            sum += context.number(&count.add)?;
        }
    }
    Ok(sum)
}

fn account_effect(context: &Context, index: usize, account: &Account, add: Num) -> Option<Effect> {
    let class = if context.policy.balance == AccountId(index) { Class::Balance } else { Class::Counter };
    let key = key_at(context, &account.key, &measure(account), account.scope, account.window)?;
    (add != number(0)).then_some(Effect { key, class, add, range: account.range })
}

/// Whether a rule is an award; bonuses are not.
pub fn is_award(pays: &Pays) -> bool {
    matches!(pays, Pays::Award { .. })
}

/// Dates of an item within its policy.
pub fn dates_of(dates: Option<&Dates>, policy: &Policy) -> (Day, Option<Day>) {
    let whole = &policy.dates;
    let from = dates.map_or(whole.from, |dates| dates.from.max(whole.from));
    let to = dates.and_then(|dates| dates.to).or(whole.to);
    (i64::from(from), to.map(i64::from))
}

/// The smallest unit of points, for those who ask from outside.
pub fn unit_of_points(policy: &Policy) -> Num {
    smallest(policy)
}
