//! Streams that a compressor made. Glance sees raw data in them; a person should know.
//! Marks: RFC 1952, the XZ file format, RFC 8878, and bzip2's `BZh` with the block size as a digit.

use super::{Examined, Match, SECTOR_BYTES};
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;

const MAGICS: [(&[u8], Detected); 3] = [
    (&[0x1f, 0x8b, 0x08], Detected::Gzip),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0x00], Detected::Xz),
    (&[0x28, 0xb5, 0x2f, 0xfd], Detected::Zstd),
];

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    let by_magic = MAGICS
        .into_iter()
        .find(|(magic, _)| header.starts_with(magic))
        .map(|(_, detected)| detected);
    let is_bzip2 = matches!(header, [b'B', b'Z', b'h', b'1'..=b'9', ..]);
    let detected = by_magic.or_else(|| is_bzip2.then_some(Detected::Bzip2));
    Ok(detected.map(|detected| {
        let mut found = Match::unrecognised(detected);
        found.find(FindingCode::Compressed);
        found
    }))
}
