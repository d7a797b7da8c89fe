//! The deployment's settings, read once from the variables of the Worker.

pub mod authentication;
mod cors;
mod import;
pub mod log;
pub mod quota;
mod regions;
pub mod timeouts;
pub mod uploads;
mod variables;
mod verification;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gaze_shared::gateway::{self, PublicConfig, UploadMode};
use gaze_shared::units::Bytes;

pub use regions::{Region, Regions};
pub use uploads::StoreLimits;
pub use variables::BadSetting;

use crate::core::auth::cors::Cors;
use crate::core::auth::policy::Authentication;
use crate::core::config::log::LogSettings;
use crate::core::config::quota::QuotaSettings;
use crate::core::config::timeouts::Timeouts;
use crate::core::config::uploads::UploadSettings;
use crate::core::config::variables::{MAX_COUNTED, Variables};
use crate::core::crypto::seal::{KeyRing, SealKey};
use crate::core::guard::ImportPolicy;
use crate::core::http::base_url::BaseUrl;
use crate::core::verification::VerificationLimits;

/// Everything that an operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Keystone's address, with `/v3`, without a trailing slash.
    pub keystone: BaseUrl,
    /// Where the image services are.
    pub regions: Regions,
    /// The origin that browsers and clients use, when a proxy in front changes it.
    pub public_origin: Option<String>,
    /// What seals the session cookies.
    pub session_keys: KeyRing,
    /// How callers are checked.
    pub authentication: Authentication,
    /// The domain that a sign-in without one is for.
    pub default_domain: String,
    /// The other origins whose pages may call.
    pub cors: Cors,
    /// From where Glance may be asked to fetch data.
    pub import: ImportPolicy,
    /// What happens to requests that go over a quota.
    pub quota: QuotaSettings,
    /// How large uploads by tus may be, and how long they are kept.
    pub uploads: UploadSettings,
    /// How much of the image service's data a project may have read at the gateway.
    pub verification: VerificationLimits,
    /// For how long nothing of a request's body may come before it is given up.
    pub body_idle: Duration,
    /// How long the cloud may take to answer.
    pub timeouts: Timeouts,
    /// What the log tells, and when it is written.
    pub log: LogSettings,
    cloud_name: String,
    max_request_body: Option<Bytes>,
}

impl Settings {
    /// Reads the variables through `read`, which gives `None` for one that is not set. `set` are the names of
    /// all that are: one that is no setting's is a wrong one too.
    ///
    /// # Errors
    /// Every variable that is wrong, not just the first.
    pub fn parse(
        read: impl Fn(&str) -> Option<String>,
        set: impl IntoIterator<Item = String>,
    ) -> Result<Self, Vec<BadSetting>> {
        let mut variables = Variables::new(read);
        let keystone = variables.required("KEYSTONE_URL", KEYSTONE_EXPECTED, |text| {
            BaseUrl::parse(text).filter(|base| {
                let mut segments = base.path().rsplit('/');
                segments.next() == Some("v3") && !segments.next().is_some_and(is_version)
            })
        });
        let timeouts = timeouts::read(&mut variables);
        let regions = regions::read(&mut variables, timeouts.glance);
        let session_keys = variables.required("SESSION_KEYS", KEYS_EXPECTED, read_keys);
        let public_origin = variables.or("PUBLIC_ORIGIN", ORIGIN_EXPECTED, None, |text| {
            let base = BaseUrl::parse(text).filter(BaseUrl::is_origin)?;
            Some(Some(base.origin().to_owned()))
        });
        let max_request_body =
            variables.or("MAX_REQUEST_BODY_BYTES", BYTES_EXPECTED, None, |text| {
                let is_size = |bytes: &u64| (1..=MAX_COUNTED).contains(bytes);
                Some(Some(Bytes(text.parse().ok().filter(is_size)?)))
            });
        let authentication = authentication::read(&mut variables);
        let default_domain = variables.text("DEFAULT_DOMAIN", "Default");
        let cloud_name = variables.text("CLOUD_NAME", "OpenStack");
        let cors = cors::read(&mut variables);
        let import = import::read(&mut variables);
        let quota = quota::read(&mut variables);
        let uploads = uploads::read(&mut variables);
        let verification = verification::read(&mut variables);
        let body_idle = variables.or(
            "REQUEST_BODY_IDLE_SECONDS",
            IDLE_EXPECTED,
            DEFAULT_BODY_IDLE,
            |text| {
                let seconds = text.parse().ok()?;
                (1..=3_600)
                    .contains(&seconds)
                    .then(|| Duration::from_secs(seconds))
            },
        );
        let log = log::read(&mut variables);
        variables.note_unknown(set.into_iter());
        let wrong = variables.into_wrong();
        match (keystone, regions, session_keys) {
            (Some(keystone), Some(regions), Some(session_keys)) if wrong.is_empty() => Ok(Self {
                keystone,
                regions,
                public_origin,
                session_keys,
                authentication,
                default_domain,
                cors,
                import,
                quota,
                uploads,
                verification,
                body_idle,
                timeouts,
                log,
                cloud_name,
                max_request_body,
            }),
            _ => Err(wrong),
        }
    }

    /// What the dashboard may know before anyone signs in.
    #[must_use]
    pub fn public_config(&self, upload_modes: Vec<UploadMode>) -> PublicConfig {
        PublicConfig {
            cloud_name: self.cloud_name.clone(),
            regions: self
                .regions
                .iter()
                .map(|region| gateway::Region {
                    name: region.name.clone(),
                })
                .collect(),
            default_domain: self.default_domain.clone(),
            max_request_body: self.max_request_body,
            resumable_above: upload_modes
                .contains(&UploadMode::Tus)
                .then_some(self.uploads.resumable_above),
            upload_modes,
        }
    }

    /// The region that is meant where none is named.
    #[must_use]
    pub const fn default_region(&self) -> &Region {
        self.regions.default_region()
    }

    /// The region of a name; `None` when the gateway stands before no such region.
    #[must_use]
    pub fn region(&self, name: &str) -> Option<&Region> {
        self.regions.find(name)
    }
}

/// As long as most servers wait (nginx's `client_body_timeout`), and much longer than a connection that lives
/// leaves out.
pub const DEFAULT_BODY_IDLE: Duration = Duration::from_secs(60);

const IDLE_EXPECTED: &str = "expected whole seconds from 1 to 3600";
const KEYSTONE_EXPECTED: &str =
    "expected Keystone's address with /v3, such as https://keystone.example:5000/v3";
const KEYS_EXPECTED: &str = "expected id:key pairs separated by commas, each id of up to 60 letters, digits, - and _, each key 32 random bytes in base64url; the first seals";
const ORIGIN_EXPECTED: &str = "expected an origin without a path, such as https://gaze.example";
const BYTES_EXPECTED: &str = "expected a number of bytes from 1 to 9007199254740991";

/// Whether a segment of a path is the version of an API.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix('v').unwrap_or_default();
    number.starts_with(|first: char| first.is_ascii_digit())
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
        Settings::parse(
            |name| {
                let find = |list: &[(&str, &str)]| {
                    list.iter()
                        .find(|(key, _)| *key == name)
                        .map(|(_, value)| (*value).to_owned())
                };
                find(changes).or_else(|| find(&defaults))
            },
            changes.iter().map(|(name, _)| (*name).to_owned()),
        )
        .map_err(|wrong| wrong.iter().map(BadSetting::name).collect())
    }

    #[test]
    fn the_smallest_deployment_needs_three_variables() {
        let settings = parse(&[]).unwrap();
        assert_eq!(settings.keystone.as_str(), "http://127.0.0.1:5000/v3");
        assert_eq!(
            settings.public_config(Vec::new()).regions[0].name,
            "RegionOne"
        );
    }

    #[test]
    fn every_variable_is_in_the_documentation() {
        let asked = std::cell::RefCell::new(Vec::new());
        let nothing_set = Settings::parse(
            |name| {
                asked.borrow_mut().push(name.to_owned());
                None
            },
            None,
        );
        assert!(nothing_set.is_err());
        let documentation = include_str!("../../../../docs/self_hosting.md");
        for name in asked.into_inner() {
            assert!(documentation.contains(&format!("| `{name}` |")), "{name}");
        }
    }

    #[test]
    fn every_wrong_variable_is_named() {
        let wrong = parse(&[
            ("KEYSTONE_URL", "http://127.0.0.1:5000"),
            ("GLANCE_URL", "ftp://x"),
            ("SESSION_KEYS", "k1:short"),
            ("PUBLIC_ORIGIN", "https://gaze.example/path"),
            ("MAX_REQUEST_BODY_BYTES", "0"),
            ("LOG_DELAY_MS", "1001"),
        ]);
        assert_eq!(
            wrong.unwrap_err(),
            [
                "KEYSTONE_URL",
                "GLANCE_URL",
                "SESSION_KEYS",
                "PUBLIC_ORIGIN",
                "MAX_REQUEST_BODY_BYTES",
                "LOG_DELAY_MS",
            ]
        );
    }

    #[test]
    fn a_misspelt_variable_is_named_with_the_one_that_is_meant() {
        let set = ["QUOTA_MODUS", "KEYSTONE_URL"].map(str::to_owned);
        let wrong = Settings::parse(|_| None, set).unwrap_err();
        let misspelt = wrong.last().unwrap();
        assert_eq!(misspelt.variable, "QUOTA_MODUS");
        assert_eq!(
            misspelt.expected,
            "there is no such setting; QUOTA_MODE is one"
        );
        for set in [("REGIONS", "a=http://one"), ("GLANCE_URL", "http://one")] {
            let names = parse(&[set, ("REGION_NAME", "b")]);
            assert!(!format!("{names:?}").contains("no setting"), "{names:?}");
        }
    }

    #[test]
    fn keystone_s_address_ends_with_its_version() {
        for url in [
            "http://k:5000",
            "http://k:5000/v2.0",
            "http://k/identity",
            "http://k/xv3",
            "http://k/v3/v3",
            "http://k/identity/v2.0/v3",
        ] {
            assert_eq!(
                parse(&[("KEYSTONE_URL", url)]).unwrap_err(),
                ["KEYSTONE_URL"],
                "{url}"
            );
        }
    }

    #[test]
    fn a_key_whose_id_is_too_long_for_the_name_of_an_upload_is_refused() {
        let keys = |length| format!("{}:{KEY}", "k".repeat(length));
        assert!(parse(&[("SESSION_KEYS", &keys(60))]).is_ok());
        assert_eq!(
            parse(&[("SESSION_KEYS", &keys(61))]).unwrap_err(),
            ["SESSION_KEYS"]
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
                .default_region()
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
