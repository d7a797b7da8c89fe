//! The URI of a `web-download` (`glance/common/utils.py`, `get_validated_address`).
//!
//! These are the defaults of `[import_filtering_opts]`: `http` and `https`, ports 80 and 443. An
//! operator can change them. Glance also resolves the host's name and refuses it when all its
//! addresses are those of the machine itself or link-local; only a resolver can tell that, so of
//! names only `localhost` is refused here.

use std::net::{IpAddr, Ipv6Addr};

use super::UriCause;

/// Why a URI is refused.
pub(super) fn refusal(uri: &str) -> Option<UriCause> {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return Some(UriCause::Scheme);
    };
    if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return Some(UriCause::Scheme);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (_, host_and_port) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = split_port(host_and_port);
    if !port_is_allowed(port) {
        return Some(UriCause::Port);
    }
    if host.is_empty() {
        return Some(UriCause::NoHost);
    }
    if !host_is_allowed(host) {
        return Some(UriCause::InternalHost);
    }
    None
}

fn split_port(host_and_port: &str) -> (&str, Option<&str>) {
    if let Some(bracketed) = host_and_port.strip_prefix('[') {
        let (host, after) = bracketed.split_once(']').unwrap_or((bracketed, ""));
        return (host, after.strip_prefix(':'));
    }
    match host_and_port.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (host_and_port, None),
    }
}

/// No port means the scheme's own; Python reads an empty one and 0 the same.
fn port_is_allowed(port: Option<&str>) -> bool {
    match port {
        None | Some("") => true,
        Some(digits) => matches!(digits.parse(), Ok(0_u16 | 80 | 443)),
    }
}

fn host_is_allowed(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => !address.is_loopback() && !address.is_link_local(),
        Ok(IpAddr::V6(address)) => ipv6_is_allowed(address),
        // 2130706433 and 127.1 are addresses in disguise.
        Err(_) => {
            let is_disguised = host
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
            !is_disguised && !host.trim_end_matches('.').eq_ignore_ascii_case("localhost")
        }
    }
}

fn ipv6_is_allowed(address: Ipv6Addr) -> bool {
    match address.to_ipv4_mapped() {
        Some(mapped) => !mapped.is_loopback() && !mapped.is_link_local(),
        None => !address.is_loopback() && !address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_s_own_ports_of_other_machines_are_allowed() {
        for good in [
            "http://images.example.org/x",
            "https://images.example.org:443/x?y",
            "HTTPS://user:secret@images.example.org",
            "http://10.0.0.1/x",
            "http://[2001:db8::1]/x",
        ] {
            assert_eq!(refusal(good), None, "{good}");
        }
        for bad in [
            "",
            "images.example.org",
            "ftp://images.example.org/x",
            "http:///x",
            "http://images.example.org:8080/x",
            "http://images.example.org:port/x",
            "http://localhost./x",
            "http://127.0.0.1/x",
            "http://127.1/x",
            "http://2130706433/x",
            "http://169.254.169.254/x",
            "http://[::1]/x",
            "http://[::ffff:127.0.0.1]/x",
            "http://[fe80::1]/x",
        ] {
            assert!(refusal(bad).is_some(), "{bad}");
        }
    }
}
