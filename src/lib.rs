//! Mizi (米字): a policy language for community points.

pub mod allow;
pub mod cases;
pub mod checks;
#[cfg(feature = "cli")]
pub mod cli;
pub mod council;
pub mod coverage;
pub mod diagnostics;
pub mod format;
pub mod lint;
pub mod load;
pub mod logic;
pub mod model;
pub mod program;
pub mod records;
pub mod source;
pub mod syntax;

pub use load::{Loaded, load};

/// Every kind of finding, by stage.
pub fn codes() -> impl Iterator<Item = &'static diagnostics::Code> {
    let stages =
        [syntax::CODES, model::from_syntax::CODES, program::codes::CODES, cases::CODES, coverage::CODES, allow::CODES];
    stages.into_iter().flatten().copied().chain(checks::codes()).chain(lint::codes())
}
