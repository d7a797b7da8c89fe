//! How large a file is.

use gaze_shared::units::Bytes;
use web_sys::File;

#[must_use]
pub fn size_of(file: &File) -> Bytes {
    // Whole and never negative; the cast saturates.
    Bytes(file.size() as u64)
}
