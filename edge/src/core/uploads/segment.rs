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

/// The sizes of the segments of so many bytes, in their order.
pub fn cut(bytes: Bytes) -> impl Iterator<Item = Bytes> {
    let count = bytes.0.div_ceil(SEGMENT_BYTES);
    (0..count).map(move |index| Bytes(SEGMENT_BYTES.min(bytes.0 - index * SEGMENT_BYTES)))
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
        fn segments_make_up_the_whole(bytes in 0..1_u64 << 40) {
            let sizes: Vec<u64> = cut(Bytes(bytes)).map(|size| size.0).collect();
            prop_assert_eq!(sizes.iter().sum::<u64>(), bytes);
            prop_assert!(sizes.iter().all(|size| (1..=SEGMENT_BYTES).contains(size)));
        }
    }
}
