//! A second, slow, obvious interpreter of policies, and what is needed to compare it with the compiled path.
//!
//! `decide` reads the model sentence by sentence, with fractions and a day-by-day calendar of its own; it shares no code with
//! the compiler or the evaluator, only the model's data. `generate` writes policies and histories from a seed.
#![allow(
    clippy::collapsible_if,
    clippy::filter_next,
    clippy::explicit_auto_deref,
    clippy::double_ended_iterator_last,
    clippy::write_with_newline,
    clippy::result_large_err,
    reason = "it is written to be read, not to be fast"
)]
#![allow(missing_docs, reason = "test code")]
#![allow(dead_code, reason = "shared by the parity tests and the long run")]

pub mod adapt;
pub mod awards;
pub mod calendar;
pub mod coverage;
pub mod decide;
pub mod expr;
pub mod facts;
pub mod generate;
pub mod json;
pub mod lines;
pub mod parity;
pub mod probe;
pub mod reads;
pub mod record;
pub mod state;
pub mod zone;
