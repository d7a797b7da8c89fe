//! The ledger as it is stored, with the version of its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::entry::{Base, SettledEntry};
use super::ledger::Ledger;
use super::open::Open;
use super::reservation::ReservationId;
use super::unobserved::Unobserved;
use crate::gateway::Plan;
use crate::unix_time::UnixMillis;

/// The version that this build writes, and the only one that it reads.
const VERSION: u32 = 2;

#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    version: u32,
    events: u64,
    base: Option<Base>,
    plan: Plan,
    day: Day,
    images_seen_at: Option<UnixMillis>,
    open: Open,
    unobserved: Unobserved,
    settled: BTreeMap<ReservationId, SettledEntry>,
}

/// A ledger that another version of Gaze has stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger was stored in form {found}; this version of Gaze reads form {VERSION}")]
pub struct UnknownVersion {
    /// The version that is stored.
    pub found: u32,
}

impl TryFrom<Stored> for Ledger {
    type Error = UnknownVersion;

    fn try_from(stored: Stored) -> Result<Self, UnknownVersion> {
        if stored.version != VERSION {
            return Err(UnknownVersion {
                found: stored.version,
            });
        }
        let ended = stored
            .settled
            .iter()
            .map(|(id, entry)| (entry.ended_at, id.clone()))
            .collect();
        Ok(Self {
            events: stored.events,
            base: stored.base,
            plan: stored.plan,
            day: stored.day,
            images_seen_at: stored.images_seen_at,
            open: stored.open,
            unobserved: stored.unobserved,
            settled: stored.settled,
            ended,
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
            open: ledger.open,
            unobserved: ledger.unobserved,
            settled: ledger.settled,
        }
    }
}
