//! `mizi check`: what fails and what only is said.

use crate::{Folder, mizi, typed};

/// A policy that says all it must but what happens at its cap.
const ONE_CASE: &str =
    "政策 邻里 版本 \"1\" 施行 自 2025-01-01 积分 米，整数 时区 \"Asia/Shanghai\" 超限 截断 撤销 归还额度，可负 迟到 不限
维度 和美
主体 居民
活动 社团活动
规则 牵头奖 依据 \"示例\" 计入 和美 凡 社团活动 奖励 50 米 上限 每人 每月 200 米

案例 \"得五十米\"
  设 居民 张三
  2025-03-29 张三 社团活动 → 50 米
";

/// What happens at its cap.
const AT_THE_CAP: &str = "
案例 \"已得一百八十米，再得二十米\"
  设 居民 张三
  设 用量 牵头奖 张三 自 2025-03-01 180 米
  2025-03-29 张三 社团活动 → 20 米，因 牵头奖 的上限
";

/// A policy that says all it must.
pub fn good() -> String {
    format!("{ONE_CASE}{AT_THE_CAP}")
}

/// The same, its rule without a limit: a warning.
pub fn without_limit() -> String {
    ONE_CASE.replace(" 上限 每人 每月 200 米", "").replace(" 超限 截断", "")
}

/// The same with a limit that some awards exceed: a note.
fn small_cap() -> String {
    good()
        .replace("活动 社团活动", "活动 社团活动\n  时长：小时，0 至 8，步长 0.5")
        .replace("奖励 50 米 上限 每人 每月 200 米", "奖励 每满 1 小时 时长 50 米，余数不计 上限 每人 每月 200 米")
        .replace("张三 社团活动 →", "张三 社团活动：时长 1 小时 →")
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let folder = Folder::new();
    let good = folder.file("good.mizi", good());
    let warning = folder.file("warning.mizi", without_limit());
    let note = folder.file("note.mizi", small_cap());
    let error = folder.file("error.mizi", ONE_CASE.replace("50 米 上限", "50 元 上限"));
    for (file, severities, alone, denied) in [
        (&good, vec![], 0, 0),
        (&note, vec!["note"], 0, 0),
        (&warning, vec!["warning"], 0, 1),
        (&error, vec!["error"], 1, 1),
    ] {
        let json = mizi(&["check", file, "--format", "json"]);
        let found: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("a list");
        let found: Vec<&str> = found.iter().map(|finding| finding["severity"].as_str().expect("said")).collect();
        assert_eq!(found, severities, "{file}");
        for format in ["text", "json", "sarif", "junit", "github"] {
            for task in ["check", "test"] {
                assert_eq!(mizi(&[task, file, "--format", format]).code, Some(alone), "{task} {format} {file}");
                let words = [task, file, "--format", format, "--deny", "warnings"];
                assert_eq!(mizi(&words).code, Some(denied), "{words:?}");
            }
        }
    }
}

#[test]
fn what_a_denied_warning_shows() {
    let folder = Folder::new();
    let warning = folder.file("warning.mizi", without_limit());
    let mut seen = String::new();
    for words in [
        &["check", &warning][..],
        &["check", &warning, "--deny", "warnings"],
        &["check", &warning, "--format", "junit"],
        &["check", &warning, "--format", "junit", "--deny", "warnings"],
        &["test", &warning],
        &["test", &warning, "--deny", "warnings"],
        &["test", &warning, "--deny", "warnings", "--lang", "en"],
        &["check", &warning, "--deny", "notes"],
    ] {
        seen += &typed(words, &folder);
    }
    insta::assert_snapshot!(seen);
}

/// What is found in one folder is printed before the next is read.
#[cfg(unix)]
#[test]
fn findings_are_printed_as_they_are_found() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = Folder::new();
    let warning = folder.file("warning.mizi", without_limit());
    let later = folder.path("later.mizi");
    assert!(Command::new("mkfifo").arg(&later).status().expect("mkfifo runs").success());
    let mut child = Command::new(env!("CARGO_BIN_EXE_mizi"))
        .args(["check", &warning, &later])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    // The second file has no text yet: who waited for it would print nothing.
    let first = lines.next().expect("a line").expect("readable");
    assert_eq!(first, "警告 [no-limit]");
    std::fs::write(&later, good()).expect("written");
    assert_eq!(lines.last().expect("a line").expect("readable"), "1 处警告");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
