//! What `mizi exposure` says can be paid: nothing that happens in generated policies pays more, and where it says “exact”, both
//! interpreters grant the records that it has built just that.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod diff_pairs;
mod oracle;

use diff_pairs::write::{Atom, Cap, Pay, Small};
use diff_pairs::{brute, checked, lines, write};
use mizi::checks::Checked;
use mizi::checks::exposure::periods;
use mizi::council::exposure::{Amount, Exposure, Numbers, Part, Row, Whose, exposure};
use mizi::model::Model;
use mizi_evaluator::account::Memory;
use mizi_evaluator::date::read_date;
use mizi_evaluator::json::Reader;
use mizi_evaluator::{Buffer, Evaluator, Explained};
use oracle::decide::Oracle;
use oracle::generate::rng::Rng;
use oracle::json::said;
use oracle::parity::compile;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// As many as take part in the histories.
const NUMBERS: Numbers = Numbers { largest_household: Some(3), residents: Some(4) };
/// Histories tried on each policy, beside those that reach its bounds.
const HISTORIES: usize = 25;

/// `MIZI_EXPOSURE_POLICIES` and `MIZI_EXPOSURE_SEED` say how many, and from where; see docs/verification.md.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Points of a rule to somebody on a day.
struct Grant {
    day: i32,
    subject: String,
    household: String,
    rule: String,
    units: i128,
}

/// Who did what when, by the id of the record.
struct Done {
    day: i32,
    subject: String,
    household: String,
}

fn done(json: &Value) -> Done {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let subject = text(&json["subject"]);
    // Where nothing reads the household, everybody may be of one of their own.
    let household = json["scopes"]["家庭"].as_str().map_or(format!("of {subject}"), str::to_owned);
    Done { day: day(json), subject, household }
}

fn day(json: &Value) -> i32 {
    read_date(json["time"].as_str().expect("a time").split('T').next().expect("a day")).expect("a day")
}

/// The durable key of a rule by the name or code it is shown under.
fn rule_key(model: &Model, shown: &str) -> String {
    let mut rules = model.versions.iter().flat_map(|policy| &policy.rules);
    rules.find(|rule| rule.name.name.key() == shown || rule.name.name.name == shown).expect("a rule").key.clone()
}

/// What records are granted, by the compiled path; on the days that decide.
fn granted(policy: &Checked, records: &[String], by_confirmation: bool) -> Vec<Grant> {
    let evaluator = Evaluator::new(policy.program().clone()).expect("it runs");
    let (mut reader, mut store, mut buffer) = (Reader::new(&evaluator), Memory::default(), Buffer::default());
    let (mut known, mut grants) = (BTreeMap::new(), Vec::new());
    for record in records {
        let json: Value = serde_json::from_str(record).expect("a record");
        let id = json["id"].as_str().expect("an id").to_owned();
        let of = json["confirm"].as_str().map(str::to_owned);
        known.entry(id.clone()).or_insert_with(|| done(&json));
        let read = reader.json(record);
        let record = read.record().expect("a record");
        let Ok(decision) = evaluator.run::<Explained, _>(&record, &mut store, &mut buffer);
        let Some(who) = known.get(of.as_ref().unwrap_or(&id)) else { continue };
        for line in decision.lines.iter().filter(|line| line.granted != 0) {
            let name = evaluator.program().items[line.item as usize].name.key();
            grants.push(Grant {
                day: if by_confirmation && of.is_some() { day(&json) } else { who.day },
                subject: who.subject.clone(),
                household: who.household.clone(),
                rule: rule_key(policy.model(), name),
                units: line.granted.into(),
            });
        }
    }
    grants
}

/// Whose points of a part a grant adds to.
fn whose(part: &Part, grant: &Grant) -> String {
    match part.whose {
        Whose::Person => grant.subject.clone(),
        Whose::Household => grant.household.clone(),
        Whose::Street => String::new(),
    }
}

fn is_of(row: &Row, rule: &str) -> bool {
    row.rule.as_ref().is_none_or(|(key, _)| key == rule)
}

/// Says which bound is exceeded.
fn exceeded(found: &Exposure, grants: &[Grant]) -> Option<String> {
    for part in &found.parts {
        for row in &part.rows {
            let (Amount::Exactly(most) | Amount::AtMost(most)) = row.amount else { continue };
            let mut sums: BTreeMap<(String, i32), i128> = BTreeMap::new();
            for grant in grants.iter().filter(|grant| is_of(row, &grant.rule)) {
                let start = periods::around(part.period, grant.day).from;
                *sums.entry((whose(part, grant), start)).or_default() += grant.units;
            }
            if let Some(((who, _), sum)) = sums.into_iter().find(|(_, sum)| *sum > most) {
                return Some(format!("{sum} for {who:?} where {:?} {:?} {row:?}", part.whose, part.period));
            }
        }
    }
    None
}

/// What the second interpreter grants the history of a row, in points.
fn by_the_other(text: &str, row: &Row) -> i128 {
    let compiled = compile(&[text.to_owned()]).expect("without errors");
    let mut interpreter = Oracle::new(&compiled.model, compiled.zone, &[]);
    let mut sum = oracle::record::Num::from_integer(0);
    for record in &row.history {
        let decided = said(&interpreter.decide(&lines::line(record)));
        let own = decided.lines.iter().filter(|line| is_of(row, &rule_key(&compiled.model, &line.rule)));
        sum += own.map(|line| line.granted).sum::<oracle::record::Num>();
    }
    assert!(sum.is_integer());
    sum.to_integer()
}

/// A history lies in one period and is of as many people as were stated.
fn in_one_period(part: &Part, row: &Row) {
    let all: Vec<Value> = row.history.iter().map(|record| serde_json::from_str(record).expect("a record")).collect();
    let starts: BTreeSet<i32> = all.iter().map(|json| periods::around(part.period, day(json)).from).collect();
    assert_eq!(starts.len(), 1, "{row:?}");
    assert!(all.iter().map(day).is_sorted());
    let events = all.iter().filter(|json| json["subject"].is_string()).map(done);
    let (mut subjects, mut households) = (BTreeSet::new(), BTreeSet::new());
    for event in events {
        subjects.insert(event.subject);
        households.insert(event.household);
    }
    let most = match part.whose {
        Whose::Person => (1, 1),
        Whose::Household => (3, 1),
        Whose::Street => (4, 4),
    };
    let stated = households.iter().filter(|name| !name.starts_with("of ")).count();
    assert!(subjects.len() <= most.0 && stated <= most.1, "{:?} {row:?}", part.whose);
}

/// Rows that are exact, at most, without a number.
#[derive(Default, Debug)]
struct Counts {
    exact: usize,
    at_most: usize,
    other: usize,
}

fn look_at(small: &Small, rng: &mut Rng, counts: &mut Counts) {
    let text = small.text();
    let Ok(policy) = checked(&text) else { return };
    let found = exposure(&policy, NUMBERS).expect("it can run");
    let mut histories: Vec<Vec<String>> = (0..HISTORIES).map(|_| without_reversals(brute::history(rng))).collect();
    for part in &found.parts {
        for row in &part.rows {
            match row.amount {
                Amount::Exactly(most) => {
                    counts.exact += 1;
                    if most > 0 {
                        in_one_period(part, row);
                        assert_eq!(
                            by_the_other(&text, row),
                            most,
                            "{:?} {:?} {row:?}\n{text}",
                            part.whose,
                            part.period
                        );
                        histories.push(row.history.clone());
                    }
                }
                Amount::AtMost(_) => counts.at_most += 1,
                _ => counts.other += 1,
            }
        }
    }
    for history in histories {
        let grants = granted(&policy, &history, small.by_confirmation);
        if let Some(said) = exceeded(&found, &grants) {
            panic!("{said}\n{text}\n{}", history.join("\n"));
        }
    }
}

fn without_reversals(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().filter(|line| !line.contains("\"reverse\"")).collect()
}

#[test]
fn nothing_that_happens_pays_more_and_exact_is_reached() {
    let (policies, seed) = (setting("MIZI_EXPOSURE_POLICIES", 25), setting("MIZI_EXPOSURE_SEED", 1));
    let mut counts = Counts::default();
    for seed in seed..seed + policies {
        let mut rng = Rng::new(seed);
        let small = write::small(&mut rng);
        look_at(&small, &mut rng, &mut counts);
    }
    println!("{policies} policies: {counts:?}");
    assert!(counts.exact * 3 > counts.at_most, "{counts:?}");
}

/// A policy whose caps are nested, on calendar windows, without bonus: each rule with caps of points, perhaps all under one.
fn nested(rng: &mut Rng) -> Small {
    let mut small = write::small(rng);
    (small.bonus, small.count, small.group, small.redeem) = (None, None, None, None);
    (small.refuse, small.highest, small.late) = (false, false, None);
    for (at, rule) in small.rules.iter_mut().enumerate() {
        (rule.except, rule.until, rule.dimension) = (None, None, at % 2);
        rule.when.retain(|atom| matches!(atom, Atom::Part(..) | Atom::Night(_) | Atom::Hours(..)));
        rule.when.truncate(1);
        if !matches!(rule.pay, Pay::Fixed(_) | Pay::PerHour(_)) {
            rule.pay = Pay::Fixed(rng.range(1, 4) * 5);
        }
        let cap = |window, household, limit| Cap { household, window, times: false, limit, refuse: None };
        let limit = rng.range(2, 6) * 5;
        rule.caps = match rng.below(4) {
            0 => vec![cap(0, false, limit), cap(2, false, limit * rng.range(2, 4))],
            1 => vec![cap(1, false, limit), cap(3, true, limit * rng.range(2, 4))],
            2 => vec![cap(2, false, limit), cap(2, true, limit * 2)],
            _ => vec![cap(2, rng.chance(50), limit)],
        };
    }
    small.rules.truncate(2);
    let all = (0..small.rules.len()).collect();
    let widest = small.rules.iter().flat_map(|rule| &rule.caps).map(|cap| cap.window).max().unwrap_or(2);
    let over = Cap { household: true, window: widest, times: false, limit: rng.range(6, 14) * 5, refuse: None };
    small.overall = rng.chance(50).then_some((over, all));
    if small.overall.is_some() {
        // What the other rule pays for the same event takes of the room.
        (0..).zip(&mut small.rules).for_each(|(at, rule)| rule.when = vec![Atom::Part(at, true)]);
    }
    small
}

#[test]
fn bounds_of_nested_caps_are_exact() {
    let mut counts = Counts::default();
    for seed in 0..setting("MIZI_EXPOSURE_POLICIES", 25) {
        let mut rng = Rng::new(seed);
        let small = nested(&mut rng);
        look_at(&small, &mut rng, &mut counts);
        let Ok(policy) = checked(&small.text()) else { continue };
        for part in exposure(&policy, NUMBERS).expect("it can run").parts {
            let open: Vec<&Row> = part.rows.iter().filter(|row| !matches!(row.amount, Amount::Exactly(_))).collect();
            assert!(open.is_empty(), "seed {seed} {:?} {:?} {open:#?}\n{}", part.whose, part.period, small.text());
        }
    }
    println!("{counts:?}");
    assert!(counts.exact > 200, "{counts:?}");
}

const STREET: &str = "政策 小街 版本 \"1\" 施行 自 2025-01-01 积分 米，整数 折现 10 米 = 1 元 时区 \"UTC\" 超限 截断 先后 按声明 撤销 归还额度，可负 迟到 不限
维度 和美
主体 居民 属于 家庭（每户）
活动 巡防
活动 唱歌
活动 扫雪
规则 巡防奖 计入 和美 凡 巡防 奖励 10 米 上限 每人 每月 30 米
规则 唱歌奖 计入 和美 凡 唱歌 奖励 5 米 上限 每户 每月 20 米
规则 扫雪奖 计入 和美 凡 扫雪 奖励 1 米
";

/// Amounts in a month: of each rule in order, then of all.
fn in_a_month(whose: Whose, numbers: Numbers) -> Vec<Amount> {
    let found = exposure(&checked(STREET).expect("without errors"), numbers).expect("it can run");
    let of = |part: &&Part| part.whose == whose && part.period == mizi::model::Window::Month;
    found.parts.iter().find(of).expect("a part").rows.iter().map(|row| row.amount.clone()).collect()
}

/// Without numbers of people no more is said than is known; what has no limit is named.
#[test]
fn what_depends_on_how_many_they_are_says_so() {
    let named = |amounts: Vec<Amount>| match amounts.last() {
        Some(Amount::NoLimit(because)) => assert_eq!(because[0].0, "扫雪奖"),
        other => panic!("{other:?}"),
    };
    let (none, some) = (Numbers::default(), Numbers { largest_household: Some(5), residents: Some(1000) });
    for (whose, numbers, expected) in [
        (Whose::Person, none, [Amount::Exactly(30), Amount::Exactly(20)]),
        (Whose::Household, none, [Amount::Needs(Whose::Household), Amount::Exactly(20)]),
        (Whose::Household, some, [Amount::Exactly(150), Amount::Exactly(20)]),
        (Whose::Street, none, [Amount::Needs(Whose::Street), Amount::Needs(Whose::Street)]),
        (Whose::Street, some, [Amount::Exactly(30_000), Amount::Exactly(20_000)]),
    ] {
        let amounts = in_a_month(whose, numbers);
        assert_eq!(amounts[..2], expected, "{whose:?}");
        assert!(matches!(amounts[2], Amount::NoLimit(_)), "{whose:?}");
        named(amounts);
    }
}
