//! What a council is shown of a policy before it decides: what changes between two versions, and what a policy can pay.

pub mod diff;
pub mod exposure;
