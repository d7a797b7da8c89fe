//! How large a file is.

use gaze_shared::units::Bytes;
use web_sys::File;

#[must_use]
pub fn size_of(file: &File) -> Bytes {
    // Whole and never negative; the cast saturates.
    Bytes(file.size() as u64)
}

/// When a file was last changed, in milliseconds since the Unix epoch.
#[must_use]
pub fn modified_at(file: &File) -> i64 {
    // Whole; the cast saturates.
    file.last_modified() as i64
}
