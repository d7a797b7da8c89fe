//! The parts of a file that have been read so far.

use crate::inspect::READ_LIMIT;
use crate::units::Bytes;

/// Part of a file, in bytes from its beginning; `end` is not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteRange {
    /// The first byte.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
}

impl ByteRange {
    /// The number of bytes.
    #[must_use]
    pub const fn length(self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// Nearly every format is told by the first bytes, and ISO 9660 by those at 32 KiB, so one read of
/// this length answers most files.
const FIRST_READ_BYTES: u64 = 36 * 1024;

#[derive(Clone, Debug)]
pub(super) struct Sample {
    size: Bytes,
    parts: Vec<(u64, Vec<u8>)>,
    read: u64,
    /// No more will come: what is missing counts as absent.
    closed: bool,
}

impl Sample {
    pub(super) fn new(size: Bytes) -> Self {
        Self {
            size,
            parts: Vec::new(),
            read: 0,
            closed: false,
        }
    }

    pub(super) fn file_size(&self) -> Bytes {
        self.size
    }

    pub(super) fn insert(&mut self, range: ByteRange, bytes: &[u8]) {
        self.read = self.read.saturating_add(range.length());
        // A file that is shorter than it was said to be must not be asked for the same bytes for
        // ever: the answer is final for this range.
        if (bytes.len() as u64) < range.length() {
            self.size = Bytes(
                self.size
                    .0
                    .min(range.start.saturating_add(bytes.len() as u64)),
            );
        }
        self.parts.push((range.start, bytes.to_vec()));
    }

    pub(super) fn allows(&self, wanted: ByteRange) -> bool {
        self.read.saturating_add(wanted.length()) <= READ_LIMIT.0
    }

    pub(super) fn closed(self) -> Self {
        Self {
            closed: true,
            ..self
        }
    }

    /// The bytes from `start` on, `length` of them or as many as the file has.
    ///
    /// # Errors
    /// The range that must be read first.
    pub(super) fn bytes(&self, start: u64, length: u64) -> Result<&[u8], ByteRange> {
        let end = start.saturating_add(length).min(self.size.0);
        if start >= end {
            return Ok(&[]);
        }
        let found = self.parts.iter().find_map(|(offset, bytes)| {
            let from = usize::try_from(start.checked_sub(*offset)?).ok()?;
            let to = usize::try_from(end.checked_sub(*offset)?).ok()?;
            bytes.get(from..to)
        });
        match found {
            Some(bytes) => Ok(bytes),
            None if self.closed => Ok(&[]),
            None if self.parts.is_empty() => Err(ByteRange {
                start: 0,
                end: FIRST_READ_BYTES.max(end).min(self.size.0),
            }),
            None => Err(ByteRange { start, end }),
        }
    }

    /// The last `length` bytes, or the whole file when it is shorter.
    pub(super) fn tail(&self, length: u64) -> Result<&[u8], ByteRange> {
        let start = self.size.0.saturating_sub(length);
        self.bytes(start, length)
    }
}

/// Fixed-width integers out of a slice; `None` past its end.
pub(super) trait Fields {
    fn be_u32(&self, offset: usize) -> Option<u32>;
    fn be_u64(&self, offset: usize) -> Option<u64>;
    fn le_u16(&self, offset: usize) -> Option<u16>;
    fn le_u32(&self, offset: usize) -> Option<u32>;
    fn le_u64(&self, offset: usize) -> Option<u64>;
}

fn array<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset.checked_add(N)?)?.try_into().ok()
}

impl Fields for [u8] {
    fn be_u32(&self, offset: usize) -> Option<u32> {
        array(self, offset).map(u32::from_be_bytes)
    }

    fn be_u64(&self, offset: usize) -> Option<u64> {
        array(self, offset).map(u64::from_be_bytes)
    }

    fn le_u16(&self, offset: usize) -> Option<u16> {
        array(self, offset).map(u16::from_le_bytes)
    }

    fn le_u32(&self, offset: usize) -> Option<u32> {
        array(self, offset).map(u32::from_le_bytes)
    }

    fn le_u64(&self, offset: usize) -> Option<u64> {
        array(self, offset).map(u64::from_le_bytes)
    }
}
