//! The deployment's settings, read once from the variables of the Worker.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gaze_shared::gateway::{PublicConfig, Region, UploadMode};
use gaze_shared::units::Bytes;

use super::seal::{KeyRing, SealKey};

/// Everything that an operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Keystone's address, with `/v3`, without a trailing slash.
    pub keystone: BaseUrl,
    /// Glance's address, without a trailing slash.
    pub glance: BaseUrl,
    /// The origin that browsers and clients use, when a proxy in front changes it.
    pub public_origin: Option<String>,
    /// What seals the session cookies.
    pub session_keys: KeyRing,
    /// The domain that a sign-in without one is for.
    pub default_domain: String,
    cloud_name: String,
    region_name: String,
    max_request_body: Option<Bytes>,
}

/// An `http` or `https` address to build URLs on, without a trailing slash. Scheme and host are in
/// lower case and a default port is left out, as browsers write origins.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: String,
    origin_length: usize,
}

/// A variable that is missing or cannot be read. The value itself is never shown: it may be secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {expected}")]
pub struct BadSetting {
    /// The variable's name.
    pub variable: &'static str,
    /// What is expected in it.
    pub expected: &'static str,
}

impl Settings {
    /// Reads the variables through `read`, which gives `None` for one that is not set.
    ///
    /// # Errors
    /// Every variable that is wrong, not just the first.
    pub fn parse(read: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<BadSetting>> {
        let mut wrong = Vec::new();
        let keystone = take(&mut wrong, "KEYSTONE_URL", KEYSTONE_EXPECTED, || {
            BaseUrl::parse(&read("KEYSTONE_URL")?).filter(|base| base.url.ends_with("/v3"))
        });
        let glance = take(&mut wrong, "GLANCE_URL", GLANCE_EXPECTED, || {
            BaseUrl::parse(&read("GLANCE_URL")?).filter(|base| !base.url.ends_with("/v2"))
        });
        let session_keys = take(&mut wrong, "SESSION_KEYS", KEYS_EXPECTED, || {
            read_keys(&read("SESSION_KEYS")?)
        });
        let public_origin = take(&mut wrong, "PUBLIC_ORIGIN", ORIGIN_EXPECTED, || {
            optional(&read, "PUBLIC_ORIGIN", |text| {
                BaseUrl::parse(text)
                    .filter(|base| base.origin_length == base.url.len())
                    .map(|base| base.url)
            })
        });
        let max_request_body = take(&mut wrong, "MAX_REQUEST_BODY_BYTES", BYTES_EXPECTED, || {
            optional(&read, "MAX_REQUEST_BODY_BYTES", |text| {
                text.parse().ok().filter(|bytes| *bytes > 0).map(Bytes)
            })
        });
        let text = |name: &str, default: &str| {
            read(name)
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| default.to_owned())
        };
        match (
            keystone,
            glance,
            session_keys,
            public_origin,
            max_request_body,
        ) {
            (
                Some(keystone),
                Some(glance),
                Some(session_keys),
                Some(public_origin),
                Some(max_request_body),
            ) => Ok(Self {
                keystone,
                glance,
                public_origin,
                session_keys,
                default_domain: text("DEFAULT_DOMAIN", "Default"),
                cloud_name: text("CLOUD_NAME", "OpenStack"),
                region_name: text("REGION_NAME", "RegionOne"),
                max_request_body,
            }),
            _ => Err(wrong),
        }
    }

    /// What the dashboard may know before anyone signs in.
    #[must_use]
    pub fn public_config(&self) -> PublicConfig {
        PublicConfig {
            cloud_name: self.cloud_name.clone(),
            regions: vec![Region {
                name: self.region_name.clone(),
            }],
            default_domain: self.default_domain.clone(),
            max_request_body: self.max_request_body,
            upload_modes: vec![UploadMode::Stream],
        }
    }

    /// The region of the image service in use.
    #[must_use]
    pub fn region_name(&self) -> &str {
        &self.region_name
    }
}

const KEYSTONE_EXPECTED: &str =
    "expected Keystone's address with /v3, such as https://keystone.example:5000/v3";
const GLANCE_EXPECTED: &str =
    "expected Glance's address without /v2, such as https://glance.example:9292";
const KEYS_EXPECTED: &str = "expected id:key pairs separated by commas, each key 32 random bytes in base64url; the first seals";
const ORIGIN_EXPECTED: &str = "expected an origin without a path, such as https://gaze.example";
const BYTES_EXPECTED: &str = "expected a number of bytes above 0";

fn take<T>(
    wrong: &mut Vec<BadSetting>,
    variable: &'static str,
    expected: &'static str,
    value: impl FnOnce() -> Option<T>,
) -> Option<T> {
    let value = value();
    if value.is_none() {
        wrong.push(BadSetting { variable, expected });
    }
    value
}

/// `Some(None)` when the variable is not set, `None` when it is set and wrong.
#[expect(
    clippy::option_option,
    reason = "not set and set wrong are different answers"
)]
fn optional<T>(
    read: &impl Fn(&str) -> Option<String>,
    variable: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<Option<T>> {
    match read(variable).filter(|text| !text.is_empty()) {
        None => Some(None),
        Some(text) => parse(&text).map(Some),
    }
}

fn read_keys(text: &str) -> Option<KeyRing> {
    let keys: Vec<SealKey> = text
        .split(',')
        .map(|pair| {
            let (id, key) = pair.trim().split_once(':')?;
            let bytes = URL_SAFE_NO_PAD.decode(key.trim_end_matches('=')).ok()?;
            SealKey::new(id, bytes.try_into().ok()?)
        })
        .collect::<Option<_>>()?;
    KeyRing::new(keys)
}

impl BaseUrl {
    /// Reads an address; `None` for anything that could name another host than it seems to.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim_end_matches('/').split_once("://")?;
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (rest, String::new()),
        };
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "http" => ":80",
            "https" => ":443",
            _ => return None,
        };
        let authority = authority.to_ascii_lowercase();
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
        let is_plain = !authority.is_empty()
            && !rest.contains(['?', '#', '@', '\\'])
            && rest.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain.then(|| {
            let origin = format!("{scheme}://{authority}");
            Self {
                origin_length: origin.len(),
                url: origin + &path,
            }
        })
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.url.get(..self.origin_length).unwrap_or(&self.url)
    }

    /// What follows the origin: empty, or a path that starts with a slash.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url.get(self.origin_length..).unwrap_or_default()
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn parse(changes: &[(&str, &str)]) -> Result<Settings, Vec<&'static str>> {
        let keys = format!("k1:{KEY}");
        let defaults = [
            ("KEYSTONE_URL", "http://127.0.0.1:5000/v3/"),
            ("GLANCE_URL", "http://127.0.0.1:9292"),
            ("SESSION_KEYS", keys.as_str()),
        ];
        Settings::parse(|name| {
            let find = |list: &[(&str, &str)]| {
                list.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            find(changes).or_else(|| find(&defaults))
        })
        .map_err(|wrong| wrong.iter().map(|setting| setting.variable).collect())
    }

    #[test]
    fn the_smallest_deployment_needs_three_variables() {
        let settings = parse(&[]).unwrap();
        assert_eq!(settings.keystone.as_str(), "http://127.0.0.1:5000/v3");
        assert_eq!(settings.public_config().regions[0].name, "RegionOne");
    }

    #[test]
    fn every_wrong_variable_is_named() {
        let wrong = parse(&[
            ("KEYSTONE_URL", "http://127.0.0.1:5000"),
            ("GLANCE_URL", "ftp://x"),
            ("SESSION_KEYS", "k1:short"),
            ("PUBLIC_ORIGIN", "https://gaze.example/path"),
            ("MAX_REQUEST_BODY_BYTES", "0"),
        ]);
        assert_eq!(
            wrong.unwrap_err(),
            [
                "KEYSTONE_URL",
                "GLANCE_URL",
                "SESSION_KEYS",
                "PUBLIC_ORIGIN",
                "MAX_REQUEST_BODY_BYTES"
            ]
        );
    }

    #[test]
    fn addresses_that_hide_another_host_are_refused() {
        for url in [
            "http://glance@evil.example",
            "http://",
            "http://a?b",
            "http://a#b",
            "http://a\\b",
        ] {
            assert_eq!(
                parse(&[("GLANCE_URL", url)]).unwrap_err(),
                ["GLANCE_URL"],
                "{url}"
            );
        }
    }

    #[test]
    fn an_origin_is_kept_as_browsers_write_it() {
        let origin = |text| {
            parse(&[("PUBLIC_ORIGIN", text)])
                .unwrap()
                .public_origin
                .unwrap()
        };
        assert_eq!(origin("https://Gaze.Example:443/"), "https://gaze.example");
        assert_eq!(
            origin("http://gaze.example:8787"),
            "http://gaze.example:8787"
        );
    }

    #[test]
    fn glance_s_address_has_no_version() {
        assert_eq!(
            parse(&[("GLANCE_URL", "http://g:9292/v2/")]).unwrap_err(),
            ["GLANCE_URL"]
        );
        assert_eq!(
            parse(&[("GLANCE_URL", "http://g/image")])
                .unwrap()
                .glance
                .path(),
            "/image"
        );
    }

    #[test]
    fn keys_are_not_printed() {
        let printed = format!("{:?}", parse(&[]).unwrap());
        assert!(
            !printed.contains(KEY) && !printed.contains("[0, 0"),
            "{printed}"
        );
    }
}
