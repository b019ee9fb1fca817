//! Today's date: until when a comment allows a finding. Nothing else in Mizi asks for it, and `--on` overrides it.
#![allow(clippy::disallowed_types, reason = "a comment that allows a finding until a day is over on some day")]

use std::time::SystemTime;

/// Seconds in a day.
const DAY: u64 = 86_400;

/// Days since 1970-01-01 in UTC, so that it is the same day for everyone; a clock that is before it is at it.
pub fn utc() -> i32 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i32::try_from(since.as_secs() / DAY).unwrap_or(i32::MAX)
}
