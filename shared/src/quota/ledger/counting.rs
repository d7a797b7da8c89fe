//! What counts, and whether more fits.

use crate::gateway::{OverQuota, Plan, QuotaResource, QuotaUnit};
use crate::quota::ledger::state::Ledger;
use crate::quota::reservation::ReserveError;
use crate::quota::reservation::ask::Reliance;
use crate::quota::reservation::purpose::Purpose;
use crate::quota::resource::limit::Usage;
use crate::quota::resource::limited::{self, LimitedBy};
use crate::quota::resource::resource_state::{Doubts, ResourceState};
use crate::quota::resource::{Delta, Resource};
use crate::time::unix_millis::UnixMillis;

impl Ledger {
    /// One resource: its limit, and what is used and reserved of it.
    #[must_use]
    pub fn state(&self, resource: Resource) -> ResourceState {
        let base = self.base.as_ref();
        let observed = base.map_or(0, |base| base.usage(resource).0);
        let sums = self.open.sums();
        let rejected = match resource {
            Resource::ImageSizeTotal => self.rejected.known().0,
            _ => 0,
        };
        let (limit, limited_by) = limited::lower(
            base.and_then(|base| base.limit(resource)),
            limited::of_plan(&self.plan, resource),
        );
        ResourceState {
            resource,
            unit: resource.unit(),
            limit,
            limited_by,
            usage: Usage(narrow(
                u128::from(observed)
                    + u128::from(rejected)
                    + u128::from(self.unobserved.total().beside_base.get(resource)),
            )),
            rounded_by: self.rounded_by(resource),
            reserved: narrow(sums.reserved.get(resource)),
        }
    }

    #[must_use]
    pub fn states(&self) -> [ResourceState; Resource::ALL.len()] {
        Resource::ALL.map(|resource| self.state(resource))
    }

    /// Whether what this resource counts was seen, or is taken for nothing because the cloud does not
    /// count it.
    #[must_use]
    pub fn knows(&self, resource: Resource) -> bool {
        self.base.as_ref().is_some_and(|base| base.knows(resource))
    }

    /// Whether what was seen is known to the byte.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let is_exact = |resource| self.rounded_by(resource) == 0;
        self.base.is_some() && Resource::ALL.into_iter().all(is_exact)
    }

    /// By how much what was seen may be less.
    fn rounded_by(&self, resource: Resource) -> u64 {
        let base = self.base.as_ref();
        base.map_or(0, |base| base.rounded_by(resource))
    }

    /// The plan that was set last.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Bytes that were sent in the day of this moment, or are reserved to be.
    #[must_use]
    pub fn charged_on_the_day_of(&self, now: UnixMillis) -> u64 {
        self.day.charged_at(now)
    }

    /// Whether the plan limits what the cloud did not tell, and so only the images do.
    #[must_use]
    pub fn misses_figures(&self) -> bool {
        self.base.as_ref().is_some_and(|base| {
            Resource::ALL.into_iter().any(|resource| {
                limited::of_plan(&self.plan, resource).is_some() && !base.knows(resource)
            })
        })
    }

    pub(in crate::quota) fn admit(
        &self,
        delta: &Delta,
        purpose: &Purpose,
        now: UnixMillis,
        reliance: Reliance,
    ) -> Result<(), ReserveError> {
        if *delta == Delta::NOTHING {
            return Ok(());
        }
        if !self.is_known_well_enough(reliance, now) {
            return Err(ReserveError::UsageUnknown);
        }
        match self.over(delta, purpose, now) {
            (over, _) if over.is_empty() && self.is_stopped_by_rejected(delta) => {
                Err(ReserveError::RejectedOfUnknownSize)
            }
            (over, _) if over.is_empty() => Ok(()),
            (over, doubts) => Err(ReserveError::OverLimit { over, doubts }),
        }
    }

    /// Everything that has too little left, and why that may be wrong.
    pub(in crate::quota) fn over(
        &self,
        delta: &Delta,
        purpose: &Purpose,
        now: UnixMillis,
    ) -> (Vec<OverQuota>, Doubts) {
        let mut over = Vec::new();
        let mut doubts = Some(Doubts::default());
        for state in self.states() {
            if let Err(of_resource) = state.admit(delta.get(state.resource)) {
                let here = self.doubts_of(state.resource, &of_resource);
                doubts = doubts.zip(here).map(|(all, here)| all.and(here));
                over.push(of_resource);
            }
        }
        if let Err(of_day) = self.admit_today(purpose.operation.sent(delta).0, now) {
            doubts = None;
            over.push(of_day);
        }
        // One resource that is surely over makes the refusal sure.
        (over, doubts.unwrap_or_default())
    }

    /// Why a resource may have enough left after all; `None` when it surely has none.
    fn doubts_of(&self, resource: Resource, over: &OverQuota) -> Option<Doubts> {
        let rounded = self.rounded_by(resource);
        let committed = self.unobserved.total().may_be_inside.get(resource);
        let twice = self.open.sums().may_be_inside.get(resource) + u128::from(committed);
        let wanted = u128::from(over.usage) + u128::from(over.reserved) + u128::from(over.asked);
        let at_least = wanted.saturating_sub(u128::from(rounded) + twice);
        (at_least <= u128::from(over.limit)).then_some(Doubts {
            is_rounded: rounded > 0,
            may_count_twice: twice > 0,
        })
    }

    fn admit_today(&self, asked: u64, now: UnixMillis) -> Result<(), OverQuota> {
        let charged = self.day.charged_at(now);
        match self.plan.upload_bytes_per_day {
            Some(limit) if asked > 0 && charged.saturating_add(asked) > limit.0 => Err(OverQuota {
                resource: QuotaResource::UploadBytesPerDay,
                unit: QuotaUnit::Bytes,
                limit: limit.0,
                usage: charged,
                reserved: 0,
                asked,
                source: LimitedBy::Plan.into(),
            }),
            _ => Ok(()),
        }
    }
}

fn narrow(amount: u128) -> u64 {
    u64::try_from(amount).unwrap_or(u64::MAX)
}
