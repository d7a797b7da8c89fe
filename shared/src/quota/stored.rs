//! The ledger as it is stored, with the version of its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::{Base, OpenEntry, SettledEntry};
use super::ledger::Ledger;
use super::reservation::ReservationId;

/// The version that this build writes, and the only one that it reads.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    version: u32,
    events: u64,
    base: Option<Base>,
    open: BTreeMap<ReservationId, OpenEntry>,
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
            open: stored.open,
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
            open: ledger.open,
            settled: ledger.settled,
        }
    }
}
