//! A VHDX: regions, one of which is the table that leads to the blocks of the disk. Everything in it
//! begins at a whole MiB and is as many of them long (MS-VHDX, 2.1), so a file that is not is cut off.

use super::table::{Coverage, Furthest, Table};
use super::{Checked, missing, part};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::FindingCode;
use crate::inspect::format::vhdx::{
    FILE_PARAMETERS, HAS_PARENT, ITEMS, LEAVES_BLOCKS_ALLOCATED, MAX_ENTRIES, METADATA_REGION,
    REGION_TABLE, REGIONS, entry,
};
use crate::inspect::sample::{ByteRange, Sample};
use crate::units::Bytes;

const MIB: u64 = 1 << 20;
/// A block map is between so many sectors' worth of blocks (MS-VHDX, 2.5), which have 512 bytes at
/// least.
const CHUNK_BYTES: u64 = (1 << 23) * 512;
/// `2DC27766-F623-4200-9D64-115E9BFD4A08` as it is on disk.
const BLOCK_TABLE_REGION: [u8; 16] = [
    0x66, 0x77, 0xC2, 0x2D, 0x23, 0xF6, 0x00, 0x42, 0x9D, 0x64, 0x11, 0x5E, 0x9B, 0xFD, 0x4A, 0x08,
];
const REGION_ENTRY_BYTES: usize = 32;
const PLACE: usize = 16;
const LENGTH: usize = 24;
const BLOCK_ENTRY_BYTES: u64 = 8;
const BLOCK_STATE: u64 = 0b111;
const FULLY_PRESENT: u64 = 6;
const PARTLY_PRESENT: u64 = 7;

pub(super) fn check(sample: &Sample, virtual_size: Option<Bytes>) -> Checked {
    let header = part(sample, REGION_TABLE, REGIONS.header_bytes)?.unwrap_or_default();
    let Some(count) = REGIONS.count(header).filter(|count| *count <= MAX_ENTRIES) else {
        return Ok(None);
    };
    let regions = part(sample, REGION_TABLE, REGIONS.bytes(count))?.unwrap_or_default();
    let ends = region_entries(regions).filter_map(|entry| {
        Some(
            entry
                .le_u64(PLACE)?
                .saturating_add(entry.le_u32(LENGTH)?.into()),
        )
    });
    if let Some(code) = missing(sample, ends.max().unwrap_or_default()) {
        return Ok(Some(code));
    }
    let is_odd = !sample.file_size().0.is_multiple_of(MIB);
    let Some(blocks) = Blocks::read(sample, regions)? else {
        return Ok(is_odd.then_some(FindingCode::EndMissing));
    };
    let size = virtual_size.unwrap_or_default();
    if blocks.are_all_there {
        // QEMU leaves out of the table those in which there is nothing yet.
        let lengths = region_entries(regions).filter_map(|entry| entry.le_u32(LENGTH));
        let before: u64 = lengths.map(u64::from).sum();
        let end = before.saturating_add(MIB).saturating_add(size.0);
        if let Some(code) = missing(sample, end) {
            return Ok(Some(code));
        }
    }
    let furthest = blocks.furthest(sample, regions, size)?;
    let end = furthest.place.unwrap_or_default();
    if let Some(code) = missing(sample, end) {
        return Ok(Some(code));
    }
    // The blocks of such a disk end where it does.
    let ends_within = blocks.are_all_there && !size.0.is_multiple_of(MIB);
    if is_odd && !ends_within {
        return Ok(Some(FindingCode::EndMissing));
    }
    Ok(furthest.coverage.unsure(sample, end))
}

fn region_entries(regions: &[u8]) -> impl Iterator<Item = &[u8]> {
    regions
        .get(REGIONS.header_bytes as usize..)
        .unwrap_or_default()
        .chunks_exact(REGION_ENTRY_BYTES)
}

/// What the metadata tells of the blocks.
#[derive(Clone, Copy, Debug)]
struct Blocks {
    bytes: u64,
    /// The length of the least that an entry leads to: in a disk with a parent that can also be a
    /// map, which has 1 MiB.
    present_bytes: u64,
    /// Whether also those have a place in the file in which there is nothing: a disk of fixed size.
    are_all_there: bool,
}

impl Blocks {
    fn read(sample: &Sample, regions: &[u8]) -> Result<Option<Self>, ByteRange> {
        let place = entry(regions, REGIONS, &METADATA_REGION).and_then(|entry| entry.le_u64(PLACE));
        let Some(metadata) = place else {
            return Ok(None);
        };
        let header = part(sample, metadata, ITEMS.header_bytes)?.unwrap_or_default();
        let Some(count) = ITEMS.count(header).filter(|count| *count <= MAX_ENTRIES) else {
            return Ok(None);
        };
        let items = part(sample, metadata, ITEMS.bytes(count))?.unwrap_or_default();
        let Some(offset) = entry(items, ITEMS, &FILE_PARAMETERS).and_then(|entry| entry.le_u32(16))
        else {
            return Ok(None);
        };
        let parameters =
            part(sample, metadata.saturating_add(offset.into()), 8)?.unwrap_or_default();
        let (Some(bytes @ 1..), Some(flags)) = (parameters.le_u32(0), parameters.le_u32(4)) else {
            return Ok(None);
        };
        let bytes = bytes.into();
        let has_parent = flags & HAS_PARENT != 0;
        Ok(Some(Self {
            bytes,
            present_bytes: if has_parent { MIB } else { bytes },
            are_all_there: !has_parent && flags & LEAVES_BLOCKS_ALLOCATED != 0,
        }))
    }

    /// What the table of the blocks leads to; one that is not there leads nowhere.
    fn furthest(
        self,
        sample: &Sample,
        regions: &[u8],
        virtual_size: Bytes,
    ) -> Result<Furthest, ByteRange> {
        let Some(table) = entry(regions, REGIONS, &BLOCK_TABLE_REGION) else {
            return Ok(Furthest {
                place: None,
                coverage: Coverage::All,
            });
        };
        // The region is longer than the table in it.
        let room = u64::from(table.le_u32(LENGTH).unwrap_or_default()) / BLOCK_ENTRY_BYTES;
        let maps = virtual_size.0.div_ceil(CHUNK_BYTES);
        let entries = virtual_size.0.div_ceil(self.bytes).saturating_add(maps);
        let table = Table {
            start: table.le_u64(PLACE).unwrap_or_default(),
            entry_bytes: BLOCK_ENTRY_BYTES,
            count: entries.min(room),
        };
        table.furthest(sample, &|_, entry| {
            let entry = entry.le_u64(0)?;
            let is_present = matches!(entry & BLOCK_STATE, FULLY_PRESENT | PARTLY_PRESENT);
            let place = entry & !(MIB - 1);
            is_present.then(|| place.saturating_add(self.present_bytes))
        })
    }
}
