//! A change in meaning as text, as Markdown, as JSON.

mod json;
mod text;

pub use json::json;
pub use text::{markdown, text};
