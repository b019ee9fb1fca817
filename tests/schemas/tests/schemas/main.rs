//! Holds everything the command reads and writes to `docs/schemas`, in both directions.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;
mod council;
mod input;
#[path = "../../../oracle/mod.rs"]
#[allow(
    clippy::collapsible_if,
    clippy::filter_next,
    clippy::explicit_auto_deref,
    clippy::double_ended_iterator_last,
    clippy::write_with_newline,
    clippy::result_large_err,
    reason = "the second interpreter is written to be read, not to be fast"
)]
mod oracle;
mod output;
mod sarif;
