//! A result file appears whole or not at all.

use crate::{EVENTS, Folder, POLICY, mizi, morning};
use std::fs;
use std::process::{Command, Stdio};

#[test]
fn out_holds_what_would_have_been_printed() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let run = ["run", POLICY, "--events", &events, "--subjects", &subjects];
    let printed = mizi(&run);
    let out = folder.path("out.jsonl");
    let ran = mizi(&[&run[..], &["--out", &out]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert_eq!(folder.read("out.jsonl"), printed.out);
    // Both: the file and the figures.
    let ran = mizi(&[&run[..], &["--out", &out, "--summary"]].concat());
    assert!(ran.out.contains("各维度得分"), "{}", ran.out);
    assert_eq!(folder.read("out.jsonl"), printed.out);
    assert_eq!(folder.names(), ["events.jsonl", "out.jsonl", "subjects.jsonl"]);
}

/// What is in the way of writing, and what is left of a file that was there.
#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    fs::create_dir(folder.at("a-folder")).expect("made");
    folder.file("a-file", "mine");
    let run = ["run", POLICY, "--events", &events, "--subjects", &subjects];
    for out in [folder.path("no/such/out.jsonl"), folder.path("a-folder"), folder.path("a-file/out.jsonl")] {
        for (option, words) in [("--out", &run[..]), ("--state", &run[..]), ("-o", &["compile", POLICY][..])] {
            let ran = mizi(&[words, &[option, &out]].concat());
            assert_eq!(ran.code, Some(2), "{option} {out}");
            assert!(ran.err.contains(&out) && !ran.err.contains("os error"), "{}", ran.err);
        }
    }
    assert_eq!(folder.read("a-file"), "mine");
    assert_eq!(folder.names(), ["a-file", "a-folder", "events.jsonl", "subjects.jsonl"]);
}

/// A state that cannot be read is no reason to write over it, nor to write anything.
#[test]
fn a_run_that_fails_writes_nothing() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let (state, out) = (folder.file("state", "not a state\n"), folder.file("out", "of yesterday\n"));
    let run = ["run", POLICY, "--events", &events, "--subjects", &subjects, "--out", &out];
    assert_eq!(mizi(&[&run[..], &["--state", &state]].concat()).code, Some(2));
    let bad_rows = folder.file("bad.jsonl", "{\"id\":\"张三\",\"facts\":{\"年令\":1}}");
    assert_eq!(mizi(&["run", POLICY, "--events", &events, "--subjects", &bad_rows, "--out", &out]).code, Some(2));
    assert_eq!((folder.read("state"), folder.read("out")), ("not a state\n".to_owned(), "of yesterday\n".to_owned()));
}

/// The results are written before the state: if they cannot be, the state stays that of before.
#[test]
fn the_state_says_no_more_than_the_results() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let state = folder.path("state");
    let run = ["run", POLICY, "--events", &events, "--subjects", &subjects, "--state", &state];
    assert_eq!(mizi(&[&run[..], &["--out", &folder.path("no/out")]].concat()).code, Some(2));
    assert!(!folder.at("state").exists());
}

/// Killed while it works, at one moment after another: the file is that of before, or the whole new one.
#[test]
fn a_killed_run_leaves_the_old_file_or_the_whole_new_one() {
    let folder = Folder::new();
    let many: Vec<String> = (0..3_000).map(|n| EVENTS[0].replace("\"e1\"", &format!("\"k{n}\""))).collect();
    let events = folder.file("events.jsonl", many.join("\n"));
    let subjects = folder.file("subjects.jsonl", crate::SUBJECTS.join("\n"));
    let out = folder.path("out");
    let words = ["run", POLICY, "--events", &events, "--subjects", &subjects, "--out", &out];
    assert_eq!(mizi(&words).code, Some(0));
    let whole = folder.read("out");
    for wait in [0, 20, 60, 120, 200, 300, 450] {
        folder.file("out", "of yesterday\n");
        let mut command = Command::new(env!("CARGO_BIN_EXE_mizi"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(words).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let found = folder.read("out");
        assert!(found == "of yesterday\n" || found == whole, "after {wait} ms: {} bytes", found.len());
    }
}

/// A reader that stops reading, as `head` does, is no error.
#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let [events, subjects] = morning(&folder);
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizi"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["run", POLICY, "--events", &events, "--subjects", &subjects]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
}
