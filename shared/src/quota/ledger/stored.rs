//! The ledger as it is stored, with the version of its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::gateway::Plan;
use crate::quota::ledger::day::Day;
use crate::quota::ledger::entry::{Base, OpenEntry, SettledEntry};
use crate::quota::ledger::rejected::Rejected;
use crate::quota::ledger::unobserved::Unobserved;
use crate::quota::observation::Ticket;
use crate::quota::reservation::ReservationId;
use crate::quota::reservation::purpose::Purpose;
use crate::quota::resource::Delta;
use crate::time::unix_millis::UnixMillis;

/// The version that this build writes. It reads the older ones, too.
pub(in crate::quota) const VERSION: u32 = 3;

#[derive(Serialize, Deserialize)]
pub(in crate::quota) struct Stored {
    pub(in crate::quota) version: u32,
    pub(in crate::quota) events: u64,
    pub(in crate::quota) base: Option<Base>,
    pub(in crate::quota) plan: Plan,
    pub(in crate::quota) day: Day,
    pub(in crate::quota) images_seen_at: Option<UnixMillis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::quota) wrong_up_to: Option<Ticket>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::quota) high_up_to: Option<Ticket>,
    pub(in crate::quota) open: BTreeMap<ReservationId, StoredEntry>,
    #[serde(default)]
    pub(in crate::quota) unobserved: Unobserved,
    pub(in crate::quota) settled: BTreeMap<ReservationId, SettledEntry>,
    #[serde(default, skip_serializing_if = "Rejected::is_empty")]
    pub(in crate::quota) rejected: Rejected,
    #[serde(default)]
    pub(in crate::quota) rejected_seen_at: Option<UnixMillis>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(in crate::quota) enum StoredEntry {
    Open(OpenEntry),
    Committed(CommittedEntry),
}

/// What form 1 had among the open ones until a refresh.
#[derive(Serialize, Deserialize)]
pub(in crate::quota) struct CommittedEntry {
    asked: Delta,
    #[serde(default)]
    in_base: Delta,
    #[serde(default)]
    may_be_inside: bool,
    state: CommittedState,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::quota) enum CommittedState {
    Committed { actual: Delta, at: u64 },
}

/// A ledger that another version of Gaze has stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger was stored in form {found}; this version of Gaze reads forms up to {VERSION}")]
pub struct UnknownVersion {
    /// The version that is stored.
    pub found: u32,
}

impl CommittedEntry {
    pub(in crate::quota) fn count_in(self, unobserved: &mut Unobserved) {
        let CommittedState::Committed { actual, at } = self.state;
        let entry = OpenEntry {
            in_base: self.in_base,
            may_be_inside: self.may_be_inside,
            ..OpenEntry::held(self.asked, Purpose::default(), UnixMillis(0))
        };
        unobserved.add(at, &entry, actual);
    }
}
