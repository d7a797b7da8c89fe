//! VMware disks (<https://www.vmware.com/app/vmdk/?src=vmdk>). Only single-file sparse ones are
//! taken: others name further files, which is how CVE-2022-47951 read the host's.

use super::{Detected, Examined, Match};
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::sample::{ByteRange, Fields, Sample};

const MAGIC: &[u8] = b"KDMV";
const SECTOR_BYTES: u64 = 512;
const CAPACITY_SECTORS: usize = 12;
const DESCRIPTOR_SECTOR: usize = 28;
const DESCRIPTOR_SECTORS: usize = 36;
const GRAIN_DIRECTORY: usize = 56;
/// The grain directory's place is told in a footer.
const GRAIN_DIRECTORY_AT_END: u64 = u64::MAX;
/// Where the descriptor must be, in QEMU as in oslo.utils.
const DESCRIPTOR_OFFSET: u64 = 512;
/// Descriptors are a few hundred bytes; writers reserve 10 to 20 KiB for them.
const DESCRIPTOR_READ_BYTES: u64 = 64 * 1024;
const FOOTER_BYTES: u64 = 1536;
const MARKER_END_OF_STREAM: u32 = 0;
const MARKER_FOOTER: u32 = 3;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if !header.starts_with(MAGIC) {
        return examine_descriptor_file(sample, header);
    }
    let mut found = Match::of(Detected::Vmdk);
    let descriptor_offset = header.le_u64(DESCRIPTOR_SECTOR).unwrap_or_default();
    let has_known_version = header
        .le_u32(4)
        .is_some_and(|version| (1..=3).contains(&version));
    if !has_known_version || descriptor_offset.saturating_mul(SECTOR_BYTES) != DESCRIPTOR_OFFSET {
        found.findings.push(FindingCode::VmdkDescriptor.into());
        return Ok(Some(found));
    }
    let descriptor_bytes = header
        .le_u64(DESCRIPTOR_SECTORS)
        .unwrap_or_default()
        .saturating_mul(SECTOR_BYTES)
        .min(DESCRIPTOR_READ_BYTES);
    let descriptor = descriptor_text(sample.bytes(DESCRIPTOR_OFFSET, descriptor_bytes)?);
    let findings = descriptor
        .as_deref()
        .map_or_else(|| vec![FindingCode::VmdkDescriptor], check);
    if !findings.contains(&FindingCode::VmdkSubformat) {
        let sectors = header.le_u64(CAPACITY_SECTORS);
        found = found.with_size(sectors.map(|sectors| sectors.saturating_mul(SECTOR_BYTES)));
    }
    found
        .findings
        .extend(findings.into_iter().map(Finding::from));
    if header.le_u64(GRAIN_DIRECTORY) == Some(GRAIN_DIRECTORY_AT_END)
        && !footer_agrees(sample, header)?
    {
        found.findings.push(FindingCode::VmdkFooter.into());
    }
    Ok(Some(found))
}

/// A descriptor alone, in a text file: it names its extents elsewhere, so it is never a whole
/// image.
fn examine_descriptor_file(sample: &Sample, header: &[u8]) -> Examined {
    let is_text = header
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    if header.is_empty() || !is_text {
        return Ok(None);
    }
    let Some(text) = descriptor_text(sample.bytes(0, DESCRIPTOR_READ_BYTES)?) else {
        return Ok(None);
    };
    if create_type(&text).is_none() {
        return Ok(None);
    }
    let mut found = Match::of(Detected::Vmdk);
    found
        .findings
        .extend(check(&text).into_iter().map(Finding::from));
    Ok(Some(found))
}

/// The descriptor up to its padding, in lower case; `None` when it is not ASCII.
fn descriptor_text(bytes: &[u8]) -> Option<String> {
    let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    let text = std::str::from_utf8(text)
        .ok()
        .filter(|text| text.is_ascii())?;
    Some(text.to_ascii_lowercase())
}

fn create_type(descriptor: &str) -> Option<&str> {
    let (_, rest) = descriptor.split_once("createtype=\"")?;
    let (name, _) = rest.split_once('"')?;
    (name.len() < 64).then_some(name)
}

/// The descriptor's faults, in the order in which oslo.utils looks for them.
fn check(descriptor: &str) -> Vec<FindingCode> {
    if !matches!(
        create_type(descriptor),
        Some("monolithicsparse" | "streamoptimized")
    ) {
        return vec![FindingCode::VmdkSubformat];
    }
    let mut extents = 0_usize;
    let mut has_path = false;
    for line in descriptor.split('\n').map(str::trim) {
        let first_word = line.split(' ').next().unwrap_or_default();
        let is_header = line
            .split_once('=')
            .is_some_and(|(key, _)| !key.contains(' '));
        if line.is_empty() || line.starts_with('#') || line.starts_with("ddb") || is_header {
            continue;
        }
        if !matches!(first_word, "rw" | "rdonly" | "noaccess") {
            return vec![FindingCode::VmdkDescriptor];
        }
        extents += 1;
        has_path |= line.contains('/');
    }
    match (extents, has_path) {
        (_, true) => vec![FindingCode::VmdkExtentPath],
        (0, false) => vec![FindingCode::VmdkNoExtents],
        (_, false) => Vec::new(),
    }
}

/// The footer repeats the header and stands between two markers at the very end.
fn footer_agrees(sample: &Sample, header: &[u8]) -> Result<bool, ByteRange> {
    let end = sample.tail(FOOTER_BYTES)?;
    let mut sectors = end.chunks_exact(SECTOR_BYTES as usize);
    let (Some(marker), Some(footer), Some(last), None) = (
        sectors.next(),
        sectors.next(),
        sectors.next(),
        sectors.next(),
    ) else {
        return Ok(false);
    };
    let is_marker = |sector: &[u8], kind: u32| {
        sector.le_u32(8) == Some(0)
            && sector.le_u32(12) == Some(kind)
            && sector
                .get(16..)
                .is_some_and(|padding| padding.iter().all(|byte| *byte == 0))
    };
    let same = |range: std::ops::Range<usize>| header.get(range.clone()) == footer.get(range);
    Ok(is_marker(marker, MARKER_FOOTER)
        && is_marker(last, MARKER_END_OF_STREAM)
        && last.le_u64(0) == Some(0)
        && same(0..8)
        && same(DESCRIPTOR_SECTOR..DESCRIPTOR_SECTORS + 8)
        && footer.le_u64(GRAIN_DIRECTORY) != Some(GRAIN_DIRECTORY_AT_END))
}
