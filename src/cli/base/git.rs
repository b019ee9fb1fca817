//! What git says of a repository, by its command.

use crate::cli::failure::Failure;
use crate::diagnostics::Message;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository at a commit that it is compared with.
pub struct Repository {
    root: PathBuf,
    commit: String,
}

/// What became of a file since the commit.
pub struct Changed {
    /// Its path now, from the root of the repository.
    pub path: String,
    /// Its path then; none: it is new.
    pub before: Option<String>,
}

impl Repository {
    /// A repository beside the last commit that it shares with another one, named as git names commits.
    pub fn at(root: &Path, named: &str) -> Result<Self, Failure> {
        let mut repository = Repository { root: root.to_owned(), commit: String::new() };
        let commit = format!("{named}^{{commit}}");
        let words = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        let commit = repository.line(&words)?.ok_or_else(|| no_commit(root, named))?;
        // What was changed on the other side since they parted is not this side's change.
        repository.commit = repository.line(&["merge-base", &commit, "HEAD"])?.unwrap_or(commit);
        Ok(repository)
    }

    /// The policies that were changed since, and those that git does not know yet.
    pub fn changed(&self) -> Result<Vec<Changed>, Failure> {
        let words = ["diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", &self.commit, "--", "*.mizi"];
        let mut changed = statuses(&self.done(&words)?);
        let new = self.done(&["ls-files", "-z", "--others", "--exclude-standard", "--", "*.mizi"])?;
        changed.extend(parts(&new).map(|path| Changed { path, before: None }));
        Ok(changed)
    }

    /// The text of a file at the commit, as it would be checked out.
    pub fn before(&self, path: &str) -> Result<Vec<u8>, Failure> {
        self.done(&["cat-file", "--filters", &format!("{}:{path}", self.commit)])
    }

    /// The one line that a command prints; none where it fails.
    fn line(&self, words: &[&str]) -> Result<Option<String>, Failure> {
        let output = self.run(words)?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(output.status.success().then_some(text).filter(|text| !text.is_empty()))
    }

    fn done(&self, words: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = self.run(words)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let word = words.first().copied().unwrap_or_default();
        Err(failed(word, String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default()))
    }

    fn run(&self, words: &[&str]) -> Result<std::process::Output, Failure> {
        let root: &OsStr = self.root.as_os_str();
        let command = Command::new("git").arg("-C").arg(root).args(words).env("GIT_OPTIONAL_LOCKS", "0").output();
        command.map_err(|error| no_git(&error))
    }
}

/// Texts that end in a zero.
fn parts(bytes: &[u8]) -> impl Iterator<Item = String> {
    let ended = bytes.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    ended.map(|part| String::from_utf8_lossy(part).into_owned())
}

/// `M path`, `A path`, `R100 old new`, `D path`.
fn statuses(bytes: &[u8]) -> Vec<Changed> {
    let mut parts = parts(bytes);
    let mut changed = Vec::new();
    while let (Some(status), Some(path)) = (parts.next(), parts.next()) {
        let renamed = status.starts_with(['R', 'C']).then(|| parts.next()).flatten();
        changed.extend(match (status.as_str(), renamed) {
            (_, Some(now)) => Some(Changed { path: now, before: Some(path) }),
            ("A", None) => Some(Changed { path, before: None }),
            ("D", None) => None,
            (_, None) => Some(Changed { before: Some(path.clone()), path }),
        });
    }
    changed
}

fn no_git(error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::NotFound => Message::new("没有装 git", "it is not installed"),
        _ => crate::cli::files::reason(error),
    };
    Failure::new(Message::new(
        format!("“--base”要用 git，但它没能运行：{}", why.zh),
        format!("“--base” needs git, which could not be run: {}", why.en),
    ))
}

fn no_commit(root: &Path, named: &str) -> Failure {
    let root = root.display();
    Failure::new(Message::new(
        format!("{root} 里没有叫“{named}”的提交。在持续集成里，取出仓库时要连同全部历史（fetch-depth: 0）"),
        format!(
            "There is no commit “{named}” in {root}. In CI, check the repository out with its whole history (fetch-depth: 0)"
        ),
    ))
}

fn failed(word: &str, why: &str) -> Failure {
    Failure::new(Message::new(format!("git {word} 没有成功：{why}"), format!("git {word} did not succeed: {why}")))
}

#[cfg(test)]
mod tests {
    use super::statuses;

    #[test]
    fn changed_new_and_renamed_files() {
        let told = b"M\0a.mizi\0A\0b c.mizi\0D\0d.mizi\0R087\0e.mizi\0f.mizi\0T\0g.mizi\0";
        let changed: Vec<(String, Option<String>)> =
            statuses(told).into_iter().map(|changed| (changed.path, changed.before)).collect();
        let own = |path: &str| Some(path.to_owned());
        assert_eq!(
            changed,
            [
                ("a.mizi".to_owned(), own("a.mizi")),
                ("b c.mizi".to_owned(), None),
                ("f.mizi".to_owned(), own("e.mizi")),
                ("g.mizi".to_owned(), own("g.mizi")),
            ]
        );
    }
}
