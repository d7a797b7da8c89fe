//! What `/healthz` tells: to a load balancer by the status, to a person by the body.

pub mod disks;

use std::collections::BTreeMap;
use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use serde::Serialize;

use crate::core::config::{BadSetting, StoreLimits};
use crate::core::health::disks::{Disk, Disks, Space};

/// For how long a look at the cloud tells how it is. Whoever asks more often is told the same again.
const PROBE_HOLDS: Duration = Duration::from_secs(1);
/// How long a look may take before another may begin.
const PROBE_TAKES: Duration = Duration::from_secs(5);

/// How the gateway is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Health {
    /// It runs, and nobody was asked.
    #[serde(rename = "ok")]
    Up,
    /// It cannot work with its settings: names of variables and what is expected in them, never their
    /// values.
    Misconfigured {
        /// All that are wrong.
        settings: Vec<BadSetting>,
    },
    /// Keystone and each region's Glance were asked.
    #[serde(untagged)]
    Asked {
        /// The worst of all.
        status: State,
        /// The identity service.
        keystone: UpstreamState,
        /// The worst of the image services.
        glance: UpstreamState,
        /// Each image service.
        regions: BTreeMap<String, UpstreamState>,
        /// The disks that the gateway writes to, by what is on them; none on Cloudflare's network.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        disks: BTreeMap<&'static str, DiskHealth>,
    },
}

/// How all of it is, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Ok,
    /// A disk gets full.
    Low,
    /// A disk is full.
    Full,
    /// An upstream does not answer.
    Unreachable,
}

/// Whether an upstream answers, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UpstreamState {
    /// It answers.
    Ok,
    /// It does not, or with something else.
    Unreachable,
}

/// How a disk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DiskHealth {
    status: Space,
    free_bytes: u64,
    total_bytes: u64,
    /// What uploads hold of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_bytes: Option<u64>,
    /// The most that they may hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound_bytes: Option<u64>,
}

impl DiskHealth {
    fn of(disk: Disk, limits: StoreLimits) -> Self {
        Self {
            status: disk.space_within(limits),
            free_bytes: disk.free.0,
            total_bytes: disk.total.0,
            held_bytes: disk.held.map(|held| held.0),
            bound_bytes: limits.max.map(|max| max.0),
        }
    }
}

impl Health {
    /// What these answers come to.
    #[must_use]
    pub fn of(
        keystone: UpstreamState,
        regions: BTreeMap<String, UpstreamState>,
        disks: Option<Disks>,
        store: StoreLimits,
    ) -> Self {
        let glance = regions.values().copied().max().unwrap_or(UpstreamState::Ok);
        let disks = disks.unwrap_or_default();
        let status = match (keystone.max(glance), disks.space_within(store)) {
            (UpstreamState::Unreachable, _) => State::Unreachable,
            (UpstreamState::Ok, Space::Ok) => State::Ok,
            (UpstreamState::Ok, Space::Low) => State::Low,
            (UpstreamState::Ok, Space::Full) => State::Full,
        };
        let named = [
            ("ledgers", disks.ledgers, StoreLimits::default()),
            ("uploads", disks.uploads, store),
        ];
        Self::Asked {
            status,
            keystone,
            glance,
            regions,
            disks: named
                .into_iter()
                .filter_map(|(name, disk, limits)| Some((name, DiskHealth::of(disk?, limits))))
                .collect(),
        }
    }

    /// The HTTP status. While a disk only gets full, everything works.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::Up
            | Self::Asked {
                status: State::Ok | State::Low,
                ..
            } => 200,
            Self::Misconfigured { .. } => 500,
            Self::Asked {
                status: State::Full | State::Unreachable,
                ..
            } => 503,
        }
    }
}

/// What one isolate knows of the last look at the cloud, so that a thousand questions are one look.
#[derive(Debug, Default)]
pub struct LastHealth {
    last_reported: Option<(Health, UnixMillis)>,
    probing_since: Option<UnixMillis>,
}

/// What whoever asks has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HealthProbe {
    /// Tell this.
    Known(Health),
    /// Ask the cloud, and [`LastHealth::note`] what it says.
    Probe,
    /// Somebody else looks: ask again in a moment.
    Wait,
}

impl LastHealth {
    /// Asks for how it is.
    pub fn ask(&mut self, now: UnixMillis) -> HealthProbe {
        if let Some((health, at)) = &self.last_reported
            && now.since(*at) < PROBE_HOLDS
        {
            return HealthProbe::Known(health.clone());
        }
        match self.probing_since {
            Some(since) if now.since(since) < PROBE_TAKES => HealthProbe::Wait,
            _ => {
                self.probing_since = Some(now);
                HealthProbe::Probe
            }
        }
    }

    /// Notes what there was to see.
    pub fn note(&mut self, health: Health, now: UnixMillis) {
        self.last_reported = Some((health, now));
        self.probing_since = None;
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::units::Bytes;
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn one_region_away_is_told_by_name_and_by_the_status() {
        let regions = [
            ("One", UpstreamState::Ok),
            ("Two", UpstreamState::Unreachable),
        ];
        let regions = regions
            .map(|(name, upstream_state)| (name.to_owned(), upstream_state))
            .into();
        let health = Health::of(UpstreamState::Ok, regions, None, StoreLimits::default());
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
        let regions = || BTreeMap::from([("One".to_owned(), UpstreamState::Ok)]);
        let health = Health::of(UpstreamState::Ok, regions(), None, StoreLimits::default());
        assert_eq!(health.http_status(), 200);
        let unreachable = Health::of(
            UpstreamState::Unreachable,
            regions(),
            None,
            StoreLimits::default(),
        );
        assert_eq!(unreachable.http_status(), 503);
        assert_eq!(to_value(Health::Up).unwrap(), json!({"status": "ok"}));
    }

    #[test]
    fn wrong_settings_are_told_with_what_is_expected_and_without_their_values() {
        let settings = vec![BadSetting {
            variable: "KEYSTONE_URL".into(),
            expected: "expected an address".into(),
        }];
        let health = Health::Misconfigured { settings };
        assert_eq!(health.http_status(), 500);
        assert_eq!(
            to_value(&health).unwrap(),
            json!({
                "status": "misconfigured",
                "settings": [{"variable": "KEYSTONE_URL", "expected": "expected an address"}]
            })
        );
    }

    fn with_disk(free: u64) -> Health {
        let disk = Disk {
            free: Bytes(free),
            total: Bytes(100),
            held: Some(Bytes(7)),
        };
        let disks = Disks {
            uploads: Some(disk),
            ledgers: None,
        };
        Health::of(
            UpstreamState::Ok,
            BTreeMap::new(),
            Some(disks),
            StoreLimits::default(),
        )
    }

    #[test]
    fn a_disk_is_told_before_it_is_full_and_refuses_only_then() {
        for (free, status, http_status) in [(90, "ok", 200), (15, "low", 200), (5, "full", 503)] {
            let health = with_disk(free);
            assert_eq!(health.http_status(), http_status);
            let reported = to_value(&health).unwrap();
            assert_eq!(reported["status"], status);
            assert_eq!(
                reported["disks"],
                json!({"uploads": {
                    "status": status, "free_bytes": free, "total_bytes": 100, "held_bytes": 7
                }})
            );
        }
    }

    #[test]
    fn a_thousand_questions_are_one_look_a_second() {
        let mut last = LastHealth::default();
        assert_eq!(last.ask(UnixMillis(10_000)), HealthProbe::Probe);
        assert_eq!(last.ask(UnixMillis(10_001)), HealthProbe::Wait);
        last.note(Health::Up, UnixMillis(10_100));
        assert_eq!(last.ask(UnixMillis(10_101)), HealthProbe::Known(Health::Up));
        assert_eq!(last.ask(UnixMillis(11_100)), HealthProbe::Probe);
        // Whoever looked was never heard of again.
        assert_eq!(last.ask(UnixMillis(16_099)), HealthProbe::Wait);
        assert_eq!(last.ask(UnixMillis(16_100)), HealthProbe::Probe);
    }
}
