//! Bands and tables: exactly one row for every value. Worked out exactly, on the grid of values that can occur.

use crate::diagnostics::{Code, Finding, Message, Severity};
use crate::model::arithmetic::{divide, multiply, rounded, whole};
use crate::model::expr::{Bands, Compare, Row, RowTest};
use crate::model::held::Held;
use crate::model::print::{Keywords, Printer};
use crate::model::range::{Env, Possible, Ranges};
use crate::model::segments::{in_force, stretches};
use crate::model::settle::settle;
use crate::model::{Award, Constant, Expr, ExprKind, Model, Pays, Policy, Rational, Rounding, Takes, Type};

/// What can be found.
pub static CODES: &[&Code] = &[&VALUES_WITHOUT_ROW, &ROWS_OVERLAP, &ROW_NEVER_CHOSEN];

/// No row holds for some values.
pub static VALUES_WITHOUT_ROW: Code = Code {
    name: "values-without-row",
    severity: Severity::Error,
    zh: "有的取值没有对应的档",
    en: "Some values have no row",
};

/// Two rows hold for one value.
pub static ROWS_OVERLAP: Code =
    Code { name: "rows-overlap", severity: Severity::Error, zh: "两档有重叠", en: "Two rows hold for one value" };

/// A row holds for no value.
pub static ROW_NEVER_CHOSEN: Code =
    Code {
        name: "row-never-chosen", severity: Severity::Error, zh: "有一档永远用不到", en: "A row is never chosen"
    };

/// Whole numbers from the first to the second, both included.
type Stretch = (i128, i128);

/// What is found in all bands and tables of all versions.
pub fn findings(model: &Model) -> Vec<Finding> {
    let held = Held::of(model);
    let mut found: Vec<Finding> = Vec::new();
    for stretch in stretches(model) {
        let Some(policy) = model.versions.get(stretch.version) else { continue };
        let Some(mut ranges) = Ranges::new(model, &held, stretch) else { continue };
        for bands in all_bands(policy, stretch.from) {
            let Ok(by) = settle(policy, stretch.from, &bands.by) else { continue };
            let Ok(domain) = ranges.find(&by, &Env::default()) else { continue };
            let check = Check { policy, bands, domain: Domain::of(&domain.possible) };
            found.extend(
                check.findings().into_iter().filter(|new| !found.iter().any(|old| old == new)).collect::<Vec<_>>(),
            );
        }
    }
    found
}

/// Every bands and table of a version that is in force.
fn all_bands(policy: &Policy, day: i32) -> Vec<&Bands> {
    let mut exprs: Vec<&Expr> = policy.definitions.iter().map(|d| &d.value).collect();
    let mut found: Vec<&Bands> = policy.tables.iter().map(|t| &t.bands).collect();
    let rows = found.iter().flat_map(|b| b.rows.iter().map(|r| &r.value).chain([b.by.as_ref()]));
    exprs.extend(rows.collect::<Vec<_>>());
    for rule in policy.rules.iter().filter(|rule| in_force(&rule.dates, day)) {
        exprs.extend(&rule.when);
        match &rule.pays {
            Pays::Award { award: Award::Expr(expr, _), .. } => exprs.push(expr),
            Pays::Award { award: Award::Blocks { of, pay, .. }, .. } => exprs.extend([of, pay]),
            Pays::Bonus { share, .. } => exprs.push(share),
        }
    }
    exprs.extend(policy.gates.iter().flat_map(|g| &g.when));
    exprs.extend(policy.redemptions.iter().flat_map(|r| &r.when));
    for account in &policy.accounts {
        if let Takes::Counts(counts) = &account.takes {
            exprs.extend(counts.iter().flat_map(|c| c.when.iter().chain([&c.add])));
        }
    }
    for expr in exprs {
        expr.visit(&mut |e| {
            if let ExprKind::Bands(bands) = &e.kind {
                found.push(bands);
            }
        });
    }
    found.retain(|bands| !bands.rows.is_empty());
    found
}

/// The values that can occur: whole multiples of `grain` in these stretches.
struct Domain {
    grain: Rational,
    all: Vec<Stretch>,
}

impl Domain {
    fn of(possible: &Possible) -> Self {
        match possible {
            Possible::Values(values) => {
                let all = values.iter().filter_map(|v| i128::try_from(*v).ok()).map(|v| (v, v)).collect();
                Domain { grain: whole(1), all: joined(all) }
            }
            Possible::Numbers(interval) => {
                let grain = if interval.grain > whole(0) { interval.grain } else { whole(1) };
                let bound = |value, rounding| divide(value, grain).and_then(|v| rounded(rounding, v));
                let all = bound(interval.low, Rounding::Up).zip(bound(interval.high, Rounding::Down));
                Domain { grain, all: all.into_iter().filter(|(low, high)| low <= high).collect() }
            }
        }
    }

    /// The values of the domain for which a row's test holds.
    fn chosen(&self, test: &RowTest) -> Vec<Stretch> {
        match test {
            RowTest::Otherwise => Vec::new(),
            RowTest::Bounds(bounds) => {
                let within = bounds.iter().fold((i128::MIN, i128::MAX), |(low, high), (op, limit)| {
                    let (from, to) = self.bound(*op, limit);
                    (low.max(from), high.min(to))
                });
                intersection(&self.all, &[within])
            }
            RowTest::Values(values) => {
                let points = values.iter().map(|value| self.bound(Compare::Equal, value)).collect();
                intersection(&self.all, &joined(points))
            }
        }
    }

    /// The grid values that compare so with a limit, as one stretch (≠ does not occur in rows).
    fn bound(&self, op: Compare, limit: &Constant) -> Stretch {
        let Some(exact) = value_of(limit).and_then(|v| divide(v, self.grain)) else { return (1, 0) };
        let (Some(below), Some(above)) = (rounded(Rounding::Down, exact), rounded(Rounding::Up, exact)) else {
            return (1, 0);
        };
        match op {
            Compare::Equal if below == above => (below, below),
            Compare::Equal | Compare::NotEqual => (1, 0),
            Compare::AtLeast => (above, i128::MAX),
            Compare::Greater => (below.saturating_add(1), i128::MAX),
            Compare::AtMost => (i128::MIN, below),
            Compare::Less => (i128::MIN, above.saturating_sub(1)),
        }
    }
}

/// A constant on the number line: the index of a list's value, 1 for yes.
fn value_of(constant: &Constant) -> Option<Rational> {
    Some(match constant {
        Constant::Number(number) => *number,
        Constant::YesNo(yes) => whole(i128::from(*yes)),
        Constant::Date(day) => whole(*day),
        Constant::Time(minute) => whole(*minute),
        Constant::Value(_, at) => whole(i128::try_from(*at).ok()?),
    })
}

/// Stretches in order, those that touch made one.
fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|(low, high)| low <= high);
    stretches.sort_unstable();
    let mut all: Vec<Stretch> = Vec::new();
    for (low, high) in stretches {
        match all.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => all.push((low, high)),
        }
    }
    all
}

fn intersection(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x.0.max(y.0), x.1.min(y.1))));
    joined(pairs.collect())
}

/// What of `all` is in none of `taken` (both joined).
fn without(all: &[Stretch], taken: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::new();
    for (low, high) in all {
        let mut from = *low;
        for (a, b) in taken.iter().filter(|(a, b)| b >= low && a <= high) {
            if *a > from {
                left.push((from, a.saturating_sub(1)));
            }
            from = from.max(b.saturating_add(1));
        }
        if from <= *high {
            left.push((from, *high));
        }
    }
    left
}

/// One bands with the values that can occur.
struct Check<'a> {
    policy: &'a Policy,
    bands: &'a Bands,
    domain: Domain,
}

impl Check<'_> {
    fn findings(&self) -> Vec<Finding> {
        let rows: Vec<(&Row, Vec<Stretch>)> =
            self.bands.rows.iter().map(|row| (row, self.domain.chosen(&row.test))).collect();
        let taken = joined(rows.iter().flat_map(|(_, chosen)| chosen.clone()).collect());
        let left = without(&self.domain.all, &taken);
        let otherwise: Vec<&Row> = self.bands.rows.iter().filter(|row| row.test == RowTest::Otherwise).collect();
        let mut found = self.overlaps(&rows);
        found.extend(
            rows.iter()
                .filter(|(row, chosen)| row.test != RowTest::Otherwise && chosen.is_empty())
                .map(|(row, _)| self.never(row)),
        );
        match otherwise.as_slice() {
            [] if !left.is_empty() => found.push(self.missing(&left)),
            [first, ..] if left.is_empty() => found.push(self.nothing_left(first)),
            _ => {}
        }
        found.extend(otherwise.iter().skip(1).map(|row| self.nothing_left(row)));
        found
    }

    /// Each row against those before it.
    fn overlaps(&self, rows: &[(&Row, Vec<Stretch>)]) -> Vec<Finding> {
        let mut found = Vec::new();
        for (at, (later, chosen)) in rows.iter().enumerate() {
            for (earlier, other) in rows.iter().take(at) {
                let both = intersection(chosen, other);
                if !both.is_empty() {
                    found.push(self.overlap(earlier, later, &both));
                    break;
                }
            }
        }
        found
    }

    fn overlap(&self, earlier: &Row, later: &Row, both: &[Stretch]) -> Finding {
        let values = self.values(both);
        let what = Message::new(
            format!("这两档有重叠：{}。", values.zh),
            format!("Two rows hold for the same: {}.", values.en),
        );
        Finding::new(&ROWS_OVERLAP, later.span, what)
            .label(Message::new("这一档", "this row"))
            .and(earlier.span, Message::new("和这一档", "and this one"))
            .help(Message::new(
                "改写界限，让每个取值只属于一档。",
                "Change the bounds so that every value has one row.",
            ))
    }

    fn never(&self, row: &Row) -> Finding {
        let (by, all) = (self.by(), self.values(&self.stepped()));
        let what = Message::new(
            format!("这一档永远用不到；“{}”的取值只有：{}。", by.zh, all.zh),
            format!("This row is never chosen; “{}” can only be: {}.", by.en, all.en),
        );
        Finding::new(&ROW_NEVER_CHOSEN, row.span, what)
            .and(self.bands.by.span, Message::new("按它分档", "the rows go by this"))
            .help(Message::new("改写界限，或删去这一档。", "Change the bounds or remove the row."))
    }

    /// All values, the second of many apart where it shows the step.
    fn stepped(&self) -> Vec<Stretch> {
        match self.domain.all.as_slice() {
            [(low, high)] if self.domain.grain != whole(1) && high.saturating_sub(*low) > 2 => {
                let second = low.saturating_add(1);
                vec![(*low, *low), (second, second), (second.saturating_add(1), *high)]
            }
            all => all.to_vec(),
        }
    }

    fn nothing_left(&self, row: &Row) -> Finding {
        let what = Message::new(
            "“其余”永远用不到：前面各档已包括所有取值。",
            "“otherwise” is never chosen: the other rows hold for every value.",
        );
        Finding::new(&ROW_NEVER_CHOSEN, row.span, what)
            .help(Message::new("删去“其余”这一档。", "Remove the row “otherwise”."))
    }

    fn missing(&self, left: &[Stretch]) -> Finding {
        let (by, values) = (self.by(), self.values(left));
        let what = Message::new(
            format!("“{}”有的取值没有对应的档：{}。", by.zh, values.zh),
            format!("“{}” has values without a row: {}.", by.en, values.en),
        );
        let place = self.bands.rows.last().map_or(self.bands.by.span, |row| row.span);
        Finding::new(&VALUES_WITHOUT_ROW, self.bands.by.span, what)
            .label(Message::new("按它分档", "the rows go by this"))
            .and(place, Message::new("最后一档", "the last row"))
            .help(Message::new("给这些取值写一档，或写“其余”。", "Write a row for these values, or “otherwise”."))
    }

    fn by(&self) -> Message {
        let write = |keywords| Printer::new(self.policy, keywords).expr(&self.bands.by);
        Message::new(write(Keywords::Chinese), write(Keywords::English))
    }

    /// The values of stretches, at most four of them.
    fn values(&self, stretches: &[Stretch]) -> Message {
        let listed = matches!(self.bands.by.ty, Type::Value(_) | Type::YesNo);
        let singles: Vec<Stretch> = match listed {
            true => stretches.iter().flat_map(|(low, high)| (*low..=*high).map(|v| (v, v))).collect(),
            false => stretches.to_vec(),
        };
        let shown: Vec<Message> = singles.iter().take(4).map(|stretch| self.value(*stretch)).collect();
        let more = singles.len() > shown.len();
        let zh: Vec<&str> = shown.iter().map(|m| m.zh.as_str()).collect();
        let en: Vec<&str> = shown.iter().map(|m| m.en.as_str()).collect();
        Message::new(
            format!("{}{}", zh.join("、"), if more { "等" } else { "" }),
            format!("{}{}", en.join(", "), if more { " and others" } else { "" }),
        )
    }

    fn value(&self, (low, high): Stretch) -> Message {
        let (from, to) = (self.shown(low), self.shown(high));
        if low == high {
            return from;
        }
        Message::new(format!("{} 至 {}", from.zh, to.zh), format!("{} to {}", from.en, to.en))
    }

    /// One value as it is written.
    fn shown(&self, at: i128) -> Message {
        let unit = match self.bands.by.kind {
            ExprKind::Field(id) => self.policy.fields.get(id.0).and_then(|f| f.shown_unit.clone()),
            _ => None,
        };
        let constant = self.constant(at);
        let write =
            |keywords| Printer::new(self.policy, keywords).constant(&constant, &self.bands.by.ty, unit.as_deref());
        Message::new(write(Keywords::Chinese), write(Keywords::English))
    }

    fn constant(&self, at: i128) -> Constant {
        let day = i32::try_from(at).unwrap_or(i32::MAX);
        match &self.bands.by.ty {
            Type::Number(_) => Constant::Number(multiply(whole(at), self.domain.grain).unwrap_or_else(|| whole(at))),
            Type::YesNo => Constant::YesNo(at == 1),
            Type::Date => Constant::Date(day),
            Type::Time => Constant::Time(day),
            Type::Value(list) => Constant::Value(*list, usize::try_from(at).unwrap_or(0)),
        }
    }
}
