//! Whether a file has all that its own tables lead to.
//!
//! Glance does not ask: it stores half a disk as it would a whole one, and the server that boots from
//! it finds out. Every format but raw says somewhere how far its data reaches. What is looked at is
//! little, within the same limit as everything: the end of the tables, and as much of the tables as
//! it takes. So a finding here is sure, and none is not: what cannot be told is in
//! `docs/inspection.md`.

mod disk;
mod luks;
mod qcow2;
mod table;
mod vhdx;
mod vmdk;

use super::detected::Detected;
use super::finding::FindingCode;
use super::format::Match;
use super::sample::{ByteRange, Sample};
use crate::units::Bytes;

/// What was found out: a fault of the file, or nothing to say; or bytes that must be read first.
type Checked = Result<Option<FindingCode>, ByteRange>;

/// Looks whether the file ends before its format does.
///
/// # Errors
/// The range that must be read first.
pub(super) fn check(sample: &Sample, found: &Match) -> Checked {
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

/// The finding where something that is needed ends at `end`, and the file before it.
pub(super) fn missing(sample: &Sample, end: u64) -> Option<FindingCode> {
    let bytes = end.saturating_sub(sample.file_size().0);
    (bytes > 0).then_some(FindingCode::CutOff(Bytes(bytes)))
}

/// The bytes of a part of the file, or as many as there are before its end; `None` where they are
/// beyond what may be read.
fn part(sample: &Sample, start: u64, length: u64) -> Result<Option<&[u8]>, ByteRange> {
    let bytes = sample.bytes(start, length)?;
    let there = sample.file_size().0.saturating_sub(start).min(length);
    Ok((bytes.len() as u64 == there).then_some(bytes))
}
