//! What a file is: only the few bytes that the inspection asks for are read.

use gaze_shared::inspect::{ByteRange, Inspector};
use gaze_shared::units::Bytes;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use crate::protocol::{ReadFailure, Report};

/// Reads what the inspection wants, and concludes.
pub(crate) async fn inspect(file: &File) -> Report {
    // Whole and never negative; the cast saturates.
    let mut inspector = Inspector::new(Bytes(file.size() as u64));
    while let Some(range) = inspector.wants() {
        match read(file, range).await {
            Ok(bytes) => inspector.give(range, &bytes),
            // Whatever the browser throws here, it cannot read the file: it is gone, changed, or no
            // file at all (a folder).
            Err(_) => return Report::Failed(ReadFailure::FileChanged),
        }
    }
    Report::Inspected(inspector.conclude())
}

async fn read(file: &File, range: ByteRange) -> Result<Vec<u8>, JsValue> {
    let blob: &Blob = file;
    #[expect(
        clippy::cast_precision_loss,
        reason = "positions in a file fit into 53 bits"
    )]
    let (start, end) = (range.start as f64, range.end as f64);
    let part = blob.slice_with_f64_and_f64(start, end)?;
    let buffer = JsFuture::from(part.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
