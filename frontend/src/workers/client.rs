//! A file worker as the page sees it.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker};

use super::protocol::{Message, PROTOCOL, ReadFailure, Report, Task, WorkerFault};
use super::worker_url::start_worker;
use crate::i18n::text;

/// A worker with one task. It ends when this is dropped.
pub struct FileWorker {
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl Drop for FileWorker {
    fn drop(&mut self) {
        self.worker.terminate();
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
    }
}

impl FileWorker {
    /// Starts a worker on a task. The listener hears what it reports; it must not drop the worker
    /// there and then, because it is called by a closure that the worker owns.
    ///
    /// # Errors
    /// The browser starts no worker.
    pub fn start(
        task: Task,
        file: File,
        listener: Rc<dyn Fn(Report)>,
    ) -> Result<Self, ReadFailure> {
        let worker = start_worker().map_err(|error| failure(&error))?;
        let (on_report, addressee) = (Rc::clone(&listener), worker.clone());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let message = event.data().as_string().and_then(|text| text.parse().ok());
            match message {
                Some(Message::Ready { protocol }) if protocol == PROTOCOL => {
                    let words = Array::of2(&task.to_string().into(), &file);
                    if let Err(error) = addressee.post_message(&words) {
                        on_report(Report::Failed(failure(&error)));
                    }
                }
                Some(Message::Ready { .. }) => {
                    let fault = WorkerFault::OtherVersion;
                    on_report(Report::Failed(ReadFailure::Worker(fault)));
                }
                Some(Message::Report(report)) => on_report(report),
                None => {}
            }
        });
        let on_error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            listener(Report::Failed(failure(&event)));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }
}

impl ReadFailure {
    /// The worker answered something that it was not asked.
    #[must_use]
    pub fn mistaken() -> Self {
        Self::Worker(WorkerFault::WrongAnswer)
    }
}

impl WorkerFault {
    /// What happened and what to do.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotRunning => text::workers::not_running(),
            Self::OtherVersion => text::workers::other_version(),
            Self::WrongAnswer => text::workers::wrong_answer(),
            Self::StoppedReading => text::workers::stopped_reading(),
            Self::ReadTooMuch => text::workers::read_too_much(),
        }
    }
}

/// The browser's own words are for a bug report, and go to its console.
fn failure(error: &JsValue) -> ReadFailure {
    web_sys::console::warn_1(error);
    ReadFailure::Worker(WorkerFault::NotRunning)
}
