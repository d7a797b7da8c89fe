//! Whole numbers as Glance reads them from a query.

/// A number as Python's `int` reads it: space around it, a sign, digits of any script, and single
/// underscores between them. What is too large for 128 bits counts as their largest number, and a
/// digit that is not ASCII as 0, because only sign and size matter here.
pub(super) fn whole_number(text: &str) -> Option<i128> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut number: i128 = 0;
    for group in digits.split('_') {
        if group.is_empty() {
            return None;
        }
        for character in group.chars() {
            let digit = match character.to_digit(10) {
                Some(digit) => i128::from(digit),
                None if !character.is_ascii() && character.is_numeric() => 0,
                None => return None,
            };
            number = number.saturating_mul(10).saturating_add(digit);
        }
    }
    Some(number.saturating_mul(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_python_reads_them() {
        for (text, number) in [
            ("5", Some(5)),
            (" +5 ", Some(5)),
            ("-0", Some(0)),
            ("1_000", Some(1000)),
            ("1__0", None),
            ("_1", None),
            ("", None),
            ("0x10", None),
            ("1.5", None),
        ] {
            assert_eq!(whole_number(text), number, "{text}");
        }
    }
}
