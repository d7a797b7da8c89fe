//! What counts, and whether more fits.

use super::entry::OpenState;
use super::ledger::Ledger;
use super::limit::{OverLimit, ResourceState, Usage};
use super::reservation::ReserveError;
use super::resource::{Delta, Resource};

impl Ledger {
    /// One resource: its limit, and what is used and reserved of it.
    #[must_use]
    pub fn state(&self, resource: Resource) -> ResourceState {
        self.state_beside(resource, &self.beside_base())
    }

    /// All four resources.
    #[must_use]
    pub fn states(&self) -> [ResourceState; 4] {
        let beside = self.beside_base();
        Resource::ALL.map(|resource| self.state_beside(resource, &beside))
    }

    fn state_beside(&self, resource: Resource, beside: &BesideBase) -> ResourceState {
        let base = self.base.as_ref();
        let observed = base.map_or(0, |base| base.usage(resource).0);
        ResourceState {
            resource,
            unit: resource.unit(),
            limit: base.and_then(|base| base.limit(resource)),
            usage: Usage(observed.saturating_add(beside.committed.get(resource))),
            reserved: beside.reserved.get(resource),
        }
    }

    fn beside_base(&self) -> BesideBase {
        let mut sums = BesideBase::default();
        for entry in self.open.values() {
            let sum = match entry.state {
                OpenState::Committed { .. } => &mut sums.committed,
                OpenState::Held { .. } | OpenState::Doubtful { .. } => &mut sums.reserved,
            };
            *sum = sum.and(&entry.beside_base());
        }
        sums
    }

    pub(super) fn admit(&self, delta: &Delta) -> Result<(), ReserveError> {
        if self.base.is_none() {
            return Err(ReserveError::UsageUnknown);
        }
        let over: Vec<OverLimit> = self
            .states()
            .iter()
            .filter_map(|state| state.admit(delta.get(state.resource)).err())
            .collect();
        if over.is_empty() {
            Ok(())
        } else {
            Err(ReserveError::OverLimit(over))
        }
    }
}

/// What counts beside the base.
#[derive(Default)]
struct BesideBase {
    committed: Delta,
    reserved: Delta,
}
