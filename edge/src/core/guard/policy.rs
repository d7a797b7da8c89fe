//! From where the operator lets Glance fetch.

use std::net::IpAddr;

use crate::core::guard::address::{AddressClass, class_of, class_of_name};
use crate::core::guard::host_pattern::HostPattern;
use crate::core::guard::url::{BadUrl, Host, ImportUrl, Scheme};
use crate::core::http::base_url::BaseUrl;

/// What the operator says of the addresses in imports, locations and tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPolicy {
    /// The schemes to fetch by.
    pub schemes: Vec<Scheme>,
    /// The ports to fetch from.
    pub ports: Vec<u16>,
    /// The only hosts to fetch from; any where there are none. What stands here is fetched from
    /// wherever it is.
    pub hosts: Vec<HostPattern>,
    /// The hosts to never fetch from.
    pub denied_hosts: Vec<HostPattern>,
    /// What of networks that are not the internet.
    pub private: PrivateAddresses,
    /// Whom to ask for the addresses behind a name, in DNS over HTTPS; nobody where there is none.
    pub resolver: Option<BaseUrl>,
}

/// Whether data may come from private networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateAddresses {
    /// It may not.
    Refuse,
    /// It may, but never from the cloud's own machines or their metadata service.
    Allow,
}

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlRefused {
    /// It is not plain.
    Bad(BadUrl),
    /// The scheme is not allowed.
    Scheme,
    /// The port is not allowed.
    Port,
    /// The host is on one list, or not on the other.
    Host,
    /// The host is a machine of the cloud's own.
    Internal,
    /// The host is in a private network.
    Private,
    /// The resolver knows no address of the host.
    NoAddress,
}

impl From<BadUrl> for UrlRefused {
    fn from(cause: BadUrl) -> Self {
        Self::Bad(cause)
    }
}

impl Default for ImportPolicy {
    /// Glance's own defaults (`[import_filtering_opts]`), less private networks.
    fn default() -> Self {
        Self {
            schemes: vec![Scheme::Http, Scheme::Https],
            ports: vec![80, 443],
            hosts: Vec::new(),
            denied_hosts: Vec::new(),
            private: PrivateAddresses::Refuse,
            resolver: None,
        }
    }
}

impl ImportPolicy {
    /// Reads an address and judges what can be judged without a resolver.
    ///
    /// # Errors
    /// Why Glance must not fetch from there.
    pub fn check(&self, text: &str) -> Result<ImportUrl, UrlRefused> {
        let url = ImportUrl::parse(text)?;
        if !self.schemes.contains(&url.scheme) {
            return Err(UrlRefused::Scheme);
        }
        if !self.ports.contains(&url.port) {
            return Err(UrlRefused::Port);
        }
        let is_among = |patterns: &[HostPattern]| patterns.iter().any(|p| p.matches(&url.host));
        if is_among(&self.denied_hosts) {
            return Err(UrlRefused::Host);
        }
        if !self.hosts.is_empty() {
            return if is_among(&self.hosts) {
                Ok(url)
            } else {
                Err(UrlRefused::Host)
            };
        }
        match &url.host {
            Host::Address(address) => self.judge(class_of(*address))?,
            Host::Name(name) => self.judge(class_of_name(name))?,
        }
        Ok(url)
    }

    /// Whether the addresses behind a host's name matter: not for one that the operator has listed.
    #[must_use]
    pub fn is_open_about(&self, host: &Host) -> bool {
        matches!(host, Host::Name(_)) && !self.hosts.iter().any(|listed| listed.matches(host))
    }

    /// Judges the addresses that a resolver gives for a host's name: each of them must do, because it
    /// is not known which one Glance takes.
    ///
    /// # Errors
    /// Why Glance must not fetch from there.
    pub fn check_resolved(&self, addresses: &[IpAddr]) -> Result<(), UrlRefused> {
        if addresses.is_empty() {
            return Err(UrlRefused::NoAddress);
        }
        for address in addresses {
            let host = Host::Address(*address);
            if self.denied_hosts.iter().any(|p| p.matches(&host)) {
                return Err(UrlRefused::Host);
            }
            self.judge(class_of(*address))?;
        }
        Ok(())
    }

    fn judge(&self, class: AddressClass) -> Result<(), UrlRefused> {
        match (class, self.private) {
            (AddressClass::Public, _) | (AddressClass::Private, PrivateAddresses::Allow) => Ok(()),
            (AddressClass::Private, PrivateAddresses::Refuse) => Err(UrlRefused::Private),
            (AddressClass::Never, _) => Err(UrlRefused::Internal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(list: &[&str]) -> Vec<HostPattern> {
        list.iter()
            .map(|text| HostPattern::parse(text).unwrap())
            .collect()
    }

    fn refusal(policy: &ImportPolicy, url: &str) -> Option<UrlRefused> {
        policy.check(url).err()
    }

    #[test]
    fn by_default_data_comes_from_the_internet_by_the_web_s_own_ports() {
        let policy = ImportPolicy::default();
        for (url, refused) in [
            ("http://images.example/x", None),
            ("https://images.example:443/x", None),
            ("https://93.184.216.34/x", None),
            ("https://images.example:8443/x", Some(UrlRefused::Port)),
            ("http://images.example:22/x", Some(UrlRefused::Port)),
            ("http://127.0.0.1/", Some(UrlRefused::Internal)),
            ("http://169.254.169.254/latest", Some(UrlRefused::Internal)),
            ("http://[::ffff:a9fe:a9fe]/", Some(UrlRefused::Internal)),
            ("http://localhost/", Some(UrlRefused::Internal)),
            ("http://LOCALHOST./", Some(UrlRefused::Internal)),
            ("http://a.localhost/", Some(UrlRefused::Internal)),
            (
                "http://metadata.google.internal/",
                Some(UrlRefused::Internal),
            ),
            ("http://10.1.2.3/", Some(UrlRefused::Private)),
            ("http://[fd00::1]/", Some(UrlRefused::Private)),
            ("http://mirror/", Some(UrlRefused::Private)),
            ("http://mirror.internal/", Some(UrlRefused::Private)),
            ("http://printer.local/", Some(UrlRefused::Private)),
            ("http://2130706433/", Some(UrlRefused::Bad(BadUrl::Host))),
        ] {
            assert_eq!(refusal(&policy, url), refused, "{url}");
        }
    }

    #[test]
    fn the_table_of_settings() {
        let policy = ImportPolicy {
            schemes: vec![Scheme::Https],
            ports: vec![443, 8443],
            denied_hosts: patterns(&["evil.example", "*.evil.example", "203.0.112.0/20"]),
            private: PrivateAddresses::Allow,
            ..ImportPolicy::default()
        };
        for (url, refused) in [
            ("http://images.example/", Some(UrlRefused::Scheme)),
            ("https://images.example:8443/", None),
            ("https://images.example:80/", Some(UrlRefused::Port)),
            ("https://evil.example/", Some(UrlRefused::Host)),
            ("https://EVIL.example./", Some(UrlRefused::Host)),
            ("https://a.evil.example/", Some(UrlRefused::Host)),
            ("https://notevil.example/", None),
            ("https://203.0.114.9/", Some(UrlRefused::Host)),
            ("https://[::ffff:203.0.114.9]/", Some(UrlRefused::Host)),
            ("https://10.1.2.3/", None),
            ("https://mirror/", None),
            ("https://127.0.0.1/", Some(UrlRefused::Internal)),
            ("https://169.254.169.254/", Some(UrlRefused::Internal)),
        ] {
            assert_eq!(refusal(&policy, url), refused, "{url}");
        }
    }

    #[test]
    fn a_list_of_hosts_is_the_whole_of_what_is_fetched_from() {
        let policy = ImportPolicy {
            hosts: patterns(&["mirror.internal", "*.images.example", "10.2.0.0/16"]),
            denied_hosts: patterns(&["old.images.example"]),
            ..ImportPolicy::default()
        };
        for (url, refused) in [
            ("http://mirror.internal/x", None),
            ("http://10.2.3.4/x", None),
            ("http://eu.images.example/x", None),
            ("http://images.example/x", Some(UrlRefused::Host)),
            ("http://old.images.example/x", Some(UrlRefused::Host)),
            ("http://10.3.0.1/x", Some(UrlRefused::Host)),
            ("http://93.184.216.34/x", Some(UrlRefused::Host)),
            ("http://xmirror.internal/x", Some(UrlRefused::Host)),
            (
                "http://mirror.internal.evil.example/",
                Some(UrlRefused::Host),
            ),
        ] {
            assert_eq!(refusal(&policy, url), refused, "{url}");
        }
    }

    #[test]
    fn every_address_of_a_name_must_do() {
        let policy = ImportPolicy {
            denied_hosts: patterns(&["203.0.112.0/20"]),
            ..ImportPolicy::default()
        };
        let check = |addresses: &[&str]| {
            let addresses: Vec<IpAddr> = addresses.iter().map(|a| a.parse().unwrap()).collect();
            policy.check_resolved(&addresses).err()
        };
        assert_eq!(check(&["93.184.216.34", "2606:2800:220:1::1"]), None);
        assert_eq!(
            check(&["93.184.216.34", "127.0.0.1"]),
            Some(UrlRefused::Internal)
        );
        assert_eq!(check(&["10.0.0.1"]), Some(UrlRefused::Private));
        assert_eq!(check(&["203.0.114.9"]), Some(UrlRefused::Host));
        assert_eq!(check(&[]), Some(UrlRefused::NoAddress));
    }
}
