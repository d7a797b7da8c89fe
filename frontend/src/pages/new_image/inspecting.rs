//! Looking at a file: only the few bytes that the inspection asks for are read.

use gaze_shared::inspect::{ByteRange, Inspection, Inspector};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use crate::upload::uploads::size_of;

/// What looking at a file has come to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Looked {
    /// It is being read.
    UnderWay,
    /// This is what it is.
    Seen(Box<Inspection>),
    /// The browser could not read it: it is gone, changed, or no file at all (a folder).
    Unreadable,
}

/// Reads what the inspection wants, and concludes.
pub(super) async fn inspect(file: &File) -> Looked {
    let mut inspector = Inspector::new(size_of(file));
    while let Some(range) = inspector.wants() {
        match read(file, range).await {
            Ok(bytes) => inspector.give(range, &bytes),
            Err(_) => return Looked::Unreadable,
        }
    }
    Looked::Seen(Box::new(inspector.conclude()))
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
