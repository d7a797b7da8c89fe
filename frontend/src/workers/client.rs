//! A file worker as the page sees it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker};

use gaze_shared::digest::HexDigest;

use super::protocol::{Message, PROTOCOL, ReadFailure, ReadRequest, Report, Task, WorkerFault};
use super::worker_url::{WorkerProgram, start_worker};

/// A worker with one task. It ends when this is dropped.
pub struct FileWorker {
    worker: Worker,
    /// What is to be said once the worker listens; `None` when it does.
    outbox: Rc<RefCell<Option<Vec<String>>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

pub enum Heard {
    Report(Report),
    /// A chunk that was asked for.
    Chunk {
        /// Where in the file it begins, in bytes.
        offset: u64,
        bytes: Uint8Array,
        /// The digest of the file up to its end; `None` where the hash is further on already.
        prefix: Option<HexDigest>,
    },
    /// The digest of the beginning of the file that was asked for.
    Prefix(HexDigest),
    /// The qcow2 file that was asked for.
    Qcow2(File),
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
    pub fn start(task: Task, file: File, listener: Rc<dyn Fn(Heard)>) -> Result<Self, ReadFailure> {
        let worker = start_worker(WorkerProgram::of(task)).map_err(|error| failure(&error))?;
        let outbox = Rc::new(RefCell::new(Some(Vec::<String>::new())));
        let (hears, addressee, to_say) = (Rc::clone(&listener), worker.clone(), Rc::clone(&outbox));
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let (message, object) = read_message(&event.data());
            match (message, object) {
                (Some(Message::Ready { protocol }), _) if protocol == PROTOCOL => {
                    let words = Array::of2(&task.to_string().into(), &file);
                    let waiting = to_say.borrow_mut().take().unwrap_or_default();
                    let said = addressee.post_message(&words);
                    let said = waiting.iter().fold(said, |said, text| {
                        said.and_then(|()| addressee.post_message(&text.into()))
                    });
                    if let Err(error) = said {
                        hears(Heard::Report(Report::Failed(failure(&error))));
                    }
                }
                (Some(Message::Ready { .. }), _) => {
                    let fault = WorkerFault::OtherVersion;
                    hears(Heard::Report(Report::Failed(ReadFailure::Worker(fault))));
                }
                (Some(Message::Report(report)), _) => hears(Heard::Report(report)),
                (Some(Message::Chunk { offset, prefix }), Some(WithMessage::Bytes(bytes))) => {
                    hears(Heard::Chunk {
                        offset,
                        bytes,
                        prefix,
                    });
                }
                (Some(Message::Prefix { digest, .. }), _) => hears(Heard::Prefix(digest)),
                (Some(Message::Qcow2Written), Some(WithMessage::File(file))) => {
                    hears(Heard::Qcow2(file));
                }
                (Some(Message::Chunk { .. } | Message::Qcow2Written), _) => {
                    hears(Heard::Report(Report::Failed(ReadFailure::mistaken())));
                }
                (None, _) => {}
            }
        });
        let on_error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            listener(Heard::Report(Report::Failed(failure(&event))));
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

    /// Asks a worker that reads.
    pub fn ask(&self, request: ReadRequest) {
        let text = request.to_string();
        if let Some(outbox) = self.outbox.borrow_mut().as_mut() {
            outbox.push(text);
            return;
        }
        // Text can always be cloned, so this does not fail.
        let _ = self.worker.post_message(&text.into());
    }
}

/// What came beside the text of a message.
enum WithMessage {
    Bytes(Uint8Array),
    File(File),
}

/// A message is its text, or `[text, object]`.
fn read_message(data: &JsValue) -> (Option<Message>, Option<WithMessage>) {
    let parse = |text: JsValue| text.as_string().and_then(|text| text.parse().ok());
    let Some(parts) = data.dyn_ref::<Array>() else {
        return (parse(data.clone()), None);
    };
    let object = match parts.get(1).dyn_into::<Uint8Array>() {
        Ok(bytes) => Some(WithMessage::Bytes(bytes)),
        Err(other) => other.dyn_into().ok().map(WithMessage::File),
    };
    (parse(parts.get(0)), object)
}

impl ReadFailure {
    /// The worker answered something that it was not asked.
    #[must_use]
    pub fn mistaken() -> Self {
        Self::Worker(WorkerFault::WrongAnswer)
    }
}

/// The browser's own words are for a bug report, and go to its console.
fn failure(error: &JsValue) -> ReadFailure {
    web_sys::console::warn_1(error);
    ReadFailure::Worker(WorkerFault::NotRunning)
}
