use super::{NumberError, NumberForm, read_number, read_points, show_number, show_points};
use crate::program::Text;

fn form(multiply: i64, divide: i64) -> NumberForm {
    NumberForm { unit: Text::default(), multiply, divide }
}

#[test]
fn numbers_are_read_exactly() {
    let plain = form(1, 1);
    let minutes = form(60, 1);
    for (text, form, held) in [
        ("0", &plain, 0),
        ("-0", &plain, 0),
        ("12.00", &plain, 12),
        ("1e3", &plain, 1000),
        ("1.5e1", &plain, 15),
        ("1200E-2", &plain, 12),
        ("0.50", &minutes, 30),
        ("-0.25", &minutes, -15),
        ("9223372036854775807", &plain, i64::MAX),
        ("0.3", &form(10, 3), 1),
    ] {
        assert_eq!(read_number(text, form), Ok(held), "{text}");
    }
}

#[test]
fn numbers_that_cannot_be_held_are_refused() {
    let plain = form(1, 1);
    for text in ["", "-", ".", ".5", "5.", "1,000", "+1", "1e", "1e+", "0x1", " 1", "1_0", "１", "1.2.3", "--1"] {
        assert_eq!(read_number(text, &plain), Err(NumberError::Form), "{text}");
    }
    for text in ["0.5", "1e-1", "0.333"] {
        assert_eq!(read_number(text, &plain), Err(NumberError::TooFine), "{text}");
    }
    for text in ["9223372036854775808", "-9223372036854775807", "1e19", "1e40", "1e99", &"9".repeat(40)] {
        assert_eq!(read_number(text, &plain), Err(NumberError::TooLarge), "{text}");
    }
}

#[test]
fn points_are_shown_without_needless_zeros() {
    assert_eq!(show_points(50, 0), "50");
    assert_eq!(show_points(-50, 2), "-0.5");
    assert_eq!(show_points(12345, 2), "123.45");
    assert_eq!(show_points(i64::MIN, 12), "-9223372.036854775808");
}

#[test]
fn a_fraction_without_end_is_shown_as_one() {
    assert_eq!(show_number(50, &form(60, 1), 1), "5/6");
    assert_eq!(show_number(-90, &form(60, 1), 1), "-1.5");
    assert_eq!(show_number(45, &form(60, 1), 3), "0.25");
}

proptest::proptest! {
    #[test]
    fn what_is_shown_reads_back(held in -i64::MAX + 1.., multiply in 1i64..4, decimals in 0u8..13) {
        let form = form(multiply * 10i64.pow(decimals.into()), multiply);
        proptest::prop_assert_eq!(read_number(&show_number(held, &form, 1), &form), Ok(held));
        proptest::prop_assert_eq!(read_points(&show_points(held, decimals), decimals), Ok(held));
    }

    #[test]
    fn no_text_is_too_odd(text in "[-+.eE0-9 ]{0,12}") {
        let _ = read_number(&text, &form(60, 7));
    }
}
