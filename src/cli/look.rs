//! What is found in a policy for those who keep it: what the checks find, what is asked of a day, advice; without what its texts
//! allow, at the levels that are set.

use super::{settings::Settings, today};
use crate::allow::{self, Looked};
use crate::checks::conflicts;
use crate::coverage::changes::CHANGE_UNNOTICED;
use crate::diagnostics::{Code, Finding};
use crate::lint;
use crate::load::{Loaded, Policy};

/// What is paid otherwise under one version: only a comparison with what was before finds it.
pub const CHANGED: &str = "changed-without-version";

/// How a policy is looked at.
pub struct Look {
    /// The day on which it is asked whether it is in force, if it is.
    on: Option<i32>,
    today: i32,
    codes: Vec<&'static Code>,
}

impl Look {
    /// Looks at policies on a day, or today without asking whether they are in force.
    pub fn on(day: Option<i32>) -> Self {
        Look { on: day, today: day.unwrap_or_else(today::utc), codes: crate::codes().collect() }
    }

    /// Everything to say of what was loaded.
    pub fn all(&self, loaded: &Loaded, settings: &Settings) -> Vec<Finding> {
        let loose = settings.levelled(loaded.findings.iter().cloned());
        let own = loaded.policies.iter().flat_map(|policy| self.found(policy, loaded, settings));
        loose.into_iter().chain(own).collect()
    }

    /// Everything to say of one of the policies that were loaded.
    pub fn found(&self, policy: &Policy, loaded: &Loaded, settings: &Settings) -> Vec<Finding> {
        self.found_beside(None, policy, loaded, settings)
    }

    /// The same beside what only a comparison finds, under this code, if it was made.
    pub fn found_beside(
        &self,
        compared: Option<(&str, Vec<Finding>)>,
        policy: &Policy,
        loaded: &Loaded,
        settings: &Settings,
    ) -> Vec<Finding> {
        let (asked, more) = compared.map_or((None, Vec::new()), |(code, more)| (Some(code), more));
        let mut not_asked: Vec<&str> = if self.on.is_some() { Vec::new() } else { vec!["expired"] };
        not_asked.extend([CHANGE_UNNOTICED.name, CHANGED].into_iter().filter(|code| Some(*code) != asked));
        let mut findings = policy.findings.clone();
        findings.extend(more);
        if let Some(checked) = &policy.checked {
            let model = checked.model();
            findings.extend(self.on.and_then(|day| conflicts::expired(model, day)));
            findings.extend(lint::findings(&loaded.sources, &policy.trees, model, settings.lints()));
        }
        let looked = Looked { codes: &self.codes, not_asked: &not_asked, today: Some(self.today) };
        settings.levelled(allow::apply(findings, &policy.trees, &loaded.sources, looked))
    }
}
