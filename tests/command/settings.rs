//! `mizi.toml`: levels, folders, the version that is required, and what is wrong with it.

use crate::check::{good, without_limit};
use crate::{Folder, Ran};
use std::process::Command;

/// Runs the command in a folder.
pub fn within(folder: &Folder, words: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_mizi")).current_dir(folder.at("")).args(words).output();
    Ran::of(output.expect("the command runs"))
}

fn typed(folder: &Folder, words: &[&str]) -> String {
    format!("$ mizi {}\n{}\n", words.join(" "), within(folder, words).seen(folder))
}

/// The severities and codes that are found.
fn found(folder: &Folder, words: &[&str]) -> Vec<String> {
    let ran = within(folder, &[words, &["--format", "json"]].concat());
    let list: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    let text = |finding: &serde_json::Value, part: &str| finding[part].as_str().unwrap_or_default().to_owned();
    list.iter().map(|finding| format!("{} {}", text(finding, "severity"), text(finding, "code"))).collect()
}

#[test]
fn levels_say_how_loudly_a_finding_is_told() {
    let folder = Folder::new();
    folder.file("p/policy.mizi", without_limit());
    for (level, told, alone, denied) in [
        ("error", vec!["error no-limit"], 1, 1),
        ("warning", vec!["warning no-limit"], 0, 1),
        ("note", vec!["note no-limit"], 0, 0),
        ("off", vec![], 0, 0),
    ] {
        folder.file("mizi.toml", format!("[levels]\nno-limit = \"{level}\"\n"));
        assert_eq!(found(&folder, &["check", "p"]), told, "{level}");
        for task in ["check", "test"] {
            assert_eq!(within(&folder, &[task, "p"]).code, Some(alone), "{task} {level}");
            assert_eq!(within(&folder, &[task, "p", "--deny", "warnings"]).code, Some(denied), "{task} {level}");
        }
        // What is only told louder can be used as before.
        assert_eq!(within(&folder, &["compile", "p", "-o", "p.mizic"]).code, Some(0), "{level}");
    }
}

#[test]
fn the_nearest_file_holds_whole() {
    let folder = Folder::new();
    folder.file("a/policy.mizi", without_limit());
    folder.file("a/b/policy.mizi", without_limit());
    folder.file("mizi.toml", "[levels]\nno-limit = \"note\"\n");
    folder.file("a/b/mizi.toml", "mizi = \">=0.1\"\n");
    assert_eq!(found(&folder, &["check", "a"]), ["note no-limit", "warning no-limit"]);
    assert_eq!(found(&folder, &["check", "a/b/policy.mizi"]), ["warning no-limit"]);
    assert_eq!(found(&folder, &["check", "a/policy.mizi"]), ["note no-limit"]);
}

#[test]
fn folders_are_chosen_and_files_that_are_named_are_not_left_out() {
    let folder = Folder::new();
    for name in ["policies/a", "policies/drafts/b", "other"] {
        folder.file(&format!("{name}/policy.mizi"), without_limit());
    }
    let files = || {
        let ran = within(&folder, &["check", ".", "--format", "json"]);
        let list: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        list.iter().map(|finding| finding["file"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let [a, b, other] = ["policies/a/policy.mizi", "policies/drafts/b/policy.mizi", "other/policy.mizi"];
    assert_eq!(files(), [other, a, b]);
    folder.file("mizi.toml", "[paths]\ninclude = [\"policies\"]\nexclude = [\"**/drafts\"]\n");
    assert_eq!(files(), [a]);
    assert_eq!(within(&folder, &["check", other, "--deny", "warnings"]).code, Some(1), "it is named");
    assert_eq!(within(&folder, &["fmt", "--check", "."]).out.lines().count(), 1);
    assert_eq!(within(&folder, &["test", "."]).out.matches('✓').count(), 1);
    let out: String = [("check", "zh"), ("check", "en")]
        .map(|(task, lang)| typed(&folder, &[task, "other", "--lang", lang]))
        .concat();
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_wrong_with_settings_is_said_with_its_line() {
    let folder = Folder::new();
    folder.file("p/policy.mizi", good());
    let mut seen = String::new();
    for settings in [
        "[levls]\nno-limit = \"note\"\n",
        "[levels]\nno-limits = \"note\"\nno-limit = \"quiet\"\nunknown-name = \"warning\"\nis-this = 3\n",
        "[levels]\nunknown-name = \"error\"\n\n[paths]\ninclud = [\"a\"]\nexclude = \"drafts\"\ninclude = [\"a**\"]\n",
        "levels = \"note\"\n",
        "[levels]\nno-limit = note\n",
        "mizi = \"later\"\n",
        "mizi = 1\n",
        "# of another time\nmizi = \">=99\"\n[unheard-of]\n",
    ] {
        folder.file("mizi.toml", settings);
        let indented: Vec<String> = settings.lines().map(|line| format!("    {line}\n")).collect();
        seen += &format!("{}\n", indented.concat());
        for words in [["check", "p", "--lang", "zh"], ["check", "p", "--lang", "en"]] {
            let ran = within(&folder, &words);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{settings}");
            seen += &ran.seen(&folder);
        }
        seen += "\n";
        for task in ["test", "fmt"] {
            assert_eq!(within(&folder, &[task, "p"]).code, Some(2), "{task} {settings}");
        }
        // What decides never reads them.
        assert_eq!(within(&folder, &["compile", "p", "-o", "p.mizic"]).code, Some(0), "{settings}");
        assert_eq!(within(&folder, &["diff", "p", "p"]).code, Some(0), "{settings}");
    }
    insta::assert_snapshot!(seen);
}
