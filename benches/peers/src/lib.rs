//! What the programs here share: the workload, its answers, hand-written Rust, and the machine.

pub mod data;
pub mod decision;
pub mod hand;
pub mod machine;
