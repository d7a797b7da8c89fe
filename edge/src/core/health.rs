//! What `/healthz` tells: to a load balancer by the status, to a person by the body.

use std::collections::BTreeMap;

use serde::Serialize;

use super::settings::BadSetting;

/// How the gateway is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Health<'a> {
    /// It runs, and nobody was asked.
    #[serde(rename = "ok")]
    Up,
    /// It cannot work with its settings: names of variables and what is expected in them, never their
    /// values.
    Misconfigured {
        /// All that are wrong.
        settings: &'a [BadSetting],
    },
    /// Keystone and each region's Glance were asked.
    #[serde(untagged)]
    Asked {
        /// The worst of them.
        status: Reach,
        /// The identity service.
        keystone: Reach,
        /// The worst of the image services.
        glance: Reach,
        /// Each image service.
        regions: BTreeMap<&'a str, Reach>,
    },
}

/// Whether an upstream answers, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// It answers.
    Ok,
    /// It does not, or with something else.
    Unreachable,
}

impl<'a> Health<'a> {
    /// What these answers come to.
    #[must_use]
    pub fn of_upstreams(keystone: Reach, regions: BTreeMap<&'a str, Reach>) -> Self {
        let glance = regions.values().copied().max().unwrap_or(Reach::Ok);
        Self::Asked {
            status: keystone.max(glance),
            keystone,
            glance,
            regions,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::Up
            | Self::Asked {
                status: Reach::Ok, ..
            } => 200,
            Self::Misconfigured { .. } => 500,
            Self::Asked {
                status: Reach::Unreachable,
                ..
            } => 503,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn one_region_away_is_told_by_name_and_by_the_status() {
        let regions = BTreeMap::from([("One", Reach::Ok), ("Two", Reach::Unreachable)]);
        let health = Health::of_upstreams(Reach::Ok, regions);
        assert_eq!(health.http_status(), 503);
        assert_eq!(
            to_value(&health).unwrap(),
            json!({
                "status": "unreachable", "keystone": "ok", "glance": "unreachable",
                "regions": {"One": "ok", "Two": "unreachable"}
            })
        );
    }

    #[test]
    fn all_answers_mean_ok() {
        let health = Health::of_upstreams(Reach::Ok, BTreeMap::from([("One", Reach::Ok)]));
        assert_eq!(health.http_status(), 200);
        let away = Health::of_upstreams(Reach::Unreachable, BTreeMap::from([("One", Reach::Ok)]));
        assert_eq!(away.http_status(), 503);
        assert_eq!(to_value(Health::Up).unwrap(), json!({"status": "ok"}));
    }

    #[test]
    fn wrong_settings_are_told_with_what_is_expected_and_without_their_values() {
        let wrong = [BadSetting {
            variable: "KEYSTONE_URL",
            expected: "expected an address".into(),
        }];
        let health = Health::Misconfigured { settings: &wrong };
        assert_eq!(health.http_status(), 500);
        assert_eq!(
            to_value(&health).unwrap(),
            json!({
                "status": "misconfigured",
                "settings": [{"variable": "KEYSTONE_URL", "expected": "expected an address"}]
            })
        );
    }
}
