//! What those who decide about a policy want to know of it before they do.

pub mod diff;
