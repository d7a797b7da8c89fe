//! Streams that a compressor made. Glance sees raw data in them; a person should know.
//! Marks: RFC 1952, the XZ file format, RFC 8878, and bzip2's `BZh` with the block size as a digit;
//! the frame of LZ4 and its older one, lzip, lzop, compress. LZMA alone has none: its properties,
//! which are the same in every file, the size of a dictionary that its writers choose, and a size
//! that is unknown or less than 2^40 (<https://github.com/tukaani-project/xz>, `lzma_alone_decode`).

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{ByteRange, Sample};

const MAGICS: [(&[u8], Detected); 8] = [
    (&[0x1f, 0x8b, 0x08], Detected::Gzip),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0x00], Detected::Xz),
    (&[0x28, 0xb5, 0x2f, 0xfd], Detected::Zstd),
    (&[0x04, 0x22, 0x4d, 0x18], Detected::Lz4),
    (&[0x02, 0x21, 0x4c, 0x18], Detected::Lz4),
    (b"LZIP", Detected::Lzip),
    (
        &[0x89, b'L', b'Z', b'O', 0x00, 0x0d, 0x0a, 0x1a, 0x0a],
        Detected::Lzop,
    ),
    (&[0x1f, 0x9d], Detected::Compress),
];

/// As many frames that a decoder passes over are passed over.
const SKIPPED_FRAMES: u32 = 4;

const LZMA_PROPERTIES: u8 = 0x5d;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    let behind_skipped = behind_skipped_frames(sample)?;
    let is_bzip2 = matches!(header, [b'B', b'Z', b'h', b'1'..=b'9', ..]);
    let detected = by_magic(header)
        .or(behind_skipped)
        .or_else(|| is_bzip2.then_some(Detected::Bzip2))
        .or_else(|| is_lzma(header).then_some(Detected::Lzma));
    Ok(detected.map(|detected| {
        let mut found = FormatMatch::unrecognised(detected);
        found.find(FindingCode::Compressed);
        found
    }))
}

fn by_magic(header: &[u8]) -> Option<Detected> {
    MAGICS
        .into_iter()
        .find(|(magic, _)| header.starts_with(magic))
        .map(|(_, detected)| detected)
}

/// Zstandard and LZ4 share a kind of frame for what is not theirs (RFC 8878, 3.1.2): a mark, a
/// length, and so many bytes.
fn behind_skipped_frames(sample: &Sample) -> Result<Option<Detected>, ByteRange> {
    let mut offset = 0_u64;
    for _ in 0..SKIPPED_FRAMES {
        let header = sample.bytes(offset, 8)?;
        let ([0x50..=0x5f, 0x2a, 0x4d, 0x18, ..], Some(length)) = (header, header.le_u32(4)) else {
            break;
        };
        offset = offset.saturating_add(8).saturating_add(length.into());
    }
    let found = by_magic(sample.bytes(offset, 8)?);
    Ok(found.filter(|found| offset > 0 && matches!(found, Detected::Zstd | Detected::Lz4)))
}

fn is_lzma(header: &[u8]) -> bool {
    let (Some(dictionary), Some(size)) = (header.le_u32(1), header.le_u64(5)) else {
        return false;
    };
    let is_dictionary = dictionary >= 1 << 12
        && (dictionary.is_power_of_two() || (dictionary / 3).is_power_of_two());
    let is_size = size == u64::MAX || size < 1 << 40;
    header.first() == Some(&LZMA_PROPERTIES) && is_dictionary && is_size
}
