//! What happens to a download.

use gaze_shared::glance::image::Image;

use super::effect::{Attempt, WorkerRound};
use crate::api::ApiError;
use crate::workers::protocol::WorkerFault;
use crate::workers::saving::{AnswerHead, SaveFailure};

/// Something that happened, and that the engine must take into account.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The image as it is now, or why it could not be read. What does not belong to the latest attempt is ignored.
    Image(Attempt, Result<Box<Image>, ApiError>),
    /// A pause is over.
    WaitOver(Attempt),
    /// Word of the worker. What an earlier one says is ignored.
    Worker(WorkerRound, WorkerEvent),
    Command(Command),
    /// Somebody signed in or out, or switched the project or region.
    SessionChanged,
    /// The browser has a network again.
    Online,
    /// About a second has passed.
    Tick,
}

/// Word of the worker, as `workers::saving` says it, with refusals read.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkerEvent {
    Answered(Attempt, AnswerHead),
    /// An answer with a status from 400 on; how much is written has not changed.
    Refused(Attempt, ApiError),
    /// So many bytes are written.
    Written(u64),
    /// The answer has come to its end, and so many bytes are written.
    Ended(Attempt, u64),
    /// There was no answer, or no more of it, and so many bytes are written.
    Broke(Attempt, u64),
    /// The digest of so many bytes, where they were hashed.
    Concluded(u64, Option<gaze_shared::digest::HexDigest>),
    Kept,
    Discarded,
    NotSaved(SaveFailure),
    /// The worker itself broke.
    Fault(WorkerFault),
}

/// What a person can want of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Stop, and leave nothing behind.
    Cancel,
    /// Go on where it stopped, or from the beginning where nothing is kept.
    TryAgain,
}
