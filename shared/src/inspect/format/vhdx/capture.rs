//! How oslo.utils gets at the size of a VHDX while the data streams by.
//!
//! It learns where the metadata is only when the region table has passed, and where the size is
//! only when the metadata has. What lies before that is not seen any more: the capture then takes
//! the bytes that come next, or waits for ever. Writers put the metadata behind the table and the
//! items 64 KiB behind their own, so this matters for hostile files only, which are the ones that
//! the verdict has to be right about.

use super::{ITEMS, MAX_ENTRIES, REGION_TABLE, TABLE_BYTES, VIRTUAL_DISK_SIZE, entry, gave_up};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::format_match::FormatMatch;
use crate::inspect::recognition::{CHUNK_BYTES, Reported};
use crate::inspect::sample::{ByteRange, Sample};

/// The length of the size itself; oslo.utils fails on any other.
const SIZE_BYTES: u64 = 8;

/// A piece of the stream that is to be kept, asked for when the stream was at `since`.
#[derive(Clone, Copy, Debug)]
struct Capture {
    /// Where it really begins; `None` when it has passed and nothing of it will come.
    start: Option<u64>,
    length: u64,
}

impl Capture {
    fn new(offset: u64, length: u64, since: u64) -> Self {
        let start = if offset >= since {
            Some(offset)
        } else {
            // `CaptureRegion.capture` then takes what comes, if the region is not all past.
            (since <= offset.saturating_add(length)).then_some(since)
        };
        Self { start, length }
    }

    /// How much of it has come when the stream is at `position`.
    fn captured(self, position: u64) -> u64 {
        self.start
            .map_or(0, |start| position.saturating_sub(start).min(self.length))
    }

    fn is_complete(self, sample: &Sample) -> bool {
        self.captured(sample.file_size().0) == self.length
    }
}

/// A piece of the stream, as the store hands it on.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u64,
    end: u64,
}

/// The first piece behind the one with the region table after which `wanted` bytes of the capture
/// are there; `None` when that never happens.
fn when(capture: Capture, wanted: u64, sample: &Sample) -> Option<Piece> {
    let size = sample.file_size().0;
    let needed = capture.start?.saturating_add(wanted);
    if wanted > capture.length || size < needed {
        return None;
    }
    let start = needed.saturating_sub(1) / CHUNK_BYTES * CHUNK_BYTES;
    // The last piece of every stream is empty, and a look at what was captured before.
    let start = start.max(REGION_TABLE + TABLE_BYTES).min(size);
    let end = start.saturating_add(CHUNK_BYTES).min(size);
    Some(Piece { start, end })
}

pub(super) fn examine(
    sample: &Sample,
    found: FormatMatch,
    metadata: u64,
) -> Result<FormatMatch, ByteRange> {
    let table = Capture::new(metadata, TABLE_BYTES, REGION_TABLE);
    let unfound = |found: FormatMatch| {
        if table.is_complete(sample) {
            found
        } else {
            found.incomplete()
        }
    };
    let Some(start) = table.start else {
        return Ok(found.incomplete());
    };
    let Some(header_piece) = when(table, ITEMS.header_bytes, sample) else {
        return Ok(unfound(found));
    };
    let header = sample.bytes(start, ITEMS.header_bytes)?;
    let Some(count) = ITEMS.count(header) else {
        let found = gave_up(found, header_piece.end);
        return Ok(if table.captured(header_piece.end) == TABLE_BYTES {
            found
        } else {
            found.incomplete()
        });
    };
    let table_piece = when(table, ITEMS.bytes(count), sample).filter(|_| count <= MAX_ENTRIES);
    let Some(table_piece) = table_piece else {
        return Ok(unfound(found));
    };
    let items = sample.bytes(start, ITEMS.bytes(count))?;
    let Some(item) = entry(items, ITEMS, &VIRTUAL_DISK_SIZE) else {
        return Ok(unfound(found));
    };
    let offset = metadata.saturating_add(item.le_u32(16).unwrap_or_default().into());
    let length = u64::from(item.le_u32(20).unwrap_or_default()).min(TABLE_BYTES);
    let value = Capture::new(offset, length, table_piece.start);
    if !value.is_complete(sample) {
        return Ok(found.incomplete());
    }
    let Some(start) = value.start.filter(|_| length == SIZE_BYTES) else {
        return Ok(found.reporting(Reported::Failure));
    };
    let bytes = sample.bytes(start, SIZE_BYTES)?;
    Ok(found.with_size(bytes.le_u64(0)))
}
