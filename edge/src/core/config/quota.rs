//! Quotas: what happens to requests that go over, and when nobody can tell.

use std::time::Duration;

use gaze_shared::gateway::QuotaMode;

use crate::core::config::variables::Variables;
use crate::core::quota::call::ConfiguredPlan;
use crate::core::quota::plans::Plans;

const LEASE_EXPECTED: &str = "expected whole seconds from 3 to 3600";
const REFRESH_EXPECTED: &str = "expected whole seconds from 10 to 3600";
const KNOWN_EXPECTED: &str = "expected whole seconds from 10 to 604800";

/// What the operator says of quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaSettings {
    /// What happens to a request that goes over.
    pub mode: QuotaMode,
    /// What happens to a request that adds something when its project's quota cannot be checked.
    pub when_unavailable: WhenUnavailable,
    /// What each project is allowed beside the cloud's own limits.
    pub plans: Plans,
    /// How long a reservation holds after the last word of whoever asked for it.
    pub lease: Duration,
    /// How long a usage refresh may take, beside the requests. Settings and the log call it a look.
    pub refresh_within: Duration,
    /// How old what is known may be that a reservation rests on while a refresh is under way.
    pub known_for: Duration,
}

/// What happens when the ledger, or the refresh that it needs, is away.
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
    pub fn configured(&self, project_id: &str) -> ConfiguredPlan {
        self.plans.of(project_id)
    }
}

/// Whole seconds within a range.
fn seconds(range: std::ops::RangeInclusive<u64>) -> impl Fn(&str) -> Option<Duration> {
    move |text| {
        let seconds = text.parse().ok()?;
        range
            .contains(&seconds)
            .then(|| Duration::from_secs(seconds))
    }
}

/// Reads `QUOTA_MODE`, `QUOTA_UNAVAILABLE`, `QUOTA_DEFAULT_PLAN`, `QUOTA_PLANS`, `QUOTA_LEASE_SECONDS`,
/// `QUOTA_LOOK_SECONDS` and `QUOTA_KNOWN_SECONDS`.
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
        plans: Plans {
            default: variables.or_explained("QUOTA_DEFAULT_PLAN", |text| {
                Plans::read_plan(text).map_err(|wrong| wrong.to_string())
            }),
            projects: variables.or_explained("QUOTA_PLANS", Plans::read_projects),
        },
        lease: variables.or(
            "QUOTA_LEASE_SECONDS",
            LEASE_EXPECTED,
            Duration::from_secs(60),
            seconds(3..=3600),
        ),
        refresh_within: variables.or(
            "QUOTA_LOOK_SECONDS",
            REFRESH_EXPECTED,
            Duration::from_secs(300),
            seconds(10..=3600),
        ),
        known_for: variables.or(
            "QUOTA_KNOWN_SECONDS",
            KNOWN_EXPECTED,
            Duration::from_secs(86_400),
            seconds(10..=604_800),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(settings: &[(&str, &str)]) -> Result<QuotaSettings, Vec<String>> {
        let mut variables = Variables::new(|name: &str| {
            let found = settings.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        let settings = read(&mut variables);
        let wrong = variables.into_wrong();
        if wrong.is_empty() {
            Ok(settings)
        } else {
            Err(wrong.iter().map(ToString::to_string).collect())
        }
    }

    #[test]
    fn without_settings_quotas_are_enforced_and_nothing_is_limited_beside_the_cloud() {
        let settings = parse(&[]).unwrap();
        assert_eq!(settings.mode, QuotaMode::Enforce);
        assert_eq!(settings.when_unavailable, WhenUnavailable::Refuse);
        assert_eq!(settings.configured("p"), ConfiguredPlan::default());
        assert_eq!(settings.refresh_within, Duration::from_secs(300));
        assert_eq!(settings.known_for, Duration::from_secs(86_400));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (variable, text, words) in [
            ("QUOTA_MODE", "on", "expected enforce, observe or off"),
            ("QUOTA_UNAVAILABLE", "maybe", "expected refuse or allow"),
            ("QUOTA_LEASE_SECONDS", "0", "whole seconds from 3"),
            ("QUOTA_LOOK_SECONDS", "9", "whole seconds from 10"),
            ("QUOTA_KNOWN_SECONDS", "1d", "whole seconds from 10"),
            ("QUOTA_DEFAULT_PLAN", "{", "no JSON"),
            ("QUOTA_DEFAULT_PLAN", "[]", "no object"),
            ("QUOTA_DEFAULT_PLAN", r#"{"images": -1}"#, "images"),
            ("QUOTA_DEFAULT_PLAN", r#"{"images": "3"}"#, "images"),
            ("QUOTA_DEFAULT_PLAN", r#"{"floppies": 3}"#, "floppies"),
            (
                "QUOTA_PLANS",
                r#"{"p1": {"bytes_stored": 1.5}}"#,
                "p1: the limit bytes_stored",
            ),
            ("QUOTA_PLANS", r#"{"p1": 7}"#, "p1: it is no object"),
            (
                "QUOTA_PLANS",
                r#"{"a b": {}}"#,
                "\"a b\" is no id of a project",
            ),
        ] {
            let wrong = parse(&[(variable, text)]).unwrap_err();
            assert_eq!(wrong.len(), 1, "{text}");
            assert!(
                wrong[0].starts_with(&format!("{variable}: ")) && wrong[0].contains(words),
                "{text}: {}",
                wrong[0]
            );
        }
    }
}
