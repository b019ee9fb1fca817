//! What would change in a text, as a unified diff.

use similar::TextDiff;

/// Unchanged lines shown around a change.
const AROUND: usize = 3;

/// The changed lines of a text with those around them.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(AROUND).header(name, name).to_string()
}
