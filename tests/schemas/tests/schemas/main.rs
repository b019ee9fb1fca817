//! Holds everything the command reads and writes to `docs/schemas`, in both directions.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common;
mod council;
mod input;
#[path = "../../../oracle/mod.rs"]
mod oracle;
mod output;
mod sarif;
