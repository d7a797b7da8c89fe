//! Numbers as a person reads them.

use gaze_shared::units::Bytes;

/// A count with a comma after each three digits from the right, as English has them.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1.2 of 2.0 GiB`; both units when they differ: `512.0 MiB of 2.0 GiB`.
#[must_use]
pub fn part_of(part: Bytes, whole: Bytes) -> String {
    let (part, whole) = (part.to_string(), whole.to_string());
    match (part.split_once(' '), whole.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} of {whole}"),
        _ => format!("{part} of {whole}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_count_is_grouped_by_three_digits() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_500, "1,500"),
            (10_000, "10,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn a_common_unit_is_said_once() {
        let gib = 1 << 30;
        assert_eq!(part_of(Bytes(gib), Bytes(2 * gib)), "1.0 of 2.0 GiB");
        assert_eq!(
            part_of(Bytes(gib / 2), Bytes(2 * gib)),
            "512.0 MiB of 2.0 GiB"
        );
        assert_eq!(part_of(Bytes(0), Bytes(0)), "0 of 0 B");
    }
}
