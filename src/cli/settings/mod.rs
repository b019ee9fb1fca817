//! `mizi.toml`: which findings are shown and how loudly, and which folders are looked at. Never what a policy means.
//!
//! The nearest one holds, looked for from a policy's folder upwards.

mod paths;
mod read;

use super::{failure::Failure, files};
use crate::diagnostics::{Finding, Message, Severity};
use crate::lint;
use paths::Paths;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The name of the file.
const NAME: &str = "mizi.toml";

/// What one `mizi.toml` says; nothing where there is none.
#[derive(Debug, Default)]
pub struct Settings {
    levels: BTreeMap<&'static str, Level>,
    lints: lint::Options,
    paths: Paths,
}

/// How loudly a kind of finding is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Told(Severity),
    Off,
}

impl Settings {
    /// What is set for lints.
    pub fn lints(&self) -> &lint::Options {
        &self.lints
    }

    /// Findings at their levels, without those that are off.
    pub fn levelled(&self, findings: impl IntoIterator<Item = Finding>) -> Vec<Finding> {
        let levelled = |finding: Finding| match self.levels.get(finding.code.name) {
            None => Some(finding),
            Some(Level::Off) => None,
            Some(Level::Told(severity)) => Some(Finding { level: Some(*severity), ..finding }),
        };
        findings.into_iter().filter_map(levelled).collect()
    }
}

/// Files that belong together, with what is set for them.
#[derive(Debug)]
pub struct Chosen {
    /// Their paths, in order of names.
    pub files: Vec<PathBuf>,
    /// What is set for their folder.
    pub settings: Rc<Settings>,
}

/// The files at or under the paths that the settings do not leave out. A file that is named is never left out.
pub fn chosen(paths: &[PathBuf]) -> Result<Vec<Chosen>, Failure> {
    let mut known = Known::default();
    let mut chosen = Vec::new();
    for path in paths {
        let before = chosen.len();
        for files in files::groups(std::slice::from_ref(path))? {
            let folder = folder_of(&files)?;
            let settings = known.of(&folder)?;
            if !path.is_dir() || settings.paths.hold(&folder) {
                chosen.push(Chosen { files, settings });
            }
        }
        if chosen.len() == before {
            return Err(all_left_out(path));
        }
    }
    Ok(chosen)
}

/// The folder that files are in, as the system names it.
fn folder_of(files: &[PathBuf]) -> Result<PathBuf, Failure> {
    let parent = files.first().and_then(|file| file.parent()).filter(|parent| !parent.as_os_str().is_empty());
    files::whole(parent.unwrap_or(Path::new(".")))
}

/// The settings read so far, by the path of their file.
#[derive(Default)]
struct Known {
    read: BTreeMap<PathBuf, Rc<Settings>>,
    none: Rc<Settings>,
}

impl Known {
    /// What is set for a folder.
    fn of(&mut self, folder: &Path) -> Result<Rc<Settings>, Failure> {
        let Some(file) = folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file()) else {
            return Ok(Rc::clone(&self.none));
        };
        if let Some(settings) = self.read.get(&file) {
            return Ok(Rc::clone(settings));
        }
        let settings = Rc::new(read::settings(&file)?);
        self.read.insert(file, Rc::clone(&settings));
        Ok(settings)
    }
}

fn all_left_out(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(Message::new(
        format!("{path} 里的政策，{NAME} 的 paths 都没有选入，没有可看的"),
        format!("The paths of {NAME} leave out every policy in {path}: nothing is left to look at"),
    ))
}
