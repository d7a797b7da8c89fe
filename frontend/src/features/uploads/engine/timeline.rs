//! The five steps that a file goes through, for a person to see at a glance.

use gaze_shared::digest::Verdict;

use super::image_poll::PollReason;
use super::stage::{UploadOutcome, UploadStage};
use super::target::RemoteImage;
use super::task::UploadTask;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadStep {
    Inspected,
    /// Glance registered the image.
    Admitted,
    /// Every byte has left the browser.
    Sent,
    /// Glance has stored the data.
    Stored,
    /// The stored digests equal those of the file.
    Verified,
}

/// How a step is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// It is still to come.
    Ahead,
    /// It is under way.
    Current,
    Done,
    /// It will not be done: the upload ended or was stopped here.
    Halted,
}

impl UploadStep {
    /// All steps in their order.
    pub const ALL: [Self; 5] = [
        Self::Inspected,
        Self::Admitted,
        Self::Sent,
        Self::Stored,
        Self::Verified,
    ];
}

/// How each step of an upload is doing.
#[must_use]
pub fn timeline(upload: &UploadTask) -> [(UploadStep, StepState); 5] {
    let done = steps_done(upload);
    let is_halted = !upload.stage.is_moving() || matches!(upload.stage, UploadStage::CleaningUp(_));
    UploadStep::ALL.map(|step| {
        let position = step as usize;
        let state = match position.cmp(&done) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal if is_halted => StepState::Halted,
            std::cmp::Ordering::Equal if is_held_up(&upload.stage) => StepState::Ahead,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        (step, state)
    })
}

/// Whether nothing moves, although it may again.
fn is_held_up(stage: &UploadStage) -> bool {
    match stage {
        UploadStage::Waiting
        | UploadStage::Deferred { .. }
        | UploadStage::Locating(_)
        | UploadStage::Paused { .. } => true,
        UploadStage::Polling(poll) => !matches!(poll.why, PollReason::ToSend),
        _ => false,
    }
}

/// How many steps are done. The first one is before there is an upload at all.
fn steps_done(upload: &UploadTask) -> usize {
    if let UploadStage::Finished(UploadOutcome::Compared(Verdict::Verified(_))) = upload.stage {
        return 5;
    }
    match (&upload.remote, &upload.stage) {
        (RemoteImage::Whole(_), _) => 4,
        (_, UploadStage::Storing | UploadStage::Delivering(_)) => 3,
        (RemoteImage::HalfMade(_), _) => 2,
        (RemoteImage::Gone(_), _) if upload.meter.sent() == upload.file.size => 3,
        (RemoteImage::Gone(_), _) => 2,
        (RemoteImage::Nothing | RemoteImage::Asked(_), _) => 1,
    }
}
