//! What a council is shown of two versions of a policy: a folder of `tests/diff` each, in both languages, as text, Markdown and JSON.
//! Every example is decided once more by both interpreters.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod diff_pairs;
mod oracle;

use diff_pairs::{brute, checked, replay, write};
use mizi::council::diff::{Diff, diff, render};
use mizi::diagnostics::Lang;
use oracle::generate::rng::Rng;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<String> {
    let entries = fs::read_dir(root().join("tests/diff")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn text(case: &str, side: &str) -> String {
    let path = root().join("tests/diff").join(case).join(format!("{side}.mizi"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn compared(case: &str) -> (String, String, Diff) {
    let (old, new) = (text(case, "old"), text(case, "new"));
    let policy = |text: &str| checked(text).unwrap_or_else(|found| panic!("{case}:\n{found}"));
    let found = diff(&policy(&old), &policy(&new)).expect("both can run");
    (old, new, found)
}

fn snapshot(name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/diff");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

#[test]
fn what_is_shown() {
    for case in cases() {
        let (old, new, diff) = compared(&case);
        replay(&old, &new, &diff).unwrap_or_else(|error| panic!("{case}: {error}"));
        let both = |write: fn(&Diff, Lang) -> String| {
            format!("{}\n─── English ───\n{}", write(&diff, Lang::Zh), write(&diff, Lang::En))
        };
        snapshot(&format!("{case}.text"), &both(render::text));
        snapshot(&format!("{case}.markdown"), &both(render::markdown));
        snapshot(&format!("{case}.json"), &render::json(&diff));
    }
}

/// Of so many pairs at most one may stay open.
const OPEN_AT_MOST: u64 = 10;

/// Only these change nothing; of one it is said that it could not be decided.
#[test]
fn no_change_is_said_of_what_means_the_same() {
    for case in cases() {
        let (.., diff) = compared(&case);
        assert_eq!(diff.is_none(), case == "no-change", "{case}");
        assert_eq!(diff.undecided.is_empty(), !case.starts_with("undecided"), "{case}");
    }
}

/// Both ways round the same items change.
#[test]
fn back_again_the_same_items_change() {
    for case in cases() {
        let (old, new, there) = compared(&case);
        let back = diff(&checked(&new).unwrap(), &checked(&old).unwrap()).unwrap();
        let items = |diff: &Diff| diff.changes.iter().map(|change| change.about.clone()).collect::<Vec<_>>();
        assert_eq!(items(&there), items(&back), "{case}");
        replay(&new, &old, &back).unwrap_or_else(|error| panic!("{case}, back: {error}"));
    }
}

fn mizi(words: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mizi")).current_dir(root()).args(words).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

fn case_files(case: &str) -> [String; 2] {
    ["old", "new"].map(|side| PathBuf::from("tests/diff").join(case).join(format!("{side}.mizi")).display().to_string())
}

#[test]
fn the_command_says_it_by_its_status_and_in_every_form() {
    let [old, new] = case_files("no-change");
    assert_eq!(
        mizi(&["diff", &old, &new, "--lang", "zh"]),
        (Some(0), render::text(&compared("no-change").2, Lang::Zh))
    );
    let [old, new] = case_files("award-and-cap");
    let found = compared("award-and-cap").2;
    for (form, expected) in [
        ("text", render::text(&found, Lang::En)),
        ("markdown", render::markdown(&found, Lang::En)),
        ("json", render::json(&found)),
    ] {
        assert_eq!(mizi(&["diff", &old, &new, "--lang", "en", "--format", form]), (Some(1), expected));
    }
    let [old, new] = case_files("undecided");
    assert_eq!(mizi(&["diff", &old, &new]).0, Some(1));
    assert_eq!(mizi(&["diff", &old, "tests/diff/nowhere.mizi"]).0, Some(2));
    assert_eq!(mizi(&["diff", "policies", &new]).0, Some(2));
    assert_eq!(mizi(&["diff", &old, "tests/cases/syntax/rule/bad"]).0, Some(2));
}

/// The commands of the pages run, and say what is there to be said.
#[test]
fn the_commands_of_the_pages_run() {
    for page in ["docs/diff.md", "docs/diff.zh-CN.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("mizi ")).collect();
        assert_eq!(commands.len(), 3, "{page}");
        for command in commands {
            let (status, said) = mizi(&command.split(' ').collect::<Vec<_>>());
            let none = command.contains("no-change");
            assert_eq!(status, Some(i32::from(!none)), "{page}: {command}: {said}");
        }
    }
}

/// A street's whole policy, in one keyword language and in the other.
#[test]
fn the_keyword_language_changes_nothing() {
    assert_eq!(mizi(&["diff", "policies/cangqian", "policies/cangqian-en", "--lang", "en"]).0, Some(0));
}

/// `MIZI_DIFF_PAIRS` and `MIZI_DIFF_SEED` say how many pairs, and from where; see docs/verification.md.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// What came of some pairs.
#[derive(Default)]
struct Pairs {
    compared: u64,
    none: u64,
    changed: u64,
    /// Not decided, and of these those of which a history differs.
    open: u64,
    open_differ: u64,
    refused: u64,
    wrong: Vec<String>,
}

impl Pairs {
    fn look_at(&mut self, seed: u64) {
        let mut rng = Rng::new(seed);
        let small = write::small(&mut rng);
        let other = write::changed(&mut rng, &small);
        let (old, new) = (small.text(), other.text());
        let (Ok(a), Ok(b)) = (checked(&old), checked(&new)) else {
            self.refused += 1;
            return;
        };
        self.compared += 1;
        let found = diff(&a, &b).expect("both can run");
        let tried = brute::difference(&a, &b, &mut rng);
        match (found.is_none(), found.changes.is_empty(), &tried) {
            (true, _, Some(shown)) => {
                self.wrong.push(format!("seed {seed}: said to be none\n{shown}\n{old}\n---\n{new}"));
            }
            (true, _, None) => self.none += 1,
            (_, false, _) => self.changed += 1,
            (_, true, shown) => {
                self.open += 1;
                self.open_differ += u64::from(shown.is_some());
                if std::env::var_os("MIZI_DIFF_OPEN").is_some() {
                    let said = render::text(&found, Lang::Zh);
                    println!("open, seed {seed}: {said}\n{shown:?}\n{old}\n---\n{new}\n");
                }
            }
        }
        if let Err(error) = replay(&old, &new, &found) {
            self.wrong.push(format!("seed {seed}: {error}\n{old}\n---\n{new}"));
        }
    }

    fn join(mut self, other: Pairs) -> Pairs {
        self.compared += other.compared;
        self.none += other.none;
        self.changed += other.changed;
        self.open += other.open;
        self.open_differ += other.open_differ;
        self.refused += other.refused;
        self.wrong.extend(other.wrong);
        self
    }
}

/// Where everything that can happen and short histories show a difference, the comparison does not say that there is none; what it
/// shows, both interpreters decide so.
#[test]
fn generated_pairs() {
    let (pairs, seed) = (setting("MIZI_DIFF_PAIRS", 30), setting("MIZI_DIFF_SEED", 1));
    let workers = 2;
    let share = |worker: u64| {
        let mut found = Pairs::default();
        for seed in (seed + worker..).step_by(workers) {
            if found.compared * workers as u64 >= pairs {
                break;
            }
            found.look_at(seed);
        }
        found
    };
    let found = std::thread::scope(|scope| {
        let all: Vec<_> = (0..workers as u64).map(|worker| scope.spawn(move || share(worker))).collect();
        all.into_iter().map(|worker| worker.join().expect("it ended")).fold(Pairs::default(), Pairs::join)
    });
    let Pairs { compared, none, changed, open, open_differ, refused, wrong } = found;
    println!(
        "{compared} pairs: {none} mean the same, {changed} change, {open} could not be decided, of which {open_differ} differ; {refused} were refused"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(compared > refused / 4, "{refused} policies were refused");
    assert!(open * OPEN_AT_MOST <= compared, "{open} of {compared} could not be decided");
}
