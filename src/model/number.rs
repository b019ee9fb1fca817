//! Exact numbers while compiling. At run time all numbers are whole; these never reach it.

/// A fraction of 128-bit whole numbers, always reduced; use the checked operations of `num_traits`.
pub type Rational = num_rational::Ratio<i128>;
