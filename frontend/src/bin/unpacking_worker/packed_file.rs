//! Compressed files, for decoders that read synchronously, as workers may.

use std::io::{self, BufRead, Read};

use gaze_shared::units::Bytes;
use gaze_shared::unpack::{Compression, Unpacked};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, File, FileReaderSync};

/// How much is read of a file at a time.
const PIECE_BYTES: f64 = (1 << 20) as f64;

/// Opens a compressed file that may hold so much.
///
/// # Errors
/// What the browser throws that does not read synchronously.
pub(crate) fn open(
    compression: Compression,
    file: &File,
    most: Bytes,
) -> Result<Unpacked, JsValue> {
    let packed = PackedFile {
        reader: FileReaderSync::new()?,
        file: file.clone().into(),
        position: 0.0,
        piece: Vec::new(),
        taken: 0,
    };
    Ok(Unpacked::new(compression, packed, most))
}

struct PackedFile {
    reader: FileReaderSync,
    file: Blob,
    /// Where the next piece begins.
    position: f64,
    piece: Vec<u8>,
    /// How much of the piece has been taken.
    taken: usize,
}

impl PackedFile {
    fn next_piece(&mut self) -> Result<Vec<u8>, JsValue> {
        let end = (self.position + PIECE_BYTES).min(self.file.size());
        let slice = self.file.slice_with_f64_and_f64(self.position, end)?;
        let bytes = Uint8Array::new(&self.reader.read_as_array_buffer(&slice)?.into());
        self.position = end;
        Ok(bytes.to_vec())
    }
}

impl BufRead for PackedFile {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.piece.len() && self.position < self.file.size() {
            self.piece = self
                .next_piece()
                .map_err(|_| io::Error::from(io::ErrorKind::Other))?;
            self.taken = 0;
        }
        Ok(self.piece.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, n_bytes: usize) {
        self.taken += n_bytes;
    }
}

impl Read for PackedFile {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.fill_buf()?.read(target)?;
        self.consume(n_bytes);
        Ok(n_bytes)
    }
}
