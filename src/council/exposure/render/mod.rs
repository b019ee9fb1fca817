//! What is shown of it, for people and for programs.

mod json;
mod text;

pub use json::json;
pub use text::text;

use super::Exposure;
use crate::model::Rational;
use crate::model::Rounding;
use crate::model::arithmetic::{divide, multiply, rounded, ten_to, whole};
use crate::records::decimal;

impl Exposure {
    /// Smallest units as points.
    fn points(&self, units: i128) -> String {
        decimal(Rational::new(units, ten_to(self.decimals).unwrap_or(1)))
    }

    /// What they are worth, cut to the fen; none without a cash rate.
    fn yuan(&self, units: i128) -> Option<String> {
        let (points, yuan) = self.cash?;
        let amount = Rational::new(units, ten_to(self.decimals)?);
        let fen = multiply(divide(multiply(amount, yuan)?, points)?, whole(100))?;
        let fen = rounded(Rounding::Down, fen)?;
        Some(format!("{}.{:02}", fen / 100, fen % 100))
    }
}
