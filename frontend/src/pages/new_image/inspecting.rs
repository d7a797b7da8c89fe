//! Looking at a file, in a worker of its own: one that hashes many gigabytes is not waited for.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use gaze_shared::inspect::Inspection;
use web_sys::File;

use crate::workers::protocol::{ReadFailure, Report, Task, WorkerFault};
use crate::workers::{FileWorker, Heard};

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
    match ask(file).await {
        Ok(inspection) => InspectionState::Seen(Box::new(inspection)),
        Err(ReadFailure::FileChanged | ReadFailure::NotHere) => InspectionState::Unreadable,
        Err(ReadFailure::Worker(why)) => InspectionState::Unseen(why),
    }
}

async fn ask(file: File) -> Result<Inspection, ReadFailure> {
    let (sender, heard) = oneshot::channel();
    let sender = Cell::new(Some(sender));
    let listener = move |heard| {
        if let Some(sender) = sender.take() {
            // Nobody waits any more when the answer comes twice.
            let _ = sender.send(heard);
        }
    };
    // Ends with this function.
    let _worker = FileWorker::start(Task::Inspect, file, Rc::new(listener))?;
    match heard.await {
        Ok(Heard::Report(Report::Inspected(inspection))) => Ok(inspection),
        Ok(Heard::Report(Report::Failed(why))) => Err(why),
        Ok(
            Heard::Report(Report::Progress { .. } | Report::Hashed { .. })
            | Heard::Chunk { .. }
            | Heard::Prefix(_),
        )
        | Err(oneshot::Canceled) => Err(ReadFailure::mistaken()),
    }
}
