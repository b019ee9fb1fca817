//! Exact arithmetic that says where 128 bits do not suffice, instead of stopping the program.

use super::{Rational, Rounding};
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

/// A whole number.
pub fn whole(n: impl Into<i128>) -> Rational {
    Rational::from_integer(n.into())
}

/// 1 ÷ n, for n > 0.
pub fn one_of(n: i128) -> Rational {
    Rational::new_raw(1, n.max(1))
}

/// 10^n; none where it is too large.
pub fn ten_to(n: u32) -> Option<i128> {
    10_i128.checked_pow(n)
}

/// a + b
pub fn add(a: Rational, b: Rational) -> Option<Rational> {
    a.checked_add(&b)
}

/// a − b
pub fn subtract(a: Rational, b: Rational) -> Option<Rational> {
    a.checked_sub(&b)
}

/// a × b
pub fn multiply(a: Rational, b: Rational) -> Option<Rational> {
    a.checked_mul(&b)
}

/// a ÷ b; none for b = 0 too.
pub fn divide(a: Rational, b: Rational) -> Option<Rational> {
    if b.is_zero() { None } else { a.checked_div(&b) }
}

/// −a
pub fn negate(a: Rational) -> Option<Rational> {
    Rational::zero().checked_sub(&a)
}

/// The least common multiple of two whole numbers > 0.
pub fn least_common_multiple(a: i128, b: i128) -> Option<i128> {
    let gcd = num_integer::gcd(a, b);
    if gcd == 0 { Some(0) } else { (a / gcd).checked_mul(b) }
}

/// The largest number of which both are whole multiples; 0 is a multiple of every number.
pub fn common_measure(a: Rational, b: Rational) -> Option<Rational> {
    if a.is_zero() {
        return Some(b.abs());
    }
    if b.is_zero() {
        return Some(a.abs());
    }
    let numer = num_integer::gcd(*a.numer(), *b.numer());
    Some(Rational::new_raw(numer, least_common_multiple(*a.denom(), *b.denom())?))
}

/// Whether `a` is a whole multiple of `measure`.
pub fn is_multiple(a: Rational, measure: Rational) -> bool {
    a.is_zero() || divide(a, measure).is_some_and(|quotient| quotient.is_integer())
}

/// A fraction made whole.
pub fn rounded(rounding: Rounding, value: Rational) -> Option<i128> {
    let (numer, denom) = (*value.numer(), *value.denom());
    match rounding {
        Rounding::Down => Some(numer.div_euclid(denom)),
        Rounding::Up => numer.div_euclid(denom).checked_add(i128::from(!value.is_integer())),
        Rounding::HalfUp => {
            let twice = numer.checked_abs()?.checked_mul(2)?.checked_add(denom)?;
            Some(twice.div_euclid(denom.checked_mul(2)?) * numer.signum())
        }
    }
}

/// How many of a quantum a value is, made whole; none where that does not fit. `quantum` > 0.
pub fn in_quanta(rounding: Rounding, value: Rational, quantum: Rational) -> Option<i64> {
    i64::try_from(rounded(rounding, divide(value, quantum)?)?).ok()
}

/// The nearest whole multiple of `to`, as rounded; `to` > 0.
pub fn rounded_to(rounding: Rounding, value: Rational, to: Rational) -> Option<Rational> {
    multiply(whole(rounded(rounding, divide(value, to)?)?), to)
}
