//! How the bytes of a request are cut into objects of the store.

use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

/// The most bytes in one object: what a client sends again after its connection broke.
const SEGMENT_BYTES: u64 = 16 << 20;

/// Bytes of an upload, which are one object of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its number, which no other segment of the upload has or had.
    pub number: u64,
    /// Its size.
    pub bytes: Bytes,
}

/// The segments of so many bytes, in their order.
pub fn cut(first_number: u64, bytes: Bytes) -> impl Iterator<Item = Segment> {
    let count = count(bytes);
    (0..count).map(move |index| Segment {
        number: first_number.saturating_add(index),
        bytes: Bytes(SEGMENT_BYTES.min(bytes.0 - index * SEGMENT_BYTES)),
    })
}

/// How many segments so many bytes are.
#[must_use]
pub(super) const fn count(bytes: Bytes) -> u64 {
    bytes.0.div_ceil(SEGMENT_BYTES)
}

/// The key of a segment's object in the store.
#[must_use]
pub fn object_key(upload_id: &str, number: u64) -> String {
    format!("{upload_id}-{number}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn segments_are_numbered_in_a_row_and_make_up_the_whole(first in 0..1000_u64, bytes in 0..1_u64 << 32) {
            let cut: Vec<Segment> = cut(first, Bytes(bytes)).collect();
            prop_assert_eq!(cut.len() as u64, count(Bytes(bytes)));
            prop_assert_eq!(cut.iter().map(|segment| segment.bytes.0).sum::<u64>(), bytes);
            for (index, segment) in cut.iter().enumerate() {
                prop_assert_eq!(segment.number, first + index as u64);
                prop_assert!((1..=SEGMENT_BYTES).contains(&segment.bytes.0));
            }
        }
    }
}
