//! A VMDK: a directory leads to tables, and these to the grains of the disk. One whose directory is
//! told by a footer at its end has that looked at by Glance itself.

use super::table::{Table, WHOLE_BYTES};
use super::{Checked, missing, part};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::FindingCode;
use crate::inspect::format::vmdk::{
    CAPACITY_SECTORS, GRAIN_DIRECTORY, GRAIN_DIRECTORY_AT_END, GRAIN_SECTORS,
};
use crate::inspect::format_match::SECTOR_BYTES;
use crate::inspect::sample::{ByteRange, Sample};

const MARK: &[u8] = b"KDMV";
const FLAGS: usize = 8;
const COMPRESSED_GRAINS: u32 = 1 << 16;
const ENTRIES_PER_TABLE: usize = 44;
const OVERHEAD_SECTORS: usize = 64;
const HEADER_BYTES: u64 = 72;
const ENTRY_BYTES: u64 = 4;
/// The number of a grain that is all zeros and nowhere.
const ZEROED: u32 = 1;
/// Before the bytes of a compressed grain there are its place on the disk and its length.
const MARKER_BYTES: u64 = 12;
const MARKER_LENGTH: usize = 8;

pub(super) fn check(sample: &Sample) -> Checked {
    let Some(header) = part(sample, 0, HEADER_BYTES)? else {
        return Ok(None);
    };
    let directory = header.le_u64(GRAIN_DIRECTORY).unwrap_or_default();
    let grain = header.le_u64(GRAIN_SECTORS).unwrap_or_default();
    let per_table = u64::from(header.le_u32(ENTRIES_PER_TABLE).unwrap_or_default());
    let per_entry = grain.saturating_mul(per_table);
    if !header.starts_with(MARK) || directory == GRAIN_DIRECTORY_AT_END || per_entry == 0 {
        return Ok(None);
    }
    let capacity = header.le_u64(CAPACITY_SECTORS).unwrap_or_default();
    let overhead = header.le_u64(OVERHEAD_SECTORS).unwrap_or_default();
    let tables = capacity.div_ceil(per_entry);
    let start = directory.saturating_mul(SECTOR_BYTES);
    let end = start
        .saturating_add(tables.saturating_mul(ENTRY_BYTES))
        .max(overhead.saturating_mul(SECTOR_BYTES));
    if let Some(code) = missing(sample, end) {
        return Ok(Some(code));
    }
    let Some(table) = grain_table(sample, start, tables, per_table)? else {
        return Ok(None);
    };
    let end = table.count.saturating_mul(ENTRY_BYTES);
    if let Some(code) = missing(sample, table.start.saturating_add(end)) {
        return Ok(Some(code));
    }
    let furthest = table.furthest(sample, &|_, entry| {
        let sector = entry.le_u32(0).filter(|sector| *sector > ZEROED)?;
        Some(u64::from(sector).saturating_mul(SECTOR_BYTES))
    })?;
    let Some(start) = furthest else {
        return Ok(None);
    };
    let is_compressed = header
        .le_u32(FLAGS)
        .is_some_and(|flags| flags & COMPRESSED_GRAINS != 0);
    let length = if is_compressed {
        let marker = part(sample, start, MARKER_BYTES)?.unwrap_or_default();
        let length = marker.le_u32(MARKER_LENGTH).unwrap_or_default();
        (MARKER_BYTES + u64::from(length)).next_multiple_of(SECTOR_BYTES)
    } else {
        grain.saturating_mul(SECTOR_BYTES)
    };
    if let Some(code) = missing(sample, start.saturating_add(length)) {
        return Ok(Some(code));
    }
    // Grains are written whole, so one that has begun is cut off also where no table was looked at
    // that leads to it.
    let sectors = (sample.file_size().0 / SECTOR_BYTES).saturating_sub(overhead);
    let is_whole =
        sectors.is_multiple_of(grain) && sample.file_size().0.is_multiple_of(SECTOR_BYTES);
    Ok((!is_compressed && !is_whole).then_some(FindingCode::EndMissing))
}

/// The table that leads to the grain that is furthest behind in the file, or to which one would lead.
fn grain_table(
    sample: &Sample,
    directory: u64,
    tables: u64,
    per_table: u64,
) -> Result<Option<Table>, ByteRange> {
    let length = tables.saturating_mul(ENTRY_BYTES).min(WHOLE_BYTES);
    let entries = part(sample, directory, length)?.unwrap_or_default();
    let places: Vec<u64> = entries
        .chunks_exact(ENTRY_BYTES as usize)
        .filter_map(|entry| entry.le_u32(0).map(u64::from))
        .collect();
    let table_sectors = per_table.saturating_mul(ENTRY_BYTES).div_ceil(SECTOR_BYTES);
    // Most writers lay all tables out behind each other, to be filled later: they are one long one.
    // Others write a table when it is needed, behind the grains that it leads to.
    let are_in_a_row = places
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one.saturating_add(table_sectors) == *next));
    let (place, count) = if are_in_a_row {
        (places.first(), tables)
    } else {
        (places.iter().max(), 1)
    };
    let place = place.filter(|place| **place != 0);
    Ok(place.map(|place| Table {
        start: place.saturating_mul(SECTOR_BYTES),
        entry_bytes: ENTRY_BYTES,
        count: count.saturating_mul(per_table),
    }))
}
