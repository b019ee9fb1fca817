//! What lasts from one version to the next: remainders, usage, values of lists; and the zone of all versions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where something is wrong")]

mod common_policy;

use chrono::{DateTime, Offset, TimeZone};
use common_policy::{compiled, model_of, resolved};
use mizi::diagnostics::{Finding, Severity};
use mizi::model::segments::stretches;
use mizi::program::zone::{zone, zone_exists};
use mizi_evaluator::account::Memory;
use mizi_evaluator::date::day_of;
use mizi_evaluator::decision::{Decision, Error, Outcome};
use mizi_evaluator::json::Reader;
use mizi_evaluator::{Buffer, Evaluator, Explained};

const FIRST: &str = include_str!("program/versions/1.mizi");
const SECOND: &str = include_str!("program/versions/2.mizi");

/// Decides lines one after another.
fn decided(texts: &[&str], lines: &[&str]) -> Vec<Decision> {
    let evaluator = Evaluator::new(compiled(texts)).unwrap();
    let mut reader = Reader::new(&evaluator);
    let mut store = Memory::default();
    let mut buffer = Buffer::default();
    let mut decided = Vec::new();
    for line in lines {
        let line = reader.json(line);
        let record = line.record().unwrap_or_else(|| panic!("{line:?}"));
        decided.push(evaluator.run::<Explained, _>(&record, &mut store, &mut buffer).unwrap().clone());
    }
    decided
}

fn labour(id: &str, time: &str, community: &str, facts: &str) -> String {
    format!(
        r#"{{"id":"{id}","activity":"劳动","time":"{time}","subject":"张三","scopes":{{"社区":"{community}"}},"facts":{{{facts}}}}}"#
    )
}

#[test]
fn a_remainder_goes_on_under_a_new_name_and_a_finer_step() {
    let first = labour("a", "2024-03-01T10:00", "东村", r#""时长":"1.5","级别":"高""#);
    let second = labour("b", "2025-03-01T10:00", "东村", r#""时长":"0.75","级别":"低","方式":"寄送""#);
    let decided = decided(&[FIRST, SECOND], &[&first, &second]);
    let totals: Vec<i64> = decided.iter().map(|decision| decision.total).collect();
    // One full hour at 2, half an hour left; with three quarters more another full hour, now at 3.
    assert_eq!(totals, [2, 3]);
}

#[test]
fn values_that_a_version_does_not_have_cannot_be_stated_in_it() {
    let facts = r#""时长":"1","级别":"高""#;
    let under_first = labour("a", "2024-03-01T10:00", "南村", facts);
    let dropped = labour("b", "2025-03-01T10:00", "南村", r#""时长":"1","级别":"低","方式":"寄送""#);
    let not_yet = labour("c", "2024-03-01T10:00", "北村", facts);
    let decided = decided(&[FIRST, SECOND], &[&under_first, &dropped, &not_yet]);
    let outcomes: Vec<Outcome> = decided.iter().map(|decision| decision.outcome).collect();
    assert_eq!(outcomes, [Outcome::Decided, Outcome::CannotDecide, Outcome::CannotDecide]);
    assert!(decided[1..].iter().all(|decision| decision.errors == [Error::UnreadableScope(1)]));
}

#[test]
fn an_ordered_list_keeps_each_versions_order() {
    // 低 is the lowest of the first version and the highest of the second.
    let low = labour("a", "2024-03-01T10:00", "东村", r#""时长":"1","级别":"低""#);
    let low_later = labour("b", "2025-03-01T10:00", "东村", r#""时长":"1","级别":"低","方式":"寄送""#);
    let high_later = labour("c", "2025-03-02T10:00", "东村", r#""时长":"1","级别":"高","方式":"寄送""#);
    let decided = decided(&[FIRST, SECOND], &[&low, &low_later, &high_later]);
    let totals: Vec<i64> = decided.iter().map(|decision| decision.total).collect();
    assert_eq!(totals, [0, 3, 0]);
}

fn day(text: &str) -> i32 {
    let mut parts = text.split('-').map(|part| part.parse::<u32>().unwrap());
    let (year, month, day) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    day_of(year as i32, month, day).unwrap()
}

#[test]
fn time_is_cut_where_anything_starts_or_ends() {
    let model = model_of(&[FIRST, SECOND]);
    let found: Vec<(usize, i32, Option<i32>)> =
        stretches(&model).iter().map(|stretch| (stretch.version, stretch.from, stretch.until)).collect();
    let cuts = ["2024-01-01", "2024-06-01", "2024-07-01", "2024-09-01", "2025-01-01", "2025-05-01", "2025-10-01"];
    let cuts: Vec<i32> = cuts.into_iter().map(day).collect();
    let mut wanted: Vec<(usize, i32, Option<i32>)> = Vec::new();
    for (at, from) in cuts.iter().enumerate() {
        wanted.push((usize::from(*from >= day("2025-01-01")), *from, cuts.get(at + 1).copied()));
    }
    assert_eq!(found, wanted);
}

/// What is found when the second version is changed.
fn refused(from: &str, to: &str) -> Vec<Finding> {
    assert!(SECOND.contains(from), "{from}");
    let second = SECOND.replace(from, to);
    let (model, mut findings) = resolved(&[FIRST, &second]);
    findings.retain(|finding| finding.severity() == Severity::Error);
    if findings.is_empty() {
        findings = mizi::program::compile(&model.unwrap()).err().unwrap_or_default();
    }
    findings
}

#[test]
fn what_versions_cannot_disagree_on_is_refused() {
    for (from, to) in [
        ("时长：小时，0 至 8，步长 0.25", "时长：分钟，0 至 480"),
        ("时长：小时，0 至 8，步长 0.25", "时长：公斤，0 至 8"),
        ("级别：等级", "级别：是否"),
        ("（每社区）", "（全社区）"),
        ("米，整数", "米，1 位小数"),
        ("America/New_York", "Asia/Shanghai"),
    ] {
        assert!(!refused(from, to).is_empty(), "{from} became {to}");
    }
}

#[test]
fn a_zone_changes_when_its_table_says_so() {
    for name in
        ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Shanghai", "Africa/Casablanca", "UTC"]
    {
        let found = zone(name, day("2024-01-01"), None).unwrap();
        let table: chrono_tz::Tz = name.parse().unwrap();
        for step in 0..20_000_i64 {
            let second = i64::from(day("2022-06-01")) * 86_400 + step * 86_400 * 7 / 5;
            let after = found.transitions.iter().rev().find(|(from, _)| *from <= second);
            let offset = after.map_or(found.first_offset, |(_, offset)| *offset);
            let instant = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
            let wanted = table.offset_from_utc_datetime(&instant).fix().local_minus_utc();
            assert_eq!(offset, wanted, "{name} {instant}");
        }
    }
    let new_york = zone("America/New_York", day("2025-01-01"), Some(day("2025-12-31"))).unwrap();
    // 2025-03-09 07:00 UTC is the second that begins summer time.
    assert!(new_york.transitions.contains(&(1_741_503_600, -4 * 3600)));
}

#[test]
fn a_zone_of_no_name_does_not_exist() {
    assert!(zone_exists("Asia/Shanghai") && zone_exists("UTC"));
    assert!(!zone_exists("Asia/Hangzhou") && !zone_exists("asia/shanghai") && !zone_exists(""));
    assert_eq!(zone("Asia/Hangzhou", 0, None), None);
}
