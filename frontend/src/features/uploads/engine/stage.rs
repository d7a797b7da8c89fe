//! Where an upload stands.

use gaze_shared::digest::Verdict;

use super::cause::Cause;
use super::failure::Failure;
use super::image_poll::ImagePoll;
use crate::workers::protocol::ReadFailure;

/// Where an upload stands. The drawing is in `docs/uploads.md`.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadStage {
    /// It waits for one of the transfer slots.
    Waiting,
    /// Glance is asked to register the image.
    Creating(AfterCreating),
    Sending,
    /// Every byte has left this browser; Glance has not answered yet.
    Storing,
    /// Gaze asks what became of the image.
    Polling(ImagePoll),
    /// The data is stored; its digests are compared when all of them are there.
    Verifying {
        /// How often Glance was asked for the stored values in vain.
        tries: u32,
        /// Why the last time was in vain.
        trouble: Option<Cause>,
    },
    /// The image is being deleted.
    CleaningUp(CleanUp),
    /// The page is signed out, or acts as somebody else than this upload started as.
    Paused {
        /// Where it goes on.
        resume: Box<UploadStage>,
    },
    /// It came to a halt; the ways out are the upload's remedies.
    Failed(Failure),
    /// The image could not be deleted.
    CleanUpFailed {
        cause: Cause,
        /// Where it goes once the image is deleted after all.
        then: AfterCleanUp,
    },
    /// The person stopped it, and nothing is left behind.
    Cancelled,
    /// The person let an incomplete image be.
    Left,
    /// The data is stored.
    Finished(UploadOutcome),
}

/// What follows once the image is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterCreating {
    /// Its data.
    Send,
    /// Its deletion: the person cancelled while the answer was on its way.
    CleanUp,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CleanUp {
    /// What follows.
    pub then: AfterCleanUp,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Why the last time was in vain.
    pub trouble: Option<Cause>,
}

/// What follows once an image is deleted.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterCleanUp {
    /// The upload is over: the person wanted so.
    Cancelled,
    Failed(Failure),
    /// The upload starts again with a new image.
    Anew,
}

/// How an upload that stored its data ended.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadOutcome {
    /// What Glance stored was compared with what was computed here. Whether it is the same is in
    /// the verdict, which only `gaze_shared::digest::compare` makes.
    Compared(Verdict),
    /// Nothing was compared, which says nothing either way.
    NotCompared(NotCompared),
}

/// Why nothing was compared.
#[derive(Clone, Debug, PartialEq)]
pub enum NotCompared {
    /// The person stopped the comparison.
    Stopped,
    /// The file could not be hashed.
    NoDigests(ReadFailure),
}

impl UploadStage {
    /// Whether it takes one of the transfer slots.
    #[must_use]
    pub fn holds_slot(&self) -> bool {
        matches!(self, Self::Creating(_) | Self::Sending | Self::Storing)
    }

    /// Whether something is under way that leaving the page would break off.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        !matches!(
            self,
            Self::Failed(_)
                | Self::CleanUpFailed { .. }
                | Self::Cancelled
                | Self::Left
                | Self::Finished(_)
        )
    }

    /// Whether entering it asks something of Glance, for which the page must act as the upload's
    /// own person and project.
    pub(super) fn asks_glance(&self) -> bool {
        matches!(
            self,
            Self::Creating(_)
                | Self::Sending
                | Self::Polling(_)
                | Self::Verifying { .. }
                | Self::CleaningUp(_)
        )
    }
}
