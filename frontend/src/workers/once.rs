//! A worker for one answer.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use gaze_shared::units::Bytes;
use web_sys::File;

use super::client::{FileWorker, Heard};
use super::protocol::{ReadFailure, Report, Task};

/// Has a worker do a task, and waits for the last that it has to say. It ends with this future, whoever drops it.
///
/// # Errors
/// The browser starts no worker, or the worker says why there is no result.
pub async fn ask_worker(
    task: Task,
    file: File,
    on_progress: impl Fn(Bytes) + 'static,
) -> Result<Heard, ReadFailure> {
    let (sender, last) = oneshot::channel();
    let sender = Cell::new(Some(sender));
    let listener = move |heard| match heard {
        Heard::Report(Report::Progress { bytes }) => on_progress(Bytes(bytes)),
        heard => {
            if let Some(sender) = sender.take() {
                // Nobody waits any more when the answer comes twice.
                let _ = sender.send(heard);
            }
        }
    };
    let _worker = FileWorker::start(task, file, Rc::new(listener))?;
    match last.await {
        Ok(Heard::Report(Report::Failed(why))) => Err(why),
        Ok(heard) => Ok(heard),
        Err(oneshot::Canceled) => Err(ReadFailure::mistaken()),
    }
}
