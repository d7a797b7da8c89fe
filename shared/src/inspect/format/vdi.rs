//! VirtualBox disks, <https://github.com/qemu/qemu/blob/master/block/vdi.c>.

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;
use crate::units::Bytes;

const SIGNATURE_OFFSET: usize = 0x40;
const SIGNATURE: u32 = 0xBEDA_107F;
const VERSION_MAJOR: usize = 0x46;
const IMAGE_TYPE: usize = 0x4C;
const DISK_BYTES: usize = 0x170;
const BLOCK_BYTES: usize = 0x178;
const DYNAMIC: u32 = 1;
const FIXED: u32 = 2;
const UNDO: u32 = 3;
const DIFFERENCING: u32 = 4;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    // Less than oslo.utils wants is too little to be called by the signature in its middle.
    if header.le_u32(SIGNATURE_OFFSET) != Some(SIGNATURE) || !has(sample, SECTOR_BYTES) {
        return Ok(None);
    }
    let kind = header.le_u32(IMAGE_TYPE);
    let subformat = match kind {
        Some(DYNAMIC) => Some("dynamic".into()),
        Some(FIXED) => Some("fixed".into()),
        Some(UNDO) => Some("undo".into()),
        Some(DIFFERENCING) => Some("differencing".into()),
        _ => None,
    };
    let mut found = FormatMatch::recognised(Detected::Vdi)
        .with_size(header.le_u64(DISK_BYTES))
        .with_details(Details {
            version: header.le_u16(VERSION_MAJOR).map(u32::from),
            subformat,
            cluster_size: header.le_u32(BLOCK_BYTES).map(|bytes| Bytes(bytes.into())),
            ..Details::default()
        });
    if matches!(kind, Some(UNDO | DIFFERENCING)) {
        found.find(FindingCode::ParentDisk);
    }
    Ok(Some(found))
}
