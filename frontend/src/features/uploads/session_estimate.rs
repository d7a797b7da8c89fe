//! Whether an upload outlives the session: what begins with a token that ends on the way is lost at its
//! end, because Glance then deletes the image (`glance/api/v2/image_data.py`, `upload`).

use gaze_shared::units::Bytes;

/// The speed that is reckoned with before this browser has sent anything: 16 Mbit/s, which most
/// offices and homes have.
const GUESSED_RATE: Bytes = Bytes(2 << 20);

/// How long an upload may take, in whole seconds, when that is longer than the session lasts.
/// Speeds change on the way, so half as much again is wanted.
#[must_use]
pub fn outlives(size: Bytes, measured_rate: Option<Bytes>, seconds_left: i64) -> Option<i64> {
    let rate = measured_rate.filter(|rate| *rate > Bytes::ZERO);
    let seconds = size.0.div_ceil(rate.unwrap_or(GUESSED_RATE).0);
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    (seconds.saturating_add(seconds / 2) > seconds_left).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;
    const GIB: u64 = 1 << 30;

    #[test]
    fn the_table_of_uploads() {
        for (size, rate, left, expected) in [
            (0, None, 1, None),
            (MIB, None, 3600, None),
            // 2 GiB at the guessed speed are 1024 s, and half as much again is wanted.
            (2 * GIB, None, 1536, None),
            (2 * GIB, None, 1535, Some(1024)),
            (2 * GIB, Some(100 * MIB), 60, None),
            (2 * GIB, Some(MIB), 3000, Some(2048)),
            // A stall tells no speed.
            (2 * GIB, Some(0), 1535, Some(1024)),
            (MIB, None, 0, Some(1)),
            (MIB, None, -5, Some(1)),
            (u64::MAX, Some(1), i64::MAX - 1, Some(i64::MAX)),
        ] {
            assert_eq!(
                outlives(Bytes(size), rate.map(Bytes), left),
                expected,
                "{size} {rate:?} {left}"
            );
        }
    }
}
