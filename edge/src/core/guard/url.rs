//! The address that Glance is asked to fetch from, in the one spelling that every reader of addresses
//! reads alike.
//!
//! Glance reads it with Python's `urllib`, whatever it hands it to reads it again, and programs have
//! been led astray by every difference between two readers. So there is no reader here that
//! understands much: what is not plain is refused, with a word about what is plain.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A scheme that data can be fetched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    /// Reads a scheme's name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Http, Self::Https]
            .into_iter()
            .find(|scheme| name.eq_ignore_ascii_case(scheme.as_str()))
    }

    /// The name in an address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A machine, by name or address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// A name, in lower case and without a dot at its end.
    Name(String),
    Address(IpAddr),
}

/// Where data is to be fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportUrl {
    pub scheme: Scheme,
    /// From which machine.
    pub host: Host,
    /// At which port, the scheme's own where none is given.
    pub port: u16,
}

/// What is not plain about an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadUrl {
    /// There is a space, a backslash, a control character or one that is not ASCII.
    Character,
    /// The scheme is none of the web.
    Scheme,
    /// There is a user name or password.
    User,
    /// The port is no port.
    Port,
    /// The host is neither a plain name nor a plain address.
    Host,
}

impl ImportUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// What is not plain about it.
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
        if !text.bytes().all(is_plain) {
            return Err(BadUrl::Character);
        }
        let (scheme, rest) = text.split_once("://").ok_or(BadUrl::Scheme)?;
        let scheme = Scheme::parse(scheme).ok_or(BadUrl::Scheme)?;
        // Readers disagree about a user name behind a question mark or number sign.
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return Err(BadUrl::User);
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(bracketed) => {
                let (address, after) = bracketed.split_once(']').ok_or(BadUrl::Host)?;
                let address: Ipv6Addr = address.parse().map_err(|_| BadUrl::Host)?;
                let port = match after.strip_prefix(':') {
                    None if after.is_empty() => None,
                    None => return Err(BadUrl::Host),
                    port => port,
                };
                (Host::Address(IpAddr::V6(address)), port)
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (Host::parse(host)?, Some(port)),
                None => (Host::parse(authority)?, None),
            },
        };
        let port = match port {
            None => scheme.default_port(),
            Some(digits) => read_port(digits)?,
        };
        Ok(Self { scheme, host, port })
    }
}

/// A port in decimal digits, without a sign or leading zeros.
fn read_port(digits: &str) -> Result<u16, BadUrl> {
    let is_plain = !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit());
    let port = digits.parse().ok().filter(|_| is_plain);
    port.ok_or(BadUrl::Port)
}

impl Host {
    /// Reads a host that stands without brackets.
    ///
    /// # Errors
    /// It is neither a plain name nor a plain IPv4 address.
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let last = name.rsplit('.').next().unwrap_or_default();
        // A resolver takes 2130706433, 0x7f.1 and 0177.0.0.1 for addresses (`inet_aton`), and no name
        // of the domain name system ends in a label that begins with a digit.
        if last.starts_with(|c: char| c.is_ascii_digit()) {
            let address: Ipv4Addr = text.parse().map_err(|_| BadUrl::Host)?;
            return Ok(Self::Address(IpAddr::V4(address)));
        }
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if name.len() > 253 || !name.split('.').all(is_label) {
            return Err(BadUrl::Host);
        }
        Ok(Self::Name(name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_addresses_are_read() {
        let name = |name: &str| Host::Name(name.to_owned());
        let v4 = |text: &str| Host::Address(IpAddr::V4(text.parse().unwrap()));
        let v6 = |text: &str| Host::Address(IpAddr::V6(text.parse().unwrap()));
        for (text, scheme, host, port) in [
            (
                "http://images.example/a?b#c",
                Scheme::Http,
                name("images.example"),
                80,
            ),
            (
                "HTTPS://Images.Example:8443",
                Scheme::Https,
                name("images.example"),
                8443,
            ),
            (
                "https://images.example.",
                Scheme::Https,
                name("images.example"),
                443,
            ),
            (
                "http://xn--bcher-kva.example/x",
                Scheme::Http,
                name("xn--bcher-kva.example"),
                80,
            ),
            (
                "http://a_b.example/x@y",
                Scheme::Http,
                name("a_b.example"),
                80,
            ),
            ("http://10.0.0.1:80/", Scheme::Http, v4("10.0.0.1"), 80),
            (
                "http://[::ffff:7f00:1]:80/",
                Scheme::Http,
                v6("::ffff:127.0.0.1"),
                80,
            ),
            ("http://localhost", Scheme::Http, name("localhost"), 80),
        ] {
            let url = ImportUrl { scheme, host, port };
            assert_eq!(ImportUrl::parse(text), Ok(url), "{text}");
        }
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for (text, bad) in [
            ("", BadUrl::Scheme),
            ("images.example/x", BadUrl::Scheme),
            ("//images.example/x", BadUrl::Scheme),
            ("http:images.example", BadUrl::Scheme),
            ("http:/images.example", BadUrl::Scheme),
            ("file:///etc/passwd", BadUrl::Scheme),
            ("gopher://images.example", BadUrl::Scheme),
            ("ftp://images.example", BadUrl::Scheme),
            ("swift+http://images.example", BadUrl::Scheme),
            ("jar:http://images.example", BadUrl::Scheme),
            (" http://images.example", BadUrl::Character),
            ("http://images.example\n", BadUrl::Character),
            ("ht\ttp://images.example", BadUrl::Character),
            ("http://evil.example\\@images.example", BadUrl::Character),
            ("http:\\\\images.example", BadUrl::Character),
            ("http://127.0.0.1\0.example", BadUrl::Character),
            ("http://\u{ff11}27.0.0.1", BadUrl::Character),
            ("http://127。0。0。1", BadUrl::Character),
            ("http://user@images.example", BadUrl::User),
            ("http://images.example:80@127.0.0.1", BadUrl::User),
            ("http://images.example#@127.0.0.1", BadUrl::User),
            ("http://images.example?@127.0.0.1/", BadUrl::User),
            ("http://images.example?x", BadUrl::Host),
            ("http://images.example:", BadUrl::Port),
            ("http://images.example:0", BadUrl::Port),
            ("http://images.example:080", BadUrl::Port),
            ("http://images.example:+80", BadUrl::Port),
            ("http://images.example:65536", BadUrl::Port),
            ("http://images.example:80:80", BadUrl::Port),
            ("http://", BadUrl::Host),
            ("http:///x", BadUrl::Host),
            ("http://.", BadUrl::Host),
            ("http://a..example", BadUrl::Host),
            ("http://127.0.0.1%2eexample", BadUrl::Host),
            ("http://%31%32%37.0.0.1", BadUrl::Host),
            ("http://2130706433", BadUrl::Host),
            ("http://0x7f000001", BadUrl::Host),
            ("http://0x7f.1", BadUrl::Host),
            ("http://017700000001", BadUrl::Host),
            ("http://0177.0.0.1", BadUrl::Host),
            ("http://127.1", BadUrl::Host),
            ("http://127.0.0.1.", BadUrl::Host),
            ("http://127.0.0.01", BadUrl::Host),
            ("http://256.0.0.1", BadUrl::Host),
            ("http://1.2.3.4.5", BadUrl::Host),
            ("http://[::1", BadUrl::Host),
            ("http://[::1]x", BadUrl::Host),
            ("http://[fe80::1%25eth0]", BadUrl::Host),
            ("http://[v1.a]", BadUrl::Host),
            ("http://[127.0.0.1]", BadUrl::Host),
            ("http://::1/", BadUrl::Host),
        ] {
            assert_eq!(ImportUrl::parse(text), Err(bad), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_a_strict_address_counts_as_one(host in "[0-9a-fx.]{1,16}") {
            if let Ok(Host::Address(address)) = Host::parse(&host) {
                prop_assert_eq!(address.to_string(), host);
            }
        }
    }
}
