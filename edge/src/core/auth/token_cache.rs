//! What Keystone said about tokens, for a short while.
//!
//! Validating a Fernet token costs Keystone several milliseconds, so an isolate remembers the
//! answer: a good one for at most a minute and never past the token's end, a bad one for five
//! seconds. Tokens are kept as SHA-256 only. A token that is revoked elsewhere therefore works for
//! up to a minute more, unless Glance, which asks Keystone itself, refuses it before. One that is
//! signed out here is refused here from then on, whatever an answer says that was under way.

use std::collections::HashMap;
use std::rc::Rc;

use sha2::{Digest as _, Sha256};

use crate::core::UnixSeconds;
use crate::core::auth::permit::Identity;
use crate::core::crypto::secret::Secret;

/// For how long a valid token is taken as valid.
const GOOD_SECONDS: i64 = 60;
/// For how long an invalid token is taken as invalid.
const BAD_SECONDS: i64 = 5;
/// An entry has about 300 bytes; an isolate has 128 MiB for everything.
const CAPACITY: usize = 4096;
/// A token with longer access rules is asked about at each request: people write their own rules, and
/// could fill the isolate with them.
const RULES_AT_MOST_BYTES: usize = 4096;

type TokenHash = [u8; 32];

/// What is remembered about a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Keystone knows it.
    Valid(Rc<Identity>),
    /// Keystone does not know it.
    Invalid,
    /// Its owner has signed out here.
    SignedOut,
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

    /// Remembers what Keystone said to a question of `asked_at`: it may have looked right after that,
    /// and have answered late. A token that is signed out stays so.
    pub fn insert(
        &mut self,
        token: &Secret,
        remembered: Remembered,
        asked_at: UnixSeconds,
        now: UnixSeconds,
    ) {
        let is_too_large = match &remembered {
            Remembered::Valid(identity) => identity
                .access_rules
                .as_ref()
                .is_some_and(|rules| rules.bytes() > RULES_AT_MOST_BYTES),
            Remembered::Invalid | Remembered::SignedOut => false,
        };
        if is_too_large || self.get(token, now) == Some(Remembered::SignedOut) {
            return;
        }
        let until = match &remembered {
            Remembered::Invalid | Remembered::SignedOut => asked_at.0.saturating_add(BAD_SECONDS),
            Remembered::Valid(identity) => {
                let token_end = identity.expires_at.unix_seconds().unwrap_or(asked_at.0);
                asked_at.0.saturating_add(GOOD_SECONDS).min(token_end)
            }
        };
        self.keep(token, remembered, UnixSeconds(until), now);
    }

    /// Refuses a token from now until its own end, because its owner has signed out.
    pub fn sign_out(&mut self, token: &Secret, token_end: UnixSeconds, now: UnixSeconds) {
        self.keep(token, Remembered::SignedOut, token_end, now);
    }

    fn keep(
        &mut self,
        token: &Secret,
        remembered: Remembered,
        until: UnixSeconds,
        now: UnixSeconds,
    ) {
        self.evict(now);
        self.entries
            .insert(hash(token), Entry { remembered, until });
    }

    /// Forgets that a token is good, because somebody who had to know has refused it. Keystone is
    /// asked at the next call.
    pub fn forget(&mut self, token: &Secret) {
        let key = hash(token);
        if self
            .entries
            .get(&key)
            .is_some_and(|entry| entry.remembered != Remembered::SignedOut)
        {
            self.entries.remove(&key);
        }
    }

    /// Whoever fills the memory with live entries only costs Keystone calls, so what can be asked for
    /// again goes first, made-up tokens before good ones.
    fn evict(&mut self, now: UnixSeconds) {
        let is_full = |entries: &HashMap<TokenHash, Entry>| entries.len() >= CAPACITY;
        if is_full(&self.entries) {
            self.entries.retain(|_, entry| entry.until > now);
        }
        if is_full(&self.entries) {
            self.entries
                .retain(|_, entry| entry.remembered != Remembered::Invalid);
        }
        if is_full(&self.entries) {
            self.entries
                .retain(|_, entry| entry.remembered == Remembered::SignedOut);
        }
        // Thousands signed out within one token's lifetime, in one isolate: the oldest ends first.
        if is_full(&self.entries)
            && let Some(first) = self
                .entries
                .iter()
                .min_by_key(|(_, entry)| entry.until)
                .map(|(key, _)| *key)
        {
            self.entries.remove(&first);
        }
    }
}

fn hash(token: &Secret) -> TokenHash {
    Sha256::digest(token.expose().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::auth::access_rules::example_rules;
    use gaze_shared::time::timestamp::Timestamp;

    fn valid(end: &str) -> Remembered {
        Remembered::Valid(Rc::new(Identity {
            user_id: "u".into(),
            user_name: "demo".into(),
            project_id: Some("p".into()),
            domain_id: None,
            roles: vec!["member".into()],
            expires_at: Timestamp::from_text(end),
            access_rules: None,
        }))
    }

    const FAR: &str = "2026-11-21T17:38:45Z";

    #[test]
    fn a_good_token_is_remembered_for_a_minute_and_never_past_its_end() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000), UnixSeconds(1000));
        assert_eq!(cache.get(&token, UnixSeconds(1059)), Some(valid(FAR)));
        assert_eq!(cache.get(&token, UnixSeconds(1060)), None);
        cache.insert(
            &token,
            valid("1970-01-01T00:16:50Z"),
            UnixSeconds(1000),
            UnixSeconds(1000),
        );
        assert!(cache.get(&token, UnixSeconds(1009)).is_some());
        assert_eq!(cache.get(&token, UnixSeconds(1010)), None);
    }

    #[test]
    fn an_answer_that_came_late_is_as_old_as_its_question() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000), UnixSeconds(1009));
        assert!(cache.get(&token, UnixSeconds(1059)).is_some());
        assert_eq!(cache.get(&token, UnixSeconds(1060)), None);
        cache.insert(
            &token,
            Remembered::Invalid,
            UnixSeconds(1000),
            UnixSeconds(1009),
        );
        assert_eq!(cache.get(&token, UnixSeconds(1009)), None);
    }

    #[test]
    fn made_up_tokens_push_out_no_good_one() {
        let good = Secret::new("good");
        let mut cache = TokenCache::default();
        cache.insert(&good, valid(FAR), UnixSeconds(1000), UnixSeconds(1000));
        for n in 0..2 * CAPACITY {
            cache.insert(
                &Secret::new(format!("made up {n}")),
                Remembered::Invalid,
                UnixSeconds(1000),
                UnixSeconds(1000),
            );
            assert!(cache.entries.len() <= CAPACITY);
        }
        assert_eq!(cache.get(&good, UnixSeconds(1001)), Some(valid(FAR)));
    }

    #[test]
    fn a_token_whose_end_cannot_be_read_is_never_remembered_as_good() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid("soon"), UnixSeconds(1000), UnixSeconds(1000));
        assert_eq!(cache.get(&token, UnixSeconds(1000)), None);
    }

    #[test]
    fn a_bad_token_is_remembered_for_five_seconds() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(
            &token,
            Remembered::Invalid,
            UnixSeconds(1000),
            UnixSeconds(1000),
        );
        assert_eq!(
            cache.get(&token, UnixSeconds(1004)),
            Some(Remembered::Invalid)
        );
        assert_eq!(cache.get(&token, UnixSeconds(1005)), None);
    }

    #[test]
    fn a_token_that_is_signed_out_stays_so_until_its_own_end() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000), UnixSeconds(1000));
        cache.sign_out(&token, UnixSeconds(4600), UnixSeconds(1001));
        // Keystone's answer to a question from before the sign-out comes late.
        cache.insert(&token, valid(FAR), UnixSeconds(1002), UnixSeconds(1002));
        cache.forget(&token);
        for n in 0..CAPACITY {
            cache.insert(
                &Secret::new(format!("other {n}")),
                valid(FAR),
                UnixSeconds(1002),
                UnixSeconds(1002),
            );
        }
        assert_eq!(
            cache.get(&token, UnixSeconds(4599)),
            Some(Remembered::SignedOut)
        );
        assert_eq!(cache.get(&token, UnixSeconds(4600)), None);
    }

    #[test]
    fn the_memory_is_bounded_even_when_everybody_signs_out() {
        let mut cache = TokenCache::default();
        for n in 0..2 * CAPACITY {
            cache.sign_out(
                &Secret::new(n.to_string()),
                UnixSeconds(9000),
                UnixSeconds(1000),
            );
            assert!(cache.entries.len() <= CAPACITY);
        }
    }

    #[test]
    fn a_token_that_is_forgotten_is_neither_good_nor_bad() {
        let token = Secret::new("t");
        let mut cache = TokenCache::default();
        cache.insert(&token, valid(FAR), UnixSeconds(1000), UnixSeconds(1000));
        cache.forget(&token);
        assert_eq!(cache.get(&token, UnixSeconds(1001)), None);
    }

    #[test]
    fn a_token_with_long_rules_is_not_remembered() {
        let token = Secret::new("t");
        for (rules, is_remembered) in [(10, true), (1000, false)] {
            let Remembered::Valid(identity) = valid(FAR) else {
                panic!("it is valid")
            };
            let identity = Identity {
                access_rules: Some(example_rules(&vec![
                    ("GET", "/v2/images/{image_id}");
                    rules
                ])),
                ..Identity::clone(&identity)
            };
            let mut cache = TokenCache::default();
            let at = UnixSeconds(1000);
            cache.insert(&token, Remembered::Valid(Rc::new(identity)), at, at);
            assert_eq!(cache.get(&token, at).is_some(), is_remembered);
            cache.sign_out(&token, UnixSeconds(4600), at);
            assert_eq!(cache.get(&token, at), Some(Remembered::SignedOut));
        }
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut cache = TokenCache::default();
        for n in 0..3 * CAPACITY {
            cache.insert(
                &Secret::new(n.to_string()),
                valid(FAR),
                UnixSeconds(1000),
                UnixSeconds(1000),
            );
            assert!(cache.entries.len() <= CAPACITY);
        }
    }
}
