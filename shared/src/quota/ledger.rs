//! The state machine.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::entry::{Base, OpenEntry, OpenState, Outcome, SettledEntry};
use super::observation::{Observation, Ticket};
use super::reservation::{Reservation, ReservationId, ReserveError, SettleError};
use super::resource::Delta;
use super::stored::Stored;
use crate::unix_time::UnixMillis;

/// The quota ledger of one project: see the module for its rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Ledger {
    /// Counts the events that have to be told apart: tickets, commits and ends.
    pub(super) events: u64,
    /// The last observation that was taken in; `None` before the first.
    pub(super) base: Option<Base>,
    /// Reservations that count: held, committed and not yet surely observed, or doubtful.
    pub(super) open: BTreeMap<ReservationId, OpenEntry>,
    /// Reservations that have ended and count no more.
    pub(super) settled: BTreeMap<ReservationId, SettledEntry>,
    /// The ids of the same, in the order in which they ended.
    pub(super) ended: BTreeSet<(UnixMillis, ReservationId)>,
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
    /// It is an event of its own, so that no two are equal and the later of two looks is known. As
    /// after any call that changes the ledger, store it before the ticket leaves.
    #[must_use]
    pub fn ticket(&mut self) -> Ticket {
        Ticket(self.next_event())
    }

    /// Promises room for an operation until `expires_at`: for all of its amounts, or for none.
    ///
    /// The same call again gives the same reservation, in the state that it is in by then.
    ///
    /// # Errors
    /// See [`ReserveError`].
    pub fn reserve(
        &mut self,
        id: &ReservationId,
        delta: Delta,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        self.expire(now);
        let asked_before = self.open.get(id).map(|entry| entry.asked);
        let asked_before = asked_before.or_else(|| self.settled.get(id).map(|entry| entry.asked));
        match (asked_before, self.get(id)) {
            (Some(asked), Some(known)) if asked == delta => return Ok(known),
            (Some(_), _) => return Err(ReserveError::DifferentAmounts(id.clone())),
            (None, _) => {}
        }
        self.admit(&delta)?;
        let entry = OpenEntry::held(delta, expires_at);
        self.open.insert(id.clone(), entry);
        Ok(entry.answer(id))
    }

    /// Raises a held reservation to these amounts, and moves its end. What it has already is never
    /// lowered, so a renewal that is repeated or comes late takes nothing away.
    ///
    /// An upload of unknown length renews as it goes, and stops where this refuses.
    ///
    /// # Errors
    /// See [`ReserveError`]; the reservation stays as it was.
    pub fn renew(
        &mut self,
        id: &ReservationId,
        delta: Delta,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        self.expire(now);
        let not_held = || ReserveError::NotHeld(id.clone());
        let entry = self.open.get(id).ok_or_else(not_held)?;
        let OpenState::Held {
            expires_at: ends_now,
        } = entry.state
        else {
            return Err(not_held());
        };
        let more = delta.without(&entry.delta);
        self.admit(&more)?;
        let entry = self.open.get_mut(id).ok_or_else(not_held)?;
        entry.delta = entry.delta.and(&more);
        entry.state = OpenState::Held {
            expires_at: ends_now.max(expires_at),
        };
        Ok(entry.answer(id))
    }

    /// The operation succeeded and added `actual`, which may be less than was reserved, or more:
    /// what is stored is stored, and counts.
    ///
    /// Also after its time ran out or it was released, because the bytes are there. Only what lasts
    /// belongs into `actual`: an upload that ended is no upload under way.
    ///
    /// # Errors
    /// See [`SettleError`].
    pub fn commit(
        &mut self,
        id: &ReservationId,
        actual: Delta,
        now: UnixMillis,
    ) -> Result<Reservation, SettleError> {
        self.expire(now);
        let (asked, delta, in_base) = match (self.open.get(id), self.settled.get(id)) {
            (Some(entry), _) => match entry.state {
                OpenState::Committed { actual: before, .. } if before == actual => {
                    return Ok(entry.answer(id));
                }
                OpenState::Committed { .. } => {
                    return Err(SettleError::DifferentAmounts(id.clone()));
                }
                OpenState::Held { .. } | OpenState::Doubtful { .. } => {
                    (entry.asked, entry.delta, entry.in_base)
                }
            },
            (None, Some(entry)) => match entry.outcome {
                Outcome::Committed { actual: before } if before == actual => {
                    return Ok(entry.answer(id));
                }
                Outcome::Committed { .. } => {
                    return Err(SettleError::DifferentAmounts(id.clone()));
                }
                // What the base holds of it is not known, so all of it counts until the next look.
                Outcome::Released | Outcome::Expired => (entry.asked, entry.delta, Delta::NOTHING),
            },
            (None, None) => return Err(SettleError::Unknown(id.clone())),
        };
        if let Some(entry) = self.settled.remove(id) {
            self.ended.remove(&(entry.ended_at, id.clone()));
        }
        let entry = OpenEntry {
            asked,
            delta,
            in_base,
            state: OpenState::Committed {
                actual,
                at: self.next_event(),
            },
        };
        let reservation = entry.answer(id);
        self.open.insert(id.clone(), entry);
        Ok(reservation)
    }

    /// The operation came to nothing: its room is free at once. Say so only when it is certain.
    /// After a lost connection nobody knows what Glance has stored; let the reservation expire then.
    ///
    /// # Errors
    /// See [`SettleError`].
    pub fn release(
        &mut self,
        id: &ReservationId,
        now: UnixMillis,
    ) -> Result<Reservation, SettleError> {
        self.expire(now);
        if let Some(entry) = self.open.get(id).copied() {
            if matches!(entry.state, OpenState::Committed { .. }) {
                return Err(SettleError::AlreadyCommitted(id.clone()));
            }
            self.open.remove(id);
            self.settle(id, &entry, Outcome::Released, now);
        }
        match self.settled.get_mut(id) {
            None => Err(SettleError::Unknown(id.clone())),
            Some(entry) => {
                if matches!(entry.outcome, Outcome::Committed { .. }) {
                    return Err(SettleError::AlreadyCommitted(id.clone()));
                }
                entry.outcome = Outcome::Released;
                Ok(entry.answer(id))
            }
        }
    }

    /// Ends the reservations whose time is over, and forgets what ended long ago. Answers the ids
    /// that ended now.
    ///
    /// Nobody said how these operations ended, so what they reserved keeps counting until Glance was
    /// asked again: ask it next.
    pub fn expire(&mut self, now: UnixMillis) -> Vec<ReservationId> {
        let over: Vec<ReservationId> = self
            .open
            .iter()
            .filter(|(_, entry)| entry.is_over(now))
            .map(|(id, _)| id.clone())
            .collect();
        if !over.is_empty() {
            let at = self.next_event();
            for id in &over {
                if let Some(entry) = self.open.get_mut(id) {
                    entry.state = OpenState::Doubtful { at };
                }
            }
        }
        self.forget(now);
        over
    }

    /// When [`Self::expire`] has something to do next: the time for an alarm.
    #[must_use]
    pub fn next_expiry(&self) -> Option<UnixMillis> {
        self.open
            .values()
            .filter_map(|entry| match entry.state {
                OpenState::Held { expires_at } => Some(expires_at),
                OpenState::Committed { .. } | OpenState::Doubtful { .. } => None,
            })
            .min()
    }

    /// Whether reservations wait for Glance to be asked again before their room is known.
    #[must_use]
    pub fn wants_observation(&self) -> bool {
        self.base.is_none()
            || self
                .open
                .values()
                .any(|entry| !matches!(entry.state, OpenState::Held { .. }))
    }

    /// Takes in what Glance said. Everything that ended before Glance was asked is inside its
    /// figures and is counted by them from now on; everything else keeps counting beside them.
    pub fn observe_usage(&mut self, observation: &Observation, now: UnixMillis) -> Observed {
        self.expire(now);
        let asked = observation.asked;
        if self.base.as_ref().is_some_and(|base| asked < base.asked) {
            return Observed::Stale;
        }
        let contained: Vec<(ReservationId, OpenEntry, Outcome)> = self
            .open
            .iter()
            .filter_map(|(id, entry)| Some((id.clone(), *entry, entry.ended_before(asked)?)))
            .collect();
        for (id, entry, outcome) in contained {
            self.open.remove(&id);
            self.settle(&id, &entry, outcome, now);
        }
        for (id, entry) in &mut self.open {
            entry.in_base = observation.seen.get(id).copied().unwrap_or_default();
        }
        self.base = Some(Base::of(observation));
        Observed::Applied
    }

    /// What the ledger knows of a reservation.
    #[must_use]
    pub fn get(&self, id: &ReservationId) -> Option<Reservation> {
        let open = self.open.get(id).map(|entry| entry.answer(id));
        open.or_else(|| self.settled.get(id).map(|entry| entry.answer(id)))
    }

    /// The reservations that count, in order of id.
    pub fn open_reservations(&self) -> impl Iterator<Item = Reservation> + '_ {
        self.open.iter().map(|(id, entry)| entry.answer(id))
    }

    fn next_event(&mut self) -> u64 {
        self.events = self.events.saturating_add(1);
        self.events
    }
}
