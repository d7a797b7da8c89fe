//! Disks with a partition table: MBR, and GPT behind its protective MBR
//! (<https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html>).

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::recognition::Reported;
use crate::inspect::sample::{ByteRange, Sample};
use crate::units::Bytes;

const SIGNATURE_OFFSET: usize = 510;
const SIGNATURE: u16 = 0xAA55;
const ENTRIES_OFFSET: usize = 446;
const ENTRY_BYTES: usize = 16;
const ENTRY_COUNT: usize = 4;
const KIND: usize = 4;
const FIRST_SECTOR: usize = 8;
const SECTOR_COUNT: usize = 12;
const GPT_PROTECTIVE: u8 = 0xEE;
/// A disk counts in sectors of 512 or, if it is a large one, of 4096 bytes.
const GPT_SECTOR_BYTES: [u64; 2] = [512, 4096];
const GPT_MAGIC: &[u8] = b"EFI PART";
/// The last sector of the disk, where the table's copy is.
const GPT_BACKUP_SECTOR: usize = 32;

pub(super) fn examine(sample: &Sample) -> Examined {
    let sector = sample.bytes(0, SECTOR_BYTES)?;
    if !is_marked(sector) {
        return Ok(None);
    }
    let gpt = gpt(sample)?;
    let has_gpt = gpt.is_some();
    let needed = gpt.as_ref().map_or_else(|| end(sector), |gpt| gpt.end);
    let mut found = FormatMatch::recognised(Detected::Gpt)
        .reporting(Reported::FileSize)
        .with_details(Details {
            subformat: Some(if has_gpt { "gpt" } else { "mbr" }.into()),
            cluster_size: gpt.map(|gpt| gpt.sector_size),
            ..Details::default()
        });
    let fault = check_entries(sector);
    found.findings.extend(fault.map(Finding::from));
    // Where the table is faulty, it can be anything else; a GPT is none.
    if !has(sample, needed) && (fault.is_none() || has_gpt) {
        found.find(FindingCode::DiskCutShort);
    } else if fault.is_none() && !has_gpt && is_protective(sector) {
        found.find(FindingCode::TableMissing);
    }
    Ok(Some(found))
}

/// Whether Glance takes it for a partition table.
pub(super) fn is_marked(sector: &[u8]) -> bool {
    sector.le_u16(SIGNATURE_OFFSET) == Some(SIGNATURE) && !is_fat_boot_sector(sector)
}

/// A FAT file system without partitions has the same signature; its boot sector tells two FATs on
/// a fixed disk.
fn is_fat_boot_sector(sector: &[u8]) -> bool {
    sector.get(0x10) == Some(&2) && sector.get(0x15) == Some(&0xF8)
}

fn entries(sector: &[u8]) -> impl Iterator<Item = &[u8]> {
    sector
        .get(ENTRIES_OFFSET..)
        .unwrap_or_default()
        .chunks_exact(ENTRY_BYTES)
        .take(ENTRY_COUNT)
}

fn kind(entry: &[u8]) -> u8 {
    entry.get(KIND).copied().unwrap_or_default()
}

/// The first fault, in the order in which oslo.utils looks for them.
pub(super) fn check_entries(sector: &[u8]) -> Option<FindingCode> {
    let mut used = Vec::new();
    let mut has_gpt = false;
    for (index, entry) in (0_u8..).zip(entries(sector)) {
        if !matches!(entry.first(), Some(0x00 | 0x80)) {
            return Some(FindingCode::BootFlag(index));
        }
        if kind(entry) != 0 {
            used.push(index);
        }
        if kind(entry) == GPT_PROTECTIVE {
            has_gpt = true;
            if entry.get(1..KIND) != Some(&[0x00, 0x02, 0x00][..]) {
                return Some(FindingCode::ProtectiveChs);
            }
            if entry.le_u32(FIRST_SECTOR) != Some(1) {
                return Some(FindingCode::ProtectiveLba);
            }
        }
    }
    if has_gpt && used != [0] {
        Some(FindingCode::ProtectiveNotAlone)
    } else if used.is_empty() {
        Some(FindingCode::NoPartitions)
    } else {
        None
    }
}

/// Whether it only keeps others off the disk of a GPT.
fn is_protective(sector: &[u8]) -> bool {
    entries(sector).any(|entry| kind(entry) == GPT_PROTECTIVE)
}

/// The byte behind the last partition of an MBR.
fn end(sector: &[u8]) -> u64 {
    let ends = entries(sector)
        .filter(|entry| kind(entry) != 0)
        .filter_map(|entry| {
            let first = u64::from(entry.le_u32(FIRST_SECTOR)?);
            // Some writers fill up the protective entry to the limit; the header of the GPT is in it.
            let count = match (kind(entry), entry.le_u32(SECTOR_COUNT)?) {
                (GPT_PROTECTIVE, u32::MAX) => 1,
                (_, count) => u64::from(count),
            };
            Some((first + count).saturating_mul(SECTOR_BYTES))
        });
    ends.max().unwrap_or_default()
}

struct Gpt {
    sector_size: Bytes,
    /// The byte behind the copy of the table, which is the last of the disk.
    end: u64,
}

fn gpt(sample: &Sample) -> Result<Option<Gpt>, ByteRange> {
    for sector_bytes in GPT_SECTOR_BYTES {
        let header = sample.bytes(sector_bytes, SECTOR_BYTES)?;
        if header.starts_with(GPT_MAGIC) {
            let last = header.le_u64(GPT_BACKUP_SECTOR).unwrap_or_default();
            return Ok(Some(Gpt {
                sector_size: Bytes(sector_bytes),
                end: last.saturating_add(1).saturating_mul(sector_bytes),
            }));
        }
    }
    Ok(None)
}
