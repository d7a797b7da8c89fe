//! Making reservations, and raising them.

use crate::gateway::OverQuota;
use crate::quota::ledger::day::DayBytes;
use crate::quota::ledger::entry::{OpenEntry, OpenState};
use crate::quota::ledger::state::Ledger;
use crate::quota::reservation::ask::{Ask, ReservationRenewal, Sizes};
use crate::quota::reservation::purpose::Purpose;
use crate::quota::reservation::{Reservation, ReservationId, ReserveError};
use crate::quota::resource::limit::Limit;
use crate::quota::resource::{Delta, Resource};
use crate::time::unix_millis::UnixMillis;
use crate::units::Bytes;

impl Ledger {
    /// Reserves for an operation until `expires_at`: for all of its amounts, or for none.
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
            entry.charge = self.day.charge(DayBytes::default(), sent);
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
        renewal: impl Into<ReservationRenewal>,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<Reservation, ReserveError> {
        let ReservationRenewal { delta, reliance } = renewal.into();
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
        renewal: impl Into<ReservationRenewal>,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<(Reservation, Vec<OverQuota>), ReserveError> {
        let ReservationRenewal { delta, reliance } = renewal.into();
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
