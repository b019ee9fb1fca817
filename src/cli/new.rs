//! `mizi new DIR`: a folder with a policy that states every choice and passes `check` and `test`.

use super::args::{self, Format};
use super::{failure::Failure, report::say};
use crate::diagnostics::{Lang, Message};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

const CHINESE: &str = include_str!("templates/policy.zh.mizi");
const ENGLISH: &str = include_str!("templates/policy.en.mizi");

/// Runs the command.
pub fn run(task: &args::New, lang: Lang) -> Result<ExitCode, Failure> {
    let dir = &task.dir;
    let name = policy_name(dir);
    let (template, file) = match lang {
        Lang::Zh => (CHINESE, "政策.mizi"),
        Lang::En => (ENGLISH, "policy.mizi"),
    };
    let text = template.replace("{name}", &quoted(&name)).replace("{title}", &name).replace("{code}", &code(&name));
    must_be_empty(dir)?;
    std::fs::create_dir_all(dir).map_err(|e| not_made(dir, &e))?;
    let path = dir.join(file);
    super::files::write_whole(&path, text.as_bytes())?;
    match task.common.format {
        Some(Format::Json) => say(&format!("{}\n", json!({"written": path.display().to_string()}))),
        _ => say(&format!("{}\n", done(&path).text(lang))),
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder's own name without what cannot stand in a name.
fn policy_name(dir: &Path) -> String {
    let full = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    let name: String = full
        .file_name()
        .map(|n| n.to_string_lossy().chars().filter(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect())
        .unwrap_or_default();
    if name.is_empty() { "policy".to_owned() } else { name }
}

/// Names with digits or hyphens in them, and keywords, need their quotes; quotes never hurt.
fn quoted(name: &str) -> String {
    format!("「{name}」")
}

fn code(name: &str) -> String {
    let code: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let code = code.trim_matches('_').to_owned();
    if code.starts_with(|c: char| c.is_ascii_alphabetic()) { code } else { "my_policy".to_owned() }
}

fn must_be_empty(dir: &Path) -> Result<(), Failure> {
    match std::fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::new(Message::new(
            format!("{} 里已经有文件。换一个文件夹名，或先清空它", dir.display()),
            format!("{} already has files in it. Choose another folder, or empty it first", dir.display()),
        ))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(not_made(dir, &e)),
    }
}

fn not_made(dir: &Path, error: &std::io::Error) -> Failure {
    let (dir, why) = (dir.display(), super::files::reason(error));
    Failure::new(Message::new(
        format!("无法建立文件夹 {dir}：{}", why.zh),
        format!("The folder {dir} could not be made: {}", why.en),
    ))
}

fn done(path: &Path) -> Message {
    let path = path.display();
    Message::new(
        format!("已写好 {path}\n接下来：\n  mizi check {path}\n  mizi test {path}"),
        format!("Wrote {path}\nNext:\n  mizi check {path}\n  mizi test {path}"),
    )
}
