//! CSV says what JSON says.

use crate::{Folder, POLICY, SUBJECTS, mizi, morning};

const EVENTS_CSV: &str = "id,activity,confirm,role,reverse,redeem,time,subject,facts.角色,facts.成功,facts.时长
e1,社团活动,,,,,2026-03-01T09:00,张三,牵头,是,
e2,平安巡防,,,,,2026-03-01T19:00,张三,,,4.5
e3,平安巡防,,,,,2026-03-01T20:30,李四,,,2
e4,达人注册,,,,,2026-03-02,李四,,,
c4,,e4,社区,,,2026-03-03,,,,
e1,社团活动,,,,,2026-03-04,张三,牵头,是,
r2,,,,e2,,2026-03-05,,,,
x1,,,,,乒乓球馆预约,2026-03-06,李四,,,
x2,,,,,乒乓球馆预约,2026-03-06T10:00,张三,,,
e5,平安巡防,,,,,2026-03-07,张三,,,1.3
e6,平安寻防,,,,,2026-03-07,王五,,,1
";

const SUBJECTS_CSV: &str = "id,from,scopes.家庭,scopes.社区,facts.年龄,facts.户籍,facts.实名注册
张三,2026-01-01,甲,太炎,61,本地,是
李四,,乙,向往,30,外地,yes
王五,,,创景,40,本地,否
";

/// A way to write the same table.
type Way<'a> = &'a dyn Fn(&str) -> String;

/// Numbers of lines are those of the file, so they differ by the header's.
fn without_lines(out: &str) -> Vec<&str> {
    out.lines().map(|line| line.split_once(',').map_or(line, |(_, rest)| rest)).collect()
}

#[test]
fn a_table_says_what_json_says() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let json = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects]);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let spaced = |text: &str| text.replace(',', " , ");
    let quoted = |text: &str| {
        let row = |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
        text.lines().map(row).collect::<Vec<_>>().join("\n")
    };
    let ways: [(&str, Way<'_>); 6] = [
        ("plain", &str::to_owned),
        ("bom", &|text| format!("\u{feff}{text}")),
        ("crlf", &crlf),
        ("bom and crlf, as Excel saves", &|text| format!("\u{feff}{}", crlf(text))),
        ("spaced", &spaced),
        ("quoted", &quoted),
    ];
    for (way, write) in ways {
        let events = folder.file("events.csv", write(EVENTS_CSV));
        let subjects = folder.file("subjects.CSV", write(SUBJECTS_CSV));
        let ran = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects]);
        assert_eq!(without_lines(&ran.out), without_lines(&json.out), "{way}: {}", ran.err);
        assert!(ran.out.starts_with("{\"line\":2,"), "{way}");
    }
    // Blank rows and empty columns without a name, as spreadsheets leave them.
    let ragged: Vec<String> = EVENTS_CSV.lines().flat_map(|line| [format!("{line},,"), ",".repeat(12)]).collect();
    let events = folder.file("events.csv", ragged.join("\n"));
    let ran = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects]);
    assert_eq!(without_lines(&ran.out), without_lines(&json.out), "{}", ran.err);
}

#[test]
fn a_value_may_have_commas_quotes_and_line_ends() {
    let folder = Folder::new();
    let key = "甲,\"东\"\n户";
    let json = serde_json::json!({"id": "e1", "activity": "平安巡防", "time": "2026-03-01", "subject": "张三",
        "scopes": {"家庭": key, "社区": "太炎"}, "facts": {"时长": 2, "年龄": 61, "实名注册": true}});
    let table = "id,activity,time,subject,scopes.家庭,scopes.社区,facts.时长,facts.年龄,facts.实名注册
e1,平安巡防,2026-03-01,张三,\"甲,\"\"东\"\"\n户\",太炎,2,61,是\n";
    let (json, table) = (folder.file("e.jsonl", json.to_string()), folder.file("e.csv", table));
    let (json, table) = (mizi(&["run", POLICY, "--events", &json]), mizi(&["run", POLICY, "--events", &table]));
    assert_eq!(without_lines(&table.out), without_lines(&json.out), "{}", table.err);
    assert!(table.out.contains("甲,\\\"东\\\"\\n户"), "{}", table.out);
}

/// What is wrong with a table is said of the table, before anything is decided.
#[test]
fn tables_that_cannot_be_used() {
    let folder = Folder::new();
    let subjects = folder.file("subjects.jsonl", SUBJECTS.join("\n"));
    let gb18030 = {
        // “id,时间” and a row, as a Chinese Excel saves it.
        let mut bytes = b"id,activity,time,subject,facts.".to_vec();
        bytes.extend([0xca, 0xb1, 0xb3, 0xa4, b'\n', b'e', b'1', b',', 0xc6, 0xbd, 0xb0, 0xb2, b'\n']);
        bytes
    };
    let tables: [(&str, Vec<u8>); 8] = [
        ("a misspelt column", EVENTS_CSV.replace("subject", "subjct").into()),
        ("a column that no record has", EVENTS_CSV.replace("subject", "备注").into()),
        ("no id", EVENTS_CSV.replacen("id,", "scopes.家庭,", 1).into()),
        ("a column twice", EVENTS_CSV.replace("role", "time").into()),
        ("a comma too many", EVENTS_CSV.replace("4.5", "4,5").into()),
        ("a value without a column", EVENTS_CSV.replace("facts.时长", "").into()),
        ("GB18030", gb18030),
        ("no text at all", vec![b'i', b'd', b'\n', 0xff, 0xfe, 0x00]),
    ];
    let mut seen = String::new();
    for (what, table) in tables {
        let events = folder.file("events.csv", table);
        for lang in ["zh", "en"] {
            let ran = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects, "--lang", lang]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}");
            seen += &format!("{what}: {}", ran.seen(&folder));
        }
    }
    let rows = [
        "{\"id\":\"甲\",\"form\":\"2026-01-01\"}",
        "{\"id\":\"甲\",\"from\":\"2026-1-1\"}",
        "{\"id\":\"甲\",\"from\":\"2026-02-30\"}",
        "{\"id\":\"甲\",\"facts\":{\"年令\":61,\"实名注册\":\"也许\"}}",
        "{\"id\":\"甲\",\"facts\":{\"时长\":1},\"scopes\":{\"社区\":\"乡往\",\"家庭\":\"\"}}",
        "{\"id\":\"甲\"}\n{\"id\":\"甲\"}",
        "{\"id\":\"甲\"",
        "{\"from\":\"2026-01-01\"}",
    ];
    let events = folder.file("events.jsonl", "");
    for row in rows {
        let subjects = folder.file("subjects.jsonl", row);
        for lang in ["zh", "en"] {
            let ran = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects, "--lang", lang]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{row}");
            seen += &format!("{row}\n{}", ran.seen(&folder));
        }
    }
    insta::assert_snapshot!(seen);
}
