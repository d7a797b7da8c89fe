//! LUKS volumes. The header says where the payload begins, and hardly ever where it ends: what is cut
//! off behind that beginning cannot be told.

use super::{Checked, missing, part};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::format_match::SECTOR_BYTES;
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
    let mut rest = behind(json, b"\"segments\":")?;
    let digests = behind(rest, b"\"digests\":").unwrap_or_default();
    let length = rest.len().saturating_sub(digests.len());
    rest = rest.get(..length)?;
    let mut furthest = None;
    while let Some(segment) = behind(rest, b"\"offset\":\"") {
        let offset = number(segment);
        // One that goes to the end of the device has a sector at least.
        let size = behind(segment, b"\"size\":\"").and_then(number);
        let end = offset.map(|offset| offset.saturating_add(size.unwrap_or(SECTOR_BYTES)));
        furthest = furthest.max(end);
        rest = segment;
    }
    furthest
}

/// What is behind the first place where this stands.
fn behind<'text>(text: &'text [u8], wanted: &[u8]) -> Option<&'text [u8]> {
    let start = text
        .windows(wanted.len())
        .position(|window| window == wanted)?;
    text.get(start.checked_add(wanted.len())?..)
}

/// The digits with which a text begins; `None` where there are none, or too many.
fn number(text: &[u8]) -> Option<u64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    let mut digits = digits.map(|byte| u64::from(byte - b'0'));
    let first = digits.next()?;
    digits.try_fold(first, |number, digit| {
        number.checked_mul(10)?.checked_add(digit)
    })
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
