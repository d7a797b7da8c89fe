//! Whether a file has all that its own tables lead to.
//!
//! Glance does not ask: it stores half a disk as it would a whole one, and the server that boots from
//! it finds out. Every format but raw says somewhere how far its data reaches. What is looked at is
//! little, within the same limit as everything: the end of the tables, and as much of the tables as
//! it takes. So a finding here is sure, and none is not: what cannot be told is in
//! `docs/inspection.md`. Where a table is too long to be looked at whole, a note says so.

mod disk;
mod luks;
mod qcow2;
mod table;
mod vhdx;
mod vmdk;

use super::cut_off::{Checked, missing, part};
use super::detected::Detected;
use super::format_match::FormatMatch;
use super::sample::Sample;

/// As much as is read of what leads to tables.
const LEADING_BYTES: u64 = 64 * 1024;

/// Looks whether the file ends before its format does.
///
/// # Errors
/// The range that must be read first.
pub(super) fn check(sample: &Sample, found: &FormatMatch) -> Checked {
    match found.detected {
        Detected::Qcow2 => qcow2::check(sample),
        Detected::Vmdk => vmdk::check(sample),
        Detected::Vhd => disk::vhd(sample),
        Detected::FixedVhd => disk::fixed_vhd(sample),
        Detected::Vhdx => vhdx::check(sample, found.virtual_size),
        Detected::Vdi => disk::vdi(sample),
        Detected::Ploop => disk::ploop(sample),
        Detected::Iso => Ok(found.virtual_size.and_then(|size| missing(sample, size.0))),
        Detected::Luks => luks::check(sample),
        Detected::Ova | Detected::Tar => disk::tar(sample),
        Detected::Gpt => disk::gpt(sample),
        _ => Ok(None),
    }
}
