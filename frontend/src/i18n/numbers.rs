//! Numbers and sizes as a person reads them.

use gaze_shared::units::{BinaryUnit, Bytes};

use super::locale;
use super::message::Number;
use super::text;

/// A count, in groups of digits.
#[must_use]
pub(crate) fn whole(number: impl Number) -> String {
    locale::whole(number.to_u64())
}

/// A size in the binary unit that fits, with one decimal: `2.0 GiB`.
#[must_use]
pub fn bytes(size: Bytes) -> String {
    let (number, unit) = number_and_unit(size);
    text::numbers::size(&number, unit)
}

/// A size to the byte: `2,147,483,648 bytes`.
#[must_use]
pub fn exact_bytes(size: Bytes) -> String {
    text::numbers::bytes(size.0)
}

/// `1.2 of 2.0 GiB`; both units when they differ: `512.0 MiB of 2.0 GiB`.
#[must_use]
pub fn part_of(part: Bytes, whole: Bytes) -> String {
    let ((number, unit), (_, unit_of_whole)) = (number_and_unit(part), number_and_unit(whole));
    if unit == unit_of_whole {
        text::numbers::part_of_size(&number, whole)
    } else {
        text::numbers::size_of_size(part, whole)
    }
}
fn number_and_unit(size: Bytes) -> (String, &'static str) {
    let size = size.in_binary_unit();
    let number = match size.unit {
        BinaryUnit::Byte => locale::whole(size.tenths / 10),
        _ => locale::tenths(size.tenths),
    };
    (number, size.unit.symbol())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_count_is_grouped_by_three_digits() {
        for (number, expected) in [
            (0_u64, "0"),
            (999, "999"),
            (1_500, "1,500"),
            (10_000, "10,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(whole(number), expected);
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
