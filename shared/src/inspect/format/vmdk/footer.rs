//! The footer of a stream-optimised VMDK: it repeats the header, between two markers at the very
//! end, and is what counts for whoever has the whole file.

use super::{DESCRIPTOR_SECTOR, GRAIN_DIRECTORY, GRAIN_DIRECTORY_AT_END, SECTOR_BYTES, VERSION};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::FooterFault;

/// Marker, footer, marker.
pub(super) const BYTES: u64 = 3 * SECTOR_BYTES;
const MARKER_SIZE: usize = 8;
const MARKER_KIND: usize = 12;
const MARKER_PADDING: usize = 16;
const MARKER_END_OF_STREAM: u32 = 0;
const MARKER_FOOTER: u32 = 3;

/// The first fault, in the order in which oslo.utils looks for them, in the last bytes of the file.
pub(super) fn check(header: &[u8], end: &[u8]) -> Option<FooterFault> {
    let mut sectors = end.chunks_exact(SECTOR_BYTES as usize);
    let marker = sectors.next().unwrap_or_default();
    let footer = sectors.next().unwrap_or_default();
    let last = sectors.next().unwrap_or_default();
    let differs = |range: std::ops::Range<usize>| header.get(range.clone()) != footer.get(range);
    if differs(0..VERSION) {
        Some(FooterFault::Signature)
    } else if differs(VERSION..VERSION + 4) {
        Some(FooterFault::Version)
    } else if differs(DESCRIPTOR_SECTOR..DESCRIPTOR_SECTOR + 16) {
        Some(FooterFault::Descriptor)
    } else if footer.le_u64(GRAIN_DIRECTORY) == Some(GRAIN_DIRECTORY_AT_END) {
        Some(FooterFault::AnotherFooter)
    } else if !is_marker(marker, MARKER_FOOTER) {
        Some(FooterFault::Marker)
    } else if last.le_u64(0) != Some(0) || !is_marker(last, MARKER_END_OF_STREAM) {
        Some(FooterFault::EndOfStream)
    } else {
        None
    }
}

fn is_marker(sector: &[u8], kind: u32) -> bool {
    sector.le_u32(MARKER_SIZE) == Some(0)
        && sector.le_u32(MARKER_KIND) == Some(kind)
        && sector
            .get(MARKER_PADDING..)
            .is_some_and(|padding| padding.iter().all(|byte| *byte == 0))
}
