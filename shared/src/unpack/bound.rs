//! How much may come out of a compressed file.

use crate::units::Bytes;

/// Ordinary disks are far below: an empty one of 100 GiB is still unpacked.
const ALWAYS_ALLOWED: Bytes = Bytes(100 << 30);

/// A disk that is empty but for a file system's own tables packs a thousand to one; what a bomb is made of packs
/// without end, one stream within another or a single byte over and over.
const ALLOWED_RATIO: u64 = 1000;

/// The most that a file of `packed` bytes may hold before it is taken for a bomb. Whether there is room for it is
/// asked when it is known.
#[must_use]
pub fn most_content(packed: Bytes) -> Bytes {
    ALWAYS_ALLOWED.max(Bytes(packed.0.saturating_mul(ALLOWED_RATIO)))
}
