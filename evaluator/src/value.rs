//! Numbers from their text and back, exactly. Nothing here is ever a float.

use crate::program::NumberForm;

/// Most digits of a number that are read.
const DIGITS: usize = 30;

/// Why a number could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not written as a decimal number.
    Form,
    /// Finer than what is kept.
    TooFine,
    /// Too large to be kept.
    TooLarge,
}

/// An exact decimal: `digits` × 10^−`places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    places: i32,
}

/// Reads a number as it is held: `text` × multiply ÷ divide, which must come out whole.
pub fn read_number(text: &str, form: &NumberForm) -> Result<i64, NumberError> {
    let decimal = read_decimal(text)?;
    hold(decimal, form.multiply.into(), form.divide.into())
}

/// Reads points as smallest units.
pub fn read_points(text: &str, decimals: u8) -> Result<i64, NumberError> {
    hold(read_decimal(text)?, power(decimals.into()).ok_or(NumberError::TooLarge)?, 1)
}

/// A factor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    pub top: i128,
    pub bottom: i128,
}

impl From<i64> for Ratio {
    fn from(whole: i64) -> Ratio {
        Ratio { top: whole.into(), bottom: 1 }
    }
}

/// Reads what [`show_fraction`] shows: a decimal or a fraction, times a factor.
pub(crate) fn read_fraction(text: &str, factor: Ratio) -> Option<i64> {
    let (top, bottom) = match text.split_once('/') {
        Some((top, bottom)) => (top, bottom.parse::<i64>().ok().filter(|&bottom| bottom > 0)?),
        None => (text, 1),
    };
    hold(read_decimal(top).ok()?, factor.top, factor.bottom.checked_mul(bottom.into())?).ok()
}

fn hold(decimal: Decimal, multiply: i128, divide: i128) -> Result<i64, NumberError> {
    if let (0, 1, Ok(digits)) = (decimal.places, divide, i64::try_from(decimal.digits))
        && let Ok(multiply) = i64::try_from(multiply)
    {
        // Most numbers are small and whole.
        return digits.checked_mul(multiply).filter(|&held| held > -i64::MAX).ok_or(NumberError::TooLarge);
    }
    let up = power((-decimal.places).max(0) as u32).ok_or(NumberError::TooLarge)?;
    let down = power(decimal.places.max(0) as u32).ok_or(NumberError::TooFine)?;
    let top = decimal.digits.checked_mul(up).and_then(|n| n.checked_mul(multiply)).ok_or(NumberError::TooLarge)?;
    let bottom = down.checked_mul(divide).ok_or(NumberError::TooFine)?;
    if bottom == 0 || top % bottom != 0 {
        return Err(NumberError::TooFine);
    }
    // The two least values stand for an absent and an unreadable fact.
    let held = i64::try_from(top / bottom).map_err(|_| NumberError::TooLarge)?;
    if held > -i64::MAX { Ok(held) } else { Err(NumberError::TooLarge) }
}

fn power(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

/// Reads `-12.50`, `1e3`; zeros at the end of a fraction do not count.
fn read_decimal(text: &str) -> Result<Decimal, NumberError> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, read_exponent(exponent)?),
        None => (rest, 0),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((_, "")) => return Err(NumberError::Form),
        Some((whole, fraction)) => (whole, fraction.trim_end_matches('0')),
        None => (number, ""),
    };
    let digits = read_digits(whole, fraction)?;
    if digits == 0 {
        return Ok(Decimal { digits, places: 0 });
    }
    Ok(Decimal { digits: if negative { -digits } else { digits }, places: fraction.len() as i32 - exponent })
}

fn read_digits(whole: &str, fraction: &str) -> Result<i128, NumberError> {
    let mut value = 0i128;
    if whole.is_empty() {
        return Err(NumberError::Form);
    }
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return Err(NumberError::Form);
        }
        value = value.saturating_mul(10).saturating_add(i128::from(byte - b'0'));
    }
    if whole.trim_start_matches('0').len() > DIGITS {
        return Err(NumberError::TooLarge);
    }
    if fraction.len() > DIGITS || value == i128::MAX { Err(NumberError::TooFine) } else { Ok(value) }
}

fn read_exponent(text: &str) -> Result<i32, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Form);
    }
    match text.parse::<i32>() {
        Ok(exponent) if (-40..=40).contains(&exponent) => Ok(exponent),
        _ if text.starts_with('-') => Err(NumberError::TooFine),
        _ => Err(NumberError::TooLarge),
    }
}

/// Points as a decimal without needless zeros: `50`, `-0.5`.
pub fn show_points(amount: i64, decimals: u8) -> String {
    show_fraction(amount.into(), power(decimals.into()).unwrap_or(1))
}

/// A held number as it is written outside; `scale` is what it was multiplied by besides.
pub fn show_number(held: i64, form: &NumberForm, scale: i64) -> String {
    show_fraction(i128::from(held) * i128::from(form.divide), i128::from(form.multiply) * i128::from(scale))
}

/// `top ÷ bottom` as a decimal, or as a fraction where the decimal does not end.
pub(crate) fn show_fraction(top: i128, bottom: i128) -> String {
    if bottom == 1 {
        return top.to_string();
    }
    let divisor = gcd(top.unsigned_abs(), bottom.unsigned_abs()).max(1) as i128;
    let (top, bottom) = (top / divisor, (bottom / divisor).max(1));
    let sign = if top < 0 { "-" } else { "" };
    let (whole, mut rest) = (top.unsigned_abs() / bottom as u128, top.unsigned_abs() % bottom as u128);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    if !ends(bottom as u128) {
        return format!("{top}/{bottom}");
    }
    let mut digits = String::new();
    while rest != 0 {
        rest *= 10;
        digits.push(char::from(b'0' + (rest / bottom as u128) as u8));
        rest %= bottom as u128;
    }
    format!("{sign}{whole}.{digits}")
}

/// Whether a reduced fraction with this denominator ends as a decimal that can be worked out here.
fn ends(mut bottom: u128) -> bool {
    if bottom > u128::MAX / 10 {
        return false;
    }
    for factor in [2, 5] {
        while bottom.is_multiple_of(factor) {
            bottom /= factor;
        }
    }
    bottom == 1
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests;
