//! Files that are no disk: archives, programs, documents and texts, which Glance takes as raw; and
//! nothing but zeros.

use super::vmdk::FIRST_LINE;
use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::cut_off::missing;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Content, Finding, FindingCode};
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};

/// As many bytes of a file as are looked at.
const LOOKED_AT: u64 = 4096;
/// The end of a DMG: what its last sector begins with.
const DMG_MARK: &[u8] = b"koly";
const SQUASHFS_MARKS: [&[u8]; 2] = [b"hsqs", b"sqsh"];
const SQUASHFS_BYTES: usize = 40;
const ZIP_MARK: &[u8] = b"PK\x03\x04";
const ZIP_NAME_BYTES: usize = 26;
const ZIP_NAME: usize = 30;

const ARCHIVES: [(&[u8], Detected); 10] = [
    (ZIP_MARK, Detected::Zip),
    (b"PK\x05\x06", Detected::Zip),
    (b"PK\x07\x08", Detected::Zip),
    (b"7z\xbc\xaf\x27\x1c", Detected::SevenZip),
    (b"Rar!\x1a\x07", Detected::Rar),
    (b"!<arch>\n", Detected::Package),
    (b"\xed\xab\xee\xdb", Detected::Package),
    (b"MSCF\0\0\0\0", Detected::Package),
    (b"070707", Detected::Package),
    (b"xar!", Detected::Package),
];

const OTHERS: [(&[u8], Content); 15] = [
    (b"MSWIM\0\0\0", Content::WindowsArchive),
    (b"EVF\x09\x0d\x0a\xff\0", Content::ForensicImage),
    (b"EVF2\x0d\x0a\x81\0", Content::ForensicImage),
    (b"\x7fELF", Content::Program),
    (b"MZ", Content::Program),
    (b"\xcf\xfa\xed\xfe", Content::Program),
    (b"\xca\xfe\xba\xbe", Content::Program),
    (b"%PDF-", Content::Document),
    (b"\x89PNG\r\n\x1a\n", Content::Document),
    (b"\xff\xd8\xff", Content::Document),
    (b"GIF8", Content::Document),
    (b"d8:announce", Content::Torrent),
    (b"d13:announce-list", Content::Torrent),
    (b"d10:created by", Content::Torrent),
    (b"d4:info", Content::Torrent),
];

/// How a text begins, in either case and without the blanks before it.
const TEXTS: [(&[u8], Content); 6] = [
    (b"<!doctype html", Content::WebPage),
    (b"<html", Content::WebPage),
    (b"<head", Content::WebPage),
    (b"-----begin pgp signed message", Content::Checksums),
    (b"-----begin ", Content::Signature),
    (b"version https://git-lfs", Content::LfsPointer),
];

/// The digits of a digest: of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512.
const DIGEST_DIGITS: [usize; 6] = [32, 40, 56, 64, 96, 128];

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, LOOKED_AT)?;
    let starts = |mark: &[u8]| header.starts_with(mark);
    if let Some((_, detected)) = ARCHIVES.into_iter().find(|(mark, _)| starts(mark)) {
        let mut found = FormatMatch::unrecognised(detected).with_references(zip_member(header));
        found.find(FindingCode::Archive);
        return Ok(Some(found));
    }
    let content = OTHERS
        .into_iter()
        .find(|(mark, _)| starts(mark))
        .map(|(_, content)| content);
    if let Some(content) = content {
        return Ok(Some(other(FindingCode::NotADisk(content))));
    }
    if SQUASHFS_MARKS.into_iter().any(starts) {
        let mut found = other(FindingCode::NotADisk(Content::Squashfs));
        let bytes = header.le_u64(SQUASHFS_BYTES).unwrap_or_default();
        found
            .findings
            .extend(missing(sample, bytes).map(Finding::from));
        return Ok(Some(found));
    }
    if sample.tail(SECTOR_BYTES)?.starts_with(DMG_MARK) {
        return Ok(Some(other(FindingCode::NotADisk(Content::AppleDisk))));
    }
    if let Some(text) = text(header) {
        return Ok(Some(other(if starts(FIRST_LINE) {
            FindingCode::DescriptorOnly
        } else {
            FindingCode::NotADisk(content_of(text))
        })));
    }
    blank(sample)
}

fn other(code: FindingCode) -> FormatMatch {
    let mut found = FormatMatch::unrecognised(Detected::Other);
    found.find(code);
    found
}

/// The name of the first member of a ZIP, which tells what to look for in it.
fn zip_member(header: &[u8]) -> Vec<Reference> {
    let length = header
        .le_u16(ZIP_NAME_BYTES)
        .filter(|_| header.starts_with(ZIP_MARK));
    let name = length.and_then(|length| header.text(ZIP_NAME, length.into()));
    name.map(|name| Reference::new(ReferenceRole::Member, name))
        .into_iter()
        .collect()
}

/// The beginning as a text: characters, blanks and ends of lines, and zeros only behind them, which
/// is how some tools fill up a sector.
fn text(header: &[u8]) -> Option<&[u8]> {
    let end = header.iter().rposition(|byte| *byte != 0)? + 1;
    let header = header.get(..end)?;
    let text = match std::str::from_utf8(header) {
        Ok(text) => text,
        // A character can be cut in two where the beginning ends.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(header.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let is_text = |character: char| !character.is_control() || character.is_ascii_whitespace();
    (!text.is_empty() && text.chars().all(is_text)).then_some(text.as_bytes())
}

fn content_of(text: &[u8]) -> Content {
    let text = text.trim_ascii_start();
    let known = TEXTS.into_iter().find(|(start, _)| {
        let beginning = text.get(..start.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    });
    if let Some((_, content)) = known {
        return content;
    }
    // A list of checksums has one in each line, but for its comments.
    let mut lines = text.split(|byte| *byte == b'\n');
    let line = lines
        .find(|line| line.first() != Some(&b'#'))
        .unwrap_or_default();
    let mut words = line.split(|byte| !byte.is_ascii_alphanumeric());
    if words.any(is_digest) {
        Content::Checksums
    } else {
        Content::Text
    }
}

fn is_digest(word: &[u8]) -> bool {
    DIGEST_DIGITS.contains(&word.len()) && word.iter().all(u8::is_ascii_hexdigit)
}

/// Zeros in all that was read of the file, which has the partition table and the boot code of any
/// disk that has them.
fn blank(sample: &Sample) -> Examined {
    let is_zero = |start, length| -> Result<bool, ByteRange> {
        let bytes = sample.bytes(start, length)?;
        Ok(bytes.iter().all(|byte| *byte == 0))
    };
    let size = sample.file_size().0;
    let is_blank = size > 0
        && is_zero(0, LOOKED_AT)?
        && is_zero(LOOKED_AT, LOOKED_AT)?
        && is_zero(size.saturating_sub(SECTOR_BYTES), SECTOR_BYTES)?;
    Ok(is_blank.then(|| {
        let mut found = FormatMatch::unrecognised(Detected::Blank);
        found.find(FindingCode::Blank);
        found
    }))
}
