//! Every option of every command, and what a person sees.

use crate::{Folder, POLICY, mizi, morning, typed};

/// A policy whose cap is misspelt and whose last case expects too much.
const WITH_MISTAKES: &str = "政策 邻里 版本 \"1\" 施行 自 2025-01-01 积分 米，整数 时区 \"Asia/Shanghai\" 超限 截断 撤销 归还额度，可负 迟到 不限
维度 和美
主体 居民
活动 社团活动
规则 牵头奖 依据 \"示例\" 计入 和美 凡 社团活动 奖励 50 元
";

const WRONG_CASE: &str =
    "政策 邻里 版本 \"1\" 施行 自 2025-01-01 积分 米，整数 时区 \"Asia/Shanghai\" 撤销 归还额度，可负 迟到 不限
维度 和美
主体 居民
活动 社团活动
规则 牵头奖 依据 \"示例\" 计入 和美 凡 社团活动 奖励 50 米 上限 每人 每日 8 次

案例 \"得六十米\"
  设 居民 张三
  2025-03-29 张三 社团活动 → 60 米
";

#[test]
fn a_scaffold_is_made_checked_tested_and_compiled() {
    let folder = Folder::new();
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        let (dir, program) = (folder.path(lang), folder.path(&format!("{lang}.mizic")));
        for words in [
            vec!["new", &dir, "--lang", lang],
            vec!["check", &dir],
            vec!["test", &dir],
            vec!["compile", &dir, "-o", &program],
            vec!["new", &dir, "--lang", lang],
        ] {
            seen += &typed(&words, &folder);
        }
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn what_check_and_test_show() {
    let folder = Folder::new();
    let (mistakes, wrong) = (folder.file("mistakes.mizi", WITH_MISTAKES), folder.file("wrong-case.mizi", WRONG_CASE));
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        for words in [["check", &mistakes], ["test", &mistakes], ["check", &wrong], ["test", &wrong]] {
            seen += &typed(&[&words[..], &["--lang", lang]].concat(), &folder);
        }
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn what_run_and_explain_show() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let run = ["run", POLICY, "--events", &events, "--subjects", &subjects];
    let explain = ["explain", POLICY, "--events", &events, "--subjects", &subjects];
    let mut seen = format!("$ mizi run\n{}\n", mizi(&run).seen(&folder));
    for lang in ["zh", "en"] {
        for (what, words) in [
            ("run --format text", [&run[..], &["--format", "text"]].concat()),
            ("run --summary", [&run[..], &["--summary"]].concat()),
            ("explain --event e4", [&explain[..], &["--event", "e4"]].concat()),
            ("explain --event e2 --format json", [&explain[..], &["--event", "e2", "--format", "json"]].concat()),
            ("explain --event e9", [&explain[..], &["--event", "e9"]].concat()),
        ] {
            let ran = mizi(&[&words[..], &["--lang", lang]].concat());
            seen += &format!("$ mizi {what} --lang {lang}\n{}\n", ran.seen(&folder));
        }
    }
    insta::assert_snapshot!(seen);
}

/// The same whether the policy is a file, a folder or a program file.
#[test]
fn a_policy_is_a_file_a_folder_or_a_program_file() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let program = folder.path("cangqian.mizic");
    assert_eq!(mizi(&["compile", POLICY, "--output", &program]).code, Some(0));
    let run = |policy: &str| mizi(&["run", policy, "--events", &events, "--subjects", &subjects]);
    let of_folder = run(POLICY);
    assert_eq!((of_folder.code, of_folder.out.lines().count(), of_folder.err.as_str()), (Some(1), 11, ""));
    for policy in ["policies/cangqian/cangqian.mizi", &program] {
        assert_eq!(run(policy).out, of_folder.out, "{policy}");
    }
    let explain =
        |policy: &str| mizi(&["explain", policy, "--events", &events, "--subjects", &subjects, "--event", "x1"]);
    assert_eq!(explain(POLICY).out, explain(&program).out);
}

/// Every command takes both options, the language before its own words too; JSON is for no reader's language but its sentences.
#[test]
fn every_command_takes_language_and_format() {
    let folder = Folder::new();
    let [events, _] = morning(&folder);
    let (made, program) = (folder.path("made"), folder.path("p.mizic"));
    let commands: [&[&str]; 6] = [
        &["new", &made],
        &["check", &made],
        &["test", &made],
        &["compile", &made, "-o", &program],
        &["run", POLICY, "--events", &events, "--summary"],
        &["explain", POLICY, "--events", &events, "--event", "e3"],
    ];
    for words in commands {
        let options = |lang| [words, &["--format", "json", "--lang", lang]].concat();
        let zh = mizi(&options("zh"));
        assert!(zh.code.is_some_and(|code| code < 2), "{words:?}: {}", zh.err);
        let value: serde_json::Value =
            serde_json::from_str(&zh.out).unwrap_or_else(|e| panic!("{words:?}: {e}: {}", zh.out));
        assert!(value.is_object() || value.is_array(), "{words:?}");
        // What is made once is not made again.
        if words[0] != "new" {
            let before = mizi(&[&["--lang", "zh"], words, &["--format", "json"]].concat());
            assert_eq!(before.out, zh.out, "{words:?}: the language may be asked for before the command");
        }
        for bad in [["--lang", "fr"], ["--format", "xml"]] {
            assert_eq!(mizi(&[words, &bad].concat()).code, Some(2), "{words:?} {bad:?}");
        }
    }
}

#[test]
fn exit_codes_say_nothing_found_or_could_not_run() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let good = folder.file("good.jsonl", crate::EVENTS[0]);
    let mistakes = folder.file("mistakes.mizi", WITH_MISTAKES);
    let wrong = folder.file("wrong.mizi", WRONG_CASE);
    let (nothing, empty) = (folder.path("nothing"), folder.path("empty"));
    std::fs::create_dir(&empty).expect("made");
    let run = |events: &str, subjects: &str| mizi(&["run", POLICY, "--events", events, "--subjects", subjects]).code;
    for (code, found) in [
        (0, mizi(&["check", POLICY]).code),
        (0, mizi(&["check", "policies", "examples"]).code),
        (1, mizi(&["check", &mistakes]).code),
        (2, mizi(&["check", &nothing]).code),
        (2, mizi(&["check", &empty]).code),
        (2, mizi(&["check"]).code),
        (0, mizi(&["test", POLICY]).code),
        (1, mizi(&["test", &mistakes]).code),
        (1, mizi(&["test", &wrong]).code),
        (2, mizi(&["test", &nothing]).code),
        (0, run(&good, &subjects)),
        (1, run(&events, &subjects)),
        (2, run(&nothing, &subjects)),
        (2, run(&good, &nothing)),
        (2, mizi(&["run", &mistakes, "--events", &good]).code),
        (2, mizi(&["run", "policies", "--events", &good]).code),
        (2, mizi(&["run", POLICY]).code),
        (2, mizi(&["explain", POLICY, "--events", &good, "--event", "no"]).code),
        (2, mizi(&["compile", &mistakes, "-o", &folder.path("x.mizic")]).code),
        (0, mizi(&["--version"]).code),
        (0, mizi(&["--help"]).code),
        (2, mizi(&[]).code),
        (2, mizi(&["compute"]).code),
    ] {
        assert_eq!(found, Some(code));
    }
    assert!(!folder.at("x.mizic").exists());
}

/// What stops a run stands on standard error, so that no reader of decisions meets it.
#[test]
fn standard_output_holds_results_alone() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let mistakes = folder.file("mistakes.mizi", WITH_MISTAKES);
    for words in [
        &["run", &mistakes, "--events", &events][..],
        &["run", POLICY, "--events", "nothing"],
        &["explain", &mistakes, "--events", &events, "--event", "e1"],
        &["compile", &mistakes, "-o", &folder.path("x.mizic"), "--format", "json"],
    ] {
        let ran = mizi(words);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{words:?}");
        assert!(!ran.err.is_empty(), "{words:?}");
    }
    // No terminal, no progress.
    let ran = mizi(&["run", POLICY, "--events", &events, "--subjects", &subjects, "--summary"]);
    assert_eq!(ran.err, "");
}

/// What is wrong with the command line itself is said in the language asked for, wherever that is asked.
#[test]
fn what_a_wrong_command_line_shows() {
    let folder = Folder::new();
    let mut seen = String::new();
    for words in [
        "chek",
        "--lang en chek",
        "check",
        "check --lang=en",
        "check --lang fr x",
        "check --lang",
        "check --on 3 x",
        "check --form text x",
        "run p --events a --events b",
        "new a b --lang en",
        "compile x -o",
    ] {
        let ran = mizi(&words.split(' ').collect::<Vec<_>>());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{words}");
        seen += &format!("$ mizi {words}\n{}\n", ran.seen(&folder));
    }
    insta::assert_snapshot!(seen);
}

/// What CI reads: annotations, JUnit and SARIF.
#[test]
fn what_ci_is_told() {
    let folder = Folder::new();
    folder.file("policies/邻里.mizi", WITH_MISTAKES);
    folder.file("policies/wrong/case.mizi", WRONG_CASE);
    let mut seen = String::new();
    for format in ["github", "junit", "sarif"] {
        for task in ["check", "test"] {
            let ran = mizi(&[task, &folder.path("policies"), "--format", format]);
            assert_eq!(ran.code, Some(1), "{}", ran.err);
            seen += &format!("$ mizi {task} policies --format {format}\n{}\n", ran.seen(&folder));
        }
    }
    insta::assert_snapshot!(without_pages(&seen));
}

/// Pages and fingerprints, which have tests of their own, are left out.
fn without_pages(seen: &str) -> String {
    let left_out = |line: &str| line.contains("\"markdown\":") || line.contains("mizi/v1");
    let lines = seen.lines().map(|line| if left_out(line) { "…" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}
