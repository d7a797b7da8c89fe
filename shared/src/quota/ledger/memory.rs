//! Reservations that have ended, remembered so that a repeated call gets the same answer.

use std::time::Duration;

use crate::quota::ledger::entry::{EndedOutcome, OpenEntry, SettledEntry};
use crate::quota::ledger::state::Ledger;
use crate::quota::reservation::ReservationId;
use crate::time::unix_millis::UnixMillis;

/// How long the end of a reservation is remembered.
pub const REMEMBERED_FOR: Duration = Duration::from_secs(15 * 60);
/// How many ended reservations are remembered at most; the oldest are forgotten first. This bounds
/// what a Durable Object stores, and how long it takes to write all of it: nobody else in the project is
/// served meanwhile. Whoever is forgotten has surely been answered, or expires.
pub const REMEMBERED_AT_MOST: usize = 1_000;

impl Ledger {
    /// Moves a reservation from those that count to those that are remembered.
    pub(in crate::quota) fn settle(
        &mut self,
        id: &ReservationId,
        entry: &OpenEntry,
        outcome: EndedOutcome,
        now: UnixMillis,
    ) -> SettledEntry {
        let entry = SettledEntry {
            asked: entry.asked,
            delta: entry.delta,
            operation: entry.purpose.operation,
            charge: entry.charge,
            outcome,
            ended_at: now,
        };
        if let Some(before) = self.settled.insert(id.clone(), entry) {
            self.ended.remove(&(before.ended_at, id.clone()));
        }
        self.ended.insert((now, id.clone()));
        self.forget(now);
        entry
    }

    /// Forgets what ended long ago, and the oldest of what is too much.
    pub(in crate::quota) fn forget(&mut self, now: UnixMillis) {
        while let Some((ended_at, id)) = self.ended.first() {
            let is_old = now.since(*ended_at) >= REMEMBERED_FOR;
            if !is_old && self.ended.len() <= REMEMBERED_AT_MOST {
                break;
            }
            self.settled.remove(id);
            self.ended.pop_first();
        }
    }
}
