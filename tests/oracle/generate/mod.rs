//! Policies and histories from a seed.

pub mod expr;
pub mod history;
pub mod policy;
pub mod rng;
pub mod rules;
pub mod world;
