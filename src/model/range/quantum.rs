//! What the code for an expression counts in. A number is held as whole multiples of its quantum: a field in its own, a product in
//! the product of both, a sum in the largest quantum that measures both, a rounded number in what it is rounded to. Multiplying
//! or dividing by a constant only changes the quantum, so that a quotient by a constant stays exact until it is rounded.

use crate::model::Rational;
use crate::model::arithmetic::{common_measure, divide, multiply, whole};
use num_traits::{Signed, Zero};

/// The quantum in which numbers of all these quanta can be counted; constants count with their own value.
pub fn common(quanta: impl IntoIterator<Item = Rational>) -> Option<Rational> {
    let mut all = Rational::zero();
    for quantum in quanta {
        all = common_measure(all, quantum)?;
    }
    Some(if all.is_zero() { whole(1) } else { all })
}

/// Multiplied by a constant.
pub fn times_constant(quantum: Rational, constant: Rational) -> Option<Rational> {
    if constant.is_zero() { Some(whole(1)) } else { multiply(quantum, constant.abs()) }
}

/// Divided by a constant that is not 0.
pub fn divided_by_constant(quantum: Rational, constant: Rational) -> Option<Rational> {
    divide(quantum, constant.abs())
}

/// How a number of this quantum is rounded to whole multiples of `to`: its count × the first ÷ the second.
pub fn rounding_factors(quantum: Rational, to: Rational) -> Option<(i128, i128)> {
    divide(quantum, to).map(|factor| (*factor.numer(), *factor.denom()))
}

/// How the quotient of two numbers is rounded to whole multiples of `to`: (count of the first × this) ÷ (count of the second × that).
pub fn quotient_factors(dividend: Rational, divisor: Rational, to: Rational) -> Option<(i128, i128)> {
    let factor = divide(dividend, multiply(divisor, to)?)?;
    Some((*factor.numer(), *factor.denom()))
}
