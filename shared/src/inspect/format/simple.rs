//! Formats that one short header tells.

use super::{Detected, Examined, Match};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{Fields, Sample};

const HEADER_BYTES: u64 = 512;
const VDI_SIGNATURE_OFFSET: usize = 0x40;
const VDI_SIGNATURE: u32 = 0xBEDA_107F;
const VDI_DISK_SIZE: usize = 0x170;

/// QED and VDI. oslo.utils wants 512 bytes of either before it calls it by its name.
pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, HEADER_BYTES)?;
    if (header.len() as u64) < HEADER_BYTES {
        return Ok(None);
    }
    if header.starts_with(b"QED\0") {
        let mut found = Match::of(Detected::Qed);
        found.findings.push(FindingCode::BannedFormat.into());
        return Ok(Some(found));
    }
    if header.le_u32(VDI_SIGNATURE_OFFSET) == Some(VDI_SIGNATURE) {
        return Ok(Some(
            Match::of(Detected::Vdi).with_size(header.le_u64(VDI_DISK_SIZE)),
        ));
    }
    Ok(None)
}
