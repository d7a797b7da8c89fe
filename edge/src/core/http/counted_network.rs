//! In whose name tokens are counted that nobody knows.
//!
//! Behind a proxy of which the operator has not told (`CLIENT_ADDRESS_HEADER`) all people come from one address.
//! One of them must not keep out the others, and what such a request says of its origin may be invented. So both
//! count: who the proxy says that it is, as anybody does, and the proxy itself for [`PEOPLE_BEHIND_A_PROXY`]. A
//! stranger behind the proxy uses up their own part; whoever only pretends to be behind one gets no more than
//! that many. Failed sign-ins are counted without this (`sign_in_limit`): there each part more is so many more
//! passwords to guess.

use crate::core::http::arrival::Arrival;
use crate::core::http::client_address::Network;

/// For how many a proxy counts.
pub const PEOPLE_BEHIND_A_PROXY: u32 = 10;

/// Somebody in whose name is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CountedNetwork {
    /// The network that the client surely comes from.
    Own(Network),
    /// One client of a proxy, as that one tells.
    BehindProxy {
        proxy: Network,
        /// Where the client is said to be.
        client: Network,
    },
    /// All clients of a proxy.
    Proxy(Network),
}

impl CountedNetwork {
    /// In whose names a client counts that comes from `peer`.
    ///
    /// A proxy of `arrival` is one of which the operator has said nothing, and `forwarded_for` is the value of
    /// `X-Forwarded-For` or `X-Real-IP`.
    #[must_use]
    pub fn of(peer: Network, arrival: Arrival, forwarded_for: Option<&str>) -> Vec<Self> {
        if arrival == Arrival::Direct {
            return vec![Self::Own(peer)];
        }
        // Proxies append what they have seen to what they were told.
        let client = forwarded_for.and_then(|value| Network::of_client(Some(value), None));
        let client = client.map(|client| Self::BehindProxy {
            proxy: peer,
            client,
        });
        client.into_iter().chain([Self::Proxy(peer)]).collect()
    }

    /// For how many it counts.
    #[must_use]
    pub const fn people(self) -> u32 {
        match self {
            Self::Own(_) | Self::BehindProxy { .. } => 1,
            Self::Proxy(_) => PEOPLE_BEHIND_A_PROXY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::parse(text).unwrap()
    }

    #[test]
    fn who_comes_straight_counts_alone_and_who_comes_through_a_proxy_with_it() {
        let (proxy, client) = (network("10.0.0.1"), network("192.0.2.7"));
        let behind = CountedNetwork::BehindProxy { proxy, client };
        let all = CountedNetwork::Proxy(proxy);
        for (arrival, forwarded_for, counted) in [
            (Arrival::Direct, None, vec![CountedNetwork::Own(proxy)]),
            (Arrival::ThroughProxy, Some("192.0.2.7"), vec![behind, all]),
            // What the client says itself stands before what the proxy has seen.
            (
                Arrival::ThroughProxy,
                Some("203.0.113.9, 192.0.2.7"),
                vec![behind, all],
            ),
            (Arrival::ThroughProxy, Some("unknown"), vec![all]),
            (Arrival::ThroughProxy, None, vec![all]),
        ] {
            let found = CountedNetwork::of(proxy, arrival, forwarded_for);
            assert_eq!(found, counted, "{arrival:?} {forwarded_for:?}");
        }
    }
}
