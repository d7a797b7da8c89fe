//! Progress in numbers, as text of steady width.

use gaze_shared::units::Bytes;

/// `1.2 of 2.0 GiB`; both units when they differ: `512.0 MiB of 2.0 GiB`.
#[must_use]
pub fn part_of(part: Bytes, whole: Bytes) -> String {
    let (part, whole) = (part.to_string(), whole.to_string());
    match (part.split_once(' '), whole.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} of {whole}"),
        _ => format!("{part} of {whole}"),
    }
}

/// A time to come, in its two largest units: `8 s`, `2 min 5 s`, `1 h 3 min`.
#[must_use]
pub fn duration(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {} s", seconds % 60),
        (1..=99, _) => format!("{hours} h {minutes} min"),
        _ => "days".to_owned(),
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

    #[test]
    fn a_time_to_come_is_told_in_its_two_largest_units() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (125, "2 min 5 s"),
            (3600, "1 h 0 min"),
            (3780, "1 h 3 min"),
            (1_000_000, "days"),
        ] {
            assert_eq!(duration(seconds), text);
        }
    }
}
