//! The name of an upload.

use std::fmt;

use crate::core::crypto::seal::{KeyRing, NONCE_BYTES};

/// What a name is sealed for.
const PURPOSE: &str = "upload-id";
/// More than any name has.
const MOST_BYTES: usize = 100;

/// 96 random bits with the seal of the gateway: a name that nobody has been given asks no object, which would
/// be made by that. Knowing one is not enough all the same: only who made the upload may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TusUploadId(String);

impl TusUploadId {
    /// A new one; `None` never, as nothing is sealed but the name itself.
    #[must_use]
    pub fn generate(keys: &KeyRing, random: [u8; NONCE_BYTES]) -> Option<Self> {
        keys.seal(PURPOSE, &[], random).map(Self)
    }

    /// What may be one, by its letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_id = text.len() <= MOST_BYTES
            && text.bytes().all(is_letter)
            && text.split('.').filter(|part| !part.is_empty()).count() == 2
            && text.matches('.').count() == 1;
        is_id.then(|| Self(text.to_owned()))
    }

    /// Whether the gateway has given it.
    #[must_use]
    pub fn is_sealed(&self, keys: &KeyRing) -> bool {
        keys.open(PURPOSE, &self.0).is_ok()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TusUploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::crypto::seal::SealKey;

    fn keys(byte: u8) -> KeyRing {
        KeyRing::new(vec![SealKey::new("k1", [byte; 32]).unwrap()]).unwrap()
    }

    #[test]
    fn only_a_name_that_the_gateway_has_given_is_one() {
        let id = TusUploadId::generate(&keys(1), [7; 12]).unwrap();
        let read = TusUploadId::parse(id.as_str()).unwrap();
        assert!(read.is_sealed(&keys(1)));
        assert!(!read.is_sealed(&keys(2)));
        let made_up = TusUploadId::parse("k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        assert!(!made_up.is_sealed(&keys(1)));
    }

    #[test]
    fn what_has_other_letters_or_another_shape_is_none() {
        for text in [
            "", "ab", "..", "a.", ".b", "a.b.c", "a/b.c", "a%2e.b", "a.b c",
        ] {
            assert_eq!(TusUploadId::parse(text), None, "{text}");
        }
        assert_eq!(TusUploadId::parse(&format!("a.{}", "b".repeat(100))), None);
    }
}
