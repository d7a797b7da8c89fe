//! LUKS volumes; Glance takes version 1 only.

use super::{Detected, Examined, Match};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;

const MAGIC: &[u8] = b"LUKS\xba\xbe";
const VERSION: std::ops::Range<usize> = 6..8;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, 512)?;
    if !header.starts_with(MAGIC) {
        return Ok(None);
    }
    let mut found = Match::of(Detected::Luks);
    if header.get(VERSION) != Some(&[0, 1][..]) {
        found.findings.push(FindingCode::LuksVersion.into());
    }
    Ok(Some(found))
}
