//! Histories for a policy: mostly good lines near the boundaries of its numbers and dates, and every kind of bad one.

use super::rng::Rng;
use crate::oracle::calendar::{Day, show, ymd};
use crate::oracle::lines::{Line, Row, Stated, What, When, Who};
use crate::oracle::record::Num;
use crate::oracle::zone::Zone;
use mizi::model::expr::{Bands, RowTest};
use mizi::model::{
    Award, Constant, Dates, Domain, Expr, ExprKind, Field, Model, Named, Pays, Policy, Scope, ScopeKeys,
};
use std::collections::{BTreeMap, BTreeSet};

/// Subjects and what happens, in the order in which it is accepted.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub rows: Vec<Row>,
    pub lines: Vec<Line>,
}

/// What histories of a model are made of.
pub struct Source<'a> {
    model: &'a Model,
    zone: Zone,
    days: Vec<Day>,
    numbers: BTreeSet<Num>,
}

const SUBJECTS: [&str; 3] = ["张三", "李四", "wang5"];
const KEYS: [&str; 3] = ["甲", "乙", "H-3"];

impl<'a> Source<'a> {
    pub fn new(model: &'a Model, zone: Zone) -> Self {
        let mut source = Source { model, zone, days: Vec::new(), numbers: BTreeSet::new() };
        for policy in &model.versions {
            source.read(policy);
        }
        source.days.extend([ymd(2024, 2, 28), ymd(2024, 2, 29), ymd(2024, 12, 31), ymd(2025, 3, 1), ymd(2025, 3, 31)]);
        source
    }

    fn read(&mut self, policy: &Policy) {
        let mut dates: Vec<&Dates> = vec![&policy.dates];
        dates.extend(policy.rules.iter().filter_map(|rule| rule.dates.as_ref()));
        dates.extend(policy.gates.iter().filter_map(|gate| gate.dates.as_ref()));
        dates.extend(policy.groups.iter().filter_map(|group| group.dates.as_ref()));
        dates.extend(policy.overall_caps.iter().filter_map(|cap| cap.dates.as_ref()));
        dates.extend(policy.redemptions.iter().filter_map(|redemption| redemption.dates.as_ref()));
        for dates in dates {
            self.days.extend([i64::from(dates.from), i64::from(dates.from) - 1]);
            self.days.extend(dates.to.iter().flat_map(|to| [i64::from(*to), i64::from(*to) + 1]));
        }
        for (from, _) in policy.parameters.iter().flat_map(|parameter| &parameter.values) {
            if *from > i32::MIN {
                self.days.extend([i64::from(*from), i64::from(*from) - 1]);
            }
        }
        for rule in &policy.rules {
            rule.when.iter().for_each(|expr| self.constants(expr));
            match &rule.pays {
                Pays::Award { award: Award::Expr(amount, _), .. } => self.constants(amount),
                Pays::Award { award: Award::Blocks { block, of, .. }, .. } => {
                    self.constants(block);
                    self.constants(of);
                }
                Pays::Bonus { .. } => {}
            }
        }
        policy.gates.iter().flat_map(|gate| &gate.when).for_each(|expr| self.constants(expr));
        policy.definitions.iter().for_each(|definition| self.constants(&definition.value));
        policy.tables.iter().for_each(|table| self.bands(&table.bands));
    }

    fn bands(&mut self, bands: &Bands) {
        self.constants(&bands.by);
        for row in &bands.rows {
            self.constants(&row.value);
            if let RowTest::Bounds(bounds) = &row.test {
                bounds.iter().for_each(|(_, bound)| self.constant(bound));
            }
        }
    }

    fn constant(&mut self, constant: &Constant) {
        match constant {
            Constant::Number(n) => drop(self.numbers.insert(*n)),
            Constant::Date(day) if (16_000..23_000).contains(day) => self.days.push(i64::from(*day)),
            _ => {}
        }
    }

    fn constants(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Constant(value) => self.constant(value),
            ExprKind::OneOf(x, values) => {
                self.constants(x);
                values.iter().for_each(|value| self.constant(value));
            }
            ExprKind::Bands(bands) => self.bands(bands),
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Min(parts) | ExprKind::Max(parts) => {
                parts.iter().for_each(|part| self.constants(part));
            }
            ExprKind::Not(x) | ExprKind::Negate(x) | ExprKind::Round(_, x, _) => self.constants(x),
            ExprKind::Compare(_, a, b)
            | ExprKind::Add(a, b)
            | ExprKind::Subtract(a, b)
            | ExprKind::Multiply(a, b)
            | ExprKind::Divide(a, b) => [a, b].into_iter().for_each(|x| self.constants(x)),
            ExprKind::Between(x, low, high) => [x, low, high].into_iter().for_each(|x| self.constants(x)),
            ExprKind::If(condition, a, b) => [condition, a, b].into_iter().for_each(|x| self.constants(x)),
            _ => {}
        }
    }

    /// Writes a history.
    pub fn history(&self, rng: &mut Rng) -> History {
        let mut writer = Writer {
            source: self,
            policy: &self.model.versions[0],
            now: *rng.pick(&self.days),
            // Mostly one kind of event, so that caps and carried remainders are met.
            favourite: rng.below(8),
            history: History::default(),
            events: Vec::new(),
            count: 0,
            bad: *rng.pick(&[0, 4, 12, 35]),
            with_rows: rng.chance(60),
        };
        writer.rows(rng);
        for _ in 0..rng.weighted(&[(2, 2), (4, 6), (4, 10), (1, 18)]) {
            writer.line(rng);
        }
        writer.history
    }
}

struct Writer<'a> {
    source: &'a Source<'a>,
    policy: &'a Policy,
    now: Day,
    favourite: usize,
    history: History,
    /// Ids of events and redemptions, with the activity's number.
    events: Vec<(String, Option<usize>)>,
    count: usize,
    /// How often something bad is written, of a hundred.
    bad: u32,
    with_rows: bool,
}

impl Writer<'_> {
    fn id(&mut self, rng: &mut Rng, prefix: &str) -> String {
        self.count += 1;
        let prefix = if rng.chance(5) { "事" } else { prefix };
        format!("{prefix}{}", self.count)
    }

    fn rows(&mut self, rng: &mut Rng) {
        if !self.with_rows {
            return;
        }
        for subject in SUBJECTS {
            let mut from = self.now - rng.range(0, 400);
            for _ in 0..rng.below(3) {
                self.policy = rng.pick(&self.source.model.versions);
                let row = Row {
                    subject: subject.to_owned(),
                    from,
                    scopes: self.scopes(rng, self.mostly(90)),
                    facts: self.facts(rng, None, self.mostly(94)),
                };
                self.history.rows.push(row);
                from += rng.range(1, 60);
            }
        }
    }

    fn line(&mut self, rng: &mut Rng) {
        self.now += *rng.pick(&[0, 0, 0, 0, 0, 1, 1, 2, 6, 7, 30, 31, 90]);
        if rng.chance(4) {
            self.now = *rng.pick(&self.source.days);
        }
        let versions = &self.source.model.versions;
        let now = self.now;
        let in_force = versions.iter().find(|policy| policy.dates.contains(now as i32));
        // Sometimes with the names and values of another version.
        self.policy = in_force.filter(|_| !rng.chance(8)).unwrap_or_else(|| rng.pick(versions));
        if rng.chance(6) && !self.history.lines.is_empty() {
            return self.repeat(rng);
        }
        match rng.below(20) {
            0 | 1 if !self.events.is_empty() => self.reverse(rng),
            2 | 3 if !self.policy.redemptions.is_empty() => self.redeem(rng),
            4 if !self.events.is_empty() => self.confirm(rng, None),
            _ => self.event(rng),
        }
    }

    fn repeat(&mut self, rng: &mut Rng) {
        let old = rng.pick(&self.history.lines).clone();
        if rng.chance(50) {
            self.history.lines.push(old);
        } else {
            self.event(rng);
            if let Some(last) = self.history.lines.last_mut() {
                last.id = old.id;
            }
        }
    }

    /// A history without bad lines lacks nothing either.
    fn mostly(&self, percent: u32) -> u32 {
        if self.bad == 0 { 100 } else { percent }
    }

    fn is_bad(&self, rng: &mut Rng) -> bool {
        rng.chance(self.bad)
    }

    fn time(&mut self, rng: &mut Rng) -> When {
        if self.is_bad(rng) && rng.chance(15) {
            let text = *rng.pick(&[
                "昨天",
                "",
                "2025-02-30",
                "2025-03-01T24:30:00",
                "2025/03/01",
                "2025-03-01T08:30:00+99:00",
            ]);
            return When::Unreadable(text.to_owned());
        }
        let second = *rng.pick(&[0, 0, 1, 8 * 3600, 30_600, 43_200, 86_399, 86_340, 2 * 3600 + 1800, 3600 + 1800]);
        if self.source.zone == Zone::NewYork && rng.chance(10) {
            self.now = *rng.pick(&[ymd(2024, 3, 10), ymd(2025, 3, 9), ymd(2024, 11, 3), ymd(2025, 11, 2)]);
        }
        match rng.below(4) {
            0 => When::Date(self.now),
            1 => {
                let offset = *rng.pick(&[0, 8 * 3600, -4 * 3600, -5 * 3600, 5 * 3600 + 1800]);
                When::Instant(self.now * 86_400 + second, offset)
            }
            _ => When::Civil(self.now, second),
        }
    }

    fn subject(&self, rng: &mut Rng) -> String {
        if self.is_bad(rng) && rng.chance(5) {
            return String::new();
        }
        rng.weighted(&[(6, SUBJECTS[0]), (3, SUBJECTS[1]), (1, SUBJECTS[2])]).to_owned()
    }

    fn who(&mut self, rng: &mut Rng, activity: Option<usize>) -> Who {
        let of_subject = |percent| if self.with_rows { 12 } else { percent };
        let mut who = Who {
            subject: self.subject(rng),
            scopes: self.scopes(rng, of_subject(self.mostly(85))),
            facts: self.facts(rng, None, of_subject(self.mostly(97))),
        };
        if let Some(activity) = activity {
            who.facts.extend(self.facts(rng, Some(activity), self.mostly(97)));
        }
        if self.is_bad(rng) {
            self.spoil(rng, &mut who, activity);
        }
        who
    }

    fn spoil(&mut self, rng: &mut Rng, who: &mut Who, activity: Option<usize>) {
        let scope = rng.pick(&self.policy.scopes);
        match rng.below(9) {
            8 => {
                let name = if rng.chance(50) { "无此项" } else { "年龄" };
                drop(who.facts.insert(name.to_owned(), Stated::Nothing));
            }
            0 => drop(who.facts.insert("无此项".to_owned(), Stated::Number("1".to_owned()))),
            1 => drop(who.scopes.insert("无此处".to_owned(), Stated::Text("甲".to_owned()))),
            2 => drop(who.scopes.insert(mention(rng, &scope.name), Stated::Text("查无".to_owned()))),
            3 => drop(who.scopes.insert(mention(rng, &scope.name), self.any_scope_value(rng, scope))),
            4 => {
                // Stated twice, by name and by code.
                for (name, value) in who.facts.clone() {
                    let twice = self.policy.fields.iter().find(|f| f.name.name.name == name);
                    if let Some(code) = twice.and_then(|field| field.name.name.code.clone()) {
                        who.facts.insert(code, value);
                    }
                }
            }
            5 if !who.facts.is_empty() => {
                let names: Vec<String> = who.facts.keys().cloned().collect();
                who.facts.remove(rng.pick(&names));
            }
            _ => {
                let fields: Vec<&Field> = self.fields(activity).collect();
                if let Some(field) = fields.get(rng.below(fields.len())) {
                    let value = self.bad_value(rng, field);
                    who.facts.retain(|name, _| !is(&field.name, name));
                    who.facts.insert(mention(rng, &field.name), value);
                }
            }
        }
    }

    fn fields(&self, activity: Option<usize>) -> impl Iterator<Item = &Field> {
        let wanted = activity.map(mizi::model::ActivityId);
        self.policy.fields.iter().filter(move |field| field.activity == wanted)
    }

    fn facts(&self, rng: &mut Rng, activity: Option<usize>, percent: u32) -> BTreeMap<String, Stated> {
        let mut found = BTreeMap::new();
        for field in self.fields(activity) {
            let percent = if field.optional { percent * 6 / 10 } else { percent };
            if rng.chance(percent) {
                found.insert(mention(rng, &field.name), self.good_value(rng, field));
            }
        }
        found
    }

    fn scopes(&self, rng: &mut Rng, percent: u32) -> BTreeMap<String, Stated> {
        let mut found: BTreeMap<String, Stated> = BTreeMap::new();
        let mut listed: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, scope) in self.policy.scopes.iter().enumerate() {
            let percent = if scope.optional { percent * 7 / 10 } else { percent };
            let value = match scope.keys {
                ScopeKeys::Stated => Stated::Text((*rng.pick(&KEYS)).to_owned()),
                ScopeKeys::Listed(list) => {
                    let at = rng.below(self.policy.lists[list.0].values.len());
                    listed.insert(index, at);
                    Stated::Text(mention(rng, &self.policy.lists[list.0].values[at]))
                }
                ScopeKeys::Parent { list, of } => {
                    let child = &self.policy.scopes[of.0];
                    let (ScopeKeys::Listed(child_list), Some(at)) = (child.keys, listed.get(&of.0)) else { continue };
                    let Some((_, parents)) = &self.policy.lists[child_list.0].parent else { continue };
                    if !rng.chance(25) || !found.keys().any(|name| is(&child.name, name)) {
                        continue;
                    }
                    Stated::Text(mention(rng, &self.policy.lists[list.0].values[parents[*at]]))
                }
                ScopeKeys::Subject | ScopeKeys::Whole => {
                    if !rng.chance(3) {
                        continue;
                    }
                    Stated::Text("全部".to_owned())
                }
            };
            if rng.chance(percent) {
                found.insert(mention(rng, &scope.name), value);
            }
        }
        found
    }

    fn any_scope_value(&self, rng: &mut Rng, scope: &Scope) -> Stated {
        let list = match scope.keys {
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => list,
            _ => return Stated::Text("乙".to_owned()),
        };
        Stated::Text(mention(rng, rng.clone().pick(&self.policy.lists[list.0].values)))
    }

    /// Near the boundaries of the field and of what the policy compares with.
    fn good_value(&self, rng: &mut Rng, field: &Field) -> Stated {
        match &field.domain {
            Domain::YesNo if rng.chance(5) => Stated::Text((*rng.pick(&["是", "yes", "否", "no"])).to_owned()),
            Domain::YesNo => Stated::YesNo(rng.chance(60)),
            Domain::List(list) => Stated::Text(mention(rng, rng.clone().pick(&self.policy.lists[list.0].values))),
            Domain::Time => {
                let minute = *rng.pick(&[0, 1, 510, 720, 1439, 600, 1020]);
                Stated::Text(format!("{:02}:{:02}", minute / 60, minute % 60))
            }
            Domain::Date(from, to) => {
                let (from, to) = (i64::from(*from), i64::from(*to));
                let same = |years: i64| {
                    let date = crate::oracle::calendar::date(self.now);
                    let length = crate::oracle::calendar::month_length(date.year - years, date.month);
                    ymd(date.year - years, date.month, date.day.min(length))
                };
                let day = match rng.below(8) {
                    0 => from,
                    1 => to,
                    2 => ymd(1960, 2, 29),
                    3 => same(60) + rng.range(-1, 1),
                    4 => same(rng.range(0, 70)) + rng.range(-2, 2),
                    5 => self.now - rng.range(-3, 400),
                    6 => ymd(2023, 1, 31),
                    _ => rng.range(from, to),
                };
                Stated::Text(show(day.clamp(from, to)))
            }
            Domain::Number { low, high, step } => {
                let steps = ((high - low) / step).to_integer().min(1_000_000) as i64;
                let near: Vec<Num> = self
                    .source
                    .numbers
                    .iter()
                    .flat_map(|n| [*n, n + step, n - step])
                    .filter(|n| n >= low && n <= high && (n / step).is_integer())
                    .collect();
                let value = match rng.below(8) {
                    0 => *low,
                    1 => *high,
                    2..=5 if !near.is_empty() => *rng.pick(&near),
                    6 => low + step * Num::from_integer(i128::from(rng.range(0, steps.min(5)))),
                    _ => low + step * Num::from_integer(i128::from(rng.range(0, steps))),
                };
                let digits = written(field, value);
                if rng.chance(5) { Stated::Text(digits) } else { Stated::Number(digits) }
            }
        }
    }

    fn bad_value(&self, rng: &mut Rng, field: &Field) -> Stated {
        match &field.domain {
            Domain::Number { low, high, step } => {
                let half = step / Num::from_integer(2);
                match rng.below(5) {
                    0 => Stated::Number(written(field, low - step)),
                    1 => Stated::Number(written(field, high + step)),
                    2 => Stated::Number(written(field, low + half)),
                    3 => Stated::YesNo(true),
                    _ => Stated::Text("很多".to_owned()),
                }
            }
            Domain::Date(from, to) => match rng.below(3) {
                0 => Stated::Text(show(i64::from(*from) - 1)),
                1 => Stated::Text(show(i64::from(*to) + 1)),
                _ => Stated::Text("2023-02-29".to_owned()),
            },
            Domain::Time => Stated::Text((*rng.pick(&["24:00", "08:60", "八点"])).to_owned()),
            Domain::YesNo => Stated::Text("也许".to_owned()),
            Domain::List(_) => rng.pick(&[Stated::Text("别的".to_owned()), Stated::YesNo(true)]).clone(),
        }
    }

    fn received(&self, rng: &mut Rng) -> Option<When> {
        if !rng.chance(20) {
            return None;
        }
        let day = self.now + *rng.pick(&[-1, 0, 0, 1, 4, 5, 6, 40]);
        Some(if rng.chance(70) {
            When::Date(day)
        } else if self.is_bad(rng) {
            When::Unreadable("后天".to_owned())
        } else {
            When::Instant(day * 86_400 + 3600, 0)
        })
    }

    fn event(&mut self, rng: &mut Rng) {
        let activities = self.policy.activities.len();
        let index = if rng.chance(75) { self.favourite % activities } else { rng.below(activities) };
        let mut activity = mention(rng, &self.policy.activities[index].name);
        if self.is_bad(rng) && rng.chance(8) {
            activity = "没有这种活动".to_owned();
        }
        let received = self.received(rng);
        let day = self.now;
        if rng.chance(10) {
            // Late: accepted after what came later.
            self.now -= rng.range(1, 40);
        }
        let (time, who) = (self.time(rng), self.who(rng, Some(index)));
        self.now = day;
        let id = self.id(rng, "e");
        self.history.lines.push(Line { id: id.clone(), time, what: What::Event { activity, received, who } });
        self.events.push((id.clone(), Some(index)));
        let waits = self.policy.rules.iter().any(|rule| match rule.pays {
            Pays::Award { activity, .. } => activity.0 == index && !rule.confirm.is_empty(),
            Pays::Bonus { .. } => !rule.confirm.is_empty(),
        });
        if waits && rng.chance(75) {
            for _ in 0..rng.weighted(&[(3, 1), (2, 2), (1, 3)]) {
                self.confirm(rng, Some(id.clone()));
            }
        }
    }

    fn confirm(&mut self, rng: &mut Rng, of: Option<String>) {
        let of = of.unwrap_or_else(|| self.any_id(rng));
        let roles: Vec<String> = self.policy.roles.iter().map(|role| mention(rng, role)).collect();
        let mut role = if roles.is_empty() { "社区".to_owned() } else { rng.pick(&roles).clone() };
        if self.is_bad(rng) && rng.chance(30) {
            role = "居委会".to_owned();
        }
        let day = self.now;
        self.now += *rng.pick(&[0, 0, 0, 1, 3, 31, -2]);
        let time = self.time(rng);
        self.now = if rng.chance(50) { day } else { self.now };
        let id = self.id(rng, "c");
        self.history.lines.push(Line { id, time, what: What::Confirm { of, role } });
    }

    fn any_id(&self, rng: &mut Rng) -> String {
        match rng.below(12) {
            0 => "nobody".to_owned(),
            1 => rng.pick(&self.history.lines).id.clone(),
            _ => rng.pick(&self.events).0.clone(),
        }
    }

    fn reverse(&mut self, rng: &mut Rng) {
        let of = self.any_id(rng);
        let time = self.time(rng);
        let id = self.id(rng, "r");
        self.history.lines.push(Line { id, time, what: What::Reverse { of } });
    }

    fn redeem(&mut self, rng: &mut Rng) {
        let mut redemption = mention(rng, &rng.clone().pick(&self.policy.redemptions).name);
        if self.is_bad(rng) && rng.chance(10) {
            redemption = "月球".to_owned();
        }
        let received = self.received(rng);
        let (time, who) = (self.time(rng), self.who(rng, None));
        let id = self.id(rng, "x");
        self.history.lines.push(Line { id: id.clone(), time, what: What::Redeem { redemption, received, who } });
        self.events.push((id, None));
    }
}

fn is(named: &Named, text: &str) -> bool {
    named.name.name == text || named.name.code.as_deref() == Some(text)
}

fn mention(rng: &mut Rng, named: &Named) -> String {
    match &named.name.code {
        Some(code) if rng.chance(50) => code.clone(),
        _ => named.name.name.clone(),
    }
}

/// A number in its field's unit as digits.
fn written(field: &Field, value: Num) -> String {
    let hours = matches!(field.shown_unit.as_deref(), Some("小时" | "hours" | "hour"));
    decimal(if hours { value / Num::from_integer(60) } else { value })
}

/// Digits of a number that has at most six decimals.
pub fn decimal(value: Num) -> String {
    let scaled = (value * Num::from_integer(1_000_000)).to_integer();
    let (sign, scaled) = if scaled < 0 { ("-", -scaled) } else { ("", scaled) };
    let text = format!("{sign}{}.{:06}", scaled / 1_000_000, scaled % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
