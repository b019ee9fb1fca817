//! What a service embeds: a compiled policy, the decision of one record, and its explanation.
//!
//! An [`Evaluator`] is made once from a program and shared. A [`record::Record`] is decided against a [`account::State`] into a
//! [`decision::Decision`], which says what became of it, line by line, and which accounts change by how much. Nothing
//! here reads a clock, a file or a zone table, and no number is ever a float.

pub mod account;
pub mod date;
mod decide;
pub mod decision;
mod error;
mod evaluator;
pub mod explain;
pub mod json;
mod names;
mod needs;
mod plan;
pub mod program;
pub mod record;
pub mod subjects;
pub mod text;
pub mod value;

pub use decide::{Brief, Buffer, Detail, Explained};
pub use error::ProgramError;
pub use evaluator::Evaluator;
