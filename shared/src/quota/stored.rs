//! The ledger as it is stored, with the version of its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::entry::{Base, OpenEntry, SettledEntry};
use super::ledger::Ledger;
use super::observation::Ticket;
use super::open::Open;
use super::purpose::Purpose;
use super::rejected::Rejected;
use super::reservation::ReservationId;
use super::resource::Delta;
use super::unobserved::Unobserved;
use crate::gateway::Plan;
use crate::time::unix_millis::UnixMillis;

/// The version that this build writes. It reads the older ones, too.
const VERSION: u32 = 3;

#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    version: u32,
    events: u64,
    base: Option<Base>,
    plan: Plan,
    day: Day,
    images_seen_at: Option<UnixMillis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrong_up_to: Option<Ticket>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    high_up_to: Option<Ticket>,
    open: BTreeMap<ReservationId, StoredEntry>,
    #[serde(default)]
    unobserved: Unobserved,
    settled: BTreeMap<ReservationId, SettledEntry>,
    #[serde(default, skip_serializing_if = "Rejected::is_empty")]
    rejected: Rejected,
    #[serde(default)]
    rejected_seen_at: Option<UnixMillis>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredEntry {
    Open(OpenEntry),
    Committed(CommittedEntry),
}

/// What form 1 had among the open ones until a look.
#[derive(Serialize, Deserialize)]
struct CommittedEntry {
    asked: Delta,
    #[serde(default)]
    in_base: Delta,
    #[serde(default)]
    may_be_inside: bool,
    state: CommittedState,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CommittedState {
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
    fn count_in(self, unobserved: &mut Unobserved) {
        let CommittedState::Committed { actual, at } = self.state;
        let entry = OpenEntry {
            in_base: self.in_base,
            may_be_inside: self.may_be_inside,
            ..OpenEntry::held(self.asked, Purpose::default(), UnixMillis(0))
        };
        unobserved.add(at, &entry, actual);
    }
}

impl TryFrom<Stored> for Ledger {
    type Error = UnknownVersion;

    fn try_from(stored: Stored) -> Result<Self, UnknownVersion> {
        if !(1..=VERSION).contains(&stored.version) {
            return Err(UnknownVersion {
                found: stored.version,
            });
        }
        let ended = stored
            .settled
            .iter()
            .map(|(id, entry)| (entry.ended_at, id.clone()))
            .collect();
        let (mut open, mut unobserved) = (Open::default(), stored.unobserved);
        for (id, entry) in stored.open {
            match entry {
                StoredEntry::Open(entry) => open.insert(id, entry),
                StoredEntry::Committed(entry) => entry.count_in(&mut unobserved),
            }
        }
        Ok(Self {
            events: stored.events,
            base: stored.base,
            plan: stored.plan,
            day: stored.day,
            images_seen_at: stored.images_seen_at,
            wrong_up_to: stored.wrong_up_to,
            high_up_to: stored.high_up_to,
            open,
            unobserved,
            settled: stored.settled,
            ended,
            rejected: stored.rejected,
            rejected_seen_at: stored.rejected_seen_at,
        })
    }
}

impl From<Ledger> for Stored {
    fn from(ledger: Ledger) -> Self {
        Self {
            version: VERSION,
            events: ledger.events,
            base: ledger.base,
            plan: ledger.plan,
            day: ledger.day,
            images_seen_at: ledger.images_seen_at,
            wrong_up_to: ledger.wrong_up_to,
            high_up_to: ledger.high_up_to,
            open: BTreeMap::from(ledger.open)
                .into_iter()
                .map(|(id, entry)| (id, StoredEntry::Open(entry)))
                .collect(),
            unobserved: ledger.unobserved,
            settled: ledger.settled,
            rejected: ledger.rejected,
            rejected_seen_at: ledger.rejected_seen_at,
        }
    }
}
