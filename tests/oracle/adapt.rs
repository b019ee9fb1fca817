//! Lines into records of the evaluator on its typed path, and its decisions into the form that is compared.

use super::facts::decimal;
use super::lines::{Line, Row as SubjectRow, Stated, What, When, Who};
use super::record::{self, GateFailed, Key as NumberKey, Num, Passing, Problem, RuleLine};
use super::state::window_kind;
use super::zone::Zone;
use mizi_evaluator::account::{Memory, Row};
use mizi_evaluator::date::Moment;
use mizi_evaluator::decision::{
    ABSENT, AccountKey, Decision, Error, Failed, Key, Limit, NO_KEY, Outcome, Refusal, UNREADABLE, UNREADABLE_KEY,
};
use mizi_evaluator::program::{
    ActivityProgram, Clause, FactKind, Measure, Name, NumberForm, Pass, Program, ScopeKeys, Shown, Window,
};
use mizi_evaluator::record::{Confirmation, Event, Kind, Record, Redemption, Reversal, Unreadable};
use mizi_evaluator::{Brief, Buffer, Evaluator, Explained};
use std::collections::BTreeMap;

/// Numbers of texts, and the state.
pub struct Typed<'a> {
    evaluator: &'a Evaluator,
    zone: Zone,
    ids: BTreeMap<String, u64>,
    keys: Vec<String>,
    pub memory: Memory,
    buffer: Buffer,
}

/// What was read of a line, kept while its record is decided.
#[derive(Default)]
struct Read {
    keys: Vec<Key>,
    facts: Vec<i64>,
    unknown: Vec<Problem>,
    errors: Vec<Error>,
}

fn called(name: &Name, text: &str) -> bool {
    name.name == text || name.code.as_deref() == Some(text)
}

fn place(names: &[Name], text: &str) -> Option<u16> {
    names.iter().position(|name| called(name, text)).map(|at| at as u16)
}

impl<'a> Typed<'a> {
    pub fn new(evaluator: &'a Evaluator, zone: Zone, rows: &[SubjectRow]) -> Self {
        let mut typed = Typed {
            evaluator,
            zone,
            ids: BTreeMap::new(),
            keys: Vec::new(),
            memory: Memory::default(),
            buffer: Buffer::default(),
        };
        for row in rows {
            typed.subject_row(row);
        }
        typed
    }

    fn program(&self) -> &'a Program {
        self.evaluator.program()
    }

    fn subject_row(&mut self, row: &SubjectRow) {
        let who = Who { subject: row.subject.clone(), scopes: row.scopes.clone(), facts: row.facts.clone() };
        let attributes: Vec<u16> = (0..self.program().attributes).collect();
        let read = self.read(&who, &attributes);
        let subject = read.keys[0];
        let kept = Row { keys: &read.keys, facts: &read.facts };
        self.memory.subjects.add(subject, row.from as i32, kept);
    }

    fn id(&mut self, text: &str) -> u64 {
        let next = self.ids.len() as u64;
        *self.ids.entry(text.to_owned()).or_insert(next)
    }

    fn key(&mut self, text: &str) -> Key {
        let at = self.keys.iter().position(|known| known == text).unwrap_or_else(|| {
            self.keys.push(text.to_owned());
            self.keys.len() - 1
        });
        at as Key
    }

    fn moment(&self, when: &When) -> Option<Moment> {
        let instant = match when {
            When::Civil(day, second) => self.zone.instant(*day, *second)?,
            When::Date(day) => self.zone.instant(*day, 0)?,
            When::Instant(second, _) => *second,
            When::Unreadable(_) => return None,
        };
        let (day, second) = self.zone.civil(instant);
        // The evaluator counts instants in its own unit: the same for all, so that only their order matters here.
        Some(Moment { instant, day: day as i32, minute: (second / 60) as u16 })
    }

    fn read(&mut self, who: &Who, slots: &[u16]) -> Read {
        let program = self.program();
        let mut read = Read::default();
        for scope in &program.scopes {
            let stated: Vec<&Stated> = who
                .scopes
                .iter()
                .filter(|(name, value)| called(&scope.name, name) && **value != Stated::Nothing)
                .map(|(_, value)| value)
                .collect();
            read.keys.push(match (&scope.keys, &stated[..]) {
                (ScopeKeys::Subject, _) if who.subject.is_empty() => NO_KEY,
                (ScopeKeys::Subject, _) => self.key(&who.subject),
                (ScopeKeys::Whole, _) | (_, []) => NO_KEY,
                (ScopeKeys::Stated, [Stated::Text(text) | Stated::Number(text)]) => self.key(text),
                (ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. }, [Stated::Text(text)]) => {
                    let found = place(&program.lists[usize::from(*list)].values, text);
                    found.map_or(UNREADABLE_KEY, Key::from)
                }
                _ => UNREADABLE_KEY,
            });
        }
        for fact in slots {
            let fact = &program.facts[usize::from(*fact)];
            let stated: Vec<&Stated> = who
                .facts
                .iter()
                .filter(|(name, value)| called(&fact.name, name) && **value != Stated::Nothing)
                .map(|(_, value)| value)
                .collect();
            read.facts.push(match &stated[..] {
                [] => ABSENT,
                [one] => held(program, &fact.kind, one).unwrap_or(UNREADABLE),
                _ => UNREADABLE,
            });
        }
        let known_fact = |name: &str| program.facts.iter().any(|fact| called(&fact.name, name));
        let known_scope = |name: &str| program.scopes.iter().any(|scope| called(&scope.name, name));
        let facts = super::facts::stated_names(&who.facts).filter(|name| !known_fact(name));
        read.unknown.extend(facts.map(|name| super::facts::problem("unknown_fact", name)));
        let scopes = super::facts::stated_names(&who.scopes).filter(|name| !known_scope(name));
        read.unknown.extend(scopes.map(|name| super::facts::problem("unknown_scope", name)));
        read
    }

    /// Decides a line and takes the decision into the state. Also checks what `needs` promises.
    pub fn decide(&mut self, line: &Line) -> record::Record {
        let (id, program) = (self.id(&line.id), self.program());
        let at = self.moment(&line.time);
        let mut read = Read::default();
        if at.is_none() {
            read.errors.push(Error::Time);
        }
        let nowhere = Moment { instant: 0, day: 0, minute: 0 };
        let (kind, of, number, mut received) = match &line.what {
            What::Event { activity, received, who } => {
                let names: Vec<Name> = program.activities.iter().map(|activity| activity.name.clone()).collect();
                let number = place(&names, activity);
                if number.is_none() {
                    read.errors.push(Error::UnknownActivity);
                }
                let slots = number.map(|n| program.activities[usize::from(n)].slots.clone()).unwrap_or_default();
                read = Read { errors: read.errors, ..self.read(who, &slots) };
                (Kind::Event, None, number, received.as_ref())
            }
            What::Redeem { redemption, received, who } => {
                let number = place(&program.redemptions, redemption);
                if number.is_none() {
                    read.errors.push(Error::UnknownRedemption);
                }
                let slots: Vec<u16> = (0..program.attributes).collect();
                read = Read { errors: read.errors, ..self.read(who, &slots) };
                (Kind::Redemption, None, number, received.as_ref())
            }
            What::Confirm { of, role } => (Kind::Confirmation, Some(self.id(of)), place(&program.roles, role), None),
            What::Reverse { of } => (Kind::Reversal, Some(self.id(of)), None, None),
        };
        if matches!(kind, Kind::Event | Kind::Redemption) && read.keys.first() == Some(&NO_KEY) {
            read.errors.push(Error::Subject);
        }
        let received_day = received.take().map(|when| match when {
            When::Date(day) => Some(*day as i32),
            when => self.moment(when).map(|at| at.day),
        });
        if received_day == Some(None) {
            read.errors.push(Error::Received);
        }
        let unknown_names = read.unknown.len() as u16;
        let (keys, facts) = (&read.keys[..], &read.facts[..]);
        // S4.6: a date of receipt that cannot be read is as bad as the time.
        let readable = at.filter(|_| received_day != Some(None));
        let (at, received) = (at.unwrap_or(nowhere), received_day.flatten());
        let record = match (kind, of) {
            _ if !read.errors.is_empty() => {
                Record::Unreadable(Unreadable { id, kind, at: readable, of, errors: &read.errors })
            }
            (Kind::Confirmation, Some(of)) => {
                Record::Confirmation(Confirmation { id, of, role: number.unwrap_or(u16::MAX), at })
            }
            (Kind::Reversal, Some(of)) => Record::Reversal(Reversal { id, of, at }),
            (Kind::Redemption, _) => {
                let redemption = number.unwrap_or(u16::MAX);
                Record::Redemption(Redemption { id, redemption, at, received, keys, facts, unknown_names })
            }
            _ => {
                let activity = number.unwrap_or(u16::MAX);
                Record::Event(Event { id, activity, at, received, keys, facts, unknown_names })
            }
        };
        let needs = self.evaluator.needs(&record, &self.memory);
        let watched = Watched { memory: &self.memory, read: std::cell::RefCell::default() };
        self.evaluator.decide_into::<Explained, _>(&record, &watched, &mut self.buffer);
        for at in watched.read.into_inner() {
            assert!(needs.contains(&at), "S1.2: {} is read and not needed", self.show_key(at).item);
        }
        let decision = self.buffer.decision.clone();
        let brief = self.evaluator.decide_into::<Brief, _>(&record, &self.memory, &mut self.buffer);
        let said = |d: &Decision| (d.outcome, d.total, d.price, d.shortfall, d.changes.clone(), d.errors.clone());
        assert_eq!(said(&decision), said(brief), "without reasons something else is decided");
        let Ok(()) = mizi_evaluator::account::Store::commit(&mut self.memory, &record, &decision);
        self.record(line, &decision, &read.unknown)
    }

    // ---- Decisions ----

    fn points(&self, units: i64) -> Num {
        Num::new(i128::from(units), 10_i128.pow(u32::from(self.program().decimals)))
    }

    fn item(&self, item: u32) -> String {
        self.program().items[item as usize].name.key().to_owned()
    }

    fn record(&self, line: &Line, decision: &Decision, unknown: &[Problem]) -> record::Record {
        let outcome = serde_json::to_value(decision.outcome).ok();
        let outcome = outcome.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
        let decided = matches!(decision.outcome, Outcome::Decided | Outcome::Reversed);
        let mut refused: Vec<record::Limit> = decision.refusals.iter().map(|refusal| self.refusal(refusal)).collect();
        refused.sort();
        let mut errors: Vec<Problem> = decision.errors.iter().map(|error| self.problem(line, error, unknown)).collect();
        errors.sort();
        errors.dedup();
        record::Record {
            id: line.id.clone(),
            of: decision.of.and_then(|of| self.ids.iter().find(|(_, id)| **id == of)).map(|(text, _)| text.clone()),
            outcome: outcome.to_owned(),
            gate: decision.stopped.map(|stopped| GateFailed {
                gate: usize::from(stopped.gate),
                clause: self.failed(&stopped.failed, self.gate_clauses(decision, stopped.gate)),
            }),
            total: decided.then(|| self.points(decision.total)),
            lines: decision.lines.iter().map(|line| self.line(decision, line)).collect(),
            price: decision.price.map(|price| self.points(price)),
            refused,
            changes: decision.changes.iter().map(|change| self.change(change.at, change.add)).collect(),
            shortfall: (decision.shortfall != 0).then(|| self.points(decision.shortfall)),
            errors,
        }
    }

    fn activity(&self, decision: &Decision) -> Option<&'a ActivityProgram> {
        let segment = &self.program().segments[usize::from(decision.segment?)];
        match decision.about? {
            mizi_evaluator::decision::About::Activity(id) => segment.activities[usize::from(id)].as_ref(),
            mizi_evaluator::decision::About::Redemption(_) => None,
        }
    }

    fn gate_clauses(&self, decision: &Decision, gate: u16) -> &'a [Clause] {
        use mizi_evaluator::decision::About;
        let Some(segment) = decision.segment else { return &[] };
        let segment = &self.program().segments[usize::from(segment)];
        let gates = match decision.about {
            Some(About::Activity(id)) => segment.activities[usize::from(id)].as_ref().map(|found| &found.gates),
            Some(About::Redemption(id)) => segment.redemptions[usize::from(id)].as_ref().map(|found| &found.gates),
            None => None,
        };
        gates.map(|gates| &gates[usize::from(gate)].clauses[..]).unwrap_or_default()
    }

    fn line(&self, decision: &Decision, line: &mizi_evaluator::decision::Line) -> RuleLine {
        let rule = self.activity(decision).map(|activity| &activity.rules[usize::from(line.rule)]);
        let clauses: &[Clause] = match (rule, line.bonus) {
            (Some(rule), None) => &rule.clauses,
            (Some(rule), Some(place)) => {
                rule.bonus(usize::from(place)).map(|bonus| &bonus.clauses[..]).unwrap_or_default()
            }
            (None, _) => &[],
        };
        let mut limited_by: Vec<record::Limit> = decision.limits(line).iter().map(|limit| self.limit(limit)).collect();
        if !limited_by.iter().any(|limit| matches!(limit, record::Limit::Group { .. })) {
            limited_by.sort();
        }
        RuleLine {
            rule: self.item(line.item),
            dimension: self.program().dimensions[usize::from(line.dimension)].key().to_owned(),
            base: line.base.map(|base| self.item(base)),
            failed: line.failed.map(|failed| self.failed(&failed, clauses)),
            amount: self.points(line.amount),
            granted: self.points(line.granted),
            limited_by,
        }
    }

    fn failed(&self, failed: &Failed, clauses: &[Clause]) -> record::Failed {
        match *failed {
            Failed::Excepted { by } => record::Failed::Excepted { by: self.item(by) },
            Failed::Clause { index, value, would_pass } => {
                let probe = clauses.get(usize::from(index)).and_then(|clause| clause.probe.as_ref());
                let shown = |held: Option<i64>, scale: i64| {
                    let probe = probe?;
                    self.shown(&probe.form, held?, scale)
                };
                let scale = match probe.map(|probe| &probe.pass) {
                    Some(Pass::Limit { scale, .. }) => *scale,
                    _ => 1,
                };
                record::Failed::Clause {
                    index: usize::from(index),
                    value: shown(value, scale),
                    would_pass: Passing::Is(shown(would_pass, 1)),
                }
            }
        }
    }

    /// A held value as the other interpreter has it: in base units.
    fn shown(&self, form: &Shown, held: i64, scale: i64) -> Option<record::Shown> {
        let exact = Num::new(i128::from(held), i128::from(scale));
        Some(match form {
            Shown::Points => {
                let one = 10_i128.pow(u32::from(self.program().decimals));
                record::Shown::Number(exact / Num::from_integer(one))
            }
            Shown::Fact(FactKind::Number(form)) => record::Shown::Number(base_units(form, exact)),
            Shown::Fact(FactKind::YesNo) => record::Shown::YesNo(held != 0),
            Shown::Fact(FactKind::Date) => record::Shown::Date(held / scale),
            Shown::Fact(FactKind::Time) => record::Shown::Time(held / scale),
            Shown::Fact(FactKind::Listed(list)) => {
                let values = &self.program().lists[usize::from(*list)].values;
                record::Shown::Named(values[held as usize].key().to_owned())
            }
        })
    }

    fn limit(&self, limit: &Limit) -> record::Limit {
        match *limit {
            Limit::Cap { item, times, limit, used } => {
                let amount = |n: i64| if times { Num::from_integer(i128::from(n)) } else { self.points(n) };
                record::Limit::Cap { item: self.item(item), times, limit: amount(limit), used: amount(used) }
            }
            Limit::NoScope { item, scope } => record::Limit::NoScope {
                item: self.item(item),
                scope: self.program().scopes[usize::from(scope)].name.key().to_owned(),
            },
            Limit::Group { item, chosen } => {
                record::Limit::Group { group: item.map(|item| self.item(item)), chosen: self.item(chosen) }
            }
        }
    }

    fn refusal(&self, refusal: &Refusal) -> record::Limit {
        match refusal {
            Refusal::FromBalance { balance, least } => {
                record::Limit::FromBalance { least: self.points(*least), balance: self.points(*balance) }
            }
            Refusal::Floor { balance, price, floor } => {
                record::Limit::Floor { least: self.points(*floor), left: self.points(balance - price) }
            }
            Refusal::Stock(limit) => self.limit(limit),
        }
    }

    fn problem(&self, line: &Line, error: &Error, unknown: &[Problem]) -> Problem {
        use super::facts::problem;
        let fact = |id: u16| self.program().facts[usize::from(id)].name.key().to_owned();
        let scope = |id: u16| self.program().scopes[usize::from(id)].name.key().to_owned();
        match *error {
            Error::Time => problem("bad_time", "time"),
            Error::Received => problem("bad_time", "received"),
            Error::Subject => problem("no_subject", ""),
            Error::UnknownActivity => problem("unknown_activity", &named(line)),
            Error::Activity(id) => {
                problem("activity_not_in_version", self.program().activities[usize::from(id)].name.key())
            }
            Error::UnknownRedemption => problem("unknown_redemption", &named(line)),
            Error::UnknownRole => problem("unknown_role", &named(line)),
            Error::MissingFact(id) => problem("missing_fact", &fact(id)),
            Error::UnreadableFact(fact_id)
            | Error::OutOfRange { fact: fact_id, .. }
            | Error::OffStep { fact: fact_id, .. }
            | Error::NotInList { fact: fact_id, .. } => problem("bad_fact", &fact(fact_id)),
            Error::MissingScope(id) => problem("missing_scope", &scope(id)),
            Error::UnreadableScope(id) | Error::Contradiction { scope: id, .. } => problem("bad_scope", &scope(id)),
            Error::UnknownName(number) => unknown[usize::from(number)].clone(),
            Error::Amount(_) | Error::DivisionByZero(_) => problem("no_value", ""),
            Error::Account { account, .. } => problem("out_of_range", &self.program().accounts[account as usize].item),
            ref other => problem("other", &format!("{other:?}")),
        }
    }

    fn show_key(&self, at: AccountKey) -> NumberKey {
        let program = self.program();
        let account = &program.accounts[at.account as usize];
        let scope = &program.scopes[usize::from(account.scope)];
        let key = match &scope.keys {
            ScopeKeys::Whole => None,
            ScopeKeys::Subject | ScopeKeys::Stated => self.keys.get(at.key as usize).cloned(),
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                let values = &program.lists[usize::from(*list)].values;
                values.get(at.key as usize).map(|value| value.key().to_owned())
            }
        };
        let measure = measure_name(&account.measure);
        NumberKey {
            item: account.item.clone(),
            measure,
            scope: scope.name.key().to_owned(),
            key,
            window: window_name(account.window).to_owned(),
            start: (account.window != Window::Lifetime).then(|| i64::from(at.start)),
        }
    }

    fn change(&self, at: AccountKey, add: i64) -> (NumberKey, Num) {
        let account = &self.program().accounts[at.account as usize];
        let exact = Num::from_integer(i128::from(add));
        let amount = match (&account.measure, &account.form) {
            (Measure::Points | Measure::CarriedPoints, _) => self.points(add),
            (_, Some(form)) => base_units(form, exact),
            (_, None) => exact,
        };
        (self.show_key(at), amount)
    }

    /// All numbers of the state that are not 0.
    pub fn numbers(&self) -> BTreeMap<NumberKey, Num> {
        self.memory.counters().amounts().into_iter().map(|(at, amount)| self.change(at, amount)).collect()
    }
}

pub fn measure_name(measure: &Measure) -> String {
    match measure {
        Measure::Points => "points".to_owned(),
        Measure::Times => "times".to_owned(),
        Measure::Unit(unit) => unit.clone(),
        Measure::Remainder(unit) => format!("remainder {unit}"),
        Measure::CarriedPoints => "carried_points".to_owned(),
    }
}

pub fn is_hours(form: &NumberForm) -> bool {
    matches!(form.unit.zh.as_str(), "小时" | "hours" | "hour")
}

fn window_name(window: Window) -> &'static str {
    use mizi::model::Window as W;
    window_kind(match window {
        Window::Lifetime => W::Lifetime,
        Window::Day => W::Day,
        Window::Week => W::Week,
        Window::Month => W::Month,
        Window::Quarter => W::Quarter,
        Window::HalfYear => W::HalfYear,
        Window::Year { month, day } => W::Year { month, day },
    })
}

/// What the line names: its activity, redemption or role.
fn named(line: &Line) -> String {
    match &line.what {
        What::Event { activity, .. } => activity.clone(),
        What::Redeem { redemption, .. } => redemption.clone(),
        What::Confirm { role, .. } => role.clone(),
        What::Reverse { .. } => String::new(),
    }
}

fn base_units(form: &NumberForm, held: Num) -> Num {
    let shown = held * Num::new(i128::from(form.divide), i128::from(form.multiply));
    if is_hours(form) { shown * Num::from_integer(60) } else { shown }
}

/// How the evaluator holds a stated value; none where it cannot be one of its kind.
fn held(program: &Program, kind: &FactKind, stated: &Stated) -> Option<i64> {
    match (kind, stated) {
        (FactKind::Number(form), Stated::Number(digits) | Stated::Text(digits)) => {
            let held = decimal(digits)? * Num::new(i128::from(form.multiply), i128::from(form.divide));
            held.is_integer().then(|| i64::try_from(held.to_integer()).ok()).flatten()
        }
        (FactKind::YesNo, stated) => stated.yes_no().map(i64::from),
        (FactKind::Listed(list), Stated::Text(text)) => {
            place(&program.lists[usize::from(*list)].values, text).map(i64::from)
        }
        (FactKind::Date, Stated::Text(text)) => mizi_evaluator::date::read_date(text).ok().map(i64::from),
        (FactKind::Time, Stated::Text(text)) => mizi_evaluator::date::read_time(text).ok(),
        _ => None,
    }
}

/// State that notes which accounts are read.
struct Watched<'a> {
    memory: &'a Memory,
    read: std::cell::RefCell<Vec<AccountKey>>,
}

impl mizi_evaluator::account::Journal for Watched<'_> {
    fn entry(&self, id: u64) -> Option<mizi_evaluator::account::Entry<'_>> {
        self.memory.entry(id)
    }

    fn row(&self, subject: Key, day: i32) -> Option<Row<'_>> {
        self.memory.row(subject, day)
    }
}

impl mizi_evaluator::account::State for Watched<'_> {
    fn amount(&self, at: AccountKey) -> i64 {
        self.read.borrow_mut().push(at);
        self.memory.amount(at)
    }
}
