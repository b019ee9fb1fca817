//! Coverage as people and programs read it.

pub mod json;
pub mod text;
