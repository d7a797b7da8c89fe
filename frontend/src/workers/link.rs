//! The page's end of the conversation with a worker.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

use super::protocol::{Message, PROTOCOL, ReadFailure, WorkerFault};
use super::worker_url::{WorkerProgram, start_worker};

/// Hears what a worker says, or why it says nothing more.
pub(super) type OnWord = Rc<dyn Fn(Result<JsValue, ReadFailure>)>;

/// A worker with one task. It ends when this is dropped.
pub(super) struct WorkerLink {
    worker: Worker,
    /// What is to be said once the worker listens; `None` when it does.
    outbox: Rc<RefCell<Option<Vec<String>>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl Drop for WorkerLink {
    fn drop(&mut self) {
        self.worker.terminate();
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
    }
}

impl WorkerLink {
    /// Starts a worker on a task: its text, and what it is about. Who hears must not drop the worker there
    /// and then, because it is called by a closure that the worker owns.
    ///
    /// # Errors
    /// The browser starts no worker.
    pub(super) fn start(
        program: WorkerProgram,
        task: Array,
        hears: OnWord,
    ) -> Result<Self, ReadFailure> {
        let worker = start_worker(program).map_err(|error| failure(&error))?;
        let outbox = Rc::new(RefCell::new(Some(Vec::<String>::new())));
        let (listener, addressee, to_say) = (Rc::clone(&hears), worker.clone(), Rc::clone(&outbox));
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            let ready = data.as_string().and_then(|text| match text.parse() {
                Ok(Message::Ready { protocol }) => Some(protocol),
                _ => None,
            });
            match ready {
                None => listener(Ok(data)),
                Some(PROTOCOL) => {
                    let waiting = to_say.borrow_mut().take().unwrap_or_default();
                    let said = addressee.post_message(&task);
                    let said = waiting.iter().fold(said, |said, text| {
                        said.and_then(|()| addressee.post_message(&text.into()))
                    });
                    if let Err(error) = said {
                        listener(Err(failure(&error)));
                    }
                }
                Some(_) => listener(Err(ReadFailure::Worker(WorkerFault::OtherVersion))),
            }
        });
        let on_error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            hears(Err(failure(&event)));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            outbox,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Says something more.
    pub(super) fn say(&self, text: String) {
        if let Some(outbox) = self.outbox.borrow_mut().as_mut() {
            outbox.push(text);
            return;
        }
        // Text can always be cloned, so this does not fail.
        let _ = self.worker.post_message(&text.into());
    }
}

/// The browser's own words are for a bug report, and go to its console.
fn failure(error: &JsValue) -> ReadFailure {
    web_sys::console::warn_1(error);
    ReadFailure::Worker(WorkerFault::NotRunning)
}
