//! `GET /v2/info/usage`: Glance's own quotas (since API 2.13).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sent::Other;

/// The limits and usage of the token's project. All are absent when the cloud has its quotas off
/// (`{"usage": {}}`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageInfo {
    /// Per resource.
    pub usage: UsageByResource,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// Glance's four resources (`glance/quota/keystone.py`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageByResource {
    /// Stored data, in MiB, rounded down by Glance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_size_total: Option<ResourceUsage>,
    /// Data staged for import, in MiB, rounded down by Glance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_stage_total: Option<ResourceUsage>,
    /// Images, those without data included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_count_total: Option<ResourceUsage>,
    /// Images whose data is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_count_uploading: Option<ResourceUsage>,
    /// Resources of a later Glance, by name.
    #[serde(flatten)]
    pub other: BTreeMap<String, ResourceUsage>,
}

/// One resource's limit and usage, in the resource's unit. Glance sends exactly these two
/// (`glance/quota/keystone.py`, `get_usage`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceUsage {
    /// -1 means unlimited.
    pub limit: i64,
    /// What is used now.
    pub usage: i64,
}

impl ResourceUsage {
    /// What is left, or `None` when there is no limit. Never negative.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        (self.limit >= 0).then(|| u64::try_from(self.limit.saturating_sub(self.usage)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_that_are_off_read_as_no_resources() {
        let info: UsageInfo = serde_json::from_str(r#"{"usage": {}}"#).unwrap();
        assert_eq!(info, UsageInfo::default());
    }

    #[test]
    fn what_remains_is_never_negative_and_unlimited_is_none() {
        assert_eq!(
            ResourceUsage {
                limit: 10,
                usage: 4
            }
            .remaining(),
            Some(6)
        );
        assert_eq!(
            ResourceUsage {
                limit: 10,
                usage: 40
            }
            .remaining(),
            Some(0)
        );
        assert_eq!(
            ResourceUsage {
                limit: -1,
                usage: 40
            }
            .remaining(),
            None
        );
    }
}
