//! What Glance has got since it was last asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::quota::ledger::entry::OpenEntry;
use crate::quota::observation::Ticket;
use crate::quota::resource::Delta;

/// What was committed, and is not surely inside the base or inside the refreshes that are still under way.
///
/// It is kept as sums and not by reservation: a busy project commits thousands between two refreshes. To end
/// 9,000 of them when a refresh arrives took 7 ms, and to write them into a snapshot 12, on a machine's own
/// processor; as WebAssembly more, and nobody else is served meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub(in crate::quota) struct Unobserved {
    parts: Parts,
    total: Part,
}

/// By the event of the last commit in them: the refreshes that are asked for after it have all of a part.
type Parts = BTreeMap<u64, Part>;

/// The sum of commits without another event between them. What goes beyond the greatest amount stays there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::quota) struct Part {
    /// All that was committed.
    committed: Delta,
    /// What of it counts beside the base.
    #[serde(default, skip_serializing_if = "Delta::is_nothing")]
    pub(in crate::quota) beside_base: Delta,
    /// What of that the base may have too.
    #[serde(default, skip_serializing_if = "Delta::is_nothing")]
    pub(in crate::quota) may_be_inside: Delta,
}

impl Unobserved {
    /// Whether nothing of it counts beside the base.
    pub(in crate::quota) fn adds_nothing(&self) -> bool {
        self.total.beside_base.is_nothing()
    }

    pub(in crate::quota) const fn total(&self) -> &Part {
        &self.total
    }

    /// A reservation was committed at this event of the ledger's.
    pub(in crate::quota) fn add(&mut self, event: u64, entry: &OpenEntry, actual: Delta) {
        let beside_base = actual.without(&entry.in_base);
        let part = Part {
            committed: actual,
            beside_base,
            may_be_inside: if entry.may_be_inside {
                beside_base
            } else {
                Delta::NOTHING
            },
        };
        self.put(event, part);
    }

    /// The refresh that is the base now told that this much was stored. It counts no more; but a refresh
    /// that was asked for before this event may have been answered before it was stored, and would count too
    /// little.
    pub(in crate::quota) fn add_observed_by_base(&mut self, event: u64, actual: Delta) {
        let part = Part {
            committed: actual,
            ..Part::default()
        };
        self.put(event, part);
    }

    fn put(&mut self, event: u64, part: Part) {
        let before = self.parts.remove(&event.saturating_sub(1));
        let sum = before.unwrap_or_default().and(&part);
        self.parts.insert(event, sum);
        self.total = self.total.and(&part);
    }

    /// A refresh arrives: it has what was committed before it was asked for, and may have the rest.
    pub(in crate::quota) fn observe(&mut self, asked: Ticket) {
        let rest = self.parts.split_off(&asked.0.saturating_add(1));
        let parts = rest.into_iter().map(|(event, Part { committed, .. })| {
            let part = Part {
                committed,
                beside_base: committed,
                may_be_inside: committed,
            };
            (event, part)
        });
        *self = parts.collect::<Parts>().into();
    }
}

impl Part {
    fn and(&self, other: &Self) -> Self {
        Self {
            committed: self.committed.and(&other.committed),
            beside_base: self.beside_base.and(&other.beside_base),
            may_be_inside: self.may_be_inside.and(&other.may_be_inside),
        }
    }
}

impl From<Parts> for Unobserved {
    fn from(parts: Parts) -> Self {
        let total = parts
            .values()
            .fold(Part::default(), |sum, part| sum.and(part));
        Self { parts, total }
    }
}

impl From<Unobserved> for Parts {
    fn from(unobserved: Unobserved) -> Self {
        unobserved.parts
    }
}
