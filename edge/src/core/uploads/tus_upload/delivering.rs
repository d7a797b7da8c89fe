//! An upload on its way to Glance, and its end.

use gaze_shared::time::unix_millis::UnixMillis;

use crate::core::quota::Settlement;
use crate::core::uploads::delivery::{BETWEEN_DELIVERIES, Earlier, Failure, Step};
use crate::core::uploads::tus_upload::{Stage, Upload};

/// How much of the data a delivery has sent before it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// All of it.
    Whole,
    /// Not all: of such data Glance stores nothing.
    Part,
    /// Not all, because the gateway's own store did not give it: Glance had no chance to take it.
    Withheld,
}

impl Upload {
    /// What was sent to Glance before.
    #[must_use]
    pub const fn earlier(&self) -> Earlier {
        Earlier {
            deliveries: self.deliveries,
            may_be_stored: self.may_be_stored(),
        }
    }

    /// Notes, before it is done, that the bytes are sent to Glance; `false` when they must not be any more.
    #[must_use]
    pub fn begin_delivery(&mut self) -> bool {
        let may_begin = matches!(self.stage, Stage::Delivering { .. });
        if may_begin {
            self.deliveries += 1;
            // One that the end of the runtime has cut off may have been whole.
            self.is_doubtful |= self.is_sending;
            self.is_sending = true;
        }
        may_begin
    }

    /// The delivery that was begun has ended.
    pub fn end_delivery(&mut self, step: Step, sent: Sent, at: UnixMillis) {
        self.is_sending = false;
        if sent == Sent::Withheld {
            self.deliveries = self.deliveries.saturating_sub(1);
        }
        self.is_doubtful |= sent == Sent::Whole && step == Step::Later;
        if self.unsettled == Some(Settlement::LeaveOpen) {
            self.unsettled = Some(match step {
                Step::Stored => Settlement::Commit,
                _ => self.undone(),
            });
        }
        self.note_step(step, at);
    }

    /// What comes next.
    pub fn note_step(&mut self, step: Step, at: UnixMillis) {
        if !matches!(self.stage, Stage::Delivering { .. }) {
            return;
        }
        match step {
            Step::Send => {}
            Step::Later => {
                self.failures += 1;
                let next_at = at.after(BETWEEN_DELIVERIES.after(self.failures));
                self.stage = Stage::Delivering { next_at };
            }
            Step::NeedToken => self.stage = Stage::WaitingForToken,
            Step::Stored => self.end(Stage::Stored, Settlement::Commit),
            Step::Fail(failure) => {
                let settlement = match failure {
                    Failure::ImageGone | Failure::ImageTaken => Settlement::Release,
                    Failure::Refused { .. } | Failure::GaveUp | Failure::BytesMissing => {
                        self.undone()
                    }
                };
                self.end(Stage::Failed(failure), settlement);
            }
        }
    }

    /// Of an upload that comes to nothing: what was sent to Glance whole may be there all the same.
    pub(super) fn undone(&self) -> Settlement {
        if self.may_be_stored() {
            Settlement::LeaveOpen
        } else {
            Settlement::Release
        }
    }

    const fn may_be_stored(&self) -> bool {
        self.is_doubtful || self.is_sending
    }

    pub(super) fn end(&mut self, stage: Stage, settlement: Settlement) {
        let has_ended = matches!(
            self.stage,
            Stage::Stored | Stage::Failed(_) | Stage::Forgotten
        );
        if !has_ended {
            self.unsettled = self.about.room.is_some().then_some(settlement);
        }
        self.stage = stage;
    }
}
