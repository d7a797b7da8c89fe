//! The members of a cpio archive, as a kernel reads one
//! (<https://docs.kernel.org/driver-api/early-userspace/buffer-format.html>).

use crate::inspect::cut_off::{Checked, missing};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::{ByteRange, Sample};

/// Both kinds begin so: with a checksum, and without.
pub(super) const MAGIC: &[u8] = b"07070";
const LAST: &[u8] = b"TRAILER!!!";
const HEADER_BYTES: u64 = 110;
const LAST_BYTES: u64 = HEADER_BYTES + LAST.len() as u64;
const FIELD_BYTES: usize = 8;
const DATA_LENGTH: usize = 54;
const NAME_LENGTH: usize = 94;
const WINDOW_BYTES: u64 = 8 * 1024;
const WINDOWS: u32 = 10;
/// The last member and what writers fill up behind it.
const TAIL_BYTES: u64 = 12 * 1024;

/// What is missing behind the members that were gone through. Another archive can follow the last one,
/// and is often compressed; how far that reaches is not known.
pub(super) fn check(sample: &Sample) -> Checked {
    let mut start = 0_u64;
    for _ in 0..WINDOWS {
        let window_start = start;
        let window = sample.bytes(start, WINDOW_BYTES)?;
        loop {
            let from = usize::try_from(start.saturating_sub(window_start)).unwrap_or(usize::MAX);
            let rest = window.get(from..).unwrap_or_default();
            let Some(header) = rest.get(..LAST_BYTES as usize) else {
                break;
            };
            let (Some(data), Some(name)) = (hex(header, DATA_LENGTH), hex(header, NAME_LENGTH))
            else {
                return Ok(Some(FindingCode::EndMissing));
            };
            if !header.starts_with(MAGIC) {
                return Ok(Some(FindingCode::EndMissing));
            }
            if header.ends_with(LAST) {
                return Ok(None);
            }
            let name_end = start.saturating_add(HEADER_BYTES).saturating_add(name);
            let data_start = name_end.next_multiple_of(ALIGNMENT);
            start = data_start.saturating_add(data).next_multiple_of(ALIGNMENT);
        }
        if let Some(code) = missing(sample, start.saturating_add(LAST_BYTES)) {
            return Ok(Some(code));
        }
    }
    let is_ended = ends_with_last(sample)?;
    Ok((!is_ended).then_some(FindingCode::EndNotChecked))
}

/// Members begin at multiples of this.
const ALIGNMENT: u64 = 4;

fn hex(header: &[u8], offset: usize) -> Option<u64> {
    let digits = header.get(offset..offset + FIELD_BYTES)?;
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn ends_with_last(sample: &Sample) -> Result<bool, ByteRange> {
    let tail = sample.tail(TAIL_BYTES)?;
    Ok(tail.windows(LAST.len()).any(|piece| piece == LAST))
}
