//! `mizi check --baseline` and `--base`: what is known is left out, what a change touches is told.

use crate::check::{good, without_limit};
use crate::settings::within;
use crate::{Folder, Ran};
use std::process::Command;

/// A second rule without a limit, beside the first.
fn one_more() -> String {
    without_limit()
        .replace("时区", "并得 相加 时区")
        .replace("\n案例", "规则 参加奖 依据 \"示例\" 计入 和美 凡 社团活动 奖励 5 米\n\n案例")
        .replace("→ 50 米", "→ 牵头奖 50 米、参加奖 5 米")
}

fn typed(folder: &Folder, words: &[&str]) -> String {
    format!("$ mizi {}\n{}\n", words.join(" "), within(folder, words).seen(folder))
}

/// Codes and lines of what is found.
fn found(folder: &Folder, words: &[&str]) -> Vec<String> {
    let ran = within(folder, &[&["check", "."], words, &["--format", "json"]].concat());
    let list: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    list.iter().map(|finding| format!("{}:{}", finding["code"].as_str().unwrap_or_default(), finding["line"])).collect()
}

#[test]
fn a_baseline_leaves_out_what_is_known_wherever_it_moves() {
    let folder = Folder::new();
    folder.file("policy.mizi", without_limit());
    let mut seen = typed(&folder, &["check", ".", "--write-baseline", "known.json"]);
    seen += &format!("{}\n", folder.read("known.json"));
    let known = ["check", ".", "--deny", "warnings", "--baseline", "known.json"];
    seen += &typed(&folder, &known);
    folder.file("policy.mizi", format!("// 上面多了一行\n{}", one_more()));
    seen += &typed(&folder, &known);
    folder.file("policy.mizi", good());
    seen += &typed(&folder, &known);
    seen += &typed(&folder, &[&known[..], &["--lang", "en"]].concat());
    insta::assert_snapshot!(seen);
}

#[test]
fn an_error_is_not_accepted_and_what_is_no_baseline_is_refused() {
    let folder = Folder::new();
    folder.file("policy.mizi", good().replace("凡 社团活动", "凡 社团"));
    let mut seen = typed(&folder, &["check", ".", "--write-baseline", "known.json", "--lang", "en"]);
    assert_eq!(within(&folder, &["check", ".", "--baseline", "known.json"]).code, Some(1));
    for wrong in ["[]", "{\"baseline\":2,\"findings\":[]}", "no"] {
        folder.file("wrong.json", wrong);
        for lang in ["zh", "en"] {
            let ran = within(&folder, &["check", ".", "--baseline", "wrong.json", "--lang", lang]);
            assert_eq!(ran.code, Some(2), "{wrong}");
            seen += &ran.err;
        }
    }
    seen += &typed(&folder, &["check", ".", "--baseline", "nothing.json"]);
    insta::assert_snapshot!(seen);
}

/// What is accepted has the fingerprints that code hosts are given.
#[test]
fn fingerprints_are_those_of_sarif() {
    let folder = Folder::new();
    folder.file("policy.mizi", one_more());
    within(&folder, &["check", ".", "--write-baseline", "known.json"]);
    let sarif: serde_json::Value =
        serde_json::from_str(&within(&folder, &["check", ".", "--format", "sarif"]).out).expect("SARIF");
    let known = folder.read("known.json");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() >= 2);
    for result in results {
        let fingerprint = result["partialFingerprints"]["mizi/v1"].as_str().expect("a fingerprint");
        assert!(known.contains(fingerprint), "{fingerprint} {known}");
    }
}

fn git(folder: &Folder, words: &[&str]) {
    let own = ["-c", "user.name=Mizi", "-c", "user.email=mizi@example.org", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").current_dir(folder.at("")).args(own).args(words).output().expect("git runs");
    let ran = Ran::of(output);
    assert_eq!(ran.code, Some(0), "git {words:?}: {}", ran.err);
}

/// A repository whose first commit holds these files.
pub fn repository(files: &[(&str, String)]) -> Folder {
    let folder = Folder::new();
    git(&folder, &["init", "--quiet"]);
    files.iter().for_each(|(name, text)| drop(folder.file(name, text)));
    commit(&folder);
    folder
}

/// Everything as it is, as a commit.
pub fn commit(folder: &Folder) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "change"]);
}

#[test]
fn only_what_a_change_touches_is_told() {
    let folder = repository(&[("old/policy.mizi", without_limit()), ("policy.mizi", without_limit())]);
    assert_eq!(found(&folder, &[]), ["no-limit:5", "no-limit:5"]);
    assert_eq!(found(&folder, &["--base", "HEAD"]), [""; 0]);
    // A new rule, not committed.
    folder.file("policy.mizi", one_more());
    assert_eq!(found(&folder, &["--base", "HEAD"]), ["changed-without-version:6", "no-limit:6"]);
    // The rule that was there, in another line of it.
    folder.file(
        "policy.mizi",
        without_limit()
            .replace("凡 社团活动 奖励", "凡 社团活动\n  当 真\n  奖励")
            .replace("  当 真\n", "  // 见办法\n"),
    );
    assert_eq!(found(&folder, &["--base", "HEAD"]), ["no-limit:5"]);
    // A file that git does not know yet, and one that was moved.
    folder.file("policy.mizi", without_limit());
    folder.file("new/policy.mizi", without_limit());
    std::fs::rename(folder.at("old"), folder.at("moved")).expect("moved");
    git(&folder, &["add", "moved", "old"]);
    let ran = within(&folder, &["check", ".", "--base", "HEAD", "--format", "github"]);
    assert_eq!(ran.out.matches("::warning file=").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("file=new/policy.mizi"), "{}", ran.out);
    // An error is told wherever it is.
    folder.file("policy.mizi", good().replace("凡 社团活动", "凡 社团"));
    commit(&folder);
    assert!(found(&folder, &["--base", "HEAD"]).contains(&"unknown-name:5".to_owned()));
}

/// What the other side did since both parted is not the change.
#[test]
fn a_branch_is_compared_with_where_it_left() {
    let folder = repository(&[("policy.mizi", without_limit()), ("other.mizi", String::new())]);
    std::fs::remove_file(folder.at("other.mizi")).expect("gone");
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "-b", "topic"]);
    folder.file("readme.txt", "x");
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "main"]);
    folder.file("policy.mizi", good());
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "topic"]);
    assert_eq!(found(&folder, &["--base", "main"]), [""; 0]);
}

#[test]
fn what_is_told_where_there_is_nothing_to_compare_with() {
    let folder = repository(&[("policy.mizi", good())]);
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        seen += &typed(&folder, &["check", ".", "--base", "origin/main", "--lang", lang]);
        let nowhere = Command::new(env!("CARGO_BIN_EXE_mizi"))
            .current_dir(folder.at(""))
            .args(["check", ".", "--base", "HEAD", "--lang", lang])
            .env("PATH", "")
            .output();
        seen += &Ran::of(nowhere.expect("the command runs")).seen(&folder);
    }
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("policy.mizi"), good()).expect("written");
    for lang in ["zh", "en"] {
        let output = Command::new(env!("CARGO_BIN_EXE_mizi"))
            .current_dir(outside.path())
            .args(["check", ".", "--base", "HEAD", "--lang", lang])
            .output();
        seen += &Ran::of(output.expect("the command runs")).seen(&folder);
    }
    insta::assert_snapshot!(seen);
}

/// The amount of a rule is another, and the version is not.
#[test]
fn an_amount_that_changed_while_the_version_stayed() {
    let folder = repository(&[("policy.mizi", good())]);
    folder.file("policy.mizi", good().replace("奖励 50 米", "奖励 60 米").replace("→ 50 米", "→ 60 米"));
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        seen += &typed(&folder, &["check", ".", "--base", "HEAD", "--lang", lang]);
    }
    folder.file("policy.mizi", folder.read("policy.mizi").replace("版本 \"1\"", "版本 \"2\""));
    assert_eq!(found(&folder, &["--base", "HEAD"]), [""; 0]);
    insta::assert_snapshot!(seen);
}
