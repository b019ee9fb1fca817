//! What the evaluator does, sentence by sentence of `docs/language/semantics.md`, on programs put together by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod awards;
mod confirm;
mod explain;
mod facts;
mod host;
mod journal;
mod lines;
mod needs;
mod programs;
mod redeem;
mod reverse;
mod times;
mod town;
