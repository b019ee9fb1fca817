//! Why a program cannot be used.

use crate::program::{FORMAT, Text};
use std::fmt;

/// Why a program cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramError {
    /// Not a program file.
    Header,
    /// A format that this evaluator does not read.
    Format(u32),
    /// The file is damaged: what its reader said.
    Damaged(String),
    /// Its parts do not fit together: where, and what was found.
    Inconsistent {
        /// From the outside inwards.
        place: Vec<String>,
        /// What was found.
        what: String,
    },
    /// More than an evaluator takes on.
    TooLarge,
}

impl ProgramError {
    pub(crate) fn inconsistent(what: &str) -> ProgramError {
        ProgramError::Inconsistent { place: Vec::new(), what: what.to_owned() }
    }

    /// Adds where it was found.
    pub(crate) fn within(mut self, outer: String) -> ProgramError {
        if let ProgramError::Inconsistent { place, .. } = &mut self {
            place.insert(0, outer);
        }
        self
    }

    /// What to tell people.
    pub fn text(&self) -> Text {
        let (zh, en) = match self {
            ProgramError::Header => ("这不是程序文件。".to_owned(), "This is not a program file.".to_owned()),
            ProgramError::Format(found) => (
                format!("程序文件的格式是 {found}，这里只能用格式 {FORMAT}。用现在的工具重新生成。"),
                format!(
                    "The program file has format {found}; only format {FORMAT} can be used here. Compile it again."
                ),
            ),
            ProgramError::Damaged(_) => (
                "程序文件不完整或已损坏。重新生成。".to_owned(),
                "The program file is incomplete or damaged. Compile it again.".to_owned(),
            ),
            ProgramError::Inconsistent { .. } => (
                "程序文件前后不一致。重新生成。".to_owned(),
                "The program file contradicts itself. Compile it again.".to_owned(),
            ),
            ProgramError::TooLarge => ("程序文件太大。".to_owned(), "The program file is too large.".to_owned()),
        };
        Text { zh, en }
    }
}

/// With what its reader found, for those who made the file.
impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)?;
        match self {
            ProgramError::Damaged(detail) => write!(f, " ({detail})"),
            ProgramError::Inconsistent { place, what } => {
                let detail = place.iter().chain([what]).cloned().collect::<Vec<_>>().join(": ");
                write!(f, " ({detail})")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for ProgramError {}
