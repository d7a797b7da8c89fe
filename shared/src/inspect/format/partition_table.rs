//! Disks with a partition table: MBR, and GPT behind its protective MBR
//! (<https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html>).

use super::{Detected, Examined, Match};
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::sample::{Fields, Sample};

const SECTOR_BYTES: u64 = 512;
const SIGNATURE_OFFSET: usize = 510;
const SIGNATURE: u16 = 0xAA55;
const ENTRIES_OFFSET: usize = 446;
const ENTRY_BYTES: usize = 16;
const ENTRY_COUNT: usize = 4;
const GPT_PROTECTIVE: u8 = 0xEE;

pub(super) fn examine(sample: &Sample) -> Examined {
    let sector = sample.bytes(0, SECTOR_BYTES)?;
    if sector.le_u16(SIGNATURE_OFFSET) != Some(SIGNATURE) || is_fat_boot_sector(sector) {
        return Ok(None);
    }
    let mut found = Match::of(Detected::Gpt);
    found
        .findings
        .extend(check_entries(sector).map(Finding::from));
    Ok(Some(found))
}

/// A FAT file system without partitions has the same signature; its boot sector tells two FATs on
/// a fixed disk.
fn is_fat_boot_sector(sector: &[u8]) -> bool {
    sector.get(0x10) == Some(&2) && sector.get(0x15) == Some(&0xF8)
}

/// The first fault, in the order in which oslo.utils looks for them.
fn check_entries(sector: &[u8]) -> Option<FindingCode> {
    let entries = sector
        .get(ENTRIES_OFFSET..)?
        .chunks_exact(ENTRY_BYTES)
        .take(ENTRY_COUNT);
    let mut used = Vec::new();
    let mut has_gpt = false;
    for (index, entry) in entries.enumerate() {
        let kind = entry.get(4).copied().unwrap_or_default();
        if !matches!(entry.first(), Some(0x00 | 0x80)) {
            return Some(FindingCode::BootFlag);
        }
        if kind != 0 {
            used.push(index);
        }
        if kind == GPT_PROTECTIVE {
            has_gpt = true;
            let starts_right = entry.get(1..4) == Some(&[0x00, 0x02, 0x00][..]);
            if !starts_right || entry.le_u32(8) != Some(1) {
                return Some(FindingCode::ProtectiveEntry);
            }
        }
    }
    if has_gpt && used != [0] {
        Some(FindingCode::ProtectiveEntry)
    } else if used.is_empty() {
        Some(FindingCode::NoPartitions)
    } else {
        None
    }
}
