//! What is read: a line that the schema refuses is refused by the reader, and the other way round as far as a schema can say it.

use crate::common::{policy, root, schema, validator};
use mizi_evaluator::date::{TimeError, read_moment};
use mizi_evaluator::json::{Fields, Reader};
use mizi_evaluator::subjects::Subjects;
use mizi_evaluator::{Buffer, Evaluator, Explained, account::Memory};
use serde_json::Value;

#[path = "../../../../examples/street/generator/mod.rs"]
#[allow(dead_code, reason = "the tests use a part")]
mod generator;

/// Codes of errors that a schema can see: of the form of a line, not of what the policy has.
const OF_FORM: [&str; 9] = [
    "not_json",
    "missing_id",
    "unclear_kind",
    "unknown_part",
    "bad_time",
    "bad_received",
    "missing_subject",
    "missing_of",
    "unknown_role",
];

/// An event that waits to be confirmed.
const WAITS: &str =
    r#"{"id":"e0","activity":"达人注册","time":"2026-02-01","subject":"张三","facts":{"实名注册":true,"年龄":30}}"#;

/// The codes of what is wrong with a line, decided after an event that waits.
fn errors(evaluator: &Evaluator, line: &str) -> Vec<String> {
    let (mut reader, mut memory) = (Reader::new(evaluator), Memory::default());
    let waits = reader.json(WAITS);
    let mut buffer = Buffer::default();
    if let Some(record) = waits.record() {
        let Ok(_) = evaluator.run::<Explained, _>(&record, &mut memory, &mut buffer);
    }
    let line = reader.json(line);
    let undecidable = line.undecidable();
    let decision = match line.record() {
        None => &undecidable,
        Some(record) => {
            let Ok(decision) = evaluator.run::<Explained, _>(&record, &mut memory, &mut buffer);
            decision
        }
    };
    decision.errors.iter().map(|&error| mizi_evaluator::explain::error_code(error).to_owned()).collect()
}

fn refused_by_form(evaluator: &Evaluator, line: &str) -> bool {
    errors(evaluator, line).iter().any(|code| OF_FORM.contains(&code.as_str()))
}

const EVENT: &str = r#""id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三""#;

/// What both accept.
const RIGHT: [&str; 14] = [
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":17,"activity":"club_activity","time":"2026-03-01T08:30","subject":5,"received":"2026-03-02"}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01T08:30:00.5+08:00","subject":"张三","received":null,"scopes":null,"facts":null}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01 08:30:00Z","subject":"张三","scopes":{"家庭":"甲","社区":null},"facts":{"年龄":"61","成功":true,"角色":"牵头"}}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01t08:30z","subject":"张三","facts":{"年龄":6.1e1,"成功":"是"}}"#,
    r#"{"id":"c1","confirm":"e1","role":"社区","time":"2026-03-01"}"#,
    r#"{"id":"c1","confirm":7,"role":"street","time":"2026-03-01"}"#,
    r#"{"id":"r1","reverse":"e1","time":"2026-03-01"}"#,
    r#"{"id":"r1","reverse":"e1","time":"2026-03-01","activity":null,"facts":null}"#,
    r#"{"id":"x1","redeem":"乒乓球馆预约","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":"x1","redeem":"乒乓球馆预约","time":"2026-03-01","subject":"张三","received":"2026-03-01T00:00:00+08:00","scopes":{},"facts":{}}"#,
    r#"{"id":" ","activity":"社团活动","time":"2026-03-01","subject":" "}"#,
    r#"{"\u0069d":"e1","activity":"社团活动","time":"2026-03-01","subject":"\u5f20三"}"#,
    r#"{"id":-0,"activity":"社团活动","time":"2026-03-01","subject":1e400}"#,
];

/// Parts put into an event, each of which both refuse.
const WRONG_IN_AN_EVENT: [&str; 11] = [
    r#""recieved":"2026-03-02""#,
    r#""recieved":null"#,
    r#""":1"#,
    r#""role":"社区""#,
    r#""of":"e0""#,
    r#""confirm":"e0""#,
    r#""redeem":"乒乓球馆预约""#,
    r#""received":"yesterday""#,
    r#""received":true"#,
    r#""scopes":[]"#,
    r#""facts":"none""#,
];

/// Lines that both refuse.
const WRONG: [&str; 24] = [
    "{}",
    "[]",
    "null",
    "7",
    "\"e1\"",
    r#"{"id":"e1"}"#,
    r#"{"activity":"社团活动","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":"","activity":"社团活动","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":null,"activity":"社团活动","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":true,"activity":"社团活动","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":["e1"],"activity":"社团活动","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":"e1","activity":"社团活动","subject":"张三"}"#,
    r#"{"id":"e1","activity":"社团活动","time":null,"subject":"张三"}"#,
    r#"{"id":"e1","activity":"社团活动","time":20260301,"subject":"张三"}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01"}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":""}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":false}"#,
    r#"{"id":"c1","confirm":"e0","time":"2026-03-01"}"#,
    r#"{"id":"c1","confirm":"","role":"社区","time":"2026-03-01"}"#,
    r#"{"id":"c1","confirm":"e1","role":"社区","time":"2026-03-01","subject":"张三"}"#,
    r#"{"id":"c1","confirm":"e1","role":"社区","time":"2026-03-01","facts":{}}"#,
    r#"{"id":"r1","reverse":"e1","role":"社区","time":"2026-03-01"}"#,
    r#"{"id":"r1","reverse":"e1","received":"2026-03-01","time":"2026-03-01"}"#,
    r#"{"id":"r1","reverse":{},"time":"2026-03-01"}"#,
];

/// What only the reader can refuse, and what it says: the policy decides it, or the calendar, or JSON's own text.
const SAID_BY_NO_SCHEMA: [(&str, &str); 12] = [
    (r#"{"id":"e1","id":"e2","activity":"社团活动","time":"2026-03-01","subject":"张三"}"#, "part_twice"),
    (r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","facts":{},"facts":{}}"#, "part_twice"),
    (r#"{"id":"e1","activity":"社团活动","time":"2026-02-30","subject":"张三"}"#, "bad_time"),
    (r#"{"id":"e1","activity":"社团活动","time":"0000-01-01","subject":"张三"}"#, "bad_time"),
    (r#"{"id":"e1","activity":"合唱","time":"2026-03-01","subject":"张三"}"#, "unknown_activity"),
    (r#"{"id":"c1","confirm":"e0","role":"居委会","time":"2026-03-01"}"#, "unknown_role"),
    (r#"{"id":"x1","redeem":"合唱","time":"2026-03-01","subject":"张三"}"#, "unknown_redemption"),
    (r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","facts":{"成工":true}}"#, "unknown_name"),
    (r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","facts":{"成功":1}}"#, "bad_fact"),
    (
        r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","facts":{"成功":true,"success":true}}"#,
        "bad_fact",
    ),
    (r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","facts":{"年龄":200}}"#, "out_of_range"),
    (r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","scopes":{"社区":"乡往"}}"#, "bad_scope"),
];

#[test]
fn what_the_schema_accepts_and_refuses_the_reader_does() {
    let (record, evaluator) = (validator("record"), policy("policies/cangqian/cangqian.mizi"));
    let accepts = |line: &str| record.is_valid(&serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}")));
    for line in RIGHT {
        // A number that is too large for a float is one for the reader only.
        assert!(line.contains("1e400") || accepts(line), "the schema refuses {line}");
        assert!(!refused_by_form(&evaluator, line), "the reader refuses {line}: {:?}", errors(&evaluator, line));
    }
    let in_an_event = WRONG_IN_AN_EVENT.iter().map(|part| format!("{{{EVENT},{part}}}"));
    for line in WRONG.iter().map(|line| (*line).to_owned()).chain(in_an_event) {
        assert!(!accepts(&line), "the schema accepts {line}");
        assert!(refused_by_form(&evaluator, &line), "the reader accepts {line}: {:?}", errors(&evaluator, &line));
    }
    for (line, code) in SAID_BY_NO_SCHEMA {
        assert!(accepts(line), "the schema refuses {line}");
        assert!(errors(&evaluator, line).iter().any(|found| found == code), "{line}: {:?}", errors(&evaluator, line));
    }
}

/// Rows of the subjects' file: right, refused by both, refused by the reader alone.
const ROWS: [&[&str]; 3] = [
    &[
        r#"{"id":"张三"}"#,
        r#"{"id":7,"from":"2026-01-01","scopes":{"家庭":"甲","社区":"taiyan"},"facts":{"年龄":61,"实名注册":"否"}}"#,
        r#"{"id":"李四","from":null,"scopes":null,"facts":{"户籍":null}}"#,
    ],
    &[
        "{}",
        "[]",
        r#"{"id":""}"#,
        r#"{"id":true}"#,
        r#"{"id":"张三","form":"2026-01-01"}"#,
        r#"{"id":"张三","from":"2026-01-01T00:00"}"#,
        r#"{"id":"张三","from":"today"}"#,
        r#"{"id":"张三","from":5}"#,
        r#"{"id":"张三","subject":"张三"}"#,
        r#"{"id":"张三","time":"2026-01-01"}"#,
        r#"{"id":"张三","facts":[]}"#,
        r#"{"id":"张三","scopes":{"家庭":true}}"#,
        r#"{"id":"张三","scopes":{"家庭":""}}"#,
        r#"{"id":"张三","facts":{"年龄":{}}}"#,
    ],
    &[
        r#"{"id":"张三","id":"李四"}"#,
        r#"{"id":"张三","from":"2026-02-30"}"#,
        r#"{"id":"张三","facts":{"年令":61}}"#,
        r#"{"id":"张三","facts":{"时长":2}}"#,
        r#"{"id":"张三","facts":{"年龄":"老"}}"#,
        r#"{"id":"张三","facts":{"年龄":61,"age":61}}"#,
        r#"{"id":"张三","scopes":{"社区":"乡往"}}"#,
    ],
];

#[test]
fn rows_that_the_schema_accepts_and_refuses_the_reader_does() {
    let (schema, evaluator) = (validator("subject"), policy("policies/cangqian/cangqian.mizi"));
    for (place, rows) in ROWS.iter().enumerate() {
        for row in *rows {
            let accepted = schema.is_valid(&serde_json::from_str(row).unwrap());
            assert_eq!(accepted, place != 1, "by the schema: {row}");
            let read = Reader::new(&evaluator).subject(&Fields::from_json(row), &mut Subjects::default());
            assert_eq!(read.is_ok(), place == 0, "by the reader: {row}");
            assert!(read.err().is_none_or(|line| !line.undecidable().errors.is_empty()), "no reason: {row}");
        }
    }
}

/// A month of the street, with the bad lines that it has on purpose.
#[test]
fn the_schema_and_the_reader_agree_on_a_month_of_the_street() {
    let evaluator = policy("policies/cangqian/cangqian.mizi");
    let street = generator::Street::new(generator::Settings { residents: 4_000, ..generator::Settings::default() });
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    street.write_subjects(&mut rows).expect("written");
    street.write_month(7, &mut lines).expect("written");
    let subject = validator("subject");
    for row in String::from_utf8(rows).expect("UTF-8").lines() {
        crate::common::holds(&subject, row);
    }
    let record = validator("record");
    let (mut refused, text) = (0, String::from_utf8(lines).expect("UTF-8"));
    for line in text.lines() {
        let accepted = serde_json::from_str::<Value>(line).is_ok_and(|value| record.is_valid(&value));
        assert_eq!(!accepted, refused_by_form(&evaluator, line), "{line}: {:?}", errors(&evaluator, line));
        refused += usize::from(!accepted);
    }
    assert!(refused > 0, "nothing bad among {} lines", text.lines().count());
}

/// The pattern for times says what the reader of times says, as far as it goes without a calendar.
#[test]
fn times_are_written_as_the_schema_says() {
    let pattern = schema("record")["$defs"]["moment"].clone();
    let moment = jsonschema::validator_for(&pattern).expect("a schema");
    let zone = policy("policies/cangqian/cangqian.mizi").program().zone.clone();
    let whole = "2026-03-01T08:30:15.123456789+08:00";
    let mut times: Vec<String> = (0..=whole.len()).map(|end| whole[..end].to_owned()).collect();
    for place in 0..whole.len() {
        for other in ["", "0", "9", "3", "-", ":", ".", " ", "t", "Z", "z", "+", "T0", "é"] {
            times.push(format!("{}{other}{}", &whole[..place], &whole[place + 1..]));
            times.push(format!("{}{other}{}", &whole[..place], &whole[place..]));
        }
    }
    let mut accepted = 0;
    for time in times {
        let by_schema = moment.is_valid(&Value::from(time.as_str()));
        let read = read_moment(&zone, &time);
        let by_reader = read.is_ok();
        // Days that no month has and years that are too far are left to the reader.
        let calendar = by_schema && matches!(read, Err(TimeError::Impossible | TimeError::TooFar));
        assert!(by_schema == by_reader || calendar, "{time}: schema {by_schema}, reader {read:?}");
        accepted += usize::from(by_schema);
    }
    assert!(accepted > 50, "{accepted}");
}

/// What the pages and examples show as records is valid.
#[test]
fn the_generator_and_the_benches_write_what_the_schema_says() {
    let page = std::fs::read_to_string(root().join("docs/schemas/README.md")).expect("a page");
    let (record, subject) = (validator("record"), validator("subject"));
    let lines: Vec<&str> = page.lines().filter(|line| line.starts_with("{\"id\"")).collect();
    assert!(lines.len() >= 6, "too few examples");
    for line in lines {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(record.is_valid(&value) || subject.is_valid(&value), "{line}");
    }
}
