//! What there is of a resource, and being over its limit.

use serde::{Deserialize, Serialize};

use crate::gateway::OverQuota;
use crate::quota::resource::limit::{Limit, Usage};
use crate::quota::resource::limited::LimitedBy;
use crate::quota::resource::{Resource, Unit};

/// One resource of a project as the ledger has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceState {
    pub resource: Resource,
    /// What the amounts are counted in.
    pub unit: Unit,
    /// How much there may be: the lower one of the cloud's limit and the plan's; `None` where neither
    /// limits this resource.
    pub limit: Option<Limit>,
    /// Whose limit that is.
    pub limited_by: LimitedBy,
    /// How much there is at most.
    pub usage: Usage,
    /// By how much it may be less: Glance tells whole MiB.
    pub rounded_by: u64,
    /// How much is reserved for operations that have not ended, or whose end nobody has told.
    pub reserved: u64,
}

impl ResourceState {
    /// How much there is as Glance itself tells it, for people: rounded down where it rounds.
    #[must_use]
    pub const fn reported_usage(&self) -> Usage {
        Usage(self.usage.0.saturating_sub(self.rounded_by))
    }

    /// Whether so much more fits, and if not, what to say.
    pub(in crate::quota) fn admit(&self, asked: u64) -> Result<(), OverQuota> {
        let Some(limit) = self.limit else {
            return Ok(());
        };
        let wanted = u128::from(self.usage.0) + u128::from(self.reserved) + u128::from(asked);
        match limit {
            // Nothing is asked of this resource, so it cannot refuse: an image may be registered in
            // a project whose storage is full.
            _ if asked == 0 || limit.holds(wanted) => Ok(()),
            Limit::Unlimited => Ok(()),
            Limit::AtMost(limit) => Err(OverQuota {
                resource: self.resource.into(),
                unit: self.unit.into(),
                limit,
                usage: self.usage.0,
                reserved: self.reserved,
                asked,
                source: self.limited_by.into(),
            }),
        }
    }
}

/// Why a refusal may be wrong, although the refresh that it rests on is in force: what is counted is never
/// too little, and may be too much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubts {
    /// Without what Glance's whole MiB were rounded up by, it would fit. A refresh from the images tells.
    pub is_rounded: bool,
    /// Without reservations that may be inside the usage already, it would fit. A refresh from the images may
    /// tell, and their end does.
    pub may_count_twice: bool,
}

impl Doubts {
    #[must_use]
    pub const fn any(self) -> bool {
        self.is_rounded || self.may_count_twice
    }

    pub(in crate::quota) const fn and(self, other: Self) -> Self {
        Self {
            is_rounded: self.is_rounded || other.is_rounded,
            may_count_twice: self.may_count_twice || other.may_count_twice,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::{LimitSource, QuotaResource, QuotaUnit};

    fn storage(limit: Option<Limit>, usage: u64, reserved: u64) -> ResourceState {
        ResourceState {
            resource: Resource::ImageSizeTotal,
            unit: Unit::Bytes,
            limit,
            limited_by: LimitedBy::Cloud,
            usage: Usage(usage),
            rounded_by: 0,
            reserved,
        }
    }

    #[test]
    fn the_last_byte_fits_and_one_more_does_not() {
        let state = storage(Some(Limit::AtMost(100)), 50, 20);
        assert_eq!(state.admit(30), Ok(()));
        let over = state.admit(31).unwrap_err();
        assert_eq!(over.excess(), 1);
        assert_eq!(
            over,
            OverQuota {
                resource: QuotaResource::ImageSizeTotal,
                unit: QuotaUnit::Bytes,
                limit: 100,
                usage: 50,
                reserved: 20,
                asked: 31,
                source: LimitSource::Cloud,
            }
        );
    }

    #[test]
    fn what_glance_rounds_down_is_told_as_it_tells_it_and_counted_as_it_may_be() {
        let rounded = ResourceState {
            rounded_by: 9,
            ..storage(Some(Limit::AtMost(10)), 9, 0)
        };
        assert_eq!(rounded.reported_usage(), Usage(0));
        assert!(rounded.admit(2).is_err());
    }

    #[test]
    fn no_limit_and_an_unlimited_one_refuse_nothing_and_zero_refuses_all() {
        assert_eq!(storage(None, u64::MAX, u64::MAX).admit(u64::MAX), Ok(()));
        let unlimited = storage(Some(Limit::Unlimited), u64::MAX, 1);
        assert_eq!(unlimited.admit(u64::MAX), Ok(()));
        assert!(storage(Some(Limit::AtMost(0)), 0, 0).admit(1).is_err());
    }

    #[test]
    fn a_resource_that_is_over_its_limit_refuses_only_who_asks_for_it() {
        let full = storage(Some(Limit::AtMost(10)), 11, 0);
        assert_eq!(full.admit(0), Ok(()));
        assert!(full.admit(1).is_err());
    }
}
