//! Limits, and being over one.

use serde::{Deserialize, Serialize};

use crate::quota::resource::{Resource, Unit};
use crate::units::Bytes;

/// How much of a resource a project may have, in the resource's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// As much as there is. Keystone's word for it is -1 (oslo.limit since June 2026; an older one
    /// takes -1 for a limit and refuses everything).
    Unlimited,
    /// This much and no more.
    AtMost(u64),
}

impl Limit {
    /// From the number of Glance and Keystone: MiB for sizes, -1 for unlimited. No limit below -1
    /// can be registered; one that comes all the same lets nothing through.
    #[must_use]
    pub fn from_glance(resource: Resource, limit: i64) -> Self {
        match (limit, resource.unit()) {
            (-1, _) => Self::Unlimited,
            (limit, unit) => {
                let limit = u64::try_from(limit).unwrap_or(0);
                Self::AtMost(match unit {
                    Unit::Bytes => Bytes::from_mib(limit).0,
                    Unit::Images => limit,
                })
            }
        }
    }

    /// Whether so much is within the limit.
    #[must_use]
    pub fn holds(self, amount: u128) -> bool {
        match self {
            Self::Unlimited => true,
            Self::AtMost(limit) => amount <= u128::from(limit),
        }
    }
}

/// What is in a project, in the resource's unit: all that Glance counts, and all that was committed
/// since.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Usage(pub u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_of_glance_is_in_mib_for_sizes_and_in_images_for_counts() {
        let size = |limit| Limit::from_glance(Resource::ImageSizeTotal, limit);
        assert_eq!(size(2), Limit::AtMost(2 << 20));
        assert_eq!(size(-1), Limit::Unlimited);
        assert_eq!(size(0), Limit::AtMost(0));
        assert_eq!(size(-2), Limit::AtMost(0));
        assert_eq!(
            Limit::from_glance(Resource::ImageCountTotal, 2),
            Limit::AtMost(2)
        );
    }
}
