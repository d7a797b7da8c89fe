//! Where an address or a name leads, for somebody who must not be led astray by it.
//!
//! The registries: <https://www.iana.org/assignments/iana-ipv4-special-registry>,
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressClass {
    /// To a machine on the internet.
    Public,
    /// Into a network of somebody's own.
    Private,
    /// To the machine that asks, to its neighbours, to a cloud's metadata service, to many machines
    /// at once, or nowhere: nothing that an image is fetched from.
    Never,
}

/// The class of an address. One address inside another (IPv4 in IPv6) counts as the inner one.
#[must_use]
pub fn class_of(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(address) => class_of_v4(address),
        IpAddr::V6(address) => class_of_v6(address),
    }
}

/// Metadata services outside the ranges that are nobody's: Alibaba Cloud's, in that of carriers' own addresses,
/// and Azure's, among the internet's
/// (<https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16>).
const METADATA_ADDRESSES: [Ipv4Addr; 2] = [
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(168, 63, 129, 16),
];

fn class_of_v4(address: Ipv4Addr) -> AddressClass {
    let [a, b, c, _] = address.octets();
    let is_never = METADATA_ADDRESSES.contains(&address)
        || a == 0
        || address.is_loopback()
        // The metadata services of OpenStack, AWS, Azure and Google are among these.
        || address.is_link_local()
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || address.is_documentation()
        || (a == 198 && (b & 0xFE) == 18)
        // Multicast, reserved, broadcast.
        || a >= 224;
    let is_carrier_grade = a == 100 && (b & 0xC0) == 64;
    if is_never {
        AddressClass::Never
    } else if address.is_private() || is_carrier_grade {
        AddressClass::Private
    } else {
        AddressClass::Public
    }
}

fn class_of_v6(address: Ipv6Addr) -> AddressClass {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        class_of_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b, c, d, e, f) {
        // IPv4-mapped, IPv4-translated, and the old IPv4-compatible form, which holds `::1` too.
        (0, 0, 0, 0, 0, 0xFFFF | 0) | (0, 0, 0, 0, 0xFFFF, 0) => v4(g, h),
        // NAT64 (RFC 6052) and the local-use prefix of RFC 8215.
        (0x64, 0xFF9B, 0, 0, 0, 0) => v4(g, h),
        (0x64, 0xFF9B, 1, ..) => AddressClass::Never,
        // 6to4 (RFC 3056).
        (0x2002, ..) => v4(b, c),
        // Teredo and other protocol assignments, and what documents use.
        (0x2001, 0..=0x1FF, ..) | (0x2001, 0xDB8, ..) | (0x3FFF, 0..=0xFFF, ..) => {
            AddressClass::Never
        }
        // AWS's metadata service.
        (0xFD00, 0xEC2, 0, 0, 0, 0) if (g, h) == (0, 0x254) => AddressClass::Never,
        _ if (a & 0xFE00) == 0xFC00 => AddressClass::Private,
        // Of all others only these are given to machines on the internet.
        _ if (a & 0xE000) == 0x2000 => AddressClass::Public,
        _ => AddressClass::Never,
    }
}

/// The names of the machine that asks, in the host files of its distributions.
const OWN: [&str; 12] = [
    "localhost",
    "localhost4",
    "localhost6",
    "ip6-localhost",
    "ip6-loopback",
    "ip6-localnet",
    "ip6-mcastprefix",
    "ip6-allnodes",
    "ip6-allrouters",
    "host.docker.internal",
    "host.containers.internal",
    "kubernetes.docker.internal",
];

/// The names of the metadata services of clouds.
const METADATA: [&str; 7] = [
    "metadata",
    "metadata.google.internal",
    "metadata.goog",
    "instance-data",
    "instance-data.ec2.internal",
    "metadata.tencentyun.com",
    "metadata.packet.net",
];

/// Domains of the internet whose names lead to the address that is written in them, to the machine that asks, or
/// to another one at each question: made for those who develop or test programs, and of use for those who attack
/// them. There are more; who has to be sure names a resolver.
const ANYWHERE: [&str; 20] = [
    "1u.ms",
    "backname.io",
    "ddev.site",
    "fuf.me",
    "lndo.site",
    "local.gd",
    "localdev.me",
    "localho.st",
    "loopback.jp",
    "rbndr.us",
    "rebind.it",
    "smackaho.st",
    "traefik.me",
    "nip.io",
    "sslip.io",
    "xip.io",
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "lacolhost.com",
];

/// Domains of the internet that routers and systems use for the network around them all the same.
const AROUND: [&str; 2] = ["fritz.box", "mshome.net"];

/// The last labels of the names that the root of the domain name system knows, without `arpa`, whose names
/// are those of networks: <https://www.iana.org/domains/root/db>, of August 2026.
const TOP_LEVEL_DOMAINS: &str = include_str!("top_level_domains.txt");

/// Where a name leads, as far as it says so itself.
///
/// What ends in no top-level domain is no name of the internet. Who answers to it is a host file, a service
/// of names of the network's own (`svc`, `consul`), or a domain in which resolvers search for what is not
/// whole (`keystone.openstack` in Kubernetes).
#[must_use]
pub fn class_of_name(name: &str) -> AddressClass {
    let is_below = |domain: &&str| {
        let before = name.strip_suffix(*domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let first = name.split('.').next().unwrap_or_default();
    let is_own = OWN.iter().any(&is_below)
        || first.starts_with("localhost") && name.contains(".localdomain");
    if is_own || METADATA.contains(&name) || ANYWHERE.iter().any(&is_below) {
        return AddressClass::Never;
    }
    let is_of_the_internet = name.rsplit_once('.').is_some_and(|(_, last)| {
        TOP_LEVEL_DOMAINS
            .split_ascii_whitespace()
            .any(|domain| domain == last)
    });
    if is_of_the_internet && !AROUND.iter().any(is_below) {
        AddressClass::Public
    } else {
        AddressClass::Private
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_addresses() {
        for (text, class) in [
            ("93.184.216.34", AddressClass::Public),
            ("8.8.8.8", AddressClass::Public),
            ("100.63.255.255", AddressClass::Public),
            ("172.32.0.1", AddressClass::Public),
            ("10.0.0.1", AddressClass::Private),
            ("172.16.0.1", AddressClass::Private),
            ("172.31.255.255", AddressClass::Private),
            ("192.168.0.1", AddressClass::Private),
            ("100.64.0.1", AddressClass::Private),
            ("127.0.0.1", AddressClass::Never),
            ("127.255.255.254", AddressClass::Never),
            ("0.0.0.0", AddressClass::Never),
            ("0.1.2.3", AddressClass::Never),
            ("169.254.169.254", AddressClass::Never),
            ("100.100.100.200", AddressClass::Never),
            ("168.63.129.16", AddressClass::Never),
            ("::ffff:168.63.129.16", AddressClass::Never),
            ("192.0.0.192", AddressClass::Never),
            ("198.18.0.1", AddressClass::Never),
            ("198.51.100.7", AddressClass::Never),
            ("224.0.0.1", AddressClass::Never),
            ("255.255.255.255", AddressClass::Never),
            ("2606:2800:220:1::1", AddressClass::Public),
            ("64:ff9b::5db8:d822", AddressClass::Public),
            ("fd12:3456::1", AddressClass::Private),
            ("::ffff:10.0.0.1", AddressClass::Private),
            ("2002:c0a8:1::1", AddressClass::Private),
            ("::", AddressClass::Never),
            ("::1", AddressClass::Never),
            ("::127.0.0.1", AddressClass::Never),
            ("::ffff:127.0.0.1", AddressClass::Never),
            ("::ffff:169.254.169.254", AddressClass::Never),
            ("::ffff:0:127.0.0.1", AddressClass::Never),
            ("64:ff9b::7f00:1", AddressClass::Never),
            ("64:ff9b:1::1", AddressClass::Never),
            ("2002:7f00:1::", AddressClass::Never),
            ("2001:0:4136::1", AddressClass::Never),
            ("2001:db8::1", AddressClass::Never),
            ("fe80::1", AddressClass::Never),
            ("fec0::1", AddressClass::Never),
            ("ff02::1", AddressClass::Never),
            ("fd00:ec2::254", AddressClass::Never),
        ] {
            assert_eq!(class_of(text.parse().unwrap()), class, "{text}");
        }
    }

    #[test]
    fn the_table_of_names() {
        use AddressClass::{Never, Private, Public};
        for (name, class) in [
            ("example.com", Public),
            ("cloud-images.ubuntu.com", Public),
            ("download.cirros-cloud.net", Public),
            ("xn--bcher-kva.xn--p1ai", Public),
            ("mirror.co.uk", Public),
            ("notnip.io", Public),
            ("localhost", Never),
            ("a.localhost", Never),
            ("localhost.localdomain", Never),
            ("localhost4.localdomain4", Never),
            ("localhost6.localdomain6", Never),
            ("ip6-loopback", Never),
            ("host.docker.internal", Never),
            ("metadata.google.internal", Never),
            ("metadata.goog", Never),
            ("instance-data", Never),
            ("127.0.0.1.nip.io", Never),
            ("app-169-254-169-254.sslip.io", Never),
            ("localtest.me", Never),
            ("mirror", Private),
            ("keystone", Private),
            ("_gateway", Private),
            ("com", Private),
            ("printer.localdomain", Private),
            ("mirror.svc", Private),
            ("mirror.default.svc", Private),
            ("mirror.default.svc.cluster.local", Private),
            ("keystone.openstack", Private),
            ("keystone.openstack.pod", Private),
            ("glance.service.consul", Private),
            ("glance.service.dc1.consul", Private),
            ("vault.nomad", Private),
            ("mirror.internal", Private),
            ("ip-10-0-0-1.ec2.internal", Private),
            ("router.home.arpa", Private),
            ("1.0.0.10.in-addr.arpa", Private),
            ("nas.lan", Private),
            ("nas.home", Private),
            ("nas.fritz.box", Private),
            ("dc.corp", Private),
            ("printer.local", Private),
            ("x.onion", Private),
            ("x.example", Private),
            ("example", Private),
            ("x.invalid", Private),
            ("x.test", Private),
            ("images.exampel", Private),
        ] {
            assert_eq!(class_of_name(name), class, "{name}");
        }
    }

    #[test]
    fn the_list_of_top_level_domains_is_written_as_names_are_compared() {
        let names: Vec<&str> = TOP_LEVEL_DOMAINS.split_ascii_whitespace().collect();
        assert!(names.len() > 1_000);
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(names.iter().all(|name| name.bytes().all(is_plain)));
        for inside in [
            "local", "internal", "home", "corp", "lan", "arpa", "onion", "test",
        ] {
            assert!(!names.contains(&inside), "{inside}");
        }
    }
}
