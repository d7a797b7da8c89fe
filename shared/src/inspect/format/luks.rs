//! LUKS volumes; Glance takes version 1 only.
//! <https://gitlab.com/cryptsetup/cryptsetup/-/wikis/LUKS-standard/on-disk-format.pdf>

use super::{Examined, FormatMatch, SECTOR_BYTES, has};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::details::Details;
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::recognition::Reported;
use crate::inspect::sample::Sample;

const MAGIC: &[u8] = b"LUKS\xba\xbe";
/// With the eight key slots of version 1, which oslo.utils captures too.
const HEADER_BYTES: u64 = 592;
const VERSION: usize = 6;
const CIPHER_NAME: usize = 8;
const CIPHER_MODE: usize = 40;
const CIPHER_BYTES: usize = 32;
const PAYLOAD_SECTOR: usize = 104;
/// What oslo.utils unpacks to find the payload.
const FIELDS_BYTES: u64 = 168;

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, HEADER_BYTES)?;
    if !header.starts_with(MAGIC) {
        return Ok(None);
    }
    let version = header.be_u16(VERSION).unwrap_or_default();
    let payload = u64::from(header.be_u32(PAYLOAD_SECTOR).unwrap_or_default());
    let reported = if has(sample, FIELDS_BYTES) {
        // A payload behind the end makes oslo.utils tell a negative size, which is none.
        Reported::Size(
            sample
                .file_size()
                .0
                .saturating_sub(payload.saturating_mul(SECTOR_BYTES)),
        )
    } else {
        Reported::Failure
    };
    let found = FormatMatch::recognised(Detected::Luks);
    // Version 2 has the place of its payload in JSON behind the header.
    let found = match reported {
        Reported::Size(size) if version == 1 => found.with_size(Some(size)),
        _ => found.reporting(reported),
    };
    let mut found = found.with_details(details(header, version));
    if !has(sample, HEADER_BYTES) {
        return Ok(Some(found.incomplete()));
    }
    if version != 1 {
        found.find(FindingCode::LuksVersion(version));
    }
    found.find(FindingCode::EncryptedVolume);
    Ok(Some(found))
}

fn details(header: &[u8], version: u16) -> Details {
    let encryption = if version == 1 {
        header
            .text(CIPHER_NAME, CIPHER_BYTES)
            .zip(header.text(CIPHER_MODE, CIPHER_BYTES))
            .map(|(name, mode)| format!("{name}-{mode}").into())
    } else {
        None
    };
    Details {
        version: Some(version.into()),
        encryption,
        ..Details::default()
    }
}
