//! Cases as files: what is in them and what they say must be found.

use std::collections::BTreeMap;
use std::fs;

use super::{at, files};
use mizi::lint::{Options, Setting};

/// A case of `tests/cases`.
pub struct Case {
    /// `syntax/strings/bad/open`, its path without the ending.
    pub name: String,
    /// The first part of its path; of a lint with the second, its code.
    pub stage: String,
    /// Whether it stands in `bad/`.
    pub bad: bool,
    /// Its texts by name, in order.
    pub texts: Vec<(String, Vec<u8>)>,
    /// What its `.expect` says.
    expect: Option<String>,
}

/// A finding by file, line (0 without a place) and code.
pub type Found = (String, usize, String);

const FOLDER: &str = "tests/cases/";

/// All cases in order of their paths.
///
/// # Errors
/// Names the files that are no case.
pub fn all() -> Result<Vec<Case>, String> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for path in files(FOLDER, "").into_iter().filter(|path| !path.ends_with("README.md")) {
        let inner = path.strip_prefix(FOLDER).unwrap_or(&path);
        let parts: Vec<&str> = inner.split('/').collect();
        let [stage, feature, quality @ ("good" | "bad"), first, rest @ ..] = parts.as_slice() else {
            return Err(format!("{path} is not <stage>/<feature>/good|bad/…"));
        };
        let (stem, ending) = first.rsplit_once('.').ok_or_else(|| format!("{path} has no ending"))?;
        let name = format!("{}/{stem}", parts.get(..3).unwrap_or_default().join("/"));
        let case = cases.entry(name.clone()).or_insert_with(|| Case {
            name,
            stage: if *stage == "lint" { format!("lint/{feature}") } else { (*stage).to_owned() },
            bad: *quality == "bad",
            texts: Vec::new(),
            expect: None,
        });
        let content = fs::read(at(&path)).map_err(|error| format!("{path}: {error}"))?;
        match (ending, rest) {
            ("mizi", []) => case.texts.push(((*first).to_owned(), content)),
            ("policy", [.., last]) if last.ends_with(".mizi") => case.texts.push((rest.join("/"), content)),
            ("expect", []) => case.expect = Some(String::from_utf8_lossy(&content).into_owned()),
            _ => return Err(format!("{path} is neither NAME.mizi, NAME.policy/… nor NAME.expect")),
        }
    }
    Ok(cases.into_values().collect())
}

impl Case {
    /// What the case says must be found, in order.
    ///
    /// # Errors
    /// Says what of it cannot be read.
    pub fn expected(&self) -> Result<Vec<Found>, String> {
        let mut expected = Vec::new();
        for (name, content) in &self.texts {
            for (number, line) in String::from_utf8_lossy(content).lines().enumerate() {
                expected.extend(beside(line, number + 1).into_iter().map(|(line, code)| (name.clone(), line, code)));
            }
        }
        let lines = self.expect.iter().flat_map(|expect| expect.lines());
        for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
            expected.push(self.apart(line).ok_or_else(|| format!("{}.expect: {line}", self.name))?);
        }
        expected.sort();
        Ok(expected)
    }

    /// `[FILE:]LINE code` of a `.expect`.
    fn apart(&self, line: &str) -> Option<Found> {
        let (place, code) = line.split_once(' ')?;
        let (file, line) = place.rsplit_once(':').unwrap_or((&self.texts.first()?.0, place));
        Some((file.to_owned(), line.parse().ok()?, code.trim().to_owned()))
    }
}

/// The codes after `//~` with the line they are about.
fn beside(line: &str, number: usize) -> Vec<(usize, String)> {
    let is_about = |said: &str| !said.starts_with("on ") && !said.starts_with("set ");
    let Some((_, said)) = line.rsplit_once("//~").filter(|(_, said)| is_about(said)) else {
        return Vec::new();
    };
    let codes = said.trim_start_matches('^');
    let about = number.saturating_sub(said.len() - codes.len());
    super::entries(codes).into_iter().map(|code| (about, code)).collect()
}

/// The day on which the texts are checked, if one of them says so: `//~on 2026-01-01`.
pub fn day(texts: &[(String, Vec<u8>)]) -> Option<i32> {
    let said = texts.iter().find_map(|(_, content)| {
        let text = String::from_utf8_lossy(content);
        text.split_once("//~on ").and_then(|(_, said)| said.get(..10).map(str::to_owned))
    })?;
    mizi_evaluator::date::read_date(&said).ok()
}

/// What is set for lints, if a text says so: `//~set award-step 5`, `//~set vague-words 若干、酌情`.
pub fn options(texts: &[(String, Vec<u8>)]) -> Options {
    let mut options = Options::default();
    for (_, content) in texts {
        let text = String::from_utf8_lossy(content);
        for said in text.lines().filter_map(|line| Some(line.split_once("//~set ")?.1.trim())) {
            let (name, value) = said.split_once(' ').unwrap_or((said, ""));
            let is_number = value.starts_with(|c: char| c.is_ascii_digit());
            let setting =
                if is_number { Setting::Number(value.to_owned()) } else { Setting::Words(super::entries(value)) };
            options.set(name, &setting).unwrap_or_else(|wrong| panic!("{said}: {}", wrong.en));
        }
    }
    options
}
