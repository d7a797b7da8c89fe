//! Reading a file piece by piece with flat memory.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ReadableStreamByobReader};

use crate::protocol::{ReadFailure, WorkerFault};

/// Reads a file from its start to its end.
pub(crate) enum Reader {
    /// From the file's stream into one buffer that goes to and fro (Chrome, Firefox).
    Byob {
        reader: ReadableStreamByobReader,
        /// The buffer, while it is here.
        buffer: ArrayBuffer,
    },
    /// Slice by slice, where a file's stream is no byte stream or there is none (Safari).
    Slices {
        file: File,
        /// Where the next slice starts.
        offset: f64,
        chunk_bytes: u32,
    },
}

impl Reader {
    /// Takes the best way that this browser has.
    pub(crate) fn new(file: File, chunk_bytes: u32) -> Self {
        match byob_reader(&file) {
            Some(reader) => Self::Byob {
                reader,
                buffer: ArrayBuffer::new(chunk_bytes),
            },
            None => Self::Slices {
                file,
                offset: 0.0,
                chunk_bytes,
            },
        }
    }

    /// The next bytes, or `None` at the end. They are valid until the next call.
    pub(crate) async fn next(&mut self) -> Result<Option<Uint8Array>, ReadFailure> {
        let piece = match self {
            Self::Byob { reader, buffer } => next_of_stream(reader, buffer).await,
            Self::Slices {
                file,
                offset,
                chunk_bytes,
            } => next_slice(file, offset, *chunk_bytes).await,
        };
        let piece = piece.map_err(|error| failure_of(&error))?;
        Ok((piece.byte_length() > 0).then_some(piece))
    }
}

fn byob_reader(file: &File) -> Option<ReadableStreamByobReader> {
    let has_stream = Reflect::has(file, &JsValue::from_str("stream")).unwrap_or(false);
    // The constructor refuses a stream that is no byte stream.
    has_stream
        .then(|| ReadableStreamByobReader::new(&file.stream()).ok())
        .flatten()
}

/// An empty view means the end, as it does in the stream's own protocol.
async fn next_of_stream(
    reader: &ReadableStreamByobReader,
    buffer: &mut ArrayBuffer,
) -> Result<Uint8Array, JsValue> {
    let result =
        JsFuture::from(reader.read_with_array_buffer_view(&Uint8Array::new(buffer))).await?;
    let piece: Uint8Array = Reflect::get(&result, &JsValue::from_str("value"))?.dyn_into()?;
    // The read took the buffer away and gives it back with the answer.
    *buffer = piece.buffer();
    Ok(piece)
}

async fn next_slice(
    file: &File,
    offset: &mut f64,
    chunk_bytes: u32,
) -> Result<Uint8Array, JsValue> {
    let blob: &Blob = file;
    let end = (*offset + f64::from(chunk_bytes)).min(blob.size());
    let slice = blob.slice_with_f64_and_f64(*offset, end)?;
    *offset = end;
    Ok(Uint8Array::new(
        &JsFuture::from(slice.array_buffer()).await?,
    ))
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
