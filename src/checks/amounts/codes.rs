//! What can be found about amounts.

use crate::diagnostics::{Code, Severity};

/// All of them.
pub static CODES: &[&Code] = &[
    &AMOUNT_MAY_BE_NEGATIVE,
    &AMOUNT_LOSES_FRACTION,
    &AMOUNT_MAY_OVERFLOW,
    &DIVIDES_BY_ZERO,
    &DATE_OUT_OF_CALENDAR,
    &FORMULA_TOO_LONG,
];

/// An award, a share or a price can be less than 0.
pub static AMOUNT_MAY_BE_NEGATIVE: Code = Code {
    name: "amount-may-be-negative",
    severity: Severity::Error,
    zh: "奖励可能小于 0",
    en: "An award may be less than 0",
};

/// An amount is not always whole in smallest units, and no rounding is stated.
pub static AMOUNT_LOSES_FRACTION: Code = Code {
    name: "amount-loses-fraction",
    severity: Severity::Error,
    zh: "得出的数不总是整数，又没有写取整",
    en: "An amount is not always whole, and no rounding is stated",
};

/// A number can be larger than can be kept.
pub static AMOUNT_MAY_OVERFLOW: Code = Code {
    name: "amount-may-overflow",
    severity: Severity::Error,
    zh: "得出的数可能超出范围",
    en: "An amount may be out of range",
};

/// A divisor can be 0.
pub static DIVIDES_BY_ZERO: Code =
    Code { name: "divides-by-zero", severity: Severity::Error, zh: "除数可能为 0", en: "A divisor may be 0" };

/// A date can be before the year 1 or after the year 9999.
pub static DATE_OUT_OF_CALENDAR: Code = Code {
    name: "date-out-of-calendar",
    severity: Severity::Error,
    zh: "算出的日期可能超出历法",
    en: "A date may be out of the calendar",
};

/// Too long to be examined.
pub static FORMULA_TOO_LONG: Code = Code {
    name: "formula-too-long",
    severity: Severity::Error,
    zh: "算式展开后过长",
    en: "A formula is too long when written out",
};
