//! `mizi check --fix` and `--diff`: what is mended, what is left to the author, and that nobody is paid otherwise.

use crate::check::good;
use crate::settings::within;
use crate::{Folder, mizi, typed};

/// A definition without use, comments that allow nothing above each other and beside a clause.
fn untidy() -> String {
    good().replace(
        "规则 牵头奖",
        "定义 多余 = 2 × 3\n// mizi: 允许 no-limit 理由 \"试行\" 至 9999-12-31\n// mizi: 允许 never-applies 理由 \"试行\" 至 9999-12-31\n规则 牵头奖",
    )
    .replace("奖励 50 米 上限", "奖励 50 米 // mizi: 允许 no-limit 理由 \"试行\" 至 9999-12-31\n  上限")
}

#[test]
fn what_is_mended_and_what_would_be() {
    let folder = Folder::new();
    let file = folder.file("policy.mizi", untidy());
    folder.file("other/policy.mizi", good());
    let mut seen = String::new();
    for words in [&["check", folder.name(), "--diff"][..], &["check", folder.name(), "--diff", "--lang", "en"]] {
        seen += &typed(words, &folder);
        assert_eq!(folder.read("policy.mizi"), untidy(), "only shown");
    }
    let before = mizi(&["compile", &file, "-o", &folder.path("before.mizic")]);
    assert_eq!(before.code, Some(0), "{}", before.err);
    seen += &typed(&["check", folder.name(), "--fix"], &folder);
    let mended = folder.read("policy.mizi");
    seen += &format!("{mended}\n");
    seen += &typed(&["check", folder.name(), "--fix", "--lang", "en"], &folder);
    assert_eq!(folder.read("policy.mizi"), mended, "what is mended stays");
    assert_eq!(folder.read("other/policy.mizi"), good());
    seen += &typed(&["check", folder.name(), "--diff"], &folder);
    assert_eq!(mizi(&["diff", &folder.path("before.mizic"), &file]).code, Some(2), "a program file is no text");
    folder.file("before/policy.mizi", untidy());
    assert_eq!(mizi(&["diff", &folder.path("before"), &file]).code, Some(0), "nobody earns otherwise");
    insta::assert_snapshot!(seen);
}

/// Marks that are read as others are put right although the policy has errors; a name that was probably meant is not.
#[test]
fn in_a_policy_with_errors_only_the_writing_is_mended() {
    let folder = Folder::new();
    let wrong = good().replace("社团活动 奖励", "社团 奖励").replace("\"得五十米\"", "“得五十米＂");
    let file = folder.file("policy.mizi", &wrong);
    let shown = mizi(&["check", &file, "--format", "json"]);
    let list: Vec<serde_json::Value> = serde_json::from_str(&shown.out).expect("a list");
    let fixable =
        list.iter().filter(|finding| finding["fixes"].as_array().is_some_and(|fixes| fixes.len() == 1)).count();
    assert_eq!(fixable, 2, "both offer one change: {}", shown.out);
    let seen = typed(&["check", &file, "--fix"], &folder);
    assert_eq!(folder.read("policy.mizi"), wrong.replace("“得五十米＂", "“得五十米”"));
    insta::assert_snapshot!(seen);
}

/// Between several changes the author chooses.
#[test]
fn what_pays_otherwise_is_left_to_the_author() {
    let folder = Folder::new();
    let open = good().replace(" 超限 截断", "");
    let file = folder.file("policy.mizi", &open);
    for option in ["--fix", "--diff"] {
        let ran = mizi(&["check", &file, option]);
        assert_eq!(ran.code, Some(if option == "--fix" { 1 } else { 0 }), "{}", ran.out);
        assert_eq!(folder.read("policy.mizi"), open);
    }
}

#[test]
fn programs_read_the_findings_that_are_left() {
    let folder = Folder::new();
    folder.file("policy.mizi", untidy());
    let ran = within(&folder, &["check", ".", "--fix", "--format", "json", "--lang", "en"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "[]\n"));
    assert_eq!(ran.err, "Mended 4 places in policy.mizi\n");
}
