//! How many tokens that Keystone does not know may come from one network.
//!
//! Each costs Keystone a look. What it knows costs nothing here, so that a busy network goes on undisturbed. A
//! counter is a leaky bucket in the form of one point in time, as for sign-ins (`sign_in_limit`); that of a proxy
//! leaks as much faster as it counts for people.

use std::collections::HashMap;

use gaze_shared::time::unix_millis::UnixMillis;

use crate::core::http::counted_network::CountedNetwork;

/// How many may come in a row.
const IN_A_ROW: u64 = 100;
/// In how many milliseconds another one may.
const EACH_MS: u64 = 500;
/// An entry has some 30 bytes.
const CAPACITY: usize = 4096;

/// Too many tokens that Keystone did not know have come from one network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyUnknownTokens {
    /// When another one may.
    pub retry_after_seconds: i64,
}

/// What one isolate has counted.
#[derive(Debug, Default)]
pub struct UnknownTokens {
    /// When all that was counted of a network will be forgotten.
    full_again_at: HashMap<CountedNetwork, u64>,
}

impl UnknownTokens {
    /// Whether Keystone may be asked about one more token that anybody may have made up.
    ///
    /// # Errors
    /// Too many that it did not know have come.
    pub fn check(
        &self,
        network: CountedNetwork,
        now: UnixMillis,
    ) -> Result<(), TooManyUnknownTokens> {
        let at = self.full_again_at.get(&network).copied();
        let next = at
            .unwrap_or_default()
            .max(now.0)
            .saturating_add(each_ms(network));
        let over_ms = next.saturating_sub(now.0.saturating_add(IN_A_ROW * EACH_MS));
        if over_ms == 0 {
            return Ok(());
        }
        let retry_after_seconds = i64::try_from(over_ms.div_ceil(1000)).unwrap_or(i64::MAX);
        Err(TooManyUnknownTokens {
            retry_after_seconds,
        })
    }

    /// Keystone has said that it does not know one. Not counted before: of many that come together most are
    /// known. Those that were asked about together all count, but nobody waits for longer than twice the
    /// number in a row would take.
    pub fn count(&mut self, network: CountedNetwork, now: UnixMillis) {
        self.evict(now);
        let at = self.full_again_at.entry(network).or_default();
        let latest = now.0.saturating_add(2 * IN_A_ROW * EACH_MS);
        *at = (*at)
            .max(now.0)
            .saturating_add(each_ms(network))
            .min(latest);
    }

    fn evict(&mut self, now: UnixMillis) {
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

/// In how many milliseconds another one may come from there. In the same time as many may come in a row.
fn each_ms(network: CountedNetwork) -> u64 {
    EACH_MS / u64::from(network.people())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::http::client_address::Network;
    use crate::core::http::counted_network::PEOPLE_BEHIND_A_PROXY;

    fn network(text: &str) -> CountedNetwork {
        CountedNetwork::Own(Network::parse(text).unwrap())
    }

    #[test]
    fn one_behind_a_proxy_does_not_use_up_what_the_others_have() {
        let mut unknown = UnknownTokens::default();
        let now = UnixMillis(1_000_000);
        let proxy = Network::parse("10.0.0.1").unwrap();
        let behind = |n: u64| {
            let client = Network::parse(&format!("192.0.2.{n}")).unwrap();
            [
                CountedNetwork::BehindProxy { proxy, client },
                CountedNetwork::Proxy(proxy),
            ]
        };
        let mut make_up = |n: u64| {
            let names = behind(n);
            let may = names.iter().all(|name| unknown.check(*name, now).is_ok());
            if may {
                names.iter().for_each(|name| unknown.count(*name, now));
            }
            may
        };
        let mut taken = |n: u64| (0..2 * IN_A_ROW).filter(|_| make_up(n)).count() as u64;
        assert_eq!(taken(1), IN_A_ROW);
        assert_eq!(taken(2), IN_A_ROW);
        // Whoever invents one origin after the other does not get further than this.
        let all: u64 = (3..100).map(taken).sum();
        let most = IN_A_ROW * u64::from(PEOPLE_BEHIND_A_PROXY);
        assert_eq!(all, most - 2 * IN_A_ROW);
    }

    #[test]
    fn a_network_that_makes_up_tokens_has_to_wait_and_no_other() {
        let mut unknown = UnknownTokens::default();
        let (here, there) = (network("192.0.2.7"), network("192.0.2.8"));
        let now = UnixMillis(1_000_000);
        for _ in 0..IN_A_ROW {
            assert_eq!(unknown.check(here, now), Ok(()));
            unknown.count(here, now);
        }
        let wait = TooManyUnknownTokens {
            retry_after_seconds: 1,
        };
        assert_eq!(unknown.check(here, now), Err(wait));
        assert_eq!(unknown.check(there, now), Ok(()));
        assert_eq!(unknown.check(here, UnixMillis(now.0 + EACH_MS)), Ok(()));
    }

    #[test]
    fn however_many_were_asked_about_together_the_wait_is_bounded() {
        let mut unknown = UnknownTokens::default();
        let here = network("192.0.2.7");
        let now = UnixMillis(1_000_000);
        for _ in 0..100 * IN_A_ROW {
            unknown.count(here, now);
        }
        assert!(unknown.check(here, now).is_err());
        let later = UnixMillis(now.0 + (IN_A_ROW + 1) * EACH_MS);
        assert_eq!(unknown.check(here, later), Ok(()));
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut unknown = UnknownTokens::default();
        for n in 0..3 * CAPACITY {
            let here = Network::V6([0x2001, 0xdb8, 0, u16::try_from(n).unwrap()]);
            let here = CountedNetwork::Own(here);
            unknown.count(here, UnixMillis(1_000_000));
            assert!(unknown.full_again_at.len() <= CAPACITY);
        }
    }
}
