//! Optical discs: ISO 9660 and UDF, which share their beginning
//! (<http://wiki.osdev.org/ISO_9660>).

use super::{Examined, FormatMatch, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::sample::Sample;
use crate::units::Bytes;

const DESCRIPTOR_OFFSET: u64 = 32 * 1024;
const DESCRIPTOR_BYTES: u64 = 2048;
const PRIMARY_VOLUME: u8 = 1;
const VOLUME_BLOCKS: usize = 80;
const BLOCK_BYTES: usize = 128;

pub(super) fn examine(sample: &Sample) -> Examined {
    let descriptor = sample.bytes(DESCRIPTOR_OFFSET, DESCRIPTOR_BYTES)?;
    let subformat = match descriptor.get(1..6) {
        Some(b"CD001") => "iso9660",
        Some(b"NSR02" | b"NSR03") => "udf",
        _ => return Ok(None),
    };
    if !has(sample, DESCRIPTOR_OFFSET + DESCRIPTOR_BYTES) {
        return Ok(None);
    }
    let mut size = None;
    let mut cluster_size = None;
    if descriptor.first() == Some(&PRIMARY_VOLUME) {
        let blocks = descriptor.le_u32(VOLUME_BLOCKS).map(u64::from);
        let block_bytes = descriptor.le_u16(BLOCK_BYTES).map(u64::from);
        cluster_size = block_bytes.map(Bytes);
        size = blocks
            .zip(block_bytes)
            .map(|(blocks, bytes)| blocks.saturating_mul(bytes));
    }
    Ok(Some(
        FormatMatch::recognised(Detected::Iso)
            .with_size(size)
            .with_details(Details {
                subformat: Some(subformat.into()),
                cluster_size,
                ..Details::default()
            }),
    ))
}
