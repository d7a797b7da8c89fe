//! The ledger as it is stored, with the version of its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::entry::{Base, OpenEntry, SettledEntry};
use super::observation::Ticket;
use super::purpose::Purpose;
use super::rejected::Rejected;
use super::reservation::ReservationId;
use super::resource::Delta;
use super::unobserved::Unobserved;
use crate::gateway::Plan;
use crate::time::unix_millis::UnixMillis;

/// The version that this build writes. It reads the older ones, too.
pub(super) const VERSION: u32 = 3;

#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) version: u32,
    pub(super) events: u64,
    pub(super) base: Option<Base>,
    pub(super) plan: Plan,
    pub(super) day: Day,
    pub(super) images_seen_at: Option<UnixMillis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) wrong_up_to: Option<Ticket>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) high_up_to: Option<Ticket>,
    pub(super) open: BTreeMap<ReservationId, StoredEntry>,
    #[serde(default)]
    pub(super) unobserved: Unobserved,
    pub(super) settled: BTreeMap<ReservationId, SettledEntry>,
    #[serde(default, skip_serializing_if = "Rejected::is_empty")]
    pub(super) rejected: Rejected,
    #[serde(default)]
    pub(super) rejected_seen_at: Option<UnixMillis>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum StoredEntry {
    Open(OpenEntry),
    Committed(CommittedEntry),
}

/// What form 1 had among the open ones until a look.
#[derive(Serialize, Deserialize)]
pub(super) struct CommittedEntry {
    asked: Delta,
    #[serde(default)]
    in_base: Delta,
    #[serde(default)]
    may_be_inside: bool,
    state: CommittedState,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CommittedState {
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
    pub(super) fn count_in(self, unobserved: &mut Unobserved) {
        let CommittedState::Committed { actual, at } = self.state;
        let entry = OpenEntry {
            in_base: self.in_base,
            may_be_inside: self.may_be_inside,
            ..OpenEntry::held(self.asked, Purpose::default(), UnixMillis(0))
        };
        unobserved.add(at, &entry, actual);
    }
}
