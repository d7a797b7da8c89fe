//! A VMDK: a directory leads to tables, and these to the grains of the disk. One whose directory is
//! told by a footer at its end has that looked at by Glance itself.

use super::table::{Coverage, Furthest, Table};
use super::{Checked, LEADING_BYTES, missing, part};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::FindingCode;
use crate::inspect::format::vmdk::{
    CAPACITY_SECTORS, GRAIN_DIRECTORY, GRAIN_DIRECTORY_AT_END, GRAIN_SECTORS,
};
use crate::inspect::format_match::SECTOR_BYTES;
use crate::inspect::sample::{ByteRange, Sample};

const MAGIC: &[u8] = b"KDMV";
const FLAGS: usize = 8;
const COMPRESSED_GRAINS: u32 = 1 << 16;
const ENTRIES_PER_TABLE: usize = 44;
const OVERHEAD_SECTORS: usize = 64;
const HEADER_BYTES: u64 = 72;
/// As many tables are looked at where they are not behind each other: each is a read.
const SCATTERED_TABLES: usize = 4;
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
    if !header.starts_with(MAGIC) || directory == GRAIN_DIRECTORY_AT_END || per_entry == 0 {
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
    let (tables, of_tables) = grain_tables(sample, start, tables, per_table)?;
    if let Some(table) = tables.first() {
        let end = table.count.saturating_mul(ENTRY_BYTES);
        if let Some(code) = missing(sample, table.start.saturating_add(end)) {
            return Ok(Some(code));
        }
    }
    let mut furthest = Furthest {
        place: None,
        coverage: of_tables,
    };
    for table in tables {
        furthest = furthest.and(table.furthest(sample, &|_, entry| {
            let sector = entry.le_u32(0).filter(|sector| *sector > ZEROED)?;
            Some(u64::from(sector).saturating_mul(SECTOR_BYTES))
        })?);
    }
    let Some(start) = furthest.place else {
        return Ok(furthest.coverage.unsure(sample, 0));
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
    let end = start.saturating_add(length);
    if let Some(code) = missing(sample, end) {
        return Ok(Some(code));
    }
    // Grains are written whole, so one that has begun is cut off also where no table was looked at
    // that leads to it.
    let sectors = (sample.file_size().0 / SECTOR_BYTES).saturating_sub(overhead);
    let is_whole =
        sectors.is_multiple_of(grain) && sample.file_size().0.is_multiple_of(SECTOR_BYTES);
    if !is_compressed && !is_whole {
        return Ok(Some(FindingCode::EndMissing));
    }
    Ok(furthest.coverage.unsure(sample, end))
}

/// The tables to look at for the grain that is furthest behind in the file, the one that is itself
/// furthest behind first, and which of all tables these are.
fn grain_tables(
    sample: &Sample,
    directory: u64,
    tables: u64,
    per_table: u64,
) -> Result<(Vec<Table>, Coverage), ByteRange> {
    let length = tables.saturating_mul(ENTRY_BYTES).min(LEADING_BYTES);
    let Some(entries) = part(sample, directory, length)? else {
        return Ok((Vec::new(), Coverage::Some));
    };
    let mut places: Vec<u64> = entries
        .chunks_exact(ENTRY_BYTES as usize)
        .filter_map(|entry| entry.le_u32(0).map(u64::from))
        .collect();
    let table_sectors = per_table.saturating_mul(ENTRY_BYTES).div_ceil(SECTOR_BYTES);
    let table = |place: u64, count: u64| Table {
        start: place.saturating_mul(SECTOR_BYTES),
        entry_bytes: ENTRY_BYTES,
        count: count.saturating_mul(per_table),
    };
    // Most writers lay all tables out behind each other, to be filled later: they are one long one.
    // Others write a table when it is needed, behind the grains that it leads to.
    let are_in_a_row = places
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one.saturating_add(table_sectors) == *next));
    if are_in_a_row {
        let first = places.first().filter(|place| **place != 0);
        let all = first.map(|place| table(*place, tables));
        return Ok((all.into_iter().collect(), Coverage::All));
    }
    let mut tables = Vec::new();
    // Not a sort: the worker that does this is paid for by its download.
    while let Some(place) = places.iter().copied().max().filter(|place| *place != 0) {
        if tables.len() == SCATTERED_TABLES {
            return Ok((tables, Coverage::Last));
        }
        tables.push(table(place, 1));
        places.retain(|other| *other != place);
    }
    let coverage = if length < LEADING_BYTES {
        Coverage::All
    } else {
        Coverage::Last
    };
    Ok((tables, coverage))
}
