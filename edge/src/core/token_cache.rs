//! What Keystone said about tokens, for a short while.
//!
//! Validating a Fernet token costs Keystone several milliseconds, so an isolate remembers the
//! answer: a good one for at most a minute and never past the token's end, a bad one for five
//! seconds. Tokens are kept as SHA-256 only. A token that is revoked elsewhere therefore works for
//! up to a minute more, unless Glance, which asks Keystone itself, refuses it before; one that is
//! signed out here is invalid at once.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::UnixSeconds;
use super::permit::Identity;
use super::secret::Secret;

/// For how long a valid token is taken as valid.
const GOOD_SECONDS: i64 = 60;
/// For how long an invalid token is taken as invalid.
const BAD_SECONDS: i64 = 5;
/// An entry has about 300 bytes; an isolate has 128 MiB for everything.
const CAPACITY: usize = 4096;

type TokenHash = [u8; 32];

/// What is remembered about a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Keystone knows it.
    Valid(Identity),
    /// Keystone does not know it.
    Invalid,
}

struct Entry {
    remembered: Remembered,
    until: UnixSeconds,
}

/// The memory of one isolate.
#[derive(Default)]
pub struct TokenCache {
    entries: HashMap<TokenHash, Entry>,
}

impl TokenCache {
    /// What is still known about a token.
    #[must_use]
    pub fn get(&self, token: &Secret, now: UnixSeconds) -> Option<Remembered> {
        let entry = self.entries.get(&hash(token))?;
        (entry.until > now).then(|| entry.remembered.clone())
    }

    /// Remembers what Keystone said just now.
    pub fn insert(&mut self, token: &Secret, remembered: Remembered, now: UnixSeconds) {
        let until = match &remembered {
            Remembered::Invalid => now.0.saturating_add(BAD_SECONDS),
            Remembered::Valid(identity) => {
                let token_end = identity.expires_at.unix_seconds().unwrap_or(now.0);
                now.0.saturating_add(GOOD_SECONDS).min(token_end)
            }
        };
        self.make_room(now);
        self.entries.insert(
            hash(token),
            Entry {
                remembered,
                until: UnixSeconds(until),
            },
        );
    }

    /// Forgets a valid token that was signed out: from now on it is invalid here.
    pub fn revoke(&mut self, token: &Secret, now: UnixSeconds) {
        self.insert(token, Remembered::Invalid, now);
    }

    /// Forgets what is known about a token, because somebody who had to know has refused it. Keystone
    /// is asked at the next call.
    pub fn forget(&mut self, token: &Secret) {
        self.entries.remove(&hash(token));
    }

    fn make_room(&mut self, now: UnixSeconds) {
        if self.entries.len() < CAPACITY {
            return;
        }
        self.entries.retain(|_, entry| entry.until > now);
        // All of them alive: whoever fills the memory this fast only costs Keystone calls.
        if self.entries.len() >= CAPACITY {
            self.entries.clear();
        }
    }
}

fn hash(token: &Secret) -> TokenHash {
    Sha256::digest(token.expose().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gaze_shared::timestamp::Timestamp;

    fn valid(end: &str) -> Remembered {
        Remembered::Valid(Identity {
            user_id: "u".into(),
            project_id: Some("p".into()),
            expires_at: Timestamp::from_text(end),
        })
    }

    const FAR: &str = "2026-11-21T17:38:45Z";

    #[test]
    fn a_good_token_is_remembered_for_a_minute_and_never_past_its_end() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000));
        assert_eq!(cache.get(&token, UnixSeconds(1059)), Some(valid(FAR)));
        assert_eq!(cache.get(&token, UnixSeconds(1060)), None);
        cache.insert(&token, valid("1970-01-01T00:16:50Z"), UnixSeconds(1000));
        assert!(cache.get(&token, UnixSeconds(1009)).is_some());
        assert_eq!(cache.get(&token, UnixSeconds(1010)), None);
    }

    #[test]
    fn a_bad_token_is_remembered_for_five_seconds() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, Remembered::Invalid, UnixSeconds(1000));
        assert_eq!(
            cache.get(&token, UnixSeconds(1004)),
            Some(Remembered::Invalid)
        );
        assert_eq!(cache.get(&token, UnixSeconds(1005)), None);
    }

    #[test]
    fn a_token_that_is_signed_out_is_invalid_at_once() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000));
        cache.revoke(&token, UnixSeconds(1001));
        assert_eq!(
            cache.get(&token, UnixSeconds(1002)),
            Some(Remembered::Invalid)
        );
    }

    #[test]
    fn a_token_that_is_forgotten_is_neither_good_nor_bad() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000));
        cache.forget(&token);
        assert_eq!(cache.get(&token, UnixSeconds(1001)), None);
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut cache = TokenCache::default();
        for n in 0..3 * CAPACITY {
            cache.insert(&Secret::new(n.to_string()), valid(FAR), UnixSeconds(1000));
            assert!(cache.entries.len() <= CAPACITY);
        }
    }
}
