//! File systems without a partition table around them, as far as their size is near their
//! beginning: ext2 to ext4, XFS, Btrfs and FAT. Glance sees raw data in them.

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::cut_off::missing;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::sample::{ByteRange, Sample};

/// <https://docs.kernel.org/filesystems/ext4/super.html>
mod ext {
    pub(super) const OFFSET: u64 = 1024;
    pub(super) const BLOCKS: usize = 0x04;
    pub(super) const LOG_BLOCK_KIB: usize = 0x18;
    pub(super) const MARK: usize = 0x38;
    pub(super) const MARK_VALUE: u16 = 0xEF53;
    pub(super) const INCOMPATIBLE_FEATURES: usize = 0x60;
    pub(super) const MORE_THAN_32_BITS: u32 = 0x80;
    pub(super) const BLOCKS_HIGH: usize = 0x150;
}

/// <https://btrfs.readthedocs.io/en/latest/dev/On-disk-format.html>
mod btrfs {
    pub(super) const OFFSET: u64 = 64 * 1024;
    pub(super) const MARK: usize = 0x40;
    pub(super) const MARK_VALUE: &[u8] = b"_BHRfS_M";
    pub(super) const BYTES: usize = 0x70;
    pub(super) const DEVICES: usize = 0x88;
}

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    let fitting = match ext(sample)? {
        Some(size) => Some(("ext", size)),
        None if header.starts_with(b"XFSB") => Some(("xfs", xfs(header))),
        None if header.get(510..512) == Some(&[0x55, 0xAA]) => {
            fat(header).map(|size| ("fat", size))
        }
        None => btrfs(sample)?.map(|size| ("btrfs", size)),
    };
    Ok(fitting.map(|(name, bytes)| {
        let mut found = FormatMatch::unrecognised(Detected::FileSystem).with_details(Details {
            subformat: Some(name.into()),
            ..Details::default()
        });
        found.find(FindingCode::FileSystem);
        found
            .findings
            .extend(missing(sample, bytes).map(Finding::from));
        found
    }))
}

fn ext(sample: &Sample) -> Result<Option<u64>, ByteRange> {
    let block = sample.bytes(ext::OFFSET, 2 * SECTOR_BYTES)?;
    if block.le_u16(ext::MARK) != Some(ext::MARK_VALUE) {
        return Ok(None);
    }
    let features = block.le_u32(ext::INCOMPATIBLE_FEATURES).unwrap_or_default();
    let high = match features & ext::MORE_THAN_32_BITS {
        0 => 0,
        _ => block.le_u32(ext::BLOCKS_HIGH).unwrap_or_default(),
    };
    let low = block.le_u32(ext::BLOCKS).unwrap_or_default();
    let blocks = u64::from(high) << 32 | u64::from(low);
    let bytes = block
        .le_u32(ext::LOG_BLOCK_KIB)
        .and_then(|log| 1024_u64.checked_shl(log))
        .unwrap_or_default();
    Ok(Some(blocks.saturating_mul(bytes)))
}

fn xfs(header: &[u8]) -> u64 {
    let block = header.be_u32(4).unwrap_or_default();
    let blocks = header.be_u64(8).unwrap_or_default();
    blocks.saturating_mul(block.into())
}

/// Its boot sector has the mark of an MBR, so that Glance looks for partitions in any but the one
/// whose fields the partition table's examiner knows.
fn fat(header: &[u8]) -> Option<u64> {
    let sector = header.le_u16(11)?;
    let few = u32::from(header.le_u16(19)?);
    let many = header.le_u32(32)?;
    let sectors = if few == 0 { many } else { few };
    Some(u64::from(sectors).saturating_mul(sector.into()))
}

/// One that is on several devices does not say how much of it is on this.
fn btrfs(sample: &Sample) -> Result<Option<u64>, ByteRange> {
    let block = sample.bytes(btrfs::OFFSET, SECTOR_BYTES)?;
    let is_marked = block
        .get(btrfs::MARK..)
        .is_some_and(|rest| rest.starts_with(btrfs::MARK_VALUE));
    let bytes = match block.le_u64(btrfs::DEVICES) {
        Some(1) => block.le_u64(btrfs::BYTES),
        _ => None,
    };
    Ok(is_marked.then(|| bytes.unwrap_or_default()))
}
