//! An upload on its way to Glance, and its end.

use gaze_shared::gateway::TusFailure;
use gaze_shared::time::unix_millis::UnixMillis;

use crate::core::quota::Settlement;
use crate::core::uploads::delivery_rules::{DELIVERY_PAUSES, DeliveryStep, Earlier};
use crate::core::uploads::tus_upload::{TusStage, TusUpload};

/// How much of the data a delivery has sent before it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSent {
    /// All of it.
    Whole,
    /// Not all: of such data Glance stores nothing.
    Part,
    /// Not all, because the gateway's own store did not give it: Glance had no chance to take it.
    Withheld,
}

impl TusUpload {
    /// What was sent to Glance before.
    #[must_use]
    pub fn earlier(&self, at: UnixMillis) -> Earlier {
        Earlier {
            deliveries: self.deliveries,
            may_be_stored: self.may_be_there(),
            saving_for: self.saving_since.map(|since| at.since(since)),
        }
    }

    /// Notes, before it is done, that the bytes are sent to Glance; `false` when they must not be any more.
    #[must_use]
    pub fn begin_delivery(&mut self) -> bool {
        let may_begin = matches!(self.stage, TusStage::Delivering { .. });
        if may_begin {
            self.deliveries += 1;
            // One that the end of the runtime has cut off may have been whole.
            self.may_be_stored |= self.is_sending;
            self.is_sending = true;
            self.saving_since = None;
        }
        may_begin
    }

    pub fn end_delivery(&mut self, step: DeliveryStep, sent: DataSent, at: UnixMillis) {
        self.is_sending = false;
        if sent == DataSent::Withheld {
            self.deliveries = self.deliveries.saturating_sub(1);
        }
        self.may_be_stored |= sent == DataSent::Whole && step == DeliveryStep::Later;
        if self.unsettled == Some(Settlement::LeaveOpen) {
            self.unsettled = Some(match step {
                DeliveryStep::Stored => Settlement::Commit,
                _ => self.undone(),
            });
        }
        self.note_step(step, at);
    }

    /// What comes next.
    pub fn note_step(&mut self, step: DeliveryStep, at: UnixMillis) {
        if !matches!(self.stage, TusStage::Delivering { .. }) {
            return;
        }
        self.saving_since = match step {
            DeliveryStep::AwaitGlance => self.saving_since.or(Some(at)),
            // Nothing was seen of the image, as a rule because nobody answered.
            DeliveryStep::Later | DeliveryStep::NeedToken => self.saving_since,
            DeliveryStep::Send | DeliveryStep::Stored | DeliveryStep::Fail(_) => None,
        };
        match step {
            DeliveryStep::Send => {}
            DeliveryStep::Later | DeliveryStep::AwaitGlance => {
                self.failures += 1;
                let next_at = at.after(DELIVERY_PAUSES.after(self.failures));
                self.stage = TusStage::Delivering { next_at };
            }
            DeliveryStep::NeedToken => self.stage = TusStage::WaitingForToken,
            DeliveryStep::Stored => self.end(TusStage::Stored, Settlement::Commit),
            DeliveryStep::Fail(failure) => {
                let settlement = match failure {
                    TusFailure::ImageGone | TusFailure::ImageTaken => Settlement::Release,
                    TusFailure::Refused { .. }
                    | TusFailure::GaveUp
                    | TusFailure::ImageStuck
                    | TusFailure::BytesMissing => self.undone(),
                };
                self.end(TusStage::Failed(failure), settlement);
            }
        }
    }

    /// Of an upload that comes to nothing: what was sent to Glance whole may be there all the same.
    pub(super) fn undone(&self) -> Settlement {
        if self.may_be_there() {
            Settlement::LeaveOpen
        } else {
            Settlement::Release
        }
    }

    const fn may_be_there(&self) -> bool {
        self.may_be_stored || self.is_sending
    }

    pub(super) fn end(&mut self, stage: TusStage, settlement: Settlement) {
        let has_ended = matches!(
            self.stage,
            TusStage::Stored | TusStage::Failed(_) | TusStage::Forgotten
        );
        if !has_ended {
            self.unsettled = self.about.reservation.is_some().then_some(settlement);
        }
        self.stage = stage;
    }
}
