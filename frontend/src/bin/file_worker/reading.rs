//! Reading a file, or what a compressor made it of, piece by piece with flat memory.

use gaze_shared::units::Bytes;
use gaze_shared::unpack::{Compression, Unpacked};
use js_sys::{ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ReadableStreamByobReader};

use super::protocol::{FileContent, ReadFailure, WorkerFault};

/// How much is unpacked at a time.
const UNPACKED_PIECE_BYTES: usize = 1 << 20;

/// Opens a compressed file that may hold so much. Only a program that has decoders has one, so that the other
/// is not paid for in its download.
pub(crate) type OpenUnpacked = fn(Compression, &File, Bytes) -> Result<Unpacked, JsValue>;

/// A file and what is taken for its data.
pub(crate) struct Source {
    pub(crate) file: File,
    pub(crate) content: FileContent,
    pub(crate) open_unpacked: Option<OpenUnpacked>,
}

impl Source {
    /// How long the data is, in bytes.
    pub(crate) fn size(&self) -> u64 {
        match self.content {
            // Whole and never negative; the cast saturates.
            FileContent::AsItIs => self.file.size() as u64,
            FileContent::Unpacked { size, .. } => size.0,
        }
    }

    /// Reads the data from `start` on. What is packed is unpacked up to there first.
    pub(crate) fn reader_from(&self, start: u64) -> Result<Reader, ReadFailure> {
        let FileContent::Unpacked { compression, size } = self.content else {
            return Ok(Reader::new(range_of(&self.file, start, self.size())?));
        };
        let open = self
            .open_unpacked
            .ok_or(ReadFailure::Worker(WorkerFault::WrongAnswer))?;
        let mut unpacking = Unpacking {
            unpacked: open(compression, &self.file, size).map_err(|error| failure_of(&error))?,
            left: size.0,
            piece: vec![0; UNPACKED_PIECE_BYTES],
        };
        let mut skipped = 0;
        while skipped < start {
            let left = usize::try_from(start - skipped).unwrap_or(usize::MAX);
            let length = unpacking.next(left)?.len() as u64;
            if length == 0 {
                return Err(ReadFailure::FileChanged);
            }
            skipped += length;
        }
        Ok(Reader::Unpacking(unpacking))
    }
}

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
    /// What comes out of a decoder.
    Unpacking(Unpacking),
}

/// The content of a compressed file of which it is known how long it is.
pub(crate) struct Unpacking {
    unpacked: Unpacked,
    left: u64,
    piece: Vec<u8>,
}

impl Unpacking {
    /// The next bytes: at most so many, and none at the end alone. A file that holds anything else than when it
    /// was measured has changed since.
    fn next(&mut self, at_most: usize) -> Result<&[u8], ReadFailure> {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let length = at_most.min(left).min(self.piece.len());
        let target = self.piece.get_mut(..length).unwrap_or_default();
        let filled = self.unpacked.fill(target);
        if filled.map_err(|_| ReadFailure::FileChanged)? < length {
            return Err(ReadFailure::FileChanged);
        }
        self.left -= length as u64;
        // Reading on to the end of the file brings its last checksum to be compared.
        if self.left == 0 && length > 0 && !matches!(self.unpacked.fill(&mut [0]), Ok(0)) {
            return Err(ReadFailure::FileChanged);
        }
        Ok(self.piece.get(..length).unwrap_or_default())
    }

    fn fill(&mut self, buffer: &ArrayBuffer) -> Result<Uint8Array, ReadFailure> {
        let target = Uint8Array::new(buffer);
        let length = target.byte_length();
        let mut filled = 0;
        while filled < length {
            let bytes = self.next((length - filled) as usize)?;
            if bytes.is_empty() {
                break;
            }
            // Not longer than the buffer.
            let end = filled + bytes.len() as u32;
            target.subarray(filled, end).copy_from(bytes);
            filled = end;
        }
        Ok(target.subarray(0, filled))
    }
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
            Self::Unpacking(unpacking) => return unpacking.fill(&buffer),
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

#[wasm_bindgen]
extern "C" {
    /// A `ReadableStreamByobReader`, whose options `web-sys` does not know.
    type ReaderWithOptions;

    #[wasm_bindgen(method, catch, js_name = read)]
    fn read_with_options(
        this: &ReaderWithOptions,
        view: &Uint8Array,
        options: &Object,
    ) -> Result<Promise, JsValue>;
}

async fn fill_from_stream(
    reader: &ReadableStreamByobReader,
    mut buffer: ArrayBuffer,
) -> Result<Uint8Array, JsValue> {
    let reader: &ReaderWithOptions = reader.unchecked_ref();
    let length = buffer.byte_length();
    let mut filled = 0;
    while filled < length {
        let free = Uint8Array::new_with_byte_offset_and_length(&buffer, filled, length - filled);
        // Chromium answers with 80 to 600 KB at a time otherwise. Where this is not known, the loop does it
        // (<https://streams.spec.whatwg.org/#dom-readablestreambyobreaderreadoptions-min>).
        let whole = Object::new();
        Reflect::set(&whole, &"min".into(), &free.byte_length().into())?;
        let result = JsFuture::from(reader.read_with_options(&free, &whole)?).await?;
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

/// What stands from `start` up to `end` in a file.
pub(crate) fn range_of(file: &File, start: u64, end: u64) -> Result<Blob, ReadFailure> {
    let blob: &Blob = file;
    let range = blob.slice_with_f64_and_f64(position(start), position(end));
    range.map_err(|error| failure_of(&error))
}

/// Reads the bytes from `start` up to `end`, in one piece.
pub(crate) async fn read_range(
    file: &File,
    start: u64,
    end: u64,
) -> Result<Uint8Array, ReadFailure> {
    let part = range_of(file, start, end)?;
    let read = JsFuture::from(part.array_buffer());
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
pub(crate) fn failure_of(error: &JsValue) -> ReadFailure {
    let name = Reflect::get(error, &JsValue::from_str("name"));
    match name.ok().and_then(|name| name.as_string()).as_deref() {
        Some("NotReadableError" | "NotFoundError") => ReadFailure::FileChanged,
        _ => ReadFailure::Worker(WorkerFault::StoppedReading),
    }
}
