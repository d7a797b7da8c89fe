//! How many tokens that Keystone does not know may come from one network.
//!
//! Each costs Keystone a look. What it knows costs nothing here, so that a busy network goes on undisturbed. A
//! counter is a leaky bucket in the form of one point in time, as for sign-ins (`sign_in_limit`).

use std::collections::HashMap;

use gaze_shared::unix_time::UnixMillis;

use super::client_address::Network;
use super::problem::Problem;

/// How many may come in a row.
const IN_A_ROW: u64 = 100;
/// In how many milliseconds another one may.
const EACH_MS: u64 = 500;
/// An entry has some 30 bytes.
const CAPACITY: usize = 4096;

/// What one isolate has counted.
#[derive(Debug, Default)]
pub struct UnknownTokens {
    /// When all that was counted of a network will be forgotten.
    full_again_at: HashMap<Network, u64>,
}

impl UnknownTokens {
    /// Counts a token about which Keystone is going to be asked. Until it has answered nobody knows, so it is
    /// counted before, and [`Self::was_known`] takes it back.
    ///
    /// # Errors
    /// Too many have come.
    pub fn take(&mut self, network: Network, now: UnixMillis) -> Result<(), Problem> {
        self.make_room(now);
        let at = self.full_again_at.entry(network).or_default();
        let next = (*at).max(now.0).saturating_add(EACH_MS);
        let over_ms = next.saturating_sub(now.0.saturating_add(IN_A_ROW * EACH_MS));
        if over_ms > 0 {
            let retry_after_seconds = i64::try_from(over_ms.div_ceil(1000)).unwrap_or(i64::MAX);
            return Err(Problem::TooManyUnknownTokens {
                retry_after_seconds,
            });
        }
        *at = next;
        Ok(())
    }

    /// Keystone knows it, or could not be asked: it does not count.
    pub fn was_known(&mut self, network: Network) {
        if let Some(at) = self.full_again_at.get_mut(&network) {
            *at = at.saturating_sub(EACH_MS);
        }
    }

    fn make_room(&mut self, now: UnixMillis) {
        if self.full_again_at.len() < CAPACITY {
            return;
        }
        self.full_again_at.retain(|_, at| *at > now.0);
        if self.full_again_at.len() >= CAPACITY {
            // Thousands of networks within a minute: to count none of them is better than to refuse all.
            self.full_again_at.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::of_client(None, Some(text)).unwrap()
    }

    #[test]
    fn a_network_that_makes_up_tokens_has_to_wait_and_no_other() {
        let mut unknown = UnknownTokens::default();
        let (here, there) = (network("192.0.2.7"), network("192.0.2.8"));
        let now = UnixMillis(1_000_000);
        for _ in 0..IN_A_ROW {
            assert_eq!(unknown.take(here, now), Ok(()));
        }
        let wait = Problem::TooManyUnknownTokens {
            retry_after_seconds: 1,
        };
        assert_eq!(unknown.take(here, now), Err(wait));
        assert_eq!(unknown.take(there, now), Ok(()));
        assert_eq!(unknown.take(here, UnixMillis(now.0 + EACH_MS)), Ok(()));
    }

    #[test]
    fn tokens_that_keystone_knows_do_not_count() {
        let mut unknown = UnknownTokens::default();
        let here = network("192.0.2.7");
        for _ in 0..10 * IN_A_ROW {
            assert_eq!(unknown.take(here, UnixMillis(1_000_000)), Ok(()));
            unknown.was_known(here);
        }
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut unknown = UnknownTokens::default();
        for n in 0..3 * CAPACITY {
            let here = Network::V6([0x2001, 0xdb8, 0, u16::try_from(n).unwrap()]);
            assert_eq!(unknown.take(here, UnixMillis(1_000_000)), Ok(()));
            assert!(unknown.full_again_at.len() <= CAPACITY);
        }
    }
}
