//! Questions to the model that must be answered before a policy may be used.

pub mod amounts;
