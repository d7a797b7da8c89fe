//! Files that end before what they lead to.

use super::finding::FindingCode;
use super::sample::{ByteRange, Sample};
use crate::units::Bytes;

/// What was found out: a fault of the file, or nothing to say; or bytes that must be read first.
pub(super) type Checked = Result<Option<FindingCode>, ByteRange>;

/// The finding where something that is needed ends at `end`, and the file before it.
pub(super) fn missing(sample: &Sample, end: u64) -> Option<FindingCode> {
    let bytes = end.saturating_sub(sample.file_size().0);
    (bytes > 0).then_some(FindingCode::CutOff(Bytes(bytes)))
}

/// The bytes of a part of the file, or as many as there are before its end; `None` where they are
/// beyond what may be read.
pub(super) fn part(sample: &Sample, start: u64, length: u64) -> Result<Option<&[u8]>, ByteRange> {
    let bytes = sample.bytes(start, length)?;
    let there = sample.file_size().0.saturating_sub(start).min(length);
    Ok((bytes.len() as u64 == there).then_some(bytes))
}
