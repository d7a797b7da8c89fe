//! Stream after stream of a gzip or bzip2 file. Both formats allow several, and what writes to blocks of a fixed size
//! fills the last one up with zeros, which the formats' own programs pass over. Anything else behind a stream is a
//! damaged one, as far as can be told: nothing of a content is left out in silence.

use std::io::{self, BufRead, Read};

/// A decoder of one stream.
pub(super) trait StreamDecoder<R>: Read {
    /// The first byte of every stream.
    const MARK: u8;

    fn begin(packed: R) -> Self;

    /// What follows the stream, once it has been read to its end.
    fn end(self) -> R;
}

impl<R: BufRead> StreamDecoder<R> for flate2::bufread::GzDecoder<R> {
    const MARK: u8 = 0x1f;

    fn begin(packed: R) -> Self {
        Self::new(packed)
    }

    fn end(self) -> R {
        self.into_inner()
    }
}

impl<R: BufRead> StreamDecoder<R> for bzip2::bufread::BzDecoder<R> {
    const MARK: u8 = b'B';

    fn begin(packed: R) -> Self {
        Self::new(packed)
    }

    fn end(self) -> R {
        self.into_inner()
    }
}

/// The content of all streams.
pub(super) struct Members<R, D>(Position<R, D>);

enum Position<R, D> {
    Within(D),
    Behind(R),
    /// At the end of the file, or where something was wrong.
    Over,
}

impl<R: BufRead, D: StreamDecoder<R>> Members<R, D> {
    pub(super) fn new(packed: R) -> Self {
        Self(Position::Within(D::begin(packed)))
    }
}

impl<R: BufRead, D: StreamDecoder<R>> Read for Members<R, D> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.0, Position::Over) {
                Position::Over => return Ok(0),
                Position::Within(mut decoder) => {
                    let n_bytes = decoder.read(target)?;
                    if n_bytes > 0 || target.is_empty() {
                        self.0 = Position::Within(decoder);
                        return Ok(n_bytes);
                    }
                    self.0 = Position::Behind(decoder.end());
                }
                Position::Behind(mut packed) => match packed.fill_buf()?.first() {
                    Some(&mark) if mark == D::MARK => {
                        self.0 = Position::Within(D::begin(packed));
                    }
                    _ => return pass_zeros(packed),
                },
            }
        }
    }
}

/// The end of the content, where zeros alone are left of the file.
fn pass_zeros(mut packed: impl BufRead) -> io::Result<usize> {
    loop {
        let bytes = packed.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            return Ok(0);
        }
        if bytes.iter().any(|byte| *byte != 0) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        packed.consume(length);
    }
}
