//! Frame after frame of a Zstandard file. One frame is what the library reads at a time, and what parallel
//! compressors write are many, with frames between them that a decoder passes over (RFC 8878, 3.1).

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

pub(super) struct ZstdFrames<R> {
    packed: R,
    decoder: FrameDecoder,
    state: FrameState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameState {
    Between,
    Within,
}

impl<R: BufRead> ZstdFrames<R> {
    pub(super) fn new(packed: R) -> Self {
        Self {
            packed,
            decoder: FrameDecoder::new(),
            state: FrameState::Between,
        }
    }

    /// Goes to the next frame with data; false at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.packed.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.init(&mut self.packed) {
                Ok(()) => {
                    self.state = FrameState::Within;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = self.packed.by_ref().take(length.into());
                    if io::copy(&mut skipped, &mut io::sink())? < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(FrameDecoderError::WindowSizeTooBig { .. }) => {
                    return Err(io::ErrorKind::OutOfMemory.into());
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    /// The library computes the checksum of a frame and leaves it to its user to compare.
    fn end(&mut self) -> io::Result<()> {
        self.state = FrameState::Between;
        let stored = self.decoder.get_checksum_from_data();
        if stored.is_some() && stored != self.decoder.get_calculated_checksum() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(())
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.state == FrameState::Between && !self.begin()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.decoder.decode_blocks(&mut self.packed, one);
                decoded.map_err(io::Error::other)?;
            }
            let n_bytes = self.decoder.read(target)?;
            if self.decoder.is_finished() && self.decoder.can_collect() == 0 {
                self.end()?;
            }
            // A frame can be empty, which is not the end of the file.
            if n_bytes > 0 || target.is_empty() {
                return Ok(n_bytes);
            }
        }
    }
}
