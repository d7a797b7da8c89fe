//! Virtuozzo and Parallels disks, <https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/parallels.rst>.
//! Glance lists `ploop` as a disk format and does not look for it.

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::sample::Sample;
use crate::units::Bytes;

/// The older kind counts its sectors with 32 bits, the newer one with 64.
const MAGICS: [(&[u8], u64); 2] = [
    (b"WithoutFreeSpace", u32::MAX as u64),
    (b"WithouFreSpacExt", u64::MAX),
];
const VERSION: usize = 16;
const CLUSTER_SECTORS: usize = 28;
const DISK_SECTORS: usize = 36;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    let Some((_, sector_mask)) = MAGICS
        .into_iter()
        .find(|(magic, _)| header.starts_with(magic))
    else {
        return Ok(None);
    };
    let sectors = header
        .le_u64(DISK_SECTORS)
        .map(|sectors| sectors & sector_mask);
    let cluster = header.le_u32(CLUSTER_SECTORS).map(u64::from);
    Ok(Some(
        FormatMatch::unrecognised(Detected::Ploop)
            .with_size(sectors.map(|sectors| sectors.saturating_mul(SECTOR_BYTES)))
            .with_details(Details {
                version: header.le_u32(VERSION),
                cluster_size: cluster.map(|sectors| Bytes(sectors.saturating_mul(SECTOR_BYTES))),
                ..Details::default()
            }),
    ))
}
