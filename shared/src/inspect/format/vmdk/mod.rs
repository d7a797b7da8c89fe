//! VMware disks (<https://www.vmware.com/app/vmdk/?src=vmdk>). Only single-file sparse ones are
//! taken: others name further files, which is how CVE-2022-47951 read the host's.

mod descriptor;
pub(in crate::inspect) mod footer;

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::recognition::{CHUNK_BYTES, Recognition, Reported};
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};
use crate::units::Bytes;
use descriptor::Descriptor;
pub(super) use descriptor::FIRST_LINE;

const MAGIC: &[u8] = b"KDMV";
/// oslo.utils makes nothing of a header that is shorter.
const MIN_HEADER_BYTES: u64 = 64;
const VERSION: usize = 4;
pub(in crate::inspect) const CAPACITY_SECTORS: usize = 12;
pub(in crate::inspect) const GRAIN_SECTORS: usize = 20;
const DESCRIPTOR_SECTOR: usize = 28;
const DESCRIPTOR_SECTORS: usize = 36;
pub(in crate::inspect) const GRAIN_DIRECTORY: usize = 56;
/// The grain directory's place is told in a footer.
pub(in crate::inspect) const GRAIN_DIRECTORY_AT_END: u64 = u64::MAX;
/// Where the descriptor must be, in QEMU as in oslo.utils.
const DESCRIPTOR_OFFSET: u64 = SECTOR_BYTES;
const DESCRIPTOR_MAX_BYTES: u64 = (1 << 20) - 1;
/// Descriptors are a few hundred bytes; writers reserve 10 to 20 KiB for them. What is behind the
/// first zero does not count, so that more is read only where there is none.
const DESCRIPTOR_FIRST_READ_BYTES: u64 = 20 * 1024;
/// The rest of the limit is for what the other formats read.
const DESCRIPTOR_READ_BYTES: u64 = 192 * 1024;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if header.starts_with(MAGIC) {
        examine_sparse(sample, header).map(Some)
    } else {
        examine_descriptor_file(sample, header)
    }
}

fn examine_sparse(sample: &Sample, header: &[u8]) -> Result<FormatMatch, ByteRange> {
    let found = FormatMatch::recognised(Detected::Vmdk);
    if !has(sample, MIN_HEADER_BYTES) {
        return Ok(found.incomplete());
    }
    let mut found = found.with_details(details(header));
    let has_known_version = matches!(header.le_u32(VERSION), Some(1..=3));
    let has_footer = header.le_u64(GRAIN_DIRECTORY) == Some(GRAIN_DIRECTORY_AT_END);
    let has_known_place =
        header.le_u64(DESCRIPTOR_SECTOR) == Some(DESCRIPTOR_OFFSET / SECTOR_BYTES);
    if !has_known_version || !has_known_place {
        // oslo.utils gives up on such a header, after it has begun to wait for the footer.
        found.recognition = Recognition::Match {
            reported: Reported::Size(0),
            gave_up_after: Some(CHUNK_BYTES.min(sample.file_size().0)),
        };
        if has_known_version && has_footer {
            return Ok(found.incomplete());
        }
        found.find(FindingCode::VmdkDescriptor);
        if has_known_version && header.le_u64(DESCRIPTOR_SECTOR) == Some(0) {
            found.find(FindingCode::VmdkPart);
        }
        return Ok(found);
    }
    let descriptor_bytes = header
        .le_u64(DESCRIPTOR_SECTORS)
        .unwrap_or_default()
        .saturating_mul(SECTOR_BYTES)
        .min(DESCRIPTOR_MAX_BYTES);
    // Nothing is always there, even behind the end.
    let is_complete = descriptor_bytes == 0 || has(sample, DESCRIPTOR_OFFSET + descriptor_bytes);
    if !is_complete || (has_footer && !has(sample, footer::BYTES)) {
        found = found.incomplete();
    }
    let text = descriptor_bytes_up_to_zero(sample, descriptor_bytes)?;
    let descriptor = text.and_then(Descriptor::parse).unwrap_or_default();
    found.details.subformat = descriptor.create_type().map(Into::into);
    let contents = descriptor.contents();
    found.references = contents.references;
    if descriptor.is_single_file() {
        // The extent is this file, by the name that it had; a path to another one is told.
        found.references.retain(|reference| {
            reference.role != ReferenceRole::Extent || reference.name.contains('/')
        });
    }
    let parent = contents.has_parent.then_some(FindingCode::ParentDisk);
    if is_complete && descriptor.is_single_file() {
        let sectors = header.le_u64(CAPACITY_SECTORS);
        found = found.with_size(sectors.map(|sectors| sectors.saturating_mul(SECTOR_BYTES)));
    }
    let is_incomplete = !found.findings.is_empty();
    found.findings.extend(parent.map(Finding::from));
    if is_incomplete {
        return Ok(found);
    }
    found.findings.extend(contents.fault.map(Finding::from));
    if has_footer {
        let fault = footer::check(header, sample.tail(footer::BYTES)?);
        found
            .findings
            .extend(fault.map(|fault| Finding::from(FindingCode::VmdkFooter(fault))));
    }
    Ok(found)
}

fn details(header: &[u8]) -> Details {
    let grain = header.le_u64(GRAIN_SECTORS);
    Details {
        version: header.le_u32(VERSION),
        cluster_size: grain.map(|sectors| Bytes(sectors.saturating_mul(SECTOR_BYTES))),
        ..Details::default()
    }
}

/// The embedded descriptor up to its padding; `None` when it does not end within what is read of
/// it, which counts as no descriptor.
fn descriptor_bytes_up_to_zero(sample: &Sample, length: u64) -> Result<Option<&[u8]>, ByteRange> {
    for read in [DESCRIPTOR_FIRST_READ_BYTES, DESCRIPTOR_READ_BYTES] {
        let bytes = sample.bytes(DESCRIPTOR_OFFSET, length.min(read))?;
        let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        if text.len() < bytes.len() || length <= read {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// A descriptor alone, in a text file: it names its extents elsewhere, so it is never a whole
/// image. oslo.utils takes any text for one, and what the store gives it first for all of it.
fn examine_descriptor_file(sample: &Sample, header: &[u8]) -> Examined {
    if !has(sample, MIN_HEADER_BYTES) || !header.iter().all(|byte| is_text(*byte)) {
        return Ok(None);
    }
    let bytes = sample.bytes(0, CHUNK_BYTES)?;
    let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    let Some(descriptor) = Descriptor::parse(text) else {
        // Its inspector has no answer when the text is not ASCII, and fails when it is asked.
        let mut found = FormatMatch::unrecognised(Detected::Vmdk);
        found.recognition = Recognition::Crash;
        return Ok(Some(found));
    };
    let Some(create_type) = descriptor.create_type() else {
        return Ok(None);
    };
    let contents = descriptor.contents();
    let mut found = FormatMatch::recognised(Detected::Vmdk)
        .with_details(Details {
            subformat: Some(create_type.into()),
            ..Details::default()
        })
        .with_references(contents.references);
    if descriptor.is_single_file() {
        // It looks for the size in a header that is not there.
        found = found.reporting(Reported::Failure);
    }
    found.findings.extend(contents.fault.map(Finding::from));
    found.find(FindingCode::DescriptorOnly);
    Ok(Some(found))
}

/// The files that a text names which begins as a descriptor does, and is none to oslo.utils: filled up
/// with zeros, or beyond ASCII.
pub(super) fn named_in(text: &[u8]) -> Vec<Reference> {
    let text = String::from_utf8_lossy(text);
    Descriptor::of_text(&text).contents().references
}

/// What Python calls printable or white space, in ASCII.
const fn is_text(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e | 0x09..=0x0d | 0x1c..=0x1f)
}
