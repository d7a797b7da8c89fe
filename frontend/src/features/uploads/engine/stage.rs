//! Where an upload stands.

use gaze_shared::digest::{Algorithm, Verdict};
use gaze_shared::gateway::UploadState;

use super::cause::Cause;
use super::earlier::PrefixDigest;
use super::expected::Unexpected;
use super::failure::Failure;
use super::image_poll::ImagePoll;
use crate::workers::protocol::ReadFailure;

/// Where an upload stands. The drawing is in `docs/uploads.md`.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadStage {
    /// It waits for one of the transfer slots.
    Waiting,
    /// It was asked to come back later, and does.
    Deferred {
        cause: Cause,
    },
    /// Glance is asked to register the image.
    Creating(AfterCreating),
    /// The gateway is asked to take the data by tus.
    Opening(Opening),
    Sending,
    /// The file is compared with the beginning of it that an earlier page has sent.
    ComparingPrefix(PrefixDigest),
    /// Sending by tus broke off: the gateway is asked how much it has.
    Locating(Retries),
    /// Every byte has left this browser; Glance has not answered yet.
    Storing,
    /// The gateway has all of the data, and brings it to Glance.
    Delivering(Delivery),
    /// Gaze asks what became of the image.
    Polling(ImagePoll),
    /// The data is stored; its digests are compared when all of them are there.
    Verifying {
        /// How often Glance was asked for the stored values in vain.
        tries: u32,
        /// Why the last time was in vain.
        trouble: Option<Cause>,
    },
    /// What is left of a failed or cancelled upload is being deleted.
    CleaningUp(CleanUp),
    /// The page is signed out, or acts as somebody else than this upload started as.
    Paused {
        /// Where it goes on.
        resume: Box<UploadStage>,
    },
    /// It came to a halt; the ways out are the upload's remedies.
    Failed(Failure),
    /// That could not be deleted.
    CleanUpFailed {
        scope: CleanUpScope,
        cause: Cause,
        /// Where it goes once it is deleted after all.
        then: AfterCleanUp,
    },
    /// The person stopped it, and nothing is left behind.
    Cancelled,
    /// The person let an incomplete image be.
    Left,
    /// The data is stored.
    Finished(UploadOutcome),
}

/// How the gateway comes to take data by tus.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    pub step: OpeningStep,
    pub then: AfterOpening,
    pub retries: Retries,
}

/// What follows once it is known whether the gateway takes the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterOpening {
    /// The data.
    Send,
    /// Its end: the person cancelled while the answer was on its way.
    CleanUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningStep {
    /// A new upload is asked for.
    Create,
    /// The answer to that was lost, or is that there is one already: it is looked for.
    Find,
}

/// Asking again after it was in vain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retries {
    /// How often so far.
    pub tries: u32,
    /// Why the last time was in vain.
    pub trouble: Option<Cause>,
}

/// Data on its way from the gateway to Glance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delivery {
    /// How the gateway said last that it stands; `None` before it has said anything.
    pub state: Option<UploadState>,
    /// How often the gateway has sent it to Glance.
    pub deliveries: u32,
    /// How often it was asked and answered that this is still under way.
    pub polls: u32,
    pub retries: Retries,
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
    pub scope: CleanUpScope,
    pub then: AfterCleanUp,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Why the last time was in vain.
    pub trouble: Option<Cause>,
}

/// What is cleaned up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CleanUpScope {
    /// What the gateway keeps of the data.
    Transfer,
    /// That, and the image.
    Image,
}

/// What follows once it is cleaned up.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterCleanUp {
    /// The upload is over: the person wanted so.
    Cancelled,
    /// The person lets the image be.
    Left,
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
    /// An image that was there before has the data, and the file is not the one that was expected.
    NotExpected(Unexpected),
}

/// Why nothing was compared.
#[derive(Clone, Debug, PartialEq)]
pub enum NotCompared {
    /// The person stopped the comparison.
    Stopped,
    /// The file could not be hashed.
    NoDigests(ReadFailure),
    /// Glance stored what was sent, and the file could not be hashed by what was expected of it.
    ExpectedUnknown(Algorithm, ReadFailure),
}

impl Retries {
    /// Once more in vain.
    pub(super) fn after(&self, trouble: Option<Cause>) -> Self {
        Self {
            tries: self.tries.saturating_add(1),
            trouble,
        }
    }
}

impl UploadStage {
    /// Whether it takes one of the transfer slots.
    #[must_use]
    pub fn holds_slot(&self) -> bool {
        matches!(
            self,
            Self::Creating(_)
                | Self::Opening(_)
                | Self::Sending
                | Self::ComparingPrefix(_)
                | Self::Locating(_)
                | Self::Storing
        )
    }

    /// Whether it asks again after pauses, and a person may want it sooner.
    #[must_use]
    pub fn asks_again_by_itself(&self) -> bool {
        match self {
            Self::Polling(_) | Self::Deferred { .. } => true,
            Self::Locating(retries) => retries.trouble.is_some(),
            Self::Delivering(delivery) => delivery.retries.trouble.is_some(),
            _ => false,
        }
    }

    /// Whether chunks of the file are read while it lasts.
    pub(super) fn reads_chunks(&self) -> bool {
        matches!(
            self,
            Self::Sending | Self::ComparingPrefix(_) | Self::Locating(_)
        )
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
                | Self::Opening(_)
                | Self::Sending
                | Self::Locating(_)
                | Self::Delivering(_)
                | Self::Polling(_)
                | Self::Verifying { .. }
                | Self::CleaningUp(_)
        )
    }
}
