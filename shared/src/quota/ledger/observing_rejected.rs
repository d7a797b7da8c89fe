//! What the ledger does with data that Glance has refused, and keeps all the same ([`super::rejected`]).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::glance::image::ImageId;
use crate::quota::ledger::rejected::RejectedSize;
use crate::quota::ledger::state::Ledger;
use crate::quota::observation::Observation;
use crate::quota::resource::limit::Limit;
use crate::quota::resource::{Delta, Resource};
use crate::time::unix_millis::UnixMillis;
use crate::units::Bytes;

/// How often the images without data are read while none of them is known to keep refused data: what
/// others had refused past the gateway is known after that time at the latest.
const LOOKED_FOR_EVERY: Duration = Duration::from_secs(10 * 60);

impl Ledger {
    /// Whether the next refresh has to tell which images keep refused data ([`Observation::rejected`]).
    #[must_use]
    pub fn wants_rejected(&self, now: UnixMillis) -> bool {
        let looked_for_lately = self
            .rejected_seen_at
            .is_some_and(|at| now.since(at) < LOOKED_FOR_EVERY);
        !self.rejected.is_empty() || !looked_for_lately
    }

    /// The images that keep refused data of which nobody knows how much it is.
    pub fn rejected_of_unknown_size(&self) -> impl Iterator<Item = &ImageId> {
        self.rejected.unknown()
    }

    /// Whether what is asked for is limited, and some of what is there is not known.
    pub(in crate::quota) fn is_stopped_by_rejected(&self, delta: &Delta) -> bool {
        let stored = Resource::ImageSizeTotal;
        delta.get(stored) > 0
            && self.rejected.unknown().next().is_some()
            && matches!(self.state(stored).limit, Some(Limit::AtMost(_)))
    }

    /// Takes in what a refresh has told of refused data. The uploads that it has ended tell how much it is;
    /// those that are open still count what they have sent.
    pub(in crate::quota) fn observe_rejected(
        &mut self,
        observation: &Observation,
        ended: &BTreeMap<ImageId, Bytes>,
        now: UnixMillis,
    ) {
        let Some(seen) = &observation.rejected else {
            return;
        };
        self.rejected_seen_at = Some(now);
        self.rejected.retain(observation.asked, seen);
        let open: BTreeSet<&ImageId> = self
            .open
            .iter()
            .filter_map(|(_, entry)| entry.uploads_to())
            .collect();
        for image in seen.iter().filter(|image| !open.contains(image)) {
            let size = ended
                .get(image)
                .map_or(RejectedSize::Unknown, |size| RejectedSize::Known(*size));
            self.rejected.add(image, observation.asked.0, size);
        }
    }
}
