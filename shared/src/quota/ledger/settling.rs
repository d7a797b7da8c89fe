//! How a reservation ends.

use crate::glance::image::ImageId;
use crate::quota::ledger::entry::{EndedOutcome, OpenState};
use crate::quota::ledger::rejected::RejectedSize;
use crate::quota::ledger::state::Ledger;
use crate::quota::reservation::{Reservation, ReservationId, SettleError};
use crate::quota::resource::Delta;
use crate::time::unix_millis::UnixMillis;

impl Ledger {
    /// Glance has accepted an operation that it goes on with by itself: refreshes from the images that begin
    /// after this tell how it ends ([`crate::quota::Observation::images`]).
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
                // What the base holds of it is not known, so all of it counts until the next refresh.
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

    /// The operation came to nothing: what it had reserved is free at once. Say so only when it is certain.
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
}

/// Whose figures have what an operation has left.
#[derive(Clone, Copy)]
enum CountedBy<'a> {
    Glance,
    /// The ledger's alone, as long as this image is there.
    Ledger(&'a ImageId),
}
