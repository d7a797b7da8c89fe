//! Sizes in words.

use gaze_shared::units::Bytes;

use super::numbers::number_and_unit;
use super::text;

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

#[cfg(test)]
mod tests {
    use super::*;

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
