//! Sealing: AES-256-GCM with a key id, so that keys can be rotated without signing anyone out.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 96 random bits, as NIST SP 800-38D section 8.2.2 has it: safe for 2^32 seals under one key.
pub const NONCE_BYTES: usize = 12;

/// The most letters in the id of a key: it stands in whatever the key seals.
const MOST_OF_ID: usize = 60;

/// A key and its id.
#[derive(Clone)]
pub struct SealKey {
    id: String,
    key: [u8; 32],
}

impl SealKey {
    /// Makes a key; `None` when the id is empty, longer than 60 letters, or has other characters than
    /// letters, digits, `-` and `_`.
    #[must_use]
    pub fn new(id: &str, key: [u8; 32]) -> Option<Self> {
        let is_word = (1..=MOST_OF_ID).contains(&id.len())
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        is_word.then(|| Self {
            id: id.to_owned(),
            key,
        })
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({}, …)", self.id)
    }
}

/// The keys that open; the first one seals. Never empty.
#[derive(Clone, Debug)]
pub struct KeyRing(Vec<SealKey>);

/// A sealed text that does not open: it was changed, cut, or sealed with a key that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sealed text does not open")]
pub struct DoesNotOpen(());

impl KeyRing {
    /// Takes the keys, the sealing one first; `None` when there is none or two share an id.
    #[must_use]
    pub fn new(keys: Vec<SealKey>) -> Option<Self> {
        let mut ids: Vec<&str> = keys.iter().map(|key| key.id.as_str()).collect();
        ids.sort_unstable();
        let are_distinct = ids.windows(2).all(|pair| pair.first() != pair.last());
        (!keys.is_empty() && are_distinct).then_some(Self(keys))
    }

    /// Seals `plain` for `purpose`; a text sealed for one purpose does not open for another.
    /// `None` only when `plain` is longer than the cipher takes (64 GiB).
    #[must_use]
    pub fn seal(&self, purpose: &str, plain: &[u8], nonce: [u8; NONCE_BYTES]) -> Option<String> {
        let key = self.0.first()?;
        let aad = associated_data(purpose, &key.id);
        let payload = Payload {
            msg: plain,
            aad: aad.as_bytes(),
        };
        let mut sealed = nonce.to_vec();
        sealed.extend(cipher(key).encrypt(&Nonce::from(nonce), payload).ok()?);
        Some(format!("{}.{}", key.id, URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Whether a text has the seal of the key that seals.
    #[must_use]
    pub fn seals_as(&self, sealed: &str) -> bool {
        let id = sealed.split_once('.').map(|(id, _)| id);
        self.0.first().map(|key| key.id.as_str()) == id
    }

    /// Opens a text that [`KeyRing::seal`] made for the same purpose.
    ///
    /// # Errors
    /// It does not open; why is not told, because only an attacker would learn from it.
    pub fn open(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>, DoesNotOpen> {
        let parts = || {
            let (id, text) = sealed.split_once('.')?;
            let key = self.0.iter().find(|key| key.id == id)?;
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            let (nonce, cipher_text) = bytes.split_first_chunk::<NONCE_BYTES>()?;
            let aad = associated_data(purpose, id);
            let payload = Payload {
                msg: cipher_text,
                aad: aad.as_bytes(),
            };
            cipher(key).decrypt(&Nonce::from(*nonce), payload).ok()
        };
        parts().ok_or(DoesNotOpen(()))
    }
}

fn cipher(key: &SealKey) -> Aes256Gcm {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(key.key))
}

fn associated_data(purpose: &str, key_id: &str) -> String {
    format!("gaze:{purpose}:{key_id}")
}

/// What can always be sealed or opened was not: a fault of the gateway's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealFault(pub &'static str);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring(ids: &[(&str, u8)]) -> KeyRing {
        KeyRing::new(
            ids.iter()
                .map(|(id, byte)| SealKey::new(id, [*byte; 32]).unwrap())
                .collect(),
        )
        .unwrap()
    }

    #[test]
    fn a_text_opens_after_its_key_was_rotated_and_not_after_it_was_removed() {
        let sealed = ring(&[("k1", 1)])
            .seal("session", b"hello", [7; 12])
            .unwrap();
        assert_eq!(
            ring(&[("k2", 2), ("k1", 1)]).open("session", &sealed),
            Ok(b"hello".to_vec())
        );
        assert!(ring(&[("k2", 2)]).open("session", &sealed).is_err());
    }

    #[test]
    fn a_text_opens_for_its_own_purpose_only() {
        let ring = ring(&[("k1", 1)]);
        let sealed = ring.seal("session", b"hello", [7; 12]).unwrap();
        assert!(ring.open("upload", &sealed).is_err());
    }

    #[test]
    fn a_key_id_cannot_be_swapped() {
        let ring = ring(&[("k1", 1), ("k2", 1)]);
        let sealed = ring.seal("session", b"hello", [7; 12]).unwrap();
        assert!(
            ring.open("session", &sealed.replacen("k1", "k2", 1))
                .is_err()
        );
    }

    #[test]
    fn two_keys_of_one_id_are_refused() {
        let key = || SealKey::new("k1", [1; 32]).unwrap();
        assert!(KeyRing::new(vec![key(), key()]).is_none());
        assert!(KeyRing::new(vec![]).is_none());
        assert!(SealKey::new("a.b", [0; 32]).is_none());
    }

    proptest! {
        #[test]
        fn a_text_with_one_changed_character_does_not_open(at in any::<prop::sample::Index>(), c in "[A-Za-z0-9_.-]") {
            let ring = ring(&[("k1", 1)]);
            let sealed = ring.seal("session", b"some session", [7; 12]).unwrap();
            let mut changed: Vec<char> = sealed.chars().collect();
            let at = at.index(changed.len());
            changed[at] = c.chars().next().unwrap();
            let changed: String = changed.into_iter().collect();
            prop_assume!(changed != sealed);
            prop_assert!(ring.open("session", &changed).is_err());
        }

        #[test]
        fn no_text_makes_opening_panic(text in ".*") {
            prop_assert!(ring(&[("k1", 1)]).open("session", &text).is_err());
        }
    }
}
