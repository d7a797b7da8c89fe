//! Hyper-V disks of the second generation (MS-VHDX,
//! <https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx/>). The size of the disk is
//! behind two tables: the region table at 192 KiB leads to the metadata region, whose table leads
//! to the items.

mod capture;
mod parent;

use super::{Examined, FormatMatch, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::recognition::{Recognition, Reported};
use crate::inspect::sample::{ByteRange, Sample};
use crate::units::Bytes;

const MAGIC: &[u8] = b"vhdxfile";
const IDENTIFIER_BYTES: u64 = 32;
pub(in crate::inspect) const REGION_TABLE: u64 = 192 * 1024;
const TABLE_BYTES: u64 = 64 * 1024;
const ENTRY_BYTES: u64 = 32;
pub(in crate::inspect) const MAX_ENTRIES: u64 = 2047;
/// `8B7CA206-4790-4B9A-B8FE-575F050F886E` as it is on disk.
pub(in crate::inspect) const METADATA_REGION: [u8; 16] = [
    0x06, 0xA2, 0x7C, 0x8B, 0x90, 0x47, 0x9A, 0x4B, 0xB8, 0xFE, 0x57, 0x5F, 0x05, 0x0F, 0x88, 0x6E,
];
/// `2FA54224-CD1B-4876-B211-5DBED83BF4B8` as it is on disk.
pub(in crate::inspect) const VIRTUAL_DISK_SIZE: [u8; 16] = [
    0x24, 0x42, 0xA5, 0x2F, 0x1B, 0xCD, 0x76, 0x48, 0xB2, 0x11, 0x5D, 0xBE, 0xD8, 0x3B, 0xF4, 0xB8,
];
/// `CAA16737-FA36-4D43-B3B6-33F0AA44E76B` as it is on disk.
pub(in crate::inspect) const FILE_PARAMETERS: [u8; 16] = [
    0x37, 0x67, 0xA1, 0xCA, 0x36, 0xFA, 0x43, 0x4D, 0xB3, 0xB6, 0x33, 0xF0, 0xAA, 0x44, 0xE7, 0x6B,
];
/// `A8D35F2D-B30B-454D-ABF7-D3D84834AB0C` as it is on disk.
const PARENT_LOCATOR: [u8; 16] = [
    0x2D, 0x5F, 0xD3, 0xA8, 0x0B, 0xB3, 0x4D, 0x45, 0xAB, 0xF7, 0xD3, 0xD8, 0x48, 0x34, 0xAB, 0x0C,
];
/// The blocks stay allocated: a disk of fixed size.
pub(in crate::inspect) const LEAVES_BLOCKS_ALLOCATED: u32 = 1;
pub(in crate::inspect) const HAS_PARENT: u32 = 1 << 1;

/// A table of entries behind a header, which both tables are.
#[derive(Clone, Copy, Debug)]
pub(in crate::inspect) struct TableLayout {
    signature: &'static [u8],
    count: CountField,
    pub(in crate::inspect) header_bytes: u64,
}

#[derive(Clone, Copy, Debug)]
enum CountField {
    U32(usize),
    U16(usize),
}

pub(in crate::inspect) const REGIONS: TableLayout = TableLayout {
    signature: b"regi",
    count: CountField::U32(8),
    header_bytes: 16,
};
pub(in crate::inspect) const ITEMS: TableLayout = TableLayout {
    signature: b"metadata",
    count: CountField::U16(10),
    header_bytes: 32,
};

impl TableLayout {
    /// The number of entries; `None` when the signature is another one.
    pub(in crate::inspect) fn count(self, header: &[u8]) -> Option<u64> {
        if !header.starts_with(self.signature) {
            return None;
        }
        match self.count {
            CountField::U32(offset) => header.le_u32(offset).map(u64::from),
            CountField::U16(offset) => header.le_u16(offset).map(u64::from),
        }
    }

    pub(in crate::inspect) const fn bytes(self, count: u64) -> u64 {
        self.header_bytes + count * ENTRY_BYTES
    }
}

/// The entry of this GUID in a table that is complete in `table`.
pub(in crate::inspect) fn entry<'table>(
    table: &'table [u8],
    layout: TableLayout,
    guid: &[u8],
) -> Option<&'table [u8]> {
    table
        .get(usize::try_from(layout.header_bytes).ok()?..)?
        .chunks_exact(ENTRY_BYTES as usize)
        .find(|entry| entry.starts_with(guid))
}

pub(super) fn examine(sample: &Sample) -> Examined {
    if !sample.bytes(0, IDENTIFIER_BYTES)?.starts_with(MAGIC) {
        return Ok(None);
    }
    let found = FormatMatch::recognised(Detected::Vhdx);
    if !has(sample, REGION_TABLE + TABLE_BYTES) {
        return Ok(Some(found.incomplete()));
    }
    let header = sample.bytes(REGION_TABLE, REGIONS.header_bytes)?;
    let Some(count) = REGIONS.count(header).filter(|count| *count <= MAX_ENTRIES) else {
        // oslo.utils gives up here and is content with what it has seen.
        return Ok(Some(gave_up(found, REGION_TABLE + TABLE_BYTES)));
    };
    let regions = sample.bytes(REGION_TABLE, REGIONS.bytes(count))?;
    let metadata = entry(regions, REGIONS, &METADATA_REGION).and_then(|entry| entry.le_u64(16));
    let Some(metadata) = metadata else {
        return Ok(Some(found));
    };
    let mut found = capture::examine(sample, found, metadata)?;
    describe(sample, metadata, &mut found)?;
    Ok(Some(found))
}

fn gave_up(found: FormatMatch, after: u64) -> FormatMatch {
    FormatMatch {
        recognition: Recognition::Match {
            reported: Reported::Size(0),
            gave_up_after: Some(after),
        },
        ..found
    }
}

/// What the metadata tells beside the size of the disk; Glance does not look at it.
fn describe(sample: &Sample, metadata: u64, found: &mut FormatMatch) -> Result<(), ByteRange> {
    let header = sample.bytes(metadata, ITEMS.header_bytes)?;
    let Some(count) = ITEMS.count(header).filter(|count| *count <= MAX_ENTRIES) else {
        return Ok(());
    };
    let items = sample.bytes(metadata, ITEMS.bytes(count))?;
    let Some(offset) = entry(items, ITEMS, &FILE_PARAMETERS).and_then(|entry| entry.le_u32(16))
    else {
        return Ok(());
    };
    let parameters = sample.bytes(metadata.saturating_add(offset.into()), 8)?;
    let (Some(block), Some(flags)) = (parameters.le_u32(0), parameters.le_u32(4)) else {
        return Ok(());
    };
    let subformat = if flags & HAS_PARENT != 0 {
        found.find(FindingCode::ParentDisk);
        if let Some(item) = entry(items, ITEMS, &PARENT_LOCATOR) {
            found
                .references
                .extend(parent::name(sample, metadata, item)?);
        }
        "differencing"
    } else if flags & LEAVES_BLOCKS_ALLOCATED != 0 {
        "fixed"
    } else {
        "dynamic"
    };
    found.details = Details {
        subformat: Some(subformat.into()),
        cluster_size: Some(Bytes(block.into())),
        ..Details::default()
    };
    Ok(())
}
