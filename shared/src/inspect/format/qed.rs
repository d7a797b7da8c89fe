//! QEMU enhanced disks, <https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qed_spec.rst>.
//! Nothing makes them any more, and oslo.utils bans them.

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::recognition::Reported;
use crate::inspect::sample::Sample;
use crate::units::Bytes;

const MAGIC: &[u8] = b"QED\0";
const CLUSTER_BYTES: usize = 4;
const IMAGE_BYTES: usize = 48;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if !header.starts_with(MAGIC) {
        return Ok(None);
    }
    if !has(sample, SECTOR_BYTES) {
        let mut found = FormatMatch::unrecognised(Detected::Qed);
        found.find(FindingCode::Truncated);
        return Ok(Some(found));
    }
    let mut found = FormatMatch::recognised(Detected::Qed)
        .with_size(header.le_u64(IMAGE_BYTES))
        .reporting(Reported::FileSize)
        .with_details(Details {
            cluster_size: header
                .le_u32(CLUSTER_BYTES)
                .map(|bytes| Bytes(bytes.into())),
            ..Details::default()
        });
    found.find(FindingCode::BannedFormat);
    Ok(Some(found))
}
