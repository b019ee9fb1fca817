//! Facts for which something goes wrong.
