//! Whose limit is in force: the cloud's, or the plan's.

use serde::{Deserialize, Serialize};

use crate::gateway::{LimitSource, Plan, QuotaResource, QuotaUnit};
use crate::quota::resource::limit::Limit;
use crate::quota::resource::{Resource, Unit};

impl From<Resource> for QuotaResource {
    fn from(resource: Resource) -> Self {
        match resource {
            Resource::ImageSizeTotal => Self::ImageSizeTotal,
            Resource::ImageStageTotal => Self::ImageStageTotal,
            Resource::ImageCountTotal => Self::ImageCountTotal,
            Resource::ImageCountUploading => Self::ImageCountUploading,
        }
    }
}

impl From<Unit> for QuotaUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Bytes => Self::Bytes,
            Unit::Images => Self::Images,
        }
    }
}

/// Who has set the limit that is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitedBy {
    #[default]
    Nobody,
    Cloud,
    /// The plan, which is lower.
    Plan,
}

impl From<LimitedBy> for LimitSource {
    fn from(by: LimitedBy) -> Self {
        match by {
            LimitedBy::Nobody => Self::Unlimited,
            LimitedBy::Cloud => Self::Cloud,
            LimitedBy::Plan => Self::Plan,
        }
    }
}

/// What a plan allows of a resource of Glance's.
pub(in crate::quota) fn of_plan(plan: &Plan, resource: Resource) -> Option<u64> {
    match resource {
        Resource::ImageSizeTotal => plan.bytes_stored.map(|bytes| bytes.0),
        Resource::ImageStageTotal => None,
        Resource::ImageCountTotal => plan.images,
        Resource::ImageCountUploading => plan.concurrent_uploads,
    }
}

/// The lower one of two limits, and whose it is.
pub(in crate::quota) fn lower(
    cloud: Option<Limit>,
    plan: Option<u64>,
) -> (Option<Limit>, LimitedBy) {
    match (cloud, plan) {
        (Some(Limit::AtMost(cloud)), Some(plan)) if cloud <= plan => {
            (Some(Limit::AtMost(cloud)), LimitedBy::Cloud)
        }
        (_, Some(plan)) => (Some(Limit::AtMost(plan)), LimitedBy::Plan),
        (Some(Limit::AtMost(cloud)), None) => (Some(Limit::AtMost(cloud)), LimitedBy::Cloud),
        (cloud, None) => (cloud, LimitedBy::Nobody),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_limit_is_in_force_and_says_whose_it_is() {
        let at_most = |limit| Some(Limit::AtMost(limit));
        for (cloud, plan, expected) in [
            (at_most(3), Some(5), (at_most(3), LimitedBy::Cloud)),
            (at_most(5), Some(3), (at_most(3), LimitedBy::Plan)),
            (at_most(3), Some(3), (at_most(3), LimitedBy::Cloud)),
            (at_most(0), None, (at_most(0), LimitedBy::Cloud)),
            (
                Some(Limit::Unlimited),
                Some(0),
                (at_most(0), LimitedBy::Plan),
            ),
            (None, Some(4), (at_most(4), LimitedBy::Plan)),
            (
                Some(Limit::Unlimited),
                None,
                (Some(Limit::Unlimited), LimitedBy::Nobody),
            ),
            (None, None, (None, LimitedBy::Nobody)),
        ] {
            assert_eq!(lower(cloud, plan), expected, "{cloud:?} {plan:?}");
        }
    }
}
