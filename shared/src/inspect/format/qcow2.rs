//! QEMU copy-on-write, <https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.txt>.

use super::{Detected, Examined, Match};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{Fields, Sample};

const MAGIC: &[u8] = b"QFI\xfb";
/// Glance captures this much, and cannot vouch for a file that has less.
const HEADER_BYTES: u64 = 512;
const VERSION: usize = 4;
const BACKING_FILE_OFFSET: usize = 8;
const VIRTUAL_SIZE: usize = 24;
const CRYPT_METHOD: usize = 32;
const INCOMPATIBLE_FEATURES: usize = 72;
const EXTERNAL_DATA_FILE: u64 = 1 << 2;
/// Bits 0 to 3: dirty, corrupt, external data file, compression type. oslo.utils knows no others.
const KNOWN_FEATURES: u64 = 0b1111;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, HEADER_BYTES)?;
    if !header.starts_with(MAGIC) {
        return Ok(None);
    }
    let mut found = Match::of(Detected::Qcow2).with_size(header.be_u64(VIRTUAL_SIZE));
    if (header.len() as u64) < HEADER_BYTES {
        found.findings.push(FindingCode::Truncated.into());
    }
    let version = header.be_u32(VERSION).unwrap_or_default();
    if !(2..=3).contains(&version) {
        found.findings.push(FindingCode::QcowVersion.into());
        return Ok(Some(found));
    }
    if header
        .be_u64(BACKING_FILE_OFFSET)
        .is_some_and(|offset| offset != 0)
    {
        found.findings.push(FindingCode::BackingFile.into());
    }
    if header
        .be_u32(CRYPT_METHOD)
        .is_some_and(|method| method != 0)
    {
        found.findings.push(FindingCode::Encrypted.into());
    }
    // oslo.utils looks at the data-file bit of version 2 as well, although that version has no
    // feature bits; the other bits it looks at from version 3 on.
    let features = header.be_u64(INCOMPATIBLE_FEATURES).unwrap_or_default();
    if features & EXTERNAL_DATA_FILE != 0 {
        found.findings.push(FindingCode::ExternalDataFile.into());
    }
    if version == 3 && features & !KNOWN_FEATURES != 0 {
        found.findings.push(FindingCode::UnknownFeatures.into());
    }
    Ok(Some(found))
}
