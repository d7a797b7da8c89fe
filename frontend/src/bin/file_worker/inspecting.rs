//! What a file is: only the few bytes that the inspection asks for are read.

use gaze_shared::inspect::Inspector;
use gaze_shared::units::Bytes;
use web_sys::File;

use super::protocol::{ReadFailure, Report};
use super::reading::read_range;

/// Reads what the inspection wants, and concludes.
pub(crate) async fn inspect(file: &File) -> Report {
    // Whole and never negative; the cast saturates.
    let mut inspector = Inspector::new(Bytes(file.size() as u64));
    while let Some(range) = inspector.wants() {
        match read_range(file, range.start, range.end).await {
            Ok(bytes) => inspector.give(range, &bytes.to_vec()),
            // Whatever the browser throws here, it cannot read the file: it is gone, changed, or no
            // file at all (a folder).
            Err(_) => return Report::Failed(ReadFailure::FileChanged),
        }
    }
    Report::Inspected(inspector.conclude())
}
