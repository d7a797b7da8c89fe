//! Reading what is in a compressed file.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;

use super::Compression;
use super::members::Members;
use super::zstd_frames::ZstdFrames;
use crate::units::Bytes;

/// How much memory an xz stream may ask for, in KiB: what `xz -9` needs is a fifteenth of it. The library bounds
/// Zstandard to windows of 128 MiB, beyond which its own program wants to be asked, too.
const MOST_MEMORY_KIB: u32 = 1 << 20;

/// The content of a compressed file, from its start to its end.
pub struct Unpacked {
    decoder: Box<dyn Read>,
    packed: Rc<PackedState>,
    read: u64,
    most: Bytes,
}

/// Why a compressed file cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// The file itself could not be read.
    #[error("the file cannot be read")]
    Unreadable,
    /// It ends before its stream does.
    #[error("the file ends too early")]
    CutOff,
    /// It does not follow its format, or one of its checksums is not that of its content.
    #[error("the file is damaged")]
    Damaged,
    /// Unpacking it takes more memory than a browser should be asked for.
    #[error("unpacking the file takes too much memory")]
    TooMuchMemory,
    /// It holds more than it may ([`super::most_content`]).
    #[error("the file holds more than {0}")]
    TooMuch(Bytes),
}

/// What the decoder has seen of the packed file.
#[derive(Default)]
struct PackedState {
    read: Cell<u64>,
    has_ended: Cell<bool>,
    has_failed: Cell<bool>,
}

/// The packed file on its way into a decoder.
struct Watched<R> {
    inner: R,
    state: Rc<PackedState>,
}

impl Unpacked {
    /// Starts at the beginning of a file. `most` is what it may hold.
    #[must_use]
    pub fn new(compression: Compression, packed: impl BufRead + 'static, most: Bytes) -> Self {
        let state = Rc::new(PackedState::default());
        let watched = Watched {
            inner: packed,
            state: Rc::clone(&state),
        };
        let decoder: Box<dyn Read> = match compression {
            Compression::Gzip => Box::new(Members::<_, GzDecoder<_>>::new(watched)),
            Compression::Xz => Box::new(XzReader::new_mem_limit(watched, true, MOST_MEMORY_KIB)),
            Compression::Zstd => Box::new(ZstdFrames::new(watched)),
            Compression::Bzip2 => Box::new(Members::<_, BzDecoder<_>>::new(watched)),
        };
        Self {
            decoder,
            packed: state,
            read: 0,
            most,
        }
    }

    /// The next bytes of the content: as many as `target` is long, fewer at the end, none behind it.
    ///
    /// # Errors
    /// Why there are no more. What follows is not read any more.
    pub fn fill(&mut self, target: &mut [u8]) -> Result<usize, UnpackError> {
        let mut filled = 0;
        while let Some(free) = target.get_mut(filled..).filter(|free| !free.is_empty()) {
            match self.decoder.read(free) {
                Ok(0) => break,
                Ok(n_bytes) => filled = filled.saturating_add(n_bytes),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failure(error.kind())),
            }
        }
        self.read = self.read.saturating_add(filled as u64);
        if self.read > self.most.0 {
            return Err(UnpackError::TooMuch(self.most));
        }
        Ok(filled)
    }

    /// How much of the packed file has been read, in bytes.
    #[must_use]
    pub fn packed_read(&self) -> Bytes {
        Bytes(self.packed.read.get())
    }

    /// The decoders have each their own errors, and none tells a file that ends too early from a damaged one in
    /// all cases: one that has come to the file's end wanted more of it. What is beyond a bound is told by all.
    fn failure(&self, kind: io::ErrorKind) -> UnpackError {
        if self.packed.has_failed.get() {
            UnpackError::Unreadable
        } else if kind == io::ErrorKind::OutOfMemory {
            UnpackError::TooMuchMemory
        } else if self.packed.has_ended.get() {
            UnpackError::CutOff
        } else {
            UnpackError::Damaged
        }
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.inner.fill_buf() {
            Ok(bytes) => {
                self.state.has_ended.set(bytes.is_empty());
                Ok(bytes)
            }
            Err(error) => {
                self.state.has_failed.set(true);
                Err(error)
            }
        }
    }

    fn consume(&mut self, n_bytes: usize) {
        let read = self.state.read.get();
        self.state.read.set(read.saturating_add(n_bytes as u64));
        self.inner.consume(n_bytes);
    }
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let length = bytes.len().min(target.len());
        let (Some(from), Some(to)) = (bytes.get(..length), target.get_mut(..length)) else {
            return Ok(0);
        };
        to.copy_from_slice(from);
        self.consume(length);
        Ok(length)
    }
}
