//! Mizi in CI: every command of `docs/ci.md`, of the hooks and of the workflow, run in repositories with good and bad changes.

use crate::check::good;
use crate::fenced::fenced;
use crate::known::{commit, repository};
use crate::settings::within;
use crate::{Folder, Ran};
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Runs lines as a shell does, where `mizi` is the one that is tested.
fn shell(folder: &Folder, lines: &str) -> Ran {
    let own = Path::new(env!("CARGO_BIN_EXE_mizi")).parent().expect("a folder").to_str().expect("UTF-8");
    let path = format!("{own}:{}", std::env::var("PATH").expect("a path"));
    let mut command = Command::new("sh");
    command.args(["-e", "-c", lines]).current_dir(folder.at("")).env("PATH", path);
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Mizi").env(format!("GIT_{who}_EMAIL"), "mizi@example.org");
    }
    Ran::of(command.output().expect("a shell runs"))
}

/// Fenced stretches of a page: what they are, and their lines.
fn blocks(page: &str) -> Vec<(String, String)> {
    fenced(&read(page)).into_iter().map(|block| (block.info, block.text)).collect()
}

#[test]
fn every_command_of_the_page_runs() {
    for page in ["docs/ci.md", "docs/ci.zh-CN.md"] {
        let folder = repository(&[("README.md", "policies".to_owned())]);
        let mut run = 0;
        for (kind, lines) in blocks(page) {
            let expected = match kind.split_once(' ') {
                None if kind == "sh" => 0,
                Some(("sh", "fails")) => 1,
                Some(("sh", "install")) => {
                    installs(&lines);
                    continue;
                }
                Some(("toml", name)) => {
                    folder.file(name, &lines);
                    continue;
                }
                _ => panic!("{page}: {kind}"),
            };
            let ran = shell(&folder, &lines);
            assert_eq!(ran.code, Some(expected), "{page}:\n{lines}\n{}{}", ran.out, ran.err);
            run += 1;
        }
        assert!(run >= 9, "{page}: {run}");
        for (name, begins) in [("mizi.sarif", "{"), ("mizi.xml", "<?xml"), ("mizi-baseline.json", "{\"baseline\":1")] {
            assert!(folder.read(name).starts_with(begins), "{page}: {name}");
        }
    }
}

/// Installing takes minutes; what the lines name is there: a package of this name with a command of this name, and its lock.
fn installs(lines: &str) {
    let manifest = read("Cargo.toml");
    assert!(manifest.contains("[package]\nname = \"mizi\"") && manifest.contains("[[bin]]\nname = \"mizi\""));
    assert!(!read("Cargo.lock").is_empty());
    for line in lines.lines() {
        assert!(line.starts_with("cargo install --locked --"), "{line}");
        assert!(line.ends_with(" --path .") || line.ends_with(" mizi"), "{line}");
    }
}

/// A repository with a good policy in its layout, and the same after a change.
fn changed(change: impl Fn(&str) -> String) -> (Folder, String) {
    let folder = repository(&[("policies/neighbours.mizi", good())]);
    assert_eq!(within(&folder, &["fmt", "."]).code, Some(0));
    commit(&folder);
    let good = folder.read("policies/neighbours.mizi");
    (folder, change(&good))
}

/// Which of three commands a change makes fail: layout, findings, cases.
fn changes() -> Vec<(&'static str, (Folder, String), [bool; 3])> {
    vec![
        ("nothing", changed(str::to_owned), [false; 3]),
        ("layout", changed(|text| text.replace("  奖励 50 米", "    奖励   50 米")), [true, false, false]),
        (
            "no limit",
            changed(|text| {
                let kept = text.lines().filter(|line| !line.contains("上限 每人") && !line.contains("超限 截断"));
                let text = kept.collect::<Vec<_>>().join("\n") + "\n";
                text.split("\n案例 \"已得").next().expect("a first part").to_owned()
            }),
            [false, true, false],
        ),
        ("case", changed(|text| text.replace("→ 50 米", "→ 60 米")), [false, false, true]),
    ]
}

#[test]
fn the_hooks_of_pre_commit_stop_bad_changes() {
    let hooks = hooks();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook.id.as_str()).collect();
    assert_eq!(ids, ["mizi-fmt", "mizi-check", "mizi-test"]);
    let example = read("examples/ci/.pre-commit-config.yaml");
    let used: Vec<&str> = example.lines().filter_map(|line| line.trim().strip_prefix("- id: ")).collect();
    assert_eq!(used, ids);
    for (what, (folder, text), fails) in changes() {
        folder.file("policies/neighbours.mizi", &text);
        for (hook, fails) in hooks.iter().zip(fails) {
            let ran = shell(&folder, &hook.command("policies/neighbours.mizi"));
            assert_eq!(ran.code, Some(i32::from(fails)), "{what}: {}: {}{}", hook.id, ran.out, ran.err);
        }
    }
}

/// A hook as pre-commit reads it.
struct Hook {
    id: String,
    entry: String,
    args: Vec<String>,
    takes_files: bool,
}

impl Hook {
    fn command(&self, file: &str) -> String {
        let files = if self.takes_files { file } else { "" };
        format!("{} {} {files}", self.entry, self.args.join(" "))
    }
}

fn hooks() -> Vec<Hook> {
    let text = read(".pre-commit-hooks.yaml");
    let of = |part: &str| {
        let value = |key: &str| part.lines().find_map(|line| line.trim().strip_prefix(key)).map(str::trim);
        assert_eq!(value("language:"), Some("rust"));
        let args = value("args:").unwrap_or("[]").trim_matches(['[', ']']);
        Hook {
            id: part.lines().next().expect("an id").to_owned(),
            entry: value("entry:").expect("an entry").to_owned(),
            args: args.split(',').map(|arg| arg.trim().trim_matches('"').to_owned()).collect(),
            takes_files: value("pass_filenames:") != Some("false"),
        }
    };
    text.split("\n- id: ").skip(1).map(of).collect()
}

#[test]
fn the_git_hook_stops_bad_commits() {
    for (what, (folder, text), fails) in changes() {
        let hook = folder.at(".git/hooks/pre-commit");
        fs::create_dir_all(hook.parent().expect("a folder")).expect("made");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ci/pre-commit"), &hook).expect("copied");
        folder.file("policies/neighbours.mizi", &text);
        let ran = shell(&folder, "git add --all && git commit --quiet --allow-empty --message change");
        assert_eq!(ran.code != Some(0), fails.contains(&true), "{what}: {}{}", ran.out, ran.err);
        let left = shell(&folder, "git status --porcelain");
        assert_eq!(!left.out.is_empty(), fails.contains(&true), "{what}: what was refused is not committed");
    }
}

#[test]
fn the_workflow_stops_bad_changes() {
    let workflow = read("examples/ci/mizi.yml");
    let steps: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: ")).collect();
    let [install, rest @ ..] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!(*install, "cargo install --locked --git \"$MIZI\" mizi");
    assert_eq!(rest.len(), 3);
    for (what, (folder, text), fails) in changes() {
        folder.file("policies/neighbours.mizi", &text);
        for (step, fails) in rest.iter().zip(fails) {
            let ran = shell(&folder, step);
            assert_eq!(ran.code, Some(i32::from(fails)), "{what}: {step}: {}{}", ran.out, ran.err);
        }
    }
}
