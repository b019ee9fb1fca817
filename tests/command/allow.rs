//! Comments that allow a finding, as the command judges them: on the day that is asked about, or today.

use crate::check::without_limit;
use crate::settings::within;
use crate::{Folder, typed};

/// The policy without a limit, which its text allows until a day.
fn allowed(until: &str) -> String {
    without_limit().replace("规则 牵头奖", &format!("// mizi: 允许 no-limit 理由 \"试行\" 至 {until}\n规则 牵头奖"))
}

#[test]
fn a_comment_allows_until_its_day() {
    let folder = Folder::new();
    let policy = folder.file("policy.mizi", allowed("2026-01-31"));
    let mut seen = String::new();
    for words in [
        &["check", &policy, "--deny", "warnings", "--on", "2026-01-31"][..],
        &["check", &policy, "--deny", "warnings", "--on", "2026-02-01"],
        &["check", &policy, "--deny", "warnings", "--on", "2026-02-01", "--lang", "en"],
    ] {
        seen += &typed(words, &folder);
    }
    insta::assert_snapshot!(seen);
}

/// Without a day that is asked about it is the day on which the command is run.
#[test]
fn today_is_asked_only_of_what_is_allowed() {
    let folder = Folder::new();
    for (until, code) in [("9999-12-31", 0), ("2020-12-31", 1)] {
        let policy = folder.file("policy.mizi", allowed(until));
        for task in ["check", "test"] {
            assert_eq!(within(&folder, &[task, &policy, "--deny", "warnings"]).code, Some(code), "{task} {until}");
        }
    }
    let over =
        without_limit().replace("自 2025-01-01", "自 2020-01-01 至 2020-12-31").replace("2025-03-29", "2020-03-29");
    let over = over.replace("规则 牵头奖", "// mizi: 允许 no-limit 理由 \"试行\" 至 9999-12-31\n规则 牵头奖");
    let over = folder.file("over.mizi", over);
    assert_eq!(within(&folder, &["check", &over, "--deny", "warnings"]).code, Some(0));
    assert_eq!(within(&folder, &["check", &over, "--deny", "warnings", "--on", "2021-01-01"]).code, Some(1));
}

/// A finding that the settings make an error is one of those that can be allowed; that it is off makes no comment useless.
#[test]
fn what_is_allowed_is_judged_before_levels() {
    let folder = Folder::new();
    let policy = folder.file("policy.mizi", allowed("9999-12-31"));
    for level in ["error", "off"] {
        folder.file("mizi.toml", format!("[levels]\nno-limit = \"{level}\"\n"));
        assert_eq!(within(&folder, &["check", &policy, "--deny", "warnings"]).code, Some(0), "{level}");
    }
}
