//! Tables of entries that lead to places in the file, too long to be read whole.

use super::part;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{ByteRange, Sample};

/// A table up to this length is read whole. That leaves of the limit what leads to the table.
const WHOLE_BYTES: u64 = 192 * 1024;
/// What is read of the beginning and of the end of a longer one.
const BEGINNING_BYTES: u64 = 48 * 1024;
const END_BYTES: u64 = 32 * 1024;
/// What is read of it in between.
const PROBE_BYTES: u64 = 16 * 1024;
const PROBES: u32 = 4;
/// What is read of a longer one begins at a multiple of this.
const ALIGNMENT: u64 = 4096;

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
    ) -> Result<Furthest, ByteRange> {
        let bytes = self.count.saturating_mul(self.entry_bytes);
        let look = |from: u64, length: u64| -> Result<Furthest, ByteRange> {
            let length = length.min(bytes.saturating_sub(from));
            let Some(read) = part(sample, self.start.saturating_add(from), length)? else {
                return Ok(Furthest::UNREAD);
            };
            let width = usize::try_from(self.entry_bytes).unwrap_or(1).max(1);
            let entries = (from / self.entry_bytes.max(1)..).zip(read.chunks_exact(width));
            let place = entries.filter_map(|(index, entry)| end(index, entry)).max();
            Ok(Furthest {
                place,
                coverage: Coverage::All,
            })
        };
        if bytes <= WHOLE_BYTES {
            return look(0, bytes);
        }
        let last = bytes.saturating_sub(END_BYTES) / ALIGNMENT * ALIGNMENT;
        let mut furthest = look(0, BEGINNING_BYTES)?.place;
        let at_end = look(last, END_BYTES + ALIGNMENT)?.place;
        furthest = furthest.max(at_end);
        if at_end.is_some() {
            return Ok(Furthest {
                place: furthest,
                coverage: Coverage::Last,
            });
        }
        let (mut low, mut high) = (BEGINNING_BYTES, last);
        for _ in 0..PROBES {
            let middle = (low + (high.saturating_sub(low)) / 2) / ALIGNMENT * ALIGNMENT;
            if middle <= low {
                break;
            }
            match look(middle, PROBE_BYTES)?.place {
                None => high = middle,
                found => {
                    furthest = furthest.max(found);
                    low = middle;
                }
            }
        }
        Ok(Furthest {
            place: furthest,
            coverage: Coverage::Some,
        })
    }
}

/// What a table was found to lead to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Furthest {
    /// The furthest place in the file; `None` where no entry that was looked at leads anywhere.
    pub(super) place: Option<u64>,
    pub(super) coverage: Coverage,
}

impl Furthest {
    /// Of a table that is beyond what may be read.
    pub(super) const UNREAD: Self = Self {
        place: None,
        coverage: Coverage::Some,
    };

    /// What this table and another one lead to.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            place: self.place.max(other.place),
            coverage: self.coverage.max(other.coverage),
        }
    }
}

/// Which entries of a table were looked at, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coverage {
    All,
    /// Some, and the last one of those that lead anywhere is among them.
    Last,
    /// Some, or none.
    Some,
}

impl Coverage {
    /// What is to be said where nothing is missing of what the entries lead to, which ends at `end`.
    /// Others can lead further: most writers lay data out in the order of the disk, so that they do
    /// not where the last entry leads to the end of the file.
    pub(super) fn unsure(self, sample: &Sample, end: u64) -> Option<FindingCode> {
        let is_sure = match self {
            Self::All => true,
            Self::Last => end >= sample.file_size().0,
            Self::Some => false,
        };
        (!is_sure).then_some(FindingCode::EndNotChecked)
    }
}
