//! Text → tree. The only code that names pest.

pub mod tree;
