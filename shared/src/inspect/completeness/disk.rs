//! The formats that say in one or two places how far they reach.

use super::table::Table;
use super::{Checked, missing, part};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::FindingCode;
use crate::inspect::format::tar::{Extent, members};
use crate::inspect::format::vhd::{COOKIE, CURRENT_BYTES, DYNAMIC_HEADER};
use crate::inspect::format_match::SECTOR_BYTES;
use crate::inspect::sample::Sample;

/// A VHD begins with a copy of its footer, so that it shows when the footer is gone.
pub(super) fn vhd(sample: &Sample) -> Checked {
    const DYNAMIC_HEADER_BYTES: u64 = 1024;
    const TABLE: usize = 16;
    const ENTRIES: usize = 28;
    const ENTRY_BYTES: u64 = 4;
    let Some(copy) = part(sample, 0, SECTOR_BYTES)? else {
        return Ok(None);
    };
    let offset = copy.be_u64(DYNAMIC_HEADER).unwrap_or(u64::MAX);
    if offset != u64::MAX {
        let Some(header) = part(sample, offset, DYNAMIC_HEADER_BYTES)? else {
            return Ok(None);
        };
        let entries = u64::from(header.be_u32(ENTRIES).unwrap_or_default());
        let table = header.be_u64(TABLE).unwrap_or_default();
        let end = offset
            .saturating_add(DYNAMIC_HEADER_BYTES)
            .max(table.saturating_add(entries * ENTRY_BYTES))
            .saturating_add(SECTOR_BYTES);
        if let Some(code) = missing(sample, end) {
            return Ok(Some(code));
        }
    }
    let is_footer = sample.tail(SECTOR_BYTES)?.starts_with(COOKIE);
    Ok((!is_footer).then_some(FindingCode::EndMissing))
}

/// The footer tells the size of the disk before it.
pub(super) fn fixed_vhd(sample: &Sample) -> Checked {
    let size = sample.tail(SECTOR_BYTES)?.be_u64(CURRENT_BYTES);
    Ok(missing(
        sample,
        size.unwrap_or_default().saturating_add(SECTOR_BYTES),
    ))
}

/// A VDI counts its blocks, which are behind each other.
pub(super) fn vdi(sample: &Sample) -> Checked {
    const MAP: usize = 0x154;
    const DATA: usize = 0x158;
    const BLOCK_BYTES: usize = 0x178;
    const BLOCK_EXTRA_BYTES: usize = 0x17C;
    const BLOCKS: usize = 0x180;
    const ALLOCATED_BLOCKS: usize = 0x184;
    const MAP_ENTRY_BYTES: u64 = 4;
    let Some(header) = part(sample, 0, SECTOR_BYTES)? else {
        return Ok(None);
    };
    let field = |offset| u64::from(header.le_u32(offset).unwrap_or_default());
    let block = field(BLOCK_BYTES) + field(BLOCK_EXTRA_BYTES);
    let data = field(ALLOCATED_BLOCKS)
        .saturating_mul(block)
        .saturating_add(field(DATA));
    let map = field(MAP) + field(BLOCKS) * MAP_ENTRY_BYTES;
    Ok(missing(sample, data.max(map)))
}

/// A table leads to the clusters, in sectors or, in the newer kind, in clusters.
pub(super) fn ploop(sample: &Sample) -> Checked {
    const HEADER_BYTES: u64 = 64;
    const OLDER_MAGIC: &[u8] = b"WithoutFreeSpace";
    const CLUSTER_SECTORS: usize = 28;
    const ENTRIES: usize = 32;
    const DATA_SECTOR: usize = 48;
    const ENTRY_BYTES: u64 = 4;
    let Some(header) = part(sample, 0, HEADER_BYTES)? else {
        return Ok(None);
    };
    let field = |offset| u64::from(header.le_u32(offset).unwrap_or_default());
    let cluster = field(CLUSTER_SECTORS).saturating_mul(SECTOR_BYTES);
    let unit = if header.starts_with(OLDER_MAGIC) {
        SECTOR_BYTES
    } else {
        cluster
    };
    let table = Table {
        start: HEADER_BYTES,
        entry_bytes: ENTRY_BYTES,
        count: field(ENTRIES),
    };
    let end = (HEADER_BYTES + field(ENTRIES) * ENTRY_BYTES)
        .max(field(DATA_SECTOR).saturating_mul(SECTOR_BYTES));
    if let Some(code) = missing(sample, end) {
        return Ok(Some(code));
    }
    let furthest = table.furthest(sample, &|_, entry| {
        let place = entry.le_u32(0).filter(|place| *place != 0)?;
        Some(
            u64::from(place)
                .saturating_mul(unit)
                .saturating_add(cluster),
        )
    })?;
    let end = furthest.place.unwrap_or_default();
    if let Some(code) = missing(sample, end) {
        return Ok(Some(code));
    }
    let is_whole = unit == SECTOR_BYTES || sample.file_size().0.is_multiple_of(cluster.max(1));
    if !is_whole {
        return Ok(Some(FindingCode::EndMissing));
    }
    Ok(furthest.coverage.unsure(sample, end))
}

/// Each member says its size, and behind the last there is an empty header.
pub(super) fn tar(sample: &Sample) -> Checked {
    let members = members(sample)?;
    if let Some(code) = missing(sample, members.end) {
        return Ok(Some(code));
    }
    let is_ended = match members.extent {
        Extent::Ended => true,
        Extent::Broken => false,
        Extent::More => sample.tail(SECTOR_BYTES)?.iter().all(|byte| *byte == 0),
    };
    Ok((!is_ended).then_some(FindingCode::EndMissing))
}

/// The header says where its copy is; that it is behind the end is said by the partition table.
pub(super) fn gpt(sample: &Sample) -> Checked {
    const SECTORS: [u64; 2] = [512, 4096];
    const MAGIC: &[u8] = b"EFI PART";
    const COPY: usize = 32;
    for sector in SECTORS {
        let Some(header) = part(sample, sector, SECTOR_BYTES)? else {
            continue;
        };
        if !header.starts_with(MAGIC) {
            continue;
        }
        let place = header.le_u64(COPY).unwrap_or_default();
        let start = place.saturating_mul(sector);
        let length = MAGIC.len() as u64;
        if start.saturating_add(length) > sample.file_size().0 {
            return Ok(None);
        }
        let copy = part(sample, start, length)?;
        return Ok(copy
            .is_some_and(|copy| copy != MAGIC)
            .then_some(FindingCode::BackupTableMissing));
    }
    Ok(None)
}
