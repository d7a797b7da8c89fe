//! Tables of entries that lead to places in the file, too long to be read whole.

use super::part;
use crate::inspect::sample::{ByteRange, Sample};

/// A table up to this length is read whole.
pub(super) const WHOLE_BYTES: u64 = 64 * 1024;
/// What is read of the beginning and of the end of a longer one.
const BEGINNING_BYTES: u64 = 48 * 1024;
const END_BYTES: u64 = 16 * 1024;
/// What is read of it in between.
const PROBE_BYTES: u64 = 4096;
const PROBES: u32 = 4;

/// Entries of one width behind each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    /// The byte of the file at which it begins.
    pub(super) start: u64,
    /// The bytes of an entry, which divide 4096.
    pub(super) entry_bytes: u64,
    pub(super) count: u64,
}

impl Table {
    /// The furthest place in the file that an entry leads to, as far as that was looked at. `end`
    /// tells it of the index and the bytes of an entry; `None` for one that leads nowhere.
    ///
    /// Disks are filled from their beginning, and the data of a file that a conversion wrote is in
    /// the order of the disk. So the last entry that leads anywhere is looked for, by halves.
    ///
    /// # Errors
    /// The range that must be read first.
    pub(super) fn furthest(
        self,
        sample: &Sample,
        // Not generic: the worker that does this is paid for by its download.
        end: &dyn Fn(u64, &[u8]) -> Option<u64>,
    ) -> Result<Option<u64>, ByteRange> {
        let bytes = self.count.saturating_mul(self.entry_bytes);
        let look = |from: u64, length: u64| -> Result<Option<u64>, ByteRange> {
            let length = length.min(bytes.saturating_sub(from));
            let read = part(sample, self.start.saturating_add(from), length)?;
            let width = usize::try_from(self.entry_bytes).unwrap_or(1).max(1);
            let entries = (from / self.entry_bytes.max(1)..)
                .zip(read.unwrap_or_default().chunks_exact(width));
            Ok(entries.filter_map(|(index, entry)| end(index, entry)).max())
        };
        if bytes <= WHOLE_BYTES {
            return look(0, bytes);
        }
        let last = bytes.saturating_sub(END_BYTES) / PROBE_BYTES * PROBE_BYTES;
        let mut furthest = look(0, BEGINNING_BYTES)?;
        let at_end = look(last, END_BYTES + PROBE_BYTES)?;
        furthest = furthest.max(at_end);
        if at_end.is_some() {
            return Ok(furthest);
        }
        let (mut low, mut high) = (BEGINNING_BYTES, last);
        for _ in 0..PROBES {
            let middle = (low + (high.saturating_sub(low)) / 2) / PROBE_BYTES * PROBE_BYTES;
            if middle <= low {
                break;
            }
            match look(middle, PROBE_BYTES)? {
                None => high = middle,
                found => {
                    furthest = furthest.max(found);
                    low = middle;
                }
            }
        }
        Ok(furthest)
    }
}
