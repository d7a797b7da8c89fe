//! The parts of a file that have been read so far.

use crate::units::Bytes;

/// The most bytes that are asked for over a whole inspection, whatever the file says of itself.
pub const READ_LIMIT: Bytes = Bytes(256 * 1024);

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
pub(super) const FIRST_READ_BYTES: u64 = 36 * 1024;

/// What is known of a file: its size, and some of its bytes.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    size: Bytes,
    /// Sorted, without overlaps, and never one right after the other.
    parts: Vec<SamplePart>,
    read: u64,
    completeness: Completeness,
}

#[derive(Clone, Debug)]
struct SamplePart {
    start: u64,
    bytes: Vec<u8>,
}

impl SamplePart {
    fn end(&self) -> u64 {
        self.start.saturating_add(self.bytes.len() as u64)
    }

    fn slice(&self, range: ByteRange) -> Option<&[u8]> {
        let from = usize::try_from(range.start.checked_sub(self.start)?).ok()?;
        let to = usize::try_from(range.end.checked_sub(self.start)?).ok()?;
        self.bytes.get(from..to)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Completeness {
    /// What is missing can be asked for.
    Growing,
    /// No more will come: what is missing counts as absent.
    Closed,
}

impl Sample {
    pub(super) const fn new(size: Bytes) -> Self {
        Self {
            size,
            parts: Vec::new(),
            read: 0,
            completeness: Completeness::Growing,
        }
    }

    pub(super) const fn file_size(&self) -> Bytes {
        self.size
    }

    pub(super) fn insert(&mut self, range: ByteRange, bytes: &[u8]) {
        self.read = self.read.saturating_add(range.length());
        let given = bytes.len() as u64;
        if given < range.length() {
            // A file that is shorter than it was said to be: the answer is final.
            let end = match given {
                0 => self.known_before(range.start),
                given => range.start.saturating_add(given),
            };
            self.size = Bytes(self.size.0.min(end));
        }
        let wanted = usize::try_from(range.length()).unwrap_or(usize::MAX);
        let bytes = bytes.get(..wanted).unwrap_or(bytes);
        if !bytes.is_empty() {
            self.merge(SamplePart {
                start: range.start,
                bytes: bytes.to_vec(),
            });
        }
    }

    /// Where the file ends at least when it has nothing at `offset`. Its last bytes are searched no
    /// further: each guess would be a read, and the next one as wrong.
    fn known_before(&self, offset: u64) -> u64 {
        let before = self.parts.iter().filter(|part| part.start < offset);
        before
            .map(SamplePart::end)
            .max()
            .unwrap_or_default()
            .min(offset)
    }

    /// Joins the part with those that it touches, so that it does not matter in how many pieces
    /// the bytes came. What was there first stays where two overlap.
    fn merge(&mut self, new: SamplePart) {
        let touches = |part: &SamplePart| part.start <= new.end() && new.start <= part.end();
        let (mut touching, mut parts): (Vec<SamplePart>, Vec<SamplePart>) =
            self.parts.drain(..).partition(touches);
        insert_in_order(&mut touching, new);
        let mut joined: Option<SamplePart> = None;
        for part in touching {
            match &mut joined {
                None => joined = Some(part),
                Some(joined) => {
                    let known = joined.end().saturating_sub(part.start);
                    let known = usize::try_from(known).unwrap_or(usize::MAX);
                    let fresh = part.bytes.get(known..).unwrap_or_default();
                    joined.bytes.extend_from_slice(fresh);
                }
            }
        }
        if let Some(joined) = joined {
            insert_in_order(&mut parts, joined);
        }
        self.parts = parts;
    }

    pub(super) fn allows(&self, wanted: ByteRange) -> bool {
        self.read.saturating_add(wanted.length()) <= READ_LIMIT.0
    }

    pub(super) fn closed(self) -> Self {
        Self {
            completeness: Completeness::Closed,
            ..self
        }
    }

    /// The bytes from `start` on, `length` of them or as many as the file has.
    ///
    /// # Errors
    /// The range that must be read first: the part of it that is not known yet.
    pub(super) fn bytes(&self, start: u64, length: u64) -> Result<&[u8], ByteRange> {
        let end = start.saturating_add(length).min(self.size.0);
        if start >= end {
            return Ok(&[]);
        }
        let known = self
            .parts
            .iter()
            .find(|part| part.start <= start && start < part.end());
        if let Some(bytes) = known.and_then(|part| part.slice(ByteRange { start, end })) {
            return Ok(bytes);
        }
        if self.completeness == Completeness::Closed {
            return Ok(&[]);
        }
        if self.parts.is_empty() && start < FIRST_READ_BYTES {
            let end = FIRST_READ_BYTES.max(end).min(self.size.0);
            return Err(ByteRange { start: 0, end });
        }
        let start = known.map_or(start, SamplePart::end);
        Err(ByteRange { start, end })
    }

    /// The last `length` bytes, or the whole file when it is shorter.
    pub(super) fn tail(&self, length: u64) -> Result<&[u8], ByteRange> {
        let start = self.size.0.saturating_sub(length);
        self.bytes(start, length)
    }
}

/// Behind all that start before it, and where it starts.
fn insert_in_order(parts: &mut Vec<SamplePart>, new: SamplePart) {
    let place = parts.partition_point(|part| part.start <= new.start);
    parts.insert(place, new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u64, end: u64) -> ByteRange {
        ByteRange { start, end }
    }

    #[test]
    fn pieces_join_to_one_whatever_their_order() {
        let mut sample = Sample::new(Bytes(100));
        sample.insert(range(20, 30), &[3; 10]);
        sample.insert(range(0, 10), &[1; 10]);
        assert_eq!(sample.bytes(5, 20), Err(range(10, 25)));
        sample.insert(range(8, 22), &[2; 14]);
        let bytes = sample.bytes(0, 30).unwrap();
        assert_eq!(
            bytes,
            [[1; 10], [2; 10], [2, 2, 3, 3, 3, 3, 3, 3, 3, 3]].concat()
        );
    }

    #[test]
    fn only_what_is_missing_is_asked_for() {
        let mut sample = Sample::new(Bytes(1 << 20));
        assert_eq!(sample.bytes(0, 512), Err(range(0, FIRST_READ_BYTES)));
        sample.insert(range(0, FIRST_READ_BYTES), &[0; FIRST_READ_BYTES as usize]);
        assert_eq!(
            sample.bytes(512, 64 * 1024),
            Err(range(FIRST_READ_BYTES, 512 + 64 * 1024))
        );
    }

    #[test]
    fn fewer_bytes_than_wanted_end_the_file_and_more_are_cut_off() {
        let mut sample = Sample::new(Bytes(100));
        sample.insert(range(0, 50), &[1; 60]);
        assert_eq!(sample.bytes(50, 10), Err(range(50, 60)));
        sample.insert(range(50, 60), &[2; 4]);
        assert_eq!(sample.file_size(), Bytes(54));
        assert_eq!(sample.tail(4), Ok(&[2; 4][..]));
    }

    #[test]
    fn a_file_that_has_nothing_where_bytes_were_wanted_ends_where_it_is_known() {
        let mut sample = Sample::new(Bytes(1 << 40));
        sample.insert(range(0, 50), &[1; 50]);
        sample.insert(range((1 << 40) - 512, 1 << 40), &[]);
        assert_eq!(sample.file_size(), Bytes(50));
        assert_eq!(sample.tail(4), Ok(&[1; 4][..]));
    }
}
