//! `GET /v2/info/usage`: Glance's own quotas (since API 2.13).

use serde::{Deserialize, Serialize};

use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;

/// The limits and usage of the token's project. All are absent when the cloud has its quotas off
/// (`{"usage": {}}`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct UsageInfo {
    /// Per resource.
    pub usage: UsageByResource,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// Glance's four resources (`glance/quota/keystone.py`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct UsageByResource {
    /// Stored data, in MiB, rounded down by Glance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_size_total: Option<ResourceUsage>,
    /// Data staged for import, in MiB, rounded down by Glance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_stage_total: Option<ResourceUsage>,
    /// Images, those without data included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_count_total: Option<ResourceUsage>,
    /// Images whose data is on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_count_uploading: Option<ResourceUsage>,
    /// Resources of a later Glance.
    #[serde(flatten)]
    pub other: Other,
}

/// One resource's limit and usage, in the resource's unit (`glance/quota/keystone.py`, `get_usage`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ResourceUsage {
    /// -1 means unlimited.
    pub limit: i64,
    /// What is used now.
    pub usage: i64,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl ResourceUsage {
    /// What is left, or `None` when there is no limit. Never negative.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        (self.limit >= 0).then(|| u64::try_from(self.limit.saturating_sub(self.usage)).unwrap_or(0))
    }
}

impl TryFrom<Other> for UsageInfo {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            usage: fields.one("usage")?.ok_or(WrongField("usage"))?,
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for UsageByResource {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            image_size_total: fields.one("image_size_total")?,
            image_stage_total: fields.one("image_stage_total")?,
            image_count_total: fields.one("image_count_total")?,
            image_count_uploading: fields.one("image_count_uploading")?,
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for ResourceUsage {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let mut amount = |key| {
            let number = fields.number(key)?;
            number
                .and_then(|number| number.as_i64())
                .ok_or(WrongField(key))
        };
        Ok(Self {
            limit: amount("limit")?,
            usage: amount("usage")?,
            other: fields.rest(),
        })
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
        for (limit, usage, remaining) in [(10, 4, Some(6)), (10, 40, Some(0)), (-1, 40, None)] {
            let resource = ResourceUsage {
                limit,
                usage,
                other: Other::new(),
            };
            assert_eq!(resource.remaining(), remaining, "{limit} {usage}");
        }
    }

    #[test]
    fn a_resource_of_a_later_glance_is_kept() {
        let text = r#"{"usage":{"image_bandwidth":{"limit":1,"usage":0},"note":"x"}}"#;
        let info: UsageInfo = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&info).unwrap(), text);
    }
}
