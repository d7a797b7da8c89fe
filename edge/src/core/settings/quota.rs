//! Quotas: what happens to requests that go over, and when nobody can tell.

use std::time::Duration;

use gaze_shared::gateway::QuotaMode;

use super::variables::Variables;
use crate::core::quota::call::ConfiguredPlan;

const LEASE_EXPECTED: &str = "expected whole seconds from 3 to 3600";

/// What the operator says of quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaSettings {
    /// What happens to a request that goes over.
    pub mode: QuotaMode,
    /// What happens to a request that adds something when its project's quota cannot be checked.
    pub when_unavailable: WhenUnavailable,
    /// How long a promise of room holds after the last word of whoever asked for it.
    pub lease: Duration,
}

/// What happens when the ledger, or the look that it needs, is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenUnavailable {
    /// The request is refused (503).
    Refuse,
    /// It goes through, and the log says so.
    Allow,
}

impl QuotaSettings {
    /// What the configuration allows a project.
    #[must_use]
    pub fn configured(&self, _project_id: &str) -> ConfiguredPlan {
        ConfiguredPlan::default()
    }
}

/// Reads `QUOTA_MODE`, `QUOTA_UNAVAILABLE` and `QUOTA_LEASE_SECONDS`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> QuotaSettings {
    QuotaSettings {
        mode: variables.or(
            "QUOTA_MODE",
            "expected enforce, observe or off",
            QuotaMode::Enforce,
            |text| match text {
                "enforce" => Some(QuotaMode::Enforce),
                "observe" => Some(QuotaMode::Observe),
                "off" => Some(QuotaMode::Off),
                _ => None,
            },
        ),
        when_unavailable: variables.or(
            "QUOTA_UNAVAILABLE",
            "expected refuse or allow",
            WhenUnavailable::Refuse,
            |text| match text {
                "refuse" => Some(WhenUnavailable::Refuse),
                "allow" => Some(WhenUnavailable::Allow),
                _ => None,
            },
        ),
        lease: variables.or(
            "QUOTA_LEASE_SECONDS",
            LEASE_EXPECTED,
            Duration::from_secs(60),
            |text| {
                let seconds = text.parse().ok()?;
                (3..=3600)
                    .contains(&seconds)
                    .then(|| Duration::from_secs(seconds))
            },
        ),
    }
}
