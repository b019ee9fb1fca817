//! Lines ↔ records and decisions. Names and codes are accepted for everything, numbers are read from their text, and a line that
//! cannot be read is decided all the same: it cannot be decided, and why is said.

mod fields;
mod line;
mod read;
mod write;

pub use fields::{Fields, Form, Scalar};
pub(crate) use fields::{OF_RECORDS, OF_ROWS};
pub use line::{Line, Note, Noted, Unread};
pub use read::Reader;
pub use write::Writer;
