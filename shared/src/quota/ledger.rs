//! The state machine.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ask::{Ask, Renewal, Sizes};
use super::day::{Charge, Day};
use super::entry::{Base, EndedOutcome, OpenEntry, OpenState, SettledEntry};
use super::limit::Limit;
use super::observation::Ticket;
use super::open::Open;
use super::purpose::Purpose;
use super::rejected::{Rejected, RejectedSize};
use super::reservation::{Reservation, ReservationId, ReserveError, SettleError};
use super::resource::{Delta, Resource};
use super::stored::{Stored, StoredEntry, UnknownVersion, VERSION};
use super::unobserved::Unobserved;
use crate::gateway::{OverQuota, Plan};
use crate::glance::image::ImageId;
use crate::time::unix_millis::UnixMillis;
use crate::units::Bytes;

/// The quota ledger of one project: see the module for its rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Ledger {
    /// Counts the events that have to be told apart: tickets, commits and ends.
    pub(super) events: u64,
    /// The last observation that was taken in; `None` before the first.
    pub(super) base: Option<Base>,
    /// What the gateway allows the project beside the cloud's limits.
    pub(super) plan: Plan,
    /// What was sent today.
    pub(super) day: Day,
    /// When somebody last looked at the images.
    pub(super) images_seen_at: Option<UnixMillis>,
    /// Looks with this ticket or an older one do not know of something that was added.
    pub(super) wrong_up_to: Option<Ticket>,
    /// Looks with this ticket or an older one do not know of something that was taken away.
    pub(super) high_up_to: Option<Ticket>,
    /// Reservations that count: held, or doubtful.
    pub(super) open: Open,
    /// What counts of those that were committed.
    pub(super) unobserved: Unobserved,
    /// Reservations that have ended.
    pub(super) settled: BTreeMap<ReservationId, SettledEntry>,
    /// The ids of the same, in the order in which they ended.
    pub(super) ended: BTreeSet<(UnixMillis, ReservationId)>,
    /// Data that Glance has refused and keeps.
    pub(super) rejected: Rejected,
    /// When somebody last looked for such data.
    pub(super) rejected_seen_at: Option<UnixMillis>,
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

    /// Sets what the gateway allows the project. What is promised stays promised.
    pub fn set_plan(&mut self, plan: Plan) {
        self.plan = plan;
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
        ask: impl Into<Ask>,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        let ask = ask.into();
        if let Some(known) = self.reserved_before(id, &ask, now)? {
            return Ok(known);
        }
        self.admit(&ask.delta, &ask.purpose, now, ask.reliance)?;
        self.hold(id, ask, expires_at)
    }

    /// Counts an operation whether or not it fits, and answers what is over.
    ///
    /// # Errors
    /// See [`ReserveError`]; nothing is counted while the usage is unknown.
    pub fn reserve_anyway(
        &mut self,
        id: &ReservationId,
        ask: impl Into<Ask>,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<(Reservation, Vec<OverQuota>), ReserveError> {
        let ask = ask.into();
        if let Some(known) = self.reserved_before(id, &ask, now)? {
            return Ok((known, Vec::new()));
        }
        let over = over_of(self.admit(&ask.delta, &ask.purpose, now, ask.reliance))?;
        Ok((self.hold(id, ask, expires_at)?, over))
    }

    fn reserved_before(
        &mut self,
        id: &ReservationId,
        ask: &Ask,
        now: UnixMillis,
    ) -> Result<Option<Reservation>, ReserveError> {
        self.expire(now);
        let asked_before = self.open.get(id).map(|entry| entry.asked);
        let asked_before = asked_before.or_else(|| self.settled.get(id).map(|entry| entry.asked));
        match (asked_before, self.get(id)) {
            (Some(asked), Some(known)) if asked == ask.delta => Ok(Some(known)),
            (Some(_), _) => Err(ReserveError::DifferentAmounts(id.clone())),
            (None, _) => Ok(None),
        }
    }

    fn hold(
        &mut self,
        id: &ReservationId,
        ask: Ask,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        if self.open.is_full() {
            return Err(ReserveError::TooMany);
        }
        let mut entry = OpenEntry::held(ask.delta, ask.purpose, expires_at);
        entry.sizes = ask.sizes;
        if ask.sizes == Sizes::Unknown {
            entry.delta = self.all_that_is_left(ask.delta);
        }
        let sent = entry.purpose.operation.sent(&entry.delta).0;
        if sent > 0 {
            entry.charge = self.day.charge(Charge::default(), sent);
        }
        let answer = entry.answer(id);
        self.open.insert(id.clone(), entry);
        Ok(answer)
    }

    /// These amounts, and of the bytes in them all that is left. Where nobody limits them, these amounts.
    fn all_that_is_left(&self, least: Delta) -> Delta {
        let left = |resource| {
            let asked = least.get(resource);
            let state = self.state(resource);
            Bytes(match state.limit {
                Some(Limit::AtMost(limit)) if asked > 0 => {
                    let taken = state.usage.0.saturating_add(state.reserved);
                    asked.max(limit.saturating_sub(taken))
                }
                _ => asked,
            })
        };
        Delta {
            image_size_total: left(Resource::ImageSizeTotal),
            image_stage_total: left(Resource::ImageStageTotal),
            ..least
        }
    }

    /// Whether a reservation is open that has taken all that was left, and whose image may tell by now how
    /// much it was.
    #[must_use]
    pub fn waits_for_sizes(&self) -> bool {
        self.open
            .iter()
            .any(|(_, entry)| entry.sizes == Sizes::Unknown && entry.accepted_at.is_some())
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
        renewal: impl Into<Renewal>,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        let Renewal { delta, reliance } = renewal.into();
        let (more, purpose) = self.more_than_held(id, &delta, now)?;
        self.admit(&more, &purpose, now, reliance)?;
        self.raise(id, &more, expires_at)
    }

    /// The same, whether or not it fits; answers what is over.
    ///
    /// # Errors
    /// See [`ReserveError`].
    pub fn renew_anyway(
        &mut self,
        id: &ReservationId,
        renewal: impl Into<Renewal>,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<(Reservation, Vec<OverQuota>), ReserveError> {
        let Renewal { delta, reliance } = renewal.into();
        let (more, purpose) = self.more_than_held(id, &delta, now)?;
        let over = over_of(self.admit(&more, &purpose, now, reliance))?;
        Ok((self.raise(id, &more, expires_at)?, over))
    }

    fn more_than_held(
        &mut self,
        id: &ReservationId,
        delta: &Delta,
        now: UnixMillis,
    ) -> Result<(Delta, Purpose), ReserveError> {
        self.expire(now);
        match self.open.get(id) {
            Some(entry) if matches!(entry.state, OpenState::Held { .. }) => {
                Ok((delta.without(&entry.delta), entry.purpose.clone()))
            }
            _ => Err(ReserveError::NotHeld(id.clone())),
        }
    }

    fn raise(
        &mut self,
        id: &ReservationId,
        more: &Delta,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        let day = &mut self.day;
        let raised = self.open.change(id, |entry| {
            entry.delta = entry.delta.and(more);
            let sent = entry.purpose.operation.sent(more).0;
            if sent > 0 {
                entry.charge = day.charge(entry.charge, sent);
            }
            entry.keep_until(expires_at);
            entry.answer(id)
        });
        raised.ok_or_else(|| ReserveError::NotHeld(id.clone()))
    }

    /// Glance has accepted an operation that it goes on with by itself: looks at the images that begin
    /// after this tell how it ends ([`super::Observation::images`]).
    ///
    /// # Errors
    /// See [`SettleError`].
    pub fn accept(
        &mut self,
        id: &ReservationId,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<Reservation, SettleError> {
        self.expire(now);
        let event = self.next_event();
        let accepted = self.open.change(id, |entry| {
            if let OpenState::Doubtful { .. } = entry.state {
                entry.state = OpenState::Held { expires_at };
            }
            entry.accepted_at.get_or_insert(event);
            entry.keep_until(expires_at);
            entry.answer(id)
        });
        accepted
            .or_else(|| self.get(id))
            .ok_or_else(|| SettleError::Unknown(id.clone()))
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
        self.conclude(id, actual, CountedBy::Glance, now)
    }

    /// Glance has refused the data, and keeps it with this image: `actual` is in its store and in none of
    /// its figures.
    ///
    /// # Errors
    /// See [`SettleError`]. It counts all the same.
    pub fn reject(
        &mut self,
        id: &ReservationId,
        image: &ImageId,
        actual: Delta,
        now: UnixMillis,
    ) -> Result<Reservation, SettleError> {
        self.conclude(id, actual, CountedBy::Ledger(image), now)
    }

    fn conclude(
        &mut self,
        id: &ReservationId,
        actual: Delta,
        counted_by: CountedBy<'_>,
        now: UnixMillis,
    ) -> Result<Reservation, SettleError> {
        self.expire(now);
        let (mut entry, charged_for) = match (self.open.remove(id), self.settled.get(id)) {
            (Some(entry), _) => {
                let charged_for = entry.sent_by(&entry.delta);
                (entry, charged_for)
            }
            (None, Some(entry)) => match entry.outcome {
                EndedOutcome::Committed { actual: before } if before == actual => {
                    return Ok(entry.answer(id));
                }
                EndedOutcome::Committed { .. } => {
                    return Err(SettleError::DifferentAmounts(id.clone()));
                }
                // What the base holds of it is not known, so all of it counts until the next look.
                EndedOutcome::Expired => (entry.reopened(), entry.operation.sent(&entry.delta).0),
                EndedOutcome::Released => (entry.reopened(), 0),
            },
            (None, None) => {
                let event = self.next_event();
                match counted_by {
                    // Something is stored that counts nowhere: only Glance can tell how much there is.
                    CountedBy::Glance => self.mark_stale(),
                    CountedBy::Ledger(image) => self.keep_rejected(image, event, actual),
                }
                return Err(SettleError::Unknown(id.clone()));
            }
        };
        let sent = entry.charge.bytes.saturating_add(entry.sent_by(&actual));
        let sent = sent.saturating_sub(charged_for);
        entry.charge = self.day.correct(entry.charge, sent);
        let event = self.next_event();
        match counted_by {
            CountedBy::Glance => self.unobserved.add(event, &entry, actual),
            CountedBy::Ledger(image) => self.keep_rejected(image, event, actual),
        }
        let settled = self.settle(id, &entry, EndedOutcome::Committed { actual }, now);
        Ok(settled.answer(id))
    }

    fn keep_rejected(&mut self, image: &ImageId, event: u64, actual: Delta) {
        let size = RejectedSize::Known(actual.image_size_total);
        self.rejected.add(image, event, size);
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
        if let Some(entry) = self.open.remove(id) {
            self.settle(id, &entry, EndedOutcome::Released, now);
        }
        match self.settled.get_mut(id) {
            None => Err(SettleError::Unknown(id.clone())),
            Some(entry) => {
                if matches!(entry.outcome, EndedOutcome::Committed { .. }) {
                    return Err(SettleError::AlreadyCommitted(id.clone()));
                }
                entry.outcome = EndedOutcome::Released;
                entry.charge = self.day.correct(entry.charge, 0);
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
        self.day.begin(now);
        let over = self.open.over_at(now);
        if !over.is_empty() {
            let at = self.next_event();
            for id in &over {
                self.open.change(id, |entry| {
                    entry.state = OpenState::Doubtful { at, since: now }
                });
            }
        }
        self.forget(now);
        over
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

    /// The reservations that count, in order of id.
    pub fn open_reservations(&self) -> impl Iterator<Item = Reservation> + '_ {
        self.open.iter().map(|(id, entry)| entry.answer(id))
    }

    pub(super) fn next_event(&mut self) -> u64 {
        self.events = self.events.saturating_add(1);
        self.events
    }
}

/// Whose figures have what an operation has left.
#[derive(Clone, Copy)]
enum CountedBy<'a> {
    Glance,
    /// The ledger's alone, as long as this image is there.
    Ledger(&'a ImageId),
}

/// What is over, as an answer and not as a refusal.
fn over_of(admitted: Result<(), ReserveError>) -> Result<Vec<OverQuota>, ReserveError> {
    match admitted {
        Ok(()) => Ok(Vec::new()),
        Err(ReserveError::OverLimit { over, .. }) => Ok(over),
        Err(ReserveError::RejectedOfUnknownSize) => Ok(Vec::new()),
        Err(other) => Err(other),
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
