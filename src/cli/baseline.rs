//! `--baseline FILE`: findings that are known and accepted, so that only new ones are told.

use super::failure::Failure;
use super::files;
use super::report::fingerprint::Fingerprints;
use crate::diagnostics::{Finding, Message, Severity, in_order};
use crate::source::Sources;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The form of the file.
const FORM: u32 = 1;

/// A finding that was written down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    code: String,
    fingerprint: String,
}

/// The file as it is saved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    baseline: u32,
    findings: Vec<Entry>,
}

/// The findings of a file, and which of them were found again.
#[derive(Default)]
pub struct Baseline {
    accepted: BTreeMap<String, Entry>,
    met: BTreeSet<String>,
    looked_at: BTreeSet<String>,
    fingerprints: Fingerprints,
    /// Findings of this run that can be accepted.
    found: BTreeSet<Entry>,
}

impl Baseline {
    /// What a file accepts.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let saved = serde_json::from_slice::<Saved>(&files::read(path)?).ok();
        let saved = saved.filter(|saved| saved.baseline == FORM).ok_or_else(|| no_baseline(path))?;
        let accepted = saved.findings.into_iter().map(|entry| (entry.fingerprint.clone(), entry)).collect();
        Ok(Baseline { accepted, ..Baseline::default() })
    }

    /// The findings that are not accepted, in order. What stops a policy never is.
    pub fn new_ones(&mut self, findings: &[Finding], sources: &Sources) -> Vec<Finding> {
        self.looked_at.extend(sources.iter().map(|(_, text)| text.name.replace('\\', "/")));
        let mut new = Vec::new();
        for finding in in_order(findings) {
            let fingerprint = self.fingerprints.next(finding, sources);
            let can_be = finding.own_severity() != Severity::Error;
            if can_be {
                let file = finding.place().and_then(|span| sources.get(span.text)).map(|text| text.name.as_str());
                let file = file.unwrap_or_default().replace('\\', "/");
                let (code, fingerprint) = (finding.code.name.to_owned(), fingerprint.clone());
                self.found.insert(Entry { file, code, fingerprint });
            }
            if can_be && self.accepted.contains_key(&fingerprint) {
                self.met.insert(fingerprint);
            } else {
                new.push(finding.clone());
            }
        }
        new
    }

    /// Writes down what was found.
    pub fn write(&self, path: &Path) -> Result<Message, Failure> {
        let entries: Vec<String> = self.found.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
        let list = if entries.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", entries.join(",\n")) };
        files::write_whole(path, format!("{{\"baseline\":{FORM},\"findings\":{list}}}\n").as_bytes())?;
        let (count, path) = (self.found.len(), path.display());
        let en = match count {
            1 => format!("Wrote one finding to {path}"),
            _ => format!("Wrote {count} findings to {path}"),
        };
        Ok(Message::new(format!("已把 {count} 处问题记在 {path} 里"), en))
    }

    /// What was left out, and what of it is gone; none where there is nothing to say.
    pub fn told(&self, path: &Path) -> Option<Message> {
        let gone = |entry: &&Entry| self.looked_at.contains(&entry.file) && !self.met.contains(&entry.fingerprint);
        let (known, gone, path) = (self.met.len(), self.accepted.values().filter(gone).count(), path.display());
        let left_out = Message::new(
            format!("{path} 已接受的 {known} 处没有列出"),
            format!("Not shown: {known} accepted by {path}"),
        );
        let is_gone = Message::new(
            format!("{path} 记下的 {gone} 处已经没有了，可以用 --write-baseline 重写"),
            format!("No longer found: {gone} of those in {path}; write it anew with --write-baseline"),
        );
        match (known, gone) {
            (0, 0) => None,
            (_, 0) => Some(left_out),
            (0, _) => Some(is_gone),
            _ => Some(Message::new(
                format!("{}；{}", left_out.zh, is_gone.zh),
                format!("{}. {}", left_out.en, is_gone.en),
            )),
        }
    }
}

fn no_baseline(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(Message::new(
        format!("{path} 不是 mizi check --write-baseline 写的文件，或者是别的版本写的。用 --write-baseline 重写"),
        format!("{path} was not written by mizi check --write-baseline, or by another version of it. Write it anew"),
    ))
}
