//! File systems without a partition table around them, as far as their size is near their
//! beginning: ext2 to ext4, XFS, Btrfs, FAT, EROFS, F2FS and cramfs; and swap areas. Glance sees raw
//! data in them.

mod volumes;

use super::{Examined, FormatMatch, SECTOR_BYTES, partition_table};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::cut_off::missing;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::format_name::FormatName;
use crate::inspect::sample::{ByteRange, Sample};

/// <https://docs.kernel.org/filesystems/ext4/super.html>
mod ext {
    pub(super) const OFFSET: u64 = 1024;
    pub(super) const BLOCKS: usize = 0x04;
    pub(super) const LOG_BLOCK_KIB: usize = 0x18;
    pub(super) const MAGIC_OFFSET: usize = 0x38;
    pub(super) const MAGIC: u16 = 0xEF53;
    pub(super) const INCOMPATIBLE_FEATURES: usize = 0x60;
    pub(super) const MORE_THAN_32_BITS: u32 = 0x80;
    pub(super) const BLOCKS_HIGH: usize = 0x150;
}

/// <https://btrfs.readthedocs.io/en/latest/dev/On-disk-format.html>
mod btrfs {
    pub(super) const OFFSET: u64 = 64 * 1024;
    pub(super) const MAGIC_OFFSET: usize = 0x40;
    pub(super) const MAGIC: &[u8] = b"_BHRfS_M";
    pub(super) const BYTES: usize = 0x70;
    pub(super) const DEVICES: usize = 0x88;
}

/// <https://docs.kernel.org/filesystems/erofs.html>, `fs/erofs/erofs_fs.h`
mod erofs {
    pub(super) const MAGIC: u32 = 0xE0F5_E1E2;
    pub(super) const LOG_BLOCK: usize = 0x0C;
    pub(super) const BLOCKS: usize = 0x24;
}

/// <https://docs.kernel.org/filesystems/f2fs.html>, `include/linux/f2fs_fs.h`
mod f2fs {
    pub(super) const MAGIC: u32 = 0xF2F5_2010;
    pub(super) const LOG_BLOCK: usize = 0x10;
    pub(super) const BLOCKS: usize = 0x24;
    /// The name of the first device, where there are several.
    pub(super) const DEVICES: usize = 0x899;
    pub(super) const BYTES: u64 = 0x8A0;
}

/// <https://docs.kernel.org/filesystems/cramfs.html>, `include/uapi/linux/cramfs_fs.h`
mod cramfs {
    pub(super) const MAGIC: &[u8] = b"\x45\x3d\xcd\x28";
    pub(super) const BYTES: usize = 4;
    pub(super) const FLAGS: usize = 8;
    pub(super) const TELLS_ITS_SIZE: u32 = 1;
    pub(super) const NAME: usize = 16;
    pub(super) const NAME_VALUE: &[u8] = b"Compressed ROMFS";
}

/// `include/linux/swap.h`: a header of one page, which ends with its mark.
mod swap {
    pub(super) const PAGES: [u64; 3] = [4096, 8192, 16384];
    pub(super) const MAGIC: &[u8] = b"SWAPSPACE2";
    pub(super) const LAST_PAGE: u64 = 1028;
}

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    let known =
        |found: Option<u64>, name| found.map(|bytes| (FindingCode::FileSystem(name), bytes));
    let fitting = match known(ext(sample)?, FormatName::Ext) {
        None if header.starts_with(b"XFSB") => known(Some(xfs(header)), FormatName::Xfs),
        None if header.get(510..512) == Some(&[0x55, 0xAA]) => known(fat(header), FormatName::Fat),
        None => match of_devices(sample, header)? {
            None => known(btrfs(sample)?, FormatName::Btrfs),
            Some((name, bytes)) => known(Some(bytes), name),
        },
        found => found,
    };
    let fitting = match fitting {
        None => swap(sample)?.map(|bytes| (FindingCode::SwapArea, bytes)),
        found => found,
    };
    let fitting = match fitting {
        None => volumes::find(sample)?,
        found => found,
    };
    Ok(fitting.map(|(code, bytes)| found(sample, code, bytes)))
}

fn found(sample: &Sample, code: FindingCode, bytes: u64) -> FormatMatch {
    let name = match code {
        FindingCode::FileSystem(name)
        | FindingCode::BootSector(name)
        | FindingCode::VolumePart(name) => name.as_str(),
        _ => "swap",
    };
    let mut found = FormatMatch::unrecognised(Detected::FileSystem).with_details(Details {
        subformat: Some(name.to_ascii_lowercase().into()),
        ..Details::default()
    });
    found.find(code);
    found
        .findings
        .extend(missing(sample, bytes).map(Finding::from));
    found
}

/// The file systems of which the first sector has the mark of a partition table, so that it is one to
/// Glance, mostly a faulty one: its program is where the partitions would be.
pub(super) fn examine_boot_sector(sample: &Sample) -> Examined {
    /// The name of what made it, which these file systems demand.
    const MAKER: std::ops::Range<usize> = 3..11;
    const FAT_NAMES: [usize; 2] = [0x36, 0x52];
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if !partition_table::is_marked(header) {
        return Ok(None);
    }
    let fault = partition_table::check_entries(header);
    let ntfs = || {
        let sectors = header.le_u64(0x28).unwrap_or_default();
        let bytes = header.le_u16(0x0B).unwrap_or_default();
        sectors.saturating_add(1).saturating_mul(bytes.into())
    };
    let exfat = || {
        let log = header.get(0x6C).copied().map(u32::from);
        let bytes = log.and_then(|log| 1_u64.checked_shl(log));
        let sectors = header.le_u64(0x48).unwrap_or_default();
        sectors.saturating_mul(bytes.unwrap_or_default())
    };
    let (name, bytes) = match header.get(MAKER) {
        Some(b"NTFS    ") => (FormatName::Ntfs, ntfs()),
        Some(b"EXFAT   ") => (FormatName::ExFat, exfat()),
        Some(b"-FVE-FS-") => (FormatName::BitLocker, 0),
        _ => {
            let is_fat = FAT_NAMES.into_iter().any(|at| {
                let name = header.get(at..);
                name.is_some_and(|name| name.starts_with(b"FAT"))
            });
            // A disk with partitions can have kept what was there before them.
            if !is_fat || fault.is_none() {
                return Ok(None);
            }
            (FormatName::Fat, fat(header).unwrap_or_default())
        }
    };
    let code = match fault {
        Some(_) => FindingCode::BootSector(name),
        None => FindingCode::FileSystem(name),
    };
    Ok(Some(found(sample, code, bytes)))
}

fn ext(sample: &Sample) -> Result<Option<u64>, ByteRange> {
    let block = sample.bytes(ext::OFFSET, 2 * SECTOR_BYTES)?;
    if block.le_u16(ext::MAGIC_OFFSET) != Some(ext::MAGIC) {
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
        .get(btrfs::MAGIC_OFFSET..)
        .is_some_and(|rest| rest.starts_with(btrfs::MAGIC));
    let bytes = match block.le_u64(btrfs::DEVICES) {
        Some(1) => block.le_u64(btrfs::BYTES),
        _ => None,
    };
    Ok(is_marked.then(|| bytes.unwrap_or_default()))
}

/// The file systems of small devices, one of which is in their images. One that is on several devices
/// does not say how much of it is on this.
fn of_devices(sample: &Sample, header: &[u8]) -> Result<Option<(FormatName, u64)>, ByteRange> {
    let block = sample.bytes(ext::OFFSET, f2fs::BYTES)?;
    let bytes = |blocks: u64, log: Option<u32>| {
        let block_bytes = log.and_then(|log| 1_u64.checked_shl(log));
        blocks.saturating_mul(block_bytes.unwrap_or_default())
    };
    let is_cramfs = header.starts_with(cramfs::MAGIC)
        && header
            .get(cramfs::NAME..)
            .is_some_and(|rest| rest.starts_with(cramfs::NAME_VALUE));
    Ok(match block.le_u32(0) {
        Some(erofs::MAGIC) => {
            let blocks = block.le_u32(erofs::BLOCKS).unwrap_or_default().into();
            let log = block.get(erofs::LOG_BLOCK).copied().map(u32::from);
            Some((FormatName::Erofs, bytes(blocks, log)))
        }
        Some(f2fs::MAGIC) => {
            let is_alone = block.get(f2fs::DEVICES).is_none_or(|first| *first == 0);
            let blocks = block.le_u64(f2fs::BLOCKS).filter(|_| is_alone);
            let log = block.le_u32(f2fs::LOG_BLOCK);
            Some((FormatName::F2fs, bytes(blocks.unwrap_or_default(), log)))
        }
        _ if is_cramfs => {
            let tells = header
                .le_u32(cramfs::FLAGS)
                .is_some_and(|flags| flags & cramfs::TELLS_ITS_SIZE != 0);
            let size = header.le_u32(cramfs::BYTES).filter(|_| tells);
            Some((FormatName::Cramfs, size.unwrap_or_default().into()))
        }
        _ => None,
    })
}

fn swap(sample: &Sample) -> Result<Option<u64>, ByteRange> {
    let last_page = sample.bytes(swap::LAST_PAGE, 4)?.le_u32(0);
    for page in swap::PAGES {
        let length = swap::MAGIC.len() as u64;
        if sample.bytes(page - length, length)? == swap::MAGIC {
            let pages = u64::from(last_page.unwrap_or_default()) + 1;
            return Ok(Some(pages.saturating_mul(page)));
        }
    }
    Ok(None)
}
