//! Files that are no disk: archives, programs, documents and texts, which Glance takes as raw; and
//! nothing but zeros.

mod marks;

use super::text::{self, Rest};
use super::{Examined, FormatMatch, SECTOR_BYTES, open_pgp};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::cut_off::missing;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Content, Finding, FindingCode};
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, FIRST_READ_BYTES, Sample};

/// As many bytes of a file as are looked at.
const HEADER_BYTES: u64 = 4096;
/// A file of no more than the first read is seen whole.
const WHOLE_BYTES: u64 = FIRST_READ_BYTES;
const SQUASHFS_MAGICS: [&[u8]; 2] = [b"hsqs", b"sqsh"];
const SQUASHFS_BYTES: usize = 40;
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
const ZIP_NAME_BYTES: usize = 26;
const ZIP_NAME: usize = 30;

const ARCHIVES: [(&[u8], Detected); 10] = [
    (ZIP_MAGIC, Detected::Zip),
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

/// The beginning of a sector of a CD, of 2352 bytes (ECMA-130, 14.1).
const DISC_SECTOR: &[u8] = b"\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0";

const OTHERS: [(&[u8], Content); 35] = [
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
    (DISC_SECTOR, Content::DiscCopy),
    (b"COWD", Content::OldVmwareDisk),
    (b"MComprHD", Content::CompressedHunks),
    (b"VMA\0\0\0\0\x01", Content::ProxmoxBackup),
    (b"partclone-image", Content::PartcloneBackup),
    (b"\x3a\xff\x26\xed\x01\0", Content::AndroidSparse),
    (b"encrcdsa", Content::EncryptedFile),
    (b"Salted__", Content::EncryptedFile),
    (b"age-encryption.org/v1\n", Content::EncryptedFile),
    (b"zsync: ", Content::Zsync),
    (b"SQLite format 3\0", Content::Database),
    // For the boot loader of small computers, where it is no kernel.
    (b"\x27\x05\x19\x56", Content::Program),
    (b"ID3\x02", Content::Media),
    (b"ID3\x03", Content::Media),
    (b"ID3\x04", Content::Media),
    (b"OggS\0", Content::Media),
    (b"fLaC", Content::Media),
    (b"RIFF", Content::Media),
    (b"\x1a\x45\xdf\xa3", Content::Media),
    (b"\0\0\x01\xba", Content::Media),
];

/// Marks so many bytes before the end.
const AT_END: [(usize, &[u8], Content); 4] = [
    (512, b"koly", Content::AppleDisk),
    (8, b"cdsaencr", Content::EncryptedFile),
    (12, b"NER5", Content::DiscCopy),
    (8, b"NERO", Content::DiscCopy),
];

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, HEADER_BYTES)?;
    let starts = |magic: &[u8]| header.starts_with(magic);
    if let Some((_, detected)) = ARCHIVES.into_iter().find(|(magic, _)| starts(magic)) {
        let mut found = FormatMatch::unrecognised(detected).with_references(zip_member(header));
        found.find(FindingCode::Archive);
        return Ok(Some(found));
    }
    match marks::find(header) {
        Some(FindingCode::Archive) => {
            let mut found = FormatMatch::unrecognised(Detected::Package);
            found.find(FindingCode::Archive);
            return Ok(Some(found));
        }
        Some(code) => return Ok(Some(other(code))),
        None => {}
    }
    let content = OTHERS
        .into_iter()
        .find(|(magic, _)| starts(magic))
        .map(|(_, content)| content)
        .or_else(|| mp3(header))
        .or_else(|| open_pgp::content(header));
    if let Some(content) = content {
        return Ok(Some(other(FindingCode::NotADisk(content))));
    }
    if SQUASHFS_MAGICS.into_iter().any(starts) {
        let mut found = other(FindingCode::NotADisk(Content::Squashfs));
        let bytes = header.le_u64(SQUASHFS_BYTES).unwrap_or_default();
        found
            .findings
            .extend(missing(sample, bytes).map(Finding::from));
        return Ok(Some(found));
    }
    let tail = sample.tail(SECTOR_BYTES)?;
    let at_end = AT_END.into_iter().find(|(before, magic, _)| {
        let start = tail.len().checked_sub(*before);
        start
            .and_then(|start| tail.get(start..))
            .is_some_and(|rest| rest.starts_with(magic))
    });
    if let Some((_, _, content)) = at_end {
        return Ok(Some(other(FindingCode::NotADisk(content))));
    }
    let rest = if sample.file_size().0 <= WHOLE_BYTES {
        Rest::Seen(sample.bytes(HEADER_BYTES, WHOLE_BYTES)?)
    } else {
        Rest::EndsWith(tail)
    };
    if let Some((code, references)) = text::examine(header, rest) {
        return Ok(Some(other(code).with_references(references)));
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
        .filter(|_| header.starts_with(ZIP_MAGIC));
    let name = length.and_then(|length| header.text(ZIP_NAME, length.into()));
    name.map(|name| Reference::new(ReferenceRole::Member, name))
        .into_iter()
        .collect()
}

/// An MP3 without a title has no mark: two of its frames follow each other, whose length is in their
/// headers (ISO/IEC 11172-3, 2.4.1.3).
fn mp3(header: &[u8]) -> Option<Content> {
    const KILOBITS: [usize; 14] = [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ];
    const HERTZ: [usize; 3] = [44_100, 48_000, 32_000];
    let is_frame = |bytes: &[u8]| matches!(bytes, [0xff, 0xfa | 0xfb, ..]);
    let fields = usize::from(*header.get(2)?);
    let kilobits = KILOBITS.get((fields >> 4).checked_sub(1)?)?;
    let hertz = HERTZ.get(fields >> 2 & 3)?;
    let length = 144_000 * kilobits / hertz + (fields >> 1 & 1);
    let next = header.get(length..)?;
    (is_frame(header) && is_frame(next)).then_some(Content::Media)
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
        && is_zero(0, HEADER_BYTES)?
        && is_zero(HEADER_BYTES, HEADER_BYTES)?
        && is_zero(size.saturating_sub(SECTOR_BYTES), SECTOR_BYTES)?;
    Ok(is_blank.then(|| {
        let mut found = FormatMatch::unrecognised(Detected::Blank);
        found.find(FindingCode::Blank);
        found
    }))
}
