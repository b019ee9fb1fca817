//! What a service embeds: a compiled policy, the decision of one event, and its explanation.

pub mod decision;
pub mod program;
