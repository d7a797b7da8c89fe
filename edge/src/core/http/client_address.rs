//! Where a request comes from.
//!
//! Only two can tell: the runtime, which knows its peer, and a proxy that the operator trusts and
//! names. Whatever else a request says of its origin, its sender has chosen
//! (oauth2-proxy, CVE-2026-40575: a forwarding header that anybody could send).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// How much of a client's address is written into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressPolicy {
    /// All of it.
    Full,
    /// The network: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
    Truncated,
    /// Nothing.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// Reads an address, with or without a port.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let address: IpAddr = text
            .parse()
            .or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip()))
            .ok()?;
        Some(Self(address.to_canonical()))
    }

    /// The address of the client.
    ///
    /// `forwarded` is the value of the header that the trusted proxy sets; it appends to what it got,
    /// so the last address is the one that it has seen itself. A request without it did not come
    /// through the proxy, and is its `peer`'s.
    #[must_use]
    pub fn of_client(forwarded: Option<&str>, peer: Option<&str>) -> Option<Self> {
        let last = forwarded.and_then(|value| value.rsplit(',').next());
        last.and_then(Self::parse)
            .or_else(|| peer.and_then(Self::parse))
    }

    /// The network that it belongs to.
    #[must_use]
    pub const fn network(self) -> Network {
        match self.0 {
            IpAddr::V4(address) => Network::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Network::V6([a, b, c, d])
            }
        }
    }

    /// What is written into the log.
    #[must_use]
    pub fn in_log(self, policy: AddressPolicy) -> Option<String> {
        match (policy, self.0) {
            (AddressPolicy::None, _) => None,
            (AddressPolicy::Full, address) => Some(address.to_string()),
            (AddressPolicy::Truncated, IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                Some(format!("{}/24", Ipv4Addr::new(a, b, c, 0)))
            }
            (AddressPolicy::Truncated, IpAddr::V6(address)) => {
                let [a, b, c, ..] = address.segments();
                Some(format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)))
            }
        }
    }
}

/// The network that an address belongs to, as large as what one subscriber gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    V4(Ipv4Addr),
    /// The first 64 bits of an IPv6 address (RFC 6177): whoever has one has all of the rest.
    V6([u16; 4]),
}

impl Network {
    /// Reads an address, with or without a port.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ClientAddress::parse(text).map(ClientAddress::network)
    }

    /// The network of the client ([`ClientAddress::of_client`]).
    #[must_use]
    pub fn of_client(forwarded: Option<&str>, peer: Option<&str>) -> Option<Self> {
        ClientAddress::of_client(forwarded, peer).map(ClientAddress::network)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => address.fmt(f),
            Self::V6([a, b, c, d]) => {
                write!(f, "{}/64", Ipv6Addr::new(*a, *b, *c, *d, 0, 0, 0, 0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_clients() {
        let peer = Some("127.0.0.1:50000");
        for (forwarded, peer, expected) in [
            (None, None, None),
            (None, peer, Some("127.0.0.1")),
            (None, Some("[::1]:50000"), Some("::/64")),
            (Some("192.0.2.7"), peer, Some("192.0.2.7")),
            (Some("192.0.2.7:443"), peer, Some("192.0.2.7")),
            // What the client has sent itself stands before what the proxy has seen.
            (Some("203.0.113.9, 192.0.2.7"), peer, Some("192.0.2.7")),
            (Some("203.0.113.9, nonsense"), peer, Some("127.0.0.1")),
            (Some(""), peer, Some("127.0.0.1")),
            (Some("unknown"), None, None),
            (
                Some("2001:db8:1:2:3:4:5:6"),
                peer,
                Some("2001:db8:1:2::/64"),
            ),
            (
                Some("2001:db8:1:2:ffff::1"),
                peer,
                Some("2001:db8:1:2::/64"),
            ),
            (
                Some("[2001:db8:1:3::1]:80"),
                peer,
                Some("2001:db8:1:3::/64"),
            ),
            (Some("::ffff:192.0.2.7"), peer, Some("192.0.2.7")),
        ] {
            let network = Network::of_client(forwarded, peer).map(|network| network.to_string());
            assert_eq!(network.as_deref(), expected, "{forwarded:?} {peer:?}");
        }
    }

    #[test]
    fn the_log_tells_as_much_of_an_address_as_its_policy_says() {
        use AddressPolicy::{Full, None as Nothing, Truncated};
        for (address, policy, written) in [
            ("192.0.2.77:50000", Full, Some("192.0.2.77")),
            ("192.0.2.77", Truncated, Some("192.0.2.0/24")),
            ("192.0.2.77", Nothing, None),
            ("2001:db8:1:2:3::4", Full, Some("2001:db8:1:2:3::4")),
            ("2001:db8:1:2:3::4", Truncated, Some("2001:db8:1::/48")),
        ] {
            let client = ClientAddress::parse(address).unwrap();
            assert_eq!(
                client.in_log(policy).as_deref(),
                written,
                "{address} {policy:?}"
            );
        }
    }
}
