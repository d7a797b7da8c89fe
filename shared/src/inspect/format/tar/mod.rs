//! Tar archives, and virtual appliances among them: an OVA is a tar whose first member is the OVF
//! descriptor (DSP0243, chapter 5). The kinds of tar differ in how they say what 100 characters and
//! 11 octal digits cannot: POSIX in records before the member, GNU in a member or in base 256
//! (<https://www.gnu.org/software/tar/manual/html_node/Tar-Internals.html>).

mod appliance;

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Content, Finding, FindingCode};
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};

/// The mark of POSIX and GNU in the header of a member; the oldest tar has none.
const MAGIC_AT: std::ops::Range<usize> = 257..262;
const NAME_BYTES: usize = 100;
const SIZE: usize = 124;
const SIZE_DIGITS: usize = 12;
const CHECKSUM: std::ops::Range<usize> = 148..156;
const KIND: usize = 156;
/// Members that say something of the one behind them.
const POSIX_RECORDS: u8 = b'x';
const POSIX_RECORDS_OF_ALL: u8 = b'g';
const GNU_LONG_NAME: u8 = b'L';
const GNU_LONG_LINK: u8 = b'K';
/// What is read at a member: its header, and what a member says of the next, which is a path or two.
const WINDOW_BYTES: u64 = 4096;
/// Members without data, whatever their size says: links, devices, folders, pipes.
const WITHOUT_DATA: std::ops::RangeInclusive<u8> = b'1'..=b'6';
/// An appliance has its descriptor first; a few more are looked at for writers that do not care.
const MEMBERS_AT_MOST: usize = 12;

/// The first members of an archive.
#[derive(Debug)]
pub(in crate::inspect) struct Members {
    members: Vec<Member>,
    /// Where the last of them ends that was looked at.
    pub(in crate::inspect) end: u64,
    pub(in crate::inspect) extent: Extent,
}

/// One member: where its bytes are.
#[derive(Debug)]
struct Member {
    name: Box<str>,
    start: u64,
    length: u64,
}

/// Whether the members that were looked at are all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum Extent {
    /// More of them follow.
    More,
    /// Behind the last there is an empty header, as there must be.
    Ended,
    /// Behind the last there is something else, or nothing.
    Broken,
}

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if header.get(MAGIC_AT) != Some(b"ustar") && !has_checksum(header) {
        return Ok(None);
    }
    let members = members(sample)?;
    let descriptor = members
        .members
        .iter()
        .find(|member| appliance::is_descriptor(&member.name));
    let is_container = members
        .members
        .iter()
        .any(|member| is_of_container_image(&member.name));
    let (detected, code) = match descriptor {
        Some(_) => (Detected::Ova, FindingCode::Appliance),
        None if is_container => (
            Detected::Tar,
            FindingCode::NotADisk(Content::ContainerImage),
        ),
        None => (Detected::Tar, FindingCode::Archive),
    };
    let mut found = FormatMatch::unrecognised(detected);
    found.find(code);
    if let Some(descriptor) = descriptor {
        let fault = appliance::check(sample, descriptor, &members)?;
        found.findings.extend(fault.map(Finding::from));
    }
    let reference = |member: Member| Reference::new(ReferenceRole::Member, member.name);
    let references = members.members.into_iter().map(reference).collect();
    Ok(Some(found.with_references(references)))
}

/// What `docker save` and OCI's image layout have in an archive, and nobody else
/// (<https://github.com/opencontainers/image-spec/blob/main/image-layout.md>).
fn is_of_container_image(name: &str) -> bool {
    const DIGEST_DIGITS: usize = 64;
    let name = name.strip_prefix("./").unwrap_or(name);
    let layer = name.strip_suffix(".tar").unwrap_or_default();
    let is_digest =
        layer.len() == DIGEST_DIGITS && layer.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest
        || name == "oci-layout"
        || name.starts_with("blobs/sha256")
        || name.ends_with("/layer.tar")
}

/// The sum over the bytes of the header, its own field counting as blanks, as it is written there.
fn has_checksum(header: &[u8]) -> bool {
    let blanks = CHECKSUM.len() as u64 * u64::from(b' ');
    let others = (0..).zip(header).filter(|(at, _)| !CHECKSUM.contains(at));
    let sum = others.map(|(_, byte)| u64::from(*byte)).sum::<u64>() + blanks;
    header.len() as u64 == SECTOR_BYTES
        && header.first() != Some(&0)
        && octal(header, CHECKSUM.start, CHECKSUM.len()) == Some(sum)
}

/// What the members are, and how far they reach.
pub(in crate::inspect) fn members(sample: &Sample) -> Result<Members, ByteRange> {
    let mut members = Members {
        members: Vec::new(),
        end: 0,
        extent: Extent::More,
    };
    let (mut long_name, mut long_size) = (None, None);
    for _ in 0..MEMBERS_AT_MOST {
        let start = members.end;
        let window = sample.bytes(start, WINDOW_BYTES)?;
        let (header, behind) = window
            .split_at_checked(SECTOR_BYTES as usize)
            .unwrap_or((window, &[]));
        if header.len() as u64 == SECTOR_BYTES && header.iter().all(|byte| *byte == 0) {
            members.extent = Extent::Ended;
            break;
        }
        let is_header = header.get(MAGIC_AT) == Some(b"ustar") || has_checksum(header);
        let (Some(name), Some(size), true) = (header.text(0, NAME_BYTES), size(header), is_header)
        else {
            members.extent = Extent::Broken;
            break;
        };
        let data = start.saturating_add(SECTOR_BYTES);
        let kind = header.get(KIND).copied().unwrap_or_default();
        let size = match kind {
            POSIX_RECORDS | POSIX_RECORDS_OF_ALL | GNU_LONG_NAME | GNU_LONG_LINK => {
                let length = usize::try_from(size).unwrap_or(usize::MAX);
                let records = behind.get(..length).unwrap_or(behind);
                if kind == GNU_LONG_NAME {
                    long_name = records.text(0, records.len());
                } else if kind == POSIX_RECORDS {
                    long_name = record(records, "path").map(Into::into);
                    long_size = record(records, "size").and_then(|size| size.parse().ok());
                }
                size
            }
            _ => {
                let length = match long_size.take() {
                    _ if WITHOUT_DATA.contains(&kind) => 0,
                    Some(long) => long,
                    None => size,
                };
                members.members.push(Member {
                    name: long_name.take().unwrap_or(name),
                    start: data,
                    length,
                });
                length
            }
        };
        let blocks = size.div_ceil(SECTOR_BYTES);
        members.end = data.saturating_add(blocks.saturating_mul(SECTOR_BYTES));
    }
    Ok(members)
}

/// The value of a POSIX record: its length in digits, a blank, its name, and `=` before the value.
fn record<'records>(records: &'records [u8], name: &str) -> Option<&'records str> {
    let lines = records.split(|byte| *byte == b'\n');
    let mut fields = lines
        .filter_map(|line| std::str::from_utf8(line).ok()?.split_once(' '))
        .filter_map(|(_, field)| field.split_once('='));
    fields.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The size of a member: octal digits, or a number in base 256 behind a byte that says so.
fn size(header: &[u8]) -> Option<u64> {
    match header.get(SIZE) {
        Some(0x80) => header.be_u64(SIZE + SIZE_DIGITS - size_of::<u64>()),
        _ => octal(header, SIZE, SIZE_DIGITS),
    }
}

/// Octal digits, which a blank or zero ends.
fn octal(header: &[u8], offset: usize, digits: usize) -> Option<u64> {
    let field = header.text(offset, digits)?;
    u64::from_str_radix(field.trim(), 8).ok()
}
