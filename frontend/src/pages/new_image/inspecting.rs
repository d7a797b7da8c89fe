//! Looking at a file, in a worker of its own: one that hashes many gigabytes is not waited for.

use gaze_shared::inspect::Inspection;
use web_sys::File;

use crate::workers::protocol::{ReadFailure, Report, Task, WorkerFault};
use crate::workers::{Heard, ask_worker};

/// What looking at a file has come to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum InspectionState {
    /// Others are looked at before it.
    Awaited,
    /// It is being read.
    UnderWay,
    /// This is what it is.
    Seen(Box<Inspection>),
    /// The browser could not read it: it is gone, changed, or no file at all (a folder).
    Unreadable,
    /// No worker could look at it, and why. That says nothing about the file.
    Unseen(WorkerFault),
}

/// Has a worker look at a file.
pub(super) async fn inspect(file: File) -> InspectionState {
    match inspection_of(file).await {
        Ok(inspection) => InspectionState::Seen(Box::new(inspection)),
        Err(ReadFailure::FileChanged | ReadFailure::NotHere) => InspectionState::Unreadable,
        Err(ReadFailure::Worker(why)) => InspectionState::Unseen(why),
    }
}

/// What a file is.
///
/// # Errors
/// The browser cannot read it.
pub(super) async fn inspection_of(file: File) -> Result<Inspection, ReadFailure> {
    match ask_worker(Task::Inspect, file, |_| ()).await? {
        Heard::Report(Report::Inspected(inspection)) => Ok(inspection),
        _ => Err(ReadFailure::mistaken()),
    }
}
