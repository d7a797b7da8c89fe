//! Optical discs: ISO 9660 and UDF, which share their beginning
//! (<http://wiki.osdev.org/ISO_9660>).

use super::{Detected, Examined, Match};
use crate::inspect::sample::{Fields, Sample};

const DESCRIPTOR_OFFSET: u64 = 32 * 1024;
const DESCRIPTOR_BYTES: u64 = 2048;
const PRIMARY_VOLUME: u8 = 1;
const VOLUME_BLOCKS: usize = 80;
const BLOCK_BYTES: usize = 128;

pub(super) fn examine(sample: &Sample) -> Examined {
    let descriptor = sample.bytes(DESCRIPTOR_OFFSET, DESCRIPTOR_BYTES)?;
    let mark = descriptor.get(1..6).unwrap_or_default();
    let is_complete = descriptor.len() as u64 == DESCRIPTOR_BYTES;
    if !is_complete
        || ![b"CD001", b"NSR02", b"NSR03"]
            .iter()
            .any(|known| mark == *known)
    {
        return Ok(None);
    }
    let size = if descriptor.first() == Some(&PRIMARY_VOLUME) {
        let blocks = descriptor.le_u32(VOLUME_BLOCKS).map(u64::from);
        let block_bytes = descriptor.le_u16(BLOCK_BYTES).map(u64::from);
        blocks
            .zip(block_bytes)
            .map(|(blocks, bytes)| blocks.saturating_mul(bytes))
    } else {
        None
    };
    Ok(Some(Match::of(Detected::Iso).with_size(size)))
}
