//! The key of all uploads: what names them, and seals their tokens.
//!
//! It is not one of the sessions', which are rotated: whoever has taken one out would lose every upload that was
//! accepted under it. It is made once, and stored sealed by the first of the sessions' keys. When another one
//! comes first, it is sealed anew, and the one before may go. One that is taken out too early, while there are
//! uploads, is missed, and named.

use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::core::config::BadSetting;
use crate::core::crypto::seal::{KeyRing, NONCE_BYTES, SealFault, SealKey};

/// What it is sealed for.
const PURPOSE: &str = "upload-key";
/// Its id, in the names of uploads.
const ID: &str = "u";
/// By how much more than is asked for it is noted to be needed: else each upload would be a note.
const NOTED_AHEAD: Duration = Duration::from_secs(86_400);

/// Random bytes for a new key.
#[derive(Clone, Copy)]
pub struct Randomness {
    /// The key itself.
    pub key: [u8; 32],
    /// What it is sealed with.
    pub nonce: [u8; NONCE_BYTES],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredKey {
    sealed: String,
    /// No upload lives longer.
    needed_until: UnixMillis,
}

/// Asks for the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRequest {
    /// Until when there will be uploads, as far as whoever asks knows.
    pub needed_until: UnixMillis,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyAnswer {
    Key(StoredKey),
    /// It does not open: the key that has sealed it was taken out.
    Missing {
        key_id: String,
        /// Until when there may be uploads that need it.
        needed_until: UnixMillis,
    },
}

/// The key, open.
#[derive(Clone, Debug)]
pub struct UploadKey {
    /// The key as what seals and opens.
    pub keys: KeyRing,
    /// Until when it is noted to be needed.
    pub needed_until: UnixMillis,
}

impl StoredKey {
    /// Gives the key, which is made when there is none, or none that anybody needs any more.
    ///
    /// # Errors
    /// It cannot be sealed, which never is.
    pub fn provide(
        slot: &mut Option<Self>,
        sessions: &KeyRing,
        request: KeyRequest,
        now: UnixMillis,
        random: Randomness,
    ) -> Result<KeyAnswer, SealFault> {
        let opened = slot
            .as_ref()
            .map(|stored| (stored, sessions.open(PURPOSE, &stored.sealed)));
        let (plain, noted) = match opened {
            Some((stored, Ok(plain))) => (plain, stored.needed_until),
            Some((stored, Err(_))) if stored.needed_until > now => {
                let (key_id, _) = stored.sealed.split_once('.').unwrap_or_default();
                return Ok(KeyAnswer::Missing {
                    key_id: key_id.to_owned(),
                    needed_until: stored.needed_until,
                });
            }
            Some((_, Err(_))) | None => (random.key.to_vec(), UnixMillis(0)),
        };
        let needed_until = if noted < request.needed_until {
            request.needed_until.after(NOTED_AHEAD)
        } else {
            noted
        };
        let kept = slot.take().filter(|stored| {
            sessions.seals_as(&stored.sealed) && sessions.open(PURPOSE, &stored.sealed).is_ok()
        });
        let sealed = match kept {
            Some(stored) => stored.sealed,
            None => sessions
                .seal(PURPOSE, &plain, random.nonce)
                .ok_or(SealFault("the key cannot be sealed"))?,
        };
        let stored = Self {
            sealed,
            needed_until,
        };
        Ok(KeyAnswer::Key(slot.insert(stored).clone()))
    }

    /// Opens it.
    ///
    /// # Errors
    /// It does not open: the two sides have other settings.
    pub fn open(&self, sessions: &KeyRing) -> Result<UploadKey, SealFault> {
        let plain = sessions.open(PURPOSE, &self.sealed).ok();
        let key = plain.and_then(|plain| SealKey::new(ID, plain.try_into().ok()?));
        let keys = key.and_then(|key| KeyRing::new(vec![key]));
        let keys = keys.ok_or(SealFault("the key of uploads does not open"))?;
        Ok(UploadKey {
            keys,
            needed_until: self.needed_until,
        })
    }
}

/// What an operator is told of a key that is missed.
#[must_use]
pub fn missing(key_id: &str, needed_until: UnixMillis) -> BadSetting {
    let until = needed_until.rfc3339();
    BadSetting {
        variable: "SESSION_KEYS".into(),
        expected: format!(
            "uploads that were accepted need the key with the id {key_id}: put it back behind the first one. \
             Once Gaze has run with both it may go; without it, uploads are refused until {until}"
        )
        .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400_000;
    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn ring(ids: &[(&str, u8)]) -> KeyRing {
        let keys = ids
            .iter()
            .map(|(id, byte)| SealKey::new(id, [*byte; 32]).unwrap());
        KeyRing::new(keys.collect()).unwrap()
    }

    fn provide(
        slot: &mut Option<StoredKey>,
        keys: &KeyRing,
        until: UnixMillis,
        now: UnixMillis,
    ) -> KeyAnswer {
        let request = KeyRequest {
            needed_until: until,
        };
        let random = Randomness {
            key: [9; 32],
            nonce: [3; NONCE_BYTES],
        };
        StoredKey::provide(slot, keys, request, now, random).unwrap()
    }

    fn sealed_by(answer: &KeyAnswer, keys: &KeyRing) -> String {
        let KeyAnswer::Key(stored) = answer else {
            panic!("{answer:?}");
        };
        stored
            .open(keys)
            .unwrap()
            .keys
            .seal("test", b"", [5; 12])
            .unwrap()
    }

    #[test]
    fn the_key_stays_the_same_when_the_keys_of_sessions_are_rotated() {
        let (old, both, new) = (
            ring(&[("k1", 1)]),
            ring(&[("k2", 2), ("k1", 1)]),
            ring(&[("k2", 2)]),
        );
        let mut slot = None;
        let first = provide(&mut slot, &old, NOW, NOW);
        let second = provide(&mut slot, &both, NOW, NOW);
        let third = provide(&mut slot, &new, NOW, NOW);
        let seal = sealed_by(&first, &old);
        assert_eq!(sealed_by(&second, &both), seal);
        assert_eq!(sealed_by(&third, &new), seal);
    }

    #[test]
    fn a_key_that_was_taken_out_is_missed_while_there_are_uploads_and_not_after() {
        let (old, new) = (ring(&[("k1", 1)]), ring(&[("k2", 2)]));
        let mut slot = None;
        let until = NOW.after(Duration::from_millis(DAY));
        provide(&mut slot, &old, until, NOW);
        let needed_until = UnixMillis(NOW.0 + 2 * DAY);
        let missed = KeyAnswer::Missing {
            key_id: "k1".into(),
            needed_until,
        };
        assert_eq!(provide(&mut slot, &new, NOW, NOW), missed);
        // It comes back, and nothing is lost.
        assert!(matches!(
            provide(&mut slot, &old, NOW, NOW),
            KeyAnswer::Key(_)
        ));
        let later = needed_until;
        assert!(matches!(
            provide(&mut slot, &new, later, later),
            KeyAnswer::Key(_)
        ));
    }

    #[test]
    fn how_long_it_is_needed_is_noted_a_day_ahead() {
        let keys = ring(&[("k1", 1)]);
        let mut slot = None;
        let noted = |answer| match answer {
            KeyAnswer::Key(stored) => stored.needed_until.0,
            KeyAnswer::Missing { .. } => 0,
        };
        let first = noted(provide(&mut slot, &keys, UnixMillis(5 * DAY), NOW));
        assert_eq!(first, 6 * DAY);
        let second = noted(provide(&mut slot, &keys, UnixMillis(6 * DAY), NOW));
        assert_eq!(second, 6 * DAY);
        let third = noted(provide(&mut slot, &keys, UnixMillis(6 * DAY + 1), NOW));
        assert_eq!(third, 7 * DAY + 1);
    }
}
