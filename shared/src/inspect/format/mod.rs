//! The formats, one function each.

mod compressed;
mod file_system;
mod iso;
mod linux;
mod luks;
mod open_pgp;
mod other;
mod partition_table;
pub(super) mod ploop;
pub(super) mod qcow2;
mod qed;
pub(super) mod tar;
mod text;
pub(super) mod vdi;
pub(super) mod vhd;
pub(super) mod vhdx;
pub(super) mod vmdk;

use super::format_match::{Examined, FormatMatch, SECTOR_BYTES, has};
use super::recognition::Recognition;
use super::sample::{ByteRange, Sample};

#[cfg(test)]
thread_local! {
    /// How often a sample was examined, which is nearly all that an inspection costs.
    pub(super) static EXAMINATIONS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Every format that fits.
///
/// # Errors
/// The range that must be read first.
pub(super) fn examine(sample: &Sample) -> Result<Vec<FormatMatch>, ByteRange> {
    const EXAMINERS: [fn(&Sample) -> Examined; 14] = [
        qcow2::examine,
        qed::examine,
        vdi::examine,
        vmdk::examine,
        vhdx::examine,
        vhd::examine,
        iso::examine,
        partition_table::examine,
        file_system::examine_boot_sector,
        luks::examine,
        ploop::examine,
        compressed::examine,
        tar::examine,
        linux::examine,
    ];
    /// What is looked for in bytes that are none of these. A mark of two bytes says little, and
    /// whoever makes a disk can begin it with any.
    const LAST_EXAMINERS: [fn(&Sample) -> Examined; 2] = [file_system::examine, other::examine];
    #[cfg(test)]
    EXAMINATIONS.set(EXAMINATIONS.get() + 1);
    let mut matches = Vec::new();
    for examine in EXAMINERS {
        matches.extend(examine(sample)?);
    }
    for examine in LAST_EXAMINERS {
        if matches
            .iter()
            .all(|found: &FormatMatch| found.recognition == Recognition::Crash)
        {
            matches.extend(examine(sample)?);
        }
    }
    Ok(matches)
}
