//! Who refreshes a project: one at a time, wherever the request runs that carries it.
//!
//! It is kept in memory of the ledger's object only: after a restart another refresh may begin beside one
//! that goes on, which does no harm. Whoever refreshes says again and again that it goes on, so that one
//! that was broken off without a word holds nobody up for long.

use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::core::quota::request_rate::requests::Requests;

/// How long a claim holds after its last word.
const CLAIM_HOLDS_MS: u64 = 15_000;

/// How often whoever refreshes says that the refresh goes on, in milliseconds.
pub const CLAIM_IS_KEPT_EVERY_MS: u64 = 5_000;

/// What the object of a project keeps in memory only.
#[derive(Clone, Debug, Default)]
pub struct Unstored {
    /// Requests of the last minute.
    pub requests: Requests,
    /// Who refreshes.
    pub refresh: RefreshClaim,
}

/// The refresh that is under way.
#[derive(Clone, Copy, Debug, Default)]
pub struct RefreshClaim {
    held: Option<(ClaimId, UnixMillis)>,
}

/// What tells one refresh from another: a random number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimId(pub u32);

/// Whether a refresh may begin, or go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claimed {
    Yours,
    /// Another one is under way.
    Taken,
}

impl RefreshClaim {
    /// Claims the refresh, or keeps the claim.
    pub fn claim(&mut self, id: ClaimId, now: UnixMillis) -> Claimed {
        match self.holder(now) {
            Some(holder) if holder != id => Claimed::Taken,
            _ => {
                self.held = Some((id, now));
                Claimed::Yours
            }
        }
    }

    pub fn end(&mut self, id: ClaimId) {
        self.held = self.held.filter(|(holder, _)| *holder != id);
    }

    /// Whether a refresh is under way.
    #[must_use]
    pub fn is_held(&self, now: UnixMillis) -> bool {
        self.holder(now).is_some()
    }

    fn holder(&self, now: UnixMillis) -> Option<ClaimId> {
        let (id, at) = self.held?;
        (now.since(at).as_millis() < CLAIM_HOLDS_MS.into()).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ClaimId = ClaimId(1);
    const B: ClaimId = ClaimId(2);

    #[test]
    fn one_refreshes_at_a_time_for_as_long_as_it_says_so() {
        let mut claim = RefreshClaim::default();
        let at = UnixMillis;
        assert!(!claim.is_held(at(0)));
        assert_eq!(claim.claim(A, at(0)), Claimed::Yours);
        assert_eq!(claim.claim(B, at(1)), Claimed::Taken);
        assert_eq!(claim.claim(A, at(CLAIM_HOLDS_MS - 1)), Claimed::Yours);
        assert_eq!(claim.claim(B, at(CLAIM_HOLDS_MS)), Claimed::Taken);
        claim.end(B);
        assert!(claim.is_held(at(CLAIM_HOLDS_MS)));
        claim.end(A);
        assert_eq!(claim.claim(B, at(CLAIM_HOLDS_MS)), Claimed::Yours);
    }

    #[test]
    fn a_refresh_that_was_broken_off_without_a_word_holds_nobody_up_for_long() {
        let mut claim = RefreshClaim::default();
        claim.claim(A, UnixMillis(0));
        assert!(!claim.is_held(UnixMillis(CLAIM_HOLDS_MS)));
        assert_eq!(claim.claim(B, UnixMillis(CLAIM_HOLDS_MS)), Claimed::Yours);
        assert_eq!(claim.claim(A, UnixMillis(CLAIM_HOLDS_MS)), Claimed::Taken);
    }
}
