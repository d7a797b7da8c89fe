//! The disk that a differencing VHDX differs from: pairs of names and values, in UTF-16.

use crate::inspect::byte_fields::ByteFields;
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};

/// Far more than two paths and some identifiers.
const LOCATOR_BYTES: u64 = 4096;
const COUNT: usize = 18;
const HEADER_BYTES: usize = 20;
const PAIR_BYTES: usize = 12;
/// The pairs that tell a path, the better ones first.
const PATHS: [&str; 3] = ["relative_path", "absolute_win32_path", "volume_path"];

pub(super) fn name(
    sample: &Sample,
    metadata: u64,
    item: &[u8],
) -> Result<Option<Reference>, ByteRange> {
    let offset = u64::from(item.le_u32(16).unwrap_or_default());
    let length = u64::from(item.le_u32(20).unwrap_or_default());
    let locator = sample.bytes(metadata.saturating_add(offset), length.min(LOCATOR_BYTES))?;
    let count = locator.le_u16(COUNT).unwrap_or_default().into();
    let pairs = locator.get(HEADER_BYTES..).unwrap_or_default();
    let pairs = pairs.chunks_exact(PAIR_BYTES).take(count);
    let text = |offset: Option<u32>, length: Option<u16>| {
        let start = usize::try_from(offset?).ok()?;
        let end = start.checked_add(length?.into())?;
        locator.get(start..end)?.utf16(u16::from_le_bytes)
    };
    let read = pairs.filter_map(|pair| {
        let key = text(pair.le_u32(0), pair.le_u16(8))?;
        Some((key, text(pair.le_u32(4), pair.le_u16(10))?))
    });
    let read: Vec<_> = read.collect();
    let mut found = PATHS
        .iter()
        .filter_map(|path| read.iter().find(|(key, _)| **key == **path));
    let name = found.next().map(|(_, value)| value.clone());
    Ok(name.map(|name| Reference::new(ReferenceRole::Parent, name)))
}
