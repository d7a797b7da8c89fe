//! From where Glance may be asked to fetch data.

use crate::core::config::variables::Variables;
use crate::core::guard::{HostPattern, ImportPolicy, PrivateAddresses, Scheme};
use crate::core::http::base_url::BaseUrl;

const SCHEMES_EXPECTED: &str = "expected http, https or both, separated by a comma";
const PORTS_EXPECTED: &str = "expected ports from 1 to 65535 separated by commas";
const HOSTS_EXPECTED: &str = "expected names, *. and a name, addresses, or ranges such as \
                              10.0.0.0/8, separated by commas";
const RESOLVER_EXPECTED: &str =
    "expected the address of a resolver by DNS over HTTPS, such as https://dns.example/dns-query";
const PRIVATE_EXPECTED: &str = "expected refuse or allow";

/// Reads `IMPORT_SCHEMES`, `IMPORT_PORTS`, `IMPORT_HOSTS`, `IMPORT_DENIED_HOSTS`,
/// `IMPORT_PRIVATE_ADDRESSES` and `IMPORT_RESOLVER`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> ImportPolicy {
    let default = ImportPolicy::default();
    ImportPolicy {
        schemes: variables.or(
            "IMPORT_SCHEMES",
            SCHEMES_EXPECTED,
            default.schemes,
            |text| list(text, Scheme::parse),
        ),
        ports: variables.or("IMPORT_PORTS", PORTS_EXPECTED, default.ports, |text| {
            list(text, |port| port.parse().ok().filter(|port| *port > 0))
        }),
        hosts: variables.or("IMPORT_HOSTS", HOSTS_EXPECTED, default.hosts, |text| {
            list(text, HostPattern::parse)
        }),
        denied_hosts: variables.or(
            "IMPORT_DENIED_HOSTS",
            HOSTS_EXPECTED,
            default.denied_hosts,
            |text| list(text, HostPattern::parse),
        ),
        private: variables.or(
            "IMPORT_PRIVATE_ADDRESSES",
            PRIVATE_EXPECTED,
            default.private,
            |text| match text {
                "refuse" => Some(PrivateAddresses::Refuse),
                "allow" => Some(PrivateAddresses::Allow),
                _ => None,
            },
        ),
        resolver: variables.or("IMPORT_RESOLVER", RESOLVER_EXPECTED, None, |text| {
            BaseUrl::parse(text).map(Some)
        }),
    }
}

fn list<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(|item| parse(item.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::BadSetting;

    fn policy(settings: &[(&str, &str)]) -> Result<ImportPolicy, Vec<&'static str>> {
        let mut variables = Variables::new(|name: &str| {
            let found = settings.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        let policy = read(&mut variables);
        let wrong: Vec<_> = variables.into_wrong();
        if wrong.is_empty() {
            Ok(policy)
        } else {
            Err(wrong.iter().map(BadSetting::name).collect())
        }
    }

    #[test]
    fn nothing_needs_to_be_set() {
        assert_eq!(policy(&[]), Ok(ImportPolicy::default()));
    }

    #[test]
    fn every_setting_is_read() {
        let policy = policy(&[
            ("IMPORT_SCHEMES", "https"),
            ("IMPORT_PORTS", "443, 8443"),
            ("IMPORT_HOSTS", "mirror.internal,*.images.example"),
            ("IMPORT_DENIED_HOSTS", "10.0.0.0/8"),
            ("IMPORT_PRIVATE_ADDRESSES", "allow"),
            ("IMPORT_RESOLVER", "https://dns.example/dns-query"),
        ])
        .unwrap();
        assert_eq!(policy.schemes, [Scheme::Https]);
        assert_eq!(policy.ports, [443, 8443]);
        assert_eq!((policy.hosts.len(), policy.denied_hosts.len()), (2, 1));
        assert_eq!(policy.private, PrivateAddresses::Allow);
        assert_eq!(policy.resolver.unwrap().path(), "/dns-query");
    }

    #[test]
    fn a_wrong_setting_is_named() {
        for setting in [
            ("IMPORT_SCHEMES", "file"),
            ("IMPORT_PORTS", "0"),
            ("IMPORT_PORTS", "80-90"),
            ("IMPORT_HOSTS", "*"),
            ("IMPORT_DENIED_HOSTS", "10.0.0.0/40"),
            ("IMPORT_PRIVATE_ADDRESSES", "yes"),
            ("IMPORT_RESOLVER", "9.9.9.9"),
        ] {
            assert_eq!(policy(&[setting]), Err(vec![setting.0]), "{setting:?}");
        }
    }
}
