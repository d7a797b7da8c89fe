//! Where a download stands.

use gaze_shared::digest::Verdict;

use crate::api::ApiError;
use crate::workers::protocol::WorkerFault;
use crate::workers::saving::SaveFailure;

/// Where a download stands. The drawing is in `docs/downloads.md`.
#[derive(Clone, Debug, PartialEq)]
pub enum DownloadStage {
    /// Glance is asked for the image: before its data is asked for, and again before more of it is.
    Checking,
    /// The data is asked for, and nobody has answered yet.
    Connecting,
    /// Bytes come.
    Receiving(Reception),
    /// An answer was given up; the worker still has to say how much of it is written.
    Stopping(AfterStopping),
    /// It tries again after a pause.
    Waiting {
        /// Why the last time was in vain.
        trouble: ApiError,
    },
    /// The page is signed out, or acts as somebody else than this download began as.
    Paused,
    /// Everything is written; the digest is being finished.
    Concluding,
    /// The browser puts the file in its place.
    Keeping(Verdict),
    /// What is written is being taken away.
    Discarding(DownloadEnd),
    /// The file is in its place. It does not differ from what Glance tells of it.
    Finished(Verdict),
    /// It came to a halt.
    Failed(Failure),
    /// The person stopped it, and nothing is left of it.
    Cancelled,
}

/// How bytes come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reception {
    /// From where the file ends.
    Appended,
    /// From the beginning of the data, although more was asked for; what is written already is read past.
    FromTheBeginning,
}

/// Where it goes once an answer has been given up.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterStopping {
    /// On from what is written.
    GoOn(ApiError),
    Pause,
}

/// Where it goes once nothing is left of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum DownloadEnd {
    Cancelled,
    Failed(Failure),
}

/// Why a download came to a halt.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The data was refused. What is written is kept.
    Refused(ApiError),
    /// It was tried again and again. What is written is kept.
    Interrupted(ApiError),
    /// The image has other data now than when this began.
    DataChanged,
    /// What arrived is not what Glance stored.
    Mismatch(Verdict),
    /// The file could not be written.
    NotSaved(SaveFailure),
    Worker(WorkerFault),
}

impl DownloadStage {
    /// Whether it goes on by itself, or after signing in.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        !matches!(self, Self::Finished(_) | Self::Failed(_) | Self::Cancelled)
    }
}
