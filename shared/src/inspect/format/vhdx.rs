//! Hyper-V disks of the second generation (MS-VHDX). The size of the disk is behind two tables:
//! the region table at 192 KiB leads to the metadata region, whose table leads to the item.

use super::{Detected, Examined, Match};
use crate::inspect::sample::{ByteRange, Fields, Sample};

const REGION_TABLE: u64 = 192 * 1024;
const REGION_TABLE_HEADER_BYTES: u64 = 16;
const METADATA_TABLE_HEADER_BYTES: u64 = 32;
const ENTRY_BYTES: u64 = 32;
/// Far more entries than any writer makes; the specification's own limit is 2047.
const MAX_ENTRIES: u64 = 64;
/// `8B7CA206-4790-4B9A-B8FE-575F050F886E` as it is on disk.
const METADATA_REGION: [u8; 16] = [
    0x06, 0xA2, 0x7C, 0x8B, 0x90, 0x47, 0x9A, 0x4B, 0xB8, 0xFE, 0x57, 0x5F, 0x05, 0x0F, 0x88, 0x6E,
];
/// `2FA54224-CD1B-4876-B211-5DBED83BF4B8` as it is on disk.
const VIRTUAL_DISK_SIZE: [u8; 16] = [
    0x24, 0x42, 0xA5, 0x2F, 0x1B, 0xCD, 0x76, 0x48, 0xB2, 0x11, 0x5D, 0xBE, 0xD8, 0x3B, 0xF4, 0xB8,
];

pub(super) fn examine(sample: &Sample) -> Examined {
    if !sample.bytes(0, 512)?.starts_with(b"vhdxfile") {
        return Ok(None);
    }
    Ok(Some(
        Match::of(Detected::Vhdx).with_size(virtual_size(sample)?),
    ))
}

fn virtual_size(sample: &Sample) -> Result<Option<u64>, ByteRange> {
    let table_bytes = REGION_TABLE_HEADER_BYTES + MAX_ENTRIES * ENTRY_BYTES;
    let regions = sample.bytes(REGION_TABLE, table_bytes)?;
    if !regions.starts_with(b"regi") {
        return Ok(None);
    }
    let Some(metadata) = entries(regions, REGION_TABLE_HEADER_BYTES)
        .find(|entry| entry.starts_with(&METADATA_REGION))
        .and_then(|entry| entry.le_u64(16))
    else {
        return Ok(None);
    };
    let table_bytes = METADATA_TABLE_HEADER_BYTES + MAX_ENTRIES * ENTRY_BYTES;
    let items = sample.bytes(metadata, table_bytes)?;
    if !items.starts_with(b"metadata") {
        return Ok(None);
    }
    let Some(offset) = entries(items, METADATA_TABLE_HEADER_BYTES)
        .find(|entry| entry.starts_with(&VIRTUAL_DISK_SIZE))
        .and_then(|entry| entry.le_u32(16))
    else {
        return Ok(None);
    };
    Ok(sample
        .bytes(metadata.saturating_add(u64::from(offset)), 8)?
        .le_u64(0))
}

fn entries(table: &[u8], header_bytes: u64) -> impl Iterator<Item = &[u8]> {
    let start = usize::try_from(header_bytes).unwrap_or(usize::MAX);
    table
        .get(start..)
        .unwrap_or_default()
        .chunks_exact(ENTRY_BYTES as usize)
}
