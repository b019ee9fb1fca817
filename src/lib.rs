//! Mizi (米字): a policy language for community points.

pub mod checks;
pub mod diagnostics;
pub mod model;
pub mod program;
pub mod source;
pub mod syntax;
