//! What an upload's object has to do by itself, and when.

use std::time::Duration;

use gaze_shared::unix_time::UnixMillis;

use super::{Stage, Upload};
use crate::core::quota::Settlement;
use crate::core::uploads::delivery::BETWEEN_TIDYING;

/// How long the ledger is asked to keep the room each time; it grants no more (`LEASE_AT_MOST_MS`).
pub const ROOM_LEASE: Duration = Duration::from_secs(60 * 60);
/// How often it is asked. Two of three times may fail.
pub const BETWEEN_RENEWALS: Duration = Duration::from_secs(20 * 60);
/// When it is asked again after it did not answer.
const BEFORE_RENEWING_AGAIN: Duration = Duration::from_secs(30);

/// What has to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Tell the ledger how it ended.
    Settle(Settlement),
    /// Keep the room in the quota.
    KeepRoom,
    /// Send the bytes to Glance.
    Deliver,
    /// Delete the objects.
    Clear,
    /// Delete what is stored of the upload itself.
    Forget,
    /// Nothing before this time.
    Nothing(UnixMillis),
}

impl Upload {
    /// What has to be done now.
    pub fn due(&mut self, at: UnixMillis) -> Due {
        if self.stage != Stage::Forgotten && self.is_over(at) {
            self.end(Stage::Forgotten, self.undone());
        }
        if self.unsettled == Some(Settlement::LeaveOpen) && self.room_until <= at {
            // The ledger has ended the promise by itself.
            self.unsettled = None;
        }
        let may_keep_house = at >= self.tidied_next;
        match (self.unsettled, self.stage) {
            (Some(settlement), _) if may_keep_house => Due::Settle(settlement),
            _ if self.has_litter && may_keep_house => Due::Clear,
            (None, Stage::Forgotten) if !self.has_litter => Due::Forget,
            (_, Stage::Delivering { next_at }) if next_at <= at => Due::Deliver,
            _ if self.keeps_room() && self.room_renewed_next <= at => Due::KeepRoom,
            _ => Due::Nothing(self.next()),
        }
    }

    fn next(&self) -> UnixMillis {
        let is_untidy = self.unsettled.is_some() || self.has_litter;
        let delivery = match self.stage {
            Stage::Delivering { next_at } => Some(next_at),
            _ => None,
        };
        let all = [
            (self.stage != Stage::Forgotten).then_some(self.expires_at),
            is_untidy.then_some(self.tidied_next),
            self.keeps_room().then_some(self.room_renewed_next),
            delivery,
        ];
        all.into_iter().flatten().min().unwrap_or(self.expires_at)
    }

    /// The ledger has kept the room.
    pub fn note_room_kept(&mut self, at: UnixMillis) {
        self.room_until = at.after(ROOM_LEASE);
        self.room_renewed_next = at.after(BETWEEN_RENEWALS);
    }

    /// The ledger has given the room away: nobody had kept it for too long.
    pub fn note_room_lost(&mut self, at: UnixMillis) {
        self.room_until = UnixMillis(0);
        self.room_renewed_next = at.after(ROOM_LEASE);
    }

    /// The ledger does not answer.
    pub fn note_room_unknown(&mut self, at: UnixMillis) {
        self.room_renewed_next = at.after(BEFORE_RENEWING_AGAIN);
    }

    /// The ledger knows how it ended.
    pub fn note_settled(&mut self) {
        self.unsettled = None;
        self.troubles = 0;
    }

    /// The objects are deleted.
    pub fn note_cleared(&mut self) {
        self.has_litter = false;
        self.troubles = 0;
    }

    /// The ledger or the store did not answer, or Glance is still at work.
    pub fn note_untidy(&mut self, at: UnixMillis) {
        self.troubles += 1;
        self.tidied_next = at.after(BETWEEN_TIDYING.after(self.troubles));
    }

    fn keeps_room(&self) -> bool {
        let is_live = matches!(
            self.stage,
            Stage::Receiving | Stage::Delivering { .. } | Stage::WaitingForToken
        );
        is_live && self.reserves()
    }
}
