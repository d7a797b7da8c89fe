//! Virtual PC and Hyper-V disks of the first generation, <https://github.com/qemu/qemu/blob/master/block/vpc.c>.
//! A dynamic one has its footer's copy at the beginning too; a fixed one has it at the end only,
//! where Glance does not look.

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};
use crate::units::Bytes;

pub(in crate::inspect) const COOKIE: &[u8] = b"conectix";
const FOOTER_BYTES: u64 = SECTOR_BYTES;
const VERSION_MAJOR: usize = 12;
pub(in crate::inspect) const DYNAMIC_HEADER: usize = 16;
/// oslo.utils reads the *original* size; that is what Glance will show.
const ORIGINAL_BYTES: usize = 40;
pub(in crate::inspect) const CURRENT_BYTES: usize = 48;
const DISK_TYPE: usize = 60;
const FIXED: u32 = 2;
const DYNAMIC: u32 = 3;
const DIFFERENCING: u32 = 4;
/// The dynamic header: where it has the size of a block.
const DYNAMIC_COOKIE: &[u8] = b"cxsparse";
const BLOCK_BYTES: usize = 32;
/// The name of the disk that a differencing one differs from, in UTF-16.
const PARENT_NAME: usize = 64;
const PARENT_NAME_BYTES: usize = 512;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, FOOTER_BYTES)?;
    if header.starts_with(COOKIE) {
        let found = FormatMatch::recognised(Detected::Vhd);
        if !has(sample, FOOTER_BYTES) {
            return Ok(Some(found.incomplete()));
        }
        let mut found = found
            .with_size(header.be_u64(ORIGINAL_BYTES))
            .with_details(details(sample, header)?);
        if header.be_u32(DISK_TYPE) == Some(DIFFERENCING) {
            found.find(FindingCode::ParentDisk);
            found.references.extend(parent(sample, header)?);
        }
        return Ok(Some(found));
    }
    let footer = sample.tail(FOOTER_BYTES)?;
    if footer.starts_with(COOKIE) {
        let mut found = FormatMatch::unrecognised(Detected::FixedVhd)
            .with_size(footer.be_u64(CURRENT_BYTES))
            .with_details(details(sample, footer)?);
        found.find(FindingCode::FixedVhd);
        return Ok(Some(found));
    }
    Ok(None)
}

fn details(sample: &Sample, footer: &[u8]) -> Result<Details, ByteRange> {
    let subformat = match footer.be_u32(DISK_TYPE) {
        Some(FIXED) => Some("fixed"),
        Some(DYNAMIC) => Some("dynamic"),
        Some(DIFFERENCING) => Some("differencing"),
        _ => None,
    };
    let mut cluster_size = None;
    if matches!(subformat, Some("dynamic" | "differencing"))
        && let Some(offset) = footer.be_u64(DYNAMIC_HEADER)
    {
        let header = sample.bytes(offset, SECTOR_BYTES)?;
        if header.starts_with(DYNAMIC_COOKIE) {
            cluster_size = header.be_u32(BLOCK_BYTES).map(|bytes| Bytes(bytes.into()));
        }
    }
    Ok(Details {
        version: footer.be_u16(VERSION_MAJOR).map(u32::from),
        subformat: subformat.map(Into::into),
        cluster_size,
        ..Details::default()
    })
}

fn parent(sample: &Sample, footer: &[u8]) -> Result<Option<Reference>, ByteRange> {
    let offset = footer.be_u64(DYNAMIC_HEADER).unwrap_or(u64::MAX);
    let header = sample.bytes(offset, 2 * SECTOR_BYTES)?;
    let name = header
        .get(PARENT_NAME..PARENT_NAME + PARENT_NAME_BYTES)
        .and_then(|name| name.utf16(u16::from_be_bytes));
    Ok(name.map(|name| Reference::new(ReferenceRole::Parent, name)))
}
