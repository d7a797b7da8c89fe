//! Virtual PC and Hyper-V disks of the first generation. A dynamic one has its footer's copy at
//! the beginning too; a fixed one has it at the end only, where Glance does not look.

use super::{Detected, Examined, Match};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{Fields, Sample};

const COOKIE: &[u8] = b"conectix";
const FOOTER_BYTES: u64 = 512;
const CURRENT_SIZE: usize = 48;
/// oslo.utils reads the *original* size; that is what Glance will show.
const ORIGINAL_SIZE: usize = 40;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, FOOTER_BYTES)?;
    if header.starts_with(COOKIE) {
        return Ok(Some(
            Match::of(Detected::Vhd).with_size(header.be_u64(ORIGINAL_SIZE)),
        ));
    }
    let footer = sample.tail(FOOTER_BYTES)?;
    if footer.starts_with(COOKIE) {
        let mut found = Match::of(Detected::FixedVhd).with_size(footer.be_u64(CURRENT_SIZE));
        found.findings.push(FindingCode::FixedVhd.into());
        return Ok(Some(found));
    }
    Ok(None)
}
