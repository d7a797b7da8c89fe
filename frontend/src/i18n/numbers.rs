//! Numbers and sizes as a language writes them.

use gaze_shared::units::{BinaryUnit, Bytes};

use super::locale;

/// What counts something.
pub(crate) trait Number {
    fn to_u64(self) -> u64;
}

impl Number for u64 {
    fn to_u64(self) -> u64 {
        self
    }
}

impl Number for usize {
    fn to_u64(self) -> u64 {
        self as u64
    }
}

impl Number for u32 {
    fn to_u64(self) -> u64 {
        self.into()
    }
}

impl Number for u16 {
    fn to_u64(self) -> u64 {
        self.into()
    }
}

/// A count, in groups of digits.
#[must_use]
pub(crate) fn whole(number: impl Number) -> String {
    locale::whole(number.to_u64())
}

/// A size in the binary unit that fits, with one decimal: `2.0 GiB`.
#[must_use]
pub fn bytes(size: Bytes) -> String {
    let (number, unit) = number_and_unit(size);
    format!("{number} {unit}")
}

/// The two parts of a size.
pub(super) fn number_and_unit(size: Bytes) -> (String, &'static str) {
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
}
