//! Streams that a compressor or archiver made. Glance sees raw data in them; a person should know.

use super::{Detected, Examined, Match};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;

/// POSIX tar's mark in the first header block.
const TAR_MARK: std::ops::Range<usize> = 257..262;

pub(super) fn examine(sample: &Sample) -> Examined {
    const MAGICS: [(&[u8], Detected); 4] = [
        (&[0x1f, 0x8b, 0x08], Detected::Gzip),
        (&[0xfd, b'7', b'z', b'X', b'Z', 0x00], Detected::Xz),
        (&[0x28, 0xb5, 0x2f, 0xfd], Detected::Zstd),
        (b"BZh", Detected::Bzip2),
    ];
    let header = sample.bytes(0, 512)?;
    if let Some((_, detected)) = MAGICS
        .into_iter()
        .find(|(magic, _)| header.starts_with(magic))
    {
        let mut found = Match::of(detected);
        found.findings.push(FindingCode::Compressed.into());
        return Ok(Some(found));
    }
    if header.get(TAR_MARK) == Some(b"ustar") {
        let mut found = Match::of(Detected::Tar);
        found.findings.push(FindingCode::Archive.into());
        return Ok(Some(found));
    }
    Ok(None)
}
