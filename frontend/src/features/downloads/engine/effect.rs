//! What the engine wants done.

use gaze_shared::digest::Algorithm;
use gaze_shared::glance::image::ImageId;

use crate::workers::saving::SaveRequest;

/// Numbers the requests and pauses of one download, so that the word of an earlier one can be told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt(pub u32);

/// Numbers the workers of one download.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkerRound(pub u32);

/// Something to be done by the shell. Its outcome comes back as an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// `GET /v2/images/{id}`; answered by `Event::Image`.
    ReadImage(Attempt, ImageId),
    /// Wait so many milliseconds; answered by `Event::WaitOver`.
    Wait(Attempt, u64),
    /// Start a worker that writes the file from its beginning, and hashes it where there is something to compare;
    /// its word comes by `Event::Worker`.
    StartWorker(WorkerRound, Option<Algorithm>),
    /// Ask the worker for something.
    Ask(SaveRequest),
    /// The worker has nothing more to do.
    EndWorker,
    /// The session has ended: let the person sign in again without losing anything.
    AskToSignIn,
}
