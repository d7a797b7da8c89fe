//! QEMU copy-on-write, <https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst>.

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};
use crate::units::Bytes;

const MAGIC: &[u8] = b"QFI\xfb";
/// oslo.utils captures this much, and does not see the format in a file that has less.
const HEADER_BYTES: u64 = SECTOR_BYTES;
const VERSION: usize = 4;
const BACKING_FILE_OFFSET: usize = 8;
const BACKING_FILE_BYTES: usize = 16;
const CLUSTER_BITS: usize = 20;
const VIRTUAL_SIZE: usize = 24;
const CRYPT_METHOD: usize = 32;
const SNAPSHOT_COUNT: usize = 60;
const INCOMPATIBLE_FEATURES: usize = 72;
const HEADER_LENGTH: usize = 100;
const HEADER_LENGTH_VERSION_2: u64 = 72;
/// The specification's own bounds.
const CLUSTER_BITS_RANGE: std::ops::RangeInclusive<u32> = 9..=21;
const BACKING_FILE_MAX_BYTES: u32 = 1023;
const DIRTY: u64 = 1;
const CORRUPT: u64 = 1 << 1;
const EXTERNAL_DATA_FILE: u64 = 1 << 2;
/// Bits 0 to 3: dirty, corrupt, external data file, compression type. oslo.utils knows no others.
const KNOWN_FEATURES: u64 = 0b1111;
const FEATURE_NAMES: [&str; 5] = [
    "dirty",
    "corrupt",
    "external data file",
    "compression type",
    "extended L2 entries",
];
const DATA_FILE_EXTENSION: u32 = 0x4441_5441;
const END_OF_EXTENSIONS: u32 = 0;
/// Far more than any writer makes, and few enough for the bytes that are read anyway.
const EXTENSIONS_AT_MOST: usize = 16;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, HEADER_BYTES)?;
    if !header.starts_with(MAGIC) {
        return Ok(None);
    }
    let is_recognised = has(sample, HEADER_BYTES);
    let mut found = if is_recognised {
        FormatMatch::recognised(Detected::Qcow2)
    } else {
        FormatMatch::unrecognised(Detected::Qcow2)
    }
    .with_size(header.be_u64(VIRTUAL_SIZE))
    .with_details(details(header))
    .with_references(references(sample, header)?);
    if !is_recognised {
        found.find(FindingCode::Truncated);
        return Ok(Some(found));
    }
    let version = header.be_u32(VERSION).unwrap_or_default();
    // oslo.utils looks at the data-file bit of version 2 as well, although that version has no
    // feature bits; the other bits it looks at in version 3 only.
    let features = header.be_u64(INCOMPATIBLE_FEATURES).unwrap_or_default();
    if header.be_u64(BACKING_FILE_OFFSET) != Some(0) {
        found.find(FindingCode::BackingFile);
    }
    if features & EXTERNAL_DATA_FILE != 0 {
        found.find(FindingCode::ExternalDataFile);
    }
    match version {
        2 => {}
        3 if features & !KNOWN_FEATURES != 0 => found.find(FindingCode::UnknownFeatures),
        3 => {}
        _ => {
            found.find(FindingCode::QcowVersion);
            return Ok(Some(found));
        }
    }
    if header.be_u32(CRYPT_METHOD) != Some(0) {
        found.find(FindingCode::Encrypted);
    }
    if version == 3 && features & CORRUPT != 0 {
        found.find(FindingCode::Corrupt);
    } else if version == 3 && features & DIRTY != 0 {
        found.find(FindingCode::Dirty);
    }
    if header.be_u32(SNAPSHOT_COUNT) != Some(0) {
        found.find(FindingCode::Snapshots);
    }
    Ok(Some(found))
}

fn details(header: &[u8]) -> Details {
    let version = header.be_u32(VERSION);
    if !matches!(version, Some(2 | 3)) {
        // The fields of version 1 are elsewhere, and those of a future one unknown.
        return Details {
            version,
            ..Details::default()
        };
    }
    let features = match version {
        Some(3) => header.be_u64(INCOMPATIBLE_FEATURES).unwrap_or_default(),
        _ => 0,
    };
    let cluster_bits = header
        .be_u32(CLUSTER_BITS)
        .filter(|bits| CLUSTER_BITS_RANGE.contains(bits));
    let encryption = match header.be_u32(CRYPT_METHOD) {
        None | Some(0) => None,
        Some(1) => Some("aes".into()),
        Some(2) => Some("luks".into()),
        Some(method) => Some(format!("method {method}").into()),
    };
    Details {
        version,
        cluster_size: cluster_bits.map(|bits| Bytes(1 << bits)),
        snapshots: header.be_u32(SNAPSHOT_COUNT),
        features: feature_names(features),
        encryption,
        ..Details::default()
    }
}

fn feature_names(features: u64) -> Vec<Box<str>> {
    let set = (0_usize..64).filter(|bit| features >> bit & 1 == 1);
    set.map(|bit| match FEATURE_NAMES.get(bit) {
        Some(name) => (*name).into(),
        None => format!("bit {bit}").into(),
    })
    .collect()
}

fn references(sample: &Sample, header: &[u8]) -> Result<Vec<Reference>, ByteRange> {
    let mut references = Vec::new();
    if !matches!(header.be_u32(VERSION), Some(2 | 3)) {
        return Ok(references);
    }
    let backing = header
        .be_u64(BACKING_FILE_OFFSET)
        .zip(header.be_u32(BACKING_FILE_BYTES));
    if let Some((offset, length @ 1..=BACKING_FILE_MAX_BYTES)) = backing
        && offset != 0
    {
        references.extend(reference(
            ReferenceRole::Backing,
            sample.bytes(offset, length.into())?,
        ));
    }
    references.extend(data_file(sample, header)?);
    Ok(references)
}

/// The name of the external data file, which stands in a header extension.
fn data_file(sample: &Sample, header: &[u8]) -> Result<Option<Reference>, ByteRange> {
    let name = extension(sample, header, DATA_FILE_EXTENSION)?;
    Ok(name.and_then(|name| reference(ReferenceRole::Data, name)))
}

/// The data of a header extension: type and length as 32-bit numbers, then the data, padded to 8
/// bytes.
pub(in crate::inspect) fn extension<'sample>(
    sample: &'sample Sample,
    header: &[u8],
    wanted: u32,
) -> Result<Option<&'sample [u8]>, ByteRange> {
    let mut offset = match header.be_u32(VERSION) {
        Some(3) => header.be_u32(HEADER_LENGTH).unwrap_or_default().into(),
        _ => HEADER_LENGTH_VERSION_2,
    };
    for _ in 0..EXTENSIONS_AT_MOST {
        let extension = sample.bytes(offset, 8)?;
        let (Some(kind), Some(length)) = (extension.be_u32(0), extension.be_u32(4)) else {
            break;
        };
        match kind {
            END_OF_EXTENSIONS => break,
            kind if kind == wanted && length <= BACKING_FILE_MAX_BYTES => {
                let data = sample.bytes(offset.saturating_add(8), length.into())?;
                return Ok(Some(data));
            }
            _ => {}
        }
        let padded = u64::from(length).next_multiple_of(8);
        offset = offset.saturating_add(8).saturating_add(padded);
    }
    Ok(None)
}

fn reference(role: ReferenceRole, name: &[u8]) -> Option<Reference> {
    let name = name.text(0, name.len())?;
    Some(Reference::new(role, name))
}
