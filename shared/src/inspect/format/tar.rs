//! Tar archives, and virtual appliances among them: an OVA is a tar whose first member is the OVF
//! descriptor (DSP0243, chapter 5).

use super::{Examined, Match, SECTOR_BYTES};
use crate::inspect::details::{Details, Reference, ReferenceRole};
use crate::inspect::detected::Detected;
use crate::inspect::fields::Fields;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{ByteRange, Sample};

/// POSIX tar's mark in the header of a member.
const MARK: std::ops::Range<usize> = 257..262;
const NAME_BYTES: usize = 100;
const SIZE: usize = 124;
const SIZE_DIGITS: usize = 12;
/// An appliance has its descriptor first; a few more are looked at for writers that do not care.
const LOOKED_AT: usize = 8;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if header.get(MARK) != Some(b"ustar") {
        return Ok(None);
    }
    let members = members(sample)?;
    let is_appliance = members
        .iter()
        .any(|name| name.to_ascii_lowercase().ends_with(".ovf"));
    let (detected, code) = if is_appliance {
        (Detected::Ova, FindingCode::Appliance)
    } else {
        (Detected::Tar, FindingCode::Archive)
    };
    let references = members.into_iter().map(|name| Reference {
        role: ReferenceRole::Member,
        name,
    });
    let mut found = Match::unrecognised(detected).with_details(Details {
        references: references.collect(),
        ..Details::default()
    });
    found.find(code);
    Ok(Some(found))
}

/// The names of the first members.
fn members(sample: &Sample) -> Result<Vec<Box<str>>, ByteRange> {
    let mut names = Vec::new();
    let mut offset = 0_u64;
    for _ in 0..LOOKED_AT {
        let header = sample.bytes(offset, SECTOR_BYTES)?;
        let (Some(name), Some(b"ustar")) = (header.text(0, NAME_BYTES), header.get(MARK)) else {
            break;
        };
        names.push(name);
        let Some(size) = octal(header) else { break };
        let blocks = size.div_ceil(SECTOR_BYTES).saturating_add(1);
        offset = offset.saturating_add(blocks.saturating_mul(SECTOR_BYTES));
    }
    Ok(names)
}

/// The size of a member: octal digits, which a blank or zero ends.
fn octal(header: &[u8]) -> Option<u64> {
    let field = header.text(SIZE, SIZE_DIGITS)?;
    u64::from_str_radix(field.trim(), 8).ok()
}
