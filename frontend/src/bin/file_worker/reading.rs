//! Reading a file piece by piece with flat memory.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ReadableStreamByobReader};

use crate::protocol::{ReadFailure, WorkerFault};

/// Reads a file, or what is left of one, from its start to its end.
pub(crate) enum Reader {
    /// From the file's stream into buffers that go to and fro (Chrome, Firefox).
    Byob(ReadableStreamByobReader),
    /// Slice by slice, where a file's stream is no byte stream or there is none (Safari).
    Slices {
        file: Blob,
        /// Where the next slice starts.
        offset: f64,
    },
}

impl Reader {
    /// Takes the best way that this browser has.
    pub(crate) fn new(file: Blob) -> Self {
        match byob_reader(&file) {
            Some(reader) => Self::Byob(reader),
            None => Self::Slices { file, offset: 0.0 },
        }
    }

    /// The next bytes: as many as `buffer` is long, fewer at the end, none behind it. The read takes the buffer
    /// away; that of the answer may be given for the next one.
    pub(crate) async fn fill(&mut self, buffer: ArrayBuffer) -> Result<Uint8Array, ReadFailure> {
        let filled = match self {
            Self::Byob(reader) => fill_from_stream(reader, buffer).await,
            Self::Slices { file, offset } => next_slice(file, offset, buffer.byte_length()).await,
        };
        filled.map_err(|error| failure_of(&error))
    }
}

fn byob_reader(file: &Blob) -> Option<ReadableStreamByobReader> {
    let has_stream = Reflect::has(file, &JsValue::from_str("stream")).unwrap_or(false);
    // The constructor refuses a stream that is no byte stream.
    has_stream
        .then(|| ReadableStreamByobReader::new(&file.stream()).ok())
        .flatten()
}

async fn fill_from_stream(
    reader: &ReadableStreamByobReader,
    mut buffer: ArrayBuffer,
) -> Result<Uint8Array, JsValue> {
    let length = buffer.byte_length();
    let mut filled = 0;
    while filled < length {
        let free = Uint8Array::new_with_byte_offset_and_length(&buffer, filled, length - filled);
        let result = JsFuture::from(reader.read_with_array_buffer_view(&free)).await?;
        let piece: Uint8Array = Reflect::get(&result, &JsValue::from_str("value"))?.dyn_into()?;
        buffer = piece.buffer();
        // An empty view means the end, as it does in the stream's own protocol.
        if piece.byte_length() == 0 {
            break;
        }
        filled += piece.byte_length();
    }
    Ok(Uint8Array::new_with_byte_offset_and_length(
        &buffer, 0, filled,
    ))
}

async fn next_slice(blob: &Blob, offset: &mut f64, length: u32) -> Result<Uint8Array, JsValue> {
    let end = (*offset + f64::from(length)).min(blob.size());
    let slice = blob.slice_with_f64_and_f64(*offset, end)?;
    *offset = end;
    Ok(Uint8Array::new(
        &JsFuture::from(slice.array_buffer()).await?,
    ))
}

/// What follows `start` in a file.
pub(crate) fn rest_of(file: &File, start: u64) -> Result<Blob, ReadFailure> {
    let blob: &Blob = file;
    let rest = blob.slice_with_f64_and_f64(position(start), blob.size());
    rest.map_err(|error| failure_of(&error))
}

/// Reads the bytes from `start` up to `end`, in one piece.
pub(crate) async fn read_range(
    file: &File,
    start: u64,
    end: u64,
) -> Result<Uint8Array, ReadFailure> {
    let blob: &Blob = file;
    let read = async {
        let part = blob.slice_with_f64_and_f64(position(start), position(end))?;
        JsFuture::from(part.array_buffer()).await
    };
    let buffer = read.await.map_err(|error: JsValue| failure_of(&error))?;
    Ok(Uint8Array::new(&buffer))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "positions in a file fit into 53 bits"
)]
fn position(byte: u64) -> f64 {
    byte as f64
}

/// Tells a file that can no longer be read from any other trouble
/// (File API, section 9: "File error conditions").
fn failure_of(error: &JsValue) -> ReadFailure {
    let name = Reflect::get(error, &JsValue::from_str("name"));
    match name.ok().and_then(|name| name.as_string()).as_deref() {
        Some("NotReadableError" | "NotFoundError") => ReadFailure::FileChanged,
        _ => ReadFailure::Worker(WorkerFault::StoppedReading),
    }
}
