//! The state machine.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::gateway::Plan;
use crate::quota::ledger::day::Day;
use crate::quota::ledger::entry::{Base, SettledEntry};
use crate::quota::ledger::open::Open;
use crate::quota::ledger::rejected::Rejected;
use crate::quota::ledger::stored::{Stored, StoredEntry, UnknownVersion, VERSION};
use crate::quota::ledger::unobserved::Unobserved;
use crate::quota::observation::Ticket;
use crate::quota::reservation::{Reservation, ReservationId};
use crate::time::unix_millis::UnixMillis;

/// The quota ledger of one project: see the module for its rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Ledger {
    /// Counts the events that have to be told apart: tickets, commits and ends.
    pub(in crate::quota) events: u64,
    /// The last observation that was taken in; `None` before the first.
    pub(in crate::quota) base: Option<Base>,
    /// What the gateway allows the project beside the cloud's limits.
    pub(in crate::quota) plan: Plan,
    /// What was sent today.
    pub(in crate::quota) day: Day,
    /// When somebody last read the images.
    pub(in crate::quota) images_seen_at: Option<UnixMillis>,
    /// Refreshes with this ticket or an older one do not know of something that was added.
    pub(in crate::quota) wrong_up_to: Option<Ticket>,
    /// Refreshes with this ticket or an older one do not know of something that was taken away.
    pub(in crate::quota) high_up_to: Option<Ticket>,
    /// Reservations that count: held, or doubtful.
    pub(in crate::quota) open: Open,
    /// What counts of those that were committed.
    pub(in crate::quota) unobserved: Unobserved,
    /// Reservations that have ended.
    pub(in crate::quota) settled: BTreeMap<ReservationId, SettledEntry>,
    /// The ids of the same, in the order in which they ended.
    pub(in crate::quota) ended: BTreeSet<(UnixMillis, ReservationId)>,
    /// Data that Glance has refused and keeps.
    pub(in crate::quota) rejected: Rejected,
    /// When somebody last asked for such data.
    pub(in crate::quota) rejected_seen_at: Option<UnixMillis>,
}

/// What became of an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// It is the base of the count now.
    Applied,
    /// A newer one is already in force, so this one changed nothing.
    Stale,
}

impl Ledger {
    /// Take one before asking Glance, and hand it in with the answer.
    ///
    /// It is an event of its own, so that no two are equal and the later of two refreshes is known. As
    /// after any call that changes the ledger, store it before the ticket leaves.
    #[must_use]
    pub fn ticket(&mut self) -> Ticket {
        Ticket(self.next_event())
    }

    /// Sets what the gateway allows the project. What is reserved stays reserved.
    pub fn set_plan(&mut self, plan: Plan) {
        self.plan = plan;
    }

    /// When [`Self::expire`] has something to do next: the time for an alarm.
    #[must_use]
    pub fn next_expiry(&self) -> Option<UnixMillis> {
        self.open.next_end()
    }

    /// What the ledger knows of a reservation.
    #[must_use]
    pub fn get(&self, id: &ReservationId) -> Option<Reservation> {
        let open = self.open.get(id).map(|entry| entry.answer(id));
        open.or_else(|| self.settled.get(id).map(|entry| entry.answer(id)))
    }

    /// The reservations that count, in order of id. Only tests ask: they see that none is left.
    pub fn open_reservations(&self) -> impl Iterator<Item = Reservation> + '_ {
        self.open.iter().map(|(id, entry)| entry.answer(id))
    }

    pub(in crate::quota) fn next_event(&mut self) -> u64 {
        self.events = self.events.saturating_add(1);
        self.events
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
