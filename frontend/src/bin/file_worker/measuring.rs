//! What is in a compressed file, and how much: all of it is unpacked, and only its ends are kept.
//!
//! A format is told by its first bytes, and some by their last. What lies between is not looked at: that a file was
//! cut off, the decoder notices.

use std::collections::VecDeque;

use gaze_shared::inspect::Inspector;
use gaze_shared::units::Bytes;
use gaze_shared::unpack::{Compression, UnpackError, Unpacked};
use js_sys::Date;
use web_sys::File;

use super::hashing::PROGRESS_EVERY_MILLIS;
use super::protocol::{ReadFailure, Report, UnpackFault, WorkerFault};
use super::reading::{OpenUnpacked, failure_of};

/// How much is unpacked at a time.
const PIECE_BYTES: usize = 1 << 20;

/// How much of each end is kept.
const END_BYTES: usize = 4 << 20;

/// Unpacks the file; progress counts what is read of it.
pub(crate) fn measure(
    compression: Compression,
    file: &File,
    most: Bytes,
    open: Option<OpenUnpacked>,
    progress: impl Fn(Report),
) -> Report {
    let Some(open) = open else {
        return Report::Failed(ReadFailure::Worker(WorkerFault::WrongAnswer));
    };
    let unpacked = match open(compression, file, most) {
        Ok(unpacked) => unpacked,
        Err(error) => return Report::Failed(failure_of(&error)),
    };
    match Ends::read(unpacked, progress) {
        Ok(ends) => ends.inspected(),
        Err(UnpackError::Unreadable) => Report::Failed(ReadFailure::FileChanged),
        Err(UnpackError::CutOff) => Report::NotUnpacked(UnpackFault::CutOff),
        Err(UnpackError::Damaged) => Report::NotUnpacked(UnpackFault::Damaged),
        Err(UnpackError::TooMuchMemory) => Report::NotUnpacked(UnpackFault::TooMuchMemory),
        Err(UnpackError::TooMuch(most)) => Report::NotUnpacked(UnpackFault::TooMuch(most)),
    }
}

/// The beginning and the end of the content.
#[derive(Default)]
struct Ends {
    size: u64,
    first: Vec<u8>,
    last: VecDeque<u8>,
}

impl Ends {
    fn read(mut unpacked: Unpacked, progress: impl Fn(Report)) -> Result<Self, UnpackError> {
        let mut ends = Self::default();
        let mut piece = vec![0; PIECE_BYTES];
        let mut told_at = Date::now();
        loop {
            let length = unpacked.fill(&mut piece)?;
            let bytes = piece.get(..length).unwrap_or_default();
            ends.take(bytes);
            if length < PIECE_BYTES {
                return Ok(ends);
            }
            let now = Date::now();
            if now - told_at >= PROGRESS_EVERY_MILLIS {
                told_at = now;
                let bytes = unpacked.packed_read().0;
                progress(Report::Progress { bytes });
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        let free = END_BYTES.saturating_sub(self.first.len());
        self.first.extend(bytes.iter().take(free));
        self.last.extend(bytes);
        let surplus = self.last.len().saturating_sub(END_BYTES);
        self.last.drain(..surplus);
    }

    fn inspected(mut self) -> Report {
        let last_start = self.size.saturating_sub(self.last.len() as u64);
        let last: &[u8] = self.last.make_contiguous();
        let mut inspector = Inspector::new(Bytes(self.size));
        while let Some(range) = inspector.wants() {
            let part = |bytes: &[u8], start: u64| {
                let from = usize::try_from(range.start.checked_sub(start)?).ok()?;
                let to = usize::try_from(range.end.checked_sub(start)?).ok()?;
                Some(bytes.get(from..to)?.to_vec())
            };
            let known = part(&self.first, 0).or_else(|| part(last, last_start));
            let Some(bytes) = known else { break };
            inspector.give(range, &bytes);
        }
        Report::Measured(inspector.conclude())
    }
}
