//! Fingerprints of findings: the same in every run while the finding's line stays as it is, wherever in the file it moves.

use crate::diagnostics::Finding;
use crate::source::Sources;
use siphasher::sip::SipHasher13;
use std::collections::BTreeMap;
use std::hash::Hasher;

/// What was given a fingerprint so far.
#[derive(Default)]
pub struct Fingerprints {
    /// How often a code was found in a line of the same words, so that fingerprints differ.
    met: BTreeMap<(String, &'static str, String), usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding.
    pub fn next(&mut self, finding: &Finding, sources: &Sources) -> String {
        let place = finding.place().and_then(|span| {
            let text = sources.get(span.text)?;
            Some((text.name.replace('\\', "/"), text.content.get(text.line(span.start))?.trim().to_owned()))
        });
        let (name, line) = place.unwrap_or_default();
        let count = self.met.entry((name.clone(), finding.code.name, line.clone())).or_default();
        let mut hasher = SipHasher13::new();
        for part in [&name, finding.code.name, &line, &count.to_string()] {
            hasher.write(part.as_bytes());
            hasher.write_u8(0xff);
        }
        *count = count.saturating_add(1);
        format!("{:016x}", hasher.finish())
    }
}
