//! Whether a browser reaches the gateway in a way in which it keeps cookies that are for secure
//! connections only.
//!
//! Browsers keep none of those from plain HTTP, and WebKit, unlike the others, not even from
//! `http://localhost`. There alone the gateway's cookies do without: what stays within one machine
//! needs no TLS.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::core::http::arrival::Arrival;

/// How cookies travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Over TLS, by whoever ends it; or over plain HTTP, where browsers keep none.
    Secure,
    /// Over plain HTTP to an address of the browser's own machine.
    Loopback,
}

impl Connection {
    /// Decides it by the address that the runtime gives of the request, as long as nothing says that the
    /// browser's address is another one: the operator by `PUBLIC_ORIGIN`, or a proxy by its headers. A
    /// page elsewhere cannot choose: the browser itself names the host that it calls, and lets no page
    /// add such headers.
    #[must_use]
    pub fn of(public_origin: Option<&str>, called_origin: &str, arrival: Arrival) -> Self {
        let is_direct = public_origin.is_none() && arrival == Arrival::Direct;
        match plain_host(called_origin) {
            Some(host) if is_direct && is_loopback(host) => Self::Loopback,
            _ => Self::Secure,
        }
    }
}

/// Whether a page of this origin keeps no cookie of the gateway's: it came over plain HTTP from another
/// machine.
#[must_use]
pub fn keeps_no_cookies(page_origin: &str) -> bool {
    plain_host(page_origin).is_some_and(|host| !is_loopback(host))
}

/// The host of an origin of plain HTTP, without the port.
fn plain_host(origin: &str) -> Option<&str> {
    let authority = origin.strip_prefix("http://")?;
    let port_at = authority.rfind(':').filter(|at| {
        let port = authority.get(at + 1..).unwrap_or_default();
        !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
    });
    authority.get(..port_at.unwrap_or(authority.len()))
}

fn is_loopback(host: &str) -> bool {
    let in_brackets = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    host == "localhost"
        || host.parse().is_ok_and(|host: Ipv4Addr| host.is_loopback())
        || in_brackets
            .is_some_and(|host| host.parse().is_ok_and(|host: Ipv6Addr| host.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_within_the_machine_does_without_tls() {
        for (origin, expected) in [
            ("http://localhost", Connection::Loopback),
            ("http://localhost:8787", Connection::Loopback),
            ("http://127.0.0.1:8787", Connection::Loopback),
            ("http://127.1.2.3", Connection::Loopback),
            ("http://[::1]:8787", Connection::Loopback),
            ("http://[::1]", Connection::Loopback),
            ("https://localhost:8787", Connection::Secure),
            ("http://gaze.example", Connection::Secure),
            ("http://localhost.example", Connection::Secure),
            ("http://127.0.0.1.example", Connection::Secure),
            ("http://127.1", Connection::Secure),
            ("http://0.0.0.0:8787", Connection::Secure),
            ("http://[::ffff:127.0.0.1]", Connection::Secure),
            ("http://192.0.2.1", Connection::Secure),
            ("http://", Connection::Secure),
            ("", Connection::Secure),
            ("null", Connection::Secure),
        ] {
            assert_eq!(
                Connection::of(None, origin, Arrival::Direct),
                expected,
                "{origin}"
            );
        }
    }

    #[test]
    fn whoever_stands_before_the_gateway_is_taken_to_end_tls() {
        let origin = "http://localhost:8787";
        assert_eq!(
            Connection::of(None, origin, Arrival::ThroughProxy),
            Connection::Secure
        );
        for public_origin in ["https://gaze.example", "http://localhost:8787"] {
            assert_eq!(
                Connection::of(Some(public_origin), origin, Arrival::Direct),
                Connection::Secure,
                "{public_origin}"
            );
        }
    }

    #[test]
    fn a_page_that_came_plainly_from_elsewhere_keeps_no_cookies() {
        for (origin, keeps_none) in [
            ("http://192.0.2.1:8787", true),
            ("http://gaze.lan", true),
            ("http://localhost:8787", false),
            ("http://[::1]:8787", false),
            ("https://gaze.lan", false),
            ("null", false),
        ] {
            assert_eq!(keeps_no_cookies(origin), keeps_none, "{origin}");
        }
    }
}
