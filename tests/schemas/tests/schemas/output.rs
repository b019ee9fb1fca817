//! What is written: every outcome and every error of generated policies and histories, and what every command prints.

use crate::common::{SCHEMAS, holds, mizi, policy, printed, root, schema, scratch, validator};
use crate::oracle::generate::history::Source;
use crate::oracle::generate::policy::draft;
use crate::oracle::generate::rng::Rng;
use crate::oracle::json::JsonPath;
use crate::oracle::parity::compile;
use mizi_evaluator::account::Memory;
use mizi_evaluator::explain::Lang;
use mizi_evaluator::json::{Reader, Writer};
use mizi_evaluator::{Buffer, Evaluator, Explained};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_schema_is_one_and_leaves_nothing_open() {
    for name in SCHEMAS {
        let schema = schema(name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        closed(&schema, name);
        validator(name);
    }
    let there = fs::read_dir(root().join("docs/schemas")).expect("a folder");
    let files =
        there.filter(|file| file.as_ref().is_ok_and(|file| file.path().extension().is_some_and(|e| e == "json")));
    assert_eq!(files.count(), SCHEMAS.len());
}

/// An object says which parts it has, or of what form they are.
fn closed(schema: &Value, place: &str) {
    if schema.get("properties").is_some() && schema["type"] == "object" {
        assert!(schema.get("additionalProperties").is_some(), "{place} is open");
    }
    match schema {
        Value::Object(parts) => parts.iter().for_each(|(name, part)| closed(part, &format!("{place}/{name}"))),
        Value::Array(parts) => parts.iter().for_each(|part| closed(part, place)),
        _ => {}
    }
}

/// Outcomes and codes of errors that were met.
#[derive(Default)]
struct Met {
    outcomes: BTreeSet<String>,
    codes: BTreeSet<String>,
}

impl Met {
    fn add(&mut self, line: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.outcomes.insert(text(&line["outcome"]));
        let errors = line["errors"].as_array().into_iter().flatten();
        self.codes.extend(errors.map(|error| text(&error["code"])));
    }
}

/// What no policy of stage 1 can lead to: these words wait for standings and discretionary awards.
const NOT_YET: [&str; 2] = ["locked", "needs_decision"];
/// Errors that generated histories do not lead to: found in lines that are no records, shown by [`odd_lines`], or for want of a policy.
const ELSEWHERE: [&str; 3] = ["version_gone", "division_by_zero", "amount_out_of_range"];

/// The second version lacks an activity and a value of the first.
const VERSIONS: [&str; 2] = [
    "政策 甲 版本 \"1\" 施行 自 2025-01-01 至 2025-12-31 积分 米，整数 时区 \"Asia/Shanghai\" 撤销 可负 迟到 不限
维度 和美
主体 居民
活动 唱歌
活动 跳舞
  角色：牵头、参与 之一
规则 唱 计入 和美 凡 唱歌 奖励 1 米
规则 跳 计入 和美 凡 跳舞 当 角色 是 牵头 奖励 1 米
",
    "政策 甲 版本 \"2\" 施行 自 2026-01-01 积分 米，整数 时区 \"Asia/Shanghai\" 撤销 可负 迟到 不限
维度 和美
主体 居民
活动 跳舞
  角色：参与、旁观 之一
规则 跳 计入 和美 凡 跳舞 当 角色 是 参与 奖励 1 米
",
];

#[test]
fn decisions_and_states_are_what_the_schemas_say() {
    let (decision, state, mut met) = (validator("decision"), validator("state"), Met::default());
    let (record, subject) = (validator("record"), validator("subject"));
    for seed in 0..100 {
        let Ok(compiled) = compile(&draft(seed).texts()) else { continue };
        let source = Source::new(&compiled.model, compiled.zone);
        let rng = Rng::new(seed);
        for number in 0..5 {
            let history = source.history(&mut rng.fork(number + 1));
            let mut path = JsonPath::new(&compiled.evaluator, &history.rows, "");
            history.rows.iter().for_each(|row| drop(holds(&subject, &row.json())));
            for line in &history.lines {
                let is_readable = record.is_valid(&serde_json::from_str(&line.json()).expect("JSON"));
                let decided = holds(&decision, &numbered(&path.decide(line)));
                met.add(&decided);
                assert!(is_readable || decided["outcome"] == "cannot_decide" || decided["outcome"] == "repeated");
            }
            path.state().lines().for_each(|line| drop(holds(&state, line)));
        }
    }
    for line in odd_lines() {
        met.add(&holds(&decision, &line));
    }
    let words = |path: &[&str]| {
        let list = path.iter().fold(&schema("decision"), |at, part| &at[*part]).clone();
        list.as_array().expect("a list").iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
    };
    let outcomes: BTreeSet<String> = words(&["properties", "outcome", "enum"]);
    let codes: BTreeSet<String> = words(&["$defs", "error", "properties", "code", "enum"]);
    let never = |all: BTreeSet<String>, met: &BTreeSet<String>| all.difference(met).cloned().collect::<Vec<_>>();
    assert_eq!(never(outcomes, &met.outcomes), NOT_YET);
    let mut never_codes = never(codes, &met.codes);
    never_codes.retain(|code| !ELSEWHERE.contains(&code.as_str()));
    assert_eq!(never_codes, Vec::<String>::new());
}

/// The interpreters' line of output is numbered 0.
fn numbered(line: &str) -> String {
    line.replacen("\"line\":0", "\"line\":1", 1)
}

/// Lines that no generated history has.
fn odd_lines() -> Vec<String> {
    let versions = compile(&VERSIONS.map(str::to_owned)).expect("two versions");
    let of_versions = [
        r#"{"id":"v1","time":"2026-03-01","activity":"唱歌","subject":"x"}"#,
        r#"{"id":"v2","time":"2026-03-01","activity":"跳舞","subject":"x","facts":{"角色":"牵头"}}"#,
    ];
    let lines = [
        "not a record",
        "{}",
        r#"{"id":"o1","id":"o2","time":"2026-03-01","reverse":"","recieved":"x"}"#,
        r#"{"id":"o3","time":"2026-03-01","confirm":"e1"}"#,
        r#"{"id":"o4","time":"2026-03-01","activity":"合唱"}"#,
        r#"{"id":"o5","time":"2026-03-01","redeem":"合唱","subject":"x","received":"?"}"#,
        r#"{"id":"o6","time":"2026-03-01","activity":"平安巡防","subject":"x","scopes":{"社区":"太炎","片区":"tech"},"facts":{"时长":1.3,"年龄":-1,"户口":1}}"#,
    ];
    let mut out = decided(&policy("policies/cangqian/cangqian.mizi"), &lines);
    out.extend(decided(&versions.evaluator, &of_versions));
    out
}

/// Each line decided after the others, in both languages.
fn decided(evaluator: &Evaluator, lines: &[&str]) -> Vec<String> {
    let (mut reader, mut memory, mut buffer) = (Reader::new(evaluator), Memory::default(), Buffer::default());
    let mut out = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let line = reader.json(line);
        let undecidable = line.undecidable();
        let decision = match line.record() {
            None => &undecidable,
            Some(record) => {
                let Ok(decision) = evaluator.run::<Explained, _>(&record, &mut memory, &mut buffer);
                decision
            }
        };
        for lang in [Lang::Zh, Lang::En] {
            Writer::new(evaluator, lang).write(&mut out, number, line.id, decision, &line.notes, &reader.texts);
        }
    }
    String::from_utf8(out).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn what_check_and_test_print() {
    let findings = validator("findings");
    let all = holds(&findings, &printed(&["check", "tests/cases", "--format", "json"]));
    assert!(all.as_array().expect("a list").len() > 500, "{}", all.as_array().map_or(0, Vec::len));
    holds(&findings, &printed(&["check", "policies", "examples", "--format", "json"]));
    let known = scratch("known.json");
    let known = known.to_str().expect("UTF-8");
    mizi(&["check", "tests/cases/checks", "--write-baseline", known]);
    let written = holds(&validator("baseline"), &fs::read_to_string(known).expect("written"));
    assert!(written["findings"].as_array().is_some_and(|findings| findings.len() > 50));
    mizi(&["check", "examples/01-first-rule", "--write-baseline", known]);
    let words = ["check", "examples/01-first-rule", "--baseline", known, "--format", "json"];
    assert_eq!(printed(&words), "[]\n");
    let tests = validator("tests");
    for (path, status) in [("policies", 0), ("tests/cases/cases", 1), ("tests/cases/syntax/quotes", 1)] {
        let words = ["test", path, "--format", "json"];
        holds(&tests, &printed(&words));
        assert_eq!(mizi(&words).status.code(), Some(status), "{path}");
    }
    let all = holds(&tests, &printed(&["test", "policies/time-bank", "--coverage", "--format", "json"]));
    assert!(all["coverage"][0]["points"].to_string().contains("\"reached\""));
    let all = holds(&tests, &printed(&["test", "policies/time-bank", "--mutate", "--format", "json"]));
    let noticed = all["changes"][0]["noticed"].as_u64();
    assert!(noticed.is_some_and(|noticed| noticed > 10) && all.get("coverage").is_none(), "{noticed:?}");
}

#[test]
fn what_new_and_compile_print() {
    let (created, compiled) = (validator("created"), validator("compiled"));
    for lang in ["zh", "en"] {
        let (folder, program) = (scratch(&format!("new-{lang}")), scratch(&format!("new-{lang}.mizic")));
        let _ = fs::remove_dir_all(&folder);
        let (folder, program) = (folder.to_str().expect("UTF-8"), program.to_str().expect("UTF-8"));
        holds(&created, &printed(&["new", folder, "--lang", lang, "--format", "json"]));
        let done = holds(&compiled, &printed(&["compile", folder, "-o", program, "--format", "json"]));
        assert_eq!(done["bytes"].as_u64(), fs::metadata(program).ok().map(|data| data.len()));
    }
    let output = mizi(&["compile", "tests/cases/syntax/quotes/bad", "-o", "never.mizic", "--format", "json"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[test]
fn what_run_and_explain_print() {
    let (record, decision, summary, state) =
        (validator("record"), validator("decision"), validator("summary"), validator("state"));
    let (events, kept) = (scratch("events.jsonl"), scratch("state.jsonl"));
    let lines = [
        r#"{"id":"e1","activity":"社团活动","time":"2026-03-01","subject":"张三","scopes":{"社区":"太炎","家庭":"甲"},"facts":{"角色":"牵头","成功":true,"年龄":61,"实名注册":true}}"#,
        r#"{"id":"e2","activity":"达人注册","time":"2026-03-02","subject":"张三","scopes":{"社区":"太炎"},"facts":{"年龄":61,"实名注册":true}}"#,
        r#"{"id":"c2","confirm":"e2","role":"社区","time":"2026-03-03"}"#,
        r#"{"id":"r1","reverse":"e1","time":"2026-03-04"}"#,
        r#"{"id":"x1","redeem":"乒乓球馆预约","time":"2026-03-05","subject":"张三","scopes":{"家庭":"甲"},"facts":{"实名注册":true}}"#,
        r#"{"id":"e3","activity":"平安巡防","time":"2026-03-05","subject":"张三"}"#,
    ];
    lines.iter().for_each(|line| drop(holds(&record, line)));
    fs::write(&events, lines.join("\n")).expect("written");
    let _ = fs::remove_file(&kept);
    let (events, kept) = (events.to_str().expect("UTF-8"), kept.to_str().expect("UTF-8"));
    let run = ["run", "policies/cangqian", "--events", events];
    let decided = printed(&[&run[..], &["--state", kept]].concat());
    let decided: Vec<Value> = decided.lines().map(|line| holds(&decision, line)).collect();
    assert_eq!(decided.len(), lines.len());
    fs::read_to_string(kept).expect("a state").lines().for_each(|line| drop(holds(&state, line)));
    for lang in ["zh", "en"] {
        let figures =
            holds(&summary, &printed(&[&run[..], &["--summary", "--format", "json", "--lang", lang]].concat()));
        assert_eq!(figures["lines"], 6);
    }
    let one = printed(&["explain", run[1], run[2], events, "--event", "e2", "--format", "json"]);
    one.lines().for_each(|line| drop(holds(&decision, line)));
    assert_eq!(one.lines().count(), 2, "the event and its confirmation");
}
