//! How many sign-ins may fail, and how many may be under way at once.
//!
//! Passwords are guessed by trying, so failures are counted: for each user name, wherever the tries
//! come from, and for each network address, whomever they are for. A browser in which the person has
//! signed in before counts for itself instead ([`crate::core::auth::device`]), so that no stranger locks them out
//! of it. What succeeds costs nothing, so that a whole office behind one address signs in undisturbed.
//! A counter is a leaky bucket in the form of one point in time
//! (GCRA, <https://brandur.org/rate-limiting>): exact, and small.
//!
//! One isolate knows only what it has seen; the platform's own counter tells it about its neighbours
//! (`edge/src/worker/handlers/api/sign_in.rs`), which has no longer period than a minute.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::core::UnixSeconds;
use crate::core::auth::keystone::UserName;
use crate::core::auth::user_name::fold;
use crate::core::http::client_address::Network;

/// An entry has some 60 bytes.
const CAPACITY: usize = 4096;

/// How much is allowed in a row, and in how long all of it is allowed anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allowance {
    count: i64,
    period_ms: i64,
}

/// Failures for one user name, or one application credential, in five minutes: some 2900 guesses a
/// day; and as many for one of them in a browser in which it has signed in before. `wrangler.toml` has
/// the same number.
pub const FAILURES_PER_USER: i64 = 10;
/// Failures from one network address, in five minutes. `wrangler.toml` has the same number.
pub const FAILURES_PER_ADDRESS: i64 = 30;
const FAILURES_PERIOD_MS: i64 = 300_000;
/// Tries of either that may be under way: a failure is only known when Keystone has answered, so
/// this bounds how many guesses a burst can hold.
const UNDER_WAY: Allowance = Allowance {
    count: 32,
    period_ms: 60_000,
};

/// Whose sign-ins are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    key: [u8; 32],
    scope: SubjectScope,
}

/// What kind of subject it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectScope {
    /// A user name, or an application credential.
    User,
    /// One of those in a browser in which it has signed in before.
    Device,
    /// A network address.
    Address,
}

impl Subject {
    /// A user, in whatever spelling.
    #[must_use]
    pub fn user(user: &UserName) -> Self {
        let (name, domain) = (fold(&user.name), fold(&user.domain));
        Self::of(SubjectScope::User, &["user", &domain, &name])
    }

    /// A user as they write themselves: by this a browser knows who has signed in there. By any spelling it
    /// would be known for others, too, whose names only look alike, and count their tries in place of all else.
    #[must_use]
    pub fn user_as_written(user: &UserName) -> Self {
        Self::of(
            SubjectScope::User,
            &["as written", &user.domain, &user.name],
        )
    }

    /// An application credential that is named by its id.
    #[must_use]
    pub fn credential(id: &str) -> Self {
        Self::of(SubjectScope::User, &["credential", &fold(id)])
    }

    /// A person, by [`Self::counter_key`], in a browser in which they have signed in before.
    #[must_use]
    pub fn device(device_id: &str, person: &str) -> Self {
        Self::of(SubjectScope::Device, &["device", device_id, person])
    }

    /// Where the tries come from.
    #[must_use]
    pub fn network(network: Network) -> Self {
        Self::of(SubjectScope::Address, &["network", &network.to_string()])
    }

    fn of(scope: SubjectScope, parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        Self {
            key: hash.finalize().into(),
            scope,
        }
    }

    /// What kind of subject it is.
    #[must_use]
    pub const fn scope(&self) -> SubjectScope {
        self.scope
    }

    /// The name under which a counter elsewhere knows it; it tells nothing of the name itself.
    #[must_use]
    pub fn counter_key(&self) -> String {
        self.key.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    const fn failures(&self) -> Allowance {
        Allowance {
            count: match self.scope {
                SubjectScope::User | SubjectScope::Device => FAILURES_PER_USER,
                SubjectScope::Address => FAILURES_PER_ADDRESS,
            },
            period_ms: FAILURES_PERIOD_MS,
        }
    }
}

/// How a sign-in ended, as far as guessing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Keystone refused what was tried.
    Failed,
    /// It was right, or nobody knows.
    NotFailed,
}

/// Too many have failed; after so many seconds one more may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub i64);

/// A bucket that leaks: the point in time at which it will be empty.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    empty_at_ms: i64,
}

impl Bucket {
    const fn share_ms(allowance: Allowance) -> i64 {
        allowance.period_ms / allowance.count
    }

    fn wait_ms(self, allowance: Allowance, now_ms: i64) -> i64 {
        let room_ms = allowance.period_ms - Self::share_ms(allowance);
        self.empty_at_ms - now_ms - room_ms
    }

    /// How many are in it, a part counting as a whole.
    fn count(self, allowance: Allowance, now_ms: i64) -> i64 {
        let share_ms = Self::share_ms(allowance);
        ((self.empty_at_ms - now_ms).max(0) + share_ms - 1) / share_ms
    }

    fn add(&mut self, allowance: Allowance, now_ms: i64) {
        let more = self.empty_at_ms.max(now_ms) + Self::share_ms(allowance);
        // Full is full: nobody can be locked out for longer than that.
        self.empty_at_ms = more.min(now_ms + allowance.period_ms);
    }

    fn take_back(&mut self, allowance: Allowance) {
        self.empty_at_ms -= Self::share_ms(allowance);
    }

    fn fill(&mut self, allowance: Allowance, now_ms: i64) {
        self.empty_at_ms = self.empty_at_ms.max(now_ms + allowance.period_ms);
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Tries {
    failed: Bucket,
    /// A try whose request the client gave up never ends here; its share leaks away like any other.
    under_way: Bucket,
}

impl Tries {
    fn empty_at_ms(&self) -> i64 {
        self.failed.empty_at_ms.max(self.under_way.empty_at_ms)
    }

    fn wait_ms(&self, failures: Allowance, now_ms: i64) -> i64 {
        let failed = self.failed.count(failures, now_ms);
        let under_way = self.under_way.count(UNDER_WAY, now_ms);
        let wait_ms =
            (self.failed.wait_ms(failures, now_ms)).max(self.under_way.wait_ms(UNDER_WAY, now_ms));
        // Once something has failed, all that is under way may fail as well.
        if failed > 0 && under_way > 0 && failed + under_way >= failures.count {
            wait_ms.max(Bucket::share_ms(UNDER_WAY))
        } else {
            wait_ms
        }
    }
}

/// The memory of one isolate.
#[derive(Default)]
pub struct SignInLimit {
    tries: HashMap<[u8; 32], Tries>,
}

impl SignInLimit {
    /// Lets a sign-in begin that counts for all of these subjects, or for none.
    ///
    /// # Errors
    /// One of them has to wait.
    pub fn begin(&mut self, subjects: &[Subject], now: UnixSeconds) -> Result<(), Wait> {
        let now_ms = now.0.saturating_mul(1000);
        let wait_ms = subjects
            .iter()
            .filter_map(|subject| {
                let tries = self.tries.get(&subject.key)?;
                Some(tries.wait_ms(subject.failures(), now_ms))
            })
            .max()
            .unwrap_or(0);
        if wait_ms > 0 {
            return Err(Wait((wait_ms + 999) / 1000));
        }
        for subject in subjects {
            let tries = self.tries_of(subject, now_ms);
            tries.under_way.add(UNDER_WAY, now_ms);
        }
        Ok(())
    }

    /// Takes in how it ended.
    pub fn end(&mut self, subjects: &[Subject], outcome: SignInOutcome, now: UnixSeconds) {
        let now_ms = now.0.saturating_mul(1000);
        for subject in subjects {
            let tries = self.tries_of(subject, now_ms);
            tries.under_way.take_back(UNDER_WAY);
            if outcome == SignInOutcome::Failed {
                tries.failed.add(subject.failures(), now_ms);
            }
        }
    }

    /// Takes in that elsewhere as much has failed as may.
    pub fn is_used_up(&mut self, subject: &Subject, now: UnixSeconds) {
        let now_ms = now.0.saturating_mul(1000);
        let tries = self.tries_of(subject, now_ms);
        tries.failed.fill(subject.failures(), now_ms);
    }

    fn tries_of(&mut self, subject: &Subject, now_ms: i64) -> &mut Tries {
        if self.tries.len() >= CAPACITY && !self.tries.contains_key(&subject.key) {
            self.tries.retain(|_, tries| tries.empty_at_ms() > now_ms);
            // All of them are counting: the one that has the least on it makes room.
            let least = self
                .tries
                .iter()
                .min_by_key(|(_, tries)| tries.empty_at_ms());
            if self.tries.len() >= CAPACITY
                && let Some(key) = least.map(|(key, _)| *key)
            {
                self.tries.remove(&key);
            }
        }
        self.tries.entry(subject.key).or_default()
    }
}

#[cfg(test)]
mod tests;
