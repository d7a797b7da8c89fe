//! A worker that writes an image's data to the disk, as the page sees it.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::link::WorkerLink;
use super::protocol::{ReadFailure, WorkerFault};
use super::saving::{SaveMessage, SaveRequest, SaveTask};
use super::worker_url::WorkerProgram;

/// A worker that saves. It ends when this is dropped, and what it has not put in its place is gone then.
pub struct SaveWorker(WorkerLink);

impl SaveWorker {
    /// Starts a worker on a file, by its handle. The listener hears what it says, or what is wrong with it; it
    /// must not drop the worker there and then, because it is called by a closure that the worker owns.
    ///
    /// # Errors
    /// The browser starts no worker.
    pub fn start(
        task: SaveTask,
        file: &JsValue,
        listener: impl Fn(Result<SaveMessage, WorkerFault>) + 'static,
    ) -> Result<Self, WorkerFault> {
        let words = Array::of2(&task.to_string().into(), file);
        let hears = move |data: Result<JsValue, ReadFailure>| match data {
            Ok(data) => {
                // What is no message of these is another's: extensions post into workers, too.
                if let Some(Ok(message)) = data.as_string().map(|text| text.parse()) {
                    listener(Ok(message));
                }
            }
            Err(failure) => listener(Err(fault_of(&failure))),
        };
        let link = WorkerLink::start(WorkerProgram::Plain, words, Rc::new(hears));
        link.map(Self).map_err(|failure| fault_of(&failure))
    }

    /// Asks it for something.
    pub fn ask(&self, request: &SaveRequest) {
        self.0.say(request.to_string());
    }
}

fn fault_of(failure: &ReadFailure) -> WorkerFault {
    match failure {
        ReadFailure::Worker(fault) => *fault,
        ReadFailure::FileChanged | ReadFailure::NotHere => WorkerFault::WrongAnswer,
    }
}
