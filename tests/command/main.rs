//! The command as a person or a pipeline meets it: every option of every command, what is printed where, exit codes, files whole or not
//! at all, tables as good as JSON, and two runs equal to one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod allow;
mod bad_input;
mod check;
mod ci;
mod coverage;
mod exposure;
#[path = "../common/fenced.rs"]
mod fenced;
mod files;
mod fix;
mod fmt;
mod known;
mod options;
mod settings;
mod state;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const POLICY: &str = "policies/cangqian";

/// Runs the command from the root of the repository.
fn mizi(words: &[&str]) -> Ran {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_mizi")).current_dir(root).args(words).output();
    Ran::of(output.expect("the command runs"))
}

/// What came of it.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// All that a person sees, with the exit code, the same on every machine.
    fn seen(&self, folder: &Folder) -> String {
        let text = format!(
            "{}{}",
            self.out,
            if self.err.is_empty() { String::new() } else { format!("[stderr]\n{}", self.err) }
        );
        format!("{}[exit {}]\n", text.replace(folder.name(), "…"), self.code.expect("it ended"))
    }
}

/// A command as it is typed, the folder's name left out, and what came of it.
fn typed(words: &[&str], folder: &Folder) -> String {
    format!("$ mizi {}\n{}\n", words.join(" ").replace(folder.name(), "…"), mizi(words).seen(folder))
}

/// A folder of one test's own, gone when it ends.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder"))
    }

    fn name(&self) -> &str {
        self.0.path().to_str().expect("UTF-8")
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.at(name).to_str().expect("UTF-8").to_owned()
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
        self.path(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Names of all files.
    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(self.0.path()).expect("readable");
        let mut names: Vec<String> =
            files.map(|file| file.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A morning of the street: an award, a cut, a confirmation, a reversal, a redemption, a repeat and what cannot be decided.
const EVENTS: [&str; 11] = [
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-01T09:00","subject":"张三","facts":{"角色":"牵头","成功":true}}"#,
    r#"{"id":"e2","activity":"平安巡防","time":"2026-03-01T19:00","subject":"张三","facts":{"时长":4.5}}"#,
    r#"{"id":"e3","activity":"平安巡防","time":"2026-03-01T20:30","subject":"李四","facts":{"时长":2}}"#,
    r#"{"id":"e4","activity":"达人注册","time":"2026-03-02","subject":"李四"}"#,
    r#"{"id":"c4","confirm":"e4","role":"社区","time":"2026-03-03"}"#,
    r#"{"id":"e1","activity":"社团活动","time":"2026-03-04","subject":"张三","facts":{"角色":"牵头","成功":true}}"#,
    r#"{"id":"r2","reverse":"e2","time":"2026-03-05"}"#,
    r#"{"id":"x1","redeem":"乒乓球馆预约","time":"2026-03-06","subject":"李四"}"#,
    r#"{"id":"x2","redeem":"乒乓球馆预约","time":"2026-03-06T10:00","subject":"张三"}"#,
    r#"{"id":"e5","activity":"平安巡防","time":"2026-03-07","subject":"张三","facts":{"时长":1.3}}"#,
    r#"{"id":"e6","activity":"平安寻防","time":"2026-03-07","subject":"王五","facts":{"时长":1}}"#,
];

const SUBJECTS: [&str; 3] = [
    r#"{"id":"张三","from":"2026-01-01","scopes":{"家庭":"甲","社区":"太炎"},"facts":{"年龄":61,"户籍":"本地","实名注册":true}}"#,
    r#"{"id":"李四","scopes":{"家庭":"乙","社区":"向往"},"facts":{"年龄":30,"户籍":"外地","实名注册":true}}"#,
    r#"{"id":"王五","scopes":{"社区":"创景"},"facts":{"年龄":40,"户籍":"本地","实名注册":false}}"#,
];

/// Events and subjects as files.
fn morning(folder: &Folder) -> [String; 2] {
    [folder.file("events.jsonl", EVENTS.join("\n")), folder.file("subjects.jsonl", SUBJECTS.join("\n"))]
}
