//! What can be paid in all: for one rule, a dimension, the whole policy; to one person, a household, the street; in one window.
//!
//! `logic` gives the largest amount of one event, the caps cut what any number of events could come to. Nothing that can happen
//! pays more, as long as nobody changes household or community meanwhile and nothing is reversed.

mod book;
mod bound;
mod largest;
pub mod periods;
mod runs;

pub use book::{Book, Ceiling, CeilingHere, Here, Line, same_or_wider};
pub use bound::{Bound, Bounds, Who};
pub use largest::Largest;
pub use runs::{Runs, Times};
