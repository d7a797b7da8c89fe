//! Hosts as an operator lists them.

use std::net::IpAddr;

use crate::core::guard::url::Host;

/// A host, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPattern {
    Name(String),
    /// Every name below this one (`*.example`), and not the name itself.
    Below(String),
    /// The addresses that begin with so many bits of this one (`10.0.0.0/8`).
    Range(IpAddr, u8),
}

impl HostPattern {
    /// Reads a name, `*.` and a name, an address, or an address with a number of bits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(below) = text.strip_prefix("*.") {
            return match Host::parse(below).ok()? {
                Host::Name(name) => Some(Self::Below(name)),
                Host::Address(_) => None,
            };
        }
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.parse().ok()?;
            let bits = bits.parse().ok().filter(|bits| *bits <= width(address))?;
            return Some(Self::Range(address, bits));
        }
        match text.parse::<IpAddr>() {
            Ok(address) => Some(Self::Range(address, width(address))),
            Err(_) => match Host::parse(text).ok()? {
                Host::Name(name) => Some(Self::Name(name)),
                Host::Address(_) => None,
            },
        }
    }

    /// Whether a host is one of these.
    pub(super) fn matches(&self, host: &Host) -> bool {
        match (self, host) {
            (Self::Name(listed), Host::Name(name)) => listed == name,
            (Self::Below(listed), Host::Name(name)) => name
                .strip_suffix(listed.as_str())
                .is_some_and(|rest| rest.ends_with('.')),
            (Self::Range(listed, bits), Host::Address(address)) => {
                is_in_range(*listed, *bits, *address)
            }
            _ => false,
        }
    }
}

const fn width(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// Whether an address begins with so many bits of another. An IPv4 address inside an IPv6 address is
/// the same address.
fn is_in_range(listed: IpAddr, bits: u8, address: IpAddr) -> bool {
    match (listed, address.to_canonical()) {
        (IpAddr::V4(listed), IpAddr::V4(address)) => {
            let differing = listed.to_bits() ^ address.to_bits();
            differing.leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V6(listed), IpAddr::V6(address)) => {
            let differing = listed.to_bits() ^ address.to_bits();
            differing.leading_zeros() >= u32::from(bits)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_means_nothing_is_none() {
        for text in [
            "",
            "*",
            "*.*",
            "a.*.b",
            "*.10.0.0.1",
            "10.0.0.0/33",
            "10.0.0/8",
            "a b",
            "x/8",
        ] {
            assert_eq!(HostPattern::parse(text), None, "{text}");
        }
    }
}
