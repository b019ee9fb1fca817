//! Whatever comes in, every line gets its line, and every file that is none is refused in a sentence.

use crate::{Folder, POLICY, mizi};

const EVENT: &str = r#""id":"e1","activity":"平安巡防","time":"2026-03-01","subject":"张三""#;

/// Lines, most of them wrong in one way.
fn lines() -> Vec<(&'static str, String)> {
    let event = |more: &str| format!("{{{EVENT},{more}}}");
    let fact = |value: &str| event(&format!("\"facts\":{{\"时长\":{value},\"年龄\":30,\"实名注册\":true}}"));
    vec![
        ("no JSON", "平安巡防".to_owned()),
        ("half a line", format!("{{{EVENT}")),
        ("a comma too many", format!("{{{EVENT},}}")),
        ("two records in a line", format!("{{{EVENT}}} {{{EVENT}}}")),
        ("a list", format!("[{{{EVENT}}}]")),
        ("single quotes", "{'id':'e1'}".to_owned()),
        ("a comment", format!("{{{EVENT}}} // done")),
        ("a key twice", format!("{{{EVENT},\"id\":\"e2\"}}")),
        ("facts twice", event("\"facts\":{},\"facts\":{}")),
        ("a fact twice", event("\"facts\":{\"时长\":1,\"时长\":2,\"实名注册\":true}")),
        ("a fact by name and code", event("\"facts\":{\"时长\":1,\"length\":1,\"实名注册\":true}")),
        ("a misspelt part", event("\"recieved\":\"2026-03-02\"")),
        ("a misspelt fact", event("\"facts\":{\"时常\":1,\"实名注册\":true}")),
        ("a misspelt scope", event("\"scopes\":{\"设区\":\"太炎\"}")),
        ("a misspelt value", event("\"scopes\":{\"社区\":\"向住\"}")),
        ("NaN", fact("NaN")),
        ("Infinity", fact("-Infinity")),
        ("1e400", fact("1e400")),
        ("1e-400", fact("1e-400")),
        ("forty digits", fact(&"9".repeat(40))),
        ("a thousand places", fact(&format!("0.{}1", "0".repeat(1000)))),
        ("minus zero", fact("-0")),
        ("minus zero with places", fact("-0.000e3")),
        ("a number with zeros before it", fact("007")),
        ("a number with a plus", fact("\"+1\"")),
        ("a number with commas", fact("\"1,000\"")),
        ("full-width digits", fact("\"１\"")),
        ("a list as a fact", fact("[1]")),
        ("an object as a fact", fact("{\"小时\":1}")),
        ("an empty fact", fact("\"\"")),
        ("null", fact("null")),
        ("yes for a number", fact("true")),
        ("deep lists", fact(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)))),
        ("deep lists, never closed", fact(&"[".repeat(100_000))),
        ("deep objects", fact(&format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000)))),
        ("an id of a megabyte", EVENT.replace("e1", &"x".repeat(1 << 20)).replace("\"id\"", "{\"id\"") + "}"),
        ("an activity of a megabyte", format!("{{{}}}", EVENT.replace("平安巡防", &"长".repeat(1 << 18)))),
        ("a part of a megabyte", event(&format!("\"{}\":1", "y".repeat(1 << 20)))),
        ("NUL in an id", format!("{{{}}}", EVENT.replace("e1", "a\\u0000b"))),
        ("escape codes in an id", format!("{{{}}}", EVENT.replace("e1", "\\u001b[2J\\u0007"))),
        ("a raw control character", format!("{{{}}}", EVENT.replace("e1", "a\u{1}b"))),
        ("half a surrogate", format!("{{{}}}", EVENT.replace("e1", "\\ud800"))),
        ("a time that does not exist", format!("{{{}}}", EVENT.replace("2026-03-01", "2026-02-30"))),
        ("the hour 24", format!("{{{}}}", EVENT.replace("2026-03-01", "2026-03-01T24:00"))),
        ("a year of five digits", format!("{{{}}}", EVENT.replace("2026-03-01", "12026-03-01"))),
        ("the year 9999", format!("{{{}}}", EVENT.replace("2026-03-01", "9999-12-31T23:59:59-23:59"))),
        ("the year 0", format!("{{{}}}", EVENT.replace("2026-03-01", "0000-01-01"))),
        ("a Chinese date", format!("{{{}}}", EVENT.replace("2026-03-01", "2026年3月1日"))),
        ("an empty subject", format!("{{{}}}", EVENT.replace("张三", ""))),
        ("a confirmation of itself", r#"{"id":"c9","confirm":"c9","role":"社区","time":"2026-03-01"}"#.to_owned()),
        ("a reversal of itself", r#"{"id":"r9","reverse":"r9","time":"2026-03-01"}"#.to_owned()),
        ("a confirmation by nobody", r#"{"id":"c8","confirm":"e1","time":"2026-03-01"}"#.to_owned()),
    ]
}

/// Ids of their own, so that no line is a repeat of another.
fn numbered(place: usize, line: &str) -> String {
    line.replacen("\"e1\"", &format!("\"n{place}\""), 1)
}

#[test]
fn every_line_gets_its_line() {
    let folder = Folder::new();
    let lines = lines();
    let numbered: Vec<String> = lines.iter().enumerate().map(|(place, (_, line))| numbered(place, line)).collect();
    let events = folder.file("events.jsonl", numbered.join("\n"));
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        let ran = mizi(&["run", POLICY, "--events", &events, "--lang", lang]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
        assert_eq!(ran.out.lines().count(), lines.len());
        for ((what, _), line) in lines.iter().zip(ran.out.lines()) {
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let told =
                line["errors"].as_array().into_iter().flatten().map(|error| error["message"].as_str().expect("a text"));
            let told: Vec<&str> = told.collect();
            assert!(told.iter().all(|message| message.chars().count() < 300), "{what}: {told:?}");
            seen += &format!("{what}: {} {}\n", line["outcome"].as_str().expect("a word"), told.join(" "));
        }
        let text = mizi(&["run", POLICY, "--events", &events, "--lang", lang, "--format", "text"]);
        assert!(!text.out.contains(|c: char| c.is_control() && c != '\n'), "it moves the cursor");
        let summary = mizi(&["run", POLICY, "--events", &events, "--lang", lang, "--summary"]);
        assert!(!summary.out.contains(|c: char| c.is_control() && c != '\n'), "it moves the cursor");
        assert!(summary.out.lines().all(|line| line.chars().count() < 300), "{}", summary.out);
    }
    insta::assert_snapshot!(seen);
}

/// Times that the zone skips or has twice ask for their offset.
#[test]
fn times_in_gaps_ask_for_the_offset() {
    let folder = Folder::new();
    let text = std::fs::read_to_string("examples/01-first-rule/first-rule.mizi").expect("a lesson");
    let text = text.split("\n案例").next().expect("the policy").replace("Asia/Shanghai", "America/New_York");
    let policy = folder.file("new-york.mizi", text);
    let times = ["2026-03-08T02:30", "2026-03-08T02:30-05:00", "2026-11-01T01:30", "2026-11-01T01:30-04:00"];
    let line =
        |(n, time)| format!("{{\"id\":\"e{n}\",\"activity\":\"社团活动\",\"time\":\"{time}\",\"subject\":\"张三\"}}");
    let events = folder.file("e.jsonl", times.iter().enumerate().map(line).collect::<Vec<_>>().join("\n"));
    let ran = mizi(&["run", &policy, "--events", &events]);
    let told: Vec<bool> = ran.out.lines().map(|line| line.contains("须写明与世界时的差")).collect();
    assert_eq!(told, [true, false, true, false], "{}{}", ran.out, ran.err);
}

/// Files that are no events, no policy or no program.
#[test]
fn files_that_are_something_else() {
    let folder = Folder::new();
    let good = folder.file("good.jsonl", format!("{{{EVENT}}}"));
    let program = folder.path("p.mizic");
    assert_eq!(mizi(&["compile", POLICY, "-o", &program]).code, Some(0));
    let bytes = std::fs::read(&program).expect("written");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    let mut seen = String::new();
    for (what, content) in [
        ("nothing", Vec::new()),
        ("half a program", bytes[..bytes.len() / 2].to_vec()),
        ("all but the end", bytes[..bytes.len() - 2].to_vec()),
        ("another format", text.replacen("MIZI 0", "MIZI 7", 1).into_bytes()),
        ("a part of another format", text.replacen("\"format\":0", "\"format\":7", 1).into_bytes()),
        ("a policy's text", std::fs::read("policies/cangqian/cangqian.mizi").expect("a policy")),
        ("a record", format!("{{{EVENT}}}").into_bytes()),
        ("bytes", (0..=255).collect()),
        ("deep lists", vec![b'['; 1 << 20]),
    ] {
        let program = folder.file("bad.mizic", content);
        for lang in ["zh", "en"] {
            let ran = mizi(&["run", &program, "--events", &good, "--lang", lang]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}");
            seen += &format!("{what}: {}", ran.seen(&folder));
        }
    }
    let utf8 = [format!("{{{EVENT}}}\n").into_bytes(), vec![b'{', 0xff, 0xfe, b'}']].concat();
    for (what, content) in
        [("invalid UTF-8 in the second line", utf8), ("no lines", Vec::new()), ("blank lines", b"\n \r\n\n".to_vec())]
    {
        let events = folder.file("bad.jsonl", content);
        for lang in ["zh", "en"] {
            let ran = mizi(&["run", POLICY, "--events", &events, "--summary", "--lang", lang]);
            seen += &format!("{what}: {}", ran.seen(&folder));
        }
    }
    insta::assert_snapshot!(seen);
}
