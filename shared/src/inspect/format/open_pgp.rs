//! What OpenPGP writes in binary (RFC 9580). There is no mark: the first packet is known by a type,
//! a version and algorithms that go together.

use crate::inspect::finding::Content;

/// Types of packets.
const PUBLIC_KEY_ENCRYPTED: u8 = 1;
const SIGNATURE: u8 = 2;
const PASSWORD_ENCRYPTED: u8 = 3;
const SECRET_KEY: u8 = 5;
const PUBLIC_KEY: u8 = 6;

/// What a file is that begins so; `None` when that is no packet.
pub(super) fn content(header: &[u8]) -> Option<Content> {
    let (first, rest) = header.split_first()?;
    // The length of the packet is of one to five bytes, in an older and a newer way.
    let (kind, length_bytes) = match (first >> 6, first & 0x3f) {
        (0b10, bits) if bits & 3 < 3 => (bits >> 2, 1 << (bits & 3)),
        (0b11, kind) => match rest.first()? {
            0..=191 => (kind, 1),
            192..=223 => (kind, 2),
            255 => (kind, 5),
            _ => return None,
        },
        _ => return None,
    };
    match (kind, rest.get(length_bytes..)?) {
        // The version, whose key, and an algorithm of public keys.
        (PUBLIC_KEY_ENCRYPTED, [3, _, _, _, _, _, _, _, _, 1 | 2 | 16 | 18 | 25, ..])
        // The version, a cipher, and how the password is made a key of.
        | (PASSWORD_ENCRYPTED, [4, 1..=13, 0 | 1 | 3, ..] | [5, 1..=13, _, 0 | 1 | 3, ..]) => {
            Some(Content::EncryptedFile)
        }
        // The version, of what it is one, and the two algorithms.
        (SIGNATURE, [4, 0..=2, 1 | 3 | 17 | 19 | 22 | 27 | 28, 1..=14, ..])
        // The version, when it was made, and the algorithm.
        | (SECRET_KEY | PUBLIC_KEY, [4, _, _, _, _, 1..=3 | 16..=19 | 22 | 25 | 27, ..]) => {
            Some(Content::Signature)
        }
        _ => None,
    }
}
