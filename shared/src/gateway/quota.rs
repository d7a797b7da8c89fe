//! `/api/quota` and `/api/admin/plans`.

use serde::{Deserialize, Serialize};

use super::Project;
use crate::json::nullable::Other;
use crate::json::open_enum::open_enum;
use crate::time::timestamp::Timestamp;
use crate::units::Bytes;

/// The answer of `GET /api/quota`: what the caller's project has, in the region that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct QuotaReport {
    pub project_id: String,
    /// The region of the image service.
    pub region: String,
    /// What happens to a request that goes over.
    pub mode: QuotaMode,
    /// When the image service was last asked; `None` when it never was, and then nothing is known of
    /// usage.
    pub observed_at: Option<Timestamp>,
    /// Whether the image service is being asked now: a newer answer is awaited then.
    pub refresh: QuotaRefresh,
    /// One for each resource that somebody limits or counts, those of the cloud first.
    pub resources: Vec<QuotaState>,
}

open_enum! {
    /// Whether somebody asks the image service what a project has.
    pub enum QuotaRefresh {
        /// Nobody does.
        Idle = "idle",
        /// Its answer is awaited. With very many images that takes a while.
        UnderWay = "under_way",
    }
}

/// One resource of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct QuotaState {
    pub resource: QuotaResource,
    /// What the amounts are counted in.
    pub unit: QuotaUnit,
    /// How much there may be: the lower one of the cloud's limit and the plan's. `None` when neither
    /// limits it.
    pub limit: Option<u64>,
    /// How much there is.
    pub usage: u64,
    /// How much is reserved for requests that have not ended.
    pub reserved: u64,
    /// Who has set the limit that is in force.
    pub source: LimitSource,
}

impl QuotaState {
    /// What can still be had; `None` where there is no limit.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        let taken = self.usage.saturating_add(self.reserved);
        self.limit.map(|limit| limit.saturating_sub(taken))
    }
}

open_enum! {
    /// What is limited.
    pub enum QuotaResource {
        /// Bytes in the stores, counted once per store.
        ImageSizeTotal = "image_size_total",
        /// Bytes staged for an import.
        ImageStageTotal = "image_stage_total",
        /// Images, those without data included.
        ImageCountTotal = "image_count_total",
        /// Images whose data is on its way.
        ImageCountUploading = "image_count_uploading",
        /// Bytes that were sent since midnight UTC.
        UploadBytesPerDay = "upload_bytes_per_day",
        /// Requests within the last minute.
        RequestsPerMinute = "requests_per_minute",
    }
}

open_enum! {
    /// What an amount is counted in.
    pub enum QuotaUnit {
        /// Bytes, never MiB.
        Bytes = "bytes",
        Images = "images",
        Requests = "requests",
    }
}

open_enum! {
    /// Where the limit that is in force comes from.
    pub enum LimitSource {
        /// The cloud: Keystone's limits, which Glance tells.
        Cloud = "cloud",
        /// The plan of the project at this gateway.
        Plan = "plan",
        /// There is no limit.
        Unlimited = "unlimited",
    }
}

open_enum! {
    /// What happens to a request that goes over a limit.
    pub enum QuotaMode {
        /// It is refused.
        Enforce = "enforce",
        /// It goes through, and the log says what would have been refused.
        Observe = "observe",
        /// The gateway counts nothing; what Glance says still holds.
        Off = "off",
    }
}

/// What the gateway itself allows a project: the lower one of this and the cloud's own limit is in force.
/// What is absent or `null` is not limited here.
///
/// Also the body of `PUT /api/admin/plans/{project}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Plan {
    /// Bytes in the stores, counted once per store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_stored: Option<Bytes>,
    /// Images, those without data included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<u64>,
    /// Images whose data is on its way at the same time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrent_uploads: Option<u64>,
    /// Bytes sent between one midnight UTC and the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_bytes_per_day: Option<Bytes>,
    /// Requests in any minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_minute: Option<u64>,
}

/// The answer of `GET`, `PUT` and `DELETE /api/admin/plans/{project}`: the plan in force, and whose it
/// is. `DELETE` goes back to the one of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ProjectPlan {
    pub project_id: String,
    /// What it may.
    pub plan: Plan,
    /// Where the plan comes from.
    pub source: PlanSource,
    /// The last changes at run time, newest first; bounded.
    pub changes: Vec<PlanChange>,
}

open_enum! {
    /// Where the plan of a project comes from.
    pub enum PlanSource {
        /// The configuration's plan for every project.
        Default = "default",
        /// The configuration's plan for this project.
        Configured = "configured",
        /// An administrator has changed it at run time.
        Changed = "changed",
    }
}

/// A change of a plan at run time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct PlanChange {
    /// Keystone's id of who changed it.
    pub user_id: String,
    /// Their name at that time.
    pub user_name: String,
    pub at: Timestamp,
    /// To what; `None` when it went back to the configuration's.
    pub plan: Option<Plan>,
}

/// The answer of `GET /api/admin/plans`: some of the projects that the administrator may see, the one that
/// is nearest to a limit first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ProjectQuotaList {
    pub projects: Vec<ProjectQuota>,
    /// What the next call says as `after` to get others; `None` when there are no more.
    pub next: Option<String>,
}

/// One project in [`ProjectQuotaList`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ProjectQuota {
    pub project: Project,
    /// What it has. Usage is what was known last: an administrator's token cannot ask Glance about
    /// another project's limits.
    pub quota: QuotaReport,
    /// What the gateway allows it.
    pub plan: ProjectPlan,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_with_a_key_that_nobody_knows_is_no_plan() {
        for wrong in [
            r#"{"images": -1}"#,
            r#"{"images": "3"}"#,
            r#"{"images": 1.5}"#,
            r#"{"image": 3}"#,
            r#"{"bytes_stored": 18446744073709551616}"#,
            "[]",
            "3",
        ] {
            assert!(serde_json::from_str::<Plan>(wrong).is_err(), "{wrong}");
        }
        let plan: Plan = serde_json::from_str(r#"{"images": 3, "bytes_stored": null}"#).unwrap();
        assert_eq!(
            plan,
            Plan {
                images: Some(3),
                ..Plan::default()
            }
        );
    }

    #[test]
    fn what_remains_never_falls_below_zero() {
        let state = |limit| QuotaState {
            resource: QuotaResource::ImageCountTotal,
            unit: QuotaUnit::Images,
            limit,
            usage: 4,
            reserved: 3,
            source: LimitSource::Cloud,
        };
        assert_eq!(state(Some(9)).remaining(), Some(2));
        assert_eq!(state(Some(6)).remaining(), Some(0));
        assert_eq!(state(None).remaining(), None);
    }
}
