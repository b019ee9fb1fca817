//! Coverage as people and programs read it.

pub mod html;
pub mod json;
pub mod lcov;
mod lines;
pub mod text;
