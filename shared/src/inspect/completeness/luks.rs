//! LUKS volumes. The header says where the payload begins, and hardly ever where it ends: what is cut
//! off behind that beginning cannot be told.

use super::{Checked, missing, part};
use crate::inspect::fields::Fields;
use crate::inspect::format::SECTOR_BYTES;
use crate::inspect::sample::Sample;

const VERSION: usize = 6;

pub(super) fn check(sample: &Sample) -> Checked {
    let Some(header) = part(sample, 0, SECTOR_BYTES)? else {
        return Ok(None);
    };
    match header.be_u16(VERSION) {
        Some(1) => first_version(sample),
        Some(2) => second_version(sample),
        _ => Ok(None),
    }
}

/// The payload has a sector at least, and the eight key slots are before it.
fn first_version(sample: &Sample) -> Checked {
    const PAYLOAD_SECTOR: usize = 104;
    const KEY_BYTES: usize = 108;
    const SLOTS: usize = 208;
    const SLOT_BYTES: usize = 48;
    const SLOT_COUNT: usize = 8;
    const ACTIVE: u32 = 0x00AC_71F3;
    const MATERIAL_SECTOR: usize = 40;
    const STRIPES: usize = 44;
    let Some(header) = part(sample, 0, (SLOTS + SLOT_COUNT * SLOT_BYTES) as u64)? else {
        return Ok(None);
    };
    let key_bytes = u64::from(header.be_u32(KEY_BYTES).unwrap_or_default());
    let slots = header.get(SLOTS..).unwrap_or_default();
    let ends = slots
        .chunks_exact(SLOT_BYTES)
        .filter(|slot| slot.be_u32(0) == Some(ACTIVE))
        .filter_map(|slot| {
            let sector = u64::from(slot.be_u32(MATERIAL_SECTOR)?);
            let stripes = u64::from(slot.be_u32(STRIPES)?);
            let bytes = stripes.saturating_mul(key_bytes);
            Some((sector * SECTOR_BYTES).saturating_add(bytes))
        });
    let payload = u64::from(header.be_u32(PAYLOAD_SECTOR).unwrap_or_default());
    // With 0, the payload is in another file.
    let payload = match payload {
        0 => 0,
        sector => (sector + 1) * SECTOR_BYTES,
    };
    Ok(missing(sample, ends.max().unwrap_or_default().max(payload)))
}

/// Two copies of the header, and segments of which the JSON behind it tells the place.
fn second_version(sample: &Sample) -> Checked {
    const HEADER_BYTES: usize = 8;
    const JSON: u64 = 4096;
    const JSON_MAX_BYTES: u64 = 60 * 1024;
    let Some(header) = part(sample, 0, SECTOR_BYTES)? else {
        return Ok(None);
    };
    let bytes = header.be_u64(HEADER_BYTES).unwrap_or_default();
    if let Some(code) = missing(sample, bytes.saturating_mul(2)) {
        return Ok(Some(code));
    }
    let length = bytes.saturating_sub(JSON).min(JSON_MAX_BYTES);
    let Some(json) = part(sample, JSON, length)? else {
        return Ok(None);
    };
    Ok(missing(sample, end_of_segments(json).unwrap_or_default()))
}

/// The fields are looked for as text: the writer of this JSON is a program that leaves no blanks, and
/// a whole reader of JSON would weigh more than all of this inspection.
fn end_of_segments(json: &[u8]) -> Option<u64> {
    let text = json.split(|byte| *byte == 0).next()?;
    let text = std::str::from_utf8(text).ok()?;
    let (_, segments) = text.split_once("\"segments\":")?;
    let segments = segments.split("\"digests\":").next()?;
    let number = |segment: &str, field: &str| {
        let (_, rest) = segment.split_once(field)?;
        rest.split('"').next()?.parse::<u64>().ok()
    };
    let ends = segments.split("\"type\":").filter_map(|segment| {
        let offset = number(segment, "\"offset\":\"")?;
        // One that goes to the end of the device has a sector at least.
        let size = number(segment, "\"size\":\"").unwrap_or(SECTOR_BYTES);
        Some(offset.saturating_add(size))
    });
    ends.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_segments_of_a_volume_are_found_in_its_header() {
        let json = br#"{"keyslots":{"0":{"area":{"type":"raw","offset":"32768","size":"258048"}}},
            "tokens":{},"segments":{"0":{"type":"crypt","offset":"16777216","size":"dynamic"},
            "1":{"type":"crypt","offset":"20000000","size":"5000"}},"digests":{},"config":{}}"#;
        assert_eq!(end_of_segments(json), Some(20_005_000));
        assert_eq!(end_of_segments(b"{}"), None);
        assert_eq!(end_of_segments(b"\"segments\":{\"offset\":\"x"), None);
    }
}
