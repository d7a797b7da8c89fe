//! What an upload's object has to do by itself, and when.

use std::ops::Range;
use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;

use crate::core::quota::Settlement;
use crate::core::uploads::delivery_rules::CLEANUP_PAUSES;
use crate::core::uploads::tus_upload::{Attempts, TusStage, TusUpload};

/// How long the ledger is asked to keep the reservation each time; it grants no more (`LEASE_AT_MOST_MS`).
pub const RESERVATION_LEASE: Duration = Duration::from_secs(60 * 60);
/// How often it is asked. Two of three times may fail.
pub const BETWEEN_RENEWALS: Duration = Duration::from_secs(20 * 60);
/// When it is asked again after it did not answer.
const BEFORE_RENEWING_AGAIN: Duration = Duration::from_secs(30);

/// How many objects are deleted at once: others wait meanwhile.
const CLEARED_AT_ONCE: u64 = 100;

/// What has to be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Tell the directory that it is not under way any more.
    RemoveFromDirectory,
    /// Tell the ledger how it ended.
    Settle(Settlement),
    /// Have the reservation kept for longer.
    RenewReservation,
    /// Send the bytes to Glance.
    Deliver,
    /// Delete the objects of these numbers.
    Clear(Range<u64>),
    /// Delete what is stored of the upload itself.
    Forget,
    /// Nothing before this time.
    Nothing(UnixMillis),
}

impl TusUpload {
    /// What has to be done now.
    pub fn due(&mut self, at: UnixMillis) -> Due {
        if self.stage != TusStage::Forgotten && self.is_over(at) {
            let has_ended = matches!(self.stage, TusStage::Stored | TusStage::Failed(_));
            self.expired = (!has_ended).then(|| self.state());
            self.end(TusStage::Forgotten, self.undone());
        }
        if self.is_listed && !self.is_under_way(at) {
            return Due::RemoveFromDirectory;
        }
        if self.unsettled == Some(Settlement::LeaveOpen) && self.reserved_until <= at {
            // The ledger has ended the reservation by itself.
            self.unsettled = None;
        }
        if let Some(settlement) = self.unsettled
            && self.settling.not_before <= at
        {
            return Due::Settle(settlement);
        }
        if let Some(leftover_segments) = self.leftover_segments()
            && self.clearing.not_before <= at
        {
            return Due::Clear(leftover_segments);
        }
        match self.stage {
            TusStage::Forgotten
                if self.unsettled.is_none() && self.leftover_segments().is_none() =>
            {
                Due::Forget
            }
            _ if self.keeps_reservation() && self.renewed_next <= at => Due::RenewReservation,
            // With its reservation: a delivery takes long, and the next renewal comes late in it.
            TusStage::Delivering { next_at } if next_at <= at => Due::Deliver,
            _ => Due::Nothing(self.next()),
        }
    }

    /// The numbers of the next objects that nobody needs any more.
    fn leftover_segments(&self) -> Option<Range<u64>> {
        let has_ended = matches!(
            self.stage,
            TusStage::Stored | TusStage::Failed(_) | TusStage::Forgotten
        );
        let end = self.cleared_below.saturating_add(CLEARED_AT_ONCE);
        let range = self.cleared_below..end.min(self.next_number);
        (has_ended && !range.is_empty()).then_some(range)
    }

    fn next(&self) -> UnixMillis {
        let delivery = match self.stage {
            TusStage::Delivering { next_at } => Some(next_at),
            _ => None,
        };
        let all = [
            (self.stage != TusStage::Forgotten).then_some(self.expires_at),
            self.unsettled.map(|_| self.settling.not_before),
            self.leftover_segments().map(|_| self.clearing.not_before),
            self.keeps_reservation().then_some(self.renewed_next),
            delivery,
        ];
        all.into_iter().flatten().min().unwrap_or(self.expires_at)
    }

    /// The ledger has kept the reservation.
    pub fn note_reservation_renewed(&mut self, at: UnixMillis) {
        self.reserved_until = at.after(RESERVATION_LEASE);
        self.renewed_next = at.after(BETWEEN_RENEWALS);
    }

    /// The ledger has ended the reservation: nobody had kept it for too long.
    pub fn note_reservation_lost(&mut self, at: UnixMillis) {
        self.reserved_until = UnixMillis(0);
        self.renewed_next = at.after(RESERVATION_LEASE);
    }

    /// The ledger does not answer.
    pub fn note_reservation_unknown(&mut self, at: UnixMillis) {
        self.renewed_next = at.after(BEFORE_RENEWING_AGAIN);
    }

    /// The directory was told, or did not answer: it finds out by itself whether an upload goes on.
    pub fn note_removed_from_directory(&mut self) {
        self.is_listed = false;
    }

    /// The ledger knows how it ended.
    pub fn note_settled(&mut self) {
        self.unsettled = None;
        self.settling = Attempts::default();
    }

    /// The ledger does not answer, or Glance may be at work still.
    pub fn note_unsettled(&mut self, at: UnixMillis) {
        self.settling.fail(at);
    }

    /// The objects below this number are deleted.
    pub fn note_cleared(&mut self, below: u64) {
        self.cleared_below = below;
        self.clearing = Attempts::default();
    }

    /// The store does not answer.
    pub fn note_uncleared(&mut self, at: UnixMillis) {
        self.clearing.fail(at);
    }

    fn keeps_reservation(&self) -> bool {
        let is_live = matches!(
            self.stage,
            TusStage::Receiving | TusStage::Delivering { .. } | TusStage::WaitingForToken
        );
        is_live && self.reserves()
    }
}

impl Attempts {
    fn fail(&mut self, at: UnixMillis) {
        self.failures += 1;
        self.not_before = at.after(CLEANUP_PAUSES.after(self.failures));
    }
}
